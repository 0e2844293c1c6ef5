//! Reads what a person wrote as an observation, by its code, or gives every fault with what to write instead.

use super::catalogue::{self, Code, Form, METHODS, Scale, decimal};
use super::loinc::{Loinc, NotLoinc};
use crate::problem::{FieldError, Mend};
use hearth_alerts::admission::{Admission, Hint};
use hearth_store::observations::Finding;
use hearth_vitals::coded::{Choices, Unit};

/// A laboratory's number is stored with this many decimals and must be below the bound that follows.
const FREE_DECIMALS: u8 = 3;
const FREE_MAX: i64 = 1_000_000_000_000;
/// The longest free answer in words, in characters.
const WORD_MAX: usize = 80;

/// A code that can be observed: a row of the catalogue, or any other LOINC code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Coded {
    /// A code of the catalogue.
    Known(Code),
    /// Any other LOINC code: the answer is a number or words, in the unit that the author gives.
    Free(Loinc),
}

/// What was found, as it was written.
#[derive(Debug, Clone, Copy, Default)]
pub struct Written<'a> {
    /// The number; `None` when the answer is a word.
    pub value: Option<f64>,
    /// UCUM unit of the number.
    pub unit: Option<&'a str>,
    /// The word; `None` when the answer is a number.
    pub finding: Option<&'a str>,
    /// The method by which it was found; `None` for the usual one.
    pub method: Option<&'a str>,
    /// True when the author has confirmed a number that nobody lives with.
    pub confirmed: bool,
}

fn fault<T>(field: &str, mend: impl Into<Mend>) -> Result<T, FieldError> {
    Err(FieldError::new(field, mend))
}

impl Coded {
    /// Reads a code. The LOINC code of a catalogue row gives that row, with its band and its unit.
    ///
    /// # Errors
    /// What to write instead, for the field `code`.
    pub fn parse(text: &str) -> Result<Coded, FieldError> {
        if let Some(code) = catalogue::find(text) {
            return Ok(Coded::Known(code));
        }
        match Loinc::parse(text) {
            Ok(loinc) => Ok(Coded::Free(loinc)),
            Err(NotLoinc::CheckDigit) => fault("code", Mend::LoincCheckDigit {}),
            Err(NotLoinc::Shape) => {
                let choices = Choices::new("observation_codes", catalogue::all().map(|code| code.key));
                fault("code", Mend::UnknownCode { choices })
            }
        }
    }

    /// The code as it is stored.
    pub fn as_str(&self) -> &str {
        match self {
            Coded::Known(code) => code.key,
            Coded::Free(loinc) => loinc.as_str(),
        }
    }

    /// Checks what was found and by which method.
    ///
    /// # Errors
    /// Every fault with its field: `value`, `unit`, `finding`, `method`.
    pub fn read(&self, written: Written<'_>) -> Result<(Finding, &'static str), Vec<FieldError>> {
        let finding = match self {
            Coded::Known(code) if code.off_scale().any(|(word, _)| written.finding == Some(word)) => shown(written),
            Coded::Known(Code { form: Form::Number(scale), .. }) => measured(*scale, written),
            Coded::Known(Code { form: Form::OneOf(words), .. }) => chosen(words, written),
            Coded::Free(_) => free(written),
        };
        match (finding, self.method(written.method)) {
            (Ok(finding), Ok(method)) => Ok((finding, method)),
            (finding, method) => Err(finding.err().unwrap_or_default().into_iter().chain(method.err()).collect()),
        }
    }

    fn method(&self, written: Option<&str>) -> Result<&'static str, FieldError> {
        let known: Vec<&'static str> = match self {
            Coded::Known(code) => code.methods().collect(),
            Coded::Free(_) => METHODS.to_vec(),
        };
        let method = written.map_or(Some(METHODS[0]), |text| known.iter().copied().find(|method| *method == text));
        method.map_or_else(|| fault("method", Mend::one_of("methods", known)), Ok)
    }
}

/// Both values, or all faults of either.
fn both<A, B>(first: Result<A, FieldError>, second: Result<B, FieldError>) -> Result<(A, B), Vec<FieldError>> {
    match (first, second) {
        (Ok(first), Ok(second)) => Ok((first, second)),
        (first, second) => Err(first.err().into_iter().chain(second.err()).collect()),
    }
}

fn absent<T>(field: &str, written: Option<T>, mend: Mend) -> Result<(), FieldError> {
    written.map_or(Ok(()), |_| fault(field, mend))
}

fn measured(scale: Scale, written: Written<'_>) -> Result<Finding, Vec<FieldError>> {
    let unit = match written.unit {
        Some(unit) if unit == scale.unit => absent("finding", written.finding, Mend::AnswerIsANumber {}),
        _ => fault("unit", Mend::UnitIs { unit: Unit(scale.unit) }),
    };
    let (raw, ()) = both(raw(scale, written.value, written.confirmed), unit)?;
    Ok(Finding::Number { raw, decimals: scale.decimals, unit: scale.unit.to_owned() })
}

/// The raw steps of a number. Digits finer than a step are refused, not rounded: they may be a slip, and what is stored must be
/// what was written.
fn raw(scale: Scale, value: Option<f64>, confirmed: bool) -> Result<i64, FieldError> {
    let Some(value) = value.filter(|value| value.is_finite()) else { return fault("value", number(scale)) };
    let steps = value * 10_f64.powi(i32::from(scale.decimals));
    let (low, high) = (scale.low as f64, scale.high as f64);
    let nearest = steps.round();
    if nearest < low || nearest > high {
        beyond(scale, nearest, confirmed)?;
    }
    if (steps - nearest).abs() > 1e-6 + steps.abs() * 4.0 * f64::EPSILON {
        return match scale.decimals {
            0 => fault("value", Mend::WholeNumber {}),
            places => fault("value", Mend::DecimalsAtMost { places: places.into() }),
        };
    }
    // The band keeps the value far below 2^53.
    Ok(nearest as i64)
}

/// Judges a number outside the band. Those that look like another unit are refused by the name of that unit: written in the right
/// one they ring by themselves. One that nobody survives is accepted if its author confirms it; all others are refused.
fn beyond(scale: Scale, nearest: f64, confirmed: bool) -> Result<(), FieldError> {
    // The casts saturate: a number that far out belongs to no scale.
    if let Some(hint) = scale.hint(nearest as i64) {
        return fault("value", looks_like(hint, scale));
    }
    match scale.admission(nearest as i64) {
        Some(Admission::Deadly(_)) if confirmed => Ok(()),
        Some(Admission::Deadly(_)) => {
            fault("confirmed", Mend::ConfirmDeadly { low: decimal(scale.low, scale.decimals), unit: Unit(scale.unit) })
        }
        _ => fault("value", within(scale)),
    }
}

/// The mend that names the unit in which the number makes sense.
fn looks_like(hint: Hint, scale: Scale) -> Mend {
    let (low, high, unit) = (decimal(scale.low, scale.decimals), decimal(scale.high, scale.decimals), Unit(scale.unit));
    match hint {
        Hint::Fahrenheit => Mend::LooksLikeFahrenheit { low, high, unit },
        Hint::Celsius => Mend::LooksLikeCelsius { low, high, unit },
        Hint::MillimolesPerLitre => Mend::LooksLikeMillimoles { low, high, unit },
        Hint::MilligramsPerDecilitre => Mend::LooksLikeMilligrams { low, high, unit },
    }
}

/// The mend that asks for a number, in the unit of the scale if it has one.
fn number(scale: Scale) -> Mend {
    if scale.unit.is_empty() { Mend::Number {} } else { Mend::NumberIn { unit: Unit(scale.unit) } }
}

/// The mend that asks for a number within the band.
fn within(scale: Scale) -> Mend {
    let (low, high) = (decimal(scale.low, scale.decimals), decimal(scale.high, scale.decimals));
    if scale.unit.is_empty() { Mend::Between { low, high } } else { Mend::BetweenIn { low, high, unit: Unit(scale.unit) } }
}

/// Reads what the device showed instead of a number. Choosing it is confirmation enough: a slip of the pen does not turn a number
/// into it.
fn shown(written: Written<'_>) -> Result<Finding, Vec<FieldError>> {
    let (number, unit) = (absent("value", written.value, Mend::AnswerIsAWord {}), absent("unit", written.unit, Mend::AnswerIsAWord {}));
    both(number, unit)?;
    Ok(Finding::Word(written.finding.unwrap_or_default().to_owned()))
}

fn chosen(words: &[&str], written: Written<'_>) -> Result<Finding, Vec<FieldError>> {
    let finding = match written.finding.filter(|word| words.contains(word)) {
        Some(word) => Ok(word.to_owned()),
        None => fault("finding", Mend::one_of("findings", words.iter().copied())),
    };
    let number = absent("value", written.value, Mend::AnswerIsAWord {}).and_then(|()| absent("unit", written.unit, Mend::AnswerIsAWord {}));
    let (word, ()) = both(finding, number)?;
    Ok(Finding::Word(word))
}

fn free(written: Written<'_>) -> Result<Finding, Vec<FieldError>> {
    match (written.value, written.finding) {
        (Some(_), None) => {
            let unit = written.unit.filter(|unit| is_unit(unit));
            let unit = unit.map_or_else(|| fault("unit", Mend::UcumUnit {}), |unit| Ok(unit.to_owned()));
            let scale = Scale { unit: "", decimals: FREE_DECIMALS, low: -FREE_MAX, high: FREE_MAX, vital: None };
            let (raw, unit) = both(raw(scale, written.value, false), unit)?;
            Ok(Finding::Number { raw, decimals: FREE_DECIMALS, unit })
        }
        (None, Some(word)) => {
            let text = crate::text::Text::parse(word, 1..=WORD_MAX, crate::text::MustHold::LetterOrDigit);
            let text = text.map_err(|flaw| FieldError::new("finding", flaw));
            let (text, ()) = both(text, absent("unit", written.unit, Mend::WordsHaveNoUnit {}))?;
            Ok(Finding::Word(text.into_string()))
        }
        _ => Err(vec![FieldError::new("value", Mend::NumberOrWords {})]),
    }
}

/// True if all characters are ones that UCUM uses; its grammar is not checked.
fn is_unit(text: &str) -> bool {
    (1..=20).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_graphic() && !b"\"\\<>&".contains(&byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(value: f64, unit: &str) -> Written<'_> {
        Written { value: Some(value), unit: Some(unit), ..Written::default() }
    }

    fn word(finding: &str) -> Written<'_> {
        Written { finding: Some(finding), ..Written::default() }
    }

    fn read(code: &str, written: Written<'_>) -> Result<Finding, Vec<String>> {
        let told = |faults: Vec<FieldError>| faults.into_iter().map(|fault| format!("{}: {}", fault.field(), fault.message())).collect();
        let coded = Coded::parse(code).map_err(|fault| told(vec![fault]))?;
        coded.read(written).map(|(finding, _)| finding).map_err(told)
    }

    fn steps(raw: i64, decimals: u8, unit: &str) -> Result<Finding, Vec<String>> {
        Ok(Finding::Number { raw, decimals, unit: unit.to_owned() })
    }

    #[test]
    fn numbers_become_steps_of_their_fixed_resolution() {
        assert_eq!(read("temperature", number(38.3, "Cel")), steps(3_830, 2, "Cel"));
        assert_eq!(read("8310-5", number(38.29, "Cel")), steps(3_829, 2, "Cel"), "by its LOINC code too");
        assert_eq!(read("respiratory_rate", number(0.0, "/min")), steps(0, 1, "/min"), "the emergency itself");
        assert_eq!(read("oxygen_flow", number(0.25, "L/min")), steps(25, 2, "L/min"));
        assert_eq!(read("pain", number(10.0, "{score}")), steps(10, 0, "{score}"));
        assert_eq!(read("718-7", number(13.5, "g/dL")), steps(13_500, 3, "g/dL"));
        for raw in 2_500..=4_500_i64 {
            assert_eq!(read("temperature", number(raw as f64 / 100.0, "Cel")), steps(raw, 2, "Cel"));
        }
    }

    #[test]
    fn a_number_outside_its_band_or_finer_than_its_step_is_refused_in_words() {
        let refused =
            |code, value, unit, why: &str| assert_eq!(read(code, number(value, unit)), Err(vec![why.to_owned()]), "{code} {value}");
        refused("temperature", 98.6, "Cel", "value: write a number from 25 to 45 in Cel: this looks like degrees Fahrenheit");
        refused("temperature", 100.4, "Cel", "value: write a number from 25 to 45 in Cel: this looks like degrees Fahrenheit");
        refused("temperature", 300.0, "Cel", "value: write a number from 25 to 45 in Cel");
        refused(
            "temperature",
            2.8,
            "Cel",
            "value: write a number from 25 to 45 in Cel: this looks like degrees Celsius, converted once too often",
        );
        // 2.2 mmol/L is an emergency: as 40 mg/dL it rings, and it must not be confirmed as a number that it is not.
        for value in [5.5, 2.2] {
            refused("glucose", value, "mg/dL", "value: write a number from 10 to 1000 in mg/dL: this looks like mmol/L");
        }
        refused(
            "glucose",
            1_801.6,
            "mg/dL",
            "value: write a number from 10 to 1000 in mg/dL: this looks like mg/dL, converted once too often",
        );
        refused("spo2", 127.0, "%", "value: write a number from 50 to 100 in %");
        refused("spo2", -1.0, "%", "value: write a number from 50 to 100 in %");
        refused("temperature", 24.99, "Cel", "value: write a number from 25 to 45 in Cel");
        refused("temperature", 38.355, "Cel", "value: write at most 2 decimal places");
        refused("pain", 3.5, "{score}", "value: write a whole number");
        refused("pain", 11.0, "{score}", "value: write a number from 0 to 10 in {score}");
        refused("spo2", f64::NAN, "%", "value: write a number in %");
        refused("718-7", 13.123_4, "g/dL", "value: write at most 3 decimal places");
        refused("718-7", 1e12, "g/dL", "value: write -1000000000 to 1000000000");
    }

    #[test]
    fn what_nobody_lives_with_is_taken_from_an_author_who_confirms_it() {
        let why = |low, unit| vec![format!("confirmed: look at the patient: nobody lives below {low} {unit}; if it is so, confirm it")];
        let confirmed = |value, unit| Written { confirmed: true, ..number(value, unit) };
        for (code, value, unit, low, raw) in
            [("spo2", 48.0, "%", 50, 480), ("pulse_rate", 0.0, "/min", 20, 0), ("systolic", 38.0, "mm[Hg]", 40, 380)]
        {
            assert_eq!(read(code, number(value, unit)), Err(why(low, unit)), "{code}");
            assert_eq!(read(code, confirmed(value, unit)), steps(raw, 1, unit), "{code}");
        }
        // Nothing else is taken because somebody insists.
        assert!(read("temperature", confirmed(100.4, "Cel")).is_err() && read("spo2", confirmed(127.0, "%")).is_err());
        assert!(read("diastolic", confirmed(15.0, "mm[Hg]")).is_err(), "a diastolic that low is a cuff that slipped");
    }

    #[test]
    fn a_wrong_unit_is_refused_and_never_converted() {
        for (code, value, unit, right) in [
            ("temperature", 38.3, "[degF]", "Cel"),
            ("temperature", 38.3, "cel", "Cel"),
            ("glucose", 100.0, "mmol/L", "mg/dL"),
            ("weight", 81.0, "[lb_av]", "kg"),
        ] {
            assert_eq!(
                read(code, number(value, unit)),
                Err(vec![format!("unit: write {right}: the value is kept in this unit")]),
                "{code} {unit}"
            );
        }
        assert!(read("weight", Written { unit: None, ..number(81.0, "") }).is_err(), "a number without a unit says nothing");
        for unit in ["", "g / dL", "<b>", "a unit of more than twenty signs"] {
            assert!(read("718-7", number(13.5, unit)).unwrap_err()[0].starts_with("unit: write the UCUM unit"), "{unit}");
        }
    }

    #[test]
    fn a_coded_answer_is_one_of_its_words() {
        assert_eq!(read("consciousness", word("confusion")), Ok(Finding::Word("confusion".into())));
        assert_eq!(
            read("consciousness", word("Alert")),
            Err(vec!["finding: write one of alert, confusion, voice, pain, unresponsive".into()])
        );
        assert_eq!(read("664-3", word("Gram-negative rods")), Ok(Finding::Word("Gram-negative rods".into())));
        assert_eq!(read("664-3", word("\u{200B}")).unwrap_err().len(), 1, "nobody sees it");
    }

    #[test]
    fn lo_and_hi_stand_for_the_number_of_a_vital_alone() {
        assert_eq!(read("glucose", word("off_scale_low")), Ok(Finding::Word("off_scale_low".into())));
        assert_eq!(read("glucose_molar", word("off_scale_high")), Ok(Finding::Word("off_scale_high".into())));
        let beside = Written { finding: Some("off_scale_low"), ..number(20.0, "mg/dL") };
        let leave = |field: &str| format!("{field}: leave it out: the answer is a word, in finding");
        assert_eq!(read("glucose", beside), Err(vec![leave("value"), leave("unit")]));
        assert!(read("pain", word("off_scale_low")).is_err() && read("consciousness", word("off_scale_low")).is_err());
        assert!(read("glucose", word("LO")).is_err(), "the word is fixed");
    }

    #[test]
    fn a_code_is_of_the_catalogue_or_a_true_loinc_code() {
        assert_eq!(
            read("718-8", number(1.0, "g/dL")),
            Err(vec!["code: look the LOINC code up again: its last digit does not go with the others".into()])
        );
        let unknown = read("mood", word("good")).unwrap_err();
        assert!(unknown[0].starts_with("code: write a LOINC code") && unknown[0].contains("consciousness"), "{unknown:?}");
    }

    #[test]
    fn a_method_goes_with_its_code() {
        let by = |code: &str, method| {
            Coded::parse(code).unwrap().read(Written { method: Some(method), ..number(37.0, "Cel") }).map(|(_, method)| method)
        };
        assert_eq!(by("temperature", "axillary"), Ok("axillary"));
        assert_eq!(Coded::parse("temperature").unwrap().read(number(37.0, "Cel")).unwrap().1, "measured");
        let faults = Coded::parse("weight").unwrap().read(Written { method: Some("rectal"), ..number(80.0, "kg") }).unwrap_err();
        assert_eq!(faults, [FieldError::new("method", Mend::one_of("methods", METHODS))]);
    }

    #[test]
    fn every_fault_is_told_at_once() {
        let faults = |code, written| read(code, written).unwrap_err();
        let told = faults("fio2", Written { method: Some("x"), ..number(20.9, "L/min") });
        assert_eq!(told.len(), 3, "{told:?}");
        let told = faults("consciousness", number(1.0, "%"));
        assert_eq!(told[1], "value: leave it out: the answer is a word, in finding");
        assert_eq!(faults("718-7", Written::default()), ["value: write either a number, in value with its unit, or words, in finding"]);
    }
}
