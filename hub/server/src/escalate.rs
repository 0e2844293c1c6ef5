//! Who is told of an alert that nobody answers: the shell of the pure machine in `hub/escalation`.
//!
//! One loop ([`task`]): it awaits a change of an alert, a deadline or a screen's receipt, asks the machine on a copy what
//! follows, commits the steps, and only then tells screens and takes the copy. Alerts are read from the store, after their
//! own commit; nothing of the engine's loop is touched, and none of the two waits for the other.
//!
//! A database that does not answer stops the ladder: nobody is told of a step that is not recorded. The hub's own alert
//! about the database is on every screen then, and what was due fires at once when it answers again.
//!
//! [`reach`] and [`show`] are pure: who can be reached by the screens that are open; a climb as screens see it.

mod reach;
mod show;
mod task;

use crate::auth::role::Role;
use crate::feed::Feed;
use hearth_escalation::{Ladders, Posts};
use hearth_store::{Store, StoreError};
use tokio::sync::watch;
use tokio::task::JoinHandle;
use uuid::Uuid;

/// After a start it is not known for this long who can be reached (ms): screens come back within seconds.
pub const SETTLING_MS: u64 = 10_000;

/// What the loop needs.
pub struct Parts {
    /// The store.
    pub store: Store,
    /// The screens.
    pub feed: Feed,
    /// The ladders of the site.
    pub ladders: Ladders,
    /// How long after the start it is not known who can be reached, ms.
    pub settling_ms: u64,
    /// True when the hub is stopping.
    pub stop: watch::Receiver<bool>,
}

/// Logs which rungs nobody of the staff could ever hear: they would be passed over. Nothing is refused for it, because
/// somebody may be given the role at any time.
pub async fn tell_unheld(store: &Store, ladders: &Ladders) {
    let Ok(staff) = store.all_staff().await else { return };
    let roles = staff.iter().filter_map(|one| Role::from_key(&one.role));
    let held = Posts::of(roles.flat_map(|role| reach::posts_of(Uuid::nil(), role, None).iter().collect::<Vec<_>>()));
    if staff.is_empty() {
        return;
    }
    for (priority, rung, posts) in ladders.unheld(held) {
        tracing::warn!(%priority, rung, %posts, "nobody has the role that a rung tells: it is passed over until somebody has");
    }
}

/// Takes up what is stored, and starts the loop. It ends when the hub stops.
///
/// # Errors
/// As every statement of the store.
pub async fn start(parts: Parts) -> Result<JoinHandle<()>, StoreError> {
    Ok(tokio::spawn(task::Task::restore(parts).await?.run()))
}
