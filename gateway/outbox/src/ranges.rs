//! A set of numbers kept as ranges.

/// The most ranges in a set. Receipts beyond that are not remembered, which costs only a resend.
pub const MAX_RANGES: usize = 8192;

/// Half-open ranges in ascending order; none is empty, and none overlap or touch.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RangeSet(Vec<(u64, u64)>);

impl RangeSet {
    /// The ranges, ascending.
    pub fn as_slice(&self) -> &[(u64, u64)] {
        &self.0
    }

    /// True when it holds no number.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// First number after the last range; 0 when empty.
    pub fn end(&self) -> u64 {
        self.0.last().map_or(0, |range| range.1)
    }

    /// Adds `first..end`. False when the set is full and the range could not be added.
    pub fn insert(&mut self, first: u64, end: u64) -> bool {
        if first >= end {
            return true;
        }
        let from = self.0.partition_point(|range| range.1 < first);
        let to = self.0.partition_point(|range| range.0 <= end);
        if from == to && self.0.len() >= MAX_RANGES {
            return false;
        }
        let (mut low, mut high) = (first, end);
        if from < to {
            low = low.min(self.0[from].0);
            high = high.max(self.0[to - 1].1);
        }
        self.0.splice(from..to, [(low, high)]);
        true
    }

    /// Removes the numbers `first..end` from the set.
    pub fn remove(&mut self, first: u64, end: u64) {
        let from = self.0.partition_point(|range| range.1 <= first);
        let to = self.0.partition_point(|range| range.0 < end);
        if first >= end || from >= to {
            return;
        }
        let left = (self.0[from].0, first);
        let right = (end, self.0[to - 1].1);
        self.0.splice(from..to, [left, right].into_iter().filter(|range| range.0 < range.1));
    }

    /// The range that contains `seq`.
    pub fn holding(&self, seq: u64) -> Option<(u64, u64)> {
        let at = self.0.partition_point(|range| range.1 <= seq);
        self.0.get(at).copied().filter(|range| range.0 <= seq)
    }

    /// The parts of `first..end` that the set contains.
    pub fn within(&self, first: u64, end: u64) -> impl DoubleEndedIterator<Item = (u64, u64)> + '_ {
        let from = self.0.partition_point(|range| range.1 <= first);
        let to = self.0.partition_point(|range| range.0 < end).max(from);
        self.0[from..to].iter().map(move |range| (range.0.max(first), range.1.min(end)))
    }
}

/// The parts of `first..end` that none of `sets` contains, in ascending order.
pub fn missing(first: u64, end: u64, sets: &[&RangeSet]) -> Vec<(u64, u64)> {
    let mut left = RangeSet::default();
    left.insert(first, end);
    for set in sets {
        for range in set.within(first, end) {
            left.remove(range.0, range.1);
        }
    }
    left.0
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    fn numbers(set: &RangeSet) -> BTreeSet<u64> {
        set.as_slice().iter().flat_map(|range| range.0..range.1).collect()
    }

    proptest! {
        #[test]
        fn a_range_set_is_a_set_of_numbers(ops in prop::collection::vec((any::<bool>(), 0u64..60, 0u64..20), 0..40), ask in (0u64..60, 0u64..30)) {
            let (mut set, mut model) = (RangeSet::default(), BTreeSet::new());
            for (add, first, len) in ops {
                if add {
                    set.insert(first, first + len);
                    model.extend(first..first + len);
                } else {
                    set.remove(first, first + len);
                    model.retain(|n| *n < first || *n >= first + len);
                }
                prop_assert_eq!(numbers(&set), model.clone());
                prop_assert!(set.as_slice().windows(2).all(|pair| pair[0].1 < pair[1].0), "touching ranges are joined");
            }
            let (first, end) = (ask.0, ask.0 + ask.1);
            let inside = model.range(first..end).count() as u64;
            prop_assert_eq!(set.within(first, end).map(|range| range.1 - range.0).sum::<u64>(), inside);
            let gaps: u64 = missing(first, end, &[&set]).iter().map(|gap| gap.1 - gap.0).sum();
            prop_assert_eq!(gaps, end - first - inside);
            prop_assert_eq!(set.holding(first).is_some(), model.contains(&first));
        }
    }

    #[test]
    fn a_full_set_says_that_it_forgot() {
        let mut set = RangeSet::default();
        for n in 0..MAX_RANGES as u64 {
            assert!(set.insert(n * 2, n * 2 + 1));
        }
        assert!(!set.insert(1_000_000, 1_000_001));
        assert!(set.insert(1, 2), "a range that joins two others needs no room");
    }
}
