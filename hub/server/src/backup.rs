//! Backup and restore: one file with the database and the broker's sign-ins.
//!
//! The file is a plain `tar` of four members: `manifest.json`, `database.dump`
//! (`pg_dump`'s custom format), `broker-passwords` (hashes) and `authority` (what signs the certificates
//! of hub, broker and gateways, with its key: a hub restored on another
//! machine must not lock its gateways out), with a seal behind them that a restore checks
//! before it changes anything. It is as secret as the hub's own folder, and not encrypted. A backup can be made while the hub runs: the dump is one
//! snapshot.
//!
//! A restore fills a fresh database beside the old one, brings it to this version, raises
//! the store's epoch (gateways then offer again what they still have) and only then
//! changes the names. Whatever fails before leaves the old one untouched. A backup is older
//! than what was done since: all sessions end, and who was revoked stays revoked
//! (docs/decisions/0014).

mod archive;
mod authority;
mod connection;
pub mod revocations;
mod seal;
mod tools;

pub use authority::Whose;

use crate::audit::heads::Heads;
use crate::certificates::House;
use crate::config::Config;
use crate::embedded::Platform;
use crate::embedded::broker_files::BrokerFiles;
use crate::signals::Signals;
use anyhow::{Context, bail};
use archive::{Contents, Manifest, Secrets};
use connection::Connection;
use hearth_store::Store;
use hearth_store::revoked::{CarriedOver, Revoked};
use hearth_vitals::WallMs;
use revocations::Subject;
use std::path::Path;
use tools::Tools;
use uuid::Uuid;

/// Connections that the checks of a restore need.
const CONNECTIONS: u32 = 2;

/// Writes everything the hub knows to one file.
///
/// # Errors
/// What is missing or in the way; the file is then not there.
pub async fn backup(config: &Config, file: &Path) -> anyhow::Result<()> {
    if file.exists() {
        bail!("{} exists; name a new file", file.display());
    }
    let platform = Platform::database_only(config).await?;
    let done = write(config, platform.database_url(), file).await;
    platform.stop().await;
    done
}

async fn write(config: &Config, url: &str, file: &Path) -> anyhow::Result<()> {
    let (tools, connection) = (Tools::find(config)?, Connection::parse(url)?);
    let store = Store::connect(url, CONNECTIONS).await?;
    let manifest = Manifest::now(store.identity().await.context("the database holds no hub yet; start one with 'hearth-hub run'")?);
    store.close().await;
    let folder = archive::folder_beside(file)?;
    tools.dump(&connection, &folder.path().join(archive::DUMP)).await?;
    let passwords = if config.embeds_broker() { BrokerFiles::of(config)?.gateway_lines()? } else { String::new() };
    let authority = House::of(config).whole_authority()?.unwrap_or_default();
    archive::write(&folder, &manifest, &Secrets { passwords, authority }, file).await?;
    tracing::info!(file = %file.display(), "backup written");
    Ok(())
}

/// Puts a backup in the place of what the hub knows now.
///
/// # Errors
/// A running hub, a file that is no backup, or what PostgreSQL says; the old data is then
/// untouched.
pub async fn restore(config: &Config, file: &Path, whose: Option<Whose>, signals: &mut Signals) -> anyhow::Result<()> {
    let contents = archive::read(file, &config.data_dir).await?;
    // Takes the folder: no hub can start meanwhile, and a running one refuses us.
    let platform = Platform::database_for_restore(config).await?;
    let done = put_back(config, platform.database_url(), &contents, whose, signals).await;
    platform.stop().await;
    done
}

async fn put_back(config: &Config, url: &str, contents: &Contents, whose: Option<Whose>, signals: &mut Signals) -> anyhow::Result<()> {
    let (tools, old) = (Tools::find(config)?, Connection::parse(url)?);
    let fresh = old.with_database(&format!("{}_restored", old.database()));
    tools.recreate(&old, &fresh).await?;
    // Until the names are changed a signal breaks the restore off; after that it is carried through.
    let kept = Kept::of(config, &old, contents).await?;
    let filled = async {
        let authority = authority::to_put_back(config, contents.authority(), kept.is_same_store, whose)?;
        fill(config, &tools, &fresh, contents, &kept).await?;
        // Before the names change: a restore that fails after that would find its own store alive.
        if let Some(authority) = authority {
            House::of(config).put_back(authority)?;
        }
        Ok(())
    };
    if let Err(error) = signals.or_broken_off(filled).await {
        // The half-filled copy helps nobody.
        tools.drop_database(&old, &fresh).await.context("and the half-restored copy cannot be removed")?;
        return Err(error);
    }
    tools.take_place(&old, &fresh).await?;
    if config.embeds_broker() {
        let files = BrokerFiles::of(config)?;
        files.restore_gateway_lines(&kept.sign_ins(contents.passwords(), &files.gateway_lines()?))?;
        files.reload()?;
    }
    tracing::info!(made_at = contents.manifest.made_at.0, "restored; gateways will offer again what they still have");
    Ok(())
}

/// What a restore keeps of the present: revocations and newer passwords.
struct Kept {
    revoked: Revoked,
    /// True if the replaced store is the one that the backup was made of.
    is_same_store: bool,
}

/// A hash that matches no password: the person gets a new one by `staff reset`.
const OF_NO_USE: &str = "revoked";

impl Kept {
    /// Collected from the store that is replaced, if it can be read and is the same one, and from the notes of the data folder.
    async fn of(config: &Config, old: &Connection, contents: &Contents) -> anyhow::Result<Kept> {
        let store_id = contents.manifest.store_id;
        let living = living(old, store_id).await;
        if let Err(why) = &living {
            tracing::warn!("{why:#}: what was revoked since the backup is known from the data folder alone");
        }
        let is_same_store = living.is_ok();
        let mut revoked = living.unwrap_or_default();
        let noted = revocations::since(config, store_id, contents.manifest.made_at)?;
        if !is_same_store {
            revoked.take_noted(noted.certificates);
        }
        revoked.replaced = noted.replaced.into_iter().collect();
        for (subject, at) in noted.revoked {
            match subject {
                Subject::Gateway(id) if !revoked.gateways.iter().any(|(known, _)| *known == id) => revoked.gateways.push((id, at)),
                Subject::Staff(name) if !revoked.passwords.iter().any(|(known, ..)| *known == name) => {
                    tracing::warn!(name, "this password was taken away since the backup; give a new one with 'hearth-hub staff reset'");
                    revoked.passwords.push((name, OF_NO_USE.to_owned(), true));
                }
                Subject::Gateway(_) | Subject::Staff(_) | Subject::Box(_) | Subject::Certificate(_) => {}
            }
        }
        Ok(Kept { revoked, is_same_store })
    }

    /// The broker's lines: those of the backup, without revoked names, and with the present line of anybody who has been given
    /// another password since.
    fn sign_ins(&self, backup: &str, living: &str) -> String {
        let of = |line: &str| line.split_once(':').map(|(name, _)| name.to_owned());
        let allowed = backup.lines().filter(|line| !self.revoked.gateways.iter().any(|(id, _)| of(line).as_ref() == Some(id)));
        let newest =
            |line: &str| living.lines().find(|now| of(now).is_some() && of(now) == of(line)).map_or_else(|| line.to_owned(), str::to_owned);
        allowed.map(|line| newest(line) + "\n").collect()
    }
}

/// What is revoked in the store that is about to be replaced.
async fn living(old: &Connection, store_id: Uuid) -> anyhow::Result<Revoked> {
    let store = Store::connect(&old.url(), CONNECTIONS).await.context("the present store does not answer")?;
    let read = async {
        let identity = store.identity().await.context("there is no present store")?;
        if identity.id != store_id {
            bail!("the present store is another one than that of the backup");
        }
        store.revoked().await.context("the present store cannot be read")
    };
    let read = read.await;
    // Its database is renamed next, which needs that nobody is connected.
    store.close().await;
    read
}

/// The audit goes on from where the backup ends, and says so; what was noted of its seals beyond that belongs to what was replaced.
async fn note_audit(config: &Config, store: &Store, made_at: WallMs) -> anyhow::Result<()> {
    let identity = store.identity().await?;
    Heads::of(&config.data_dir, identity.id).restored(store.audit_head().await?).await?;
    store.note_restored(made_at).await?;
    Ok(())
}

async fn fill(config: &Config, tools: &Tools, fresh: &Connection, contents: &Contents, kept: &Kept) -> anyhow::Result<()> {
    let store = Store::connect(&fresh.url(), CONNECTIONS).await?;
    let timescale = store.timescale();
    store.close().await;
    tools.restore(fresh, &contents.dump(), timescale).await?;
    let store = Store::connect(&fresh.url(), CONNECTIONS).await?;
    let identity = store.identity().await.context("the file holds no hub")?;
    if identity.id != contents.manifest.store_id {
        bail!("the dump is not that of the manifest; the file was put together by hand");
    }
    store.migrate().await.context("the backup cannot be brought to this version")?;
    store.raise_epoch().await?;
    let CarriedOver { sessions, gateways, passwords, certificates } = store.carry_over(&kept.revoked).await?;
    note_audit(config, &store, contents.manifest.made_at).await?;
    tracing::info!(sessions, gateways, passwords, certificates, "ended the sessions of the backup, and took over what was revoked since");
    store.close().await;
    Ok(())
}
