//! Publishes what was committed; nothing is published before its commit.

use super::gateways::Gateways;
use super::judge::Outcome;
use super::ledger::Ledger;
use super::load;
use super::outside::Outside;
use super::stays::{Stays, Steps};
use crate::feed::message::{Tile, Value};
use crate::feed::state::Update;
use crate::shown;
use hearth_alerts::{Alert, AlertId, Transition};
use hearth_store::StoreError;
use hearth_store::ingest::{IngestBatch, Item};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// Publishes the outcome of these batches.
pub async fn outcome<L: Ledger>(batches: &[IngestBatch], outcome: Outcome, stays: &mut Stays, outside: &Outside<L>) {
    let Outcome { steps: made, values, waveforms, scored, .. } = outcome;
    steps(&made, stays, outside).await;
    scores(&scored, stays, outside).await;
    outside.publish(values.into_values().flatten().map(Update::Values).collect()).await;
    for (episode, new, at) in waveforms {
        if let Item::Waveform(block, _) = &batches[new.batch].items[new.item] {
            outside.waveform(episode, block, at.0).await;
        }
    }
}

/// Publishes steps of alerts.
pub async fn steps<L: Ledger>(steps: &Steps, stays: &mut Stays, outside: &Outside<L>) {
    if steps.is_empty() {
        return;
    }
    learn_names(steps.values().flatten(), stays, outside).await;
    let update = |episode: Uuid, step: &Transition| alert(episode, &step.alert, stays);
    let updates = steps.iter().flat_map(|(episode, steps)| steps.iter().map(|step| update(*episode, step))).collect();
    for step in steps.values().flatten() {
        // The log gets rule and step only: no value, no name.
        tracing::info!(alert = %Uuid::from_u128(step.alert.id.0), rule = %step.alert.rule, change = %step.change, version = step.alert.version, "alert");
        metrics::counter!("hearth_alert_transitions_total", "change" => step.change.as_str()).increment(1);
    }
    outside.publish(updates).await;
}

fn alert(episode: Uuid, alert: &Alert, stays: &Stays) -> Update {
    Update::Alert(Box::new(shown::alert(Some(episode), alert, stays.names(), true)))
}

/// Reads names that are not known yet, such as that of a nurse added a minute ago.
async fn learn_names<L: Ledger>(steps: impl Iterator<Item = &Transition>, stays: &mut Stays, outside: &Outside<L>) {
    let acts = |alert: &Alert| {
        [alert.acknowledged, alert.reviewed].into_iter().flatten().map(|(staff, _)| Uuid::from_u128(staff.0)).collect::<Vec<_>>()
    };
    let unknown = steps.flat_map(|step| acts(&step.alert)).any(|id| !stays.names().has(id));
    if unknown && let Ok(names) = load::names(outside.store()).await {
        stays.name(names);
    }
}

/// Publishes everything, after the start.
///
/// # Errors
/// As every statement.
pub async fn everything<L: Ledger>(stays: &Stays, gateways: &mut Gateways, outside: &Outside<L>) -> Result<(), StoreError> {
    let mut values: BTreeMap<Uuid, Vec<Value>> = BTreeMap::new();
    for newest in outside.store().newest_values(None).await? {
        values.entry(newest.episode).or_default().push(shown::value(&newest));
    }
    let filled = |id: &Uuid| {
        let tile = tile_of(*id, stays)?;
        Some(Update::Tile(Box::new(Tile { values: values.remove(id).unwrap_or_default(), ..tile })))
    };
    let mut updates: Vec<Update> = stays.ids().filter_map(filled).collect();
    for (id, active) in stays.iter() {
        updates.extend(active.engine.open_alerts().map(|one| alert(id, one, stays)));
    }
    updates.extend(gateways.to_show(outside.now().mono).into_iter().map(Update::Gateway));
    outside.publish(updates).await;
    Ok(())
}

fn tile_of(id: Uuid, stays: &Stays) -> Option<Tile> {
    let loaded = stays.loaded(id)?;
    let news2 = stays.get(id).and_then(|one| one.engine.news2());
    Some(shown::tile(&loaded.row, &loaded.limits, &loaded.devices, news2.map(AsRef::as_ref)))
}

/// Publishes the tiles of those stays whose early warning score differs from what the screens show.
pub async fn scores<L: Ledger>(ids: &[Uuid], stays: &mut Stays, outside: &Outside<L>) {
    let changed: Vec<Uuid> = ids.iter().copied().filter(|id| stays.shows_another_score(*id)).collect();
    for id in changed {
        tile(id, stays, outside).await;
    }
}

/// Publishes the tile of a stay.
pub async fn tile<L: Ledger>(id: Uuid, stays: &Stays, outside: &Outside<L>) {
    if let Some(tile) = tile_of(id, stays) {
        outside.publish(vec![Update::Tile(Box::new(tile))]).await;
    }
}

/// Takes a stay off the wall.
pub async fn removed<L: Ledger>(id: Uuid, outside: &Outside<L>) {
    outside.publish(vec![Update::Removed(id)]).await;
}

/// Publishes episodes that were read anew, and alerts that were shown before and may have closed.
pub async fn read_again<L: Ledger>(anew: &BTreeSet<Uuid>, shown_before: &[AlertId], stays: &Stays, outside: &Outside<L>) {
    let mut updates = Vec::new();
    for tile in anew.iter().filter_map(|id| tile_of(*id, stays)).collect::<Vec<_>>() {
        // An earlier try whose outcome was unknown may have committed values that no screen was sent: they are read again.
        let newest = outside.store().newest_values(Some(tile.episode_id)).await.unwrap_or_default();
        updates.push(Update::Tile(Box::new(Tile { values: newest.iter().map(shown::value).collect(), ..tile })));
    }
    for id in anew {
        let open = stays.get(*id).map(|one| one.engine.open_alerts());
        updates.extend(open.into_iter().flatten().map(|one| alert(*id, one, stays)));
    }
    for id in shown_before.iter().filter(|id| stays.episode_of(**id).is_none()) {
        if let Ok(Some((row, _))) = outside.store().alert(Uuid::from_u128(id.0)).await
            && let Some(episode) = row.episode
        {
            updates.push(alert(episode, &row.alert, stays));
        }
    }
    outside.publish(updates).await;
}
