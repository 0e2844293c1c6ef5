//! Tests of the intake and the sender against a real broker and against faulty ones.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail loudly")]

mod intake;
mod sender;
mod support;
mod tls;
