//! What time it is, and how sure that is.
//!
//! Durations and record times run on CLOCK_BOOTTIME, which no one sets and which runs on
//! in sleep. Wall time is only ever an *anchor* beside it. The best source wins: the
//! system clock while a time service keeps it; else the hub's clock as its receipts show
//! it; else the system clock, drifting, or unknown when it was plainly never set.

mod keeper;
mod system;

pub use keeper::{Now, Timekeeper};
pub use system::SystemClock;
