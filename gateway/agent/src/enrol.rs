//! `enrol`: makes this box a gateway. The key is made here and never leaves the box.
//!
//! The hub is not known yet, so the first question is asked of whoever answers, and tells nothing but the mark of the code. The
//! answer proves itself: only the hub that made the code can seal its authority with it. The request that follows is signed with
//! the code, so nobody in between can put his own in its place, and of the answer only a certificate of that authority for the
//! box's own key is taken.
//!
//! An answer may be lost, and the power may be cut. The files of an enrolment have the mark of its code in their names, the key is
//! on the disk before anybody is asked, and the configuration, written last, is the one switch: until then the box is who it was,
//! and the same command with the same code goes on where it ended.

use crate::hub::{HubUrl, NoAnswer, ask};
use crate::private;
use hearth_mqtt::tls;
use hearth_trust::Code;
use hearth_trust::messages::{self, ENROL, Enrolled, Greeting, HELLO, Mismatch};
use rcgen::{CertificateParams, KeyPair, PublicKeyData};
use serde::Serialize;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use toml::{Table, Value};

/// The files that an enrolment leaves on the box.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Files {
    /// The gateway's configuration file.
    pub config: PathBuf,
    /// The private key.
    pub key: PathBuf,
    /// The gateway's certificate, PEM.
    pub certificate: PathBuf,
    /// The authority that vouches for hub and broker.
    pub authority: PathBuf,
}

/// Why this box is not enrolled.
#[derive(Debug, thiserror::Error)]
pub enum NotEnrolled {
    /// Something that was given cannot be used: the code, the address, a key or the configuration.
    #[error("{0}")]
    Mistake(String),
    /// The hub cannot be reached, or refuses.
    #[error(transparent)]
    NoAnswer(#[from] NoAnswer),
    /// The server that answers did not make this code.
    #[error(
        "{0} cannot prove that it made this code: it is another hub, or somebody stands between; nothing was told to it. \
         Compare the address, and ask for a new code"
    )]
    Unproven(HubUrl),
    /// What was answered is not what the hub that made the code would say.
    #[error("the certificate that {0} answered with {1}: somebody may stand between this box and the hub; nothing of it was taken")]
    NotTaken(HubUrl, Mismatch),
    /// A file of this box.
    #[error("{0}")]
    File(String),
}

#[derive(Serialize)]
struct Mark {
    mark: String,
}

#[derive(Serialize)]
struct Wish {
    mark: String,
    proof: String,
    request: String,
}

impl Files {
    /// Beside the configuration, for a code: no two enrolments share a file.
    pub fn beside(config: &Path, code: &Code) -> Files {
        let name: String = code.mark().iter().take(4).map(|byte| format!("{byte:02x}")).collect();
        let file = |kind: &str, end: &str| folder(config).join(format!("{kind}-{name}.{end}"));
        let (key, certificate, authority) = (file("gateway", "key"), file("gateway", "pem"), file("authority", "pem"));
        Files { config: config.to_owned(), key, certificate, authority }
    }

    /// Removes what enrolments before this one have left. A file that stays does no harm.
    fn remove_others(&self) {
        let Ok(entries) = std::fs::read_dir(folder(&self.config)) else { return };
        let own = [&self.key, &self.certificate, &self.authority];
        for path in entries.filter_map(|entry| Some(entry.ok()?.path())).filter(|path| is_of_enrolment(path) && !own.contains(&path)) {
            let _ = std::fs::remove_file(path);
        }
    }
}

/// The folder of a configuration.
fn folder(config: &Path) -> &Path {
    config.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// True for a file that an enrolment wrote: `gateway-`, eight digits, `.key` or `.pem`, or `authority-`, the same, `.pem`.
fn is_of_enrolment(path: &Path) -> bool {
    let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    let rest = name.strip_prefix("gateway-").or_else(|| name.strip_prefix("authority-")).unwrap_or_default();
    rest.split_once('.')
        .is_some_and(|(mark, end)| mark.len() == 8 && mark.bytes().all(|byte| byte.is_ascii_hexdigit()) && matches!(end, "key" | "pem"))
}

/// Asks the hub with this code, and writes what it answers; tells what was written.
///
/// # Errors
/// [`NotEnrolled`]; before the hub has agreed, nothing on the box was changed.
pub async fn enrol(words: &str, hub: &HubUrl, config: &Path) -> Result<Enrolled, NotEnrolled> {
    let code = Code::read(words).map_err(|error| NotEnrolled::Mistake(error.to_string()))?;
    let files = Files::beside(config, &code);
    let before = read(&files.config)?;
    let key = own_key(&files.key)?;
    let made = answered(&code, hub, &key).await?;
    private::write(&files.certificate, made.certificate.as_bytes()).map_err(NotEnrolled::File)?;
    private::write(&files.authority, made.authority.as_bytes()).map_err(NotEnrolled::File)?;
    let text = configuration(before, &made, hub, &files)?;
    private::write(&files.config, text.as_bytes()).map_err(NotEnrolled::File)?;
    files.remove_others();
    Ok(made)
}

/// The key of this enrolment: the one from before the answer was lost, or a new one. It is on the disk before anybody is asked:
/// a code must not be used up by a disk that is full.
fn own_key(path: &Path) -> Result<KeyPair, NotEnrolled> {
    let before = std::fs::read_to_string(path).ok().and_then(|text| KeyPair::from_pem(&text).ok());
    if let Some(key) = before {
        return Ok(key);
    }
    let key = KeyPair::generate().map_err(|error| NotEnrolled::Mistake(error.to_string()))?;
    private::write(path, key.serialize_pem().as_bytes()).map_err(NotEnrolled::File)?;
    Ok(key)
}

async fn answered(code: &Code, hub: &HubUrl, key: &KeyPair) -> Result<Enrolled, NotEnrolled> {
    let mistake = |error: String| NotEnrolled::Mistake(error);
    let mark: String = code.mark().iter().map(|byte| format!("{byte:02x}")).collect();
    let anybody = Arc::new(tls::unproven().map_err(mistake)?);
    let Greeting { authority, seal } = ask(hub, anybody, HELLO, &Mark { mark: mark.clone() }).await?;
    let read = messages::only(&authority).ok_or_else(|| NotEnrolled::Unproven(hub.clone()))?;
    if !code.proves(&read.fingerprint(), &bytes(&seal)) {
        return Err(NotEnrolled::Unproven(hub.clone()));
    }
    let request = request(key).map_err(mistake)?;
    let proven = Arc::new(tls::client_of_site(authority.as_bytes()).map_err(mistake)?);
    let proof = code.proof(&request).ok_or_else(|| NotEnrolled::Mistake("this code makes no key".to_owned()))?;
    let made: Enrolled = ask(hub, proven, ENROL, &Wish { mark, proof, request }).await?;
    made.enrolled_by(&read, &key.subject_public_key_info()).map_err(|why| NotEnrolled::NotTaken(hub.clone(), why))?;
    Ok(made)
}

/// A certificate request, PEM. The name in it does not matter: the hub knows for which gateway the code was made.
pub fn request(key: &KeyPair) -> Result<String, String> {
    let wish = CertificateParams::new(Vec::new()).map_err(|error| error.to_string())?;
    wish.serialize_request(key).and_then(|request| request.pem()).map_err(|error| error.to_string())
}

fn bytes(hexadecimal: &str) -> Vec<u8> {
    (0..hexadecimal.len() / 2).filter_map(|at| u8::from_str_radix(hexadecimal.get(2 * at..2 * at + 2)?, 16).ok()).collect()
}

/// The configuration that there is; an empty one if there is none.
fn read(config: &Path) -> Result<Table, NotEnrolled> {
    match std::fs::read_to_string(config) {
        Ok(text) => text.parse().map_err(|error| {
            let words = format!("{}: {error}", config.display());
            NotEnrolled::Mistake(words.split_whitespace().collect::<Vec<_>>().join(" "))
        }),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(Table::new()),
        Err(error) => Err(NotEnrolled::File(format!("{} cannot be read ({error})", config.display()))),
    }
}

/// The configuration with what the hub said; devices and all else stay.
fn configuration(mut table: Table, made: &Enrolled, hub: &HubUrl, files: &Files) -> Result<String, NotEnrolled> {
    let path = |path: &Path| {
        let whole = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
        Value::String(whole.display().to_string())
    };
    table.insert("gateway".to_owned(), Value::String(made.gateway.clone()));
    table.insert("shard".to_owned(), Value::String(made.shard.clone()));
    table.entry("data_dir").or_insert_with(|| Value::String("/var/lib/hearth-gateway".to_owned()));
    let host = made.broker_host.clone().unwrap_or_else(|| hub.host.clone());
    let broker = [
        ("host", Value::String(host)),
        ("port", Value::Integer(made.broker_port.into())),
        ("ca_file", path(&files.authority)),
        ("cert_file", path(&files.certificate)),
        ("key_file", path(&files.key)),
    ];
    table.insert("broker".to_owned(), Value::Table(broker.into_iter().map(|(key, value)| (key.to_owned(), value)).collect()));
    table.insert("hub".to_owned(), Value::Table(Table::from_iter([("url".to_owned(), Value::String(hub.to_string()))])));
    let text = toml::to_string(&table).map_err(|error| NotEnrolled::Mistake(error.to_string()))?;
    Ok(format!("# Written by hearth-gateway enrol; devices are yours to add.\n{text}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn made() -> Enrolled {
        Enrolled {
            gateway: "home-0001".to_owned(),
            shard: "2c".to_owned(),
            certificate: String::new(),
            authority: String::new(),
            broker_host: None,
            broker_port: 8883,
        }
    }

    #[test]
    fn an_enrolment_keeps_the_devices_and_forgets_the_password() {
        let before = "gateway = \"home-0009\"\ndata_dir = \"/d\"\n[broker]\nhost = \"old\"\nport = 1883\npassword = \"p\"\n\
             [[devices]]\nid = \"ox-1\"\nprotocol = \"nonin-df7\"\nport = \"/dev/ttyUSB0\"\n";
        let hub: HubUrl = "https://hub.example.org:8443".parse().unwrap();
        let files = Files::beside(Path::new("/etc/hearth/gateway.toml"), &Code::new([7; 10]));
        let text = configuration(before.parse().unwrap(), &made(), &hub, &files).unwrap();
        let read: Table = text.parse().unwrap();
        assert_eq!(read["gateway"].as_str(), Some("home-0001"));
        assert_eq!(read["broker"]["host"].as_str(), Some("hub.example.org"), "the broker is where the hub is");
        assert!(read["broker"].get("password").is_none());
        assert_eq!(read["broker"]["key_file"].as_str(), files.key.to_str());
        assert_eq!(read["devices"][0]["id"].as_str(), Some("ox-1"));
        assert_eq!(read["data_dir"].as_str(), Some("/d"));
    }

    #[test]
    fn the_key_of_a_code_is_made_once_and_what_former_codes_left_goes_when_another_is_in_force() {
        let dir = tempfile::tempdir().unwrap();
        let config = dir.path().join("gateway.toml");
        let [first, second] = [[7; 10], [8; 10]].map(|random| Files::beside(&config, &Code::new(random)));
        let key = own_key(&first.key).unwrap();
        assert_eq!(own_key(&first.key).unwrap().serialize_pem(), key.serialize_pem(), "after a power cut it is the same");
        own_key(&second.key).unwrap();
        std::fs::write(dir.path().join("gateway-notes.key"), "").unwrap();
        second.remove_others();
        assert!(!first.key.exists() && second.key.exists() && dir.path().join("gateway-notes.key").exists());
    }
}
