//! The configuration: a TOML file, every key of which the environment can override
//! (`HEARTH_BROKER__HOST` is `broker.host`).

mod check;
mod raw;

pub use check::ConfigError;

use hearth_devices::Protocol;
use hearth_mqtt::{Credentials, TlsFiles};
use hearth_vitals::topic::Shard;
use hearth_vitals::{DeviceId, GatewayId};
use std::path::{Path, PathBuf};

/// A configuration that can work.
#[derive(Debug, Clone)]
pub struct Config {
    /// Who this gateway is.
    pub gateway: GatewayId,
    /// In which part of all homes it is, as the hub gave it; by default what its id says.
    pub shard: Shard,
    /// Where its outbox lives.
    pub data_dir: PathBuf,
    /// The broker.
    pub broker: Broker,
    /// Limits of the outbox.
    pub outbox: hearth_outbox::Config,
    /// The devices, one a link.
    pub devices: Vec<Device>,
    /// How log lines look.
    pub log: LogFormat,
}

/// Where and as whom to connect.
#[derive(Debug, Clone)]
pub struct Broker {
    /// Name or address.
    pub host: String,
    /// TCP port.
    pub port: u16,
    /// User and password.
    pub credentials: Option<Credentials>,
    /// TLS, if any.
    pub tls: Option<TlsFiles>,
}

/// A device and the link to it.
#[derive(Debug, Clone)]
pub struct Device {
    /// Its id.
    pub id: DeviceId,
    /// What it speaks.
    pub protocol: Protocol,
    /// Where its bytes come from.
    pub source: Source,
}

/// Where bytes come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    /// A serial port, by its stable path.
    Serial {
        /// `/dev/serial/by-id/...`
        port: PathBuf,
        /// Bits a second.
        baud: u32,
    },
    /// Recorded bytes, sent at the pace of a serial line, over and over.
    Replay {
        /// The file.
        file: PathBuf,
        /// Bits a second, ten a byte.
        baud: u32,
    },
}

/// How log lines look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    /// For people.
    Text,
    /// One JSON object a line.
    Json,
}

impl Config {
    /// Reads and checks a file, with what the environment overrides. Opens nothing else
    /// but the password file.
    pub fn load(file: &Path) -> Result<Config, ConfigError> {
        check::check(raw::read(file)?, file)
    }
}
