//! One look at all tasks.

use super::wishes::{self, Lasting, Wished};
use super::{day, newest, unended};
use crate::engine::handle::EngineHandle;
use crate::feed::Feed;
use crate::feed::state::Part;
use hearth_alerts::verdict::ObservationRequest;
use hearth_alerts::{OwedNow, Rule, StaffId};
use hearth_care::tasks::programme::{self, Owed};
use hearth_care::tasks::{Lateness, Post, Task, TaskAct, TaskKind, TaskState, TaskStep};
use hearth_store::tasks::{NewTask, StayAtHome, TaskRow};
use hearth_store::{Store, StoreError};
use hearth_vitals::WallMs;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use uuid::Uuid;

/// How often sets of vital signs are looked at, in milliseconds: a completed set shows on the board within a minute.
const MEASURED_EVERY_MS: i64 = 30_000;

/// How long after its end a day is closed, in milliseconds: four hours. A closed day is never reopened, so this must be longer
/// than the error of a clock set by hand or to the wrong summer time, and must still end before the next shift looks at what the
/// night has left.
const CLOSES_AFTER_MS: i64 = 4 * 3_600_000;

/// What the loop remembers between two looks. All of it is rebuilt at a start.
pub struct Keeper {
    store: Store,
    engine: EngineHandle,
    feed: Feed,
    /// For each stay, the day whose tasks have been created.
    days: BTreeMap<Uuid, String>,
    /// The stays for which the engine was told that something is late; `None` before the first look.
    told: Option<BTreeSet<Uuid>>,
    /// The measurements that rules asked for at the last look; `None` before the first look.
    lasting: Option<Lasting>,
    measured: Option<WallMs>,
    changed: BTreeSet<Uuid>,
    /// The open tasks as this turn has read them; `None` once it has changed one.
    open: Option<Arc<[TaskRow]>>,
}

impl Keeper {
    /// Starts with nothing known yet.
    pub const fn new(store: Store, engine: EngineHandle, feed: Feed) -> Keeper {
        Keeper {
            store,
            engine,
            feed,
            days: BTreeMap::new(),
            told: None,
            lasting: None,
            measured: None,
            changed: BTreeSet::new(),
            open: None,
        }
    }

    /// Looks at all tasks once.
    ///
    /// # Errors
    /// As any statement; what was done before it stays done.
    pub async fn turn(&mut self, now: WallMs) -> anyhow::Result<()> {
        // People may have changed tasks since the last turn.
        self.open = None;
        let stays = self.store.stays_at_home().await?;
        let ids: BTreeSet<Uuid> = stays.iter().map(|stay| stay.id).collect();
        self.owe(&stays, &ids, now).await?;
        self.wish(&ids, now).await?;
        let open = self.open().await?;
        self.ask_of_calls(&open, now).await?;
        self.end_days(&stays, &open, now).await?;
        self.find_sets(&stays, &open, now).await?;
        let open = self.open().await?;
        self.look(&open, now).await?;
        self.tell_late(now).await?;
        for stay in std::mem::take(&mut self.changed) {
            self.feed.changed(stay, Part::Tasks).await;
        }
        Ok(())
    }

    /// The open tasks, as many as the store gives at once. Of thousands of homes they are thousands: they are read anew only after
    /// a change of this turn's own.
    async fn open(&mut self) -> Result<Arc<[TaskRow]>, StoreError> {
        if let Some(open) = &self.open {
            return Ok(Arc::clone(open));
        }
        let open: Arc<[TaskRow]> = self.store.open_tasks().await?.into();
        self.open = Some(Arc::clone(&open));
        Ok(open)
    }

    /// Creates the tasks that the programme owes on the present day of each home, once. A day is noted when its tasks are in the
    /// store.
    async fn owe(&mut self, stays: &[StayAtHome], ids: &BTreeSet<Uuid>, now: WallMs) -> Result<(), StoreError> {
        let todays = stays.iter().filter_map(|stay| Some((stay, day::today(&stay.time_zone, now)?)));
        let unmade: Vec<_> = todays.filter(|(stay, today)| self.days.get(&stay.id) != Some(&today.prefix)).collect();
        self.days.retain(|id, _| ids.contains(id));
        if unmade.is_empty() {
            return Ok(());
        }
        let counted = self.store.counted_since().await?;
        let mut new = Vec::new();
        for (stay, today) in &unmade {
            // No task is created that was due before counting began: an upgrade in the afternoon makes nothing late.
            let since = counted.get(&stay.id).map_or(now, |since| *since);
            let owed = programme::owed(&today.day, stay.admitted_at);
            new.extend(owed.iter().filter(|owed| owed.due > since).map(|owed| of_programme(stay.id, owed, &today.prefix, now)));
        }
        self.make(&new).await?;
        self.days.extend(unmade.into_iter().map(|(stay, today)| (stay.id, today.prefix)));
        Ok(())
    }

    async fn make(&mut self, new: &[NewTask]) -> Result<(), StoreError> {
        if !new.is_empty() {
            self.open = None;
            self.changed.extend(self.store.make_tasks(new).await?);
        }
        Ok(())
    }

    /// Creates the tasks that rules ask for, and ends those that they no longer ask for.
    async fn wish(&mut self, ids: &BTreeSet<Uuid>, now: WallMs) -> anyhow::Result<()> {
        let wished: BTreeMap<Uuid, Vec<ObservationRequest>> = self.engine.wishes().await?;
        let open = self.open().await?;
        let lasting = match &self.lasting {
            Some(lasting) => lasting,
            // At the first look, wishes whose tasks people have closed count as still wished, so that they are not made again.
            None => &self.store.wishes_closed_by_people().await?.into_iter().map(|(wish, at)| (wish, Wished::Closed(at))).collect(),
        };
        let wishes::Look { new, over, mut lasting } = wishes::look(&wished, &open, lasting, now);
        for row in over {
            self.act(row, TaskAct::Over, now).await?;
        }
        self.make(&new).await?;
        lasting.retain(|(id, _), _| ids.contains(id));
        self.lasting = Some(lasting);
        Ok(())
    }

    /// Creates, once, a task that asks what came of each call that was begun long ago and never ended; ends the task of a call
    /// that has ended since.
    async fn ask_of_calls(&mut self, open: &[TaskRow], now: WallMs) -> Result<(), StoreError> {
        let asked: BTreeMap<Uuid, &TaskRow> = open.iter().filter_map(|row| Some((unended::call_of(row)?, row))).collect();
        let calls: Vec<Uuid> = asked.keys().copied().collect();
        let ended = if calls.is_empty() { Vec::new() } else { self.store.call_enders(&calls).await? };
        for (call, by) in ended {
            if let Some(row) = asked.get(&call) {
                self.act(row, TaskAct::Done { by: Some(StaffId(by.as_u128())) }, now).await?;
            }
        }
        let (since, until) = (now.plus(-unended::LOOK_BACK_MS), now.plus(-unended::ASKED_AFTER_MS));
        let unended = self.store.calls_unended((since, until), unended::PREFIX, now).await?;
        let new: Vec<NewTask> = unended.into_iter().map(|one| unended::asks(one, now)).collect();
        self.make(&new).await
    }

    /// Closes what was owed on a day that ended some hours ago as not done: it stays in the record, and no day shows the tasks of
    /// another.
    async fn end_days(&mut self, stays: &[StayAtHome], open: &[TaskRow], now: WallMs) -> Result<(), StoreError> {
        let zones = zones(stays);
        for row in open {
            let zone = zones.get(&row.new.episode);
            let over = zone.and_then(|zone| day::is_over_at(zone, &row.new.origin));
            if zone.is_none() || over.is_some_and(|over| now.since(over) >= CLOSES_AFTER_MS) {
                self.act(row, TaskAct::Over, now).await?;
            }
        }
        Ok(())
    }

    /// Closes the sets of vital signs that are complete by now. The second set of a day waits for the first one, and for some
    /// hours after it was complete.
    async fn find_sets(&mut self, stays: &[StayAtHome], open: &[TaskRow], now: WallMs) -> Result<(), StoreError> {
        let sets: Vec<&TaskRow> = open
            .iter()
            .filter(|row| row.new.task.kind == TaskKind::VitalsSet && row.new.origin.starts_with("day ") && row.new.opens <= now)
            .collect();
        if sets.is_empty() || self.measured.is_some_and(|at| now.since(at) < MEASURED_EVERY_MS && now >= at) {
            return Ok(());
        }
        self.measured = Some(now);
        let (newest, zones) = (newest(&self.store, now).await?, zones(stays));
        let whole = self.store.owed_since(now.plus(-2 * 86_400_000)).await?;
        let whole: BTreeMap<(Uuid, &str), WallMs> = whole
            .iter()
            .filter(|row| row.new.task.state == TaskState::Done)
            .filter_map(|row| Some(((row.new.episode, row.new.origin.as_str()), row.closed_at?)))
            .collect();
        let unfinished: BTreeSet<(Uuid, &str)> = sets.iter().map(|row| (row.new.episode, row.new.origin.as_str())).collect();
        for row in &sets {
            let of_stay = row.new.episode;
            let first = row.new.origin.strip_suffix(" 2").map(|day| format!("{day} 1"));
            let waits = first.as_deref().is_some_and(|first| unfinished.contains(&(of_stay, first)));
            let before = first.and_then(|first| whole.get(&(of_stay, first.as_str())).copied());
            let over = zones.get(&of_stay).and_then(|zone| day::is_over_at(zone, &row.new.origin));
            // A value measured after midnight belongs to the next day.
            let counts = |at: WallMs| over.is_none_or(|over| at < over);
            let measured = newest.get(&of_stay).into_iter().flatten().copied().filter(|(_, at)| counts(*at)).collect::<Vec<_>>();
            if let Some(whole) = programme::set_so_far(row.new.opens, before, &measured).whole.filter(|_| !waits) {
                // The set was done when it was complete, not when that was noticed: the next set counts from then.
                self.act(row, TaskAct::Done { by: None }, whole.min(now)).await?;
            }
        }
        Ok(())
    }

    /// Marks the remaining tasks that have become due or late.
    async fn look(&mut self, open: &[TaskRow], now: WallMs) -> Result<(), StoreError> {
        for row in open {
            let steps = row.new.task.look(now);
            if !steps.is_empty() {
                self.step(row, &steps).await?;
            }
        }
        Ok(())
    }

    /// Raises alerts for stays with a task so late that an alert reports it, and ends the alerts of stays that have none any
    /// more.
    async fn tell_late(&mut self, now: WallMs) -> anyhow::Result<()> {
        let mut late: BTreeMap<Uuid, WallMs> = BTreeMap::new();
        for row in self.open().await?.iter().filter(|row| row.new.task.lateness == Lateness::Alerted) {
            let since = late.entry(row.new.episode).or_insert(row.new.task.due);
            *since = (*since).min(row.new.task.due);
        }
        let told = match self.told.take() {
            Some(told) => told,
            // The first look after the start learns what was told before.
            None => {
                let open = self.store.open_alerts().await?;
                open.iter().filter(|row| row.alert.rule == Rule::TaskLate).filter_map(|row| row.episode).collect()
            }
        };
        let ended: Vec<Uuid> = told.into_iter().filter(|stay| !late.contains_key(stay)).collect();
        let missed = if ended.is_empty() { BTreeSet::new() } else { self.store.stays_with_missed(&ended).await? };
        for stay in ended {
            let owed = if missed.contains(&stay) { OwedNow::Missed } else { OwedNow::Done };
            self.engine.owed(stay, owed).await?;
        }
        let stays: Vec<Uuid> = late.keys().copied().collect();
        let times = if stays.is_empty() { BTreeMap::new() } else { self.store.times_late(&stays).await? };
        // The engine is told again at each look, because one that was rebuilt, or an alert that was closed, has to know.
        for (stay, since) in &late {
            let owed = OwedNow::Late { since: (*since).min(now), times: times.get(stay).copied().unwrap_or_default() };
            self.engine.owed(*stay, owed).await?;
        }
        self.told = Some(late.into_keys().collect());
        Ok(())
    }

    async fn act(&mut self, row: &TaskRow, act: TaskAct, now: WallMs) -> Result<(), StoreError> {
        // A person was quicker; the next look sees what they did.
        let Ok(step) = row.new.task.decide(act, now) else { return Ok(()) };
        self.step(row, &[step]).await
    }

    async fn step(&mut self, row: &TaskRow, steps: &[TaskStep]) -> Result<(), StoreError> {
        self.open = None;
        if self.store.step_task(row.new.id, steps, "").await? {
            self.changed.insert(row.new.episode);
        }
        Ok(())
    }
}

fn zones(stays: &[StayAtHome]) -> BTreeMap<Uuid, &str> {
    stays.iter().map(|stay| (stay.id, stay.time_zone.as_str())).collect()
}

fn of_programme(episode: Uuid, owed: &Owed, prefix: &str, now: WallMs) -> NewTask {
    // A visit is for the dispatchers, who send crews; a set of vital signs is for the nurses.
    let post = if owed.kind == TaskKind::Visit { Post::Dispatcher } else { Post::Nurse };
    NewTask {
        id: Uuid::now_v7(),
        episode,
        task: Task::new(owed.kind, post, None, owed.due),
        what: String::new(),
        item: None,
        opens: owed.opens,
        made_by: None,
        made_at: now,
        origin: format!("{prefix}{} {}", owed.kind.key(), owed.number),
    }
}
