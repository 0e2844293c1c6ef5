//! What people do, and what time does.

use super::engines::Copies;
use super::handle::{ORDERS, Order, Refused, pass_on};
use super::judge::{Outcome, new_alert_id};
use super::ledger::Ledger;
use super::reload::Reload;
use super::task::{GATEWAYS_AT_MOST, GATEWAYS_EVERY, NOTE_EVERY, Task};
use crate::feed::message::{StaffRef, Watch};
use crate::feed::state::Update;
use hearth_alerts::{ActError, Alert, AlertId, Episode, Now, StaffId, Transition};
use hearth_store::StoreError;
use hearth_store::alerts::AlertRow;
use hearth_vitals::Vital;
use std::collections::BTreeSet;
use std::time::Duration;
use tokio::time::Instant;
use uuid::Uuid;

/// Engines woken in one transaction, at most.
const DUE_AT_ONCE: usize = 500;
/// Engines that are due wait this long after the store refused their steps.
const DUE_AGAIN: Duration = Duration::from_millis(500);
/// Writing down when gateways were heard may take this long: readings wait meanwhile.
const NOTE_LIMIT: Duration = Duration::from_secs(2);
/// Records of unknown time are tried again this often, should their anchor have come unseen.
const PLACE_EVERY: Duration = Duration::from_secs(60);
/// Tries of an act when another transaction was in the way.
const TRIES: usize = 4;

impl<L: Ledger> Task<L> {
    /// Carries out an order and answers it. Who asked may be gone: that is no fault.
    pub(super) async fn order(&mut self, order: Order) {
        match order {
            // Whoever asked was told that it took too long: it must not be done behind their back.
            Order::Acknowledge { reply, .. } | Order::Review { reply, .. } if reply.is_closed() => {}
            Order::Acknowledge { alert, version, by, reply } if self.is_of_a_patient(alert) => {
                let by = StaffId(by.as_u128());
                let act = |engine: &mut Episode, id, now| engine.acknowledge(id, version, by, now).map(|step| vec![step]);
                let _ = reply.send(self.act(alert, act).await);
            }
            Order::Review { alert, version, by, note, reply } if self.is_of_a_patient(alert) => {
                let by = StaffId(by.as_u128());
                let act = |engine: &mut Episode, id, now| engine.review(id, version, by, &note, now);
                let _ = reply.send(self.act(alert, act).await);
            }
            // The hub's own faults have a loop of their own.
            order @ (Order::Acknowledge { .. } | Order::Review { .. }) => pass_on(&self.to_faults, order),
            Order::BindingsChanged(reply) => {
                self.told.push(reply);
                if self.told.len() >= ORDERS {
                    self.read_changes().await;
                }
            }
            Order::ByHand { episode, vital, reply } => {
                let _ = reply.send(self.judge_by_hand(episode, vital).await);
            }
            Order::WatchTaken(reply) => {
                let _ = reply.send(self.show_watch().await.map_err(Refused::Store));
            }
            Order::Conduct(gateway, problem, reply) => {
                self.gateways.conduct(&gateway, problem);
                let _ = reply.send(Ok(()));
            }
            Order::Gateways(reply) => {
                let _ = reply.send(Ok(self.gateways.all(self.clock.mono_ms())));
            }
        }
    }

    /// Reads once what all who wait for it have changed, and answers them.
    pub(super) async fn read_changes(&mut self) {
        let told = std::mem::take(&mut self.told);
        let read = self.read_again(Reload::Changes).await.map_err(Refused::Store);
        for reply in told {
            let _ = reply.send(read.clone());
        }
    }

    fn is_of_a_patient(&self, alert: Uuid) -> bool {
        self.engines.episode_of(AlertId(alert.as_u128())).is_some()
    }

    /// A person's act on an alert; gives the alert as it is after it.
    async fn act<F>(&mut self, alert: Uuid, act: F) -> Result<AlertRow, Refused>
    where
        F: Fn(&mut Episode, AlertId, Now) -> Result<Vec<Transition>, ActError>,
    {
        let id = AlertId(alert.as_u128());
        let episode = self.engines.episode_of(id).ok_or(ActError::NotFound)?;
        let after = self.apply(episode, |engine, now| act(engine, id, now)).await?;
        after.map(|alert| AlertRow { episode: Some(episode), alert }).ok_or(Refused::Act(ActError::NotFound))
    }

    /// Judges what people wrote down of a vital, as it holds in the store now. Of a stay that has ended nothing is judged.
    async fn judge_by_hand(&mut self, episode: Uuid, vital: Vital) -> Result<(), Refused> {
        let observed = self.store.observed_vitals(&[episode], None).await?;
        let holds = observed.iter().find(|observed| observed.vital == vital).map(super::load::entry);
        match self.apply(episode, |engine, now| Ok(engine.by_hand(vital, holds, now, &mut new_alert_id))).await {
            Ok(_) | Err(Refused::Act(ActError::NotFound)) => Ok(()),
            Err(error) => Err(error),
        }
    }

    /// Applies something to a copy of an episode's engine, commits the steps it makes, swaps the copy in and shows
    /// them; gives the alert of the last step. [`ActError::NotFound`] where the episode has no engine.
    async fn apply<F>(&mut self, episode: Uuid, act: F) -> Result<Option<Alert>, Refused>
    where
        F: Fn(&mut Episode, Now) -> Result<Vec<Transition>, ActError>,
    {
        for _ in 0..TRIES {
            let mut copies = Copies::new();
            let engine = self.engines.copy(&mut copies, episode).ok_or(ActError::NotFound)?;
            let steps = act(engine, self.clock.now())?;
            let after: Option<Alert> = steps.last().map(|step| step.alert.clone());
            let mut outcome = Outcome { copies, ..Outcome::default() };
            outcome.add(episode, steps);
            match self.commit_steps(outcome).await {
                Ok(()) => {
                    self.let_go().await;
                    return Ok(after);
                }
                Err(StoreError::EpisodeChanged) => self.read_again(Reload::Episodes(BTreeSet::from([episode]))).await?,
                Err(StoreError::Retry(detail)) => tracing::debug!(%detail, "an act is tried again"),
                Err(error) => {
                    // Nobody knows whether it was committed: the store is asked before the next act.
                    self.read_later(Reload::Episodes(BTreeSet::from([episode])));
                    return Err(Refused::Store(error));
                }
            }
        }
        Err(Refused::Store(StoreError::Retry("another transaction was in the way again and again".to_owned())))
    }

    /// What time does: rules that were waiting, gateways that fell silent, notes.
    pub(super) async fn tick(&mut self) {
        if Instant::now() >= self.times.not_before {
            self.wake_due().await;
        }
        if self.times.looked.elapsed() >= super::task::LOOK {
            self.times.looked = Instant::now();
            self.look().await;
        }
    }

    async fn wake_due(&mut self) {
        let now = self.clock.now();
        let due = self.engines.take_due(now.mono, DUE_AT_ONCE);
        let mut outcome = Outcome::default();
        for id in &due {
            if let Some(engine) = self.engines.copy(&mut outcome.copies, *id) {
                let steps = engine.tick(now, &mut new_alert_id);
                outcome.add(*id, steps);
            }
        }
        let stepped: BTreeSet<Uuid> = outcome.steps.keys().copied().collect();
        match self.commit_steps(outcome).await {
            Ok(()) if stepped.is_empty() => {}
            Ok(()) => self.let_go().await,
            Err(error) => {
                tracing::warn!(%error, "what the alert rules decided could not be committed; it is tried again soon");
                self.engines.wake_again(&due);
                self.times.not_before = Instant::now() + DUE_AGAIN;
                if !matches!(error, StoreError::Retry(_)) {
                    self.read_later(Reload::Episodes(stepped));
                }
            }
        }
    }

    /// Once a second.
    async fn look(&mut self) {
        if let Some(what) = self.again.take() {
            // What fails is noted again.
            let _ = self.read_again(what).await;
        }
        if self.times.placed.elapsed() >= PLACE_EVERY && self.waiting.is_none() {
            self.times.placed = Instant::now();
            let boots = self.unplaced.clone();
            self.place_what_waited(&boots).await;
        }
        self.look_for_twins().await;
        self.look_for_strays().await;
        let changed = self.gateways.to_show(self.clock.mono_ms());
        self.feed.publish(changed.into_iter().map(Update::Gateway).collect()).await;
        let since_read = self.times.known_read.elapsed();
        if since_read >= GATEWAYS_EVERY || (self.unknown_spoke && since_read >= GATEWAYS_AT_MOST) {
            self.read_gateways().await;
        }
        if self.times.noted.elapsed() >= NOTE_EVERY {
            self.times.noted = Instant::now();
            self.note_gateways().await;
        }
    }

    /// Gateways are registered and revoked by other processes.
    async fn read_gateways(&mut self) {
        self.times.known_read = Instant::now();
        match self.store.known_gateways().await {
            Ok(known) if known != self.known => {
                let _ = self.read_again(Reload::Everything).await;
            }
            Ok(_) => self.unknown_spoke = false,
            Err(error) => tracing::debug!(%error, "the list of gateways could not be read"),
        }
    }

    pub(super) async fn note_gateways(&mut self) {
        if self.waiting.is_some() {
            return;
        }
        let notes = self.gateways.to_note();
        if notes.is_empty() {
            return;
        }
        let noted = tokio::time::timeout(NOTE_LIMIT, self.store.note_gateways(&notes)).await;
        if !matches!(noted, Ok(Ok(()))) {
            tracing::debug!("when gateways were heard could not be written down; the next note says it");
        }
    }

    pub(super) async fn show_watch(&mut self) -> Result<(), StoreError> {
        let row = self.store.watch().await?;
        let watch = row.map_or_else(Watch::default, |row| Watch {
            holder: Some(StaffRef { id: row.holder, display_name: row.display_name }),
            since_at: Some(row.since_at.0),
        });
        self.feed.publish(vec![Update::Watch(watch)]).await;
        Ok(())
    }
}
