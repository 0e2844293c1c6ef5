//! What is read from the store: at the start, after a change of bindings or limits, and
//! whenever memory and store may differ. The store is right.

use super::bindings::Bindings;
use super::judge::{Outcome, new_alert_id};
use super::ledger::Ledger;
use super::load::{self, Loaded, Read};
use super::reload::Reload;
use super::task::Task;
use crate::ingest::intake::Connected;
use hearth_store::StoreError;
use hearth_store::binding_changes::BindingChanges;
use hearth_vitals::GatewayId;
use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;
use tokio::time::{Instant, timeout};
use uuid::Uuid;

/// Engines restored by one look-up: their frames stand in memory meanwhile.
const RESTORE_AT_ONCE: usize = 200;
/// Reading everything again may take this long.
const READ_LIMIT: Duration = Duration::from_secs(60);
/// Tries to read everything while nobody knows what changes meanwhile.
const READS: usize = 10;

impl<L: Ledger> Task<L> {
    /// The first look into the store.
    pub(super) async fn begin(&mut self) -> Result<(), StoreError> {
        let also = load::with_open_alerts(&self.store).await?;
        let read = self.read(&also).await?;
        self.take_over(read.bindings, &read.episodes, read.gateways);
        self.restore_engines(&read.episodes, &read.episodes.keys().copied().collect()).await?;
        (self.names, self.bindings_version) = (read.names, read.version);
        let rows = self.store.gateways().await?;
        for row in rows {
            if let Ok(id) = GatewayId::new(&row.id) {
                self.gateways.remember(&id, row.last_heard_at, row.state);
            }
        }
        self.show_everything().await
    }

    async fn read(&self, also: &BTreeSet<Uuid>) -> Result<Read, StoreError> {
        let mut tries = 0;
        loop {
            match load::read(&self.store, also).await {
                Err(StoreError::Retry(_)) if tries < READS => tries += 1,
                done => return done,
            }
        }
    }

    /// What needs no judgement.
    fn take_over(&mut self, bindings: Bindings, episodes: &BTreeMap<Uuid, Loaded>, gateways: BTreeSet<GatewayId>) {
        self.bindings = bindings;
        self.take_over_gateways(gateways);
        let mut behind: BTreeMap<GatewayId, BTreeSet<Uuid>> = BTreeMap::new();
        for (id, loaded) in episodes {
            for gateway in loaded.gateways() {
                behind.entry(gateway).or_default().insert(*id);
            }
        }
        self.gateways.set(&self.known, |gateway| behind.get(gateway).cloned().unwrap_or_default());
    }

    fn take_over_gateways(&mut self, known: BTreeSet<GatewayId>) {
        self.known = known;
        self.unknown_spoke = false;
        self.times.known_read = Instant::now();
    }

    async fn restore_engines(&mut self, episodes: &BTreeMap<Uuid, Loaded>, ids: &BTreeSet<Uuid>) -> Result<(), StoreError> {
        let all: Vec<Uuid> = ids.iter().copied().collect();
        for some in all.chunks(RESTORE_AT_ONCE) {
            for (id, engine) in load::engines(&self.store, &self.bindings, episodes, some, self.clock.now()).await? {
                let Some(loaded) = episodes.get(&id) else { continue };
                self.engines.put(id, loaded.row.version, loaded.gateways(), engine);
                self.tiles.insert(id, loaded.clone());
            }
        }
        Ok(())
    }

    /// Reads again, judges by it, and shows it. What fails is tried again soon.
    ///
    /// # Errors
    /// As the store; it is noted already.
    pub(super) async fn read_again(&mut self, what: Reload) -> Result<(), StoreError> {
        let read = timeout(READ_LIMIT, self.try_read_again(&what)).await;
        let read = read.unwrap_or_else(|_| Err(StoreError::Unavailable("reading took too long".to_owned())));
        if let Err(error) = &read {
            tracing::warn!(%error, "what the store holds could not be read again; it is tried again soon");
            // It may have been carried out in part.
            self.read_later(if what == Reload::Changes { Reload::Everything } else { what });
        }
        read
    }

    /// What has to be read again with the next look; nothing that was noted before is forgotten.
    pub(super) fn read_later(&mut self, what: Reload) {
        self.again = Some(match (self.again.take(), what) {
            (Some(Reload::Episodes(mut before)), Reload::Episodes(ids)) => {
                before.extend(ids);
                Reload::Episodes(before)
            }
            (Some(before @ Reload::Episodes(_)), _) | (Some(before), Reload::Changes) => before,
            (_, what) => what,
        });
    }

    /// Nothing that is missing now proves a silence.
    pub(super) fn is_impaired(&self) -> bool {
        !self.connected || self.signal.borrow().store_failing.is_some()
    }

    async fn try_read_again(&mut self, what: &Reload) -> Result<(), StoreError> {
        if *what == Reload::Changes
            && let Some(changes) = self.store.binding_changes(self.bindings_version).await?
        {
            metrics::counter!("hearth_binding_reads_total", "what" => "changes").increment(1);
            return self.take_changes(changes).await;
        }
        metrics::counter!("hearth_binding_reads_total", "what" => "everything").increment(1);
        let known: BTreeSet<Uuid> = self.engines.iter().map(|(id, _)| id).collect();
        let Read { version, bindings, episodes, gateways, names } = self.read(&known).await?;
        let mut anew: BTreeSet<Uuid> = episodes.keys().filter(|id| !known.contains(id)).copied().collect();
        if let Reload::Episodes(ids) = what {
            anew.extend(ids);
        }
        self.names = names;
        self.take_over(bindings, &episodes, gateways);
        self.judge_by(version, &episodes, &anew).await
    }

    /// The same for what changed since the version that is known.
    async fn take_changes(&mut self, changes: BindingChanges) -> Result<(), StoreError> {
        let BindingChanges { version, devices, bindings, gateways, episodes, bound, may_send } = changes;
        if version == self.bindings_version {
            return Ok(());
        }
        let mut episodes = load::loaded(episodes, bound)?;
        // One that has ended is of interest while an alert of it is open.
        episodes.retain(|id, loaded| loaded.row.ended_at.is_none() || self.engines.get(*id).is_some());
        self.bindings.replace(&devices, bindings.into_iter().map(load::span), gateways);
        self.known.extend(may_send.iter().cloned());
        self.gateways.add(may_send);
        for (id, loaded) in &episodes {
            let before = self.tiles.get(id).map(Loaded::gateways).unwrap_or_default();
            self.gateways.serve(*id, &before, &loaded.gateways());
        }
        let anew = episodes.keys().filter(|id| self.engines.get(**id).is_none()).copied().collect();
        self.judge_by(version, &episodes, &anew).await
    }

    /// Engines made anew, and those that run, judge by these episodes.
    async fn judge_by(&mut self, version: i64, episodes: &BTreeMap<Uuid, Loaded>, anew: &BTreeSet<Uuid>) -> Result<(), StoreError> {
        let shown: Vec<_> =
            anew.iter().filter_map(|id| self.engines.get(*id)).flat_map(|one| one.engine.open_alerts()).map(|a| a.id).collect();
        self.restore_engines(episodes, anew).await?;
        self.show_read_again(anew, &shown).await;
        self.configure(episodes, anew).await?;
        // Last: until then an ingest of what is concerned is refused, and asks for all of this again.
        self.bindings_version = version;
        Ok(())
    }

    /// New limits and devices for engines that run.
    async fn configure(&mut self, episodes: &BTreeMap<Uuid, Loaded>, fresh: &BTreeSet<Uuid>) -> Result<(), StoreError> {
        let changed: Vec<(Uuid, Loaded)> = episodes
            .iter()
            .filter(|(id, loaded)| !fresh.contains(id) && self.tiles.get(id) != Some(*loaded))
            .map(|(id, loaded)| (*id, loaded.clone()))
            .collect();
        let (mut outcome, now) = (Outcome::default(), self.clock.now());
        for (id, loaded) in &changed {
            self.engines.set_row(*id, loaded.row.version, loaded.gateways());
            if let Some(engine) = self.engines.copy(&mut outcome.copies, *id) {
                let steps = engine.configure(loaded.limits, loaded.expected(), now, &mut new_alert_id);
                outcome.add(*id, steps);
            }
        }
        let touched: BTreeSet<Uuid> = outcome.steps.keys().copied().collect();
        if let Err(error) = self.commit_steps(outcome).await {
            // Perhaps it was committed after all: then these engines know less than the store.
            self.read_later(Reload::Episodes(touched));
            return Err(error);
        }
        for (id, loaded) in changed {
            self.tiles.insert(id, loaded);
            self.show_tile(id).await;
        }
        self.let_go().await;
        Ok(())
    }

    /// An ended stay leaves the wall when its last alert is closed.
    pub(super) async fn let_go(&mut self) {
        let over: Vec<Uuid> = self.tiles.over().collect();
        for id in over {
            if self.engines.get(id).is_none_or(|one| one.engine.open_alerts().next().is_none()) {
                self.engines.remove(id);
                self.tiles.remove(&id);
                self.show_removed(id).await;
            }
        }
    }

    /// The link to the broker came or went: nothing that is missing meanwhile proves a silence.
    pub(super) fn link(&mut self, connected: &Connected) {
        self.connected = connected.up;
        if !connected.up {
            self.engines.intake(None);
        } else if !self.is_impaired() {
            self.engines.intake(Some(self.clock.mono_ms()));
        }
    }
}
