//! `/system`: facts about this hub, and how quick it is.

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

/// Facts about this hub.
#[derive(Debug, Serialize, ToSchema)]
struct System {
    /// Version of the hub's program.
    version: &'static str,
    /// Id of the store; it changes when the hub gets another database.
    store_id: Uuid,
    /// The hub's wall clock, ms since 1970.
    time: i64,
    /// IANA name of the command center's time zone.
    time_zone: String,
    /// True when TimescaleDB keeps the time series, false for plain PostgreSQL.
    timescale: bool,
    /// The link that dials a number, with `{number}` in its place: `tel:{number}`.
    dial_link: String,
    /// How long values take from the device's measurement until they are sent on the feed.
    latency: Latency,
}

/// Gives facts about this hub.
#[utoipa::path(get, path = "/system", tag = "system", responses((status = 200, body = System), Refusals))]
async fn system(_person: SignedIn, State(state): State<ApiState>) -> ApiResult<Json<System>> {
    Ok(Json(System {
        version: env!("CARGO_PKG_VERSION"),
        store_id: state.store.identity().await?.id,
        time: clock::wall_ms().0,
        time_zone: zone::of_hub().map_or_else(|_| "UTC".to_owned(), |hub| hub.zone.into_string()),
        timescale: state.store.timescale(),
        dial_link: state.dial_link.to_string(),
        latency: state.feed.latency().await,
    }))
}
