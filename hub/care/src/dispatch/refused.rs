//! Why an act is refused.

use super::state::State;
use super::unit::{IncidentId, UnitId};

/// Why an act is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// It changed after it was shown.
    #[error("the incident was changed after it was shown (now version {now})")]
    Changed {
        /// Its version now.
        now: u32,
    },
    /// The table has no such way.
    #[error("what is {} cannot become {}", from.key(), to.key())]
    NotAllowed {
        /// What it is.
        from: State,
        /// What it was to become.
        to: State,
    },
    /// Somebody was first: a unit has the place, and no second one was asked for.
    #[error("a unit is sent already")]
    UnitSent(UnitId),
    /// The unit has a place in an incident, perhaps in this one.
    #[error("the unit has a place in an incident")]
    UnitBusy {
        /// Which unit.
        unit: UnitId,
        /// In which.
        incident: IncidentId,
    },
    /// Nobody drives the unit now.
    #[error("the unit has no crew on shift")]
    OffShift(UnitId),
    /// There is no such unit.
    #[error("there is no such unit")]
    UnknownUnit(UnitId),
    /// There is no such place.
    #[error("there is no such place in the incident")]
    UnknownPlace(u8),
    /// Another unit has the place now.
    #[error("another unit has the place now")]
    TakenAway {
        /// Which.
        unit: UnitId,
    },
    /// It is so already.
    #[error("it is {} already", .0.key())]
    Already(State),
    /// The stay has ended: nobody is sent there any more.
    #[error("the stay has ended")]
    StayEnded,
    /// A unit is on its way or with the patient: it is stood down first, or finishes.
    #[error("a unit is still in the incident")]
    UnitStillSent {
        /// Which.
        unit: UnitId,
        /// How far it is.
        state: State,
    },
    /// The step is no stamp, or there is none of that number.
    #[error("the step is no stamp")]
    NoStamp(u32),
    /// Somebody has corrected it already.
    #[error("the stamp was corrected already")]
    AmendedBy(u32),
    /// It would have happened before what came before it, after what came after it, or not yet.
    #[error("the instant is out of order")]
    OutOfOrder,
    /// As much as an incident can hold.
    #[error("the incident can hold no more of these")]
    Full,
}
