//! TimescaleDB: hypertables of a day, compressed after two, and the minutes as a continuous aggregate.
//!
//! Only compression is left to the server's background jobs: nothing is lost when they do not run. What
//! people rely on (the roll-up and what is deleted when) the hub does itself, and so hears of a failure.

use super::{columns, minutes};
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
    drop_outdated(store).await?;
    sqlx::query(AssertSqlSafe(aggregate())).execute(&store.pool).await?;
    Ok(())
}

/// A continuous aggregate takes no new columns: one that lacks those of a vital is made again, and filled by the next
/// roll-up; until then trends are read from frames. Nothing is lost with it: minutes are kept exactly as long as the
/// frames they are made of ([`crate::retention`]). Whatever is killed when, the next start goes on: an aggregate that
/// is not there is made.
async fn drop_outdated(store: &Store) -> Result<(), StoreError> {
    let is_there: bool = sqlx::query_scalar("SELECT to_regclass('frame_minutes') IS NOT NULL").fetch_one(&store.pool).await?;
    if !is_there || columns::missing(store, "frame_minutes", &minutes::columns()).await?.is_empty() {
        return Ok(());
    }
    tracing::info!("the minutes are made again with the columns of vitals that are new to this store");
    // First of all: nobody may take minutes that are not there for minutes without a value.
    sqlx::query("UPDATE roll_up_written SET until = to_timestamp(0)").execute(&store.pool).await?;
    sqlx::query("DROP MATERIALIZED VIEW frame_minutes").execute(&store.pool).await?;
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
