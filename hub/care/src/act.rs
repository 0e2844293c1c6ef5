//! What people can do. Whether their role may is the caller's to know.

use crate::ids::{ShiftId, StayId};
use crate::shift::NewShift;
use hearth_alerts::StaffId;
use std::collections::BTreeSet;

/// The watch of a stay as a person saw it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Seen {
    /// Which stay.
    pub stay: StayId,
    /// Its version on the screen.
    pub version: u32,
}

/// Who is to hold the watch of a stay.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Assignment {
    /// Of which stay, as it was shown.
    pub seen: Seen,
    /// Who holds it.
    pub holder: StaffId,
    /// Who comes next.
    pub backup: Option<StaffId>,
}

/// An act of a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Act {
    /// Puts a shift on the roster.
    Plan(NewShift),
    /// Changes a shift.
    Change {
        /// The version that the person saw.
        version: u32,
        /// As it is to be.
        new: NewShift,
    },
    /// Takes a shift that has not begun off the roster.
    Cancel {
        /// Which.
        shift: ShiftId,
        /// The version that the person saw.
        version: u32,
    },
    /// Ends a shift.
    End {
        /// Which.
        shift: ShiftId,
        /// The version that the person saw.
        version: u32,
        /// True if the person may end the shifts of others.
        leads: bool,
    },
    /// Gives stays to people: all of them, or none.
    Assign(Vec<Assignment>),
    /// Takes stays, from whoever holds them.
    TakeOver(Vec<Seen>),
    /// Takes stays over from the person who has held them, with what was said of each.
    HandOver {
        /// Who gives.
        from: StaffId,
        /// Which.
        stays: Vec<Seen>,
    },
    /// The first shift has begun while this person held the watch of all stays.
    Keep(StaffId),
}

impl Act {
    /// The stays that it names, in its order.
    fn named(&self) -> Vec<StayId> {
        match self {
            Act::Assign(all) => all.iter().map(|one| one.seen.stay).collect(),
            Act::TakeOver(all) | Act::HandOver { stays: all, .. } => all.iter().map(|seen| seen.stay).collect(),
            Act::Plan(_) | Act::Change { .. } | Act::Cancel { .. } | Act::End { .. } | Act::Keep(_) => Vec::new(),
        }
    }

    /// The stays that it names, each once, in order.
    pub fn stays(&self) -> BTreeSet<StayId> {
        self.named().into_iter().collect()
    }

    pub(crate) fn named_twice(&self) -> Option<StayId> {
        let mut seen = BTreeSet::new();
        self.named().into_iter().find(|stay| !seen.insert(*stay))
    }
}
