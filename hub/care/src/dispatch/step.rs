//! What became of an incident: an incident is its steps.

use super::stamp::Stamp;
use super::state::State;
use super::unit::UnitId;
use hearth_alerts::StaffId;
use hearth_vitals::WallMs;

/// What happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    /// It is known.
    Opened,
    /// The incident itself came to another state.
    Became(State),
    /// A unit is offered a place until it confirms.
    Offered {
        /// Of which place, from 1.
        place: u8,
        /// To which unit.
        unit: UnitId,
        /// By when it is to confirm.
        confirm_by: WallMs,
    },
    /// A unit came to another state.
    Stamped {
        /// In which place.
        place: u8,
        /// Which unit.
        unit: UnitId,
        /// What it came to.
        state: State,
        /// When, and who says so.
        stamp: Stamp,
    },
    /// An instant was corrected; what was said before stays beside it.
    Amended {
        /// The number of the step whose instant no longer counts: a stamp's, or of an earlier correction.
        names: u32,
        /// When it happened.
        at: WallMs,
    },
    /// A unit did not confirm in time.
    Unconfirmed {
        /// In which place.
        place: u8,
        /// Which unit.
        unit: UnitId,
    },
    /// There is nobody left who could be asked; the last offer stands.
    NobodyLeft {
        /// For which place.
        place: u8,
    },
    /// Nobody can be at the door within the half hour any more.
    LimitLost,
    /// A unit's shift has ended, and it is not with the patient yet. It keeps its place: nobody is left alone by a clock.
    ShiftOver {
        /// In which place.
        place: u8,
        /// Which unit.
        unit: UnitId,
    },
    /// The stay has ended meanwhile: the patient was discharged, or is in a hospital.
    StayEnded,
}

impl What {
    /// Every word.
    pub const WORDS: [&'static str; 10] =
        ["opened", "became", "offered", "stamped", "amended", "unconfirmed", "nobody_left", "limit_lost", "shift_over", "stay_ended"];

    /// The word for the store and the API.
    pub const fn key(&self) -> &'static str {
        match self {
            What::Opened => "opened",
            What::Became(_) => "became",
            What::Offered { .. } => "offered",
            What::Stamped { .. } => "stamped",
            What::Amended { .. } => "amended",
            What::Unconfirmed { .. } => "unconfirmed",
            What::NobodyLeft { .. } => "nobody_left",
            What::LimitLost => "limit_lost",
            What::ShiftOver { .. } => "shift_over",
            What::StayEnded => "stay_ended",
        }
    }
}

/// One step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step {
    /// Its number, from 1 without a gap; the version of the incident after it.
    pub number: u32,
    /// When the hub heard of it, or found it.
    pub at: WallMs,
    /// Who; `None` for what time does.
    pub by: Option<StaffId>,
    /// What happened.
    pub what: What,
}
