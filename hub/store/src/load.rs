//! What alerts ask of people just now: how often they rang lately, and when a patient could not be seen.

use crate::Store;
use crate::error::StoreError;
use crate::report::Period;
use crate::stamp::Stamp;
use hearth_vitals::WallMs;
use sqlx::FromRow;
use uuid::Uuid;

/// How many stretches are read at once, at most: a hundred for each of a thousand stays. Those that began last are left out.
const STRETCHES_MAX: i64 = 100_000;

/// How often one rule rang of one stay.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Rang {
    /// The stay that rang.
    pub episode_id: Uuid,
    /// Name of the rule.
    pub rule: String,
    /// How often it rang since the earlier instant, whatever device it was about.
    pub count: i64,
    /// How often it rang with a sound (high and medium) since the later instant.
    pub sounded: i64,
}

/// A stretch of time in which a rule said that something of a patient could not be seen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unseen {
    /// The stay that could not be seen.
    pub episode: Uuid,
    /// Name of the rule.
    pub rule: String,
    /// When it began.
    pub from: WallMs,
    /// When it ended; the end of the period where it lasts.
    pub until: WallMs,
}

impl Store {
    /// How often it rang of each stay that is at home: in all since `since`, and with a sound since `sounded_since`. An alert
    /// that came back counts each time that it did.
    ///
    /// # Errors
    /// As any statement (see [`StoreError`]).
    pub async fn rang_since(&self, since: WallMs, sounded_since: WallMs) -> Result<Vec<Rang>, StoreError> {
        // `raised_at` is when an alert rang last, so that its index leaves out all that has not rung since.
        let sql = "SELECT a.episode_id, a.rule, count(*) AS count, count(*) FILTER (WHERE t.at >= $2 AND t.priority <> 'low') AS sounded \
             FROM alerts a JOIN alert_transitions t ON t.alert_id = a.id JOIN episodes e ON e.id = a.episode_id \
             WHERE a.raised_at >= $1 AND t.at >= $1 AND t.change IN ('raised', 'reactivated') AND e.ended_at IS NULL \
             GROUP BY 1, 2 ORDER BY 1, 2";
        Ok(sqlx::query_as(sql).bind(Stamp(since)).bind(Stamp(sounded_since)).fetch_all(&self.pool).await?)
    }

    /// The stretches of a period in which these rules had an alert about an active stay. A silence of low priority is left out:
    /// another device measures the vital then, and the patient is seen.
    ///
    /// # Errors
    /// As any statement (see [`StoreError`]).
    pub async fn unseen(&self, period: Period, rules: &[String]) -> Result<Vec<Unseen>, StoreError> {
        // An alert keeps the times of its last round; those of the rounds before it stand in its steps.
        let sql = "WITH a AS (SELECT a.id, a.episode_id, a.rule, a.since_at, a.cleared_at \
                 FROM alerts a JOIN episodes e ON e.id = a.episode_id \
                 WHERE a.rule = ANY($3) AND e.ended_at IS NULL AND (a.cleared_at IS NULL OR a.cleared_at > $1) \
                     AND (a.priority <> 'low' OR a.rule NOT LIKE '%\\_silent')), \
             rounds AS (SELECT a.episode_id, a.rule, t.change, t.at, lead(t.at) OVER w AS ended, lead(t.at, 2) OVER w AS again \
                 FROM a JOIN alert_transitions t ON t.alert_id = a.id WHERE t.change IN ('raised', 'reactivated', 'cleared') \
                 WINDOW w AS (PARTITION BY t.alert_id ORDER BY t.version)) \
             SELECT episode_id, rule, since_at, coalesce(cleared_at, $2) FROM a WHERE since_at < $2 \
             UNION ALL SELECT episode_id, rule, at, ended FROM rounds \
                 WHERE change <> 'cleared' AND again IS NOT NULL AND at < $2 AND ended > $1 \
             ORDER BY 3 LIMIT $4";
        let rows: Vec<(Uuid, String, Stamp, Stamp)> = sqlx::query_as(sql)
            .bind(Stamp(period.from))
            .bind(Stamp(period.until))
            .bind(rules)
            .bind(STRETCHES_MAX)
            .fetch_all(&self.pool)
            .await?;
        Ok(rows.into_iter().map(|(episode, rule, from, until)| Unseen { episode, rule, from: from.0, until: until.0 }).collect())
    }
}
