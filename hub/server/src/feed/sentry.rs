//! Ends screens of people who may not see them any more: signed out, session run out, disabled, or in another role.
//!
//! One question to the store for all screens together, so that two thousand of them cost what one does. While the store does
//! not answer, screens stay: the wall must be able to say that the database is down.

use super::viewers::Viewers;
use crate::auth::Auth;
use std::time::Duration;
use tokio::sync::watch;
use tokio::time::{MissedTickBehavior, interval};

/// After at most this long a change by another process (a command, a restore) is noticed; one by this hub is noticed at once. A
/// right that is taken away ends within 5 s.
const LOOK_EVERY: Duration = Duration::from_secs(2);

/// Looks until the hub stops.
pub async fn keep(auth: Auth, viewers: Viewers, mut stop: watch::Receiver<bool>) {
    let mut look = interval(LOOK_EVERY);
    look.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            _ = look.tick() => {}
            () = auth.staff_changed() => {}
            _ = stop.wait_for(|stop| *stop) => return,
        }
        let open = viewers.sessions();
        if let Ok(in_force) = auth.in_force(open.clone()).await {
            viewers.end_others(&open, &in_force);
        }
    }
}
