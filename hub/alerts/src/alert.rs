//! One alert: its state, its steps, and who did what to it.

use crate::rule::Rule;
use crate::words::{By, Change, Condition, Priority, Response};
use hearth_vitals::{DeviceId, GatewayId, MonoMs, Vital, WallMs};

/// Both clocks of the hub at one moment, given by the caller.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Now {
    /// For the record.
    pub wall: WallMs,
    /// For durations.
    pub mono: MonoMs,
}

impl Now {
    /// The monotonic clock as a signed number: an instant before this process started
    /// is negative.
    pub(crate) const fn mono_ms(self) -> i64 {
        if self.mono.0 > i64::MAX as u64 { i64::MAX } else { self.mono.0 as i64 }
    }

    /// Where a wall instant lies on the monotonic clock, as far as the wall clock can
    /// be trusted; never later than now.
    pub(crate) const fn mono_of(self, wall: WallMs) -> i64 {
        let ago_ms = self.wall.since(wall);
        self.mono_ms().saturating_sub(if ago_ms < 0 { 0 } else { ago_ms })
    }
}

/// Name of an alert (a UUID's 128 bits), drawn by the caller.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AlertId(pub u128);

/// Name of a member of staff (a UUID's 128 bits).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StaffId(pub u128);

/// Whom or what an alert is about, beside its rule. There is at most one open alert
/// for each (episode, rule, subject).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Subject {
    /// The episode's patient: all clinical rules, whichever device measured.
    Patient,
    /// One device.
    Device(DeviceId),
    /// One gateway.
    Gateway(GatewayId),
    /// One device, heard through one gateway.
    Through(DeviceId, GatewayId),
    /// The hub.
    Hub,
}

impl Subject {
    /// The device, if it is about one.
    pub fn device(&self) -> Option<&DeviceId> {
        if let Subject::Device(device) | Subject::Through(device, _) = self { Some(device) } else { None }
    }

    /// The gateway, if it is about one.
    pub fn gateway(&self) -> Option<&GatewayId> {
        if let Subject::Gateway(gateway) | Subject::Through(_, gateway) = self { Some(gateway) } else { None }
    }
}

/// One alert. Its state is condition x response.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alert {
    /// Its name.
    pub id: AlertId,
    /// Counts its transitions, from 1.
    pub version: u32,
    /// What raised it.
    pub rule: Rule,
    /// Whom it is about.
    pub subject: Subject,
    /// How soon someone has to act; never falls while the alert is open.
    pub priority: Priority,
    /// Whether it is so.
    pub condition: Condition,
    /// What people did.
    pub response: Response,
    /// The vital, for rules about one.
    pub vital: Option<Vital>,
    /// The value at the last transition, in raw steps; once it has ended, the last that was outside.
    pub value: Option<i32>,
    /// The limit it was compared with, in raw steps.
    pub limit: Option<i32>,
    /// The worst value of this alert as far as known at the last transition.
    pub extreme: Option<i32>,
    /// The condition is true since this instant (measured).
    pub since: WallMs,
    /// The hub raised it (or raised it anew) at this instant.
    pub raised_at: WallMs,
    /// The condition ended at this instant (measured; for technical rules: heard).
    pub cleared_at: Option<WallMs>,
    /// Who has it, since when.
    pub acknowledged: Option<(StaffId, WallMs)>,
    /// Who reviewed it, when.
    pub reviewed: Option<(StaffId, WallMs)>,
    /// Both began and ended in data that came too late to act on: history.
    pub while_offline: bool,
    /// The value of the last transition was already old when it arrived: "as of".
    pub as_of: Option<WallMs>,
    /// False once it is closed.
    pub open: bool,
}

/// Who made a transition.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Actor {
    /// A named rule.
    Rule(By),
    /// A person.
    Person(StaffId),
}

/// One step in the life of an alert: store it before anyone sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Transition {
    /// The alert after the step.
    pub alert: Alert,
    /// The step.
    pub change: Change,
    /// When the hub made it.
    pub at: WallMs,
    /// Who made it.
    pub actor: Actor,
    /// The value that caused it, if one did, in raw steps.
    pub value: Option<i32>,
    /// Why, in plain words (a reviewer's note for a review); never holds a value.
    pub reason: String,
}

/// Why a person's act was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ActError {
    /// No such open alert here.
    #[error("there is no such open alert: it may have been closed; look at the list again")]
    NotFound,
    /// Someone else was first; the first acknowledgement wins.
    #[error("the alert has already been acknowledged")]
    AlreadyAcknowledged {
        /// Who has it.
        by: StaffId,
        /// Since when.
        at: WallMs,
    },
    /// The alert became more urgent, or came back, after what the person saw.
    #[error("the alert has changed since it was shown (now version {current}): look at it again")]
    Stale {
        /// Its version now.
        current: u32,
    },
    /// What is still so cannot be reviewed.
    #[error("the condition is still active: acknowledge it; it can be reviewed when it has ended")]
    StillActive,
    /// A note is limited to [`crate::budget::NOTE_BYTES_MAX`].
    #[error("the note is too long: at most {max} bytes")]
    NoteTooLong {
        /// The limit.
        max: usize,
    },
}
