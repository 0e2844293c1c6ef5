//! Making tasks, and acts of people on them: first come, first served, and nobody's decision is overwritten unseen.

use super::shown::{Task, TaskKindWord, TaskPost};
use crate::api::ApiState;
use crate::api::check::Checks;
use crate::api::documented::{Conflict, Invalid, Refusals, Unknown};
use crate::api::extract::Id;
use crate::api::fault::{TAKEN, is};
use crate::auth::Staff;
use crate::auth::extract::TaskKeeper;
use crate::clock;
use crate::feed::state::Part;
use crate::problem::{ApiResult, Body, Cause, Mend, Problem, Thing};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use hearth_alerts::StaffId;
use hearth_care::tasks::{self, TaskAct, TaskRefused};
use hearth_store::tasks::{NewTask, TaskRow};
use hearth_vitals::{Vital, WallMs};
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

/// The latest due time from now, ms: a month. Anything later belongs in a plan of care.
const DUE_MS_MAX: i64 = 31 * 86_400_000;
/// How often an act is tried when another one is in the way.
const TRIES: usize = 4;

pub fn routes() -> OpenApiRouter<ApiState> {
    OpenApiRouter::new().routes(routes!(make_task)).routes(routes!(act_on_task))
}

/// A task to be made.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct TaskWish {
    /// A UUID chosen by the sender, so that a task that is sent twice is made once. Left out, the hub chooses one.
    #[serde(default)]
    id: Option<Uuid>,
    /// The kind of work that is owed.
    kind: TaskKindWord,
    /// What exactly is to be done; needed for `other`, and may be empty for the rest.
    #[schema(max_length = 300)]
    what: String,
    /// The key of the vital to be measured, or `consciousness` or `oxygen`; `null` where the kind says all.
    item: Option<String>,
    /// The role that owes it while no person has taken it.
    post: TaskPost,
    /// Until when it is due, ms since 1970: not in the past, and within 31 days.
    due_at: i64,
}

/// Makes a task for an active stay. Sent twice with the same `id`, it is made once, and the second answer (200) is the first one.
#[utoipa::path(
    post, path = "/episodes/{id}/tasks", tag = "record", params(("id" = Uuid, Path)), request_body = TaskWish,
    responses(
        (status = 201, description = "Made", body = Task), (status = 200, description = "It had been made", body = Task),
        Unknown, Invalid, Conflict, Refusals
    )
)]
async fn make_task(
    TaskKeeper(person): TaskKeeper,
    State(state): State<ApiState>,
    Id(id): Id,
    Body(wish): Body<TaskWish>,
) -> ApiResult<(StatusCode, Json<Task>)> {
    let now = clock::wall_ms();
    let new = checked(id, &wish, &person, now)?;
    state.episode_row(id).await?;
    match state.store.make_task(&new).await {
        Ok(true) => {}
        // The same id: it has been made, by this person or by another.
        Ok(false) => return state.made_before(&new).await,
        Err(error) if is(&error, TAKEN) => return state.made_before(&new).await,
        Err(error) => return Err(error.into()),
    }
    tracing::info!(staff = %person.id, episode = %id, task = %new.id, kind = new.task.kind.key(), "made a task");
    state.feed.changed(id, Part::Tasks).await;
    Ok((StatusCode::CREATED, Json(state.task_row(new.id).await?.into())))
}

fn checked(id: Uuid, wish: &TaskWish, person: &Staff, now: WallMs) -> ApiResult<NewTask> {
    let mut checks = Checks::default();
    let least = usize::from(wish.kind == TaskKindWord::Other);
    let what = checks.text("what", &wish.what, least..=300);
    let known = |item: &str| Vital::from_key(item).is_some() || matches!(item, "consciousness" | "oxygen");
    checks.require(wish.item.as_deref().is_none_or(known), "item", Mend::one_of("vitals", Vital::ALL.map(Vital::key)));
    let due = WallMs(wish.due_at);
    checks.require(due >= now, "due_at", Mend::InTheFuture {});
    checks.require(due.since(now) <= DUE_MS_MAX, "due_at", Mend::WithinAMonth {});
    checks.done()?;
    Ok(NewTask {
        id: wish.id.unwrap_or_else(Uuid::now_v7),
        episode: id,
        task: tasks::Task::new(wish.kind.of(), wish.post.of(), None, due),
        what,
        item: wish.item.clone(),
        opens: now,
        made_by: Some(person.id),
        made_at: now,
        origin: String::new(),
    })
}

/// An act on a task.
#[derive(Deserialize, ToSchema)]
#[serde(tag = "act", rename_all = "snake_case", deny_unknown_fields)]
#[schema(as = TaskAct)]
enum TaskActBody {
    /// Takes the task; the first person who takes it has it.
    Take,
    /// Gives it to a colleague.
    Give {
        /// The version that the person was shown.
        version: u32,
        /// Id of the colleague who gets it.
        to: Uuid,
    },
    /// Gives it to another role; the person who had it no longer has it.
    Pass {
        /// The version that the person was shown.
        version: u32,
        /// The role that gets it.
        post: TaskPost,
    },
    /// Gives it back to its role.
    Release {
        /// The version that the person was shown.
        version: u32,
    },
    /// Puts the task off.
    PutOff {
        /// The version that the person was shown.
        version: u32,
        /// Until when it is due from now on, ms since 1970: later than now, within a day.
        due_at: i64,
        /// Why it is put off, in the person's own words.
        #[schema(min_length = 1, max_length = 500)]
        reason: String,
    },
    /// Closes the task: it is done.
    Done {
        /// What came of it; may be empty.
        #[schema(max_length = 500)]
        note: String,
    },
    /// Cancels the task: it is not to be done.
    Cancel {
        /// The version that the person was shown.
        version: u32,
        /// Why it is not to be done, in the person's own words.
        #[schema(min_length = 1, max_length = 500)]
        reason: String,
    },
}

/// The act for the pure room, and the words that go with it.
fn read(act: TaskActBody, by: StaffId) -> ApiResult<(TaskAct, String)> {
    let mut checks = Checks::default();
    let (act, words) = match act {
        TaskActBody::Take => (TaskAct::Take { by }, String::new()),
        TaskActBody::Give { version, to } => (TaskAct::Give { by, to: StaffId(to.as_u128()), shown: version }, String::new()),
        TaskActBody::Pass { version, post } => (TaskAct::Pass { by, to: post.of(), shown: version }, String::new()),
        TaskActBody::Release { version } => (TaskAct::Release { by, shown: version }, String::new()),
        TaskActBody::PutOff { version, due_at, reason } => {
            (TaskAct::PutOff { by, due: WallMs(due_at), shown: version }, checks.text("reason", &reason, 1..=500))
        }
        TaskActBody::Done { note } => (TaskAct::Done { by: Some(by) }, checks.text("note", &note, 0..=500)),
        TaskActBody::Cancel { version, reason } => (TaskAct::Cancel { by, shown: version }, checks.text("reason", &reason, 1..=500)),
    };
    checks.done()?;
    Ok((act, words))
}

/// Carries out an act on a task. Whoever comes second is told who was first, with the task as it is now in `current`.
#[utoipa::path(
    post, path = "/tasks/{id}/act", tag = "record", params(("id" = Uuid, Path)), request_body = TaskActBody,
    responses((status = 200, description = "Done", body = Task), Unknown, Invalid, Conflict, Refusals)
)]
async fn act_on_task(
    TaskKeeper(person): TaskKeeper,
    State(state): State<ApiState>,
    Id(id): Id,
    Body(act): Body<TaskActBody>,
) -> ApiResult<Json<Task>> {
    let (act, words) = read(act, StaffId(person.id.as_u128()))?;
    if let TaskAct::Give { to, .. } = act {
        let known = state.store.staff_names(&[Uuid::from_u128(to.0)]).await?;
        if known.is_empty() {
            return Err(Problem::invalid_field("to", Mend::NoSuchPerson {}));
        }
    }
    for _ in 0..TRIES {
        let row = state.task_row(id).await?;
        let step = match row.new.task.decide(act, clock::wall_ms()) {
            Ok(step) => step,
            Err(refused) => return Err(told(refused, row)),
        };
        if state.store.step_task(id, &[step], &words).await? {
            tracing::info!(staff = %person.id, episode = %row.new.episode, task = %id, what = step.what.key(), "task");
            state.feed.changed(row.new.episode, Part::Tasks).await;
            return Ok(Json(state.task_row(id).await?.into()));
        }
    }
    Err(Cause::ChangedMeanwhile {}.into())
}

fn told(refused: TaskRefused, row: TaskRow) -> Problem {
    let person = row.owner_name.clone().unwrap_or_default();
    let cause = match refused {
        TaskRefused::Closed(_) => Cause::TaskClosed {},
        TaskRefused::Taken(_) => Cause::TaskTaken { person },
        TaskRefused::Changed => Cause::ChangedMeanwhile {},
        TaskRefused::Fixed => Cause::TaskOfProgramme {},
        TaskRefused::PutOffTooFar => return Problem::invalid_field("due_at", Mend::WithinADay {}),
    };
    let current = serde_json::to_value(Task::from(row)).unwrap_or_default();
    Problem::from(cause).with_current(current)
}

impl ApiState {
    async fn task_row(&self, id: Uuid) -> ApiResult<TaskRow> {
        self.store.task(id).await?.ok_or_else(|| Problem::not_found(Thing::Task))
    }

    /// The same task, if this person made it; otherwise the stay has ended, or the id is another's.
    async fn made_before(&self, new: &NewTask) -> ApiResult<(StatusCode, Json<Task>)> {
        let Some(known) = self.store.task(new.id).await? else { return Err(Cause::EpisodeEnded {}.into()) };
        let facts = |one: &NewTask| (one.episode, one.made_by, one.task.kind, one.task.post, one.what.clone(), one.item.clone());
        if facts(&known.new) == facts(new) {
            return Ok((StatusCode::OK, Json(known.into())));
        }
        Err(Problem::invalid_field("id", Mend::IdTaken {}))
    }
}
