//! What happened: store it before anyone is told.

use crate::ids::{ShiftId, StayId};
use crate::shift::NewShift;
use hearth_alerts::StaffId;
use hearth_vitals::WallMs;

/// One step: who, when, what. No step is ever changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// Who.
    pub by: StaffId,
    /// When.
    pub at: WallMs,
    /// What it was.
    pub what: What,
}

/// What a step was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    /// A shift was put on the roster.
    Planned(NewShift),
    /// A shift is another one now.
    Changed(NewShift),
    /// A shift that had not begun was taken off the roster.
    Cancelled(ShiftId),
    /// A shift is over.
    Ended(ShiftId),
    /// The watch of a stay has this holder and this backup from now on.
    Holds {
        /// Of which stay.
        stay: StayId,
        /// Who held it before.
        from: Option<ShiftId>,
        /// Who holds it.
        holder: ShiftId,
        /// Who comes next.
        backup: Option<ShiftId>,
        /// Why.
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
    /// All of them.
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
