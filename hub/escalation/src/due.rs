//! Deadlines: instants of the monotonic clock, written down as wall instants.

use hearth_alerts::Now;
use hearth_vitals::{MonoMs, WallMs};

/// An instant of the monotonic clock (ms); negative if it was before this machine started.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Due(i64);

impl Due {
    pub fn now(now: Now) -> Due {
        Due(i64::try_from(now.mono.0).unwrap_or(i64::MAX))
    }

    /// An instant that the wall clock showed; never later than now.
    pub fn since(wall: WallMs, now: Now) -> Due {
        Due::now(now).plus(-now.wall.since(wall).max(0))
    }

    /// A stored deadline. It lies at most `within_ms` from now: otherwise a wall clock that was set back meanwhile would put it
    /// off by as much.
    pub fn restore(wall: WallMs, within_ms: i64, now: Now) -> Due {
        Due::now(now).plus(wall.since(now.wall).min(within_ms))
    }

    pub const fn plus(self, ms: i64) -> Due {
        Due(self.0.saturating_add(ms))
    }

    pub fn is_over(self, now: Now) -> bool {
        self <= Due::now(now)
    }

    /// The same instant as the wall clock shows it now.
    pub fn wall(self, now: Now) -> WallMs {
        now.wall.plus(self.0.saturating_sub(Due::now(now).0))
    }

    pub fn wake(self) -> MonoMs {
        MonoMs(self.0.max(0).unsigned_abs())
    }
}
