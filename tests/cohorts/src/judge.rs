//! Whoever judges the same measurements: the engine, and the rules with which it is compared.
//!
//! This is all that a cohort knows of the engine. What changes in its calls is to be changed in [`engine`] alone.

pub mod engine;
pub mod fever;
pub mod ladder;
pub mod minute;
pub mod plain;
pub mod score;

use hearth_alerts::{FrameAt, Kind, Now, Priority, Side};
use hearth_vitals::{GatewayId, Vital};

/// What an alert says, so that it can be compared with the truth.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Claim {
    /// A vital is beyond a line (raw).
    Beyond {
        /// The vital that is beyond.
        vital: Vital,
        /// The side of the line.
        side: Side,
        /// The line, in steps of the vital's resolution.
        line: i32,
    },
    /// NEWS2 is so high.
    Score(u8),
    /// It says nothing about the patient.
    Nothing,
}

/// Why a nurse hears of an alert.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ring {
    /// It is new, or its condition came back.
    Anew,
    /// It became more urgent.
    Higher,
}

/// One thing that a nurse is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// When it was told, ms since 1970.
    pub at_ms: i64,
    /// Which alert, by a number of its own.
    pub alert: u128,
    /// Name of the rule.
    pub rule: String,
    /// Why it rings.
    pub ring: Ring,
    /// What kind of alert.
    pub kind: Kind,
    /// How urgent it is now.
    pub priority: Priority,
    /// What it says.
    pub claim: Claim,
    /// True when it tells of something that is over and that nobody could see.
    pub while_offline: bool,
}

/// Something that judges measurements of one patient in virtual time. Calls come in the order of `now`.
pub trait Judge {
    /// Time has passed, with nothing new.
    fn until(&mut self, now: Now, told: &mut Vec<Told>);

    /// A frame has arrived.
    fn frame(&mut self, frame: &FrameAt<'_>, now: Now, told: &mut Vec<Told>);

    /// The gateway was heard.
    fn heard(&mut self, _gateway: &GatewayId, _now: Now, _told: &mut Vec<Told>) {}

    /// A nurse looks at what is open, as she does each minute.
    fn attend(&mut self, _now: Now) {}
}

/// The judges that are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Name {
    /// Hearth's engine with the limits that an adult starts with.
    Engine,
    /// The same limits without delay, hysteresis or flags.
    Plain,
    /// Rungs by severity and duration alone.
    Ladder,
    /// The NEWS2 score alone.
    Score,
    /// The fever of a transplanted patient alone.
    Fever,
}

impl Name {
    /// Every value of [`Name`].
    pub const ALL: [Name; 5] = [Name::Engine, Name::Plain, Name::Ladder, Name::Score, Name::Fever];

    /// As a table shows it.
    pub const fn text(self) -> &'static str {
        match self {
            Name::Engine => "engine",
            Name::Plain => "plain thresholds",
            Name::Ladder => "ladder alone",
            Name::Score => "NEWS2 alone",
            Name::Fever => "fever alone",
        }
    }

    /// A judge that has heard nothing yet.
    pub fn judge(self, kit: &crate::kit::Kit, begin: Now) -> Box<dyn Judge> {
        match self {
            Name::Engine => Box::new(engine::Engine::new(kit, begin)),
            Name::Plain => Box::new(plain::Plain::default()),
            Name::Ladder => Box::new(ladder::Ladder::default()),
            Name::Score => Box::new(score::ScoreAlone::default()),
            Name::Fever => Box::new(fever::FeverAlone::default()),
        }
    }
}
