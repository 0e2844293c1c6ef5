//! Losses that were recorded, remembered until the hub has these records. A record of a loss can be lost itself: a bit of it may
//! rot on the disk before it is sent. Without this list that loss would stay unreported until the next start.

use hearth_outbox::{ClassId, Gap};
use hearth_vitals::receipt::StreamReceipt;
use hearth_vitals::{Class, Generation};
use std::collections::BTreeMap;

/// The most losses that are remembered. Beyond that the oldest are forgotten; the outbox names them when it is opened again.
const MOST: usize = 4_096;

/// The losses that this opening of the outbox has recorded and the hub has not confirmed, by the number of their record.
#[derive(Debug, Default)]
pub(super) struct Told(BTreeMap<u64, Gap>);

impl Told {
    /// Remembers the loss that the record with this number reports.
    pub fn note(&mut self, seq: u64, gap: Gap) {
        self.0.insert(seq, gap);
        while self.0.len() > MOST {
            self.0.pop_first();
        }
    }

    /// Forgets what the hub has: `generation` is the one in which this process issues numbers.
    pub fn confirmed(&mut self, generation: Generation, receipt: &StreamReceipt) {
        if receipt.stream.generation == generation && receipt.stream.class == Class::Events {
            self.0.retain(|seq, _| !receipt.held.iter().any(|range| (range.first()..range.end()).contains(seq)));
        }
    }

    /// Takes out the losses that the records within `gap` reported, because these records are lost themselves.
    pub fn lost_within(&mut self, generation: Generation, gap: &Gap) -> Vec<Gap> {
        if gap.generation != generation.0 || gap.class != ClassId::EVENTS {
            return Vec::new();
        }
        let seqs: Vec<u64> = self.0.range(gap.first..gap.end.max(gap.first)).map(|(seq, _)| *seq).collect();
        seqs.iter().filter_map(|seq| self.0.remove(seq)).collect()
    }
}
