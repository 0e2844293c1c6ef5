//! The hub's own Mosquitto. It only passes messages on and stores none.

mod encryption;
mod settings;

use super::account::Account;
use super::broker_files::{BrokerFiles, PROBE, hub_name};
use super::error::PlatformError;
use super::place::Place;
use super::supervisor::Part;
use super::{BrokerAddress, files, leftover, probe, program};
use crate::certificates::House;
use crate::clock;
use crate::config::Config;
use crate::open_files;
use nix::sys::signal::Signal;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
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
    /// Address at which gateways reach it over TLS.
    tls: Option<SocketAddr>,
    password: String,
}

impl Mosquitto {
    /// Chooses the port once, makes the hub's password once, and writes the settings.
    ///
    /// # Errors
    /// [`PlatformError`]: the package that is missing, the port in use, a file.
    pub async fn prepare(config: &Config, place: &Place) -> Result<Mosquitto, PlatformError> {
        let program = program::mosquitto(config.embedded.mosquitto.as_deref())?;
        let files = BrokerFiles::at(place, &config.embedded);
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, files.port()?));
        let tls = config.embedded.tls_address();
        let password = files.hub_password().await?;
        files.let_all_in()?;
        if tls.is_some() {
            encryption::prepare(&House::of(config), &files, clock::wall_ms())?;
        }
        let part = Mosquitto { program, account: place.broker_account.clone(), address, tls, password, files };
        files::replace(&part.files.settings(), &settings::text(&part.files, address, tls), &part.account)?;
        Ok(part)
    }

    /// Address and sign-in by which the hub reaches it.
    pub fn address(&self) -> BrokerAddress {
        let host = self.address.ip().to_string();
        let login = Some((super::broker_files::HUB.into(), self.password.clone()));
        BrokerAddress { host, port: self.address.port(), login, tls: None, is_own: true }
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

impl Mosquitto {
    /// The hub tries a port before the broker does, because the broker's message does not name the key to change.
    fn is_free(&self, at: SocketAddr, key: &'static str) -> Result<(), PlatformError> {
        match TcpListener::bind(at) {
            Ok(_) => Ok(()),
            Err(error) if error.kind() == std::io::ErrorKind::AddrInUse => {
                Err(PlatformError::PortInUse { address: at.ip(), port: at.port(), key })
            }
            Err(error) => Err(PlatformError::io("listen for", &self.files.settings())(error)),
        }
    }
}

impl Part for Mosquitto {
    fn name(&self) -> &'static str {
        "the embedded Mosquitto"
    }

    async fn clear(&self) -> Result<(), PlatformError> {
        leftover::end(self.name(), &self.files.pid(), &self.files.settings(), STOP).await?;
        self.is_free(self.address, "embedded.broker_port")?;
        self.tls.map_or(Ok(()), |tls| self.is_free(tls, "embedded.broker_tls_port"))
    }

    fn command(&self) -> Command {
        let mut command = Command::new(&self.program);
        command.arg("-c").arg(self.files.settings()).current_dir("/");
        self.account.apply(&mut command);
        command
    }

    async fn probe(&self) -> Result<(), String> {
        let answer = probe::mqtt(self.address, &hub_name(PROBE), &self.password).await;
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
