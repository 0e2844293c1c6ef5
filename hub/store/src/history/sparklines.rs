//! Sparklines of every active episode: the lowest and highest value a minute of some vitals. Minutes without a value are
//! left out, so gaps stay visible.
//!
//! As in a trend, whole minutes inside a binding are read from the roll-up as far as it is written. The rest, the last
//! two or three minutes, is read from frames: a short stretch of each device's key, never a scan.

use super::plan::{self, MINUTE_MS, Plan, Span};
use super::trend::written;
use crate::connect::Store;
use crate::error::StoreError;
use hearth_vitals::{Vital, WallMs};
use sqlx::postgres::PgRow;
use sqlx::{AssertSqlSafe, PgConnection, Row};
use std::collections::BTreeMap;
use uuid::Uuid;

/// The sparkline of one vital of one episode.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sparkline {
    /// The episode it belongs to.
    pub episode: Uuid,
    /// The vital it shows.
    pub vital: Vital,
    /// Number of the bucket (0 begins at `from`), lowest and highest value in steps of the vital's resolution. Buckets
    /// without a value are left out.
    pub points: Vec<(u32, i32, i32)>,
}

/// A device of an episode in a stretch of time.
type HeldSpan = (Uuid, Span);
/// Lowest and highest value, by episode, vital and bucket.
type Extremes = BTreeMap<(Uuid, Vital, u32), (i32, i32)>;

impl Store {
    /// Sparklines of every active episode from `from` to `until`, sorted by episode and vital. `bucket_ms` is a number of
    /// whole minutes; `from` is the beginning of the first bucket.
    ///
    /// # Errors
    /// As any statement (see [`StoreError`]).
    pub async fn sparklines(&self, vitals: &[Vital], from: WallMs, until: WallMs, bucket_ms: i64) -> Result<Vec<Sparkline>, StoreError> {
        let mut transaction = self.snapshot().await?;
        let held = held(&mut transaction, from, until).await?;
        let spans: Vec<Span> = held.iter().map(|(_, span)| *span).collect();
        let written = written(&mut transaction, &spans).await?;
        let mut found = Extremes::new();
        let (frames, minutes) = parts(&held, |span| plan::cut(&[span], MINUTE_MS, &written));
        let window = Window { from: from.0, until: until.0, bucket_ms };
        let [of_frames, of_minutes] = statements(vitals);
        read(&mut transaction, of_frames, &frames, vitals, window, &mut found).await?;
        read(&mut transaction, of_minutes, &minutes, vitals, window, &mut found).await?;
        transaction.commit().await?;
        Ok(lines(found))
    }
}

#[derive(Clone, Copy)]
struct Window {
    from: i64,
    until: i64,
    bucket_ms: i64,
}

/// The devices that active episodes had in the stretch of time.
async fn held(connection: &mut PgConnection, from: WallMs, until: WallMs) -> Result<Vec<HeldSpan>, StoreError> {
    let rows = sqlx::query(
        "SELECT b.episode_id, b.device_key, greatest((extract(epoch FROM b.from_at) * 1000)::int8, $1), \
                least(coalesce((extract(epoch FROM b.until_at) * 1000)::int8, $2), $2) \
         FROM bindings b JOIN episodes e ON e.id = b.episode_id WHERE e.ended_at IS NULL AND b.from_at < to_timestamp($2::int8 / 1000.0) \
         AND (b.until_at IS NULL OR b.until_at > to_timestamp($1::int8 / 1000.0)) ORDER BY b.episode_id, b.device_key",
    )
    .bind(from.0)
    .bind(until.0)
    .fetch_all(connection)
    .await?;
    let span = |row: &PgRow| Ok((row.try_get(0)?, Span { device_key: row.try_get(1)?, from: row.try_get(2)?, until: row.try_get(3)? }));
    let held: Result<Vec<HeldSpan>, sqlx::Error> = rows.iter().map(span).collect();
    Ok(held?)
}

/// The parts to read from frames, and those to read from minutes.
fn parts(held: &[HeldSpan], cut: impl Fn(Span) -> Plan) -> (Vec<HeldSpan>, Vec<HeldSpan>) {
    let (mut frames, mut minutes) = (Vec::new(), Vec::new());
    for (episode, span) in held {
        let plan = cut(*span);
        frames.extend(plan.frames.into_iter().map(|span| (*episode, span)));
        minutes.extend(plan.minutes.into_iter().map(|span| (*episode, span)));
    }
    (frames, minutes)
}

/// The statements that read vitals from frames, and from minutes.
pub(super) fn statements(vitals: &[Vital]) -> [String; 2] {
    [("frames", "", ""), ("frame_minutes", "_min", "_max")].map(|(table, low, high)| {
        let columns: String = vitals.iter().map(|vital| format!(", min(f.{vital}{low}), max(f.{vital}{high})")).collect();
        let bucket = "(((extract(epoch FROM f.at) * 1000)::int8 - $5) / $7)::int4";
        format!(
            "SELECT s.episode_id, {bucket}{columns} FROM UNNEST($1::uuid[], $2::int4[], $3::int8[], $4::int8[]) s (episode_id, device_key, from_ms, until_ms) \
             JOIN {table} f ON f.device_key = s.device_key AND f.at >= to_timestamp(s.from_ms / 1000.0) AND f.at < to_timestamp(s.until_ms / 1000.0) \
             WHERE f.at >= to_timestamp($5::int8 / 1000.0) AND f.at < to_timestamp($6::int8 / 1000.0) GROUP BY 1, 2"
        )
    })
}

async fn read(
    connection: &mut PgConnection,
    statement: String,
    held: &[HeldSpan],
    vitals: &[Vital],
    window: Window,
    found: &mut Extremes,
) -> Result<(), StoreError> {
    if held.is_empty() || vitals.is_empty() {
        return Ok(());
    }
    let rows = sqlx::query(AssertSqlSafe(statement))
        .bind(held.iter().map(|(episode, _)| *episode).collect::<Vec<_>>())
        .bind(held.iter().map(|(_, span)| span.device_key).collect::<Vec<_>>())
        .bind(held.iter().map(|(_, span)| span.from).collect::<Vec<_>>())
        .bind(held.iter().map(|(_, span)| span.until).collect::<Vec<_>>())
        .bind(window.from)
        .bind(window.until)
        .bind(window.bucket_ms)
        .fetch_all(connection)
        .await?;
    for row in &rows {
        take(row, vitals, found)?;
    }
    Ok(())
}

fn take(row: &PgRow, vitals: &[Vital], found: &mut Extremes) -> Result<(), StoreError> {
    let (episode, bucket): (Uuid, i32) = (row.try_get(0)?, row.try_get(1)?);
    for (index, vital) in vitals.iter().enumerate() {
        let pair: (Option<i32>, Option<i32>) = (row.try_get(2 + 2 * index)?, row.try_get(3 + 2 * index)?);
        if let (Some(low), Some(high)) = pair {
            let known = found.entry((episode, *vital, bucket.cast_unsigned())).or_insert((low, high));
            *known = (known.0.min(low), known.1.max(high));
        }
    }
    Ok(())
}

fn lines(found: Extremes) -> Vec<Sparkline> {
    let mut lines: Vec<Sparkline> = Vec::new();
    for ((episode, vital, bucket), (low, high)) in found {
        match lines.last_mut().filter(|line| line.episode == episode && line.vital == vital) {
            Some(line) => line.points.push((bucket, low, high)),
            None => lines.push(Sparkline { episode, vital, points: vec![(bucket, low, high)] }),
        }
    }
    lines
}
