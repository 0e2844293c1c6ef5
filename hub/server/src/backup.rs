//! Backup and restore: one file with the database and the broker's sign-ins.
//!
//! The file is a plain `tar` of three members: `manifest.json`, `database.dump`
//! (`pg_dump`'s custom format) and `broker-passwords` (hashes; a hub restored on another
//! machine must not lock its gateways out). A backup can be made while the hub runs: the
//! dump is one snapshot.
//!
//! A restore fills a fresh database beside the old one, brings it to this version, raises
//! the store's epoch (gateways then offer again what they still have) and only then
//! changes the names. Whatever fails before leaves the old one untouched.

mod archive;
mod connection;
mod tools;

use crate::config::Config;
use crate::embedded::Platform;
use crate::embedded::broker_files::BrokerFiles;
use crate::signals::Signals;
use anyhow::{Context, bail};
use archive::{Contents, Manifest};
use connection::Connection;
use hearth_store::Store;
use std::path::Path;
use tools::Tools;

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
    archive::write(&folder, &manifest, &passwords, file).await?;
    tracing::info!(file = %file.display(), "backup written");
    Ok(())
}

/// Puts a backup in the place of what the hub knows now.
///
/// # Errors
/// A running hub, a file that is no backup, or what PostgreSQL says; the old data is then
/// untouched.
pub async fn restore(config: &Config, file: &Path, signals: &mut Signals) -> anyhow::Result<()> {
    let contents = archive::read(file, &config.data_dir).await?;
    // Takes the folder: no hub can start meanwhile, and a running one refuses us.
    let platform = Platform::database_for_restore(config).await?;
    let done = put_back(config, platform.database_url(), &contents, signals).await;
    platform.stop().await;
    done
}

async fn put_back(config: &Config, url: &str, contents: &Contents, signals: &mut Signals) -> anyhow::Result<()> {
    let (tools, old) = (Tools::find(config)?, Connection::parse(url)?);
    let fresh = old.with_database(&format!("{}_restored", old.database()));
    tools.recreate(&old, &fresh).await?;
    // From here on to the change of names a signal breaks it off; after that it is carried through.
    let kept = Kept::of(config, &old, contents).await?;
    if let Err(error) = signals.or_broken_off(fill(&tools, &fresh, contents, &kept)).await {
        // The half-filled copy helps nobody.
        tools.drop_database(&old, &fresh).await.context("and the half-restored copy cannot be removed")?;
        return Err(error);
    }
    tools.take_place(&old, &fresh).await?;
    if config.embeds_broker() {
        let files = BrokerFiles::of(config)?;
        files.restore_gateway_lines(contents.passwords())?;
        files.reload()?;
    }
    tracing::info!(made_at = contents.manifest.made_at.0, "restored; gateways will offer again what they still have");
    Ok(())
}

async fn fill(tools: &Tools, fresh: &Connection, contents: &Contents) -> anyhow::Result<()> {
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
    store.close().await;
    Ok(())
}
