//! What the alert engine decided, written before anyone sees it.

use crate::connect::Store;
use crate::error::StoreError;
use hearth_alerts::{Actor, Alert, Subject, Transition};
use sqlx::{PgConnection, Row};
use std::collections::BTreeMap;
use uuid::Uuid;

/// The transitions of one episode, judged against this version of it. `None` is the hub itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EpisodeTransitions {
    /// Whose; `None` for the hub's own faults.
    pub episode: Option<(Uuid, i64)>,
    /// In the order they happened.
    pub transitions: Vec<Transition>,
}

/// The subject as one text: `patient`, `device:ID`, `gateway:ID`, `hub`.
pub fn subject_text(subject: &Subject) -> String {
    match subject {
        Subject::Patient => "patient".to_owned(),
        Subject::Device(device) => format!("device:{device}"),
        Subject::Gateway(gateway) => format!("gateway:{gateway}"),
        Subject::Hub => "hub".to_owned(),
    }
}

/// Locks the episodes by id, compares their versions, and writes alerts and transitions.
pub(crate) async fn write(connection: &mut PgConnection, judged: &[EpisodeTransitions]) -> Result<(), StoreError> {
    let judged: Vec<&EpisodeTransitions> = judged.iter().filter(|one| !one.transitions.is_empty()).collect();
    let expected: BTreeMap<Uuid, i64> = judged.iter().filter_map(|one| one.episode).collect();
    if !expected.is_empty() {
        let ids: Vec<Uuid> = expected.keys().copied().collect();
        let rows = sqlx::query("SELECT id, version FROM episodes WHERE id = ANY($1) ORDER BY id FOR UPDATE")
            .bind(&ids)
            .fetch_all(&mut *connection)
            .await?;
        let found: Result<BTreeMap<Uuid, i64>, sqlx::Error> =
            rows.iter().map(|row| Ok((row.try_get("id")?, row.try_get("version")?))).collect();
        if found? != expected {
            return Err(StoreError::EpisodeChanged);
        }
    }
    for one in judged {
        let episode = one.episode.map(|(id, _)| id);
        for transition in &one.transitions {
            alert(connection, episode, &transition.alert).await?;
            step(connection, transition).await?;
        }
    }
    Ok(())
}

async fn alert(connection: &mut PgConnection, episode: Option<Uuid>, alert: &Alert) -> Result<(), StoreError> {
    let written = sqlx::query(
        "INSERT INTO alerts (id, version, episode_id, rule, subject, priority, condition, response, vital, value, limit_value, extreme, \
                             since_at, raised_at, cleared_at, acknowledged_by, acknowledged_at, reviewed_by, reviewed_at, while_offline, as_of_at, open) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, to_timestamp($13::int8 / 1000.0), to_timestamp($14::int8 / 1000.0), \
                 to_timestamp($15::int8 / 1000.0), $16, to_timestamp($17::int8 / 1000.0), $18, to_timestamp($19::int8 / 1000.0), $20, to_timestamp($21::int8 / 1000.0), $22) \
         ON CONFLICT (id) DO UPDATE SET version = EXCLUDED.version, priority = EXCLUDED.priority, condition = EXCLUDED.condition, \
             response = EXCLUDED.response, value = EXCLUDED.value, limit_value = EXCLUDED.limit_value, extreme = EXCLUDED.extreme, \
             since_at = EXCLUDED.since_at, raised_at = EXCLUDED.raised_at, cleared_at = EXCLUDED.cleared_at, \
             acknowledged_by = EXCLUDED.acknowledged_by, acknowledged_at = EXCLUDED.acknowledged_at, reviewed_by = EXCLUDED.reviewed_by, \
             reviewed_at = EXCLUDED.reviewed_at, while_offline = EXCLUDED.while_offline, as_of_at = EXCLUDED.as_of_at, open = EXCLUDED.open \
         WHERE alerts.version = EXCLUDED.version - 1",
    )
    .bind(Uuid::from_u128(alert.id.0))
    .bind(alert.version.cast_signed())
    .bind(episode)
    .bind(alert.rule.to_string())
    .bind(subject_text(&alert.subject))
    .bind(alert.priority.as_str())
    .bind(alert.condition.as_str())
    .bind(alert.response.as_str())
    .bind(alert.vital.map(hearth_vitals::Vital::key))
    .bind(alert.value)
    .bind(alert.limit)
    .bind(alert.extreme)
    .bind(alert.since.0)
    .bind(alert.raised_at.0)
    .bind(alert.cleared_at.map(|at| at.0))
    .bind(alert.acknowledged.map(|(staff, _)| Uuid::from_u128(staff.0)))
    .bind(alert.acknowledged.map(|(_, at)| at.0))
    .bind(alert.reviewed.map(|(staff, _)| Uuid::from_u128(staff.0)))
    .bind(alert.reviewed.map(|(_, at)| at.0))
    .bind(alert.while_offline)
    .bind(alert.as_of.map(|at| at.0))
    .bind(alert.open)
    .execute(connection)
    .await;
    match written {
        // A step on a version nobody has: another hub was here.
        Ok(result) if result.rows_affected() == 0 => Err(StoreError::EpisodeChanged),
        Ok(_) => Ok(()),
        Err(sqlx::Error::Database(error)) if error.constraint() == Some("alerts_one_open") => Err(StoreError::EpisodeChanged),
        Err(error) => Err(error.into()),
    }
}

async fn step(connection: &mut PgConnection, transition: &Transition) -> Result<(), StoreError> {
    let alert = &transition.alert;
    let (rule, staff) = match transition.actor {
        Actor::Rule(by) => (Some(by.as_str()), None),
        Actor::Person(staff) => (None, Some(Uuid::from_u128(staff.0))),
    };
    sqlx::query(
        "INSERT INTO alert_transitions (alert_id, version, at, change, rule_name, staff_id, priority, condition, response, value, limit_value, reason) \
         VALUES ($1, $2, to_timestamp($3::int8 / 1000.0), $4, $5, $6, $7, $8, $9, $10, $11, $12)",
    )
    .bind(Uuid::from_u128(alert.id.0))
    .bind(alert.version.cast_signed())
    .bind(transition.at.0)
    .bind(transition.change.as_str())
    .bind(rule)
    .bind(staff)
    .bind(alert.priority.as_str())
    .bind(alert.condition.as_str())
    .bind(alert.response.as_str())
    .bind(transition.value)
    .bind(alert.limit)
    .bind(&transition.reason)
    .execute(connection)
    .await?;
    Ok(())
}

impl Store {
    /// Commits transitions that no reading caused: an acknowledgement, a silence, a fault of the hub.
    ///
    /// # Errors
    /// As [`Store::ingest`].
    pub async fn commit_transitions(&self, judged: &[EpisodeTransitions]) -> Result<(), StoreError> {
        let mut transaction = self.pool.begin().await?;
        sqlx::query(crate::lease::AS_WRITER).execute(&mut *transaction).await?;
        write(&mut transaction, judged).await?;
        transaction.commit().await?;
        Ok(())
    }
}
