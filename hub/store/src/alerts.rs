//! Reads alerts back: for the alert engines after a restart, and for people who look them up.

use crate::connect::Store;
use crate::error::StoreError;
use crate::stamp::Stamp;
use hearth_alerts::verdict::Evidence;
use hearth_alerts::{Alert, AlertId, Doing, Rule, StaffId, Subject};
use hearth_vitals::{DeviceId, GatewayId, Vital, WallMs};
use sqlx::Row;
use sqlx::postgres::PgRow;
use std::str::FromStr;
use std::sync::Arc;
use uuid::Uuid;

/// The most alerts that one query returns.
pub const MAX_ALERTS: i64 = 1_000;

/// An alert and the episode it belongs to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AlertRow {
    /// The episode; `None` for an alert about the hub itself.
    pub episode: Option<Uuid>,
    /// The alert as it is now.
    pub alert: Alert,
}

/// One step in the history of an alert.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StepRow {
    /// Version of the alert after this step.
    pub version: i32,
    /// When the hub took this step.
    pub at: WallMs,
    /// What happened, as the word for a [`hearth_alerts::Change`].
    pub change: String,
    /// The rule that caused the step; `None` when a person did.
    pub rule_name: Option<String>,
    /// The person who caused the step: id, and the name that colleagues see; `None` when a rule did.
    pub staff: Option<(Uuid, String)>,
    /// Priority after this step.
    pub priority: String,
    /// Condition after this step.
    pub condition: String,
    /// Response after this step.
    pub response: String,
    /// The value that caused the step, in steps of the vital's resolution; `None` if no value did.
    pub value: Option<i32>,
    /// The limit in force then, in the same steps.
    pub limit: Option<i32>,
    /// The reason, or the reviewer's note; may be empty.
    pub reason: String,
    /// What a person said with it.
    pub doing: Doing,
    /// The values and scores because of which it rang then; `None` for rules that compare one value with one limit.
    pub evidence: Option<Arc<Evidence>>,
}

pub(crate) const ALERT: &str = "SELECT id, version, episode_id, rule, subject, priority, condition, response, vital, value, limit_value, extreme, \
    (extract(epoch FROM since_at) * 1000)::int8 AS since_ms, (extract(epoch FROM raised_at) * 1000)::int8 AS raised_ms, \
    (extract(epoch FROM cleared_at) * 1000)::int8 AS cleared_ms, acknowledged_by, (extract(epoch FROM acknowledged_at) * 1000)::int8 AS acknowledged_ms, \
    reviewed_by, (extract(epoch FROM reviewed_at) * 1000)::int8 AS reviewed_ms, while_offline, (extract(epoch FROM as_of_at) * 1000)::int8 AS as_of_ms, open, evidence, action, \
    (extract(epoch FROM remind_at) * 1000)::int8 AS remind_ms \
    FROM alerts";

fn defect(error: impl std::fmt::Display) -> StoreError {
    StoreError::Defect(format!("a stored alert cannot be read: {error}"))
}

pub(crate) fn word<T: FromStr>(row: &PgRow, column: &str) -> Result<T, StoreError>
where
    T::Err: std::fmt::Display,
{
    row.try_get::<String, _>(column)?.parse().map_err(defect)
}

fn subject(text: &str) -> Result<Subject, StoreError> {
    match text.split_once(':') {
        Some(("device", id)) => match id.split_once(" through gateway:") {
            None => DeviceId::new(id).map(Subject::Device).map_err(defect),
            Some((id, gateway)) => Ok(Subject::Through(DeviceId::new(id).map_err(defect)?, GatewayId::new(gateway).map_err(defect)?)),
        },
        Some(("gateway", id)) => GatewayId::new(id).map(Subject::Gateway).map_err(defect),
        None if text == "patient" => Ok(Subject::Patient),
        None if text == "hub" => Ok(Subject::Hub),
        _ => Err(defect(format!("subject '{text}'"))),
    }
}

/// Evidence that a newer hub wrote and this one cannot read is left out: the alert rings without it.
fn evidence(row: &PgRow) -> Result<Option<Arc<Evidence>>, StoreError> {
    let value: Option<serde_json::Value> = row.try_get("evidence")?;
    Ok(value.and_then(|value| serde_json::from_value(value).ok()).map(Arc::new))
}

fn act(row: &PgRow, who: &str, when: &str) -> Result<Option<(StaffId, WallMs)>, StoreError> {
    let (staff, at): (Option<Uuid>, Option<i64>) = (row.try_get(who)?, row.try_get(when)?);
    Ok(staff.zip(at).map(|(staff, at)| (StaffId(staff.as_u128()), WallMs(at))))
}

/// An action that a newer hub wrote and this one cannot read is left out; that somebody has the alert is still known.
pub(crate) fn doing(row: &PgRow) -> Result<Doing, StoreError> {
    let (action, remind): (Option<String>, Option<i64>) = (row.try_get("action")?, row.try_get("remind_ms")?);
    Ok(Doing { action: action.and_then(|word| word.parse().ok()), remind_at: remind.map(WallMs) })
}

pub(crate) fn alert_row(row: &PgRow) -> Result<AlertRow, StoreError> {
    let vital: Option<String> = row.try_get("vital")?;
    let vital = vital.map(|key| Vital::from_key(&key).ok_or_else(|| defect(format!("vital '{key}'")))).transpose()?;
    let instant = |column: &str| -> Result<Option<WallMs>, StoreError> { Ok(row.try_get::<Option<i64>, _>(column)?.map(WallMs)) };
    let alert = Alert {
        id: AlertId(row.try_get::<Uuid, _>("id")?.as_u128()),
        version: row.try_get::<i32, _>("version")?.cast_unsigned(),
        rule: word(row, "rule")?,
        subject: subject(row.try_get("subject")?)?,
        priority: word(row, "priority")?,
        condition: word(row, "condition")?,
        response: word(row, "response")?,
        vital,
        value: row.try_get("value")?,
        limit: row.try_get("limit_value")?,
        extreme: row.try_get("extreme")?,
        since: WallMs(row.try_get("since_ms")?),
        raised_at: WallMs(row.try_get("raised_ms")?),
        cleared_at: instant("cleared_ms")?,
        acknowledged: act(row, "acknowledged_by", "acknowledged_ms")?,
        doing: doing(row)?,
        reviewed: act(row, "reviewed_by", "reviewed_ms")?,
        while_offline: row.try_get("while_offline")?,
        as_of: instant("as_of_ms")?,
        evidence: evidence(row)?,
        open: row.try_get("open")?,
    };
    Ok(AlertRow { episode: row.try_get("episode_id")?, alert })
}

impl Store {
    /// Every open alert, those about the hub itself too: the engines start from these.
    ///
    /// # Errors
    /// As any statement (see [`StoreError`]); [`StoreError::Defect`] for a row that this version cannot read.
    pub async fn open_alerts(&self) -> Result<Vec<AlertRow>, StoreError> {
        let statement = format!("{ALERT} WHERE open ORDER BY raised_at, id");
        let rows = sqlx::query(sqlx::AssertSqlSafe(statement)).fetch_all(&self.pool).await?;
        rows.iter().map(alert_row).collect()
    }

    /// The alerts of these episodes by one of these rules that were raised after an instant and are closed.
    ///
    /// # Errors
    /// As [`Store::open_alerts`].
    pub async fn closed_alerts_of(&self, episodes: &[Uuid], rules: &[Rule], since: WallMs) -> Result<Vec<AlertRow>, StoreError> {
        let statement =
            format!("{ALERT} WHERE NOT open AND episode_id = ANY($1) AND rule = ANY($2) AND raised_at > $3 ORDER BY raised_at, id");
        let rows = sqlx::query(sqlx::AssertSqlSafe(statement))
            .bind(episodes)
            .bind(rules.iter().map(Rule::to_string).collect::<Vec<_>>())
            .bind(Stamp(since))
            .fetch_all(&self.pool)
            .await?;
        rows.iter().map(alert_row).collect()
    }

    /// The open alerts of these episodes.
    ///
    /// # Errors
    /// As [`Store::open_alerts`].
    pub async fn open_alerts_of(&self, episodes: &[Uuid]) -> Result<Vec<AlertRow>, StoreError> {
        let statement = format!("{ALERT} WHERE open AND episode_id = ANY($1) ORDER BY raised_at, id");
        let rows = sqlx::query(sqlx::AssertSqlSafe(statement)).bind(episodes).fetch_all(&self.pool).await?;
        rows.iter().map(alert_row).collect()
    }

    /// Alerts newest first, raised before an instant if one is given.
    ///
    /// # Errors
    /// As [`Store::open_alerts`].
    pub async fn alerts(
        &self,
        episode: Option<Uuid>,
        open: Option<bool>,
        before: Option<WallMs>,
        limit: i64,
    ) -> Result<Vec<AlertRow>, StoreError> {
        let statement = format!(
            "{ALERT} WHERE ($1::uuid IS NULL OR episode_id = $1) AND ($2::bool IS NULL OR open = $2) \
             AND ($3::int8 IS NULL OR raised_at < to_timestamp($3::int8 / 1000.0)) ORDER BY raised_at DESC, id DESC LIMIT $4"
        );
        let rows = sqlx::query(sqlx::AssertSqlSafe(statement))
            .bind(episode)
            .bind(open)
            .bind(before.map(|at| at.0))
            .bind(limit.clamp(1, MAX_ALERTS))
            .fetch_all(&self.pool)
            .await?;
        rows.iter().map(alert_row).collect()
    }

    /// One alert and its whole history, oldest step first.
    ///
    /// # Errors
    /// As [`Store::open_alerts`].
    pub async fn alert(&self, id: Uuid) -> Result<Option<(AlertRow, Vec<StepRow>)>, StoreError> {
        let statement = format!("{ALERT} WHERE id = $1");
        let Some(row) = sqlx::query(sqlx::AssertSqlSafe(statement)).bind(id).fetch_optional(&self.pool).await? else { return Ok(None) };
        let steps = sqlx::query(
            "SELECT t.*, s.display_name, (extract(epoch FROM t.at) * 1000)::int8 AS at_ms, \
                 (extract(epoch FROM t.remind_at) * 1000)::int8 AS remind_ms FROM alert_transitions t LEFT JOIN staff s ON s.id = t.staff_id \
             WHERE t.alert_id = $1 ORDER BY t.version",
        )
        .bind(id)
        .fetch_all(&self.pool)
        .await?;
        let steps: Result<Vec<StepRow>, StoreError> = steps.iter().map(step_row).collect();
        Ok(Some((alert_row(&row)?, steps?)))
    }
}

fn step_row(row: &PgRow) -> Result<StepRow, StoreError> {
    let (staff, name): (Option<Uuid>, Option<String>) = (row.try_get("staff_id")?, row.try_get("display_name")?);
    Ok(StepRow {
        version: row.try_get("version")?,
        at: WallMs(row.try_get("at_ms")?),
        change: row.try_get("change")?,
        rule_name: row.try_get("rule_name")?,
        staff: staff.zip(name),
        priority: row.try_get("priority")?,
        condition: row.try_get("condition")?,
        response: row.try_get("response")?,
        value: row.try_get("value")?,
        limit: row.try_get("limit_value")?,
        reason: row.try_get("reason")?,
        doing: doing(row)?,
        evidence: evidence(row)?,
    })
}
