//! Tasks of patients: the present state of each, and every step, which is never changed.

mod asked;

use crate::connect::Store;
use crate::error::StoreError;
use crate::stamp::Stamp;
use hearth_alerts::StaffId;
use hearth_care::tasks::{Lateness, Post, Task, TaskKind, TaskState, TaskStep};
use hearth_vitals::WallMs;
use sqlx::postgres::PgRow;
use sqlx::{PgConnection, Row};
use uuid::Uuid;

/// How many open tasks are read at once, at most: ten for each of a thousand stays. Those that are due last are left out.
pub const OPEN_MAX: i64 = 10_000;

/// A task to be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewTask {
    /// Id of the task.
    pub id: Uuid,
    /// The stay that the task is for.
    pub episode: Uuid,
    /// What is owed, by whom, until when.
    pub task: Task,
    /// What exactly, in the words of who made it.
    pub what: String,
    /// The vital that is to be measured, or what is to be asked.
    pub item: Option<String>,
    /// The first instant at which it can be done.
    pub opens: WallMs,
    /// Who made it; `None` for rules and the programme.
    pub made_by: Option<Uuid>,
    /// When it was made.
    pub made_at: WallMs,
    /// Key of the rule or event that made it, so that it is made only once; empty for tasks that people make.
    pub origin: String,
}

/// A task with its present state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TaskRow {
    /// What was made, with the task as it is now.
    pub new: NewTask,
    /// The name of who has it.
    pub owner_name: Option<String>,
    /// The name of who made it.
    pub made_by_name: Option<String>,
    /// When it was closed.
    pub closed_at: Option<WallMs>,
}

/// The part of an active stay that tasks need.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StayAtHome {
    /// Id of the stay.
    pub id: Uuid,
    /// IANA name of the home's time zone.
    pub time_zone: String,
    /// When it began.
    pub admitted_at: WallMs,
}

/// One step of a task.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TaskStepRow {
    /// The version of the task after it.
    pub version: u32,
    /// When the step was made.
    pub at: WallMs,
    /// What happened: a word of the API.
    pub what: String,
    /// Who did it, with the name; `None` for rules and time.
    pub by: Option<(Uuid, String)>,
    /// Name of the person who has the task after the step.
    pub owner_name: Option<String>,
    /// When the task is due after the step.
    pub due: WallMs,
    /// Reason of the step, in the words of who did it; may be empty.
    pub reason: String,
    /// The role that owes the task after the step, if no person has it; `None` for steps from before this was recorded.
    pub post: Option<String>,
}

const TASK: &str = "SELECT t.id, t.version, t.episode_id, t.kind, t.what, t.item, t.post, t.owner, t.opens_at, t.due_at, t.state, t.lateness, \
    t.made_by, t.made_at, t.closed_at, t.origin, o.display_name AS owner_name, m.display_name AS made_by_name \
    FROM tasks t LEFT JOIN staff o ON o.id = t.owner LEFT JOIN staff m ON m.id = t.made_by";

fn unknown(word: &str) -> StoreError {
    StoreError::Defect(format!("a stored task has the word '{word}', which this version does not know"))
}

fn staff(id: Option<Uuid>) -> Option<StaffId> {
    id.map(|id| StaffId(id.as_u128()))
}

fn uuid(id: Option<StaffId>) -> Option<Uuid> {
    id.map(|id| Uuid::from_u128(id.0))
}

fn task_of(row: &PgRow) -> Result<Task, StoreError> {
    let word = |column: &str| row.try_get::<String, _>(column);
    let (kind, post, state, lateness) = (word("kind")?, word("post")?, word("state")?, word("lateness")?);
    Ok(Task {
        version: row.try_get::<i32, _>("version")?.unsigned_abs(),
        kind: TaskKind::from_key(&kind).ok_or_else(|| unknown(&kind))?,
        post: Post::from_key(&post).ok_or_else(|| unknown(&post))?,
        owner: staff(row.try_get("owner")?),
        due: row.try_get::<Stamp, _>("due_at")?.0,
        state: TaskState::from_key(&state).ok_or_else(|| unknown(&state))?,
        lateness: Lateness::from_key(&lateness).ok_or_else(|| unknown(&lateness))?,
    })
}

fn task_row(row: &PgRow) -> Result<TaskRow, StoreError> {
    let new = NewTask {
        id: row.try_get("id")?,
        episode: row.try_get("episode_id")?,
        task: task_of(row)?,
        what: row.try_get("what")?,
        item: row.try_get("item")?,
        opens: row.try_get::<Stamp, _>("opens_at")?.0,
        made_by: row.try_get("made_by")?,
        made_at: row.try_get::<Stamp, _>("made_at")?.0,
        origin: row.try_get("origin")?,
    };
    Ok(TaskRow {
        new,
        owner_name: row.try_get("owner_name")?,
        made_by_name: row.try_get("made_by_name")?,
        closed_at: row.try_get::<Option<Stamp>, _>("closed_at")?.map(|at| at.0),
    })
}

async fn note(connection: &mut PgConnection, id: Uuid, step: &StepColumns<'_>) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO task_steps (task_id, version, at, what, by_staff, owner, due_at, reason, post) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
    )
    .bind(id)
    .bind(step.task.version.cast_signed())
    .bind(Stamp(step.at))
    .bind(step.what)
    .bind(step.by)
    .bind(uuid(step.task.owner))
    .bind(Stamp(step.task.due))
    .bind(step.reason)
    .bind(step.task.post.key())
    .execute(connection)
    .await?;
    Ok(())
}

struct StepColumns<'a> {
    task: &'a Task,
    at: WallMs,
    what: &'a str,
    by: Option<Uuid>,
    reason: &'a str,
}

/// Makes a task of an active stay within a transaction. False if it was made before, or the stay has ended.
pub(crate) async fn make(connection: &mut PgConnection, new: &NewTask) -> Result<bool, StoreError> {
    let task = &new.task;
    let made = sqlx::query(
        "INSERT INTO tasks (id, version, episode_id, kind, what, item, post, owner, opens_at, due_at, state, lateness, made_by, made_at, origin) \
         SELECT $1, 1, e.id, $3, $4, $5, $6, $7, $8, $9, 'open', 'on_time', $10, $11, $12 FROM episodes e \
         WHERE e.id = $2 AND e.ended_at IS NULL ON CONFLICT DO NOTHING",
    )
    .bind(new.id)
    .bind(new.episode)
    .bind(task.kind.key())
    .bind(&new.what)
    .bind(&new.item)
    .bind(task.post.key())
    .bind(uuid(task.owner))
    .bind(Stamp(new.opens))
    .bind(Stamp(task.due))
    .bind(new.made_by)
    .bind(Stamp(new.made_at))
    .bind(&new.origin)
    .execute(&mut *connection)
    .await?;
    if made.rows_affected() == 0 {
        return Ok(false);
    }
    note(connection, new.id, &StepColumns { task, at: new.made_at, what: "made", by: new.made_by, reason: "" }).await?;
    Ok(true)
}

/// Writes a step within a transaction. False if the task has another version than the step was decided on.
pub(crate) async fn take_step(connection: &mut PgConnection, id: Uuid, step: &TaskStep, reason: &str) -> Result<bool, StoreError> {
    let task = &step.task;
    let closed = (task.state != TaskState::Open).then_some(Stamp(step.at));
    let written = sqlx::query(
        "UPDATE tasks SET version = $2, owner = $3, due_at = $4, state = $5, lateness = $6, closed_at = $7, post = $8 WHERE id = $1 AND version = $2 - 1",
    )
    .bind(id)
    .bind(task.version.cast_signed())
    .bind(uuid(task.owner))
    .bind(Stamp(task.due))
    .bind(task.state.key())
    .bind(task.lateness.key())
    .bind(closed)
    .bind(task.post.key())
    .execute(&mut *connection)
    .await?;
    if written.rows_affected() == 0 {
        return Ok(false);
    }
    note(connection, id, &StepColumns { task, at: step.at, what: step.what.key(), by: uuid(step.by), reason }).await?;
    Ok(true)
}

impl Store {
    /// Every active stay.
    ///
    /// # Errors
    /// As any statement (see [`StoreError`]).
    pub async fn stays_at_home(&self) -> Result<Vec<StayAtHome>, StoreError> {
        let rows =
            sqlx::query("SELECT id, time_zone, admitted_at FROM episodes WHERE ended_at IS NULL ORDER BY id").fetch_all(&self.pool).await?;
        let stay = |row: &PgRow| -> Result<StayAtHome, sqlx::Error> {
            Ok(StayAtHome {
                id: row.try_get("id")?,
                time_zone: row.try_get("time_zone")?,
                admitted_at: row.try_get::<Stamp, _>("admitted_at")?.0,
            })
        };
        Ok(rows.iter().map(stay).collect::<Result<_, _>>()?)
    }

    /// Makes tasks of active stays in one statement; gives the stays of those that were not made before.
    ///
    /// # Errors
    /// As any statement (see [`StoreError`]).
    pub async fn make_tasks(&self, new: &[NewTask]) -> Result<Vec<Uuid>, StoreError> {
        let made = sqlx::query_scalar(
            "WITH made AS (INSERT INTO tasks (id, version, episode_id, kind, what, item, post, owner, opens_at, due_at, state, lateness, made_by, made_at, origin) \
                 SELECT n.id, 1, e.id, n.kind, n.what, n.item, n.post, n.owner, n.opens_at, n.due_at, 'open', 'on_time', n.made_by, n.made_at, n.origin \
                 FROM UNNEST($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[], $7::uuid[], $8::timestamptz[], $9::timestamptz[], \
                     $10::uuid[], $11::timestamptz[], $12::text[]) n (id, episode_id, kind, what, item, post, owner, opens_at, due_at, made_by, made_at, origin) \
                 JOIN episodes e ON e.id = n.episode_id AND e.ended_at IS NULL ON CONFLICT DO NOTHING \
                 RETURNING id, episode_id, made_at, made_by, owner, due_at, post), \
             noted AS (INSERT INTO task_steps (task_id, version, at, what, by_staff, owner, due_at, post) \
                 SELECT id, 1, made_at, 'made', made_by, owner, due_at, post FROM made) \
             SELECT episode_id FROM made",
        )
        .bind(new.iter().map(|one| one.id).collect::<Vec<_>>())
        .bind(new.iter().map(|one| one.episode).collect::<Vec<_>>())
        .bind(new.iter().map(|one| one.task.kind.key()).collect::<Vec<_>>())
        .bind(new.iter().map(|one| one.what.as_str()).collect::<Vec<_>>())
        .bind(new.iter().map(|one| one.item.as_deref()).collect::<Vec<_>>())
        .bind(new.iter().map(|one| one.task.post.key()).collect::<Vec<_>>())
        .bind(new.iter().map(|one| uuid(one.task.owner)).collect::<Vec<_>>())
        .bind(new.iter().map(|one| Stamp(one.opens)).collect::<Vec<_>>())
        .bind(new.iter().map(|one| Stamp(one.task.due)).collect::<Vec<_>>())
        .bind(new.iter().map(|one| one.made_by).collect::<Vec<_>>())
        .bind(new.iter().map(|one| Stamp(one.made_at)).collect::<Vec<_>>())
        .bind(new.iter().map(|one| one.origin.as_str()).collect::<Vec<_>>())
        .fetch_all(&self.pool)
        .await?;
        Ok(made)
    }

    /// Makes a task of an active stay. False if it was made before, or the stay has ended.
    ///
    /// # Errors
    /// As any statement (see [`StoreError`]).
    pub async fn make_task(&self, new: &NewTask) -> Result<bool, StoreError> {
        let mut transaction = self.begin().await?;
        let made = make(&mut transaction, new).await?;
        transaction.commit().await?;
        Ok(made)
    }

    /// Writes the steps of one task, all or none. False if it has another version than they were decided on.
    ///
    /// # Errors
    /// As any statement (see [`StoreError`]).
    pub async fn step_task(&self, id: Uuid, steps: &[TaskStep], reason: &str) -> Result<bool, StoreError> {
        let mut transaction = self.begin().await?;
        for step in steps {
            if !take_step(&mut transaction, id, step, reason).await? {
                return Ok(false);
            }
        }
        transaction.commit().await?;
        Ok(true)
    }

    /// One task.
    ///
    /// # Errors
    /// As any statement; [`StoreError::Defect`] for a word that this version does not know.
    pub async fn task(&self, id: Uuid) -> Result<Option<TaskRow>, StoreError> {
        let statement = format!("{TASK} WHERE t.id = $1");
        let row = sqlx::query(sqlx::AssertSqlSafe(statement)).bind(id).fetch_optional(&self.pool).await?;
        row.as_ref().map(task_row).transpose()
    }

    /// The open task of a stay with this origin.
    ///
    /// # Errors
    /// As [`Store::task`].
    pub async fn open_task_from(&self, episode: Uuid, origin: &str) -> Result<Option<TaskRow>, StoreError> {
        let statement = format!("{TASK} WHERE t.episode_id = $1 AND t.origin = $2 AND t.state = 'open'");
        let row = sqlx::query(sqlx::AssertSqlSafe(statement)).bind(episode).bind(origin).fetch_optional(&self.pool).await?;
        row.as_ref().map(task_row).transpose()
    }

    /// Every open task, what is due first first; at most [`OPEN_MAX`].
    ///
    /// # Errors
    /// As [`Store::task`].
    pub async fn open_tasks(&self) -> Result<Vec<TaskRow>, StoreError> {
        let statement = format!("{TASK} WHERE t.state = 'open' ORDER BY t.due_at, t.id LIMIT $1");
        let rows = sqlx::query(sqlx::AssertSqlSafe(statement)).bind(OPEN_MAX).fetch_all(&self.pool).await?;
        rows.iter().map(task_row).collect()
    }

    /// At most `limit` tasks of a stay that come before `before`, what is due last first.
    ///
    /// # Errors
    /// As [`Store::task`].
    pub async fn task_page(&self, episode: Uuid, before: Option<(WallMs, Uuid)>, limit: i64) -> Result<Vec<TaskRow>, StoreError> {
        let statement = format!(
            "{TASK} WHERE t.episode_id = $1 AND ($2::timestamptz IS NULL OR (t.due_at, t.id) < ($2, $3::uuid)) \
             ORDER BY t.due_at DESC, t.id DESC LIMIT $4"
        );
        let rows = sqlx::query(sqlx::AssertSqlSafe(statement))
            .bind(episode)
            .bind(before.map(|(at, _)| Stamp(at)))
            .bind(before.map(|(_, id)| id))
            .bind(limit)
            .fetch_all(&self.pool)
            .await?;
        rows.iter().map(task_row).collect()
    }

    /// Tasks of the programme for active stays that are due from `from` on, open and closed, the earliest first.
    ///
    /// # Errors
    /// As [`Store::task`].
    pub async fn owed_since(&self, from: WallMs) -> Result<Vec<TaskRow>, StoreError> {
        let statement = format!(
            "{TASK} JOIN episodes e ON e.id = t.episode_id WHERE e.ended_at IS NULL AND t.origin LIKE 'day %' AND t.due_at >= $1 ORDER BY t.due_at, t.id"
        );
        let rows = sqlx::query(sqlx::AssertSqlSafe(statement)).bind(Stamp(from)).fetch_all(&self.pool).await?;
        rows.iter().map(task_row).collect()
    }

    /// Every step of a task, oldest first.
    ///
    /// # Errors
    /// As any statement (see [`StoreError`]).
    pub async fn task_steps(&self, id: Uuid) -> Result<Vec<TaskStepRow>, StoreError> {
        let rows = sqlx::query(
            "SELECT t.version, t.at, t.what, t.by_staff, b.display_name AS by_name, o.display_name AS owner_name, t.due_at, t.reason, t.post \
             FROM task_steps t LEFT JOIN staff b ON b.id = t.by_staff LEFT JOIN staff o ON o.id = t.owner WHERE t.task_id = $1 ORDER BY t.version",
        )
        .bind(id)
        .fetch_all(&self.pool)
        .await?;
        let step = |row: &PgRow| -> Result<TaskStepRow, sqlx::Error> {
            let (by, name): (Option<Uuid>, Option<String>) = (row.try_get("by_staff")?, row.try_get("by_name")?);
            Ok(TaskStepRow {
                version: row.try_get::<i32, _>("version")?.unsigned_abs(),
                at: row.try_get::<Stamp, _>("at")?.0,
                what: row.try_get("what")?,
                by: by.map(|by| (by, name.unwrap_or_default())),
                owner_name: row.try_get("owner_name")?,
                due: row.try_get::<Stamp, _>("due_at")?.0,
                reason: row.try_get("reason")?,
                post: row.try_get("post")?,
            })
        };
        Ok(rows.iter().map(step).collect::<Result<_, _>>()?)
    }
}
