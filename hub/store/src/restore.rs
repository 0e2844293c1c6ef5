//! What a hub reads when it starts: recent frames for its alert engines, clock anchors, known gateways.
//!
//! An engine has to know what was measured *or received* lately. Frames can be found by device and instant of
//! measurement, so reading what was measured lately is a short walk along each device's key. What was received lately
//! but measured long before (a backlog that came ten minutes ago, measured yesterday) is found through `late_hours`,
//! where ingest notes every frame that is more than [`LATE_MS`] late. On plain PostgreSQL an index on `received_at` would
//! do as well, but every live frame would pay for it; on TimescaleDB it would mean unpacking compressed days.

use crate::connect::Store;
use crate::error::StoreError;
use crate::quality;
use futures_util::TryStreamExt;
use hearth_vitals::{Anchor, BootId, ClockQuality, DeviceId, GatewayId, MonoMs, Reading, Vital, WallMs};
use sqlx::postgres::PgRow;
use sqlx::{AssertSqlSafe, Row};
use std::collections::BTreeSet;

/// Ingest notes frames in `late_hours` that arrive more than this after they were measured.
pub(crate) const LATE_MS: i64 = 60_000;
/// The most frames read of one device: more than two hours at one a second, as long as doubtful values need for a rung of an
/// hour. If there are more, those that arrived first are
/// left out, so that a device with a backlog of days leaves room for the others.
const FRAMES_PER_DEVICE: i64 = 9_000;
/// The most frames in one answer, about a gigabyte; every device gets an equal share.
const FRAMES_PER_ANSWER: i64 = 4_000_000;

/// A frame as the alert engine got it when it arrived.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecentFrame {
    /// The device that measured it.
    pub device: DeviceId,
    /// When it was measured.
    pub at: WallMs,
    /// When the hub received it.
    pub received: WallMs,
    /// All readings, also those without a value.
    pub readings: Vec<Reading>,
}

impl Store {
    /// The frames of all devices that were measured or received since an instant, in the order of their arrival.
    /// Complete for instants within the last day, up to a limit: of each device at most the 9,000 frames that arrived last,
    /// or fewer when there are more than 1,000 devices (4 million frames in all). Where that is too little, ask for some
    /// devices at a time with [`Store::recent_frames_of`].
    ///
    /// # Errors
    /// As any statement (see [`StoreError`]); [`StoreError::Defect`] for a row that this version cannot read.
    pub async fn recent_frames(&self, received_or_measured_since: WallMs) -> Result<Vec<RecentFrame>, StoreError> {
        let devices: i64 = sqlx::query_scalar("SELECT count(*) FROM devices").fetch_one(&self.pool).await?;
        self.read_recent(received_or_measured_since, None, FRAMES_PER_ANSWER / devices.max(1)).await
    }

    /// As [`Store::recent_frames`], but only of these devices: a hub with thousands of homes restores some episodes at a
    /// time, so that memory and answers stay small.
    ///
    /// # Errors
    /// As [`Store::recent_frames`].
    pub async fn recent_frames_of(&self, devices: &[DeviceId], received_or_measured_since: WallMs) -> Result<Vec<RecentFrame>, StoreError> {
        let ids = devices.iter().map(DeviceId::as_str).collect();
        self.read_recent(received_or_measured_since, Some(ids), FRAMES_PER_DEVICE).await
    }

    async fn read_recent(&self, since: WallMs, devices: Option<Vec<&str>>, per_device: i64) -> Result<Vec<RecentFrame>, StoreError> {
        let query = sqlx::query(AssertSqlSafe(recent_statement(devices.is_some())))
            .bind(since.0)
            .bind(since.0 - LATE_MS)
            .bind(per_device.clamp(1, FRAMES_PER_DEVICE));
        let query = if let Some(devices) = devices { query.bind(devices) } else { query };
        let mut rows = query.fetch(&self.pool);
        let mut frames = Vec::new();
        while let Some(row) = rows.try_next().await? {
            frames.push(recent_frame(&row)?);
        }
        Ok(frames)
    }

    /// The ids of all gateways that are registered and not revoked.
    ///
    /// # Errors
    /// As any statement; [`StoreError::Defect`] for a stored id that is not a gateway's.
    pub async fn known_gateways(&self) -> Result<BTreeSet<GatewayId>, StoreError> {
        let ids: Vec<String> = sqlx::query_scalar("SELECT id FROM gateways WHERE revoked_at IS NULL").fetch_all(&self.pool).await?;
        ids.iter().map(|id| GatewayId::new(id).map_err(defect)).collect()
    }

    /// Anchors that can place something in time, sorted by gateway, boot and monotonic time. Of each gateway the newest
    /// `boots` boots; of each boot the first anchor, the last one, and some evenly between: at most `per_boot` (at least 2).
    ///
    /// # Errors
    /// As any statement (see [`StoreError`]); [`StoreError::Defect`] for a row that this version cannot read.
    pub async fn anchors(&self, boots: u32, per_boot: u32) -> Result<Vec<(GatewayId, Anchor)>, StoreError> {
        let rows = sqlx::query(
            "WITH boots AS (SELECT gateway_id, boot, count(*) AS anchors, \
                                   row_number() OVER (PARTITION BY gateway_id ORDER BY max(wall_ms) DESC, boot) AS age \
                            FROM anchors WHERE quality < $3 GROUP BY gateway_id, boot), \
                  numbered AS (SELECT a.*, b.anchors, row_number() OVER (PARTITION BY a.gateway_id, a.boot ORDER BY a.mono_ms) - 1 AS number \
                               FROM anchors a JOIN boots b USING (gateway_id, boot) WHERE b.age <= $1 AND a.quality < $3) \
             SELECT gateway_id, boot, mono_ms, wall_ms, quality, uncertainty_ms FROM numbered \
             WHERE number % greatest(1, (anchors + $2 - 3) / ($2 - 1)) = 0 OR number = anchors - 1 ORDER BY gateway_id, boot, mono_ms",
        )
        .bind(i64::from(boots))
        .bind(i64::from(per_boot.max(2)))
        .bind(ClockQuality::Unknown as i16)
        .fetch_all(&self.pool)
        .await?;
        rows.iter().map(anchor).collect()
    }
}

/// Reads both parts for each device, or for each of the devices `$4`. The second part begins where the first ends, so no frame
/// is read twice. Two statements: one that leaves open which devices are asked for could be planned as a walk through all.
pub(crate) fn recent_statement(of_some: bool) -> String {
    let which = if of_some { " AND d.id = ANY($4)" } else { "" };
    let names: String = Vital::ALL.iter().map(|vital| format!(", f.{vital}")).collect();
    let columns = format!("f.at, f.received_at, f.stream_key, f.seq, f.quality{names}");
    format!(
        "SELECT d.id, (extract(epoch FROM f.at) * 1000)::int8, (extract(epoch FROM f.received_at) * 1000)::int8, f.quality{names} \
         FROM devices d CROSS JOIN LATERAL ( \
             SELECT {columns} FROM frames f WHERE f.device_key = d.key AND f.at >= to_timestamp($2::int8 / 1000.0) \
                AND (f.at >= to_timestamp($1::int8 / 1000.0) OR f.received_at >= to_timestamp($1::int8 / 1000.0)) \
             UNION ALL \
             SELECT {columns} FROM late_hours h JOIN frames f ON f.device_key = d.key AND f.at >= h.hour AND f.at < h.hour + interval '1 hour' \
              WHERE h.device_key = d.key AND h.received_at >= to_timestamp($1::int8 / 1000.0) \
                AND f.received_at >= to_timestamp($1::int8 / 1000.0) AND f.at < to_timestamp($2::int8 / 1000.0) \
             ORDER BY received_at DESC, stream_key DESC, seq DESC LIMIT $3) f \
         WHERE d.heard_through IS NULL{which} ORDER BY f.received_at, f.stream_key, f.seq"
    )
}

fn recent_frame(row: &PgRow) -> Result<RecentFrame, StoreError> {
    let mut values = [None; Vital::ALL.len()];
    for (index, value) in values.iter_mut().enumerate() {
        *value = row.try_get(index + 4)?;
    }
    Ok(RecentFrame {
        device: DeviceId::new(row.try_get(0)?).map_err(defect)?,
        at: WallMs(row.try_get(1)?),
        received: WallMs(row.try_get(2)?),
        readings: quality::readings(&values, row.try_get(3)?)?,
    })
}

fn anchor(row: &PgRow) -> Result<(GatewayId, Anchor), StoreError> {
    let code: i16 = row.try_get("quality")?;
    let quality = u8::try_from(code).ok().and_then(ClockQuality::from_code);
    let anchor = Anchor {
        boot: BootId(row.try_get::<i64, _>("boot")?.cast_unsigned()),
        mono: MonoMs(row.try_get::<i64, _>("mono_ms")?.cast_unsigned()),
        wall: WallMs(row.try_get("wall_ms")?),
        quality: quality.ok_or_else(|| defect(format!("clock quality {code}")))?,
        uncertainty_ms: row.try_get::<i32, _>("uncertainty_ms")?.cast_unsigned(),
    };
    Ok((GatewayId::new(row.try_get("gateway_id")?).map_err(defect)?, anchor))
}

fn defect(error: impl std::fmt::Display) -> StoreError {
    StoreError::Defect(format!("a stored row cannot be read: {error}"))
}
