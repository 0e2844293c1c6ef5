//! Two sources of one vital that disagree.

use super::minute;
use hearth_alerts::Priority;
use hearth_alerts::rules::disagree::{LOOK_BACK_MS, RateStream, judge};
use hearth_alerts::rules::news2::{STRETCH_MS, Streamed};
use hearth_alerts::verdict::{Item, Purpose, Unknown, Verdict};
use hearth_scores::Given;
use hearth_vitals::{Vital, WallMs};
use proptest::prelude::*;

type Stretches = Vec<(WallMs, Streamed)>;

/// Good stretches, one after the other from the beginning on; `None` for one that has too few good samples.
fn stretches(vital: Vital, values: &[Option<f64>]) -> Stretches {
    let stretch = |(place, value): (usize, &Option<f64>)| {
        let end = minute(5 * (i64::try_from(place).unwrap() + 1));
        let median = value.map(|value| Given { value: vital.raw_from_f64(value).unwrap(), at: end });
        (end, Streamed { median, good: if value.is_some() { 300 } else { 100 }, expected: 300, range: None })
    };
    values.iter().enumerate().map(stretch).collect()
}

fn row(value: f64, count: usize) -> Vec<Option<f64>> {
    vec![Some(value); count]
}

fn verdict((one, these): (Vital, &[Option<f64>]), (other, those): (Vital, &[Option<f64>]), minutes: i64) -> Verdict {
    let (these, those) = (stretches(one, these), stretches(other, those));
    judge(RateStream { vital: one, stretches: &these }, RateStream { vital: other, stretches: &those }, minute(minutes)).verdict
}

fn told(one: (Vital, f64), other: (Vital, f64)) -> Option<(u8, Priority)> {
    match verdict((one.0, &row(one.1, 3)), (other.0, &row(other.1, 3)), 15) {
        Verdict::Holds { level, priority, .. } => Some((level, priority)),
        Verdict::Over | Verdict::Unknown { .. } => None,
    }
}

#[test]
fn a_pulse_that_misses_a_fifth_of_the_beats_is_told_and_less_is_not() {
    let rate = |one, other| told((Vital::HeartRate, one), (Vital::PulseRate, other));
    assert_eq!((rate(100.0, 80.0), rate(100.0, 79.0)), (None, Some((1, Priority::Low))));
    assert_eq!((rate(79.0, 100.0), rate(130.0, 70.0)), (Some((1, Priority::Low)), Some((2, Priority::Medium))));
    assert_eq!((rate(45.0, 35.0), rate(46.0, 35.0)), (None, Some((1, Priority::Low))), "never less than ten a minute");
}

#[test]
fn two_oximeters_differ_by_four_percent_at_most() {
    let spo2 = |one, other| told((Vital::Spo2, one), (Vital::Spo2, other));
    assert_eq!((spo2(97.0, 93.0), spo2(97.0, 92.5), spo2(97.0, 88.0)), (None, Some((1, Priority::Low)), Some((2, Priority::Medium))));
    assert_eq!(told((Vital::Temperature, 36.5), (Vital::Temperature, 37.6)), Some((1, Priority::Low)));
    assert_eq!(told((Vital::RespiratoryRate, 16.0), (Vital::RespiratoryRate, 20.0)), None);
}

#[test]
fn what_does_not_measure_the_same_never_disagrees() {
    assert_eq!(verdict((Vital::Spo2, &row(97.0, 3)), (Vital::PulseRate, &row(60.0, 3)), 15), Verdict::Over);
    assert_eq!(verdict((Vital::Glucose, &row(97.0, 3)), (Vital::Glucose, &row(300.0, 3)), 15), Verdict::Over);
}

#[test]
fn it_takes_a_quarter_of_an_hour_in_a_row_and_ends_after_as_long() {
    let one = [row(70.0, 2), row(100.0, 2), row(70.0, 1), row(100.0, 3), row(70.0, 3)].concat();
    let at = |minutes| verdict((Vital::HeartRate, &one), (Vital::PulseRate, &row(70.0, 11)), minutes);
    let holds = Verdict::Holds { level: 1, priority: Priority::Low, since: minute(25) };
    assert_eq!(
        (at(10), at(15), at(20), at(39)),
        (Verdict::Unknown { why: Unknown::Incomplete }, Verdict::Over, Verdict::Over, Verdict::Over)
    );
    assert_eq!((at(40), at(50), at(54), at(55)), (holds, holds, holds, Verdict::Over));
}

#[test]
fn the_median_of_artefacts_is_no_witness_and_a_gap_begins_anew() {
    let one = [row(100.0, 2), vec![None], row(100.0, 2)].concat();
    assert_eq!(verdict((Vital::HeartRate, &one), (Vital::PulseRate, &row(70.0, 2)), 25), Verdict::Unknown { why: Unknown::Incomplete });
    let gap = [row(100.0, 2), vec![None; 7], row(100.0, 1)].concat();
    assert_eq!(verdict((Vital::HeartRate, &gap), (Vital::PulseRate, &row(70.0, 10)), 50), Verdict::Over);
    let held = [row(100.0, 3), vec![None; 20]].concat();
    let at = |minutes| verdict((Vital::HeartRate, &held), (Vital::PulseRate, &row(70.0, 23)), minutes);
    assert!(matches!((at(45), at(46)), (Verdict::Holds { .. }, Verdict::Unknown { why: Unknown::TooOld })), "silence ends nothing");
}

#[test]
fn half_an_hour_without_both_is_borne_and_more_begins_anew() {
    let gap = |stretches: usize| [row(100.0, 2), vec![None; stretches], row(100.0, 1)].concat();
    let at = |stretches: usize, minutes| verdict((Vital::HeartRate, &gap(stretches)), (Vital::PulseRate, &row(70.0, 10)), minutes);
    assert!(matches!(at(5, 40), Verdict::Holds { since, .. } if since == minute(0)));
    assert_eq!(at(6, 45), Verdict::Over);
}

#[test]
fn it_gets_worse_and_says_since_when_as_far_as_it_looks() {
    let one = [row(100.0, 3), row(160.0, 3), row(100.0, 54)].concat();
    let at = |minutes| verdict((Vital::HeartRate, &one), (Vital::PulseRate, &row(70.0, 60)), minutes);
    assert_eq!(at(15), Verdict::Holds { level: 1, priority: Priority::Low, since: minute(0) });
    let worse = Verdict::Holds { level: 2, priority: Priority::Medium, since: minute(0) };
    assert_eq!((at(30), at(40)), (worse, worse));
    assert_eq!(at(300), Verdict::Holds { level: 1, priority: Priority::Low, since: minute(60) }, "four hours");
}

#[test]
fn it_shows_both_and_asks_for_a_measurement() {
    let (one, other) = (stretches(Vital::Spo2, &row(97.0, 3)), stretches(Vital::Spo2, &row(90.0, 3)));
    let judged =
        judge(RateStream { vital: Vital::Spo2, stretches: &one }, RateStream { vital: Vital::Spo2, stretches: &other }, minute(16));
    assert_eq!((judged.evidence.inputs.len(), judged.evidence.worst), (2, Some(70)));
    assert_eq!((judged.wanted[0].what, judged.wanted[0].purpose), (Item::Vital(Vital::Spo2), Purpose::ConfirmValue));
}

fn series() -> impl Strategy<Value = Stretches> {
    let value = prop::sample::select(vec![Some(70.0), Some(70.0), Some(100.0), Some(160.0), None]);
    let some = (0i64..60, value, 180u32..300);
    prop::collection::vec(some, 0..90).prop_map(|some| {
        let stretch = |(place, value, good): (i64, Option<f64>, u32)| {
            let (_, stretch) = stretches(Vital::PulseRate, &[value])[0];
            (minute(5 * place), Streamed { good: stretch.good.min(good), ..stretch })
        };
        some.into_iter().map(stretch).collect()
    })
}

fn of(stretches: &Stretches, vital: Vital) -> RateStream<'_> {
    RateStream { vital, stretches }
}

proptest! {
    #[test]
    fn no_order_and_no_repetition_changes_the_verdict(
        (one, mixed) in series().prop_flat_map(|one| (Just(one.clone()), Just([one.clone(), one].concat()).prop_shuffle())),
        (other, shuffled) in series().prop_flat_map(|other| (Just(other.clone()), Just(other).prop_shuffle())),
        now in 0i64..400,
    ) {
        let judged = judge(of(&one, Vital::HeartRate), of(&other, Vital::PulseRate), minute(now));
        prop_assert_eq!(&judged, &judge(of(&mixed, Vital::HeartRate), of(&shuffled, Vital::PulseRate), minute(now)));
        prop_assert_eq!(judged.verdict, judge(of(&other, Vital::PulseRate), of(&one, Vital::HeartRate), minute(now)).verdict);
    }

    #[test]
    fn what_lies_beyond_its_look_back_changes_nothing(one in series(), other in series(), now in 200i64..400) {
        let now = minute(now);
        let kept = |all: &Stretches| -> Stretches { all.iter().copied().filter(|(end, _)| now.since(end.plus(-STRETCH_MS)) <= LOOK_BACK_MS).collect() };
        let (less, least) = (kept(&one), kept(&other));
        let judged = judge(of(&one, Vital::HeartRate), of(&other, Vital::PulseRate), now);
        let from_less = judge(of(&less, Vital::HeartRate), of(&least, Vital::PulseRate), now);
        prop_assert_eq!(judged.verdict.priority(), from_less.verdict.priority());
    }

    #[test]
    fn nothing_changes_by_time_alone_before_it_wakes(one in series(), other in series(), now in 0i64..400, waited in 0i64..40_000_000) {
        let now = minute(now);
        let past = |all: Stretches| -> Stretches { all.into_iter().filter(|(end, _)| *end <= now).collect() };
        let (one, other) = (past(one), past(other));
        let judged = judge(of(&one, Vital::HeartRate), of(&other, Vital::PulseRate), now);
        let then = judged.wake.map_or(now.plus(waited), |wake| WallMs(now.plus(waited).0.min(wake.0 - 1)));
        prop_assert_eq!(judge(of(&one, Vital::HeartRate), of(&other, Vital::PulseRate), then).verdict, judged.verdict);
    }
}
