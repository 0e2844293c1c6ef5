//! Acts of people on alerts. They go one at a time through the engine's loop, and whoever is second is told who was first.

use super::ApiState;
use super::check::Checks;
use super::documented::{Conflict, Invalid, Refusals, Unknown};
use super::extract::Id;
use super::words;
use crate::auth::Staff;
use crate::auth::extract::{Answerer, Clinician};
use crate::auth::right::Right;
use crate::clock;
use crate::engine::handle::Refused;
use crate::feed::message::Alert;
use crate::problem::{ApiResult, Body, Cause, Mend, Problem, Thing};
use crate::shown::{self, Names};
use axum::Json;
use axum::extract::State;
use hearth_alerts::{ActError, Action, Intent, Remind};
use hearth_store::alerts::AlertRow;
use hearth_vitals::WallMs;
use hearth_vitals::coded::Seconds;
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

pub fn routes() -> OpenApiRouter<ApiState> {
    OpenApiRouter::new().routes(routes!(acknowledge)).routes(routes!(review))
}

/// An acknowledgement: "I have it."
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Acknowledgement {
    /// The version of the alert that the person was shown. The act is refused if the alert has become more urgent since.
    version: u32,
    /// When the person pressed, ms since 1970 by the hub's clock. An act that arrives more than 15 s after it is refused.
    /// Left out, it counts as pressed now.
    #[serde(default)]
    pressed_at: Option<i64>,
    /// What the person does about the alert. Left out, they acknowledge it without saying.
    #[serde(default)]
    #[schema(schema_with = words::action)]
    action: Option<Action>,
    /// After how many minutes the person wants to be reminded if the condition still holds: 5, 10 or 15, and only 5 for a high
    /// alert. Left out, a reminder that was asked for earlier stays; otherwise the usual one comes.
    #[serde(default)]
    #[schema(minimum = 5, maximum = 15, multiple_of = 5)]
    remind_in_min: Option<u32>,
}

impl Acknowledgement {
    fn intent(&self) -> ApiResult<Intent> {
        let remind = self.remind_in_min.map(Remind::from_minutes);
        let mut checks = Checks::default();
        let (low, high) = (Remind::Five.minutes().into(), Remind::Fifteen.minutes().into());
        checks.require(remind != Some(None), "remind_in_min", Mend::Between { low, high });
        checks.done()?;
        Ok(Intent { action: self.action, remind: remind.flatten() })
    }
}

/// Acknowledges an alert, with what the person does about it if they say so. Its owner may say so too, which replaces what they
/// said before. People who do not act for patients can acknowledge an alert once its ladder has reached them. The first one wins:
/// the second gets `already-acknowledged`, with who and when in `detail` and the alert as it stands in `alert`.
#[utoipa::path(
    post, path = "/alerts/{id}/acknowledge", tag = "alerts", params(("id" = Uuid, Path)), request_body = Acknowledgement,
    responses((status = 200, description = "Recorded", body = Alert), Unknown, Invalid, Conflict, Refusals)
)]
async fn acknowledge(
    Answerer(nurse): Answerer,
    State(state): State<ApiState>,
    Id(id): Id,
    Body(wish): Body<Acknowledgement>,
) -> ApiResult<Json<Alert>> {
    in_time(wish.pressed_at, clock::wall_ms().0)?;
    if !nurse.role.has(Right::Care) {
        state.answerable(id, &nurse).await?;
    }
    match state.engine.take(id, wish.version, nurse.id, wish.intent()?).await {
        Ok(row) => Ok(Json(state.done(&row, &nurse).await)),
        Err(Refused::Act(ActError::AlreadyAcknowledged { .. })) => Err(state.second(id).await?),
        Err(refused) => Err(refused.into()),
    }
}

/// A review: "I have looked at it after it ended."
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Review {
    /// The version of the alert that the person was shown.
    version: u32,
    /// What the reviewer found, in their own words; may be empty; at most 4,000 bytes.
    note: String,
    /// When the person pressed, ms since 1970 by the hub's clock, as for an acknowledgement.
    #[serde(default)]
    pressed_at: Option<i64>,
    /// Whether the alert was of use: counted in the report on alerts. Left out, it was not judged.
    #[serde(default)]
    useful: Option<bool>,
}

/// Reviews an alert whose condition has ended; this closes it.
#[utoipa::path(
    post, path = "/alerts/{id}/review", tag = "alerts", params(("id" = Uuid, Path)), request_body = Review,
    responses((status = 200, description = "Recorded", body = Alert), Unknown, Invalid, Conflict, Refusals)
)]
async fn review(
    Clinician(nurse): Clinician,
    State(state): State<ApiState>,
    Id(id): Id,
    Body(wish): Body<Review>,
) -> ApiResult<Json<Alert>> {
    in_time(wish.pressed_at, clock::wall_ms().0)?;
    // Judged before the review, which closes the alert and is done only once. An alert that nobody reviews in the end was judged
    // all the same.
    if let Some(useful) = wish.useful {
        state.store.judge_usefulness(id, useful, nurse.id).await?;
    }
    let row = state.engine.review(id, wish.version, nurse.id, wish.note).await?;
    Ok(Json(state.done(&row, &nurse).await))
}

/// How old a press may be when it reaches the hub, ms. A screen gives up after 8 s and tells the person that nothing was done;
/// what a frozen browser or a stalled network delivers later must not be done without their knowledge. It is long enough for a
/// slow line and a request sent twice.
const ACT_LIFE_MS: i64 = 15_000;

/// Refuses a press that is too old. One in the future comes from a clock that was set, and counts as new.
pub(super) fn in_time(pressed_at: Option<i64>, now: i64) -> ApiResult<()> {
    match pressed_at.map(|at| now.saturating_sub(at)) {
        Some(age_ms) if age_ms > ACT_LIFE_MS => {
            let age = Seconds(u64::try_from(age_ms / 1_000).unwrap_or_default());
            Err(Cause::PressedTooLate { age }.into())
        }
        _ => Ok(()),
    }
}

impl ApiState {
    /// The alert after a recorded act: a failing look-up of names must not hide it.
    async fn done(&self, row: &AlertRow, by: &Staff) -> Alert {
        let shown = self.shown(std::slice::from_ref(row)).await.ok().and_then(|mut alerts| alerts.pop());
        shown.unwrap_or_else(|| shown::alert(row.episode, &row.alert, &Names::new([(by.id, by.display_name.clone())]), true))
    }

    /// The problem that says who was first and when, with the alert as it stands.
    async fn second(&self, id: Uuid) -> ApiResult<Problem> {
        let (row, _) = self.store.alert(id).await?.ok_or_else(|| Problem::not_found(Thing::Alert))?;
        let alert = self.shown(&[row]).await?.pop().ok_or_else(|| Problem::not_found(Thing::Alert))?;
        let cause = match (&alert.acknowledged_by, alert.acknowledged_at) {
            (Some(by), Some(at)) => Cause::AlreadyAcknowledged { person: by.display_name.clone(), since: WallMs(at) },
            _ => Cause::AcknowledgedMeanwhile {},
        };
        Ok(Problem::from(cause).showing(serde_json::to_value(&alert).map_err(Problem::internal)?))
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn what_was_pressed_long_ago_is_not_done_any_more() {
        let now = 1_795_521_600_000;
        for fresh in [None, Some(now), Some(now - super::ACT_LIFE_MS), Some(now + 60_000)] {
            assert!(super::in_time(fresh, now).is_ok(), "{fresh:?}");
        }
        let refused = super::in_time(Some(now - 240_000), now).unwrap_err();
        assert!(format!("{refused:?}").contains("Seconds(240)"), "{refused:?}");
        assert!(super::in_time(Some(i64::MIN), now).is_err());
    }
}
