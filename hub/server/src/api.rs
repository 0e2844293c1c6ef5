//! The hub's HTTP surface: the API under `/api/v1`, the live feed, probes, and the dashboard.
//!
//! One file a resource in `api/`. A handler asks for the person it needs by the type of an
//! argument ([`crate::auth::extract`]), checks what was written ([`check`]), calls the store,
//! and tells the engine's loop ([`EngineHandle`]) of what changed before it answers: what a nurse sees
//! next is what holds. Acts on alerts go through the engine's loop alone.

mod alert_acts;
mod alerts;
mod audit;
pub mod audited;
mod bindings;
mod calls;
mod check;
mod clinical;
mod codes;
mod dashboard;
mod description;
mod devices;
pub mod dispatch;
mod documented;
pub mod doors;
mod ended;
mod enrolment;
mod episodes;
mod events;
mod extract;
mod fault;
mod feed;
mod gateways;
mod guard;
mod handovers;
mod identity;
mod kits;
mod limits;
mod load;
mod marked_events;
mod notes;
mod observations;
mod observe;
mod outdated;
mod page;
mod particulars;
mod patients;
mod pauses;
mod phone;
mod probes;
mod profile;
mod profile_trial;
mod quiets;
mod readings;
mod reduced;
mod report;
mod seen;
mod sheet;
mod shift;
mod shifts;
mod sound;
mod sparklines;
mod staff;
mod strays;
mod system;
mod tasks;
mod trial;
mod unmonitored;
mod watch;
mod watches;
mod waveforms;
pub mod who_may;
mod without_news2;
pub(crate) mod words;
mod workbench;

use crate::audit::looks::Looks;
use crate::auth::throttle::Throttle;
use crate::auth::{Auth, handlers};
use crate::backup::revocations::Notes;
use crate::dispatch::DispatchHandle;
use crate::engine::handle::EngineHandle;
use crate::feed::Feed;
use crate::gatekeeper::Gatekeeper;
use crate::problem;
use crate::readiness::Signs;
use crate::telemetry::Metrics;
use crate::ward::Watches;
use crate::workbench::Workbench;
use axum::Router;
use axum::extract::{DefaultBodyLimit, FromRef};
use axum::middleware::{from_fn, from_fn_with_state};
use hearth_escalation::Ladders;
use hearth_store::Store;
use std::sync::{Arc, Mutex};
use tower_http::compression::CompressionLayer;
use utoipa_axum::router::OpenApiRouter;

/// Where the API is.
const ROOT: &str = "/api/v1";
/// The longest body: limits of every vital fit many times over.
const BODY_BYTES_MAX: usize = 64 * 1024;

/// What the handlers need; cheap to clone.
#[derive(Clone)]
pub struct ApiState {
    /// The store of the site.
    pub store: Store,
    /// Sessions and rights of people.
    pub auth: Auth,
    /// The way to the engine's loop.
    pub engine: EngineHandle,
    /// The way to the loop that tells who holds the watch.
    pub watches: Watches,
    /// The way to the loop that shows the board of dispatch.
    pub dispatch: DispatchHandle,
    /// The live feed.
    pub feed: Feed,
    /// The site's ladders of people; a clinician signs their delays.
    pub ladders: Ladders,
    /// Registers gateways, and lets them in at the broker.
    pub gatekeeper: Gatekeeper,
    /// Slows down anybody who guesses the identifiers of patients whom they may not see.
    pub guesses: Arc<Mutex<Throttle>>,
    /// List of revoked gateways and changed passwords. A restore from a backup applies it, so that nothing revoked works again.
    pub revocations: Notes,
    /// Trials of profiles over stored days.
    pub workbench: Workbench,
    /// Writes looks and refusals into the audit.
    pub looks: Looks,
    /// The link that dials a number, with `{number}` in its place.
    pub dial_link: Arc<str>,
}

impl FromRef<ApiState> for Auth {
    fn from_ref(state: &ApiState) -> Auth {
        state.auth.clone()
    }
}

/// The whole API on one page.
fn routes() -> OpenApiRouter<ApiState> {
    OpenApiRouter::new()
        .merge(handlers::routes())
        .merge(patients::routes())
        .merge(episodes::routes())
        .merge(particulars::routes())
        .merge(notes::routes())
        .merge(tasks::routes())
        .merge(calls::routes())
        .merge(dispatch::routes())
        .merge(ended::routes())
        .merge(limits::routes())
        .merge(phone::routes())
        .merge(profile::routes())
        .merge(clinical::routes())
        .merge(profile_trial::routes())
        .merge(marked_events::routes())
        .merge(workbench::routes())
        .merge(readings::routes())
        .merge(waveforms::routes())
        .merge(events::routes())
        .merge(observations::routes())
        .merge(observe::routes())
        .merge(sparklines::routes())
        .merge(kits::routes())
        .merge(strays::routes())
        .merge(devices::routes())
        .merge(bindings::routes())
        .merge(gateways::routes())
        .merge(enrolment::routes())
        .merge(load::routes())
        .merge(alerts::routes())
        .merge(alert_acts::routes())
        .merge(pauses::routes())
        .merge(quiets::routes())
        .merge(reduced::routes())
        .merge(sound::routes())
        .merge(watch::routes())
        .merge(watches::routes())
        .merge(shifts::routes())
        .merge(handovers::routes())
        .merge(staff::routes())
        .merge(report::routes())
        .merge(unmonitored::routes())
        .merge(audit::routes())
        .merge(system::routes())
        .merge(feed::routes())
}

fn described() -> OpenApiRouter<ApiState> {
    OpenApiRouter::with_openapi(description::head()).nest(ROOT, routes())
}

/// The description of the API.
pub fn openapi() -> utoipa::openapi::OpenApi {
    description::finish(described().into_openapi())
}

/// The whole HTTP surface. `signs` is what the parts say of themselves, for `/readyz`.
///
/// To be served with the peer's address, by which sign-ins are counted and `/metrics` is
/// kept to this machine:
/// `axum::serve(listener, router.into_make_service_with_connect_info::<SocketAddr>())`.
pub fn router(state: ApiState, metrics: Metrics, signs: Signs) -> Router {
    let (api, openapi) = described().split_for_parts();
    let auth = state.auth.clone();
    let looks = state.looks.clone();
    let probes = probes::router(state.store.clone(), metrics, signs);
    let api = api.route("/api/openapi.json", description::route(&description::finish(openapi))).with_state(state);
    api.merge(probes)
        .fallback(dashboard::serve)
        .method_not_allowed_fallback(guard::wrong_method)
        .layer(from_fn_with_state(looks, audited::notice))
        .layer(from_fn(guard::time_out))
        .layer(from_fn_with_state(auth.clone(), guard::own_site))
        .layer(from_fn(guard::measure))
        .layer(DefaultBodyLimit::max(BODY_BYTES_MAX))
        .layer(from_fn(problem::correlate))
        .layer(CompressionLayer::new().compress_when(guard::worth_compressing()))
        .layer(from_fn_with_state(auth, guard::headers))
}
