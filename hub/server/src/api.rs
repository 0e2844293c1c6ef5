//! Under construction.
use crate::auth::Auth;
use crate::feed::Feed;
use crate::telemetry::Metrics;
use crate::watch::desk::Desk;
use hearth_store::Store;
/// x
#[derive(Clone)]
pub struct ApiState {
    /// x
    pub store: Store,
    /// x
    pub auth: Auth,
    /// x
    pub desk: Desk,
    /// x
    pub feed: Feed,
}
/// x
pub fn router(_state: ApiState, _metrics: Metrics, _ready: tokio::sync::watch::Receiver<bool>) -> axum::Router {
    axum::Router::new()
}
/// The description of the API.
pub fn openapi() -> utoipa::openapi::OpenApi {
    utoipa::openapi::OpenApi::default()
}
