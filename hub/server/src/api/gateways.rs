//! `/gateways`: the gateways that read the devices in homes, how they are doing, and which of them may send.

use super::ApiState;
use super::check::Checks;
use super::documented::{Conflict, Invalid, Refusals, Unknown};
use super::extract::{Id, Query};
use super::page::{self, PageById};
use crate::auth::extract::{KitKeeper, SeesKits};
use crate::clock;
use crate::engine::gateways::Trouble;
use crate::feed::message::{GatewayBrief, GatewayProblem};
use crate::gatekeeper::{self, Denied, SignIn};
use crate::problem::{ApiResult, Body, Cause, Mend, Problem, Thing};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use hearth_store::gateways::{GatewayRow, Revoked};
use hearth_store::quarantine::Unread;
use hearth_trust::Life;
use hearth_vitals::coded::English;
use hearth_vitals::state::{GatewayState, LinkState};
use hearth_vitals::{GatewayId, WallMs};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub fn routes() -> OpenApiRouter<ApiState> {
    OpenApiRouter::new().routes(routes!(list_gateways, register_gateway)).routes(routes!(revoke_gateway))
}

/// For how long unreadable messages are reported, ms: a day, longer than the night shift in which nobody mends it.
const UNREAD_TOLD_MS: i64 = 86_400_000;

/// A certificate is renewed at 60 of its 90 days: one that ends within this time (ms) was due at least a day ago.
const END_TOLD_MS: i64 = 29 * 86_400_000;

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

/// A gateway that is registered, with what it last said of itself.
#[derive(Debug, Serialize, ToSchema)]
struct Gateway {
    /// Id of the gateway, as in its configuration.
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

/// The problem that some of what a gateway sent could not be read, which a person has to mend.
fn quarantined(unread: &Unread) -> GatewayProblem {
    let Unread { records, bodies, reason, .. } = unread;
    let (records, bodies) = (records.unsigned_abs(), bodies.unsigned_abs());
    Trouble::Quarantined { records, bodies, reason: English(reason.clone()) }.into()
}

/// A certificate that ends with nobody asking for the next one is mended by a person.
fn ending(until: WallMs, now: WallMs) -> GatewayProblem {
    let days = u64::from(Life { from: now, until }.days_left(now));
    Trouble::CertificateEnds { days }.into()
}

/// Lists gateways, a page at a time.
#[utoipa::path(get, path = "/gateways", tag = "equipment", params(PageById), responses((status = 200, body = Gateways), Invalid, Refusals))]
async fn list_gateways(_person: SeesKits, State(state): State<ApiState>, Query(wanted): Query<PageById>) -> ApiResult<Json<Gateways>> {
    let (after, limit) = wanted.checked()?;
    let mut rows = state.store.gateway_page(&after, limit + 1).await?;
    let next_after = page::cut(&mut rows, limit, |row| row.id.clone());
    let briefs = state.engine.gateways().await?;
    let now = clock::wall_ms();
    let unread = state.store.unread_since(now.plus(-UNREAD_TOLD_MS)).await?;
    let ends = state.store.certificates_that_end(now.plus(END_TOLD_MS)).await?;
    let mut unread: HashMap<String, Unread> = unread.into_iter().map(|unread| (unread.gateway.clone(), unread)).collect();
    let mut heard: HashMap<String, GatewayBrief> = briefs.into_iter().map(|brief| (brief.id.clone(), brief)).collect();
    let gateways = rows
        .into_iter()
        .map(|row| {
            let heard = heard.remove(&row.id);
            let unread = unread.remove(&row.id);
            let mut shown = gateway(row, heard);
            shown.problems.extend(unread.as_ref().map(quarantined));
            shown.problems.extend(ends.get(&shown.id).map(|until| ending(*until, now)));
            shown
        })
        .collect();
    Ok(Json(Gateways { gateways, next_after }))
}

/// A gateway to register.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewGateway {
    /// Its id: 4 to 16 of a-z, 0-9 and '-'.
    #[schema(example = "home-0001")]
    id: String,
    /// Id of a gateway in the same home, whose shard it is to share; `null` or left out for the first of a home.
    #[serde(default)]
    beside: Option<String>,
}

/// What the configuration of a new gateway asks for. It is shown only now.
#[derive(Serialize, ToSchema)]
struct GatewaySignIn {
    /// Id of the gateway, as in its configuration.
    gateway: String,
    /// Where the broker is, as the hub knows it.
    host: String,
    /// TCP port of the broker.
    port: u16,
    /// The name to sign in with.
    username: String,
    /// The password, shown only now.
    password: String,
    /// The shard in which its topics lie.
    shard: String,
    /// False where somebody has to enter name and password at a broker that is not the hub's own.
    let_in: bool,
}

impl From<SignIn> for GatewaySignIn {
    fn from(made: SignIn) -> GatewaySignIn {
        let SignIn { host, port, username, password, shard, let_in } = made;
        GatewaySignIn { gateway: username.clone(), host, port, username, password, shard: shard.to_string(), let_in }
    }
}

fn denied(denied: Denied, gateway: &GatewayId) -> Problem {
    match denied {
        Denied::InUse => Cause::GatewayExists { gateway: gateway.clone() }.into(),
        Denied::NobodyBeside => Problem::invalid_field("beside", Mend::NoSuchGateway {}),
        Denied::Failed(error) => Problem::internal(error),
    }
}

/// Finishes the work even if the caller hangs up: what the store says and what the broker lets in must not differ.
async fn to_its_end<T: Send + 'static>(work: impl Future<Output = T> + Send + 'static) -> ApiResult<T> {
    tokio::spawn(work).await.map_err(Problem::internal)
}

/// Registers a gateway, or one again that was revoked, and makes its sign-in, which is shown once.
#[utoipa::path(
    post, path = "/gateways", tag = "equipment", request_body = NewGateway,
    responses((status = 201, description = "It may send", body = GatewaySignIn), Invalid, Conflict, Refusals)
)]
async fn register_gateway(
    KitKeeper(keeper): KitKeeper,
    State(state): State<ApiState>,
    Body(wish): Body<NewGateway>,
) -> ApiResult<(StatusCode, Json<GatewaySignIn>)> {
    let mut checks = Checks::default();
    let id = checks.gateway("id", &wish.id);
    let beside = wish.beside.as_deref().and_then(|given| checks.gateway("beside", given));
    checks.require(!id.as_ref().is_some_and(gatekeeper::is_reserved), "id", Mend::IdReserved {});
    checks.done()?;
    let id = id.ok_or_else(|| Problem::not_found(Thing::Gateway))?;
    let (gatekeeper, gateway) = (state.gatekeeper.clone(), id.clone());
    let made = to_its_end(async move { gatekeeper.register(&gateway, beside.as_ref()).await }).await?;
    let made = made.map_err(|error| denied(error, &id))?;
    tracing::info!(staff = %keeper.id, gateway = %id, "registered a gateway");
    Ok((StatusCode::CREATED, Json(made.into())))
}

/// Takes a gateway's sign-in away. One through which a patient is watched keeps it until nothing of its kit is bound.
#[utoipa::path(
    post, path = "/gateways/{id}/revoke", tag = "equipment", params(("id" = String, Path)),
    responses((status = 204, description = "It may not send any more"), Unknown, Conflict, Refusals)
)]
async fn revoke_gateway(KitKeeper(keeper): KitKeeper, State(state): State<ApiState>, Id(gateway): Id<String>) -> ApiResult<StatusCode> {
    let unknown = || Problem::not_found(Thing::Gateway);
    let gateway = GatewayId::new(&gateway).map_err(|_| unknown())?;
    let (gatekeeper, id) = (state.gatekeeper.clone(), gateway.clone());
    let revoked = to_its_end(async move { gatekeeper.revoke_idle(&id).await }).await?;
    match revoked.map_err(Problem::internal)? {
        Revoked::Unknown => Err(unknown()),
        Revoked::Watching => Err(Cause::GatewayWatches { gateway }.into()),
        Revoked::Done => {
            tracing::info!(staff = %keeper.id, %gateway, "revoked a gateway");
            Ok(StatusCode::NO_CONTENT)
        }
    }
}
