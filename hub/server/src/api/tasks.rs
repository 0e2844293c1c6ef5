//! `/tasks`, `/episodes/{id}/tasks`: what is owed to patients, by whom, until when.

mod acts;
mod owed;
mod shown;

use super::ApiState;
use super::check::Checks;
use super::documented::{Invalid, Refusals, Unknown};
use super::extract::{Id, Query};
use super::page;
use super::seen::{Facts, OfStay};
use crate::auth::extract::ClinicalViewer;
use crate::problem::{ApiResult, Mend, Problem, Thing};
use axum::Json;
use axum::extract::State;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use shown::{Task, TaskStepShown};

pub fn routes() -> OpenApiRouter<ApiState> {
    OpenApiRouter::new()
        .routes(routes!(open_tasks))
        .routes(routes!(task))
        .routes(routes!(tasks_of))
        .merge(owed::routes())
        .merge(acts::routes())
}

/// Every open task of all stays.
#[derive(Debug, Serialize, ToSchema)]
struct OpenTasks {
    /// The tasks, those that are due first at the top; at most 10,000.
    tasks: Vec<Task>,
}

/// Lists what is owed now, of all stays.
#[utoipa::path(get, path = "/tasks", tag = "record", responses((status = 200, body = OpenTasks), Refusals))]
async fn open_tasks(_viewer: ClinicalViewer, State(state): State<ApiState>) -> ApiResult<Json<OpenTasks>> {
    let rows = state.store.open_tasks().await?;
    Ok(Json(OpenTasks { tasks: rows.into_iter().map(Task::from).collect() }))
}

/// A task and what became of it.
#[derive(Debug, Serialize, ToSchema)]
struct TaskDetail {
    /// The task as it is now.
    task: Task,
    /// Its steps, oldest first.
    steps: Vec<TaskStepShown>,
}

/// Gives a task with its steps.
#[utoipa::path(get, path = "/tasks/{id}", tag = "record", params(("id" = Uuid, Path)), responses((status = 200, body = TaskDetail), Unknown, Refusals))]
async fn task(_viewer: ClinicalViewer, State(state): State<ApiState>, Id(id): Id) -> ApiResult<Json<TaskDetail>> {
    let row = state.store.task(id).await?.ok_or_else(|| Problem::not_found(Thing::Task))?;
    let steps = state.store.task_steps(id).await?.into_iter().map(TaskStepShown::from).collect();
    Ok(Json(TaskDetail { task: row.into(), steps }))
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
struct TasksQuery {
    /// Where the page begins: `next_before` of the previous page; what is due last when left out.
    before: Option<String>,
    /// The most tasks on the page.
    #[serde(default = "page::rows")]
    #[param(minimum = 1, maximum = 500, default = 100)]
    limit: i64,
}

/// A page of the tasks of one stay.
#[derive(Debug, Serialize, ToSchema)]
struct TaskPage {
    /// The tasks, those that are due last at the top; closed ones too.
    tasks: Vec<Task>,
    /// The mark to ask the next page with (`before`); `null` on the last page.
    next_before: Option<String>,
}

/// Lists the tasks of a stay, open and closed, a page at a time.
#[utoipa::path(
    get, path = "/episodes/{id}/tasks", tag = "record", params(("id" = Uuid, Path), TasksQuery),
    responses((status = 200, body = TaskPage), Unknown, Invalid, Refusals)
)]
async fn tasks_of(
    OfStay { id, .. }: OfStay<Facts>,
    State(state): State<ApiState>,
    Query(wanted): Query<TasksQuery>,
) -> ApiResult<Json<TaskPage>> {
    let mut checks = Checks::default();
    let before = wanted.before.as_deref().map(page::mark);
    checks.require(before != Some(None), "before", Mend::PageMark {});
    page::limit(&mut checks, wanted.limit);
    checks.done()?;
    state.episode_row(id).await?;
    let mut rows = state.store.task_page(id, before.flatten(), wanted.limit + 1).await?;
    let next_before = page::cut(&mut rows, wanted.limit, |row| format!("{}.{}", row.new.task.due.0, row.new.id));
    Ok(Json(TaskPage { tasks: rows.into_iter().map(Task::from).collect(), next_before }))
}
