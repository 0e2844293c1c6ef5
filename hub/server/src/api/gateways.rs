//! `/gateways`: what reads the devices in a home, and how it is doing.

use super::ApiState;
use super::documented::{Invalid, Refusals};
use super::extract::Query;
use super::page::{self, PageById};
use crate::auth::extract::SeesKits;
use crate::clock;
use crate::engine::gateways::Trouble;
use crate::feed::message::{GatewayBrief, GatewayProblem};
use crate::problem::ApiResult;
use axum::Json;
use axum::extract::State;
use hearth_store::gateways::GatewayRow;
use hearth_store::quarantine::Unread;
use hearth_vitals::coded::English;
use hearth_vitals::state::{GatewayState, LinkState};
use serde::Serialize;
use std::collections::HashMap;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub fn routes() -> OpenApiRouter<ApiState> {
    OpenApiRouter::new().routes(routes!(list_gateways))
}

/// What could not be read is told for a day (ms): longer than the night shift that nobody mends it in.
const UNREAD_TOLD_MS: i64 = 86_400_000;

/// The link of a gateway to a device.
#[derive(Debug, Serialize, ToSchema)]
struct GatewayLink {
    /// Id of the device.
    device: String,
    /// True while valid data arrives from the device.
    up: bool,
    /// Why no valid data arrives, in words; empty while `up` is true.
    reason: String,
}

impl From<LinkState> for GatewayLink {
    fn from(link: LinkState) -> GatewayLink {
        GatewayLink { device: link.device.to_string(), up: link.up, reason: link.reason }
    }
}

/// A registered gateway.
#[derive(Debug, Serialize, ToSchema)]
struct Gateway {
    /// The gateway's id.
    id: String,
    /// When it was registered, ms since 1970.
    registered_at: i64,
    /// When it was revoked, ms since 1970; `null` while it may send.
    revoked_at: Option<i64>,
    /// True when the hub has heard from it within the last 20 s, and it does not say that it is offline.
    online: bool,
    /// When the hub last heard from it, ms since 1970; `null` if it never did.
    last_heard_at: Option<i64>,
    /// Version of its program; `null` until it has told it.
    version: Option<String>,
    /// How many records wait on its disk for a receipt; `null` until it has told it.
    backlog: Option<u64>,
    /// Quality of its clock: `synchronised`, `drifting` or `unknown`; `null` until it has told it.
    clock: Option<String>,
    /// Its links, one for each device in its configuration.
    links: Vec<GatewayLink>,
    /// What a person should mend; empty when all is well.
    problems: Vec<GatewayProblem>,
}

/// A page of gateways.
#[derive(Debug, Serialize, ToSchema)]
struct Gateways {
    /// The gateways, sorted by id.
    gateways: Vec<Gateway>,
    /// The mark to ask the next page with (`after`); `null` on the last page.
    next_after: Option<String>,
}

/// The word of a clock's quality.
fn clock(state: &GatewayState) -> Option<String> {
    serde_json::to_value(state.clock).ok()?.as_str().map(ToOwned::to_owned)
}

/// What is stored of a gateway, with what the engine's loop hears of it now.
fn gateway(row: GatewayRow, heard: Option<GatewayBrief>) -> Gateway {
    let (online, last_heard_at, problems) = heard.map(|brief| (brief.online, brief.last_heard_at, brief.problems)).unwrap_or_default();
    Gateway {
        id: row.id,
        registered_at: row.registered_at.0,
        revoked_at: row.revoked_at.map(|at| at.0),
        online,
        last_heard_at: last_heard_at.or(row.last_heard_at.map(|at| at.0)),
        version: row.state.as_ref().map(|state| state.version.clone()),
        backlog: row.state.as_ref().map(|state| state.backlog),
        clock: row.state.as_ref().and_then(clock),
        links: row.state.map(|state| state.links.into_iter().map(GatewayLink::from).collect()).unwrap_or_default(),
        problems,
    }
}

/// A program that sends what nobody can read is mended by a person.
fn quarantined(unread: &Unread) -> GatewayProblem {
    let Unread { records, bodies, reason, .. } = unread;
    let (records, bodies) = (records.unsigned_abs(), bodies.unsigned_abs());
    Trouble::Quarantined { records, bodies, reason: English(reason.clone()) }.into()
}

/// Lists gateways, a page at a time.
#[utoipa::path(get, path = "/gateways", tag = "equipment", params(PageById), responses((status = 200, body = Gateways), Invalid, Refusals))]
async fn list_gateways(_person: SeesKits, State(state): State<ApiState>, Query(wanted): Query<PageById>) -> ApiResult<Json<Gateways>> {
    let (after, limit) = wanted.checked()?;
    let mut rows = state.store.gateway_page(&after, limit + 1).await?;
    let next_after = page::cut(&mut rows, limit, |row| row.id.clone());
    let briefs = state.engine.gateways().await?;
    let unread = state.store.unread_since(clock::wall_ms().plus(-UNREAD_TOLD_MS)).await?;
    let mut unread: HashMap<String, Unread> = unread.into_iter().map(|unread| (unread.gateway.clone(), unread)).collect();
    let mut heard: HashMap<String, GatewayBrief> = briefs.into_iter().map(|brief| (brief.id.clone(), brief)).collect();
    let gateways = rows
        .into_iter()
        .map(|row| {
            let heard = heard.remove(&row.id);
            let unread = unread.remove(&row.id);
            let mut shown = gateway(row, heard);
            shown.problems.extend(unread.as_ref().map(quarantined));
            shown
        })
        .collect();
    Ok(Json(Gateways { gateways, next_after }))
}
