//! Checks what the file says. Every refusal is one line.

use super::error::ConfigError;
use super::ports;
use super::raw::{Raw, RawBroker, RawDevice, RawOutbox};
use super::{Broker, Config, Device, LogFormat, Source};
use crate::hub::HubUrl;
use hearth_devices::{Spoken, StreamProtocol};
use hearth_mqtt::{Credentials, Identity, TlsFiles};
use hearth_vitals::topic::Shard;
use hearth_vitals::{DeviceId, GatewayId};
use std::path::{Path, PathBuf};

/// The most devices of one gateway: a batch can name 64.
const MAX_DEVICES: usize = 64;
/// The baud rates that serial adapters support.
const BAUD: std::ops::RangeInclusive<u32> = 300..=921_600;

/// The range that the outbox allows: at least three of its largest records fit, and a segment is freed as a whole.
const SEGMENT_BYTES: std::ops::RangeInclusive<u64> = 200_000..=67_108_864;

struct Check<'a> {
    file: &'a Path,
}

pub(super) fn check(raw: Raw, file: &Path) -> Result<Config, ConfigError> {
    let check = Check { file };
    let gateway =
        GatewayId::new(&raw.gateway).map_err(|error| check.refuse("gateway", error, "give this gateway's id as the hub knows it"))?;
    let shard = match &raw.shard {
        None => Shard::of(&gateway),
        Some(text) => {
            text.parse().map_err(|error| check.refuse("shard", error, "give it as `hearth-hub gateway add` told it, or leave it out"))?
        }
    };
    if raw.data_dir.as_os_str().is_empty() {
        return Err(check.refuse("data_dir", "is empty", "name a folder this program may write to"));
    }
    Ok(Config {
        gateway,
        shard,
        data_dir: raw.data_dir,
        broker: check.broker(raw.broker)?,
        hub: raw.hub.map(|hub| check.hub(&hub.url)).transpose()?,
        outbox: check.outbox(&raw.outbox)?,
        devices: check.devices(raw.devices)?,
        log: raw.log.format.unwrap_or(LogFormat::Text),
    })
}

impl Check<'_> {
    fn refuse(&self, key: &str, wrong: impl std::fmt::Display, mend: &str) -> ConfigError {
        ConfigError::new(self.file, key, wrong, mend)
    }

    fn hub(&self, url: &str) -> Result<HubUrl, ConfigError> {
        url.parse().map_err(|error: String| self.refuse("hub.url", error, "it is where the certificate is renewed"))
    }

    fn broker(&self, raw: RawBroker) -> Result<Broker, ConfigError> {
        if raw.host.is_empty() {
            return Err(self.refuse("broker.host", "is empty", "give the broker's name or address"));
        }
        if !is_host(&raw.host) {
            let wrong = format!("'{}' is more than a name or address", raw.host);
            return Err(self.refuse("broker.host", wrong, "give the name or address alone, the port as broker.port, and ca_file for TLS"));
        }
        if raw.port == 0 {
            return Err(self.refuse("broker.port", "is 0", "give 8883 for TLS or 1883 without"));
        }
        let tls = self.tls(&raw)?;
        Ok(Broker { host: raw.host.clone(), port: raw.port, credentials: self.credentials(raw)?, tls })
    }

    fn credentials(&self, raw: RawBroker) -> Result<Option<Credentials>, ConfigError> {
        let password = match (raw.password, raw.password_file) {
            (Some(_), Some(_)) => {
                return Err(self.refuse("broker.password", "is given beside password_file", "keep one of the two"));
            }
            (Some(password), None) => Some(password),
            (None, Some(path)) => Some(self.password(&path)?),
            (None, None) => None,
        };
        match (raw.username, password) {
            (Some(user), Some(password)) => Ok(Some(Credentials { user, password })),
            (None, None) => Ok(None),
            (Some(_), None) => Err(self.refuse("broker.password", "is missing beside username", "add password or password_file")),
            (None, Some(_)) => Err(self.refuse("broker.username", "is missing beside the password", "add it")),
        }
    }

    fn password(&self, path: &Path) -> Result<String, ConfigError> {
        let text = std::fs::read_to_string(path).map_err(|error| {
            let wrong = format!("{} cannot be read: {error}", path.display());
            self.refuse("broker.password_file", wrong, "check the path and its permissions")
        })?;
        Ok(text.trim_end_matches(['\r', '\n']).to_owned())
    }

    fn tls(&self, raw: &RawBroker) -> Result<Option<TlsFiles>, ConfigError> {
        let readable = |key: &str, path: &PathBuf| match std::fs::File::open(path) {
            Ok(_) => Ok(path.clone()),
            Err(error) => {
                Err(self.refuse(key, format!("{} cannot be read: {error}", path.display()), "check the path and its permissions"))
            }
        };
        let identity = match (&raw.cert_file, &raw.key_file) {
            (Some(cert), Some(key)) => Some(Identity { cert: readable("broker.cert_file", cert)?, key: readable("broker.key_file", key)? }),
            (None, None) => None,
            (Some(_), None) => return Err(self.refuse("broker.key_file", "is missing beside cert_file", "add it")),
            (None, Some(_)) => return Err(self.refuse("broker.cert_file", "is missing beside key_file", "add it")),
        };
        match (&raw.ca_file, identity) {
            (Some(ca), identity) => Ok(Some(TlsFiles { ca: readable("broker.ca_file", ca)?, identity })),
            (None, None) => Ok(None),
            (None, Some(_)) => {
                Err(self.refuse("broker.ca_file", "is missing beside cert_file", "add the authority that signed the broker"))
            }
        }
    }

    fn outbox(&self, raw: &RawOutbox) -> Result<hearth_outbox::Config, ConfigError> {
        let default = hearth_outbox::Config::default();
        let max_bytes = raw.max_bytes.unwrap_or(default.max_bytes);
        let config = hearth_outbox::Config {
            max_bytes,
            segment_bytes: raw.segment_bytes.unwrap_or(default.segment_bytes),
            keep_receipted_bytes: max_bytes / 2,
            min_free_bytes: raw.min_free_bytes.unwrap_or(default.min_free_bytes),
        };
        if !SEGMENT_BYTES.contains(&config.segment_bytes) {
            let wrong = format!("is {}", config.segment_bytes);
            return Err(self.refuse("outbox.segment_bytes", wrong, "give 200000 to 67108864: it is freed as a whole"));
        }
        if config.max_bytes / 4 < config.segment_bytes {
            return Err(self.refuse("outbox.max_bytes", format!("is {max_bytes}"), "give at least four times segment_bytes"));
        }
        Ok(config)
    }

    fn devices(&self, raw: Vec<RawDevice>) -> Result<Vec<Device>, ConfigError> {
        if raw.len() > MAX_DEVICES {
            return Err(self.refuse("devices", format!("{} are given", raw.len()), "a gateway serves at most 64"));
        }
        let mut devices: Vec<Device> = Vec::with_capacity(raw.len());
        for (index, raw) in raw.into_iter().enumerate() {
            let device = self.device(index, raw)?;
            if devices.iter().any(|other| other.id == device.id) {
                return Err(self.refuse(
                    &format!("devices.{index}.id"),
                    format!("'{}' is given twice", device.id),
                    "give each device its own",
                ));
            }
            if let Some(other) = devices.iter().find(|other| other.source.shares_its_port(&device.source)) {
                return Err(self.shared(index, &device, other));
            }
            devices.push(device);
        }
        Ok(devices)
    }

    fn device(&self, index: usize, raw: RawDevice) -> Result<Device, ConfigError> {
        let key = |name: &str| format!("devices.{index}.{name}");
        let id = DeviceId::new(&raw.id).map_err(|error| self.refuse(&key("id"), error, "give the id the hub knows it by"))?;
        let protocol: Spoken = raw.protocol.parse().map_err(|error| self.refuse(&key("protocol"), error, "use one of them"))?;
        let source = match protocol {
            Spoken::Stream(protocol) => self.line(&key, protocol, raw)?,
            Spoken::Messages(_) => self.bluetooth(&key, raw)?,
        };
        Ok(Device { id, protocol, source })
    }

    /// The error for two devices that cannot both be read.
    fn shared(&self, index: usize, device: &Device, other: &Device) -> ConfigError {
        let (path, others) = (device.source.place(), other.source.place());
        let wrong =
            if path == others { format!("{path} is given twice") } else { format!("{path} is the same line as {others} of {}", other.id) };
        match device.source {
            Source::Bluetooth { .. } => self.refuse(&format!("devices.{index}.address"), wrong, "one address is one device"),
            _ => self.refuse(&format!("devices.{index}.port"), wrong, "one port serves one device"),
        }
    }

    fn bluetooth(&self, key: &dyn Fn(&str) -> String, raw: RawDevice) -> Result<Source, ConfigError> {
        let RawDevice { port, baud, replay, address, .. } = raw;
        if let Some(name) = [("port", port.is_some()), ("baud", baud.is_some()), ("replay", replay.is_some())].iter().find(|(_, is)| *is) {
            return Err(self.refuse(&key(name.0), "is given for a Bluetooth device", "leave it out, and give its address"));
        }
        let text = address.ok_or_else(|| self.refuse(&key("address"), "is missing", "give the one that `devices scan` shows"))?;
        let wrong = || self.refuse(&key("address"), format!("'{text}' is no Bluetooth address"), "give it like 00:09:1F:80:00:01");
        Ok(Source::Bluetooth { address: text.parse().map_err(|_| wrong())? })
    }

    fn line(&self, key: &dyn Fn(&str) -> String, protocol: StreamProtocol, raw: RawDevice) -> Result<Source, ConfigError> {
        if raw.address.is_some() {
            return Err(self.refuse(&key("address"), format!("is given for {protocol}, which has a serial line"), "leave it out"));
        }
        if raw.baud.is_some() && protocol.talk().other.is_some() {
            return Err(self.refuse(
                &key("baud"),
                format!("is given for {protocol}, whose devices differ in it"),
                "leave it out: it is found",
            ));
        }
        let baud = raw.baud.unwrap_or(protocol.serial().baud);
        if !BAUD.contains(&baud) {
            return Err(self.refuse(&key("baud"), format!("is {baud}"), "give the device's rate, such as 9600"));
        }
        match (raw.port, raw.replay) {
            (Some(port), None) if port.is_absolute() => Ok(Source::Serial { port, baud }),
            (Some(port), None) => {
                let wrong = format!("'{}' is no absolute path", port.display());
                Err(self.refuse(&key("port"), wrong, "give the stable path, as under /dev/serial/by-id/"))
            }
            (None, Some(file)) => Ok(Source::Replay { file, baud }),
            (None, None) => Err(self.refuse(&key("port"), "is missing", "give the stable path, as under /dev/serial/by-id/")),
            (Some(_), Some(_)) => Err(self.refuse(&key("replay"), "is given beside port", "keep one of the two")),
        }
    }
}

impl Source {
    /// The path of the port or the file, or the address.
    pub fn place(&self) -> String {
        match self {
            Source::Serial { port, .. } => port.display().to_string(),
            Source::Replay { file, .. } => file.display().to_string(),
            Source::Bluetooth { address } => address.to_string(),
        }
    }

    /// True when both are the same serial line, which can be opened only once, by whatever paths, or the same Bluetooth device.
    pub fn shares_its_port(&self, other: &Source) -> bool {
        match (self, other) {
            (Source::Serial { port: one, .. }, Source::Serial { port: two, .. }) => ports::is_one_line(one, two),
            (Source::Bluetooth { address: one }, Source::Bluetooth { address: two }) => one == two,
            _ => false,
        }
    }

    /// A warning about what may go wrong with it later.
    pub(super) fn warning(&self) -> Option<String> {
        let Source::Serial { port, .. } = self else { return None };
        let advice = || match ports::name_that_stays(port) {
            Some(name) => format!("give {}, which stays its name", name.display()),
            None => "give its path under /dev/serial/by-id/, which stays its name".to_owned(),
        };
        ports::is_passing_name(port).then(|| format!("{} may be another device after the next start; {}", port.display(), advice()))
    }
}

/// A name or an address, without scheme, port, user and path. An address of version 6 has colons of its own.
fn is_host(text: &str) -> bool {
    let is_address = text.parse::<std::net::IpAddr>().is_ok();
    is_address || text.bytes().all(|byte| byte.is_ascii_graphic() && !b":/@?#[]".contains(&byte))
}
