//! Steps: what happened to shifts and watches. They are stored before anyone is told.

use crate::ids::{ShiftId, StayId};
use crate::shift::NewShift;
use hearth_alerts::StaffId;
use hearth_vitals::WallMs;

/// One step: who did what, and when. No step is ever changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WardStep {
    /// The person who did it.
    pub by: StaffId,
    /// When it was done.
    pub at: WallMs,
    /// What was done.
    pub what: WardStepKind,
}

/// What was done in a step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WardStepKind {
    /// A shift was put on the roster.
    Planned(NewShift),
    /// A shift was changed to this.
    Changed(NewShift),
    /// A shift that had not begun was taken off the roster.
    Cancelled(ShiftId),
    /// A shift was ended.
    Ended(ShiftId),
    /// The watch of a stay has this holder and this backup from now on.
    Holds {
        /// The stay that it is about.
        stay: StayId,
        /// The shift that held it before.
        from: Option<ShiftId>,
        /// The shift that holds it now.
        holder: ShiftId,
        /// The shift of the backup.
        backup: Option<ShiftId>,
        /// What made the watch change hands.
        why: Why,
    },
}

/// Why the watch of a stay changed hands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// The charge nurse assigned it.
    Assigned,
    /// A nurse took it.
    TakenOver,
    /// It was handed over with its sheet.
    HandedOver,
    /// Whoever held the watch of all stays when the first shift began has kept it.
    Kept,
}

impl Why {
    /// Every value of [`Why`].
    pub const ALL: [Why; 4] = [Why::Assigned, Why::TakenOver, Why::HandedOver, Why::Kept];

    /// The fixed word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Why::Assigned => "assigned",
            Why::TakenOver => "taken_over",
            Why::HandedOver => "handed_over",
            Why::Kept => "kept",
        }
    }
}
