//! Steps of escalation. They are stored before anyone is told.

use crate::delivery::Receipt;
use crate::pause::{Reason, Resumed};
use crate::post::Posts;
use hearth_alerts::{AlertId, Priority, StaffId};
use hearth_vitals::WallMs;

/// One step of one alert.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step {
    /// The alert that climbs.
    pub alert: AlertId,
    /// Priority of the alert at that instant.
    pub priority: Priority,
    /// Number of the round, from 1: an acknowledgement that becomes void begins another.
    pub round: u32,
    /// When the hub took the step.
    pub at: WallMs,
    /// What happened in it.
    pub what: What,
}

/// What happened in a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    /// A rung fired: the people who hold these posts are told now.
    Fired {
        /// Number of the rung in the round, from 1.
        rung: u8,
        /// The posts that it reaches.
        posts: Posts,
        /// When it was due. It fires later than that only if the hub could not fire it in time.
        due: WallMs,
    },
    /// It is certain that nobody heard a rung: the next one fires, and the hub has a fault.
    Unheard {
        /// Number of the rung in the round, from 1.
        rung: u8,
        /// How that is known.
        why: Unheard,
    },
    /// A screen has said more of a rung than was known.
    Received {
        /// Number of the rung in the round, from 1.
        rung: u8,
        /// What it said.
        receipt: Receipt,
        /// The person who is signed in at the screen.
        by: StaffId,
    },
    /// Somebody has the alert: no further rung fires in this round.
    Stopped {
        /// The person who has it.
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
        /// The person who paused it.
        by: StaffId,
        /// Why it was paused.
        reason: Reason,
        /// When it ends at the latest; `None` if somebody has to end it.
        until: Option<WallMs>,
    },
    /// It climbs and sounds again.
    Resumed {
        /// Why it goes on.
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
    /// The person who has the alert.
    Owner(StaffId),
    /// Everyone, because the owner has no screen any more.
    Everyone,
}
