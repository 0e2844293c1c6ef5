//! What came under the names of devices through gateways that may not speak for them: kept, counted, nobody's.

use crate::connect::Store;
use crate::equipment::{device_id, gateway_id};
use crate::error::StoreError;
use hearth_vitals::{DeviceId, GatewayId, WallMs};
use sqlx::Row;
use sqlx::postgres::PgRow;

/// Strays in one answer, at most: those heard last.
pub const MAX_STRAYS: i64 = 1_000;

/// A device as one gateway names it that is not of the device's kit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StrayRow {
    /// The device.
    pub device: DeviceId,
    /// Who sends under its name.
    pub gateway: GatewayId,
    /// The kit that the device is registered in; `None` for one that nobody registered.
    pub kit: Option<String>,
    /// The gateway of that kit.
    pub kit_gateway: Option<GatewayId>,
    /// Frames, waveforms and events that are kept apart.
    pub records: i64,
    /// Measured from then, as far as that is known.
    pub from_at: Option<WallMs>,
    /// Measured until then.
    pub until_at: Option<WallMs>,
    /// When the last of it arrived.
    pub received_at: WallMs,
}

impl Store {
    /// The strays, those heard last first.
    ///
    /// # Errors
    /// As every statement.
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
