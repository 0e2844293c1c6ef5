//! The loop that looks at what time makes of incidents: an offer that nobody confirmed goes on to the next unit, and what a
//! dispatcher has to know is noted once.
//!
//! Level-triggered: deadlines are steps in the store, so that a look that a stopped hub missed is made up for by the next one.
//! What people do to incidents goes through the API; both decide by `hearth_care::dispatch`, one after the other.

use crate::clock;
use hearth_store::Store;
use std::time::Duration;

/// How often it looks: an offer is confirmed within a minute, and a dispatcher counts the seconds.
const PAUSE: Duration = Duration::from_secs(1);

/// Looks again and again, until it is aborted.
pub async fn run(store: Store) {
    loop {
        match store.look_at_incidents(clock::wall_ms()).await {
            Ok(told) => {
                for (stay, steps) in told {
                    let what: Vec<&str> = steps.iter().map(|step| step.what.key()).collect();
                    tracing::info!(episode = %stay, ?what, "incident");
                }
            }
            Err(error) => tracing::warn!(%error, "incidents could not be looked at; it is tried again at once"),
        }
        tokio::time::sleep(PAUSE).await;
    }
}
