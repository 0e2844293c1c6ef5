//! The known alert that the hub sends itself: written in the transaction of the readings that it came with, under no stay.

use crate::connect::Store;
use crate::error::StoreError;
use crate::escalation_row::wall;
use crate::stamp::Stamp;
use hearth_alerts::{AlertId, Change, Transition};
use hearth_vitals::WallMs;
use sqlx::{PgConnection, Row};
use uuid::Uuid;

/// Stands in place of a stay in [`crate::transitions::EpisodeTransitions::episode`]. No stay has this id, because theirs are made
/// of time and chance.
pub const NO_STAY: Uuid = Uuid::from_u128(0xca9a_0000);

/// A known alert that was raised and that the escalation loop has not taken yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Raised {
    /// Its id, which is the number that it was sent under.
    pub alert: AlertId,
    /// When it was raised.
    pub at: WallMs,
}

/// Replaces the previous known alert.
pub(crate) async fn write(connection: &mut PgConnection, steps: &[Transition]) -> Result<(), StoreError> {
    let Some(raised) = steps.iter().find(|step| step.change == Change::Raised) else { return Ok(()) };
    sqlx::query(
        "INSERT INTO canary (alert_id, raised_at) VALUES ($1, $2) \
         ON CONFLICT (only_row) DO UPDATE SET alert_id = EXCLUDED.alert_id, raised_at = EXCLUDED.raised_at, escalated_at = NULL",
    )
    .bind(Uuid::from_u128(raised.alert.id.0))
    .bind(Stamp(raised.at))
    .execute(connection)
    .await?;
    Ok(())
}

impl Store {
    /// The known alert that waits for the escalation loop; mostly there is none.
    ///
    /// # Errors
    /// As every statement.
    pub async fn canary_raised(&self) -> Result<Option<Raised>, StoreError> {
        let asked = sqlx::query("SELECT alert_id, raised_at FROM canary WHERE escalated_at IS NULL");
        let row = asked.fetch_optional(&self.pool).await?;
        row.map(|row| Ok(Raised { alert: AlertId(row.try_get::<Uuid, _>("alert_id")?.as_u128()), at: wall(&row, "raised_at")? }))
            .transpose()
    }

    /// The loop which escalates has had it, unless another one has taken its place by now.
    ///
    /// # Errors
    /// As every statement.
    pub async fn canary_escalated(&self, raised: Raised, now: WallMs) -> Result<bool, StoreError> {
        let asked = sqlx::query("UPDATE canary SET escalated_at = $2 WHERE alert_id = $1 AND escalated_at IS NULL");
        let done = asked.bind(Uuid::from_u128(raised.alert.0)).bind(Stamp(now.max(raised.at))).execute(&self.pool).await?;
        Ok(done.rows_affected() > 0)
    }
}
