//! The alert engine: a function of state, event and time that gives transitions, and when to wake it next.
//!
//! It is pure: no clock, no file, no thread. The caller passes both of the hub's clocks as [`Now`], stores the returned
//! [`Transition`]s in the same database transaction as the readings, and replaces the [`Episode`] by the changed copy after
//! the COMMIT.
//!
//! Alerts are *level-triggered*: at every value the question is "does the condition hold?", never "has it just begun?". So
//! a gap, a restart, a duplicate, a value that is late or out of order, or a step of a clock can delay a judgement, but
//! cannot turn an active condition into silence. In particular:
//!
//! * a missing value ends nothing: an active condition stays active, and the silence gets a technical alert of its own;
//! * only values measured later than all known ones change what is judged as present; older ones fill gaps and are judged
//!   as history ([`Alert::while_offline`]);
//! * an alert is ended by a person ([`Actor::Person`]) or by a named rule ([`Actor::Rule`]);
//! * the priority of an open alert can only rise, and a rise makes an acknowledgement void.
//!
//! The parts: [`rule`], what can be wrong; [`limit`], when a value is wrong; `fold`, the one evaluator of it; `timeline`, the
//! values in the order of measurement; [`budget`], the constants and the arguments for them; [`alert`], the state of one
//! alert; [`doing`], what who has one says of it; [`episode`], one stay of a patient; [`system`], the hub's own faults. Rules that look at several vitals, or at a
//! course, are functions: [`rules`], which answer with a [`verdict`];
//! [`signing`] lists what a clinician has to sign; [`admission`] says what can be believed at all; [`burden`], how much a list of alerts asks of people.
//!
//! Delays run in the time of *measurement*, so that the same samples lead to the same verdict whenever they arrive.
//! Silence and rising priorities run on the hub's *monotonic* clock, so that a step of the wall clock
//! changes none of them.

pub mod admission;
pub mod alert;
pub mod budget;
pub mod burden;
mod copied;
pub mod course;
pub mod doing;
pub mod episode;
mod fold;
mod ladder;
pub mod limit;
mod open_alerts;
pub mod profile;
mod quiet;
pub mod rule;
pub mod rules;
pub mod signing;
pub mod system;
mod timeline;
pub mod verdict;
pub mod words;

pub use alert::{ActError, Actor, Alert, AlertId, Now, StaffId, Subject, Transition};
pub use course::{Course, WithoutNews2};
pub use doing::{Doing, Intent, Remind};
pub use episode::{ByHand, EVENTS_LOOK_BACK_MS, Episode, EventAt, Expected, FrameAt, Noted, OwedNow, Past, Stretch, Upkeep};
pub use limit::{Bounds, Limit, LimitError, Limits, Rung, Side};
pub use profile::Template;
pub use quiet::KeptQuiet;
pub use rule::{Rule, SEVERAL_VITALS};
pub use system::System;
pub use words::{Action, By, Change, Condition, Kind, Priority, Response, Why};
