//! One lane: which batches have no receipt yet, and when they are sent again.

use super::MAX_UNRECEIPTED;
use hearth_vitals::{MonoMs, SeqRange, Stream};
use std::collections::BTreeMap;

/// After how long without a receipt a batch is sent again, ms.
const RESEND_MS: u64 = 5_000;
/// The longest time before a batch is sent again, ms.
const MAX_RESEND_MS: u64 = 60_000;

#[derive(Debug)]
pub(super) struct LaneState {
    flights: Vec<Flight>,
    cursors: BTreeMap<Stream, u64>,
    wait_ms: u64,
}

#[derive(Debug)]
struct Flight {
    stream: Stream,
    sent: MonoMs,
    /// The parts that the hub has not confirmed.
    rest: Vec<(u64, u64)>,
}

impl Default for LaneState {
    fn default() -> LaneState {
        LaneState { flights: Vec::new(), cursors: BTreeMap::new(), wait_ms: RESEND_MS }
    }
}

impl LaneState {
    pub fn has_room(&self) -> bool {
        self.flights.len() < MAX_UNRECEIPTED
    }

    pub fn count(&self) -> usize {
        self.flights.len()
    }

    /// Up to which number this lane has sent the stream.
    pub fn cursor(&self, stream: Stream) -> u64 {
        self.cursors.get(&stream).copied().unwrap_or(0)
    }

    pub fn rewind(&mut self, stream: Stream) {
        self.cursors.remove(&stream);
    }

    pub fn sent(&mut self, stream: Stream, range: SeqRange, now: MonoMs) {
        self.cursors.insert(stream, range.end());
        self.flights.push(Flight { stream, sent: now, rest: vec![(range.first(), range.end())] });
    }

    /// Takes numbers that the hub holds.
    pub fn held(&mut self, stream: Stream, held: &[SeqRange]) {
        for flight in self.flights.iter_mut().filter(|flight| flight.stream == stream) {
            flight.rest = held.iter().fold(std::mem::take(&mut flight.rest), |rest, range| without(rest, *range));
        }
        self.flights.retain(|flight| !flight.rest.is_empty());
    }

    /// Notes that the hub answers, which ends the doubling of pauses.
    pub fn heard(&mut self) {
        self.wait_ms = RESEND_MS;
    }

    pub fn resend_due(&self) -> Option<MonoMs> {
        self.flights.iter().map(|flight| flight.sent.plus(self.wait_ms)).min()
    }

    /// Forgets batches that were sent too long ago without a receipt; true when there were any.
    pub fn expire(&mut self, now: MonoMs) -> bool {
        let expired = self.resend_due().is_some_and(|due| due <= now);
        #[cfg(feature = "breakages")]
        if hearth_breakages::is("never_resend") {
            return false;
        }
        if expired {
            self.flights.clear();
            self.cursors.clear();
            self.wait_ms = (self.wait_ms * 2).min(MAX_RESEND_MS);
        }
        expired
    }

    pub fn first_unreceipted(&self, stream: Stream) -> Option<u64> {
        self.flights.iter().filter(|flight| flight.stream == stream).flat_map(|flight| &flight.rest).map(|part| part.0).min()
    }
}

/// The ranges in `parts` without the numbers in `held`.
fn without(parts: Vec<(u64, u64)>, held: SeqRange) -> Vec<(u64, u64)> {
    let cut = |(first, end): (u64, u64)| [(first, end.min(held.first())), (first.max(held.end()), end)];
    parts.into_iter().flat_map(cut).filter(|(first, end)| first < end).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn held_parts_are_taken_out_wherever_they_lie() {
        let range = |first, end| SeqRange::new(first, end).unwrap();
        assert_eq!(without(vec![(0, 10)], range(3, 5)), [(0, 3), (5, 10)]);
        assert_eq!(without(vec![(0, 3), (5, 10)], range(2, 7)), [(0, 2), (7, 10)]);
        assert_eq!(without(vec![(2, 4)], range(0, 9)), []);
        assert_eq!(without(vec![(2, 4)], range(4, 9)), [(2, 4)]);
    }
}
