//! What is promised of those who care: shifts and the watch (`promises`), what is owed (`tasks`), and dispatch.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test may fail loudly")]

mod dispatch;
mod promises;
mod tasks;
