//! The gateway's `state`: what it says about itself, as JSON on its `state` topic.

use crate::id::{BootId, DeviceId, GatewayId, Generation};
use crate::instant::{ClockQuality, WallMs};
use serde::{Deserialize, Serialize};

/// What a gateway says about itself. The broker retains it; the gateway's last will says `online: false`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GatewayState {
    /// Version of this JSON shape: 1.
    pub v: u8,
    /// The gateway's id.
    pub gateway: GatewayId,
    /// False in the last will. Only a hint: a gateway counts as offline when nothing is heard of it.
    pub online: bool,
    /// Version of the gateway's program.
    pub version: String,
    /// The boot in which it runs.
    pub boot: BootId,
    /// The generation of the outbox to which it writes.
    pub generation: Generation,
    /// The gateway's wall clock when this was written.
    pub at: WallMs,
    /// Quality of that clock.
    pub clock: ClockQuality,
    /// How many records have no receipt yet.
    pub backlog: u64,
    /// Its links to devices.
    #[serde(default)]
    pub links: Vec<LinkState>,
    /// What a person should mend; empty when all is well.
    #[serde(default)]
    pub problems: Vec<GatewayProblem>,
}

/// One link to one device.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinkState {
    /// The device.
    pub device: DeviceId,
    /// True while valid data arrives.
    pub up: bool,
    /// Why no valid data arrives, in words for people; empty while `up` is true.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reason: String,
}

/// Something a person should mend.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GatewayProblem {
    /// A fixed word for programs: that of a [`ProblemCode`], or one that only a newer gateway knows.
    pub code: String,
    /// What happened to which thing, and what to do; in words for people.
    pub message: String,
}

/// What a person should mend, as a fixed word. Screens have their own text for each.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProblemCode {
    /// The disk failed: the gateway records nothing.
    DiskFault,
    /// The disk is full: some records could not be taken.
    DiskFull,
    /// The clock was never set.
    ClockUnknown,
    /// The hub does not know this gateway.
    RefusedUnknownGateway,
    /// The hub is too old for this gateway.
    RefusedNewerVersion,
    /// The hub's database accepts nothing.
    RefusedStoreUnavailable,
    /// No receipts come from the hub.
    NoReceipts,
    /// A port does not exist.
    PortMissing,
    /// A port has disappeared.
    PortUnplugged,
    /// Another program uses the port.
    PortBusy,
    /// The gateway has no permission to open the port.
    PortDenied,
    /// The port fails when it is used.
    PortFailed,
    /// The port is open, but nothing arrives.
    NoData,
    /// Bytes arrive, but none pass their checks.
    NoValidData,
}

impl ProblemCode {
    /// Every code.
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
