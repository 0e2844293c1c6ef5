//! Tests every row of the clinical vectors, and the properties that hold for any set of inputs.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on says so loudly")]

use hearth_scores::news2::{Component, Inputs, Risk, Spo2Scale, Windows};
use hearth_scores::{Acvpu, Given, Lack, Score, circulation, mews, news2, qsofa};
use hearth_vitals::{Vital, WallMs};
use proptest::prelude::*;
use serde_json::Value;

const NOW: WallMs = WallMs(1_767_225_600_000);

fn given<T>(value: T) -> Option<Given<T>> {
    Some(Given { value, at: NOW })
}

fn raw(vital: Vital, text: &str) -> Option<Given<i32>> {
    given(vital.raw_from_f64(text.parse().unwrap()).unwrap())
}

fn acvpu(letter: &str) -> Acvpu {
    match letter {
        "A" => Acvpu::Alert,
        "C" => Acvpu::Confusion,
        "V" => Acvpu::Voice,
        "P" => Acvpu::Pain,
        "U" => Acvpu::Unresponsive,
        other => panic!("'{other}' is no level of consciousness"),
    }
}

/// The first columns of each row; the last column, the source, may contain commas.
fn rows(text: &str, columns: usize) -> Vec<Vec<&str>> {
    let rows: Vec<Vec<&str>> = text.lines().skip(1).map(|line| line.splitn(columns + 1, ',').take(columns).collect()).collect();
    assert!(rows.iter().all(|row| row.len() == columns));
    rows
}

fn scale(number: &str) -> Spo2Scale {
    if number == "2" { Spo2Scale::Two } else { Spo2Scale::One }
}

#[test]
fn news2_gives_the_points_of_the_chart_at_every_edge() {
    let rows = rows(include_str!("vectors/news2_boundaries.csv"), 5);
    assert_eq!(rows.len(), 53);
    for row in rows {
        let [parameter, spo2_scale, on_oxygen, value, points] = row[..] else { panic!("five columns") };
        let mut inputs = Inputs { on_oxygen: given(on_oxygen == "true"), ..Inputs::default() };
        let component = match parameter {
            "rr" => {
                inputs.respiratory_rate = raw(Vital::RespiratoryRate, value);
                Component::Respirations
            }
            "spo2" => {
                inputs.spo2 = raw(Vital::Spo2, value);
                Component::Spo2
            }
            "sbp" => {
                inputs.systolic = raw(Vital::Systolic, value);
                Component::Systolic
            }
            "pulse" => {
                inputs.pulse = raw(Vital::PulseRate, value);
                Component::Pulse
            }
            "temp" => {
                inputs.temperature = raw(Vital::Temperature, value);
                Component::Temperature
            }
            "consciousness" => {
                inputs.consciousness = given(acvpu(value));
                Component::Consciousness
            }
            "oxygen" => {
                inputs.on_oxygen = given(value == "oxygen");
                Component::Oxygen
            }
            other => panic!("'{other}' is no parameter"),
        };
        let score = news2::score(&inputs, scale(spo2_scale), Windows::CALM, NOW);
        assert_eq!(score.points(component), Some(points.parse().unwrap()), "{row:?}");
    }
}

/// The inputs of a case; those that are named as stale are made old.
fn inputs_of(case: &Value) -> Inputs {
    let input = &case["input"];
    let stale: Vec<&str> = case["stale_parameters"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    let at = |name: &str| if stale.contains(&name) { NOW.plus(-86_400_000) } else { NOW };
    let number = |name: &str, vital: Vital| {
        let value = input[name].as_f64()?;
        Some(Given { value: vital.raw_from_f64(value).unwrap(), at: at(name) })
    };
    Inputs {
        respiratory_rate: number("rr", Vital::RespiratoryRate),
        spo2: number("spo2", Vital::Spo2),
        on_oxygen: input["on_oxygen"].as_bool().map(|value| Given { value, at: at("on_oxygen") }),
        systolic: number("sbp", Vital::Systolic),
        pulse: number("pulse", Vital::PulseRate),
        consciousness: input["acvpu"].as_str().map(|letter| Given { value: acvpu(letter), at: at("acvpu") }),
        temperature: number("temp_c", Vital::Temperature),
    }
}

fn scored(case: &Value) -> Score<Component> {
    news2::score(&inputs_of(case), scale(&case["input"]["spo2_scale"].to_string()), Windows::CALM, NOW)
}

const NAMES: [(Component, &str, &str); 7] = [
    (Component::Respirations, "rr", "rr"),
    (Component::Spo2, "spo2", "spo2"),
    (Component::Oxygen, "oxygen", "on_oxygen"),
    (Component::Systolic, "sbp", "sbp"),
    (Component::Pulse, "pulse", "pulse"),
    (Component::Consciousness, "consciousness", "acvpu"),
    (Component::Temperature, "temp", "temp_c"),
];

#[test]
fn news2_scores_whole_sets_with_their_parts_and_their_meaning() {
    let vectors: Value = serde_json::from_str(include_str!("vectors/news2_cases.json")).unwrap();
    let cases = vectors["cases"].as_array().unwrap();
    assert_eq!(cases.len(), 42);
    for case in cases {
        let (score, expected) = (scored(case), &case["expected"]);
        for (component, name, _) in NAMES {
            assert_eq!(score.points(component).map(u64::from), expected["scores"][name].as_u64(), "{case}");
        }
        assert_eq!(score.total().map(u64::from), expected["total"].as_u64(), "{case}");
        let risk = match news2::risk(&score).unwrap() {
            Risk::Low => "low",
            Risk::LowMedium => "low-medium",
            Risk::Medium => "medium",
            Risk::High => "high",
        };
        assert_eq!(risk, expected["risk"], "{case}");
        let observed = match expected["min_observation_frequency"].as_str().unwrap() {
            "continuous" => None,
            "at least hourly" => Some(3_600_000),
            "every 4-6 h" => Some(4 * 3_600_000),
            "at least every 12 h" => Some(12 * 3_600_000),
            other => panic!("'{other}'"),
        };
        assert_eq!(news2::observe_within_ms(&score), observed, "{case}");
    }
}

#[test]
fn a_part_that_is_missing_or_old_is_named_and_there_is_no_total() {
    let vectors: Value = serde_json::from_str(include_str!("vectors/news2_cases.json")).unwrap();
    for case in vectors["incomplete_cases"].as_array().unwrap() {
        let score = scored(case);
        let name = |component| NAMES.iter().find(|(known, ..)| *known == component).unwrap().2;
        let missing: Vec<&str> = score.missing().map(name).collect();
        assert_eq!((score.total(), serde_json::json!(missing)), (None, case["expected"]["missing"].clone()), "{case}");
    }
}

#[test]
fn what_is_known_may_already_be_reason_to_act() {
    let mut inputs = Inputs { respiratory_rate: given(260), ..Inputs::default() };
    let risk = |inputs: &Inputs| news2::risk(&news2::score(inputs, Spo2Scale::One, Windows::CALM, NOW));
    assert_eq!(risk(&inputs), Some(Risk::LowMedium));
    inputs.spo2 = given(920);
    assert_eq!(risk(&inputs), Some(Risk::Medium));
    inputs.on_oxygen = given(true);
    assert_eq!(risk(&inputs), Some(Risk::High));
    assert_eq!(risk(&Inputs { respiratory_rate: given(160), ..Inputs::default() }), None, "nobody can say that it is low");
}

#[test]
fn a_stream_counts_for_five_minutes_and_a_set_of_vitals_for_four_hours_or_one_from_five_points_on() {
    const MINUTES: i64 = 60_000;
    let all = |age_ms: i64| {
        let at = NOW.plus(-age_ms);
        let number = |value| Some(Given { value, at });
        Inputs {
            respiratory_rate: number(160),
            spo2: number(970),
            on_oxygen: Some(Given { value: false, at }),
            systolic: number(1_200),
            pulse: number(700),
            consciousness: Some(Given { value: Acvpu::Alert, at }),
            temperature: number(3_700),
        }
    };
    let lasts = |component, windows, ms| {
        let points = |age_ms| news2::score(&all(age_ms), Spo2Scale::One, windows, NOW).points(component);
        assert_eq!((points(ms), points(ms + 1)), (Some(0), None), "{component:?} after {ms} ms");
    };
    for component in [Component::Respirations, Component::Spo2, Component::Pulse] {
        lasts(component, Windows::CALM, 5 * MINUTES);
        lasts(component, Windows::CONCERNED, 5 * MINUTES);
    }
    for component in [Component::Systolic, Component::Temperature] {
        lasts(component, Windows::CALM, 4 * 60 * MINUTES);
        lasts(component, Windows::CONCERNED, 60 * MINUTES);
    }
    for component in [Component::Oxygen, Component::Consciousness] {
        lasts(component, Windows::CALM, 4 * 60 * MINUTES);
        lasts(component, Windows::CONCERNED, 4 * 60 * MINUTES);
    }
}

#[test]
fn from_five_on_a_pressure_of_two_hours_ago_is_no_pressure() {
    let systolic = Some(Given { value: 1_200, at: NOW.plus(-7_200_000) });
    let inputs = Inputs { systolic, ..Inputs::default() };
    let of = |windows| news2::score(&inputs, Spo2Scale::One, windows, NOW).parts[3].points;
    assert_eq!(of(Windows::CALM), Ok(0));
    assert_eq!(of(Windows::CONCERNED), Err(Lack::Stale { age_ms: 7_200_000 }));
}

#[test]
fn mews_gives_the_points_of_its_table() {
    for row in rows(include_str!("vectors/mews_boundaries.csv"), 4) {
        let [_, parameter, value, points] = row[..] else { panic!("four columns") };
        let none = mews::Inputs::default();
        let (inputs, component) = match parameter {
            "sbp" => (mews::Inputs { systolic: raw(Vital::Systolic, value), ..none }, mews::Component::Systolic),
            "pulse" => (mews::Inputs { pulse: raw(Vital::PulseRate, value), ..none }, mews::Component::Pulse),
            "rr" => (mews::Inputs { respiratory_rate: raw(Vital::RespiratoryRate, value), ..none }, mews::Component::Respirations),
            "temp" => (mews::Inputs { temperature: raw(Vital::Temperature, value), ..none }, mews::Component::Temperature),
            "avpu" => (mews::Inputs { consciousness: given(acvpu(value)), ..none }, mews::Component::Consciousness),
            other => panic!("'{other}' is no parameter"),
        };
        let score = mews::score(&inputs, 0, NOW);
        assert_eq!(score.points(component), Some(points.parse().unwrap()), "{row:?}");
        assert_eq!((score.total(), score.missing().count()), (None, 4));
    }
}

#[test]
fn qsofa_counts_its_signs() {
    for row in rows(include_str!("vectors/qsofa.csv"), 6) {
        let [_, rr, sbp, altered, points, positive] = row[..] else { panic!("six columns") };
        let level = if altered == "True" { Acvpu::Confusion } else { Acvpu::Alert };
        let score = qsofa::score(raw(Vital::RespiratoryRate, rr), raw(Vital::Systolic, sbp), given(level), 0, NOW);
        assert_eq!(score.total(), Some(points.parse().unwrap()), "{row:?}");
        assert_eq!(score.at_least() >= qsofa::POSITIVE, positive == "True", "{row:?}");
    }
}

#[test]
fn what_follows_from_pressure_and_rate_is_right() {
    for row in rows(include_str!("vectors/derived.csv"), 8) {
        let number = |column: usize| row[column].parse::<f64>().unwrap();
        let of = |vital: Vital, column: usize| vital.raw_from_f64(number(column)).unwrap();
        let (systolic, diastolic, rate) = (of(Vital::Systolic, 0), of(Vital::Diastolic, 1), of(Vital::HeartRate, 2));
        let mean = circulation::mean_arterial(systolic, diastolic).unwrap();
        assert_eq!(mean, of(Vital::MeanArterial, 3), "{row:?}");
        assert_eq!(mean < 650, row[4] == "True", "{row:?}");
        let index = circulation::shock_index(rate, systolic).unwrap();
        assert!((index - number(5)).abs() < 0.005, "{row:?}: {index}");
        assert_eq!(index >= circulation::SHOCK_INDEX_HIGH, row[6] == "True", "{row:?}");
        assert_eq!(circulation::pulse_pressure(systolic, diastolic), Some(of(Vital::Systolic, 7)), "{row:?}");
    }
    assert_eq!(circulation::mean_arterial(800, 800), None);
    assert_eq!(circulation::mean_arterial(300, 0), Some(100), "a diastole that cannot be heard is taken as nought");
    assert_eq!(circulation::mean_arterial(300, -1), None);
    assert_eq!(circulation::pulse_pressure(700, 800), None);
    assert_eq!(circulation::pulse_pressure(800, 800), None);
    assert_eq!(circulation::shock_index(700, 0), None);
}

prop_compose! {
    fn any_inputs()(
        numbers in prop::array::uniform5(prop::option::of(-100_i32..30_000)),
        on_oxygen in prop::option::of(any::<bool>()),
        level in prop::option::of(prop::sample::select(vec![Acvpu::Alert, Acvpu::Confusion, Acvpu::Voice, Acvpu::Pain, Acvpu::Unresponsive])),
        ages in prop::array::uniform7(0_i64..20_000_000),
    ) -> Inputs {
        let at = |index: usize| NOW.plus(-ages[index]);
        let number = |index: usize| numbers[index].map(|value| Given { value, at: at(index) });
        Inputs {
            respiratory_rate: number(0),
            spo2: number(1),
            systolic: number(2),
            pulse: number(3),
            temperature: number(4),
            on_oxygen: on_oxygen.map(|value| Given { value, at: at(5) }),
            consciousness: level.map(|value| Given { value, at: at(6) }),
        }
    }
}

proptest! {
    #[test]
    fn a_score_has_a_total_only_when_every_part_is_known_and_more_knowledge_never_lowers_it(
        inputs in any_inputs(), two in any::<bool>(), forgotten in 0_usize..7,
    ) {
        let scale = if two { Spo2Scale::Two } else { Spo2Scale::One };
        let whole = news2::score(&inputs, scale, Windows::CALM, NOW);
        prop_assert_eq!(whole.parts.len(), 7);
        prop_assert!(whole.at_least() <= 20);
        prop_assert_eq!(whole.total().is_some(), whole.missing().count() == 0);
        let mut less = inputs;
        match forgotten {
            0 => less.respiratory_rate = None,
            1 => less.spo2 = None,
            2 => less.systolic = None,
            3 => less.pulse = None,
            4 => less.temperature = None,
            5 => less.on_oxygen = None,
            _ => less.consciousness = None,
        }
        let partial = news2::score(&less, scale, Windows::CALM, NOW);
        prop_assert_eq!(partial.total(), None);
        prop_assert!(partial.at_least() <= whole.at_least());
        prop_assert!(news2::risk(&partial) <= news2::risk(&whole) || news2::risk(&whole).is_none());
    }
}
