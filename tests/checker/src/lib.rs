//! What must hold of a run of Hearth, whoever ran it: the seeded simulation calls these functions, the chaos
//! run over real processes writes a [`history::History`] down and gives it to `hearth-check`.
//!
//! Pure functions over what devices said, what the store holds, what screens showed, what people did and what
//! was written down. Each gives what it found, with a `Display` in plain words; nothing found is the promise
//! kept. This crate knows nothing of Hearth's own crates: what it proves, it proves from the outside.

pub mod alerts;
pub mod history;
pub mod losses;
pub mod persons;
pub mod readings;

use serde::{Deserialize, Serialize};

/// A stretch of time, ms since 1970, both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stretch {
    /// Its beginning.
    pub from_ms: i64,
    /// Its end.
    pub until_ms: i64,
}

impl Stretch {
    /// From one instant to another.
    pub const fn new(from_ms: i64, until_ms: i64) -> Stretch {
        Stretch { from_ms, until_ms }
    }

    /// True when an instant lies in it.
    pub const fn holds(&self, at_ms: i64) -> bool {
        at_ms >= self.from_ms && at_ms <= self.until_ms
    }
}
