//! A body: its vital signs as a pure function of a seed, the changes asked for, and time.
//!
//! The body keeps no state that adds up, so it does not matter how often or in which order it is asked: one seed is one
//! patient. Values wander slowly around those at rest, have a little noise, and depend on each other as they do in people:
//! a fever or a falling saturation makes pulse and breathing faster.

mod change;
mod noise;
mod pleth;
mod rest;

pub use change::Change;
pub use noise::{unit, wander};
pub use pleth::{Pleth, SAMPLES_PER_S, Sample};
pub use rest::Rest;
pub(crate) use rest::out_of_range;

use hearth_vitals::Vital;

/// The most changes that are kept; beyond that the oldest is forgotten.
const MAX_CHANGES: usize = 64;

/// By how many beats a minute a degree of fever raises the pulse (Liebermeister's rule: 8 to 10).
const PULSE_PER_CEL: f64 = 9.0;
/// By how many breaths a minute a degree of fever raises breathing.
const BREATHS_PER_CEL: f64 = 2.2;
/// Temperature above which a fever raises the pulse, Cel.
const WARM: f64 = 37.5;
/// Saturation below which lack of oxygen raises the pulse, %.
const SATURATED: f64 = 94.0;

/// The vital signs at one instant, in their units.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Vitals {
    /// Heart rate, /min. The pulse rate of this body is the same.
    pub heart_rate: f64,
    /// Oxygen saturation of the blood, %.
    pub spo2: f64,
    /// Perfusion index at the finger, %.
    pub perfusion_index: f64,
    /// Respiratory rate, /min.
    pub respiratory_rate: f64,
    /// Body temperature, Cel.
    pub temperature: f64,
    /// Systolic blood pressure, mm\[Hg\].
    pub systolic: f64,
    /// Diastolic blood pressure, mm\[Hg\].
    pub diastolic: f64,
}

/// One simulated patient.
#[derive(Debug, Clone)]
pub struct Body {
    rest: Rest,
    seed: u64,
    changes: Vec<Change>,
}

impl Body {
    /// A body with these values at rest.
    pub fn new(rest: Rest, seed: u64) -> Body {
        Body { rest, seed, changes: Vec::new() }
    }

    /// Lets a vital sign change as `change` says.
    pub fn change(&mut self, change: Change) {
        if self.changes.len() == MAX_CHANGES {
            self.changes.remove(0);
        }
        self.changes.push(change);
    }

    /// Lets all vital signs begin to return to rest at `at_ms`.
    pub fn recover(&mut self, at_ms: u64) {
        self.changes.iter_mut().for_each(|change| change.end(at_ms));
    }

    /// The vital signs `t_ms` after the start.
    pub fn at(&self, t_ms: u64) -> Vitals {
        self.vitals(t_ms, wander)
    }

    /// The same without wandering: the course of rest and changes alone, from which one can tell when a line is crossed for good.
    pub fn course_at(&self, t_ms: u64) -> Vitals {
        self.vitals(t_ms, |_, _| 0.0)
    }

    fn vitals(&self, t_ms: u64, sway: fn(u64, u64) -> f64) -> Vitals {
        let value = |vital, rest, span| self.value(vital, t_ms, rest, span, sway);
        let spo2 = value(Vital::Spo2, self.rest.spo2, 1.0).min(100.0);
        let temperature = value(Vital::Temperature, self.rest.temperature, 0.2);
        let fever = (temperature - WARM.max(self.rest.temperature + 0.5)).max(0.0);
        let want = (SATURATED.min(self.rest.spo2) - spo2).clamp(0.0, 25.0);
        let driven_pulse = self.rest.heart_rate + fever * PULSE_PER_CEL + want * 1.2;
        let driven_breath = self.rest.respiratory_rate + fever * BREATHS_PER_CEL + want * 0.5;
        let diastolic = value(Vital::Diastolic, self.rest.diastolic, 4.0);
        Vitals {
            heart_rate: value(Vital::HeartRate, driven_pulse, 5.0),
            spo2,
            perfusion_index: value(Vital::PerfusionIndex, self.rest.perfusion_index, self.rest.perfusion_index * 0.3),
            respiratory_rate: value(Vital::RespiratoryRate, driven_breath, 2.0),
            temperature,
            systolic: value(Vital::Systolic, self.rest.systolic, 7.0).max(diastolic + 10.0),
            diastolic,
        }
    }

    /// The value at rest, wandering by at most `span`, and moved towards the targets of the changes.
    fn value(&self, vital: Vital, t_ms: u64, rest: f64, span: f64, sway: fn(u64, u64) -> f64) -> f64 {
        let swayed = span * sway(self.seed ^ (u64::from(vital.code()) << 56), t_ms);
        let mut centre = rest + swayed;
        for change in self.changes.iter().filter(|change| change.vital == vital) {
            let share = change.share(t_ms);
            // A value that a scenario sets still varies, but only by a fifth as much.
            let target = change.target + 0.2 * swayed;
            centre += (target - centre) * share;
        }
        let (low, high) = vital.plausible_raw();
        centre.clamp(vital.raw_to_f64(low), vital.raw_to_f64(high))
    }
}
