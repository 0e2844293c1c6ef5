//! What happened to an episode: marks for the time axis of its trends.

use crate::connect::Store;
use crate::error::StoreError;
use hearth_vitals::WallMs;
use serde_json::Value;
use sqlx::Row;
use uuid::Uuid;

/// Marks in one answer, at most: the newest.
pub const MAX_MARKS: i64 = 1_000;

/// One thing that happened.
#[derive(Debug, Clone, PartialEq)]
pub struct TimelineRow {
    /// When.
    pub at: WallMs,
    /// `limits_changed`, `bound`, `unbound`, `alert_raised`, `alert_ended`, `loss`, or the kind of a gateway's event.
    pub kind: String,
    /// The device, if it is about one.
    pub device: Option<String>,
    /// What else is known: the event itself, `{reason}`, `{count, reason}` or `{rule}`.
    pub detail: Value,
}

/// `held`: the devices the episode had, from when until when, and the gateway of their kit.
const MARKS: &str = "WITH held AS (SELECT b.device_key, d.id, b.from_at, coalesce(b.until_at, 'infinity') AS until_at, b.reason, k.gateway_id \
        FROM bindings b JOIN devices d ON d.key = b.device_key LEFT JOIN kits k ON k.id = d.kit_id WHERE b.episode_id = $1), \
    span AS (SELECT to_timestamp($2::int8 / 1000.0) AS since, to_timestamp($3::int8 / 1000.0) AS till), \
    marks AS ( \
        SELECT e.at, e.event->>'event' AS kind, h.id AS device, e.event AS detail FROM span, held h JOIN events e ON e.device_key = h.device_key \
            WHERE e.at >= since AND e.at < till AND e.at >= h.from_at AND e.at < h.until_at \
        UNION ALL SELECT e.at, e.event->>'event', NULL, e.event FROM span, events e WHERE e.device_key IS NULL AND e.at >= since AND e.at < till \
            AND EXISTS (SELECT FROM held h WHERE h.gateway_id = e.gateway_id AND e.at >= h.from_at AND e.at < h.until_at) \
        UNION ALL SELECT h.from_at, 'bound', h.id, '{}' FROM held h \
        UNION ALL SELECT h.until_at, 'unbound', h.id, jsonb_build_object('reason', h.reason) FROM held h \
        UNION ALL SELECT a.at, 'limits_changed', NULL, a.detail FROM span, audit a WHERE a.subject = $1::text AND a.at >= since AND a.at < till AND a.act = 'set_limits' \
        UNION ALL SELECT a.raised_at, 'alert_raised', NULL, jsonb_build_object('rule', a.rule) FROM alerts a WHERE a.episode_id = $1 \
        UNION ALL SELECT a.cleared_at, 'alert_ended', NULL, jsonb_build_object('rule', a.rule) FROM alerts a WHERE a.episode_id = $1 \
        UNION ALL SELECT l.received_at, 'loss', NULL, jsonb_build_object('count', upper(l.range) - lower(l.range), 'reason', l.reason) \
            FROM span, losses l JOIN streams s ON s.key = l.lost_stream_key WHERE l.received_at >= since AND l.received_at < till \
            AND EXISTS (SELECT FROM held h WHERE h.gateway_id = s.gateway_id AND l.received_at >= h.from_at AND l.received_at < h.until_at)) \
    SELECT (extract(epoch FROM at) * 1000)::int8 AS at_ms, kind, device, detail FROM marks, span WHERE at >= since AND at < till \
    ORDER BY at DESC, kind, device, detail::text LIMIT $4";

impl Store {
    /// What happened to an episode in a stretch of time, oldest first.
    ///
    /// # Errors
    /// As every statement.
    pub async fn timeline(&self, episode: Uuid, from: WallMs, until: WallMs) -> Result<Vec<TimelineRow>, StoreError> {
        let rows = sqlx::query(MARKS).bind(episode).bind(from.0).bind(until.0).bind(MAX_MARKS).fetch_all(&self.pool).await?;
        let mark = |row: &sqlx::postgres::PgRow| {
            Ok(TimelineRow {
                at: WallMs(row.try_get("at_ms")?),
                kind: row.try_get::<Option<String>, _>("kind")?.unwrap_or_default(),
                device: row.try_get("device")?,
                detail: row.try_get("detail")?,
            })
        };
        let marks: Result<Vec<TimelineRow>, sqlx::Error> = rows.iter().rev().map(mark).collect();
        Ok(marks?)
    }
}
