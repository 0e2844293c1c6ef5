//! Simulated time: the clock of a paused tokio runtime, which jumps to the next moment that anything waits for. Nothing
//! here reads the machine's clock.

use hearth_alerts::Now;
use hearth_vitals::{MonoMs, WallMs};
use std::cell::Cell;
use tokio::time::Instant;

/// The wall time at which every world begins, ms since 1970.
pub const EPOCH_MS: i64 = 1_795_000_000_000;
/// How long the hub's machine has been running when the world begins, ms.
const HUB_UP_MS: u64 = 40_000_000;

thread_local! {
    static BEGUN: Cell<Option<Instant>> = const { Cell::new(None) };
}

/// Begins a new world in this thread.
pub fn begin() {
    BEGUN.set(Some(Instant::now()));
}

/// Time since the world began, ms.
pub fn elapsed_ms() -> u64 {
    BEGUN.get().map_or(0, |begun| begun.elapsed().as_millis() as u64)
}

/// A moment of this world, to wait for.
pub fn instant(at_ms: u64) -> Instant {
    BEGUN.get().unwrap_or_else(Instant::now) + std::time::Duration::from_millis(at_ms)
}

/// What a correct wall clock shows.
pub fn truth(at_ms: u64) -> WallMs {
    WallMs(EPOCH_MS + at_ms as i64)
}

/// What the hub's clocks show now.
pub fn hub_now() -> Now {
    let at_ms = elapsed_ms();
    Now { wall: truth(at_ms), mono: MonoMs(HUB_UP_MS + at_ms) }
}

/// Writes the time of the world, in s, in front of log lines.
pub struct Simulated;

impl tracing_subscriber::fmt::time::FormatTime for Simulated {
    fn format_time(&self, out: &mut tracing_subscriber::fmt::format::Writer<'_>) -> std::fmt::Result {
        let at_ms = elapsed_ms();
        write!(out, "{:>4}.{:03}", at_ms / 1_000, at_ms % 1_000)
    }
}
