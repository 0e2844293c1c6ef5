//! Writes what the alert engine decided, before anyone sees it.

use crate::canary;
use crate::connect::Store;
use crate::error::StoreError;
use crate::stamp::Stamp;
use hearth_alerts::{Action, Actor, Alert, AlertId, Change, Doing, StaffId, Subject, Transition};
use hearth_vitals::WallMs;
use sqlx::{PgConnection, Row};
use std::collections::BTreeMap;
use uuid::Uuid;

/// Transitions of alerts, of one episode or of the hub itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EpisodeTransitions {
    /// The episode, and the version of it by which they were judged; `None` for alerts about the hub itself.
    pub episode: Option<(Uuid, i64)>,
    /// The transitions, in the order in which they happened.
    pub transitions: Vec<Transition>,
}

/// The subject as one text: `patient`, `device:ID`, `gateway:ID`, `device:ID through gateway:ID`, `hub`.
pub fn subject_text(subject: &Subject) -> String {
    match subject {
        Subject::Patient => "patient".to_owned(),
        Subject::Device(device) => format!("device:{device}"),
        Subject::Gateway(gateway) => format!("gateway:{gateway}"),
        Subject::Through(device, gateway) => format!("device:{device} through gateway:{gateway}"),
        Subject::Hub => "hub".to_owned(),
    }
}

/// Locks the episodes in the order of their ids, compares their versions, and writes alerts and transitions.
pub(crate) async fn write(connection: &mut PgConnection, judged: &[EpisodeTransitions]) -> Result<(), StoreError> {
    let is_canary = |one: &EpisodeTransitions| one.episode.is_some_and(|(id, _)| id == canary::NO_STAY);
    for known in judged.iter().filter(|one| is_canary(one)) {
        canary::write(connection, &known.transitions).await?;
    }
    let judged: Vec<&EpisodeTransitions> = judged.iter().filter(|one| !one.transitions.is_empty() && !is_canary(one)).collect();
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
    let steps: Vec<Step<'_>> = judged
        .iter()
        .flat_map(|one| one.transitions.iter().map(|transition| Step { episode: one.episode.map(|(id, _)| id), transition }))
        .collect();
    if steps.is_empty() {
        return Ok(());
    }
    write_alerts(connection, &steps).await?;
    write_steps(connection, &steps).await
}

/// A transition with the episode it belongs to.
struct Step<'a> {
    episode: Option<Uuid>,
    transition: &'a Transition,
}

/// An alert as the last of its transitions leaves it, and the version on which the first of them builds.
struct Last<'a> {
    episode: Option<Uuid>,
    alert: &'a Alert,
    follows_on: i32,
}

/// One row for each alert. Closed alerts come first, because an open one may take the place of one that is being closed
/// (a unique index allows one open alert for each episode, rule and subject).
fn rows<'a>(steps: &[Step<'a>]) -> Vec<Last<'a>> {
    let mut rows: Vec<Last<'a>> = Vec::new();
    let mut places: BTreeMap<AlertId, usize> = BTreeMap::new();
    for Step { episode, transition } in steps {
        let alert = &transition.alert;
        let place = *places.entry(alert.id).or_insert(rows.len());
        match rows.get_mut(place) {
            Some(row) => row.alert = alert,
            None => rows.push(Last { episode: *episode, alert, follows_on: alert.version.cast_signed() - 1 }),
        }
    }
    rows.sort_by_key(|row| row.alert.open);
    rows
}

const ALERTS: &str = "WITH n AS MATERIALIZED (SELECT * FROM UNNEST($1::uuid[], $2::int4[], $3::int4[], $4::uuid[], $5::text[], $6::text[], $7::text[], $8::text[], \
        $9::text[], $10::text[], $11::int4[], $12::int4[], $13::int4[], $14::timestamptz[], $15::timestamptz[], $16::timestamptz[], $17::uuid[], \
        $18::timestamptz[], $19::uuid[], $20::timestamptz[], $21::bool[], $22::timestamptz[], $23::bool[], $24::jsonb[], $25::text[], $26::timestamptz[]) WITH ORDINALITY \
        n (id, version, follows_on, episode_id, rule, subject, priority, condition, response, vital, value, limit_value, extreme, since_at, raised_at, cleared_at, \
           acknowledged_by, acknowledged_at, reviewed_by, reviewed_at, while_offline, as_of_at, open, evidence, action, remind_at, place)), \
    known AS MATERIALIZED (SELECT a.id, a.version FROM alerts a WHERE a.id = ANY($1::uuid[]) FOR UPDATE) \
    INSERT INTO alerts (id, version, episode_id, rule, subject, priority, condition, response, vital, value, limit_value, extreme, since_at, raised_at, cleared_at, \
                        acknowledged_by, acknowledged_at, reviewed_by, reviewed_at, while_offline, as_of_at, open, evidence, action, remind_at) \
    SELECT n.id, n.version, episode_id, rule, subject, priority, condition, response, vital, value, limit_value, extreme, since_at, raised_at, cleared_at, \
           acknowledged_by, acknowledged_at, reviewed_by, reviewed_at, while_offline, as_of_at, open, evidence, action, remind_at \
    FROM n LEFT JOIN known ON known.id = n.id WHERE known.version IS NULL OR known.version = n.follows_on ORDER BY place \
    ON CONFLICT (id) DO UPDATE SET version = EXCLUDED.version, priority = EXCLUDED.priority, condition = EXCLUDED.condition, \
        response = EXCLUDED.response, value = EXCLUDED.value, limit_value = EXCLUDED.limit_value, extreme = EXCLUDED.extreme, \
        since_at = EXCLUDED.since_at, raised_at = EXCLUDED.raised_at, cleared_at = EXCLUDED.cleared_at, \
        acknowledged_by = EXCLUDED.acknowledged_by, acknowledged_at = EXCLUDED.acknowledged_at, reviewed_by = EXCLUDED.reviewed_by, \
        reviewed_at = EXCLUDED.reviewed_at, while_offline = EXCLUDED.while_offline, as_of_at = EXCLUDED.as_of_at, open = EXCLUDED.open, evidence = EXCLUDED.evidence, \
        action = EXCLUDED.action, remind_at = EXCLUDED.remind_at \
    WHERE alerts.version < EXCLUDED.version";

/// Writes all alerts in one statement: when a network fault takes a hundred homes offline, there are two hundred steps.
async fn write_alerts(connection: &mut PgConnection, steps: &[Step<'_>]) -> Result<(), StoreError> {
    let rows = rows(steps);
    let texts = |of: fn(&Alert) -> String| rows.iter().map(|row| of(row.alert)).collect::<Vec<_>>();
    let values = |of: fn(&Alert) -> Option<i32>| rows.iter().map(|row| of(row.alert)).collect::<Vec<_>>();
    let instants = |of: fn(&Alert) -> Option<WallMs>| rows.iter().map(|row| of(row.alert).map(Stamp)).collect::<Vec<_>>();
    let people =
        |of: fn(&Alert) -> Option<StaffId>| rows.iter().map(|row| of(row.alert).map(|staff| Uuid::from_u128(staff.0))).collect::<Vec<_>>();
    let flags = |of: fn(&Alert) -> bool| rows.iter().map(|row| of(row.alert)).collect::<Vec<_>>();
    let written = sqlx::query(ALERTS)
        .bind(rows.iter().map(|row| Uuid::from_u128(row.alert.id.0)).collect::<Vec<_>>())
        .bind(rows.iter().map(|row| row.alert.version.cast_signed()).collect::<Vec<_>>())
        .bind(rows.iter().map(|row| row.follows_on).collect::<Vec<_>>())
        .bind(rows.iter().map(|row| row.episode).collect::<Vec<_>>())
        .bind(texts(|alert| alert.rule.to_string()))
        .bind(texts(|alert| subject_text(&alert.subject)))
        .bind(texts(|alert| alert.priority.as_str().to_owned()))
        .bind(texts(|alert| alert.condition.as_str().to_owned()))
        .bind(texts(|alert| alert.response.as_str().to_owned()))
        .bind(rows.iter().map(|row| row.alert.vital.map(hearth_vitals::Vital::key)).collect::<Vec<_>>())
        .bind(values(|alert| alert.value))
        .bind(values(|alert| alert.limit))
        .bind(values(|alert| alert.extreme))
        .bind(instants(|alert| Some(alert.since)))
        .bind(instants(|alert| Some(alert.raised_at)))
        .bind(instants(|alert| alert.cleared_at))
        .bind(people(|alert| alert.acknowledged.map(|(staff, _)| staff)))
        .bind(instants(|alert| alert.acknowledged.map(|(_, at)| at)))
        .bind(people(|alert| alert.reviewed.map(|(staff, _)| staff)))
        .bind(instants(|alert| alert.reviewed.map(|(_, at)| at)))
        .bind(flags(|alert| alert.while_offline))
        .bind(instants(|alert| alert.as_of))
        .bind(flags(|alert| alert.open))
        .bind(rows.iter().map(|row| evidence(row.alert)).collect::<Vec<_>>())
        .bind(rows.iter().map(|row| row.alert.doing.action.map(Action::as_str)).collect::<Vec<_>>())
        .bind(instants(|alert| alert.doing.remind_at))
        .execute(connection)
        .await;
    match written {
        // A step builds on a version that is not the stored one: another hub has written in between.
        Ok(result) if result.rows_affected() != rows.len() as u64 => Err(StoreError::EpisodeChanged),
        Ok(_) => Ok(()),
        Err(sqlx::Error::Database(error)) if error.constraint() == Some("alerts_one_open") => Err(StoreError::EpisodeChanged),
        Err(error) => Err(error.into()),
    }
}

/// Evidence as JSON. It is made of numbers and words, so there is always one.
fn evidence(alert: &Alert) -> Option<serde_json::Value> {
    serde_json::to_value(alert.evidence.as_deref()?).ok()
}

/// True for a step that says anew on what grounds the alert rings.
const fn rings(change: Change) -> bool {
    matches!(change, Change::Raised | Change::PriorityRaised | Change::SeverityRaised | Change::Reactivated)
}

/// What a person said with a step, if it was one of those.
fn doing(transition: &Transition) -> Doing {
    if transition.change == Change::Acted { transition.alert.doing } else { Doing::default() }
}

async fn write_steps(connection: &mut PgConnection, steps: &[Step<'_>]) -> Result<(), StoreError> {
    let steps = || steps.iter().map(|step| step.transition);
    let rule = |transition: &Transition| if let Actor::Rule(by) = transition.actor { Some(by.as_str()) } else { None };
    let staff = |transition: &Transition| if let Actor::Person(staff) = transition.actor { Some(Uuid::from_u128(staff.0)) } else { None };
    sqlx::query(
        "INSERT INTO alert_transitions (alert_id, version, at, change, rule_name, staff_id, priority, condition, response, value, limit_value, reason, evidence, action, remind_at) \
         SELECT * FROM UNNEST($1::uuid[], $2::int4[], $3::timestamptz[], $4::text[], $5::text[], $6::uuid[], $7::text[], $8::text[], $9::text[], \
                              $10::int4[], $11::int4[], $12::text[], $13::jsonb[], $14::text[], $15::timestamptz[])",
    )
    .bind(steps().map(|step| Uuid::from_u128(step.alert.id.0)).collect::<Vec<_>>())
    .bind(steps().map(|step| step.alert.version.cast_signed()).collect::<Vec<_>>())
    .bind(steps().map(|step| Stamp(step.at)).collect::<Vec<_>>())
    .bind(steps().map(|step| step.change.as_str()).collect::<Vec<_>>())
    .bind(steps().map(rule).collect::<Vec<_>>())
    .bind(steps().map(staff).collect::<Vec<_>>())
    .bind(steps().map(|step| step.alert.priority.as_str()).collect::<Vec<_>>())
    .bind(steps().map(|step| step.alert.condition.as_str()).collect::<Vec<_>>())
    .bind(steps().map(|step| step.alert.response.as_str()).collect::<Vec<_>>())
    .bind(steps().map(|step| step.value).collect::<Vec<_>>())
    .bind(steps().map(|step| step.alert.limit).collect::<Vec<_>>())
    .bind(steps().map(|step| step.reason.as_str()).collect::<Vec<_>>())
    .bind(steps().map(|step| evidence(&step.alert).filter(|_| rings(step.change))).collect::<Vec<_>>())
    .bind(steps().map(|step| doing(step).action.map(Action::as_str)).collect::<Vec<_>>())
    .bind(steps().map(|step| doing(step).remind_at.map(Stamp)).collect::<Vec<_>>())
    .execute(connection)
    .await?;
    Ok(())
}

impl Store {
    /// Commits transitions that no reading caused: an acknowledgement, a device's silence, a fault of the hub.
    ///
    /// # Errors
    /// As [`Store::ingest`].
    pub async fn commit_transitions(&self, judged: &[EpisodeTransitions]) -> Result<(), StoreError> {
        let mut transaction = self.begin().await?;
        sqlx::query(crate::lease::AS_WRITER).execute(&mut *transaction).await?;
        write(&mut transaction, judged).await?;
        transaction.commit().await?;
        Ok(())
    }
}
