//! The cohorts: who is watched, with what troubles.

use crate::course::Course;
use crate::judge::Name;
use crate::kit::Kit;
use crate::patient::play;
use crate::person::Fate;
use crate::sensor::Wear;
use crate::tally::Tally;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

/// A group of simulated patients who are alike.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Cohort {
    /// Its name on the command line and in JSON.
    pub key: &'static str,
    /// What it is, in a few words.
    pub title: &'static str,
    /// How the sensors do.
    pub wear: Wear,
    /// How often a day a home is cut off.
    pub outages_a_day: f64,
    /// True when each patient gets worse, one fifth as many in each course.
    pub is_worsening: bool,
}

/// A good kit on somebody who moves little: what a motion share of 3 % is to be compared with.
const CALM: Wear = Wear {
    artefact_share: 0.0002,
    flagged_share: 0.7,
    lost_share: 0.0,
    noise: 1.0,
    oximeter_off_a_day: 4.0,
    patch_off_a_day: 0.0,
    radio_gaps_a_day: 0.0,
};
/// What most homes are like.
const USUAL: Wear = Wear { artefact_share: 0.03, ..CALM };
const RESTLESS: Wear = Wear { artefact_share: 0.1, ..CALM };
const NOISY: Wear = Wear { lost_share: 0.2, noise: 2.0, oximeter_off_a_day: 8.0, patch_off_a_day: 4.0, radio_gaps_a_day: 6.0, ..RESTLESS };

const fn stable(key: &'static str, title: &'static str, wear: Wear, flagged_share: f64) -> Cohort {
    Cohort { key, title, wear: Wear { flagged_share, ..wear }, outages_a_day: 0.0, is_worsening: false }
}

/// Days that are watched of a patient who gets worse: one well, one in which it happens.
const WORSENING_DAYS: u64 = 2;
/// How long such a patient is well at first, hours: so that the first day shows how often who is well is told of.
const WELL_HOURS: u64 = 24;

impl Cohort {
    /// All cohorts, in the order of the report.
    pub const ALL: [Cohort; 9] = [
        stable("stable-0.02-70", "stable, motion 0.02 %, 70 % flagged", CALM, 0.7),
        stable("stable-0.02-100", "stable, motion 0.02 %, all flagged", CALM, 1.0),
        stable("stable-3-70", "stable, motion 3 %, 70 % flagged", USUAL, 0.7),
        stable("stable-3-100", "stable, motion 3 %, all flagged", USUAL, 1.0),
        stable("stable-10-70", "stable, motion 10 %, 70 % flagged", RESTLESS, 0.7),
        stable("stable-10-100", "stable, motion 10 %, all flagged", RESTLESS, 1.0),
        Cohort { outages_a_day: 2.0, ..stable("stable-outages", "stable, motion 3 %, 2 outages a day", USUAL, 0.7) },
        Cohort { outages_a_day: 2.0, ..stable("noisy", "noisy: motion 10 %, noise twice, gaps, outages", NOISY, 0.7) },
        Cohort { is_worsening: true, ..stable("worsening", "getting worse, motion 3 %, 70 % flagged", USUAL, 0.7) },
    ];

    /// What befalls each of `patients` patients in `days` days. The same seed is the same person in every cohort, so that
    /// cohorts differ by their troubles alone.
    pub fn fates(&self, patients: u64, days: u64, seed: u64) -> Vec<Fate> {
        let fate = |seed: u64, days: u64, course| Fate {
            seed,
            hours: 24 * days,
            wear: self.wear,
            outages_a_day: self.outages_a_day,
            course,
            well_hours: WELL_HOURS,
        };
        if !self.is_worsening {
            return (0..patients).map(|patient| fate(seed + patient, days, None)).collect();
        }
        let each = patients.div_ceil(5);
        let numbered = Course::ALL.iter().zip(0_u64..);
        numbered
            .flat_map(|(course, number)| (0..each).map(move |patient| (course, number * 10_000 + patient)))
            .map(|(course, patient)| fate(seed + patient, WORSENING_DAYS, Some(*course)))
            .collect()
    }

    /// Lets all patients live, on `threads` threads, and counts what each judge told.
    pub fn run(&self, fates: &[Fate], kit: &Kit, threads: usize) -> Tallies {
        let next = AtomicUsize::new(0);
        let sum = Mutex::new(Tallies::default());
        std::thread::scope(|scope| {
            for _ in 0..threads {
                scope.spawn(|| {
                    while let Some(fate) = fates.get(next.fetch_add(1, Ordering::Relaxed)) {
                        let one = Tallies::of(fate, kit);
                        if let Ok(mut sum) = sum.lock() {
                            sum.add(one);
                        }
                    }
                });
            }
        });
        sum.into_inner().unwrap_or_default()
    }
}

/// What each judge told, in the order of [`Name::ALL`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Tallies {
    /// One tally a judge.
    pub judges: [Tally; Name::ALL.len()],
    /// Readings that each of them saw.
    pub readings: u64,
}

impl Tallies {
    fn of(fate: &Fate, kit: &Kit) -> Tallies {
        let lived = play(fate, kit);
        let mut tallies = Tallies { readings: lived.readings, ..Tallies::default() };
        for (tally, told) in tallies.judges.iter_mut().zip(&lived.told) {
            *tally = Tally::of(fate, &lived.person, told);
        }
        tallies
    }

    fn add(&mut self, other: Tallies) {
        self.readings += other.readings;
        self.judges.iter_mut().zip(other.judges).for_each(|(sum, one)| sum.add(one));
    }
}
