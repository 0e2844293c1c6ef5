//! Kits and devices as people and the watch loop look them up.

use crate::connect::Store;
use crate::error::StoreError;
use hearth_vitals::{DeviceId, GatewayId};
use sqlx::Row;
use sqlx::postgres::PgRow;
use uuid::Uuid;

/// A device that an active episode holds now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BoundDeviceRow {
    /// Whose it is.
    pub episode: Uuid,
    /// Which.
    pub device: DeviceId,
    /// Its model.
    pub model: String,
    /// Its protocol.
    pub protocol: String,
    /// The gateway of its kit.
    pub gateway: Option<GatewayId>,
}

fn defect(error: impl std::fmt::Display) -> StoreError {
    StoreError::Defect(error.to_string())
}

pub(crate) fn device_id(row: &PgRow, column: &str) -> Result<DeviceId, StoreError> {
    DeviceId::new(row.try_get(column)?).map_err(defect)
}

fn gateway_id(row: &PgRow, column: &str) -> Result<Option<GatewayId>, StoreError> {
    row.try_get::<Option<String>, _>(column)?.map(|id| GatewayId::new(&id).map_err(defect)).transpose()
}

impl Store {
    /// The devices of every active episode, by episode and device.
    ///
    /// # Errors
    /// As every statement.
    pub async fn bound_devices(&self) -> Result<Vec<BoundDeviceRow>, StoreError> {
        let rows = sqlx::query(
            "SELECT b.episode_id, d.id, d.model, d.protocol, k.gateway_id FROM bindings b JOIN episodes e ON e.id = b.episode_id \
             JOIN devices d ON d.key = b.device_key LEFT JOIN kits k ON k.id = d.kit_id \
             WHERE b.until_at IS NULL AND e.ended_at IS NULL ORDER BY b.episode_id, d.id",
        )
        .fetch_all(&self.pool)
        .await?;
        let bound = |row: &PgRow| {
            Ok(BoundDeviceRow {
                episode: row.try_get("episode_id")?,
                device: device_id(row, "id")?,
                model: row.try_get("model")?,
                protocol: row.try_get("protocol")?,
                gateway: gateway_id(row, "gateway_id")?,
            })
        };
        rows.iter().map(bound).collect()
    }
}
