//! The hub's own faults: one alert each, shown even when it cannot be recorded.
//!
//! A loop of its own, because the loop that commits may be the one that hangs. It looks once
//! a second at what can be known without the store: the parts the hub runs on, the link to
//! the broker, whether commits fail, whether that loop turns at all. A step that the store does not take is
//! shown marked as unrecorded and written when the store answers again, in order.

mod conditions;

use super::IntakeSignal;
use super::found::Found;
use super::handle::{Order, Refused, Reply};
use super::judge::new_alert_id;
use super::stopped;
use crate::clock;
use crate::embedded::Health;
use crate::feed::Feed;
use crate::feed::state::Update;
use crate::ingest::intake::Connected;
use crate::shown::{self, Names};
use conditions::{Conditions, Symptoms};
use hearth_alerts::{ActError, AlertId, StaffId, System, Transition};
use hearth_store::alerts::AlertRow;
use hearth_store::transitions::EpisodeTransitions;
use hearth_store::{Store, StoreError};
use hearth_vitals::MonoMs;
use std::collections::VecDeque;
use std::time::Duration;
use tokio::sync::{mpsc, watch};
use tokio::time::{MissedTickBehavior, interval, timeout};
use uuid::Uuid;

/// How often the conditions are looked at.
const LOOK: Duration = Duration::from_secs(1);
/// The longest time for a write; after that it is tried again with the next look.
const WRITE_LIMIT: Duration = Duration::from_secs(2);
/// How many steps may wait to be written: a part that fails and recovers makes two. Beyond that, each fault stays as it is shown
/// until they are written.
const UNWRITTEN: usize = 256;

/// The inputs that the loop looks at.
pub struct Inputs {
    /// Database and broker.
    pub health: Health,
    /// Whether the hub is connected to the broker.
    pub connected: watch::Receiver<Connected>,
    /// The loop that commits.
    pub intake: watch::Receiver<IntakeSignal>,
    /// True while some alert reaches nobody.
    pub unheard: watch::Receiver<bool>,
    /// How many wall screens are open and no longer confirm what they show.
    pub silent: watch::Receiver<usize>,
    /// What those who watch the hub from beside it have found.
    pub found: Found,
    /// When this loop last turned; read by the watchdog that restarts a hub that hangs.
    pub turned: watch::Sender<Option<MonoMs>>,
    /// What people do to system alerts.
    pub orders: mpsc::Receiver<Order>,
    /// True when the hub is stopping.
    pub stop: watch::Receiver<bool>,
}

fn no_answer() -> StoreError {
    StoreError::Unavailable("no answer in time".to_owned())
}

/// The loop and its state.
pub struct Faults {
    store: Store,
    feed: Feed,
    system: System,
    conditions: Conditions,
    unwritten: VecDeque<Transition>,
    /// True if the store refused an act that may have been committed all the same.
    unsure: bool,
    names: Names,
}

impl Faults {
    /// Restores the system alerts from the store.
    ///
    /// # Errors
    /// As every statement of the store.
    pub async fn restore(store: &Store, feed: Feed) -> Result<Faults, StoreError> {
        let open = store.open_alerts().await?.into_iter().filter(|row| row.episode.is_none()).map(|row| row.alert).collect();
        let system = System::restore(open, clock::now());
        let names = super::load::names(store).await?;
        let faults = Faults {
            store: store.clone(),
            feed,
            system,
            conditions: Conditions::default(),
            unwritten: VecDeque::new(),
            unsure: false,
            names,
        };
        let shown = faults.system.open_alerts().map(|alert| Update::Alert(Box::new(shown::alert(None, alert, &faults.names, true))));
        faults.feed.publish(shown.collect()).await;
        Ok(faults)
    }

    /// Runs until the hub stops.
    pub async fn run(mut self, mut inputs: Inputs) {
        let mut look = interval(LOOK);
        look.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            inputs.turned.send_replace(Some(clock::mono_ms()));
            tokio::select! {
                () = stopped(&mut inputs.stop) => return,
                Some(order) = inputs.orders.recv() => self.order(order).await,
                _ = look.tick() => {
                    let symptoms = Symptoms::of(&inputs, clock::mono_ms());
                    self.look(&symptoms).await;
                }
            }
        }
    }

    async fn look(&mut self, symptoms: &Symptoms) {
        if self.unsure && self.unwritten.is_empty() {
            self.read_again().await;
        }
        let now = clock::now();
        let mut steps = Vec::new();
        if self.unwritten.len() >= UNWRITTEN {
            return self.take(steps).await;
        }
        for fault in self.conditions.judge(symptoms, now.mono) {
            match fault.reason {
                Some(reason) => steps.extend(self.system.raise_of(fault.rule, &reason, fault.count, now, &mut new_alert_id)),
                None => steps.extend(self.system.clear(fault.rule, now)),
            }
        }
        steps.extend(self.system.tick(now));
        self.take(steps).await;
    }

    /// Writes steps if that is possible, and publishes them either way.
    async fn take(&mut self, steps: Vec<Transition>) {
        for step in steps {
            tracing::warn!(rule = %step.alert.rule, change = %step.change, reason = %step.reason, "fault of the hub");
            metrics::counter!("hearth_alert_transitions_total", "change" => step.change.as_str()).increment(1);
            self.unwritten.push_back(step);
        }
        let Some(first) = self.unwritten.front().cloned() else { return };
        let written = match self.write().await {
            Ok(()) => true,
            Err(error) => {
                tracing::debug!(%error, alert = %Uuid::from_u128(first.alert.id.0), "a fault of the hub cannot be recorded yet");
                false
            }
        };
        self.show(written).await;
        if written {
            self.unwritten.clear();
        }
    }

    async fn write(&self) -> Result<(), StoreError> {
        timeout(WRITE_LIMIT, self.write_all()).await.unwrap_or_else(|_| Err(no_answer()))
    }

    async fn write_all(&self) -> Result<(), StoreError> {
        let steps = EpisodeTransitions { episode: None, transitions: self.unwritten.iter().cloned().collect() };
        match self.store.commit_transitions(&[steps]).await {
            Err(StoreError::EpisodeChanged) => self.write_what_is_missing().await,
            done => done,
        }
    }

    /// An earlier write had been committed after all, so only what is newer is written.
    async fn write_what_is_missing(&self) -> Result<(), StoreError> {
        let mut missing = Vec::new();
        for step in &self.unwritten {
            let stored = self.store.alert(Uuid::from_u128(step.alert.id.0)).await?;
            let version = stored.map_or(0, |(row, _)| row.alert.version);
            if step.alert.version > version {
                missing.push(step.clone());
            }
        }
        self.store.commit_transitions(&[EpisodeTransitions { episode: None, transitions: missing }]).await
    }

    /// Reads the store again after an act of unknown outcome: what it says is what holds.
    async fn read_again(&mut self) {
        let before: Vec<AlertId> = self.system.open_alerts().map(|alert| alert.id).collect();
        let Ok(Ok(rows)) = timeout(WRITE_LIMIT, self.store.open_alerts()).await else { return };
        let open: Vec<_> = rows.into_iter().filter(|row| row.episode.is_none()).map(|row| row.alert).collect();
        let mut all = open.clone();
        for id in before.into_iter().filter(|id| !open.iter().any(|alert| alert.id == *id)) {
            let Ok(Ok(closed)) = timeout(WRITE_LIMIT, self.store.alert(Uuid::from_u128(id.0))).await else { return };
            all.extend(closed.map(|(row, _)| row.alert));
        }
        let updates = all.iter().map(|alert| Update::Alert(Box::new(shown::alert(None, alert, &self.names, true))));
        self.feed.publish(updates.collect()).await;
        self.system = System::restore(open, clock::now());
        self.unsure = false;
    }

    async fn show(&self, recorded: bool) {
        let update = |step: &Transition| Update::Alert(Box::new(shown::alert(None, &step.alert, &self.names, recorded)));
        self.feed.publish(self.unwritten.iter().map(update).collect()).await;
    }

    async fn order(&mut self, order: Order) {
        match order {
            Order::Acknowledge { reply, .. } | Order::Review { reply, .. } if reply.is_closed() => {}
            Order::Acknowledge { alert, version, by, intent, reply } => {
                let mut system = self.system.clone();
                let id = AlertId(alert.as_u128());
                let steps = system.take(id, version, StaffId(by.as_u128()), intent, clock::now());
                // Pressing twice within seconds counts once.
                let is_again = steps.as_ref().is_ok_and(Vec::is_empty);
                let known = self.system.open_alerts().find(|known| is_again && known.id == id).cloned();
                match known {
                    Some(alert) => _ = reply.send(Ok(AlertRow { episode: None, alert })),
                    None => self.answer(system, steps, reply).await,
                }
            }
            Order::Review { alert, version, by, note, reply } => {
                let mut system = self.system.clone();
                let steps = system.review(AlertId(alert.as_u128()), version, StaffId(by.as_u128()), &note, clock::now());
                self.answer(system, steps, reply).await;
            }
            // Not for this loop: dropping the reply tells the asker that nobody answers.
            Order::BindingsChanged(_)
            | Order::ByHand { .. }
            | Order::Wishes(_)
            | Order::Owed { .. }
            | Order::Gateways(_)
            | Order::Conduct(..)
            | Order::HandOver(..) => {}
        }
    }

    /// A person's act counts only once it is recorded.
    async fn answer(&mut self, system: System, steps: Result<Vec<Transition>, ActError>, reply: Reply<AlertRow>) {
        let _ = reply.send(self.commit(system, steps).await);
    }

    async fn commit(&mut self, system: System, steps: Result<Vec<Transition>, ActError>) -> Result<AlertRow, Refused> {
        let steps = steps?;
        if !self.unwritten.is_empty() {
            return Err(Refused::Store(StoreError::Unavailable("the fault itself is not recorded yet".to_owned())));
        }
        let written = EpisodeTransitions { episode: None, transitions: steps.clone() };
        let done = timeout(WRITE_LIMIT, self.store.commit_transitions(&[written])).await;
        if let Err(error) = done.unwrap_or_else(|_| Err(no_answer())) {
            // Perhaps it was committed, so the store is read before the next look.
            self.unsure = true;
            return Err(error.into());
        }
        self.system = system;
        if let Ok(Ok(names)) = timeout(WRITE_LIMIT, super::load::names(&self.store)).await {
            self.names = names;
        }
        let update = |step: &Transition| Update::Alert(Box::new(shown::alert(None, &step.alert, &self.names, true)));
        self.feed.publish(steps.iter().map(update).collect()).await;
        let last = steps.into_iter().next_back().ok_or(ActError::NotFound)?;
        Ok(AlertRow { episode: None, alert: last.alert })
    }
}
