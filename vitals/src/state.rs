//! The gateway's `state`: what it says about itself, as JSON.

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
    /// A fixed word for programs: one of [`ProblemCode`], or one of a newer gateway.
    pub code: String,
    /// What happened, to which thing, what to do.
    pub message: String,
}

/// What a person should mend, as a fixed word: screens have words of their own for each.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProblemCode {
    /// The disk failed: nothing is recorded.
    DiskFault,
    /// The disk is full: some records could not be taken.
    DiskFull,
    /// The clock was never set.
    ClockUnknown,
    /// The hub does not know this gateway.
    RefusedUnknownGateway,
    /// The hub is too old for this gateway.
    RefusedNewerVersion,
    /// The hub's database takes nothing.
    RefusedStoreUnavailable,
    /// The hub confirms nothing.
    NoReceipts,
    /// A port is not there.
    PortMissing,
    /// A port went away.
    PortUnplugged,
    /// Another program has the port.
    PortBusy,
    /// The port may not be opened.
    PortDenied,
    /// The port cannot be used.
    PortFailed,
    /// The port is open, and nothing arrives.
    NoData,
    /// Bytes arrive, and none pass their checks.
    NoValidData,
}

impl ProblemCode {
    /// All of them.
    pub const ALL: [ProblemCode; 14] = [
        ProblemCode::DiskFault,
        ProblemCode::DiskFull,
        ProblemCode::ClockUnknown,
        ProblemCode::RefusedUnknownGateway,
        ProblemCode::RefusedNewerVersion,
        ProblemCode::RefusedStoreUnavailable,
        ProblemCode::NoReceipts,
        ProblemCode::PortMissing,
        ProblemCode::PortUnplugged,
        ProblemCode::PortBusy,
        ProblemCode::PortDenied,
        ProblemCode::PortFailed,
        ProblemCode::NoData,
        ProblemCode::NoValidData,
    ];

    /// The fixed word.
    pub const fn as_str(self) -> &'static str {
        match self {
            ProblemCode::DiskFault => "disk_fault",
            ProblemCode::DiskFull => "disk_full",
            ProblemCode::ClockUnknown => "clock_unknown",
            ProblemCode::RefusedUnknownGateway => "refused_unknown_gateway",
            ProblemCode::RefusedNewerVersion => "refused_newer_version",
            ProblemCode::RefusedStoreUnavailable => "refused_store_unavailable",
            ProblemCode::NoReceipts => "no_receipts",
            ProblemCode::PortMissing => "port_missing",
            ProblemCode::PortUnplugged => "port_unplugged",
            ProblemCode::PortBusy => "port_busy",
            ProblemCode::PortDenied => "port_denied",
            ProblemCode::PortFailed => "port_failed",
            ProblemCode::NoData => "no_data",
            ProblemCode::NoValidData => "no_valid_data",
        }
    }
}
