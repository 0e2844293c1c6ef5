//! A home's way to the broker.

/// What holds until when, ms.
#[derive(Debug, Default)]
pub struct Link {
    pub cut_until_ms: u64,
    pub half_open_until_ms: u64,
    pub slow_until_ms: u64,
    pub slow_ms: u64,
    pub repeats_until_ms: u64,
    /// When what keeps its order arrives at the earliest, ms.
    pub in_order_ms: u64,
    /// Counts connections: what is on its way belongs to one.
    pub connection: u64,
    /// A connection is being made.
    pub connecting: bool,
}

impl Link {
    pub fn is_cut(&self, now_ms: u64) -> bool {
        now_ms < self.cut_until_ms
    }

    /// Nothing passes, whoever knows of it.
    pub fn is_dead(&self, now_ms: u64) -> bool {
        self.is_cut(now_ms) || now_ms < self.half_open_until_ms
    }

    pub fn is_slow(&self, now_ms: u64) -> bool {
        now_ms < self.slow_until_ms
    }

    pub fn repeats(&self, now_ms: u64) -> bool {
        now_ms < self.repeats_until_ms
    }

    /// All is well.
    pub fn heal(&mut self) {
        (self.cut_until_ms, self.half_open_until_ms, self.slow_until_ms, self.repeats_until_ms) = (0, 0, 0, 0);
    }
}
