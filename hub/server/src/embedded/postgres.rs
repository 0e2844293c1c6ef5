//! The hub's own PostgreSQL cluster.
//!
//! It is made under another name and renamed when it is complete, so that a kill in the
//! middle leaves nothing that looks like a cluster. Its settings are written anew at each
//! start: a newer hub brings its own.

mod create;
mod settings;

use super::account::Account;
use super::error::PlatformError;
use super::place::Place;
use super::supervisor::Part;
use super::{files, leftover, logs, probe, program};
use crate::config::Config;
use nix::sys::signal::Signal;
use std::path::PathBuf;
use std::time::Duration;
use tokio::process::Command;

/// Owner of the database, and its name.
pub const NAME: &str = "hearth";

/// Fast shutdown first (sessions are cut, the log is written), then an immediate one,
/// which costs a recovery at the next start but loses nothing committed.
const STOP: &[(Signal, Duration)] = &[(Signal::SIGINT, Duration::from_secs(20)), (Signal::SIGQUIT, Duration::from_secs(5))];

/// Address of the cluster for `sqlx` and `libpq`.
pub fn url(place: &Place) -> String {
    let dir = files::percent(&place.socket.to_string_lossy());
    format!("postgres://{NAME}@localhost/{NAME}?host={dir}")
}

/// The cluster, ready to be started.
pub struct Postgres {
    programs: PathBuf,
    cluster: PathBuf,
    socket: PathBuf,
    log: PathBuf,
    account: Account,
}

impl Postgres {
    /// Makes the cluster if there is none, and writes its settings.
    ///
    /// # Errors
    /// [`PlatformError`]: the package that is missing, or what `initdb` said.
    pub async fn prepare(config: &Config, place: &Place) -> Result<Postgres, PlatformError> {
        let cluster = place.cluster();
        let made_by = files::read_if_there(&cluster.join("PG_VERSION"))?.map(|text| text.trim().to_owned());
        let programs = program::postgres_dir(config.embedded.postgres_dir.as_deref(), made_by.as_deref())?;
        let part = Postgres {
            programs,
            cluster,
            socket: place.socket.clone(),
            log: place.database.join("start.log"),
            account: place.database_account.clone(),
        };
        part.same_version(made_by.as_deref()).await?;
        if made_by.is_none() {
            create::create(&part).await?;
        }
        settings::write(&part)?;
        Ok(part)
    }

    fn run(&self, program: &str) -> Command {
        let mut command = Command::new(self.programs.join(program));
        // Messages of the server are read by us and by tests: one language.
        command.env("LC_MESSAGES", "C").env_remove("PGDATA").env_remove("PGHOST").current_dir("/");
        self.account.apply(&mut command);
        command
    }

    async fn same_version(&self, made_by: Option<&str>) -> Result<(), PlatformError> {
        let Some(made) = made_by else { return Ok(()) };
        let program = self.programs.join("postgres");
        let output = self.run("postgres").arg("--version").output().await.map_err(PlatformError::io("run", &program))?;
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        let version = text.split_whitespace().nth(2).unwrap_or_default();
        let found: String = version.chars().take_while(char::is_ascii_digit).collect();
        if found == made {
            return Ok(());
        }
        Err(PlatformError::OtherVersion { dir: self.cluster.clone(), made: made.to_owned(), found })
    }
}

impl Part for Postgres {
    fn name(&self) -> &'static str {
        "the embedded PostgreSQL"
    }

    async fn clear(&self) -> Result<(), PlatformError> {
        leftover::end(self.name(), &self.cluster.join("postmaster.pid"), &self.cluster, STOP).await
    }

    fn command(&self) -> Command {
        let mut command = self.run("postgres");
        command.arg("-D").arg(&self.cluster);
        command
    }

    async fn probe(&self) -> Result<(), String> {
        probe::postgres(&self.socket.join(".s.PGSQL.5432"), NAME, NAME).await
    }

    fn stop_signals(&self) -> &'static [(Signal, Duration)] {
        STOP
    }

    fn log(&self) -> PathBuf {
        self.log.clone()
    }

    /// The server itself begins a new file when one is full.
    fn bound_logs(&self) -> std::io::Result<()> {
        logs::bound(&self.log, logs::FILE_BYTES, logs::KEPT)?;
        logs::keep_newest(&self.cluster.join("log"), "postgres-", logs::KEPT + 1)
    }

    fn patience(&self) -> Duration {
        // Recovery replays at most `max_wal_size` after a power cut.
        Duration::from_secs(180)
    }
}
