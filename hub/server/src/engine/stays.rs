//! Every stay that the loop judges: whose each device is, the limits, the alert engines, as of one version of the store's
//! bindings.
//!
//! The transaction is here, so that it can be read on one page. An engine is changed on a copy, the copy makes the steps
//! that are committed, and it is swapped in after the COMMIT and nowhere else: no other file reaches [`Engines::swap_in`].
//! What becomes of a commit that failed, or that nobody knows of, is decided by the caller, who tries again or notes with
//! [`Stays::read_later`] what has to be read from the store.

use super::bindings::{Bindings, Span};
use super::engines::{ActiveEpisode, Copies, Engines};
use super::judge::{Judge, Outcome};
use super::ledger::{COMMIT_LIMIT, Ledger, no_answer};
use super::load::{self, Loaded};
use super::outside::Outside;
use super::reload::Reload;
use super::round::{LastHeard, Round};
use super::tiles::Tiles;
use crate::shown::Names;
use hearth_alerts::verdict::Judgement;
use hearth_alerts::{AlertId, Episode, Now, Transition};
use hearth_store::StoreError;
use hearth_store::bindings::BindingRow;
use hearth_store::handovers::{Acceptance, NotAccepted};
use hearth_store::ingest::{Fresh, IngestBatch, Ingested, PlacedRecords, WhenMeasured};
use hearth_store::stretches::StretchRow;
use hearth_vitals::{BootId, DeviceId, GatewayId, MonoMs, Record};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;
use tokio::time::{Instant, timeout};
use uuid::Uuid;

/// Steps of alerts, by episode.
pub type Steps = BTreeMap<Uuid, Vec<Transition>>;

/// Everything that the loop judges by, and what of it may differ from the store.
#[derive(Debug, Default)]
pub struct Stays {
    engines: Engines,
    bindings: Bindings,
    /// Version of the bindings. The store refuses an ingest that a later version concerns.
    version: i64,
    tiles: Tiles,
    /// Names of the staff who acted.
    names: Names,
    /// The early warning scores that the screens show.
    scores: HashMap<Uuid, Arc<Judgement>>,
    /// What could not be read again yet, and has to be.
    again: Option<Reload>,
}

/// Reading the state.
impl Stays {
    /// A stay that has an engine.
    pub fn get(&self, id: Uuid) -> Option<&ActiveEpisode> {
        self.engines.get(id)
    }

    /// Every stay that has an engine, in no particular order.
    pub fn iter(&self) -> impl Iterator<Item = (Uuid, &ActiveEpisode)> {
        self.engines.iter()
    }

    /// The stay an open alert belongs to.
    pub fn episode_of(&self, alert: AlertId) -> Option<Uuid> {
        self.engines.episode_of(alert)
    }

    /// The stays whose devices speak through this gateway.
    pub fn behind(&self, gateway: &GatewayId) -> &[Uuid] {
        self.engines.behind(gateway)
    }

    /// A stay as it was read from the store.
    pub fn loaded(&self, id: Uuid) -> Option<&Loaded> {
        self.tiles.get(&id)
    }

    /// Ids of all stays that were read.
    pub fn ids(&self) -> impl Iterator<Item = &Uuid> {
        self.tiles.keys()
    }

    /// Version of the bindings.
    pub fn version(&self) -> i64 {
        self.version
    }

    /// The bindings, which say whose each device is.
    pub fn bindings(&self) -> &Bindings {
        &self.bindings
    }

    /// Names of the staff.
    pub fn names(&self) -> &Names {
        &self.names
    }

    /// The copy to work on; `None` for a stay that has no engine.
    pub fn copy<'a>(&self, copies: &'a mut Copies, id: Uuid) -> Option<&'a mut Episode> {
        self.engines.copy(copies, id)
    }
}

/// What the screens show.
impl Stays {
    /// True if the early warning score of the stay differs from the one on the screens, which is then replaced.
    pub fn shows_another_score(&mut self, id: Uuid) -> bool {
        let now = self.engines.get(id).and_then(|one| one.engine.news2());
        let before = self.scores.get(&id);
        let is_same = |before: &Arc<Judgement>, now: &Arc<Judgement>| {
            Arc::ptr_eq(before, now) || (before.evidence.score == now.evidence.score && before.wanted == now.wanted)
        };
        match (before, now) {
            (Some(before), Some(now)) if is_same(before, now) => false,
            (None, None) => false,
            (_, Some(now)) => {
                self.scores.insert(id, Arc::clone(now));
                true
            }
            (Some(_), None) => self.scores.remove(&id).is_some(),
        }
    }
}

/// Waking engines at their time.
impl Stays {
    /// When the next engine wants to be woken.
    pub fn next_wake(&self) -> Option<MonoMs> {
        self.engines.next_wake()
    }

    /// Takes at most `most` stays whose time has come; each must then be committed or given to [`Stays::wake_again`].
    pub fn take_due(&mut self, now: MonoMs, most: usize) -> Vec<Uuid> {
        self.engines.take_due(now, most)
    }

    /// Registers stays as due again, because what was due could not be committed.
    pub fn wake_again(&mut self, ids: &[Uuid]) {
        self.engines.wake_again(ids);
    }

    /// Notes that the hub's intake stopped (`None`), or works since then.
    pub fn intake(&mut self, healthy_since: Option<MonoMs>) {
        self.engines.intake(healthy_since);
    }
}

/// Applying what was read from the store.
impl Stays {
    /// Notes what has to be read again with the next look, in addition to what was noted before.
    pub fn read_later(&mut self, what: Reload) {
        self.again = Some(match self.again.take() {
            Some(before) => before.and(what),
            None => what,
        });
    }

    /// What has to be read again; it then counts as taken.
    pub fn take_again(&mut self) -> Option<Reload> {
        self.again.take()
    }

    /// The bindings, which say whose each device is.
    pub fn bind(&mut self, bindings: Bindings) {
        self.bindings = bindings;
    }

    /// Replaces whose these devices are, and through which gateway each speaks.
    pub fn bind_anew(
        &mut self,
        devices: &BTreeSet<DeviceId>,
        bindings: Vec<BindingRow>,
        gateways: impl IntoIterator<Item = (DeviceId, GatewayId)>,
    ) {
        let spans: Vec<(DeviceId, Span)> = bindings.into_iter().map(load::span).collect();
        self.bindings.replace(devices, spans, gateways);
    }

    /// Names of the staff.
    pub fn name(&mut self, names: Names) {
        self.names = names;
    }

    /// Notes that everything up to this version of the bindings is in force.
    pub fn is_at(&mut self, version: i64) {
        self.version = version;
    }

    /// Adds a stay with its engine, or replaces its engine.
    pub fn put(&mut self, id: Uuid, loaded: Loaded, engine: Episode) {
        self.engines.put(id, loaded.row.version, loaded.gateways(), engine);
        self.tiles.insert(id, loaded);
    }

    /// Takes a changed row of a stay, by whose version its steps are judged from now on.
    pub fn set_row(&mut self, id: Uuid, loaded: &Loaded) {
        self.engines.set_row(id, loaded.row.version, loaded.gateways());
    }

    /// Replaces what was read of a stay.
    pub fn set_loaded(&mut self, id: Uuid, loaded: Loaded) {
        self.tiles.insert(id, loaded);
    }

    /// Removes stays that have ended and have no open alert any more; returns their ids.
    pub fn let_go(&mut self) -> Vec<Uuid> {
        let has_alerts = |id: &Uuid| self.engines.get(*id).is_some_and(|one| one.engine.open_alerts().next().is_some());
        let over: Vec<Uuid> = self.tiles.over().filter(|id| !has_alerts(id)).collect();
        for id in &over {
            self.engines.remove(*id);
            self.tiles.remove(id);
            self.scores.remove(id);
        }
        over
    }
}

/// The transactions of the loop.
impl Stays {
    fn judge(&self, now: Now) -> Judge<'_> {
        Judge { engines: &self.engines, bindings: &self.bindings, now }
    }

    /// Commits steps that no reading caused, and swaps in the copies they were made on; returns the steps, to be published.
    ///
    /// # Errors
    /// As the store; then nothing has changed here, and the episodes are due again.
    pub async fn commit_steps<L: Ledger>(&mut self, mut outcome: Outcome, outside: &Outside<L>) -> Result<Steps, StoreError> {
        // Stretches are computed from stored readings, so they may be written even if the steps are refused. They are then written
        // once more, which does no harm.
        let of = |(id, engine): (&Uuid, &mut Episode)| {
            engine.take_stretches().into_iter().map(|stretch| StretchRow { episode: *id, stretch }).collect::<Vec<_>>()
        };
        let stretches: Vec<StretchRow> = outcome.copies.iter_mut().flat_map(of).collect();
        if !stretches.is_empty() {
            let kept = timeout(COMMIT_LIMIT, outside.store().keep_stretches(&stretches)).await;
            kept.unwrap_or_else(|_| Err(no_answer()))?;
        }
        let judged = outcome.judged(&self.engines);
        if !judged.is_empty() {
            let done = timeout(COMMIT_LIMIT, outside.store().commit_transitions(&judged)).await;
            done.unwrap_or_else(|_| Err(no_answer()))?;
        }
        self.engines.swap_in(outcome.copies);
        Ok(outcome.steps)
    }

    /// Commits a handover with the steps that give its alerts their new owner, and swaps in the copies these were made on;
    /// returns the steps. The inner error says why the handover cannot be accepted: then nothing has changed, here or in the
    /// store.
    ///
    /// # Errors
    /// As the store; then nothing has changed here.
    pub async fn commit_handover<L: Ledger>(
        &mut self,
        outcome: Outcome,
        accepted: &Acceptance,
        outside: &Outside<L>,
    ) -> Result<Result<Steps, NotAccepted>, StoreError> {
        let judged = outcome.judged(&self.engines);
        let done = timeout(COMMIT_LIMIT, outside.store().commit_handover(&judged, accepted)).await;
        if let Err(refused) = done.unwrap_or_else(|_| Err(no_answer()))? {
            return Ok(Err(refused));
        }
        self.engines.swap_in(outcome.copies);
        Ok(Ok(outcome.steps))
    }

    /// Tries once to commit a round. The outcome exists as soon as the records were judged; it takes effect only if the store
    /// says that it has committed.
    pub async fn commit_round<L: Ledger>(
        &mut self,
        round: &Round,
        outside: &Outside<L>,
    ) -> (Result<Ingested, StoreError>, Option<Outcome>) {
        outside.alive();
        let (now, begun) = (outside.now(), Instant::now());
        let judge = self.judge(now);
        let mut outcome = None;
        let mut judged = |fresh: &[Fresh]| {
            let mut judged = judge.judge(&round.batches, &round.heard, fresh);
            judged.canary = round.canary.as_ref().map(|bird| judge.canary(bird)).unwrap_or_default();
            let steps = judged.judged(&self.engines);
            outcome = Some(judged);
            steps
        };
        let result = timeout(COMMIT_LIMIT, outside.store().ingest(&round.batches, self.version, &mut judged, now.wall)).await;
        metrics::histogram!("hearth_commit_duration_seconds").record(begun.elapsed());
        if !round.batches.is_empty() {
            metrics::histogram!("hearth_commit_size").record(round.records as f64);
        }
        let result = result.unwrap_or_else(|_| Err(no_answer()));
        self.swap_in_if_committed(result.is_ok(), outcome.as_mut());
        (result, outcome)
    }

    /// Commits some of the records of a boot that waited for an anchor, each where `place` says. If it is unknown whether that
    /// was committed, the store is read again: this is noted.
    ///
    /// # Errors
    /// As the store.
    pub async fn commit_placed<L: Ledger>(
        &mut self,
        gateway: &GatewayId,
        boot: BootId,
        place: &(dyn Fn(&Bindings, &Record) -> WhenMeasured + Sync),
        now: Now,
        outside: &Outside<L>,
    ) -> Result<(PlacedRecords, Option<Outcome>), StoreError> {
        let judge = self.judge(now);
        let mut outcome = None;
        let mut judged = |batches: &[IngestBatch], fresh: &[Fresh]| {
            let judged = judge.judge(batches, &LastHeard::new(), fresh);
            let steps = judged.judged(&self.engines);
            outcome = Some(judged);
            steps
        };
        let place = |record: &Record| place(&self.bindings, record);
        let work = outside.store().place_unplaced(gateway, boot, &place, self.version, &mut judged, now.wall);
        let placed = timeout(COMMIT_LIMIT, work).await.unwrap_or_else(|_| Err(no_answer()));
        self.swap_in_if_committed(placed.is_ok(), outcome.as_mut());
        match placed {
            Ok(placed) => Ok((placed, outcome)),
            Err(error) => {
                self.read_later(Reload::Episodes(outcome.map(|outcome| outcome.copies.into_keys().collect()).unwrap_or_default()));
                Err(error)
            }
        }
    }

    /// Swaps in what was judged, once the store says that it has committed.
    fn swap_in_if_committed(&mut self, is_committed: bool, outcome: Option<&mut Outcome>) {
        let Some(outcome) = outcome else { return };
        if is_committed {
            let is_new = |(id, engine): &(&Uuid, &Episode)| {
                let before = self.engines.get(**id).and_then(|one| one.engine.news2());
                engine.news2().is_some_and(|now| before.is_none_or(|before| !Arc::ptr_eq(before, now)))
            };
            outcome.scored = outcome.copies.iter().filter(is_new).map(|(id, _)| *id).collect();
            self.engines.swap_in(std::mem::take(&mut outcome.copies));
            return;
        }
        #[cfg(feature = "breakages")]
        if hearth_breakages::is("swap_before_commit") {
            self.engines.swap_in(outcome.copies.clone());
        }
    }
}
