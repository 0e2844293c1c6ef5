//! Configuration of the hub: built-in values, then a TOML file, then the environment.
//!
//! Each key can be set by an environment variable: `HEARTH_HUB__SERVER__LISTEN` is
//! `listen` in `[server]`. The program's own name stands in the prefix, so that a gateway
//! and a hub can be started from one shell. Everything is checked before a port, a folder
//! or a database is opened; a mistake is told in one line ([`error`]).

pub mod error;
mod escalation;
mod sections;

pub use error::ConfigError;
pub use escalation::{Escalation, Rung};
pub use sections::{Broker, Canary, Database, Door, Embedded, Log, LogFormat, Retention, Server, Tls, is_host_name};

use figment::Figment;
use figment::providers::{Env, Format, Toml};
use serde::Deserialize;
use std::path::{Path, PathBuf};

/// Prefix of the environment variables that set a key.
pub const ENV_PREFIX: &str = "HEARTH_HUB__";

/// Everything the hub can be told.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Config {
    /// Folder of everything the hub keeps itself: the embedded database and broker, keys, marks.
    pub data_dir: PathBuf,
    /// Where the hub listens.
    pub server: Server,
    /// The database; without a URL the hub runs its own.
    pub database: Database,
    /// The broker; without a host the hub runs its own.
    pub broker: Broker,
    /// How the hub's own database and broker are run.
    pub embedded: Embedded,
    /// How long data is kept.
    pub retention: Retention,
    /// Ladders: whom an alert tells when nobody answers it.
    pub escalation: Escalation,
    /// The known alert that the hub sends itself.
    pub canary: Canary,
    /// What is logged, and how.
    pub log: Log,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            data_dir: "hearth-data".into(),
            server: Server::default(),
            database: Database::default(),
            broker: Broker::default(),
            embedded: Embedded::default(),
            retention: Retention::default(),
            escalation: Escalation::default(),
            canary: Canary::default(),
            log: Log::default(),
        }
    }
}

impl Config {
    /// Reads the file (if one is named) and the environment, and checks every key.
    ///
    /// # Errors
    /// [`ConfigError`] in one line: the file or variable, the key, and the mend.
    pub fn load(file: Option<&Path>) -> Result<Config, ConfigError> {
        let mut figment = Figment::new();
        if let Some(path) = file {
            figment = figment.merge(Toml::string(&read(path)?));
        }
        let figment = figment.merge(Env::prefixed(ENV_PREFIX).split("__"));
        let named = file.map_or_else(|| "the built-in configuration".to_owned(), |path| path.display().to_string());
        let config: Config = figment.extract().map_err(|error| ConfigError::from_figment(&named, error))?;
        config.checked(&named)
    }

    /// True if the hub runs its own database.
    pub fn embeds_database(&self) -> bool {
        self.database.url.is_none()
    }

    /// True if the hub runs its own broker.
    pub fn embeds_broker(&self) -> bool {
        self.broker.host.is_none()
    }

    /// True if the hub's own broker is reached by gateways over TLS.
    pub fn embeds_tls(&self) -> bool {
        self.embeds_broker() && self.embedded.tls_address().is_some()
    }

    fn checked(self, named: &str) -> Result<Config, ConfigError> {
        match sections::fault(&self) {
            None => Ok(self),
            Some((key, detail)) => Err(ConfigError::new(named, key, detail)),
        }
    }
}

fn read(path: &Path) -> Result<String, ConfigError> {
    std::fs::read_to_string(path).map_err(|error| {
        let mend = "name an existing file with --config, or leave it out to use the defaults";
        ConfigError::new(&path.display().to_string(), "--config", format!("cannot be read ({error}); {mend}"))
    })
}
