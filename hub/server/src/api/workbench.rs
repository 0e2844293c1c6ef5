//! `/workbench`: a candidate profile over the stored days of many patients, beside the profiles that they have.
//!
//! One trial runs at a time, for the person who asked first; its result is kept for that person until they ask again.

use super::ApiState;
use super::check::Checks;
use super::documented::{Conflict, Invalid, Refusals};
use super::trial::{ByLevel, TrialResult};
use crate::auth::Staff;
use crate::auth::extract::TriesOut;
use crate::clock;
use crate::feed::message::{Limit, StaffRef};
use crate::problem::{ApiResult, Body, Cause, Mend, Problem};
use crate::replay::progress::Progress;
use crate::replay::{self, Scope, Wish, apart};
use crate::workbench::Turn;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use hearth_alerts::{Limits, Template};
use hearth_replay::Instead;
use hearth_store::replay::StayRow;
use hearth_store::trials::TrialRow;
use hearth_store::{Store, StoreError};
use hearth_vitals::WallMs;
use hearth_vitals::coded::Seconds;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

const DAY_MS: i64 = 86_400_000;
/// The longest time of one trial, ms.
const LONGEST_MS: i64 = 31 * DAY_MS;
/// The most patient-days of a trial: a hundred patients for a week.
const PATIENT_DAYS_MAX: i64 = 700;
/// How many stays can be named.
const STAYS_MAX: usize = 500;
/// Frames that arrived within this may not be committed yet and are left out, ms.
const SETTLED_MS: i64 = 15_000;
/// Minutes that a nurse is assumed to need for an alert; see decision 27.
const MINUTES: ByLevel = ByLevel { high: 10.0, medium: 4.0, low: 1.0 };
const MINUTES_MAX: f64 = 1_440.0;

pub(super) fn routes() -> OpenApiRouter<ApiState> {
    OpenApiRouter::new().routes(routes!(trial, begin_trial)).routes(routes!(cancel_trial))
}

fn minutes() -> ByLevel {
    MINUTES
}

/// What is to be tried out.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct TrialWish {
    /// First instant of the replayed time, ms since 1970.
    from: i64,
    /// First instant after the replayed time, ms since 1970; at most 31 days later.
    until: i64,
    /// Only these stays, at most 500; all if none is named.
    episodes: Vec<Uuid>,
    /// The template that the candidate comes from.
    template: String,
    /// The limits of the candidate. What a patient's own profile says of the course is kept.
    limits: Vec<Limit>,
    /// Minutes that a nurse needs for an alert; assumed when left out.
    #[serde(default = "minutes")]
    minutes: ByLevel,
}

/// State of a trial.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum TrialState {
    /// The trial is being computed.
    Running,
    /// The trial has ended and its result can be read.
    Done,
    /// The person who asked for it cancelled it.
    Cancelled,
    /// The trial broke off, or the hub ended meanwhile.
    Failed,
}

/// The newest trial of a person.
#[derive(Debug, Serialize, ToSchema)]
struct PersonsTrial {
    /// Whether it runs, and if not, how it ended.
    state: TrialState,
    /// When it was asked for, ms since 1970.
    asked_at: i64,
    /// The trial as it was asked for.
    wish: TrialWish,
    /// The part that is done, 0 to 1.
    part: f64,
    /// Its stays that have changed since: their present profile may be another one than in the result.
    changed: i64,
    /// What came of it; `null` unless it is done.
    result: Option<TrialResult>,
}

/// What a person sees of the workbench.
#[derive(Debug, Serialize, ToSchema)]
struct WorkbenchView {
    /// The newest trial of this person; `null` if there is none.
    trial: Option<PersonsTrial>,
    /// The person whose trial is running; `null` if none is.
    running: Option<StaffRef>,
    /// The most patient-days of one trial.
    patient_days_max: i64,
}

/// The newest trial of the person who asks.
#[utoipa::path(
    get, path = "/workbench", tag = "workbench",
    responses((status = 200, description = "The trial, or that there is none", body = WorkbenchView), Refusals)
)]
async fn trial(TriesOut(person): TriesOut, State(state): State<ApiState>) -> ApiResult<Json<WorkbenchView>> {
    state.workbench_of(&person).await
}

/// Begins a trial, in the place of the person's last one.
#[utoipa::path(
    post, path = "/workbench", tag = "workbench", request_body = TrialWish,
    responses((status = 202, description = "It is running", body = WorkbenchView), Invalid, Conflict, Refusals)
)]
async fn begin_trial(
    TriesOut(person): TriesOut,
    State(state): State<ApiState>,
    Body(wish): Body<TrialWish>,
) -> ApiResult<(StatusCode, Json<WorkbenchView>)> {
    let (limits, stays) = state.trial_checked(&wish).await?;
    let (id, by) = (Uuid::now_v7(), StaffRef { id: person.id, display_name: person.display_name.clone() });
    let begun = state.workbench.begin(id, &by);
    let (progress, turn) = begun.map_err(|other| Cause::TrialRunning { person: other.display_name })?;
    let stays: Vec<Uuid> = stays.into_iter().map(|stay| stay.id).collect();
    let (from, until) = wish.span();
    let stored = serde_json::to_value(&wish).map_err(Problem::internal)?;
    state.store.begin_trial(id, person.id, &stored, &stays).await?;
    tracing::info!(staff = %person.id, stays = stays.len(), "began a trial of a profile");
    let scope = Scope { from, until, episodes: stays, jobs: 1 };
    let marked = replay::marked::stored(&state.store, &scope).await?;
    let tried = Wish { before: None, instead: Instead { limits, course: None }, marked };
    tokio::spawn(work(state.store.clone(), id, (scope, tried, wish.minutes), progress, turn));
    Ok((StatusCode::ACCEPTED, state.workbench_of(&person).await?))
}

/// Cancels the trial of the person who asks.
#[utoipa::path(
    post, path = "/workbench/cancel", tag = "workbench",
    responses((status = 200, description = "It ends", body = WorkbenchView), Conflict, Refusals)
)]
async fn cancel_trial(TriesOut(person): TriesOut, State(state): State<ApiState>) -> ApiResult<Json<WorkbenchView>> {
    if !state.workbench.cancel(person.id) {
        return Err(Cause::NoTrialRuns {}.into());
    }
    state.workbench_of(&person).await
}

/// Runs a trial to its end, and stores the result before another one may begin.
async fn work(store: Store, id: Uuid, (scope, wish, minutes): (Scope, Wish, ByLevel), progress: Progress, turn: Turn) {
    let (span, asked) = ((scope.from, scope.until), progress.clone());
    let done = if scope.episodes.is_empty() {
        Ok(Some(TrialResult::default()))
    } else {
        let tried = apart::run(&store, move |own| async move { replay::try_out(&own, &scope, &wish, &progress).await }).await;
        tried.map(|done| done.map(|found| TrialResult::of(&found, span, minutes)))
    };
    // If it was cancelled, nobody asks where it broke off.
    let done = if asked.is_cancelled() { Ok(None) } else { done };
    if let Err(error) = note(&store, id, done).await {
        tracing::warn!(%error, "what came of a trial could not be stored");
    }
    drop(turn);
}

async fn note(store: &Store, id: Uuid, done: Result<Option<TrialResult>, StoreError>) -> Result<(), StoreError> {
    match done.map(|result| result.map(|result| serde_json::to_value(&result))) {
        Ok(Some(Ok(result))) => store.end_trial(id, "done", Some(&result)).await,
        Ok(None) => store.end_trial(id, "cancelled", None).await,
        Ok(Some(Err(error))) => failed(store, id, &error).await,
        Err(error) => failed(store, id, &error).await,
    }
}

async fn failed(store: &Store, id: Uuid, error: &(dyn std::fmt::Display + Sync)) -> Result<(), StoreError> {
    tracing::warn!(%error, "a trial of a profile failed");
    store.end_trial(id, "failed", None).await
}

impl TrialWish {
    fn span(&self) -> (WallMs, WallMs) {
        (WallMs(self.from), WallMs(self.until.min(clock::wall_ms().0 - SETTLED_MS)))
    }
}

impl ApiState {
    /// The limits of a wish, and its stays.
    async fn trial_checked(&self, wish: &TrialWish) -> ApiResult<(Limits, Vec<StayRow>)> {
        let mut checks = Checks::default();
        let (from, until) = wish.span();
        checks.require(from.0 >= 0, "from", Mend::Instant {});
        checks.require(from < until, "until", Mend::AfterFrom {});
        let longest = Seconds(LONGEST_MS.unsigned_abs() / 1_000);
        checks.require(wish.until.saturating_sub(wish.from) <= LONGEST_MS, "until", Mend::WindowAtMost { longest });
        checks.require(wish.episodes.len() <= STAYS_MAX, "episodes", Mend::PatientDaysAtMost { high: PATIENT_DAYS_MAX.unsigned_abs() });
        let known = Template::from_key(&wish.template).is_some();
        checks.require(known, "template", Mend::one_of("templates", Template::ALL.map(Template::key)));
        let ByLevel { high, medium, low } = wish.minutes;
        let are_minutes = [high, medium, low].iter().all(|minutes| (0.0..=MINUTES_MAX).contains(minutes));
        checks.require(are_minutes, "minutes", Mend::Between { low: 0.0, high: MINUTES_MAX });
        let limits = crate::limits::from_api(&wish.limits);
        checks.add(limits.as_ref().err().cloned().unwrap_or_default());
        checks.done()?;
        let stays = self.store.stays_between(from, until, &wish.episodes).await?;
        let time = |stay: &StayRow| stay.ended.unwrap_or(until).min(until).since(stay.admitted.max(from)).max(0);
        // Each stay is folded from up to a day before as well, so that their number is bounded too.
        let is_bounded = stays.len() <= STAYS_MAX && stays.iter().map(time).sum::<i64>() <= PATIENT_DAYS_MAX * DAY_MS;
        let mut checks = Checks::default();
        checks.require(is_bounded, "episodes", Mend::PatientDaysAtMost { high: PATIENT_DAYS_MAX.unsigned_abs() });
        checks.done()?;
        Ok((limits.map_err(Problem::invalid)?, stays))
    }

    async fn workbench_of(&self, person: &Staff) -> ApiResult<Json<WorkbenchView>> {
        let mut row = self.store.trial(person.id).await?;
        let running = self.workbench.running();
        let part = |id: Uuid| running.as_ref().filter(|running| running.id == id).map(|running| running.progress.part());
        if row.as_ref().is_some_and(|row| row.state == "running" && part(row.id).is_none()) {
            // It has ended between the two looks, and this one says how; or its hub has ended.
            row = self.store.trial(person.id).await?;
        }
        let trial = row.map(|row| PersonsTrial::of(&row, part(row.id))).transpose()?;
        Ok(Json(WorkbenchView { trial, running: running.map(|running| running.by), patient_days_max: PATIENT_DAYS_MAX }))
    }
}

impl PersonsTrial {
    /// Made from a row; `part` is the part done of a running trial, 0 to 1.
    fn of(row: &TrialRow, part: Option<f64>) -> ApiResult<PersonsTrial> {
        let state = match (row.state.as_str(), part) {
            ("done", _) => TrialState::Done,
            ("cancelled", _) => TrialState::Cancelled,
            ("running", Some(_)) => TrialState::Running,
            // A hub that ended has left it running in the store.
            _ => TrialState::Failed,
        };
        // A result that another version wrote cannot be read and is dropped: the person starts a new trial.
        let result = row.result.as_ref().map(TrialResult::deserialize);
        let state = if matches!(result, Some(Err(_))) { TrialState::Failed } else { state };
        Ok(PersonsTrial {
            state,
            asked_at: row.asked.0,
            wish: TrialWish::deserialize(&row.wish).map_err(Problem::internal)?,
            part: part.unwrap_or_default(),
            changed: row.changed,
            result: result.and_then(Result::ok),
        })
    }
}
