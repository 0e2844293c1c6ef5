//! `/feed`: the live feed as a WebSocket.

use super::ApiState;
use super::documented::{Invalid, Refusals};
use super::extract::Query;
use crate::auth::extract::{SignedIn, token};
use crate::auth::origin::{address, same_site};
use crate::feed::closing::Closing;
use crate::feed::socket::Viewing;
use crate::feed::{frame, socket};
use crate::problem::{Cause, Problem};
use axum::extract::ws::WebSocketUpgrade;
use axum::extract::ws::rejection::WebSocketUpgradeRejection;
use axum::extract::{FromRequestParts, State};
use axum::http::request::Parts;
use axum::response::Response;
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The longest message of a viewer, bytes.
const MESSAGE_BYTES_MAX: usize = 4 * 1024;

pub fn routes() -> OpenApiRouter<ApiState> {
    OpenApiRouter::new().routes(routes!(feed))
}

/// Lets only pages of this site, or programs, open the feed: browsers send cookies with a WebSocket from any page.
struct SameSite;

impl FromRequestParts<ApiState> for SameSite {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &ApiState) -> Result<Self, Problem> {
        if same_site(&parts.headers, state.auth.secure_cookies()) { Ok(SameSite) } else { Err(Cause::ForeignSite {}.into()) }
    }
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
struct FeedQuery {
    /// The version that the viewer speaks. If it is not the hub's, the feed is closed and the viewer is asked to reload.
    #[param(example = 2)]
    version: Option<u32>,
}

/// Opens the live feed: a heartbeat each second, and of each topic that the viewer subscribes to a snapshot, then what
/// changes (`docs/feed.md`). Who may not see patients can follow gateways, the watch and alerts that are nobody's
/// condition. One sign-in may have 16 of them open, one person 48; one more is closed with the reason.
#[utoipa::path(
    get, path = "/feed", tag = "feed", params(FeedQuery),
    responses((status = 101, description = "Switched to WebSocket; text messages, one JSON object each"), Invalid, Refusals)
)]
async fn feed(
    _: SameSite,
    SignedIn(person): SignedIn,
    State(state): State<ApiState>,
    Query(FeedQuery { version }): Query<FeedQuery>,
    upgrade: Result<WebSocketUpgrade, WebSocketUpgradeRejection>,
    parts: Parts,
) -> Result<Response, Problem> {
    let token = token(&parts).ok_or(Cause::NotSignedIn {})?;
    let session = token.hash();
    let upgrade = upgrade.map_err(|_| Cause::NotAWebSocket {})?;
    let upgrade = upgrade.max_message_size(MESSAGE_BYTES_MAX).max_frame_size(MESSAGE_BYTES_MAX);
    if version != Some(frame::VERSION) {
        return Ok(upgrade.on_upgrade(|socket| socket::close(socket, Closing::OtherVersion)));
    }
    let ApiState { feed, looks, .. } = state;
    let seat = feed.viewers().enter(person.id, person.role, session);
    let viewing = Viewing { person: person.id, role: person.role, from: address(&parts), looks };
    Ok(upgrade.on_upgrade(async move |socket| match seat {
        Ok(mut seat) => socket::serve(socket, feed, viewing, &mut seat).await,
        // A page cannot read a refused handshake, but it can read the reason of a closing.
        Err(full) => socket::close(socket, Closing::Full(full)).await,
    }))
}
