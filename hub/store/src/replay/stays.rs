//! Reads, for a replay, the stays, their limits over time, their devices, and what people wrote down.

use crate::connect::Store;
use crate::error::StoreError;
use crate::ids::{device_id, gateway_id};
use crate::observations::{codes_of_vitals, noted, vital_of};
use crate::stamp::Stamp;
use hearth_alerts::rules::news2::Decision;
use hearth_alerts::{Course, Noted, StaffId, WithoutNews2};
use hearth_escalation::Quieted;
use hearth_replay::Quiet;
use hearth_vitals::{DeviceId, GatewayId, Vital, WallMs};
use serde_json::Value;
use sqlx::Row;
use uuid::Uuid;

/// A stay as a replay needs it.
#[derive(Debug, Clone, PartialEq)]
pub struct StayRow {
    /// Id of the stay.
    pub id: Uuid,
    /// When it began.
    pub admitted: WallMs,
    /// When it ended; `None` while it is active.
    pub ended: Option<WallMs>,
    /// Its limits now.
    pub limits: Value,
    /// What its first profile said of the course.
    pub course: Course,
}

/// A change of the limits of a stay.
#[derive(Debug, Clone, PartialEq)]
pub struct LimitsChange {
    /// When the limits were changed.
    pub at: WallMs,
    /// The limits before the change.
    pub before: Value,
    /// The limits after the change.
    pub after: Value,
    /// What the profile says of the course from then on; `None` if it was not noted, as before there were profiles.
    pub course: Option<Course>,
}

/// A device that was bound to a stay.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BoundSpan {
    /// The device that was bound.
    pub device: DeviceId,
    /// Key of the device in `frames`.
    pub key: i32,
    /// Key of the driver that reads it.
    pub protocol: String,
    /// The gateway of the device's kit.
    pub gateway: Option<GatewayId>,
    /// First instant of measurements that belong to the stay.
    pub from: WallMs,
    /// First instant of measurements that no longer do; `None` while the binding holds.
    pub until: Option<WallMs>,
    /// When somebody bound it; before that the hub did not know of the binding.
    pub made: WallMs,
    /// When somebody ended it.
    pub ended: Option<WallMs>,
}

/// A vital that somebody wrote down, corrected or withdrew.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ObservedThen {
    /// Id of the observation.
    pub id: Uuid,
    /// The row that it corrects or withdraws.
    pub corrects: Option<Uuid>,
    /// The vital that was measured.
    pub vital: Vital,
    /// What was written; `None` for a withdrawal, and for a device beyond its scale where that is not deadly.
    pub noted: Option<Noted>,
    /// When it was measured.
    pub at: WallMs,
    /// When it was written down.
    pub entered: WallMs,
}

fn defect(error: impl std::fmt::Display) -> StoreError {
    StoreError::Defect(format!("a stored row cannot be replayed: {error}"))
}

/// What was kept quiet, from when, and until when; `None` if it lasts.
pub type QuietSpan = (Quieted, WallMs, Option<WallMs>);

/// What a profile says of the course; `None` where there is no profile.
fn course(row: &sqlx::postgres::PgRow) -> Result<Option<Course>, sqlx::Error> {
    let neutropenic: Option<bool> = row.try_get("neutropenic")?;
    let (by, at): (Option<Uuid>, Option<Stamp>) = (row.try_get("scale_two_by")?, row.try_get("scale_two_at")?);
    let scale_two = by.zip(at).map(|(by, at)| Decision { by: StaffId(by.as_u128()), at: at.0 });
    let without: Option<String> = row.try_get("without_news2")?;
    let without_news2 = without.as_deref().and_then(WithoutNews2::from_key);
    Ok(neutropenic.map(|neutropenic| Course { neutropenic, scale_two, without_news2 }))
}

impl Store {
    /// The stays that were active at some time from `from` until `until`, oldest first; only these if any are given.
    ///
    /// # Errors
    /// As any statement (see [`StoreError`]).
    pub async fn stays_between(&self, from: WallMs, until: WallMs, only: &[Uuid]) -> Result<Vec<StayRow>, StoreError> {
        let rows = sqlx::query(
            "SELECT e.id, e.admitted_at, e.ended_at, e.limits, p.neutropenic, p.scale_two_by, p.scale_two_at, p.without_news2 \
             FROM episodes e LEFT JOIN profiles p ON p.episode_id = e.id AND p.number = 1 \
             WHERE e.admitted_at < $2 AND (e.ended_at IS NULL OR e.ended_at > $1) AND (cardinality($3::uuid[]) = 0 OR e.id = ANY($3)) ORDER BY e.admitted_at, e.id",
        )
        .bind(Stamp(from))
        .bind(Stamp(until))
        .bind(only)
        .fetch_all(&self.pool)
        .await?;
        let stay = |row: &sqlx::postgres::PgRow| {
            Ok(StayRow {
                id: row.try_get("id")?,
                admitted: row.try_get::<Stamp, _>("admitted_at")?.0,
                ended: row.try_get::<Option<Stamp>, _>("ended_at")?.map(|ended| ended.0),
                limits: row.try_get("limits")?,
                course: course(row)?.unwrap_or_default(),
            })
        };
        rows.iter().map(stay).collect()
    }

    /// Every change of a stay's limits, oldest first, as the audit has it.
    ///
    /// # Errors
    /// As any statement (see [`StoreError`]).
    pub async fn limits_changes(&self, stay: Uuid) -> Result<Vec<LimitsChange>, StoreError> {
        let rows = sqlx::query(
            "SELECT a.at, a.detail, p.neutropenic, p.scale_two_by, p.scale_two_at, p.without_news2 FROM audit a \
             LEFT JOIN profiles p ON p.episode_id = $2 AND p.number = (a.detail ->> 'number')::int4 \
             WHERE a.subject = $1::text AND a.act = 'set_limits' ORDER BY a.at, a.id",
        )
        .bind(stay.to_string())
        .bind(stay)
        .fetch_all(&self.pool)
        .await?;
        let change = |row: &sqlx::postgres::PgRow| {
            let mut detail: Value = row.try_get("detail")?;
            let mut part = |name: &str| detail.get_mut(name).map(Value::take).unwrap_or_default();
            let (before, after) = (part("before"), part("limits"));
            Ok(LimitsChange { at: row.try_get::<Stamp, _>("at")?.0, before, after, course: course(row)? })
        };
        rows.iter().map(change).collect()
    }

    /// What was kept quiet of a stay, each from when until when (`None`: it lasts), oldest first. What this version does not know is left out.
    ///
    /// # Errors
    /// As any statement (see [`StoreError`]).
    pub async fn kept_quiet(&self, stay: Uuid) -> Result<Vec<QuietSpan>, StoreError> {
        let statement =
            "SELECT coalesce(rule, context) AS what, begun_at, ended_at FROM quiets WHERE episode_id = $1 ORDER BY begun_at, id";
        let rows = sqlx::query(statement).bind(stay).fetch_all(&self.pool).await?;
        let span = |row: &sqlx::postgres::PgRow| {
            let Some(what) = Quieted::from_word(row.try_get("what")?) else { return Ok(None) };
            let until: Option<Stamp> = row.try_get("ended_at")?;
            Ok(Some((what, row.try_get::<Stamp, _>("begun_at")?.0, until.map(|until| until.0))))
        };
        rows.iter().filter_map(|row| span(row).transpose()).collect()
    }

    /// Every device that a stay ever had.
    ///
    /// # Errors
    /// As any statement (see [`StoreError`]); [`StoreError::Defect`] for an id that is none.
    pub async fn bound_spans(&self, stay: Uuid) -> Result<Vec<BoundSpan>, StoreError> {
        let rows = sqlx::query(
            "SELECT d.id, d.key, d.protocol, coalesce(b.gateway_id, k.gateway_id) AS gateway_id, b.from_at, b.until_at, \
                 coalesce((SELECT min(a.at) FROM audit a WHERE a.subject = d.id AND a.act = 'bind' AND a.detail->>'episode' = b.episode_id::text \
                           AND (a.detail->>'from_ms')::int8 = (extract(epoch FROM b.from_at) * 1000)::int8), b.from_at) AS made_at, \
                 coalesce((SELECT min(a.at) FROM audit a WHERE a.subject = b.id::text AND a.act = 'end_binding'), b.until_at) AS ended_at \
             FROM bindings b JOIN devices d ON d.key = b.device_key LEFT JOIN kits k ON k.id = d.kit_id WHERE b.episode_id = $1 ORDER BY b.from_at, d.id",
        )
        .bind(stay)
        .fetch_all(&self.pool)
        .await?;
        let span = |row: &sqlx::postgres::PgRow| {
            Ok(BoundSpan {
                device: device_id(row, "id")?,
                key: row.try_get("key")?,
                protocol: row.try_get("protocol")?,
                gateway: gateway_id(row, "gateway_id")?,
                from: row.try_get::<Stamp, _>("from_at")?.0,
                until: row.try_get::<Option<Stamp>, _>("until_at")?.map(|until| until.0),
                made: row.try_get::<Stamp, _>("made_at")?.0,
                ended: row.try_get::<Option<Stamp>, _>("ended_at")?.map(|ended| ended.0),
            })
        };
        rows.iter().map(span).collect()
    }

    /// Every vital that people wrote down of a stay until an instant, in the order in which they did.
    ///
    /// # Errors
    /// As any statement (see [`StoreError`]); [`StoreError::Defect`] for a value that does not fit its vital.
    pub async fn observed_then(&self, stay: Uuid, until: WallMs) -> Result<Vec<ObservedThen>, StoreError> {
        let rows = sqlx::query(
            "SELECT id, corrects, code, value, decimals, finding, at, entered_at FROM observations \
             WHERE episode_id = $1 AND code = ANY($2::text[]) AND entered_at <= $3 ORDER BY entered_at, id",
        )
        .bind(stay)
        .bind(codes_of_vitals().0)
        .bind(Stamp(until))
        .fetch_all(&self.pool)
        .await?;
        let observed = |row: &sqlx::postgres::PgRow| {
            let vital = vital_of(row.try_get("code")?).ok_or_else(|| defect("no vital"))?;
            Ok(ObservedThen {
                id: row.try_get("id")?,
                corrects: row.try_get("corrects")?,
                vital,
                noted: noted(row)?.map(|(_, noted)| noted),
                at: row.try_get::<Stamp, _>("at")?.0,
                entered: row.try_get::<Stamp, _>("entered_at")?.0,
            })
        };
        rows.iter().map(observed).collect()
    }

    /// When nothing was heard of these gateways between two instants, oldest first; the silence that is going on, too.
    ///
    /// # Errors
    /// As any statement (see [`StoreError`]); [`StoreError::Defect`] for an id that is none.
    pub async fn quiets(&self, gateways: &[GatewayId], from: WallMs, until: WallMs) -> Result<Vec<Quiet>, StoreError> {
        let ids: Vec<&str> = gateways.iter().map(GatewayId::as_str).collect();
        let rows = sqlx::query(
            "SELECT gateway_id, from_at, until_at FROM gateway_silences WHERE gateway_id = ANY($1) AND from_at < $3 AND until_at > $2 \
             UNION ALL SELECT id, last_heard_at, $3 FROM gateways \
                 WHERE id = ANY($1) AND last_heard_at < $3::timestamptz - interval '35 seconds' ORDER BY 2, 1",
        )
        .bind(ids)
        .bind(Stamp(from))
        .bind(Stamp(until))
        .fetch_all(&self.pool)
        .await?;
        let quiet = |row: &sqlx::postgres::PgRow| {
            let gateway = gateway_id(row, "gateway_id")?.ok_or_else(|| defect("no gateway"))?;
            Ok(Quiet { gateway, from: row.try_get::<Stamp, _>("from_at")?.0, until: row.try_get::<Stamp, _>("until_at")?.0 })
        };
        rows.iter().map(quiet).collect()
    }
}
