//! TimescaleDB: hypertables with a chunk a day, compressed after two days; the minutes are a continuous aggregate.
//!
//! Only compression is left to the server's background jobs, because nothing is lost if they do not run. The hub itself
//! does what people rely on, the roll-up and the deletion of old data, and so notices when it fails.

use super::{columns, minutes};
use crate::connect::Store;
use crate::error::StoreError;
use sqlx::AssertSqlSafe;

/// Makes the hypertables and the aggregate if they are missing.
pub async fn create(store: &Store) -> Result<(), StoreError> {
    sqlx::query("CREATE EXTENSION IF NOT EXISTS timescaledb").execute(&store.pool).await?;
    for table in ["frames", "waveforms"] {
        for statement in hypertable(table) {
            sqlx::query(AssertSqlSafe(statement)).execute(&store.pool).await?;
        }
    }
    drop_outdated(store).await?;
    sqlx::query(AssertSqlSafe(aggregate())).execute(&store.pool).await?;
    Ok(())
}

/// Drops the continuous aggregate if it lacks the columns of a vital, because columns cannot be added to it. It is made
/// again at once and filled by the next roll-up; until then trends are read from frames. Nothing is lost, because minutes
/// are kept exactly as long as the frames they are made of ([`crate::retention`]). If the hub is killed in between, its
/// next start makes the aggregate.
async fn drop_outdated(store: &Store) -> Result<(), StoreError> {
    let is_there: bool = sqlx::query_scalar("SELECT to_regclass('frame_minutes') IS NOT NULL").fetch_one(&store.pool).await?;
    if !is_there || columns::missing(store, "frame_minutes", &minutes::columns()).await?.is_empty() {
        return Ok(());
    }
    tracing::info!("the minutes are made again with the columns of vitals that are new to this store");
    // This comes first: minutes that are gone must not be taken for minutes in which nothing was measured.
    sqlx::query("UPDATE roll_up_written SET until = to_timestamp(0)").execute(&store.pool).await?;
    sqlx::query("DROP MATERIALIZED VIEW frame_minutes").execute(&store.pool).await?;
    Ok(())
}

fn hypertable(table: &str) -> [String; 3] {
    // Compressed by device: the hours of a device lie together, and one patient's days can be erased without unpacking
    // anybody else's.
    let segment = if table == "frames" { "device_key" } else { "device_key, kind" };
    [
        format!("SELECT create_hypertable('{table}', 'at', chunk_time_interval => INTERVAL '1 day', if_not_exists => TRUE)"),
        format!(
            "ALTER TABLE {table} SET (timescaledb.compress, timescaledb.compress_segmentby = '{segment}', timescaledb.compress_orderby = 'at')"
        ),
        format!("SELECT add_compression_policy('{table}', INTERVAL '2 days', if_not_exists => TRUE)"),
    ]
}

/// The aggregate shows only what has been refreshed; [`crate::history`] knows how far that is, and reads frames beyond.
fn aggregate() -> String {
    format!(
        "CREATE MATERIALIZED VIEW IF NOT EXISTS frame_minutes WITH (timescaledb.continuous, timescaledb.materialized_only = true) AS \
         SELECT device_key, time_bucket(INTERVAL '1 minute', frames.at) AS at, {} FROM frames GROUP BY 1, 2 WITH NO DATA",
        minutes::aggregates()
    )
}
