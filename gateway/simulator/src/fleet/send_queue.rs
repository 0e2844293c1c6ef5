//! One numbered stream of one home: the batches that were sent and have no receipt yet. Pure.

use bytes::Bytes;
use hearth_vitals::receipt::StreamReceipt;
use hearth_vitals::{SeqRange, Stream};
use std::collections::VecDeque;

/// After how long a batch without a receipt is sent again, µs; then after twice as long, and so on up to
/// [`RESEND_MAX_US`]. A gateway does the same.
const RESEND_US: u64 = 5_000_000;
/// The longest time before a batch is sent again, µs.
const RESEND_MAX_US: u64 = 60_000_000;

/// A batch that has no receipt yet.
#[derive(Debug, Clone)]
pub struct OpenBatch {
    /// Numbers of its records.
    pub range: SeqRange,
    /// The batch as it is sent, the same bytes each time.
    pub payload: Bytes,
    /// When the oldest of its records was measured, µs.
    pub measured_us: u64,
    /// When it was sent first, µs; `None` while it waits to be sent.
    sent_us: Option<u64>,
    attempts: u32,
    due_us: u64,
}

/// A batch for which a receipt has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Receipted {
    /// How many records it had.
    pub records: u64,
    /// Time from its first sending to the receipt, µs.
    pub lag_us: u64,
    /// Time from the measurement to the receipt, µs.
    pub age_us: u64,
}

/// A stream and its batches without a receipt.
#[derive(Debug)]
pub struct SendQueue {
    stream: Stream,
    next: u64,
    open: VecDeque<OpenBatch>,
}

impl SendQueue {
    /// A stream in which no number was issued yet.
    pub fn new(stream: Stream) -> SendQueue {
        SendQueue { stream, next: 0, open: VecDeque::new() }
    }

    /// Generation and class.
    pub fn stream(&self) -> Stream {
        self.stream
    }

    /// The number of the next record.
    pub fn next(&self) -> u64 {
        self.next
    }

    /// Adds a batch with these numbers; it waits to be sent.
    pub fn add(&mut self, range: SeqRange, payload: Bytes, measured_us: u64) {
        self.next = range.end();
        self.open.push_back(OpenBatch { range, payload, measured_us, sent_us: None, attempts: 0, due_us: 0 });
    }

    /// How many batches have no receipt.
    pub fn open_batches(&self) -> usize {
        self.open.len()
    }

    /// How many records have no receipt.
    pub fn open_records(&self) -> u64 {
        self.open.iter().map(|open| open.range.count()).sum()
    }

    /// The first batch that is to be sent now.
    pub fn due(&self, now_us: u64) -> Option<&OpenBatch> {
        self.open.iter().find(|open| open.due_us <= now_us)
    }

    /// Notes that the batch that begins with `first` was sent; true if it had been sent before.
    pub fn sent(&mut self, first: u64, now_us: u64) -> bool {
        let Some(open) = self.open.iter_mut().find(|open| open.range.first() == first) else { return false };
        open.sent_us.get_or_insert(now_us);
        let pause = RESEND_US.saturating_mul(1 << open.attempts.min(8)).min(RESEND_MAX_US);
        open.due_us = now_us + pause;
        open.attempts += 1;
        open.attempts > 1
    }

    /// Notes that the broker may not have the batch, so that it is sent again at once.
    pub fn failed(&mut self, first: u64) {
        if let Some(open) = self.open.iter_mut().find(|open| open.range.first() == first) {
            open.due_us = 0;
        }
    }

    /// Takes a receipt: forgets the batches that it covers. A receipt for another stream changes nothing.
    pub fn receipt(&mut self, receipt: &StreamReceipt, now_us: u64, mut done: impl FnMut(Receipted)) {
        if receipt.stream != self.stream {
            return;
        }
        let covers = |range: SeqRange| receipt.held.iter().any(|held| held.first() <= range.first() && range.end() <= held.end());
        self.open.retain_mut(|open| {
            if covers(open.range) {
                done(Receipted {
                    records: open.range.count(),
                    lag_us: now_us.saturating_sub(open.sent_us.unwrap_or(now_us)),
                    age_us: now_us.saturating_sub(open.measured_us),
                });
                return false;
            }
            if receipt.resend_from.is_some_and(|from| open.range.end() > from) {
                open.due_us = open.due_us.min(now_us);
            }
            true
        });
    }

    /// Sends nothing before `until_us`, because the hub asked for patience.
    pub fn hold_back(&mut self, until_us: u64) {
        self.open.iter_mut().for_each(|open| open.due_us = open.due_us.max(until_us));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use hearth_vitals::{Class, Generation};

    fn stream(generation: u64) -> Stream {
        Stream { generation: Generation(generation), class: Class::Numerics }
    }

    fn range(first: u64, end: u64) -> SeqRange {
        SeqRange::new(first, end).unwrap()
    }

    fn queue() -> SendQueue {
        let mut queue = SendQueue::new(stream(1));
        queue.add(range(0, 10), Bytes::from_static(b"a"), 50);
        queue.add(range(10, 20), Bytes::from_static(b"b"), 60);
        queue
    }

    fn receipt(generation: u64, held: &[(u64, u64)], resend_from: Option<u64>) -> StreamReceipt {
        StreamReceipt { stream: stream(generation), held: held.iter().map(|(f, e)| range(*f, *e)).collect(), resend_from }
    }

    #[test]
    fn a_batch_is_sent_again_until_it_is_receipted_and_ever_less_often() {
        let mut queue = queue();
        let mut sent_s = Vec::new();
        for second in 0..200 {
            let now_us = second * 1_000_000;
            if queue.due(now_us).is_some_and(|open| open.range.first() == 0) {
                assert_eq!(queue.sent(0, now_us), second > 0);
                sent_s.push(second);
            }
            queue.sent(10, now_us);
        }
        assert_eq!(sent_s, [0, 5, 15, 35, 75, 135, 195]);
    }

    #[test]
    fn a_receipt_ends_what_it_covers_whole_and_nothing_else() {
        let mut queue = queue();
        queue.sent(0, 100);
        let mut done = Vec::new();
        queue.receipt(&receipt(2, &[(0, 20)], None), 300, |r| done.push(r));
        queue.receipt(&receipt(1, &[(0, 9), (11, 30)], None), 300, |r| done.push(r));
        assert!(done.is_empty());
        queue.receipt(&receipt(1, &[(0, 10)], None), 300, |r| done.push(r));
        assert_eq!(done, [Receipted { records: 10, lag_us: 200, age_us: 250 }]);
        assert_eq!((queue.open_batches(), queue.open_records(), queue.next()), (1, 10, 20));
    }

    #[test]
    fn the_hub_may_ask_for_more_or_for_patience() {
        let mut queue = queue();
        queue.sent(0, 100);
        queue.sent(10, 100);
        assert!(queue.due(200).is_none());
        queue.receipt(&receipt(1, &[], Some(10)), 200, |_| {});
        assert_eq!(queue.due(200).unwrap().range.first(), 10);
        queue.hold_back(1_000);
        assert!(queue.due(999).is_none());
        queue.failed(0);
        assert_eq!(queue.due(999).unwrap().range.first(), 0);
    }
}
