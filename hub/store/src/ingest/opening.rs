//! How every ingest begins: one question that locks the streams and reads all that the rest needs.
//!
//! Streams and devices that nobody knows yet are made outside the transaction: within it two writers that
//! make the same ones would wait for each other, and a number of the identity column would be burnt with every
//! batch that makes nothing (`ON CONFLICT DO NOTHING` takes one first).

use super::held::Numbers;
use super::streams::{self, Locked, Name, Row};
use super::{IngestBatch, Item};
use crate::error::StoreError;
use crate::stamp::Stamp;
use hearth_vitals::{DeviceId, WallMs};
use sqlx::postgres::PgRow;
use sqlx::{PgConnection, PgPool, Row as _};
use std::collections::{BTreeMap, BTreeSet};

/// Row keys of devices.
pub type Devices = BTreeMap<DeviceId, i32>;

/// `BEGIN`, and the plans of this transaction made once for any number of rows: planned anew with every
/// batch, small ones cost more to plan than to store; and planned while tables are small, a hash join that
/// reads all of them would stay when they are not.
pub const BEGIN: &str = "BEGIN; SET LOCAL plan_cache_mode = force_generic_plan; SET LOCAL enable_hashjoin = off; \
                         SET LOCAL enable_mergejoin = off; SET LOCAL enable_seqscan = off";

/// Locks the streams by key, then reads: the roster's version and how far minutes are rolled up under a
/// shared lock (ingest waits for no ingest), the keys of devices. Last the lock of all writers, see `lease`.
const OPEN: &str = concat!(
    "WITH locked AS MATERIALIZED (SELECT s.key, w.number, s.held::text AS held, s.lost::text AS lost \
         FROM UNNEST($1::text[], $2::int8[], $3::int2[]) WITH ORDINALITY w (gateway_id, generation, class, number) \
         JOIN streams s USING (gateway_id, generation, class) ORDER BY s.key FOR UPDATE OF s) \
     SELECT ARRAY(SELECT number FROM locked), ARRAY(SELECT key FROM locked), ARRAY(SELECT held FROM locked), ARRAY(SELECT lost FROM locked), \
            (SELECT version FROM roster_version WHERE only_row FOR SHARE), (SELECT rolled_until FROM roll_up WHERE only_row FOR SHARE), \
            ARRAY(SELECT (SELECT d.key FROM devices d WHERE d.id = w.id) FROM UNNEST($4::text[]) WITH ORDINALITY w (id, number) ORDER BY number), \
            pg_advisory_xact_lock_shared(",
    crate::lease::writers!(),
    ")::text"
);

/// What a transaction touches.
#[derive(Default)]
pub struct Wanted {
    pub streams: BTreeSet<Name>,
    pub devices: BTreeSet<DeviceId>,
}

/// What it learns.
pub struct Opening {
    pub locked: Locked,
    pub devices: Devices,
    pub roster_version: i64,
    pub rolled_until: WallMs,
}

impl Wanted {
    /// All that these batches touch.
    pub fn by(batches: &[IngestBatch]) -> Wanted {
        let items = batches.iter().flat_map(|batch| &batch.items);
        Wanted { streams: streams::names(batches), devices: items.filter_map(device_of).cloned().collect() }
    }

    fn columns(&self) -> (Vec<&str>, Vec<i64>, Vec<i16>) {
        // The 64 bits are kept, not the sign: the number is a name.
        let generations = self.streams.iter().map(|(_, stream)| stream.generation.0.cast_signed());
        let classes = self.streams.iter().map(|(_, stream)| stream.class as i16);
        (self.streams.iter().map(|(gateway, _)| gateway.as_str()).collect(), generations.collect(), classes.collect())
    }

    fn ids(&self) -> Vec<&str> {
        self.devices.iter().map(DeviceId::as_str).collect()
    }

    /// Asks; `None` when a stream or a device is not there yet.
    pub async fn open(&self, connection: &mut PgConnection) -> Result<Option<Opening>, StoreError> {
        let (gateways, generations, classes) = self.columns();
        let asked = sqlx::query(OPEN).bind(gateways).bind(generations).bind(classes).bind(self.ids());
        let row = asked.fetch_one(connection).await?;
        let locked = self.locked(&row)?;
        let keys: Vec<Option<i32>> = row.try_get(6)?;
        let keys: Option<Vec<i32>> = keys.into_iter().collect();
        let (Some(locked), Some(keys)) = (locked, keys) else { return Ok(None) };
        let devices = self.devices.iter().cloned().zip(keys).collect();
        let rolled_until: Stamp = row.try_get(5)?;
        Ok(Some(Opening { locked, devices, roster_version: row.try_get(4)?, rolled_until: rolled_until.0 }))
    }

    fn locked(&self, row: &PgRow) -> Result<Option<Locked>, StoreError> {
        let (numbers, keys): (Vec<i64>, Vec<i32>) = (row.try_get(0)?, row.try_get(1)?);
        let (held, lost): (Vec<String>, Vec<String>) = (row.try_get(2)?, row.try_get(3)?);
        if numbers.len() != self.streams.len() {
            return Ok(None);
        }
        let mut found = BTreeMap::new();
        for (index, number) in numbers.into_iter().enumerate() {
            found.insert(number, Row::new(keys[index], Numbers::parse(&held[index])?, Numbers::parse(&lost[index])?));
        }
        let mut locked = Locked::default();
        for (name, (_, row)) in self.streams.iter().zip(found) {
            locked.insert(name.clone(), row);
        }
        Ok(Some(locked))
    }

    /// Makes what is not there yet. A device nobody registered gets a row of its own, so that its frames
    /// are kept as "unassigned".
    pub async fn make(&self, pool: &PgPool) -> Result<(), StoreError> {
        let (gateways, generations, classes) = self.columns();
        sqlx::query(
            "INSERT INTO streams (gateway_id, generation, class) SELECT * FROM UNNEST($1::text[], $2::int8[], $3::int2[]) w (gateway_id, generation, class) \
             WHERE NOT EXISTS (SELECT FROM streams s WHERE (s.gateway_id, s.generation, s.class) = (w.gateway_id, w.generation, w.class)) ON CONFLICT DO NOTHING",
        )
        .bind(gateways)
        .bind(generations)
        .bind(classes)
        .execute(pool)
        .await?;
        sqlx::query(
            "INSERT INTO devices (id) SELECT id FROM UNNEST($1::text[]) w (id) WHERE NOT EXISTS (SELECT FROM devices d WHERE d.id = w.id) ON CONFLICT DO NOTHING",
        )
        .bind(self.ids())
        .execute(pool)
        .await?;
        Ok(())
    }
}

fn device_of(item: &Item) -> Option<&DeviceId> {
    match item {
        Item::Frame(frame, _) => Some(&frame.device),
        Item::Waveform(block, _) => Some(&block.device),
        Item::Event(event, _) => event.device.as_ref(),
        _ => None,
    }
}

/// The key of a device.
pub fn key_of(devices: &Devices, device: &DeviceId) -> Result<i32, StoreError> {
    devices.get(device).copied().ok_or_else(|| StoreError::Defect(format!("device {device} has no key")))
}
