//! Reads from the store, after a restart, what happened at homes besides measurements.

use super::bindings::Bindings;
use super::charts::ByEpisode;
use super::ledger::Ledger;
use hearth_alerts::{EVENTS_LOOK_BACK_MS, EventAt, Now};
use hearth_store::StoreError;
use hearth_store::events::EventRow;
use hearth_vitals::GatewayId;
use std::collections::BTreeSet;
use uuid::Uuid;

/// What happened at the homes of these episodes, as far as rules look back.
///
/// # Errors
/// As every statement.
pub async fn read(store: &impl Ledger, bindings: &Bindings, ids: &[Uuid], now: Now) -> Result<Vec<EventRow>, StoreError> {
    let gateways: BTreeSet<GatewayId> = ids.iter().flat_map(|id| bindings.gateways_of(*id)).collect();
    let gateways: Vec<GatewayId> = gateways.into_iter().collect();
    store.judged_events(&gateways, now.wall.plus(-EVENTS_LOOK_BACK_MS), now.wall).await
}

/// The events by episode.
pub fn by_episode<'a>(rows: &'a [EventRow], bindings: &Bindings) -> ByEpisode<EventAt<'a>> {
    let mut all: ByEpisode<EventAt<'_>> = ByEpisode::new();
    for row in rows {
        let event = event_at(row);
        for episode in bindings.concerned(&row.gateway, event.device, event.at) {
            all.entry(episode).or_default().push(event);
        }
    }
    all
}

/// An event as the engine judges it. If its time is unknown it counts from when it was received: a call for help does not wait
/// for a clock.
fn event_at(row: &EventRow) -> EventAt<'_> {
    EventAt { device: row.device.as_ref(), at: row.at.unwrap_or(row.received), received: row.received, kind: row.kind }
}
