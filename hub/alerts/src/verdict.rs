//! What a rule says about one instant: whether what it looks for is so, on what grounds, what should be measured, and when
//! to ask it again.
//!
//! A rule is a function of what is known and of an instant. It remembers nothing, so a value that comes late, comes twice
//! or is read back after a restart cannot lead to another answer than the same value in time. What was *told* is not its
//! business: that is the list of open alerts, which keeps the worst priority and the earliest instant it has been given.

use crate::admission::{Fault, Hint};
use crate::words::Priority;
use hearth_scores::{Acvpu, news2};
use hearth_vitals::{Flags, Vital, WallMs};
use serde::{Deserialize, Serialize};

/// The answer of a rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Judgement {
    /// Is it so?
    pub verdict: Verdict,
    /// What the verdict rests on; also of one that says "over", because a screen shows it.
    pub evidence: Evidence,
    /// What should be measured or asked.
    pub wanted: Vec<ObservationRequest>,
    /// The first instant after this one at which the answer could change although nothing new arrives; `None` if only
    /// something new can change it.
    pub wake: Option<WallMs>,
}

impl Judgement {
    /// The answer of a rule that is not judged for this patient: nothing is so, and nothing is wanted.
    pub(crate) fn unasked() -> Judgement {
        Judgement { verdict: Verdict::Over, evidence: Evidence::default(), wanted: Vec::new(), wake: None }
    }
}

/// Whether what a rule looks for is so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// It is so.
    Holds {
        /// How bad it is, on the rule's own scale: a level above every one that was told before is told anew.
        level: u8,
        /// How soon someone has to act.
        priority: Priority,
        /// Since when it holds, by measurement, as far as the rule looks back.
        since: WallMs,
    },
    /// It is known not to be so.
    Over,
    /// Nobody can say. That ends nothing and begins nothing.
    Unknown {
        /// Why nobody can say.
        why: Unknown,
    },
}

impl Verdict {
    /// The priority of what holds.
    pub const fn priority(&self) -> Option<Priority> {
        if let Verdict::Holds { priority, .. } = self { Some(*priority) } else { None }
    }
}

/// Why a rule has no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unknown {
    /// Nothing that it needs was ever measured, as far as it looks back.
    NeverMeasured,
    /// What was measured is too old to say anything about now.
    TooOld,
    /// Some of what it needs is missing, and the rest is no reason to act.
    Incomplete,
}

/// What a verdict rests on.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Evidence {
    /// The inputs that decided, oldest first; at most [`INPUTS_MAX`].
    pub inputs: Vec<Input>,
    /// The score, if the rule is one.
    pub score: Option<Scored>,
    /// The limit that was reached, counted as `worst`.
    pub limit: Option<i32>,
    /// The worst value, in steps of the vital's resolution; points of a score, hundredths of a shock index.
    pub worst: Option<i32>,
    /// When it was last so, if the verdict holds for a while longer.
    #[serde(default)]
    pub until: Option<WallMs>,
    /// The instant from which a clock runs that people work against: the first measurement of a fever.
    pub clock_from: Option<WallMs>,
    /// Why a number cannot be believed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fault: Option<Fault>,
    /// What it may have been.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hint: Option<Hint>,
    /// What should be measured or asked because of it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub wanted: Vec<ObservationRequest>,
    /// The vitals of one device that have fallen silent together, if there are several: one cause is one alert. It says
    /// what was missing when it rang; one of them may have come back since.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub silent: Vec<Vital>,
}

/// The most inputs that evidence keeps: a score has seven, and nobody reads more of a series.
pub const INPUTS_MAX: usize = 8;

impl Evidence {
    /// Evidence that a number cannot be believed.
    pub fn of_fault(fault: Fault, hint: Option<Hint>) -> Evidence {
        Evidence { fault: Some(fault), hint, ..Evidence::default() }
    }

    /// Evidence of these inputs, given oldest first. Of too many, the first one and the newest are kept.
    pub fn of(mut inputs: Vec<Input>) -> Evidence {
        if inputs.len() > INPUTS_MAX {
            inputs.drain(1..=inputs.len() - INPUTS_MAX);
        }
        Evidence { inputs, ..Evidence::default() }
    }
}

/// One input as it was used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Input {
    /// What was found.
    pub found: Found,
    /// When it was measured or said; its age is the distance from the instant that was judged.
    pub at: WallMs,
    /// What is doubtful about it.
    pub quality: Flags,
    /// Where a temperature was taken, if known.
    pub site: Option<Site>,
    /// Share of good samples in percent, if it stands for a stretch of them.
    pub good_percent: Option<u8>,
}

impl Input {
    /// A single clean finding.
    pub const fn clean(found: Found, at: WallMs) -> Input {
        Input { found, at, quality: Flags::NONE, site: None, good_percent: None }
    }
}

/// Something found by a device or a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Found {
    /// A number of a vital.
    Number {
        /// What was measured.
        vital: Vital,
        /// In steps of the vital's resolution.
        raw: i32,
    },
    /// The level of consciousness.
    Consciousness(Acvpu),
    /// True while the patient breathes more than air.
    Oxygen(bool),
}

impl Found {
    /// The number in steps of its vital, if it is one.
    pub const fn number(&self) -> Option<i32> {
        if let Found::Number { raw, .. } = self { Some(*raw) } else { None }
    }
}

/// Where a temperature was taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Site {
    /// In the mouth.
    Oral,
    /// In the ear.
    Tympanic,
    /// On the temple.
    Temporal,
    /// In the armpit: it reads too low, so it proves a fever and never its absence.
    Axillary,
    /// In the rectum: forbidden without neutrophils, because it lets bacteria into the blood. A value that was taken there
    /// is still a value.
    Rectal,
}

/// A score with its parts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Scored {
    /// The sum; `None` while a part is missing.
    pub total: Option<u8>,
    /// The sum of the known parts: the total is this or more.
    pub at_least: u8,
    /// How much it has risen above its lowest total of the last hour.
    pub rise: u8,
    /// Since when a clinician's decision puts this patient on SpO2 scale 2; `None` on scale 1.
    pub scale_two_since: Option<WallMs>,
    /// Every part, known or not.
    pub parts: Vec<ScoredPart>,
    /// MEWS, of the same inputs as far as they count; `None` in evidence that was kept before it was scored.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mews: Option<Mews>,
}

/// The Modified Early Warning Score beside NEWS2. It is shown, and rings nobody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mews {
    /// The sum; `None` while a part is missing.
    pub total: Option<u8>,
    /// The sum of the known parts: the total is this or more.
    pub at_least: u8,
    /// Every part, known or not, in the order of its table.
    pub parts: Vec<ScoredPart>,
}

/// One part of a score.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScoredPart {
    /// The part of the score.
    pub component: news2::Component,
    /// Its points; `None` if nothing says them. Never 0 instead.
    pub points: Option<u8>,
    /// When its input was measured, also if that is too long ago to count.
    pub at: Option<WallMs>,
}

/// Something that a rule wants to be measured or asked: a task.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ObservationRequest {
    /// What to measure or ask.
    pub what: Item,
    /// When it is due. `None`: as soon as it can be done.
    pub due: Option<WallMs>,
    /// What it is wanted for.
    pub purpose: Purpose,
}

/// What can be wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Item {
    /// A measurement of this vital.
    Vital(Vital),
    /// How awake the patient is.
    Consciousness,
    /// Whether the patient breathes oxygen.
    Oxygen,
}

/// What a measurement is wanted for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    /// Whether a raised temperature stays.
    ConfirmFever,
    /// A part of a score is missing or too old.
    CompleteScore,
    /// A value was doubtful.
    ConfirmValue,
    /// A sensor has been off for minutes: somebody phones the home.
    PutOn,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn evidence_reads_back_as_it_was_kept() {
        let said = Input::clean(Found::Consciousness(Acvpu::Confusion), WallMs(5));
        let measured =
            Input { site: Some(Site::Axillary), ..Input::clean(Found::Number { vital: Vital::Temperature, raw: 3_830 }, WallMs(9)) };
        let parts = vec![ScoredPart { component: news2::Component::Spo2, points: None, at: None }];
        let score = Scored { total: None, at_least: 3, rise: 2, scale_two_since: None, parts, mews: None };
        let evidence = Evidence { score: Some(score), worst: Some(3_830), ..Evidence::of(vec![said, measured]) };
        let json = serde_json::to_string(&evidence).unwrap();
        assert!(json.contains(r#"{"consciousness":"confusion"}"#) && json.contains(r#""axillary""#), "{json}");
        assert_eq!(serde_json::from_str::<Evidence>(&json).unwrap(), evidence);
    }

    #[test]
    fn of_many_inputs_the_first_and_the_newest_are_kept() {
        let input = |at| Input::clean(Found::Oxygen(true), WallMs(at));
        let kept = |count: i64| Evidence::of((0..count).map(input).collect()).inputs.iter().map(|input| input.at.0).collect::<Vec<_>>();
        assert_eq!(kept(8), [0, 1, 2, 3, 4, 5, 6, 7]);
        assert_eq!(kept(20), [0, 13, 14, 15, 16, 17, 18, 19]);
    }
}
