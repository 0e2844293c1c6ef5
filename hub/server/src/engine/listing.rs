//! Gateways as the store has them: they are registered and revoked by other processes, and when they were heard is
//! written down now and then.

use super::change;
use super::gateways::Gateways;
use super::ledger::Ledger;
use super::outside::Outside;
use super::reload::Reload;
use super::stays::Stays;
use std::time::Duration;
use tokio::time::{Instant, timeout};

/// The longest time for writing down when gateways were heard, because readings wait meanwhile.
const NOTE_LIMIT: Duration = Duration::from_secs(2);

/// Reads which gateways may send, if it is time to.
pub async fn read<L: Ledger>(gateways: &mut Gateways, stays: &mut Stays, outside: &Outside<L>) {
    let now = Instant::now();
    if !gateways.list_is_due(now) {
        return;
    }
    gateways.list_read(now);
    match outside.store().known_gateways().await {
        Ok(known) if !gateways.are(&known) => {
            let _ = change::read_again(Reload::Everything, stays, gateways, outside).await;
        }
        Ok(_) => gateways.list_holds(),
        Err(error) => tracing::debug!(%error, "the list of gateways could not be read"),
    }
}

/// Writes down when gateways were heard, and what they said.
pub async fn note<L: Ledger>(gateways: &mut Gateways, outside: &Outside<L>) {
    let notes = gateways.to_note();
    if notes.is_empty() {
        return;
    }
    let noted = timeout(NOTE_LIMIT, outside.store().note_gateways(&notes)).await;
    if !matches!(noted, Ok(Ok(()))) {
        tracing::debug!("when gateways were heard could not be written down; the next note says it");
    }
}
