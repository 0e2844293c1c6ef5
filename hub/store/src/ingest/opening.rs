//! How every ingest begins: one statement that locks the streams and reads everything that the rest needs.
//!
//! Streams and devices that are not in the database yet are made outside the transaction. Inside it, two writers that
//! make the same ones would wait for each other; and `ON CONFLICT DO NOTHING` takes a number from the identity column
//! even if it inserts nothing, so every batch would use one up.

use super::held::Numbers;
use super::streams::{self, Locked, StreamName, StreamRow};
use super::{IngestBatch, Item};
use crate::error::StoreError;
use crate::stamp::Stamp;
use crate::transaction;
use crate::{concerned, kits};
use hearth_vitals::{DeviceId, GatewayId, WallMs};
use sqlx::postgres::PgRow;
use sqlx::{PgConnection, PgPool, Row as _};
use std::collections::{BTreeMap, BTreeSet};

/// Keys of device rows: those of devices themselves, and those for strays under a device's name.
#[derive(Default)]
pub struct Devices {
    own: BTreeMap<DeviceId, i32>,
    strays: BTreeMap<(DeviceId, GatewayId), i32>,
}

impl Devices {
    /// The key under which records of this device from this gateway are stored.
    pub fn key(&self, device: &DeviceId, gateway: &GatewayId, is_stray: bool) -> Result<i32, StoreError> {
        let key = if is_stray { self.strays.get(&(device.clone(), gateway.clone())) } else { self.own.get(device) };
        key.copied().ok_or_else(|| StoreError::Defect(format!("device {device} has no key")))
    }
}

/// `BEGIN`, with settings that make PostgreSQL plan each statement once for any number of rows. Planning anew for every
/// batch would cost more than storing a small one. A plan made while tables are small could choose a hash join that reads
/// whole tables, and would stay when they have grown; so scans and such joins are switched off.
pub const BEGIN: &str = "BEGIN; SET LOCAL plan_cache_mode = force_generic_plan; SET LOCAL enable_hashjoin = off; \
                         SET LOCAL enable_mergejoin = off; SET LOCAL enable_seqscan = off";

/// Locks the streams in the order of their keys. Then reads the version of the bindings; until when minutes are rolled
/// up, under a shared lock, so that ingests do not wait for each other; and the keys of the devices. Last it takes the
/// writers' lock, see `lease`.
const OPEN: &str = concat!(
    "WITH locked AS MATERIALIZED (SELECT s.key, w.number, s.held::text AS held, s.lost::text AS lost \
         FROM UNNEST($1::text[], $2::int8[], $3::int2[]) WITH ORDINALITY w (gateway_id, generation, class, number) \
         JOIN streams s USING (gateway_id, generation, class) ORDER BY s.key FOR UPDATE OF s) \
     SELECT ARRAY(SELECT number FROM locked), ARRAY(SELECT key FROM locked), ARRAY(SELECT held FROM locked), ARRAY(SELECT lost FROM locked), \
            (SELECT version FROM bindings_version WHERE only_row), (SELECT rolled_until FROM roll_up WHERE only_row FOR SHARE), \
            ARRAY(SELECT (SELECT d.key FROM devices d WHERE d.id = w.id AND d.heard_through IS NOT DISTINCT FROM w.through) \
                  FROM UNNEST($4::text[], $5::text[]) WITH ORDINALITY w (id, through, number) ORDER BY number), \
            pg_advisory_xact_lock_shared(",
    crate::lease::writers!(),
    ")::text"
);

/// The streams, devices and strays that a transaction needs.
#[derive(Default)]
pub struct OpeningQuery {
    pub streams: BTreeSet<StreamName>,
    pub devices: BTreeSet<DeviceId>,
    pub strays: BTreeSet<(DeviceId, GatewayId)>,
}

/// What the first statement of a transaction returns.
pub struct Opening {
    pub locked: Locked,
    pub devices: Devices,
    pub bindings_version: i64,
    pub rolled_until: WallMs,
}

impl OpeningQuery {
    /// Everything that these batches need.
    pub fn by(batches: &[IngestBatch]) -> OpeningQuery {
        let mut wanted = OpeningQuery { streams: streams::names(batches), ..OpeningQuery::default() };
        for batch in batches {
            for (item, is_stray) in batch.items.iter().map(Item::told) {
                let Some((device, _)) = item.of_device() else { continue };
                if is_stray {
                    wanted.strays.insert((device.clone(), batch.gateway.clone()));
                } else if !wanted.devices.contains(device) {
                    // A round has many frames of few devices: an id is copied only once.
                    wanted.devices.insert(device.clone());
                }
            }
        }
        wanted
    }

    fn columns(&self) -> (Vec<&str>, Vec<i64>, Vec<i16>) {
        // Generations are 64-bit names. PostgreSQL has only signed integers, so the same bits are stored as one.
        let generations = self.streams.iter().map(|(_, stream)| stream.generation.0.cast_signed());
        let classes = self.streams.iter().map(|(_, stream)| stream.class as i16);
        (self.streams.iter().map(|(gateway, _)| gateway.as_str()).collect(), generations.collect(), classes.collect())
    }

    /// Ids of devices; for strays, with the gateway that they came through.
    fn ids(&self) -> (Vec<&str>, Vec<Option<&str>>) {
        let own = self.devices.iter().map(|device| (device.as_str(), None));
        let strays = self.strays.iter().map(|(device, gateway)| (device.as_str(), Some(gateway.as_str())));
        own.chain(strays).unzip()
    }

    /// Runs the first statement; `None` when a stream or a device is not in the database yet.
    pub async fn open(&self, connection: &mut PgConnection) -> Result<Option<Opening>, StoreError> {
        let (gateways, generations, classes) = self.columns();
        let (ids, through) = self.ids();
        let asked = sqlx::query(OPEN).bind(gateways).bind(generations).bind(classes).bind(ids).bind(through);
        let row = asked.fetch_one(connection).await?;
        let locked = self.locked(&row)?;
        let keys: Vec<Option<i32>> = row.try_get(6)?;
        let keys: Option<Vec<i32>> = keys.into_iter().collect();
        let (Some(locked), Some(keys)) = (locked, keys) else { return Ok(None) };
        let mut keys = keys.into_iter();
        let own = self.devices.iter().cloned().zip(keys.by_ref()).collect();
        let devices = Devices { own, strays: self.strays.iter().cloned().zip(keys).collect() };
        let rolled_until: Stamp = row.try_get(5)?;
        Ok(Some(Opening { locked, devices, bindings_version: row.try_get(4)?, rolled_until: rolled_until.0 }))
    }

    /// True when a change of the bindings after `known` concerns something in here.
    pub async fn is_overtaken(&self, connection: &mut PgConnection, known: i64, newest: i64) -> Result<bool, StoreError> {
        if known == newest {
            return Ok(false);
        }
        let gateways: Vec<&str> = self.streams.iter().map(|(gateway, _)| gateway.as_str()).collect();
        concerned::concern(connection, (known, newest), &self.ids().0, &gateways).await
    }

    fn locked(&self, row: &PgRow) -> Result<Option<Locked>, StoreError> {
        let (numbers, keys): (Vec<i64>, Vec<i32>) = (row.try_get(0)?, row.try_get(1)?);
        let (held, lost): (Vec<String>, Vec<String>) = (row.try_get(2)?, row.try_get(3)?);
        if numbers.len() != self.streams.len() {
            return Ok(None);
        }
        let mut found = BTreeMap::new();
        for (index, number) in numbers.into_iter().enumerate() {
            found.insert(number, StreamRow::new(keys[index], Numbers::parse(&held[index])?, Numbers::parse(&lost[index])?));
        }
        let mut locked = Locked::default();
        for (name, (_, row)) in self.streams.iter().zip(found) {
            locked.insert(name.clone(), row);
        }
        Ok(Some(locked))
    }

    /// Makes the rows that are missing. A device that nobody registered gets a row of its own, and so do strays: what they
    /// send is kept, and belongs to nobody.
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
        let (ids, through) = self.ids();
        let mut transaction = transaction::begin(pool).await?;
        // The same lock that `add_device` takes: it looks for a row under this name first, and must not miss one made now.
        sqlx::query(
            "SELECT pg_advisory_xact_lock($1, name) FROM (SELECT DISTINCT hashtext(id) AS name FROM UNNEST($2::text[], $3::text[]) w (id, through) \
             WHERE NOT EXISTS (SELECT FROM devices d WHERE d.id = w.id AND d.heard_through IS NOT DISTINCT FROM w.through) ORDER BY 1) names",
        )
        .bind(kits::NAMES)
        .bind(&ids)
        .bind(&through)
        .execute(&mut *transaction)
        .await?;
        sqlx::query(
            "INSERT INTO devices (id, heard_through) SELECT id, through FROM UNNEST($1::text[], $2::text[]) w (id, through) \
             WHERE NOT EXISTS (SELECT FROM devices d WHERE d.id = w.id AND d.heard_through IS NOT DISTINCT FROM w.through) ON CONFLICT DO NOTHING",
        )
        .bind(ids)
        .bind(through)
        .execute(&mut *transaction)
        .await?;
        transaction.commit().await?;
        Ok(())
    }
}
