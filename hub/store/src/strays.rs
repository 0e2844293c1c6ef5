//! Strays: records that came under a device's name through a gateway that may not speak for it. They are kept and
//! counted, but belong to no patient.

use crate::connect::Store;
use crate::error::StoreError;
use crate::ids::{device_id, gateway_id};
use hearth_vitals::{DeviceId, GatewayId, WallMs};
use sqlx::Row;
use sqlx::postgres::PgRow;

/// The most strays in one answer: those heard last.
pub const MAX_STRAYS: i64 = 1_000;

/// One device's name as used by one gateway that is not of the device's kit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StrayRow {
    /// The device's id, as the gateway gave it.
    pub device: DeviceId,
    /// The gateway that sends under this name.
    pub gateway: GatewayId,
    /// The kit in which the device is registered; `None` if it is not registered.
    pub kit: Option<String>,
    /// The gateway of that kit; `None` if the kit has none.
    pub kit_gateway: Option<GatewayId>,
    /// How many frames, waveforms and events were kept apart.
    pub records: i64,
    /// When the earliest of them was measured; `None` if that is not known of any.
    pub from_at: Option<WallMs>,
    /// When the latest of them was measured; `None` if that is not known of any.
    pub until_at: Option<WallMs>,
    /// When the hub received the last of them.
    pub received_at: WallMs,
}

impl Store {
    /// All strays, those heard last first; at most [`MAX_STRAYS`].
    ///
    /// # Errors
    /// As any statement (see [`StoreError`]).
    pub async fn strays(&self) -> Result<Vec<StrayRow>, StoreError> {
        let rows = sqlx::query(
            "SELECT d.id, d.heard_through, own.kit_id, k.gateway_id, s.records, (extract(epoch FROM s.from_at) * 1000)::int8 AS from_ms, \
                    (extract(epoch FROM s.until_at) * 1000)::int8 AS until_ms, (extract(epoch FROM s.received_at) * 1000)::int8 AS received_ms \
             FROM strays s JOIN devices d ON d.key = s.device_key LEFT JOIN devices own ON own.id = d.id AND own.heard_through IS NULL \
             LEFT JOIN kits k ON k.id = own.kit_id WHERE d.heard_through IS NOT NULL ORDER BY s.received_at DESC, d.id, d.heard_through LIMIT $1",
        )
        .bind(MAX_STRAYS)
        .fetch_all(&self.pool)
        .await?;
        rows.iter().map(stray).collect()
    }
}

fn stray(row: &PgRow) -> Result<StrayRow, StoreError> {
    let gateway = gateway_id(row, "heard_through")?;
    Ok(StrayRow {
        device: device_id(row, "id")?,
        gateway: gateway.ok_or_else(|| StoreError::Defect("a stray came through no gateway".to_owned()))?,
        kit: row.try_get("kit_id")?,
        kit_gateway: gateway_id(row, "gateway_id")?,
        records: row.try_get("records")?,
        from_at: row.try_get::<Option<i64>, _>("from_ms")?.map(WallMs),
        until_at: row.try_get::<Option<i64>, _>("until_ms")?.map(WallMs),
        received_at: WallMs(row.try_get("received_ms")?),
    })
}
