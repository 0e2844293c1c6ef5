//! What is read from the store: at the start, after a change of bindings or limits, and
//! whenever memory and store may differ. The store is right.

use super::engines::Copies;
use super::judge::{Outcome, new_alert_id};
use super::ledger::Ledger;
use super::load::{self, Loaded, Read};
use super::task::Task;
use crate::ingest::intake::Connected;
use hearth_store::StoreError;
use hearth_vitals::GatewayId;
use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;
use tokio::time::{Instant, timeout};
use uuid::Uuid;

/// Engines restored by one look-up: their frames stand in memory meanwhile.
const RESTORE_AT_ONCE: usize = 200;
/// Reading everything again may take this long.
const READ_LIMIT: Duration = Duration::from_secs(60);
/// Tries to read a roster that changes while it is read.
const READS: usize = 10;

/// What has to be read again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Reload {
    /// Bindings, limits, episodes.
    Roster,
    /// The same, and the alerts of these episodes.
    Episodes(BTreeSet<Uuid>),
}

impl<L: Ledger> Task<L> {
    /// The first look into the store.
    pub(super) async fn begin(&mut self) -> Result<(), StoreError> {
        let also = load::with_open_alerts(&self.store).await?;
        let read = self.read(&also).await?;
        self.restore_engines(&read, &read.episodes.keys().copied().collect()).await?;
        self.take_over(&read);
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
    fn take_over(&mut self, read: &Read) {
        self.roster = read.roster.clone();
        self.roster_version = read.version;
        self.names = read.names.clone();
        self.take_over_gateways(read.gateways.clone());
        let mut behind: BTreeMap<GatewayId, BTreeSet<Uuid>> = BTreeMap::new();
        for (id, loaded) in &read.episodes {
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

    async fn restore_engines(&mut self, read: &Read, ids: &BTreeSet<Uuid>) -> Result<(), StoreError> {
        let all: Vec<Uuid> = ids.iter().copied().collect();
        for some in all.chunks(RESTORE_AT_ONCE) {
            let some: BTreeSet<Uuid> = some.iter().copied().collect();
            for (id, mut engine) in load::engines(&self.store, read, &some, self.clock.now()).await? {
                let Some(loaded) = read.episodes.get(&id) else { continue };
                if self.is_impaired() {
                    engine.intake_impaired();
                }
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
            self.read_later(what);
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
            (Some(before @ Reload::Episodes(_)), Reload::Roster) => before,
            (_, what) => what,
        });
    }

    /// Nothing that is missing now proves a silence.
    pub(super) fn is_impaired(&self) -> bool {
        !self.connected || self.signal.borrow().store_failing.is_some()
    }

    async fn try_read_again(&mut self, what: &Reload) -> Result<(), StoreError> {
        let watched: BTreeSet<Uuid> = self.engines.iter().map(|(id, _)| id).collect();
        let read = self.read(&watched).await?;
        let mut anew: BTreeSet<Uuid> = read.episodes.keys().filter(|id| !watched.contains(id)).copied().collect();
        if let Reload::Episodes(ids) = what {
            anew.extend(ids);
        }
        let shown: Vec<_> =
            anew.iter().filter_map(|id| self.engines.get(*id)).flat_map(|one| one.engine.open_alerts()).map(|a| a.id).collect();
        self.restore_engines(&read, &anew).await?;
        self.show_read_again(&anew, &shown).await;
        self.configure(&read, &anew).await?;
        // Last: until then an ingest by the old roster is refused, and asks for all of this again.
        self.take_over(&read);
        Ok(())
    }

    /// New limits and devices for engines that run.
    async fn configure(&mut self, read: &Read, fresh: &BTreeSet<Uuid>) -> Result<(), StoreError> {
        let changed: Vec<(Uuid, Loaded)> = read
            .episodes
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
        let is_over = |loaded: &Loaded| loaded.row.ended_at.is_some();
        let over: Vec<Uuid> = self.tiles.iter().filter(|(_, loaded)| is_over(loaded)).map(|(id, _)| *id).collect();
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

    /// Commits steps that no reading caused, swaps in what they were made on, and shows them.
    ///
    /// # Errors
    /// As the store; then nothing has changed here, and the episodes are due again.
    pub(super) async fn commit_steps(&mut self, mut outcome: Outcome) -> Result<(), StoreError> {
        let judged = outcome.judged(&self.engines);
        if !judged.is_empty() {
            let done = tokio::time::timeout(super::commit::COMMIT_LIMIT, self.store.commit_transitions(&judged)).await;
            done.unwrap_or_else(|_| Err(super::commit::no_answer()))?;
        }
        let copies: Copies = std::mem::take(&mut outcome.copies);
        self.engines.swap_in(copies);
        self.show_steps(&outcome.steps).await;
        Ok(())
    }
}
