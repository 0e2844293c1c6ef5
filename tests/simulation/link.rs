//! The link of a home to the broker.

/// Until when each fault of the link lasts, ms.
#[derive(Debug, Default)]
pub struct Link {
    pub cut_until_ms: u64,
    pub half_open_until_ms: u64,
    pub slow_until_ms: u64,
    pub slow_ms: u64,
    pub repeats_until_ms: u64,
    /// The earliest arrival of the next message that must keep its order, ms.
    pub in_order_ms: u64,
    /// Number of the present connection: a message on its way belongs to one connection.
    pub connection: u64,
    /// True while a connection is being made.
    pub connecting: bool,
}

impl Link {
    pub fn is_cut(&self, now_ms: u64) -> bool {
        now_ms < self.cut_until_ms
    }

    /// True when nothing passes, whether or not anyone has noticed.
    pub fn is_dead(&self, now_ms: u64) -> bool {
        self.is_cut(now_ms) || now_ms < self.half_open_until_ms
    }

    pub fn is_slow(&self, now_ms: u64) -> bool {
        now_ms < self.slow_until_ms
    }

    pub fn repeats(&self, now_ms: u64) -> bool {
        now_ms < self.repeats_until_ms
    }

    /// Ends all faults.
    pub fn heal(&mut self) {
        (self.cut_until_ms, self.half_open_until_ms, self.slow_until_ms, self.repeats_until_ms) = (0, 0, 0, 0);
    }
}
