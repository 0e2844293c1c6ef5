//! A few patients for some hours, so that the benchmark itself can be trusted: the same seed gives the same figures, and what
//! it must tell apart, it does.
#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "a test may fail loudly, and says its seeds")]

use hearth_cohorts::cohort::{Cohort, Tallies};
use hearth_cohorts::course::Course;
use hearth_cohorts::judge::Name;
use hearth_cohorts::kit::Kit;
use hearth_cohorts::person::Fate;
use hearth_cohorts::table::Report;
use hearth_cohorts::tally::Tally;

const SEED: u64 = 1;

fn cohort(key: &str) -> Cohort {
    Cohort::ALL.into_iter().find(|cohort| cohort.key == key).unwrap()
}

fn run(cohort: Cohort, fates: &[Fate], threads: usize) -> Tallies {
    println!("{}: seeds {:?}", cohort.key, fates.iter().map(|fate| fate.seed).collect::<Vec<_>>());
    cohort.run(fates, &Kit::new().unwrap(), threads)
}

fn judged(tallies: &Tallies, by: Name) -> &Tally {
    &tallies.judges[Name::ALL.iter().position(|name| *name == by).unwrap()]
}

/// The first patients of a cohort for some hours.
fn fates(cohort: Cohort, patients: u64, hours: u64) -> Vec<Fate> {
    cohort.fates(patients, 1, SEED).into_iter().map(|fate| Fate { hours, ..fate }).collect()
}

#[test]
fn one_seed_gives_the_same_figures_on_any_number_of_threads() {
    let cohort = cohort("noisy");
    let fates = fates(cohort, 3, 4);
    let report = |threads| Report { size: (3, 1, SEED), cohorts: vec![(cohort, run(cohort, &fates, threads))], pace: None }.json();
    assert_eq!(report(1), report(3));
}

#[test]
fn motion_makes_thresholds_ring_and_a_ladder_of_durations_bears_it() {
    let [calm, restless] = ["stable-0.02-70", "stable-10-70"].map(|key| run(cohort(key), &fates(cohort(key), 2, 12), 2));
    let clinical = |tallies, by| judged(tallies, by).clinical.all();
    assert!(clinical(&restless, Name::Plain) > 20 * clinical(&calm, Name::Plain).max(1));
    assert!(clinical(&restless, Name::Ladder) * 50 < clinical(&restless, Name::Plain));
    for tallies in [&calm, &restless] {
        assert_eq!(clinical(tallies, Name::Fever), 0, "nobody is ill");
        assert_eq!(judged(tallies, Name::Engine).false_while_offline, 0, "no home was cut off");
    }
    // The sensor is taken off four times a day; only the engine knows of sensors.
    let technical = |by| judged(&calm, by).technical.all();
    assert!((1..=8).contains(&technical(Name::Engine)), "{}", technical(Name::Engine));
    assert_eq!(technical(Name::Plain), 0);
}

#[test]
fn who_gets_worse_is_told_of_by_the_rule_that_is_made_for_it() {
    let cohort = cohort("worsening");
    let each = cohort.fates(1, 1, SEED).into_iter().filter_map(|fate| {
        let hours = match fate.course? {
            Course::Desaturation => 10,
            Course::Fever => 20,
            Course::RespiratoryFailure => 23,
            Course::Sepsis | Course::Opioid | Course::Bradycardia | Course::Bleeding => return None,
        };
        Some(Fate { hours, well_hours: 4, ..fate })
    });
    let tallies = run(cohort, &each.collect::<Vec<_>>(), 2);
    let in_time = |by, course| judged(&tallies, by).courses[&course].in_time;
    assert_eq!(in_time(Name::Fever, Course::Fever), 1);
    assert_eq!(in_time(Name::Ladder, Course::Desaturation), 1);
    assert_eq!(in_time(Name::Score, Course::RespiratoryFailure), 1);
    assert_eq!(in_time(Name::Engine, Course::Desaturation), 1);
    // The contrary, so that being told in time means something.
    assert_eq!(in_time(Name::Fever, Course::Desaturation), 0);
    assert_eq!(in_time(Name::Ladder, Course::Fever), 0);
    let everyone = judged(&tallies, Name::Engine).all_courses();
    assert_eq!((everyone.patients(), everyone.without_reference), (3, 0));
}
