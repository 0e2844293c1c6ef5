//! The engine: its rules (`rules`), and what it promises of alerts (`promises`).
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on says so loudly")]

mod promises;
mod rules;
