//! Events in a stay that a clinician marked, by which profiles are compared.

use crate::connect::Store;
use crate::error::StoreError;
use crate::stamp::Stamp;
use hearth_vitals::WallMs;
use sqlx::Row;
use uuid::Uuid;

/// How many marks of a stay are kept and listed, at most.
pub const MARKS_MAX: i64 = 200;

/// An event that a person marked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MarkedRow {
    /// Id of the marked event.
    pub id: Uuid,
    /// The stay in which it happened.
    pub episode: Uuid,
    /// When it happened.
    pub at: WallMs,
    /// What happened, in a word of the hub's.
    pub kind: String,
    /// Who marked it, and the name shown to colleagues.
    pub by: (Uuid, String),
    /// When it was marked.
    pub marked: WallMs,
}

impl Store {
    /// Marks an event. False if the stay has [`MARKS_MAX`] already.
    ///
    /// # Errors
    /// As any statement (see [`StoreError`]).
    pub async fn mark_event(&self, (id, episode): (Uuid, Uuid), at: WallMs, kind: &str, by: Uuid) -> Result<bool, StoreError> {
        let done = sqlx::query(
            "INSERT INTO marked_events (id, episode_id, at, kind, marked_by) SELECT $1, $2, $3, $4, $5 \
             WHERE (SELECT count(*) FROM marked_events WHERE episode_id = $2 AND withdrawn_at IS NULL) < $6",
        )
        .bind(id)
        .bind(episode)
        .bind(Stamp(at))
        .bind(kind)
        .bind(by)
        .bind(MARKS_MAX)
        .execute(&self.pool)
        .await?;
        Ok(done.rows_affected() == 1)
    }

    /// Withdraws a mark and gives its stay; `None` if there is none, or it was withdrawn before.
    ///
    /// # Errors
    /// As any statement (see [`StoreError`]).
    pub async fn withdraw_mark(&self, id: Uuid, by: Uuid) -> Result<Option<Uuid>, StoreError> {
        let stay = sqlx::query_scalar(
            "UPDATE marked_events SET withdrawn_by = $2, withdrawn_at = now() WHERE id = $1 AND withdrawn_at IS NULL RETURNING episode_id",
        )
        .bind(id)
        .bind(by)
        .fetch_optional(&self.pool)
        .await?;
        Ok(stay)
    }

    /// The events of some stays (of all, if none is given) that happened from `from` until before `until`, oldest first.
    ///
    /// # Errors
    /// As any statement (see [`StoreError`]).
    pub async fn marked_between(&self, only: &[Uuid], from: WallMs, until: WallMs) -> Result<Vec<MarkedRow>, StoreError> {
        let rows = sqlx::query(
            "SELECT e.id, e.episode_id, e.at, e.kind, e.marked_by, s.display_name, e.marked_at FROM marked_events e JOIN staff s ON s.id = e.marked_by \
             WHERE (cardinality($1::uuid[]) = 0 OR e.episode_id = ANY($1)) AND e.at >= $2 AND e.at < $3 AND e.withdrawn_at IS NULL ORDER BY e.at, e.id",
        )
        .bind(only)
        .bind(Stamp(from))
        .bind(Stamp(until))
        .fetch_all(&self.pool)
        .await?;
        let marked = |row: &sqlx::postgres::PgRow| {
            Ok(MarkedRow {
                id: row.try_get("id")?,
                episode: row.try_get("episode_id")?,
                at: row.try_get::<Stamp, _>("at")?.0,
                kind: row.try_get("kind")?,
                by: (row.try_get("marked_by")?, row.try_get("display_name")?),
                marked: row.try_get::<Stamp, _>("marked_at")?.0,
            })
        };
        rows.iter().map(marked).collect()
    }
}
