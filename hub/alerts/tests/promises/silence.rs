//! A device that falls silent is one alert, and whoever reads it sees which vitals are missing.

use super::rig::{BEGIN, Rig, device, home};
use hearth_alerts::{Change, Condition, Expected, Limits, Rule};
use hearth_vitals::{Flags, Reading, Vital};

/// An oximeter that measures saturation, pulse and perfusion until the minute is over.
fn silent() -> Rig {
    let vitals = vec![Vital::PulseRate, Vital::Spo2, Vital::PerfusionIndex];
    let oximeter = Expected { device: device("oximeter"), vitals, cadence_ms: 1_000, gateway: home() };
    let mut rig = Rig::new(Limits::default_adult(), vec![oximeter]);
    for second in 0..60 {
        measure(&mut rig, second, &[(Vital::Spo2, 970), (Vital::PulseRate, 700), (Vital::PerfusionIndex, 40)]);
    }
    wait(&mut rig, 60..100);
    rig
}

fn measure(rig: &mut Rig, second: i64, values: &[(Vital, i32)]) {
    rig.run_to(second * 1_000);
    rig.home_heard(&home());
    let readings = values.iter().map(|(vital, raw)| Reading::checked(*vital, *raw, Flags::NONE)).collect();
    rig.frame(&device("oximeter"), BEGIN.plus(second * 1_000), readings);
}

fn wait(rig: &mut Rig, seconds: std::ops::Range<i64>) {
    for second in seconds {
        rig.run_to(second * 1_000);
        rig.home_heard(&home());
    }
}

fn raised(rig: &Rig) -> Vec<Rule> {
    rig.steps().filter(|step| step.change == Change::Raised).map(|step| step.alert.rule).collect()
}

#[test]
fn a_device_that_falls_silent_is_one_alert_that_names_every_vital_that_is_missing() {
    let mut rig = silent();
    assert_eq!(raised(&rig), [Rule::VitalSilent(Vital::Spo2)]);
    let evidence = rig.stored()[0].evidence.clone().unwrap();
    assert_eq!(evidence.silent, [Vital::Spo2, Vital::PulseRate, Vital::PerfusionIndex]);
    rig.restart();
    wait(&mut rig, 100..400);
    assert_eq!(raised(&rig), [Rule::VitalSilent(Vital::Spo2)], "a restart knows whom the alert speaks for");
}

#[test]
fn what_does_not_come_back_with_the_others_is_told_once_it_had_its_time() {
    let mut rig = silent();
    for second in 100..200 {
        measure(&mut rig, second, &[(Vital::Spo2, 970), (Vital::PerfusionIndex, 40)]);
    }
    assert_eq!(raised(&rig), [Rule::VitalSilent(Vital::Spo2), Rule::VitalSilent(Vital::PulseRate)]);
    let told = rig.steps().find(|step| step.alert.rule == Rule::VitalSilent(Vital::PulseRate)).unwrap();
    assert_eq!((told.at.since(BEGIN), told.alert.since.since(BEGIN)), (130_000, 59_000), "and since when it is missing");
    assert!(rig.stored().iter().any(|alert| alert.condition == Condition::Cleared && alert.rule == Rule::VitalSilent(Vital::Spo2)));
}

#[test]
fn what_came_back_and_falls_silent_again_is_not_hidden_by_the_alert_of_the_other() {
    let mut rig = silent();
    for second in 100..120 {
        measure(&mut rig, second, &[(Vital::PulseRate, 700)]);
    }
    wait(&mut rig, 120..160);
    assert_eq!(raised(&rig), [Rule::VitalSilent(Vital::Spo2), Rule::VitalSilent(Vital::PulseRate)]);
}
