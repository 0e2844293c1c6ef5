//! Patients and their episodes.

use crate::binding_changes::{self, Concerned};
use crate::connect::Store;
use crate::error::StoreError;
use hearth_vitals::WallMs;
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

pub(crate) const EPISODE: &str = "SELECT e.id, e.version, e.label, e.address, e.phone, e.time_zone, e.phase, e.limits, \
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

pub(crate) fn episode_row(row: &sqlx::postgres::PgRow) -> Result<EpisodeRow, sqlx::Error> {
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

/// The episode, and with it every device that it ever had, is not as a hub knows it.
async fn changed(connection: &mut PgConnection, episode: Uuid) -> Result<(), StoreError> {
    binding_changes::note(connection, Concerned { episodes: &[episode], ..Concerned::default() }).await
}

pub(crate) async fn audit(connection: &mut PgConnection, staff: Uuid, act: &str, subject: &str, detail: Value) -> Result<(), StoreError> {
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
        changed(&mut transaction, admission.id).await?;
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
        let shown = sqlx::query(
            "WITH shown AS (SELECT id, limits FROM episodes WHERE id = $1 AND version = $2 AND ended_at IS NULL FOR UPDATE) \
             UPDATE episodes e SET limits = $3, version = e.version + 1 FROM shown WHERE e.id = shown.id RETURNING shown.limits",
        )
        .bind(episode)
        .bind(version)
        .bind(limits)
        .fetch_optional(&mut *transaction)
        .await?;
        let before: Value = shown.ok_or(StoreError::EpisodeChanged)?.try_get("limits")?;
        // No reading is judged by the old limits from here on, even if nobody tells the hub.
        changed(&mut transaction, episode).await?;
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
        let written = sqlx::query("UPDATE episodes SET phone = $2 WHERE id = $1 AND ended_at IS NULL")
            .bind(episode)
            .bind(phone)
            .execute(&mut *transaction)
            .await?;
        if written.rows_affected() == 0 {
            return Ok(false);
        }
        changed(&mut transaction, episode).await?;
        audit(&mut transaction, by, "set_phone", &episode.to_string(), Value::Null).await?;
        transaction.commit().await?;
        Ok(true)
    }

    /// Ends an episode, and its bindings with it; false when it was not active.
    ///
    /// # Errors
    /// As every statement.
    pub async fn end_episode(&self, episode: Uuid, at: WallMs, by: Uuid, reason: &str) -> Result<bool, StoreError> {
        let mut transaction = self.pool.begin().await?;
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
        changed(&mut transaction, episode).await?;
        audit(&mut transaction, by, "end_episode", &episode.to_string(), serde_json::json!({ "reason": reason })).await?;
        transaction.commit().await?;
        Ok(true)
    }
}
