//! The loop that looks at what time makes of incidents: an offer that nobody confirmed goes on to the next unit, and what a
//! dispatcher has to know is noted once.
//!
//! Level-triggered: deadlines are steps in the store, so that a look that a stopped hub missed is made up for by the next one.
//! What people do to incidents goes through the API; both decide by `hearth_care::dispatch`, one after the other.

use crate::clock;
use crate::telemetry::Seldom;
use hearth_store::Store;
use hearth_store::dispatch::Looked;
use hearth_vitals::MonoMs;
use std::time::Duration;
use tokio::sync::watch::Sender;

/// How often it looks: an offer is confirmed within a minute, and a dispatcher counts the seconds.
const PAUSE: Duration = Duration::from_secs(1);

/// Looks again and again, until it is aborted, and says when it last could.
pub async fn run(store: Store, looked_at: Sender<Option<MonoMs>>) {
    let mut seldom = Seldom::default();
    loop {
        match store.look_at_incidents(clock::wall_ms()).await {
            Ok(looked) => {
                tell(&looked, &mut seldom);
                looked_at.send_replace(Some(clock::mono_ms()));
            }
            Err(error) => {
                if let Some(left_out) = seldom.may(clock::mono_ms()) {
                    tracing::warn!(%error, left_out, "incidents could not be looked at; it is tried again in a second");
                }
            }
        }
        tokio::time::sleep(PAUSE).await;
    }
}

fn tell(looked: &Looked, seldom: &mut Seldom) {
    for (stay, steps) in &looked.told {
        let what: Vec<&str> = steps.iter().map(|step| step.what.key()).collect();
        tracing::info!(episode = %stay, ?what, "incident");
    }
    let may = if looked.failed.is_empty() { None } else { seldom.may(clock::mono_ms()) };
    if let Some(left_out) = may {
        for (incident, error) in &looked.failed {
            tracing::warn!(%incident, %error, left_out, "an incident could not be looked at; the others were");
        }
    }
}
