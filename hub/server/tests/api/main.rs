//! What the API promises, on a real PostgreSQL and a real HTTP server.
//!
//! Only the watch loop is played ([`rig::desk`]): it applies the real alert engine to what the
//! store holds, and counts how often it was told that the bindings changed.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test may fail loudly")]

mod alerts;
mod equipment;
mod feed;
mod http;
mod limits;
mod measurements;
mod observations;
mod people;
mod rig;
mod roles;
mod surface;
