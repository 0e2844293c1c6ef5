//! The table of vital signs: one row a vital.
//!
//! LOINC and MDC codes: ISO/IEEE 11073-10101 and the FHIR R4 vital-signs profiles.
//!
//! Two bands stand in each row, in whole units, both ends included.
//!
//! * *Hard*: outside it a number is a fault of the measurement, and is taken out (flag `implausible`). It is wider than
//!   any state a living patient is measured in: the value that *is* the emergency (a respiratory rate of 0, a heart
//!   rate of 25) must never be dropped. Most are the limits that public filters of monitor data use.
//! * *Soft*: outside it a number may be true, and is rare enough that a person should look at the patient or measure
//!   again before acting on it. It takes no number out, and no alert waits for it.

use super::Vital;

/// What never changes about a vital sign.
pub(super) struct Row {
    pub vital: Vital,
    pub key: &'static str,
    pub unit: &'static str,
    pub loinc: &'static str,
    pub mdc: u32,
    /// Decimal places of the resolution: raw = value * 10^decimals.
    pub decimals: u32,
    /// Decimal places that a chart shows and a clinician writes.
    pub chart_decimals: u32,
    pub hard: (i32, i32),
    pub soft: (i32, i32),
}

/// In the order of their wire codes.
pub(super) const ROWS: [Row; 12] = [
    Row {
        vital: Vital::HeartRate,
        key: "heart_rate",
        unit: "/min",
        loinc: "8867-4",
        mdc: 147_842,
        decimals: 1,
        chart_decimals: 0,
        // 20 is a heart that is about to stop; above 300 no ventricle follows.
        hard: (20, 300),
        soft: (30, 200),
    },
    Row {
        vital: Vital::PulseRate,
        key: "pulse_rate",
        unit: "/min",
        loinc: "8889-8",
        mdc: 149_530,
        decimals: 1,
        chart_decimals: 0,
        // As the heart rate: the same patient, another sensor.
        hard: (20, 300),
        soft: (30, 200),
    },
    Row {
        vital: Vital::Spo2,
        key: "spo2",
        unit: "%",
        loinc: "59408-5",
        mdc: 150_456,
        decimals: 1,
        chart_decimals: 0,
        // Oximeters are specified from 70 % on. Below that the number is a guess, and the patient is in danger whatever it is.
        hard: (50, 100),
        soft: (70, 100),
    },
    Row {
        vital: Vital::PerfusionIndex,
        key: "perfusion_index",
        unit: "%",
        loinc: "61006-3",
        mdc: 150_488,
        decimals: 3,
        chart_decimals: 1,
        // What oximeters can display is 0.02 to 20 %; 0 is a finger without a pulse.
        hard: (0, 30),
        soft: (0, 20),
    },
    Row {
        vital: Vital::RespiratoryRate,
        key: "respiratory_rate",
        unit: "/min",
        loinc: "9279-1",
        mdc: 151_562,
        decimals: 1,
        chart_decimals: 0,
        // Filters of monitor data begin at 4 and would drop the patient who does not breathe.
        hard: (0, 80),
        soft: (4, 60),
    },
    Row {
        vital: Vital::Temperature,
        key: "temperature",
        unit: "Cel",
        loinc: "8310-5",
        mdc: 150_364,
        decimals: 2,
        chart_decimals: 1,
        // Deep accidental hypothermia to the highest fever survived; a number in Fahrenheit (95 to 110) lies outside.
        hard: (25, 45),
        soft: (30, 43),
    },
    Row {
        vital: Vital::Systolic,
        key: "systolic",
        unit: "mm[Hg]",
        loinc: "8480-6",
        mdc: 150_021,
        decimals: 1,
        chart_decimals: 0,
        // Cuffs are specified to about 280; below 40 they find no pulse.
        hard: (40, 300),
        soft: (70, 250),
    },
    Row {
        vital: Vital::Diastolic,
        key: "diastolic",
        unit: "mm[Hg]",
        loinc: "8462-4",
        mdc: 150_022,
        decimals: 1,
        chart_decimals: 0,
        hard: (20, 200),
        soft: (40, 150),
    },
    Row {
        vital: Vital::MeanArterial,
        key: "mean_arterial",
        unit: "mm[Hg]",
        loinc: "8478-0",
        mdc: 150_023,
        decimals: 1,
        chart_decimals: 0,
        // Between the bands of systolic and diastolic, as the mean itself lies.
        hard: (30, 200),
        soft: (40, 180),
    },
    Row {
        vital: Vital::Weight,
        key: "weight",
        unit: "kg",
        loinc: "29463-7",
        mdc: 188_736,
        decimals: 3,
        chart_decimals: 1,
        // Adults at home; a bag or a child on the scale weighs less.
        hard: (20, 500),
        soft: (30, 300),
    },
    Row {
        vital: Vital::Glucose,
        key: "glucose",
        unit: "mg/dL",
        loinc: "41653-7",
        mdc: 160_184,
        decimals: 1,
        chart_decimals: 0,
        // Meters write LO and HI beyond 20 and 600: a number there comes from a laboratory.
        hard: (10, 1000),
        soft: (20, 600),
    },
    Row {
        vital: Vital::Etco2,
        key: "etco2",
        unit: "mm[Hg]",
        loinc: "19891-1",
        mdc: 151_728,
        decimals: 1,
        chart_decimals: 0,
        // What capnographs measure; 0 is no breath.
        hard: (0, 150),
        soft: (5, 100),
    },
];

/// The vitals of the table; it compiles only while each stands at the place of its code.
pub(super) const fn vitals() -> [Vital; ROWS.len()] {
    let mut all = [Vital::HeartRate; ROWS.len()];
    let mut place = 0;
    while place < ROWS.len() {
        assert!(ROWS[place].vital as usize == place, "a row stands at the place of its vital's code");
        all[place] = ROWS[place].vital;
        place += 1;
    }
    all
}
