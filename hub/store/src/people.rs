//! Looking people up: patients by what a nurse types, staff by id.

use crate::connect::Store;
use crate::error::StoreError;
use crate::registry::{PatientRow, patient_row};
use sqlx::Row;
use uuid::Uuid;

/// The most patients that one search returns.
pub const MAX_PATIENTS: i64 = 50;

/// A LIKE pattern that finds `text` anywhere in a column. Characters of `text` that LIKE would take as wildcards are
/// escaped.
pub(crate) fn anywhere(text: &str) -> String {
    let plain = text.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
    format!("%{plain}%")
}

impl Store {
    /// Patients whose name (in either order) or record number contains the text, sorted by name; at most
    /// [`MAX_PATIENTS`]. Of all, or of those with one of these stays.
    ///
    /// # Errors
    /// As any statement (see [`StoreError`]).
    pub async fn find_patients(&self, text: &str, stays: Option<&[Uuid]>) -> Result<Vec<PatientRow>, StoreError> {
        let rows = sqlx::query(
            "SELECT id, family_name, given_name, birth_date::text AS birth_date, medical_record_number, sex, language FROM patients \
             WHERE (given_name || ' ' || family_name ILIKE $1 OR family_name || ' ' || given_name ILIKE $1 OR family_name || ', ' || given_name ILIKE $1 \
                OR medical_record_number ILIKE $1) \
                AND ($3::uuid[] IS NULL OR EXISTS (SELECT 1 FROM episodes e WHERE e.patient_id = patients.id AND e.id = ANY($3))) ORDER BY family_name, given_name, id LIMIT $2",
        )
        .bind(anywhere(text.trim()))
        .bind(MAX_PATIENTS)
        .bind(stays)
        .fetch_all(&self.pool)
        .await?;
        let patients: Result<Vec<PatientRow>, sqlx::Error> = rows.iter().map(|row| patient_row(row, "id")).collect();
        Ok(patients?)
    }

    /// Id and display name of these members of staff.
    ///
    /// # Errors
    /// As any statement (see [`StoreError`]).
    pub async fn staff_names(&self, ids: &[Uuid]) -> Result<Vec<(Uuid, String)>, StoreError> {
        let rows = sqlx::query("SELECT id, display_name FROM staff WHERE id = ANY($1) ORDER BY id").bind(ids).fetch_all(&self.pool).await?;
        let names: Result<Vec<(Uuid, String)>, sqlx::Error> = rows.iter().map(|row| Ok((row.try_get(0)?, row.try_get(1)?))).collect();
        Ok(names?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_nurse_types_is_no_pattern() {
        assert_eq!(anywhere("100%_a\\b"), "%100\\%\\_a\\\\b%");
    }
}
