//! The gateway's retained `state`: what it says about itself, as JSON.

use crate::id::{BootId, DeviceId, GatewayId, Generation};
use crate::instant::{ClockQuality, WallMs};
use serde::{Deserialize, Serialize};

/// Retained on the gateway's `state` topic; its last will says `online: false`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GatewayState {
    /// Version of this shape: 1.
    pub v: u8,
    /// Who.
    pub gateway: GatewayId,
    /// False in the last will. A hint: only silence is proof.
    pub online: bool,
    /// Version of the program.
    pub version: String,
    /// The boot it runs in.
    pub boot: BootId,
    /// The opening of the outbox it writes.
    pub generation: Generation,
    /// The gateway's wall clock when this was written.
    pub at: WallMs,
    /// Quality of that clock.
    pub clock: ClockQuality,
    /// Records without a receipt.
    pub backlog: u64,
    /// Its links.
    #[serde(default)]
    pub links: Vec<LinkState>,
    /// What a person should mend, in words; empty when all is well.
    #[serde(default)]
    pub problems: Vec<Problem>,
}

/// One link to one device.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinkState {
    /// The device.
    pub device: DeviceId,
    /// True while valid data arrives.
    pub up: bool,
    /// What stands in the way, in words; empty when up.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reason: String,
}

/// Something a person should mend.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// A fixed word for programs: `disk_full`, `clock_unknown`, `port_missing`, ...
    pub code: String,
    /// What happened, to which thing, what to do.
    pub message: String,
}
