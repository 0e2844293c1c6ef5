//! The broker's files for TLS: its certificate, the authority that signed those of gateways, and what was taken back.
//!
//! A gateway that was enrolled shows a certificate; its name there is its name at the broker, whatever it says besides. It has
//! a line in the password file too, from which its rights follow, with the hub's own password: the hub alone can sign in by it,
//! on loopback. That is how a session is ended: the broker lets each name in once, and reads the list of what was taken back
//! again while it runs, but does not look at those who are in already.

use super::{BrokerFiles, HUB, files, leftover, passwords};
use crate::embedded::error::PlatformError;
use crate::embedded::probe;
use nix::fcntl::Flock;
use std::collections::BTreeSet;
use std::fs::File;
use std::net::{Ipv4Addr, SocketAddr};
use std::time::Duration;
use tokio::time::{Instant, sleep, timeout};

/// How long it may take to end a session.
const END: Duration = Duration::from_secs(3);
/// How long another process may hold the list.
const HOLD: Duration = Duration::from_secs(3);
/// How often is looked whether it still does.
const LOOK: Duration = Duration::from_millis(20);

impl BrokerFiles {
    /// Gives the broker its certificate and key; true if it had others.
    ///
    /// # Errors
    /// A file.
    pub fn show(&self, certificate: &[u8], key: &[u8]) -> Result<bool, PlatformError> {
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        let (certificate, key) = (text(certificate), text(key));
        let known = (files::read_if_there(&self.certificate())?, files::read_if_there(&self.key())?);
        if known == (Some(certificate.clone()), Some(key.clone())) {
            return Ok(false);
        }
        files::replace(&self.key(), &key, &self.account)?;
        files::replace(&self.certificate(), &certificate, &self.account)?;
        Ok(true)
    }

    /// Sets the authority whose certificates are let in; true if it was another one before.
    ///
    /// # Errors
    /// A file.
    pub fn trust(&self, authority: &str) -> Result<bool, PlatformError> {
        if files::read_if_there(&self.authority())?.as_deref() == Some(authority) {
            return Ok(false);
        }
        files::replace(&self.authority(), authority, &self.account)?;
        Ok(true)
    }

    /// Replaces the list of revoked certificates.
    ///
    /// # Errors
    /// A file.
    pub fn take_back(&self, list: &str) -> Result<(), PlatformError> {
        files::replace(&self.taken_back(), list, &self.account)
    }

    /// The serials on that list.
    ///
    /// # Errors
    /// A file.
    pub fn listed(&self) -> Result<Vec<String>, PlatformError> {
        let list = files::read_if_there(&self.taken_back())?.unwrap_or_default();
        Ok(hearth_trust::certificate::taken_back(list.as_bytes()))
    }

    /// Held while what stands on the list is read and written.
    ///
    /// # Errors
    /// A file.
    pub async fn hold_list(&self) -> Result<Flock<File>, PlatformError> {
        let path = self.secrets.join("taken-back.lock");
        let deadline = Instant::now() + HOLD;
        loop {
            match files::try_lock(&path) {
                // Another process holds it while its store answers. One that was stopped would hold it for ever.
                Err(error) if error.kind() == std::io::ErrorKind::WouldBlock && Instant::now() < deadline => sleep(LOOK).await,
                held => return held.map_err(PlatformError::io("lock", &path)),
            }
        }
    }

    /// Sets who signs in by a certificate, who is cut off, and who has no line, at once.
    ///
    /// # Errors
    /// A file.
    pub fn settle(&self, certified: &BTreeSet<&str>, cut: &BTreeSet<&str>, gone: &BTreeSet<&str>) -> Result<(), PlatformError> {
        self.change_passwords(|lines| passwords::settled(lines, certified, cut, gone))
    }

    /// Lets a name sign in by certificate, with its rights.
    ///
    /// # Errors
    /// A file, or that the hub has no password yet.
    pub fn let_in_by_certificate(&self, name: &str) -> Result<(), PlatformError> {
        self.change_passwords(|lines| {
            // Without a line of the hub's own nobody could sign in by this one: it still gives the rights.
            passwords::with(lines, name, &format!("{name}:{}", passwords::hash_of_hub(lines).unwrap_or("*")))
        })
    }

    /// True if the name has the hub's own password: it signs in by a certificate.
    fn is_by_certificate(&self, name: &str) -> Result<bool, PlatformError> {
        let text = files::read_if_there(&self.passwords())?.unwrap_or_default();
        // Under the name of who is cut off and has a password nobody signs in, the hub neither: no session is left.
        let own = text.lines().find(|line| !line.starts_with('#') && passwords::names(line, name)).and_then(|line| line.split_once(':'));
        Ok(own.is_some_and(|(_, hash)| passwords::hash_of_hub(&text) == Some(hash)))
    }

    /// Ends the session of a name that signs in by certificate, by signing in under it for a moment. The caller has made sure
    /// that it cannot come back.
    ///
    /// # Errors
    /// The broker's answer, in words. A broker that does not run has no sessions.
    pub async fn end_session(&self, name: &str) -> Result<(), String> {
        if !self.is_by_certificate(name).map_err(|error| error.to_string())? {
            return Ok(());
        }
        let read = |path| files::read_if_there(path).map_err(|error| error.to_string());
        let password = read(&self.secrets.join(format!("broker-{HUB}.password")))?.unwrap_or_default();
        let Some(port) = self.known_port().map_err(|error| error.to_string())? else { return Ok(()) };
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
        if leftover::find(&self.pid(), &self.settings()).is_none() {
            return Ok(());
        }
        let ended = timeout(END, probe::mqtt(address, name, password.trim())).await;
        ended.map_err(|_| "the broker does not answer".to_owned())?
    }
}
