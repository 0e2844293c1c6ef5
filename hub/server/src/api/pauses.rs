//! Pauses of alerts: for a bounded time one neither climbs nor sounds, for a reason.

use super::ApiState;
use super::alert_acts::in_time;
use super::check::Checks;
use super::documented::{Conflict, Invalid, Refusals, Unknown};
use super::extract::Id;
use crate::auth::Staff;
use crate::auth::extract::Answerer;
use crate::clock;
use crate::escalate::may_answer;
use crate::feed::screens::{Unwished, Wish};
use crate::problem::{ApiResult, Body, Cause, Mend, Problem, Thing};
use axum::extract::State;
use axum::http::StatusCode;
use hearth_alerts::Priority;
use hearth_escalation::pause::pause_ms_max;
use hearth_escalation::{Pause, PauseError, Reason, budget};
use hearth_store::alerts::AlertRow;
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

pub fn routes() -> OpenApiRouter<ApiState> {
    OpenApiRouter::new().routes(routes!(pause)).routes(routes!(resume))
}

/// Why an alert is paused.
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum PauseReason {
    /// Somebody is with the patient: every clinical alert, and a sensor that is off.
    AtThePatient,
    /// The patient bathes: a sensor that is off, SpO2, heart rate, pulse and breathing.
    Bath,
    /// The patient is moved: the same alerts as for a bath.
    Transport,
}

impl From<PauseReason> for Reason {
    fn from(reason: PauseReason) -> Reason {
        match reason {
            PauseReason::AtThePatient => Reason::AtThePatient,
            PauseReason::Bath => Reason::Bath,
            PauseReason::Transport => Reason::Transport,
        }
    }
}

/// A pause: for so long the alert tells nobody else, and makes no sound.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct PauseWish {
    /// The version of the alert that the person was shown. The act is refused if the alert has changed since.
    version: u32,
    /// Why the alert is paused, as a word of the list; it limits which alerts may be paused.
    reason: PauseReason,
    /// How long, s: 30 to 120 for a high alert, to 900 for any other. There is no pause without an end.
    #[schema(minimum = 30, maximum = 900)]
    seconds: u32,
    /// When the person pressed, ms since 1970 by the hub's clock, as for an acknowledgement.
    #[serde(default)]
    pressed_at: Option<i64>,
}

/// Pauses an alert. The pause ends by itself, and earlier if the alert gets worse or something new is raised about the patient.
/// Alerts about silence, a link, a battery or the hub cannot be paused.
#[utoipa::path(
    post, path = "/alerts/{id}/pause", tag = "alerts", params(("id" = Uuid, Path)), request_body = PauseWish,
    responses((status = 204, description = "Paused"), Unknown, Invalid, Conflict, Refusals)
)]
async fn pause(
    Answerer(person): Answerer,
    State(state): State<ApiState>,
    Id(id): Id,
    Body(wish): Body<PauseWish>,
) -> ApiResult<StatusCode> {
    in_time(wish.pressed_at, clock::wall_ms().0)?;
    let row = state.answerable(id, &person).await?;
    if row.alert.version != wish.version {
        return Err(Cause::AlertChanged {}.into());
    }
    let length_ms = i64::from(wish.seconds) * 1_000;
    let checked = Pause::try_new(row.alert.rule, row.alert.priority, wish.reason.into(), Some(length_ms));
    let pause = checked.map_err(|refused| unpaused(refused, row.alert.priority))?;
    let done = state.feed.screens().wish(id, Wish::Pause(pause), person.id).await;
    done.map_err(|refused| unwished(refused, row.alert.priority))?;
    Ok(StatusCode::NO_CONTENT)
}

/// Ends a pause: what was due meanwhile is due now.
#[utoipa::path(
    post, path = "/alerts/{id}/resume", tag = "alerts", params(("id" = Uuid, Path)),
    responses((status = 204, description = "Ended"), Unknown, Conflict, Refusals)
)]
async fn resume(Answerer(person): Answerer, State(state): State<ApiState>, Id(id): Id) -> ApiResult<StatusCode> {
    let row = state.answerable(id, &person).await?;
    let done = state.feed.screens().wish(id, Wish::Resume, person.id).await;
    done.map_err(|refused| unwished(refused, row.alert.priority))?;
    Ok(StatusCode::NO_CONTENT)
}

fn unwished(refused: Unwished, priority: Priority) -> Problem {
    match refused {
        Unwished::Pause(refused) => unpaused(refused, priority),
        Unwished::NotPaused | Unwished::Quiet(_) | Unwished::NotQuiet => Cause::NotPaused {}.into(),
        Unwished::Unknown => Cause::OutcomeUnknown {}.into(),
    }
}

fn unpaused(refused: PauseError, priority: Priority) -> Problem {
    match refused {
        PauseError::NotNamed { .. } => Cause::PauseNotNamed {}.into(),
        PauseError::Changed => Cause::AlertChanged {}.into(),
        PauseError::Already => Cause::PausedAlready {}.into(),
        PauseError::TooOften => Cause::PausedTooOften {}.into(),
        PauseError::OutOfBounds { .. } => {
            let (low, high) = (budget::PAUSE_MS_MIN / 1_000, pause_ms_max(priority) / 1_000);
            let mut checks = Checks::default();
            checks.require(false, "seconds", Mend::Between { low: low as f64, high: high as f64 });
            checks.done().err().unwrap_or_else(|| Cause::Internal {}.into())
        }
    }
}

impl ApiState {
    /// An open alert that this person may answer: any alert for people who act for patients, for others one that has reached
    /// them.
    pub(super) async fn answerable(&self, id: Uuid, person: &Staff) -> ApiResult<AlertRow> {
        let (row, _) = self.store.alert(id).await?.filter(|(row, _)| row.alert.open).ok_or_else(|| Problem::not_found(Thing::Alert))?;
        let rungs = self.store.told(id).await?;
        if may_answer(person.role, rungs.iter().map(|rung| rung.posts)) { Ok(row) } else { Err(Cause::NotReachedYet {}.into()) }
    }
}
