//! Kits and devices as people and the engine's loop look them up.

use crate::bindings::BindingRow;
use crate::connect::Store;
use crate::error::StoreError;
use hearth_vitals::{DeviceId, GatewayId, WallMs};
use sqlx::postgres::PgRow;
use sqlx::{AssertSqlSafe, Row};
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

/// A kit: a gateway and what belongs to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KitRow {
    /// Its id.
    pub id: String,
    /// What stands on the box.
    pub label: String,
    /// The gateway in it.
    pub gateway: Option<GatewayId>,
}

/// A binding, and who made it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BoundBy {
    /// The binding.
    pub binding: BindingRow,
    /// Id and display name.
    pub by: Option<(Uuid, String)>,
}

/// A registered device.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeviceRow {
    /// Its id.
    pub id: DeviceId,
    /// Its kit.
    pub kit: String,
    /// Its model.
    pub model: String,
    /// Its protocol.
    pub protocol: String,
    /// Its serial number.
    pub serial_number: String,
    /// The binding that holds now.
    pub binding: Option<BoundBy>,
    /// When its newest frame arrived.
    pub last_heard_at: Option<WallMs>,
}

/// A binding `b` of a device `d` by a person `s`; every column may be null beside an unbound device.
const BINDING: &str = "b.id AS binding_id, d.id AS device_id, b.episode_id, b.gateway_id AS binding_gateway, (extract(epoch FROM b.from_at) * 1000)::int8 AS from_ms, \
    (extract(epoch FROM b.until_at) * 1000)::int8 AS until_ms, b.bound_by, s.display_name";

fn bound_by(row: &PgRow) -> Result<BoundBy, StoreError> {
    let (staff, name): (Option<Uuid>, Option<String>) = (row.try_get("bound_by")?, row.try_get("display_name")?);
    let binding = BindingRow {
        id: row.try_get("binding_id")?,
        device: device_id(row, "device_id")?,
        episode: row.try_get("episode_id")?,
        gateway: gateway_id(row, "binding_gateway")?,
        from_at: WallMs(row.try_get("from_ms")?),
        until_at: row.try_get::<Option<i64>, _>("until_ms")?.map(WallMs),
    };
    Ok(BoundBy { binding, by: staff.zip(name) })
}

fn device_row(row: &PgRow) -> Result<DeviceRow, StoreError> {
    let bound: Option<Uuid> = row.try_get("binding_id")?;
    Ok(DeviceRow {
        id: device_id(row, "device_id")?,
        kit: row.try_get("kit_id")?,
        model: row.try_get("model")?,
        protocol: row.try_get("protocol")?,
        serial_number: row.try_get("serial_number")?,
        binding: bound.map(|_| bound_by(row)).transpose()?,
        last_heard_at: row.try_get::<Option<i64>, _>("heard_ms")?.map(WallMs),
    })
}

/// What active episodes hold now.
pub(crate) const BOUND: &str = "SELECT b.episode_id, d.id, d.model, d.protocol, k.gateway_id FROM bindings b JOIN episodes e ON e.id = b.episode_id \
    JOIN devices d ON d.key = b.device_key LEFT JOIN kits k ON k.id = d.kit_id WHERE b.until_at IS NULL AND e.ended_at IS NULL";

pub(crate) fn bound_device(row: &PgRow) -> Result<BoundDeviceRow, StoreError> {
    Ok(BoundDeviceRow {
        episode: row.try_get("episode_id")?,
        device: device_id(row, "id")?,
        model: row.try_get("model")?,
        protocol: row.try_get("protocol")?,
        gateway: gateway_id(row, "gateway_id")?,
    })
}

fn defect(error: impl std::fmt::Display) -> StoreError {
    StoreError::Defect(error.to_string())
}

pub(crate) fn device_id(row: &PgRow, column: &str) -> Result<DeviceId, StoreError> {
    DeviceId::new(row.try_get(column)?).map_err(defect)
}

pub(crate) fn gateway_id(row: &PgRow, column: &str) -> Result<Option<GatewayId>, StoreError> {
    row.try_get::<Option<String>, _>(column)?.map(|id| GatewayId::new(&id).map_err(defect)).transpose()
}

impl Store {
    /// The devices of every active episode, by episode and device.
    ///
    /// # Errors
    /// As every statement.
    pub async fn bound_devices(&self) -> Result<Vec<BoundDeviceRow>, StoreError> {
        let statement = format!("{BOUND} ORDER BY b.episode_id, d.id");
        let rows = sqlx::query(AssertSqlSafe(statement)).fetch_all(&self.pool).await?;
        rows.iter().map(bound_device).collect()
    }

    /// Kits by id, `limit` of those after an id; the empty text stands before all.
    ///
    /// # Errors
    /// As every statement.
    pub async fn kits(&self, after: &str, limit: i64) -> Result<Vec<KitRow>, StoreError> {
        let rows = sqlx::query("SELECT id, label, gateway_id FROM kits WHERE id > $1 ORDER BY id LIMIT $2")
            .bind(after)
            .bind(limit)
            .fetch_all(&self.pool)
            .await?;
        let kit =
            |row: &PgRow| Ok(KitRow { id: row.try_get("id")?, label: row.try_get("label")?, gateway: gateway_id(row, "gateway_id")? });
        rows.iter().map(kit).collect()
    }

    /// One registered device with the binding that holds now.
    ///
    /// # Errors
    /// As every statement.
    pub async fn device(&self, id: &DeviceId) -> Result<Option<DeviceRow>, StoreError> {
        Ok(self.registered(Some(id), "", 1).await?.pop())
    }

    /// Registered devices with the binding that holds now by id, `limit` of those after an id; the
    /// empty text stands before all.
    ///
    /// # Errors
    /// As every statement.
    pub async fn devices(&self, after: &str, limit: i64) -> Result<Vec<DeviceRow>, StoreError> {
        self.registered(None, after, limit).await
    }

    async fn registered(&self, id: Option<&DeviceId>, after: &str, limit: i64) -> Result<Vec<DeviceRow>, StoreError> {
        let statement = format!(
            "SELECT {BINDING}, d.kit_id, d.model, d.protocol, d.serial_number, (extract(epoch FROM l.received_at) * 1000)::int8 AS heard_ms \
             FROM devices d LEFT JOIN latest l ON l.device_key = d.key LEFT JOIN bindings b ON b.device_key = d.key AND b.until_at IS NULL \
             LEFT JOIN staff s ON s.id = b.bound_by WHERE d.kit_id IS NOT NULL AND ($1::text IS NULL OR d.id = $1) AND d.id > $2 \
             ORDER BY d.id LIMIT $3"
        );
        let query = sqlx::query(AssertSqlSafe(statement)).bind(id.map(DeviceId::as_str)).bind(after).bind(limit);
        let rows = query.fetch_all(&self.pool).await?;
        rows.iter().map(device_row).collect()
    }

    /// The bindings of an episode, oldest first.
    ///
    /// # Errors
    /// As every statement.
    pub async fn bindings_of(&self, episode: Uuid) -> Result<Vec<BoundBy>, StoreError> {
        let statement = format!(
            "SELECT {BINDING} FROM bindings b JOIN devices d ON d.key = b.device_key LEFT JOIN staff s ON s.id = b.bound_by \
             WHERE b.episode_id = $1 ORDER BY b.from_at, d.id"
        );
        let rows = sqlx::query(AssertSqlSafe(statement)).bind(episode).fetch_all(&self.pool).await?;
        rows.iter().map(bound_by).collect()
    }

    /// One binding.
    ///
    /// # Errors
    /// As every statement.
    pub async fn binding(&self, id: Uuid) -> Result<Option<BoundBy>, StoreError> {
        let statement = format!(
            "SELECT {BINDING} FROM bindings b JOIN devices d ON d.key = b.device_key LEFT JOIN staff s ON s.id = b.bound_by WHERE b.id = $1"
        );
        let row = sqlx::query(AssertSqlSafe(statement)).bind(id).fetch_optional(&self.pool).await?;
        row.as_ref().map(bound_by).transpose()
    }
}
