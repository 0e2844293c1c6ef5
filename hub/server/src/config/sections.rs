//! The sections of the configuration, one structure each, with their default values.

use super::Config;
use serde::{Deserialize, Deserializer};
use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;

/// Allowed time between two canaries, s. With the longest, one is missed after ten minutes; a shorter time than the shortest
/// would miss one while a part of the hub restarts.
const PERIOD_S: std::ops::RangeInclusive<u32> = 5..=300;
/// Days that may be configured: a day to a hundred years.
const DAYS: std::ops::RangeInclusive<u32> = 1..=36_500;

/// Where the hub listens for browsers.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Server {
    /// Address and port. Plain text on loopback only: elsewhere it is HTTPS, or a declared proxy stands in front.
    #[serde(deserialize_with = "socket_address")]
    pub listen: SocketAddr,
    /// Who encrypts what browsers and the hub say to each other.
    pub tls: Tls,
    /// PEM file of a certificate of the site's, its chain behind it; without it the hub's own authority signs one.
    pub certificate: Option<PathBuf>,
    /// PEM file of the key that belongs to it.
    pub key: Option<PathBuf>,
    /// Names and addresses by which browsers and gateways reach this machine; its host name when empty.
    pub names: Vec<String>,
    /// Addresses of the proxies that may stand in front; one on this machine need not be named.
    pub proxies: Vec<IpAddr>,
    /// Marks the session cookie `Secure`, and says that pages are read over HTTPS, although the hub itself speaks plain text on
    /// loopback.
    pub secure_cookies: bool,
    /// The link that dials a number from a patient's page, with `{number}` in its place: `tel:{number}` for the phone of the
    /// person's machine, `sip:{number}@pbx.example` for a telephone system.
    pub dial_link: String,
}

impl Default for Server {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from(([127, 0, 0, 1], 8080)),
            tls: Tls::Auto,
            certificate: None,
            key: None,
            names: Vec::new(),
            proxies: Vec::new(),
            secure_cookies: false,
            dial_link: "tel:{number}".to_owned(),
        }
    }
}

/// Who encrypts what browsers and the hub say.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Tls {
    /// The hub, if it is reached from other machines, or is given a certificate.
    #[default]
    Auto,
    /// The hub, on loopback too.
    On,
    /// A proxy in front.
    Proxy,
}

/// What the listener speaks: plain text or HTTPS, and with whose certificate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Door {
    /// Plain text, on loopback only.
    Plain,
    /// Plain text behind a proxy that was declared.
    Proxied,
    /// HTTPS with a certificate of the hub's own authority.
    Own,
    /// HTTPS with a certificate of the site's.
    Given {
        /// PEM file of the certificate.
        certificate: PathBuf,
        /// The file of its key.
        key: PathBuf,
    },
}

impl Server {
    /// What the listener speaks: plain text or HTTPS, and with whose certificate.
    pub fn door(&self) -> Door {
        match (self.tls, &self.certificate, &self.key) {
            (Tls::Proxy, ..) => Door::Proxied,
            (_, Some(certificate), Some(key)) => Door::Given { certificate: certificate.clone(), key: key.clone() },
            (Tls::Auto, ..) if self.listen.ip().is_loopback() => Door::Plain,
            _ => Door::Own,
        }
    }

    /// For how long browsers remember that this host is asked over HTTPS alone, seconds: two years, and a day with a certificate of
    /// the hub's own authority. While they remember, nobody can pass a warning, and that authority may have to be replaced.
    pub fn strict_transport_s(&self) -> u32 {
        if self.door() == Door::Own { 86_400 } else { 63_072_000 }
    }

    /// True if browsers read pages over HTTPS.
    pub fn is_secure(&self) -> bool {
        self.secure_cookies || self.door() != Door::Plain
    }
}

/// Where the hub keeps its data.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Database {
    /// `postgres://user@host/name`; without it the hub runs its own cluster.
    pub url: Option<String>,
    /// File that holds the password alone, so that it need not stand in the URL.
    pub password_file: Option<PathBuf>,
}

/// The MQTT broker.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Broker {
    /// Host name; without it the hub runs its own broker.
    pub host: Option<String>,
    /// TCP port; 1883, or 8883 with TLS, when left out.
    pub port: Option<u16>,
    /// Name the hub signs in with.
    pub username: Option<String>,
    /// File that holds the password alone.
    pub password_file: Option<PathBuf>,
    /// PEM file of the authority that signed the broker's certificate; turns TLS on.
    pub ca: Option<PathBuf>,
    /// PEM file of the hub's own certificate.
    pub certificate: Option<PathBuf>,
    /// PEM file of the key that belongs to it.
    pub key: Option<PathBuf>,
}

impl Broker {
    /// The port in force.
    pub fn port(&self) -> u16 {
        self.port.unwrap_or(if self.ca.is_some() { 8883 } else { 1883 })
    }
}

/// How the hub's own database and broker are run.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Embedded {
    /// Folder of `postgres` and `initdb`; searched for when left out.
    pub postgres_dir: Option<PathBuf>,
    /// The `mosquitto` program; searched for when left out.
    pub mosquitto: Option<PathBuf>,
    /// Account that runs the database when the hub runs as root.
    pub database_user: String,
    /// Account that runs the broker when the hub runs as root.
    pub broker_user: String,
    /// Address on which gateways reach the broker, over TLS only. On loopback it is off unless `broker_tls_port` is set.
    pub broker_address: std::net::IpAddr,
    /// Port of the broker for the hub itself, always on loopback; a free one, chosen once and kept, when left out.
    pub broker_port: Option<u16>,
    /// Port on which gateways reach the broker over TLS: 8883 when left out.
    pub broker_tls_port: Option<u16>,
    /// Allows the one credential that speaks for many gateways (load tests and the demo).
    pub fleet: bool,
}

impl Default for Embedded {
    fn default() -> Self {
        Self {
            postgres_dir: None,
            mosquitto: None,
            database_user: "postgres".into(),
            broker_user: "mosquitto".into(),
            broker_address: std::net::IpAddr::from([127, 0, 0, 1]),
            broker_port: None,
            broker_tls_port: None,
            fleet: false,
        }
    }
}

impl Embedded {
    /// Where gateways reach the broker over TLS; `None` where it is for this machine alone.
    pub fn tls_address(&self) -> Option<SocketAddr> {
        let is_wanted = self.broker_tls_port.is_some() || !self.broker_address.is_loopback();
        is_wanted.then(|| SocketAddr::new(self.broker_address, self.broker_tls_port.unwrap_or(8883)))
    }
}

/// How long data is kept, in days.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Retention {
    /// Frames: the measurements themselves.
    pub frames_days: u32,
    /// How long waveform blocks are kept, in days.
    pub waveforms_days: u32,
    /// Undecodable bodies kept for study.
    pub quarantine_days: u32,
}

impl Default for Retention {
    /// Frames are kept for a year beyond a stay and the questions after it; a waveform is a hundred times as large and useful for
    /// days.
    fn default() -> Self {
        Self { frames_days: 400, waveforms_days: 30, quarantine_days: 90 }
    }
}

/// The known alert that the hub sends itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Canary {
    /// Time between two of them, s; 0 switches them off. One that has not come back for two periods is an alert.
    pub period_s: u32,
}

impl Default for Canary {
    fn default() -> Self {
        Self { period_s: 60 }
    }
}

impl Canary {
    /// Time between two of them; `None` if they are off.
    pub fn period(self) -> Option<std::time::Duration> {
        (self.period_s > 0).then(|| std::time::Duration::from_secs(self.period_s.into()))
    }
}

/// How log lines look.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    /// For a person.
    #[default]
    Text,
    /// For a log store: one object a line.
    Json,
}

/// What is logged.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Log {
    /// Levels by module, as `info,hearth_hub=debug`.
    pub filter: String,
    /// How lines look.
    pub format: LogFormat,
}

impl Default for Log {
    fn default() -> Self {
        Self { filter: "info".into(), format: LogFormat::Text }
    }
}

fn socket_address<'de, D: Deserializer<'de>>(deserializer: D) -> Result<SocketAddr, D::Error> {
    let text = String::deserialize(deserializer)?;
    text.parse().map_err(|_| serde::de::Error::custom(format!("\"{text}\" is no address with a port, write \"127.0.0.1:8080\"")))
}

/// The first fault that the types cannot rule out: its key, and how to mend it.
pub(super) fn fault(config: &Config) -> Option<(&'static str, String)> {
    paths(config)
        .or_else(|| server(config))
        .or_else(|| dial(config))
        .or_else(|| database(config))
        .or_else(|| broker(config))
        .or_else(|| kept(config))
        .or_else(|| config.escalation.ladders().err())
        .or_else(|| canary(config))
        .or_else(|| log(config))
}

fn paths(config: &Config) -> Option<(&'static str, String)> {
    config.data_dir.as_os_str().is_empty().then(|| ("data_dir", "is empty, write a folder".into()))
}

/// True for a host name that a certificate can hold.
pub fn is_host_name(text: &str) -> bool {
    let part = |part: &str| {
        (1..=63).contains(&part.len())
            && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
            && !part.starts_with('-')
            && !part.ends_with('-')
    };
    text.parse::<IpAddr>().is_ok() || (text.len() <= 253 && text.split('.').all(part))
}

/// Refuses plain text beyond this machine.
fn server(config: &Config) -> Option<(&'static str, String)> {
    let Server { listen, tls, certificate, key, names, proxies, .. } = &config.server;
    if certificate.is_some() != key.is_some() {
        return Some(("server.certificate", "goes together with server.key, write both or none".into()));
    }
    if *tls == Tls::Proxy && certificate.is_some() {
        return Some((
            "server.certificate",
            "is of no use behind a proxy, which shows its own; remove it, or server.tls = \"proxy\"".into(),
        ));
    }
    if *tls == Tls::Proxy && !listen.ip().is_loopback() && proxies.is_empty() {
        let mend = "would take plain text from everybody; listen on loopback, or name the proxies in server.proxies";
        return Some(("server.listen", mend.into()));
    }
    if *tls != Tls::Proxy && !proxies.is_empty() {
        return Some(("server.proxies", "are named though none stands in front; write server.tls = \"proxy\" too, or remove them".into()));
    }
    let wrong = names.iter().find(|name| !is_host_name(name))?;
    Some(("server.names", format!("{wrong} is no host name or address, write as \"hub.example.org\"")))
}

/// Refuses a dial link that does anything but dial, because a page opens it.
fn dial(config: &Config) -> Option<(&'static str, String)> {
    let link = &config.server.dial_link;
    let dials = ["tel:", "sip:", "sips:"].iter().any(|scheme| link.starts_with(scheme));
    let right = dials && link.matches("{number}").count() == 1 && !link.contains(char::is_whitespace);
    let mend = "write a link that begins with tel:, sip: or sips: and holds {number} once, as tel:{number}";
    (!right).then(|| ("server.dial_link", format!("dials no number, {mend}")))
}

fn database(config: &Config) -> Option<(&'static str, String)> {
    let database = &config.database;
    match &database.url {
        Some(url) if !url.starts_with("postgres://") && !url.starts_with("postgresql://") => {
            Some(("database.url", "is no PostgreSQL address, write postgres://user@host/name".into()))
        }
        None if database.password_file.is_some() => {
            Some(("database.password_file", "stands without database.url, write both or none".into()))
        }
        _ => missing_file("database.password_file", database.password_file.as_ref()),
    }
}

fn broker(config: &Config) -> Option<(&'static str, String)> {
    let broker = &config.broker;
    if broker.host.is_none() && *broker != Broker::default() {
        return Some(("broker.host", "is missing though other keys of [broker] are set; write it, or remove them all".into()));
    }
    if broker.certificate.is_some() != broker.key.is_some() {
        return Some(("broker.certificate", "goes together with broker.key, write both or none".into()));
    }
    if broker.certificate.is_some() && broker.ca.is_none() {
        return Some(("broker.ca", "is missing though a certificate is set; write the authority's PEM file".into()));
    }
    if broker.password_file.is_some() && broker.username.is_none() {
        return Some(("broker.username", "is missing though a password file is set; write it".into()));
    }
    if let Some(host) = &broker.host
        && broker.ca.is_none()
        && !is_this_machine(host)
    {
        let mend = "is missing: passwords and readings would cross the network in plain text; write the authority's PEM file";
        return Some(("broker.ca", mend.into()));
    }
    missing_file("broker.password_file", broker.password_file.as_ref())
        .or_else(|| missing_file("broker.ca", broker.ca.as_ref()))
        .or_else(|| missing_file("broker.certificate", broker.certificate.as_ref()))
        .or_else(|| missing_file("broker.key", broker.key.as_ref()))
}

fn is_this_machine(host: &str) -> bool {
    host == "localhost" || host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

fn missing_file(key: &'static str, file: Option<&PathBuf>) -> Option<(&'static str, String)> {
    let path = file.filter(|path| !path.is_file())?;
    Some((key, format!("{} is no file; correct the path", path.display())))
}

fn kept(config: &Config) -> Option<(&'static str, String)> {
    let kept = config.retention;
    let keys = [
        ("retention.frames_days", kept.frames_days),
        ("retention.waveforms_days", kept.waveforms_days),
        ("retention.quarantine_days", kept.quarantine_days),
    ];
    let (key, days) = keys.into_iter().find(|(_, days)| !DAYS.contains(days))?;
    Some((key, format!("{days} is out of range, write {} to {} days", DAYS.start(), DAYS.end())))
}

fn canary(config: &Config) -> Option<(&'static str, String)> {
    let period_s = config.canary.period_s;
    let (shortest, longest) = (PERIOD_S.start(), PERIOD_S.end());
    let is_good = period_s == 0 || PERIOD_S.contains(&period_s);
    (!is_good).then(|| ("canary.period_s", format!("{period_s} is out of range, write {shortest} to {longest} s, or 0 for none")))
}

fn log(config: &Config) -> Option<(&'static str, String)> {
    let error = tracing_subscriber::EnvFilter::try_new(&config.log.filter).err()?;
    Some(("log.filter", format!("{error}; write levels as \"info\" or \"info,hearth_hub=debug\"")))
}
