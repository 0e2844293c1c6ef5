//! Simulated bodies, and devices that speak their real protocols.
//!
//! One program with three commands:
//! * `hearth-sim home` plays one home's devices: each writes its own protocol, in real
//!   time, on a pty that a gateway opens like a serial port;
//! * `hearth-sim fleet` plays whole homes over MQTT, with receipts and resending, for load
//!   tests and demonstrations;
//! * `hearth-sim sink` only counts what a fleet sends: the figure with which a hub is compared.
//!
//! The core is pure: a [`body`] and a [`device`] take the time as an argument, so one seed gives the same bytes on every
//! machine. Only [`home`], [`fleet`] and [`sink`] read a clock. This crate does not use the gateway's decoders: what it
//! writes follows the makers' documents, so that the two do not agree merely because they share a mistake.

pub mod body;
pub mod cli;
pub mod device;
pub mod fleet;
pub mod home;
pub mod scenario;
pub mod sink;
