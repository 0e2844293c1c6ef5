//! Why an act on shifts or watches is refused.

use crate::ids::{ShiftId, StayId};
use hearth_alerts::StaffId;
use hearth_vitals::WallMs;

/// Why an act is refused, in words that say what to do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum WardRefused {
    /// Nothing has that id.
    #[error("there is no such shift: it may have been cancelled; look at the roster again")]
    UnknownShift(ShiftId),
    /// The stay has ended, or there is none with that id.
    #[error("the stay has ended: its watch is nobody's any more")]
    UnknownStay(StayId),
    /// Somebody else has changed the shift since it was shown.
    #[error("the shift was changed after it was shown (now version {now}): look at both, then decide")]
    ShiftChanged {
        /// Version of the shift now.
        now: u32,
    },
    /// Once a shift has begun, its person, duty and beginning are history and cannot be changed.
    #[error("the shift has begun: only its end, its site, its languages and how the person is reached can be changed")]
    ShiftBegan,
    /// The shift has not begun.
    #[error("the shift has not begun: cancel it instead")]
    ShiftNotBegun,
    /// The shift is over.
    #[error("the shift is over")]
    ShiftOver,
    /// The person has another shift at the same time.
    #[error("the person has another shift at that time")]
    Overlaps(ShiftId),
    /// The end of the shift lies in the past.
    #[error("the shift would have ended already: end it instead")]
    EndsInThePast,
    /// The shift still holds the watch of stays.
    #[error("the shift still holds the watch of {stays} stays: hand them over first")]
    HoldsStays {
        /// How many stays it still holds.
        stays: usize,
    },
    /// It is another person's shift.
    #[error("only the person themselves or the charge nurse ends a shift")]
    NotYours,
    /// The person has no shift now.
    #[error("the person is not on shift now")]
    NotOnShift(StaffId),
    /// The person was on shift and is not any more.
    #[error("the person has gone home")]
    GoneHome {
        /// The person who has gone home.
        who: StaffId,
        /// When their shift ended.
        since: WallMs,
    },
    /// The person's duty does not include watching stays.
    #[error("the person does not watch stays in this shift")]
    CannotWatch(StaffId),
    /// The watch has changed hands since it was shown.
    #[error("the watch of the stay has changed hands since it was shown")]
    WatchChanged {
        /// The stay that it is about.
        stay: StayId,
        /// The person who holds it now; `None` for nobody.
        holder: Option<StaffId>,
    },
    /// The same person is named as holder and as backup.
    #[error("holder and backup must be two persons")]
    OwnBackup(StaffId),
    /// The list of stays is empty.
    #[error("name at least one stay")]
    NoStays,
    /// A stay is named twice.
    #[error("the stay is named twice")]
    Twice(StayId),
    /// The giver does not hold the watch of the stay.
    #[error("the giver does not hold the watch of this stay")]
    NotTheirs {
        /// The stay that it is about.
        stay: StayId,
        /// The person who holds it now; `None` for nobody.
        holder: Option<StaffId>,
    },
    /// Giver and receiver are the same person.
    #[error("nobody hands over to themselves")]
    ToThemselves,
}
