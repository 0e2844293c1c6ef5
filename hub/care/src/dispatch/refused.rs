//! Why an act on an incident is refused.

use super::state::IncidentState;
use super::unit::{IncidentId, UnitId};

/// Why an act on an incident is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum IncidentRefused {
    /// The incident has changed since it was shown.
    #[error("the incident was changed after it was shown (now version {now})")]
    Changed {
        /// Version of the incident now.
        now: u32,
    },
    /// The state cannot follow the present one.
    #[error("what is {} cannot become {}", from.key(), to.key())]
    NotAllowed {
        /// The present state.
        from: IncidentState,
        /// The state that was asked for.
        to: IncidentState,
    },
    /// A unit was sent already, and no second one was asked for.
    #[error("a unit is sent already")]
    UnitSent(UnitId),
    /// The unit has a place in an incident, perhaps in this one.
    #[error("the unit has a place in an incident")]
    UnitBusy {
        /// The unit that is wanted.
        unit: UnitId,
        /// The incident in which it has a place.
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
        /// The unit that has the place now.
        unit: UnitId,
    },
    /// The offer that was answered is over: the place was offered anew since.
    #[error("the offer is over")]
    OfferOver,
    /// The state is reached already.
    #[error("it is {} already", .0.key())]
    Already(IncidentState),
    /// The stay has ended: nobody is sent there any more.
    #[error("the stay has ended")]
    StayEnded,
    /// A unit is on its way or with the patient: it is stood down first, or finishes.
    #[error("a unit is still in the incident")]
    UnitStillSent {
        /// The unit that is still sent.
        unit: UnitId,
        /// How far it is.
        state: IncidentState,
    },
    /// There is no step of that number, or it is not a stamp.
    #[error("the step is no stamp")]
    NoStamp(u32),
    /// Somebody has corrected it already.
    #[error("the stamp was corrected already")]
    AmendedBy(u32),
    /// The corrected instant would lie before the previous stamp, after the next one, or in the future.
    #[error("the instant is out of order")]
    OutOfOrder,
    /// The incident has as many places, offers or corrections as it can hold.
    #[error("the incident can hold no more of these")]
    Full,
}
