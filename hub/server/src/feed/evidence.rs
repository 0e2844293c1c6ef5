//! The grounds of an alert, and the parts of a score, as people see them.

use hearth_alerts::admission::{Fault, Hint};
use hearth_alerts::verdict::{self, Found, Item, Judgement, ObservationRequest};
use hearth_scores::Acvpu;
use hearth_scores::news2::Component;
use hearth_vitals::Flags;
use serde::Serialize;
use utoipa::ToSchema;

/// The values and scores because of which an alert rang.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Evidence {
    /// What was found, oldest first: at most eight.
    pub inputs: Vec<Input>,
    /// The score, if the rule is a score; otherwise `null`.
    pub score: Option<Score>,
    /// The instant from which people work against the clock, ms since 1970: the first temperature of a fever.
    pub clock_from_at: Option<i64>,
    /// Why the alert's number cannot be believed (`x-codes`: `number_faults`); `null` if it can.
    pub fault: Option<&'static str>,
    /// What the number may have been (`x-codes`: `number_hints`).
    pub hint: Option<&'static str>,
    /// What has to be measured or asked because of it: keys of vitals, `consciousness`, `oxygen`.
    pub wanted: Vec<&'static str>,
    /// Keys of the vitals of one device that fell silent together, if there are several; otherwise empty.
    pub silent: Vec<&'static str>,
}

/// Something that was found by a device or a person.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Input {
    /// Key of the vital, `consciousness` or `oxygen`.
    pub what: &'static str,
    /// The number, in `unit`; `null` for a word.
    pub value: Option<f64>,
    /// The word: a level of consciousness, or `on` or `off` for oxygen; `null` for a number.
    pub word: Option<&'static str>,
    /// UCUM unit of the number.
    pub unit: Option<&'static str>,
    /// When it was measured or said, ms since 1970.
    pub at: i64,
    /// What is doubtful about it.
    pub flags: Vec<&'static str>,
    /// Share of good samples in percent, if it stands for five minutes of them.
    pub good_percent: Option<u8>,
}

/// A score with its parts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Score {
    /// The sum; `null` while a part is missing.
    pub total: Option<u8>,
    /// The sum of the known parts: the total is this or more.
    pub at_least: u8,
    /// How much it has risen above its lowest total of the last hour.
    pub rise: u8,
    /// Since when the patient is on SpO2 scale 2, ms since 1970; `null` on scale 1.
    pub scale_two_since_at: Option<i64>,
    /// Every part, known or not.
    pub parts: Vec<ScorePart>,
    /// The score MEWS of the same inputs, which rings nobody; `null` in what rang before it was scored.
    pub mews: Option<Mews>,
}

/// The Modified Early Warning Score of a patient: 5 and more is a reason to call a physician.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Mews {
    /// The sum of all parts; `null` while a part is missing.
    pub total: Option<u8>,
    /// The sum of the known parts: the total is this or more.
    pub at_least: u8,
    /// Every part, known or not, by the same names as those of NEWS2.
    pub parts: Vec<ScorePart>,
}

/// One part of a score.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ScorePart {
    /// `respirations`, `spo2`, `oxygen`, `systolic`, `pulse`, `consciousness` or `temperature`.
    pub part: &'static str,
    /// Its points; `null` if nothing says them. Never 0 instead.
    pub points: Option<u8>,
    /// When its input was measured, ms since 1970, also if that is too long ago to count.
    pub at: Option<i64>,
}

/// The early warning score of a patient now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct EarlyWarning {
    /// The NEWS2 score with its parts.
    pub score: Score,
    /// What has to be measured or asked to complete it: keys of vitals, `consciousness`, `oxygen`.
    pub wanted: Vec<&'static str>,
}

const fn word(level: Acvpu) -> &'static str {
    match level {
        Acvpu::Alert => "alert",
        Acvpu::Confusion => "confusion",
        Acvpu::Voice => "voice",
        Acvpu::Pain => "pain",
        Acvpu::Unresponsive => "unresponsive",
    }
}

const fn wanted(wanted: &ObservationRequest) -> &'static str {
    match wanted.what {
        Item::Vital(vital) => vital.key(),
        Item::Consciousness => "consciousness",
        Item::Oxygen => "oxygen",
    }
}

const fn part(component: Component) -> &'static str {
    match component {
        Component::Respirations => "respirations",
        Component::Spo2 => "spo2",
        Component::Oxygen => "oxygen",
        Component::Systolic => "systolic",
        Component::Pulse => "pulse",
        Component::Consciousness => "consciousness",
        Component::Temperature => "temperature",
    }
}

impl From<&verdict::Input> for Input {
    fn from(input: &verdict::Input) -> Input {
        let (what, value, word, unit) = match input.found {
            Found::Number { vital, raw } => (vital.key(), Some(vital.raw_to_f64(raw)), None, Some(vital.unit())),
            Found::Consciousness(level) => ("consciousness", None, Some(word(level)), None),
            Found::Oxygen(is_on) => ("oxygen", None, Some(if is_on { "on" } else { "off" }), None),
        };
        Input { what, value, word, unit, at: input.at.0, flags: Flags::names(input.quality).collect(), good_percent: input.good_percent }
    }
}

impl From<&verdict::Scored> for Score {
    fn from(scored: &verdict::Scored) -> Score {
        Score {
            total: scored.total,
            at_least: scored.at_least,
            rise: scored.rise,
            scale_two_since_at: scored.scale_two_since.map(|at| at.0),
            parts: scored.parts.iter().map(ScorePart::from).collect(),
            mews: scored.mews.as_ref().map(Mews::from),
        }
    }
}

impl From<&verdict::ScoredPart> for ScorePart {
    fn from(known: &verdict::ScoredPart) -> ScorePart {
        ScorePart { part: part(known.component), points: known.points, at: known.at.map(|at| at.0) }
    }
}

impl From<&verdict::Mews> for Mews {
    fn from(scored: &verdict::Mews) -> Mews {
        Mews { total: scored.total, at_least: scored.at_least, parts: scored.parts.iter().map(ScorePart::from).collect() }
    }
}

impl From<&verdict::Evidence> for Evidence {
    fn from(evidence: &verdict::Evidence) -> Evidence {
        Evidence {
            inputs: evidence.inputs.iter().map(Input::from).collect(),
            score: evidence.score.as_ref().map(Score::from),
            clock_from_at: evidence.clock_from.map(|at| at.0),
            fault: evidence.fault.map(Fault::as_str),
            hint: evidence.hint.map(Hint::as_str),
            wanted: evidence.wanted.iter().map(wanted).collect(),
            silent: evidence.silent.iter().map(|vital| vital.key()).collect(),
        }
    }
}

impl EarlyWarning {
    /// Made from the judgement of NEWS2; `None` while nothing that it scores has been measured.
    pub fn of(answer: &Judgement) -> Option<EarlyWarning> {
        let score = answer.evidence.score.as_ref().filter(|score| score.parts.iter().any(|part| part.at.is_some()))?;
        Some(EarlyWarning { score: Score::from(score), wanted: answer.wanted.iter().map(wanted).collect() })
    }
}
