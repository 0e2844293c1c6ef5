//! The room of dispatch: what time makes of incidents, what every screen is shown of them, and what of them rings.
//!
//! Level-triggered: deadlines are steps in the store, so that a look that a stopped hub missed is made up for by the next one.
//! What people do to incidents goes through the API; both decide by `hearth_care::dispatch`, one after the other. One loop
//! ([`task`]) looks each second, and at once when somebody has done something: it writes what time has made of the incidents, shows
//! the board to the screens, and says what is wrong for the loop that raises the hub's own alerts.
//!
//! [`board`] and [`words`] are pure.

mod board;
mod task;
mod words;

use crate::engine::found::Found;
use crate::feed::Feed;
use hearth_store::Store;
use hearth_vitals::MonoMs;
use std::sync::Arc;
use tokio::sync::Notify;
use tokio::sync::watch::Sender;

/// What the loop needs.
pub struct Parts {
    /// The store.
    pub store: Store,
    /// The screens.
    pub feed: Feed,
    /// Where it says what has to ring.
    pub found: Found,
    /// True where an alert that climbs to the dispatcher opens an incident by itself.
    pub opens_incident: bool,
    /// That somebody has done something.
    pub desk: Desk,
    /// When it last looked, for who restarts a hub that hangs.
    pub looked_at: Sender<Option<MonoMs>>,
}

/// The way to the loop; cheap to clone.
#[derive(Debug, Clone, Default)]
pub struct Desk(Arc<Notify>);

impl Desk {
    /// Something of an incident, a unit or a crew has changed: the screens show it at once, and not with the next second.
    pub fn changed(&self) {
        self.0.notify_one();
    }
}

/// Looks again and again, until it is aborted.
pub async fn run(parts: Parts) {
    task::Task::new(parts).run().await;
}
