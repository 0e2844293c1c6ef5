//! `/watch`: who watches now.

use super::ApiState;
use super::documented::{Invalid, Refusals};
use crate::auth::extract::{Clinician, SignedIn};
use crate::clock;
use crate::feed::message::{StaffRef, Watch};
use crate::problem::{ApiResult, Body, Problem};
use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub fn routes() -> OpenApiRouter<ApiState> {
    OpenApiRouter::new().routes(routes!(watch, take_watch))
}

/// Nothing more to say.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Nothing {}

impl ApiState {
    async fn holder(&self) -> ApiResult<Watch> {
        let Some(row) = self.store.watch().await? else { return Ok(Watch::default()) };
        let holder = StaffRef { id: row.holder, display_name: row.display_name };
        Ok(Watch { holder: Some(holder), since_at: Some(row.since_at.0) })
    }
}

/// Tells who holds the watch.
#[utoipa::path(get, path = "/watch", tag = "watch", responses((status = 200, body = Watch), Refusals))]
async fn watch(_person: SignedIn, State(state): State<ApiState>) -> ApiResult<Json<Watch>> {
    Ok(Json(state.holder().await?))
}

/// Takes the watch.
#[utoipa::path(
    post, path = "/watch", tag = "watch", request_body = Nothing,
    responses((status = 200, description = "Yours", body = Watch), Invalid, Refusals)
)]
async fn take_watch(Clinician(nurse): Clinician, State(state): State<ApiState>, Body(Nothing {}): Body<Nothing>) -> ApiResult<Json<Watch>> {
    state.store.take_watch(nurse.id, clock::wall_ms()).await?;
    tracing::info!(staff = %nurse.id, "took the watch");
    state.desk.watch_taken().await.map_err(Problem::not_in_force_yet)?;
    Ok(Json(state.holder().await?))
}
