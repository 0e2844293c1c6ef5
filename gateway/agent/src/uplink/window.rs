//! Which records of a stream are live.

use super::LIVE_MS;
use hearth_vitals::MonoMs;
use std::collections::VecDeque;

/// The most live records of one stream; if there are more within 30 s, the others are backfill at once.
const MAX_RECORDS: usize = 20_000;

#[derive(Debug, Default)]
pub(super) struct Window {
    records: VecDeque<(u64, MonoMs)>,
    next: u64,
}

impl Window {
    pub fn push(&mut self, seq: u64, measured: MonoMs) {
        self.next = seq + 1;
        self.records.push_back((seq, measured));
        if self.records.len() > MAX_RECORDS {
            self.records.pop_front();
        }
    }

    pub fn prune(&mut self, now: MonoMs) {
        while self.records.front().is_some_and(|(_, measured)| now.since(*measured) > LIVE_MS) {
            self.records.pop_front();
        }
    }

    /// The number of the first live record; if there is none, the next number to be issued.
    pub fn start(&self) -> u64 {
        self.records.front().map_or(self.next, |(seq, _)| *seq)
    }
}
