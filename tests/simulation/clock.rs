//! Simulated time: the clock of a paused tokio runtime, which jumps to the next thing that
//! anybody waits for. Nothing here reads the machine's clock.

use hearth_alerts::Now;
use hearth_vitals::{MonoMs, WallMs};
use std::cell::Cell;
use tokio::time::Instant;

/// Wall time at which every world begins.
pub const EPOCH_MS: i64 = 1_795_000_000_000;
/// The hub's machine has been up for this long.
const HUB_UP_MS: u64 = 40_000_000;

thread_local! {
    static BEGUN: Cell<Option<Instant>> = const { Cell::new(None) };
}

/// A new world begins in this thread.
pub fn begin() {
    BEGUN.set(Some(Instant::now()));
}

/// Since the world began, ms.
pub fn elapsed_ms() -> u64 {
    BEGUN.get().map_or(0, |begun| begun.elapsed().as_millis() as u64)
}

/// A moment of this world, to wait for.
pub fn instant(at_ms: u64) -> Instant {
    BEGUN.get().unwrap_or_else(Instant::now) + std::time::Duration::from_millis(at_ms)
}

/// What a right clock shows.
pub fn truth(at_ms: u64) -> WallMs {
    WallMs(EPOCH_MS + at_ms as i64)
}

/// The hub's clocks.
pub fn hub_now() -> Now {
    let at_ms = elapsed_ms();
    Now { wall: truth(at_ms), mono: MonoMs(HUB_UP_MS + at_ms) }
}

/// Stamps log lines with the time of the world, s.
pub struct Simulated;

impl tracing_subscriber::fmt::time::FormatTime for Simulated {
    fn format_time(&self, out: &mut tracing_subscriber::fmt::format::Writer<'_>) -> std::fmt::Result {
        let at_ms = elapsed_ms();
        write!(out, "{:>4}.{:03}", at_ms / 1_000, at_ms % 1_000)
    }
}
