//! qSOFA as a rule.

use super::minute;
use super::patient::{Fact, Patient, patient};
use hearth_alerts::Priority;
use hearth_alerts::rules::qsofa::{LOOK_BACK_MS, judge};
use hearth_alerts::verdict::{Item, Unknown, Verdict};
use hearth_scores::Acvpu;
use hearth_vitals::Vital;
use proptest::prelude::*;

#[test]
fn every_row_of_the_vectors_rings_by_its_signs() {
    for row in include_str!("../../../scores/tests/vectors/qsofa.csv").lines().skip(1) {
        let cells: Vec<&str> = row.splitn(7, ',').collect();
        let mut patient = Patient::default();
        patient.measure(0, Vital::RespiratoryRate, cells[1].parse().unwrap());
        patient.measure(0, Vital::Systolic, cells[2].parse().unwrap());
        patient.tell(0, Fact::Level(if cells[3] == "True" { Acvpu::Confusion } else { Acvpu::Alert }));
        let expected = match cells[5] {
            "True" => Verdict::Holds { level: cells[4].parse().unwrap(), priority: Priority::Medium, since: minute(0) },
            _ => Verdict::Over,
        };
        assert_eq!(judge(&patient, minute(3)).verdict, expected, "{row}");
    }
}

#[test]
fn it_rings_where_news2_has_four_points() {
    let mut patient = Patient::well(0);
    patient.set(30, 22.0, 97.0, 95.0, 72.0, 36.8);
    assert_eq!((patient.judge(30).verdict, patient.judge(30).evidence.score.unwrap().total), (Verdict::Over, Some(4)));
    assert_eq!(judge(&patient, minute(30)).verdict.priority(), Some(Priority::Medium));
}

#[test]
fn two_known_signs_ring_and_the_third_is_asked_for() {
    let mut patient = Patient::default();
    patient.measure(0, Vital::RespiratoryRate, 24.0);
    assert_eq!(judge(&patient, minute(1)).verdict, Verdict::Unknown { why: Unknown::Incomplete });
    patient.measure(1, Vital::Systolic, 88.0);
    let judged = judge(&patient, minute(1));
    assert_eq!((judged.verdict.priority(), judged.evidence.inputs.len()), (Some(Priority::Medium), 2));
    assert_eq!(judged.wanted.iter().map(|wanted| wanted.what).collect::<Vec<_>>(), [Item::Consciousness]);
    assert_eq!(judge(&patient, minute(300)).verdict, Verdict::Unknown { why: Unknown::Incomplete }, "silence ends nothing");
}

#[test]
fn a_breath_more_or_less_does_not_make_it_come_and_go() {
    let mut patient = Patient::well(0);
    patient.measure(1, Vital::Systolic, 95.0);
    patient.stream(0..10, Vital::RespiratoryRate, 22.0);
    patient.stream(10..30, Vital::RespiratoryRate, 21.0);
    let told = |minutes| judge(&patient, minute(minutes)).verdict.priority();
    assert_eq!(
        (told(4), told(5), told(15), told(24), told(25)),
        (None, Some(Priority::Medium), Some(Priority::Medium), Some(Priority::Medium), None)
    );
    assert_eq!(judge(&patient, minute(25)).verdict, Verdict::Over);
}

#[test]
fn what_a_person_counted_stands_in_for_a_silent_monitor_for_an_hour() {
    let mut patient = Patient::well(3);
    patient.stream(0..0, Vital::RespiratoryRate, 16.0);
    let judged = judge(&patient, minute(61));
    assert_eq!((judged.verdict, judged.wake), (Verdict::Over, Some(minute(63).plus(1))));
    assert_eq!(judge(&patient, minute(63).plus(1)).verdict, Verdict::Unknown { why: Unknown::Incomplete });
}

proptest! {
    #[test]
    fn no_order_and_no_repetition_changes_the_verdict(
        (given, shuffled) in patient().prop_flat_map(|patient| {
            let twice = [patient.facts.clone(), patient.facts.clone()].concat();
            let streams = patient.streams.clone();
            (Just(patient), Just(twice).prop_shuffle().prop_map(move |facts| Patient { facts, streams: streams.clone() }))
        }),
        minutes in 0i64..1_000,
    ) {
        prop_assert_eq!(judge(&given, minute(minutes)), judge(&shuffled, minute(minutes)));
    }

    #[test]
    fn what_lies_beyond_its_look_back_changes_nothing(whole in patient(), minutes in 300i64..1_000) {
        let now = minute(minutes);
        let mut kept = whole.clone();
        kept.facts.retain(|(at, _)| now.since(*at) <= LOOK_BACK_MS);
        prop_assert_eq!(judge(&whole, now).verdict.priority(), judge(&kept, now).verdict.priority());
    }

    #[test]
    fn nothing_changes_by_time_alone_before_it_wakes(whole in patient(), minutes in 0i64..1_000, waited in 0.0f64..1.0) {
        let now = minute(minutes);
        let past = Patient { facts: whole.facts.into_iter().filter(|(at, _)| *at <= now).collect(), ..whole };
        let judged = judge(&past, now);
        let then = now.plus(((judged.wake.unwrap().since(now) - 1) as f64 * waited) as i64);
        prop_assert_eq!(judge(&past, then).verdict, judged.verdict);
    }
}
