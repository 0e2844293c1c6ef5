//! Kits and devices, looked up for people and for the engine's loop.

use crate::bindings::BindingRow;
use crate::connect::Store;
use crate::error::StoreError;
use crate::ids::{device_id, gateway_id};
use hearth_vitals::{DeviceId, GatewayId, WallMs};
use sqlx::postgres::PgRow;
use sqlx::{AssertSqlSafe, Row};
use uuid::Uuid;

/// A device that is bound to an active episode now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BoundDeviceRow {
    /// The episode it is bound to.
    pub episode: Uuid,
    /// The device's id.
    pub device: DeviceId,
    /// Its model, as the registration names it.
    pub model: String,
    /// The key of the protocol it speaks.
    pub protocol: String,
    /// The gateway of its kit; `None` when the kit has none.
    pub gateway: Option<GatewayId>,
}

/// A kit: a gateway and what belongs to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KitRow {
    /// The kit's id.
    pub id: String,
    /// What is written on the box, for people.
    pub label: String,
    /// The gateway in it; `None` when it has none yet.
    pub gateway: Option<GatewayId>,
}

/// A binding and the person who made it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BoundBy {
    /// The binding itself.
    pub binding: BindingRow,
    /// Id and display name of the person; `None` when nobody is recorded.
    pub by: Option<(Uuid, String)>,
}

/// A registered device.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeviceRow {
    /// The device's id.
    pub id: DeviceId,
    /// The id of the kit it belongs to.
    pub kit: String,
    /// Its model, as the registration names it.
    pub model: String,
    /// The key of the protocol it speaks.
    pub protocol: String,
    /// The maker's serial number.
    pub serial_number: String,
    /// The binding that holds now; `None` when the device is free.
    pub binding: Option<BoundBy>,
    /// When the hub received its newest frame; `None` if it never sent one.
    pub last_heard_at: Option<WallMs>,
}

/// Columns of a binding `b` of a device `d` made by `s`; all of them are null for a device that is not bound.
const BINDING: &str = "b.id AS binding_id, d.id AS device_id, b.episode_id, b.gateway_id AS binding_gateway, (extract(epoch FROM b.from_at) * 1000)::int8 AS from_ms, \
    (extract(epoch FROM b.until_at) * 1000)::int8 AS until_ms, b.bound_by, s.display_name";

/// The other columns of a registered device, and where all of them come from.
const REGISTERED: &str = "d.kit_id, d.model, d.protocol, d.serial_number, (extract(epoch FROM l.received_at) * 1000)::int8 AS heard_ms \
    FROM devices d LEFT JOIN latest l ON l.device_key = d.key LEFT JOIN bindings b ON b.device_key = d.key AND b.until_at IS NULL \
    LEFT JOIN staff s ON s.id = b.bound_by WHERE d.kit_id IS NOT NULL";

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

/// Which devices active episodes hold now.
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

impl Store {
    /// The devices that are bound to active episodes now, sorted by episode and device.
    ///
    /// # Errors
    /// As any statement (see [`StoreError`]).
    pub async fn bound_devices(&self) -> Result<Vec<BoundDeviceRow>, StoreError> {
        let statement = format!("{BOUND} ORDER BY b.episode_id, d.id");
        let rows = sqlx::query(AssertSqlSafe(statement)).fetch_all(&self.pool).await?;
        rows.iter().map(bound_device).collect()
    }

    /// At most `limit` kits whose id sorts after `after`, sorted by id; an empty `after` begins at the first.
    ///
    /// # Errors
    /// As any statement (see [`StoreError`]).
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
    /// As any statement (see [`StoreError`]).
    pub async fn device(&self, id: &DeviceId) -> Result<Option<DeviceRow>, StoreError> {
        // A statement of its own: one that leaves open whether an id is given is planned as a walk through all of them.
        let statement = format!("SELECT {BINDING}, {REGISTERED} AND d.id = $1");
        let row = sqlx::query(AssertSqlSafe(statement)).bind(id.as_str()).fetch_optional(&self.pool).await?;
        row.as_ref().map(device_row).transpose()
    }

    /// At most `limit` registered devices whose id sorts after `after`, sorted by id, each with the binding that holds now;
    /// an empty `after` begins at the first.
    ///
    /// # Errors
    /// As any statement (see [`StoreError`]).
    pub async fn devices(&self, after: &str, limit: i64) -> Result<Vec<DeviceRow>, StoreError> {
        let statement = format!("SELECT {BINDING}, {REGISTERED} AND d.id > $1 ORDER BY d.id LIMIT $2");
        let rows = sqlx::query(AssertSqlSafe(statement)).bind(after).bind(limit).fetch_all(&self.pool).await?;
        rows.iter().map(device_row).collect()
    }

    /// The bindings of an episode, oldest first.
    ///
    /// # Errors
    /// As any statement (see [`StoreError`]).
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
    /// As any statement (see [`StoreError`]).
    pub async fn binding(&self, id: Uuid) -> Result<Option<BoundBy>, StoreError> {
        let statement = format!(
            "SELECT {BINDING} FROM bindings b JOIN devices d ON d.key = b.device_key LEFT JOIN staff s ON s.id = b.bound_by WHERE b.id = $1"
        );
        let row = sqlx::query(AssertSqlSafe(statement)).bind(id).fetch_optional(&self.pool).await?;
        row.as_ref().map(bound_by).transpose()
    }
}
