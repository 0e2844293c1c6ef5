//! Changes of bindings and of what belongs to them, numbered in the order of their commits: what a hub that knows
//! one version has to read to know the next.
//!
//! Whoever changes an episode, a device, a kit or a binding notes it here in the same transaction, as the last thing
//! but the audit: changes wait for each other from there to the COMMIT, and for nothing else. That is what makes the
//! numbers follow the commits: who sees a version sees everything up to it. Ingest takes no lock here. It asks whether
//! what it judged is concerned by a change that it does not know ([`concern`]); one that commits a moment later comes
//! after it, as if it had been asked for a moment later.

use crate::bindings::{BINDING, BindingRow, binding_row, of_kit};
use crate::connect::Store;
use crate::equipment::{BOUND, BoundDeviceRow, bound_device, gateway_id};
use crate::error::StoreError;
use crate::registry::{EPISODE, EpisodeRow, episode_row};
use hearth_vitals::{DeviceId, GatewayId};
use sqlx::{AssertSqlSafe, PgConnection, Row};
use std::collections::BTreeSet;
use uuid::Uuid;

/// Changes that are kept: a hub hears of each within a second. In the statement as a number.
macro_rules! kept {
    () => {
        "10000"
    };
}

/// What a transaction changes.
#[derive(Default)]
pub(crate) struct Concerned<'a> {
    /// Their row or their devices; every device that they ever had is concerned too.
    pub episodes: &'a [Uuid],
    /// Their bindings or their kit.
    pub devices: &'a [DeviceId],
    /// The gateway of a new kit; those of the devices are found.
    pub gateway: Option<&'a GatewayId>,
}

/// Everything that changed after one version, read at one moment.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct BindingChanges {
    /// The version that is known with it.
    pub version: i64,
    /// Devices whose bindings or gateway may have changed: forget what is known of them.
    pub devices: BTreeSet<DeviceId>,
    /// Every binding of these devices, by device and beginning.
    pub bindings: Vec<BindingRow>,
    /// Those of them whose kit has a gateway, and that gateway now.
    pub gateways: Vec<(DeviceId, GatewayId)>,
    /// Episodes that changed, ended ones too.
    pub episodes: Vec<EpisodeRow>,
    /// The devices that the active ones of them hold now.
    pub bound: Vec<BoundDeviceRow>,
    /// Gateways of new kits and of these devices that may send.
    pub may_send: BTreeSet<GatewayId>,
}

/// Gives the change of this transaction its number. Episodes, devices and bindings come before, nothing but the
/// audit after.
pub(crate) async fn note(connection: &mut PgConnection, concerned: Concerned<'_>) -> Result<(), StoreError> {
    sqlx::query(concat!(
        "WITH raised AS (UPDATE bindings_version SET version = version + 1 RETURNING version), \
         forgotten AS (DELETE FROM binding_changes c USING raised WHERE c.version <= raised.version - ",
        kept!(),
        ") INSERT INTO binding_changes (version, episodes, devices, gateways) \
         SELECT version, $1::uuid[], \
             ARRAY(SELECT unnest($2::text[]) UNION SELECT d.id FROM bindings b JOIN devices d ON d.key = b.device_key WHERE b.episode_id = ANY($1)), \
             ARRAY(SELECT $3::text WHERE $3 IS NOT NULL \
                   UNION SELECT b.gateway_id FROM bindings b WHERE b.episode_id = ANY($1) AND b.gateway_id IS NOT NULL \
                   UNION SELECT k.gateway_id FROM devices d JOIN kits k ON k.id = d.kit_id WHERE d.id = ANY($2) AND k.gateway_id IS NOT NULL) \
         FROM raised"
    ))
    .bind(concerned.episodes)
    .bind(ids(concerned.devices))
    .bind(concerned.gateway.map(GatewayId::as_str))
    .execute(connection)
    .await?;
    Ok(())
}

fn ids<'a>(devices: impl IntoIterator<Item = &'a DeviceId>) -> Vec<&'a str> {
    devices.into_iter().map(DeviceId::as_str).collect()
}

/// True when a change after `known` and up to `newest` concerns one of these devices or gateways, or nobody knows
/// what it concerns.
pub(crate) async fn concern(
    connection: &mut PgConnection,
    (known, newest): (i64, i64),
    devices: &[&str],
    gateways: &[&str],
) -> Result<bool, StoreError> {
    let asked = sqlx::query_scalar(
        "SELECT count(*) <> $2 - $1 OR coalesce(bool_or(devices && $3::text[] OR gateways && $4::text[]), false) \
         FROM binding_changes WHERE version > $1 AND version <= $2",
    );
    Ok(asked.bind(known).bind(newest).bind(devices).bind(gateways).fetch_one(connection).await?)
}

impl Store {
    /// Everything that changed after a version; `None` when nobody knows what that was: read everything.
    ///
    /// # Errors
    /// As every statement; [`StoreError::Defect`] for a row that this version cannot read.
    pub async fn binding_changes(&self, known: i64) -> Result<Option<BindingChanges>, StoreError> {
        // One moment for all of it: a change that is committed meanwhile is read next time.
        let mut transaction = self.pool.begin_with("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY").await?;
        let row = sqlx::query(
            "SELECT v.version, count(c.version) = v.version - $1 AS complete, \
                 ARRAY(SELECT DISTINCT unnest(episodes) FROM binding_changes WHERE version > $1) AS episodes, \
                 ARRAY(SELECT DISTINCT unnest(devices) FROM binding_changes WHERE version > $1) AS devices, \
                 ARRAY(SELECT DISTINCT unnest(gateways) FROM binding_changes WHERE version > $1) AS gateways \
             FROM bindings_version v LEFT JOIN binding_changes c ON c.version > $1 GROUP BY v.version",
        )
        .bind(known)
        .fetch_one(&mut *transaction)
        .await?;
        if !row.try_get::<bool, _>("complete")? {
            return Ok(None);
        }
        let mut changes = BindingChanges { version: row.try_get("version")?, ..BindingChanges::default() };
        if changes.version > known {
            changes.read_devices(&mut transaction, row.try_get("devices")?).await?;
            changes.read_episodes(&mut transaction, row.try_get("episodes")?).await?;
            changes.read_gateways(&mut transaction, row.try_get("gateways")?).await?;
        }
        transaction.commit().await?;
        Ok(Some(changes))
    }
}

impl BindingChanges {
    /// Rows that were read.
    pub fn rows(&self) -> usize {
        self.bindings.len() + self.gateways.len() + self.episodes.len() + self.bound.len() + self.may_send.len()
    }

    async fn read_devices(&mut self, connection: &mut PgConnection, ids: Vec<String>) -> Result<(), StoreError> {
        let device = |id: &String| DeviceId::new(id).map_err(|error| StoreError::Defect(error.to_string()));
        self.devices = ids.iter().map(device).collect::<Result<_, _>>()?;
        if ids.is_empty() {
            return Ok(());
        }
        let statement = format!("{BINDING} WHERE d.id = ANY($1) ORDER BY d.id, b.from_at");
        let rows = sqlx::query(AssertSqlSafe(statement)).bind(&ids).fetch_all(&mut *connection).await?;
        self.bindings = rows.iter().map(binding_row).collect::<Result<_, _>>()?;
        let rows = sqlx::query(
            "SELECT d.id, k.gateway_id FROM devices d JOIN kits k ON k.id = d.kit_id WHERE k.gateway_id IS NOT NULL AND d.id = ANY($1) ORDER BY d.id",
        )
        .bind(&ids)
        .fetch_all(connection)
        .await?;
        for row in &rows {
            self.gateways.extend(of_kit(row)?);
        }
        Ok(())
    }

    async fn read_episodes(&mut self, connection: &mut PgConnection, ids: Vec<Uuid>) -> Result<(), StoreError> {
        if ids.is_empty() {
            return Ok(());
        }
        let statement = format!("{EPISODE} WHERE e.id = ANY($1) ORDER BY e.label, e.id");
        let rows = sqlx::query(AssertSqlSafe(statement)).bind(&ids).fetch_all(&mut *connection).await?;
        self.episodes = rows.iter().map(episode_row).collect::<Result<_, _>>()?;
        let statement = format!("{BOUND} AND b.episode_id = ANY($1) ORDER BY b.episode_id, d.id");
        let rows = sqlx::query(AssertSqlSafe(statement)).bind(&ids).fetch_all(connection).await?;
        self.bound = rows.iter().map(bound_device).collect::<Result<_, _>>()?;
        Ok(())
    }

    async fn read_gateways(&mut self, connection: &mut PgConnection, ids: Vec<String>) -> Result<(), StoreError> {
        if ids.is_empty() {
            return Ok(());
        }
        let rows =
            sqlx::query("SELECT id FROM gateways WHERE revoked_at IS NULL AND id = ANY($1)").bind(&ids).fetch_all(connection).await?;
        for row in &rows {
            self.may_send.extend(gateway_id(row, "id")?);
        }
        Ok(())
    }
}
