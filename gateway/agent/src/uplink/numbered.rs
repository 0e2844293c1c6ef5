//! When numbers were issued. A receipt for a number must have been made after that, whoever sent the record.
//!
//! The time of *sending* would not do: a copy of this gateway's disk may have sent the record earlier, and then the hub's
//! answer would set the clock back by the difference.

use hearth_vitals::MonoMs;
use std::collections::VecDeque;

/// Numbers issued within this time count from the first of them, ms.
const GRAIN_MS: u64 = 50;
/// The most such stretches: enough for minutes, even if records come without a pause.
const MOST: usize = 4_096;

/// Numbers of one class, issued since the connection was made.
#[derive(Debug, Default)]
pub(super) struct Numbered {
    /// The first number of each stretch, and when it was issued.
    stretches: VecDeque<(u64, MonoMs)>,
}

impl Numbered {
    /// Notes that a number was issued.
    pub fn give(&mut self, seq: u64, now: MonoMs) {
        if self.stretches.back().is_some_and(|(_, given)| now.since(*given) < GRAIN_MS) {
            return;
        }
        self.stretches.push_back((seq, now));
        if self.stretches.len() > MOST {
            self.stretches.pop_front();
        }
    }

    /// The earliest time at which the last number before `end` can have been issued; `None` if that is not known.
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
