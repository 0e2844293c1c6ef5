//! What the outbox promises, on simulated disks that fail; each file answers one question.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails loudly, in its helpers too")]

mod damage;
mod format_v1;
mod full;
mod io_errors;
mod model;
mod ordinary;
mod support;
