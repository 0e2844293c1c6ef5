//! Reads what changed of bindings and of what belongs to them, from one version to the next; [`crate::concerned`] numbers
//! these changes.

use crate::bindings::{BINDING, BindingRow, binding_row, of_kit};
use crate::connect::Store;
use crate::equipment::{BOUND, BoundDeviceRow, bound_device};
use crate::error::StoreError;
use crate::ids::gateway_id;
use crate::registry::{EPISODE, EpisodeRow, episode_row};
use hearth_vitals::{DeviceId, GatewayId};
use sqlx::{AssertSqlSafe, PgConnection, Row};
use std::collections::BTreeSet;
use uuid::Uuid;

/// Everything that changed after one version, read in one snapshot.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct BindingChanges {
    /// The version that the caller knows once it has applied this.
    pub version: i64,
    /// Devices whose bindings or gateway may have changed: the caller forgets what it knew of them.
    pub devices: BTreeSet<DeviceId>,
    /// Every binding of these devices, sorted by device and beginning.
    pub bindings: Vec<BindingRow>,
    /// The present gateway of each of these devices whose kit has one.
    pub gateways: Vec<(DeviceId, GatewayId)>,
    /// Episodes that changed, ended ones too.
    pub episodes: Vec<EpisodeRow>,
    /// The devices that are now bound to those of these episodes that are active.
    pub bound: Vec<BoundDeviceRow>,
    /// Gateways, of new kits and of these devices, that are not revoked and so may send.
    pub may_send: BTreeSet<GatewayId>,
}

impl Store {
    /// Everything that changed after version `known`; `None` when the rows that say so are gone or were never written, and
    /// the caller has to read everything.
    ///
    /// # Errors
    /// As any statement (see [`StoreError`]); [`StoreError::Defect`] for a row that this version cannot read.
    pub async fn binding_changes(&self, known: i64) -> Result<Option<BindingChanges>, StoreError> {
        // One snapshot for all queries: a change that is committed meanwhile is left for the next call.
        let mut transaction = self.snapshot().await?;
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
    /// How many rows were read.
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
