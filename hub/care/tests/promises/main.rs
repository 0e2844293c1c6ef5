//! What nurses are promised of shifts and of the watch.
#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

mod properties;
mod rig;
mod watch;
