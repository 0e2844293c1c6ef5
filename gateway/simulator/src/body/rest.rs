//! The values of a body at rest, as a scenario gives them.

use hearth_vitals::Vital;
use serde::Deserialize;

/// Vital signs at rest, in their units. A value that is not given is that of a healthy adult.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Rest {
    /// Heart rate, /min.
    pub heart_rate: f64,
    /// Oxygen saturation of the blood, %.
    pub spo2: f64,
    /// Perfusion index, %.
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

impl Default for Rest {
    fn default() -> Rest {
        Rest {
            heart_rate: 74.0,
            spo2: 97.0,
            perfusion_index: 3.0,
            respiratory_rate: 15.0,
            temperature: 36.8,
            systolic: 122.0,
            diastolic: 76.0,
        }
    }
}

impl Rest {
    /// The values with the vitals that they are of.
    fn named(&self) -> [(Vital, f64); 7] {
        [
            (Vital::HeartRate, self.heart_rate),
            (Vital::Spo2, self.spo2),
            (Vital::PerfusionIndex, self.perfusion_index),
            (Vital::RespiratoryRate, self.respiratory_rate),
            (Vital::Temperature, self.temperature),
            (Vital::Systolic, self.systolic),
            (Vital::Diastolic, self.diastolic),
        ]
    }

    /// Which value no body could have, and why, in words; `None` if all are possible.
    pub fn fault(&self) -> Option<String> {
        let outside = self.named().into_iter().find_map(|(vital, value)| out_of_range(vital, value));
        let pressure = (self.systolic < self.diastolic + 10.0).then(|| "systolic must be at least 10 above diastolic".to_owned());
        outside.or(pressure)
    }

    /// The values of another person, chosen by `seed` from what is common among adults at home.
    pub fn of_seed(seed: u64) -> Rest {
        let around = |vital: u64, centre: f64, span: f64| centre + span * super::unit(seed, vital);
        let diastolic = around(6, 76.0, 8.0);
        Rest {
            heart_rate: around(0, 76.0, 14.0),
            spo2: around(1, 96.5, 1.5),
            perfusion_index: around(2, 3.5, 2.5),
            respiratory_rate: around(3, 15.5, 3.0),
            temperature: around(4, 36.8, 0.3),
            systolic: diastolic + around(5, 46.0, 10.0),
            diastolic,
        }
    }
}

/// Why a value is impossible for this vital, in words; `None` if it is possible.
pub(crate) fn out_of_range(vital: Vital, value: f64) -> Option<String> {
    let (low, high) = vital.plausible_raw();
    let (low, high) = (vital.raw_to_f64(low), vital.raw_to_f64(high));
    (!(low..=high).contains(&value)).then(|| format!("{vital} must be from {low} to {high} {}, not {value}", vital.unit()))
}
