//! The shock index.

use super::{BEGIN, minute};
use hearth_alerts::Priority;
use hearth_alerts::rules::shock::{LOOK_BACK_MS, Value, judge};
use hearth_alerts::verdict::{Item, Unknown, Verdict};
use hearth_vitals::{Flags, Vital, WallMs};
use proptest::prelude::*;

/// A value in whole units; pressures and rates have the same resolution.
fn at(minutes: i64, value: f64) -> Value {
    Value { at: minute(minutes), raw: Vital::Systolic.raw_from_f64(value).unwrap(), quality: Flags::NONE }
}

fn told(systolic: &[Value], rates: &[Value], minutes: i64) -> Option<u8> {
    match judge(systolic, rates, minute(minutes)).verdict {
        Verdict::Holds { level, priority, .. } => {
            assert_eq!(priority, Priority::Medium);
            Some(level)
        }
        Verdict::Over | Verdict::Unknown { .. } => None,
    }
}

#[test]
fn every_row_of_the_vectors_rings_from_0_9_on() {
    for row in include_str!("../../../scores/tests/vectors/derived.csv").lines().skip(1) {
        let cells: Vec<&str> = row.splitn(9, ',').collect();
        let (systolic, rate) = (at(0, cells[0].parse().unwrap()), at(0, cells[2].parse().unwrap()));
        assert_eq!(told(&[systolic], &[rate], 0).is_some(), cells[6] == "True", "{row}");
    }
    assert_eq!((told(&[at(0, 100.0)], &[at(0, 89.9)], 0), told(&[at(0, 100.0)], &[at(0, 90.0)], 0)), (None, Some(1)));
}

#[test]
fn a_worse_one_is_told_anew_and_an_edge_does_not_ring_each_time() {
    let systolic = [at(0, 100.0), at(30, 100.0), at(60, 100.0), at(90, 100.0), at(120, 100.0)];
    let rates = [at(0, 92.0), at(30, 85.0), at(60, 121.0), at(90, 80.0), at(120, 79.0)];
    let levels = [10, 40, 70, 100, 130].map(|minutes| told(&systolic, &rates, minutes));
    assert_eq!(levels, [Some(1), Some(1), Some(2), Some(2), None]);
    let judged = judge(&systolic, &rates, minute(100));
    assert!(matches!(judged.verdict, Verdict::Holds { since, .. } if since == BEGIN));
    assert_eq!((judged.evidence.worst, judged.evidence.limit, judged.evidence.inputs.len()), (Some(121), Some(90), 2));
    assert_eq!(told(&systolic, &[at(30, 85.0)], 40), None, "85 by itself is none");
}

#[test]
fn the_rate_is_the_median_around_the_pressure_and_one_wild_beat_makes_no_shock() {
    let calm = [at(-2, 70.0), at(-1, 71.0), at(0, 190.0), at(1, 70.0), at(2, 72.0), at(3, 190.0), at(-3, 190.0)];
    assert_eq!(told(&[at(0, 110.0)], &calm, 5), None);
    assert_eq!(told(&[at(0, 110.0)], &[at(-1, 60.0), at(0, 100.0), at(1, 101.0)], 5), Some(1), "and one slow beat hides none");
    let doubtful = Value { quality: Flags::ARTEFACT, ..at(0, 190.0) };
    assert_eq!(judge(&[at(0, 110.0)], &[doubtful, at(1, 70.0)], minute(5)).verdict, Verdict::Over);
}

#[test]
fn a_pressure_without_a_rate_asks_for_one_and_ends_nothing() {
    let judged = judge(&[at(0, 110.0)], &[at(-3, 70.0)], minute(1));
    assert_eq!((judged.verdict, judged.wanted[0].what), (Verdict::Unknown { why: Unknown::Incomplete }, Item::Vital(Vital::PulseRate)));
    assert_eq!(told(&[at(0, 100.0), at(60, 130.0)], &[at(0, 95.0)], 60), Some(1));
    assert_eq!(judge(&[], &[at(0, 95.0)], BEGIN).verdict, Verdict::Unknown { why: Unknown::NeverMeasured });
    assert_eq!(told(&[at(0, 100.0)], &[at(0, 95.0)], 240), Some(1));
    assert_eq!(judge(&[at(0, 100.0)], &[at(0, 95.0)], minute(241)).verdict, Verdict::Unknown { why: Unknown::TooOld });
}

fn values(of: Vec<f64>) -> impl Strategy<Value = Vec<Value>> {
    let quality = prop::sample::select(vec![Flags::NONE, Flags::NONE, Flags::ARTEFACT]);
    let value = (0i64..600, prop::sample::select(of), quality).prop_map(|(minutes, of, quality)| Value { quality, ..at(minutes, of) });
    prop::collection::vec(value, 0..40)
}

proptest! {
    #[test]
    fn no_order_and_no_repetition_changes_the_verdict(
        (systolic, shuffled) in values(vec![90.0, 100.0, 130.0]).prop_flat_map(|values| {
            let twice = [values.clone(), values.clone()].concat();
            (Just(values), Just(twice).prop_shuffle())
        }),
        (rates, mixed) in values(vec![70.0, 85.0, 125.0]).prop_flat_map(|values| (Just(values.clone()), Just(values).prop_shuffle())),
        minutes in 0i64..900,
    ) {
        let rates_twice = [mixed.clone(), mixed].concat();
        prop_assert_eq!(judge(&systolic, &rates, minute(minutes)), judge(&shuffled, &rates_twice, minute(minutes)));
    }

    #[test]
    fn what_lies_beyond_its_look_back_changes_nothing(
        systolic in values(vec![90.0, 100.0, 130.0]), rates in values(vec![70.0, 85.0, 125.0]), minutes in 600i64..1_500,
    ) {
        let now = minute(minutes);
        let kept = |values: &[Value]| values.iter().copied().filter(|value| now.since(value.at) <= LOOK_BACK_MS).collect::<Vec<_>>();
        let (all, less) = (judge(&systolic, &rates, now).verdict, judge(&kept(&systolic), &kept(&rates), now).verdict);
        prop_assert_eq!(all.priority(), less.priority());
    }

    #[test]
    fn nothing_changes_by_time_alone_before_it_wakes(
        systolic in values(vec![90.0, 100.0, 130.0]), rates in values(vec![70.0, 85.0, 125.0]), minutes in 0i64..900, waited in 0i64..40_000_000,
    ) {
        let now = minute(minutes);
        let past = |values: Vec<Value>| values.into_iter().filter(|value| value.at <= now).collect::<Vec<_>>();
        let (systolic, rates) = (past(systolic), past(rates));
        let judged = judge(&systolic, &rates, now);
        let then = judged.wake.map_or(now.plus(waited), |wake| WallMs(now.plus(waited).0.min(wake.0 - 1)));
        prop_assert_eq!(judge(&systolic, &rates, then).verdict, judged.verdict);
    }
}
