//! The promises of escalation, each kept by a test.
//!
//! * `scenarios`: stories in `scenarios/*.toml` that a nurse can read and add to;
//! * `vectors`: clinical test vectors from outside;
//! * `refused`: a ladder that would leave somebody alone cannot be built;
//! * `together`: the alert engine and the ladder, with what is quiet between them;
//! * `once`: each rung fires once and on time, whatever happens to hub, clock and screens.
//!
//! All of them drive it through `rig`: a hub in miniature, with both clocks, a store, screens and restarts.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on says so loudly")]

mod once;
mod pauses;
mod quiets;
mod refused;
mod rig;
mod scenarios;
mod together;
mod vectors;
