//! What can be believed.

use super::{BEGIN, minute};
use hearth_alerts::admission::course::{Span, is_confirmed, is_step, stuck_since};
use hearth_alerts::admission::plausible::{mean_of, off_scale, placed, pressures, value};
use hearth_alerts::admission::{Admission, Doubt, Fault, Hint};
use hearth_vitals::{Flags, Vital, WallMs};
use proptest::prelude::*;

fn raw(vital: Vital, value: f64) -> i32 {
    vital.raw_from_f64(value).unwrap()
}

fn clean(vital: Vital, number: f64) -> Admission {
    value(vital, raw(vital, number), Flags::NONE)
}

fn pressure(vital: Vital, systolic: f64, diastolic: f64, mean: Option<f64>) -> Option<Admission> {
    let raw = |number: f64| raw(Vital::Systolic, number);
    pressures(vital, raw(systolic), raw(diastolic), mean.map(raw))
}

fn second(seconds: i64) -> WallMs {
    BEGIN.plus(seconds * 1_000)
}

#[test]
fn every_band_of_the_vectors_is_the_one_that_is_used() {
    let vital_of = |parameter: &str| match parameter {
        "pulse_rate" => Some(Vital::PulseRate),
        "heart_rate" => Some(Vital::HeartRate),
        "spo2" => Some(Vital::Spo2),
        "resp_rate" => Some(Vital::RespiratoryRate),
        "temp_c" => Some(Vital::Temperature),
        "nibp_sys" => Some(Vital::Systolic),
        "nibp_dia" => Some(Vital::Diastolic),
        "nibp_mean" => Some(Vital::MeanArterial),
        "weight" => Some(Vital::Weight),
        "glucose_mgdl" => Some(Vital::Glucose),
        "etco2" => Some(Vital::Etco2),
        // The usual band begins at what a display can show, 0.02; the table has whole units.
        "perfusion_index" => None,
        "pef" | "fev1" => None,
        other => panic!("'{other}' is no parameter"),
    };
    let rows: Vec<Vec<&str>> =
        include_str!("../vectors/plausibility.csv").lines().skip(1).map(|line| line.splitn(6, ',').collect()).collect();
    assert_eq!(rows.len(), 14);
    for row in rows {
        let Some(vital) = vital_of(row[0]) else { continue };
        let at = |column: usize| raw(vital, row[column].parse().unwrap());
        let (hard_low, hard_high, soft_low, soft_high) = (at(1), at(2), at(3), at(4));
        for (raw, is_value, is_doubtful) in [
            (hard_low - 1, false, false),
            (hard_low, true, hard_low < soft_low),
            (soft_low, true, false),
            (soft_high, true, false),
            (hard_high, true, hard_high > soft_high),
            (hard_high + 1, false, false),
        ] {
            let admission = value(vital, raw, Flags::NONE);
            assert_eq!(
                (admission.is_value(), matches!(admission, Admission::Doubtful(Doubt::Unusual))),
                (is_value, is_doubtful),
                "{vital} {raw}"
            );
            assert!(!admission.delays(), "no rule waits for an unusual value: {vital} {raw}");
        }
    }
}

#[test]
fn what_a_dying_patient_looks_like_rings_and_is_not_taken_out_in_silence() {
    let below = Admission::Deadly(Fault::BelowBand);
    for admission in [clean(Vital::PulseRate, 0.0), clean(Vital::HeartRate, 19.0), clean(Vital::Spo2, 48.0), clean(Vital::Systolic, 38.0)] {
        assert_eq!(admission, below);
    }
    assert_eq!(off_scale(Vital::Glucose, true), Admission::Deadly(Fault::OffScaleLow));
    assert_eq!(off_scale(Vital::Glucose, false), Admission::Deadly(Fault::OffScaleHigh));
}

#[test]
fn a_sugar_that_is_low_in_either_unit_rings_and_no_unit_hides_it() {
    for either in [0.1, 1.4, 2.2, 2.9] {
        assert_eq!(clean(Vital::Glucose, either), Admission::Deadly(Fault::BelowBand), "{either}");
    }
    // 3.0 mmol/L is 54 mg/dL, where adults ring high; 5.5 is a good sugar, and 0 a meter that measured nothing.
    for other in [3.0, 5.5, 9.9, 0.0, -0.1] {
        assert!(matches!(clean(Vital::Glucose, other), Admission::Absurd { fault: Fault::BelowBand, .. }), "{other}");
    }
}

#[test]
fn an_absurd_number_that_no_patient_causes_is_technical() {
    let absurd = |fault, hint| Admission::Absurd { fault, hint };
    assert_eq!(clean(Vital::Temperature, 21.0), absurd(Fault::BelowBand, None));
    assert_eq!(clean(Vital::PulseRate, 400.0), absurd(Fault::AboveBand, None));
    assert_eq!(value(Vital::Spo2, -1, Flags::NONE), absurd(Fault::BelowBand, None));
    assert_eq!(off_scale(Vital::Temperature, true), absurd(Fault::OffScaleLow, None));
    assert_eq!(clean(Vital::Diastolic, 19.0), absurd(Fault::BelowBand, None));
}

#[test]
fn a_value_in_the_wrong_unit_is_refused_with_a_hint() {
    let hint = |admission| if let Admission::Absurd { hint, .. } = admission { hint } else { panic!("{admission:?}") };
    for fahrenheit in [95.0, 98.6, 100.4, 110.0] {
        assert_eq!(hint(clean(Vital::Temperature, fahrenheit)), Some(Hint::Fahrenheit), "{fahrenheit}");
    }
    assert_eq!(hint(clean(Vital::Temperature, 310.0)), None);
    // 37 and 40 under the name of Fahrenheit; a thermometer on a table is none.
    for (celsius, named) in [(2.8, true), (4.4, true), (21.0, false), (-5.0, false), (7.0, false)] {
        assert_eq!(hint(clean(Vital::Temperature, celsius)), named.then_some(Hint::Celsius), "{celsius}");
    }
    // 100 and 400 mg/dL under the name of mmol/L.
    for milligrams in [1_801.6, 7_206.4] {
        assert_eq!(hint(clean(Vital::Glucose, milligrams)), Some(Hint::MilligramsPerDecilitre), "{milligrams}");
    }
    assert_eq!(hint(clean(Vital::Glucose, 5.5)), Some(Hint::MillimolesPerLitre));
    assert_eq!(hint(clean(Vital::Glucose, 0.0)), None);
}

#[test]
fn what_the_device_says_of_its_signal_beats_the_number() {
    for flags in [Flags::SENSOR_OFF, Flags::SEARCHING, Flags::SENSOR_FAULT, Flags::NO_VALUE] {
        assert_eq!(value(Vital::PulseRate, 0, flags), Admission::Missing);
        assert_eq!(value(Vital::Systolic, 380, flags), Admission::Missing);
    }
    let unconfirmed = value(Vital::Spo2, 480, Flags::ARTEFACT);
    assert_eq!(unconfirmed, Admission::Doubtful(Doubt::DeadlyUnconfirmed));
    assert!(unconfirmed.delays() && value(Vital::Spo2, 960, Flags::ARTEFACT).delays());
}

#[test]
fn three_of_five_within_ten_seconds_confirm() {
    let bad = |seconds: &[i64]| (0..=10).map(|s| (second(s), seconds.contains(&s))).collect::<Vec<_>>();
    assert!(is_confirmed(&bad(&[6, 8, 10]), second(10)));
    assert!(!is_confirmed(&bad(&[5, 8, 10]), second(10)), "the last five");
    assert!(!is_confirmed(&bad(&[9, 10]), second(10)));
    let rare: Vec<_> = [0, 5, 10, 15].map(|s| (second(s), true)).to_vec();
    assert!(is_confirmed(&rare, second(10)) && !is_confirmed(&rare[..2], second(10)));
    assert!(!is_confirmed(&[(second(0), true), (second(6), true), (second(11), true)], second(11)), "not within ten seconds");
}

#[test]
fn a_cuff_that_contradicts_itself_is_doubted_and_its_mean_is_estimated() {
    let systolic = |systolic, diastolic, mean| pressure(Vital::Systolic, systolic, diastolic, mean);
    let doubtful = |doubt| Some(Admission::Doubtful(doubt));
    assert_eq!(systolic(120.0, 80.0, Some(93.0)), None);
    assert_eq!(systolic(120.0, 80.0, Some(80.0)), doubtful(Doubt::MeanNotBetween));
    assert_eq!(pressure(Vital::Diastolic, 120.0, 80.0, Some(25.0)), doubtful(Doubt::MeanNotBetween));
    assert_eq!(pressure(Vital::MeanArterial, 120.0, 80.0, Some(80.0)), Some(Admission::Missing), "the mean is none");
    assert_eq!((systolic(98.0, 89.0, None), systolic(98.0, 88.0, None)), (doubtful(Doubt::NarrowPulsePressure), None));
    let reversed = Admission::Absurd { fault: Fault::SystolicNotAboveDiastolic, hint: None };
    assert_eq!((systolic(90.0, 90.0, None), systolic(70.0, 95.0, None)), (Some(reversed), Some(reversed)));
    assert_eq!(pressure(Vital::Diastolic, 70.0, 95.0, None), Some(Admission::Missing), "the systolic tells of both");
    assert_eq!(
        (mean_of(1_200, 800, Some(950)), mean_of(1_200, 800, Some(1_250)), mean_of(1_200, 800, None)),
        (Some(950), Some(933), Some(933))
    );
    assert_eq!(mean_of(800, 800, None), None);
}

#[test]
fn a_step_is_doubted_until_the_next_value_agrees_with_it() {
    assert_eq!(steps(&[(0, 3_690), (1, 3_930), (2, 3_690)]), [1], "the odd one, not the one after it");
    assert_eq!(steps(&[(0, 3_690), (1, 3_930), (2, 3_920), (3, 3_930)]), [1]);
    let twice = [(0, 3_690), (1, 3_930), (2, 3_690), (3, 3_930)];
    assert_eq!(steps(&twice), [1, 3], "a credible value between them takes the word back");
    assert_eq!(steps(&[(0, 3_690), (11, 3_930)]), [0; 0], "a body has time for that");
    assert_eq!(steps(&[(0, 3_690), (10, 3_840)]), [10]);
    assert_eq!(steps(&[(0, 3_690), (10, 3_839)]), [0; 0]);
}

/// The minutes at which one of these temperatures, in the order of time, is a step.
fn steps(series: &[(i64, i32)]) -> Vec<i64> {
    let mut before: Vec<((WallMs, i32), bool)> = Vec::new();
    let mut found = Vec::new();
    for (minutes, raw) in series {
        let this = (minute(*minutes), *raw);
        let is_doubted = is_step(before.iter().rev().copied(), this);
        found.extend(is_doubted.then_some(*minutes));
        before.push((this, is_doubted));
    }
    found
}

#[test]
fn a_line_is_stuck_only_while_every_stream_stands_and_one_is_a_rate() {
    let line = |raw: i32| (0..=30).map(|m| Span { from: minute(m), until: minute(m), low: raw, high: raw }).collect::<Vec<_>>();
    let (spo2, pulse) = (line(980), line(720));
    let now = minute(30);
    let stuck = |spo2: &[Span], pulse: &[Span], now| stuck_since(&[(Vital::Spo2, spo2.to_vec()), (Vital::PulseRate, pulse.to_vec())], now);
    assert_eq!(stuck(&spo2, &pulse, now), Some(BEGIN));
    assert_eq!(stuck_since(&[(Vital::PulseRate, pulse.clone())], now), None, "a paced heart stands");
    assert_eq!(stuck_since(&[(Vital::Spo2, spo2.clone()), (Vital::Temperature, spo2.clone())], now), None, "neither is a rate");
    let mut alive = pulse.clone();
    alive[20].high = 730;
    assert_eq!(stuck(&spo2, &alive, now), None);
    let gap: Vec<Span> = pulse.iter().copied().filter(|span| span.from != minute(15)).collect();
    assert_eq!(stuck(&spo2, &gap, now), None);
    assert_eq!(stuck(&spo2, &pulse, minute(32)), None, "it is silent, not stuck");
    assert_eq!(stuck(&spo2[..30], &pulse[..30], minute(29)), None);
}

#[test]
fn a_clock_that_is_far_ahead_is_put_right_and_one_that_was_never_set_is_suspect() {
    assert_eq!(placed(second(4), BEGIN), (second(4), false), "its values keep their distances");
    assert_eq!(placed(second(6), BEGIN), (BEGIN, true));
    assert_eq!(placed(second(-90), BEGIN), (second(-90), false));
    assert_eq!(placed(WallMs(946_684_800_000), BEGIN), (BEGIN, true), "the year 2000");
}

proptest! {
    #[test]
    fn no_order_and_no_repetition_changes_what_a_stretch_shows(
        (given, shuffled) in prop::collection::vec((0i64..120, prop::sample::select(vec![720, 730, 950])), 1..60).prop_flat_map(|given| {
            let twice = [given.clone(), given.clone()].concat();
            (Just(given), Just(twice).prop_shuffle())
        }),
        scale_s in 1i64..40,
    ) {
        let now = second(120 * scale_s);
        let samples = |list: &[(i64, i32)]| list.iter().map(|(s, raw)| (second(s * scale_s), *raw)).collect::<Vec<_>>();
        let spans = |list: &[(i64, i32)]| {
            samples(list).into_iter().map(|(at, raw)| Span { from: at, until: at, low: raw, high: raw }).collect::<Vec<_>>()
        };
        let (one, two) = (samples(&given), samples(&shuffled));
        let stuck = |list: &[(i64, i32)]| stuck_since(&[(Vital::PulseRate, spans(list)), (Vital::Spo2, spans(list))], now);
        prop_assert_eq!(stuck(&given), stuck(&shuffled));
        let bad = |list: &[(WallMs, i32)]| list.iter().map(|(at, raw)| (*at, *raw > 900)).collect::<Vec<_>>();
        prop_assert_eq!(is_confirmed(&bad(&one), now), is_confirmed(&bad(&two), now));
    }

    #[test]
    fn every_number_is_good_doubtful_missing_absurd_or_deadly_and_none_that_is_implausible_counts(vital in prop::sample::select(Vital::ALL.to_vec()), raw in any::<i32>()) {
        prop_assert!(value(vital, raw, Flags::NONE).is_value() == vital.is_plausible(raw));
    }
}
