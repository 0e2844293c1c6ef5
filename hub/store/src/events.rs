//! What happened at homes beside measurements, as the rules of the alert engine ask for it.

use crate::connect::Store;
use crate::error::StoreError;
use crate::stamp::Stamp;
use hearth_vitals::{DeviceId, EventKind, GatewayId, WallMs};
use sqlx::Row;
use sqlx::postgres::PgRow;

/// Something that happened, as a gateway told it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EventRow {
    /// The gateway that reported it.
    pub gateway: GatewayId,
    /// The device that it happened to; `None` if it was none.
    pub device: Option<DeviceId>,
    /// When it happened; `None` if nobody can tell.
    pub at: Option<WallMs>,
    /// When the hub received it.
    pub received: WallMs,
    /// What happened, as the gateway told it.
    pub kind: EventKind,
}

/// Same condition as the index `events_judged`: the events for which there are rules. Events under a device's name from a gateway
/// that may not speak for it belong to nobody.
const JUDGED: &str = "SELECT e.gateway_id, d.id, e.at, e.received_at, e.event FROM events e LEFT JOIN devices d ON d.key = e.device_key \
    WHERE e.event->>'event' IN ('button', 'cuff_fault', 'rejected') AND e.gateway_id = ANY($1) AND e.received_at > $2 AND e.received_at <= $3 \
        AND d.heard_through IS NULL ORDER BY e.received_at, e.stream_key, e.seq";

impl Store {
    /// The events of these gateways that rules judge, received after one instant and until another, in the order of arrival.
    ///
    /// # Errors
    /// As any statement (see [`StoreError`]); [`StoreError::Defect`] for a row that this version cannot read.
    pub async fn judged_events(&self, gateways: &[GatewayId], after: WallMs, until: WallMs) -> Result<Vec<EventRow>, StoreError> {
        if gateways.is_empty() {
            return Ok(Vec::new());
        }
        let rows = sqlx::query(JUDGED)
            .bind(gateways.iter().map(GatewayId::as_str).collect::<Vec<_>>())
            .bind(Stamp(after))
            .bind(Stamp(until))
            .fetch_all(&self.pool)
            .await?;
        rows.iter().map(event).collect()
    }
}

fn event(row: &PgRow) -> Result<EventRow, StoreError> {
    let defect = |error: &dyn std::fmt::Display| StoreError::Defect(format!("a stored event cannot be read: {error}"));
    let device: Option<&str> = row.try_get("id")?;
    Ok(EventRow {
        gateway: GatewayId::new(row.try_get("gateway_id")?).map_err(|error| defect(&error))?,
        device: device.map(DeviceId::new).transpose().map_err(|error| defect(&error))?,
        at: row.try_get::<Option<Stamp>, _>("at")?.map(|at| at.0),
        received: row.try_get::<Stamp, _>("received_at")?.0,
        kind: serde_json::from_value(row.try_get("event")?).map_err(|error| defect(&error))?,
    })
}
