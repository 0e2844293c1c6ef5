//! What people do to an incident.

use super::stamp::{Pressed, Source};
use super::state::State;
use super::unit::UnitId;
use hearth_vitals::WallMs;

/// What is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    /// Judges it: it is known what is to be done.
    Triage,
    /// Offers a unit a place. Whoever sends has judged.
    Send {
        /// Which unit.
        unit: UnitId,
        /// True if it comes besides a unit that is sent already.
        second: bool,
    },
    /// Gives a place to another unit.
    Reassign {
        /// Which place.
        place: u8,
        /// To which unit.
        unit: UnitId,
        /// The version that the person was shown.
        shown: u32,
    },
    /// Says how far a unit is.
    Stamp {
        /// In which place.
        place: u8,
        /// The unit that the person speaks of.
        unit: UnitId,
        /// What it came to.
        state: State,
        /// How it was told.
        source: Source,
        /// What the phone's clock said.
        pressed: Option<Pressed>,
    },
    /// Corrects the instant of a stamp.
    Amend {
        /// The number of the step whose instant counts now.
        names: u32,
        /// When it happened.
        at: WallMs,
    },
    /// Calls a unit back.
    StandDown {
        /// From which place.
        place: u8,
        /// The version that the person was shown.
        shown: u32,
    },
    /// It was solved from afar.
    ResolveRemotely {
        /// The version that the person was shown.
        shown: u32,
    },
    /// Nobody is needed.
    Cancel {
        /// The version that the person was shown.
        shown: u32,
    },
    /// It is over.
    Close {
        /// The version that the person was shown.
        shown: u32,
    },
}

impl Act {
    /// The version that the person was shown, where what they saw decides.
    pub const fn shown(self) -> Option<u32> {
        match self {
            Act::Reassign { shown, .. }
            | Act::StandDown { shown, .. }
            | Act::ResolveRemotely { shown }
            | Act::Cancel { shown }
            | Act::Close { shown } => Some(shown),
            Act::Triage | Act::Send { .. } | Act::Stamp { .. } | Act::Amend { .. } => None,
        }
    }
}
