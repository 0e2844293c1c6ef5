//! Fever without neutrophils.

use super::{BEGIN, minute};
use hearth_alerts::Priority;
use hearth_alerts::rules::fever::{LOOK_BACK_MS, Temperature, judge};
use hearth_alerts::verdict::{Item, Purpose, Site, Unknown, Verdict};
use hearth_vitals::{Flags, Vital, WallMs};
use proptest::prelude::*;
use serde_json::Value;

fn at(minutes: i64, celsius: f64) -> Temperature {
    let raw = Vital::Temperature.raw_from_f64(celsius).unwrap();
    Temperature { at: minute(minutes), raw, quality: Flags::NONE, site: Some(Site::Oral) }
}

fn doubtful(value: Temperature) -> Temperature {
    Temperature { quality: Flags::QUESTIONABLE, ..value }
}

fn priority(known: &[Temperature], minutes: i64) -> Option<Priority> {
    judge(true, known, minute(minutes)).verdict.priority()
}

fn temperature(reading: &Value) -> Temperature {
    let celsius = reading["temp_c"].as_f64().or_else(|| reading["temp_f"].as_f64().map(|f| (f - 32.0) / 1.8)).unwrap();
    at(reading["t_min"].as_i64().unwrap(), celsius)
}

#[test]
fn every_vector_of_neutropenic_fever_is_told_in_its_minute() {
    let vectors: Value = serde_json::from_str(include_str!("../vectors/neutropenic_fever.json")).unwrap();
    let cases = vectors["cases"].as_array().unwrap();
    assert_eq!(cases.len(), 9);
    for case in cases {
        let on_pathway = case["neutropenic_or_post_transplant"].as_bool().unwrap();
        let known: Vec<Temperature> = case["readings"].as_array().unwrap().iter().map(temperature).collect();
        let last = known.last().unwrap().at.since(BEGIN) / 60_000;
        let high = |minutes: &i64| judge(on_pathway, &known, minute(*minutes)).verdict.priority() == Some(Priority::High);
        let expected = &case["expected"];
        assert_eq!((0..=last).find(high), expected["trigger_at_min"].as_i64(), "{case}");
        assert_eq!((0..=last).any(|minutes| high(&minutes)), expected["fever_alert"].as_bool().unwrap(), "{case}");
        if let Some(due) = expected["remeasure_due_at_min"].as_i64() {
            let wanted = judge(on_pathway, &known, known[0].at).wanted;
            assert_eq!((wanted[0].what, wanted[0].due), (Item::Vital(Vital::Temperature), Some(minute(due))), "{case}");
        }
    }
}

#[test]
fn a_second_measurement_that_is_missed_is_told_by_itself() {
    let known = [at(0, 38.1)];
    let waiting = judge(true, &known, minute(69));
    assert_eq!((waiting.verdict, waiting.wake), (Verdict::Over, Some(minute(70))));
    let missed = Verdict::Holds { level: 1, priority: Priority::Medium, since: minute(70) };
    assert_eq!(judge(true, &known, minute(70)).verdict, missed);
    assert_eq!(judge(true, &known, minute(600)).verdict, missed, "it lasts until somebody measures");
    assert_eq!(judge(true, &[at(0, 38.1), at(200, 38.1)], minute(210)).verdict, missed, "and a raised value does not end it");
    assert_eq!(judge(true, &[at(0, 38.1), at(200, 37.4)], minute(200)).verdict, Verdict::Over);
}

#[test]
fn measuring_when_asked_rings_nobody_who_is_well() {
    let known = [at(0, 38.1), at(64, 37.6)];
    assert!((0..500).all(|minutes| priority(&known, minutes).is_none()));
}

#[test]
fn a_gap_over_two_hours_begins_a_new_rise() {
    assert_eq!(priority(&[at(0, 38.0), at(120, 38.0)], 120), Some(Priority::High));
    assert_eq!(priority(&[at(0, 38.0), at(121, 38.0)], 121), Some(Priority::Medium), "missed, and not sustained");
}

#[test]
fn the_clock_to_antibiotics_runs_from_the_first_raised_value() {
    let judged = judge(true, &[at(0, 37.4), at(30, 38.1), at(60, 38.4), at(240, 38.9)], minute(245));
    assert_eq!(judged.verdict, Verdict::Holds { level: 2, priority: Priority::High, since: minute(60) });
    let evidence = judged.evidence;
    assert_eq!((evidence.clock_from, evidence.worst, evidence.limit), (Some(minute(30)), Some(3_890), Some(3_830)));
    assert_eq!(evidence.inputs.iter().map(|input| input.at).collect::<Vec<_>>(), [minute(30), minute(60), minute(240)]);
    assert!(judged.wanted.is_empty());
}

#[test]
fn a_doubtful_value_neither_makes_nor_breaks_a_fever_and_is_measured_again() {
    let judged = judge(true, &[at(0, 37.0), doubtful(at(1, 39.3))], minute(1));
    assert_eq!(judged.verdict, Verdict::Holds { level: 1, priority: Priority::Medium, since: minute(1) });
    assert_eq!((judged.wanted[0].due, judged.wanted[0].purpose), (None, Purpose::ConfirmValue));
    assert_eq!(priority(&[at(0, 38.0), doubtful(at(30, 37.0)), at(60, 38.0)], 60), Some(Priority::High));
    let unsure: Vec<Temperature> = (0..=24).map(|step| doubtful(at(step * 5, 38.1))).collect();
    assert_eq!(priority(&unsure, 119), Some(Priority::Medium));
    assert_eq!(priority(&unsure, 120), Some(Priority::High), "doubt doubles the hour and does not take it away");
}

#[test]
fn the_armpit_proves_a_fever_and_never_its_absence() {
    let armpit = |value: Temperature| Temperature { site: Some(Site::Axillary), ..value };
    assert_eq!(priority(&[armpit(at(0, 38.3))], 0), Some(Priority::High));
    assert_eq!(priority(&[at(0, 38.0), armpit(at(30, 37.5)), at(60, 38.0)], 60), Some(Priority::High));
    assert_eq!(judge(true, &[armpit(at(0, 36.5))], minute(0)).verdict, Verdict::Unknown { why: Unknown::Incomplete });
    assert_eq!(judge(true, &[armpit(at(0, 38.3))], minute(0)).evidence.inputs[0].site, Some(Site::Axillary));
}

#[test]
fn a_fever_is_over_after_an_hour_below_and_not_before() {
    let known = [at(0, 38.5), at(60, 37.5), at(90, 37.4), at(120, 37.3)];
    assert_eq!(priority(&known, 119), Some(Priority::High));
    assert_eq!(judge(true, &known, minute(120)).verdict, Verdict::Over);
    assert_eq!(priority(&[at(0, 38.5), at(60, 37.5), at(90, 38.0), at(120, 37.3)], 120), Some(Priority::High));
}

#[test]
fn silence_ends_no_fever_and_an_old_normal_value_says_nothing() {
    assert_eq!(priority(&[at(0, 38.5)], 24 * 60), Some(Priority::High));
    assert_eq!(judge(true, &[at(0, 38.5)], minute(24 * 60 + 1)).verdict, Verdict::Unknown { why: Unknown::TooOld });
    assert_eq!(judge(true, &[at(0, 36.8)], minute(12 * 60)).verdict, Verdict::Over);
    assert_eq!(judge(true, &[at(0, 36.8)], minute(12 * 60 + 1)).verdict, Verdict::Unknown { why: Unknown::TooOld });
    assert_eq!(judge(true, &[], BEGIN).verdict, Verdict::Unknown { why: Unknown::NeverMeasured });
}

#[test]
fn what_is_no_value_and_what_is_not_measured_yet_counts_for_nothing() {
    let off = Temperature { quality: Flags::SENSOR_OFF, ..at(0, 39.0) };
    assert_eq!(judge(true, &[off, at(5, 39.0), at(0, 100.4)], minute(1)).verdict, Verdict::Unknown { why: Unknown::NeverMeasured });
}

fn known() -> impl Strategy<Value = Vec<Temperature>> {
    let celsius = prop::sample::select(vec![36.8, 37.94, 37.95, 38.0, 38.2, 38.24, 38.25, 38.6]);
    let site = prop::option::of(prop::sample::select(vec![Site::Oral, Site::Axillary]));
    let quality = prop::sample::select(vec![Flags::NONE, Flags::NONE, Flags::NONE, Flags::QUESTIONABLE, Flags::SENSOR_OFF]);
    let value = (0i64..60, celsius, site, quality).prop_map(|(step, celsius, site, quality)| Temperature {
        site,
        quality,
        ..at(step * 20, celsius)
    });
    prop::collection::vec(value, 0..16)
}

proptest! {
    #[test]
    fn no_order_and_no_repetition_changes_the_verdict(
        (given, shuffled) in known().prop_flat_map(|known| {
            let twice = [known.clone(), known.clone()].concat();
            (Just(known), Just(twice).prop_shuffle())
        }),
        minutes in 0i64..3_000,
    ) {
        prop_assert_eq!(judge(true, &given, minute(minutes)), judge(true, &shuffled, minute(minutes)));
    }

    #[test]
    fn what_lies_beyond_its_look_back_changes_nothing(known in known(), minutes in 1_200i64..6_000) {
        let now = minute(minutes);
        let kept: Vec<Temperature> = known.iter().copied().filter(|value| now.since(value.at) <= LOOK_BACK_MS).collect();
        let (all, kept) = (judge(true, &known, now).verdict, judge(true, &kept, now).verdict);
        let unknown = |verdict| matches!(verdict, Verdict::Unknown { .. });
        prop_assert!(all == kept || unknown(all) && unknown(kept), "{:?} {:?}", all, kept);
    }

    #[test]
    fn nothing_changes_by_time_alone_before_it_wakes(known in known(), begin in 0i64..3_000, waited in 0i64..100_000_000) {
        let now = minute(begin);
        let past: Vec<Temperature> = known.into_iter().filter(|value| value.at <= now).collect();
        let judged = judge(true, &past, now);
        let then = judged.wake.map_or(now.plus(waited), |wake| WallMs(now.plus(waited).0.min(wake.0 - 1)));
        prop_assert_eq!(judge(true, &past, then).verdict, judged.verdict);
    }
}
