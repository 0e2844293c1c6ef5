//! Calls with homes and families: who talked to whom, and what came of it. A call and its end are separate rows, and neither is
//! changed.

use crate::connect::Store;
use crate::error::StoreError;
use crate::registry::audit;
use crate::stamp::Stamp;
use crate::tasks::{self, NewTask};
use hearth_care::tasks::TaskStep;
use hearth_vitals::WallMs;
use serde_json::json;
use sqlx::Row;
use sqlx::postgres::PgRow;
use uuid::Uuid;

/// A call that begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewCall {
    /// Its id, chosen by the sender, so that one that is sent twice is kept once.
    pub id: Uuid,
    /// The stay that the call is about.
    pub episode: Uuid,
    /// Direction of the call, `out` or `in`.
    pub direction: String,
    /// At whose end the call is: a word of the API.
    pub party: String,
    /// The name as it was known then.
    pub name: String,
    /// The number as it was known then.
    pub number: String,
    /// Reason of the call; may be empty.
    pub why: String,
    /// True if an interpreter took part.
    pub interpreter: bool,
    /// Who called, or took the call.
    pub by: Uuid,
    /// When the call began.
    pub begun_at: WallMs,
    /// The alert that it is about.
    pub alert: Option<Uuid>,
    /// The task that it is about.
    pub task: Option<Uuid>,
}

/// How a call ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CallEnd {
    /// When the call ended.
    pub at: WallMs,
    /// What came of it: a word of the API.
    pub outcome: String,
    /// What was said.
    pub note: String,
    /// Who wrote it down, and the name shown to colleagues.
    pub by: (Uuid, String),
    /// The task that came of it.
    pub task: Option<Uuid>,
}

/// A call as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CallRow {
    /// How it began.
    pub call: NewCall,
    /// The name of who called.
    pub by_name: String,
    /// How it ended; `None` while it goes on.
    pub end: Option<CallEnd>,
}

/// A call that somebody began, and nobody ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unended {
    /// Id of the call.
    pub call: Uuid,
    /// The stay that the call is about.
    pub episode: Uuid,
    /// Name and number, as they were known; may be empty.
    pub whom: String,
    /// The person who began it; `None` if they may not sign in any more.
    pub by: Option<Uuid>,
    /// The word of that person's role.
    pub role: String,
    /// When the call began.
    pub begun_at: WallMs,
}

/// How many calls one look asks about, at most; the next look asks about the others.
const UNENDED_MAX: i64 = 500;

const CALL: &str = "SELECT c.id, c.episode_id, c.direction, c.party, c.name, c.number, c.why, c.interpreter, c.begun_by, c.begun_at, c.alert_id, \
    c.task_id, s.display_name, e.at AS ended_at, e.outcome, e.note, e.ended_by, e.task_id AS made, t.display_name AS ended_name \
    FROM calls c JOIN staff s ON s.id = c.begun_by LEFT JOIN call_ends e ON e.call_id = c.id LEFT JOIN staff t ON t.id = e.ended_by";

fn call_row(row: &PgRow) -> Result<CallRow, sqlx::Error> {
    let call = NewCall {
        id: row.try_get("id")?,
        episode: row.try_get("episode_id")?,
        direction: row.try_get("direction")?,
        party: row.try_get("party")?,
        name: row.try_get("name")?,
        number: row.try_get("number")?,
        why: row.try_get("why")?,
        interpreter: row.try_get("interpreter")?,
        by: row.try_get("begun_by")?,
        begun_at: row.try_get::<Stamp, _>("begun_at")?.0,
        alert: row.try_get("alert_id")?,
        task: row.try_get("task_id")?,
    };
    let end = row.try_get::<Option<Stamp>, _>("ended_at")?.map(|at| end_of(row, at.0)).transpose()?;
    Ok(CallRow { call, by_name: row.try_get("display_name")?, end })
}

fn end_of(row: &PgRow, at: WallMs) -> Result<CallEnd, sqlx::Error> {
    Ok(CallEnd {
        at,
        outcome: row.try_get("outcome")?,
        note: row.try_get("note")?,
        by: (row.try_get("ended_by")?, row.try_get("ended_name")?),
        task: row.try_get("made")?,
    })
}

impl Store {
    /// Keeps a call that begins.
    ///
    /// # Errors
    /// [`StoreError::Data`] with 23505 when the id is taken, 23503 when the alert or the task does not exist.
    pub async fn begin_call(&self, call: &NewCall) -> Result<(), StoreError> {
        let mut transaction = self.begin().await?;
        sqlx::query(
            "INSERT INTO calls (id, episode_id, direction, party, name, number, why, interpreter, begun_by, begun_at, alert_id, task_id) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
        )
        .bind(call.id)
        .bind(call.episode)
        .bind(&call.direction)
        .bind(&call.party)
        .bind(&call.name)
        .bind(&call.number)
        .bind(&call.why)
        .bind(call.interpreter)
        .bind(call.by)
        .bind(Stamp(call.begun_at))
        .bind(call.alert)
        .bind(call.task)
        .execute(&mut *transaction)
        .await?;
        audit(&mut transaction, call.by, "begin_call", &call.episode.to_string(), json!({ "call": call.id })).await?;
        transaction.commit().await?;
        Ok(())
    }

    /// Stores how a call ended, makes the task that comes of it, and takes the steps of tasks that it closes; all or nothing.
    /// `done` are those steps: of the task that the call was about, and of the task that asked how it ended. False if one of
    /// these tasks changed meanwhile.
    ///
    /// # Errors
    /// [`StoreError::Data`] with 23505 when it has ended already.
    pub async fn end_call(
        &self,
        call: &NewCall,
        end: &CallEnd,
        made: Option<&NewTask>,
        done: &[(Uuid, TaskStep)],
    ) -> Result<bool, StoreError> {
        let mut transaction = self.begin().await?;
        // For a stay that has ended, no more tasks are made.
        let made = match made {
            Some(new) => tasks::make(&mut transaction, new).await?.then_some(new.id),
            None => None,
        };
        sqlx::query("INSERT INTO call_ends (call_id, at, outcome, note, ended_by, task_id) VALUES ($1, $2, $3, $4, $5, $6)")
            .bind(call.id)
            .bind(Stamp(end.at))
            .bind(&end.outcome)
            .bind(&end.note)
            .bind(end.by.0)
            .bind(made)
            .execute(&mut *transaction)
            .await?;
        for (id, step) in done {
            if !tasks::take_step(&mut transaction, *id, step, "").await? {
                return Ok(false);
            }
        }
        let detail = json!({ "call": call.id, "outcome": end.outcome });
        audit(&mut transaction, end.by.0, "end_call", &call.episode.to_string(), detail).await?;
        transaction.commit().await?;
        Ok(true)
    }

    /// Calls of active stays that were begun after `since` and until `until`, that nobody ended, and for which no task asks yet
    /// how they ended (none was made from `prefix` and the id); the oldest first, at most [`UNENDED_MAX`]. The person who began
    /// one is named only while they are on shift at `now`, or if no shifts of their role are kept.
    ///
    /// # Errors
    /// As any statement (see [`StoreError`]).
    pub async fn calls_unended(&self, (since, until): (WallMs, WallMs), prefix: &str, now: WallMs) -> Result<Vec<Unended>, StoreError> {
        let rows = sqlx::query(
            "SELECT c.id, c.episode_id, c.name, c.number, c.begun_by, c.begun_at, s.role, \
                 s.disabled_at IS NULL AND (NOT EXISTS (SELECT FROM shifts f WHERE f.cancelled_at IS NULL AND f.duty = s.role AND f.from_at <= $5 \
                         AND least(f.until_at, coalesce(f.ended_at, f.until_at)) > coalesce((SELECT max(at) FROM shift_rests), '-infinity')) \
                     OR EXISTS (SELECT FROM shifts f WHERE f.cancelled_at IS NULL AND f.staff_id = s.id AND f.from_at <= $5 \
                         AND least(f.until_at, coalesce(f.ended_at, f.until_at)) > $5)) AS is_here \
             FROM episodes e JOIN calls c ON c.episode_id = e.id JOIN staff s ON s.id = c.begun_by \
             WHERE e.ended_at IS NULL AND c.begun_at > $1 AND c.begun_at <= $2 AND NOT EXISTS (SELECT FROM call_ends x WHERE x.call_id = c.id) \
                 AND NOT EXISTS (SELECT FROM tasks t WHERE t.episode_id = c.episode_id AND t.origin = $3 || c.id::text) ORDER BY c.begun_at, c.id LIMIT $4",
        )
        .bind(Stamp(since))
        .bind(Stamp(until))
        .bind(prefix)
        .bind(UNENDED_MAX)
        .bind(Stamp(now))
        .fetch_all(&self.pool)
        .await?;
        let unended = |row: &PgRow| -> Result<Unended, sqlx::Error> {
            Ok(Unended {
                call: row.try_get("id")?,
                episode: row.try_get("episode_id")?,
                whom: [row.try_get::<String, _>("name")?, row.try_get("number")?].join(" ").trim().to_owned(),
                by: if row.try_get("is_here")? { Some(row.try_get("begun_by")?) } else { None },
                role: row.try_get("role")?,
                begun_at: row.try_get::<Stamp, _>("begun_at")?.0,
            })
        };
        Ok(rows.iter().map(unended).collect::<Result<_, _>>()?)
    }

    /// Which of these calls have ended, and who said what came of each.
    ///
    /// # Errors
    /// As any statement (see [`StoreError`]).
    pub async fn call_enders(&self, calls: &[Uuid]) -> Result<Vec<(Uuid, Uuid)>, StoreError> {
        let rows = sqlx::query("SELECT call_id, ended_by FROM call_ends WHERE call_id = ANY($1)").bind(calls).fetch_all(&self.pool).await?;
        Ok(rows.iter().map(|row| Ok((row.try_get("call_id")?, row.try_get("ended_by")?))).collect::<Result<_, sqlx::Error>>()?)
    }

    /// One call.
    ///
    /// # Errors
    /// As any statement (see [`StoreError`]).
    pub async fn call(&self, id: Uuid) -> Result<Option<CallRow>, StoreError> {
        let statement = format!("{CALL} WHERE c.id = $1");
        let row = sqlx::query(sqlx::AssertSqlSafe(statement)).bind(id).fetch_optional(&self.pool).await?;
        Ok(row.as_ref().map(call_row).transpose()?)
    }

    /// At most `limit` calls of a stay that come before `before`, the newest first.
    ///
    /// # Errors
    /// As any statement (see [`StoreError`]).
    pub async fn call_page(&self, episode: Uuid, before: Option<(WallMs, Uuid)>, limit: i64) -> Result<Vec<CallRow>, StoreError> {
        let statement = format!(
            "{CALL} WHERE c.episode_id = $1 AND ($2::timestamptz IS NULL OR (c.begun_at, c.id) < ($2, $3::uuid)) \
             ORDER BY c.begun_at DESC, c.id DESC LIMIT $4"
        );
        let rows = sqlx::query(sqlx::AssertSqlSafe(statement))
            .bind(episode)
            .bind(before.map(|(at, _)| Stamp(at)))
            .bind(before.map(|(_, id)| id))
            .bind(limit)
            .fetch_all(&self.pool)
            .await?;
        Ok(rows.iter().map(call_row).collect::<Result<_, _>>()?)
    }
}
