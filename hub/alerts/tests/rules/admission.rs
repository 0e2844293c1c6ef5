//! What can be believed.

use crate::{BEGIN, minute};
use hearth_alerts::admission::course::{Span, disagree_since, is_confirmed, steps, stuck_since};
use hearth_alerts::admission::plausible::{cuff, mean_of, off_scale, placed, value};
use hearth_alerts::admission::{Admission, Doubt, Fault, Hint};
use hearth_vitals::{Flags, Vital, WallMs};
use proptest::prelude::*;
use serde_json::{Value, json};

fn raw(vital: Vital, value: f64) -> i32 {
    vital.raw_from_f64(value).unwrap()
}

fn clean(vital: Vital, number: f64) -> Admission {
    value(vital, raw(vital, number), Flags::NONE)
}

fn pressure(systolic: f64, diastolic: f64) -> Admission {
    cuff(raw(Vital::Systolic, systolic), raw(Vital::Diastolic, diastolic), None, Flags::NONE)
}

fn second(seconds: i64) -> WallMs {
    BEGIN.plus(seconds * 1_000)
}

/// The admission of a case of the vectors, and what it says of clock, course and action, in the words of the file.
fn admitted(case: &Value) -> (Admission, Value) {
    let input = &case["input"];
    let vital = match input["parameter"].as_str() {
        Some("temp_c") => Vital::Temperature,
        _ => Vital::Spo2,
    };
    if input["sfloat_raw"].is_string() {
        // The decoder finds the special code: what reaches the hub says that there is no value.
        return (value(vital, 0, Flags::NO_VALUE), json!({"reason": "not-a-number"}));
    }
    if let (Some(systolic), Some(diastolic)) = (input["nibp_sys"].as_f64(), input["nibp_dia"].as_f64()) {
        return (pressure(systolic, diastolic), json!({"reason": "sys<=dia"}));
    }
    if let Some(series) = input["series"].as_array() {
        let series: Vec<_> = series.iter().map(|pair| (second(pair[0].as_i64().unwrap()), raw(vital, pair[1].as_f64().unwrap()))).collect();
        assert_eq!(steps(&series), [series[1].0]);
        return (Admission::Doubtful(Doubt::Step), json!({"action": "re-measure"}));
    }
    if let Some(offset_s) = input["clock_offset_s"].as_i64() {
        let (at, is_suspect) = placed(second(offset_s), BEGIN);
        assert!(is_suspect && at == BEGIN);
        return (clean(vital, input["value"].as_f64().unwrap()), json!({"use_time": "receive", "flag": "time-suspect"}));
    }
    if let Some(minutes) = input["flat_minutes"].as_i64() {
        let line =
            |raw: i32| (0..=minutes * 60).map(|s| Span { from: second(s), until: second(s), low: raw, high: raw }).collect::<Vec<_>>();
        let (spo2, pulse) = (line(980), line(720));
        assert_eq!(stuck_since(&[(Vital::Spo2, &spo2), (Vital::PulseRate, &pulse)], minute(minutes)), Some(BEGIN));
        assert_eq!(stuck_since(&[(Vital::Spo2, &spo2), (Vital::PulseRate, &pulse)], minute(minutes).plus(-1)), None);
        return (Admission::Good, json!({"flag": "stuck-sensor", "technical_alarm": "suspected-stuck"}));
    }
    let hint = json!({"reason": "hard-range", "technical_alarm": "implausible-value", "hint": "looks like Fahrenheit"});
    (clean(vital, input["value"].as_f64().unwrap()), hint)
}

#[test]
fn every_vector_of_artefacts_is_taken_or_refused_as_it_says() {
    let vectors: Value = serde_json::from_str(include_str!("../vectors/artefact.json")).unwrap();
    let cases = vectors["cases"].as_array().unwrap();
    assert_eq!(cases.len(), 8);
    for case in cases {
        let (admission, words) = admitted(case);
        let expected = case["expected"].as_object().unwrap();
        assert_eq!(admission.is_value(), expected["accept"].as_bool().unwrap(), "{case}");
        assert_eq!(matches!(admission, Admission::Doubtful(_)), expected.get("flag").is_some_and(|flag| flag == "questionable"), "{case}");
        assert_eq!(matches!(admission, Admission::Absurd { hint: Some(Hint::Fahrenheit), .. }), expected.contains_key("hint"), "{case}");
        for (key, word) in expected.iter().filter(|(key, word)| *key != "accept" && *word != "questionable") {
            assert_eq!(&words[key], word, "{case}");
        }
    }
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
    for admission in
        [clean(Vital::PulseRate, 0.0), clean(Vital::HeartRate, 19.0), clean(Vital::Spo2, 48.0), pressure(38.0, 19.0), pressure(19.0, 38.0)]
    {
        assert_eq!(admission, below);
    }
    assert_eq!(off_scale(Vital::Glucose, true), Admission::Deadly(Fault::OffScaleLow));
    assert_eq!(off_scale(Vital::Glucose, false), Admission::Deadly(Fault::OffScaleHigh));
}

#[test]
fn an_absurd_number_that_no_patient_causes_is_technical() {
    let absurd = |fault, hint| Admission::Absurd { fault, hint };
    assert_eq!(clean(Vital::Temperature, 21.0), absurd(Fault::BelowBand, None));
    assert_eq!(clean(Vital::PulseRate, 400.0), absurd(Fault::AboveBand, None));
    assert_eq!(value(Vital::Spo2, -1, Flags::NONE), absurd(Fault::BelowBand, None));
    assert_eq!(off_scale(Vital::Temperature, true), absurd(Fault::OffScaleLow, None));
    assert_eq!(pressure(120.0, 19.0), absurd(Fault::BelowBand, None));
}

#[test]
fn a_value_in_the_wrong_unit_is_refused_with_a_hint() {
    let hint = |admission| if let Admission::Absurd { hint, .. } = admission { hint } else { panic!("{admission:?}") };
    for fahrenheit in [95.0, 98.6, 100.4, 110.0] {
        assert_eq!(hint(clean(Vital::Temperature, fahrenheit)), Some(Hint::Fahrenheit), "{fahrenheit}");
    }
    assert_eq!(hint(clean(Vital::Temperature, 310.0)), None);
    assert_eq!(hint(clean(Vital::Glucose, 5.5)), Some(Hint::MillimolesPerLitre));
    assert_eq!(hint(clean(Vital::Glucose, 0.0)), None);
}

#[test]
fn what_the_device_says_of_its_signal_beats_the_number() {
    for flags in [Flags::SENSOR_OFF, Flags::SEARCHING, Flags::SENSOR_FAULT, Flags::NO_VALUE] {
        assert_eq!(value(Vital::PulseRate, 0, flags), Admission::Missing);
        assert_eq!(cuff(380, 190, None, flags), Admission::Missing);
    }
    let unconfirmed = value(Vital::Spo2, 480, Flags::ARTEFACT);
    assert_eq!(unconfirmed, Admission::Doubtful(Doubt::DeadlyUnconfirmed));
    assert_eq!(cuff(380, 190, None, Flags::QUESTIONABLE), Admission::Doubtful(Doubt::DeadlyUnconfirmed));
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
    let with_mean = |mean| cuff(1_200, 800, Some(mean), Flags::NONE);
    assert_eq!(with_mean(930), Admission::Good);
    assert_eq!((with_mean(800), with_mean(250)), (Admission::Doubtful(Doubt::MeanNotBetween), Admission::Doubtful(Doubt::MeanNotBetween)));
    assert_eq!((pressure(98.0, 89.0), pressure(98.0, 88.0)), (Admission::Doubtful(Doubt::NarrowPulsePressure), Admission::Good));
    assert_eq!(pressure(90.0, 90.0), Admission::Absurd { fault: Fault::SystolicNotAboveDiastolic, hint: None });
    assert_eq!(
        (mean_of(1_200, 800, Some(950)), mean_of(1_200, 800, Some(1_250)), mean_of(1_200, 800, None)),
        (Some(950), Some(933), Some(933))
    );
    assert_eq!(mean_of(800, 800, None), None);
}

#[test]
fn a_step_is_doubted_until_the_next_value_agrees_with_it() {
    let series = |values: &[(i64, i32)]| values.iter().map(|(minutes, raw)| (minute(*minutes), *raw)).collect::<Vec<_>>();
    assert_eq!(steps(&series(&[(0, 3_690), (1, 3_930), (2, 3_690)])), [minute(1)], "the odd one, not the one after it");
    assert_eq!(steps(&series(&[(0, 3_690), (1, 3_930), (2, 3_920), (3, 3_930)])), [minute(1)]);
    let twice = [(0, 3_690), (1, 3_930), (2, 3_690), (3, 3_930)];
    assert_eq!(steps(&series(&twice)), [minute(1), minute(3)], "a credible value between them takes the word back");
    assert_eq!(steps(&series(&[(0, 3_690), (11, 3_930)])), [], "a body has time for that");
    assert_eq!(steps(&series(&[(0, 3_690), (10, 3_840)])), [minute(10)]);
    assert_eq!(steps(&series(&[(0, 3_690), (10, 3_839)])), []);
}

#[test]
fn a_line_is_stuck_only_while_every_stream_stands_and_one_is_a_rate() {
    let line = |raw: i32| (0..=30).map(|m| Span { from: minute(m), until: minute(m), low: raw, high: raw }).collect::<Vec<_>>();
    let (spo2, pulse) = (line(980), line(720));
    let now = minute(30);
    assert_eq!(stuck_since(&[(Vital::Spo2, &spo2)], now), None);
    assert_eq!(stuck_since(&[(Vital::PulseRate, &pulse)], now), Some(BEGIN));
    let mut alive = pulse.clone();
    alive[20].high = 730;
    assert_eq!(stuck_since(&[(Vital::Spo2, &spo2), (Vital::PulseRate, &alive)], now), None);
    let gap: Vec<Span> = pulse.iter().copied().filter(|span| span.from != minute(15)).collect();
    assert_eq!(stuck_since(&[(Vital::PulseRate, &gap)], now), None);
    assert_eq!(stuck_since(&[(Vital::PulseRate, &pulse)], minute(32)), None, "it is silent, not stuck");
}

#[test]
fn two_rates_that_differ_by_a_fifth_for_a_minute_disagree() {
    let rate = |raw: i32, seconds: std::ops::RangeInclusive<i64>| seconds.map(|s| (second(s), raw)).collect::<Vec<_>>();
    let ecg = rate(1_000, 0..=100);
    assert_eq!(disagree_since(&ecg, &rate(799, 30..=100), second(89)), None);
    assert_eq!(disagree_since(&ecg, &rate(799, 30..=100), second(90)), Some(second(30)));
    assert_eq!(disagree_since(&ecg, &rate(800, 0..=100), second(100)), None);
    let agreed = [rate(799, 0..=50), rate(900, 51..=51), rate(799, 52..=100)].concat();
    assert_eq!(disagree_since(&ecg, &agreed, second(100)), None);
    assert_eq!(disagree_since(&ecg, &rate(500, 0..=20), second(100)), None, "one of them is silent");
}

#[test]
fn a_clock_that_is_ahead_is_put_right_and_one_that_was_never_set_is_suspect() {
    assert_eq!(placed(second(4), BEGIN), (BEGIN, false));
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
        let constant = vec![(now.plus(-500), 720)];
        prop_assert_eq!(disagree_since(&one, &constant, now), disagree_since(&two, &constant, now));
        prop_assert_eq!(disagree_since(&constant, &one, now), disagree_since(&constant, &two, now));
        prop_assert_eq!(stuck_since(&[(Vital::PulseRate, &spans(&given))], now), stuck_since(&[(Vital::PulseRate, &spans(&shuffled))], now));
        let hot = |list: &[(WallMs, i32)]| steps(&list.iter().map(|(at, raw)| (*at, raw * 4)).collect::<Vec<_>>());
        prop_assert_eq!(hot(&one), hot(&two));
        let bad = |list: &[(WallMs, i32)]| list.iter().map(|(at, raw)| (*at, *raw > 900)).collect::<Vec<_>>();
        prop_assert_eq!(is_confirmed(&bad(&one), now), is_confirmed(&bad(&two), now));
    }

    #[test]
    fn every_number_is_good_doubtful_missing_absurd_or_deadly_and_none_that_is_implausible_counts(vital in prop::sample::select(Vital::ALL.to_vec()), raw in any::<i32>()) {
        prop_assert!(value(vital, raw, Flags::NONE).is_value() == vital.is_plausible(raw));
    }
}
