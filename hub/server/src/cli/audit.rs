//! `audit verify`: proves that nobody changed the audit.

use super::say;
use super::store::Opened;
use crate::audit::heads::Heads;
use crate::config::Config;
use anyhow::{Context, bail};
use hearth_store::Store;
use hearth_store::audit::FAULTS_MAX;
use std::io::Write;

/// Compares every entry with its seal, and the seals with those that were noted outside the database.
///
/// # Errors
/// An audit that does not hold, with each place where it does not; or what PostgreSQL says.
pub async fn verify(config: Config) -> anyhow::Result<()> {
    let opened = Opened::open(&config).await?;
    let done = verified(&config, &opened.store).await;
    opened.close().await;
    done
}

async fn verified(config: &Config, store: &Store) -> anyhow::Result<()> {
    let identity = store.identity().await.context("the database holds no hub yet")?;
    let heads = Heads::of(&config.data_dir, identity.id);
    let noted = heads.noted()?;
    // What was written since the hub last looked, or while none ran.
    while store.seal_audit().await?.is_full {}
    let proof = store.verify_audit(&noted).await?;
    for fault in &proof.faults {
        writeln!(std::io::stderr(), "{fault}").context("cannot write to standard error")?;
    }
    if !proof.faults.is_empty() {
        let count = if proof.faults.len() < FAULTS_MAX { proof.faults.len().to_string() } else { format!("{FAULTS_MAX} or more") };
        bail!(
            "the audit does not hold, in {count} places; keep this database and {} as they are, and compare with a backup",
            heads.path().display()
        );
    }
    say(&format!(
        "the audit holds: {} entries up to seal {}; {} seals noted in {}",
        proof.head.number,
        proof.head.seal,
        noted.len(),
        heads.path().display()
    ))
}
