//! Replay: what is stored of a stay, folded again.
//!
//! It is pure: no clock, no file, no thread. The caller reads the store and hands over frames in the order of their arrival
//! and whatever else happened ([`event`]), and [`Fold`] drives [`hearth_alerts::Episode`] through it as the hub does: woken
//! whenever it asks to be. What it tells is compared with what was told ([`differ`]), or two folds of the same stay, under
//! two profiles, are weighed against each other ([`trial`]).

mod counted;
pub mod differ;
pub mod event;
pub mod fold;
mod nurse;
pub mod ringing;
pub mod swap;
pub mod told;
pub mod trial;

pub use differ::{Compared, Difference, Differs, Slack, compare};
pub use event::{Act, Did, Event, Happened, Quiet, What};
pub use fold::{Answers, Begin, Fold, Instead};
pub use told::{AlertRecord, Step, gather};
