//! Why an act is refused.

use crate::ids::{ShiftId, StayId};
use hearth_alerts::StaffId;
use hearth_vitals::WallMs;

/// Why an act is refused, in words that say what to do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// Nothing has that id.
    #[error("there is no such shift: it may have been cancelled; look at the roster again")]
    UnknownShift(ShiftId),
    /// It is over, or not among the stays.
    #[error("the stay has ended: its watch is nobody's any more")]
    UnknownStay(StayId),
    /// Somebody else changed it first.
    #[error("the shift was changed after it was shown (now version {now}): look at both, then decide")]
    ShiftChanged {
        /// Its version now.
        now: u32,
    },
    /// Who works, as what and from when is history once a shift has begun.
    #[error("the shift has begun: only its end, its site, its languages and how the person is reached can be changed")]
    ShiftBegan,
    /// It has not begun.
    #[error("the shift has not begun: cancel it instead")]
    ShiftNotBegun,
    /// It is over.
    #[error("the shift is over")]
    ShiftOver,
    /// Nobody works twice at a time.
    #[error("the person has another shift at that time")]
    Overlaps(ShiftId),
    /// Its end lies in the past.
    #[error("the shift would have ended already: end it instead")]
    EndsInThePast,
    /// It holds stays.
    #[error("the shift still holds the watch of {stays} stays: hand them over first")]
    HoldsStays {
        /// How many.
        stays: usize,
    },
    /// Not their shift.
    #[error("only the person themselves or the charge nurse ends a shift")]
    NotYours,
    /// They have no shift now.
    #[error("the person is not on shift now")]
    NotOnShift(StaffId),
    /// They were on shift, and are not any more.
    #[error("the person has gone home")]
    GoneHome {
        /// Who.
        who: StaffId,
        /// Since when.
        since: WallMs,
    },
    /// Works as something else.
    #[error("the person does not watch stays in this shift")]
    CannotWatch(StaffId),
    /// Somebody was first.
    #[error("the watch of the stay has changed hands since it was shown")]
    WatchChanged {
        /// Of which stay.
        stay: StayId,
        /// Who holds it now; `None` for nobody.
        holder: Option<StaffId>,
    },
    /// One person would be both.
    #[error("holder and backup must be two persons")]
    OwnBackup(StaffId),
    /// An empty list.
    #[error("name at least one stay")]
    NoStays,
    /// One stay twice.
    #[error("the stay is named twice")]
    Twice(StayId),
    /// The giver does not hold it.
    #[error("the giver does not hold the watch of this stay")]
    NotTheirs {
        /// Of which stay.
        stay: StayId,
        /// Who holds it now; `None` for nobody.
        holder: Option<StaffId>,
    },
    /// Giver and receiver are one.
    #[error("nobody hands over to themselves")]
    ToThemselves,
}
