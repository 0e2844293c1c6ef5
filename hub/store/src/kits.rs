//! Registering kits and devices.

use crate::concerned::{self, Concerned};
use crate::connect::Store;
use crate::error::StoreError;
use crate::lease;
use hearth_vitals::{DeviceId, GatewayId};
use sqlx::PgConnection;

/// First key of the advisory locks on names of devices: whoever makes a row for a name holds the name's lock until its
/// COMMIT. Any fixed number will do; this one spells "hear" in ASCII.
pub(crate) const NAMES: i32 = 0x6865_6172;

impl Store {
    /// Adds a kit.
    ///
    /// # Errors
    /// [`StoreError::Data`] with 23505 when there is such a kit already, 23503 when the gateway is not registered.
    pub async fn add_kit(&self, id: &str, label: &str, gateway: Option<&GatewayId>) -> Result<(), StoreError> {
        let mut transaction = self.begin().await?;
        sqlx::query("INSERT INTO kits (id, label, gateway_id) VALUES ($1, $2, $3)")
            .bind(id)
            .bind(label)
            .bind(gateway.map(GatewayId::as_str))
            .execute(&mut *transaction)
            .await?;
        concerned::note(&mut transaction, Concerned { gateway, ..Concerned::default() }).await?;
        transaction.commit().await?;
        Ok(())
    }

    /// Registers a device in a kit. If the kit's gateway has already sent frames of this device, the device keeps them.
    /// False, and nothing changed, when the device is bound: it must not move to another kit while a patient wears it.
    ///
    /// # Errors
    /// [`StoreError::Data`] with 23503 when the kit is unknown.
    pub async fn add_device(
        &self,
        device: &DeviceId,
        kit: &str,
        model: &str,
        protocol: &str,
        serial_number: &str,
    ) -> Result<bool, StoreError> {
        let mut transaction = self.begin().await?;
        take_over(&mut transaction, device, kit).await?;
        let added = sqlx::query(
            "INSERT INTO devices (id, kit_id, model, protocol, serial_number) VALUES ($1, $2, $3, $4, $5) \
             ON CONFLICT (id, heard_through) DO UPDATE SET kit_id = EXCLUDED.kit_id, model = EXCLUDED.model, protocol = EXCLUDED.protocol, serial_number = EXCLUDED.serial_number \
             WHERE NOT EXISTS (SELECT FROM bindings b WHERE b.device_key = devices.key AND b.until_at IS NULL)",
        )
        .bind(device.as_str())
        .bind(kit)
        .bind(model)
        .bind(protocol)
        .bind(serial_number)
        .execute(&mut *transaction)
        .await?;
        if added.rows_affected() == 0 {
            return Ok(false);
        }
        let devices = std::slice::from_ref(device);
        concerned::note(&mut transaction, Concerned { devices, ..Concerned::default() }).await?;
        transaction.commit().await?;
        Ok(true)
    }
}

/// Gives a device that is being registered the row, and so the frames, that the kit's gateway has already sent under its
/// name. What other gateways have sent under that name stays apart.
async fn take_over(connection: &mut PgConnection, device: &DeviceId, kit: &str) -> Result<(), StoreError> {
    // Nobody else can make a row for this name until our COMMIT.
    sqlx::query("SELECT pg_advisory_xact_lock($1, hashtext($2))").bind(NAMES).bind(device.as_str()).execute(&mut *connection).await?;
    let has_come: bool = sqlx::query_scalar(
        "SELECT EXISTS (SELECT FROM devices d JOIN kits k ON k.gateway_id = d.heard_through WHERE k.id = $2 AND d.id = $1) \
            AND NOT EXISTS (SELECT FROM devices WHERE id = $1 AND heard_through IS NULL)",
    )
    .bind(device.as_str())
    .bind(kit)
    .fetch_one(&mut *connection)
    .await?;
    if !has_come {
        return Ok(());
    }
    // Waits until no ingest that knows the device by its old key is running, and lets none begin.
    sqlx::query(lease::ALONE).execute(&mut *connection).await?;
    sqlx::query(
        "WITH found AS (UPDATE devices d SET heard_through = NULL FROM kits k WHERE k.id = $2 AND d.id = $1 AND d.heard_through = k.gateway_id \
             RETURNING d.key) \
         DELETE FROM strays s USING found WHERE s.device_key = found.key",
    )
    .bind(device.as_str())
    .bind(kit)
    .execute(connection)
    .await?;
    Ok(())
}
