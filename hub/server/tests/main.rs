//! What the hub promises: its loop and its API on a real PostgreSQL, the whole program with its own database and broker,
//! and what attacks on it cost the others.
#![expect(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail loudly")]

mod api;
mod attack;
mod config;
mod decode_batch;
mod embedded;
mod engine;
mod gatekeeper;
mod run;
mod tls;
