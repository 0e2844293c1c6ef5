//! What people do around a patient: shifts, and who holds the watch of each stay; tasks ([`tasks`]), what is owed to a
//! patient until when; and incidents ([`dispatch`]), to which units are sent.
//!
//! It is pure: no clock, no file, no thread. The caller gives the [`Ward`] as it is stored, a [`WardAct`] of a person and the
//! time; [`Ward::decide`] answers with [`WardStep`]s, or with the reason why not ([`WardRefused`]). The caller stores the steps and the
//! changed rows in one transaction, and only then tells anybody.
//!
//! ```text
//! planned ─ from ─ runs ─ until ─ over                       (it holds no stay)
//!    │              │       └──── overdue ─ handed over ─ over (it holds stays: they keep their holder, and that is told)
//!    └ cancelled    └ ended by its person or the charge nurse; refused while it holds stays
//! ```
//!
//! **A stay that has a holder never loses it to nobody**: no act takes a holder away without naming the next one, and time
//! takes nobody away at all. What time does is told ([`Coverage`]): stays without a holder, holders who are signed in nowhere,
//! shifts that end with nobody after them, shifts that are over and were not handed over.
//!
//! Times are wall times, because a roster is made of them: a shift ends at seven whatever the hub's clock did at night.

mod act;
mod balance;
mod coverage;
pub mod dispatch;
mod ids;
mod load;
mod plan;
mod refused;
mod severity;
mod shift;
mod step;
pub mod tasks;
mod ward;

pub use act::{Assignment, WardAct, WatchVersion};
pub use balance::{LOAD_MAX, Load, balance, load_of};
pub use coverage::{Coverage, OVERDUE_MS, WARN_MS, gaps};
pub use ids::{ShiftId, StayId};
pub use load::{RINGS_AN_HOUR_MAX, relieve};
pub use refused::WardRefused;
pub use severity::{OpenAlert, Severity, severity};
pub use shift::{Duty, LANGUAGES_MAX, NewShift, Reach, SHIFT_MS_MAX, SHIFT_MS_MIN, Shift};
pub use step::{WardStep, WardStepKind, Why};
pub use ward::{Held, Standing, Ward, Watch};
