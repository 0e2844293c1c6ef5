//! `/episodes/{id}/limits`: when a value is wrong for this patient.

use super::ApiState;
use super::check::Checks;
use super::documented::{Conflict, Invalid, Refusals, Unknown};
use super::episodes::Episode;
use super::extract::Id;
use crate::auth::extract::Clinician;
use crate::feed::message::Limit;
use crate::problem::{ApiResult, Body, Cause, Problem};
use axum::Json;
use axum::extract::State;
use hearth_store::StoreError;
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub fn routes() -> OpenApiRouter<ApiState> {
    OpenApiRouter::new().routes(routes!(set_limits))
}

/// New limits of an episode, and the reason for them.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct LimitsChange {
    /// The version of the episode that the person was shown. Refused if it has changed since.
    version: i64,
    /// All limits from now on; a vital that is not listed has none.
    limits: Vec<Limit>,
    /// Why they change; kept in the audit.
    #[schema(min_length = 1, max_length = 500)]
    reason: String,
}

/// Sets the limits of an active episode. Refused when a rule would ring later, less urgently or not at all: that is proposed
/// with `PUT /episodes/{id}/profile`, and a second person agrees.
#[utoipa::path(
    put, path = "/episodes/{id}/limits", tag = "episodes", params(("id" = Uuid, Path)), request_body = LimitsChange,
    responses((status = 200, description = "In force", body = Episode), Unknown, Invalid, Conflict, Refusals)
)]
async fn set_limits(
    Clinician(nurse): Clinician,
    State(state): State<ApiState>,
    Id(id): Id,
    Body(wish): Body<LimitsChange>,
) -> ApiResult<Json<Episode>> {
    let mut checks = Checks::default();
    let reason = checks.text("reason", &wish.reason, 1..=500);
    let limits = crate::limits::from_api(&wish.limits);
    checks.add(limits.as_ref().err().cloned().unwrap_or_default());
    checks.done()?;
    let limits = limits.map_err(Problem::invalid)?;
    state.refuse_unsafe(id, &limits, &wish.limits).await?;
    if !state.weakened_by(id, &limits).await?.is_empty() {
        return Err(Cause::SecondPersonNeeded {}.into());
    }
    let set = state.store.set_limits(id, wish.version, &crate::limits::to_store(&limits), nurse.id, &reason).await;
    set.map_err(|error| match error {
        StoreError::EpisodeChanged => Problem::from(Cause::EpisodeChanged {}),
        other => other.into(),
    })?;
    tracing::info!(staff = %nurse.id, episode = %id, "set limits");
    state.in_force().await?;
    Ok(Json(state.episode_row(id).await?.try_into()?))
}
