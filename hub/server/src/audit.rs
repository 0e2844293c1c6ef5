//! Seals the audit while the hub runs, and notes now and then outside the database how far it is sealed
//! ([decision 68](../../../docs/decisions/0068-the-audit-is-sealed-after-it-is-written.md)).

pub mod files;
pub mod heads;
pub mod looks;

use crate::clock;
use heads::Heads;
use hearth_store::audit::chain::Head;
use hearth_store::{Store, StoreError};
use std::time::Duration;
use tokio::time::{MissedTickBehavior, interval};

/// An entry is sealed so soon after it was written; until then a change of it is not found.
const SEALED_EVERY: Duration = Duration::from_secs(1);
/// Batches of one turn: after an upgrade years of entries wait, and each turn leaves room for others.
const BATCHES_MAX: usize = 20;
/// How often the last seal is noted outside the database. What a thief of the database writes anew since then is not found.
const NOTED_EVERY_MS: u64 = 3_600_000;
/// How soon a note that the disk refused is tried again: a full disk is told once a minute, not each second.
const NOTED_AGAIN_MS: u64 = 60_000;

/// Seals until it is aborted.
pub async fn run(store: Store, heads: Heads) {
    let mut ticks = interval(SEALED_EVERY);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let (mut noted, mut due_ms, mut is_well) = (None::<Head>, 0, true);
    loop {
        ticks.tick().await;
        match sealed(&store).await {
            Ok(head) => {
                is_well = true;
                let now_ms = clock::mono_ms().0;
                if noted != Some(head) && now_ms >= due_ms {
                    let is_noted = note(&heads, head).await;
                    noted = if is_noted { Some(head) } else { noted };
                    due_ms = now_ms + if is_noted { NOTED_EVERY_MS } else { NOTED_AGAIN_MS };
                }
            }
            Err(error) if is_well => {
                is_well = false;
                tracing::warn!(%error, "entries of the audit wait for their seals; it is tried again each second");
            }
            Err(_) => {}
        }
    }
}

async fn sealed(store: &Store) -> Result<Head, StoreError> {
    for _ in 1..BATCHES_MAX {
        let sealed = store.seal_audit().await?;
        if !sealed.is_full {
            return Ok(sealed.head);
        }
    }
    Ok(store.seal_audit().await?.head)
}

async fn note(heads: &Heads, head: Head) -> bool {
    match heads.note(head).await {
        Ok(()) => {
            // The log may be kept on another machine, where it is a second witness.
            tracing::info!(number = head.number, seal = %head.seal, "the audit is sealed up to here");
            true
        }
        Err(error) => {
            tracing::warn!("the last seal of the audit cannot be noted: {error:#}");
            false
        }
    }
}
