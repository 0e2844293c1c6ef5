//! `/kits`: a gateway and the devices that travel with it.

use super::ApiState;
use super::check::{self, Checks};
use super::documented::{Conflict, Invalid, Refusals};
use super::extract::Query;
use super::fault::{TAKEN, UNKNOWN, is};
use super::page::{self, PageById};
use crate::auth::extract::{KitKeeper, SeesKits};
use crate::problem::{ApiResult, Body, Cause, Mend, Problem};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use hearth_store::equipment::KitRow;
use hearth_vitals::DeviceId;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub fn routes() -> OpenApiRouter<ApiState> {
    OpenApiRouter::new().routes(routes!(list_kits, add_kit))
}

/// A kit: a gateway and the devices that belong to it.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Kit {
    /// The kit's id: 4 to 16 of a-z, 0-9 and '-'.
    #[schema(example = "kit-0001")]
    id: String,
    /// What is written on the box, for people.
    #[schema(min_length = 1, max_length = 80)]
    label: String,
    /// Id of the gateway in it; `null` while it has none.
    gateway_id: Option<String>,
}

/// A page of kits.
#[derive(Debug, Serialize, ToSchema)]
struct Kits {
    /// The kits, sorted by id.
    kits: Vec<Kit>,
    /// The mark to ask the next page with (`after`); `null` on the last page.
    next_after: Option<String>,
}

/// Lists kits, a page at a time.
#[utoipa::path(get, path = "/kits", tag = "equipment", params(PageById), responses((status = 200, body = Kits), Invalid, Refusals))]
async fn list_kits(_person: SeesKits, State(state): State<ApiState>, Query(wanted): Query<PageById>) -> ApiResult<Json<Kits>> {
    let (after, limit) = wanted.checked()?;
    let mut rows = state.store.kits(&after, limit + 1).await?;
    let next_after = page::cut(&mut rows, limit, |row| row.id.clone());
    let kit = |row: KitRow| Kit { id: row.id, label: row.label, gateway_id: row.gateway.map(|id| id.to_string()) };
    Ok(Json(Kits { kits: rows.into_iter().map(kit).collect(), next_after }))
}

/// Adds a kit: a gateway and the devices that go to one home with it.
#[utoipa::path(
    post, path = "/kits", tag = "equipment", request_body = Kit,
    responses((status = 201, description = "Added", body = Kit), Invalid, Conflict, Refusals)
)]
async fn add_kit(KitKeeper(keeper): KitKeeper, State(state): State<ApiState>, Body(wish): Body<Kit>) -> ApiResult<(StatusCode, Json<Kit>)> {
    let mut checks = Checks::default();
    let id = wish.id.trim().to_owned();
    // Ids of kits and devices are written alike.
    checks.require(DeviceId::new(&id).is_ok(), "id", check::an_id());
    let label = checks.text("label", &wish.label, 1..=80);
    let gateway = wish.gateway_id.as_deref().and_then(|given| checks.gateway("gateway_id", given));
    checks.done()?;
    state.store.add_kit(&id, &label, gateway.as_ref()).await.map_err(|error| {
        if is(&error, TAKEN) {
            return Cause::KitExists { kit: id.clone() }.into();
        }
        if is(&error, UNKNOWN) {
            return Problem::invalid_field("gateway_id", Mend::NoSuchGateway {});
        }
        error.into()
    })?;
    tracing::info!(staff = %keeper.id, kit = id, "added a kit");
    state.in_force().await?;
    Ok((StatusCode::CREATED, Json(Kit { id, label, gateway_id: gateway.map(|id| id.to_string()) })))
}
