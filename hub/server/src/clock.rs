//! The hub's two clocks. Only the shells of this process call these.

use hearth_alerts::Now;
use hearth_vitals::{MonoMs, WallMs};
use nix::time::{ClockId, clock_gettime};

/// The source of time for a shell. It is a value, so that the engine can run on a simulated one.
#[derive(Debug, Clone, Copy)]
pub struct Clock(pub fn() -> Now);

impl Clock {
    /// The clock of this machine.
    pub const SYSTEM: Clock = Clock(now);

    /// Both clocks at once, for the alert engine.
    pub fn now(self) -> Now {
        self.0()
    }

    /// The wall clock now, ms since 1970.
    pub fn wall_ms(self) -> WallMs {
        self.now().wall
    }

    /// The monotonic clock now, ms.
    pub fn mono_ms(self) -> MonoMs {
        self.now().mono
    }
}

fn read(clock: ClockId) -> (i64, i64) {
    // Both clocks exist on every Linux this program runs on.
    clock_gettime(clock).map_or((0, 0), |time| (time.tv_sec(), time.tv_nsec()))
}

/// The wall clock of this machine now, ms since 1970.
pub fn wall_ms() -> WallMs {
    let (seconds, nanos) = read(ClockId::CLOCK_REALTIME);
    WallMs(seconds * 1_000 + nanos / 1_000_000)
}

/// Monotonic clock that runs on in sleep: a deadline does not stop with a suspended hub.
pub fn mono_ms() -> MonoMs {
    let (seconds, nanos) = read(ClockId::CLOCK_BOOTTIME);
    MonoMs((seconds * 1_000 + nanos / 1_000_000).unsigned_abs())
}

/// Both clocks at once, for the alert engine.
pub fn now() -> Now {
    Now { wall: wall_ms(), mono: mono_ms() }
}
