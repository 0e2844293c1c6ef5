//! What must hold of a run of Hearth, whoever ran it. The simulation calls these functions; the chaos run over real
//! processes writes a [`history::History`] to a file and gives it to `hearth-check`.
//!
//! Pure functions over what devices said, what the store holds, what screens showed, what people did, and what was written
//! down. Each returns what it found, with a `Display` in plain words; if it finds nothing, the promise is kept. This crate
//! uses none of Hearth's own crates, so that its proof comes from outside.

pub mod alerts;
pub mod history;
pub mod losses;
pub mod persons;
pub mod readings;

use serde::{Deserialize, Serialize};

/// A stretch of time in ms since 1970; both ends belong to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stretch {
    /// Its first instant.
    pub from_ms: i64,
    /// Its last instant.
    pub until_ms: i64,
}

impl Stretch {
    /// From one instant to another.
    pub const fn new(from_ms: i64, until_ms: i64) -> Stretch {
        Stretch { from_ms, until_ms }
    }

    /// True when the instant lies in it.
    pub const fn holds(&self, at_ms: i64) -> bool {
        at_ms >= self.from_ms && at_ms <= self.until_ms
    }
}
