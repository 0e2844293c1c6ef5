//! Cuts records into batches.

use super::Stamp;
use hearth_vitals::batch::v1::{self, Batch, EncodeError, Header};
use hearth_vitals::{Anchor, BootId, Class, ClockQuality, GatewayId, Record, SeqRange, Stream};

/// The most bytes of encoded records in a batch. They get smaller in a batch, which makes up for its header.
const BATCH_BYTES: usize = 60 * 1024;
/// The most unreadable records that are skipped in one cut.
const MAX_SKIPS: usize = 64;

/// The place from which records are read.
pub trait Shelf {
    /// Every stream that may have records without a receipt, those of the oldest opening first.
    fn streams(&self) -> Vec<Stream>;
    /// The first consecutive records in `from..to` without a receipt: at most `max_records` and `max_bytes`, but at least one
    /// if there is one.
    fn consecutive(&mut self, stream: Stream, from: u64, to: u64, max_records: usize, max_bytes: usize) -> Option<Consecutive>;
    /// Counts this record as lost, because nobody can understand it.
    fn give_up(&mut self, stream: Stream, seq: u64);
}

/// Records with consecutive numbers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Consecutive {
    /// Number of the first record.
    pub first: u64,
    /// The records, each as [`v1::encode_record`] wrote it.
    pub payloads: Vec<Vec<u8>>,
}

#[derive(Debug)]
pub(super) struct Cutter {
    gateway: GatewayId,
    anchors: Vec<Anchor>,
    /// How often the hub has answered this program.
    answers: u8,
}

/// After this many answers, all too slow for comparing clocks, a plausible clock must do. A status is sent every ten
/// seconds, so this takes a minute.
const SLOW_ANSWERS: u8 = 6;

impl Cutter {
    pub fn new(gateway: GatewayId, anchors: Vec<Anchor>) -> Cutter {
        Cutter { gateway, anchors, answers: 0 }
    }

    pub fn answered(&mut self) {
        self.answers = self.answers.saturating_add(1);
    }

    /// True when readings of this boot should wait for the hub to tell the time. A clock that was never compared may have gone
    /// on from where the power failed, or show another hour. Once the hub has answered without telling the time, a plausible
    /// clock must do.
    fn waits_for_the_time(&self, stamp: &Stamp) -> bool {
        !stamp.is_compared && (stamp.anchor.quality == ClockQuality::Unknown || self.answers < SLOW_ANSWERS)
    }

    pub fn keep(&mut self, anchor: Anchor) {
        self.anchors.retain(|old| old.boot != anchor.boot);
        self.anchors.push(anchor);
    }

    pub fn anchor_of(&self, boot: BootId) -> Option<Anchor> {
        self.anchors.iter().copied().find(|anchor| anchor.boot == boot)
    }

    /// The next batch of a stream within `from..to`; `None` if there is nothing to send.
    pub fn cut(&self, stamp: &Stamp, stream: Stream, (mut from, to): (u64, u64), shelf: &mut impl Shelf) -> Option<(SeqRange, Vec<u8>)> {
        for _ in 0..MAX_SKIPS {
            let run = shelf.consecutive(stream, from, to, v1::MAX_RECORDS, BATCH_BYTES)?;
            let Some((boot, records)) = understand(&run) else {
                shelf.give_up(stream, run.first);
                from = run.first + 1;
                continue;
            };
            if boot == stamp.anchor.boot && self.waits_for_the_time(stamp) && stream.class != Class::Events {
                // These wait until the receipt for events has told the time.
                return None;
            }
            match self.encode(stamp, stream, run.first, boot, records) {
                Some(batch) => return Some(batch),
                None => shelf.give_up(stream, run.first),
            }
            from = run.first + 1;
        }
        None
    }

    /// Encodes as many of the records as fit into one batch.
    fn encode(&self, stamp: &Stamp, stream: Stream, first: u64, boot: BootId, mut records: Vec<Record>) -> Option<(SeqRange, Vec<u8>)> {
        while !records.is_empty() {
            let count = records.len() as u32;
            let header = Header { gateway: self.gateway.clone(), stream, first, count, sent: stamp.wall() };
            let batch = Batch { header, boot, anchor: self.anchor_for(stamp, boot), records };
            match v1::encode(&batch) {
                Ok(bytes) => return Some((SeqRange::new(first, first + u64::from(count)).ok()?, bytes)),
                Err(EncodeError::Foreign(_)) => return None,
                Err(_) => {
                    records = batch.records;
                    records.truncate(records.len() / 2);
                }
            }
        }
        None
    }

    fn anchor_for(&self, stamp: &Stamp, boot: BootId) -> Option<Anchor> {
        let anchor = if boot == stamp.anchor.boot { Some(stamp.anchor) } else { self.anchor_of(boot) };
        anchor.filter(|anchor| anchor.quality != ClockQuality::Unknown)
    }
}

/// The records that are of the same boot as the first one, up to one that nobody can understand.
fn understand(run: &Consecutive) -> Option<(BootId, Vec<Record>)> {
    let mut payloads = run.payloads.iter().map(|payload| v1::decode_record(payload));
    let (boot, first) = payloads.next()?.ok()?;
    let rest = payloads.map_while(Result::ok).take_while(|(other, _)| *other == boot).map(|(_, record)| record);
    Some((boot, std::iter::once(first).chain(rest).collect()))
}
