//! Seals of the audit that are noted outside the database: lines of a file of the data folder that is only ever added to.
//!
//! Whoever can write to the database can make its chain of seals anew, and cannot reach this file.

use anyhow::Context;
use hearth_store::audit::chain::{Head, Seal};
use serde::{Deserialize, Serialize};
use std::fs::{File, OpenOptions};
use std::io::{ErrorKind, Read, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use uuid::Uuid;

const FILE: &str = "audit-heads";
/// A line an hour for a hundred years: a file that is larger is not ours.
const BYTES_MAX: u64 = 256 << 20;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Line {
    store: Uuid,
    at: i64,
    number: i64,
    seal: String,
    /// True if a backup was put in place whose audit ends here.
    #[serde(default)]
    restored: bool,
}

/// The heads that are noted of one store.
#[derive(Debug, Clone)]
pub struct Heads {
    path: PathBuf,
    store: Uuid,
}

impl Heads {
    /// Those in this data folder.
    pub fn of(data_dir: &Path, store: Uuid) -> Heads {
        Heads { path: data_dir.join(FILE), store }
    }

    /// Where they stand.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Notes how far the audit is sealed.
    ///
    /// # Errors
    /// What the disk says.
    pub async fn note(&self, head: Head) -> anyhow::Result<()> {
        self.add(head, false).await
    }

    /// Notes that the audit ends here since a backup was put in place: what was noted beyond it is gone with what was replaced.
    ///
    /// # Errors
    /// What the disk says.
    pub async fn restored(&self, head: Head) -> anyhow::Result<()> {
        self.add(head, true).await
    }

    async fn add(&self, head: Head, restored: bool) -> anyhow::Result<()> {
        let at = crate::clock::wall_ms().0;
        let line = Line { store: self.store, at, number: head.number, seal: head.seal.to_string(), restored };
        let path = self.path.clone();
        tokio::task::spawn_blocking(move || append(&path, &line).with_context(|| format!("cannot write {}", path.display()))).await?
    }

    /// What was noted, in its order, without what a restore has taken away.
    ///
    /// # Errors
    /// A file that cannot be read: what cannot be compared is not proven.
    pub fn noted(&self) -> anyhow::Result<Vec<Head>> {
        let file = match File::open(&self.path) {
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
            file => file.with_context(|| format!("cannot read {}", self.path.display()))?,
        };
        let mut text = String::new();
        file.take(BYTES_MAX).read_to_string(&mut text).with_context(|| format!("cannot read {}", self.path.display()))?;
        Ok(in_force(&text, self.store))
    }
}

fn append(path: &Path, line: &Line) -> anyhow::Result<()> {
    let mut file = OpenOptions::new().append(true).create(true).mode(0o600).open(path)?;
    file.write_all((serde_json::to_string(line)? + "\n").as_bytes())?;
    Ok(file.sync_all()?)
}

/// A line that was torn by a power cut is left out.
fn in_force(text: &str, store: Uuid) -> Vec<Head> {
    let mut heads: Vec<Head> = Vec::new();
    let lines = text.lines().filter_map(|line| serde_json::from_str::<Line>(line).ok()).filter(|line| line.store == store);
    for line in lines {
        let Ok(seal) = line.seal.parse::<Seal>() else { continue };
        if line.restored {
            heads.retain(|head| head.number <= line.number);
        }
        heads.push(Head { number: line.number, seal });
    }
    heads
}

#[cfg(test)]
mod tests {
    use super::*;

    fn head(number: i64) -> Head {
        Head { number, seal: Seal([number as u8; 32]) }
    }

    #[tokio::test]
    async fn heads_are_read_back_for_their_store_alone_and_a_torn_line_hurts_none() {
        let folder = tempfile::tempdir().unwrap();
        let heads = Heads::of(folder.path(), Uuid::from_u128(1));
        assert_eq!(heads.noted().unwrap(), []);
        heads.note(head(3)).await.unwrap();
        Heads::of(folder.path(), Uuid::from_u128(2)).note(head(4)).await.unwrap();
        heads.note(head(9)).await.unwrap();
        let mut file = OpenOptions::new().append(true).open(heads.path()).unwrap();
        file.write_all(b"{\"store\"").unwrap();
        assert_eq!(heads.noted().unwrap(), [head(3), head(9)]);
    }

    #[tokio::test]
    async fn what_was_noted_after_the_backup_that_was_put_back_is_no_longer_asked_for() {
        let folder = tempfile::tempdir().unwrap();
        let heads = Heads::of(folder.path(), Uuid::from_u128(1));
        for number in [3, 7, 9] {
            heads.note(head(number)).await.unwrap();
        }
        heads.restored(head(7)).await.unwrap();
        heads.note(head(8)).await.unwrap();
        assert_eq!(heads.noted().unwrap(), [head(3), head(7), head(7), head(8)]);
    }
}
