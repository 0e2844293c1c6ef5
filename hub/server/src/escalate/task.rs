//! The loop: await an action, carry it out on a copy, commit, tell. What people wish is granted in [`grant`]; what is quiet lies in
//! [`quiet_rows`].

mod grant;
mod quiet_rows;

use super::reach::OnDuty;
use super::{Parts, show};
use crate::auth::role::Role;
use crate::clock;
use crate::engine::handle::EngineHandle;
use crate::feed::Feed;
use crate::feed::screens::{ScreenReceipt, Wished};
use crate::feed::state::Update;
use crate::shown::Names;
use hearth_alerts::{AlertId, Now, Priority, Rule, StaffId};
use hearth_escalation::{Escalation, Ladders, Open, Posts, Reachable, Step, StoredClimb, StoredPause, StoredQuiet, What};
use hearth_store::alerts::AlertRow;
use hearth_store::escalations::EscalationChange;
use hearth_store::{Store, StoreError};
use hearth_vitals::{MonoMs, WallMs};
use quiet_rows::QuietRows;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{Notify, mpsc, watch};
use tokio::time::{sleep, timeout};
use uuid::Uuid;

/// The longest pause between two looks (ms), whether or not anything was reported.
const LOOK_MS: u64 = 5_000;
/// The pause after the store has refused (ms).
const AGAIN_MS: u64 = 500;
/// How many receipts of screens one commit takes at most.
const AT_ONCE: usize = 256;
/// A store that needs longer than this counts as not answering.
const STORE_LIMIT: Duration = Duration::from_secs(5);
/// A stored deadline is written again when the wall clock has moved it by more than this (ms).
const MOVED_MS: i64 = 500;

enum Action {
    Look,
    ScreenReceipt(ScreenReceipt),
    Wished(Wished),
    Stop,
}

/// The loop and its state.
pub(super) struct EscalateLoop {
    store: Store,
    feed: Feed,
    said: mpsc::Receiver<ScreenReceipt>,
    wished: mpsc::Receiver<Wished>,
    alerts: Arc<Notify>,
    escalation: Escalation,
    /// The climbs as the store has them.
    written: BTreeMap<AlertId, StoredClimb>,
    /// What keeps alerts quiet, as the store has it.
    quiets: QuietRows,
    /// Judges anew once something is quiet, or no more.
    engine: EngineHandle,
    /// The open alerts, as they were read last.
    open: Vec<Open>,
    /// Who is on duty, as it was read last.
    roster: OnDuty,
    /// The names of the staff whom climbs name.
    names: Names,
    /// Before this instant it is unknown who can be reached.
    settled: MonoMs,
    /// True if the store has refused, or its state is unknown: it is read before the next step.
    unsure: bool,
    stop: watch::Receiver<bool>,
}

fn no_answer() -> StoreError {
    StoreError::Unavailable("no answer in time".to_owned())
}

async fn in_time<T>(asked: impl Future<Output = Result<T, StoreError>>) -> Result<T, StoreError> {
    timeout(STORE_LIMIT, asked).await.unwrap_or_else(|_| Err(no_answer()))
}

/// True if the stored climb has to be written again. Deadlines move by a few milliseconds each time they are converted to the
/// wall clock; only a step of that clock, or another deadline, moves them further.
fn differs(new: &StoredClimb, written: &StoredClimb) -> bool {
    let moved = |new: Option<WallMs>, old: Option<WallMs>| match (new, old) {
        (Some(new), Some(old)) => new.since(old).abs() > MOVED_MS,
        (new, old) => new != old,
    };
    let until = |stored: &StoredClimb| stored.pause.and_then(|pause| pause.until);
    let pause = new.pause.map(|pause| StoredPause { until: until(written).or(pause.until), ..pause });
    let settled = StoredClimb { next: written.next, receipt: written.receipt, reminder: written.reminder, pause, ..new.clone() };
    let pause_moved = moved(until(new), until(written));
    settled != *written
        || moved(new.next, written.next)
        || moved(new.receipt, written.receipt)
        || moved(new.reminder, written.reminder)
        || pause_moved
}

impl EscalateLoop {
    /// Restores the state from the store.
    pub(super) async fn restore(parts: Parts) -> Result<EscalateLoop, StoreError> {
        let Parts { store, feed, engine, ladders, settling_ms, stop } = parts;
        let screens = feed.screens().clone();
        let (said, wished) = screens.listen().ok_or_else(|| StoreError::Defect("escalation runs already".to_owned()))?;
        let mut task = EscalateLoop {
            store,
            said,
            wished,
            quiets: QuietRows::default(),
            engine,
            open: Vec::new(),
            roster: OnDuty::default(),
            names: Names::default(),
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

    /// Reads the store again: what it says is what holds.
    async fn read_back(&mut self) -> Result<(), StoreError> {
        let stored = in_time(self.store.escalations()).await?;
        self.written = stored.iter().map(|stored| (stored.alert, stored.clone())).collect();
        let quiets = in_time(self.store.quiets_now()).await?;
        let known: Vec<StoredQuiet> = quiets.iter().map(|row| row.quiet).collect();
        self.quiets = QuietRows::read(quiets);
        self.escalation = Escalation::restore(self.ladders().clone(), stored, &known, clock::now());
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
                Action::ScreenReceipt(said) => self.hear(said).await,
                Action::Wished(wished) => self.grant(wished).await,
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
            Some(said) = self.said.recv(), if !self.unsure => Action::ScreenReceipt(said),
            Some(wished) = self.wished.recv() => Action::Wished(wished),
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

    /// Compares the climbs with the alerts that are open now, and takes the steps that are due.
    async fn look(&mut self) -> Result<(), StoreError> {
        if self.unsure {
            self.read_back().await?;
        }
        let rows = in_time(self.store.open_alerts()).await?;
        let roster = self.roster().await;
        // The alert that nobody could be reached is not escalated: it would reach nobody either.
        let climbs = rows.iter().filter(|row| row.alert.rule != Rule::RungUnheard);
        self.forget_ended_stays().await?;
        let open = |row: &AlertRow| Open { stay: row.episode.map(|id| id.as_u128()), ..Open::from(&row.alert) };
        self.open = climbs.map(open).collect();
        let now = clock::now();
        let mut escalation = self.escalation.clone();
        let steps = escalation.advance(&self.open, &self.reachable(&roster, now), now);
        self.commit(escalation, steps, now).await?;
        self.unsure = false;
        if let Err(error) = self.canary().await {
            // No patient's alert depends on the canary. If it does not arrive, the loop that waits for it reports that.
            tracing::debug!(%error, "the known alert cannot be escalated");
        }
        Ok(())
    }

    /// What was quiet of a stay that is over is forgotten: nothing of it can ring.
    async fn forget_ended_stays(&mut self) -> Result<(), StoreError> {
        if self.quiets.is_empty() {
            return Ok(());
        }
        let stays: BTreeSet<u128> = in_time(self.store.quiets_now()).await?.into_iter().map(|row| row.quiet.stay).collect();
        self.escalation.keep_stays(|stay| stays.contains(&stay));
        self.quiets.keep_stays(|stay| stays.contains(&stay));
        Ok(())
    }

    /// The known alert that the hub sends itself is escalated by the same ladders, on a machine of its own, and reported once
    /// that is recorded. No person is told, and no climb of it is stored or shown.
    async fn canary(&mut self) -> Result<(), StoreError> {
        let Some(raised) = in_time(self.store.canary_raised()).await? else { return Ok(()) };
        let now = clock::now();
        let open = Open {
            id: raised.alert,
            rule: Rule::CanaryMissing,
            priority: Priority::High,
            active: true,
            acknowledged: None,
            remind_at: None,
            raised_at: raised.at,
            extreme: None,
            limit: None,
            stay: None,
        };
        let mut alone = Escalation::new(self.ladders().clone());
        let steps = alone.advance(&[open], &Reachable::Unknown, now);
        let rang = steps.iter().any(|step| matches!(step.what, What::Fired { .. }));
        if rang && in_time(self.store.canary_escalated(raised, now.wall)).await? {
            let number = u64::try_from(raised.alert.0).unwrap_or_default();
            self.feed.publish(vec![Update::Canary(number)]).await;
        }
        Ok(())
    }

    /// Reads who is on duty and has a screen. No rung waits for this: if it cannot be read, the last reading counts, and before
    /// the first one anybody with a role stands in.
    async fn roster(&mut self) -> OnDuty {
        match self.read_roster().await {
            Ok(roster) => self.roster = roster,
            Err(error) => {
                metrics::counter!("hearth_escalation_roster_unread_total").increment(1);
                tracing::warn!(%error, "who is on duty cannot be read: rungs go by what was read last");
            }
        }
        self.roster.clone().of_those_at(&self.feed.viewers().people())
    }

    async fn read_roster(&self) -> Result<OnDuty, StoreError> {
        let now = clock::wall_ms();
        let holder = in_time(self.store.watch()).await?.map(|watch| watch.holder);
        Ok(OnDuty::of(&in_time(self.store.ward_today(now)).await?, holder, now))
    }

    fn reachable(&self, roster: &OnDuty, now: Now) -> Reachable {
        if now.mono < self.settled {
            return Reachable::Unknown;
        }
        let stays = self.open.iter().filter_map(|open| open.stay).collect();
        roster.reachable(&self.feed.viewers().people(), &stays)
    }

    /// Takes what screens confirm; what many of them say at once becomes one commit.
    async fn hear(&mut self, first: ScreenReceipt) -> Result<(), StoreError> {
        let more = std::iter::from_fn(|| self.said.try_recv().ok()).take(AT_ONCE);
        let all: Vec<ScreenReceipt> = std::iter::once(first).chain(more).collect();
        let roster = self.roster().await;
        let people: HashMap<Uuid, Role> = self.feed.viewers().people().into_iter().collect();
        let now = clock::now();
        let mut escalation = self.escalation.clone();
        let mut steps = Vec::new();
        for said in all {
            let stay = self.open.iter().find(|open| open.id.0 == said.alert.as_u128()).and_then(|open| open.stay);
            let holds = people.get(&said.by).map(|role| roster.posts_of(said.by, *role, stay)).unwrap_or_default();
            steps.extend(heard(&mut escalation, said, holds, now));
        }
        self.commit(escalation, steps, now).await
    }

    /// Commits what has changed, then takes the changed copy and publishes it.
    async fn commit(&mut self, escalation: Escalation, steps: Vec<Step>, now: Now) -> Result<(), StoreError> {
        self.commit_all(escalation, steps, None, now).await
    }

    async fn commit_all(
        &mut self,
        mut escalation: Escalation,
        steps: Vec<Step>,
        begun: Option<(u128, String)>,
        now: Now,
    ) -> Result<(), StoreError> {
        let ended = escalation.take_ended();
        let quiets = self.quiets.changed(&escalation, &ended, begun.as_ref(), now);
        let ended: Vec<_> = ended.into_iter().map(|ended| (ended, now.wall)).collect();
        let stored: BTreeMap<AlertId, StoredClimb> = escalation.climbs().map(|climb| (climb.alert(), climb.stored(now))).collect();
        let changed = stored.iter().filter(|(id, new)| self.written.get(id).is_none_or(|old| differs(new, old)));
        let climbs: Vec<StoredClimb> = changed.map(|(_, new)| new.clone()).collect();
        let gone: Vec<AlertId> = self.written.keys().filter(|id| !stored.contains_key(id)).copied().collect();
        if !(climbs.is_empty() && gone.is_empty() && steps.is_empty() && quiets.is_empty() && ended.is_empty()) {
            let change = EscalationChange { climbs, gone, steps, quiets, ended };
            in_time(self.store.commit_escalation(&change)).await?;
            note(&change.steps);
            quiet_rows::note(&change);
            if !(change.quiets.is_empty() && change.ended.is_empty()) {
                self.judge_anew();
            }
            self.quiets.take(change.quiets, &escalation);
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

    /// Tells the engine that other rules are quiet now: what stood behind one of them rings by itself. No rung waits for that, and if the
    /// engine does not hear of it, it reads it before it takes the next value of the stay.
    fn judge_anew(&self) {
        let engine = self.engine.clone();
        tokio::spawn(async move {
            if let Err(error) = engine.bindings_changed().await {
                tracing::warn!(%error, "what is quiet is judged by with the next value");
            }
        });
    }

    /// A look-up of names that fails must not hide a rung.
    async fn learn_names(&mut self) {
        let by = self.quiets.iter().map(|row| Uuid::from_u128(row.quiet.by.0));
        if self.written.values().flat_map(show::people).chain(by).all(|person| self.names.has(person)) {
            return;
        }
        if let Ok(staff) = in_time(self.store.all_staff()).await {
            self.names = Names::new(staff.into_iter().map(|one| (one.id, one.display_name)));
        }
    }

    /// Publishes every climb; the feed passes on only what differs.
    async fn tell(&mut self, gone: &[AlertId]) {
        self.learn_names().await;
        let shown = |stored: &StoredClimb| Some(show::climb(self.escalation.climb(stored.alert)?, stored, self.ladders(), &self.names));
        let climbs = self.written.values().filter_map(shown).map(|climb| Update::Climb(Box::new(climb)));
        let gone = gone.iter().map(|alert| Update::ClimbGone(Uuid::from_u128(alert.0)));
        let quiets = self.quiets.iter().map(|row| show::quiet(row, &self.names)).collect();
        self.feed.publish(climbs.chain(gone).chain([Update::Quiets(quiets)]).collect()).await;
        self.feed.screens().unheard().send_if_modified(|known| {
            let unheard = self.escalation.is_unheard();
            std::mem::replace(known, unheard) != unheard
        });
    }
}

/// A screen's receipt of a rung counts only if the person signed in there is one of those whom the rung reaches.
fn heard(escalation: &mut Escalation, said: ScreenReceipt, holds: Posts, now: Now) -> Option<Step> {
    let alert = AlertId(said.alert.as_u128());
    let reached = escalation.climb(alert)?.fired(said.rung)?.posts;
    if !reached.iter().any(|post| holds.has(post)) {
        return None;
    }
    escalation.receive(alert, said.round, said.rung, said.receipt, StaffId(said.by.as_u128()), now)
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
            What::Paused { by, reason, .. } => {
                tracing::info!(%alert, by = %Uuid::from_u128(by.0), reason = reason.as_str(), "an alert is paused");
                "paused"
            }
            What::Resumed { .. } => "resumed",
        };
        metrics::counter!("hearth_escalation_steps_total", "step" => word).increment(1);
    }
}
