//! When numbers were given: what a receipt holds was made after that, whoever sent it.
//!
//! Not when they were *sent*: a copy of this gateway's disk may have sent them before, and the hub's word
//! about that would set the clock back by the difference.

use hearth_vitals::MonoMs;
use std::collections::VecDeque;

/// Numbers given within this time count from the first of them, ms.
const GRAIN_MS: u64 = 50;
/// Such stretches, at most: minutes of them even when records come without a pause.
const MOST: usize = 4_096;

/// Of one class, since the connection was made.
#[derive(Debug, Default)]
pub(super) struct Numbered {
    /// First number of a stretch, and when it was given.
    stretches: VecDeque<(u64, MonoMs)>,
}

impl Numbered {
    /// A number was given.
    pub fn give(&mut self, seq: u64, now: MonoMs) {
        if self.stretches.back().is_some_and(|(_, given)| now.since(*given) < GRAIN_MS) {
            return;
        }
        self.stretches.push_back((seq, now));
        if self.stretches.len() > MOST {
            self.stretches.pop_front();
        }
    }

    /// No earlier than then the last number before `end` was given, as far as that is known.
    pub fn given_before(&self, end: u64) -> Option<MonoMs> {
        let after = self.stretches.partition_point(|(first, _)| *first < end);
        Some(self.stretches.get(after.checked_sub(1)?)?.1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_counts_from_when_it_was_given_or_a_moment_before() {
        let mut numbered = Numbered::default();
        [(7, 1_000), (8, 1_030), (9, 1_060), (10, 5_000)].into_iter().for_each(|(seq, now)| numbered.give(seq, MonoMs(now)));
        let given: Vec<Option<u64>> = (7..13).map(|end| numbered.given_before(end).map(|at| at.0)).collect();
        assert_eq!(given, [None, Some(1_000), Some(1_000), Some(1_060), Some(5_000), Some(5_000)]);
    }

    #[test]
    fn it_stays_bounded() {
        let mut numbered = Numbered::default();
        (0..10_000).for_each(|seq| numbered.give(seq, MonoMs(seq * GRAIN_MS)));
        assert_eq!(numbered.stretches.len(), MOST);
        assert_eq!((numbered.given_before(10), numbered.given_before(10_000)), (None, Some(MonoMs(9_999 * GRAIN_MS))));
    }
}
