//! An amount that is used up and refills with time (a token bucket). Pure: time is an argument.

use hearth_vitals::MonoMs;

/// The size of the bucket, and how fast it refills.
#[derive(Debug, Clone, Copy)]
pub struct Allowance {
    /// How much can be taken at once when the bucket is full.
    pub at_once: u64,
    /// How much refills each minute.
    pub per_minute: u64,
}

/// What is left in one bucket. Counted in 60,000ths of a unit, so that it refills evenly even by a few units a minute.
#[derive(Debug, Clone, Copy)]
pub struct Left {
    allowance: Allowance,
    shares: u64,
    at: MonoMs,
}

const SHARES: u64 = 60_000;

impl Left {
    /// A full bucket.
    pub fn full(allowance: Allowance, now: MonoMs) -> Left {
        Left { allowance, shares: allowance.at_once * SHARES, at: now }
    }

    /// Takes this amount if it is there and returns true; otherwise takes nothing.
    pub fn take(&mut self, amount: u64, now: MonoMs) -> bool {
        self.fill(now);
        let wanted = amount.saturating_mul(SHARES);
        let is_there = wanted <= self.shares;
        if is_there {
            self.shares -= wanted;
        }
        is_there
    }

    /// Lowers what is left to this amount, if it is more.
    pub fn leave(&mut self, amount: u64, now: MonoMs) {
        self.fill(now);
        self.shares = self.shares.min(amount * SHARES);
    }

    fn fill(&mut self, now: MonoMs) {
        let back = now.since(self.at).saturating_mul(self.allowance.per_minute);
        self.shares = self.shares.saturating_add(back).min(self.allowance.at_once * SHARES);
        self.at = self.at.max(now);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_taken_comes_back_with_time_and_no_more_than_at_once() {
        let mut left = Left::full(Allowance { at_once: 10, per_minute: 6 }, MonoMs(0));
        assert!(left.take(10, MonoMs(0)) && !left.take(1, MonoMs(9_999)));
        assert!(left.take(1, MonoMs(10_000)) && !left.take(1, MonoMs(10_000)));
        assert!(!left.take(11, MonoMs(10_000_000)) && left.take(10, MonoMs(10_000_000)));
    }
}
