//! The newest trial of each person: what was asked, and what came of it.

use crate::connect::Store;
use crate::error::StoreError;
use crate::stamp::Stamp;
use hearth_vitals::WallMs;
use serde_json::Value;
use sqlx::Row;
use uuid::Uuid;

/// A trial of a profile, as stored.
#[derive(Debug, Clone, PartialEq)]
pub struct TrialRow {
    /// Id of the trial.
    pub id: Uuid,
    /// When it was asked for.
    pub asked: WallMs,
    /// What was asked, as JSON in the hub's own form.
    pub wish: Value,
    /// State of the trial: `running`, `done`, `cancelled` or `failed`.
    pub state: String,
    /// What came of it, as JSON in the hub's own form.
    pub result: Option<Value>,
    /// Its stays whose profile or anything else has changed since.
    pub changed: i64,
}

impl Store {
    /// Puts a trial that begins in the place of the person's last one.
    ///
    /// # Errors
    /// As any statement (see [`StoreError`]).
    pub async fn begin_trial(&self, id: Uuid, by: Uuid, wish: &Value, stays: &[Uuid]) -> Result<(), StoreError> {
        sqlx::query(
            "INSERT INTO trials (staff_id, id, wish, versions, state) \
             SELECT $1, $2, $3, coalesce((SELECT jsonb_object_agg(id, version) FROM episodes WHERE id = ANY($4)), '{}'), 'running' \
             ON CONFLICT (staff_id) DO UPDATE SET id = $2, asked_at = now(), wish = $3, versions = excluded.versions, state = 'running', result = NULL",
        )
        .bind(by)
        .bind(id)
        .bind(wish)
        .bind(stays)
        .execute(&self.pool)
        .await?;
        Ok(())
    }

    /// Notes what came of a trial, unless another one has taken its place.
    ///
    /// # Errors
    /// As any statement (see [`StoreError`]).
    pub async fn end_trial(&self, id: Uuid, state: &str, result: Option<&Value>) -> Result<(), StoreError> {
        sqlx::query("UPDATE trials SET state = $2, result = $3 WHERE id = $1")
            .bind(id)
            .bind(state)
            .bind(result)
            .execute(&self.pool)
            .await?;
        Ok(())
    }

    /// The newest trial of a person.
    ///
    /// # Errors
    /// As any statement (see [`StoreError`]).
    pub async fn trial(&self, by: Uuid) -> Result<Option<TrialRow>, StoreError> {
        let row = sqlx::query(
            "SELECT id, asked_at, wish, state, result, \
                 (SELECT count(*) FROM jsonb_each_text(versions) was JOIN episodes e ON e.id = was.key::uuid WHERE e.version <> was.value::int8) AS changed \
             FROM trials WHERE staff_id = $1",
        )
        .bind(by)
        .fetch_optional(&self.pool)
        .await?;
        let trial = |row: sqlx::postgres::PgRow| {
            Ok(TrialRow {
                id: row.try_get("id")?,
                asked: row.try_get::<Stamp, _>("asked_at")?.0,
                wish: row.try_get("wish")?,
                state: row.try_get("state")?,
                result: row.try_get("result")?,
                changed: row.try_get("changed")?,
            })
        };
        row.map(trial).transpose()
    }
}
