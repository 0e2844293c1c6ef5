//! What happened during an episode: marks on the time axis of its trends.

use crate::connect::Store;
use crate::error::StoreError;
use hearth_vitals::WallMs;
use serde_json::Value;
use sqlx::Row;
use uuid::Uuid;

/// The most marks in one answer; older ones are left out.
pub const MAX_MARKS: i64 = 1_000;

/// One thing that happened.
#[derive(Debug, Clone, PartialEq)]
pub struct TimelineRow {
    /// When it happened or began.
    pub at: WallMs,
    /// When it ended; `None` if it has no duration.
    pub until: Option<WallMs>,
    /// `limits_changed`, `bound`, `unbound`, `note`, `particulars_changed`, `call`, `task_done`, `alert_raised`, `alert_ended`, `loss`, or the kind of event that a gateway sent.
    pub kind: String,
    /// The device's id; `None` if it is not about a device.
    pub device: Option<String>,
    /// More about it as JSON: the gateway's event itself, `{reason}`, `{count, reason, class}`, `{rule}`, or for new limits
    /// `{before, limits, reason, by, by_name}` (rows that older versions wrote have no `before`).
    pub detail: Value,
}

/// `held`: the devices that the episode had, from when until when, and the gateway of each one's kit. `lost`: numbers of
/// those gateways that will never come, consecutive ones joined. `given_up`: for each device the time in which the lost
/// records were measured, which is the time between the last stored record before them and the first one after them.
/// By that time, not by when the loss was noticed, it is told which patient's records were lost. A loss that cannot be
/// matched to a device is shown at the time when it was noticed.
const MARKS: &str = "WITH held AS (SELECT b.device_key, d.id, b.from_at, coalesce(b.until_at, 'infinity') AS until_at, b.reason, b.gateway_id \
        FROM bindings b JOIN devices d ON d.key = b.device_key WHERE b.episode_id = $1), \
    span AS (SELECT to_timestamp($2::int8 / 1000.0) AS since, to_timestamp($3::int8 / 1000.0) AS till), \
    lost AS (SELECT s.key, s.class, s.gateway_id, l.reason, max(l.received_at) AS noticed, unnest(range_agg(l.range) * s.lost) AS range \
        FROM losses l JOIN streams s ON s.key = l.lost_stream_key WHERE s.gateway_id IN (SELECT h.gateway_id FROM held h) GROUP BY s.key, l.reason), \
    given_up AS (SELECT l.*, h.id, h.from_at, h.until_at, before.at AS gone_from, after.at AS gone_until FROM lost l JOIN held h ON h.gateway_id = l.gateway_id \
        LEFT JOIN LATERAL ( \
            (SELECT f.at FROM frames f WHERE l.class = 1 AND f.device_key = h.device_key AND f.at > l.noticed - interval '31 days' \
                AND f.stream_key = l.key AND f.seq >= upper(l.range) ORDER BY f.at LIMIT 1) \
            UNION ALL (SELECT min(first.at) FROM generate_series(0, 2) kind, LATERAL (SELECT w.at FROM waveforms w WHERE l.class = 2 AND w.device_key = h.device_key \
                AND w.kind = kind AND w.at > l.noticed - interval '31 days' AND w.stream_key = l.key AND w.seq >= upper(l.range) ORDER BY w.at LIMIT 1) first) \
            ORDER BY at LIMIT 1) after ON true \
        LEFT JOIN LATERAL ( \
            (SELECT f.at FROM frames f WHERE l.class = 1 AND f.device_key = h.device_key AND f.at < coalesce(after.at, l.noticed) \
                AND (f.stream_key <> l.key OR f.seq < lower(l.range)) ORDER BY f.at DESC LIMIT 1) \
            UNION ALL (SELECT max(last.at) FROM generate_series(0, 2) kind, LATERAL (SELECT w.at FROM waveforms w WHERE l.class = 2 AND w.device_key = h.device_key \
                AND w.kind = kind AND w.at < coalesce(after.at, l.noticed) AND (w.stream_key <> l.key OR w.seq < lower(l.range)) ORDER BY w.at DESC LIMIT 1) last) \
            ORDER BY at DESC NULLS LAST LIMIT 1) before ON true), \
    marks AS ( \
        SELECT e.at, NULL::timestamptz AS ended, e.event->>'event' AS kind, h.id AS device, e.event AS detail FROM span, held h JOIN events e ON e.device_key = h.device_key \
            WHERE e.at >= since AND e.at < till AND e.at >= h.from_at AND e.at < h.until_at \
        UNION ALL SELECT e.at, NULL, e.event->>'event', NULL, e.event FROM span, events e WHERE e.device_key IS NULL AND e.at >= since AND e.at < till \
            AND EXISTS (SELECT FROM held h WHERE h.gateway_id = e.gateway_id AND e.at >= h.from_at AND e.at < h.until_at) \
        UNION ALL SELECT h.from_at, NULL, 'bound', h.id, '{}' FROM held h \
        UNION ALL SELECT h.until_at, NULL, 'unbound', h.id, jsonb_build_object('reason', h.reason) FROM held h \
        UNION ALL SELECT a.at, NULL, 'limits_changed', NULL, a.detail || jsonb_build_object('by', a.staff_id, 'by_name', s.display_name) \
            FROM span, audit a LEFT JOIN staff s ON s.id = a.staff_id WHERE a.subject = $1::text AND a.at >= since AND a.at < till AND a.act = 'set_limits' \
        UNION ALL SELECT n.signed_at, NULL, 'note', NULL, jsonb_build_object('reason', n.kind, 'by', n.author, 'by_name', s.display_name) \
            FROM notes n JOIN staff s ON s.id = n.author WHERE n.episode_id = $1 \
        UNION ALL SELECT p.changed_at, NULL, 'particulars_changed', NULL, jsonb_build_object('reason', p.section, 'by', p.changed_by, 'by_name', s.display_name) \
            FROM particulars p JOIN staff s ON s.id = p.changed_by WHERE p.episode_id = $1 \
        UNION ALL SELECT c.begun_at, NULL, 'call', NULL, jsonb_build_object('reason', e.outcome, 'by', c.begun_by, 'by_name', s.display_name) \
            FROM calls c JOIN staff s ON s.id = c.begun_by LEFT JOIN call_ends e ON e.call_id = c.id WHERE c.episode_id = $1 \
        UNION ALL SELECT d.at, NULL, 'task_done', NULL, jsonb_build_object('reason', t.kind, 'by', d.by_staff, 'by_name', s.display_name) \
            FROM tasks t JOIN task_steps d ON d.task_id = t.id AND d.what = 'done' LEFT JOIN staff s ON s.id = d.by_staff WHERE t.episode_id = $1 \
        UNION ALL SELECT a.raised_at, NULL, 'alert_raised', NULL, jsonb_build_object('rule', a.rule) FROM alerts a WHERE a.episode_id = $1 \
        UNION ALL SELECT a.cleared_at, NULL, 'alert_ended', NULL, jsonb_build_object('rule', a.rule) FROM alerts a WHERE a.episode_id = $1 \
        UNION ALL SELECT coalesce(g.gone_from, g.gone_until), coalesce(g.gone_until, g.noticed), 'loss', g.id, \
                jsonb_build_object('count', upper(g.range) - lower(g.range), 'reason', g.reason, 'class', g.class) FROM given_up g \
            WHERE coalesce(g.gone_from, g.gone_until) < g.until_at AND coalesce(g.gone_until, g.noticed) > g.from_at \
        UNION ALL SELECT l.noticed, NULL, 'loss', NULL, jsonb_build_object('count', upper(l.range) - lower(l.range), 'reason', l.reason, 'class', l.class) FROM lost l \
            WHERE NOT EXISTS (SELECT FROM given_up g WHERE g.key = l.key AND g.range = l.range AND coalesce(g.gone_from, g.gone_until) IS NOT NULL) \
            AND EXISTS (SELECT FROM held h WHERE h.gateway_id = l.gateway_id AND l.noticed >= h.from_at AND l.noticed < h.until_at)) \
    SELECT (extract(epoch FROM at) * 1000)::int8 AS at_ms, (extract(epoch FROM ended) * 1000)::int8 AS ended_ms, kind, device, detail FROM marks, span \
    WHERE coalesce(ended, at) >= since AND at < till ORDER BY at DESC, kind, device, detail::text LIMIT $4";

impl Store {
    /// What happened to an episode in a stretch of time, oldest first.
    ///
    /// # Errors
    /// As any statement (see [`StoreError`]).
    pub async fn timeline(&self, episode: Uuid, from: WallMs, until: WallMs) -> Result<Vec<TimelineRow>, StoreError> {
        let rows = sqlx::query(MARKS).bind(episode).bind(from.0).bind(until.0).bind(MAX_MARKS).fetch_all(&self.pool).await?;
        let mark = |row: &sqlx::postgres::PgRow| {
            Ok(TimelineRow {
                at: WallMs(row.try_get("at_ms")?),
                until: row.try_get::<Option<i64>, _>("ended_ms")?.map(WallMs),
                kind: row.try_get::<Option<String>, _>("kind")?.unwrap_or_default(),
                device: row.try_get("device")?,
                detail: row.try_get("detail")?,
            })
        };
        let marks: Result<Vec<TimelineRow>, sqlx::Error> = rows.iter().rev().map(mark).collect();
        Ok(marks?)
    }
}
