//! Too little of a stream is good.

use super::minute;
use super::patient::{Fact, Patient};
use hearth_alerts::Priority;
use hearth_alerts::rules::artefact::{LOOK_BACK_MS, judge};
use hearth_alerts::verdict::{Unknown, Verdict};
use hearth_vitals::{Vital, WallMs};
use proptest::prelude::*;

const VITAL: Vital = Vital::Spo2;

/// A stream that has a good sample in these minutes; one a minute is expected.
fn good_in(minutes: impl IntoIterator<Item = i64>) -> Patient {
    let facts = minutes.into_iter().map(|minutes| (minute(minutes), Fact::Sample(VITAL, 970))).collect();
    Patient { facts, streams: vec![VITAL] }
}

fn told(patient: &Patient, minutes: i64) -> Option<(u8, Priority)> {
    match judge(patient, VITAL, minute(minutes)).verdict {
        Verdict::Holds { level, priority, .. } => Some((level, priority)),
        Verdict::Over | Verdict::Unknown { .. } => None,
    }
}

#[test]
fn twenty_minutes_of_artefacts_in_half_an_hour_are_told_and_fifteen_are_not() {
    let poor = |until: i64| good_in((1..=120).filter(move |at| !(61..=until).contains(at) || at % 5 < 2));
    assert_eq!(told(&poor(75), 90), None, "a walk, and all is well");
    assert_eq!(told(&poor(80), 79), None);
    assert_eq!(told(&poor(80), 80), Some((1, Priority::Low)));
    let judged = judge(&poor(80), VITAL, minute(80));
    assert!(matches!(judged.verdict, Verdict::Holds { since, .. } if since == minute(60)));
    assert_eq!((judged.evidence.limit, judged.evidence.worst, judged.evidence.inputs[0].good_percent), (Some(60), Some(60), Some(60)));
}

#[test]
fn an_hour_without_a_usable_stretch_is_more_urgent_even_where_no_sample_is_good() {
    let none = good_in((1..=60).chain(200..=260));
    assert_eq!(
        (told(&none, 115), told(&none, 119), told(&none, 120)),
        (Some((1, Priority::Low)), Some((1, Priority::Low)), Some((2, Priority::Medium)))
    );
    let judged = judge(&none, VITAL, minute(120));
    assert_eq!((judged.evidence.worst, judged.evidence.inputs.len()), (Some(0), 1), "the last good value is told beside it");
}

#[test]
fn an_hour_that_began_poor_is_an_hour() {
    let poor = good_in((1..=60).filter(|at| at % 5 < 2));
    assert_eq!((told(&poor, 55), told(&poor, 60)), (Some((1, Priority::Low)), Some((2, Priority::Medium))));
}

#[test]
fn a_quarter_of_an_hour_of_good_signal_ends_it_and_a_moment_does_not() {
    let back = good_in((1..=60).chain(81..=90).chain(101..=160));
    assert_eq!(
        (told(&back, 80), told(&back, 90), told(&back, 110)),
        (Some((1, Priority::Low)), Some((1, Priority::Low)), Some((1, Priority::Low)))
    );
    assert_eq!((told(&back, 114), judge(&back, VITAL, minute(115)).verdict), (Some((1, Priority::Low)), Verdict::Over));
}

#[test]
fn a_device_that_was_put_on_just_now_and_one_that_is_not_there_are_unknown() {
    let unknown = |patient: &Patient, minutes| judge(patient, VITAL, minute(minutes)).verdict;
    assert_eq!(unknown(&good_in(201..=225), 225), Verdict::Unknown { why: Unknown::Incomplete }, "what came before it is not counted");
    assert_eq!(unknown(&good_in(201..=230), 230), Verdict::Over, "half an hour is enough");
    assert_eq!(unknown(&good_in([]), 220), Verdict::Unknown { why: Unknown::NeverMeasured });
    assert_eq!(unknown(&Patient::default(), 220), Verdict::Unknown { why: Unknown::NeverMeasured });
}

fn minutes() -> impl Strategy<Value = Vec<i64>> {
    let stretch = (0i64..100, prop::sample::select(vec![0i64, 2, 3, 5]))
        .prop_map(|(at, good)| (0..good).map(move |one| at * 5 + one).collect::<Vec<_>>());
    prop::collection::vec(stretch, 0..100).prop_map(|stretches| stretches.concat())
}

proptest! {
    #[test]
    fn no_order_and_no_repetition_changes_the_verdict(
        (given, shuffled) in minutes().prop_flat_map(|given| {
            let twice = [given.clone(), given.clone()].concat();
            (Just(given), Just(twice).prop_shuffle())
        }),
        now in 0i64..600,
    ) {
        prop_assert_eq!(judge(&good_in(given), VITAL, minute(now)), judge(&good_in(shuffled), VITAL, minute(now)));
    }

    #[test]
    fn what_lies_beyond_its_look_back_changes_nothing(given in minutes(), now in 250i64..600) {
        let whole = good_in(given);
        let mut kept = whole.clone();
        kept.facts.retain(|(at, _)| minute(now).since(*at) <= LOOK_BACK_MS);
        prop_assert_eq!(judge(&whole, VITAL, minute(now)).verdict, judge(&kept, VITAL, minute(now)).verdict);
    }

    #[test]
    fn nothing_changes_by_time_alone_before_it_wakes(given in minutes(), now in 0i64..600, waited in 0.0f64..1.0) {
        let now = minute(now);
        let mut past = good_in(given);
        past.facts.retain(|(at, _)| *at <= now);
        let judged = judge(&past, VITAL, now);
        let wake: WallMs = judged.wake.unwrap();
        let then = now.plus(((wake.since(now) - 1) as f64 * waited) as i64);
        prop_assert_eq!(judge(&past, VITAL, then).verdict, judged.verdict);
    }
}
