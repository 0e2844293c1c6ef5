//! The loop: await what happens next, carry it out.
//!
//! Its state lies in parts, each in a file of its own that alone reaches the fields: a part is given the others that it
//! needs as arguments. [`Outside`] is the way out; [`Entrance`] and [`Arrivals`] make rounds of what comes, [`Commits`]
//! commits them, [`Stays`] is what is judged, with the transaction, [`Gateways`] how the homes are doing. Here it is decided
//! only what comes next, and who gets it.

use super::arrivals::{Arrivals, First};
use super::commit::{Commits, Others};
use super::entrance::Entrance;
use super::gateways::Gateways;
use super::handle::{Order, Refused};
use super::ledger::Ledger;
use super::outside::Outside;
use super::refusals::Refusals;
use super::reload::Reload;
use super::rhythm::Rhythm;
use super::stays::Stays;
use super::turns::{self, Turns};
use super::{IntakeSignal, Parts, acts, change, handed, listing, steps, stopped, strays, twins};
use crate::feed::state::Update;
use crate::ingest::intake::{Connected, StatusReport};
use hearth_store::StoreError;
use std::time::Duration;
use tokio::sync::{mpsc, watch};
use tokio::time::Instant;

/// What the loop does next.
#[derive(Debug)]
pub(super) enum Action {
    /// The hub is stopping.
    Stop,
    /// Readings have arrived.
    Arrived(Box<First>),
    /// The round that could not be committed has to be tried again.
    TryAgain,
    /// A person, or another loop, wants something.
    Order(Order),
    /// What people changed has to be read.
    Changes,
    /// A gateway said how it is doing.
    State(Box<StatusReport>),
    /// The link to the broker came or went.
    Connected(Connected),
    /// Something is due: engines, or gateways that fell silent.
    Tick,
}

/// The loop and all it owns.
pub struct EngineLoop<L: Ledger> {
    outside: Outside<L>,
    stays: Stays,
    gateways: Gateways,
    entrance: Entrance,
    arrivals: Arrivals,
    refusals: Refusals,
    commits: Commits,
    turns: Turns,
    rhythm: Rhythm,
    states: mpsc::Receiver<StatusReport>,
    link: watch::Receiver<Connected>,
    orders: mpsc::Receiver<Order>,
    stop: watch::Receiver<bool>,
}

impl<L: Ledger> EngineLoop<L> {
    /// Reads the store: engines as they were, everything the screens show.
    ///
    /// # Errors
    /// As every statement of the store.
    pub async fn restore(
        parts: Parts<L>,
        orders: mpsc::Receiver<Order>,
        to_faults: mpsc::Sender<Order>,
        signal: watch::Sender<IntakeSignal>,
    ) -> Result<EngineLoop<L>, StoreError> {
        let Parts { store, clock, feed, answers, lanes, retention_ms, stop, .. } = parts;
        let entrance = Entrance::restore(&store, retention_ms).await?;
        let outside = Outside::new(store, clock, feed, answers, to_faults, signal);
        let (mut stays, mut gateways) = (Stays::default(), Gateways::default());
        let rhythm = Rhythm::new(Instant::now());
        change::begin(&mut stays, &mut gateways, &outside).await?;
        Ok(EngineLoop {
            outside,
            stays,
            gateways,
            entrance,
            arrivals: Arrivals::new(lanes.live, lanes.backfill),
            refusals: Refusals::default(),
            commits: Commits::default(),
            turns: Turns::default(),
            rhythm,
            states: lanes.states,
            link: lanes.connected,
            orders,
            stop,
        })
    }

    /// Runs until the hub stops.
    pub async fn run(mut self) {
        loop {
            let action = self.next().await;
            self.outside.turned();
            if matches!(action, Action::Stop) {
                break;
            }
            self.apply(action).await;
        }
        self.note_gateways().await;
    }

    /// Chooses what to do next: people first, then live readings, then the backlog. Changes are read when no more orders wait,
    /// once for all of them; and however many follow, readings have every other turn.
    async fn next(&mut self) -> Action {
        let (is_free, has_changes) = (self.commits.is_free(), self.turns.has_changes());
        let again = self.commits.again_at().unwrap_or_else(Instant::now);
        let sleep = self.sleep();
        tokio::select! {
            biased;
            () = stopped(&mut self.stop) => Action::Stop,
            Some(order) = self.orders.recv() => Action::Order(order),
            () = tokio::time::sleep_until(again), if !is_free => Action::TryAgain,
            Ok(()) = self.link.changed() => Action::Connected(self.link.borrow_and_update().clone()),
            // Before the live queue, so that a busy hub does not put off what is due. A timer of zero length would not have fired
            // when first polled, and on a busy hub the live queue is never empty.
            () = std::future::ready(()), if sleep.is_zero() => Action::Tick,
            // Cheap, and the task that fills the live queue waits for room among these.
            Some(state) = self.states.recv() => Action::State(Box::new(state)),
            () = std::future::ready(()), if has_changes && !self.turns.readings_are_next() => Action::Changes,
            Some(first) = self.arrivals.next(), if is_free => Action::Arrived(Box::new(first)),
            () = std::future::ready(()), if has_changes => Action::Changes,
            () = tokio::time::sleep(sleep), if !sleep.is_zero() => Action::Tick,
        }
    }

    /// Time until something is due.
    fn sleep(&self) -> Duration {
        let now = self.outside.now().mono;
        let wake = self.stays.next_wake().map(|wake| Duration::from_millis(wake.since(now)));
        self.rhythm.sleep(wake, Instant::now())
    }

    async fn apply(&mut self, action: Action) {
        match action {
            Action::Stop => {}
            Action::Arrived(first) => self.round(*first).await,
            Action::TryAgain => {
                let (commits, mut others) = self.commits_and_others();
                commits.try_again(&mut others).await;
            }
            Action::Order(order) => self.order(order).await,
            Action::Changes => {
                self.turns.of_changes();
                self.read_changes().await;
            }
            Action::State(state) => self.gateways.said(*state),
            Action::Connected(connected) => self.link(&connected),
            Action::Tick => self.tick().await,
        }
    }

    /// The part that commits, and the other parts that it needs.
    fn commits_and_others(&mut self) -> (&mut Commits, Others<'_, L>) {
        let EngineLoop { commits, entrance, stays, gateways, outside, .. } = self;
        (commits, Others { entrance, stays, gateways, outside })
    }

    /// Makes one round of what has arrived, and commits it.
    async fn round(&mut self, first: First) {
        self.turns.of_readings();
        let waited_ms = first.waited_ms(self.outside.now().mono);
        let mut round = self.arrivals.round(first, waited_ms, &mut self.entrance, &self.gateways);
        self.outside.waited(waited_ms);
        let begun = Instant::now();
        self.refusals.answer(&mut round, &mut self.gateways, &self.outside).await;
        let (commits, mut others) = self.commits_and_others();
        commits.commit(round, &mut others).await;
        self.arrivals.took(begun.elapsed());
    }

    /// Carries out an order and answers it. That the asker is gone is no fault.
    async fn order(&mut self, order: Order) {
        let EngineLoop { stays, gateways, outside, .. } = self;
        match order {
            // The asker was told that it took too long, so it must not be done afterwards without their knowledge.
            Order::Acknowledge { reply, .. } | Order::Review { reply, .. } if reply.is_closed() => {}
            Order::Acknowledge { alert, version, by, intent, reply } if acts::is_of_a_patient(alert, stays) => {
                let _ = reply.send(acts::acknowledge((alert, version, by, intent), stays, gateways, outside).await);
            }
            Order::Review { alert, version, by, note, reply } if acts::is_of_a_patient(alert, stays) => {
                let _ = reply.send(acts::review((alert, version, by, &note), stays, gateways, outside).await);
            }
            // The hub's own faults have a loop of their own.
            order @ (Order::Acknowledge { .. } | Order::Review { .. }) => outside.pass_on(order),
            Order::BindingsChanged(reply) => {
                if self.turns.wait(reply) {
                    self.read_changes().await;
                }
            }
            Order::ByHand { episode, vital, reply } => {
                let _ = reply.send(acts::judge_by_hand(episode, vital, stays, gateways, outside).await);
            }
            Order::Wishes(reply) => drop(reply.send(Ok(acts::wishes(stays, outside.now())))),
            Order::Owed { episode, owed, reply } => {
                let _ = reply.send(acts::owed(episode, owed, stays, gateways, outside).await);
            }
            Order::HandOver(accepted, reply) => {
                let _ = reply.send(handed::hand_over(&accepted, stays, gateways, outside).await);
            }
            Order::Conduct(gateway, problem, reply) => {
                gateways.conduct(&gateway, problem);
                let _ = reply.send(Ok(()));
            }
            Order::Gateways(reply) => {
                let _ = reply.send(Ok(gateways.all(outside.now().mono)));
            }
        }
    }

    /// Reads once for everybody who waits what they have changed, and answers them.
    async fn read_changes(&mut self) {
        let told = self.turns.take();
        let read = change::read_again(Reload::Changes, &mut self.stays, &mut self.gateways, &self.outside).await;
        turns::answer(told, &read.map_err(Refused::Store));
    }

    /// Notes that the link to the broker came or went: while it is down, missing readings prove no silence.
    fn link(&mut self, connected: &Connected) {
        let works = self.outside.link(connected.up);
        if !connected.up {
            self.stays.intake(None);
        } else if works {
            self.stays.intake(Some(self.outside.now().mono));
        }
    }

    /// Does what has become due: rules that were waiting, gateways that fell silent, notes.
    async fn tick(&mut self) {
        if self.rhythm.may_wake(Instant::now()) && !steps::wake_due(&mut self.stays, &self.outside).await {
            self.rhythm.put_off(Instant::now());
        }
        if self.rhythm.looks(Instant::now()) {
            self.look().await;
        }
    }

    /// The work of once a second.
    async fn look(&mut self) {
        if let Some(what) = self.stays.take_again() {
            // A failure is noted, so that it is tried again.
            let _ = change::read_again(what, &mut self.stays, &mut self.gateways, &self.outside).await;
        }
        if self.commits.is_free() {
            if self.rhythm.places(Instant::now()) {
                let boots = self.entrance.unplaced().clone();
                self.commits_and_others().1.place(&boots).await;
            }
            self.look_at_gateways().await;
        }
        let changed = self.gateways.to_show(self.outside.now().mono);
        self.outside.publish(changed.into_iter().map(Update::Gateway).collect()).await;
        listing::read(&mut self.gateways, &mut self.stays, &self.outside).await;
        if self.rhythm.notes(Instant::now()) {
            self.note_gateways().await;
        }
    }

    /// Raises and ends alerts about gateways in the stays that they serve.
    async fn look_at_gateways(&mut self) {
        let EngineLoop { stays, gateways, outside, .. } = self;
        let found = twins::look(gateways, stays, outside.now());
        steps::carry_out_found("a gateway runs twice", found, stays, outside).await;
        let found = strays::look(gateways, stays, outside.now());
        steps::carry_out_found("a device is no longer heard elsewhere", found, stays, outside).await;
    }

    async fn note_gateways(&mut self) {
        if self.commits.is_free() {
            listing::note(&mut self.gateways, &self.outside).await;
        }
    }
}
