//! Frames that come late: marks the hours that have to be rolled up again, and those that a restart must look into. Live
//! frames do neither, so nearly always nothing is written.

use super::rows::FrameRow;
use crate::error::StoreError;
use crate::restore::LATE_MS;
use crate::stamp::Stamp;
use hearth_vitals::WallMs;
use sqlx::PgConnection;
use std::collections::BTreeMap;

const HOUR_MS: i64 = 3_600_000;

/// A device key and the beginning of an hour.
type Hour = (i32, WallMs);

/// What came late in one hour of a device.
#[derive(Default)]
struct Late {
    /// A frame was measured in a minute that is rolled up already.
    stale: bool,
    /// When the newest of the frames arrived that were more than a minute late; `None` if there is none.
    received_at: Option<Stamp>,
}

fn late(frames: &[FrameRow<'_>], rolled_until: WallMs) -> BTreeMap<Hour, Late> {
    let mut hours: BTreeMap<Hour, Late> = BTreeMap::new();
    for row in frames {
        let (at, received) = (row.placed.at, row.origin.received_at);
        let (stale, came_late) = (at < rolled_until, received.since(at) > LATE_MS);
        if stale || came_late {
            let late = hours.entry((row.origin.device_key, WallMs(at.0 - at.0.rem_euclid(HOUR_MS)))).or_default();
            late.stale |= stale;
            late.received_at = late.received_at.max(came_late.then_some(Stamp(received)));
        }
    }
    hours
}

/// Marks the hours. `rolled_until` was read under a lock that is held until COMMIT, so it cannot have changed.
pub async fn mark(connection: &mut PgConnection, frames: &[FrameRow<'_>], rolled_until: WallMs) -> Result<(), StoreError> {
    let hours = late(frames, rolled_until);
    if hours.is_empty() {
        return Ok(());
    }
    sqlx::query(
        "WITH n AS MATERIALIZED (SELECT * FROM UNNEST($1::int4[], $2::timestamptz[], $3::bool[], $4::timestamptz[]) n (device_key, hour, stale, received_at)), \
              late AS (INSERT INTO late_hours (device_key, hour, received_at) SELECT device_key, hour, received_at FROM n WHERE received_at IS NOT NULL ORDER BY 1, 2 \
                       ON CONFLICT (device_key, hour) DO UPDATE SET received_at = greatest(late_hours.received_at, EXCLUDED.received_at)) \
         INSERT INTO stale_hours (device_key, hour) SELECT device_key, hour FROM n WHERE stale ORDER BY 1, 2 \
         ON CONFLICT (device_key, hour) DO UPDATE SET marks = stale_hours.marks + 1",
    )
    .bind(hours.keys().map(|(device, _)| *device).collect::<Vec<_>>())
    .bind(hours.keys().map(|(_, hour)| Stamp(*hour)).collect::<Vec<_>>())
    .bind(hours.values().map(|late| late.stale).collect::<Vec<_>>())
    .bind(hours.values().map(|late| late.received_at).collect::<Vec<_>>())
    .execute(connection)
    .await?;
    Ok(())
}
