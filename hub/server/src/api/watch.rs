//! `/watch`: who watches now.

use super::ApiState;
use super::documented::{Conflict, Invalid, Refusals};
use crate::auth::extract::{Clinician, SignedIn};
use crate::clock;
use crate::feed::message::{StaffRef, Watch};
use crate::problem::{ApiResult, Body, Cause, Problem};
use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

pub fn routes() -> OpenApiRouter<ApiState> {
    OpenApiRouter::new().routes(routes!(watch, take_watch, leave_watch))
}

/// The wish to take the watch.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct TakeOver {
    /// Id of the member of staff who was shown to hold the watch: if somebody else holds it by now, it is not taken. Left out
    /// or `null`, it is taken from whoever holds it.
    #[serde(default)]
    from: Option<Uuid>,
}

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
    post, path = "/watch", tag = "watch", request_body = TakeOver,
    responses((status = 200, description = "Yours", body = Watch), Invalid, Conflict, Refusals)
)]
async fn take_watch(Clinician(nurse): Clinician, State(state): State<ApiState>, Body(wish): Body<TakeOver>) -> ApiResult<Json<Watch>> {
    if !state.store.take_watch(nurse.id, wish.from, clock::wall_ms()).await? {
        return Err(Cause::WatchChangedHands {}.into());
    }
    tracing::info!(staff = %nurse.id, "took the watch");
    state.engine.watch_taken().await.map_err(Problem::not_in_force_yet)?;
    Ok(Json(state.holder().await?))
}

/// Hands the watch back: nobody holds it until somebody takes it. Right also for who does not
/// hold it.
#[utoipa::path(delete, path = "/watch", tag = "watch", responses((status = 200, description = "Not yours", body = Watch), Refusals))]
async fn leave_watch(Clinician(nurse): Clinician, State(state): State<ApiState>) -> ApiResult<Json<Watch>> {
    if state.store.leave_watch(nurse.id, clock::wall_ms()).await? {
        tracing::info!(staff = %nurse.id, "handed the watch back");
    }
    state.engine.watch_taken().await.map_err(Problem::not_in_force_yet)?;
    Ok(Json(state.holder().await?))
}
