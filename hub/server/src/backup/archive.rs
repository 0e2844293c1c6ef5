//! The file of a backup: a `tar` of its members and a seal ([`super::seal`]), written beside its
//! place and renamed.

use super::seal;
use anyhow::{Context, bail};
use hearth_store::Identity;
use hearth_vitals::WallMs;
use serde::{Deserialize, Serialize};
use std::fs;
use std::io::Write;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use tempfile::TempDir;
use tokio::process::Command;
use uuid::Uuid;

/// Member that holds the database.
pub const DUMP: &str = "database.dump";
const MANIFEST: &str = "manifest.json";
const PASSWORDS: &str = "broker-passwords";
/// The hub's authority for certificates, with its key.
const AUTHORITY: &str = "authority";
/// Version of the layout of the file.
const FORMAT: u32 = 3;
/// The layout before the authority was part of it.
const WITHOUT_AUTHORITY: u32 = 2;
/// The layout before there was a seal: damage in such a file cannot be seen.
const UNSEALED: u32 = 1;

/// The description of a backup within the file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    format: u32,
    /// Program that made it.
    version: String,
    /// When the backup was made.
    pub made_at: WallMs,
    /// Id of the store that it was made of.
    pub store_id: Uuid,
    /// Epoch of that store at the time.
    pub store_epoch: i32,
}

impl Manifest {
    /// The manifest of a backup made now.
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
pub async fn write(folder: &TempDir, manifest: &Manifest, secrets: &Secrets, file: &Path) -> anyhow::Result<()> {
    fs::write(folder.path().join(MANIFEST), serde_json::to_vec_pretty(manifest)?).context("cannot write the manifest")?;
    fs::write(folder.path().join(PASSWORDS), &secrets.passwords).context("cannot write the broker's sign-ins")?;
    fs::write(folder.path().join(AUTHORITY), &secrets.authority).context("cannot write the authority")?;
    let whole = folder.path().join("whole.tar");
    let mut command = Command::new("tar");
    command.args(["--format=gnu", "-cf"]).arg(&whole).arg("-C").arg(folder.path()).args([MANIFEST, PASSWORDS, AUTHORITY, DUMP]);
    tar(command).await?;
    let mut tar = fs::OpenOptions::new().read(true).append(true).open(&whole).context("cannot open the backup")?;
    seal_up(&mut tar, folder.path())?;
    tar.set_permissions(fs::Permissions::from_mode(0o600)).context("cannot make the backup private")?;
    tar.sync_all().context("cannot sync the backup")?;
    fs::rename(&whole, file).with_context(|| format!("cannot write {}", file.display()))
}

/// Adds the seal, and proves that what was written is what was dumped.
fn seal_up(tar: &mut fs::File, folder: &Path) -> anyhow::Result<()> {
    let size = |name: &'static str| fs::metadata(folder.join(name)).map(|meta| (name, meta.len())).context("a part of the backup is gone");
    let sizes = [size(MANIFEST)?, size(PASSWORDS)?, size(AUTHORITY)?, size(DUMP)?];
    let (seal, parts) = seal::of(tar, &sizes).context("the backup cannot be read back")?;
    for part in parts {
        let mut source = fs::File::open(folder.join(&part.name)).context("a part of the backup is gone")?;
        if seal::digest(&mut source, 0, part.bytes)? != part.sha256 {
            bail!("the backup does not hold what was written to it (part '{}'); check the disk", part.name);
        }
    }
    tar.write_all(&seal).context("cannot seal the backup")?;
    seal::verify(tar).context("the backup cannot be read back")
}

/// What a backup holds beside the database.
#[derive(Debug, Default)]
pub struct Secrets {
    /// The broker's sign-ins.
    pub passwords: String,
    /// The authority's certificate and key, PEM one behind the other; empty if there is none.
    pub authority: String,
}

/// A backup, taken apart in a private folder that goes away with this.
pub struct Contents {
    folder: TempDir,
    /// The description of the backup.
    pub manifest: Manifest,
    secrets: Secrets,
}

impl Contents {
    /// Path of the dump of the database.
    pub fn dump(&self) -> PathBuf {
        self.folder.path().join(DUMP)
    }

    /// The broker's sign-ins.
    pub fn passwords(&self) -> &str {
        &self.secrets.passwords
    }

    /// The authority's certificate and key; empty if the backup holds none.
    pub fn authority(&self) -> &str {
        &self.secrets.authority
    }
}

/// Unpacks a backup beside the data, where there is room for it and others cannot read it.
pub async fn read(file: &Path, data_dir: &Path) -> anyhow::Result<Contents> {
    if !file.is_file() {
        bail!("{} is no file; name a backup made by 'hearth-hub backup'", file.display());
    }
    let sealed = seal::verify(&mut fs::File::open(file).context("the backup cannot be opened")?);
    if let Err(flaw) = &sealed
        && !matches!(flaw, seal::Flaw::NoSeal)
    {
        bail!("{} is damaged: {flaw}; nothing was changed, use another backup", file.display());
    }
    let folder = folder_beside(&data_dir.join("restore")).or_else(|_| folder_beside(file))?;
    let mut command = Command::new("tar");
    command.arg("-xf").arg(file).arg("-C").arg(folder.path()).args(["--no-same-owner", MANIFEST, PASSWORDS, DUMP]);
    tar(command).await.with_context(|| format!("{} is no backup made by 'hearth-hub backup'", file.display()))?;
    let text = fs::read(folder.path().join(MANIFEST)).context("the backup holds no manifest")?;
    let manifest: Manifest = serde_json::from_slice(&text).context("the backup's manifest cannot be read")?;
    match (manifest.format, sealed) {
        (FORMAT | WITHOUT_AUTHORITY, Ok(())) => {}
        (FORMAT | WITHOUT_AUTHORITY, Err(flaw)) => bail!("{} is damaged: {flaw}; nothing was changed, use another backup", file.display()),
        (UNSEALED, _) => tracing::warn!("this backup is of a version that wrote no digests: damage in it cannot be seen"),
        _ => bail!("the backup was made by hearth-hub {} in another format; restore it with that version", manifest.version),
    }
    let passwords = fs::read_to_string(folder.path().join(PASSWORDS)).context("the backup holds no sign-ins")?;
    let authority = if manifest.format == FORMAT {
        let mut command = Command::new("tar");
        command.arg("-xf").arg(file).arg("-C").arg(folder.path()).args(["--no-same-owner", AUTHORITY]);
        tar(command).await?;
        fs::read_to_string(folder.path().join(AUTHORITY)).context("the backup holds no authority")?
    } else {
        String::new()
    };
    Ok(Contents { folder, manifest, secrets: Secrets { passwords, authority } })
}

async fn tar(mut command: Command) -> anyhow::Result<()> {
    let output = command.output().await.context("cannot run tar")?;
    if output.status.success() {
        return Ok(());
    }
    let said = String::from_utf8_lossy(&output.stderr);
    bail!("tar failed: {}", said.lines().next().unwrap_or_default())
}
