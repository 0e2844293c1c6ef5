//! The configuration file as it is written, before it is checked.

use super::LogFormat;
use super::error::ConfigError;
use figment::Figment;
use figment::providers::{Env, Format, Serialized, Toml};
use serde::Deserialize;
use std::path::{Path, PathBuf};

const PREFIX: &str = "HEARTH_";
/// Environment variables of these tables belong to the gateway; others are for other programs of Hearth.
const TABLES: [&str; 8] = ["gateway", "shard", "data_dir", "broker", "hub", "outbox", "devices", "log"];
/// Keys whose value is always a text, whatever it looks like: `007` is a password, not the number seven.
const TEXTS: [&str; 4] = ["broker.password", "broker.username", "gateway", "shard"];

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Raw {
    pub gateway: String,
    pub shard: Option<String>,
    pub data_dir: PathBuf,
    pub broker: RawBroker,
    pub hub: Option<RawHub>,
    #[serde(default)]
    pub outbox: RawOutbox,
    #[serde(default)]
    pub devices: Vec<RawDevice>,
    #[serde(default)]
    pub log: RawLog,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawBroker {
    pub host: String,
    pub port: u16,
    pub username: Option<String>,
    pub password: Option<String>,
    pub password_file: Option<PathBuf>,
    pub ca_file: Option<PathBuf>,
    pub cert_file: Option<PathBuf>,
    pub key_file: Option<PathBuf>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawHub {
    pub url: String,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
pub(super) struct RawOutbox {
    pub max_bytes: Option<u64>,
    pub segment_bytes: Option<u64>,
    pub min_free_bytes: Option<u64>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawDevice {
    pub id: String,
    pub protocol: String,
    pub port: Option<PathBuf>,
    pub baud: Option<u32>,
    pub replay: Option<PathBuf>,
    pub address: Option<String>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
pub(super) struct RawLog {
    pub format: Option<LogFormat>,
}

pub(super) fn read(file: &Path) -> Result<Raw, ConfigError> {
    let text = std::fs::read_to_string(file)
        .map_err(|error| ConfigError::new(file, "", format!("cannot be read: {error}"), "check the path given with --config"))?;
    let environment = Env::prefixed(PREFIX).split("__").filter(|key| {
        let first = key.as_str().split('.').next().unwrap_or_default();
        TABLES.iter().any(|table| first.eq_ignore_ascii_case(table)) && !TEXTS.iter().any(|text| key == text)
    });
    let mut figment = Figment::from(Toml::string(&text)).merge(environment);
    for key in TEXTS {
        let variable = format!("{PREFIX}{}", key.to_uppercase().replace('.', "__"));
        if let Ok(value) = std::env::var(variable) {
            figment = figment.merge(Serialized::default(key, value));
        }
    }
    figment.extract().map_err(|error| ConfigError::of(file, &error))
}
