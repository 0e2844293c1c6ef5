//! What the two halves of the broker's client promise, against a real broker and against broken ones.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail loudly")]

mod intake;
mod sender;
mod support;
mod tls;
