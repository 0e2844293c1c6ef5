//! What an older hub kept because it had no word for it, taken in by one that has.
//!
//! As with records whose time was unknown, one transaction takes them out of where they were kept and puts them where
//! they belong, under the number, device and instant that they came with: killed at any point, it happened or it did
//! not. Readings join the frame that they came in. They are history: charted, rolled up and found after a restart,
//! not judged, for nobody had set a limit for them when they came.

use super::opening::{Opening, Wanted};
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

/// Rows one call takes in, at most.
pub const UNDERSTOOD_AT_ONCE: usize = 1_000;

/// What one call took in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Understood {
    /// So many rows.
    pub records: usize,
    /// There is more: call again.
    pub more: bool,
}

/// A row, as a batch of its own.
struct Found {
    id: i64,
    batch: IngestBatch,
}

impl Store {
    /// Takes in what was kept under codes that this version knows, up to [`UNDERSTOOD_AT_ONCE`] in one transaction.
    /// To be called when a hub has started, until there is no more.
    ///
    /// # Errors
    /// As [`Store::ingest`]; nothing happened, or nobody knows, and the same call is safe.
    pub async fn take_in_understood(&self, now: WallMs) -> Result<Understood, StoreError> {
        let found = self.find_understood().await?;
        if found.is_empty() {
            return Ok(Understood::default());
        }
        let batches: Vec<IngestBatch> = found.iter().map(|one| one.batch.clone()).collect();
        self.ensure_days(instants(&batches), now).await?;
        let bindings_version = self.bindings_version().await?;
        let (mut transaction, opening) = self.open(&Wanted::by(&batches), bindings_version).await?;
        let taken = take_out(&mut transaction, &found).await?;
        let batches = joined(found.iter().filter(|one| taken.contains(&one.id)).map(|one| &one.batch));
        store(&mut transaction, &batches, &opening).await?;
        transaction.commit().await?;
        Ok(Understood { records: taken.len(), more: found.len() == UNDERSTOOD_AT_ONCE })
    }

    async fn find_understood(&self) -> Result<Vec<Found>, StoreError> {
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

    /// A stray whose device was registered since, in the kit of the gateway that sent it, is none any more.
    async fn without_adopted(&self, mut found: Vec<Found>) -> Result<Vec<Found>, StoreError> {
        let is_stray = |one: &Found| one.batch.items.iter().any(|item| item.told().1);
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
        for Found { batch, .. } in &mut found {
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

fn read(row: &PgRow) -> Result<Found, StoreError> {
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
    Ok(Found { id: row.try_get("id")?, batch })
}

/// What the record is to this version; what it still cannot read goes to quarantine, and is not tried for ever.
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

/// Takes the rows out, and says which: those that somebody else has taken in meanwhile are not there.
async fn take_out(connection: &mut PgConnection, found: &[Found]) -> Result<BTreeSet<i64>, StoreError> {
    let ids: Vec<i64> = sqlx::query_scalar("DELETE FROM unknown_codes WHERE id = ANY($1) RETURNING id")
        .bind(found.iter().map(|one| one.id).collect::<Vec<_>>())
        .fetch_all(connection)
        .await?;
    Ok(ids.into_iter().collect())
}

/// The same, with what belongs to one frame as one: a statement changes a row once.
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

/// As an ingest, but the numbers are held already, and so are the rows of frames.
async fn store(connection: &mut PgConnection, batches: &[IngestBatch], opening: &Opening) -> Result<(), StoreError> {
    let Opening { locked, devices, rolled_until, .. } = opening;
    let fresh: Vec<Fresh> = (0..batches.len()).map(|batch| Fresh { batch, item: 0 }).collect();
    let (frames, blocks) = rows::rows(batches, &fresh, devices, locked)?;
    waveforms::store(connection, &blocks).await?;
    Records::of(batches, &fresh, devices, locked)?.write(connection).await?;
    stale::mark(connection, &frames, *rolled_until).await?;
    frames::complete(connection, &frames).await
}
