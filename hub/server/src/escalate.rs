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

use crate::feed::Feed;
use hearth_escalation::Ladders;
use hearth_store::{Store, StoreError};
use tokio::sync::watch;
use tokio::task::JoinHandle;

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

/// Takes up what is stored, and starts the loop. It ends when the hub stops.
///
/// # Errors
/// As every statement of the store.
pub async fn start(parts: Parts) -> Result<JoinHandle<()>, StoreError> {
    Ok(tokio::spawn(task::Task::restore(parts).await?.run()))
}
