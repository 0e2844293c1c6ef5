//! Ends temporary profiles whose time is up.

use crate::clock;
use crate::engine::handle::EngineHandle;
use crate::floors;
use hearth_store::Store;
use std::time::Duration;

/// How often it looks. A profile that lasts for days may last some seconds more; one that a stopped hub missed ends at its
/// start.
const PAUSE: Duration = Duration::from_secs(5);

/// Looks again and again, until it is aborted.
pub async fn run(store: Store, engine: EngineHandle) {
    loop {
        match store.end_due_profiles(clock::wall_ms()).await {
            Ok(0) => {}
            Ok(stays) => {
                tracing::info!(stays, "temporary profiles have ended");
                // The loop also finds it by itself, with the next ingest that it refuses.
                drop(engine.bindings_changed().await);
                // The profile that is in force again may be older than the floors.
                floors::tell(&store).await;
            }
            Err(error) => tracing::warn!(%error, "temporary profiles could not be ended; it is tried again soon"),
        }
        tokio::time::sleep(PAUSE).await;
    }
}
