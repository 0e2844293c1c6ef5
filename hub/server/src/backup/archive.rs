//! The file of a backup: a `tar` of its members, written beside its place and renamed.

use anyhow::{Context, bail};
use hearth_store::Identity;
use hearth_vitals::WallMs;
use serde::{Deserialize, Serialize};
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use tempfile::TempDir;
use tokio::process::Command;
use uuid::Uuid;

/// Member that holds the database.
pub const DUMP: &str = "database.dump";
const MANIFEST: &str = "manifest.json";
const PASSWORDS: &str = "broker-passwords";
/// Version of the layout of the file.
const FORMAT: u32 = 1;

/// What the file says of itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    format: u32,
    /// Program that made it.
    version: String,
    /// When.
    pub made_at: WallMs,
    /// Which store.
    pub store_id: Uuid,
    /// Its epoch then.
    pub store_epoch: i32,
}

impl Manifest {
    /// Of a backup made now.
    pub fn now(identity: Identity) -> Manifest {
        let version = env!("CARGO_PKG_VERSION").to_owned();
        Manifest { format: FORMAT, version, made_at: crate::clock::wall_ms(), store_id: identity.id, store_epoch: identity.epoch }
    }
}

/// A private folder on the same disk as the file to be.
pub fn folder_beside(file: &Path) -> anyhow::Result<TempDir> {
    let parent = file.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    TempDir::new_in(parent).with_context(|| format!("cannot write in {}", parent.display()))
}

/// Puts the members together; the dump is in the folder already.
pub async fn write(folder: &TempDir, manifest: &Manifest, passwords: &str, file: &Path) -> anyhow::Result<()> {
    fs::write(folder.path().join(MANIFEST), serde_json::to_vec_pretty(manifest)?).context("cannot write the manifest")?;
    fs::write(folder.path().join(PASSWORDS), passwords).context("cannot write the broker's sign-ins")?;
    let whole = folder.path().join("whole.tar");
    let mut command = Command::new("tar");
    command.arg("-cf").arg(&whole).arg("-C").arg(folder.path()).args([MANIFEST, PASSWORDS, DUMP]);
    tar(command).await?;
    let tar = fs::File::open(&whole).context("cannot open the backup")?;
    tar.set_permissions(fs::Permissions::from_mode(0o600)).context("cannot make the backup private")?;
    tar.sync_all().context("cannot sync the backup")?;
    fs::rename(&whole, file).with_context(|| format!("cannot write {}", file.display()))
}

/// A backup, taken apart in a private folder that goes away with this.
pub struct Contents {
    folder: TempDir,
    /// What it says of itself.
    pub manifest: Manifest,
    passwords: String,
}

impl Contents {
    /// The database.
    pub fn dump(&self) -> PathBuf {
        self.folder.path().join(DUMP)
    }

    /// The broker's sign-ins.
    pub fn passwords(&self) -> &str {
        &self.passwords
    }
}

/// Takes a backup apart beside the data: there is room for it, and it is private.
pub async fn read(file: &Path, data_dir: &Path) -> anyhow::Result<Contents> {
    if !file.is_file() {
        bail!("{} is no file; name a backup made by 'hearth-hub backup'", file.display());
    }
    let folder = folder_beside(&data_dir.join("restore")).or_else(|_| folder_beside(file))?;
    let mut command = Command::new("tar");
    command.arg("-xf").arg(file).arg("-C").arg(folder.path()).args(["--no-same-owner", MANIFEST, PASSWORDS, DUMP]);
    tar(command).await.with_context(|| format!("{} is no backup made by 'hearth-hub backup'", file.display()))?;
    let text = fs::read(folder.path().join(MANIFEST)).context("the backup holds no manifest")?;
    let manifest: Manifest = serde_json::from_slice(&text).context("the backup's manifest cannot be read")?;
    if manifest.format != FORMAT {
        bail!("the backup was made by hearth-hub {} in another format; restore it with that version", manifest.version);
    }
    let passwords = fs::read_to_string(folder.path().join(PASSWORDS)).context("the backup holds no sign-ins")?;
    Ok(Contents { folder, manifest, passwords })
}

async fn tar(mut command: Command) -> anyhow::Result<()> {
    let output = command.output().await.context("cannot run tar")?;
    if output.status.success() {
        return Ok(());
    }
    let said = String::from_utf8_lossy(&output.stderr);
    bail!("tar failed: {}", said.lines().next().unwrap_or_default())
}
