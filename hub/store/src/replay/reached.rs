//! Alerts that nobody was told of.

use crate::connect::Store;
use crate::error::StoreError;
use crate::stamp::Stamp;
use hearth_vitals::WallMs;
use sqlx::Row;
use uuid::Uuid;

/// How many alerts are returned, at most.
const UNREACHED_MAX: i64 = 100;

/// An alert of a patient that rang and reached nobody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unreached {
    /// The alert that reached nobody.
    pub alert: Uuid,
    /// The stay that it was about.
    pub stay: Uuid,
}

impl Store {
    /// Active alerts of patients that were raised before an instant, that nobody has taken, and of which no screen has confirmed
    /// any rung. Low alerts are left out, because they wait until somebody looks, and so are paused ones.
    ///
    /// # Errors
    /// As any statement (see [`StoreError`]).
    pub async fn unreached(&self, raised_before: WallMs) -> Result<Vec<Unreached>, StoreError> {
        let rows = sqlx::query(
            "SELECT a.id, a.episode_id FROM alerts a WHERE a.open AND a.episode_id IS NOT NULL AND a.condition = 'active' AND a.response = 'none' \
             AND a.priority <> 'low' AND a.raised_at < $1 \
             AND NOT EXISTS (SELECT FROM escalation_rungs r WHERE r.alert_id = a.id AND r.receipt IS NOT NULL) \
             AND NOT EXISTS (SELECT FROM escalations e WHERE e.alert_id = a.id AND e.paused_at IS NOT NULL) ORDER BY a.raised_at, a.id LIMIT $2",
        )
        .bind(Stamp(raised_before))
        .bind(UNREACHED_MAX)
        .fetch_all(&self.pool)
        .await?;
        rows.iter().map(|row| Ok(Unreached { alert: row.try_get("id")?, stay: row.try_get("episode_id")? })).collect()
    }
}
