//! The lines that clinicians agree on: what is urgent, and what an emergency. Why these, stands in [`crate::reference`].

use crate::course::Course;
use hearth_alerts::Side;
use hearth_scores::news2::{self, Component, Inputs, Spo2Scale, Windows};
use hearth_scores::{Acvpu, Given, Score};
use hearth_sim::body::Vitals;
use hearth_vitals::{Vital, WallMs};

/// A score that asks for an urgent assessment.
pub const URGENT: u8 = 5;
/// A score that asks for the emergency team.
pub const EMERGENCY: u8 = 7;
/// One vital that is a reason to come by itself.
const RED: u8 = 3;
/// Fever after a transplant, one measurement.
const FEVER_CEL: f64 = 38.3;
/// How far a good thermometer may be off. It is taken once in four hours: a patient of 38.3 whom it shows as 38.2 is nobody's
/// mistake.
const THERMOMETER_CEL: f64 = 0.1;

/// True when the chart asks for an urgent assessment.
pub fn is_urgent(vitals: &Vitals) -> bool {
    let score = score(vitals);
    score.at_least() >= URGENT || score.parts.iter().any(|part| part.points == Ok(RED))
}

/// True when it is an emergency for a patient who takes this course.
pub fn is_emergency(vitals: &Vitals, course: Course) -> bool {
    let one = vitals.spo2 < 85.0
        || vitals.respiratory_rate <= 8.0
        || vitals.respiratory_rate > 30.0
        || vitals.heart_rate < 40.0
        || vitals.systolic <= 90.0;
    let fever = course == Course::Fever && vitals.temperature >= FEVER_CEL + THERMOMETER_CEL;
    one || fever || score(vitals).at_least() >= EMERGENCY
}

/// NEWS2 of vital signs that are all known: on air, awake.
pub fn score(vitals: &Vitals) -> Score<Component> {
    let now = WallMs(0);
    let raw = |vital: Vital, value: f64| vital.raw_from_f64(value).map(|value| Given { value, at: now });
    let inputs = Inputs {
        respiratory_rate: raw(Vital::RespiratoryRate, vitals.respiratory_rate),
        spo2: raw(Vital::Spo2, vitals.spo2),
        on_oxygen: Some(Given { value: false, at: now }),
        systolic: raw(Vital::Systolic, vitals.systolic),
        pulse: raw(Vital::PulseRate, vitals.heart_rate),
        consciousness: Some(Given { value: Acvpu::Alert, at: now }),
        temperature: raw(Vital::Temperature, vitals.temperature),
    };
    news2::score(&inputs, Spo2Scale::One, Windows::CALM, now)
}

/// True when a vital is beyond a line (raw), or so near that a good device may show it beyond: within its stated accuracy.
pub fn is_beyond(vitals: &Vitals, vital: Vital, side: Side, line: i32) -> bool {
    let (value, accuracy) = match vital {
        Vital::Spo2 => (vitals.spo2, 2.0),
        Vital::HeartRate | Vital::PulseRate => (vitals.heart_rate, 3.0),
        Vital::RespiratoryRate => (vitals.respiratory_rate, 2.0),
        Vital::Temperature => (vitals.temperature, 0.2),
        Vital::Systolic => (vitals.systolic, 8.0),
        Vital::Diastolic => (vitals.diastolic, 6.0),
        Vital::MeanArterial => ((vitals.systolic + 2.0 * vitals.diastolic) / 3.0, 6.0),
        Vital::PerfusionIndex | Vital::Weight | Vital::Glucose | Vital::Etco2 => return false,
    };
    let line = vital.raw_to_f64(line);
    match side {
        Side::Low => value < line + accuracy,
        Side::High => value > line - accuracy,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use hearth_sim::body::{Body, Rest};

    #[test]
    fn a_fever_scores_one_point_and_is_an_emergency_after_a_transplant_only() {
        let vitals = Vitals { temperature: 38.4, heart_rate: 80.0, ..Body::new(Rest::default(), 1).course_at(0) };
        assert_eq!(score(&vitals).points(Component::Temperature), Some(1));
        assert!(is_emergency(&vitals, Course::Fever) && !is_emergency(&vitals, Course::Sepsis));
    }
}
