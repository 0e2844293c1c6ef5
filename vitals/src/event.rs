//! What happens at a home beside its measurements.

use crate::id::DeviceId;
use crate::instant::{MonoMs, WallMs};
use serde::{Deserialize, Serialize};

/// Something that happened at the home.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Event {
    /// When it happened, on the gateway's monotonic clock.
    pub mono: MonoMs,
    /// The device that it happened to; `None` if it was none.
    pub device: Option<DeviceId>,
    /// What happened, with what belongs to it.
    pub kind: EventKind,
}

/// Kinds of events.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum EventKind {
    /// The call button was pressed.
    Button,
    /// The device's link delivers valid data (again).
    LinkUp,
    /// The device's link is gone: unplugged, switched off, or silent too long.
    LinkDown,
    /// A cuff measurement failed.
    CuffFault {
        /// The fault code that the device gave.
        code: u8,
    },
    /// This gateway was not running, and so collected nothing from `from` to `until`.
    NotCollected {
        /// The last moment that is known to have been collected.
        from: WallMs,
        /// The first moment that is collected again.
        until: WallMs,
    },
    /// From this moment on the gateway cannot make records durable and accepts none.
    DiskFault,
    /// The device sent packets that failed their checks.
    Rejected {
        /// How many packets, since the last event of this kind.
        packets: u32,
    },
}

impl EventKind {
    /// The words for all kinds, as they are stored.
    pub const WORDS: [&str; 7] = ["button", "link_up", "link_down", "cuff_fault", "not_collected", "disk_fault", "rejected"];

    /// The word for this kind.
    pub const fn word(&self) -> &'static str {
        let index = match self {
            EventKind::Button => 0,
            EventKind::LinkUp => 1,
            EventKind::LinkDown => 2,
            EventKind::CuffFault { .. } => 3,
            EventKind::NotCollected { .. } => 4,
            EventKind::DiskFault => 5,
            EventKind::Rejected { .. } => 6,
        };
        EventKind::WORDS[index]
    }

    /// How many kinds there are; their wire codes count from 0.
    pub const CODES: u8 = EventKind::WORDS.len() as u8;
}
