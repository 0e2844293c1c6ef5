//! Frames that come late: the hours that have to be rolled up again, and where a restart finds them.

use super::rows::{Devices, key_of, new_frames};
use super::{Fresh, IngestBatch};
use crate::error::StoreError;
use crate::restore::LATE_MS;
use sqlx::PgConnection;
use std::collections::BTreeMap;

const HOUR_MS: i64 = 3_600_000;

/// What is new in one hour of one device.
struct Hour {
    /// Earliest instant.
    earliest: i64,
    /// When the last late frame arrived, if one was late.
    late_received: Option<i64>,
}

fn hours(batches: &[IngestBatch], fresh: &[Fresh], devices: &Devices) -> Result<BTreeMap<(i32, i64), Hour>, StoreError> {
    let mut hours: BTreeMap<(i32, i64), Hour> = BTreeMap::new();
    for (batch, _, frame, placed) in new_frames(batches, fresh) {
        let (at, received) = (placed.at.0, batch.received_at.0);
        let start = at - at.rem_euclid(HOUR_MS);
        let hour = hours.entry((key_of(devices, &frame.device)?, start)).or_insert(Hour { earliest: at, late_received: None });
        hour.earliest = hour.earliest.min(at);
        if received - at > LATE_MS {
            hour.late_received = hour.late_received.max(Some(received));
        }
    }
    Ok(hours)
}

/// Marks the hours. The shared lock on how far the roll-up is makes the answer good until the commit.
pub async fn mark(connection: &mut PgConnection, batches: &[IngestBatch], fresh: &[Fresh], devices: &Devices) -> Result<(), StoreError> {
    let hours = hours(batches, fresh, devices)?;
    if hours.is_empty() {
        return Ok(());
    }
    sqlx::query(
        "WITH n AS MATERIALIZED (SELECT device_key, to_timestamp(hour / 1000.0) AS hour, to_timestamp(earliest / 1000.0) AS earliest, \
                                        to_timestamp(late_received / 1000.0) AS late_received \
                                 FROM UNNEST($1::int4[], $2::int8[], $3::int8[], $4::int8[]) n (device_key, hour, earliest, late_received)), \
              rolled AS MATERIALIZED (SELECT rolled_until FROM roll_up FOR SHARE), \
              late AS (INSERT INTO late_hours (device_key, hour, received_at) \
                       SELECT device_key, hour, late_received FROM n WHERE late_received IS NOT NULL ORDER BY 1, 2 \
                       ON CONFLICT (device_key, hour) DO UPDATE SET received_at = greatest(late_hours.received_at, EXCLUDED.received_at)) \
         INSERT INTO stale_hours (device_key, hour) SELECT n.device_key, n.hour FROM n, rolled WHERE n.earliest < rolled.rolled_until ORDER BY 1, 2 \
         ON CONFLICT (device_key, hour) DO UPDATE SET marks = stale_hours.marks + 1",
    )
    .bind(hours.keys().map(|(device, _)| *device).collect::<Vec<_>>())
    .bind(hours.keys().map(|(_, hour)| *hour).collect::<Vec<_>>())
    .bind(hours.values().map(|hour| hour.earliest).collect::<Vec<_>>())
    .bind(hours.values().map(|hour| hour.late_received).collect::<Vec<_>>())
    .execute(connection)
    .await?;
    Ok(())
}
