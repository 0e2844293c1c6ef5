//! Everything outside of the loop: the store, the clock, and those whom the loop tells something.

use super::IntakeSignal;
use super::handle::{Order, pass_on};
use super::judge::Outcome;
use crate::clock::Clock;
use crate::feed::Feed;
use crate::feed::state::Update;
use crate::receipts::outgoing::Answer;
use crate::telemetry::{Latency, Stage};
use hearth_alerts::Now;
use hearth_store::StoreError;
use hearth_vitals::{MonoMs, WaveformBlock};
use tokio::sync::{mpsc, watch};
use uuid::Uuid;

/// The store, the clock, the feed and the answers to gateways.
pub struct Outside<L> {
    store: L,
    clock: Clock,
    feed: Feed,
    answers: mpsc::Sender<Answer>,
    to_faults: mpsc::Sender<Order>,
    signal: watch::Sender<IntakeSignal>,
    committed: Latency,
    is_connected: bool,
}

impl<L> Outside<L> {
    /// Made at the start; the link to the broker counts as up until it is reported down.
    pub fn new(
        store: L,
        clock: Clock,
        feed: Feed,
        answers: mpsc::Sender<Answer>,
        to_faults: mpsc::Sender<Order>,
        signal: watch::Sender<IntakeSignal>,
    ) -> Outside<L> {
        Outside { store, clock, feed, answers, to_faults, signal, committed: Latency::of(Stage::Committed), is_connected: true }
    }

    /// The store that the loop writes to.
    pub fn store(&self) -> &L {
        &self.store
    }

    /// The time now, by both clocks.
    pub fn now(&self) -> Now {
        self.clock.now()
    }

    /// Publishes updates on the feed.
    pub async fn publish(&self, updates: Vec<Update>) {
        self.feed.publish(updates).await;
    }

    /// Wakes the loop that escalates, with nothing new for the screens yet.
    pub fn wake_escalation(&self) {
        self.feed.screens().alerts_changed();
    }

    /// Publishes a block of a waveform to those who look at it; `at` in ms since 1970.
    pub async fn waveform(&self, episode: Uuid, block: &WaveformBlock, at: i64) {
        self.feed.waveform(episode, block, at).await;
    }

    /// Answers a gateway. While the hub stops, answers are dropped and the gateway asks again.
    pub async fn answer(&self, answer: Answer) {
        let _ = self.answers.send(answer).await;
    }

    /// Passes on an act on one of the hub's own faults, which have a loop of their own.
    pub fn pass_on(&self, order: Order) {
        pass_on(&self.to_faults, order);
    }

    /// Counts what was committed, for the metrics.
    pub fn measured(&self, outcome: &Outcome) {
        let now = self.now().wall;
        for at in &outcome.measured {
            self.committed.note(*at, now, false);
        }
        metrics::counter!("hearth_readings_committed_total").increment(outcome.readings);
    }

    /// Changes the signal without notifying anybody: its readers look at it when they need it.
    fn note(&self, change: impl FnOnce(&mut IntakeSignal)) {
        self.signal.send_if_modified(|signal| {
            change(signal);
            false
        });
    }

    /// Notes that the loop has turned, which is also a sign of life.
    pub fn turned(&self) {
        let now = self.now().mono;
        self.note(|signal| (signal.turned, signal.alive) = (Some(now), Some(now)));
    }

    /// Notes a sign of life within a turn: waiting for a statement within its limit is not hanging.
    pub fn alive(&self) {
        let now = self.now().mono;
        self.note(|signal| signal.alive = Some(now));
    }

    /// How long the live delivery that was opened last had waited, ms.
    pub fn waited(&self, waited_ms: u64) {
        self.note(|signal| signal.waited_ms = waited_ms);
    }

    /// Notes that the store refuses or does not answer. True if it worked before.
    pub fn store_failed(&self, error: &StoreError) -> bool {
        tracing::error!(%error, "readings cannot be committed; they wait");
        let now = self.now().mono;
        let is_news = |signal: &mut IntakeSignal| {
            let is_first = signal.store_failing.is_none();
            if is_first {
                signal.store_failing = Some((now, error.to_string()));
            }
            is_first
        };
        self.signal.send_if_modified(is_news)
    }

    /// Notes that the store answers. If it did not before and nothing else is wrong, returns since when silence counts again.
    pub fn store_answered(&self) -> Option<MonoMs> {
        if !self.is_store_failing() {
            return None;
        }
        self.signal.send_modify(|signal| signal.store_failing = None);
        tracing::info!("readings are committed again");
        self.is_connected.then(|| self.now().mono)
    }

    fn is_store_failing(&self) -> bool {
        self.signal.borrow().store_failing.is_some()
    }

    /// Notes that the link to the broker came or went; true if the intake works now.
    pub fn link(&mut self, is_up: bool) -> bool {
        self.is_connected = is_up;
        is_up && !self.is_store_failing()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn silence_counts_again_when_the_store_answers_and_the_link_is_up() {
        let (feed, _runs) = Feed::start();
        let (signal, told) = watch::channel(IntakeSignal::default());
        let (answers, to_faults) = (mpsc::channel(1).0, mpsc::channel(1).0);
        let mut outside = Outside::new((), Clock::SYSTEM, feed, answers, to_faults, signal);
        assert_eq!(outside.store_answered(), None, "nothing was wrong");
        let refused = StoreError::Unavailable("no space left".to_owned());
        assert!(outside.store_failed(&refused) && !outside.store_failed(&refused), "it is news once");
        assert!(told.borrow().store_failing.is_some());
        assert!(!outside.link(false) && !outside.link(true), "the link alone is not enough");
        assert!(outside.store_answered().is_some() && told.borrow().store_failing.is_none());
        outside.store_failed(&refused);
        outside.link(false);
        assert_eq!(outside.store_answered(), None, "the link is down still");
        assert!(outside.link(true));
    }
}
