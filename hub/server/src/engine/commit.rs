//! Commits a round, whatever the database says; then publishes it and sends receipts.
//!
//! Two transactions in each other's way: tried again whole. Bindings or episodes changed:
//! read again, judged again. Data that cannot be stored: the batches are tried one by one,
//! and the bad one goes to quarantine. Anything else is tried for ever: meanwhile nothing is
//! taken from the broker, and the gateways keep what they have.

use super::change;
use super::entrance::Entrance;
use super::gateways::Gateways;
use super::judge::Outcome;
use super::ledger::{Ledger, slow};
use super::outside::Outside;
use super::reload::Reload;
use super::round::Round;
use super::stays::Stays;
use super::{show, strays, unplaced};
use crate::receipts::outgoing::Answer;
use hearth_store::StoreError;
use hearth_store::ingest::{IngestBatch, Ingested, Item};
use hearth_vitals::batch::v1::encode_record;
use hearth_vitals::receipt::{MAX_RANGES, StreamReceipt};
use hearth_vitals::{BootId, GatewayId, Record};
use std::collections::BTreeSet;
use std::time::Duration;
use tokio::time::Instant;
use uuid::Uuid;

/// How often it is tried again at once when another transaction was in the way.
const AT_ONCE: u32 = 8;
/// Shortest and longest wait before the next try.
const BACK_OFF: (Duration, Duration) = (Duration::from_millis(100), Duration::from_secs(2));
/// After so many rounds of such tries, the other transactions are reported as a fault.
const PATIENCE: u32 = 3;

/// The round that could not be committed yet: at most one, and nothing is taken in meanwhile.
#[derive(Debug, Default)]
pub struct Commits {
    waiting: Option<Waiting>,
}

/// A round that could not be committed.
#[derive(Debug)]
struct Waiting {
    round: Round,
    again_at: Instant,
    /// Tries so far.
    tries: u32,
    /// New records and episodes of the last try, if it is unknown whether that was committed.
    unsure: Option<(usize, BTreeSet<Uuid>)>,
}

/// The other parts of the loop that a commit touches.
pub struct Others<'a, L> {
    /// What stands at the entrance.
    pub entrance: &'a mut Entrance,
    /// What is judged.
    pub stays: &'a mut Stays,
    /// How the gateways are doing.
    pub gateways: &'a mut Gateways,
    /// The way out.
    pub outside: &'a Outside<L>,
}

impl Commits {
    /// True when no round waits.
    pub fn is_free(&self) -> bool {
        self.waiting.is_none()
    }

    /// When the round that waits is tried again.
    pub fn again_at(&self) -> Option<Instant> {
        self.waiting.as_ref().map(|waiting| waiting.again_at)
    }

    /// Commits a round, or keeps it to be tried again.
    pub async fn commit<L: Ledger>(&mut self, round: Round, others: &mut Others<'_, L>) {
        if round.is_empty() {
            return;
        }
        self.try_commit(Waiting { round, again_at: Instant::now(), tries: 0, unsure: None }, others).await;
    }

    /// Tries the waiting round again.
    pub async fn try_again<L: Ledger>(&mut self, others: &mut Others<'_, L>) {
        if let Some(waiting) = self.waiting.take() {
            self.try_commit(waiting, others).await;
        }
    }

    async fn try_commit<L: Ledger>(&mut self, mut waiting: Waiting, others: &mut Others<'_, L>) {
        let mut last = String::new();
        for _ in 0..AT_ONCE {
            #[cfg(feature = "breakages")]
            if hearth_breakages::is("receipt_before_commit") {
                receipt_unseen(&waiting.round, others.outside).await;
            }
            // Anew each time: a try that was refused may have read other bindings.
            waiting.round.tell_strays(others.stays.bindings());
            match others.stays.commit_round(&waiting.round, others.outside).await {
                (Ok(ingested), Some(outcome)) => return committed(waiting, &ingested, outcome, others).await,
                (Err(StoreError::BindingsChanged), _) => {
                    last = "bindings change again and again".to_owned();
                    // What could not be read is noted; the next try is refused the same way.
                    others.read_again(Reload::Changes).await;
                }
                (Err(StoreError::EpisodeChanged), outcome) => {
                    last = "episodes change again and again".to_owned();
                    let touched = outcome.map(|outcome| outcome.steps.into_keys().collect()).unwrap_or_default();
                    others.read_again(Reload::Episodes(touched)).await;
                }
                (Err(StoreError::Retry(detail)), _) => last = detail,
                (Err(StoreError::Data { code, detail }), _) => {
                    return Box::pin(self.commit_apart(waiting, &format!("{code}: {detail}"), others)).await;
                }
                (Err(error), outcome) => {
                    waiting.note_unsure(outcome);
                    others.store_failed(&error);
                    if waiting.is_too_much(&error) {
                        return Box::pin(self.commit_apart(waiting, &slow(), others)).await;
                    }
                    last = String::new();
                    break;
                }
                (Ok(_), None) => break,
            }
        }
        if waiting.tries >= PATIENCE && !last.is_empty() {
            // Others have been in the way for seconds: no readings are stored meanwhile, and people must hear of it.
            others.store_failed(&StoreError::Retry(last));
        }
        waiting.tries += 1;
        waiting.again_at = Instant::now() + back_off(waiting.tries);
        self.waiting = Some(waiting);
    }

    /// The database refuses something in the round. Each batch is committed by itself, and one that is refused even alone goes to
    /// quarantine, so that one home's bad data never holds up another's.
    async fn commit_apart<L: Ledger>(&mut self, waiting: Waiting, why: &str, others: &mut Others<'_, L>) {
        let Waiting { round, unsure, .. } = waiting;
        if let Some((_, episodes)) = unsure {
            // Whether the whole round was committed no longer matters: the store is read to see what holds.
            others.stays.read_later(Reload::Episodes(episodes));
        }
        if round.batches.len() > 1 {
            tracing::warn!(%why, batches = round.batches.len(), "the batches of a round are committed apart");
            for one in round.apart() {
                // A batch that would have to wait is dropped: its gateway keeps it and sends it again.
                if self.is_free() {
                    self.commit(one, others).await;
                }
            }
            return;
        }
        let gateway = round.batches.first().map(|batch| batch.gateway.to_string()).unwrap_or_default();
        tracing::error!(%gateway, %why, "the database refuses a batch; it goes to quarantine");
        metrics::counter!("hearth_quarantined_batches_total").increment(1);
        if let Some(round) = round.quarantined(why) {
            self.commit(round, others).await;
        }
    }
}

/// After the commit: swaps in what was judged, sends receipts, then publishes.
async fn committed<L: Ledger>(waiting: Waiting, ingested: &Ingested, outcome: Outcome, others: &mut Others<'_, L>) {
    others.store_answered();
    let Waiting { round, unsure, .. } = waiting;
    receipt(ingested, others.outside).await;
    if ingested.bindings_version != others.stays.version() {
        // The change does not concern these readings, but perhaps nobody else will report it.
        others.stays.read_later(Reload::Changes);
    }
    others.entrance.note_scattered(ingested);
    for (gateway, (mono, wall)) in &round.heard {
        others.gateways.heard(gateway, *mono, *wall);
    }
    others.outside.measured(&outcome);
    if !outcome.canary.is_empty() {
        others.outside.wake_escalation();
    }
    strays::note(&outcome, others.gateways, others.outside.now().mono);
    show::outcome(&round.batches, outcome, others.stays, others.outside).await;
    #[cfg(feature = "breakages")]
    if hearth_breakages::is("forget_unsure_commit") {
        return;
    }
    // The previous try had been committed after all, so what it changed stands in the store alone.
    if let Some((fresh, episodes)) = unsure
        && ingested.fresh < fresh
    {
        others.read_again(Reload::Episodes(episodes)).await;
    }
    others.entrance.note_unplaced(&round.batches);
    others.place(&round.anchored).await;
}

/// Sends receipts for the whole round without looking at what became of it.
#[cfg(feature = "breakages")]
async fn receipt_unseen<L>(round: &Round, outside: &Outside<L>) {
    for batch in &round.batches {
        let held = hearth_vitals::SeqRange::new(0, batch.first + batch.items.len() as u64).into_iter().collect();
        let receipt = StreamReceipt { stream: batch.stream, held, resend_from: None };
        outside.answer(Answer::Held(batch.gateway.clone(), receipt)).await;
    }
}

async fn receipt<L>(ingested: &Ingested, outside: &Outside<L>) {
    for one in &ingested.streams {
        let held: Vec<_> = one.held.iter().take(MAX_RANGES).copied().collect();
        let resend_from = (one.held.len() > MAX_RANGES).then(|| held.last().map_or(0, |range| range.end()));
        let receipt = StreamReceipt { stream: one.stream, held, resend_from };
        outside.answer(Answer::Held(one.gateway.clone(), receipt)).await;
    }
}

impl<L: Ledger> Others<'_, L> {
    /// Reads the store again; a failure is noted and tried later.
    async fn read_again(&mut self, what: Reload) {
        let _ = change::read_again(what, self.stays, self.gateways, self.outside).await;
    }

    /// Places what waited for an anchor of these boots.
    pub async fn place(&mut self, anchored: &BTreeSet<(GatewayId, BootId)>) {
        unplaced::place(anchored, self.entrance, self.stays, self.gateways, self.outside).await;
    }

    fn store_failed(&mut self, error: &StoreError) {
        if self.outside.store_failed(error) {
            self.stays.intake(None);
        }
    }

    /// If the store did not answer before, silence of devices counts from now.
    fn store_answered(&mut self) {
        if let Some(since) = self.outside.store_answered() {
            self.stays.intake(Some(since));
        }
    }
}

impl Waiting {
    /// Notes a try of unknown outcome. It is kept until a try succeeds, whatever the tries between say.
    fn note_unsure(&mut self, outcome: Option<Outcome>) {
        if let Some(outcome) = outcome {
            let (fresh, episodes) = self.unsure.get_or_insert_with(Default::default);
            *fresh = outcome.fresh.max(*fresh);
            episodes.extend(outcome.copies.into_keys());
        }
    }

    /// True after repeated tries without an answer: perhaps the round is too large for this database.
    fn is_too_much(&self, error: &StoreError) -> bool {
        self.tries > 0 && self.round.batches.len() > 1 && matches!(error, StoreError::Unavailable(why) if *why == slow())
    }
}

fn back_off(tries: u32) -> Duration {
    BACK_OFF.0.saturating_mul(1 << tries.min(8)).min(BACK_OFF.1)
}

impl Round {
    /// The round, split into one round for each batch.
    fn apart(self) -> Vec<Round> {
        let one = |(batch, live): (IngestBatch, bool)| Round {
            records: batch.items.len(),
            batches: vec![batch],
            live: vec![live],
            ..Round::default()
        };
        let mut rounds: Vec<Round> = self.batches.into_iter().zip(self.live).map(one).collect();
        if let Some(first) = rounds.first_mut() {
            (first.heard, first.anchored, first.canary) = (self.heard, self.anchored, self.canary);
        }
        rounds
    }

    /// The same records as raw bytes for quarantine; `None` if they are that already.
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

/// A record as bytes. Items that are placed in time already no longer know their boot, so it is lost.
fn bytes_of(item: &Item) -> Vec<u8> {
    let record = match item.told().0 {
        Item::Frame(frame, _) => Record::Frame(frame.clone()),
        Item::Waveform(block, _) => Record::Waveform(block.clone()),
        Item::Event(event, _) => Record::Event(event.clone()),
        Item::Status(status, _) => Record::Status(*status),
        Item::Anchor(anchor) => Record::Anchor(*anchor),
        Item::Loss(loss) => Record::Loss(*loss),
        Item::Unknown(unknown, _) => Record::Unknown(unknown.clone()),
        Item::Unplaced(_, bytes) | Item::Quarantined(bytes, _) => return bytes.clone(),
        // A stray within a stray is never made.
        Item::Stray(_) => return Vec::new(),
    };
    encode_record(BootId(0), &record).unwrap_or_default()
}
