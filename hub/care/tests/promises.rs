//! What nurses are promised of shifts and of the watch.

mod properties;
mod rig;
mod watch;
