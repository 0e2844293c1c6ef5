//! What happened in a stay besides its frames, as the store remembers it.

use hearth_alerts::{ByHand, Course, EventAt, Expected, Intent, KeptQuiet, Limits, Rule, StaffId, Subject};
use hearth_vitals::{DeviceId, EventKind, GatewayId, Vital, WallMs};

/// Something that happened at one instant of the hub's wall clock.
#[derive(Debug, Clone, PartialEq)]
pub struct Event {
    /// The instant, by the hub's wall clock.
    pub at: WallMs,
    /// What happened then.
    pub what: What,
}

/// The kinds of events in a stay.
#[derive(Debug, Clone, PartialEq)]
pub enum What {
    /// The stay is judged by these limits, this course and these devices from now on.
    Configured(Limits, Course, Vec<Expected>),
    /// People keep this quiet from now on, and nothing else.
    KeptQuiet(KeptQuiet),
    /// Somebody wrote down, corrected or withdrew a value of a vital sign: the newest value in force since then.
    ByHand(Vital, Option<ByHand>),
    /// Something happened at the home, and the hub heard of it.
    Happened(Happened),
    /// A gateway was heard at the edge of a silence of its own.
    Heard(GatewayId),
    /// A person acted on an alert.
    Act(Act),
    /// The hub receives nothing, or cannot store it: silence proves nothing until it does.
    IntakeStopped,
    /// The hub receives and stores again.
    IntakeWorks,
    /// The hub ended; nobody looks at the time until it starts again.
    HubEnded,
    /// The hub started again.
    HubStarted,
}

/// Something that happened at the home beside its measurements.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Happened {
    /// The device that it happened to; `None` if it was none.
    pub device: Option<DeviceId>,
    /// When it happened; when the hub received it if nobody can tell.
    pub at: WallMs,
    /// When the hub received it.
    pub received: WallMs,
    /// What happened, as the gateway reported it.
    pub kind: EventKind,
}

impl Happened {
    /// The event in the form in which the engine judges it.
    pub fn event(&self) -> EventAt<'_> {
        EventAt { device: self.device.as_ref(), at: self.at, received: self.received, kind: self.kind }
    }
}

/// An act of a person on an alert.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Act {
    /// The rule of the alert.
    pub rule: Rule,
    /// The patient, device or gateway that the alert was about.
    pub subject: Subject,
    /// The person who acted.
    pub by: StaffId,
    /// What was done.
    pub did: Did,
}

/// What a person can do to an alert.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Did {
    /// The person acknowledged the alert.
    Acknowledged,
    /// The person acknowledged the alert if nobody had, and said what they do.
    Acted(Intent),
    /// The person reviewed the alert after its condition had ended, with this note.
    Reviewed(String),
}

/// Between these instants (both included) nothing was heard of a gateway.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quiet {
    /// The gateway that was not heard.
    pub gateway: GatewayId,
    /// The last instant when it was heard before.
    pub from: WallMs,
    /// The first instant when it was heard again.
    pub until: WallMs,
}
