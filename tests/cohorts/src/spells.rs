//! Spells: stretches of time in which something is so, one after the other.

use crate::DAY_MS;
use crate::draw::Draw;

/// A stretch of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spell {
    /// Its first instant, ms after the start.
    pub from_ms: u64,
    /// The first instant after it.
    pub until_ms: u64,
    /// What else is drawn for it follows from this.
    pub seed: u64,
}

impl Spell {
    /// Its length, ms.
    pub const fn length_ms(&self) -> u64 {
        self.until_ms - self.from_ms
    }
}

/// All stretches of one kind, in order. To be asked in the order of time.
#[derive(Debug, Clone, Default)]
pub struct Spells {
    list: Vec<Spell>,
    next: usize,
}

impl Spells {
    /// About so many a day until `end_ms`, at moments that nobody can foresee; their lengths (ms) as `length` draws them.
    pub fn a_day(count: f64, end_ms: u64, mut draw: Draw, length: impl Fn(&mut Draw) -> f64) -> Spells {
        let gap_ms = if count > 0.0 { DAY_MS as f64 / count } else { f64::INFINITY };
        Spells::made(end_ms, &mut draw, length, |draw, length_ms| (draw.waiting(gap_ms) - length_ms).max(1_000.0))
    }

    /// Stretches that take this share of the time.
    pub fn of_share(share: f64, end_ms: u64, mut draw: Draw, length: impl Fn(&mut Draw) -> f64) -> Spells {
        let gaps = if share > 0.0 { (1.0 - share) / share } else { f64::INFINITY };
        Spells::made(end_ms, &mut draw, length, |draw, length_ms| draw.waiting(gaps * length_ms))
    }

    fn made(end_ms: u64, draw: &mut Draw, length: impl Fn(&mut Draw) -> f64, gap: impl Fn(&mut Draw, f64) -> f64) -> Spells {
        let (mut list, mut t_ms) = (Vec::new(), 0.0);
        loop {
            let length_ms = length(draw).max(1_000.0);
            t_ms += gap(draw, length_ms);
            if t_ms >= end_ms as f64 {
                return Spells { list, next: 0 };
            }
            list.push(Spell { from_ms: t_ms as u64, until_ms: (t_ms + length_ms) as u64, seed: draw.seed() });
            t_ms += length_ms;
        }
    }

    /// The stretch that holds this instant.
    pub fn at(&mut self, t_ms: u64) -> Option<Spell> {
        while self.list.get(self.next).is_some_and(|spell| spell.until_ms <= t_ms) {
            self.next += 1;
        }
        self.list.get(self.next).copied().filter(|spell| spell.from_ms <= t_ms)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spells_take_the_share_they_were_given() {
        for share in [0.0002, 0.03, 0.1] {
            let spells = Spells::of_share(share, 700 * DAY_MS, Draw::new(5, 1), |draw| draw.waiting(20_000.0));
            let taken: u64 = spells.list.iter().map(Spell::length_ms).sum();
            let found = taken as f64 / (700 * DAY_MS) as f64;
            assert!((found / share - 1.0).abs() < 0.05, "{found} instead of {share}");
        }
    }

    #[test]
    fn spells_are_as_many_a_day_as_asked() {
        let spells = Spells::a_day(4.0, 700 * DAY_MS, Draw::new(5, 2), |draw| draw.stretched(60_000.0, 1_200_000.0));
        let a_day = spells.list.len() as f64 / 700.0;
        assert!((3.8..4.2).contains(&a_day), "{a_day}");
        assert!(Spells::a_day(0.0, DAY_MS, Draw::new(5, 3), |_| 1.0).list.is_empty());
    }
}
