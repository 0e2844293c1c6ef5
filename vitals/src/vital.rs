//! The vital signs Hearth knows, with unit, codes, resolution and plausible range.
//!
//! A value is an integer count of the vital's fixed resolution (0.01 Cel, 0.1 %),
//! the same on the wire, in rules and in SQL. Decimals exist only in the API and on
//! screens: in binary floating point `38.3_f32 >= 38.3_f64` is false, a fever missed.
//!
//! LOINC and MDC codes: ISO/IEEE 11073-10101 and the FHIR R4 vital-signs profiles.
//! Plausible ranges: wider than any state a living patient can be measured in, so
//! that the value which *is* the emergency is never dropped (a respiratory rate of
//! 0, a heart rate of 25). Outside them the number is a fault of the measurement.

use serde::{Deserialize, Serialize};

/// A kind of numeric vital sign. The discriminant is its code on the wire: never
/// change or reuse one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[repr(u8)]
pub enum Vital {
    /// Heart rate from an electrocardiogram.
    HeartRate = 0,
    /// Pulse rate by oximetry.
    PulseRate = 1,
    /// Oxygen saturation by pulse oximetry.
    Spo2 = 2,
    /// Perfusion index of the oximeter's site.
    PerfusionIndex = 3,
    /// Breaths a minute.
    RespiratoryRate = 4,
    /// Body temperature.
    Temperature = 5,
    /// Systolic non-invasive blood pressure.
    Systolic = 6,
    /// Diastolic non-invasive blood pressure.
    Diastolic = 7,
    /// Mean arterial non-invasive pressure.
    MeanArterial = 8,
    /// Body weight.
    Weight = 9,
    /// Capillary blood glucose.
    Glucose = 10,
    /// End-tidal carbon dioxide.
    Etco2 = 11,
}

/// What never changes about a vital sign.
struct Facts {
    key: &'static str,
    unit: &'static str,
    loinc: &'static str,
    mdc: u32,
    /// Decimal places of the resolution: raw = value * 10^decimals.
    decimals: u32,
    /// Hard plausible range in whole units; outside it a number is a fault.
    plausible: (i32, i32),
}

const FACTS: [Facts; 12] = [
    Facts { key: "heart_rate", unit: "/min", loinc: "8867-4", mdc: 147_842, decimals: 1, plausible: (20, 300) },
    Facts { key: "pulse_rate", unit: "/min", loinc: "8889-8", mdc: 149_530, decimals: 1, plausible: (20, 300) },
    Facts { key: "spo2", unit: "%", loinc: "59408-5", mdc: 150_456, decimals: 1, plausible: (50, 100) },
    Facts { key: "perfusion_index", unit: "%", loinc: "61006-3", mdc: 150_488, decimals: 3, plausible: (0, 30) },
    Facts { key: "respiratory_rate", unit: "/min", loinc: "9279-1", mdc: 151_562, decimals: 1, plausible: (0, 80) },
    Facts { key: "temperature", unit: "Cel", loinc: "8310-5", mdc: 150_364, decimals: 2, plausible: (25, 45) },
    Facts { key: "systolic", unit: "mm[Hg]", loinc: "8480-6", mdc: 150_021, decimals: 1, plausible: (40, 300) },
    Facts { key: "diastolic", unit: "mm[Hg]", loinc: "8462-4", mdc: 150_022, decimals: 1, plausible: (20, 200) },
    Facts { key: "mean_arterial", unit: "mm[Hg]", loinc: "8478-0", mdc: 150_023, decimals: 1, plausible: (30, 200) },
    Facts { key: "weight", unit: "kg", loinc: "29463-7", mdc: 188_736, decimals: 3, plausible: (20, 500) },
    Facts { key: "glucose", unit: "mg/dL", loinc: "41653-7", mdc: 160_184, decimals: 1, plausible: (10, 1000) },
    Facts { key: "etco2", unit: "mm[Hg]", loinc: "19891-1", mdc: 151_728, decimals: 1, plausible: (0, 150) },
];

impl Vital {
    /// Every vital, in the order of their wire codes.
    pub const ALL: [Vital; 12] = [
        Vital::HeartRate,
        Vital::PulseRate,
        Vital::Spo2,
        Vital::PerfusionIndex,
        Vital::RespiratoryRate,
        Vital::Temperature,
        Vital::Systolic,
        Vital::Diastolic,
        Vital::MeanArterial,
        Vital::Weight,
        Vital::Glucose,
        Vital::Etco2,
    ];

    const fn facts(self) -> &'static Facts {
        &FACTS[self as usize]
    }

    /// The fixed name used in the API, in SQL and in configuration: `spo2`.
    pub const fn key(self) -> &'static str {
        self.facts().key
    }

    /// The vital with this key, if there is one.
    pub fn from_key(key: &str) -> Option<Vital> {
        Vital::ALL.into_iter().find(|v| v.key() == key)
    }

    /// The number that stands for this vital on the wire.
    pub const fn code(self) -> u8 {
        self as u8
    }

    /// The vital with this wire code, if there is one.
    pub fn from_code(code: u8) -> Option<Vital> {
        Vital::ALL.get(usize::from(code)).copied()
    }

    /// UCUM unit: `/min`, `%`, `mm[Hg]`, `Cel`, `kg`, `mg/dL`.
    pub const fn unit(self) -> &'static str {
        self.facts().unit
    }

    /// LOINC code.
    pub const fn loinc(self) -> &'static str {
        self.facts().loinc
    }

    /// ISO/IEEE 11073-10101 code, context-free.
    pub const fn mdc(self) -> u32 {
        self.facts().mdc
    }

    /// Decimal places of the fixed resolution: 2 means that raw 3830 is 38.30.
    pub const fn decimals(self) -> u32 {
        self.facts().decimals
    }

    /// Raw steps in one whole unit: 10^decimals.
    pub const fn scale(self) -> i32 {
        10_i32.pow(self.facts().decimals)
    }

    /// Plausible range in raw steps, both ends included.
    pub const fn plausible_raw(self) -> (i32, i32) {
        let (low, high) = self.facts().plausible;
        (low * self.scale(), high * self.scale())
    }

    /// True when a measurement of this raw value can be believed at all.
    pub const fn is_plausible(self, raw: i32) -> bool {
        let (low, high) = self.plausible_raw();
        low <= raw && raw <= high
    }

    /// The raw value nearest to a decimal number, half away from zero; `None` when
    /// it is not finite or does not fit.
    pub fn raw_from_f64(self, value: f64) -> Option<i32> {
        let raw = (value * f64::from(self.scale())).round();
        let fits = raw.is_finite() && raw.abs() <= f64::from(i32::MAX);
        // The cast cannot truncate: the line above bounds it.
        fits.then_some(raw as i32)
    }

    /// The decimal number for people and for JSON.
    pub fn raw_to_f64(self, raw: i32) -> f64 {
        f64::from(raw) / f64::from(self.scale())
    }
}

impl std::fmt::Display for Vital {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.key())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_vital_round_trips_through_key_and_code() {
        for (index, vital) in Vital::ALL.into_iter().enumerate() {
            assert_eq!(usize::from(vital.code()), index);
            assert_eq!(Vital::from_code(vital.code()), Some(vital));
            assert_eq!(Vital::from_key(vital.key()), Some(vital));
        }
        assert_eq!(Vital::from_code(12), None);
        assert_eq!(Vital::from_key("blood_pressure"), None);
    }

    #[test]
    fn a_fever_of_38_3_is_not_missed_by_rounding() {
        let limit = Vital::Temperature.raw_from_f64(38.3).unwrap();
        let measured = Vital::Temperature.raw_from_f64(f64::from(38.3_f32)).unwrap();
        assert!(measured >= limit);
        assert_eq!(Vital::Temperature.raw_to_f64(3830), 38.3);
    }

    #[test]
    fn the_emergency_itself_is_plausible() {
        assert!(Vital::RespiratoryRate.is_plausible(0));
        assert!(Vital::HeartRate.is_plausible(250));
        assert!(Vital::Spo2.is_plausible(600));
        assert!(!Vital::Spo2.is_plausible(1270));
        assert!(!Vital::Temperature.is_plausible(9860), "98.6 is Fahrenheit");
    }

    #[test]
    fn numbers_that_are_none_have_no_raw_value() {
        assert_eq!(Vital::Spo2.raw_from_f64(f64::NAN), None);
        assert_eq!(Vital::Spo2.raw_from_f64(f64::INFINITY), None);
        assert_eq!(Vital::Weight.raw_from_f64(1e12), None);
    }
}
