//! Slow deterioration against the patient's own day.

use super::minute;
use super::patient::{Fact, Patient};
use hearth_alerts::rules::news2::{Decision, Known, Spot, Streamed};
use hearth_alerts::rules::trend::{LOOK_BACK_MS, STEP_MS, WATCHED, judge};
use hearth_alerts::verdict::{Unknown, Verdict};
use hearth_alerts::{Priority, Side};
use hearth_scores::{Acvpu, Given};
use hearth_vitals::{Vital, WallMs};
use proptest::prelude::*;
use std::f64::consts::TAU;

/// A stream as a course over the hours; `None` where nothing is good.
struct Hourly<F>(F);

impl<F: Fn(f64) -> Option<f64>> Known for Hourly<F> {
    fn streamed(&self, vital: Vital, until: WallMs) -> Option<Streamed> {
        let value = (self.0)(until.since(minute(0)) as f64 / 3_600_000.0);
        let median = value.map(|value| Given { value: vital.raw_from_f64(value).unwrap(), at: until });
        Some(Streamed { median, good: if median.is_some() { 300 } else { 0 }, expected: 300, range: None })
    }
    fn spot(&self, _: Vital, _: WallMs) -> Option<Spot> {
        None
    }
    fn consciousness(&self, _: WallMs) -> Option<Given<Acvpu>> {
        None
    }
    fn oxygen(&self, _: WallMs) -> Option<Given<bool>> {
        None
    }
    fn scale_two(&self, _: WallMs) -> Option<Decision> {
        None
    }
}

fn verdict(course: impl Fn(f64) -> Option<f64>, vital: Vital, side: Side, hours: f64) -> Verdict {
    judge(&Hourly(course), vital, side, minute((hours * 60.0) as i64)).verdict
}

fn level(course: impl Fn(f64) -> Option<f64>, vital: Vital, side: Side, hours: f64) -> Option<u8> {
    match verdict(course, vital, side, hours) {
        Verdict::Holds { level, priority, .. } => {
            assert_eq!(priority, if level == 1 { Priority::Low } else { Priority::Medium });
            Some(level)
        }
        Verdict::Over | Verdict::Unknown { .. } => None,
    }
}

/// Rest and swing over a day of somebody who is well.
fn healthy(vital: Vital) -> (f64, f64) {
    match vital {
        Vital::HeartRate | Vital::PulseRate => (72.0, 12.0),
        Vital::RespiratoryRate => (15.0, 2.0),
        Vital::Spo2 => (96.0, 1.0),
        _ => (36.8, 0.5),
    }
}

/// Minutes of exertion, twice a day for half an hour.
fn exertion(hours: f64) -> f64 {
    if (hours.rem_euclid(24.0) - 10.0).abs() < 0.25 || (hours.rem_euclid(24.0) - 17.0).abs() < 0.25 { 1.0 } else { 0.0 }
}

fn day(vital: Vital, hours: f64) -> f64 {
    let (rest, swing) = healthy(vital);
    rest + swing * (TAU * (hours - 9.0) / 24.0).sin() + 2.0 * swing * exertion(hours)
}

#[test]
fn night_and_day_ring_nobody_whenever_the_stay_began() {
    for (vital, side) in WATCHED {
        for began in (0..24).step_by(4) {
            // Every second patient's day goes up and down twice as far: athletes and feverish evenings.
            let lively = f64::from(1 + began / 4 % 2);
            for quarters in (0..72 * 4).step_by(3) {
                let now = f64::from(began) + f64::from(quarters) / 4.0;
                let (rest, _) = healthy(vital);
                let course = |hours: f64| (hours >= f64::from(began)).then(|| rest + lively * (day(vital, hours) - rest));
                assert_eq!(level(course, vital, side, now), None, "{vital} {side:?}: began at {began}, judged at {now}");
            }
        }
    }
}

/// Hours until a vital that moves by `by` within `within` hours, from hour 48 on, is told.
fn told_after(vital: Vital, side: Side, by: f64, within: f64) -> Option<f64> {
    let course = |hours: f64| Some(day(vital, hours) + by * ((hours - 48.0) / within).clamp(0.0, 1.0));
    (0..48 * 4).map(|quarters| f64::from(quarters) / 4.0).find(|hours| level(course, vital, side, 48.0 + hours).is_some())
}

#[test]
fn a_sepsis_of_eighteen_hours_is_told_within_twelve_and_before_any_limit() {
    let pulse = told_after(Vital::PulseRate, Side::High, 50.0, 18.0).unwrap();
    let breaths = told_after(Vital::RespiratoryRate, Side::High, 12.0, 18.0).unwrap();
    assert!(pulse <= 12.0 && breaths <= 12.0, "{pulse} {breaths}");
    assert!(told_after(Vital::Temperature, Side::High, 2.2, 18.0).is_some_and(|hours| hours <= 12.0));
}

#[test]
fn a_saturation_that_falls_within_a_shift_is_told_before_it_is_down() {
    assert!(told_after(Vital::Spo2, Side::Low, -7.0, 6.0).is_some_and(|hours| hours <= 6.0));
    assert!(told_after(Vital::Spo2, Side::Low, -7.0, 18.0).is_some_and(|hours| hours > 18.0), "more slowly, limits tell it first");
}

#[test]
fn slow_breathing_after_an_opioid_is_told_within_three_hours() {
    assert!(told_after(Vital::RespiratoryRate, Side::Low, -8.0, 1.0).is_some_and(|hours| hours <= 3.0));
    assert_eq!(told_after(Vital::Spo2, Side::High, 3.0, 1.0), None, "more oxygen is no deterioration");
}

#[test]
fn twice_the_margin_is_more_urgent_and_half_of_it_ends_it() {
    let flat = |hours: f64| {
        Some(match hours {
            ..40.0 => 70.0,
            40.0..46.0 => 91.0,
            46.0..47.0 => 112.0,
            47.0..48.0 => 112.0,
            48.0..52.0 => 83.0,
            _ => 70.0,
        })
    };
    let at = |hours| verdict(flat, Vital::PulseRate, Side::High, hours);
    let Verdict::Holds { level: 1, since, .. } = at(41.25) else { panic!("{:?}", at(41.25)) };
    assert_eq!((at(40.75), since), (Verdict::Over, minute(41 * 60)), "the median of two hours has moved after one");
    assert_eq!(level(flat, Vital::PulseRate, Side::High, 47.5), Some(2));
    assert_eq!(level(flat, Vital::PulseRate, Side::High, 49.5), Some(2), "13 more than usual do not end it at once");
    assert_eq!((at(50.5), at(53.5)), (Verdict::Over, Verdict::Over));
}

#[test]
fn the_margins_hold_to_the_tenth() {
    let after = |plateau: f64| level(move |hours| Some(if hours < 40.0 { 70.0 } else { plateau }), Vital::PulseRate, Side::High, 43.0);
    assert_eq!((after(89.9), after(90.0), after(109.9), after(110.0)), (None, Some(1), Some(1), Some(2)));
    let back = |to: f64| {
        let course = move |hours: f64| {
            Some(if hours < 40.0 {
                70.0
            } else if hours < 43.0 {
                95.0
            } else {
                to
            })
        };
        move |hours| level(course, Vital::PulseRate, Side::High, hours)
    };
    assert_eq!((back(80.0)(43.75), back(80.0)(44.5), back(79.9)(44.5)), (Some(1), Some(1), None), "half of it ends nothing, less does");
    assert_eq!((back(80.0)(44.75), back(80.0)(45.0)), (Some(1), None), "an hour after it last reached the margin");
}

#[test]
fn half_of_the_level_half_of_the_day_and_twenty_hours_are_enough() {
    let at = |course: &dyn Fn(f64) -> bool| verdict(|hours| course(hours).then_some(70.0), Vital::PulseRate, Side::High, 48.0);
    let unknown = Verdict::Unknown { why: Unknown::Incomplete };
    let level = |from: f64| move |hours: f64| hours <= 40.0 || (from..=47.0).contains(&hours);
    assert_eq!((at(&level(46.08)), at(&level(46.09))), (Verdict::Over, unknown), "twelve stretches of five minutes, and eleven");
    let quarters = |missing: f64| move |hours: f64| hours >= 46.0 || ((hours * 4.0).round() % 2.0 == 0.0 && hours.round() != missing);
    assert_eq!((at(&quarters(99.0)), at(&quarters(20.0))), (Verdict::Over, unknown), "every second quarter of an hour, and fewer");
    let day = |from: f64| move |hours: f64| hours >= from;
    assert_eq!((at(&day(20.0)), at(&day(20.01))), (Verdict::Over, unknown), "from hour 20 to hour 40");
}

#[test]
fn what_is_usual_takes_most_of_a_day_and_the_level_most_of_an_hour() {
    let unknown = Verdict::Unknown { why: Unknown::Incomplete };
    let since = |begin: f64| move |hours: f64| (hours >= begin).then_some(70.0);
    let at = |begin, hours| verdict(since(begin), Vital::PulseRate, Side::High, hours);
    assert_eq!((at(0.0, 27.5), at(0.0, 28.25)), (unknown, Verdict::Over));
    let gone = |hours: f64| (hours < 47.0).then_some(70.0);
    assert_eq!(
        (verdict(gone, Vital::PulseRate, Side::High, 47.75), verdict(gone, Vital::PulseRate, Side::High, 49.0)),
        (Verdict::Over, unknown)
    );
    let every_third_hour = |hours: f64| (hours.rem_euclid(3.0) < 1.0).then_some(70.0);
    assert_eq!(verdict(every_third_hour, Vital::PulseRate, Side::High, 48.0), unknown, "a third of a day is not the day");
}

#[test]
fn it_shows_what_was_usual_and_what_is() {
    let course = |hours: f64| Some(if hours < 40.0 { 70.0 } else { 95.0 });
    let judged = judge(&Hourly(course), Vital::PulseRate, Side::High, minute(44 * 60));
    let told: Vec<_> = judged.evidence.inputs.iter().map(|input| (input.found, input.at)).collect();
    let number = |raw| hearth_alerts::verdict::Found::Number { vital: Vital::PulseRate, raw };
    assert_eq!(told, [(number(700), minute(36 * 60)), (number(950), minute(44 * 60))]);
    assert_eq!((judged.evidence.limit, judged.evidence.worst), (Some(900), Some(950)));
}

#[test]
fn a_course_beyond_a_day_is_left_to_the_scores() {
    assert_eq!(told_after(Vital::PulseRate, Side::High, 30.0, 72.0), None);
}

/// A sample a minute in blocks of five, some of them missing, some of them elsewhere.
fn patient() -> impl Strategy<Value = Patient> {
    let value = prop::sample::select(vec![Some(700), Some(700), Some(720), Some(960), None]);
    prop::collection::vec(value, 170).prop_map(|quarters| {
        let samples = quarters.into_iter().enumerate().filter_map(|(place, raw)| Some((i64::try_from(place).ok()? * 15, raw?)));
        let facts =
            samples.flat_map(|(begin, raw)| (1..=15).map(move |at| (minute(begin + at), Fact::Sample(Vital::PulseRate, raw)))).collect();
        Patient { facts, streams: vec![Vital::PulseRate] }
    })
}

fn side() -> impl Strategy<Value = Side> {
    prop::sample::select(vec![Side::Low, Side::High])
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn no_order_and_no_repetition_changes_the_verdict(
        (given, shuffled) in patient().prop_flat_map(|given| {
            let twice = [given.facts.clone(), given.facts.clone()].concat();
            let streams = given.streams.clone();
            (Just(given), Just(twice).prop_shuffle().prop_map(move |facts| Patient { facts, streams: streams.clone() }))
        }),
        side in side(), now in 2_000i64..2_550,
    ) {
        prop_assert_eq!(judge(&given, Vital::PulseRate, side, minute(now)), judge(&shuffled, Vital::PulseRate, side, minute(now)));
    }

    #[test]
    fn what_lies_beyond_its_look_back_changes_nothing(whole in patient(), side in side(), now in 2_300i64..2_550) {
        let mut kept = whole.clone();
        kept.facts.retain(|(at, _)| minute(now).since(*at) <= LOOK_BACK_MS);
        prop_assert_eq!(judge(&whole, Vital::PulseRate, side, minute(now)), judge(&kept, Vital::PulseRate, side, minute(now)));
    }

    #[test]
    fn nothing_changes_by_time_alone_before_it_wakes(whole in patient(), side in side(), now in 2_000i64..2_550, waited in 0i64..STEP_MS) {
        let now = minute(now);
        let past = Patient { facts: whole.facts.into_iter().filter(|(at, _)| *at <= now).collect(), ..whole };
        let judged = judge(&past, Vital::PulseRate, side, now);
        let then = WallMs(now.plus(waited).0.min(judged.wake.unwrap().0 - 1));
        prop_assert_eq!(judge(&past, Vital::PulseRate, side, then).verdict, judged.verdict);
    }
}
