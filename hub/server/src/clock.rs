//! The hub's two clocks. Only the shells of this process call these.

use hearth_vitals::{MonoMs, WallMs};
use nix::time::{ClockId, clock_gettime};

fn read(clock: ClockId) -> (i64, i64) {
    // Both clocks exist on every Linux this program runs on.
    clock_gettime(clock).map_or((0, 0), |time| (time.tv_sec(), time.tv_nsec()))
}

/// Wall clock.
pub fn wall_ms() -> WallMs {
    let (seconds, nanos) = read(ClockId::CLOCK_REALTIME);
    WallMs(seconds * 1_000 + nanos / 1_000_000)
}

/// Monotonic clock that runs on in sleep: a deadline does not stop with a suspended hub.
pub fn mono_ms() -> MonoMs {
    let (seconds, nanos) = read(ClockId::CLOCK_BOOTTIME);
    MonoMs((seconds * 1_000 + nanos / 1_000_000).unsigned_abs())
}

/// Both at once, for the alert engine.
pub fn now() -> hearth_alerts::Now {
    hearth_alerts::Now { wall: wall_ms(), mono: mono_ms() }
}
