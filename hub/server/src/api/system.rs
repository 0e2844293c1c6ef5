//! `/system`: what this hub is and how quick it is.

use super::ApiState;
use super::documented::Refusals;
use crate::auth::extract::SignedIn;
use crate::clock;
use crate::feed::message::Latency;
use crate::problem::ApiResult;
use crate::zone;
use axum::Json;
use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

pub fn routes() -> OpenApiRouter<ApiState> {
    OpenApiRouter::new().routes(routes!(system))
}

/// This hub.
#[derive(Debug, Serialize, ToSchema)]
struct System {
    /// Version of the program.
    version: &'static str,
    /// Which store it keeps.
    store_id: Uuid,
    /// Its wall clock, ms since 1970.
    time: i64,
    /// IANA zone of the command center.
    time_zone: String,
    /// TimescaleDB keeps the time series.
    timescale: bool,
    /// Measured latency, device instant to sent on the feed.
    latency: Latency,
}

/// Tells about this hub.
#[utoipa::path(get, path = "/system", tag = "system", responses((status = 200, body = System), Refusals))]
async fn system(_person: SignedIn, State(state): State<ApiState>) -> ApiResult<Json<System>> {
    Ok(Json(System {
        version: env!("CARGO_PKG_VERSION"),
        store_id: state.store.identity().await?.id,
        time: clock::wall_ms().0,
        time_zone: zone::of_hub().map_or_else(|_| "UTC".to_owned(), |hub| hub.zone.into_string()),
        timescale: state.store.timescale(),
        latency: state.feed.latency().await,
    }))
}
