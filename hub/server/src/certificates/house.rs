//! The folder of the hub's own certificates: the authority, and what it signs for the hub's two servers.

use super::authority::{Authority, CERTIFICATE, KEY};
use super::fault::Fault;
use super::files::{self, Pair};
use crate::config::{Config, is_host_name};
use hearth_trust::Standing;
use hearth_vitals::WallMs;
use std::path::{Path, PathBuf};

/// Who shows a certificate that the hub makes for itself. Each has a key of its own: the broker runs under another account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Server {
    /// The hub, to browsers and to gateways that are being enrolled.
    Hub,
    /// The hub's own broker, to gateways.
    Broker,
}

impl Server {
    const fn name(self) -> &'static str {
        match self {
            Server::Hub => "hub",
            Server::Broker => "broker",
        }
    }
}

/// The folder in which the hub keeps its own authority and certificates.
#[derive(Debug, Clone)]
pub struct House {
    folder: PathBuf,
    names: Vec<String>,
}

impl House {
    /// The folder of the configured hub. Nothing is opened or made.
    pub fn of(config: &Config) -> House {
        House { folder: config.data_dir.join("certificates"), names: names(config) }
    }

    /// Where a certificate and its key are.
    pub fn paths(&self, server: Server) -> (PathBuf, PathBuf) {
        let file = |end: &str| self.folder.join(format!("{}.{end}", server.name()));
        (file("pem"), file("key"))
    }

    /// Where the authority's certificate and key are.
    pub fn authority_paths(&self) -> (PathBuf, PathBuf) {
        (self.folder.join(CERTIFICATE), self.folder.join(KEY))
    }

    /// The folder itself.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The authority, made if there is none.
    ///
    /// # Errors
    /// [`Fault`].
    pub fn authority(&self, now: WallMs) -> Result<Authority, Fault> {
        let authority = Authority::open_or_make(&self.folder, now)?;
        files::holds(&self.folder.join(CERTIFICATE), &authority.certificate, now)?;
        Ok(authority)
    }

    /// The authority's certificate and key for a backup, one behind the other; `None` if there is none.
    ///
    /// # Errors
    /// [`Fault`].
    pub fn whole_authority(&self) -> Result<Option<String>, Fault> {
        if Authority::open(&self.folder)?.is_none() {
            return Ok(None);
        }
        let (certificate, key) = self.authority_paths();
        let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).trim_end().to_owned();
        Ok(Some(format!("{}\n{}\n", text(files::chain(&certificate)?.1), text(files::key(&key)?))))
    }

    /// Puts the authority of a backup in the place of the one there is, and has what that one signed made anew.
    ///
    /// # Errors
    /// [`Fault`].
    pub fn put_back(&self, whole: &str) -> Result<(), Fault> {
        const END: &str = "-----END CERTIFICATE-----\n";
        let (path, key_path) = self.authority_paths();
        let Some((certificate, key)) = whole.split_once(END).filter(|(_, key)| key.contains("PRIVATE KEY")) else {
            return Err(Fault::NoKey { path: key_path });
        };
        files::folder(&self.folder)?;
        files::replace(&key_path, key.as_bytes())?;
        files::replace(&path, format!("{certificate}{END}").as_bytes())
    }

    /// A server's certificate: the one there is, if it holds, names the machine, comes from this authority and is not due;
    /// else a new one.
    ///
    /// # Errors
    /// [`Fault`].
    pub fn server(&self, server: Server, now: WallMs) -> Result<Pair, Fault> {
        let authority = self.authority(now)?;
        if let Some(good) = self.good(server, &authority, now) {
            return Ok(good);
        }
        self.renew(server, &authority, now)
    }

    /// The pair that is there, whatever holds of it; `None` if there is none that belongs together.
    pub fn kept(&self, server: Server) -> Option<Pair> {
        let (certificate, key) = self.paths(server);
        files::pair(&certificate, &key).ok()
    }

    fn good(&self, server: Server, authority: &Authority, now: WallMs) -> Option<Pair> {
        let known = self.kept(server)?;
        let read = &known.certificate;
        let named = self.names.iter().all(|name| read.names.contains(name));
        let good = named && read.is_signed_by(&authority.certificate) && read.life.standing(now) == Standing::Good;
        good.then_some(known)
    }

    /// A new certificate for a server, in the place of the old one.
    ///
    /// # Errors
    /// [`Fault`].
    pub fn renew(&self, server: Server, authority: &Authority, now: WallMs) -> Result<Pair, Fault> {
        let (certificate, key) = self.paths(server);
        let (pem, key_pem) = authority.server(&self.names, now)?;
        // A reader in between finds a pair that does not belong together, and reads again.
        files::replace(&key, key_pem.as_bytes())?;
        files::replace(&certificate, pem.as_bytes())?;
        tracing::info!(server = server.name(), "made a new certificate");
        files::pair(&certificate, &key)
    }
}

/// The names and addresses by which this machine is reached: those that are configured, else its own name and the addresses
/// it listens on; loopback always.
fn names(config: &Config) -> Vec<String> {
    let mut names = config.server.names.clone();
    if names.is_empty() {
        names.extend(nix::unistd::gethostname().ok().and_then(|name| name.into_string().ok()).filter(|name| is_host_name(name)));
        let listens = [config.server.listen.ip(), config.embedded.broker_address];
        names.extend(listens.iter().filter(|ip| !ip.is_unspecified()).map(ToString::to_string));
    }
    names.extend(["localhost".to_owned(), "127.0.0.1".to_owned(), "::1".to_owned()]);
    let mut once = Vec::new();
    names.into_iter().for_each(|name| {
        if !once.contains(&name) {
            once.push(name);
        }
    });
    once
}
