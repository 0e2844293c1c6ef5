//! The tables whose columns follow the list of vitals, and their partitions.
//!
//! A frame row is one device at one instant with a nullable column per vital: nine times as many
//! readings a second as one row per reading, at a third of the space. `quality` is NULL when every
//! reading is clean, which is nearly always; otherwise it holds three bytes a vital (code, flags).
//! The key ends with the stream and number the frame came in: two packets of one device in the same
//! millisecond are two rows, and every row can be traced to its record.
//!
//! Plain PostgreSQL: a partition a day, made before it is needed and detached under retention. There
//! is no default partition: a row that fits none is an error that is seen, not a slow surprise.

use crate::connect::Store;
use crate::error::StoreError;
use hearth_vitals::{Vital, WallMs};
use sqlx::AssertSqlSafe;
use std::collections::BTreeSet;

const DAY_MS: i64 = 86_400_000;
/// Days made ahead of now.
const DAYS_AHEAD: i64 = 2;
/// The tables that are cut by day.
const SERIES: [&str; 2] = ["frames", "waveforms"];

fn frames_columns() -> String {
    Vital::ALL.iter().map(|vital| format!("{} integer, ", vital.key())).collect()
}

fn latest_columns() -> String {
    Vital::ALL.iter().map(|vital| format!("{0} integer, {0}_at bigint, ", vital.key())).collect()
}

/// Makes what is not there yet.
pub async fn create(store: &Store) -> Result<(), StoreError> {
    let partitioned = if store.timescale() { "" } else { " PARTITION BY RANGE (at)" };
    let frames = format!(
        "CREATE TABLE IF NOT EXISTS frames (device_key integer NOT NULL, at timestamptz NOT NULL, {}quality bytea, \
         received_at timestamptz NOT NULL, device_time bigint, clock smallint NOT NULL, uncertainty_ms integer NOT NULL, \
         stream_key integer NOT NULL, seq bigint NOT NULL, PRIMARY KEY (device_key, at, stream_key, seq)){partitioned}",
        frames_columns()
    );
    let waveforms = format!(
        "CREATE TABLE IF NOT EXISTS waveforms (device_key integer NOT NULL, kind smallint NOT NULL, at timestamptz NOT NULL, \
         period_us integer NOT NULL, samples integer NOT NULL, packed bytea NOT NULL, received_at timestamptz NOT NULL, \
         stream_key integer NOT NULL, seq bigint NOT NULL, PRIMARY KEY (device_key, kind, at, stream_key, seq)){partitioned}"
    );
    let latest = format!(
        "CREATE TABLE IF NOT EXISTS latest (device_key integer PRIMARY KEY REFERENCES devices, {}received_at timestamptz NOT NULL) WITH (fillfactor = 50)",
        latest_columns()
    );
    for statement in [frames, waveforms, latest] {
        sqlx::query(AssertSqlSafe(statement)).execute(&store.pool).await?;
    }
    if store.timescale() {
        hypertables(store).await?;
    }
    Ok(())
}

async fn hypertables(store: &Store) -> Result<(), StoreError> {
    sqlx::query("CREATE EXTENSION IF NOT EXISTS timescaledb").execute(&store.pool).await?;
    for table in SERIES {
        let segment = if table == "frames" { "device_key" } else { "device_key, kind" };
        let statements = [
            format!("SELECT create_hypertable('{table}', 'at', chunk_time_interval => INTERVAL '1 day', if_not_exists => TRUE)"),
            format!(
                "ALTER TABLE {table} SET (timescaledb.compress, timescaledb.compress_segmentby = '{segment}', timescaledb.compress_orderby = 'at')"
            ),
            format!("SELECT add_compression_policy('{table}', INTERVAL '2 days', if_not_exists => TRUE)"),
        ];
        for statement in statements {
            sqlx::query(AssertSqlSafe(statement)).execute(&store.pool).await?;
        }
    }
    Ok(())
}

impl Store {
    /// Makes the partitions of these instants, and of today and the days ahead. Days that exist cost one
    /// look at the catalogue. Nothing to do with TimescaleDB.
    ///
    /// # Errors
    /// As every statement.
    pub async fn ensure_days(&self, instants: impl IntoIterator<Item = WallMs>, now: WallMs) -> Result<(), StoreError> {
        if self.timescale() {
            return Ok(());
        }
        let today = now.0.div_euclid(DAY_MS);
        let mut days: BTreeSet<i64> = instants.into_iter().map(|at| at.0.div_euclid(DAY_MS)).collect();
        days.extend(today..=today + DAYS_AHEAD);
        for table in SERIES {
            for day in &days {
                self.ensure_day(table, *day).await?;
            }
        }
        Ok(())
    }

    async fn ensure_day(&self, table: &str, day: i64) -> Result<(), StoreError> {
        let name = format!("{table}_{}", date(day).replace('-', ""));
        if sqlx::query("SELECT 1 FROM pg_class WHERE oid = to_regclass($1)").bind(&name).fetch_optional(&self.pool).await?.is_some() {
            return Ok(());
        }
        // Made aside and attached: CREATE ... PARTITION OF would lock out every reader of the table.
        let bounds = format!("('{} 00:00+00') TO ('{} 00:00+00')", date(day), date(day + 1));
        let mut transaction = self.pool.begin().await?;
        for statement in [
            format!("CREATE TABLE IF NOT EXISTS {name} (LIKE {table} INCLUDING ALL)"),
            format!("ALTER TABLE {table} ATTACH PARTITION {name} FOR VALUES FROM {bounds}"),
        ] {
            sqlx::query(AssertSqlSafe(statement)).execute(&mut *transaction).await?;
        }
        transaction.commit().await?;
        Ok(())
    }
}

/// `2026-11-24` for the day this many days after 1970-01-01; proleptic Gregorian (Howard Hinnant's
/// civil-from-days).
fn date(day: i64) -> String {
    let shifted = day + 719_468;
    let era = shifted.div_euclid(146_097);
    let day_of_era = shifted.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month = (5 * day_of_year + 2) / 153;
    let day_of_month = day_of_year - (153 * month + 2) / 5 + 1;
    let (month, carry) = if month < 10 { (month + 3, 0) } else { (month - 9, 1) };
    format!("{:04}-{month:02}-{day_of_month:02}", year_of_era + era * 400 + carry)
}

#[cfg(test)]
mod tests {
    use super::date;

    #[test]
    fn days_are_named_by_their_date() {
        assert_eq!(date(0), "1970-01-01");
        assert_eq!(date(11_016), "2000-02-29");
        assert_eq!(date(20_781), "2026-11-24");
        assert_eq!(date(-1), "1969-12-31");
    }
}
