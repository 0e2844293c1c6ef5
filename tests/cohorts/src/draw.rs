//! Numbers that look random and follow from a seed.

use hearth_sim::body::unit;

/// A sequence of numbers.
#[derive(Debug, Clone)]
pub struct Draw {
    seed: u64,
    next: u64,
}

impl Draw {
    /// The sequence of this seed and purpose: two purposes share nothing.
    pub fn new(seed: u64, purpose: u64) -> Draw {
        Draw { seed: seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ purpose.wrapping_mul(0xd1b5_4a32_d192_ed03), next: 0 }
    }

    fn signed(&mut self) -> f64 {
        self.next += 1;
        unit(self.seed, self.next)
    }

    /// From 0 to 1.
    pub fn share(&mut self) -> f64 {
        f64::midpoint(self.signed(), 1.0)
    }

    /// From `low` to `high`, each as likely.
    pub fn between(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * self.share()
    }

    /// From `low` to `high`, each order of magnitude as likely: most are short, some are long.
    pub fn stretched(&mut self, low: f64, high: f64) -> f64 {
        low * (high / low).powf(self.share())
    }

    /// A waiting time with this mean.
    pub fn waiting(&mut self, mean: f64) -> f64 {
        -mean * self.share().max(1e-9).ln()
    }

    /// Nearly normal, with mean 0 and deviation 1, never beyond 3.
    pub fn bell(&mut self) -> f64 {
        self.signed() + self.signed() + self.signed()
    }

    /// A seed for something else.
    pub fn seed(&mut self) -> u64 {
        self.next += 1;
        self.seed.rotate_left(17) ^ self.next.wrapping_mul(0xff51_afd7_ed55_8ccd)
    }
}
