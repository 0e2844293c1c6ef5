//! Reads back what a stay was judged by, for a replay: frames in the order of their arrival, and whatever else happened.
//!
//! Nothing here is read by the loop that judges. [`frames`] streams, because a week of one patient is a million rows;
//! everything else of one stay is a few hundred rows at most.

mod frame;
pub mod frames;
mod packed;
mod reached;
mod runs;
mod stays;
mod told;

pub use frame::StoredFrame;
pub use reached::Unreached;
pub use runs::HubRun;
pub use stays::{BoundSpan, LimitsChange, ObservedThen, QuietSpan, StayRow};
