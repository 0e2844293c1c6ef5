//! `/watch`: who holds the watch now.
//!
//! Where no shifts are kept, one person holds the watch of all stays, or nobody does. From the first shift on each stay has a
//! holder of its own ([`super::watches`]).

use super::ApiState;
use super::documented::{Conflict, Invalid, Refusals};
use crate::auth::extract::{Clinician, SeesDuty};
use crate::clock;
use crate::feed::message::SiteWatch;
use crate::problem::{ApiResult, Body, Cause};
use crate::ward;
use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use std::collections::BTreeSet;
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
    async fn holder(&self) -> ApiResult<SiteWatch> {
        let now = clock::wall_ms();
        let (ward, all, names) = (self.store.ward(now).await?, self.store.watch().await?, self.names().await?);
        let offers = if ward.is_kept(now) { ward::offers(self.store.handovers().await?) } else { Vec::new() };
        Ok(SiteWatch { offers, ..ward::watch(&ward, all.as_ref(), &BTreeSet::new(), &names, now) })
    }

    /// The watch of all stays is taken and given back only where no shifts are kept.
    async fn without_shifts(&self) -> ApiResult<()> {
        let now = clock::wall_ms();
        if self.store.ward(now).await?.is_kept(now) { Err(Cause::WatchByShift {}.into()) } else { Ok(()) }
    }
}

/// Gives the person who holds the watch of all stays, or, where shifts are kept, who is on shift.
#[utoipa::path(get, path = "/watch", tag = "watch", responses((status = 200, body = SiteWatch), Refusals))]
async fn watch(_person: SeesDuty, State(state): State<ApiState>) -> ApiResult<Json<SiteWatch>> {
    Ok(Json(state.holder().await?))
}

/// Takes the watch of all stays, where no shifts are kept.
#[utoipa::path(
    post, path = "/watch", tag = "watch", request_body = TakeOver,
    responses((status = 200, description = "Yours", body = SiteWatch), Invalid, Conflict, Refusals)
)]
async fn take_watch(Clinician(nurse): Clinician, State(state): State<ApiState>, Body(wish): Body<TakeOver>) -> ApiResult<Json<SiteWatch>> {
    state.without_shifts().await?;
    if !state.store.take_watch(nurse.id, wish.from, clock::wall_ms()).await? {
        return Err(Cause::WatchChangedHands {}.into());
    }
    tracing::info!(staff = %nurse.id, "took the watch");
    state.watches.changed().await;
    Ok(Json(state.holder().await?))
}

/// Hands the watch of all stays back, where no shifts are kept: nobody holds it until somebody takes it. Also succeeds for a
/// person who does not hold it.
#[utoipa::path(
    delete, path = "/watch", tag = "watch",
    responses((status = 200, description = "Not yours", body = SiteWatch), Conflict, Refusals)
)]
async fn leave_watch(Clinician(nurse): Clinician, State(state): State<ApiState>) -> ApiResult<Json<SiteWatch>> {
    state.without_shifts().await?;
    if state.store.leave_watch(nurse.id, clock::wall_ms()).await? {
        tracing::info!(staff = %nurse.id, "handed the watch back");
    }
    state.watches.changed().await;
    Ok(Json(state.holder().await?))
}
