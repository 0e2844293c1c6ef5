//! What the simulator promises: bodies that are plausible and reproducible, devices whose bytes mean what it says it sent,
//! homes on real ptys, fleets on a real broker.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail loudly")]

mod arguments;
mod body;
mod devices;
mod fleet;
mod home;
mod scenario;
mod support;
