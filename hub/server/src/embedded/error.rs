//! Why a part of the hub cannot run, told to the person who can mend it.

use crate::certificates::Fault;
use std::path::{Path, PathBuf};

/// Why database or broker could not be started.
#[derive(Debug, thiserror::Error)]
pub enum PlatformError {
    /// A program is not installed, or not where the configuration says.
    #[error("{program} is not installed; install the package '{package}', or set {key} to where it is")]
    MissingProgram {
        /// The program that is missing.
        program: &'static str,
        /// The Debian package that holds it.
        package: &'static str,
        /// The key that names its place.
        key: &'static str,
    },
    /// Another program listens on the broker's port.
    #[error("port {port} on {address} is in use by another program; end it, or set {key} to a free port")]
    PortInUse {
        /// Address of the broker.
        address: std::net::IpAddr,
        /// The port that is in use.
        port: u16,
        /// The key that names it.
        key: &'static str,
    },
    /// The broker has no certificate that it could show.
    #[error(transparent)]
    Certificate(#[from] Fault),
    /// Another hub works in the same folder.
    #[error("another hub (process {pid}) works in {}; stop it, or set data_dir to another folder", dir.display())]
    AlreadyRunning {
        /// Process id of the other hub.
        pid: i32,
        /// The data folder.
        dir: PathBuf,
    },
    /// The account that shall run a part does not exist.
    #[error("account '{name}' does not exist on this machine; install the part's package, or set {key} to an account without rights")]
    NoAccount {
        /// Name of the account.
        name: String,
        /// The key that names it.
        key: &'static str,
    },
    /// The account may not enter a folder above the data.
    #[error("account '{account}' may not enter {}, which leads to the data; set data_dir to a folder it can reach, as /var/lib/hearth", dir.display())]
    Unreachable {
        /// Name of the account.
        account: String,
        /// The closed folder.
        dir: PathBuf,
    },
    /// The cluster was made by another major version of PostgreSQL.
    #[error("{} was made by PostgreSQL {made}, but {found} is installed; install postgresql-{made}, or set embedded.postgres_dir to it", dir.display())]
    OtherVersion {
        /// Folder of the cluster.
        dir: PathBuf,
        /// Major version that made it.
        made: String,
        /// Major version found.
        found: String,
    },
    /// A program ended while it should start.
    #[error("{name} ended while starting ({status}); it said: {said}")]
    Ended {
        /// Name of the part.
        name: &'static str,
        /// How the program ended.
        status: String,
        /// Last lines it wrote.
        said: String,
    },
    /// A part runs but does not answer.
    #[error("{name} did not answer within {seconds} s ({last}); look into {}", log.display())]
    Silent {
        /// Name of the part.
        name: &'static str,
        /// How long was waited.
        seconds: u64,
        /// The last answer.
        last: String,
        /// File of the part's log.
        log: PathBuf,
    },
    /// What an earlier hub left running cannot be ended.
    #[error("{name} of an earlier hub (process {pid}) does not end; end it by hand, then start again")]
    Stubborn {
        /// Name of the part.
        name: &'static str,
        /// Process id of the program.
        pid: i32,
    },
    /// A command needs a part that has not been created yet.
    #[error("{} holds no hub yet; start one with 'hearth-hub run', or set data_dir", dir.display())]
    Nothing {
        /// The data folder.
        dir: PathBuf,
    },
    /// A file or folder cannot be used.
    #[error("cannot {what} {}: {source}", path.display())]
    Io {
        /// What was tried.
        what: &'static str,
        /// Path of the file or folder.
        path: PathBuf,
        /// What the operating system says.
        source: std::io::Error,
    },
}

impl PlatformError {
    /// For `map_err` on a file operation.
    pub(crate) fn io(what: &'static str, path: &Path) -> impl FnOnce(std::io::Error) -> PlatformError {
        let path = path.to_owned();
        move |source| PlatformError::Io { what, path, source }
    }
}
