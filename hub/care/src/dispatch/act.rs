//! What people do to an incident.

use super::stamp::{Pressed, Source};
use super::state::IncidentState;
use super::unit::UnitId;
use hearth_vitals::WallMs;

/// What a person does to an incident.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IncidentAct {
    /// Marks the incident as judged: it is known what is to be done.
    Triage,
    /// Offers a place to a unit. Sending also counts as judging the incident.
    Send {
        /// The unit that is sent.
        unit: UnitId,
        /// True if it comes besides a unit that is sent already.
        second: bool,
    },
    /// Gives a place to another unit.
    Reassign {
        /// Number of the place, from 1.
        place: u8,
        /// The unit that gets the place.
        unit: UnitId,
        /// The version that the person was shown.
        shown: u32,
    },
    /// Says how far a unit is.
    Stamp {
        /// Number of the place in the incident, from 1.
        place: u8,
        /// The unit that the stamp is about.
        unit: UnitId,
        /// What it came to.
        state: IncidentState,
        /// How it was told.
        source: Source,
        /// What the phone's clock said.
        pressed: Option<Pressed>,
    },
    /// Corrects the instant of a stamp.
    Amend {
        /// Number of the step whose instant is corrected.
        names: u32,
        /// The corrected instant.
        at: WallMs,
    },
    /// Calls a unit back.
    StandDown {
        /// Number of the place in the incident, from 1.
        place: u8,
        /// The version that the person was shown.
        shown: u32,
    },
    /// Ends the incident as solved without a visit.
    ResolveRemotely {
        /// The version that the person was shown.
        shown: u32,
    },
    /// Ends the incident because nobody is needed.
    Cancel {
        /// The version that the person was shown.
        shown: u32,
    },
    /// Closes the incident.
    Close {
        /// The version that the person was shown.
        shown: u32,
    },
}

impl IncidentAct {
    /// The version that the person was shown; `None` for acts that do not depend on what was shown.
    pub const fn shown(self) -> Option<u32> {
        match self {
            IncidentAct::Reassign { shown, .. }
            | IncidentAct::StandDown { shown, .. }
            | IncidentAct::ResolveRemotely { shown }
            | IncidentAct::Cancel { shown }
            | IncidentAct::Close { shown } => Some(shown),
            IncidentAct::Triage | IncidentAct::Send { .. } | IncidentAct::Stamp { .. } | IncidentAct::Amend { .. } => None,
        }
    }
}
