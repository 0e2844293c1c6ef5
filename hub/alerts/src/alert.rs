//! One alert: its state, its transitions, and who did what to it.

use crate::doing::Doing;
use crate::rule::Rule;
use crate::verdict::Evidence;
use crate::words::{By, Change, Condition, Priority, Response};
use hearth_vitals::{DeviceId, GatewayId, MonoMs, Vital, WallMs};
use std::sync::Arc;

/// Both clocks of the hub at one moment, given by the caller.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Now {
    /// Wall clock: when things happened, for the record.
    pub wall: WallMs,
    /// Monotonic clock: for durations. A step of the wall clock does not move it.
    pub mono: MonoMs,
}

impl Now {
    /// The monotonic clock as a signed number, because an instant before this process started is negative.
    pub(crate) const fn mono_ms(self) -> i64 {
        if self.mono.0 > i64::MAX as u64 { i64::MAX } else { self.mono.0 as i64 }
    }

    /// A wall instant on the monotonic clock, as accurate as the wall clock; never later than now.
    pub(crate) const fn mono_of(self, wall: WallMs) -> i64 {
        let ago_ms = self.wall.since(wall);
        self.mono_ms().saturating_sub(if ago_ms < 0 { 0 } else { ago_ms })
    }
}

/// Id of an alert (the 128 bits of a UUID); the caller draws it at random.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AlertId(pub u128);

/// Id of a member of staff (the 128 bits of a UUID).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StaffId(pub u128);

/// Whom or what an alert is about. There is at most one open alert for each combination of episode, rule and subject.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Subject {
    /// The patient of the episode; for all clinical rules, whichever device measured.
    Patient,
    /// One device of the stay.
    Device(DeviceId),
    /// One gateway of the home.
    Gateway(GatewayId),
    /// One device as it is heard through one gateway.
    Through(DeviceId, GatewayId),
    /// The hub itself.
    Hub,
}

impl Subject {
    /// The device that it names; `None` if it names none.
    pub fn device(&self) -> Option<&DeviceId> {
        if let Subject::Device(device) | Subject::Through(device, _) = self { Some(device) } else { None }
    }

    /// The gateway that it names; `None` if it names none.
    pub fn gateway(&self) -> Option<&GatewayId> {
        if let Subject::Gateway(gateway) | Subject::Through(_, gateway) = self { Some(gateway) } else { None }
    }
}

/// One alert. Its state is a condition (is it still so?) and a response (what have people done?).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alert {
    /// Id of the alert.
    pub id: AlertId,
    /// How many transitions it has had, from 1.
    pub version: u32,
    /// The rule that raised it.
    pub rule: Rule,
    /// Whom or what it is about.
    pub subject: Subject,
    /// How soon someone has to act; never falls while the alert is open.
    pub priority: Priority,
    /// Whether its condition still holds.
    pub condition: Condition,
    /// What people have done about it.
    pub response: Response,
    /// The vital; `None` for rules that are not about one.
    pub vital: Option<Vital>,
    /// The value at the last transition, in steps of the vital's resolution; after the condition has ended, the last value
    /// outside the limit. `None` if it is not about a value.
    pub value: Option<i32>,
    /// The limit with which it was compared, in the same steps.
    pub limit: Option<i32>,
    /// The worst value of this alert that was known at the last transition, in the same steps.
    pub extreme: Option<i32>,
    /// When the condition began, by the time of measurement.
    pub since: WallMs,
    /// When the hub raised it, or last raised it again.
    pub raised_at: WallMs,
    /// When the condition ended, by the time of measurement (for technical rules, when the hub heard of it).
    pub cleared_at: Option<WallMs>,
    /// Who acknowledged it and so has it, and when.
    pub acknowledged: Option<(StaffId, WallMs)>,
    /// What its owner last said that they do; empty while nobody has it.
    pub doing: Doing,
    /// Who reviewed it, and when.
    pub reviewed: Option<(StaffId, WallMs)>,
    /// True when the condition began and ended in data that came too late to act on.
    pub while_offline: bool,
    /// When the value of the last transition was measured, if that was already long ago when it arrived ("as of hh:mm").
    pub as_of: Option<WallMs>,
    /// The values and scores because of which it rings, as of when it last rang; `None` for rules that compare one value with one
    /// limit.
    pub evidence: Option<Arc<Evidence>>,
    /// False once it is closed.
    pub open: bool,
}

/// Who caused a transition.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Actor {
    /// A named rule.
    Rule(By),
    /// A member of staff.
    Person(StaffId),
}

/// One step in the life of an alert. It is stored before anyone sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Transition {
    /// The alert after the transition.
    pub alert: Alert,
    /// What the transition changed.
    pub change: Change,
    /// When the hub made the transition.
    pub at: WallMs,
    /// Who caused it.
    pub actor: Actor,
    /// The value that caused it, in steps of the vital's resolution; `None` if no value did.
    pub value: Option<i32>,
    /// The reason in plain words, or a reviewer's note. A reason never contains a value.
    pub reason: String,
}

/// Why a person's act was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ActError {
    /// There is no open alert of this id here.
    #[error("there is no such open alert: it may have been closed; look at the list again")]
    NotFound,
    /// Somebody else acknowledged it first.
    #[error("the alert has already been acknowledged")]
    AlreadyAcknowledged {
        /// Who acknowledged it.
        by: StaffId,
        /// When it was acknowledged.
        at: WallMs,
    },
    /// The alert became more urgent, or came back, after the person last saw it.
    #[error("the alert has changed since it was shown (now version {current}): look at it again")]
    Stale {
        /// Version of the alert now.
        current: u32,
    },
    /// An alert cannot be reviewed while its condition is active.
    #[error("the condition is still active: acknowledge it; it can be reviewed when it has ended")]
    StillActive,
    /// The reminder asked for is later than this priority allows.
    #[error("a reminder of this alert comes within {max_min} minutes")]
    ReminderTooLate {
        /// The longest time allowed, minutes.
        max_min: u32,
    },
    /// The note is longer than [`crate::budget::NOTE_BYTES_MAX`].
    #[error("the note is too long: at most {max} bytes")]
    NoteTooLong {
        /// The limit, bytes.
        max: usize,
    },
}
