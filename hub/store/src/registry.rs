//! Patients and their episodes.

use crate::concerned::{self, Concerned};
use crate::connect::Store;
use crate::error::StoreError;
use hearth_vitals::WallMs;
use serde_json::Value;
use sqlx::{PgConnection, Row};
use uuid::Uuid;

/// A patient as stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PatientRow {
    /// Id of the patient, not the medical record number.
    pub id: Uuid,
    /// Family name of the patient.
    pub family_name: String,
    /// Given name of the patient.
    pub given_name: String,
    /// Date of birth, `YYYY-MM-DD`.
    pub birth_date: String,
    /// Medical record number: the identifier by which the hospital knows the patient.
    pub medical_record_number: String,
    /// Administrative sex: `male`, `female`, `other` or `unknown`.
    pub sex: String,
    /// The patient's language, a BCP 47 tag such as `es`.
    pub language: String,
}

/// One stay of a patient at home.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EpisodeRow {
    /// Id of the stay.
    pub id: Uuid,
    /// Rises when the limits change and when the stay ends, so that nobody overwrites limits that they have not seen.
    pub version: i64,
    /// The patient whose stay it is.
    pub patient: PatientRow,
    /// Short name of the home, for the wall.
    pub label: String,
    /// Postal address of the home.
    pub address: String,
    /// Telephone number of the home; empty when none is known.
    pub phone: String,
    /// IANA name of the home's time zone, such as `Europe/Madrid`.
    pub time_zone: String,
    /// Phase of the stay, `acute` or `restorative`.
    pub phase: String,
    /// Alarm limits in force, as JSON in the hub's own form.
    pub limits: Value,
    /// True while a fever follows the pathway of patients without neutrophils.
    pub neutropenic: bool,
    /// Who decided for SpO2 scale 2, and when.
    pub scale_two: Option<(Uuid, WallMs)>,
    /// Why NEWS2 is not judged: `under_16` or `pregnant`; `None` while it is.
    pub without_news2: Option<String>,
    /// What people keep quiet now, by name: rules and contexts.
    pub quiets: Vec<String>,
    /// When the stay began.
    pub admitted_at: WallMs,
    /// When the stay ended; `None` while it is active.
    pub ended_at: Option<WallMs>,
}

pub(crate) const EPISODE: &str = "SELECT e.id, e.version, e.label, e.address, e.phone, e.time_zone, e.phase, e.limits, e.neutropenic, e.without_news2, \
    ARRAY(SELECT coalesce(q.rule, q.context) FROM quiets q WHERE q.episode_id = e.id AND q.ended_at IS NULL ORDER BY 1) AS quiets, \
    e.scale_two_by, (extract(epoch FROM e.scale_two_at) * 1000)::int8 AS scale_two_ms, \
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
    let (scale_two_by, scale_two_at): (Option<Uuid>, Option<i64>) = (row.try_get("scale_two_by")?, row.try_get("scale_two_ms")?);
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
        neutropenic: row.try_get("neutropenic")?,
        scale_two: scale_two_by.zip(scale_two_at.map(WallMs)),
        without_news2: row.try_get("without_news2")?,
        quiets: row.try_get("quiets")?,
        admitted_at: WallMs(row.try_get("admitted_ms")?),
        ended_at: row.try_get::<Option<i64>, _>("ended_ms")?.map(WallMs),
    })
}

/// Notes that an episode changed. That concerns every device it ever had.
pub(crate) async fn changed(connection: &mut PgConnection, episode: Uuid) -> Result<(), StoreError> {
    concerned::note(connection, Concerned { episodes: &[episode], ..Concerned::default() }).await
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
    /// [`StoreError::Data`] with 23505 when the record number is taken, 22007 or 22008 when `birth_date` is not a date.
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
    /// As any statement (see [`StoreError`]).
    pub async fn patient(&self, id: Uuid) -> Result<Option<PatientRow>, StoreError> {
        let row = sqlx::query("SELECT id, family_name, given_name, birth_date::text AS birth_date, medical_record_number, sex, language FROM patients WHERE id = $1")
            .bind(id)
            .fetch_optional(&self.pool)
            .await?;
        Ok(row.as_ref().map(|row| patient_row(row, "id")).transpose()?)
    }

    /// All episodes that are active, or all that have ended, sorted by label.
    ///
    /// # Errors
    /// As any statement (see [`StoreError`]).
    pub async fn episodes(&self, active: bool) -> Result<Vec<EpisodeRow>, StoreError> {
        let statement = format!("{EPISODE} WHERE (e.ended_at IS NULL) = $1 ORDER BY e.label, e.id");
        let rows = sqlx::query(sqlx::AssertSqlSafe(statement)).bind(active).fetch_all(&self.pool).await?;
        let episodes: Result<Vec<EpisodeRow>, sqlx::Error> = rows.iter().map(episode_row).collect();
        Ok(episodes?)
    }

    /// At most `limit` active, or ended, episodes that come after the episode `after`, sorted by label; of all, or `among` these.
    ///
    /// # Errors
    /// As any statement (see [`StoreError`]).
    pub async fn episode_page(
        &self,
        active: bool,
        among: Option<&[Uuid]>,
        after: Option<Uuid>,
        limit: i64,
    ) -> Result<Vec<EpisodeRow>, StoreError> {
        let statement = format!(
            "{EPISODE} WHERE (e.ended_at IS NULL) = $1 AND ($4::uuid[] IS NULL OR e.id = ANY($4)) \
             AND ($2::uuid IS NULL OR (e.label, e.id) > (SELECT label, id FROM episodes WHERE id = $2)) ORDER BY e.label, e.id LIMIT $3"
        );
        let rows =
            sqlx::query(sqlx::AssertSqlSafe(statement)).bind(active).bind(after).bind(limit).bind(among).fetch_all(&self.pool).await?;
        let episodes: Result<Vec<EpisodeRow>, sqlx::Error> = rows.iter().map(episode_row).collect();
        Ok(episodes?)
    }

    /// One episode.
    ///
    /// # Errors
    /// As any statement (see [`StoreError`]).
    pub async fn episode(&self, id: Uuid) -> Result<Option<EpisodeRow>, StoreError> {
        let statement = format!("{EPISODE} WHERE e.id = $1");
        let row = sqlx::query(sqlx::AssertSqlSafe(statement)).bind(id).fetch_optional(&self.pool).await?;
        Ok(row.as_ref().map(episode_row).transpose()?)
    }

    /// The active episode of the patient with this record number.
    ///
    /// # Errors
    /// As any statement (see [`StoreError`]).
    pub async fn active_episode_of(&self, medical_record_number: &str) -> Result<Option<EpisodeRow>, StoreError> {
        let statement = format!("{EPISODE} WHERE p.medical_record_number = $1 AND e.ended_at IS NULL");
        let row = sqlx::query(sqlx::AssertSqlSafe(statement)).bind(medical_record_number).fetch_optional(&self.pool).await?;
        Ok(row.as_ref().map(episode_row).transpose()?)
    }

    /// Sets the telephone number of an active episode's home, and writes who into the audit. False when the episode is not
    /// active. The version stays, because it protects the limits, and those have not changed.
    ///
    /// # Errors
    /// As any statement (see [`StoreError`]).
    pub async fn set_phone(&self, episode: Uuid, phone: &str, by: Uuid) -> Result<bool, StoreError> {
        let mut transaction = self.begin().await?;
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

    /// Ends an episode, its open bindings and what is quiet of it. False when it was not active.
    ///
    /// # Errors
    /// As any statement (see [`StoreError`]).
    pub async fn end_episode(&self, episode: Uuid, at: WallMs, by: Uuid, reason: &str) -> Result<bool, StoreError> {
        let mut transaction = self.begin().await?;
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
        sqlx::query("UPDATE quiets SET ended_at = greatest(to_timestamp($2::int8 / 1000.0), begun_at), ended_why = 'stay_ended' WHERE episode_id = $1 AND ended_at IS NULL")
            .bind(episode)
            .bind(at.0)
            .execute(&mut *transaction)
            .await?;
        changed(&mut transaction, episode).await?;
        audit(&mut transaction, by, "end_episode", &episode.to_string(), serde_json::json!({ "reason": reason })).await?;
        transaction.commit().await?;
        Ok(true)
    }
}
