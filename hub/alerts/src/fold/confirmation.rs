//! By how many values a stream confirms one that rings at once.

use crate::budget::{CONFIRM_MS, CONFIRM_OF, CONFIRM_TIMES, SLOW_CONFIRM_MS, SLOW_CONFIRM_OF, SLOW_CONFIRM_TIMES};

/// How many of how many good values within a time confirm one.
#[derive(Debug, Clone, Copy)]
pub(super) struct Confirmation {
    pub times: usize,
    pub of: usize,
    pub within_ms: i64,
}

/// By how many of how many values a stream of this cadence confirms one: as many as it shows within [`CONFIRM_MS`]. Of one that
/// shows two, another one has to say the same: a single wild value is as common there, and waiting costs less than the time
/// that confirms others. `None` for what measures more seldom: a pressure of 70 must not wait for the next.
pub(super) const fn confirmed_by(cadence_ms: u32) -> Option<Confirmation> {
    if shows_a_confirmation(cadence_ms) {
        Some(Confirmation { times: CONFIRM_TIMES, of: CONFIRM_OF, within_ms: CONFIRM_MS })
    } else if cadence_ms > 0 && cadence_ms as i64 * SLOW_CONFIRM_TIMES as i64 <= CONFIRM_MS {
        Some(Confirmation { times: SLOW_CONFIRM_TIMES, of: SLOW_CONFIRM_OF, within_ms: SLOW_CONFIRM_MS })
    } else {
        None
    }
}

/// True when a stream of this cadence has enough values in time to confirm one.
pub(crate) const fn shows_a_confirmation(cadence_ms: u32) -> bool {
    cadence_ms > 0 && cadence_ms as i64 * CONFIRM_OF as i64 <= CONFIRM_MS
}
