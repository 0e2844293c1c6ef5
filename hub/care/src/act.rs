//! What people can do with shifts and watches. The caller checks that their role allows it.

use crate::ids::{ShiftId, StayId};
use crate::shift::NewShift;
use hearth_alerts::StaffId;
use std::collections::BTreeSet;

/// The watch of a stay as a person saw it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WatchVersion {
    /// The stay whose watch was shown.
    pub stay: StayId,
    /// Its version on the screen.
    pub version: u32,
}

/// Who is to hold the watch of a stay.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Assignment {
    /// The stay and the version of its watch, as they were shown.
    pub seen: WatchVersion,
    /// The person who is to hold the watch.
    pub holder: StaffId,
    /// The person who is asked if the holder does not answer.
    pub backup: Option<StaffId>,
}

/// An act of a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WardAct {
    /// Puts a shift on the roster.
    Plan(NewShift),
    /// Changes a shift.
    Change {
        /// The version that the person saw.
        version: u32,
        /// The shift as it is to be from now on.
        new: NewShift,
    },
    /// Takes a shift that has not begun off the roster.
    Cancel {
        /// The shift that is taken off.
        shift: ShiftId,
        /// The version that the person saw.
        version: u32,
    },
    /// Ends a shift.
    End {
        /// The shift that ends.
        shift: ShiftId,
        /// The version that the person saw.
        version: u32,
        /// True if the person may end the shifts of others.
        leads: bool,
    },
    /// Gives stays to people: all of them, or none.
    Assign(Vec<Assignment>),
    /// Takes stays, from whoever holds them.
    TakeOver(Vec<WatchVersion>),
    /// Takes stays over from the person who has held them, with what was said of each.
    HandOver {
        /// The person who gives the stays away.
        from: StaffId,
        /// The stays that are handed over, as the receiver saw them.
        stays: Vec<WatchVersion>,
    },
    /// The first shift has begun while this person held the watch of all stays.
    Keep(StaffId),
}

impl WardAct {
    /// The stays that the act names, in its order.
    fn named(&self) -> Vec<StayId> {
        match self {
            WardAct::Assign(all) => all.iter().map(|one| one.seen.stay).collect(),
            WardAct::TakeOver(all) | WardAct::HandOver { stays: all, .. } => all.iter().map(|seen| seen.stay).collect(),
            WardAct::Plan(_) | WardAct::Change { .. } | WardAct::Cancel { .. } | WardAct::End { .. } | WardAct::Keep(_) => Vec::new(),
        }
    }

    /// The stays that the act names, each once, sorted by id.
    pub fn stays(&self) -> BTreeSet<StayId> {
        self.named().into_iter().collect()
    }

    pub(crate) fn named_twice(&self) -> Option<StayId> {
        let mut seen = BTreeSet::new();
        self.named().into_iter().find(|stay| !seen.insert(*stay))
    }
}
