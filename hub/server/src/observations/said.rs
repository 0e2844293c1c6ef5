//! Translates what people wrote down into the terms of the alert rules.

use hearth_alerts::rules::knowledge::HandEntry;
use hearth_alerts::verdict::{Found, Site};
use hearth_scores::Acvpu;
use hearth_store::observations::{Finding, Observed, rescaled, vital_of};
use hearth_vitals::Vital;

/// The fraction of oxygen in room air, in tenths of a percent.
const AIR_FIO2: i64 = 210;

/// The codes that a rule over several vitals looks at.
pub fn codes() -> Vec<&'static str> {
    Vital::ALL.into_iter().map(Vital::key).chain(["consciousness", "oxygen_device", "oxygen_flow", "fio2"]).collect()
}

/// True for a code that a rule over several vital signs or a limit looks at.
pub fn is_judged(code: &str) -> bool {
    vital_of(code).is_some() || codes().contains(&code)
}

/// What the observation means to the rules; `None` if nothing.
pub fn said(observed: &Observed) -> Option<HandEntry> {
    let found = match (&observed.finding, observed.code.as_str()) {
        (Finding::Word(word), "consciousness") => Found::Consciousness(level(word)?),
        (Finding::Word(word), "oxygen_device") => Found::Oxygen(word != "room_air"),
        (Finding::Number { raw, .. }, "oxygen_flow") => Found::Oxygen(*raw > 0),
        (Finding::Number { raw, decimals: 1, .. }, "fio2") => Found::Oxygen(*raw > AIR_FIO2),
        (Finding::Number { raw, decimals, .. }, code) => {
            let vital = Vital::from_key(code)?;
            let raw = rescaled(*raw, i64::from(*decimals), i64::from(vital.decimals()))?;
            // A value that nobody survives rings by itself; no rule over several vital signs takes it as a value.
            Some(raw).filter(|raw| vital.is_plausible(*raw)).map(|raw| Found::Number { vital, raw })?
        }
        (Finding::Word(_), _) => return None,
    };
    Some(HandEntry { at: observed.at, found, site: site(&observed.method) })
}

fn level(word: &str) -> Option<Acvpu> {
    serde_json::from_value(serde_json::Value::String(word.to_owned())).ok()
}

fn site(method: &str) -> Option<Site> {
    serde_json::from_value(serde_json::Value::String(method.to_owned())).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::observations::catalogue::{SITES, find};
    use hearth_vitals::WallMs;
    use uuid::Uuid;

    fn observed(code: &str, finding: Finding, method: &str) -> Observed {
        Observed { episode: Uuid::nil(), code: code.to_owned(), at: WallMs(7), finding, method: method.to_owned() }
    }

    fn word(code: &str, word: &str) -> Option<Found> {
        said(&observed(code, Finding::Word(word.to_owned()), "measured")).map(|said| said.found)
    }

    fn number(code: &str, raw: i64, decimals: u8) -> Option<Found> {
        said(&observed(code, Finding::Number { raw, decimals, unit: String::new() }, "measured")).map(|said| said.found)
    }

    #[test]
    fn every_answer_of_the_catalogue_says_something_to_the_rules() {
        for code in codes() {
            assert!(find(code).is_some(), "{code} is in the catalogue");
        }
        for level in ["alert", "confusion", "voice", "pain", "unresponsive"] {
            assert!(word("consciousness", level).is_some(), "{level}");
        }
        for taken in SITES {
            assert!(
                said(&observed("temperature", Finding::Number { raw: 383, decimals: 1, unit: "Cel".into() }, taken))
                    .unwrap()
                    .site
                    .is_some()
            );
        }
    }

    #[test]
    fn oxygen_is_on_with_anything_that_gives_more_than_air() {
        assert_eq!(word("oxygen_device", "room_air"), Some(Found::Oxygen(false)));
        assert_eq!(word("oxygen_device", "nasal_cannula"), Some(Found::Oxygen(true)));
        assert_eq!((number("oxygen_flow", 0, 2), number("oxygen_flow", 200, 2)), (Some(Found::Oxygen(false)), Some(Found::Oxygen(true))));
        assert_eq!((number("fio2", 210, 1), number("fio2", 280, 1)), (Some(Found::Oxygen(false)), Some(Found::Oxygen(true))));
    }

    #[test]
    fn a_vital_keeps_its_value_whatever_resolution_it_was_written_with() {
        assert_eq!(number("temperature", 383, 1), Some(Found::Number { vital: Vital::Temperature, raw: 3_830 }));
        assert_eq!(number("pain", 3, 0), None);
    }
}
