//! Revocations, noted where a restore does not reach: a file of the data folder that is only
//! ever added to.
//!
//! A restore takes what is revoked from the store that it replaces. When that store is lost,
//! which may be why there is a restore at all, these lines are what is left: who was revoked,
//! when, and who was allowed again, which boxes were replaced, and which certificates gateways got. No secret stands in them (docs/decisions/0014).

use crate::config::Config;
use anyhow::Context;
use hearth_store::enrolment::NewCertificate;
use hearth_store::revoked::Issued;
use hearth_vitals::{GatewayId, WallMs};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fs::{DirBuilder, OpenOptions};
use std::io::{Read, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use uuid::Uuid;

const FILE: &str = "revocations";
/// A certificate each two months for ten thousand gateways, for years: a file that is larger is not ours.
const BYTES_MAX: u64 = 256 << 20;

/// Whom a line is about.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Subject {
    /// A gateway, by its id.
    Gateway(String),
    /// A person, by the name to sign in with: the password was taken away.
    Staff(String),
    /// The box that was this gateway: another one took its place.
    Box(String),
    /// A certificate that a gateway got.
    Certificate(Signed),
}

/// A certificate, as it is noted.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Signed {
    serial: String,
    gateway: String,
    key: String,
    until: i64,
}

/// What was noted since an instant.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Noted {
    /// Who was revoked and not allowed again, and when.
    pub revoked: BTreeMap<Subject, WallMs>,
    /// When all certificates that a gateway had then were taken back, last.
    pub replaced: BTreeMap<String, WallMs>,
    /// The certificates that were signed.
    pub certificates: Vec<Issued>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Line {
    store: Uuid,
    at: i64,
    #[serde(flatten)]
    subject: Subject,
    allowed: bool,
}

/// Writes the notes of a running hub; cheap to clone.
#[derive(Debug, Clone)]
pub struct Notes(PathBuf);

impl Notes {
    /// The notes in this data folder.
    pub fn of(data_dir: &Path) -> Notes {
        Notes(data_dir.to_owned())
    }

    /// Notes that somebody's password was taken away.
    ///
    /// # Errors
    /// What the disk says.
    pub async fn take_from_staff(&self, store: Uuid, name: &str) -> anyhow::Result<()> {
        let (folder, subject) = (self.0.clone(), Subject::Staff(name.to_owned()));
        tokio::task::spawn_blocking(move || note_in(&folder, store, subject, false)).await?
    }

    /// Notes that a gateway may not send any more, or may again.
    ///
    /// # Errors
    /// What the disk says.
    pub async fn of_gateway(&self, store: Uuid, gateway: &GatewayId, allowed: bool) -> anyhow::Result<()> {
        let (folder, subject) = (self.0.clone(), Subject::Gateway(gateway.to_string()));
        tokio::task::spawn_blocking(move || note_in(&folder, store, subject, allowed)).await?
    }

    /// Notes that a gateway got a certificate; as the only one if it was enrolled anew.
    ///
    /// # Errors
    /// What the disk says.
    pub async fn of_certificate(&self, store: Uuid, made: &NewCertificate, is_only: bool) -> anyhow::Result<()> {
        let (gateway, at) = (made.gateway.to_string(), made.issued_at.0);
        let signed = Signed { serial: made.serial.clone(), gateway: gateway.clone(), key: made.key.clone(), until: made.until.0 };
        // At the instant of the new one: those before it are older.
        let ended = is_only.then_some(Line { store, at, subject: Subject::Box(gateway), allowed: false });
        let lines: Vec<Line> =
            ended.into_iter().chain([Line { store, at, subject: Subject::Certificate(signed), allowed: true }]).collect();
        let folder = self.0.clone();
        tokio::task::spawn_blocking(move || lines_in(&folder, &lines)).await?
    }
}

/// Notes that someone is not allowed any more, or is again.
///
/// # Errors
/// What the disk says.
pub fn note(config: &Config, store: Uuid, subject: Subject, allowed: bool) -> anyhow::Result<()> {
    note_in(&config.data_dir, store, subject, allowed)
}

fn note_in(data_dir: &Path, store: Uuid, subject: Subject, allowed: bool) -> anyhow::Result<()> {
    lines_in(data_dir, &[Line { store, at: crate::clock::wall_ms().0, subject, allowed }])
}

fn lines_in(data_dir: &Path, lines: &[Line]) -> anyhow::Result<()> {
    let path = data_dir.join(FILE);
    append(&path, lines).with_context(|| {
        format!(
            "it is done, but cannot be noted in {}: a restore of an older backup may undo it; mend the folder and do it again",
            path.display()
        )
    })
}

fn append(path: &Path, lines: &[Line]) -> anyhow::Result<()> {
    if let Some(folder) = path.parent() {
        DirBuilder::new().recursive(true).mode(0o711).create(folder)?;
    }
    let mut file = OpenOptions::new().append(true).create(true).mode(0o600).open(path)?;
    // One write: two commands at a time do not mix their lines.
    let mut text = String::new();
    for line in lines {
        text += &serde_json::to_string(line)?;
        text.push('\n');
    }
    file.write_all(text.as_bytes())?;
    Ok(file.sync_all()?)
}

/// What was noted since `made_at`; of this store alone.
///
/// # Errors
/// A file that cannot be read: a restore must not go on as if nobody had been revoked.
pub fn since(config: &Config, store: Uuid, made_at: WallMs) -> anyhow::Result<Noted> {
    let path = config.data_dir.join(FILE);
    let file = match std::fs::File::open(&path) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Noted::default()),
        file => file.with_context(|| format!("cannot read {}", path.display()))?,
    };
    let mut text = String::new();
    file.take(BYTES_MAX).read_to_string(&mut text).with_context(|| format!("cannot read {}", path.display()))?;
    Ok(in_force(&text, store, made_at))
}

/// The newest line of each counts. A line that was torn by a power cut is left out: its command
/// never said that it was done.
fn in_force(text: &str, store: Uuid, made_at: WallMs) -> Noted {
    let lines = text.lines().filter_map(|line| serde_json::from_str::<Line>(line).ok());
    let mut noted = Noted::default();
    for line in lines.filter(|line| line.store == store && line.at >= made_at.0) {
        noted.take(line);
    }
    noted
}

impl Noted {
    fn take(&mut self, Line { at, subject, allowed, .. }: Line) {
        if let (Subject::Gateway(id) | Subject::Box(id), false) = (&subject, allowed) {
            self.replaced.insert(id.clone(), WallMs(at));
        }
        match subject {
            Subject::Box(_) => {}
            Subject::Certificate(Signed { serial, gateway, key, until }) => {
                let (issued_at, until) = (WallMs(at), WallMs(until));
                self.certificates.push(Issued { serial, gateway, key, issued_at, until, revoked_at: None });
            }
            subject if allowed => drop(self.revoked.remove(&subject)),
            subject => drop(self.revoked.insert(subject, WallMs(at))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_was_revoked_since_and_not_allowed_again_is_read_back() {
        let folder = tempfile::tempdir().unwrap();
        let config = Config { data_dir: folder.path().join("data"), ..Config::default() };
        let (store, other) = (Uuid::from_u128(1), Uuid::from_u128(2));
        let gateway = |id: &str| Subject::Gateway(id.to_owned());
        note(&config, store, gateway("home-0001"), false).unwrap();
        note(&config, store, Subject::Staff("ana".into()), false).unwrap();
        note(&config, store, gateway("home-0002"), false).unwrap();
        note(&config, store, gateway("home-0002"), true).unwrap();
        note(&config, other, gateway("home-0003"), false).unwrap();
        let revoked = since(&config, store, WallMs(0)).unwrap();
        assert_eq!(revoked.replaced.len(), 2, "what was allowed again got no certificate back");
        assert_eq!(revoked.revoked.into_keys().collect::<Vec<_>>(), [gateway("home-0001"), Subject::Staff("ana".into())]);
        assert_eq!(since(&config, store, WallMs(i64::MAX)).unwrap(), Noted::default(), "the backup knows it already");
        let text = std::fs::read_to_string(folder.path().join("data/revocations")).unwrap();
        assert_eq!(in_force(&format!("{text}{{\"store\""), store, WallMs(0)).revoked.len(), 2, "a torn line");
    }
}
