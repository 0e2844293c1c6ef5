//! A round is committed, whatever the database says; then it is shown and receipted.
//!
//! Two transactions in each other's way: tried again whole. Bindings or episodes changed:
//! read again, judged again. Data that cannot be stored: the batches are tried one by one,
//! and the bad one goes to quarantine. Anything else is tried for ever: meanwhile nothing is
//! taken from the broker, and the gateways keep what they have.

use super::judge::{Judge, Outcome};
use super::ledger::{COMMIT_LIMIT, Ledger, no_answer, slow};
use super::reload::Reload;
use super::round::{RANGES_MAX, Round};
use super::task::{Task, Waiting};
use crate::receipts::outgoing::Answer;
use hearth_store::StoreError;
use hearth_store::ingest::{IngestBatch, Ingested, Item};
use hearth_vitals::batch::v1::encode_record;
use hearth_vitals::receipt::{MAX_RANGES, Refusal, RefusalReason, StreamReceipt};
use hearth_vitals::{BootId, Record};
use std::time::Duration;
use tokio::time::{Instant, timeout};

/// Tries at once, when another transaction was in the way.
const AT_ONCE: u32 = 8;
/// Shortest and longest wait before the next try.
const BACK_OFF: (Duration, Duration) = (Duration::from_millis(100), Duration::from_secs(2));
/// Rounds of tries before somebody else's transactions in the way are a fault.
const PATIENCE: u32 = 3;
/// A gateway that is not taken may ask again after this.
const REFUSED_RETRY_MS: u64 = 30_000;

impl<L: Ledger> Task<L> {
    /// Gateways whose batches are not taken are told so; bodies without numbers are kept.
    pub(super) async fn answer_refused(&mut self, round: &mut Round) {
        for (gateway, reason) in std::mem::take(&mut round.refused) {
            self.unknown_spoke |= reason == RefusalReason::UnknownGateway;
            if let Some(left_out) = self.refused_line.may(self.clock.mono_ms()) {
                tracing::warn!(%gateway, ?reason, left_out, "batches of a gateway are not taken");
            }
            metrics::counter!("hearth_refused_batches_total").increment(1);
            let refusal = Refusal { reason, retry_after_ms: REFUSED_RETRY_MS };
            let _ = self.answers.send(Answer::Refused(gateway, refusal)).await;
        }
        for body in std::mem::take(&mut round.unreadable) {
            if let Some(left_out) = self.unreadable_line.may(self.clock.mono_ms()) {
                tracing::warn!(gateway = %body.gateway, reason = %body.reason, left_out, "a body without numbers goes to quarantine");
            }
            if let Err(error) = self.store.quarantine_body(&body.gateway, &body.bytes, &body.reason, self.clock.wall_ms()).await {
                tracing::warn!(%error, "it could not be kept; its gateway still has it");
            }
        }
    }

    /// Commits a round, or keeps it to be tried again.
    pub(super) async fn commit(&mut self, round: Round) {
        if round.is_empty() {
            return;
        }
        self.try_commit(Waiting { round, again_at: Instant::now(), tries: 0, unsure: None }).await;
    }

    /// Tries the waiting round again.
    pub(super) async fn try_again(&mut self) {
        if let Some(waiting) = self.waiting.take() {
            self.try_commit(waiting).await;
        }
    }

    async fn try_commit(&mut self, mut waiting: Waiting) {
        let mut last = String::new();
        for _ in 0..AT_ONCE {
            #[cfg(feature = "breakages")]
            if hearth_breakages::is("receipt_before_commit") {
                self.receipt_unseen(&waiting.round).await;
            }
            // Each time: a try that was refused may have read other bindings.
            waiting.round.tell_strays(&self.bindings);
            let (result, outcome) = self.ingest(&waiting.round).await;
            #[cfg(feature = "breakages")]
            if hearth_breakages::is("swap_before_commit")
                && let (Err(_), Some(outcome)) = (&result, &outcome)
            {
                self.engines.swap_in(outcome.copies.clone());
            }
            match (result, outcome) {
                (Ok(ingested), Some(outcome)) => return self.committed(waiting, &ingested, outcome).await,
                (Err(StoreError::BindingsChanged), _) => {
                    last = "bindings change again and again".to_owned();
                    // What could not be read is noted; the next try is refused the same way.
                    let _ = self.read_again(Reload::Changes).await;
                }
                (Err(StoreError::EpisodeChanged), outcome) => {
                    last = "episodes change again and again".to_owned();
                    let touched = outcome.map(|outcome| outcome.steps.into_keys().collect()).unwrap_or_default();
                    let _ = self.read_again(Reload::Episodes(touched)).await;
                }
                (Err(StoreError::Retry(detail)), _) => last = detail,
                (Err(StoreError::Data { code, detail }), _) => {
                    return Box::pin(self.commit_apart(waiting, &format!("{code}: {detail}"))).await;
                }
                (Err(error), outcome) => {
                    waiting.note_unsure(outcome);
                    self.store_failed(&error);
                    if waiting.tries > 0
                        && waiting.round.batches.len() > 1
                        && matches!(&error, StoreError::Unavailable(why) if *why == slow())
                    {
                        // Perhaps it is too much at once for this database.
                        return Box::pin(self.commit_apart(waiting, &slow())).await;
                    }
                    last = String::new();
                    break;
                }
                (Ok(_), None) => break,
            }
        }
        if waiting.tries >= PATIENCE && !last.is_empty() {
            // It is in somebody's way for seconds: no readings arrive, and people must hear of it.
            self.store_failed(&StoreError::Retry(last));
        }
        waiting.tries += 1;
        waiting.again_at = Instant::now() + back_off(waiting.tries);
        self.waiting = Some(waiting);
    }

    /// One try; the outcome is there as soon as the records were judged.
    async fn ingest(&self, round: &Round) -> (Result<Ingested, StoreError>, Option<Outcome>) {
        self.alive();
        let now = self.clock.now();
        let judge = Judge { engines: &self.engines, bindings: &self.bindings, now };
        let mut outcome = None;
        let begun = Instant::now();
        let mut judged = |fresh: &[hearth_store::ingest::Fresh]| {
            let judged = judge.judge(&round.batches, &round.heard, fresh);
            let steps = judged.judged(&self.engines);
            outcome = Some(judged);
            steps
        };
        let result = timeout(COMMIT_LIMIT, self.store.ingest(&round.batches, self.bindings_version, &mut judged, now.wall)).await;
        metrics::histogram!("hearth_commit_duration_seconds").record(begun.elapsed());
        metrics::histogram!("hearth_commit_size").record(round.records as f64);
        (result.unwrap_or_else(|_| Err(no_answer())), outcome)
    }

    async fn committed(&mut self, waiting: Waiting, ingested: &Ingested, mut outcome: Outcome) {
        self.store_answered();
        let Waiting { round, unsure, .. } = waiting;
        self.engines.swap_in(std::mem::take(&mut outcome.copies));
        self.receipt(ingested).await;
        if ingested.bindings_version != self.bindings_version {
            // Of no concern to these readings; perhaps nobody else will tell.
            self.read_later(Reload::Changes);
        }
        self.note_scattered(ingested);
        for (gateway, (mono, wall)) in &round.heard {
            self.gateways.heard(gateway, *mono, *wall);
        }
        self.note_figures(&outcome);
        self.note_strays(&outcome);
        self.show_outcome(&round.batches, outcome).await;
        #[cfg(feature = "breakages")]
        if hearth_breakages::is("forget_unsure_commit") {
            return;
        }
        // The try before had been committed after all: what it changed is in the store alone.
        if let Some((fresh, episodes)) = unsure
            && ingested.fresh < fresh
        {
            let _ = self.read_again(Reload::Episodes(episodes)).await;
        }
        self.note_unplaced(&round);
        self.place_what_waited(&round.anchored).await;
    }

    pub(super) fn note_figures(&self, outcome: &Outcome) {
        let now = self.clock.wall_ms();
        for at in &outcome.measured {
            self.committed.note(*at, now, false);
        }
        metrics::counter!("hearth_readings_committed_total").increment(outcome.readings);
    }

    /// Says that all of it is held, whatever comes of it.
    #[cfg(feature = "breakages")]
    async fn receipt_unseen(&self, round: &Round) {
        for batch in &round.batches {
            let held = hearth_vitals::SeqRange::new(0, batch.first + batch.items.len() as u64).into_iter().collect();
            let receipt = StreamReceipt { stream: batch.stream, held, resend_from: None };
            let _ = self.answers.send(Answer::Held(batch.gateway.clone(), receipt)).await;
        }
    }

    async fn receipt(&self, ingested: &Ingested) {
        for one in &ingested.streams {
            let held: Vec<_> = one.held.iter().take(MAX_RANGES).copied().collect();
            let resend_from = (one.held.len() > MAX_RANGES).then(|| held.last().map_or(0, |range| range.end()));
            let receipt = StreamReceipt { stream: one.stream, held, resend_from };
            let _ = self.answers.send(Answer::Held(one.gateway.clone(), receipt)).await;
        }
    }

    /// Commits steps that no reading caused, swaps in what they were made on, and shows them.
    ///
    /// # Errors
    /// As the store; then nothing has changed here, and the episodes are due again.
    pub(super) async fn commit_steps(&mut self, mut outcome: Outcome) -> Result<(), StoreError> {
        let judged = outcome.judged(&self.engines);
        if !judged.is_empty() {
            let done = timeout(COMMIT_LIMIT, self.store.commit_transitions(&judged)).await;
            done.unwrap_or_else(|_| Err(no_answer()))?;
        }
        self.engines.swap_in(std::mem::take(&mut outcome.copies));
        self.show_steps(&outcome.steps).await;
        Ok(())
    }

    fn note_scattered(&mut self, ingested: &Ingested) {
        for one in &ingested.streams {
            let name = (one.gateway.clone(), one.stream);
            match one.held.first().filter(|_| one.held.len() > RANGES_MAX) {
                Some(first) => self.scattered.insert(name, first.end()),
                None => self.scattered.remove(&name),
            };
        }
    }

    /// The database refuses something in the round: batch by batch, and what it refuses even
    /// alone goes to quarantine, so that one home's bad data never holds up another's.
    async fn commit_apart(&mut self, waiting: Waiting, why: &str) {
        let Waiting { round, unsure, .. } = waiting;
        if let Some((_, episodes)) = unsure {
            // Whether the whole was committed is not asked any more: the store says what holds.
            self.read_later(Reload::Episodes(episodes));
        }
        if round.batches.len() > 1 {
            tracing::warn!(%why, batches = round.batches.len(), "the batches of a round are committed apart");
            for one in round.apart() {
                // A batch that has to wait stays with its gateway: it is sent again.
                if self.waiting.is_none() {
                    self.commit(one).await;
                }
            }
            return;
        }
        let gateway = round.batches.first().map(|batch| batch.gateway.to_string()).unwrap_or_default();
        tracing::error!(%gateway, %why, "the database refuses a batch; it goes to quarantine");
        metrics::counter!("hearth_quarantined_batches_total").increment(1);
        if let Some(round) = round.quarantined(why) {
            self.commit(round).await;
        }
    }

    fn store_failed(&mut self, error: &StoreError) {
        tracing::error!(%error, "readings cannot be committed; they wait");
        let now = self.clock.mono_ms();
        let mut first = false;
        self.signal.send_if_modified(|signal| {
            first = signal.store_failing.is_none();
            if first {
                signal.store_failing = Some((now, error.to_string()));
            }
            first
        });
        if first {
            self.engines.intake(None);
        }
    }

    /// The store answers; if it did not before, silence counts from now.
    pub(super) fn store_answered(&mut self) {
        let failed = self.signal.borrow().store_failing.is_some();
        if failed {
            self.signal.send_modify(|signal| signal.store_failing = None);
            tracing::info!("readings are committed again");
            if self.connected {
                self.engines.intake(Some(self.clock.mono_ms()));
            }
        }
    }
}

impl Waiting {
    /// A try whose outcome nobody knows. Kept until one succeeds, whatever the tries between say.
    fn note_unsure(&mut self, outcome: Option<Outcome>) {
        if let Some(outcome) = outcome {
            let (fresh, episodes) = self.unsure.get_or_insert_with(Default::default);
            *fresh = outcome.fresh.max(*fresh);
            episodes.extend(outcome.copies.into_keys());
        }
    }
}

fn back_off(tries: u32) -> Duration {
    BACK_OFF.0.saturating_mul(1 << tries.min(8)).min(BACK_OFF.1)
}

impl Round {
    /// The same, a batch a round.
    fn apart(self) -> Vec<Round> {
        let one = |(batch, live): (IngestBatch, bool)| Round {
            records: batch.items.len(),
            batches: vec![batch],
            live: vec![live],
            ..Round::default()
        };
        let mut rounds: Vec<Round> = self.batches.into_iter().zip(self.live).map(one).collect();
        if let Some(first) = rounds.first_mut() {
            (first.heard, first.anchored) = (self.heard, self.anchored);
        }
        rounds
    }

    /// The same numbers, each kept as bytes; `None` when it was that already.
    fn quarantined(mut self, why: &str) -> Option<Round> {
        let batch = self.batches.first_mut()?;
        if batch.items.iter().all(|item| matches!(item, Item::Quarantined(bytes, _) if bytes.is_empty())) {
            return None;
        }
        let again = batch.items.iter().any(|item| matches!(item, Item::Quarantined(..)));
        for item in &mut batch.items {
            let bytes = if again { Vec::new() } else { bytes_of(item) };
            *item = Item::Quarantined(bytes, why.to_owned());
        }
        Some(self)
    }
}

/// A record as bytes. The boot is lost where the item does not have it: the instant is placed.
fn bytes_of(item: &Item) -> Vec<u8> {
    let record = match item.told().0 {
        Item::Frame(frame, _) => Record::Frame(frame.clone()),
        Item::Waveform(block, _) => Record::Waveform(block.clone()),
        Item::Event(event, _) => Record::Event(event.clone()),
        Item::Status(status) => Record::Status(*status),
        Item::Anchor(anchor) => Record::Anchor(*anchor),
        Item::Loss(loss) => Record::Loss(*loss),
        Item::Unknown(unknown, _) => Record::Unknown(unknown.clone()),
        Item::Unplaced(_, bytes) | Item::Quarantined(bytes, _) => return bytes.clone(),
        // One within another is never made.
        Item::Stray(_) => return Vec::new(),
    };
    encode_record(BootId(0), &record).unwrap_or_default()
}
