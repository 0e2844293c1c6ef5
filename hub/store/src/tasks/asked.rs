//! Further questions of the tasks loop to the store.

use crate::connect::Store;
use crate::error::StoreError;
use crate::stamp::Stamp;
use hearth_vitals::WallMs;
use sqlx::Row;
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

impl Store {
    /// Since when the programme is counted, by active stay; stays for which it never was are left out.
    ///
    /// # Errors
    /// As any statement (see [`StoreError`]).
    pub async fn counted_since(&self) -> Result<BTreeMap<Uuid, WallMs>, StoreError> {
        let rows = sqlx::query(
            "SELECT t.episode_id, min(t.made_at) AS since FROM tasks t JOIN episodes e ON e.id = t.episode_id \
             WHERE e.ended_at IS NULL AND t.origin LIKE 'day %' GROUP BY t.episode_id",
        )
        .fetch_all(&self.pool)
        .await?;
        Ok(rows.iter().map(|row| Ok((row.try_get(0)?, row.try_get::<Stamp, _>(1)?.0))).collect::<Result<_, sqlx::Error>>()?)
    }

    /// What rules wished of active stays and a person closed last, done or cancelled: by stay and origin, with when it was closed.
    ///
    /// # Errors
    /// As any statement (see [`StoreError`]).
    pub async fn wishes_closed_by_people(&self) -> Result<BTreeMap<(Uuid, String), WallMs>, StoreError> {
        let rows: Vec<(Uuid, String, Stamp)> = sqlx::query_as(
            "SELECT episode_id, origin, closed_at FROM (SELECT DISTINCT ON (t.episode_id, t.origin) t.episode_id, t.origin, t.state, t.closed_at \
                 FROM tasks t JOIN episodes e ON e.id = t.episode_id WHERE e.ended_at IS NULL AND t.origin LIKE 'wish %' \
                 ORDER BY t.episode_id, t.origin, t.made_at DESC, t.id DESC) newest WHERE state IN ('done', 'cancelled') AND closed_at IS NOT NULL",
        )
        .fetch_all(&self.pool)
        .await?;
        Ok(rows.into_iter().map(|(stay, origin, closed)| ((stay, origin), closed.0)).collect())
    }

    /// How often something of each of these stays has become so late that it was told, ever.
    ///
    /// # Errors
    /// As any statement (see [`StoreError`]).
    pub async fn times_late(&self, stays: &[Uuid]) -> Result<BTreeMap<Uuid, i32>, StoreError> {
        let rows = sqlx::query_as(
            "SELECT t.episode_id, count(*)::integer FROM tasks t JOIN task_steps s ON s.task_id = t.id \
             WHERE t.episode_id = ANY($1) AND s.what = 'alerted' GROUP BY t.episode_id",
        )
        .bind(stays)
        .fetch_all(&self.pool)
        .await?;
        Ok(rows.into_iter().collect())
    }

    /// Those of these stays whose open alert `task_late` tells of something that the programme owed and nobody did on its day.
    ///
    /// # Errors
    /// As any statement (see [`StoreError`]).
    pub async fn stays_with_missed(&self, stays: &[Uuid]) -> Result<BTreeSet<Uuid>, StoreError> {
        let rows: Vec<Uuid> = sqlx::query_scalar(
            "SELECT DISTINCT t.episode_id FROM tasks t JOIN alerts a ON a.episode_id = t.episode_id AND a.open AND a.rule = 'task_late' \
             WHERE t.episode_id = ANY($1) AND t.origin LIKE 'day %' AND t.state = 'over' AND t.lateness = 'alerted' AND t.due_at >= a.since_at",
        )
        .bind(stays)
        .fetch_all(&self.pool)
        .await?;
        Ok(rows.into_iter().collect())
    }
}
