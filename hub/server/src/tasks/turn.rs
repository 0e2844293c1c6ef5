//! One look at all tasks.

use super::{day, newest, wishes};
use crate::engine::handle::EngineHandle;
use crate::feed::Feed;
use crate::feed::state::Part;
use hearth_alerts::Rule;
use hearth_alerts::verdict::Wanted;
use hearth_care::tasks::programme::{self, Owed};
use hearth_care::tasks::{Act, Kind, Lateness, Post, Step, Task};
use hearth_store::tasks::{NewTask, StayAtHome, TaskRow};
use hearth_store::{Store, StoreError};
use hearth_vitals::{Vital, WallMs};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// How often sets of vitals are looked at, ms: what was measured is seen on the board within a minute.
const MEASURED_EVERY_MS: i64 = 30_000;

/// What the loop keeps between two looks. All of it is made anew at a start.
pub struct Keeper {
    store: Store,
    engine: EngineHandle,
    feed: Feed,
    /// The day of each stay whose tasks are made.
    days: BTreeMap<Uuid, String>,
    /// The stays of which the engine was told that something is late; `None` before the first look.
    told: Option<BTreeSet<Uuid>>,
    measured: Option<WallMs>,
    changed: BTreeSet<Uuid>,
}

impl Keeper {
    /// Nothing is known yet.
    pub const fn new(store: Store, engine: EngineHandle, feed: Feed) -> Keeper {
        Keeper { store, engine, feed, days: BTreeMap::new(), told: None, measured: None, changed: BTreeSet::new() }
    }

    /// Looks once.
    ///
    /// # Errors
    /// As any statement; what was done before it stays done.
    pub async fn turn(&mut self, now: WallMs) -> anyhow::Result<()> {
        let stays = self.store.stays_at_home().await?;
        self.owe(&stays, now).await?;
        self.wish(now).await?;
        let open = self.store.open_tasks().await?;
        self.end_days(&stays, &open, now).await?;
        self.find_sets(&open, now).await?;
        let open = self.store.open_tasks().await?;
        self.look(&open, now).await?;
        self.tell_late(now).await?;
        for stay in std::mem::take(&mut self.changed) {
            self.feed.changed(stay, Part::Tasks).await;
        }
        Ok(())
    }

    /// What the programme owes on the day that it is in each home, once.
    async fn owe(&mut self, stays: &[StayAtHome], now: WallMs) -> Result<(), StoreError> {
        let mut new = Vec::new();
        for stay in stays {
            let Some(today) = day::today(&stay.time_zone, now) else { continue };
            if self.days.get(&stay.id) == Some(&today.prefix) {
                continue;
            }
            let owed = programme::owed(&today.day, stay.admitted_at);
            new.extend(owed.iter().map(|owed| of_programme(stay.id, owed, &today.prefix, now)));
            self.days.insert(stay.id, today.prefix);
        }
        self.days.retain(|id, _| stays.iter().any(|stay| stay.id == *id));
        self.make(&new).await
    }

    async fn make(&mut self, new: &[NewTask]) -> Result<(), StoreError> {
        if !new.is_empty() {
            self.changed.extend(self.store.make_tasks(new).await?);
        }
        Ok(())
    }

    /// What rules wish, and what they no longer wish.
    async fn wish(&mut self, now: WallMs) -> anyhow::Result<()> {
        let wished: BTreeMap<Uuid, Vec<Wanted>> = self.engine.wishes().await?;
        let open = self.store.open_tasks().await?;
        let of_wishes = || open.iter().filter(|row| row.new.origin.starts_with(wishes::ORIGIN));
        let known: BTreeSet<(Uuid, &str)> = of_wishes().map(|row| (row.new.episode, row.new.origin.as_str())).collect();
        let mut new = Vec::new();
        let mut wanted = BTreeSet::new();
        for (stay, wish) in wished.iter().flat_map(|(stay, all)| all.iter().map(move |wish| (*stay, wish))) {
            let origin = wishes::origin(wish);
            if !known.contains(&(stay, origin.as_str())) && !wanted.contains(&(stay, origin.clone())) {
                new.push(wishes::task(stay, wish, now));
            }
            wanted.insert((stay, origin));
        }
        for row in of_wishes().filter(|row| !wanted.contains(&(row.new.episode, row.new.origin.clone()))) {
            self.act(row, Act::Over, now).await?;
        }
        Ok(self.make(&new).await?)
    }

    /// What was owed on a day that is over is closed as not done: it stays in the record, and no day has more than its own.
    async fn end_days(&mut self, stays: &[StayAtHome], open: &[TaskRow], now: WallMs) -> Result<(), StoreError> {
        let at_home: BTreeSet<Uuid> = stays.iter().map(|stay| stay.id).collect();
        for row in open {
            let of_another_day = row.new.origin.starts_with("day ")
                && self.days.get(&row.new.episode).is_some_and(|today| !row.new.origin.starts_with(today.as_str()));
            if of_another_day || !at_home.contains(&row.new.episode) {
                self.act(row, Act::Over, now).await?;
            }
        }
        Ok(())
    }

    /// Sets of vitals that are whole by now. The second one waits for the first.
    async fn find_sets(&mut self, open: &[TaskRow], now: WallMs) -> Result<(), StoreError> {
        let sets: Vec<&TaskRow> = open
            .iter()
            .filter(|row| row.new.task.kind == Kind::VitalsSet && row.new.origin.starts_with("day ") && row.new.opens <= now)
            .collect();
        if sets.is_empty() || self.measured.is_some_and(|at| now.since(at) < MEASURED_EVERY_MS && now >= at) {
            return Ok(());
        }
        self.measured = Some(now);
        let newest = newest(&self.store, now).await?;
        let closed: BTreeMap<(Uuid, String), WallMs> = self
            .store
            .owed_since(now.plus(-2 * 86_400_000))
            .await?
            .into_iter()
            .filter_map(|row| Some(((row.new.episode, row.new.origin.clone()), row.closed_at?)))
            .collect();
        for row in &sets {
            let first = row.new.origin.strip_suffix(" 2").map(|day| format!("{day} 1"));
            let waits = first
                .as_ref()
                .is_some_and(|first| sets.iter().any(|other| other.new.episode == row.new.episode && other.new.origin == *first));
            let before = first.and_then(|first| closed.get(&(row.new.episode, first)).copied());
            let measured: &[(Vital, WallMs)] = newest.get(&row.new.episode).map_or(&[], Vec::as_slice);
            if !waits && programme::set_so_far(row.new.opens, before, measured).whole.is_some() {
                self.act(row, Act::Done { by: None }, now).await?;
            }
        }
        Ok(())
    }

    /// What time has made of the rest.
    async fn look(&mut self, open: &[TaskRow], now: WallMs) -> Result<(), StoreError> {
        for row in open {
            let steps = row.new.task.look(now);
            if !steps.is_empty() {
                self.step(row, &steps).await?;
            }
        }
        Ok(())
    }

    /// Alerts of stays with something so late that an alert tells it, and the end of those that have nothing any more.
    async fn tell_late(&mut self, now: WallMs) -> anyhow::Result<()> {
        let mut late: BTreeMap<Uuid, WallMs> = BTreeMap::new();
        for row in self.store.open_tasks().await?.iter().filter(|row| row.new.task.lateness == Lateness::Alerted) {
            let since = late.entry(row.new.episode).or_insert(row.new.task.due);
            *since = (*since).min(row.new.task.due);
        }
        let told = match self.told.take() {
            Some(told) => told,
            // What was told before this hub started.
            None => {
                let open = self.store.open_alerts().await?;
                open.iter().filter(|row| row.alert.rule == Rule::TaskLate).filter_map(|row| row.episode).collect()
            }
        };
        for stay in told.iter().filter(|stay| !late.contains_key(stay)) {
            self.engine.task_late(*stay, None).await?;
        }
        // Told again at each look: an engine that was read anew, or an alert that was closed, has to know.
        for (stay, since) in &late {
            self.engine.task_late(*stay, Some((*since).min(now))).await?;
        }
        self.told = Some(late.into_keys().collect());
        Ok(())
    }

    async fn act(&mut self, row: &TaskRow, act: Act, now: WallMs) -> Result<(), StoreError> {
        // A person was quicker: the next look sees what they did.
        let Ok(step) = row.new.task.decide(act, now) else { return Ok(()) };
        self.step(row, &[step]).await
    }

    async fn step(&mut self, row: &TaskRow, steps: &[Step]) -> Result<(), StoreError> {
        if self.store.step_task(row.new.id, steps, "").await? {
            self.changed.insert(row.new.episode);
        }
        Ok(())
    }
}

fn of_programme(episode: Uuid, owed: &Owed, prefix: &str, now: WallMs) -> NewTask {
    // A visit is for who sends crews, a set for the nurses.
    let post = if owed.kind == Kind::Visit { Post::Dispatcher } else { Post::Nurse };
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
