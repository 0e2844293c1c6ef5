//! `/episodes/{id}/phone`: the number that a home answers.

use super::ApiState;
use super::check::Checks;
use super::documented::{Conflict, Invalid, Refusals, Unknown};
use super::episodes::Episode;
use super::extract::Id;
use crate::auth::extract::Clinician;
use crate::problem::{ApiResult, Body, Cause};
use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub fn routes() -> OpenApiRouter<ApiState> {
    OpenApiRouter::new().routes(routes!(set_phone))
}

/// The telephone number of a home.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Phone {
    /// The number as people write it; empty to remove it.
    #[schema(max_length = 40, example = "+1 555 0112")]
    phone: String,
}

/// Writes down the number that the home of an active episode answers.
#[utoipa::path(
    put, path = "/episodes/{id}/phone", tag = "episodes", params(("id" = Uuid, Path)), request_body = Phone,
    responses((status = 200, description = "Written down, and on the screens", body = Episode), Unknown, Invalid, Conflict, Refusals)
)]
async fn set_phone(
    Clinician(nurse): Clinician,
    State(state): State<ApiState>,
    Id(id): Id,
    Body(wish): Body<Phone>,
) -> ApiResult<Json<Episode>> {
    let mut checks = Checks::default();
    let phone = checks.phone("phone", &wish.phone);
    checks.done()?;
    state.episode_row(id).await?;
    if !state.store.set_phone(id, &phone, nurse.id).await? {
        return Err(Cause::EpisodeEnded {}.into());
    }
    tracing::info!(staff = %nurse.id, episode = %id, "wrote down a phone number");
    state.in_force().await?;
    Ok(Json(state.episode_row(id).await?.try_into()?))
}
