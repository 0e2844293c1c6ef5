//! TimescaleDB: hypertables of a day, compressed after two, and the minutes as a continuous aggregate.
//!
//! Only compression is left to the server's background jobs: nothing is lost when they do not run. What
//! people rely on (the roll-up and what is deleted when) the hub does itself, and so hears of a failure.

use super::minutes;
use crate::connect::Store;
use crate::error::StoreError;
use sqlx::AssertSqlSafe;

/// Makes what is not there yet.
pub async fn create(store: &Store) -> Result<(), StoreError> {
    sqlx::query("CREATE EXTENSION IF NOT EXISTS timescaledb").execute(&store.pool).await?;
    for table in ["frames", "waveforms"] {
        for statement in hypertable(table) {
            sqlx::query(AssertSqlSafe(statement)).execute(&store.pool).await?;
        }
    }
    sqlx::query(AssertSqlSafe(aggregate())).execute(&store.pool).await?;
    Ok(())
}

fn hypertable(table: &str) -> [String; 3] {
    // Segments by device: a device's hours lie together, and one patient's days can be erased
    // without unpacking anybody else's.
    let segment = if table == "frames" { "device_key" } else { "device_key, kind" };
    [
        format!("SELECT create_hypertable('{table}', 'at', chunk_time_interval => INTERVAL '1 day', if_not_exists => TRUE)"),
        format!(
            "ALTER TABLE {table} SET (timescaledb.compress, timescaledb.compress_segmentby = '{segment}', timescaledb.compress_orderby = 'at')"
        ),
        format!("SELECT add_compression_policy('{table}', INTERVAL '2 days', if_not_exists => TRUE)"),
    ]
}

/// Only what is materialised: [`crate::history`] knows what is not, and reads frames there.
fn aggregate() -> String {
    format!(
        "CREATE MATERIALIZED VIEW IF NOT EXISTS frame_minutes WITH (timescaledb.continuous, timescaledb.materialized_only = true) AS \
         SELECT device_key, time_bucket(INTERVAL '1 minute', frames.at) AS at, {} FROM frames GROUP BY 1, 2 WITH NO DATA",
        minutes::aggregates()
    )
}
