//! The folders of the embedded parts under the data folder.
//!
//! ```text
//! data_dir/            0711, the hub's
//!   hub.lock           held by the running hub
//!   database/cluster   0700, the database's account
//!   run/               0700, the database's socket
//!   broker/            0700, the broker's account: configuration, passwords, rights, port
//!   secrets/           0700, the hub's: its own broker password
//! ```

use super::account::Account;
use super::error::PlatformError;
use super::files;
use crate::config::Config;
use nix::unistd::Uid;
use std::fs::Permissions;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

/// A Unix socket's address holds 107 bytes; its name takes 14 of them.
const SOCKET_DIR_MAX_BYTES: usize = 93;

/// The paths of the folders, and the accounts that own them.
#[derive(Debug, Clone)]
pub struct Place {
    /// Folder of the cluster and its logs.
    pub database: PathBuf,
    /// Folder of the broker.
    pub broker: PathBuf,
    /// Folder of the hub's secrets.
    pub secrets: PathBuf,
    /// Folder of the database's socket.
    pub socket: PathBuf,
    /// Who runs the database.
    pub database_account: Account,
    /// Who runs the broker.
    pub broker_account: Account,
}

impl Place {
    /// Makes what is missing and mends owners and modes.
    pub fn create(config: &Config) -> Result<Place, PlatformError> {
        let place = Self::at(config)?;
        let own = Account::own_account();
        let_pass(&config.data_dir)?;
        files::folder(&place.secrets, 0o700, &own)?;
        if config.embeds_database() {
            place.database_account.reach(&place.database)?;
            files::folder(&place.database, 0o700, &place.database_account)?;
            make_socket_dir(&place.socket, &place.database_account)?;
        }
        if config.embeds_broker() {
            place.broker_account.reach(&place.broker)?;
            files::folder(&place.broker, 0o700, &place.broker_account)?;
        }
        Ok(place)
    }

    /// The folders of a hub that has been started before.
    pub fn existing(config: &Config) -> Result<Place, PlatformError> {
        if !config.data_dir.is_dir() {
            return Err(PlatformError::Nothing { dir: config.data_dir.clone() });
        }
        Self::at(config)
    }

    fn at(config: &Config) -> Result<Place, PlatformError> {
        let dir = config.data_dir.canonicalize().map_err(PlatformError::io("find", &config.data_dir))?;
        let own = Account::own_account;
        let database_account = match config.embeds_database() {
            true => Account::for_part(&config.embedded.database_user, "embedded.database_user")?,
            false => own(),
        };
        let broker_account = match config.embeds_broker() {
            true => Account::for_part(&config.embedded.broker_user, "embedded.broker_user")?,
            false => own(),
        };
        Ok(Place {
            database: dir.join("database"),
            broker: dir.join("broker"),
            secrets: dir.join("secrets"),
            socket: socket_dir(&dir),
            database_account,
            broker_account,
        })
    }

    /// The cluster itself.
    pub fn cluster(&self) -> PathBuf {
        self.database.join("cluster")
    }
}

/// Other accounts must pass through the hub's own folder to reach theirs, as root runs them.
fn let_pass(data_dir: &Path) -> Result<(), PlatformError> {
    const PASS: u32 = 0o011;
    if !Uid::effective().is_root() {
        return Ok(());
    }
    let mode = data_dir.metadata().map_err(PlatformError::io("look at", data_dir))?.permissions().mode();
    if mode & PASS == PASS {
        return Ok(());
    }
    std::fs::set_permissions(data_dir, Permissions::from_mode(mode | PASS)).map_err(PlatformError::io("open the way through", data_dir))
}

/// Under the data folder, or in a short place when that path is too long for a socket.
fn socket_dir(data_dir: &Path) -> PathBuf {
    let usual = data_dir.join("run");
    if usual.as_os_str().len() <= SOCKET_DIR_MAX_BYTES {
        return usual;
    }
    let mut hasher = DefaultHasher::new();
    data_dir.hash(&mut hasher);
    let base = if Uid::effective().is_root() { PathBuf::from("/run") } else { runtime_dir() };
    base.join(format!("hearth-{:016x}", hasher.finish()))
}

fn runtime_dir() -> PathBuf {
    let given = std::env::var_os("XDG_RUNTIME_DIR").map(PathBuf::from).filter(|dir| dir.is_dir());
    given.unwrap_or_else(std::env::temp_dir)
}

/// Makes the folder of the socket. In a shared folder somebody else may have made one of this name first: that one is refused.
fn make_socket_dir(path: &Path, account: &Account) -> Result<(), PlatformError> {
    if path.symlink_metadata().is_ok() && !account.owns(path) {
        let source = std::io::Error::other("it belongs to someone else; remove it");
        return Err(PlatformError::io("use", path)(source));
    }
    files::folder(path, 0o700, account)
}
