//! Whom an alert told, also after it is closed.

use crate::connect::Store;
use crate::error::StoreError;
use crate::escalation_row::{defect, instant, wall};
use hearth_escalation::{Posts, Receipt};
use hearth_vitals::WallMs;
use sqlx::Row;
use sqlx::postgres::PgRow;
use uuid::Uuid;

/// A person whom a rung reached.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeardRow {
    /// The person whom it reached.
    pub staff: Uuid,
    /// The name that colleagues see.
    pub display_name: String,
    /// When a screen first showed it.
    pub delivered_at: WallMs,
    /// When somebody first opened the alert there.
    pub opened_at: Option<WallMs>,
}

/// A rung that fired.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RungRow {
    /// The round, from 1.
    pub round: u32,
    /// Number of the rung in the round, from 1.
    pub rung: u8,
    /// The posts that it told.
    pub posts: Posts,
    /// When it fired.
    pub fired_at: WallMs,
    /// The most that became of it.
    pub receipt: Option<Receipt>,
    /// Whether it was found that nobody could hear it.
    pub unheard: bool,
    /// The people whom it reached.
    pub heard: Vec<HeardRow>,
}

fn rung(row: &PgRow) -> Result<RungRow, StoreError> {
    let key = row.try_get::<Option<String>, _>("receipt")?;
    Ok(RungRow {
        round: row.try_get::<i32, _>("round")?.cast_unsigned(),
        rung: u8::try_from(row.try_get::<i16, _>("rung")?).map_err(defect)?,
        posts: row.try_get::<String, _>("posts")?.parse().map_err(defect)?,
        fired_at: wall(row, "fired_at")?,
        receipt: key.and_then(|key| Receipt::from_key(&key)),
        unheard: row.try_get("unheard")?,
        heard: Vec::new(),
    })
}

impl Store {
    /// The rungs of an alert that fired, of every round, in order.
    ///
    /// # Errors
    /// As any statement (see [`StoreError`]); [`StoreError::Defect`] for a row that this version cannot read.
    pub async fn told(&self, alert: Uuid) -> Result<Vec<RungRow>, StoreError> {
        let rungs = "SELECT * FROM escalation_rungs WHERE alert_id = $1 ORDER BY round, rung";
        let rows = sqlx::query(rungs).bind(alert).fetch_all(&self.pool).await?;
        let mut rungs = rows.iter().map(rung).collect::<Result<Vec<_>, _>>()?;
        let heard = "SELECT r.*, s.display_name FROM escalation_receipts r JOIN staff s ON s.id = r.staff_id WHERE r.alert_id = $1 \
                     ORDER BY r.round, r.rung, r.place";
        for row in sqlx::query(heard).bind(alert).fetch_all(&self.pool).await? {
            let (round, number) = (row.try_get::<i32, _>("round")?.cast_unsigned(), row.try_get::<i16, _>("rung")?);
            let Some(rung) = rungs.iter_mut().find(|rung| rung.round == round && i16::from(rung.rung) == number) else { continue };
            rung.heard.push(HeardRow {
                staff: row.try_get("staff_id")?,
                display_name: row.try_get("display_name")?,
                delivered_at: wall(&row, "delivered_at")?,
                opened_at: instant(&row, "opened_at")?,
            });
        }
        Ok(rungs)
    }
}
