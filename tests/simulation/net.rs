//! The network and the broker: which messages are on their way, when they arrive, and which never do.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// A message on its way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Parcel {
    /// A gateway published it, over this connection.
    ToHub {
        gateway: usize,
        connection: u64,
        topic: String,
        payload: Vec<u8>,
    },
    /// The hub published it: a receipt.
    ToGateway {
        gateway: usize,
        payload: Vec<u8>,
    },
    /// The gateway learns that it is connected, or no longer connected.
    Connected {
        gateway: usize,
        connection: u64,
    },
    Disconnected {
        gateway: usize,
        connection: u64,
    },
}

#[derive(Debug, PartialEq, Eq)]
struct Due {
    at_ms: u64,
    order: u64,
    parcel: Parcel,
}

impl Ord for Due {
    fn cmp(&self, other: &Due) -> std::cmp::Ordering {
        (self.at_ms, self.order).cmp(&(other.at_ms, other.order))
    }
}

impl PartialOrd for Due {
    fn partial_cmp(&self, other: &Due) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

/// Everything that is on its way, sorted by the time of arrival.
#[derive(Default)]
pub struct Net {
    heap: BinaryHeap<Reverse<Due>>,
    order: u64,
}

impl Net {
    /// Sends a parcel that will arrive at `at_ms`.
    pub fn send(&mut self, at_ms: u64, parcel: Parcel) {
        self.order += 1;
        self.heap.push(Reverse(Due { at_ms, order: self.order, parcel }));
    }

    /// When the next parcel arrives, ms.
    pub fn next_due(&self) -> Option<u64> {
        self.heap.peek().map(|Reverse(due)| due.at_ms)
    }

    /// The next parcel that has arrived by now.
    pub fn take(&mut self, now_ms: u64) -> Option<Parcel> {
        if self.next_due()? > now_ms {
            return None;
        }
        self.heap.pop().map(|Reverse(due)| due.parcel)
    }

    /// Loses everything that is on its way, as a broker that is killed does.
    pub fn forget(&mut self) {
        let kept = std::mem::take(&mut self.heap);
        self.heap =
            kept.into_iter().filter(|Reverse(due)| matches!(due.parcel, Parcel::Connected { .. } | Parcel::Disconnected { .. })).collect();
    }
}
