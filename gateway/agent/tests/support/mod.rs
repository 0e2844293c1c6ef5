//! The gateway as a process between a device on a pty, a real broker and a hub that is
//! played here.
#![allow(dead_code, reason = "each test program uses its part")]

pub mod broker;
pub mod hub;
pub mod oximeter;
pub mod process;
