//! What the alerts of a period asked of people: counts, times, floods, who and what rang most.
//!
//! Everything is counted by the database from the alerts that were raised within the period, at the highest priority that each
//! has reached. A thousand patients over a month are some hundred thousand rows.

use crate::Store;
use crate::error::StoreError;
use crate::stamp::Stamp;
use hearth_vitals::WallMs;
use sqlx::FromRow;
use uuid::Uuid;

/// How many rows the list of stays that rang most has.
const TOP: i64 = 10;

/// A period: from an instant until before another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period {
    /// First instant of the period.
    pub from: WallMs,
    /// First instant after the period.
    pub until: WallMs,
}

/// How long patients were watched.
#[derive(Debug, Clone, Copy, PartialEq, FromRow)]
pub struct Watched {
    /// How many stays there were.
    pub stays: i64,
    /// How long all of them together were watched, in days.
    pub days: f64,
}

/// Alerts of one rule at one priority.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct RuleCount {
    /// Name of the rule.
    pub rule: String,
    /// The highest priority that they reached.
    pub priority: String,
    /// How many alerts there were.
    pub count: i64,
    /// How many of them were told only after an outage.
    pub while_offline: i64,
    /// How many ended within 15 seconds.
    pub brief: i64,
    /// How many somebody called useful.
    pub useful: i64,
    /// How many somebody called not useful.
    pub not_useful: i64,
}

/// Alerts of one day of the period.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct DayCount {
    /// Number of the day, from 0.
    pub day: i32,
    /// The highest priority that they reached.
    pub priority: String,
    /// How many alerts there were.
    pub count: i64,
}

/// How long people took to respond, counted from when the alert rang: how many alerts reached a stage, and within how many
/// seconds.
#[derive(Debug, Clone, PartialEq, FromRow)]
pub struct Times {
    /// True for rules about a patient's condition.
    pub clinical: bool,
    /// The highest priority that they reached.
    pub priority: String,
    /// What happened: `heard` (a screen sounded it), `seen` (somebody opened or took it), `owned` (somebody took it), `acted`
    /// (somebody said what they do, paused or reviewed it), `answered` (the first of those two), `closed`.
    pub stage: String,
    /// How many alerts there were.
    pub of: i64,
    /// How many came to this stage.
    pub count: i64,
    /// How many came to it within 30 minutes.
    pub within_half_hour: i64,
    /// Median time to the stage, s.
    pub p50_s: Option<f64>,
    /// Time within which nine in ten reached the stage, s.
    pub p90_s: Option<f64>,
}

/// What people said when they took alerts of one kind and priority.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Acted {
    /// True for rules about a patient's condition.
    pub clinical: bool,
    /// The action that they named; `None` for the row of all alerts with any action.
    pub action: Option<String>,
    /// For how many alerts they named it.
    pub count: i64,
    /// How many alerts somebody took, whatever they said.
    pub taken: i64,
}

/// A stay with more alerts than others.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct StayCount {
    /// The stay that rang.
    pub episode_id: Uuid,
    /// Label of the stay, as on the wall.
    pub label: String,
    /// True if it has ended.
    pub ended: bool,
    /// How many clinical alerts it had.
    pub count: i64,
    /// Those of them that were high.
    pub high: i64,
}

/// What the programme owed of one kind, and what became of it.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Duty {
    /// Name of the kind: `visit` or `vitals_set`.
    pub kind: String,
    /// How many were due within the period.
    pub owed: i64,
    /// How many of those were done.
    pub done: i64,
    /// How many were done in time.
    pub on_time: i64,
    /// How many nobody did on their day.
    pub not_done: i64,
    /// How many a person cancelled.
    pub cancelled: i64,
}

/// For how long patients were not monitored, by a rule.
#[derive(Debug, Clone, PartialEq, FromRow)]
pub struct Unmonitored {
    /// Name of the rule.
    pub rule: String,
    /// The time of all patients together, in minutes.
    pub minutes: f64,
}

impl Store {
    /// How long patients were watched within the period.
    ///
    /// # Errors
    /// As any statement (see [`StoreError`]).
    pub async fn watched_in(&self, period: Period) -> Result<Watched, StoreError> {
        let sql = "SELECT count(*) AS stays, coalesce(sum(extract(epoch FROM least(coalesce(ended_at, $2), $2) - greatest(admitted_at, $1))), 0)::float8 \
             / 86400 AS days FROM episodes WHERE admitted_at < $2 AND (ended_at IS NULL OR ended_at > $1)";
        Ok(sqlx::query_as(sql).bind(Stamp(period.from)).bind(Stamp(period.until)).fetch_one(&self.pool).await?)
    }

    /// How many alerts each rule raised.
    ///
    /// # Errors
    /// As any statement (see [`StoreError`]).
    pub async fn alerts_by_rule(&self, period: Period) -> Result<Vec<RuleCount>, StoreError> {
        let sql = "SELECT rule, priority, count(*) AS count, count(*) FILTER (WHERE while_offline) AS while_offline, \
             count(*) FILTER (WHERE cleared_at - since_at < interval '15 seconds') AS brief, \
             count(*) FILTER (WHERE useful) AS useful, count(*) FILTER (WHERE NOT useful) AS not_useful \
             FROM alerts LEFT JOIN alert_usefulness ON alert_id = id WHERE raised_at >= $1 AND raised_at < $2 \
             GROUP BY rule, priority ORDER BY count(*) DESC, rule, priority";
        Ok(sqlx::query_as(sql).bind(Stamp(period.from)).bind(Stamp(period.until)).fetch_all(&self.pool).await?)
    }

    /// How many alerts rang on each day, from the beginning of the period on.
    ///
    /// # Errors
    /// As any statement (see [`StoreError`]).
    pub async fn alerts_by_day(&self, period: Period) -> Result<Vec<DayCount>, StoreError> {
        let sql = "SELECT (extract(epoch FROM raised_at - $1)::int8 / 86400)::int4 AS day, priority, count(*) AS count \
             FROM alerts WHERE raised_at >= $1 AND raised_at < $2 GROUP BY 1, 2 ORDER BY 1, 2";
        Ok(sqlx::query_as(sql).bind(Stamp(period.from)).bind(Stamp(period.until)).fetch_all(&self.pool).await?)
    }

    /// How long people took. `clinical` are the names of the rules about a patient's condition.
    ///
    /// # Errors
    /// As any statement (see [`StoreError`]).
    pub async fn response_times(&self, period: Period, clinical: &[String]) -> Result<Vec<Times>, StoreError> {
        // Counts only what followed the last ring: an alert that came back counts once, from then on.
        let sql = "WITH a AS MATERIALIZED (SELECT id, rule = ANY($3) AS clinical, priority, raised_at FROM alerts WHERE raised_at >= $1 AND raised_at < $2), \
             t AS (SELECT alert_id, min(at) FILTER (WHERE change = 'acknowledged') AS owned, min(at) FILTER (WHERE change = 'reviewed') AS reviewed, \
                 min(at) FILTER (WHERE change = 'acted' AND action IS NOT NULL) AS said, \
                 min(at) FILTER (WHERE change = 'closed') AS closed FROM alert_transitions JOIN a ON a.id = alert_id \
                 WHERE change IN ('acknowledged', 'acted', 'reviewed', 'closed') AND at >= raised_at GROUP BY 1), \
             r AS (SELECT alert_id, min(delivered_at) AS heard, min(opened_at) AS opened FROM escalation_receipts JOIN a ON a.id = alert_id \
                 WHERE delivered_at >= raised_at GROUP BY 1), \
             p AS (SELECT alert_id, min(at) AS paused FROM escalation_steps JOIN a ON a.id = alert_id WHERE step = 'paused' AND at >= raised_at GROUP BY 1), \
             s AS (SELECT a.clinical, a.priority, stage, CASE WHEN stages.at IS NOT NULL THEN greatest(extract(epoch FROM stages.at - a.raised_at)::float8, 0) END AS took FROM a \
                 LEFT JOIN t ON t.alert_id = a.id LEFT JOIN r ON r.alert_id = a.id LEFT JOIN p ON p.alert_id = a.id, \
                 LATERAL (VALUES ('heard', r.heard), ('seen', least(r.opened, t.owned)), ('owned', t.owned), \
                     ('acted', least(p.paused, t.said, t.reviewed)), ('answered', least(t.owned, p.paused, t.reviewed)), ('closed', t.closed)) AS stages (stage, at)) \
             SELECT clinical, priority, stage, count(*) AS of, count(took) AS count, count(*) FILTER (WHERE took <= 1800) AS within_half_hour, \
                 percentile_cont(0.5) WITHIN GROUP (ORDER BY took) AS p50_s, percentile_cont(0.9) WITHIN GROUP (ORDER BY took) AS p90_s \
             FROM s GROUP BY 1, 2, 3 ORDER BY 1 DESC, 2, 3";
        Ok(sqlx::query_as(sql).bind(Stamp(period.from)).bind(Stamp(period.until)).bind(clinical).fetch_all(&self.pool).await?)
    }

    /// What people said that they do about alerts which they took, by action, and of how many they said anything.
    ///
    /// # Errors
    /// As any statement (see [`StoreError`]).
    pub async fn what_was_done(&self, period: Period, clinical: &[String]) -> Result<Vec<Acted>, StoreError> {
        let sql = "WITH a AS MATERIALIZED (SELECT id, rule = ANY($3) AS clinical FROM alerts WHERE raised_at >= $1 AND raised_at < $2), \
             t AS (SELECT DISTINCT a.id, clinical, action FROM alert_transitions JOIN a ON a.id = alert_id WHERE change IN ('acknowledged', 'acted')), \
             n AS (SELECT clinical, count(DISTINCT id) AS taken FROM t GROUP BY 1) \
             SELECT t.clinical, action, count(DISTINCT id) FILTER (WHERE action IS NOT NULL) AS count, taken FROM t JOIN n ON n.clinical = t.clinical \
             GROUP BY GROUPING SETS ((t.clinical, action, taken), (t.clinical, taken)) HAVING action IS NOT NULL OR GROUPING(action) = 1 ORDER BY 1 DESC, 3 DESC, 2 NULLS FIRST";
        Ok(sqlx::query_as(sql).bind(Stamp(period.from)).bind(Stamp(period.until)).bind(clinical).fetch_all(&self.pool).await?)
    }

    /// How many stretches of ten minutes had more than `over` alerts.
    ///
    /// # Errors
    /// As any statement (see [`StoreError`]).
    pub async fn floods(&self, period: Period, over: i64) -> Result<i64, StoreError> {
        let sql = "SELECT count(*) FILTER (WHERE n > $3) FROM \
             (SELECT count(*) AS n FROM alerts WHERE raised_at >= $1 AND raised_at < $2 GROUP BY extract(epoch FROM raised_at - $1)::int8 / 600) bins";
        Ok(sqlx::query_scalar(sql).bind(Stamp(period.from)).bind(Stamp(period.until)).bind(over).fetch_one(&self.pool).await?)
    }

    /// The stays that rang most, by clinical alerts.
    ///
    /// # Errors
    /// As any statement (see [`StoreError`]).
    pub async fn stays_that_rang_most(&self, period: Period, clinical: &[String]) -> Result<Vec<StayCount>, StoreError> {
        let sql = "SELECT episode_id, e.label, e.ended_at IS NOT NULL AS ended, count(*) AS count, count(*) FILTER (WHERE priority = 'high') AS high \
             FROM alerts a JOIN episodes e ON e.id = a.episode_id WHERE raised_at >= $1 AND raised_at < $2 AND rule = ANY($3) \
             GROUP BY episode_id, e.label, e.ended_at ORDER BY count(*) DESC, e.label LIMIT $4";
        Ok(sqlx::query_as(sql).bind(Stamp(period.from)).bind(Stamp(period.until)).bind(clinical).bind(TOP).fetch_all(&self.pool).await?)
    }

    /// For how long each of these rules said that somebody was not monitored. A silence at low is of one device while another one
    /// measures.
    ///
    /// # Errors
    /// As any statement (see [`StoreError`]).
    pub async fn unmonitored(&self, period: Period, rules: &[String]) -> Result<Vec<Unmonitored>, StoreError> {
        let sql = "SELECT rule, (sum(extract(epoch FROM least(coalesce(cleared_at, $2), $2) - greatest(since_at, $1))) / 60)::float8 AS minutes \
             FROM alerts WHERE rule = ANY($3) AND since_at < $2 AND (cleared_at IS NULL OR cleared_at > $1) AND raised_at < $2 \
                 AND (priority <> 'low' OR rule NOT LIKE '%\\_silent') GROUP BY rule ORDER BY 2 DESC, 1";
        Ok(sqlx::query_as(sql).bind(Stamp(period.from)).bind(Stamp(period.until)).bind(rules).fetch_all(&self.pool).await?)
    }

    /// What the programme owed within the period, and what became of it. What was due after a stay had ended was owed to nobody.
    ///
    /// # Errors
    /// As any statement (see [`StoreError`]).
    pub async fn programme_in(&self, period: Period) -> Result<Vec<Duty>, StoreError> {
        let sql = "SELECT kind, count(*) AS owed, count(*) FILTER (WHERE state = 'done') AS done, \
             count(*) FILTER (WHERE state = 'done' AND closed_at <= due_at) AS on_time, count(*) FILTER (WHERE state = 'over') AS not_done, \
             count(*) FILTER (WHERE state = 'cancelled') AS cancelled \
             FROM tasks t WHERE origin LIKE 'day %' AND due_at >= $1 AND due_at < $2 \
                 AND NOT EXISTS (SELECT FROM episodes e WHERE e.id = t.episode_id AND e.ended_at <= t.due_at) GROUP BY kind ORDER BY kind";
        Ok(sqlx::query_as(sql).bind(Stamp(period.from)).bind(Stamp(period.until)).fetch_all(&self.pool).await?)
    }

    /// Keeps whether an alert was of use to somebody.
    ///
    /// # Errors
    /// As any statement (see [`StoreError`]); `false` when there is no such alert.
    pub async fn judge_usefulness(&self, alert: Uuid, useful: bool, by: Uuid) -> Result<bool, StoreError> {
        let sql = "INSERT INTO alert_usefulness (alert_id, useful, judged_by) SELECT id, $2, $3 FROM alerts WHERE id = $1 \
             ON CONFLICT (alert_id) DO UPDATE SET useful = EXCLUDED.useful, judged_by = EXCLUDED.judged_by, judged_at = now()";
        Ok(sqlx::query(sql).bind(alert).bind(useful).bind(by).execute(&self.pool).await?.rows_affected() == 1)
    }
}
