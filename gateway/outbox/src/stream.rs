//! One numbered stream: its segments, and what is known of its numbers.

use crate::class::ClassId;
use crate::gap::{Gap, GapKind};
use crate::ranges::{self, RangeSet};
use crate::record;
use crate::segment::{Id, Segment};
use std::collections::VecDeque;

/// Names a stream. Sorted by age: openings get ascending ranks, while generations are random.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Key {
    /// Rank of the opening that issued its numbers.
    pub opening: u64,
    /// Generation of the stream, a random number.
    pub generation: u64,
    /// Class of its records.
    pub class: ClassId,
}

/// The state of one stream.
#[derive(Debug, Clone, Default)]
pub struct Stream {
    /// Its segments, ascending, never overlapping.
    pub segments: VecDeque<Segment>,
    /// Numbers that the hub says it holds.
    pub receipted: RangeSet,
    /// Numbers that are not here and need no report: freed after their receipt, or lost and the loss recorded by the hub.
    pub settled: RangeSet,
    /// Numbers that are lost and whose loss the hub has not recorded yet, by kind.
    pub lost: [RangeSet; 4],
}

impl Stream {
    /// The number after the last one ever issued in it.
    pub fn end(&self) -> u64 {
        let sets = self.lost.iter().chain([&self.settled, &self.receipted]);
        sets.map(RangeSet::end).chain(self.segments.back().map(|segment| segment.end)).max().unwrap_or(0)
    }

    /// The ranges of one segment that still have to be sent.
    pub fn unsent(&self, segment: &Segment, from: u64) -> Vec<(u64, u64)> {
        // Most segments that are kept are receipted as a whole.
        if self.receipted.holding(segment.first).is_some_and(|range| range.1 >= segment.end) {
            return Vec::new();
        }
        let [corrupt, torn, missing, shed] = &self.lost;
        ranges::missing(segment.first.max(from), segment.end, &[&self.receipted, &self.settled, corrupt, torn, missing, shed])
    }

    /// Index of the segment that contains `seq`.
    pub fn position_of(&self, seq: u64) -> Option<usize> {
        let after = self.segments.partition_point(|segment| segment.first <= seq);
        let at = after.checked_sub(1)?;
        (seq < self.segments.get(at)?.end).then_some(at)
    }

    /// The range of lost numbers that contains `seq`, and why they are lost.
    pub fn loss_at(&self, seq: u64) -> Option<(u64, u64, GapKind)> {
        GapKind::ALL.into_iter().find_map(|kind| self.lost[kind as usize].holding(seq).map(|range| (range.0, range.1, kind)))
    }

    /// The first lost number from `seq` on; `u64::MAX` if there is none.
    pub fn next_loss(&self, seq: u64) -> u64 {
        self.lost.iter().filter_map(|lost| lost.within(seq, u64::MAX).next()).map(|range| range.0).min().unwrap_or(u64::MAX)
    }

    /// Notes as lost what of `first..end` is not accounted for yet, and returns those ranges.
    pub fn lose(&mut self, first: u64, end: u64, kind: GapKind) -> Vec<(u64, u64)> {
        let [corrupt, torn, missing, shed] = &self.lost;
        let fresh = ranges::missing(first, end, &[&self.receipted, &self.settled, corrupt, torn, missing, shed]);
        for range in &fresh {
            self.lost[kind as usize].insert(range.0, range.1);
        }
        fresh
    }

    /// Notes that the hub holds a range. A loss in it need not be reported any more.
    pub fn receipt(&mut self, first: u64, end: u64) {
        if !self.receipted.insert(first, end) {
            return;
        }
        for lost in &mut self.lost {
            for range in lost.within(first, end).collect::<Vec<_>>() {
                self.settled.insert(range.0, range.1);
            }
            lost.remove(first, end);
        }
    }

    /// True when every number of the segment is held by the hub or is a recorded loss.
    pub fn is_done(&self, segment: &Segment) -> bool {
        self.unsent(segment, 0).is_empty()
    }

    /// True when nothing of the stream has to be remembered.
    pub fn is_spent(&self) -> bool {
        self.segments.is_empty() && self.lost.iter().all(RangeSet::is_empty)
    }

    /// Bytes of all its segments.
    pub fn bytes(&self) -> u64 {
        self.segments.iter().map(|segment| segment.bytes).sum()
    }

    /// Its losses that no receipt covers.
    pub fn gaps(&self, key: Key) -> impl Iterator<Item = Gap> + '_ {
        GapKind::ALL
            .into_iter()
            .flat_map(move |kind| self.lost[kind as usize].as_slice().iter().map(move |range| key.gap(range.0, range.1, kind)))
    }
}

impl Key {
    /// A gap in this stream.
    pub fn gap(&self, first: u64, end: u64, kind: GapKind) -> Gap {
        Gap { generation: self.generation, class: self.class, first, end, kind }
    }

    /// The name of the file of the segment that starts at `first`.
    pub fn file(&self, first: u64) -> String {
        Id { generation: self.generation, class: self.class, first }.name()
    }

    /// Where the checksums of its records start.
    pub fn seed(&self) -> u32 {
        record::seed(self.generation, self.class.code())
    }
}
