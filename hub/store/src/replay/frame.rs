//! A frame as it was judged.

use hearth_vitals::{DeviceId, Reading, WallMs};

/// A frame as it was judged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredFrame {
    /// The device that measured it.
    pub device: DeviceId,
    /// When it was measured.
    pub at: WallMs,
    /// When the hub received it.
    pub received: WallMs,
    /// Its stream and number, which order what arrived in the same millisecond.
    pub order: (i32, i64),
    /// All readings, also those without a value.
    pub readings: Vec<Reading>,
}

impl StoredFrame {
    /// What the order of arrival goes by.
    pub fn key(&self) -> (WallMs, i32, i64) {
        (self.received, self.order.0, self.order.1)
    }
}
