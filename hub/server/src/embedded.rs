//! The parts the hub runs on: a PostgreSQL cluster and a Mosquitto of its own, or the
//! database and broker that the configuration names.
//!
//! With nothing configured the hub creates both under its data folder, starts them as
//! unprivileged accounts in process groups of their own, restarts them when they die, and
//! stops them in order: the broker first, so that nothing more comes in, the database
//! last. What a kill -9 of the hub left running is found by its pid file *and* by its
//! command line, ended in order, and started anew as a child of the hub: a process that is not a
//! child cannot be waited for, so its death would be noticed late.
//!
//! The cluster listens on a Unix socket only, and recognises its clients by the account they run under (`peer`), so
//! there is no password that could leak, and a backup with `psql` needs none.

pub mod account;
pub mod broker_files;
mod error;
mod files;
mod leftover;
mod lock;
mod logs;
mod mosquitto;
mod place;
mod postgres;
mod probe;
mod program;
pub mod supervisor;

pub use error::PlatformError;
pub use supervisor::State;

use crate::config::Config;
use lock::HubLock;
use place::Place;
use std::path::PathBuf;
use std::sync::Arc;
use supervisor::Supervised;
use tokio::sync::watch;

/// Where the broker is and how the hub signs in.
#[derive(Clone, PartialEq, Eq)]
pub struct BrokerAddress {
    /// Host name or address.
    pub host: String,
    /// TCP port of the broker.
    pub port: u16,
    /// Name and password, if the broker asks for them.
    pub login: Option<(String, String)>,
    /// Certificates, if the link is encrypted.
    pub tls: Option<BrokerTls>,
    /// The hub's own broker, which lets each name in once: every link has its own.
    pub is_own: bool,
}

impl BrokerAddress {
    /// Name and password of one of the hub's links.
    pub fn login_for(&self, link: &str) -> Option<(String, String)> {
        let (name, password) = self.login.clone()?;
        Some((if self.is_own { broker_files::hub_name(link) } else { name }, password))
    }
}

impl std::fmt::Debug for BrokerAddress {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{} (login {}, tls {})", self.host, self.port, self.login.is_some(), self.tls.is_some())
    }
}

/// PEM files of an encrypted link to the broker.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BrokerTls {
    /// The authority that signed the broker's certificate.
    pub ca: PathBuf,
    /// The hub's own certificate and key.
    pub client: Option<(PathBuf, PathBuf)>,
}

/// The condition of the hub's own parts. A part that is not the hub's own is always `Up` here: the code that talks to it
/// notices by itself when it is down.
#[derive(Clone)]
pub struct Health {
    /// Whether the database answers.
    pub database: watch::Receiver<State>,
    /// Whether the broker answers.
    pub broker: watch::Receiver<State>,
}

/// Database and broker, running.
pub struct Platform {
    database_url: String,
    broker: BrokerAddress,
    own_database: Option<Supervised>,
    own_broker: Option<Supervised>,
    /// The lock that keeps a second hub out of the folder.
    _lock: Option<HubLock>,
}

impl Platform {
    /// Starts what the hub runs itself, and waits until it answers.
    ///
    /// # Errors
    /// [`PlatformError`], which names the package to install or the key to change.
    pub async fn start(config: &Config) -> Result<Platform, PlatformError> {
        let lock = HubLock::take(&config.data_dir)?;
        let (database_url, own_database) = start_database(config).await?;
        let started = start_broker(config).await;
        let (broker, own_broker) = match started {
            Ok(broker) => broker,
            Err(error) => {
                stop(own_database).await;
                return Err(error);
            }
        };
        Ok(Platform { database_url, broker, own_database, own_broker, _lock: Some(lock) })
    }

    /// Starts the database alone, or uses it if it runs already: for commands like `gateway add`.
    ///
    /// # Errors
    /// As [`Platform::start`].
    pub async fn database_only(config: &Config) -> Result<Platform, PlatformError> {
        let broker = external_broker(config)?.unwrap_or_else(unused_broker);
        if !config.embeds_database() {
            return Ok(Platform { database_url: external_database(config)?, broker, own_database: None, own_broker: None, _lock: None });
        }
        if HubLock::holder(&config.data_dir)?.is_some() {
            let place = Place::existing(config)?;
            let database_url = postgres::url(&place);
            return Ok(Platform { database_url, broker, own_database: None, own_broker: None, _lock: None });
        }
        Self::database_for_restore(config).await
    }

    /// Address of the configured database, or of the hub's own, which need not run now.
    ///
    /// # Errors
    /// When the hub's own has not been made yet.
    pub fn database_address(config: &Config) -> Result<String, PlatformError> {
        if config.embeds_database() { Ok(postgres::url(&Place::existing(config)?)) } else { external_database(config) }
    }

    /// Starts the database alone and keeps the folder: no hub runs, and none can start.
    ///
    /// # Errors
    /// [`PlatformError::AlreadyRunning`] while a hub works in the folder; else as
    /// [`Platform::start`].
    pub async fn database_for_restore(config: &Config) -> Result<Platform, PlatformError> {
        let lock = HubLock::take(&config.data_dir)?;
        let broker = external_broker(config)?.unwrap_or_else(unused_broker);
        let (database_url, own_database) = start_database(config).await?;
        Ok(Platform { database_url, broker, own_database, own_broker: None, _lock: Some(lock) })
    }

    /// Address of the database, as `sqlx` and `libpq` understand it.
    pub fn database_url(&self) -> &str {
        &self.database_url
    }

    /// Address of the broker.
    pub fn broker(&self) -> &BrokerAddress {
        &self.broker
    }

    /// How the hub's own parts are doing.
    pub fn health(&self) -> Health {
        Health { database: health_of(self.own_database.as_ref()), broker: health_of(self.own_broker.as_ref()) }
    }

    /// Stops the broker, then the database.
    pub async fn stop(self) {
        stop(self.own_broker).await;
        stop(self.own_database).await;
    }
}

/// Folder of PostgreSQL's programs for the embedded cluster.
///
/// # Errors
/// The package that is missing, or the key to change.
pub fn database_programs(config: &Config) -> Result<PathBuf, PlatformError> {
    let made_by = files::read_if_there(&config.data_dir.join("database/cluster/PG_VERSION"))?;
    program::postgres_dir(config.embedded.postgres_dir.as_deref(), made_by.as_deref().map(str::trim))
}

/// Checks that the programs of the embedded parts are installed; starts nothing.
///
/// # Errors
/// The package that is missing, or the account.
pub fn check(config: &Config) -> Result<(), PlatformError> {
    if config.embeds_database() {
        program::postgres_dir(config.embedded.postgres_dir.as_deref(), None)?;
        account::Account::for_part(&config.embedded.database_user, "embedded.database_user")?;
    }
    if config.embeds_broker() {
        program::mosquitto(config.embedded.mosquitto.as_deref())?;
        program::mosquitto_passwd()?;
        account::Account::for_part(&config.embedded.broker_user, "embedded.broker_user")?;
    }
    Ok(())
}

fn health_of(part: Option<&Supervised>) -> watch::Receiver<State> {
    // The sender is dropped at once, and the channel keeps its only value: Up.
    part.map_or_else(|| watch::channel(State::Up).1, Supervised::health)
}

async fn stop(part: Option<Supervised>) {
    if let Some(part) = part {
        part.stop().await;
    }
}

async fn start_database(config: &Config) -> Result<(String, Option<Supervised>), PlatformError> {
    if !config.embeds_database() {
        return Ok((external_database(config)?, None));
    }
    let place = Place::create(config)?;
    let part = Arc::new(postgres::Postgres::prepare(config, &place).await?);
    Ok((postgres::url(&place), Some(Supervised::start(part).await?)))
}

async fn start_broker(config: &Config) -> Result<(BrokerAddress, Option<Supervised>), PlatformError> {
    if let Some(address) = external_broker(config)? {
        return Ok((address, None));
    }
    let place = Place::create(config)?;
    let part = Arc::new(mosquitto::Mosquitto::prepare(config, &place).await?);
    let address = part.address();
    Ok((address, Some(Supervised::start(part).await?)))
}

fn external_database(config: &Config) -> Result<String, PlatformError> {
    let url = config.database.url.clone().unwrap_or_default();
    let Some(file) = &config.database.password_file else { return Ok(url) };
    let password = files::read_secret(file)?;
    let separator = if url.contains('?') { '&' } else { '?' };
    Ok(format!("{url}{separator}password={}", files::percent(&password)))
}

fn external_broker(config: &Config) -> Result<Option<BrokerAddress>, PlatformError> {
    let broker = &config.broker;
    let Some(host) = broker.host.clone() else { return Ok(None) };
    let password = broker.password_file.as_deref().map(files::read_secret).transpose()?.unwrap_or_default();
    let tls = broker.ca.clone().map(|ca| BrokerTls { ca, client: broker.certificate.clone().zip(broker.key.clone()) });
    Ok(Some(BrokerAddress { host, port: broker.port(), login: broker.username.clone().map(|name| (name, password)), tls, is_own: false }))
}

fn unused_broker() -> BrokerAddress {
    BrokerAddress { host: String::new(), port: 0, login: None, tls: None, is_own: false }
}
