//! The loop: await an action, carry it out on a copy, commit, tell.

use super::reach::{posts_of, reachable};
use super::{Parts, show};
use crate::clock;
use crate::feed::Feed;
use crate::feed::screens::Said;
use crate::feed::state::Update;
use hearth_alerts::{AlertId, Now, Rule, StaffId};
use hearth_escalation::{Escalation, Ladders, Open, Reachable, Step, Stored, What};
use hearth_store::escalations::EscalationChange;
use hearth_store::{Store, StoreError};
use hearth_vitals::{MonoMs, WallMs};
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{Notify, mpsc, watch};
use tokio::time::{sleep, timeout};
use uuid::Uuid;

/// The loop looks at least this often (ms), whatever it was told.
const LOOK_MS: u64 = 5_000;
/// After the store has refused, it tries again this soon (ms).
const AGAIN_MS: u64 = 500;
/// A store that needs longer does not answer.
const STORE_LIMIT: Duration = Duration::from_secs(5);
/// A deadline is written anew when the wall clock has moved it by more than this (ms).
const MOVED_MS: i64 = 500;

enum Action {
    Look,
    Said(Said),
    Stop,
}

/// The loop and its state.
pub(super) struct Task {
    store: Store,
    feed: Feed,
    said: mpsc::Receiver<Said>,
    alerts: Arc<Notify>,
    escalation: Escalation,
    /// As the store has it.
    written: BTreeMap<AlertId, Stored>,
    /// Until then it is not known who can be reached.
    settled: MonoMs,
    /// The store has refused, or it is not known what it has: it is read before the next step.
    unsure: bool,
    stop: watch::Receiver<bool>,
}

fn no_answer() -> StoreError {
    StoreError::Unavailable("no answer in time".to_owned())
}

async fn in_time<T>(asked: impl Future<Output = Result<T, StoreError>>) -> Result<T, StoreError> {
    timeout(STORE_LIMIT, asked).await.unwrap_or_else(|_| Err(no_answer()))
}

/// True if what is stored has to be written anew. Deadlines move by a few milliseconds each time they are put on the wall
/// clock; only a step of that clock, or another deadline, moves them further.
fn differs(new: &Stored, written: &Stored) -> bool {
    let moved = |new: Option<WallMs>, old: Option<WallMs>| match (new, old) {
        (Some(new), Some(old)) => new.since(old).abs() > MOVED_MS,
        (new, old) => new != old,
    };
    let settled = Stored { next: written.next, receipt: written.receipt, reminder: written.reminder, ..new.clone() };
    settled != *written || moved(new.next, written.next) || moved(new.receipt, written.receipt) || moved(new.reminder, written.reminder)
}

impl Task {
    /// Takes up what is stored.
    pub(super) async fn restore(parts: Parts) -> Result<Task, StoreError> {
        let Parts { store, feed, ladders, settling_ms, stop } = parts;
        let screens = feed.screens().clone();
        let said = screens.listen().ok_or_else(|| StoreError::Defect("escalation runs already".to_owned()))?;
        let mut task = Task {
            store,
            said,
            alerts: screens.alerts(),
            escalation: Escalation::new(ladders),
            written: BTreeMap::new(),
            settled: clock::mono_ms().plus(settling_ms),
            unsure: false,
            feed,
            stop,
        };
        task.read_back().await?;
        task.tell(&[]).await;
        Ok(task)
    }

    /// What the store says is what holds.
    async fn read_back(&mut self) -> Result<(), StoreError> {
        let stored = in_time(self.store.escalations()).await?;
        self.written = stored.iter().map(|stored| (stored.alert, stored.clone())).collect();
        self.escalation = Escalation::restore(self.ladders().clone(), stored, clock::now());
        Ok(())
    }

    fn ladders(&self) -> &Ladders {
        self.escalation.ladders()
    }

    /// Runs until the hub stops.
    pub(super) async fn run(mut self) {
        loop {
            let done = match self.next().await {
                Action::Stop => return,
                Action::Look => self.look().await,
                Action::Said(said) => self.hear(said).await,
            };
            if let Err(error) = done {
                if !self.unsure {
                    tracing::warn!(%error, "escalation cannot be recorded; it is tried again");
                }
                self.unsure = true;
            }
        }
    }

    async fn next(&mut self) -> Action {
        let wait = Duration::from_millis(self.wait_ms());
        tokio::select! {
            biased;
            _ = self.stop.wait_for(|stop| *stop) => Action::Stop,
            Some(said) = self.said.recv(), if !self.unsure => Action::Said(said),
            () = self.alerts.notified(), if !self.unsure => Action::Look,
            () = sleep(wait) => Action::Look,
        }
    }

    fn wait_ms(&self) -> u64 {
        if self.unsure {
            return AGAIN_MS;
        }
        let due_ms = self.escalation.next_wake().map_or(LOOK_MS, |wake| wake.since(clock::mono_ms()));
        due_ms.min(LOOK_MS)
    }

    /// Compares with the alerts that are open now, and takes what is due.
    async fn look(&mut self) -> Result<(), StoreError> {
        if self.unsure {
            self.read_back().await?;
        }
        let rows = in_time(self.store.open_alerts()).await?;
        let holder = self.holder().await?;
        // That nobody hears an alert is not told to nobody once more.
        let open: Vec<Open> = rows.iter().filter(|row| row.alert.rule != Rule::RungUnheard).map(|row| Open::from(&row.alert)).collect();
        let now = clock::now();
        let mut escalation = self.escalation.clone();
        let steps = escalation.advance(&open, &self.reachable(holder, now), now);
        self.commit(escalation, steps, now).await?;
        self.unsure = false;
        Ok(())
    }

    async fn holder(&self) -> Result<Option<Uuid>, StoreError> {
        Ok(in_time(self.store.watch()).await?.map(|watch| watch.holder))
    }

    fn reachable(&self, holder: Option<Uuid>, now: Now) -> Reachable {
        if now.mono < self.settled { Reachable::Unknown } else { reachable(&self.feed.viewers().people(), holder) }
    }

    /// A screen confirms a rung. It counts if whoever is signed in there is one of those whom the rung reaches.
    async fn hear(&mut self, said: Said) -> Result<(), StoreError> {
        let alert = AlertId(said.alert.as_u128());
        let holder = self.holder().await?;
        let role = self.feed.viewers().people().into_iter().find(|(person, _)| *person == said.by).map(|(_, role)| role);
        let holds = role.map(|role| posts_of(said.by, role, holder)).unwrap_or_default();
        let now = clock::now();
        let stored = self.escalation.climb(alert).map(|climb| climb.stored(now));
        let reached = stored.and_then(|stored| stored.fired.get(usize::from(said.rung).checked_sub(1)?).map(|fired| fired.posts));
        if !reached.is_some_and(|posts| posts.iter().any(|post| holds.has(post))) {
            return Ok(());
        }
        let mut escalation = self.escalation.clone();
        let step = escalation.receive(alert, said.round, said.rung, said.receipt, StaffId(said.by.as_u128()), now);
        self.commit(escalation, step.into_iter().collect(), now).await
    }

    /// Commits what has changed, then takes it and tells it.
    async fn commit(&mut self, escalation: Escalation, steps: Vec<Step>, now: Now) -> Result<(), StoreError> {
        let stored: BTreeMap<AlertId, Stored> = escalation.climbs().map(|climb| (climb.alert(), climb.stored(now))).collect();
        let changed = stored.iter().filter(|(id, new)| self.written.get(id).is_none_or(|old| differs(new, old)));
        let climbs: Vec<Stored> = changed.map(|(_, new)| new.clone()).collect();
        let gone: Vec<AlertId> = self.written.keys().filter(|id| !stored.contains_key(id)).copied().collect();
        if !(climbs.is_empty() && gone.is_empty() && steps.is_empty()) {
            let change = EscalationChange { climbs, gone, steps };
            in_time(self.store.commit_escalation(&change)).await?;
            note(&change.steps);
            for climb in change.climbs {
                self.written.insert(climb.alert, climb);
            }
            self.written.retain(|id, _| stored.contains_key(id));
            self.escalation = escalation;
            self.tell(&change.gone).await;
        } else {
            self.escalation = escalation;
        }
        Ok(())
    }

    /// Tells screens every climb: the feed passes on what differs from what it has.
    async fn tell(&self, gone: &[AlertId]) {
        let shown = |stored: &Stored| Some(show::climb(self.escalation.climb(stored.alert)?, stored, self.ladders()));
        let climbs = self.written.values().filter_map(shown).map(|climb| Update::Climb(Box::new(climb)));
        let gone = gone.iter().map(|alert| Update::ClimbGone(Uuid::from_u128(alert.0)));
        self.feed.publish(climbs.chain(gone).collect()).await;
        self.feed.screens().unheard().send_if_modified(|known| {
            let unheard = self.escalation.is_unheard();
            std::mem::replace(known, unheard) != unheard
        });
    }
}

fn note(steps: &[Step]) {
    for step in steps {
        let alert = Uuid::from_u128(step.alert.0);
        let word = match step.what {
            What::Fired { rung, posts, due } => {
                let late_ms = step.at.since(due);
                metrics::histogram!("hearth_escalation_late_seconds").record(late_ms.max(0) as f64 / 1_000.0);
                tracing::info!(%alert, rung, %posts, late_ms, "a rung of an alert fired");
                "fired"
            }
            What::Unheard { rung, why } => {
                tracing::warn!(%alert, rung, ?why, "nobody can hear a rung of an alert; the next one fires");
                "unheard"
            }
            What::Received { .. } => "received",
            What::Stopped { .. } => "stopped",
            What::Reminded { .. } => "reminded",
        };
        metrics::counter!("hearth_escalation_steps_total", "step" => word).increment(1);
    }
}
