//! Waveform blocks: one statement, by UNNEST.

use super::arrays::unnest;
use super::rows::BlockRow;
use crate::error::StoreError;
use crate::stamp::Stamp;
use hearth_vitals::waveform;
use sqlx::PgConnection;
use std::sync::LazyLock;

const COLUMNS: [(&str, &str); 9] = [
    ("device_key", "int4"),
    ("kind", "int2"),
    ("at", "timestamptz"),
    ("period_us", "int4"),
    ("samples", "int4"),
    ("packed", "bytea"),
    ("received_at", "timestamptz"),
    ("stream_key", "int4"),
    ("seq", "int8"),
];

pub static STORE: LazyLock<String> = LazyLock::new(|| {
    let names = COLUMNS.map(|(name, _)| name).join(", ");
    format!("INSERT INTO waveforms ({names}) SELECT {names} FROM {}", unnest(1, &COLUMNS))
});

/// Stores the blocks.
pub async fn store(connection: &mut PgConnection, blocks: &[BlockRow<'_>]) -> Result<(), StoreError> {
    if blocks.is_empty() {
        return Ok(());
    }
    sqlx::query(STORE.as_str())
        .bind(blocks.iter().map(|row| row.origin.device_key).collect::<Vec<_>>())
        .bind(blocks.iter().map(|row| row.block.kind as i16).collect::<Vec<_>>())
        .bind(blocks.iter().map(|row| Stamp(row.placed.at)).collect::<Vec<_>>())
        .bind(blocks.iter().map(|row| i32::try_from(row.block.period_us).unwrap_or(i32::MAX)).collect::<Vec<_>>())
        .bind(blocks.iter().map(|row| row.block.samples.len() as i32).collect::<Vec<_>>())
        .bind(blocks.iter().map(|row| waveform::pack(&row.block.samples)).collect::<Vec<_>>())
        .bind(blocks.iter().map(|row| Stamp(row.origin.received_at)).collect::<Vec<_>>())
        .bind(blocks.iter().map(|row| row.origin.stream_key).collect::<Vec<_>>())
        .bind(blocks.iter().map(|row| row.origin.seq.cast_signed()).collect::<Vec<_>>())
        .execute(connection)
        .await?;
    Ok(())
}
