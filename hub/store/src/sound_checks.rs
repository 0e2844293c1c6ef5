//! What people said of the alarm sounds of their desks.

use crate::Store;
use crate::error::StoreError;
use crate::stamp::Stamp;
use hearth_vitals::WallMs;
use sqlx::Row;
use uuid::Uuid;

/// What one person said of the sounds of one screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SoundCheck {
    /// The member of staff who listened.
    pub staff: Uuid,
    /// When they said so, by the hub's clock.
    pub at: WallMs,
    /// The screen that was to sound, as it calls itself.
    pub screen: String,
    /// What came of it: `heard`, `not_heard` or `blocked`.
    pub outcome: String,
}

impl Store {
    /// Keeps what somebody said.
    ///
    /// # Errors
    /// As any statement (see [`StoreError`]).
    pub async fn note_sound_check(&self, check: &SoundCheck) -> Result<(), StoreError> {
        sqlx::query("INSERT INTO sound_checks (staff_id, at, screen, outcome) VALUES ($1, $2, $3, $4)")
            .bind(check.staff)
            .bind(Stamp(check.at))
            .bind(&check.screen)
            .bind(&check.outcome)
            .execute(&self.pool)
            .await?;
        Ok(())
    }

    /// What each of these people said last, from `since` on: by the order in which they said it, as a clock may be set back.
    ///
    /// # Errors
    /// As any statement (see [`StoreError`]).
    pub async fn sound_checks(&self, people: &[Uuid], since: WallMs) -> Result<Vec<SoundCheck>, StoreError> {
        let sql = "SELECT DISTINCT ON (staff_id) staff_id, at, screen, outcome FROM sound_checks WHERE staff_id = ANY($1) AND at >= $2 \
             ORDER BY staff_id, number DESC";
        let rows = sqlx::query(sql).bind(people).bind(Stamp(since)).fetch_all(&self.pool).await?;
        let check = |row: &sqlx::postgres::PgRow| {
            let at = row.try_get::<Stamp, _>("at")?.0;
            Ok(SoundCheck { staff: row.try_get("staff_id")?, at, screen: row.try_get("screen")?, outcome: row.try_get("outcome")? })
        };
        rows.iter().map(check).collect()
    }
}
