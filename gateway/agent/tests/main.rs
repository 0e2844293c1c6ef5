//! What a gateway promises: its state machines on simulated disks and clocks, and the real program on ptys and a broker.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail loudly")]

mod agent;
mod answered;
mod bluetooth;
mod cli;
mod offline;
mod played;
mod process;
mod support;
mod uplink;
