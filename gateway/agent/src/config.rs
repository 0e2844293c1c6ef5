//! The configuration: a TOML file. The environment can override every key (`HEARTH_BROKER__HOST` is `broker.host`).

mod check;
mod error;
mod ports;
mod raw;

pub use error::ConfigError;

use crate::bluetooth::Address;
use crate::hub::HubUrl;
use hearth_devices::Spoken;
use hearth_mqtt::{Credentials, TlsFiles};
use hearth_vitals::topic::Shard;
use hearth_vitals::{DeviceId, GatewayId};
use std::path::{Path, PathBuf};

/// A configuration that was checked.
#[derive(Debug, Clone)]
pub struct Config {
    /// The gateway's id.
    pub gateway: GatewayId,
    /// The shard that the hub gave this gateway; by default the one that follows from its id.
    pub shard: Shard,
    /// The folder of its outbox.
    pub data_dir: PathBuf,
    /// The connection to the broker.
    pub broker: Broker,
    /// Where the certificate is renewed; `None` for a gateway that was not enrolled.
    pub hub: Option<HubUrl>,
    /// Limits of the outbox.
    pub outbox: hearth_outbox::Config,
    /// The devices; each has its own link.
    pub devices: Vec<Device>,
    /// How log lines look.
    pub log: LogFormat,
}

/// The broker to connect to, and how to sign in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Broker {
    /// Host name or address.
    pub host: String,
    /// TCP port of the broker.
    pub port: u16,
    /// User name and password; `None` if the broker asks for none.
    pub credentials: Option<Credentials>,
    /// The files for TLS; `None` for plain TCP.
    pub tls: Option<TlsFiles>,
}

impl Broker {
    /// A warning about a broker on another machine that is spoken to in plain text.
    fn plain_warning(&self) -> Option<&'static str> {
        let is_here = self.host == "localhost" || self.host.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback());
        let is_plain = self.tls.is_none() && !is_here;
        is_plain.then_some("whoever is on the way can read measurements and password; enrol this gateway: hearth-gateway enrol")
    }
}

/// A device and the link to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Device {
    /// Id of the device.
    pub id: DeviceId,
    /// The protocol that it speaks.
    pub protocol: Spoken,
    /// Where its bytes come from.
    pub source: Source,
}

/// Where bytes come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    /// A serial port, by a path that does not change when it is plugged in again.
    Serial {
        /// Path of the port, `/dev/serial/by-id/...`
        port: PathBuf,
        /// Bits a second.
        baud: u32,
    },
    /// Recorded bytes, repeated for ever at the pace of a serial line.
    Replay {
        /// File with the recorded bytes.
        file: PathBuf,
        /// Bits a second; a byte takes ten bits.
        baud: u32,
    },
    /// A Bluetooth device.
    Bluetooth {
        /// Bluetooth address of the device.
        address: Address,
    },
}

/// How log lines look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    /// Lines for people to read.
    Text,
    /// One JSON object a line.
    Json,
}

impl Config {
    /// Reads and checks a file together with the environment. Apart from it, only the password file is opened.
    pub fn load(file: &Path) -> Result<Config, ConfigError> {
        check::check(raw::read(file)?, file)
    }

    /// Warnings about settings that work now and may not after the next start, one line each.
    pub fn warnings(&self, file: &Path) -> Vec<String> {
        let devices = self.devices.iter().enumerate();
        let devices = devices.filter_map(|(index, device)| {
            device.source.warning().map(|words| format!("{}: devices.{index}.port: {words}", file.display()))
        });
        let plain = self.broker.plain_warning().map(|words| format!("{}: broker: {words}", file.display()));
        devices.chain(plain).collect()
    }

    /// The keys that differ and are read at the start only: all but the devices.
    pub fn needs_restart(&self, other: &Config) -> Vec<&'static str> {
        let differs = [
            ("gateway", self.gateway != other.gateway),
            ("shard", self.shard != other.shard),
            ("data_dir", self.data_dir != other.data_dir),
            ("broker", self.broker != other.broker),
            ("hub", self.hub != other.hub),
            ("outbox", self.outbox != other.outbox),
            ("log", self.log != other.log),
        ];
        differs.into_iter().filter(|(_, differs)| *differs).map(|(key, _)| key).collect()
    }
}
