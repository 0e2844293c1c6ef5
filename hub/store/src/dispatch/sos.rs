//! A crew calls for help for itself.

use crate::connect::Store;
use crate::error::StoreError;
use crate::registry::audit;
use crate::stamp::Stamp;
use hearth_vitals::WallMs;
use serde_json::json;
use sqlx::Row;
use uuid::Uuid;

/// Open calls of one unit, at most: one that is pressed again and again is still one.
const OPEN_MAX: i64 = 4;

/// A call for help.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NewSos {
    /// The id that the phone gave it.
    pub id: Uuid,
    /// Of which unit.
    pub unit: Uuid,
    /// Who pressed.
    pub by: Uuid,
    /// When it was pressed, as far as the hub can say.
    pub pressed: WallMs,
    /// When the hub heard.
    pub at: WallMs,
}

impl Store {
    /// Keeps a call for help; sent twice, it is kept once. Of one that was ended nothing opens again.
    ///
    /// # Errors
    /// As any statement; [`StoreError::Data`] with 23503 when there is no such unit.
    pub async fn call_for_help(&self, new: &NewSos) -> Result<(), StoreError> {
        let mut transaction = self.pool.begin().await?;
        let kept = sqlx::query(
            "INSERT INTO crew_sos (id, unit_id, by_staff, pressed_at, at) SELECT $1, $2, $3, $4, $5 \
             WHERE (SELECT count(*) FROM crew_sos WHERE unit_id = $2 AND ended_at IS NULL) < $6 ON CONFLICT (id) DO NOTHING",
        )
        .bind(new.id)
        .bind(new.unit)
        .bind(new.by)
        .bind(Stamp(new.pressed))
        .bind(Stamp(new.at))
        .bind(OPEN_MAX)
        .execute(&mut *transaction)
        .await?;
        if kept.rows_affected() > 0 {
            audit(&mut transaction, new.by, "call_for_help", &new.unit.to_string(), json!({ "sos": new.id })).await?;
        }
        Ok(transaction.commit().await?)
    }

    /// Ends the open calls for help of a unit; false if there is none.
    ///
    /// # Errors
    /// As any statement (see [`StoreError`]).
    pub async fn end_help(&self, unit: Uuid, by: Uuid, at: WallMs) -> Result<bool, StoreError> {
        let mut transaction = self.pool.begin().await?;
        let ended = sqlx::query("UPDATE crew_sos SET ended_at = $2, ended_by = $3 WHERE unit_id = $1 AND ended_at IS NULL")
            .bind(unit)
            .bind(Stamp(at))
            .bind(by)
            .execute(&mut *transaction)
            .await?;
        if ended.rows_affected() > 0 {
            audit(&mut transaction, by, "end_help", &unit.to_string(), json!({})).await?;
        }
        transaction.commit().await?;
        Ok(ended.rows_affected() > 0)
    }

    /// The units that call for help, with their names and since when, by name.
    ///
    /// # Errors
    /// As any statement (see [`StoreError`]).
    pub async fn who_calls_for_help(&self) -> Result<Vec<(Uuid, String, WallMs)>, StoreError> {
        let rows = sqlx::query(
            "SELECT u.id, u.name, min(s.pressed_at) AS since FROM crew_sos s JOIN units u ON u.id = s.unit_id WHERE s.ended_at IS NULL \
             GROUP BY u.id, u.name ORDER BY u.name",
        )
        .fetch_all(&self.pool)
        .await?;
        rows.iter().map(|row| Ok((row.try_get("id")?, row.try_get("name")?, row.try_get::<Stamp, _>("since")?.0))).collect()
    }
}
