//! What lies outside of the loop: the store that it asks, the clock that it reads, and all whom it tells something.

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

/// The way out of the loop.
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
    /// The link to the broker counts as up until something else is heard.
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

    /// The store.
    pub fn store(&self) -> &L {
        &self.store
    }

    /// Both clocks.
    pub fn now(&self) -> Now {
        self.clock.now()
    }

    /// Shows something to whoever looks at it.
    pub async fn publish(&self, updates: Vec<Update>) {
        self.feed.publish(updates).await;
    }

    /// There is something new for the loop that escalates, and nothing for the screens yet.
    pub fn wake_escalation(&self) {
        self.feed.screens().alerts_changed();
    }

    /// Shows a block of a waveform to whoever looks at it; `at` in ms since 1970.
    pub async fn waveform(&self, episode: Uuid, block: &WaveformBlock, at: i64) {
        self.feed.waveform(episode, block, at).await;
    }

    /// Answers a gateway. When the hub stops, nobody sends it any more: the gateway asks again.
    pub async fn answer(&self, answer: Answer) {
        let _ = self.answers.send(answer).await;
    }

    /// An act on one of the hub's own faults, which have a loop of their own.
    pub fn pass_on(&self, order: Order) {
        pass_on(&self.to_faults, order);
    }

    /// Figures of what was committed.
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

    /// The loop has turned, which is a sign of life, too.
    pub fn turned(&self) {
        let now = self.now().mono;
        self.note(|signal| (signal.turned, signal.alive) = (Some(now), Some(now)));
    }

    /// A sign of life within a turn: whoever waits for a statement no longer than its limit is
    /// not stuck.
    pub fn alive(&self) {
        let now = self.now().mono;
        self.note(|signal| signal.alive = Some(now));
    }

    /// How long the live delivery that was opened last had waited, ms.
    pub fn waited(&self, waited_ms: u64) {
        self.note(|signal| signal.waited_ms = waited_ms);
    }

    /// The store refuses, or does not answer. True if that is news.
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

    /// The store answers. If it did not before, and nothing else is wrong: since when silence counts again.
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

    /// The link to the broker came or went; true if the intake works now.
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
