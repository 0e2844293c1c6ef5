//! Mends time zones of homes that were stored before zone names were checked.

use crate::concerned::{self, Concerned};
use crate::{Store, StoreError};
use sqlx::Row;
use uuid::Uuid;

impl Store {
    /// Every time zone that an episode names, of ended episodes too.
    ///
    /// # Errors
    /// As any statement (see [`StoreError`]).
    pub async fn time_zones(&self) -> Result<Vec<String>, StoreError> {
        Ok(sqlx::query_scalar("SELECT DISTINCT time_zone FROM episodes ORDER BY 1").fetch_all(&self.pool).await?)
    }

    /// Replaces one zone name by another in all episodes, with both names in the audit. Returns these episodes.
    ///
    /// # Errors
    /// As any statement (see [`StoreError`]); nothing is changed then.
    pub async fn rename_time_zone(&self, was: &str, becomes: &str) -> Result<Vec<Uuid>, StoreError> {
        let mut transaction = self.begin().await?;
        let rows = sqlx::query(
            "WITH renamed AS (UPDATE episodes SET time_zone = $2, version = version + 1 WHERE time_zone = $1 RETURNING id), \
             noted AS (INSERT INTO audit (act, subject, detail) \
                 SELECT 'mend_time_zone', id::text, jsonb_build_object('was', $1, 'is', $2) FROM renamed) \
             SELECT id FROM renamed ORDER BY id",
        )
        .bind(was)
        .bind(becomes)
        .fetch_all(&mut *transaction)
        .await?;
        let ids = rows.iter().map(|row| row.try_get("id")).collect::<Result<Vec<Uuid>, sqlx::Error>>()?;
        concerned::note(&mut transaction, Concerned { episodes: &ids, ..Concerned::default() }).await?;
        transaction.commit().await?;
        Ok(ids)
    }
}
