//! Streamed vitals as one median for each stretch of five minutes, for the scores after a restart.

use crate::connect::Store;
use crate::error::StoreError;
use crate::stamp::Stamp;
use hearth_alerts::Stretch;
use hearth_alerts::rules::news2::{GOOD_PERCENT_MIN, Streamed};
use hearth_alerts::rules::trend;
use hearth_scores::Given;
use hearth_vitals::{Vital, WallMs};
use sqlx::Row;
use sqlx::postgres::PgRow;
use uuid::Uuid;

/// A stretch with the episode that it belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StretchRow {
    /// The episode of the patient who was measured.
    pub episode: Uuid,
    /// What was measured.
    pub stretch: Stretch,
}

/// Of two versions of a stretch the fuller one is kept ([`Streamed::fullness`]), whichever is written last.
const KEEP: &str = "INSERT INTO stretches (episode_id, vital, until, median, newest_at, good, expected, low, high) \
    SELECT * FROM UNNEST($1::uuid[], $2::text[], $3::timestamptz[], $4::int4[], $5::timestamptz[], $6::int4[], $7::int4[], $8::int4[], $9::int4[]) \
    ON CONFLICT (episode_id, vital, until) DO UPDATE SET median = EXCLUDED.median, newest_at = EXCLUDED.newest_at, \
        good = EXCLUDED.good, expected = EXCLUDED.expected, low = EXCLUDED.low, high = EXCLUDED.high \
    WHERE (stretches.good::int8 * 100 >= $10 * stretches.expected::int8, stretches.good, -stretches.median) \
        < (EXCLUDED.good::int8 * 100 >= $10 * EXCLUDED.expected::int8, EXCLUDED.good, -EXCLUDED.median)";

impl Store {
    /// Keeps stretches; one without a good sample says nothing and is left out. No stretch may be given twice.
    ///
    /// # Errors
    /// As any statement (see [`StoreError`]).
    pub async fn keep_stretches(&self, rows: &[StretchRow]) -> Result<(), StoreError> {
        let known: Vec<(&StretchRow, Given<i32>)> = rows
            .iter()
            .filter_map(|row| Some((row, row.stretch.streamed.median?)))
            .filter(|(row, _)| row.stretch.streamed.good > 0)
            .collect();
        if known.is_empty() {
            return Ok(());
        }
        let counts = |of: fn(&Streamed) -> u32| known.iter().map(|(row, _)| of(&row.stretch.streamed).cast_signed()).collect::<Vec<_>>();
        let ends = |of: fn((i32, i32)) -> i32| known.iter().map(|(row, _)| row.stretch.streamed.range.map(of)).collect::<Vec<_>>();
        sqlx::query(KEEP)
            .bind(known.iter().map(|(row, _)| row.episode).collect::<Vec<_>>())
            .bind(known.iter().map(|(row, _)| row.stretch.vital.key()).collect::<Vec<_>>())
            .bind(known.iter().map(|(row, _)| Stamp(row.stretch.until)).collect::<Vec<_>>())
            .bind(known.iter().map(|(_, median)| median.value).collect::<Vec<_>>())
            .bind(known.iter().map(|(_, median)| Stamp(median.at)).collect::<Vec<_>>())
            .bind(counts(|streamed| streamed.good))
            .bind(counts(|streamed| streamed.expected))
            .bind(ends(|range| range.0))
            .bind(ends(|range| range.1))
            .bind(i64::from(GOOD_PERCENT_MIN))
            .execute(&self.pool)
            .await?;
        Ok(())
    }

    /// The stretches of these episodes that ended after `since`, and those after `steps_since` that end at a quarter of an
    /// hour, in the order of their ends: the scores ask for all of half a day, the trend for one a step of a day and a half.
    ///
    /// # Errors
    /// As any statement (see [`StoreError`]).
    pub async fn stretches_of(&self, episodes: &[Uuid], since: WallMs, steps_since: WallMs) -> Result<Vec<StretchRow>, StoreError> {
        let rows = sqlx::query(
            "SELECT episode_id, vital, until, median, newest_at, good, expected, low, high FROM stretches WHERE episode_id = ANY($1) AND until > $3 \
                AND (until > $2 OR EXTRACT(EPOCH FROM until)::int8 * 1000 % $4::int8 = 0) ORDER BY until",
        )
        .bind(episodes)
        .bind(Stamp(since))
        .bind(Stamp(steps_since))
        .bind(trend::STEP_MS)
        .fetch_all(&self.pool)
        .await?;
        // A vital that only a newer hub knows is not part of any score here.
        rows.iter().map(stretch_row).filter_map(Result::transpose).collect()
    }
}

fn stretch_row(row: &PgRow) -> Result<Option<StretchRow>, StoreError> {
    let Some(vital) = Vital::from_key(row.try_get("vital")?) else { return Ok(None) };
    let instant = |column: &str| Ok::<_, sqlx::Error>(row.try_get::<Stamp, _>(column)?.0);
    let count = |column: &str| Ok::<_, sqlx::Error>(row.try_get::<i32, _>(column)?.cast_unsigned());
    let median = Given { value: row.try_get("median")?, at: instant("newest_at")? };
    let range = row.try_get::<Option<i32>, _>("low")?.zip(row.try_get::<Option<i32>, _>("high")?);
    let streamed = Streamed { median: Some(median), good: count("good")?, expected: count("expected")?, range };
    Ok(Some(StretchRow { episode: row.try_get("episode_id")?, stretch: Stretch { vital, until: instant("until")?, streamed } }))
}
