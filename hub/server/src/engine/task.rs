//! The loop: await what happens next, carry it out.

use super::backlog::Backlog;
use super::bindings::Bindings;
use super::engines::Engines;
use super::gateways::Gateways;
use super::handle::{Order, Reply};
use super::ledger::Ledger;
use super::place::{ANCHORS_PER_BOOT, Anchors};
use super::reload::Reload;
use super::round::{Entrance, Round, Scattered};
use super::tiles::Tiles;
use super::{IntakeSignal, Parts, load, stopped};
use crate::clock::Clock;
use crate::feed::Feed;
use crate::ingest::intake::{Arrived, Connected, Said};
use crate::receipts::outgoing::Answer;
use crate::shown::Names;
use crate::telemetry::{Latency, Seldom, Stage};
use hearth_store::StoreError;
use hearth_vitals::{BootId, GatewayId};
use std::collections::BTreeSet;
use std::time::Duration;
use tokio::sync::{mpsc, watch};
use tokio::time::Instant;
use uuid::Uuid;

/// Records of the live lane in one transaction, at most: about a quarter of a second's work.
const LIVE_RECORDS: usize = 20_000;
/// Deliveries of the backlog in one round, at most, whatever they hold.
const BACKFILL_DELIVERIES: usize = 2_000;
/// Longest sleep: gateways are looked at this often.
pub(super) const LOOK: Duration = Duration::from_secs(1);
/// What gateways said is written down this often.
pub(super) const NOTE_EVERY: Duration = Duration::from_secs(15);
/// The list of registered gateways is read anew at least this often, and at most each second
/// when an unknown one speaks: `gateway add` and `revoke` are other processes.
pub(super) const GATEWAYS_EVERY: Duration = Duration::from_secs(30);
pub(super) const GATEWAYS_AT_MOST: Duration = Duration::from_secs(1);

/// Anchors are read at the start of so many of the newest boots of each gateway, of each as many as are kept here.
const ANCHORED_BOOTS: u32 = 4;

/// What happens next.
#[derive(Debug)]
pub(super) enum Action {
    /// The hub is stopping.
    Stop,
    /// Readings have arrived.
    Arrived(Box<Arrived>, bool),
    /// A round that could not be committed is tried again.
    TryAgain,
    /// A person wants something.
    Order(Order),
    /// What people changed is read.
    Changes,
    /// A gateway said how it is doing.
    State(Box<Said>),
    /// The link to the broker came or went.
    Connected(Connected),
    /// Time has passed: engines that wait for it, gateways that fell silent.
    Tick,
}

/// A round that could not be committed.
pub(super) struct Waiting {
    pub round: Round,
    pub again_at: Instant,
    /// Tries so far.
    pub tries: u32,
    /// New records and episodes of the last try, whose outcome nobody knows.
    pub unsure: Option<(usize, BTreeSet<Uuid>)>,
}

/// When regular work was done last.
pub(super) struct Times {
    /// Gateways were looked at.
    pub looked: Instant,
    /// What gateways said was written down.
    pub noted: Instant,
    /// The list of gateways was read.
    pub known_read: Instant,
    /// Engines that are due are not tried before: the store refused a moment ago.
    pub not_before: Instant,
    /// Records of unknown time were tried to be placed.
    pub placed: Instant,
}

impl Times {
    fn now() -> Times {
        let now = Instant::now();
        Times { looked: now, noted: now, known_read: now, not_before: now, placed: now }
    }
}

/// The loop and all it owns.
pub struct Task<L: Ledger> {
    pub(super) store: L,
    pub(super) clock: Clock,
    pub(super) feed: Feed,
    pub(super) answers: mpsc::Sender<Answer>,
    pub(super) to_faults: mpsc::Sender<Order>,
    pub(super) signal: watch::Sender<IntakeSignal>,
    pub(super) retention_ms: i64,
    pub(super) engines: Engines,
    pub(super) bindings: Bindings,
    pub(super) bindings_version: i64,
    pub(super) tiles: Tiles,
    pub(super) anchors: Anchors,
    pub(super) known: BTreeSet<GatewayId>,
    pub(super) names: Names,
    pub(super) gateways: Gateways,
    /// Boots with records that wait for an anchor.
    pub(super) unplaced: BTreeSet<(GatewayId, BootId)>,
    pub(super) waiting: Option<Waiting>,
    /// Who waits until what they changed is in force.
    pub(super) told: Vec<Reply<()>>,
    /// The last turn read changes: if readings have arrived, this one is theirs.
    readings_next: bool,
    /// What could not be read again.
    pub(super) again: Option<Reload>,
    pub(super) connected: bool,
    pub(super) committed: Latency,
    pub(super) unknown_spoke: bool,
    pub(super) scattered: Scattered,
    /// Lines that a home could have written again and again.
    pub(super) refused_line: Seldom,
    pub(super) unreadable_line: Seldom,
    pub(super) times: Times,
    live: mpsc::Receiver<Arrived>,
    backlog: Backlog,
    states: mpsc::Receiver<Said>,
    link: watch::Receiver<Connected>,
    orders: mpsc::Receiver<Order>,
    stop: watch::Receiver<bool>,
}

impl<L: Ledger> Task<L> {
    /// Reads the store: engines as they were, everything the screens show.
    ///
    /// # Errors
    /// As every statement of the store.
    pub async fn restore(
        parts: Parts<L>,
        orders: mpsc::Receiver<Order>,
        to_faults: mpsc::Sender<Order>,
        signal: watch::Sender<IntakeSignal>,
    ) -> Result<Task<L>, StoreError> {
        let Parts { store, clock, feed, answers, lanes, retention_ms, stop, .. } = parts;
        let mut anchors = Anchors::default();
        for (gateway, anchor) in store.anchors(ANCHORED_BOOTS, ANCHORS_PER_BOOT).await? {
            anchors.learn(&gateway, anchor);
        }
        let unplaced = store.unplaced_boots().await?.into_iter().map(|(gateway, boot, _)| (gateway, boot)).collect();
        let mut task = Task {
            store,
            clock,
            feed,
            answers,
            to_faults,
            signal,
            retention_ms,
            engines: Engines::default(),
            bindings: Bindings::default(),
            bindings_version: 0,
            tiles: Tiles::default(),
            anchors,
            known: BTreeSet::new(),
            names: Names::default(),
            gateways: Gateways::default(),
            unplaced,
            waiting: None,
            told: Vec::new(),
            readings_next: false,
            again: None,
            connected: true,
            committed: Latency::of(Stage::Committed),
            unknown_spoke: false,
            scattered: Scattered::new(),
            refused_line: Seldom::default(),
            unreadable_line: Seldom::default(),
            times: Times::now(),
            live: lanes.live,
            backlog: Backlog::new(lanes.backfill),
            states: lanes.states,
            link: lanes.connected,
            orders,
            stop,
        };
        task.begin().await?;
        Ok(task)
    }

    /// Runs until the hub stops.
    pub async fn run(mut self) {
        loop {
            let action = self.next().await;
            // Nobody is woken by it: it is looked at.
            self.signal.send_if_modified(|signal| {
                signal.turned = Some(self.clock.mono_ms());
                false
            });
            self.alive();
            self.readings_next = matches!(action, Action::Changes) || (self.readings_next && !matches!(action, Action::Arrived(..)));
            match action {
                Action::Stop => break,
                Action::Arrived(first, is_live) => self.round(*first, is_live).await,
                Action::TryAgain => self.try_again().await,
                Action::Order(order) => self.order(order).await,
                Action::Changes => self.read_changes().await,
                Action::State(state) => self.gateways.said(*state),
                Action::Connected(connected) => self.link(&connected),
                Action::Tick => self.tick().await,
            }
        }
        self.note_gateways().await;
    }

    /// A sign of life within a turn: whoever waits for a statement no longer than its limit is
    /// not stuck.
    pub(super) fn alive(&self) {
        self.signal.send_if_modified(|signal| {
            signal.alive = Some(self.clock.mono_ms());
            false
        });
    }

    /// What happens next; people first, then what is happening now, then the backlog. What people changed is read
    /// when no more orders wait, in one for all of them; and however many follow, readings have every other turn.
    async fn next(&mut self) -> Action {
        let (is_free, is_told) = (self.waiting.is_none(), !self.told.is_empty());
        let again = self.waiting.as_ref().map_or_else(Instant::now, |waiting| waiting.again_at);
        let sleep = self.sleep();
        tokio::select! {
            biased;
            () = stopped(&mut self.stop) => Action::Stop,
            Some(order) = self.orders.recv() => Action::Order(order),
            () = tokio::time::sleep_until(again), if !is_free => Action::TryAgain,
            Ok(()) = self.link.changed() => Action::Connected(self.link.borrow_and_update().clone()),
            // Before the live lane: a busy hub must not put off what is due. A timer of no time at all
            // would not have fired at its first look, and the lane is never empty on a busy hub.
            () = std::future::ready(()), if sleep.is_zero() => Action::Tick,
            // Cheap, and the live lane's task waits for room among them.
            Some(state) = self.states.recv() => Action::State(Box::new(state)),
            () = std::future::ready(()), if is_told && !self.readings_next => Action::Changes,
            Some(arrived) = self.live.recv(), if is_free => Action::Arrived(Box::new(arrived), true),
            Some(arrived) = self.backlog.next(), if is_free => Action::Arrived(Box::new(arrived), false),
            () = std::future::ready(()), if is_told => Action::Changes,
            () = tokio::time::sleep(sleep), if !sleep.is_zero() => Action::Tick,
        }
    }

    /// Time until something is due.
    fn sleep(&self) -> Duration {
        let wake = self.engines.next_wake().map_or(LOOK, |wake| Duration::from_millis(wake.since(self.clock.mono_ms())));
        let wake = wake.max(self.times.not_before.saturating_duration_since(Instant::now()));
        wake.min(LOOK.saturating_sub(self.times.looked.elapsed()))
    }

    /// Makes one round of what has arrived, and commits it.
    async fn round(&mut self, first: Arrived, is_live: bool) {
        let mut round = Round::default();
        let mut entrance =
            Entrance { anchors: &mut self.anchors, known: &self.known, scattered: &self.scattered, retention_ms: self.retention_ms };
        let waited_ms = if is_live { self.clock.mono_ms().since(first.mono) } else { 0 };
        if is_live {
            self.backlog.live_waited(waited_ms);
        }
        round.take(first, is_live, &mut entrance);
        let mut of_backlog = if is_live { 0 } else { round.records };
        // What is not taken takes time too: a lane full of it must not make a round without an end.
        while round.records.max(round.deliveries) < LIVE_RECORDS
            && let Ok(arrived) = self.live.try_recv()
        {
            round.take(arrived, true, &mut entrance);
        }
        let (before, most) = (round.records, round.deliveries + BACKFILL_DELIVERIES);
        while round.deliveries < most
            && let Some(arrived) = self.backlog.try_next()
        {
            round.take(arrived, false, &mut entrance);
        }
        of_backlog += round.records - before;
        self.signal.send_if_modified(|signal| {
            signal.waited_ms = waited_ms;
            false
        });
        let (records, begun) = (round.records, Instant::now());
        self.answer_refused(&mut round).await;
        self.commit(round).await;
        self.backlog.took(of_backlog, records, begun.elapsed());
    }
}
