//! `/tasks/owed`: per stay, what the programme owes on this day of its home, and how far it is.

use crate::api::ApiState;
use crate::api::documented::Refusals;
use crate::auth::extract::ClinicalViewer;
use crate::clock;
use crate::feed::message::StaffRef;
use crate::problem::ApiResult;
use crate::tasks::day;
use axum::Json;
use axum::extract::State;
use hearth_care::tasks::programme;
use hearth_care::tasks::{TaskKind, TaskState};
use hearth_store::tasks::TaskRow;
use hearth_vitals::{Vital, WallMs};
use serde::Serialize;
use std::collections::BTreeMap;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

pub fn routes() -> OpenApiRouter<ApiState> {
    OpenApiRouter::new().routes(routes!(owed_today))
}

/// A visit or a set of vitals that is owed on a day.
#[derive(Debug, Serialize, ToSchema)]
struct OwedTask {
    /// Id of the task.
    id: Uuid,
    /// What is owed: `visit` or `vitals_set`.
    kind: &'static str,
    /// Number within the day: 1 for the first, 2 for the second.
    number: u8,
    /// Until when it is due, ms since 1970.
    due_at: i64,
    /// Whether it is still owed: a word of `task_states`.
    state: &'static str,
    /// How far time has brought it: `on_time`, `soon`, `late` or `alerted`.
    lateness: &'static str,
    /// Who has it; `null` while nobody has.
    owner: Option<StaffRef>,
    /// When it was closed, ms since 1970; `null` while it is open.
    closed_at: Option<i64>,
    /// For an open set, the keys of the vitals that are still missing; otherwise empty.
    missing: Vec<&'static str>,
}

/// What the programme owes one stay today.
#[derive(Debug, Serialize, ToSchema)]
struct OwedStay {
    /// Id of the stay.
    episode_id: Uuid,
    /// Short name of the home.
    label: String,
    /// Initials of the patient, for screens that others can see.
    initials: String,
    /// IANA name of the home's time zone, by which the day is counted.
    time_zone: String,
    /// The tasks in the order in which they are due; on the day of admission only those that are left.
    tasks: Vec<OwedTask>,
}

/// What the programme owes today.
#[derive(Debug, Serialize, ToSchema)]
struct OwedToday {
    /// Every active stay, sorted by label.
    stays: Vec<OwedStay>,
}

/// Gives what the programme owes each stay on this day of its home.
#[utoipa::path(get, path = "/tasks/owed", tag = "record", responses((status = 200, body = OwedToday), Refusals))]
async fn owed_today(_viewer: ClinicalViewer, State(state): State<ApiState>) -> ApiResult<Json<OwedToday>> {
    let now = clock::wall_ms();
    let mut tasks: BTreeMap<Uuid, Vec<TaskRow>> = BTreeMap::new();
    for row in state.store.owed_since(now.plus(-2 * 86_400_000)).await? {
        tasks.entry(row.new.episode).or_default().push(row);
    }
    let newest = crate::tasks::newest(&state.store, now).await?;
    let stays = state.store.episodes(true).await?.into_iter().map(|row| {
        let today = day::today(&row.time_zone, now).map(|today| today.prefix).unwrap_or_default();
        let of_stay = tasks.remove(&row.id).unwrap_or_default();
        let of_today = of_stay.into_iter().filter(|task| !today.is_empty() && task.new.origin.starts_with(&today)).collect();
        OwedStay {
            episode_id: row.id,
            initials: crate::shown::initials(&row.patient.given_name, &row.patient.family_name),
            label: row.label,
            time_zone: row.time_zone,
            tasks: shown(of_today, newest.get(&row.id).map_or(&[][..], Vec::as_slice)),
        }
    });
    Ok(Json(OwedToday { stays: stays.collect() }))
}

fn shown(rows: Vec<TaskRow>, newest: &[(Vital, WallMs)]) -> Vec<OwedTask> {
    let is_first = |row: &&TaskRow| row.new.task.kind == TaskKind::VitalsSet && number(row) == 1;
    // A cancelled set was not measured, so the next one keeps no distance from it.
    let first_set = rows.iter().find(is_first).filter(|row| row.new.task.state == TaskState::Done).and_then(|row| row.closed_at);
    let one = |row: TaskRow| {
        let task = row.new.task;
        let is_open_set = task.kind == TaskKind::VitalsSet && task.state == TaskState::Open;
        let before = first_set.filter(|_| number(&row) == 2);
        let missing = if is_open_set { programme::set_so_far(row.new.opens, before, newest).missing } else { Vec::new() };
        OwedTask {
            id: row.new.id,
            kind: task.kind.key(),
            number: number(&row),
            due_at: task.due.0,
            state: task.state.key(),
            lateness: task.lateness.key(),
            owner: task.owner.map(|id| StaffRef { id: Uuid::from_u128(id.0), display_name: row.owner_name.unwrap_or_default() }),
            closed_at: row.closed_at.map(|at| at.0),
            missing: missing.into_iter().map(Vital::key).collect(),
        }
    };
    rows.into_iter().map(one).collect()
}

fn number(row: &TaskRow) -> u8 {
    row.new.origin.rsplit(' ').next().and_then(|number| number.parse().ok()).unwrap_or_default()
}
