//! The gateway as a process between a device on a pty, a real broker, and a hub that the test plays.

pub mod broker;
pub mod hub;
pub mod offline;
pub mod oximeter;
pub mod process;
