//! Escalation: tells people one after another of an alert that nobody answers. This is the shell of the pure machine in
//! `hub/escalation`.
//!
//! One loop ([`task`]): it awaits a change of an alert, a deadline or a screen's receipt, asks the machine on a copy what
//! follows, commits the steps, and only then tells screens and takes the copy. Alerts are read from the store, after their
//! own commit; nothing of the engine's loop is touched, and none of the two waits for the other.
//!
//! A database that does not answer stops the ladder: nobody is told of a step that is not recorded. The hub's own alert
//! about the database is on every screen then, and what was due fires at once when it answers again.
//!
//! [`reach`] and [`show`] are pure: who can be reached by the screens that are open and by who is on duty; a climb as
//! screens see it.

mod reach;
mod show;
mod task;

pub use reach::works_as;
pub use show::quiet as shown_quiet;

use crate::auth::right::Right;
use crate::auth::role::Role;
use crate::engine::handle::EngineHandle;
use crate::feed::Feed;
use hearth_escalation::{Ladders, Posts};
use hearth_store::{Store, StoreError};
use tokio::sync::watch;
use tokio::task::JoinHandle;

/// How long after the start it is unknown who can be reached (ms): screens come back within seconds.
pub const SETTLING_MS: u64 = 10_000;

/// The parts that the loop is given at the start.
pub struct Parts {
    /// The store with alerts and their rungs.
    pub store: Store,
    /// The feed, on which people are told.
    pub feed: Feed,
    /// The way to the alert engine: what is quiet, another rule has not told.
    pub engine: EngineHandle,
    /// The ladders of the site.
    pub ladders: Ladders,
    /// How long after the start it is unknown who can be reached, ms.
    pub settling_ms: u64,
    /// True when the hub is stopping.
    pub stop: watch::Receiver<bool>,
}

/// Logs the rungs that no member of staff could ever hear, which would be passed over. This refuses nothing, because somebody may
/// be given the role at any time.
pub async fn tell_unheld(store: &Store, ladders: &Ladders) {
    let Ok(staff) = store.roles_in_force().await else { return };
    let roles = staff.iter().filter_map(|(_, role)| Role::from_key(role));
    let held = Posts::of(roles.flat_map(|role| reach::posts_of_role(role).iter().collect::<Vec<_>>()));
    if staff.is_empty() {
        return;
    }
    for (priority, rung, posts) in ladders.unheld(held) {
        tracing::warn!(%priority, rung, %posts, "nobody has the role that a rung tells: it is passed over until somebody has");
    }
}

/// True if somebody of this role may answer an alert whose rungs have told these posts. Roles that act for patients may answer
/// any alert, others only one that has come to them.
pub fn may_answer(role: Role, told: impl IntoIterator<Item = Posts>) -> bool {
    let own = reach::posts_of_role(role);
    role.has(Right::Care) || (role.has(Right::Answer) && told.into_iter().any(|posts| posts.iter().any(|post| own.has(post))))
}

/// Restores what is stored and starts the loop, which ends when the hub stops.
///
/// # Errors
/// As every statement of the store.
pub async fn start(parts: Parts) -> Result<JoinHandle<()>, StoreError> {
    Ok(tokio::spawn(task::EscalateLoop::restore(parts).await?.run()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_does_not_act_for_patients_answers_what_has_come_to_them_and_nothing_else() {
        let told = |words: &str| words.split(',').map(|rung| rung.parse().unwrap()).collect::<Vec<Posts>>();
        let may = |role, words: &str| may_answer(role, told(words));
        for role in [Role::Nurse, Role::ChargeNurse, Role::Physician] {
            assert!(may(role, ""), "{role:?}");
        }
        let team = "holder,backup,charge_nurse";
        for (role, post) in [(Role::CallAgent, "call_agent"), (Role::Dispatcher, "physician dispatcher")] {
            assert!(!may(role, "") && !may(role, team), "{role:?}");
            assert!(may(role, &format!("{team},{post}")) && may(role, &format!("{team},everyone")), "{role:?}");
        }
        assert!(!may(Role::CallAgent, "physician dispatcher") && !may(Role::Dispatcher, "call_agent"));
        assert!(!may(Role::Technician, "everyone") && !may(Role::Administrator, "everyone"));
    }
}
