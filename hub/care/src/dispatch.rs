//! Dispatch: an incident, the units that are sent to it, and every stamp of the way.
//!
//! It is pure: no clock, no file, no thread. The caller gives the [`Incident`] as its steps tell it, an [`IncidentAct`] of a person, the
//! [`Situation`] and the time; [`Incident::decide`] answers with the [`IncidentStep`]s that follow, or with the reason why not
//! ([`IncidentRefused`]). What time does is asked for with [`Incident::look`]. An incident *is* its steps: [`Incident::take`] folds one
//! in, and nothing else changes an incident, so what is stored and what was decided cannot differ.
//!
//! ```text
//! incident:  received ─ triaged ───────────────────────────────────────────────────────── closed
//!                │          ├─ resolved_remotely ─ closed
//!                └──────────┴─ cancelled ─ closed
//! place:               assigned ─ acknowledged ─ en_route ─ (staging) ─ on_scene ─ at_patient ─ treated_on_scene ─ clear
//!                      reassigned ┘ (another unit has the place)                      └─ transporting ─ at_destination
//!                      └──────── cancelled (stood down), until on_scene ──────┘            └─ care_transferred ─ clear
//! ```
//!
//! Units are sent into **places**: a second unit has a second place. A place keeps its history when another unit takes it over.
//! Read along one place, the states of an incident are a path through one table ([`IncidentState::may_become`]).
//!
//! The parts: [`state`], the table; [`act`] and [`decide`](Incident::decide), what people do; [`step`] and [`incident`], what
//! became of it; [`look`](Incident::look), what time does; [`stamp`], when something happened and who says so; [`clock`], the 30
//! minutes; [`recommend`], which unit, and why; [`trouble`], what has to ring; [`mod@unit`] and [`position`], who can be sent and from where.

pub mod act;
mod amend;
pub mod clock;
mod decide;
pub mod incident;
mod look;
mod outcome;
pub mod position;
pub mod recommend;
mod refused;
pub mod stamp;
pub mod state;
pub mod step;
pub mod trouble;
pub mod unit;

pub use act::IncidentAct;
pub use clock::{ARRIVE_MS, Clock, Still};
pub use incident::{Entry, Incident, Offer, Opening, PLACES_MAX, Place};
pub use outcome::Outcome;
pub use position::{Fix, Position};
pub use recommend::{Reason, Recommended};
pub use refused::IncidentRefused;
pub use stamp::{Doubt, Pressed, Source, Stamp};
pub use state::IncidentState;
pub use step::{IncidentStep, IncidentStepKind};
pub use trouble::{Heard, Trouble};
pub use unit::{Crew, Equipment, IncidentId, Situation, Skill, Unit, UnitId};

/// How long a unit has to confirm an offer before the next one is asked, ms. Emergency services aim at 60 to 90 s from
/// notification to acknowledgement, and each unanswered minute is lost from the half hour to the door.
pub const CONFIRM_MS: i64 = 60_000;
