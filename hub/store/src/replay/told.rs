//! Reads the alerts of one stay with all their steps, as people saw them.

use crate::alerts::{ALERT, alert_row, doing, word};
use crate::connect::Store;
use crate::error::StoreError;
use crate::stamp::Stamp;
use hearth_alerts::{Actor, AlertId, StaffId};
use hearth_replay::{AlertRecord, Step};
use hearth_vitals::WallMs;
use sqlx::postgres::PgRow;
use sqlx::{AssertSqlSafe, Row};
use std::collections::BTreeMap;
use uuid::Uuid;

impl Store {
    /// The alerts of a stay that were open at some time from `from` until `until`, with the steps of each until then.
    ///
    /// # Errors
    /// As any statement (see [`StoreError`]); [`StoreError::Defect`] for a row that this version cannot read.
    pub async fn told_between(&self, stay: Uuid, from: WallMs, until: WallMs) -> Result<Vec<AlertRecord>, StoreError> {
        let statement = format!(
            "{ALERT} a WHERE episode_id = $1 AND EXISTS (SELECT FROM alert_transitions t WHERE t.alert_id = a.id AND t.at < $3) \
             AND (open OR EXISTS (SELECT FROM alert_transitions t WHERE t.alert_id = a.id AND t.at >= $2)) ORDER BY raised_at, id"
        );
        let alerts = sqlx::query(AssertSqlSafe(statement)).bind(stay).bind(Stamp(from)).bind(Stamp(until)).fetch_all(&self.pool).await?;
        let mut told: BTreeMap<AlertId, AlertRecord> = BTreeMap::new();
        for row in &alerts {
            let alert = alert_row(row)?.alert;
            told.insert(alert.id, AlertRecord { alert, steps: Vec::new() });
        }
        let ids: Vec<Uuid> = told.keys().map(|id| Uuid::from_u128(id.0)).collect();
        let steps = sqlx::query("SELECT *, (extract(epoch FROM remind_at) * 1000)::int8 AS remind_ms FROM alert_transitions WHERE alert_id = ANY($1) AND at < $2 ORDER BY alert_id, version")
            .bind(ids)
            .bind(Stamp(until))
            .fetch_all(&self.pool)
            .await?;
        for row in &steps {
            let id = AlertId(row.try_get::<Uuid, _>("alert_id")?.as_u128());
            if let Some(told) = told.get_mut(&id) {
                told.steps.push(step(row)?);
            }
        }
        Ok(told.into_values().collect())
    }
}

fn step(row: &PgRow) -> Result<Step, StoreError> {
    let staff: Option<Uuid> = row.try_get("staff_id")?;
    let actor = match staff {
        Some(staff) => Actor::Person(StaffId(staff.as_u128())),
        None => Actor::Rule(word(row, "rule_name")?),
    };
    Ok(Step {
        at: row.try_get::<Stamp, _>("at")?.0,
        change: word(row, "change")?,
        actor,
        priority: word(row, "priority")?,
        condition: word(row, "condition")?,
        response: word(row, "response")?,
        value: row.try_get("value")?,
        limit: row.try_get("limit_value")?,
        reason: row.try_get("reason")?,
        doing: doing(row)?,
    })
}
