//! The vital signs Hearth knows, with unit, codes, resolution and plausible range.
//!
//! A value is an integer count of the vital's fixed resolution (0.01 Cel, 0.1 %),
//! the same on the wire, in rules and in SQL. Decimals exist only in the API and on
//! screens: in binary floating point `38.3_f32 >= 38.3_f64` is false, a fever missed.
//!
//! Everything else about a vital is a row of the table in `vital/rows.rs`: a new vital is a variant with the next code,
//! and a row.

mod rows;

use rows::Row;
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
    /// Temperature of the body.
    Temperature = 5,
    /// Systolic non-invasive blood pressure.
    Systolic = 6,
    /// Diastolic non-invasive blood pressure.
    Diastolic = 7,
    /// Mean arterial non-invasive pressure.
    MeanArterial = 8,
    /// Weight of the body.
    Weight = 9,
    /// Capillary blood glucose.
    Glucose = 10,
    /// End-tidal carbon dioxide.
    Etco2 = 11,
}

impl Vital {
    /// Every vital, in the order of their wire codes.
    pub const ALL: [Vital; rows::ROWS.len()] = rows::vitals();

    const fn row(self) -> &'static Row {
        &rows::ROWS[self as usize]
    }

    /// The fixed name used in the API, in SQL and in configuration: `spo2`.
    pub const fn key(self) -> &'static str {
        self.row().key
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
        self.row().unit
    }

    /// LOINC code of the vital.
    pub const fn loinc(self) -> &'static str {
        self.row().loinc
    }

    /// ISO/IEEE 11073-10101 code, context-free.
    pub const fn mdc(self) -> u32 {
        self.row().mdc
    }

    /// Decimal places of the fixed resolution: 2 means that raw 3830 is 38.30.
    pub const fn decimals(self) -> u32 {
        self.row().decimals
    }

    /// Raw steps in one whole unit: 10^decimals.
    pub const fn scale(self) -> i32 {
        10_i32.pow(self.row().decimals)
    }

    /// Decimal places that a chart shows and a clinician writes; at most [`Vital::decimals`].
    pub const fn chart_decimals(self) -> u32 {
        self.row().chart_decimals
    }

    /// Plausible range in raw steps, both ends included: outside it a number is a fault of the measurement.
    pub const fn plausible_raw(self) -> (i32, i32) {
        self.raw_band(self.row().hard)
    }

    /// Usual range in raw steps, both ends included: outside it a number may be true, and should be confirmed.
    pub const fn usual_raw(self) -> (i32, i32) {
        self.raw_band(self.row().soft)
    }

    const fn raw_band(self, (low, high): (i32, i32)) -> (i32, i32) {
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
    fn what_is_usual_is_plausible_and_a_chart_is_no_finer_than_the_store() {
        for vital in Vital::ALL {
            let ((hard_low, hard_high), (low, high)) = (vital.plausible_raw(), vital.usual_raw());
            assert!(hard_low <= low && low < high && high <= hard_high, "{vital}");
            assert!(vital.chart_decimals() <= vital.decimals(), "{vital}");
        }
        assert_eq!(Vital::Temperature.usual_raw(), (3_000, 4_300));
        assert_eq!(Vital::Spo2.usual_raw(), (700, 1_000), "oximeters are specified from 70 % on");
    }

    #[test]
    fn numbers_that_are_none_have_no_raw_value() {
        assert_eq!(Vital::Spo2.raw_from_f64(f64::NAN), None);
        assert_eq!(Vital::Spo2.raw_from_f64(f64::INFINITY), None);
        assert_eq!(Vital::Weight.raw_from_f64(1e12), None);
    }
}
