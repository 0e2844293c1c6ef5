//! The names of all promises: those of the checker, and those that only a simulated world can judge.
#![allow(dead_code, unused_imports, reason = "a list of names; each program that has it uses some")]

pub use hearth_checker::history::kind::*;

pub const NO_PANIC: &str = "no process panics";
pub const DRAINS: &str = "everything drains";
pub const ACCEPTED: &str = "what was accepted is stored, or its loss is recorded";
pub const WAITS_FOR_THE_TIME: &str = "readings wait for a clock that is right";
pub const LOSSES_HAVE_A_CAUSE: &str = "each loss has a cause";
pub const NOT_CALMED: &str = "no alert becomes less urgent";
pub const OF_ITS_PATIENT: &str = "an alert has a reading of its own patient behind it";
pub const OVER_IS_OVER: &str = "what has ended is not shown as going on";
pub const TWINS_TOLD: &str = "a gateway that runs twice is announced";
pub const SHOWN_IS_STORED: &str = "the screens show what is stored";

/// A promise that a world has broken.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
    /// The promise's name.
    pub promise: String,
    /// What breaks it.
    pub what: String,
}

impl Finding {
    pub fn new(promise: &str, what: impl Into<String>) -> Finding {
        Finding { promise: promise.to_owned(), what: what.into() }
    }
}

impl std::fmt::Display for Finding {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", self.promise, self.what)
    }
}
