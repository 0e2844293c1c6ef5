//! What was committed goes to the screens; nothing goes there before.

use super::judge::Outcome;
use super::ledger::Ledger;
use super::load;
use super::task::Task;
use crate::feed::message::{Tile, Value};
use crate::feed::state::Update;
use crate::shown;
use hearth_alerts::{Alert, AlertId, Transition};
use hearth_store::StoreError;
use hearth_store::ingest::{IngestBatch, Item};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

impl<L: Ledger> Task<L> {
    pub(super) async fn show_outcome(&mut self, batches: &[IngestBatch], outcome: Outcome) {
        let Outcome { steps, values, waveforms, .. } = outcome;
        self.show_steps(&steps).await;
        self.feed.publish(values.into_values().flatten().map(Update::Values).collect()).await;
        for (episode, new, at) in waveforms {
            if let Item::Waveform(block, _) = &batches[new.batch].items[new.item] {
                self.feed.waveform(episode, block, at.0).await;
            }
        }
    }

    pub(super) async fn show_steps(&mut self, steps: &BTreeMap<Uuid, Vec<Transition>>) {
        if steps.is_empty() {
            return;
        }
        self.learn_names(steps.values().flatten()).await;
        let update = |episode: Uuid, step: &Transition| self.update(episode, &step.alert);
        let updates = steps.iter().flat_map(|(episode, steps)| steps.iter().map(|step| update(*episode, step))).collect();
        for step in steps.values().flatten() {
            // Rule and step only: no value, nobody's name.
            tracing::info!(alert = %Uuid::from_u128(step.alert.id.0), rule = %step.alert.rule, change = %step.change, version = step.alert.version, "alert");
            metrics::counter!("hearth_alert_transitions_total", "change" => step.change.as_str()).increment(1);
        }
        self.feed.publish(updates).await;
    }

    fn update(&self, episode: Uuid, alert: &Alert) -> Update {
        Update::Alert(Box::new(shown::alert(Some(episode), alert, &self.names, true)))
    }

    /// A nurse added a minute ago has a name too.
    async fn learn_names(&mut self, steps: impl Iterator<Item = &Transition>) {
        let acts = |alert: &Alert| {
            [alert.acknowledged, alert.reviewed].into_iter().flatten().map(|(staff, _)| Uuid::from_u128(staff.0)).collect::<Vec<_>>()
        };
        let unknown = steps.flat_map(|step| acts(&step.alert)).any(|id| !self.names.has(id));
        if unknown && let Ok(names) = load::names(&self.store).await {
            self.names = names;
        }
    }

    /// Everything, after the start.
    pub(super) async fn show_everything(&mut self) -> Result<(), StoreError> {
        let mut values: BTreeMap<Uuid, Vec<Value>> = BTreeMap::new();
        for newest in self.store.newest_values(None).await? {
            values.entry(newest.episode).or_default().push(shown::value(&newest));
        }
        let ids: Vec<Uuid> = self.tiles.keys().copied().collect();
        let tile = |id: &Uuid| {
            let tile = self.tile(*id)?;
            Some(Update::Tile(Box::new(Tile { values: values.remove(id).unwrap_or_default(), ..tile })))
        };
        let mut updates: Vec<Update> = ids.iter().filter_map(tile).collect();
        for (id, active) in self.engines.iter() {
            updates.extend(active.engine.open_alerts().map(|alert| self.update(id, alert)));
        }
        updates.extend(self.gateways.to_show(self.clock.mono_ms()).into_iter().map(Update::Gateway));
        self.feed.publish(updates).await;
        self.show_watch().await
    }

    fn tile(&self, id: Uuid) -> Option<Tile> {
        let loaded = self.tiles.get(&id)?;
        Some(shown::tile(&loaded.row, &loaded.limits, &loaded.devices))
    }

    pub(super) async fn show_tile(&mut self, id: Uuid) {
        if let Some(tile) = self.tile(id) {
            self.feed.publish(vec![Update::Tile(Box::new(tile))]).await;
        }
    }

    pub(super) async fn show_removed(&mut self, id: Uuid) {
        self.feed.publish(vec![Update::Removed(id)]).await;
    }

    /// Episodes that were read anew, and alerts that were shown before and may have closed.
    pub(super) async fn show_read_again(&mut self, anew: &BTreeSet<Uuid>, shown_before: &[AlertId]) {
        let mut updates = Vec::new();
        for tile in anew.iter().filter_map(|id| self.tile(*id)).collect::<Vec<_>>() {
            // What a try that nobody knew of committed was never shown.
            let newest = self.store.newest_values(Some(tile.episode_id)).await.unwrap_or_default();
            updates.push(Update::Tile(Box::new(Tile { values: newest.iter().map(shown::value).collect(), ..tile })));
        }
        for id in anew {
            let open = self.engines.get(*id).map(|one| one.engine.open_alerts());
            updates.extend(open.into_iter().flatten().map(|alert| self.update(*id, alert)));
        }
        for id in shown_before.iter().filter(|id| self.engines.episode_of(**id).is_none()) {
            if let Ok(Some((row, _))) = self.store.alert(Uuid::from_u128(id.0)).await
                && let Some(episode) = row.episode
            {
                updates.push(self.update(episode, &row.alert));
            }
        }
        self.feed.publish(updates).await;
    }
}
