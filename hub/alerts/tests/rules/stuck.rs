//! A line that stands.

use super::{BEGIN, minute};
use hearth_alerts::Priority;
use hearth_alerts::admission::course::Span;
use hearth_alerts::rules::stuck::{LOOK_BACK_MS, judge, stands_ms};
use hearth_alerts::verdict::{Unknown, Verdict};
use hearth_vitals::{Vital, WallMs};
use proptest::prelude::*;

/// A value that stood for these minutes, one span a minute.
fn line(minutes: std::ops::Range<i64>, vital: Vital, value: f64) -> Vec<Span> {
    let raw = vital.raw_from_f64(value).unwrap();
    minutes.map(|at| Span { from: minute(at), until: minute(at + 1).plus(-1_000), low: raw, high: raw }).collect()
}

fn is_told(vital: Vital, spans: &[Span], minutes: i64) -> bool {
    match judge(vital, spans, minute(minutes)).verdict {
        Verdict::Holds { level, priority, .. } => {
            assert_eq!((level, priority), (1, Priority::Low));
            true
        }
        Verdict::Over | Verdict::Unknown { .. } => false,
    }
}

#[test]
fn each_vital_may_stand_as_long_as_is_usual_for_it() {
    for (vital, value, minutes) in [
        (Vital::PerfusionIndex, 2.3, 30),
        (Vital::HeartRate, 60.0, 120),
        (Vital::PulseRate, 72.0, 120),
        (Vital::RespiratoryRate, 14.0, 120),
        (Vital::Etco2, 38.0, 120),
        (Vital::Spo2, 97.0, 360),
        (Vital::Temperature, 36.8, 720),
    ] {
        let spans = line(0..900, vital, value);
        assert!(!is_told(vital, &spans, minutes) && is_told(vital, &spans, minutes + 1), "{vital}");
        assert_eq!(stands_ms(vital, spans[0].low), Some(minutes * 60_000));
    }
}

#[test]
fn a_saturation_of_100_and_what_is_measured_now_and_then_may_stand() {
    assert!(!is_told(Vital::Spo2, &line(0..900, Vital::Spo2, 100.0), 900));
    for vital in [Vital::Systolic, Vital::Diastolic, Vital::MeanArterial, Vital::Weight, Vital::Glucose] {
        assert!(!is_told(vital, &line(0..900, vital, 80.0), 900), "{vital}");
    }
}

#[test]
fn one_beat_more_or_less_and_a_gap_begin_anew() {
    let mut spans = line(0..180, Vital::PulseRate, 72.0);
    assert!(is_told(Vital::PulseRate, &spans, 180));
    spans[100].high += 10;
    assert!(!is_told(Vital::PulseRate, &spans, 180));
    let gap = |minutes: i64| [line(0..60, Vital::PulseRate, 72.0), line(60 + minutes..180, Vital::PulseRate, 72.0)].concat();
    assert!(is_told(Vital::PulseRate, &gap(4), 180) && !is_told(Vital::PulseRate, &gap(6), 180));
}

#[test]
fn five_minutes_without_a_value_are_one_line_and_a_moment_more_is_not() {
    let raw = Vital::PulseRate.raw_from_f64(72.0).unwrap();
    let span = |from, until| Span { from, until, low: raw, high: raw };
    let with = |later_ms: i64| [span(minute(0), minute(60)), span(minute(65).plus(later_ms), minute(180))];
    assert!(is_told(Vital::PulseRate, &with(0), 180) && !is_told(Vital::PulseRate, &with(1), 180));
}

#[test]
fn what_is_silent_does_not_stand_and_it_says_since_when() {
    let spans = line(0..180, Vital::PulseRate, 72.0);
    let judged = judge(Vital::PulseRate, &spans, minute(180));
    assert_eq!(judged.verdict, Verdict::Holds { level: 1, priority: Priority::Low, since: BEGIN });
    assert_eq!((judged.evidence.worst, judged.evidence.inputs.len()), (Some(720), 1));
    assert_eq!(judge(Vital::PulseRate, &spans, minute(186)).verdict, Verdict::Unknown { why: Unknown::TooOld });
    assert_eq!(judge(Vital::PulseRate, &[], minute(180)).verdict, Verdict::Unknown { why: Unknown::NeverMeasured });
}

fn spans() -> impl Strategy<Value = Vec<Span>> {
    let stretch = (0i64..160, 1i64..12, prop::sample::select(vec![(720, 720), (720, 720), (720, 720), (720, 730), (800, 800)]));
    let span = |(at, long, (low, high)): (i64, i64, (i32, i32))| Span { from: minute(5 * at), until: minute(5 * (at + long)), low, high };
    prop::collection::vec(stretch.prop_map(span), 0..60)
}

proptest! {
    #[test]
    fn no_order_and_no_repetition_changes_the_verdict(
        (given, shuffled) in spans().prop_flat_map(|given| (Just(given.clone()), Just([given.clone(), given].concat()).prop_shuffle())),
        now in 0i64..900,
    ) {
        prop_assert_eq!(judge(Vital::PulseRate, &given, minute(now)), judge(Vital::PulseRate, &shuffled, minute(now)));
    }

    #[test]
    fn what_lies_beyond_its_look_back_changes_nothing(given in spans(), now in 300i64..1_600) {
        let kept: Vec<Span> = given.iter().copied().filter(|span| minute(now).since(span.until) <= LOOK_BACK_MS).collect();
        let (all, less) = (judge(Vital::PulseRate, &given, minute(now)), judge(Vital::PulseRate, &kept, minute(now)));
        prop_assert_eq!(all.verdict.priority(), less.verdict.priority());
    }

    #[test]
    fn nothing_changes_by_time_alone_before_it_wakes(given in spans(), now in 0i64..900, waited in 0i64..40_000_000) {
        let now = minute(now);
        let past: Vec<Span> = given.into_iter().filter(|span| span.until <= now).collect();
        let judged = judge(Vital::PulseRate, &past, now);
        let then = judged.wake.map_or(now.plus(waited), |wake| WallMs(now.plus(waited).0.min(wake.0 - 1)));
        prop_assert_eq!(judge(Vital::PulseRate, &past, then).verdict, judged.verdict);
    }
}
