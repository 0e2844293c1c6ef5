//! Bindings: which patient's stay a device belonged to, from when until when.

use crate::concerned::{self, Concerned};
use crate::connect::Store;
use crate::error::StoreError;
use crate::ids::{device_id, gateway_id};
use crate::registry::audit;
use hearth_vitals::{DeviceId, GatewayId, WallMs};
use sqlx::postgres::PgRow;
use sqlx::{AssertSqlSafe, Row};
use uuid::Uuid;

/// A binding of a device to an episode, from `from_at` (included) until `until_at` (excluded).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BindingRow {
    /// Id of the binding.
    pub id: Uuid,
    /// The device that is bound.
    pub device: DeviceId,
    /// The episode it is bound to.
    pub episode: Uuid,
    /// The gateway of the kit that the device was in; what another gateway sends of this device is not this patient's.
    pub gateway: Option<GatewayId>,
    /// The first instant at which the binding holds.
    pub from_at: WallMs,
    /// The instant from which it no longer holds; `None` while it does.
    pub until_at: Option<WallMs>,
}

/// Every binding at one version: the table by which the hub finds the episode of a reading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BindingRows {
    /// Version of these rows; to be passed to each [`Store::ingest`] that judges by them.
    pub version: i64,
    /// Every binding, ended ones too: a backlog may have been measured before a binding ended.
    pub bindings: Vec<BindingRow>,
    /// The present gateway of each registered device whose kit has one.
    pub gateways: Vec<(DeviceId, GatewayId)>,
}

/// Columns of a binding `b` of a device `d`.
pub(crate) const BINDING: &str = "SELECT b.id, d.id AS device, b.episode_id, b.gateway_id, (extract(epoch FROM b.from_at) * 1000)::int8 AS from_ms, \
    (extract(epoch FROM b.until_at) * 1000)::int8 AS until_ms FROM bindings b JOIN devices d ON d.key = b.device_key";

pub(crate) fn binding_row(row: &PgRow) -> Result<BindingRow, StoreError> {
    Ok(BindingRow {
        id: row.try_get("id")?,
        device: device_id(row, "device")?,
        episode: row.try_get("episode_id")?,
        gateway: gateway_id(row, "gateway_id")?,
        from_at: WallMs(row.try_get("from_ms")?),
        until_at: row.try_get::<Option<i64>, _>("until_ms")?.map(WallMs),
    })
}

impl Store {
    /// Binds a device to an active episode from an instant on. False, and nothing changed, when there is no such device, the
    /// episode has ended, or the gateway of its kit was revoked: nothing would be heard of it.
    ///
    /// # Errors
    /// [`StoreError::Data`] with 23P01 when the device is bound to another episode at that time.
    pub async fn bind_device(&self, id: Uuid, device: &DeviceId, episode: Uuid, from: WallMs, by: Uuid) -> Result<bool, StoreError> {
        let mut transaction = self.begin().await?;
        // Somebody who revokes the gateway at this moment has to wait, and then finds that a patient is watched through it.
        let is_revoked: Option<bool> = sqlx::query_scalar(
            "SELECT g.revoked_at IS NOT NULL FROM devices d JOIN kits k ON k.id = d.kit_id JOIN gateways g ON g.id = k.gateway_id \
             WHERE d.id = $1 FOR SHARE OF g",
        )
        .bind(device.as_str())
        .fetch_optional(&mut *transaction)
        .await?;
        if is_revoked == Some(true) {
            return Ok(false);
        }
        let bound = sqlx::query(
            "INSERT INTO bindings (id, device_key, episode_id, gateway_id, from_at, bound_by) \
             SELECT $1, d.key, $3, k.gateway_id, to_timestamp($4::int8 / 1000.0), $5 FROM devices d LEFT JOIN kits k ON k.id = d.kit_id \
             WHERE d.id = $2 AND d.heard_through IS NULL AND EXISTS (SELECT FROM episodes WHERE id = $3 AND ended_at IS NULL FOR SHARE)",
        )
        .bind(id)
        .bind(device.as_str())
        .bind(episode)
        .bind(from.0)
        .bind(by)
        .execute(&mut *transaction)
        .await?;
        if bound.rows_affected() == 0 {
            return Ok(false);
        }
        let (devices, episodes) = (std::slice::from_ref(device), &[episode]);
        concerned::note(&mut transaction, Concerned { devices, episodes, ..Concerned::default() }).await?;
        audit(&mut transaction, by, "bind", device.as_str(), serde_json::json!({ "episode": episode, "from_ms": from.0 })).await?;
        transaction.commit().await?;
        Ok(true)
    }

    /// Ends a binding. False when it has already ended, or `until` is not after its beginning.
    ///
    /// # Errors
    /// As any statement (see [`StoreError`]).
    pub async fn end_binding(&self, id: Uuid, until: WallMs, by: Uuid, reason: &str) -> Result<bool, StoreError> {
        let mut transaction = self.begin().await?;
        let ended: Option<Uuid> = sqlx::query_scalar(
            "UPDATE bindings SET until_at = to_timestamp($2::int8 / 1000.0), ended_by = $3, reason = $4 \
             WHERE id = $1 AND until_at IS NULL AND from_at < to_timestamp($2::int8 / 1000.0) RETURNING episode_id",
        )
        .bind(id)
        .bind(until.0)
        .bind(by)
        .bind(reason)
        .fetch_optional(&mut *transaction)
        .await?;
        let Some(episode) = ended else { return Ok(false) };
        // `note` counts every device that the episode ever had as changed, so this one need not be named.
        concerned::note(&mut transaction, Concerned { episodes: &[episode], ..Concerned::default() }).await?;
        audit(&mut transaction, by, "end_binding", &id.to_string(), serde_json::json!({ "until_ms": until.0, "reason": reason })).await?;
        transaction.commit().await?;
        Ok(true)
    }

    /// The present version of the bindings: it rises with every change of a binding, an episode, a device or a kit.
    ///
    /// # Errors
    /// As any statement (see [`StoreError`]).
    pub async fn bindings_version(&self) -> Result<i64, StoreError> {
        Ok(sqlx::query_scalar("SELECT version FROM bindings_version").fetch_one(&self.pool).await?)
    }

    /// Every binding and the version of the bindings, read in one snapshot.
    ///
    /// # Errors
    /// As any statement (see [`StoreError`]).
    pub async fn bindings(&self) -> Result<BindingRows, StoreError> {
        let mut transaction = self.snapshot().await?;
        let version = sqlx::query_scalar("SELECT version FROM bindings_version").fetch_one(&mut *transaction).await?;
        let statement = format!("{BINDING} ORDER BY d.id, b.from_at");
        let rows = sqlx::query(AssertSqlSafe(statement)).fetch_all(&mut *transaction).await?;
        let devices = sqlx::query("SELECT d.id, k.gateway_id FROM devices d JOIN kits k ON k.id = d.kit_id WHERE k.gateway_id IS NOT NULL")
            .fetch_all(&mut *transaction)
            .await?;
        transaction.commit().await?;
        let bindings: Result<Vec<BindingRow>, StoreError> = rows.iter().map(binding_row).collect();
        let gateways: Result<Vec<_>, StoreError> = devices.iter().filter_map(|row| of_kit(row).transpose()).collect();
        Ok(BindingRows { version, bindings: bindings?, gateways: gateways? })
    }
}

/// Reads a device `id` and the `gateway_id` of its kit; `None` when the kit has no gateway.
pub(crate) fn of_kit(row: &PgRow) -> Result<Option<(DeviceId, GatewayId)>, StoreError> {
    let (device, gateway) = (device_id(row, "id")?, gateway_id(row, "gateway_id")?);
    Ok(gateway.map(|gateway| (device, gateway)))
}
