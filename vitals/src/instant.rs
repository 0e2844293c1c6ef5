//! Times as types: wall time says when something happened, monotonic time measures durations, and an anchor ties one to
//! the other.

use crate::id::BootId;
use serde::{Deserialize, Serialize};

/// Wall-clock time: milliseconds since 1970-01-01T00:00:00Z.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct WallMs(pub i64);

/// Monotonic time: milliseconds since some moment of one boot. It also counts while the machine sleeps.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct MonoMs(pub u64);

/// What the device's own clock showed, in milliseconds since 1970-01-01, read as if it were UTC. A device clock has no time
/// zone and is often wrong. It is stored, but never used to place a reading that also has a gateway time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct DeviceTime(pub i64);

impl WallMs {
    /// `self` moved by `ms` milliseconds.
    #[must_use]
    pub const fn plus(self, ms: i64) -> WallMs {
        WallMs(self.0.saturating_add(ms))
    }

    /// Milliseconds from `earlier` to `self`; negative when `self` is the earlier one.
    pub const fn since(self, earlier: WallMs) -> i64 {
        self.0.saturating_sub(earlier.0)
    }
}

impl MonoMs {
    /// Milliseconds from `earlier` to `self`, 0 when `self` is not later.
    pub const fn since(self, earlier: MonoMs) -> u64 {
        self.0.saturating_sub(earlier.0)
    }

    /// `self` moved forward by `ms` milliseconds.
    #[must_use]
    pub const fn plus(self, ms: u64) -> MonoMs {
        MonoMs(self.0.saturating_add(ms))
    }
}

/// How far a wall clock can be trusted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[repr(u8)]
pub enum ClockQuality {
    /// Compared with a trusted source within the last hour.
    Synchronised = 1,
    /// Plausible, but not compared lately.
    Drifting = 2,
    /// Never set since boot (1970, or before this program was built).
    Unknown = 3,
}

impl ClockQuality {
    /// The quality with this wire code, if there is one.
    pub const fn from_code(code: u8) -> Option<ClockQuality> {
        match code {
            1 => Some(ClockQuality::Synchronised),
            2 => Some(ClockQuality::Drifting),
            3 => Some(ClockQuality::Unknown),
            _ => None,
        }
    }
}

/// What both clocks of a gateway showed at one instant. It places every record of its boot in time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Anchor {
    /// The boot whose monotonic clock this is.
    pub boot: BootId,
    /// The monotonic clock, ms.
    pub mono: MonoMs,
    /// The wall clock at the same moment, ms.
    pub wall: WallMs,
    /// How far that wall clock could be trusted.
    pub quality: ClockQuality,
    /// The error known at this moment: the true time is within this many ms before or after `wall`.
    pub uncertainty_ms: u32,
}

impl Anchor {
    /// The wall time of another monotonic instant of the same boot.
    pub const fn place(&self, mono: MonoMs) -> WallMs {
        // Both fit in 63 bits for 292 million years; saturating arithmetic makes hostile input harmless.
        let ahead = mono.0.saturating_sub(self.mono.0);
        let behind = self.mono.0.saturating_sub(mono.0);
        let ahead = if ahead > i64::MAX as u64 { i64::MAX } else { ahead as i64 };
        let behind = if behind > i64::MAX as u64 { i64::MAX } else { behind as i64 };
        WallMs(self.wall.0.saturating_add(ahead).saturating_sub(behind))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_anchor_places_instants_before_and_after_it() {
        let anchor = Anchor {
            boot: BootId(1),
            mono: MonoMs(10_000),
            wall: WallMs(1_800_000_000_000),
            quality: ClockQuality::Synchronised,
            uncertainty_ms: 20,
        };
        assert_eq!(anchor.place(MonoMs(12_500)), WallMs(1_800_000_002_500));
        assert_eq!(anchor.place(MonoMs(0)), WallMs(1_799_999_990_000));
        assert_eq!(anchor.place(MonoMs(u64::MAX)), WallMs(i64::MAX));
    }
}
