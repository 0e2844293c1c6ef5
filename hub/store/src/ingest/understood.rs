//! Takes in what an older version of the hub kept because it did not know its code.
//!
//! As in [`super::unplaced`], one transaction removes the rows from where they were kept and stores them where they
//! belong, under the number, device and instant that they came with; if the hub is killed, all of that happened or
//! nothing. Readings are added to the frame that they came in. They are history: charted, rolled up and read after a
//! restart, but not judged, because nobody can have set a limit for a vital that the hub did not know.

use super::opening::{Opening, OpeningQuery};
use super::records::Records;
use super::{Fresh, IngestBatch, Item, Placed, frames, instants, rows, stale, waveforms};
use crate::connect::Store;
use crate::error::StoreError;
use crate::stamp::Stamp;
use hearth_vitals::batch::v1::decode_record;
use hearth_vitals::{Class, Frame, GatewayId, Generation, Known, Record, Stream, WallMs};
use sqlx::postgres::PgRow;
use sqlx::{PgConnection, Row};
use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

/// The most rows that one call takes in.
pub const UNDERSTOOD_AT_ONCE: usize = 1_000;

/// The result of one call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Understood {
    /// How many rows were taken in.
    pub records: usize,
    /// True when there may be more: call again.
    pub more: bool,
}

/// A row that can be understood now, as a batch of its own.
struct UnderstoodRow {
    id: i64,
    batch: IngestBatch,
}

impl Store {
    /// Takes in rows whose code this version knows, at most [`UNDERSTOOD_AT_ONCE`] in one transaction. To be called after
    /// the hub has started, until there are no more.
    ///
    /// # Errors
    /// As [`Store::ingest`]. Either nothing was stored or it is not known; calling again is safe.
    pub async fn take_in_understood(&self, now: WallMs) -> Result<Understood, StoreError> {
        let found = self.find_understood().await?;
        if found.is_empty() {
            return Ok(Understood::default());
        }
        let batches: Vec<IngestBatch> = found.iter().map(|one| one.batch.clone()).collect();
        self.ensure_days(instants(&batches), now).await?;
        let bindings_version = self.bindings_version().await?;
        let (mut transaction, opening) = self.open(&OpeningQuery::by(&batches), bindings_version).await?;
        let taken = take_out(&mut transaction, &found).await?;
        let batches = joined(found.iter().filter(|one| taken.contains(&one.id)).map(|one| &one.batch));
        store(&mut transaction, &batches, &opening).await?;
        transaction.commit().await?;
        Ok(Understood { records: taken.len(), more: found.len() == UNDERSTOOD_AT_ONCE })
    }

    async fn find_understood(&self) -> Result<Vec<UnderstoodRow>, StoreError> {
        let firsts = Known::ALL.firsts().map(i16::from).to_vec();
        let rows = sqlx::query(
            "SELECT u.id, u.seq, u.gateway_id, u.at, u.clock, u.uncertainty_ms, u.received_at, u.stray, u.record, s.generation, s.class \
             FROM UNNEST($1::int2[]) WITH ORDINALITY k (first_unknown, number) \
             CROSS JOIN LATERAL (SELECT * FROM unknown_codes u WHERE u.kind = k.number - 1 AND u.code < k.first_unknown LIMIT $2) u \
             JOIN streams s ON s.key = u.stream_key LIMIT $2",
        )
        .bind(firsts)
        .bind(UNDERSTOOD_AT_ONCE as i64)
        .fetch_all(&self.pool)
        .await?;
        let found = rows.iter().map(read).collect::<Result<_, _>>()?;
        self.without_adopted(found).await
    }

    /// Turns strays into ordinary records if their device has since been registered in the kit of the gateway that sent them.
    async fn without_adopted(&self, mut found: Vec<UnderstoodRow>) -> Result<Vec<UnderstoodRow>, StoreError> {
        let is_stray = |one: &UnderstoodRow| one.batch.items.iter().any(|item| item.told().1);
        let gateways: BTreeSet<&str> = found.iter().filter(|one| is_stray(one)).map(|one| one.batch.gateway.as_str()).collect();
        if gateways.is_empty() {
            return Ok(found);
        }
        let apart: BTreeSet<(String, String)> = sqlx::query_as("SELECT id, heard_through FROM devices WHERE heard_through = ANY($1)")
            .bind(gateways.into_iter().collect::<Vec<_>>())
            .fetch_all(&self.pool)
            .await?
            .into_iter()
            .collect();
        for UnderstoodRow { batch, .. } in &mut found {
            let is_apart = |item: &Item| {
                item.of_device().is_some_and(|(device, _)| apart.contains(&(device.as_str().to_owned(), batch.gateway.as_str().to_owned())))
            };
            let items = std::mem::take(&mut batch.items).into_iter();
            batch.items = items
                .map(|item| {
                    let is_stray = item.told().1 && is_apart(&item);
                    item.as_stray(is_stray)
                })
                .collect();
        }
        Ok(found)
    }
}

fn read(row: &PgRow) -> Result<UnderstoodRow, StoreError> {
    let defect = |error: String| StoreError::Defect(error);
    let seq: i64 = row.try_get("seq")?;
    let (generation, class): (i64, i16) = (row.try_get("generation")?, row.try_get("class")?);
    let class = u8::try_from(class).ok().and_then(Class::from_code).ok_or_else(|| defect("a stored stream is of no class".to_owned()))?;
    let (at, received_at): (Option<Stamp>, Stamp) = (row.try_get("at")?, row.try_get("received_at")?);
    let (clock, uncertainty): (Option<i16>, Option<i32>) = (row.try_get("clock")?, row.try_get("uncertainty_ms")?);
    let placed = at.map(|at| Placed {
        at: at.0,
        clock: u8::try_from(clock.unwrap_or_default()).unwrap_or_default(),
        uncertainty_ms: uncertainty.unwrap_or_default().unsigned_abs(),
    });
    let batch = IngestBatch {
        gateway: GatewayId::new(row.try_get("gateway_id")?).map_err(|error| defect(error.to_string()))?,
        stream: Stream { generation: Generation(generation.cast_unsigned()), class },
        first: seq.cast_unsigned(),
        received_at: received_at.0,
        items: vec![item(row.try_get("record")?, placed).as_stray(row.try_get("stray")?)],
    };
    Ok(UnderstoodRow { id: row.try_get("id")?, batch })
}

/// The record as this version reads it. What it still cannot read goes to quarantine, so that it is not tried for ever.
fn item(bytes: &[u8], placed: Option<Placed>) -> Item {
    match (decode_record(bytes).map(|(_, record)| record), placed) {
        (Ok(Record::Frame(frame)), Some(placed)) => Item::Frame(frame, placed),
        (Ok(Record::Waveform(block)), Some(placed)) => Item::Waveform(block, placed),
        (Ok(Record::Event(event)), placed) => Item::Event(event, placed),
        (Ok(Record::Unknown(unknown)), placed) => Item::Unknown(unknown, placed),
        (Ok(_), _) => Item::Quarantined(bytes.to_vec(), "kept under a code that it does not hold".to_owned()),
        (Err(error), _) => Item::Quarantined(bytes.to_vec(), format!("kept under a code that is known, and cannot be read: {error}")),
    }
}

/// Deletes the rows and returns the ids of those that were still there: another hub may have taken some in meanwhile.
async fn take_out(connection: &mut PgConnection, found: &[UnderstoodRow]) -> Result<BTreeSet<i64>, StoreError> {
    let ids: Vec<i64> = sqlx::query_scalar("DELETE FROM unknown_codes WHERE id = ANY($1) RETURNING id")
        .bind(found.iter().map(|one| one.id).collect::<Vec<_>>())
        .fetch_all(connection)
        .await?;
    Ok(ids.into_iter().collect())
}

/// The same batches, with readings of one frame joined: a statement can change a row only once.
fn joined<'a>(batches: impl Iterator<Item = &'a IngestBatch>) -> Vec<IngestBatch> {
    let mut by_number: BTreeMap<(GatewayId, Stream, u64), IngestBatch> = BTreeMap::new();
    let mut others = Vec::new();
    for batch in batches {
        match by_number.entry((batch.gateway.clone(), batch.stream, batch.first)) {
            Entry::Vacant(slot) => {
                slot.insert(batch.clone());
            }
            Entry::Occupied(mut slot) => match join(&slot.get().items, &batch.items) {
                Some(frame) => slot.get_mut().items = vec![frame],
                None => others.push(batch.clone()),
            },
        }
    }
    by_number.into_values().chain(others).collect()
}

fn join(one: &[Item], other: &[Item]) -> Option<Item> {
    let ([one], [other]) = (one, other) else { return None };
    let ((Item::Frame(one, placed), is_stray), (Item::Frame(other, _), _)) = (one.told(), other.told()) else { return None };
    let readings = [one.readings(), other.readings()].concat();
    let unknown = [one.unknown(), other.unknown()].concat();
    let frame = Frame::with_unknown(one.device.clone(), one.mono, one.device_time, readings, unknown).ok()?;
    Some(Item::Frame(frame, *placed).as_stray(is_stray))
}

/// Stores them as an ingest does, except that the numbers are held already, and the rows of frames are there already.
async fn store(connection: &mut PgConnection, batches: &[IngestBatch], opening: &Opening) -> Result<(), StoreError> {
    let Opening { locked, devices, rolled_until, .. } = opening;
    let fresh: Vec<Fresh> = (0..batches.len()).map(|batch| Fresh { batch, item: 0 }).collect();
    let (frames, blocks) = rows::rows(batches, &fresh, devices, locked)?;
    waveforms::store(connection, &blocks).await?;
    Records::of(batches, &fresh, devices, locked)?.write(connection).await?;
    stale::mark(connection, &frames, *rolled_until).await?;
    frames::complete(connection, &frames).await
}
