//! Frames measured before the minutes were rolled up: their hours have to be rolled up again.

use super::rows::{Devices, key_of, new_frames};
use super::{Fresh, IngestBatch};
use crate::error::StoreError;
use sqlx::PgConnection;
use std::collections::BTreeMap;

const HOUR_MS: i64 = 3_600_000;

/// Marks the hours. The shared lock on how far the roll-up is makes the answer good until the commit.
pub async fn mark(connection: &mut PgConnection, batches: &[IngestBatch], fresh: &[Fresh], devices: &Devices) -> Result<(), StoreError> {
    let mut earliest: BTreeMap<(i32, i64), i64> = BTreeMap::new();
    for (_, _, frame, placed) in new_frames(batches, fresh) {
        let hour = placed.at.0 - placed.at.0.rem_euclid(HOUR_MS);
        let at = earliest.entry((key_of(devices, &frame.device)?, hour)).or_insert(placed.at.0);
        *at = (*at).min(placed.at.0);
    }
    if earliest.is_empty() {
        return Ok(());
    }
    sqlx::query(
        "WITH rolled AS MATERIALIZED (SELECT rolled_until FROM roll_up FOR SHARE) \
         INSERT INTO stale_hours (device_key, hour) SELECT n.device_key, to_timestamp(n.hour / 1000.0) \
         FROM UNNEST($1::int4[], $2::int8[], $3::int8[]) n (device_key, hour, earliest), rolled \
         WHERE to_timestamp(n.earliest / 1000.0) < rolled.rolled_until ORDER BY 1, 2 \
         ON CONFLICT (device_key, hour) DO UPDATE SET marks = stale_hours.marks + 1",
    )
    .bind(earliest.keys().map(|(device, _)| *device).collect::<Vec<_>>())
    .bind(earliest.keys().map(|(_, hour)| *hour).collect::<Vec<_>>())
    .bind(earliest.values().copied().collect::<Vec<_>>())
    .execute(connection)
    .await?;
    Ok(())
}
