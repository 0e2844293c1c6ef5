//! The steps of an incident. An incident is nothing but its steps.

use super::stamp::Stamp;
use super::state::IncidentState;
use super::unit::UnitId;
use hearth_alerts::StaffId;
use hearth_vitals::WallMs;

/// What happened in one step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IncidentStepKind {
    /// The incident was opened.
    Opened,
    /// The incident itself came to another state.
    Became(IncidentState),
    /// A unit is offered a place until it confirms.
    Offered {
        /// Number of the place in the incident, from 1.
        place: u8,
        /// The unit that gets the place.
        unit: UnitId,
        /// The instant by which the unit has to confirm.
        confirm_by: WallMs,
    },
    /// A unit came to another state.
    Stamped {
        /// Number of the place in the incident, from 1.
        place: u8,
        /// The unit that came to the state.
        unit: UnitId,
        /// The state that it came to.
        state: IncidentState,
        /// When it came to that state, and who says so.
        stamp: Stamp,
    },
    /// An instant was corrected; what was said before stays beside it.
    Amended {
        /// The number of the step whose instant no longer counts: a stamp's, or of an earlier correction.
        names: u32,
        /// The corrected instant.
        at: WallMs,
    },
    /// A unit did not confirm in time.
    Unconfirmed {
        /// Number of the place in the incident, from 1.
        place: u8,
        /// The unit that was asked.
        unit: UnitId,
    },
    /// There is nobody left who could be asked; the last offer stands.
    NobodyLeft {
        /// Number of the place in the incident, from 1.
        place: u8,
    },
    /// Nobody can be at the door within the half hour any more.
    LimitLost,
    /// A unit's shift has ended before it was with the patient. It keeps its place: the end of a shift leaves nobody alone.
    ShiftOver {
        /// Number of the place in the incident, from 1.
        place: u8,
        /// The unit whose shift has ended.
        unit: UnitId,
    },
    /// The stay has ended meanwhile: the patient was discharged, or is in a hospital.
    StayEnded,
}

impl IncidentStepKind {
    /// The words of all kinds of steps, as the API names them.
    pub const WORDS: [&'static str; 10] =
        ["opened", "became", "offered", "stamped", "amended", "unconfirmed", "nobody_left", "limit_lost", "shift_over", "stay_ended"];

    /// The word for the store and the API.
    pub const fn key(&self) -> &'static str {
        match self {
            IncidentStepKind::Opened => "opened",
            IncidentStepKind::Became(_) => "became",
            IncidentStepKind::Offered { .. } => "offered",
            IncidentStepKind::Stamped { .. } => "stamped",
            IncidentStepKind::Amended { .. } => "amended",
            IncidentStepKind::Unconfirmed { .. } => "unconfirmed",
            IncidentStepKind::NobodyLeft { .. } => "nobody_left",
            IncidentStepKind::LimitLost => "limit_lost",
            IncidentStepKind::ShiftOver { .. } => "shift_over",
            IncidentStepKind::StayEnded => "stay_ended",
        }
    }
}

/// One step of an incident. It is never changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct IncidentStep {
    /// Its number, from 1 without a gap; the version of the incident after it.
    pub number: u32,
    /// When the hub heard of it, or found it.
    pub at: WallMs,
    /// The person who did it; `None` for what time does.
    pub by: Option<StaffId>,
    /// What happened in it.
    pub what: IncidentStepKind,
}
