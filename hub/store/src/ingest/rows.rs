//! Devices, frames, waveforms and newest values: one statement each, by UNNEST.

use super::streams::Locked;
use super::{Fresh, IngestBatch, Item, Placed, item_of};
use crate::error::StoreError;
use crate::quality;
use hearth_vitals::{DeviceId, Frame, Vital, WaveformBlock, waveform};
use sqlx::{AssertSqlSafe, PgConnection, Row};
use std::collections::{BTreeMap, BTreeSet};

/// Row keys of devices.
pub type Devices = BTreeMap<DeviceId, i32>;

/// The keys of every device in the new records; one nobody registered gets a row of its own, so that
/// its frames are kept as "unassigned".
pub async fn devices(connection: &mut PgConnection, batches: &[IngestBatch], fresh: &[Fresh]) -> Result<Devices, StoreError> {
    let ids: BTreeSet<&DeviceId> = fresh
        .iter()
        .filter_map(|new| match item_of(batches, new).2 {
            Item::Frame(frame, _) => Some(&frame.device),
            Item::Waveform(block, _) => Some(&block.device),
            Item::Event(event, _) => event.device.as_ref(),
            _ => None,
        })
        .collect();
    let texts: Vec<&str> = ids.iter().map(|id| id.as_str()).collect();
    let rows = sqlx::query(
        "WITH wanted AS (SELECT unnest($1::text[]) AS id), \
              made AS (INSERT INTO devices (id) SELECT id FROM wanted WHERE NOT EXISTS (SELECT 1 FROM devices d WHERE d.id = wanted.id) \
                       ON CONFLICT (id) DO UPDATE SET id = EXCLUDED.id RETURNING id, key) \
         SELECT id, key FROM made UNION ALL SELECT d.id, d.key FROM devices d JOIN wanted USING (id)",
    )
    .bind(texts)
    .fetch_all(connection)
    .await?;
    let mut keys: BTreeMap<String, i32> = BTreeMap::new();
    for row in rows {
        keys.insert(row.try_get("id")?, row.try_get("key")?);
    }
    Ok(ids.into_iter().filter_map(|id| keys.get(id.as_str()).map(|key| (id.clone(), *key))).collect())
}

/// The key of a device.
pub fn key_of(devices: &Devices, device: &DeviceId) -> Result<i32, StoreError> {
    devices.get(device).copied().ok_or_else(|| StoreError::Defect(format!("device {device} has no key")))
}

/// The new records that are frames.
pub fn new_frames<'a>(
    batches: &'a [IngestBatch],
    fresh: &'a [Fresh],
) -> impl Iterator<Item = (&'a IngestBatch, u64, &'a Frame, &'a Placed)> {
    fresh.iter().filter_map(|new| match item_of(batches, new) {
        (batch, seq, Item::Frame(frame, placed)) => Some((batch, seq, frame, placed)),
        _ => None,
    })
}

/// Stores the new frames.
pub async fn frames(
    connection: &mut PgConnection,
    batches: &[IngestBatch],
    fresh: &[Fresh],
    devices: &Devices,
    locked: &Locked,
) -> Result<(), StoreError> {
    let mut columns = FrameColumns::default();
    for (batch, seq, frame, placed) in new_frames(batches, fresh) {
        columns.push(key_of(devices, &frame.device)?, locked.key(&batch.gateway, batch.stream)?, batch, seq, frame, placed);
    }
    if columns.at.is_empty() { Ok(()) } else { columns.insert(connection).await }
}

#[derive(Default)]
struct FrameColumns {
    device_key: Vec<i32>,
    at: Vec<i64>,
    vitals: [Vec<Option<i32>>; Vital::ALL.len()],
    quality: Vec<Option<Vec<u8>>>,
    received_at: Vec<i64>,
    device_time: Vec<Option<i64>>,
    clock: Vec<i16>,
    uncertainty_ms: Vec<i32>,
    stream_key: Vec<i32>,
    seq: Vec<i64>,
}

impl FrameColumns {
    fn push(&mut self, device_key: i32, stream_key: i32, batch: &IngestBatch, seq: u64, frame: &Frame, placed: &Placed) {
        self.device_key.push(device_key);
        self.at.push(placed.at.0);
        for (vital, column) in Vital::ALL.into_iter().zip(&mut self.vitals) {
            column.push(frame.get(vital).and_then(|reading| reading.raw));
        }
        self.quality.push(quality::encode(frame.readings()));
        self.received_at.push(batch.received_at.0);
        self.device_time.push(frame.device_time.map(|time| time.0));
        self.clock.push(i16::from(placed.clock));
        self.uncertainty_ms.push(i32::try_from(placed.uncertainty_ms).unwrap_or(i32::MAX));
        self.stream_key.push(stream_key);
        self.seq.push(seq.cast_signed());
    }

    async fn insert(self, connection: &mut PgConnection) -> Result<(), StoreError> {
        // UNNEST pads short arrays with NULL: equal lengths are a matter of life, not of style.
        let rows = self.at.len();
        let lengths = [self.device_key.len(), self.quality.len(), self.received_at.len(), self.stream_key.len(), self.seq.len()];
        if lengths.iter().any(|length| *length != rows) || self.vitals.iter().any(|column| column.len() != rows) {
            return Err(StoreError::Defect("columns of unequal length".to_owned()));
        }
        let names: Vec<&str> = Vital::ALL.iter().map(|vital| vital.key()).collect();
        let arrays: Vec<String> = (0..names.len()).map(|index| format!("${}::int4[]", index + 3)).collect();
        let next = names.len() + 3;
        let statement = format!(
            "INSERT INTO frames (device_key, at, {names}, quality, received_at, device_time, clock, uncertainty_ms, stream_key, seq) \
             SELECT device_key, to_timestamp(at / 1000.0), {names}, quality, to_timestamp(received_at / 1000.0), device_time, clock, uncertainty_ms, stream_key, seq \
             FROM UNNEST($1::int4[], $2::int8[], {arrays}, ${}::bytea[], ${}::int8[], ${}::int8[], ${}::int2[], ${}::int4[], ${}::int4[], ${}::int8[]) \
             n (device_key, at, {names}, quality, received_at, device_time, clock, uncertainty_ms, stream_key, seq)",
            next,
            next + 1,
            next + 2,
            next + 3,
            next + 4,
            next + 5,
            next + 6,
            names = names.join(", "),
            arrays = arrays.join(", "),
        );
        let mut query = sqlx::query(AssertSqlSafe(statement)).bind(self.device_key).bind(self.at);
        for column in self.vitals {
            query = query.bind(column);
        }
        query
            .bind(self.quality)
            .bind(self.received_at)
            .bind(self.device_time)
            .bind(self.clock)
            .bind(self.uncertainty_ms)
            .bind(self.stream_key)
            .bind(self.seq)
            .execute(connection)
            .await?;
        Ok(())
    }
}

/// Stores the new waveform blocks.
pub async fn waveforms(
    connection: &mut PgConnection,
    batches: &[IngestBatch],
    fresh: &[Fresh],
    devices: &Devices,
    locked: &Locked,
) -> Result<(), StoreError> {
    let blocks: Vec<(&IngestBatch, u64, &WaveformBlock, &Placed)> = fresh
        .iter()
        .filter_map(|new| match item_of(batches, new) {
            (batch, seq, Item::Waveform(block, placed)) => Some((batch, seq, block, placed)),
            _ => None,
        })
        .collect();
    if blocks.is_empty() {
        return Ok(());
    }
    let keys: Result<Vec<i32>, _> = blocks.iter().map(|(_, _, block, _)| key_of(devices, &block.device)).collect();
    let streams: Result<Vec<i32>, _> = blocks.iter().map(|(batch, ..)| locked.key(&batch.gateway, batch.stream)).collect();
    sqlx::query(
        "INSERT INTO waveforms (device_key, kind, at, period_us, samples, packed, received_at, stream_key, seq) \
         SELECT device_key, kind, to_timestamp(at / 1000.0), period_us, samples, packed, to_timestamp(received_at / 1000.0), stream_key, seq \
         FROM UNNEST($1::int4[], $2::int2[], $3::int8[], $4::int4[], $5::int4[], $6::bytea[], $7::int8[], $8::int4[], $9::int8[]) \
         n (device_key, kind, at, period_us, samples, packed, received_at, stream_key, seq)",
    )
    .bind(keys?)
    .bind(blocks.iter().map(|(_, _, block, _)| block.kind as i16).collect::<Vec<_>>())
    .bind(blocks.iter().map(|(.., placed)| placed.at.0).collect::<Vec<_>>())
    .bind(blocks.iter().map(|(_, _, block, _)| i32::try_from(block.period_us).unwrap_or(i32::MAX)).collect::<Vec<_>>())
    .bind(blocks.iter().map(|(_, _, block, _)| block.samples.len() as i32).collect::<Vec<_>>())
    .bind(blocks.iter().map(|(_, _, block, _)| waveform::pack(&block.samples)).collect::<Vec<_>>())
    .bind(blocks.iter().map(|(batch, ..)| batch.received_at.0).collect::<Vec<_>>())
    .bind(streams?)
    .bind(blocks.iter().map(|(_, seq, ..)| seq.cast_signed()).collect::<Vec<_>>())
    .execute(connection)
    .await?;
    Ok(())
}

/// Instant and value of each vital, and when the device was last received.
type Newest = ([Option<(i64, i32)>; Vital::ALL.len()], i64);

/// Moves the newest values forward: a missing value never overwrites, an older one neither.
pub async fn latest(connection: &mut PgConnection, batches: &[IngestBatch], fresh: &[Fresh], devices: &Devices) -> Result<(), StoreError> {
    // One row a device before SQL: ON CONFLICT cannot touch a row twice in one statement. The map's
    // order is the lock order.
    let mut newest: BTreeMap<i32, Newest> = BTreeMap::new();
    for (batch, _, frame, placed) in new_frames(batches, fresh) {
        let (values, received_at) = newest.entry(key_of(devices, &frame.device)?).or_insert(([None; Vital::ALL.len()], i64::MIN));
        *received_at = (*received_at).max(batch.received_at.0);
        for reading in frame.readings() {
            let slot = &mut values[usize::from(reading.vital.code())];
            if let Some(raw) = reading.raw
                && slot.is_none_or(|(at, _)| at <= placed.at.0)
            {
                *slot = Some((placed.at.0, raw));
            }
        }
    }
    if newest.is_empty() {
        return Ok(());
    }
    let keys = Vital::ALL.map(Vital::key);
    let columns: Vec<String> = keys.iter().map(|key| format!("{key}, {key}_at")).collect();
    let arrays: Vec<String> = (0..keys.len()).map(|index| format!("${}::int4[], ${}::int8[]", 2 * index + 3, 2 * index + 4)).collect();
    let newer = |key: &str| format!("EXCLUDED.{key}_at >= coalesce(latest.{key}_at, EXCLUDED.{key}_at)");
    let sets: Vec<String> = keys
        .iter()
        .map(|key| {
            let newer = newer(key);
            format!("{key} = CASE WHEN {newer} THEN EXCLUDED.{key} ELSE latest.{key} END, {key}_at = CASE WHEN {newer} THEN EXCLUDED.{key}_at ELSE latest.{key}_at END")
        })
        .collect();
    let (columns, arrays, sets) = (columns.join(", "), arrays.join(", "), sets.join(", "));
    let statement = format!(
        "INSERT INTO latest (device_key, received_at, {columns}) SELECT device_key, to_timestamp(received_at / 1000.0), {columns} \
         FROM UNNEST($1::int4[], $2::int8[], {arrays}) n (device_key, received_at, {columns}) ORDER BY device_key \
         ON CONFLICT (device_key) DO UPDATE SET received_at = greatest(latest.received_at, EXCLUDED.received_at), {sets}"
    );
    let mut query = sqlx::query(AssertSqlSafe(statement))
        .bind(newest.keys().copied().collect::<Vec<_>>())
        .bind(newest.values().map(|(_, received_at)| *received_at).collect::<Vec<_>>());
    for index in 0..keys.len() {
        query = query.bind(newest.values().map(|(values, _)| values[index].map(|(_, raw)| raw)).collect::<Vec<_>>());
        query = query.bind(newest.values().map(|(values, _)| values[index].map(|(at, _)| at)).collect::<Vec<_>>());
    }
    query.execute(connection).await?;
    Ok(())
}
