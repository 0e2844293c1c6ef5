//! What time it is, and how certain that is.
//!
//! Durations and times of records use CLOCK_BOOTTIME, which nobody can set and which also runs while the machine sleeps.
//! Wall time is only known through an *anchor*, which ties the two together. The best source is used: the system clock
//! while a time service keeps it; else the hub's clock, as its receipts show it; else the system clock, as drifting, or as
//! unknown when it was clearly never set.

mod keeper;
mod system;

pub use keeper::{Now, Timekeeper};
pub use system::SystemClock;
