//! Who may sign in at the embedded broker, and what each may do there: its password and rights files.
//!
//! A gateway signs in with its id. Lines of its own in the rights file allow it exactly its topics, with its shard: it may
//! publish `live`, `backfill` and `state`, and subscribe to `receipt` and `command`. Each name may have one connection at
//! a time (docs/decisions/0011), so each of the hub's links has a name of its own. To add a gateway to a running broker
//! takes a new line and a SIGHUP; nobody is disconnected by it.
//!
//! A gateway that floods is cut off for a while: its password's line becomes a comment. A start
//! of the hub lets everybody in again.

mod encrypted;
mod passwords;
pub mod rights;

pub use passwords::random_password;

use super::account::Account;
use super::error::PlatformError;
use super::place::Place;
use super::{files, leftover};
use crate::config::{Config, Embedded};
use hearth_vitals::GatewayId;
use hearth_vitals::topic::Shard;
use nix::fcntl::Flock;
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use std::collections::BTreeMap;
use std::fs::File;
use std::net::{Ipv4Addr, TcpListener};
use std::path::{Path, PathBuf};

/// The hub's own names at the broker begin with this and a dot, which no gateway's id has.
pub const HUB: &str = "hub";
/// The names that speak for many gateways in load tests begin with this and a dot.
pub const FLEET: &str = "fleet";
/// Connections that a fleet may have at once; each has a name.
pub const FLEET_CONNECTIONS: usize = 16;
/// The link on which the supervisor asks whether the broker answers. It may do nothing else.
pub const PROBE: &str = "probe";

/// The name of one of the hub's links.
pub fn hub_name(link: &str) -> String {
    format!("{HUB}.{link}")
}

/// The files of the embedded broker.
#[derive(Debug, Clone)]
pub struct BrokerFiles {
    dir: PathBuf,
    secrets: PathBuf,
    account: Account,
    has_fleet: bool,
    /// The configured port of the listener for this machine.
    configured_port: Option<u16>,
}

impl BrokerFiles {
    /// The files under the broker's folder.
    pub(crate) fn at(place: &Place, embedded: &Embedded) -> Self {
        let (dir, secrets, account) = (place.broker.clone(), place.secrets.clone(), place.broker_account.clone());
        Self { dir, secrets, account, has_fleet: embedded.fleet, configured_port: embedded.broker_port }
    }

    /// The files of the configured hub, made if missing; for commands.
    ///
    /// # Errors
    /// [`PlatformError`] if the folders cannot be made.
    pub fn of(config: &Config) -> Result<Self, PlatformError> {
        Ok(Self::at(&Place::create(config)?, &config.embedded))
    }

    pub(crate) fn settings(&self) -> PathBuf {
        self.dir.join("mosquitto.conf")
    }

    pub(crate) fn passwords(&self) -> PathBuf {
        self.dir.join("passwords")
    }

    pub(crate) fn rights(&self) -> PathBuf {
        self.dir.join("rights")
    }

    pub(crate) fn authority(&self) -> PathBuf {
        self.dir.join("authority.pem")
    }

    pub(crate) fn certificate(&self) -> PathBuf {
        self.dir.join("broker.pem")
    }

    pub(crate) fn key(&self) -> PathBuf {
        self.dir.join("broker.key")
    }

    pub(crate) fn taken_back(&self) -> PathBuf {
        self.dir.join("taken-back.pem")
    }

    pub(crate) fn pid(&self) -> PathBuf {
        self.dir.join("mosquitto.pid")
    }

    pub(crate) fn log(&self) -> PathBuf {
        self.dir.join("mosquitto.log")
    }

    /// The configured port of the listener for this machine, else the one chosen before, else a free one. What was chosen is
    /// written down, so that commands find it.
    ///
    /// # Errors
    /// If no port is free, or the file cannot be used.
    pub fn port(&self) -> Result<u16, PlatformError> {
        if let Some(port) = self.known_port()? {
            return Ok(port);
        }
        let kept = self.dir.join("port");
        let free = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).and_then(|listener| listener.local_addr());
        let port = free.map_err(PlatformError::io("find a free port for", &kept))?.port();
        files::replace(&kept, &format!("{port}\n"), &self.account)?;
        Ok(port)
    }

    fn known_port(&self) -> Result<Option<u16>, PlatformError> {
        let kept = files::read_if_there(&self.dir.join("port"))?;
        Ok(self.configured_port.or_else(|| kept.and_then(|text| text.trim().parse().ok())))
    }

    /// The hub's own password, made at random the first time.
    pub(crate) async fn hub_password(&self) -> Result<String, PlatformError> {
        let file = self.secrets.join("broker-hub.password");
        let password = match files::read_if_there(&file)? {
            Some(text) if !text.trim().is_empty() => text.trim().to_owned(),
            _ => {
                let fresh = random_password();
                files::replace(&file, &format!("{fresh}\n"), &Account::own_account())?;
                fresh
            }
        };
        let names: Vec<String> = rights::HUB_LINKS.iter().map(|(link, _)| hub_name(link)).collect();
        let line = passwords::hashed(&self.dir, HUB, &password).await?;
        self.change_passwords(|lines| {
            let others = passwords::with_new_hash(&passwords::of_others(lines), passwords::hash_of_hub(lines), &line);
            passwords::with_all(&others, &names, &line)
        })?;
        Ok(password)
    }

    /// Lets `name` sign in with `password` from now on.
    ///
    /// # Errors
    /// A missing `mosquitto_passwd`, or a file.
    pub async fn set_password(&self, name: &str, password: &str) -> Result<(), PlatformError> {
        let line = passwords::hashed(&self.dir, name, password).await?;
        self.change_passwords(|lines| passwords::with(lines, name, &line))
    }

    /// Lets the connections of the fleet sign in with `password` from now on.
    ///
    /// # Errors
    /// As [`BrokerFiles::set_password`].
    pub async fn set_fleet_password(&self, password: &str) -> Result<(), PlatformError> {
        let line = passwords::hashed(&self.dir, FLEET, password).await?;
        let names: Vec<String> = rights::fleet_names().collect();
        self.change_passwords(|lines| passwords::with_all(&passwords::without(lines, FLEET), &names, &line))
    }

    /// True if `name` may sign in.
    ///
    /// # Errors
    /// A file.
    pub fn knows(&self, name: &str) -> Result<bool, PlatformError> {
        let text = files::read_if_there(&self.passwords())?.unwrap_or_default();
        Ok(text.lines().any(|line| passwords::names(line, name)))
    }

    /// The password lines of all names except the hub's own, for a backup.
    ///
    /// # Errors
    /// A file.
    pub fn gateway_lines(&self) -> Result<String, PlatformError> {
        let text = files::read_if_there(&self.passwords())?.unwrap_or_default();
        Ok(passwords::let_in(&passwords::of_others(&text), |_| true))
    }

    /// Replaces all password lines except the hub's own by those of a backup.
    ///
    /// # Errors
    /// A file.
    pub fn restore_gateway_lines(&self, lines: &str) -> Result<(), PlatformError> {
        self.change_passwords(|old| {
            let hub = old.lines().filter(|line| passwords::is_of_hub(line)).map(|line| format!("{line}\n"));
            hub.chain([passwords::of_others(lines)]).collect()
        })
    }

    /// Forbids `name` to sign in; the broker cuts its connection.
    ///
    /// # Errors
    /// A file.
    pub fn remove(&self, name: &str) -> Result<(), PlatformError> {
        self.change_passwords(|lines| passwords::without(lines, name))
    }

    /// Cuts a gateway off: the broker ends its connection and refuses it until [`BrokerFiles::let_in`].
    ///
    /// # Errors
    /// A file.
    pub fn cut_off(&self, gateway: &GatewayId) -> Result<(), PlatformError> {
        self.change_passwords(|lines| passwords::cut_off(lines, gateway.as_str()))
    }

    /// Lets a gateway in again that was cut off.
    ///
    /// # Errors
    /// A file.
    pub fn let_in(&self, gateway: &GatewayId) -> Result<(), PlatformError> {
        self.change_passwords(|lines| passwords::let_in(lines, |name| name == gateway.as_str()))
    }

    /// Ends every cut-off that was in force when the hub last ended.
    pub(crate) fn let_all_in(&self) -> Result<(), PlatformError> {
        self.change_passwords(|lines| passwords::let_in(lines, |_| true))
    }

    /// Adds gateways to those that the fleet's one credential may send for.
    ///
    /// True when the fleet has grown so large that it speaks for every gateway of the hub.
    ///
    /// # Errors
    /// A file.
    pub fn add_fleet(&self, gateways: &[GatewayId]) -> Result<bool, PlatformError> {
        let _lock = self.lock()?;
        let mut ids = self.fleet()?;
        ids.extend(gateways.iter().map(|id| id.as_str().to_owned()));
        ids.sort();
        ids.dedup();
        files::replace(&self.dir.join("fleet"), &(ids.join("\n") + "\n"), &self.account)?;
        self.write_rights()?;
        Ok(ids.len() > rights::MEMBERS_BY_NAME)
    }

    /// Takes a gateway from the fleet's credential, if it was there.
    ///
    /// # Errors
    /// A file.
    pub fn remove_from_fleet(&self, gateway: &GatewayId) -> Result<(), PlatformError> {
        let _lock = self.lock()?;
        let mut ids = self.fleet()?;
        if !ids.iter().any(|id| id == gateway.as_str()) {
            return Ok(());
        }
        ids.retain(|id| id != gateway.as_str());
        files::replace(&self.dir.join("fleet"), &(ids.join("\n") + "\n"), &self.account)?;
        self.write_rights()
    }

    fn fleet(&self) -> Result<Vec<String>, PlatformError> {
        let text = files::read_if_there(&self.dir.join("fleet"))?.unwrap_or_default();
        Ok(text.lines().filter(|line| GatewayId::new(line).is_ok()).map(str::to_owned).collect())
    }

    /// Replaces the list of gateways whose shard is not the one that follows from their id; true if it changed.
    ///
    /// # Errors
    /// A file.
    pub fn give_shards(&self, shards: &BTreeMap<GatewayId, Shard>) -> Result<bool, PlatformError> {
        let _lock = self.lock()?;
        if self.shards()? == *shards {
            return Ok(false);
        }
        let lines: String = shards.iter().map(|(gateway, shard)| format!("{gateway} {shard}\n")).collect();
        files::replace(&self.dir.join("shards"), &lines, &self.account)?;
        self.write_rights()?;
        Ok(true)
    }

    fn shards(&self) -> Result<BTreeMap<GatewayId, Shard>, PlatformError> {
        let text = files::read_if_there(&self.dir.join("shards"))?.unwrap_or_default();
        let shard = |line: &str| {
            let (gateway, shard) = line.split_once(' ')?;
            Some((GatewayId::new(gateway).ok()?, shard.parse().ok()?))
        };
        Ok(text.lines().filter_map(shard).collect())
    }

    /// Writes the rights file again; rights follow from the names that may sign in. Members of a fleet are left out where fleets
    /// are not permitted.
    fn write_rights(&self) -> Result<(), PlatformError> {
        let lines = files::read_if_there(&self.passwords())?.unwrap_or_default();
        let fleet = if self.has_fleet { self.fleet()? } else { Vec::new() };
        let rights = rights::text(&passwords::gateways(&lines), &fleet, &self.shards()?);
        self.replace_changed(&self.rights(), &rights)
    }

    fn replace_changed(&self, path: &Path, text: &str) -> Result<(), PlatformError> {
        if files::read_if_there(path)?.as_deref() == Some(text) {
            return Ok(());
        }
        files::replace(path, text, &self.account)
    }

    fn change_passwords(&self, change: impl FnOnce(&str) -> String) -> Result<(), PlatformError> {
        let _lock = self.lock()?;
        let old = files::read_if_there(&self.passwords())?.unwrap_or_default();
        self.replace_changed(&self.passwords(), &change(&old))?;
        self.write_rights()
    }

    /// The lock held while the files change: two commands at the same time must not undo each other's lines.
    fn lock(&self) -> Result<Flock<File>, PlatformError> {
        let path = self.secrets.join("broker-files.lock");
        files::lock(&path).map_err(PlatformError::io("lock", &path))
    }

    /// Tells a running broker to read its files again; true if one runs.
    ///
    /// # Errors
    /// If the signal is not permitted.
    pub fn reload(&self) -> Result<bool, PlatformError> {
        let Some(pid) = leftover::find(&self.pid(), &self.settings()) else { return Ok(false) };
        kill(Pid::from_raw(pid), Signal::SIGHUP)
            .map_err(|errno| PlatformError::io("tell the broker to read", &self.passwords())(errno.into()))?;
        Ok(true)
    }
}
