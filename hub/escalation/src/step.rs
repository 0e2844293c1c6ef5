//! What happened: store it before anyone is told.

use crate::delivery::Receipt;
use crate::pause::{Reason, Resumed};
use crate::post::Posts;
use hearth_alerts::{AlertId, Priority, StaffId};
use hearth_vitals::WallMs;

/// One step of one alert.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step {
    /// Of which alert.
    pub alert: AlertId,
    /// Its priority then.
    pub priority: Priority,
    /// In which round, from 1: an acknowledgement that becomes void begins another.
    pub round: u32,
    /// When the hub took the step.
    pub at: WallMs,
    /// What it was.
    pub what: What,
}

/// What a step was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    /// A rung fired: these people are told now.
    Fired {
        /// Which one, from 1.
        rung: u8,
        /// Whom it reaches.
        posts: Posts,
        /// When it was due; later than that it fired only if the hub could not fire it then.
        due: WallMs,
    },
    /// It is certain that nobody heard a rung: the next one fires, and the hub has a fault.
    Unheard {
        /// Which one, from 1.
        rung: u8,
        /// How that is known.
        why: Unheard,
    },
    /// A screen has said more of a rung than was known.
    Received {
        /// Which one, from 1.
        rung: u8,
        /// What it said.
        receipt: Receipt,
        /// Whose screen it was.
        by: StaffId,
    },
    /// Somebody has the alert: no further rung fires in this round.
    Stopped {
        /// Who.
        by: StaffId,
    },
    /// The owner is reminded that the condition is still active.
    Reminded {
        /// Which reminder since the acknowledgement, from 1.
        nth: u32,
        /// Who is reminded.
        to: To,
    },
    /// The alert neither climbs nor sounds for a while.
    Paused {
        /// Who wanted it.
        by: StaffId,
        /// Why.
        reason: Reason,
        /// When it ends at the latest.
        until: WallMs,
    },
    /// It climbs and sounds again.
    Resumed {
        /// Why.
        why: Resumed,
    },
}

/// How it is known that nobody heard a rung.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unheard {
    /// No screen of these posts was connected.
    NoScreen,
    /// No screen confirmed it in time.
    NoReceipt,
}

/// Who is reminded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum To {
    /// Who has the alert.
    Owner(StaffId),
    /// Everyone, because the owner has no screen any more.
    Everyone,
}
