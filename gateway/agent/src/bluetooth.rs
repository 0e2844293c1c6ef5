//! Bluetooth Low Energy: one radio for all devices of this gateway.
//!
//! ```text
//! BlueZ <-> bluez (D-Bus) <-> mirror -> events -> radio (machines) -> orders, news
//! ```
//! [`radio`] and the [`machine`] of each device are pure: what happened and when goes in, orders to the radio and news for the agent come
//! out. [`transport`] is what stands between them and a radio; [`bluez`] is the one that is real. [`task`] only hands things over.
//!
//! A device is asleep most of the time, and awake for seconds. So the radio listens always, only for what is configured, and connects
//! to whatever of it shows itself: one at a time, because BlueZ does no more, and as many at once as there are [`radio::SLOTS`].
//! Each connection is prepared in the same order ([`plan`]): the device's clock is read before it is set, and both before anything is
//! asked of it, because a stored measurement is dated by the first and many devices switch off with the last.

mod address;
pub mod bluez;
pub mod machine;
mod mirror;
mod plan;
pub mod radio;
mod task;
pub mod transport;

pub use address::Address;
pub use task::{Command, run, start};
