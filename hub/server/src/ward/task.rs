//! The loop: reads what is stored, shows it, reports what is not covered.

use super::away::Away;
use super::{Parts, shown, words};
use crate::auth::right::Right;
use crate::auth::role::Role;
use crate::clock::Clock;
use crate::engine::found::Found;
use crate::feed::Feed;
use crate::feed::message::SiteWatch;
use crate::feed::state::Update;
use crate::shown::Names;
use hearth_alerts::{Rule, StaffId};
use hearth_care::{Coverage, Ward};
use hearth_store::{Store, StoreError};
use std::collections::BTreeSet;
use std::time::Duration;
use tokio::sync::{mpsc, oneshot, watch};
use tokio::time::{Interval, MissedTickBehavior, interval, timeout};

/// How often it looks. A stay without a holder raises an alert within five seconds: at most one until it is seen here, one more
/// until the alert is raised.
const LOOK: Duration = Duration::from_secs(1);
/// After so many failed looks in a row it is reported that nobody knows who watches; a single one may fail while the database
/// restarts.
const FAILED_LOOKS: u32 = 5;
/// A store that needs longer than this counts as not answering; the database has an alert of its own.
const STORE_LIMIT: Duration = Duration::from_secs(5);

enum Action {
    Stop,
    Look,
    Show(oneshot::Sender<()>),
}

/// The loop and its state.
pub struct WardLoop {
    store: Store,
    clock: Clock,
    feed: Feed,
    found: Found,
    away_ms: u64,
    away: Away,
    names: Names,
    /// How many looks in a row have failed.
    failed: u32,
    /// How many looks in a row could not read who calls for help.
    unheard: u32,
    /// False if the last successful look found that no shifts are kept.
    kept: bool,
    asked: mpsc::Receiver<oneshot::Sender<()>>,
    stop: watch::Receiver<bool>,
}

fn may_hold(in_force: Vec<(StaffId, String)>) -> BTreeSet<StaffId> {
    let may = |role: &str| Role::from_key(role).is_some_and(|role| role.has(Right::HoldWatch));
    in_force.into_iter().filter(|(_, role)| may(role)).map(|(staff, _)| staff).collect()
}

impl WardLoop {
    pub fn new(parts: Parts, asked: mpsc::Receiver<oneshot::Sender<()>>) -> WardLoop {
        let Parts { store, clock, feed, found, away_ms, stop } = parts;
        WardLoop {
            store,
            clock,
            feed,
            found,
            away_ms,
            away: Away::default(),
            names: Names::default(),
            failed: 0,
            unheard: 0,
            kept: true,
            asked,
            stop,
        }
    }

    /// Runs until the hub stops.
    pub async fn run(mut self) {
        let mut ticks = interval(LOOK);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            match self.next(&mut ticks).await {
                Action::Stop => return,
                Action::Look => {
                    self.look().await;
                }
                Action::Show(first) => {
                    // Everybody else who waits by now is answered by the same look.
                    let more: Vec<_> = std::iter::from_fn(|| self.asked.try_recv().ok()).collect();
                    if self.look().await {
                        for done in std::iter::once(first).chain(more) {
                            let _ = done.send(());
                        }
                    }
                }
            }
        }
    }

    async fn next(&mut self, ticks: &mut Interval) -> Action {
        tokio::select! {
            _ = self.stop.wait_for(|stop| *stop) => Action::Stop,
            Some(done) = self.asked.recv() => Action::Show(done),
            _ = ticks.tick() => Action::Look,
        }
    }

    /// Looks once. False if the store did not answer: what was reported before stays, and after some time it is reported that
    /// nobody knows who watches.
    pub async fn look(&mut self) -> bool {
        self.look_for_help().await;
        let looked = timeout(STORE_LIMIT, self.looked()).await.unwrap_or_else(|_| Err(StoreError::Unavailable("no answer in time".into())));
        if let Err(error) = &looked
            && self.failed == 0
        {
            tracing::warn!(%error, "who holds the watch cannot be read; it is tried again");
        }
        self.failed = if looked.is_err() { self.failed.saturating_add(1) } else { 0 };
        if self.failed >= FAILED_LOOKS && self.kept && self.found.of(Rule::StayUnwatched).is_none() {
            self.found.tell(Rule::StayUnwatched, Some(words::unread()));
        }
        looked.is_ok()
    }

    /// Calls for help are read first and separately, so that a fault in reading the rest of the ward cannot hide one.
    async fn look_for_help(&mut self) {
        let read = timeout(STORE_LIMIT, self.store.who_calls_for_help()).await;
        match read.unwrap_or_else(|_| Err(StoreError::Unavailable("no answer in time".into()))) {
            Ok(units) => {
                self.unheard = 0;
                self.found.tell(Rule::CrewSos, words::help(&units));
            }
            Err(error) => {
                self.unheard = self.unheard.saturating_add(1);
                if self.unheard == 1 {
                    tracing::warn!(%error, "whether a crew calls for help cannot be read; it is tried again");
                }
                // A database that does not answer has an alert of its own.
                let answers = !matches!(error, StoreError::Unavailable(_));
                if answers && self.unheard >= FAILED_LOOKS && self.found.of(Rule::CrewSos).is_none() {
                    self.found.tell(Rule::CrewSos, Some(words::deaf()));
                }
            }
        }
    }

    async fn looked(&mut self) -> Result<(), StoreError> {
        let now = self.clock.now();
        if self.store.keep_watches(now.wall).await? {
            tracing::info!("shifts are kept from now on: each stay has a holder of its own");
        }
        let ward = self.store.ward_today(now.wall).await?;
        if !ward.is_kept(now.wall)
            && let Some(holder) = self.store.lapse_watch(now.wall).await?
        {
            tracing::info!(staff = %holder, "the watch is nobody's: its holder is not signed in any more");
        }
        let all = self.store.watch().await?;
        let holders: BTreeSet<_> = ward.watches.keys().filter_map(|stay| ward.holder_of(*stay)).collect();
        let mut away = self.away.look(&holders, &self.store.signed_in(now.wall).await?, self.away_ms, now.mono);
        // Somebody who may no longer hold a watch (a new role, or no account) counts as away at once.
        let may_hold = may_hold(self.store.roles_in_force().await?);
        away.extend(holders.difference(&may_hold));
        self.kept = ward.is_kept(now.wall);
        self.learn_names(&ward).await?;
        for (rule, what) in words::told(&Coverage::of(&ward, &away, now.wall)) {
            self.found.tell(rule, what);
        }
        let offers = if ward.is_kept(now.wall) { shown::offers(self.store.handovers().await?) } else { Vec::new() };
        let watch = SiteWatch { offers, ..shown::watch(&ward, all.as_ref(), &away, &self.names, now.wall) };
        metrics::gauge!("hearth_stays_without_holder").set(watch.unheld as f64);
        self.feed.publish(vec![Update::Watch(watch, shown::stays(&ward, &away, &self.names, now.wall))]).await;
        Ok(())
    }

    async fn learn_names(&mut self, ward: &Ward) -> Result<(), StoreError> {
        if ward.shifts.values().any(|shift| !self.names.has(shown::person(shift.plan.staff))) {
            let staff = self.store.all_staff().await?;
            self.names = Names::new(staff.into_iter().map(|one| (one.id, one.display_name)));
        }
        Ok(())
    }
}
