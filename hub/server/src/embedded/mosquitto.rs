//! The hub's own Mosquitto. It only passes messages on and stores none.

mod settings;

use super::account::Account;
use super::broker_files::{BrokerFiles, PROBE, hub_name};
use super::error::PlatformError;
use super::place::Place;
use super::supervisor::Part;
use super::{BrokerAddress, files, leftover, probe, program};
use crate::config::Config;
use crate::open_files;
use nix::sys::signal::Signal;
use std::net::{IpAddr, Ipv4Addr, SocketAddr, TcpListener};
use std::path::PathBuf;
use std::time::Duration;
use tokio::process::Command;

const STOP: &[(Signal, Duration)] = &[(Signal::SIGTERM, Duration::from_secs(5))];

/// The broker, ready to be started.
pub struct Mosquitto {
    program: PathBuf,
    files: BrokerFiles,
    account: Account,
    address: SocketAddr,
    password: String,
}

impl Mosquitto {
    /// Chooses the port once, makes the hub's password once, and writes the settings.
    ///
    /// # Errors
    /// [`PlatformError`]: the package that is missing, the port in use, a file.
    pub async fn prepare(config: &Config, place: &Place) -> Result<Mosquitto, PlatformError> {
        let program = program::mosquitto(config.embedded.mosquitto.as_deref())?;
        let files = BrokerFiles::at(place, config.embedded.fleet);
        let address = SocketAddr::new(config.embedded.broker_address, files.port(config)?);
        let password = files.hub_password().await?;
        files.let_all_in()?;
        let part = Mosquitto { program, account: place.broker_account.clone(), address, password, files };
        files::replace(&part.files.settings(), &settings::text(&part.files, address), &part.account)?;
        Ok(part)
    }

    /// Where the hub reaches it.
    pub fn address(&self) -> BrokerAddress {
        let host = self.local().ip().to_string();
        let login = Some((super::broker_files::HUB.into(), self.password.clone()));
        BrokerAddress { host, port: self.address.port(), login, tls: None, is_own: true }
    }

    /// The address to use from this machine: for a broker that listens on all addresses, loopback.
    fn local(&self) -> SocketAddr {
        let ip = if self.address.ip().is_unspecified() { IpAddr::V4(Ipv4Addr::LOCALHOST) } else { self.address.ip() };
        SocketAddr::new(ip, self.address.port())
    }
}

impl Mosquitto {
    /// A reason in words if the broker may open no more files. It then accepts a connection and drops it at once, and
    /// somebody who reads "reset" would look for a fault of the network.
    fn out_of_files(&self) -> Option<String> {
        let pid = leftover::find(&self.files.pid(), &self.files.settings())?;
        let (open, most) = open_files::exhausted(u32::try_from(pid).ok()?)?;
        Some(format!(
            "too many open files: the broker has {open} of at most {most} open, each home is one; raise LimitNOFILE of the hub's service (ulimit -n)"
        ))
    }
}

impl Part for Mosquitto {
    fn name(&self) -> &'static str {
        "the embedded Mosquitto"
    }

    async fn clear(&self) -> Result<(), PlatformError> {
        leftover::end(self.name(), &self.files.pid(), &self.files.settings(), STOP).await?;
        // The hub tries the port before the broker does, because the broker's message does not name the key to change.
        match TcpListener::bind(self.address) {
            Ok(_) => Ok(()),
            Err(error) if error.kind() == std::io::ErrorKind::AddrInUse => {
                Err(PlatformError::PortInUse { address: self.address.ip(), port: self.address.port() })
            }
            Err(error) => Err(PlatformError::io("listen for", &self.files.settings())(error)),
        }
    }

    fn command(&self) -> Command {
        let mut command = Command::new(&self.program);
        command.arg("-c").arg(self.files.settings()).current_dir("/");
        self.account.apply(&mut command);
        command
    }

    async fn probe(&self) -> Result<(), String> {
        let answer = probe::mqtt(self.local(), &hub_name(PROBE), &self.password).await;
        answer.map_err(|reason| self.out_of_files().map_or(reason, |why| why))
    }

    fn stop_signals(&self) -> &'static [(Signal, Duration)] {
        STOP
    }

    fn log(&self) -> PathBuf {
        self.files.log()
    }

    fn patience(&self) -> Duration {
        Duration::from_secs(15)
    }
}
