//! Patients, episodes, kits, devices and bindings.
//!
//! Every change that moves a device to another person, or a person's episode, raises the roster's
//! version in the same transaction: an ingest that judged by older bindings is refused.

use crate::connect::Store;
use crate::equipment::{device_id, gateway_id};
use crate::error::StoreError;
use hearth_vitals::{DeviceId, GatewayId, WallMs};
use serde_json::Value;
use sqlx::{PgConnection, Row};
use uuid::Uuid;

/// A person who is cared for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PatientRow {
    /// Opaque id.
    pub id: Uuid,
    /// Family name.
    pub family_name: String,
    /// Given name.
    pub given_name: String,
    /// `YYYY-MM-DD`.
    pub birth_date: String,
    /// First identifier.
    pub medical_record_number: String,
    /// Administrative sex.
    pub sex: String,
    /// BCP 47.
    pub language: String,
}

/// One stay of a patient at home.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EpisodeRow {
    /// Opaque id.
    pub id: Uuid,
    /// Rises with every change.
    pub version: i64,
    /// Whose.
    pub patient: PatientRow,
    /// Short name of the home.
    pub label: String,
    /// Where.
    pub address: String,
    /// The number that the home answers; empty when none is known.
    pub phone: String,
    /// IANA zone of the home.
    pub time_zone: String,
    /// `acute` or `restorative`.
    pub phase: String,
    /// Limits in force, as the hub wrote them.
    pub limits: Value,
    /// Since.
    pub admitted_at: WallMs,
    /// Until.
    pub ended_at: Option<WallMs>,
}

/// What admits a patient.
#[derive(Debug, Clone)]
pub struct Admission<'a> {
    /// Id of the new episode.
    pub id: Uuid,
    /// Whose.
    pub patient: Uuid,
    /// Short name of the home.
    pub label: &'a str,
    /// Where.
    pub address: &'a str,
    /// IANA zone.
    pub time_zone: &'a str,
    /// `acute` or `restorative`.
    pub phase: &'a str,
    /// Limits in force.
    pub limits: Value,
    /// Who admits.
    pub by: Uuid,
}

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

/// Version of the roster and every binding: what the hub resolves readings by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RosterRows {
    /// To be given with each ingest.
    pub version: i64,
    /// Every binding, ended ones too: a backlog may be older than the change.
    pub bindings: Vec<BindingRow>,
    /// Registered devices whose kit has a gateway, and that gateway now.
    pub gateways: Vec<(DeviceId, GatewayId)>,
}

const EPISODE: &str = "SELECT e.id, e.version, e.label, e.address, e.phone, e.time_zone, e.phase, e.limits, \
    (extract(epoch FROM e.admitted_at) * 1000)::int8 AS admitted_ms, (extract(epoch FROM e.ended_at) * 1000)::int8 AS ended_ms, \
    p.id AS patient_id, p.family_name, p.given_name, p.birth_date::text AS birth_date, p.medical_record_number, p.sex, p.language \
    FROM episodes e JOIN patients p ON p.id = e.patient_id";

pub(crate) fn patient_row(row: &sqlx::postgres::PgRow, id: &str) -> Result<PatientRow, sqlx::Error> {
    Ok(PatientRow {
        id: row.try_get(id)?,
        family_name: row.try_get("family_name")?,
        given_name: row.try_get("given_name")?,
        birth_date: row.try_get("birth_date")?,
        medical_record_number: row.try_get("medical_record_number")?,
        sex: row.try_get("sex")?,
        language: row.try_get("language")?,
    })
}

fn episode_row(row: &sqlx::postgres::PgRow) -> Result<EpisodeRow, sqlx::Error> {
    Ok(EpisodeRow {
        id: row.try_get("id")?,
        version: row.try_get("version")?,
        patient: patient_row(row, "patient_id")?,
        label: row.try_get("label")?,
        address: row.try_get("address")?,
        phone: row.try_get("phone")?,
        time_zone: row.try_get("time_zone")?,
        phase: row.try_get("phase")?,
        limits: row.try_get("limits")?,
        admitted_at: WallMs(row.try_get("admitted_ms")?),
        ended_at: row.try_get::<Option<i64>, _>("ended_ms")?.map(WallMs),
    })
}

/// Before any episode is locked: ingest locks the roster first, and two orders are a deadlock.
async fn raise_roster(connection: &mut PgConnection) -> Result<(), StoreError> {
    sqlx::query("UPDATE roster_version SET version = version + 1").execute(connection).await?;
    Ok(())
}

async fn audit(connection: &mut PgConnection, staff: Uuid, act: &str, subject: &str, detail: Value) -> Result<(), StoreError> {
    sqlx::query("INSERT INTO audit (staff_id, act, subject, detail) VALUES ($1, $2, $3, $4)")
        .bind(staff)
        .bind(act)
        .bind(subject)
        .bind(detail)
        .execute(connection)
        .await?;
    Ok(())
}

impl Store {
    /// Adds a patient.
    ///
    /// # Errors
    /// [`StoreError::Data`] with 23505 when the record number is taken, 22007 or 22008 when the date is none.
    pub async fn add_patient(&self, patient: &PatientRow) -> Result<(), StoreError> {
        sqlx::query("INSERT INTO patients (id, family_name, given_name, birth_date, medical_record_number, sex, language) VALUES ($1, $2, $3, $4::text::date, $5, $6, $7)")
            .bind(patient.id)
            .bind(&patient.family_name)
            .bind(&patient.given_name)
            .bind(&patient.birth_date)
            .bind(&patient.medical_record_number)
            .bind(&patient.sex)
            .bind(&patient.language)
            .execute(&self.pool)
            .await?;
        Ok(())
    }

    /// One patient.
    ///
    /// # Errors
    /// As every statement.
    pub async fn patient(&self, id: Uuid) -> Result<Option<PatientRow>, StoreError> {
        let row = sqlx::query("SELECT id, family_name, given_name, birth_date::text AS birth_date, medical_record_number, sex, language FROM patients WHERE id = $1")
            .bind(id)
            .fetch_optional(&self.pool)
            .await?;
        Ok(row.as_ref().map(|row| patient_row(row, "id")).transpose()?)
    }

    /// Begins an episode.
    ///
    /// # Errors
    /// [`StoreError::Data`] with 23505 when the patient has an active one already.
    pub async fn admit(&self, admission: &Admission<'_>) -> Result<(), StoreError> {
        let mut transaction = self.pool.begin().await?;
        sqlx::query("INSERT INTO episodes (id, patient_id, label, address, time_zone, phase, limits) VALUES ($1, $2, $3, $4, $5, $6, $7)")
            .bind(admission.id)
            .bind(admission.patient)
            .bind(admission.label)
            .bind(admission.address)
            .bind(admission.time_zone)
            .bind(admission.phase)
            .bind(&admission.limits)
            .execute(&mut *transaction)
            .await?;
        raise_roster(&mut transaction).await?;
        audit(&mut transaction, admission.by, "admit", &admission.id.to_string(), Value::Null).await?;
        transaction.commit().await?;
        Ok(())
    }

    /// Episodes, active or ended, by label.
    ///
    /// # Errors
    /// As every statement.
    pub async fn episodes(&self, active: bool) -> Result<Vec<EpisodeRow>, StoreError> {
        let statement = format!("{EPISODE} WHERE (e.ended_at IS NULL) = $1 ORDER BY e.label, e.id");
        let rows = sqlx::query(sqlx::AssertSqlSafe(statement)).bind(active).fetch_all(&self.pool).await?;
        let episodes: Result<Vec<EpisodeRow>, sqlx::Error> = rows.iter().map(episode_row).collect();
        Ok(episodes?)
    }

    /// Episodes, active or ended, by label: `limit` of those after one of them.
    ///
    /// # Errors
    /// As every statement.
    pub async fn episode_page(&self, active: bool, after: Option<Uuid>, limit: i64) -> Result<Vec<EpisodeRow>, StoreError> {
        let statement = format!(
            "{EPISODE} WHERE (e.ended_at IS NULL) = $1 \
             AND ($2::uuid IS NULL OR (e.label, e.id) > (SELECT label, id FROM episodes WHERE id = $2)) ORDER BY e.label, e.id LIMIT $3"
        );
        let rows = sqlx::query(sqlx::AssertSqlSafe(statement)).bind(active).bind(after).bind(limit).fetch_all(&self.pool).await?;
        let episodes: Result<Vec<EpisodeRow>, sqlx::Error> = rows.iter().map(episode_row).collect();
        Ok(episodes?)
    }

    /// One episode.
    ///
    /// # Errors
    /// As every statement.
    pub async fn episode(&self, id: Uuid) -> Result<Option<EpisodeRow>, StoreError> {
        let statement = format!("{EPISODE} WHERE e.id = $1");
        let row = sqlx::query(sqlx::AssertSqlSafe(statement)).bind(id).fetch_optional(&self.pool).await?;
        Ok(row.as_ref().map(episode_row).transpose()?)
    }

    /// Sets the limits of an active episode, with who and why in the audit.
    ///
    /// # Errors
    /// [`StoreError::EpisodeChanged`] when `version` is not the present one.
    pub async fn set_limits(&self, episode: Uuid, version: i64, limits: &Value, by: Uuid, reason: &str) -> Result<(), StoreError> {
        let mut transaction = self.pool.begin().await?;
        // No reading is judged by the old limits from here on, even if nobody tells the hub.
        raise_roster(&mut transaction).await?;
        let changed = sqlx::query(
            "WITH shown AS (SELECT id, limits FROM episodes WHERE id = $1 AND version = $2 AND ended_at IS NULL FOR UPDATE) \
             UPDATE episodes e SET limits = $3, version = e.version + 1 FROM shown WHERE e.id = shown.id RETURNING shown.limits",
        )
        .bind(episode)
        .bind(version)
        .bind(limits)
        .fetch_optional(&mut *transaction)
        .await?;
        let before: Value = changed.ok_or(StoreError::EpisodeChanged)?.try_get("limits")?;
        let detail = serde_json::json!({ "before": before, "limits": limits, "reason": reason });
        audit(&mut transaction, by, "set_limits", &episode.to_string(), detail).await?;
        transaction.commit().await?;
        Ok(())
    }

    /// Writes down the number that the home of an active episode answers, with who in the audit; false when it is not
    /// active. The limits keep their version: nobody who changes them need look again.
    ///
    /// # Errors
    /// As every statement.
    pub async fn set_phone(&self, episode: Uuid, phone: &str, by: Uuid) -> Result<bool, StoreError> {
        let mut transaction = self.pool.begin().await?;
        let changed = sqlx::query("UPDATE episodes SET phone = $2 WHERE id = $1 AND ended_at IS NULL")
            .bind(episode)
            .bind(phone)
            .execute(&mut *transaction)
            .await?;
        audit(&mut transaction, by, "set_phone", &episode.to_string(), Value::Null).await?;
        if changed.rows_affected() == 1 {
            transaction.commit().await?;
        }
        Ok(changed.rows_affected() == 1)
    }

    /// Ends an episode, and its bindings with it; false when it was not active.
    ///
    /// # Errors
    /// As every statement.
    pub async fn end_episode(&self, episode: Uuid, at: WallMs, by: Uuid, reason: &str) -> Result<bool, StoreError> {
        let mut transaction = self.pool.begin().await?;
        raise_roster(&mut transaction).await?;
        let ended = sqlx::query("UPDATE episodes SET ended_at = greatest(to_timestamp($2::int8 / 1000.0), admitted_at), version = version + 1 WHERE id = $1 AND ended_at IS NULL")
            .bind(episode)
            .bind(at.0)
            .execute(&mut *transaction)
            .await?;
        if ended.rows_affected() == 0 {
            return Ok(false);
        }
        sqlx::query(
            "UPDATE bindings SET until_at = greatest(to_timestamp($2::int8 / 1000.0), from_at + interval '1 millisecond'), ended_by = $3, reason = $4 \
             WHERE episode_id = $1 AND until_at IS NULL",
        )
        .bind(episode)
        .bind(at.0)
        .bind(by)
        .bind(reason)
        .execute(&mut *transaction)
        .await?;
        audit(&mut transaction, by, "end_episode", &episode.to_string(), serde_json::json!({ "reason": reason })).await?;
        transaction.commit().await?;
        Ok(true)
    }

    /// Adds a kit.
    ///
    /// # Errors
    /// [`StoreError::Data`] with 23505 when it exists, 23503 when the gateway is not registered.
    pub async fn add_kit(&self, id: &str, label: &str, gateway: Option<&GatewayId>) -> Result<(), StoreError> {
        sqlx::query("INSERT INTO kits (id, label, gateway_id) VALUES ($1, $2, $3)")
            .bind(id)
            .bind(label)
            .bind(gateway.map(GatewayId::as_str))
            .execute(&self.pool)
            .await?;
        Ok(())
    }

    /// Registers a device in a kit; one that sent before through the kit's gateway is taken over with its frames.
    /// False, and nothing changed, when the device is bound: it is not moved under a patient.
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
        let mut transaction = self.pool.begin().await?;
        // First: no ingest that knows the device by its old key is under way.
        raise_roster(&mut transaction).await?;
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
        transaction.commit().await?;
        Ok(true)
    }

    /// Binds a device to an active episode from an instant on; false, and nothing changed, when there is no
    /// such device or the episode has ended.
    ///
    /// # Errors
    /// [`StoreError::Data`] with 23P01 when somebody else holds the device then.
    pub async fn bind_device(&self, id: Uuid, device: &DeviceId, episode: Uuid, from: WallMs, by: Uuid) -> Result<bool, StoreError> {
        let mut transaction = self.pool.begin().await?;
        raise_roster(&mut transaction).await?;
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
        let ended = sqlx::query(
            "UPDATE bindings SET until_at = to_timestamp($2::int8 / 1000.0), ended_by = $3, reason = $4 \
             WHERE id = $1 AND until_at IS NULL AND from_at < to_timestamp($2::int8 / 1000.0)",
        )
        .bind(id)
        .bind(until.0)
        .bind(by)
        .bind(reason)
        .execute(&mut *transaction)
        .await?;
        if ended.rows_affected() == 0 {
            return Ok(false);
        }
        raise_roster(&mut transaction).await?;
        audit(&mut transaction, by, "end_binding", &id.to_string(), serde_json::json!({ "until_ms": until.0, "reason": reason })).await?;
        transaction.commit().await?;
        Ok(true)
    }

    /// Version of the roster: it rises with every change of a binding, an episode or a device.
    ///
    /// # Errors
    /// As every statement.
    pub async fn roster_version(&self) -> Result<i64, StoreError> {
        Ok(sqlx::query_scalar("SELECT version FROM roster_version").fetch_one(&self.pool).await?)
    }

    /// The roster: its version and every binding, read at one moment.
    ///
    /// # Errors
    /// As every statement.
    pub async fn roster(&self) -> Result<RosterRows, StoreError> {
        let mut transaction = self.pool.begin().await?;
        let version = sqlx::query_scalar("SELECT version FROM roster_version FOR SHARE").fetch_one(&mut *transaction).await?;
        let rows = sqlx::query(
            "SELECT b.id, d.id AS device, b.episode_id, b.gateway_id, (extract(epoch FROM b.from_at) * 1000)::int8 AS from_ms, (extract(epoch FROM b.until_at) * 1000)::int8 AS until_ms \
             FROM bindings b JOIN devices d ON d.key = b.device_key ORDER BY d.id, b.from_at",
        )
        .fetch_all(&mut *transaction)
        .await?;
        let devices = sqlx::query("SELECT d.id, k.gateway_id FROM devices d JOIN kits k ON k.id = d.kit_id WHERE k.gateway_id IS NOT NULL")
            .fetch_all(&mut *transaction)
            .await?;
        transaction.commit().await?;
        let binding = |row: &sqlx::postgres::PgRow| {
            Ok(BindingRow {
                id: row.try_get("id")?,
                device: device_id(row, "device")?,
                episode: row.try_get("episode_id")?,
                gateway: gateway_id(row, "gateway_id")?,
                from_at: WallMs(row.try_get("from_ms")?),
                until_at: row.try_get::<Option<i64>, _>("until_ms")?.map(WallMs),
            })
        };
        let bindings: Result<Vec<BindingRow>, StoreError> = rows.iter().map(binding).collect();
        let gateway = |row: &sqlx::postgres::PgRow| {
            let (device, gateway) = (device_id(row, "id")?, gateway_id(row, "gateway_id")?);
            Ok::<_, StoreError>(gateway.map(|gateway| (device, gateway)))
        };
        let gateways: Result<Vec<_>, StoreError> = devices.iter().filter_map(|row| gateway(row).transpose()).collect();
        Ok(RosterRows { version, bindings: bindings?, gateways: gateways? })
    }
}

/// A device that nobody had registered is the one that the kit's gateway has sent under this name; what other
/// gateways have sent under it stays apart.
async fn take_over(connection: &mut PgConnection, device: &DeviceId, kit: &str) -> Result<(), StoreError> {
    sqlx::query(
        "WITH found AS (UPDATE devices d SET heard_through = NULL FROM kits k WHERE k.id = $2 AND d.id = $1 AND d.heard_through = k.gateway_id \
             AND NOT EXISTS (SELECT FROM devices known WHERE known.id = $1 AND known.heard_through IS NULL) RETURNING d.key) \
         DELETE FROM strays s USING found WHERE s.device_key = found.key",
    )
    .bind(device.as_str())
    .bind(kit)
    .execute(connection)
    .await?;
    Ok(())
}
