//! `/strays`: what gateways send under the names of devices that are not of their kit.

use super::ApiState;
use super::documented::Refusals;
use crate::auth::extract::SeesKits;
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

/// A device's name as it is used by a gateway that is not of the device's kit. What that gateway sends under this name is
/// kept apart: it is in no trend, judged by no limit, and shown for no patient.
#[derive(Debug, Serialize, ToSchema)]
struct Stray {
    /// Id of the device, as the gateway gave it.
    device_id: String,
    /// Id of the gateway that sends under this name.
    gateway_id: String,
    /// Id of the kit in which the device is registered; `null` if it is not registered.
    kit_id: Option<String>,
    /// Id of the gateway of that kit; `null` if it has none.
    kit_gateway_id: Option<String>,
    /// How many frames, waveform blocks and events are kept.
    records: i64,
    /// When the earliest of them was measured, ms since 1970; `null` if no time is known.
    from_at: Option<i64>,
    /// When the latest of them was measured, ms since 1970; `null` if no time is known.
    until_at: Option<i64>,
    /// When the hub received the last of them, ms since 1970.
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

/// The devices' names that gateways use although they are not of the device's kit.
#[derive(Debug, Serialize, ToSchema)]
struct Strays {
    /// The strays, those heard last first; at most 1,000.
    strays: Vec<Stray>,
}

/// Lists what is kept apart because its gateway may not speak for its device.
#[utoipa::path(get, path = "/strays", tag = "equipment", responses((status = 200, body = Strays), Refusals))]
async fn list_strays(_person: SeesKits, State(state): State<ApiState>) -> ApiResult<Json<Strays>> {
    Ok(Json(Strays { strays: state.store.strays().await?.into_iter().map(Stray::from).collect() }))
}
