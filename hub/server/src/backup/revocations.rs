//! Revocations, noted where a restore does not reach: a file of the data folder that is only
//! ever added to.
//!
//! A restore takes what is revoked from the store that it replaces. When that store is lost,
//! which may be why there is a restore at all, these lines are what is left: who was revoked,
//! when, and who was allowed again. No secret stands in them (docs/decisions/0014).

use crate::config::Config;
use anyhow::Context;
use hearth_vitals::{GatewayId, WallMs};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fs::{DirBuilder, OpenOptions};
use std::io::{Read, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use uuid::Uuid;

const FILE: &str = "revocations";
/// The largest file that is read, bytes: a hundred thousand revocations. A larger one cannot be ours.
const BYTES_MAX: u64 = 16 << 20;

/// Whom a line is about.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Subject {
    /// A gateway, by its id.
    Gateway(String),
    /// A person, by the name to sign in with: the password was taken away.
    Staff(String),
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
}

/// Notes that someone is not allowed any more, or is again.
///
/// # Errors
/// What the disk says.
pub fn note(config: &Config, store: Uuid, subject: Subject, allowed: bool) -> anyhow::Result<()> {
    note_in(&config.data_dir, store, subject, allowed)
}

fn note_in(data_dir: &Path, store: Uuid, subject: Subject, allowed: bool) -> anyhow::Result<()> {
    let line = Line { store, at: crate::clock::wall_ms().0, subject, allowed };
    let path = data_dir.join(FILE);
    append(&path, &line).with_context(|| {
        format!(
            "it is done, but cannot be noted in {}: a restore of an older backup may undo it; mend the folder and do it again",
            path.display()
        )
    })
}

fn append(path: &Path, line: &Line) -> anyhow::Result<()> {
    if let Some(folder) = path.parent() {
        DirBuilder::new().recursive(true).mode(0o711).create(folder)?;
    }
    let mut file = OpenOptions::new().append(true).create(true).mode(0o600).open(path)?;
    // A single write, so that two commands at the same time do not mix their lines.
    file.write_all(format!("{}\n", serde_json::to_string(line)?).as_bytes())?;
    Ok(file.sync_all()?)
}

/// What was revoked since `made_at` and not allowed again, and when; for this store only.
///
/// # Errors
/// A file that cannot be read: a restore must not go on as if nobody had been revoked.
pub fn since(config: &Config, store: Uuid, made_at: WallMs) -> anyhow::Result<BTreeMap<Subject, WallMs>> {
    let path = config.data_dir.join(FILE);
    let file = match std::fs::File::open(&path) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(BTreeMap::new()),
        file => file.with_context(|| format!("cannot read {}", path.display()))?,
    };
    let mut text = String::new();
    file.take(BYTES_MAX).read_to_string(&mut text).with_context(|| format!("cannot read {}", path.display()))?;
    Ok(in_force(&text, store, made_at))
}

/// The newest line of each subject counts. A line that was torn by a power cut is left out: its command never reported success.
fn in_force(text: &str, store: Uuid, made_at: WallMs) -> BTreeMap<Subject, WallMs> {
    let lines = text.lines().filter_map(|line| serde_json::from_str::<Line>(line).ok());
    let mut revoked = BTreeMap::new();
    for line in lines.filter(|line| line.store == store && line.at >= made_at.0) {
        match line.allowed {
            true => drop(revoked.remove(&line.subject)),
            false => drop(revoked.insert(line.subject, WallMs(line.at))),
        }
    }
    revoked
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
        assert_eq!(revoked.into_keys().collect::<Vec<_>>(), [gateway("home-0001"), Subject::Staff("ana".into())]);
        assert!(since(&config, store, WallMs(i64::MAX)).unwrap().is_empty(), "the backup knows it already");
        let text = std::fs::read_to_string(folder.path().join("data/revocations")).unwrap();
        assert_eq!(in_force(&format!("{text}{{\"store\""), store, WallMs(0)).len(), 2, "a torn line");
    }
}
