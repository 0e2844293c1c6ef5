//! The codes of observations: every vital sign, and what no device in a home measures.
//!
//! A vital sign has the same unit, resolution and band here as everywhere ([`hearth_vitals::Vital`]). The bands of the other
//! codes are as wide as the instruments and scales they are read from; a number outside them is a slip of the pen.

use hearth_alerts::Side;
use hearth_alerts::admission::{Admission, Fault, Hint, plausible};
use hearth_store::observations::vital_of;
use hearth_vitals::{Flags, Vital};

/// What the answer to a code looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// The answer is a number with a unit.
    Number(Scale),
    /// The answer is one of these words.
    OneOf(&'static [&'static str]),
}

/// The unit and resolution of a number, and the band within which it can be believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Scale {
    /// The unit of the number, as a UCUM code.
    pub unit: &'static str,
    /// The decimal places of the resolution: the raw value is the number times 10^decimals.
    pub decimals: u8,
    /// The lowest raw value of the band.
    pub low: i64,
    /// The highest raw value of the band.
    pub high: i64,
    /// The vital sign that this code measures; `None` for any other code.
    pub vital: Option<Vital>,
}

/// One row of the catalogue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Code {
    /// The fixed name used in the API and in SQL.
    pub key: &'static str,
    /// The LOINC code of what is observed.
    pub loinc: &'static str,
    /// What an answer looks like.
    pub form: Form,
}

/// The sites of the body where a temperature may be taken; an axillary temperature is not an oral one.
pub const SITES: [&str; 5] = ["oral", "tympanic", "temporal", "axillary", "rectal"];
/// The methods by which anything may have been found; the first is assumed when none is given.
pub const METHODS: [&str; 4] = ["measured", "read_off_device", "reported", "estimated"];

/// What a device shows instead of a number beyond its scale, LO or HI, by side.
const OFF_SCALE: [(Side, &str); 2] = [(Side::Low, Fault::OffScaleLow.as_str()), (Side::High, Fault::OffScaleHigh.as_str())];

/// ACVPU of NEWS2: alert, new confusion, responds to voice, responds to pain, unresponsive.
const CONSCIOUSNESS: [&str; 5] = ["alert", "confusion", "voice", "pain", "unresponsive"];

/// The ways of giving oxygen, from none to a ventilator.
const OXYGEN_DEVICES: [&str; 10] = [
    "room_air",
    "nasal_cannula",
    "simple_mask",
    "venturi_mask",
    "reservoir_mask",
    "high_flow_nasal",
    "tracheostomy_mask",
    "cpap",
    "bilevel",
    "concentrator",
];

/// The code of a dose of a drug that lowers a fever.
pub const ANTIPYRETIC: &str = "antipyretic";

/// A drug that lowers a fever.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Antipyretic {
    /// The fixed word for it, after its international nonproprietary name.
    pub word: &'static str,
    /// Its code in the ATC classification of the WHO; `None` for what is not in this table.
    pub atc: Option<&'static str>,
}

/// The drugs that are written down by name. Codes: ATC/DDD index of the WHO Collaborating Centre for Drug Statistics Methodology.
/// Each lowers a fever for some hours whatever it was given for, pain included.
pub const ANTIPYRETICS: [Antipyretic; 8] = [
    antipyretic("paracetamol", Some("N02BE01")),
    antipyretic("ibuprofen", Some("M01AE01")),
    antipyretic("metamizole", Some("N02BB02")),
    antipyretic("acetylsalicylic_acid", Some("N02BA01")),
    antipyretic("naproxen", Some("M01AE02")),
    antipyretic("diclofenac", Some("M01AB05")),
    antipyretic("dexketoprofen", Some("M01AE17")),
    antipyretic("other_antipyretic", None),
];

const fn antipyretic(word: &'static str, atc: Option<&'static str>) -> Antipyretic {
    Antipyretic { word, atc }
}

/// The words of [`ANTIPYRETICS`].
const ANTIPYRETIC_WORDS: [&str; ANTIPYRETICS.len()] = {
    let mut words = [""; ANTIPYRETICS.len()];
    let mut at = 0;
    while at < words.len() {
        words[at] = ANTIPYRETICS[at].word;
        at += 1;
    }
    words
};

const fn number(key: &'static str, loinc: &'static str, unit: &'static str, decimals: u8, low: i64, high: i64) -> Code {
    Code { key, loinc, form: Form::Number(Scale { unit, decimals, low, high, vital: None }) }
}

/// The codes that are not vital signs. Bands are in raw steps.
const OTHERS: [Code; 9] = [
    Code { key: "consciousness", loinc: "80288-4", form: Form::OneOf(&CONSCIOUSNESS) },
    Code { key: "oxygen_device", loinc: "107117-4", form: Form::OneOf(&OXYGEN_DEVICES) },
    // From room air to pure oxygen. The last digit of this LOINC code is not its check digit, unlike that of all others here; the
    // code is in use like this.
    number("fio2", "3150-6", "%", 1, 210, 1_000),
    // High-flow systems give up to 60 L/min, some 80; 0 is no oxygen.
    number("oxygen_flow", "3151-8", "L/min", 2, 0, 8_000),
    number("pain", "72514-3", "{score}", 0, 0, 10),
    // The same band as in mg/dL: 10 to 1,000, by 18.02 mg in a millimole.
    number("glucose_molar", "14743-9", "mmol/L", 2, 55, 5_550),
    // The amount drunk or infused, or lost, since it was last written down.
    number("fluid_in", "9103-3", "mL", 0, 0, 10_000),
    number("fluid_out", "9257-7", "mL", 0, 0, 10_000),
    // The code of medications administered, of any kind: there is none for these alone.
    Code { key: ANTIPYRETIC, loinc: "29549-3", form: Form::OneOf(&ANTIPYRETIC_WORDS) },
];

fn vital(vital: Vital) -> Code {
    let (low, high) = vital.plausible_raw();
    // No vital sign has more than three decimals.
    let decimals = u8::try_from(vital.decimals()).unwrap_or(u8::MAX);
    let (low, high) = (i64::from(low), i64::from(high));
    Code {
        key: vital.key(),
        loinc: vital.loinc(),
        form: Form::Number(Scale { unit: vital.unit(), decimals, low, high, vital: Some(vital) }),
    }
}

/// Every code: the vital signs in their order, then the others.
pub fn all() -> impl Iterator<Item = Code> {
    Vital::ALL.into_iter().map(vital).chain(OTHERS)
}

/// The code with this key or this LOINC code.
pub fn find(text: &str) -> Option<Code> {
    all().find(|code| code.key == text || code.loinc == text)
}

/// Every coded answer.
pub fn answers() -> impl Iterator<Item = &'static str> {
    CONSCIOUSNESS.into_iter().chain(OXYGEN_DEVICES).chain(ANTIPYRETIC_WORDS).chain(OFF_SCALE.map(|(_, word)| word))
}

/// All methods, for the catalogue of codes.
pub fn methods() -> impl Iterator<Item = &'static str> {
    METHODS.into_iter().chain(SITES)
}

impl Code {
    /// True for a number within the band, in raw steps; false for one that was accepted only because its author confirmed it.
    pub fn holds(&self, raw: i64) -> bool {
        !matches!(self.form, Form::Number(Scale { low, high, .. }) if raw < low || raw > high)
    }

    /// The words that may stand in place of the number, and whether each is deadly and so rings at once.
    pub fn off_scale(&self) -> impl Iterator<Item = (&'static str, bool)> {
        let is_deadly = |vital, side| matches!(plausible::off_scale(vital, side == Side::Low), Admission::Deadly(_));
        let vital = vital_of(self.key);
        vital.into_iter().flat_map(move |vital| OFF_SCALE.map(|(side, word)| (word, is_deadly(vital, side))))
    }

    /// The methods by which this may have been found.
    pub fn methods(&self) -> impl Iterator<Item = &'static str> {
        let sites = if self.key == Vital::Temperature.key() { &SITES[..] } else { &[] };
        METHODS.into_iter().chain(sites.iter().copied())
    }
}

impl Scale {
    /// Whether the vital sign admits this raw value; `None` if the scale belongs to no vital sign.
    pub fn admission(&self, raw: i64) -> Option<Admission> {
        Some(plausible::value(self.vital?, i32::try_from(raw).ok()?, Flags::NONE))
    }

    /// The other unit in which a number outside the band would make sense.
    pub fn hint(&self, raw: i64) -> Option<Hint> {
        plausible::hint(self.vital?, i32::try_from(raw).ok()?)
    }

    /// The lowest number below the band that is accepted if its author confirms it: what nobody survives for long may have been
    /// measured all the same.
    pub fn confirmed_low(&self) -> Option<f64> {
        matches!(self.admission(0), Some(Admission::Deadly(_))).then_some(0.0)
    }

    /// The decimal number that a raw value stands for.
    pub fn decimal(&self, raw: i64) -> f64 {
        decimal(raw, self.decimals)
    }
}

/// The decimal number that a raw value stands for: exact and in its shortest form, for every value that the store holds.
pub fn decimal(raw: i64, decimals: u8) -> f64 {
    // Below 2^53 steps, which `finding` ensures, this is the double nearest to the decimal number.
    raw as f64 / 10_f64.powi(i32::from(decimals))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::observations::loinc::Loinc;
    use std::collections::BTreeSet;

    #[test]
    fn each_code_has_a_name_and_a_true_loinc_code_of_its_own() {
        let (keys, loincs): (BTreeSet<&str>, BTreeSet<&str>) = all().map(|code| (code.key, code.loinc)).unzip();
        assert_eq!((keys.len(), loincs.len()), (21, 21));
        for code in all() {
            let right = Loinc::parse(code.loinc).is_ok_and(|loinc| loinc.as_str() == code.loinc);
            assert_eq!(right, code.key != "fio2", "{}", code.key);
            assert_eq!((find(code.key), find(code.loinc)), (Some(code), Some(code)));
        }
        assert_eq!(find("mood"), None);
    }

    #[test]
    fn a_vital_by_hand_is_counted_as_one_that_is_streamed() {
        let Form::Number(temperature) = find("temperature").unwrap().form else { panic!("a number") };
        assert_eq!((temperature.unit, temperature.low, temperature.high), ("Cel", 2_500, 4_500));
        for raw in [2_500, 3_679, 3_835, 4_500] {
            assert_eq!(temperature.decimal(raw), Vital::Temperature.raw_to_f64(i32::try_from(raw).unwrap()));
        }
    }

    #[test]
    fn every_vital_may_be_beyond_the_scale_of_its_device_and_glucose_is_deadly_there() {
        let of = |code: &str| find(code).unwrap().off_scale().collect::<Vec<_>>();
        assert_eq!(of("glucose"), [("off_scale_low", true), ("off_scale_high", true)]);
        assert_eq!(of("glucose_molar"), of("glucose"), "whatever its unit, the meter shows the same two letters");
        assert_eq!(of("temperature"), [("off_scale_low", false), ("off_scale_high", false)]);
        assert_eq!(of("spo2"), [("off_scale_low", true), ("off_scale_high", false)]);
        assert_eq!(of("pain"), []);
    }

    #[test]
    fn only_a_temperature_has_a_site() {
        assert_eq!(find("temperature").unwrap().methods().count(), 9);
        assert!(all().filter(|code| code.key != "temperature").all(|code| code.methods().eq(METHODS)));
    }
}
