//! The gateway's `state`: what it says about itself, as JSON on its `state` topic.

use crate::coded;
use crate::coded::{English, Params, Seconds};
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
    /// Id of the device.
    pub device: DeviceId,
    /// True while valid data arrives.
    pub up: bool,
    /// Why no valid data arrives, in words for people; empty while `up` is true.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reason: String,
    /// Since when it is so, by the clock of [`GatewayState::at`]; gateways of before do not say it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<WallMs>,
}

/// Something a person should mend.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GatewayProblem {
    /// A fixed word for programs: that of a [`Ailment`], or one that only a newer gateway knows.
    pub code: String,
    /// Its parameters, for the words of a screen; gateways of before sent none.
    #[serde(default, skip_serializing_if = "Params::is_empty")]
    pub params: Params,
    /// What happened to which thing, and what to do; in English, for logs and for screens that do not know the code.
    pub message: String,
}

coded! {
    /// What a gateway finds wrong with itself and a person should mend.
    pub enum Ailment {
        /// The disk failed: the gateway records nothing.
        DiskFault = "disk_fault" { folder: String, reason: English }
            => "nothing is recorded: the disk under {folder} failed ({reason}): check or replace it",
        /// The disk is full: some records could not be taken.
        DiskFull = "disk_full" { folder: String, records: u64 }
            => "the disk under {folder} is full, {records} record(s) could not be taken: make room, or let the gateway reach the hub",
        /// The clock was never set.
        ClockUnknown = "clock_unknown" {}
            => "the clock was never set since this gateway started: readings wait until a receipt of the hub or a time server tells the time",
        /// The hub does not know this gateway.
        RefusedUnknownGateway = "refused_unknown_gateway" { gateway: GatewayId, wait: Seconds }
            => "the hub does not know gateway {gateway}: add it there (hearth-hub gateway add); tried again in {wait}, nothing is lost",
        /// The hub is too old for this gateway.
        RefusedNewerVersion = "refused_newer_version" { wait: Seconds }
            => "the hub is too old for this gateway: update the hub; tried again in {wait}, nothing is lost",
        /// The hub's database accepts nothing.
        RefusedStoreUnavailable = "refused_store_unavailable" { wait: Seconds }
            => "the hub's database takes no writes now; tried again in {wait}, nothing is lost",
        /// No receipts come from the hub.
        NoReceipts = "no_receipts" { wait: Seconds }
            => "the hub has confirmed nothing for {wait}: is it running, and connected to the same broker?",
        /// A port does not exist.
        PortMissing = "port_missing" { device: DeviceId, path: String }
            => "device {device}: {path} is not there: plug the device in, or mend its path in the configuration",
        /// A port has disappeared.
        PortUnplugged = "port_unplugged" { device: DeviceId, path: String }
            => "device {device}: {path} went away: plug the device in again",
        /// Another program uses the port.
        PortBusy = "port_busy" { device: DeviceId, path: String }
            => "device {device}: {path} is in use by another program: end that program",
        /// The gateway has no permission to open the port.
        PortDenied = "port_denied" { device: DeviceId, path: String }
            => "device {device}: {path} may not be opened: give this program's user the right (group dialout)",
        /// The port fails when it is used.
        PortFailed = "port_failed" { device: DeviceId, path: String, reason: English }
            => "device {device}: {path} cannot be used: {reason}",
        /// The port is open, but nothing arrives.
        NoData = "no_data" { device: DeviceId, path: String }
            => "device {device}: {path} is open and nothing arrives: is the device switched on and its cable in?",
        /// Bytes arrive, but none pass their checks.
        NoValidData = "no_valid_data" { device: DeviceId, baud: u64, driver: String, example: String }
            => "device {device}: bytes arrive but none pass their checks ({example}): is the baud rate {baud} right, and does the device speak {driver}?",
        /// Messages arrive over Bluetooth, but none can be read.
        NoValidMessage = "no_valid_message" { device: DeviceId, address: String, driver: String, example: String }
            => "device {device}: {address} sends messages that cannot be read (they begin with {example}): is it a device for {driver}?",
        /// A worn Bluetooth device is not heard.
        NotInReach = "not_in_reach" { device: DeviceId, address: String }
            => "device {device}: {address} is not heard: is it switched on, charged and near the gateway?",
        /// The gateway has no Bluetooth adapter.
        BluetoothMissing = "bluetooth_missing" { device: DeviceId }
            => "device {device}: there is no Bluetooth adapter: plug it in, or switch it on",
        /// Bluetooth does not work on the gateway.
        BluetoothOff = "bluetooth_off" { device: DeviceId, reason: English }
            => "device {device}: Bluetooth does not work here ({reason}): is bluetoothd running, and the adapter not blocked?",
        /// A Bluetooth device wants to be paired first.
        NotPaired = "not_paired" { device: DeviceId, address: String }
            => "device {device}: {address} wants to be paired: put it into pairing mode by its button, then `hearth-gateway devices pair {address}`",
        /// A Bluetooth device has forgotten this gateway.
        PairingLost = "pairing_lost" { device: DeviceId, address: String }
            => "device {device}: {address} does not know this gateway any more: remove it (`hearth-gateway devices forget {address}`), then pair it again by its button",
        /// A Bluetooth device is not of the kind that the configuration says.
        WrongDevice = "wrong_device" { device: DeviceId, address: String, driver: String }
            => "device {device}: {address} does not have what {driver} reads: mend its protocol in the configuration",
        /// The file that stands for a device is no recording of it.
        NoRecording = "no_recording" { device: DeviceId, path: String, driver: String, example: String }
            => "device {device}: nothing in {path} passes its checks ({example}): is the file a recording of {driver}?",
    }
}

impl From<Ailment> for GatewayProblem {
    fn from(ailment: Ailment) -> GatewayProblem {
        GatewayProblem { code: ailment.code().to_owned(), params: ailment.params(), message: ailment.english() }
    }
}
