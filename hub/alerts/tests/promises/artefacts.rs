//! The vectors of artefacts, played through the engine as frames of devices.

use super::rig::{BEGIN, Rig, device, home};
use hearth_alerts::admission::{Fault, Hint};
use hearth_alerts::verdict::Purpose;
use hearth_alerts::{Alert, Expected, Limits, Rule};
use hearth_vitals::{Flags, Reading, Vital};
use serde_json::Value;

const VECTORS: &str = include_str!("../vectors/artefact.json");

/// A home with one device, which measures each `cadence_ms`.
fn rig(id: &str, vitals: &[Vital], cadence_ms: u32) -> Rig {
    let expected = Expected { device: device(id), vitals: vitals.to_vec(), cadence_ms, gateway: home() };
    Rig::new(Limits::default_adult(), vec![expected])
}

fn reading(vital: Vital, number: f64) -> Reading {
    Reading::checked(vital, vital.raw_from_f64(number).unwrap(), Flags::NONE)
}

fn told(rig: &Rig, rule: Rule) -> Option<Alert> {
    rig.stored().into_iter().find(|alert| alert.rule == rule)
}

/// A cuff that measures these two, once.
fn cuff(systolic: f64, diastolic: f64) -> Rig {
    let mut rig = rig("cuff", &[Vital::Systolic, Vital::Diastolic], 0);
    rig.frame(&device("cuff"), BEGIN, vec![reading(Vital::Systolic, systolic), reading(Vital::Diastolic, diastolic)]);
    rig.run_to(1_000);
    rig
}

fn oximeter_says(numbers: &[Reading], seconds: i64) -> Rig {
    let vitals: Vec<Vital> = numbers.iter().map(|reading| reading.vital).collect();
    let mut rig = rig("oximeter", &vitals, 1_000);
    for second in 0..=seconds {
        rig.run_to(second * 1_000);
        rig.frame(&device("oximeter"), BEGIN.plus(second * 1_000), numbers.to_vec());
    }
    rig.run_to(seconds * 1_000 + 6_000);
    rig
}

fn a_number_beyond_its_band_is_technical(vital: Vital, number: f64, hint: Option<Hint>) {
    let rig = oximeter_says(&[reading(vital, number)], 12);
    let alert = told(&rig, Rule::VitalImplausible(vital)).unwrap();
    assert_eq!(alert.evidence.unwrap().hint, hint);
    assert_eq!(rig.stored().len(), 1, "it is no value");
}

fn a_code_for_no_number_is_none() {
    let rig = oximeter_says(&[Reading::missing(Vital::Spo2, Flags::NO_VALUE)], 12);
    assert!(rig.stored().is_empty() && rig.episode.pending().next().is_none());
}

/// Neither number counts: 70 is below every limit of a pressure, and no limit rings.
fn a_cuff_the_wrong_way_round_is_technical() {
    let rig = cuff(70.0, 95.0);
    let alert = told(&rig, Rule::VitalImplausible(Vital::Systolic)).unwrap();
    assert_eq!(alert.evidence.unwrap().fault, Some(Fault::SystolicNotAboveDiastolic));
    assert_eq!((alert.limit, rig.stored().len()), (None, 1));
}

/// It is kept and judged (a systolic of 88 would ring), and no score is made of it.
fn a_narrow_pulse_pressure_is_kept_and_doubted() {
    let scored = |systolic, diastolic| {
        let rig = cuff(systolic, diastolic);
        rig.episode.news2().unwrap().evidence.score.as_ref().unwrap().at_least
    };
    assert_eq!((scored(98.0, 90.0), scored(98.0, 70.0)), (0, 2), "in doubt, and without");
    assert!(told(&cuff(98.0, 90.0), Rule::VitalImplausible(Vital::Systolic)).is_none());
    assert!(told(&cuff(88.0, 80.0), Rule::VitalLow(Vital::Systolic)).is_some());
}

fn a_step_of_the_temperature_rings_and_asks_for_another() {
    let mut rig = rig("thermometer", &[Vital::Temperature], 0);
    for (second, celsius) in [(0, 36.9), (60, 39.3)] {
        rig.run_to(second * 1_000);
        rig.frame(&device("thermometer"), BEGIN.plus(second * 1_000), vec![reading(Vital::Temperature, celsius)]);
    }
    let alert = told(&rig, Rule::VitalHigh(Vital::Temperature)).unwrap();
    let evidence = alert.evidence.unwrap();
    assert!(evidence.inputs[0].quality.contains(Flags::QUESTIONABLE));
    assert_eq!(evidence.wanted[0].purpose, Purpose::ConfirmValue);
    let wished = |rig: &Rig| rig.episode.wished(rig.now()).unwrap().any(|wish| wish.purpose == Purpose::ConfirmValue);
    assert!(wished(&rig));
    rig.restart();
    rig.run_to(61_000);
    assert!(wished(&rig), "over a restart");
}

fn a_clock_of_tomorrow_is_judged_as_received(ahead_s: i64) {
    let mut rig = rig("oximeter", &[Vital::Spo2], 1_000);
    for second in 0..=4 {
        rig.run_to(second * 1_000);
        rig.frame(&device("oximeter"), BEGIN.plus((second + ahead_s) * 1_000), vec![reading(Vital::Spo2, 65.0)]);
    }
    let alert = told(&rig, Rule::VitalLow(Vital::Spo2)).unwrap();
    assert_eq!((alert.since, alert.as_of), (BEGIN, None));
}

/// A device of which every line stands for half an hour is suspected, once, and a living one is not.
fn a_device_that_stands_is_suspected(minutes: i64) {
    let lines = [reading(Vital::Spo2, 98.0), reading(Vital::PulseRate, 72.0)];
    let stuck = Rule::VitalStuck(Vital::PulseRate);
    let rig = oximeter_says(&lines, minutes * 60);
    assert_eq!(rig.stored().iter().map(|alert| alert.rule).collect::<Vec<_>>(), [stuck]);
    assert!(told(&oximeter_says(&lines, minutes * 60 - 60), stuck).is_none(), "a minute sooner");
    assert!(told(&oximeter_says(&lines[1..], minutes * 60), stuck).is_none(), "a paced heart may stand for half an hour");
}

#[test]
fn every_vector_of_artefacts_is_what_the_hub_does_with_it() {
    let vectors: Value = serde_json::from_str(VECTORS).unwrap();
    let cases = vectors["cases"].as_array().unwrap();
    assert_eq!(cases.len(), 8);
    for case in cases {
        let number = || case["input"]["value"].as_f64().unwrap();
        match case["id"].as_str().unwrap() {
            "p01" => a_number_beyond_its_band_is_technical(Vital::Spo2, number(), None),
            "p03" => a_code_for_no_number_is_none(),
            "p05" => a_cuff_the_wrong_way_round_is_technical(),
            "p07" => a_narrow_pulse_pressure_is_kept_and_doubted(),
            "p09" => a_step_of_the_temperature_rings_and_asks_for_another(),
            "p11" => a_number_beyond_its_band_is_technical(Vital::Temperature, number(), Some(Hint::Fahrenheit)),
            "p13" => a_clock_of_tomorrow_is_judged_as_received(case["input"]["clock_offset_s"].as_i64().unwrap()),
            "p15" => a_device_that_stands_is_suspected(case["input"]["flat_minutes"].as_i64().unwrap()),
            unknown => panic!("{unknown} is not played"),
        }
    }
}

#[test]
fn a_device_that_was_never_set_is_judged_as_received() {
    let mut rig = rig("oximeter", &[Vital::Spo2], 1_000);
    for second in 0..=4 {
        rig.run_to(second * 1_000);
        rig.frame(&device("oximeter"), hearth_vitals::WallMs(946_684_800_000 + second * 1_000), vec![reading(Vital::Spo2, 65.0)]);
    }
    assert_eq!(told(&rig, Rule::VitalLow(Vital::Spo2)).unwrap().as_of, None, "it is of now");
}
