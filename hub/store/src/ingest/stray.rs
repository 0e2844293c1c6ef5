//! Counts the records that came under a device's name through a gateway that may not speak for it.

use super::opening::Devices;
use super::{Fresh, IngestBatch, item_of};
use crate::error::StoreError;
use crate::stamp::{self, Stamp};
use hearth_vitals::WallMs;
use sqlx::PgConnection;
use std::collections::BTreeMap;

/// The strays under one key.
struct Heap {
    records: i64,
    /// The earliest and latest time of measurement; `None` while none is known.
    measured: Option<(WallMs, WallMs)>,
    received_at: WallMs,
}

impl Heap {
    fn add(&mut self, at: Option<WallMs>, received_at: WallMs) {
        self.records += 1;
        self.received_at = self.received_at.max(received_at);
        if let Some(at) = at.filter(|at| stamp::is_possible(*at)) {
            let (from, until) = self.measured.unwrap_or((at, at));
            self.measured = Some((from.min(at), until.max(at)));
        }
    }
}

/// Counts the new strays. Nearly always there are none, and then the database is not asked.
pub async fn note(connection: &mut PgConnection, batches: &[IngestBatch], fresh: &[Fresh], devices: &Devices) -> Result<(), StoreError> {
    let mut heaps: BTreeMap<i32, Heap> = BTreeMap::new();
    for new in fresh {
        let (batch, _, item) = item_of(batches, new);
        if let (item, true) = item.told()
            && let Some((device, at)) = item.of_device()
        {
            let key = devices.key(device, &batch.gateway, true)?;
            heaps.entry(key).or_insert(Heap { records: 0, measured: None, received_at: batch.received_at }).add(at, batch.received_at);
        }
    }
    if heaps.is_empty() {
        return Ok(());
    }
    sqlx::query(
        "INSERT INTO strays (device_key, records, from_at, until_at, received_at) \
         SELECT * FROM UNNEST($1::int4[], $2::int8[], $3::timestamptz[], $4::timestamptz[], $5::timestamptz[]) n ORDER BY 1 \
         ON CONFLICT (device_key) DO UPDATE SET records = strays.records + EXCLUDED.records, from_at = least(strays.from_at, EXCLUDED.from_at), \
         until_at = greatest(strays.until_at, EXCLUDED.until_at), received_at = greatest(strays.received_at, EXCLUDED.received_at)",
    )
    .bind(heaps.keys().copied().collect::<Vec<_>>())
    .bind(heaps.values().map(|heap| heap.records).collect::<Vec<_>>())
    .bind(heaps.values().map(|heap| heap.measured.map(|(from, _)| Stamp(from))).collect::<Vec<_>>())
    .bind(heaps.values().map(|heap| heap.measured.map(|(_, until)| Stamp(until))).collect::<Vec<_>>())
    .bind(heaps.values().map(|heap| Stamp(heap.received_at)).collect::<Vec<_>>())
    .execute(connection)
    .await?;
    Ok(())
}
