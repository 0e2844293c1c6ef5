//! How the alerts of a period weighed: those that stood, those that came and went, the densest stretches, and how far they
//! climbed (the figures of alarm management that a mean hides).

use crate::Store;
use crate::error::StoreError;
use crate::report::Period;
use crate::stamp::Stamp;
use sqlx::FromRow;

/// Alerts of one rule and priority whose condition lasted for longer than a given time.
#[derive(Debug, Clone, PartialEq, FromRow)]
pub struct Standing {
    /// Name of the rule.
    pub rule: String,
    /// The highest priority that they reached.
    pub priority: String,
    /// How many stood so long in the period, also those that began before it.
    pub count: i64,
    /// How many of them still stood at its end.
    pub still_active: i64,
    /// How long the longest of them had stood by its end, h.
    pub longest_h: f64,
}

/// Conditions of one rule that came and went.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Chattering {
    /// Name of the rule.
    pub rule: String,
    /// How many conditions did: of a patient, a device or a home.
    pub conditions: i64,
    /// How many of their rings followed so close on others.
    pub rings: i64,
}

/// The most alerts that rang close together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, FromRow)]
pub struct Peaks {
    /// Within any ten minutes.
    pub ten_minutes: i64,
    /// Within any hour.
    pub hour: i64,
}

/// How far the alerts of one priority climbed.
#[derive(Debug, Clone, PartialEq, FromRow)]
pub struct Climbed {
    /// The highest priority that they reached.
    pub priority: String,
    /// How many were told to somebody by their ladder.
    pub told: i64,
    /// How many of them came to its second rung: whoever was told first had not taken them in time.
    pub second: i64,
    /// How many rungs were told.
    pub rungs: i64,
    /// How many of those were told later than allowed.
    pub late: i64,
    /// How late the latest of all was, s.
    pub latest_s: f64,
}

impl Store {
    /// The alerts that were active for longer than `over_ms` within the period, by rule and priority. What was found only
    /// after an outage stood before nobody.
    ///
    /// # Errors
    /// As any statement (see [`StoreError`]).
    pub async fn alerts_that_stood(&self, period: Period, over_ms: i64) -> Result<Vec<Standing>, StoreError> {
        let sql = "SELECT rule, priority, count(*) AS count, count(*) FILTER (WHERE cleared_at IS NULL OR cleared_at >= $2) AS still_active, \
             (max(extract(epoch FROM least(coalesce(cleared_at, $2), $2) - since_at)) / 3600)::float8 AS longest_h FROM alerts \
             WHERE raised_at < $2 AND (cleared_at IS NULL OR cleared_at > $1) AND NOT while_offline \
                 AND extract(epoch FROM least(coalesce(cleared_at, $2), $2) - since_at) * 1000 > $3 \
             GROUP BY rule, priority ORDER BY count(*) DESC, rule, priority";
        Ok(sqlx::query_as(sql).bind(Stamp(period.from)).bind(Stamp(period.until)).bind(over_ms).fetch_all(&self.pool).await?)
    }

    /// The conditions that rang `times` or more often within `within_ms`, by rule.
    ///
    /// # Errors
    /// As any statement (see [`StoreError`]).
    pub async fn alerts_that_chattered(&self, period: Period, times: i32, within_ms: i64) -> Result<Vec<Chattering>, StoreError> {
        let sql = "WITH r AS (SELECT a.rule, a.episode_id, a.subject, t.at, \
                 lag(t.at, $3 - 1) OVER (PARTITION BY a.rule, a.episode_id, a.subject ORDER BY t.at) AS before \
                 FROM alerts a JOIN alert_transitions t ON t.alert_id = a.id \
                 WHERE a.raised_at >= $1 AND NOT a.while_offline AND t.change IN ('raised', 'reactivated') AND t.at >= $1 AND t.at < $2), \
             c AS (SELECT rule, count(*) AS rings FROM r WHERE extract(epoch FROM at - before) * 1000 <= $4 GROUP BY rule, episode_id, subject) \
             SELECT rule, count(*) AS conditions, sum(rings)::int8 AS rings FROM c GROUP BY rule ORDER BY 2 DESC, 1";
        let (from, until) = (Stamp(period.from), Stamp(period.until));
        Ok(sqlx::query_as(sql).bind(from).bind(until).bind(times).bind(within_ms).fetch_all(&self.pool).await?)
    }

    /// The most alerts that rang within any ten minutes, and within any hour.
    ///
    /// # Errors
    /// As any statement (see [`StoreError`]).
    pub async fn most_at_once(&self, period: Period) -> Result<Peaks, StoreError> {
        let sql = "SELECT coalesce(max(ten_minutes), 0) AS ten_minutes, coalesce(max(hour), 0) AS hour FROM (SELECT \
             count(*) OVER (ORDER BY raised_at RANGE BETWEEN interval '10 minutes' PRECEDING AND CURRENT ROW) AS ten_minutes, \
             count(*) OVER (ORDER BY raised_at RANGE BETWEEN interval '1 hour' PRECEDING AND CURRENT ROW) AS hour \
             FROM alerts WHERE raised_at >= $1 AND raised_at < $2) rang";
        Ok(sqlx::query_as(sql).bind(Stamp(period.from)).bind(Stamp(period.until)).fetch_one(&self.pool).await?)
    }

    /// How far the alerts that were raised within the period climbed, by priority. A rung is late when it was told more than
    /// `late_ms` after it was due.
    ///
    /// # Errors
    /// As any statement (see [`StoreError`]).
    pub async fn alerts_that_climbed(&self, period: Period, late_ms: i64) -> Result<Vec<Climbed>, StoreError> {
        let sql = "WITH a AS MATERIALIZED (SELECT id, priority, raised_at FROM alerts WHERE raised_at >= $1 AND raised_at < $2), \
             s AS (SELECT a.id, a.priority, max(rung) AS rung, count(*) AS rungs, \
                 count(*) FILTER (WHERE extract(epoch FROM at - due_at) * 1000 > $3) AS late, max(extract(epoch FROM at - due_at)) AS latest \
                 FROM escalation_steps JOIN a ON a.id = alert_id WHERE step = 'fired' AND at >= raised_at GROUP BY 1, 2) \
             SELECT priority, count(*) AS told, count(*) FILTER (WHERE rung > 1) AS second, sum(rungs)::int8 AS rungs, sum(late)::int8 AS late, \
                 greatest(max(latest), 0)::float8 AS latest_s FROM s GROUP BY priority ORDER BY priority";
        Ok(sqlx::query_as(sql).bind(Stamp(period.from)).bind(Stamp(period.until)).bind(late_ms).fetch_all(&self.pool).await?)
    }
}
