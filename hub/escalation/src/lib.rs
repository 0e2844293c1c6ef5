//! Escalation: an alert that nobody answers climbs a ladder of people until somebody does.
//!
//! It is pure: no clock, no file, no thread. The caller says which alerts are open ([`Open`]), who can be reached
//! ([`Reachable`]) and what both of the hub's clocks show; [`Escalation::advance`] gives the [`Step`]s. The caller stores them
//! with the changed [`Climb`]s in one transaction, and only then tells people and replaces its [`Escalation`] by the changed
//! copy. So a step that was decided and not stored is decided again, and one that was stored is never taken twice.
//!
//! ```text
//! raised ─ rung 1 ─ 60 s ─ rung 2 ─ 60 s ─ rung 3 ─ ... ─ last rung            (a high alert)
//!            │               └ nobody can hear it: the next rung at once, and a fault of the hub
//!            └ acknowledged: no further rung; a reminder each 10 min while the condition is active
//!                 └ it became more urgent: from rung 1 again, as the next round
//! ```
//!
//! What is asked at each call is "what is due?", never "what has just happened?". Each rung of a round has one due instant,
//! which follows from the one before it and not from when the hub got round to it: a hub that was down for five minutes
//! takes all the steps that it missed, in order, and is then where it would have been.
//!
//! Durations run on the *monotonic* clock, so that a step of the wall clock changes none of them. Over a restart they live
//! on as wall instants ([`StoredClimb`]), of which no one is believed to be further away than its own whole duration: a wall clock
//! that was set back while the hub was down can delay a rung by one step at most.
//!
//! One [`Escalation`] serves one site. The parts: [`budget`], the constants and the arguments for them; [`post`], whom a rung
//! reaches; [`ladder`], which rungs there are and when; [`climb`], how far one alert has come; [`delivery`], what became of
//! a rung; [`pause`], when it neither climbs nor sounds; [`quiet`], what pauses all alerts of a kind for hours; [`step`], what
//! happened.

pub mod budget;
pub mod climb;
pub mod delivery;
mod due;
mod escalation;
pub mod ladder;
pub mod open;
pub mod pause;
pub mod post;
pub mod quiet;
pub mod step;

pub use climb::{Climb, Fired, StoredClimb};
pub use delivery::{Delivery, Reached, Receipt};
pub use escalation::Escalation;
pub use ladder::{Ladder, LadderError, Ladders};
pub use open::{Open, Reachable};
pub use pause::{Pause, PauseError, Reason, Resumed, StoredPause};
pub use post::{Post, Posts};
pub use quiet::{Context, Ended, Quiet, QuietError, QuietWish, Quieted, StoredQuiet};
pub use step::{Step, To, Unheard, What};
