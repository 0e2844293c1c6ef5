//! Incidents and the alerts that they were made from.

use super::{INCIDENT, IncidentRow, NewIncident, OF_STAY_MAX, OVER, StepRow, folded, readable, steps};
use crate::connect::Store;
use crate::error::StoreError;
use crate::stamp::Stamp;
use hearth_alerts::{Kind, Rule};
use hearth_care::StayId;
use hearth_care::dispatch::{IncidentId, Opening};
use hearth_vitals::WallMs;
use sqlx::Row;
use std::collections::BTreeSet;
use uuid::Uuid;

/// How many alerts are looked at in one go, at most; the others follow a second later.
const AT_ONCE: i64 = 50;

/// A rung that fired longer ago than this opens no incident, ms: the half hour is lost, and a site that lets the ladder open
/// incidents does not want one for every alert of the past.
const FIRED_MS_MAX: i64 = 1_800_000;

/// Open alerts about a patient that nobody has taken, that have climbed to the dispatcher in this round of the ladder, and from
/// which no incident was made. An incident that only has to be closed does not count as open. While another incident of the stay
/// is open, none is opened; and a rung that fired while a crew was sent there counts as answered.
fn climbed() -> String {
    format!(
        "SELECT a.id, a.episode_id, a.since_at, p.language FROM alerts a \
        JOIN escalations c ON c.alert_id = a.id JOIN episodes e ON e.id = a.episode_id AND e.ended_at IS NULL JOIN patients p ON p.id = e.patient_id \
        WHERE a.open AND a.condition = 'active' AND a.acknowledged_by IS NULL AND a.rule = ANY($2) \
        AND EXISTS (SELECT FROM escalation_rungs r WHERE r.alert_id = a.id AND r.round = c.round AND 'dispatcher' = ANY(string_to_array(r.posts, ' ')) AND r.fired_at > $3 \
            AND NOT EXISTS (SELECT FROM incidents i JOIN incident_places p ON p.incident_id = i.id WHERE i.episode_id = a.episode_id AND p.clear_at >= r.fired_at)) \
        AND NOT EXISTS (SELECT FROM incidents i WHERE i.alert_id = a.id) \
        AND NOT EXISTS (SELECT FROM incidents i WHERE i.episode_id = a.episode_id AND i.state IN ('received', 'triaged') AND NOT {OVER}) \
        ORDER BY a.since_at, a.id LIMIT $1"
    )
}

/// What was opened for alerts that had climbed.
#[derive(Debug, Default)]
pub struct Climbed {
    /// The stays, each with the new incident.
    pub opened: Vec<(Uuid, Uuid)>,
    /// The alerts for which no incident could be opened, and why; one does not stop the others.
    pub failed: Vec<(Uuid, StoreError)>,
}

impl Store {
    /// Opens an incident for each alert that has climbed to the dispatcher and that nobody has.
    ///
    /// # Errors
    /// As any statement (see [`StoreError`]).
    pub async fn open_what_climbed(&self, id: impl Fn() -> Uuid, now: WallMs) -> Result<Climbed, StoreError> {
        let mut done = Climbed::default();
        let clinical: Vec<String> = Rule::all().filter(|rule| rule.kind() == Kind::Clinical).map(|rule| rule.to_string()).collect();
        for row in sqlx::query(sqlx::AssertSqlSafe(climbed()))
            .bind(AT_ONCE)
            .bind(clinical)
            .bind(Stamp(now.plus(-FIRED_MS_MAX)))
            .fetch_all(&self.pool)
            .await?
        {
            let (stay, incident): (Uuid, Uuid) = (row.try_get("episode_id")?, id());
            let opening = Opening {
                id: IncidentId(incident.as_u128()),
                stay: StayId(stay.as_u128()),
                since: row.try_get::<Stamp, _>("since_at")?.0,
                home: None,
                language: row.try_get("language")?,
                equipment: BTreeSet::new(),
                skills: BTreeSet::new(),
            };
            let alert: Uuid = row.try_get("id")?;
            let new = NewIncident { opening, alert: Some(alert), call: None, why: String::new(), by: None, at: now };
            match self.open_incident(&new).await {
                Ok(Ok(())) => done.opened.push((stay, incident)),
                // Another incident was opened first.
                Ok(Err(_)) => {}
                Err(error) => done.failed.push((alert, error)),
            }
        }
        Ok(done)
    }

    /// The incidents that were made from an alert, the oldest first, each with its log. One that cannot be read is left out: it must
    /// not hide the alert.
    ///
    /// # Errors
    /// As [`Store::dispatch_board`].
    pub async fn incidents_of_alert(&self, alert: Uuid) -> Result<Vec<(IncidentRow, Vec<StepRow>)>, StoreError> {
        let mut transaction = self.snapshot().await?;
        let statement = format!("{INCIDENT} WHERE i.alert_id = $1 ORDER BY i.opened_at, i.id LIMIT $2");
        let rows = sqlx::query(sqlx::AssertSqlSafe(statement)).bind(alert).bind(OF_STAY_MAX).fetch_all(&mut *transaction).await?;
        let mut found = Vec::with_capacity(rows.len());
        for row in readable(folded(&mut transaction, &rows).await?) {
            let log = steps::log(&mut transaction, Uuid::from_u128(row.incident.opening.id.0)).await?;
            found.push((row, log));
        }
        transaction.commit().await?;
        Ok(found)
    }
}
