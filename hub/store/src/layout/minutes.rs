//! `frame_minutes`: lowest, highest, sum and count of each vital for each device and minute. With TimescaleDB it is a
//! continuous aggregate, otherwise a table with the same columns that [`crate::rollup`] fills.

use super::columns::{self, Column};
use crate::connect::Store;
use crate::error::StoreError;
use hearth_vitals::Vital;
use sqlx::AssertSqlSafe;

/// SQL expressions, with the names of their columns, that make a row of minutes from rows of frames.
pub fn aggregates() -> String {
    let of = |vital: Vital| {
        format!("min({0}) AS {0}_min, max({0}) AS {0}_max, sum({0}) AS {0}_sum, nullif(count({0}), 0) AS {0}_n, ", vital.key())
    };
    let vitals: String = Vital::ALL.into_iter().map(of).collect();
    format!("{vitals}bool_or(received_at - at > interval '30 seconds') AS late")
}

/// The columns that [`aggregates`] gives, in its order.
pub fn names() -> String {
    let vitals: String = Vital::ALL.into_iter().map(|vital| format!("{0}_min, {0}_max, {0}_sum, {0}_n, ", vital.key())).collect();
    format!("{vitals}late")
}

/// The columns for the vitals.
pub fn columns() -> Vec<Column> {
    let of = |vital: Vital| {
        [("min", "integer"), ("max", "integer"), ("sum", "bigint"), ("n", "integer")]
            .map(|(what, kind)| Column::new(&format!("{vital}_{what}"), kind))
    };
    Vital::ALL.into_iter().flat_map(of).collect()
}

/// Makes the table, on plain PostgreSQL.
pub async fn create_table(store: &Store) -> Result<(), StoreError> {
    let columns = columns();
    let table = format!(
        "CREATE TABLE IF NOT EXISTS frame_minutes (device_key integer NOT NULL, at timestamptz NOT NULL, {}late boolean NOT NULL, \
         PRIMARY KEY (device_key, at)) PARTITION BY RANGE (at)",
        columns::list(&columns)
    );
    sqlx::query(AssertSqlSafe(table)).execute(&store.pool).await?;
    columns::add(store, "frame_minutes", &columns).await
}

/// Starts the roll-up if it was never started. Hours of frames that are there already are marked stale.
pub async fn begin(store: &Store) -> Result<(), StoreError> {
    let mut transaction = store.begin().await?;
    let begun = sqlx::query("INSERT INTO roll_up (rolled_until) VALUES (date_trunc('minute', now())) ON CONFLICT DO NOTHING")
        .execute(&mut *transaction)
        .await?;
    if begun.rows_affected() == 1 {
        for statement in [
            "INSERT INTO roll_up_written (until) SELECT rolled_until FROM roll_up",
            "INSERT INTO stale_hours (device_key, hour) SELECT DISTINCT device_key, date_bin('1 hour', at, 'epoch') FROM frames",
        ] {
            sqlx::query(statement).execute(&mut *transaction).await?;
        }
    }
    transaction.commit().await?;
    Ok(())
}
