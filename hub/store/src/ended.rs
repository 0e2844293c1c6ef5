//! Stays that have ended, as people look for them afterwards, and what was done in one.

use crate::connect::Store;
use crate::error::StoreError;
use crate::people::anywhere;
use crate::registry::{EPISODE, EpisodeRow, episode_row};
use crate::stamp::Stamp;
use hearth_vitals::WallMs;
use sqlx::postgres::PgRow;
use sqlx::{AssertSqlSafe, Row};
use uuid::Uuid;

/// Which ended stays are looked for; the default is all of them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct EndedFilter {
    /// Part of the patient's name or record number, or of the home's label; empty for everybody.
    pub text: String,
    /// Only stays in which this rule raised an alert.
    pub rule: Option<String>,
    /// Only stays in which this person did something.
    pub person: Option<Uuid>,
    /// Only stays that went on after this.
    pub from: Option<WallMs>,
    /// Only stays that began before this.
    pub until: Option<WallMs>,
}

/// An act of a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActRow {
    /// Number of the act; it rises with time.
    pub id: i64,
    /// When it was done.
    pub at: WallMs,
    /// What was done, as the audit calls it.
    pub act: String,
    /// The person who did it, and the name shown to colleagues.
    pub by: Option<(Uuid, String)>,
}

/// Acknowledging or reviewing an alert counts as an act too, though the audit names only other acts.
const ENDED: &str = "WHERE e.ended_at IS NOT NULL \
    AND (p.given_name || ' ' || p.family_name ILIKE $1 OR p.family_name || ' ' || p.given_name ILIKE $1 \
        OR p.family_name || ', ' || p.given_name ILIKE $1 OR p.medical_record_number ILIKE $1 OR e.label ILIKE $1) \
    AND ($2::text IS NULL OR EXISTS (SELECT FROM alerts a WHERE a.episode_id = e.id AND a.rule = $2)) \
    AND ($3::uuid IS NULL OR EXISTS (SELECT FROM audit u WHERE u.subject = e.id::text AND u.staff_id = $3 AND u.act NOT IN ('look', 'refused')) \
        OR EXISTS (SELECT FROM alerts a WHERE a.episode_id = e.id AND (a.acknowledged_by = $3 OR a.reviewed_by = $3))) \
    AND ($4::timestamptz IS NULL OR e.ended_at >= $4) AND ($5::timestamptz IS NULL OR e.admitted_at < $5) \
    AND ($6::timestamptz IS NULL OR (e.ended_at, e.id) < ($6, $7::uuid)) ORDER BY e.ended_at DESC, e.id DESC LIMIT $8";

impl Store {
    /// At most `limit` ended stays that come before `before`, what ended last first.
    ///
    /// # Errors
    /// As any statement (see [`StoreError`]).
    pub async fn ended_page(
        &self,
        filter: &EndedFilter,
        before: Option<(WallMs, Uuid)>,
        limit: i64,
    ) -> Result<Vec<EpisodeRow>, StoreError> {
        let statement = format!("{EPISODE} {ENDED}");
        let rows = sqlx::query(AssertSqlSafe(statement))
            .bind(anywhere(filter.text.trim()))
            .bind(&filter.rule)
            .bind(filter.person)
            .bind(filter.from.map(Stamp))
            .bind(filter.until.map(Stamp))
            .bind(before.map(|(at, _)| Stamp(at)))
            .bind(before.map(|(_, id)| id))
            .bind(limit)
            .fetch_all(&self.pool)
            .await?;
        Ok(rows.iter().map(episode_row).collect::<Result<_, _>>()?)
    }

    /// Who did something in a stay that has ended: at most `limit`, by the name shown to colleagues.
    ///
    /// # Errors
    /// As any statement (see [`StoreError`]).
    pub async fn people_of_ended(&self, limit: i64) -> Result<Vec<(Uuid, String)>, StoreError> {
        // Each table is read once, however many people there are.
        let sql = "WITH ended AS (SELECT id FROM episodes WHERE ended_at IS NOT NULL), \
             acted AS (SELECT staff_id FROM audit WHERE subject IN (SELECT id::text FROM ended) AND act NOT IN ('look', 'refused') \
                 UNION SELECT acknowledged_by FROM alerts WHERE episode_id IN (SELECT id FROM ended) \
                 UNION SELECT reviewed_by FROM alerts WHERE episode_id IN (SELECT id FROM ended)) \
             SELECT s.id, s.display_name FROM staff s WHERE s.id IN (SELECT staff_id FROM acted) ORDER BY s.display_name, s.id LIMIT $1";
        Ok(sqlx::query_as(sql).bind(limit).fetch_all(&self.pool).await?)
    }

    /// At most `limit` acts on a stay that come before the act `before`, the newest first.
    ///
    /// # Errors
    /// As any statement (see [`StoreError`]).
    pub async fn act_page(&self, episode: Uuid, before: Option<i64>, limit: i64) -> Result<Vec<ActRow>, StoreError> {
        let rows = sqlx::query(
            "SELECT a.id, a.at, a.act, a.staff_id, s.display_name FROM audit a LEFT JOIN staff s ON s.id = a.staff_id \
             WHERE a.subject = $1::text AND a.act NOT IN ('look', 'refused') AND ($2::int8 IS NULL OR a.id < $2) ORDER BY a.id DESC LIMIT $3",
        )
        .bind(episode.to_string())
        .bind(before)
        .bind(limit)
        .fetch_all(&self.pool)
        .await?;
        let act = |row: &PgRow| -> Result<ActRow, sqlx::Error> {
            let (id, name): (Option<Uuid>, Option<String>) = (row.try_get("staff_id")?, row.try_get("display_name")?);
            Ok(ActRow {
                id: row.try_get("id")?,
                at: row.try_get::<Stamp, _>("at")?.0,
                act: row.try_get("act")?,
                by: id.map(|id| (id, name.unwrap_or_default())),
            })
        };
        Ok(rows.iter().map(act).collect::<Result<_, _>>()?)
    }
}
