//! The gateway as a process between a device on a pty, a real broker and a hub that is
//! played here.

pub mod broker;
pub mod hub;
pub mod offline;
pub mod oximeter;
pub mod process;
