//! The roll-up: one row for each device and minute, so that a trend over a month reads thousands of rows instead of
//! millions.
//!
//! Minutes that ended a while ago are written once. A frame that arrives after its minute was written marks its hour as
//! stale (`ingest::stale`), and the hour is written anew: by the hub on plain PostgreSQL, by refreshing the continuous
//! aggregate on TimescaleDB. The hub may be killed at any point without harm.
//!
//! Minutes are only a copy: [`crate::history`] reads frames wherever minutes are missing or stale.

use crate::connect::Store;
use crate::error::StoreError;
use crate::layout::minutes;
use hearth_vitals::WallMs;
use sqlx::{AssertSqlSafe, PgConnection, Row};

const MINUTE_MS: i64 = 60_000;
/// How long after its end a minute is rolled up, ms: live readings are committed within seconds, so hardly any comes later.
const SETTLED_MS: i64 = 2 * MINUTE_MS;
/// How much time one transaction rolls up: for 1,000 devices at 1 Hz an hour is 3.6 million frames.
const STRETCH_MS: i64 = 60 * MINUTE_MS;
/// How many stale hours one transaction writes anew.
const HOURS: i64 = 200;
/// How many stale hours one refresh of the continuous aggregate takes.
const HOURS_REFRESHED: i64 = 100_000;
/// The most transactions in one call; the next call continues.
const ROUNDS: usize = 100;

/// What one call did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct RolledUp {
    /// Hours of a device that were written anew because frames arrived late.
    pub stale_hours: usize,
    /// False when there is more to do: call again.
    pub complete: bool,
}

impl Store {
    /// Rolls up the minutes that have settled by `now`, and the hours that became stale. To be called each minute.
    ///
    /// # Errors
    /// As any statement (see [`StoreError`]); [`StoreError::Retry`] when another hub is rolling up.
    pub async fn roll_up(&self, now: WallMs) -> Result<RolledUp, StoreError> {
        let settled = now.0 - SETTLED_MS;
        let until = settled - settled.rem_euclid(MINUTE_MS);
        // Committed before minutes are written: every frame measured before `until` that is stored from now on marks its hour.
        let until: i64 = sqlx::query_scalar(
            "UPDATE roll_up SET rolled_until = greatest(rolled_until, to_timestamp($1::int8 / 1000.0)) RETURNING (extract(epoch FROM rolled_until) * 1000)::int8",
        )
        .bind(until)
        .fetch_one(&self.pool)
        .await?;
        if self.timescale() {
            return self.refresh(until).await;
        }
        let mut done = RolledUp::default();
        for _ in 0..ROUNDS {
            let (written, stale) = self.roll_up_once().await?;
            done.stale_hours += stale;
            if !written && stale == 0 {
                return Ok(RolledUp { complete: true, ..done });
            }
        }
        Ok(done)
    }

    /// TimescaleDB itself keeps track of what changed. The marks of stale hours only tell where trends must read frames
    /// until this refresh is done.
    async fn refresh(&self, until: i64) -> Result<RolledUp, StoreError> {
        let rows = sqlx::query("SELECT device_key, hour::text, marks FROM stale_hours LIMIT $1")
            .bind(HOURS_REFRESHED)
            .fetch_all(&self.pool)
            .await?;
        let keys: Result<Vec<i32>, sqlx::Error> = rows.iter().map(|row| row.try_get(0)).collect();
        let hours: Result<Vec<String>, sqlx::Error> = rows.iter().map(|row| row.try_get(1)).collect();
        let marks: Result<Vec<i64>, sqlx::Error> = rows.iter().map(|row| row.try_get(2)).collect();
        sqlx::query("CALL refresh_continuous_aggregate('frame_minutes', NULL, to_timestamp($1::int8 / 1000.0))")
            .bind(until)
            .execute(&self.pool)
            .await?;
        let written = sqlx::query("UPDATE roll_up_written SET until = greatest(until, to_timestamp($1::int8 / 1000.0))").bind(until);
        written.execute(&self.pool).await?;
        sqlx::query(
            "DELETE FROM stale_hours s USING UNNEST($1::int4[], $2::text[], $3::int8[]) t (device_key, hour, marks) \
             WHERE (s.device_key, s.hour, s.marks) = (t.device_key, t.hour::timestamptz, t.marks)",
        )
        .bind(keys?)
        .bind(hours?)
        .bind(marks?)
        .execute(&self.pool)
        .await?;
        Ok(RolledUp { stale_hours: rows.len(), complete: i64::try_from(rows.len()).unwrap_or(i64::MAX) < HOURS_REFRESHED })
    }

    /// One transaction: a stretch of new minutes if there is one, else some stale hours.
    async fn roll_up_once(&self) -> Result<(bool, usize), StoreError> {
        let mut transaction = self.begin().await?;
        let row = sqlx::query(
            "SELECT (extract(epoch FROM w.until) * 1000)::int8, (extract(epoch FROM r.rolled_until) * 1000)::int8 FROM roll_up_written w, roll_up r FOR UPDATE OF w",
        )
        .fetch_one(&mut *transaction)
        .await?;
        let (written, rolled): (i64, i64) = (row.try_get(0)?, row.try_get(1)?);
        let mut stale = 0;
        if written < rolled {
            write_minutes(&mut transaction, written, rolled.min(written + STRETCH_MS)).await?;
        } else {
            stale = write_stale_hours(&mut transaction, written).await?;
        }
        transaction.commit().await?;
        Ok((written < rolled, stale))
    }
}

/// Every device has a row in `latest`, so this looks up each device's key in the index instead of scanning a day.
async fn write_minutes(connection: &mut PgConnection, from: i64, until: i64) -> Result<(), StoreError> {
    let statement = format!(
        "INSERT INTO frame_minutes (device_key, at, {names}) SELECT l.device_key, m.* FROM latest l CROSS JOIN LATERAL \
         (SELECT date_bin('1 minute', f.at, 'epoch') AS at, {aggregates} FROM frames f WHERE f.device_key = l.device_key \
          AND f.at >= to_timestamp($1::int8 / 1000.0) AND f.at < to_timestamp($2::int8 / 1000.0) GROUP BY 1) m",
        names = minutes::names(),
        aggregates = minutes::aggregates(),
    );
    sqlx::query(AssertSqlSafe(statement)).bind(from).bind(until).execute(&mut *connection).await?;
    sqlx::query("UPDATE roll_up_written SET until = to_timestamp($1::int8 / 1000.0)").bind(until).execute(connection).await?;
    Ok(())
}

async fn write_stale_hours(connection: &mut PgConnection, written: i64) -> Result<usize, StoreError> {
    // An hour that is locked is being marked by an ingest right now: leave it to the next call.
    let rows = sqlx::query(
        "DELETE FROM stale_hours s USING (SELECT device_key, hour FROM stale_hours ORDER BY 1, 2 LIMIT $1 FOR UPDATE SKIP LOCKED) t \
         WHERE (s.device_key, s.hour) = (t.device_key, t.hour) RETURNING s.device_key, (extract(epoch FROM s.hour) * 1000)::int8",
    )
    .bind(HOURS)
    .fetch_all(&mut *connection)
    .await?;
    let keys: Result<Vec<i32>, sqlx::Error> = rows.iter().map(|row| row.try_get(0)).collect();
    let hours: Result<Vec<i64>, sqlx::Error> = rows.iter().map(|row| row.try_get(1)).collect();
    let (keys, hours) = (keys?, hours?);
    sqlx::query(
        "DELETE FROM frame_minutes m USING UNNEST($1::int4[], $2::int8[]) s (device_key, hour) WHERE m.device_key = s.device_key \
         AND m.at >= to_timestamp(s.hour / 1000.0) AND m.at < to_timestamp(s.hour / 1000.0) + interval '1 hour'",
    )
    .bind(&keys)
    .bind(&hours)
    .execute(&mut *connection)
    .await?;
    let insert = format!(
        "INSERT INTO frame_minutes (device_key, at, {names}) SELECT s.device_key, m.* FROM UNNEST($1::int4[], $2::int8[]) s (device_key, hour) CROSS JOIN LATERAL \
         (SELECT date_bin('1 minute', f.at, 'epoch') AS at, {aggregates} FROM frames f WHERE f.device_key = s.device_key \
          AND f.at >= to_timestamp(s.hour / 1000.0) AND f.at < least(to_timestamp(s.hour / 1000.0) + interval '1 hour', to_timestamp($3::int8 / 1000.0)) GROUP BY 1) m",
        names = minutes::names(),
        aggregates = minutes::aggregates(),
    );
    sqlx::query(AssertSqlSafe(insert)).bind(&keys).bind(&hours).bind(written).execute(connection).await?;
    Ok(keys.len())
}
