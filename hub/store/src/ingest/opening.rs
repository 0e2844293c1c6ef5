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
use crate::{binding_changes, kits};
use hearth_vitals::{DeviceId, GatewayId, WallMs};
use sqlx::postgres::PgRow;
use sqlx::{PgConnection, PgPool, Row as _};
use std::collections::{BTreeMap, BTreeSet};

/// Row keys: of devices, and of what comes under their names through a gateway that may not speak for them.
#[derive(Default)]
pub struct Devices {
    own: BTreeMap<DeviceId, i32>,
    strays: BTreeMap<(DeviceId, GatewayId), i32>,
}

impl Devices {
    /// Where records of this device through this gateway lie.
    pub fn key(&self, device: &DeviceId, gateway: &GatewayId, is_stray: bool) -> Result<i32, StoreError> {
        let key = if is_stray { self.strays.get(&(device.clone(), gateway.clone())) } else { self.own.get(device) };
        key.copied().ok_or_else(|| StoreError::Defect(format!("device {device} has no key")))
    }
}

/// `BEGIN`, and the plans of this transaction made once for any number of rows: planned anew with every
/// batch, small ones cost more to plan than to store; and planned while tables are small, a hash join that
/// reads all of them would stay when they are not.
pub const BEGIN: &str = "BEGIN; SET LOCAL plan_cache_mode = force_generic_plan; SET LOCAL enable_hashjoin = off; \
                         SET LOCAL enable_mergejoin = off; SET LOCAL enable_seqscan = off";

/// Locks the streams by key, then reads: the version of the bindings, how far minutes are rolled up under a shared
/// lock (ingest waits for no ingest), the keys of devices. Last the lock of all writers, see `lease`.
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

/// What a transaction touches.
#[derive(Default)]
pub struct Wanted {
    pub streams: BTreeSet<Name>,
    pub devices: BTreeSet<DeviceId>,
    pub strays: BTreeSet<(DeviceId, GatewayId)>,
}

/// What it learns.
pub struct Opening {
    pub locked: Locked,
    pub devices: Devices,
    pub bindings_version: i64,
    pub rolled_until: WallMs,
}

impl Wanted {
    /// All that these batches touch.
    pub fn by(batches: &[IngestBatch]) -> Wanted {
        let mut wanted = Wanted { streams: streams::names(batches), ..Wanted::default() };
        for batch in batches {
            for (item, is_stray) in batch.items.iter().map(Item::told) {
                let Some((device, _)) = item.of_device() else { continue };
                if is_stray {
                    wanted.strays.insert((device.clone(), batch.gateway.clone()));
                } else if !wanted.devices.contains(device) {
                    // A round has many frames of few devices: what is there already is not copied.
                    wanted.devices.insert(device.clone());
                }
            }
        }
        wanted
    }

    fn columns(&self) -> (Vec<&str>, Vec<i64>, Vec<i16>) {
        // The 64 bits are kept, not the sign: the number is a name.
        let generations = self.streams.iter().map(|(_, stream)| stream.generation.0.cast_signed());
        let classes = self.streams.iter().map(|(_, stream)| stream.class as i16);
        (self.streams.iter().map(|(gateway, _)| gateway.as_str()).collect(), generations.collect(), classes.collect())
    }

    /// Ids, and the gateways through which strays came under them.
    fn ids(&self) -> (Vec<&str>, Vec<Option<&str>>) {
        let own = self.devices.iter().map(|device| (device.as_str(), None));
        let strays = self.strays.iter().map(|(device, gateway)| (device.as_str(), Some(gateway.as_str())));
        own.chain(strays).unzip()
    }

    /// Asks; `None` when a stream or a device is not there yet.
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

    /// True when what is known of these bindings does not hold any more for something in here.
    pub async fn is_overtaken(&self, connection: &mut PgConnection, known: i64, newest: i64) -> Result<bool, StoreError> {
        if known == newest {
            return Ok(false);
        }
        let gateways: Vec<&str> = self.streams.iter().map(|(gateway, _)| gateway.as_str()).collect();
        binding_changes::concern(connection, (known, newest), &self.ids().0, &gateways).await
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

    /// Makes what is not there yet. What a gateway sends of a device that nobody registered, or that is not of its
    /// kit, gets a row of its own, so that it is kept and belongs to nobody.
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
        let mut transaction = pool.begin().await?;
        // Whoever registers a device looks first whether it has come before, and must not miss a row made meanwhile.
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
