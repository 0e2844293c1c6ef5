//! The tables whose columns follow the list of vitals, and their partitions by day.
//!
//! A row of `frames` is one device at one instant, with a nullable column for each vital. That takes nine times as many
//! readings a second as one row per reading, in a third of the space. `quality` is NULL when every
//! reading is clean, which is nearly always; otherwise it holds three bytes a vital (code, flags).
//! The primary key ends with the stream and number of the record: two packets of one device in the same millisecond
//! are two rows, and every row can be traced to its record.
//!
//! [`columns`] adds the columns of vitals that are newer than the store; [`days`] makes the partitions on plain
//! PostgreSQL, [`timescale`] the hypertables; [`minutes`] is the table of the roll-up.

mod columns;
pub mod days;
pub mod minutes;
mod timescale;

use crate::connect::Store;
use crate::error::StoreError;
use columns::Column;
use hearth_vitals::Vital;
use sqlx::AssertSqlSafe;

/// The tables that have a partition for each day.
pub const SERIES: [&str; 3] = ["frames", "waveforms", "frame_minutes"];

fn frames_columns() -> Vec<Column> {
    Vital::ALL.iter().map(|vital| Column::new(vital.key(), "integer")).collect()
}

fn latest_columns() -> Vec<Column> {
    let of = |vital: &Vital| [Column::new(vital.key(), "integer"), Column::new(&format!("{vital}_at"), "bigint")];
    Vital::ALL.iter().flat_map(of).collect()
}

/// Makes the tables and columns that are missing.
pub async fn create(store: &Store) -> Result<(), StoreError> {
    let partitioned = if store.timescale() { "" } else { " PARTITION BY RANGE (at)" };
    let frames = format!(
        "CREATE TABLE IF NOT EXISTS frames (device_key integer NOT NULL, at timestamptz NOT NULL, {}quality bytea, \
         received_at timestamptz NOT NULL, device_time bigint, clock smallint NOT NULL, uncertainty_ms integer NOT NULL, \
         stream_key integer NOT NULL, seq bigint NOT NULL, PRIMARY KEY (device_key, at, stream_key, seq)){partitioned}",
        columns::list(&frames_columns())
    );
    let waveforms = format!(
        "CREATE TABLE IF NOT EXISTS waveforms (device_key integer NOT NULL, kind smallint NOT NULL, at timestamptz NOT NULL, \
         period_us integer NOT NULL, samples integer NOT NULL, packed bytea NOT NULL, received_at timestamptz NOT NULL, \
         stream_key integer NOT NULL, seq bigint NOT NULL, PRIMARY KEY (device_key, kind, at, stream_key, seq)){partitioned}"
    );
    let latest = format!(
        "CREATE TABLE IF NOT EXISTS latest (device_key integer PRIMARY KEY REFERENCES devices, {}received_at timestamptz NOT NULL) WITH (fillfactor = 50)",
        columns::list(&latest_columns())
    );
    for statement in [frames, waveforms, latest] {
        sqlx::query(AssertSqlSafe(statement)).execute(&store.pool).await?;
    }
    columns::add(store, "frames", &frames_columns()).await?;
    columns::add(store, "latest", &latest_columns()).await?;
    if store.timescale() {
        timescale::create(store).await?;
    } else {
        minutes::create_table(store).await?;
    }
    minutes::begin(store).await
}
