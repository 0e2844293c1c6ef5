//! Rows of `unplaced`: reads those of a boot, turns them into items with a time, and deletes them.

use super::{IngestBatch, Item, Placed};
use crate::error::StoreError;
use crate::stamp;
use hearth_vitals::batch::v1::decode_record;
use hearth_vitals::{BootId, Class, GatewayId, Generation, Record, Stream, WallMs};
use sqlx::postgres::PgRow;
use sqlx::{PgConnection, PgPool, Row};
use std::collections::BTreeSet;

/// How many rows one query reads.
const PAGE: i64 = 1_000;

/// What is known now about when a record was measured.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WhenMeasured {
    /// It was measured at this time.
    At(Placed),
    /// It was measured at this time, by a device for which the gateway may not speak.
    Stray(Placed),
    /// The time is still unknown: the record stays where it is.
    Unknown,
    /// The time is outside what is kept: its bytes go to quarantine, with this reason.
    Refused(String),
}

/// Tells when a record of the boot was measured.
pub type Place<'a> = dyn Fn(&Record) -> WhenMeasured + Sync + 'a;

/// A row whose time is known now: where it is stored, and the item that it becomes.
pub struct WaitingRow {
    stream: Stream,
    stream_key: i32,
    seq: i64,
    item: Item,
}

/// At most `most` records of a boot that can be placed now, sorted by stream and number, and whether there may be more.
pub async fn find(
    pool: &PgPool,
    gateway: &GatewayId,
    boot: BootId,
    place: &Place<'_>,
    most: usize,
) -> Result<(Vec<WaitingRow>, bool), StoreError> {
    let (mut found, mut after) = (Vec::new(), (0, i64::MIN));
    loop {
        let rows = page(pool, gateway, boot, after).await?;
        let Some(last) = rows.last() else { return Ok((found, false)) };
        after = (last.try_get(2)?, last.try_get(3)?);
        for row in &rows {
            found.extend(read(row, place)?);
            if found.len() == most {
                return Ok((found, true));
            }
        }
    }
}

async fn page(pool: &PgPool, gateway: &GatewayId, boot: BootId, after: (i32, i64)) -> Result<Vec<PgRow>, StoreError> {
    let rows = sqlx::query(
        "SELECT s.generation, s.class, u.stream_key, u.seq, u.record FROM unplaced u JOIN streams s ON s.key = u.stream_key \
         WHERE u.gateway_id = $1 AND u.boot = $2 AND (u.stream_key, u.seq) > ($3, $4) ORDER BY u.stream_key, u.seq LIMIT $5",
    )
    .bind(gateway.as_str())
    .bind(boot.0.cast_signed())
    .bind(after.0)
    .bind(after.1)
    .bind(PAGE)
    .fetch_all(pool)
    .await?;
    Ok(rows)
}

fn read(row: &PgRow, place: &Place<'_>) -> Result<Option<WaitingRow>, StoreError> {
    let (generation, class): (i64, i16) = (row.try_get(0)?, row.try_get(1)?);
    let class = u8::try_from(class).ok().and_then(Class::from_code);
    let class = class.ok_or_else(|| StoreError::Defect("a stored stream is of no class".to_owned()))?;
    let stream = Stream { generation: Generation(generation.cast_unsigned()), class };
    let (stream_key, seq) = (row.try_get(2)?, row.try_get(3)?);
    Ok(placed_item(row.try_get(4)?, place).map(|item| WaitingRow { stream, stream_key, seq, item }))
}

/// The item that a record becomes; `None` while its time is unknown.
pub fn placed_item(bytes: &[u8], place: &Place<'_>) -> Option<Item> {
    let quarantined = |reason: String| Some(Item::Quarantined(bytes.to_vec(), reason));
    let record = match decode_record(bytes) {
        Ok((_, record)) => record,
        Err(error) => return quarantined(format!("a record without a time cannot be read: {error}")),
    };
    let (placed, is_stray) = match place(&record) {
        WhenMeasured::Unknown => return None,
        WhenMeasured::Refused(reason) => return quarantined(reason),
        WhenMeasured::At(placed) => (placed, false),
        WhenMeasured::Stray(placed) => (placed, true),
    };
    if !stamp::is_possible(placed.at) {
        return quarantined("measured at no instant that is kept".to_owned());
    }
    let item = match record {
        Record::Frame(frame) => Item::Frame(frame, placed),
        Record::Waveform(block) => Item::Waveform(block, placed),
        Record::Event(event) => Item::Event(event, Some(placed)),
        Record::Unknown(unknown) => Item::Unknown(unknown, Some(placed)),
        _ => return quarantined("a record that needs no place in time".to_owned()),
    };
    Some(item.as_stray(is_stray))
}

/// Each record as a batch of its own, received at `now`.
pub fn batches(gateway: &GatewayId, found: &[WaitingRow], now: WallMs) -> Vec<IngestBatch> {
    let batch = |one: &WaitingRow| IngestBatch {
        gateway: gateway.clone(),
        stream: one.stream,
        first: one.seq.cast_unsigned(),
        received_at: now,
        items: vec![one.item.clone()],
    };
    found.iter().map(batch).collect()
}

/// Deletes the rows and returns those that were still there: another hub may have placed some meanwhile.
pub async fn take_out(connection: &mut PgConnection, found: &[WaitingRow]) -> Result<BTreeSet<(Stream, u64)>, StoreError> {
    let rows = sqlx::query(
        "DELETE FROM unplaced u USING UNNEST($1::int4[], $2::int8[]) w (stream_key, seq) \
         WHERE u.stream_key = w.stream_key AND u.seq = w.seq RETURNING u.stream_key, u.seq",
    )
    .bind(found.iter().map(|one| one.stream_key).collect::<Vec<_>>())
    .bind(found.iter().map(|one| one.seq).collect::<Vec<_>>())
    .fetch_all(connection)
    .await?;
    let gone: Result<BTreeSet<(i32, i64)>, sqlx::Error> = rows.iter().map(|row| Ok((row.try_get(0)?, row.try_get(1)?))).collect();
    let gone = gone?;
    let taken = found.iter().filter(|one| gone.contains(&(one.stream_key, one.seq)));
    Ok(taken.map(|one| (one.stream, one.seq.cast_unsigned())).collect())
}
