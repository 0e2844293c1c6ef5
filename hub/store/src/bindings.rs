//! Bindings: whose a device was, from when until when.

use crate::binding_changes::{self, Concerned};
use crate::connect::Store;
use crate::equipment::{device_id, gateway_id};
use crate::error::StoreError;
use crate::registry::audit;
use hearth_vitals::{DeviceId, GatewayId, WallMs};
use sqlx::postgres::PgRow;
use sqlx::{AssertSqlSafe, Row};
use uuid::Uuid;

/// Whose a device was, from (included) until (not included).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BindingRow {
    /// Opaque id.
    pub id: Uuid,
    /// Which device.
    pub device: DeviceId,
    /// Whose.
    pub episode: Uuid,
    /// The gateway of the kit that the device was in: what comes through another one is not this patient's.
    pub gateway: Option<GatewayId>,
    /// Since.
    pub from_at: WallMs,
    /// Until; `None` while it holds.
    pub until_at: Option<WallMs>,
}

/// Every binding, and the version that they are of: what the hub resolves readings by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BindingRows {
    /// To be given with each ingest.
    pub version: i64,
    /// Every binding, ended ones too: a backlog may be older than the change.
    pub bindings: Vec<BindingRow>,
    /// Registered devices whose kit has a gateway, and that gateway now.
    pub gateways: Vec<(DeviceId, GatewayId)>,
}

/// A binding `b` of a device `d`.
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
    /// Binds a device to an active episode from an instant on; false, and nothing changed, when there is no
    /// such device or the episode has ended.
    ///
    /// # Errors
    /// [`StoreError::Data`] with 23P01 when somebody else holds the device then.
    pub async fn bind_device(&self, id: Uuid, device: &DeviceId, episode: Uuid, from: WallMs, by: Uuid) -> Result<bool, StoreError> {
        let mut transaction = self.pool.begin().await?;
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
        binding_changes::note(&mut transaction, Concerned { devices, episodes, ..Concerned::default() }).await?;
        audit(&mut transaction, by, "bind", device.as_str(), serde_json::json!({ "episode": episode, "from_ms": from.0 })).await?;
        transaction.commit().await?;
        Ok(true)
    }

    /// Ends a binding; false when it is not open or `until` is not after its beginning.
    ///
    /// # Errors
    /// As every statement.
    pub async fn end_binding(&self, id: Uuid, until: WallMs, by: Uuid, reason: &str) -> Result<bool, StoreError> {
        let mut transaction = self.pool.begin().await?;
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
        // Every device that the episode ever had is concerned, this one too.
        binding_changes::note(&mut transaction, Concerned { episodes: &[episode], ..Concerned::default() }).await?;
        audit(&mut transaction, by, "end_binding", &id.to_string(), serde_json::json!({ "until_ms": until.0, "reason": reason })).await?;
        transaction.commit().await?;
        Ok(true)
    }

    /// The version of the bindings: it rises with every change of a binding, an episode, a device or a kit.
    ///
    /// # Errors
    /// As every statement.
    pub async fn bindings_version(&self) -> Result<i64, StoreError> {
        Ok(sqlx::query_scalar("SELECT version FROM bindings_version").fetch_one(&self.pool).await?)
    }

    /// Every binding with the version that they are of, read at one moment.
    ///
    /// # Errors
    /// As every statement.
    pub async fn bindings(&self) -> Result<BindingRows, StoreError> {
        let mut transaction = self.pool.begin_with("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY").await?;
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

/// A device `id` and the `gateway_id` of its kit.
pub(crate) fn of_kit(row: &PgRow) -> Result<Option<(DeviceId, GatewayId)>, StoreError> {
    let (device, gateway) = (device_id(row, "id")?, gateway_id(row, "gateway_id")?);
    Ok(gateway.map(|gateway| (device, gateway)))
}
