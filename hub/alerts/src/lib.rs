//! The alert engine: (state, event, now) -> transitions and the next wake.
//!
//! It is pure. No clock, no file, no thread: the caller gives both hub clocks as
//! [`Now`], stores the returned [`Transition`]s in the same database transaction as
//! the readings, and swaps the changed copy of the [`Episode`] in after the COMMIT.
//!
//! Alerts are *level-triggered*. What is asked at every value is "does the condition
//! hold?", never "did it just begin?". A gap, a restart, a duplicate, a reordered or
//! late value, or a step of a clock can therefore delay a judgement, but cannot turn
//! an active condition into silence. In particular:
//!
//! * a missing value clears nothing: an active condition stays active, and the silence
//!   gets a technical alert of its own;
//! * only values that are measured later than all known ones move the live judgement;
//!   older ones fill gaps and are judged as history ([`Alert::while_offline`]);
//! * an alert ends by a person ([`Actor::Person`]) or by a named rule ([`Actor::Rule`]);
//! * the priority of an open alert rises or stays; a rise voids an acknowledgement.
//!
//! The parts: [`rule`] what can be wrong; [`limit`] when a value is wrong; [`budget`]
//! the constants, argued; [`alert`] the state of one alert; [`episode`] one stay of a
//! patient; [`system`] the hub's own faults.
//!
//! Delays run in the time of *measurement*, so that the same samples give the same
//! verdict whenever they arrive. Silence, rises and automatic closing run on the hub's
//! *monotonic* clock, so that a step of the wall clock moves none of them.

pub mod alert;
mod board;
pub mod budget;
pub mod episode;
pub mod limit;
pub mod rule;
pub mod system;
pub mod words;

pub use alert::{ActError, Actor, Alert, AlertId, Now, StaffId, Subject, Transition};
pub use episode::{ByHand, Episode, Expected, FrameAt};
pub use limit::{Limit, LimitError, Limits, Side};
pub use rule::Rule;
pub use system::System;
pub use words::{By, Change, Condition, Kind, Priority, Response, Why};
