//! `/strays`: what gateways send under the names of devices that are not of their kit.

use super::ApiState;
use super::documented::Refusals;
use crate::auth::extract::SignedIn;
use crate::problem::ApiResult;
use axum::Json;
use axum::extract::State;
use hearth_store::strays::StrayRow;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub fn routes() -> OpenApiRouter<ApiState> {
    OpenApiRouter::new().routes(routes!(list_strays))
}

/// A device as a gateway names it that is not of the device's kit. What it sends is kept apart: it is in no trend,
/// judged by no limit and shown for no patient.
#[derive(Debug, Serialize, ToSchema)]
struct Stray {
    /// The device.
    device_id: String,
    /// The gateway that sends under its name.
    gateway_id: String,
    /// The kit of the device; `null` when nobody registered it.
    kit_id: Option<String>,
    /// The gateway of that kit.
    kit_gateway_id: Option<String>,
    /// Frames, waveforms and events that are kept.
    records: i64,
    /// Measured from then, ms since 1970; `null` while no time of them is known.
    from_at: Option<i64>,
    /// Measured until then, ms since 1970.
    until_at: Option<i64>,
    /// When the last of it arrived, ms since 1970.
    received_at: i64,
}

impl From<StrayRow> for Stray {
    fn from(row: StrayRow) -> Stray {
        Stray {
            device_id: row.device.to_string(),
            gateway_id: row.gateway.to_string(),
            kit_id: row.kit,
            kit_gateway_id: row.kit_gateway.map(|id| id.to_string()),
            records: row.records,
            from_at: row.from_at.map(|at| at.0),
            until_at: row.until_at.map(|at| at.0),
            received_at: row.received_at.0,
        }
    }
}

/// Strays.
#[derive(Debug, Serialize, ToSchema)]
struct Strays {
    /// Those heard last first, at most 1,000.
    strays: Vec<Stray>,
}

/// Lists what is kept apart because its gateway may not speak for its device.
#[utoipa::path(get, path = "/strays", tag = "equipment", responses((status = 200, body = Strays), Refusals))]
async fn list_strays(_person: SignedIn, State(state): State<ApiState>) -> ApiResult<Json<Strays>> {
    Ok(Json(Strays { strays: state.store.strays().await?.into_iter().map(Stray::from).collect() }))
}
