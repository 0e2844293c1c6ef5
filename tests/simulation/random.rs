//! All randomness, drawn from one seed.

use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

/// The randomness of one part of the world: how much one part draws does not change what the others get.
pub struct Dice(ChaCha8Rng);

impl Dice {
    /// The randomness of part number `part`.
    pub fn new(seed: u64, part: u64) -> Dice {
        let mut dice = ChaCha8Rng::seed_from_u64(seed);
        dice.set_stream(part);
        Dice(dice)
    }

    /// A number from `low` to `high` (excluded); `low` if there is none.
    pub fn between(&mut self, low: u64, high: u64) -> u64 {
        if high <= low { low } else { self.0.random_range(low..high) }
    }

    /// True once in `of` times, on average.
    pub fn one_in(&mut self, of: u64) -> bool {
        self.between(0, of) == 0
    }

    /// True in `chance` of a thousand cases, on average.
    pub fn per_mille(&mut self, chance: u64) -> bool {
        self.between(0, 1_000) < chance
    }

    /// One of these.
    pub fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.between(0, from.len() as u64) as usize]
    }
}
