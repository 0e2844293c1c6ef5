//! Trends: lowest, highest and mean value of a vital in buckets of time. Buckets without a value are left out.

use super::plan::{self, Plan, Span, Written};
use crate::connect::Store;
use crate::error::StoreError;
use hearth_vitals::{Vital, WallMs};
use sqlx::postgres::PgRow;
use sqlx::{AssertSqlSafe, PgConnection, Row};
use std::collections::BTreeMap;
use uuid::Uuid;

/// The most points in one trend.
pub const MAX_POINTS: u32 = 5_000;

/// One bucket of a trend; buckets without a value are absent, so that gaps stay gaps.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bucket {
    /// Beginning of the bucket.
    pub at: WallMs,
    /// Lowest value in it, in steps of the vital's resolution. Lowest and highest both, so that one sample of desaturation
    /// shows.
    pub min: i32,
    /// Highest value in it, in the same steps.
    pub max: i32,
    /// Mean of the values in it, in the same steps.
    pub mean: f64,
    /// How many values are in it.
    pub count: i64,
    /// True when a value in it arrived more than 30 s after it was measured.
    pub late: bool,
}

/// The contribution of one source (frames or minutes) to a bucket.
struct Part {
    min: i32,
    max: i32,
    sum: i64,
    count: i64,
    late: bool,
}

impl Part {
    fn join(&mut self, other: Part) {
        self.min = self.min.min(other.min);
        self.max = self.max.max(other.max);
        self.sum += other.sum;
        self.count += other.count;
        self.late |= other.late;
    }
}

impl Store {
    /// A vital of an episode from `from` to `until` in at most `points` buckets (one more where the first begins before
    /// `from`), and the length of a bucket in ms. Buckets of a minute or more are whole minutes.
    ///
    /// # Errors
    /// As any statement (see [`StoreError`]).
    pub async fn trend(
        &self,
        episode: Uuid,
        vital: Vital,
        from: WallMs,
        until: WallMs,
        points: u32,
    ) -> Result<(i64, Vec<Bucket>), StoreError> {
        let bucket_ms = plan::bucket_ms(until.since(from), i64::from(points.clamp(1, MAX_POINTS)));
        let mut transaction = self.snapshot().await?;
        // One snapshot for all four: until when minutes are written, which are stale, and the two tables.
        let spans = bound(&mut transaction, episode, from, until).await?;
        let written = written(&mut transaction, &spans).await?;
        let plan = plan::cut(&spans, bucket_ms, &written);
        let parts = read(&mut transaction, &plan, vital, bucket_ms, (from, until)).await?;
        transaction.commit().await?;
        let bucket = |(at, part): (i64, Part)| Bucket {
            at: WallMs(at),
            min: part.min,
            max: part.max,
            mean: part.sum as f64 / part.count as f64,
            count: part.count,
            late: part.late,
        };
        Ok((bucket_ms, parts.into_iter().map(bucket).collect()))
    }
}

/// The devices that the episode had in the stretch of time.
async fn bound(connection: &mut PgConnection, episode: Uuid, from: WallMs, until: WallMs) -> Result<Vec<Span>, StoreError> {
    let rows = sqlx::query(
        "SELECT device_key, greatest((extract(epoch FROM from_at) * 1000)::int8, $2), least(coalesce((extract(epoch FROM until_at) * 1000)::int8, $3), $3) \
         FROM bindings WHERE episode_id = $1 AND from_at < to_timestamp($3::int8 / 1000.0) AND (until_at IS NULL OR until_at > to_timestamp($2::int8 / 1000.0))",
    )
    .bind(episode)
    .bind(from.0)
    .bind(until.0)
    .fetch_all(connection)
    .await?;
    let span = |row: &PgRow| Ok(Span { device_key: row.try_get(0)?, from: row.try_get(1)?, until: row.try_get(2)? });
    let spans: Result<Vec<Span>, sqlx::Error> = rows.iter().map(span).collect();
    Ok(spans?)
}

pub(super) async fn written(connection: &mut PgConnection, spans: &[Span]) -> Result<Written, StoreError> {
    let until =
        sqlx::query_scalar("SELECT (extract(epoch FROM until) * 1000)::int8 FROM roll_up_written").fetch_one(&mut *connection).await?;
    let keys: Vec<i32> = spans.iter().map(|span| span.device_key).collect();
    let rows = sqlx::query("SELECT device_key, (extract(epoch FROM hour) * 1000)::int8 FROM stale_hours WHERE device_key = ANY($1)")
        .bind(keys)
        .fetch_all(connection)
        .await?;
    let stale: Result<_, sqlx::Error> = rows.iter().map(|row| Ok((row.try_get(0)?, row.try_get(1)?))).collect();
    Ok(Written { until, stale: stale? })
}

async fn read(
    connection: &mut PgConnection,
    plan: &Plan,
    vital: Vital,
    bucket_ms: i64,
    whole: (WallMs, WallMs),
) -> Result<BTreeMap<i64, Part>, StoreError> {
    let mut parts: BTreeMap<i64, Part> = BTreeMap::new();
    for (statement, spans) in statements(vital).into_iter().zip([&plan.frames, &plan.minutes]) {
        if spans.is_empty() {
            continue;
        }
        let rows = sqlx::query(AssertSqlSafe(statement))
            .bind(spans.iter().map(|span| span.device_key).collect::<Vec<_>>())
            .bind(spans.iter().map(|span| span.from).collect::<Vec<_>>())
            .bind(spans.iter().map(|span| span.until).collect::<Vec<_>>())
            .bind(bucket_ms as f64)
            .bind(whole.0.0)
            .bind(whole.1.0)
            .fetch_all(&mut *connection)
            .await?;
        for row in rows {
            let part =
                Part { min: row.try_get(1)?, max: row.try_get(2)?, sum: row.try_get(3)?, count: row.try_get(4)?, late: row.try_get(5)? };
            let at: i64 = row.try_get(0)?;
            match parts.entry(at) {
                std::collections::btree_map::Entry::Vacant(slot) => {
                    slot.insert(part);
                }
                std::collections::btree_map::Entry::Occupied(mut slot) => slot.get_mut().join(part),
            }
        }
    }
    Ok(parts)
}

/// The statements that read a vital from frames, and from minutes.
pub(super) fn statements(vital: Vital) -> [String; 2] {
    let of_frames =
        format!("min({vital}), max({vital}), sum({vital}), count({vital}), bool_or(f.received_at - f.at > interval '30 seconds')");
    let of_minutes = format!("min({vital}_min), max({vital}_max), sum({vital}_sum)::int8, sum({vital}_n)::int8, bool_or(late)");
    [("frames", of_frames, format!("{vital}")), ("frame_minutes", of_minutes, format!("{vital}_n"))].map(|(table, what, has)| {
        // The limits of the whole stretch are repeated beside the spans, so that PostgreSQL leaves out partitions outside it.
        format!(
            "SELECT (extract(epoch FROM date_bin($4 * interval '1 millisecond', f.at, 'epoch')) * 1000)::int8, {what} \
             FROM UNNEST($1::int4[], $2::int8[], $3::int8[]) s (device_key, from_ms, until_ms) JOIN {table} f ON f.device_key = s.device_key \
             AND f.at >= to_timestamp(s.from_ms / 1000.0) AND f.at < to_timestamp(s.until_ms / 1000.0) \
             WHERE f.{has} IS NOT NULL AND f.at >= to_timestamp($5::int8 / 1000.0) AND f.at < to_timestamp($6::int8 / 1000.0) \
             GROUP BY date_bin($4 * interval '1 millisecond', f.at, 'epoch')"
        )
    })
}
