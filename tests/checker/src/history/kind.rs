//! The fixed name of each promise, independent of run, home and count. The list of what is known to be broken uses it.
#![allow(missing_docs, reason = "each says what it is")]

pub const ITS_PATIENTS: &str = "each reading is its patient's";
pub const GAPS_TOLD: &str = "each time in which nothing was collected is reported";
pub const BOOKS: &str = "each number is one row or a recorded loss";
pub const SETS: &str = "as many sets as packets";
pub const NOTHING_LOST: &str = "nothing lost";
pub const NOTHING_TWICE: &str = "nothing twice";
pub const NOTHING_FOREIGN: &str = "nothing that was never said";
pub const AT_ITS_INSTANT: &str = "each at its instant";
pub const IN_ORDER: &str = "in order";
pub const HISTORIES: &str = "each history is complete";
pub const NOTHING_VANISHED: &str = "no alert vanished";
pub const ONE_OPEN: &str = "one open alert for each subject";
pub const ACKNOWLEDGED: &str = "each acknowledgement is in the history";
pub const RANG: &str = "each stretch beyond a limit rang";
pub const IN_TIME: &str = "an alert rings in time";
pub const FOUNDED: &str = "no alert without a value beyond its limit";
pub const NOT_AS_LIVE: &str = "nothing that had already ended rang as live";
pub const EXPECTED: &str = "an expected alert was raised";
