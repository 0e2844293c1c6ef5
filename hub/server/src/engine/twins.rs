//! Alerts about gateways that run twice, raised and ended in every stay that they serve.

use super::gateways::Gateways;
use super::judge::{Outcome, new_alert_id};
use super::stays::Stays;
use hearth_alerts::Now;

/// Compares what is known of each gateway with the open alerts. Nothing is remembered between two looks: what could not be
/// committed is found by the next one.
pub fn look(gateways: &Gateways, stays: &Stays, now: Now) -> Outcome {
    let mut outcome = Outcome::default();
    for (gateway, twice) in gateways.known_to_run() {
        for id in stays.behind(gateway) {
            let is_told = stays.get(*id).is_some_and(|one| one.engine.is_told_twice(gateway));
            if is_told != twice
                && let Some(engine) = stays.copy(&mut outcome.copies, *id)
            {
                let steps = engine.gateway_twice(gateway, twice, now, &mut new_alert_id);
                outcome.add(*id, steps);
            }
        }
    }
    outcome
}
