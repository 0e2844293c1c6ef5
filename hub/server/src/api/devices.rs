//! `/devices`: the devices that measure.

use super::ApiState;
use super::bindings::Binding;
use super::check::Checks;
use super::documented::{Conflict, Invalid, Refusals};
use super::extract::Query;
use super::fault::{UNKNOWN, is};
use super::page::{self, PageById};
use crate::auth::extract::{KitKeeper, SeesKits};
use crate::auth::right::Right;
use crate::problem::{ApiResult, Body, Cause, Mend, Problem, Thing};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use hearth_store::equipment::DeviceRow;
use hearth_vitals::driver::{self, DRIVERS};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub fn routes() -> OpenApiRouter<ApiState> {
    OpenApiRouter::new().routes(routes!(list_devices, add_device))
}

/// A device that is registered at the site, such as a pulse oximeter.
#[derive(Debug, Serialize, ToSchema)]
pub struct Device {
    /// The device's id, as in the gateway's configuration.
    pub id: String,
    /// Id of the kit that it belongs to.
    pub kit_id: String,
    /// Its model, as it was registered; for people only.
    pub model: String,
    /// Key of the protocol that it speaks, such as `nonin-df7`.
    pub protocol: String,
    /// The maker's serial number; may be empty.
    pub serial_number: String,
    /// The binding that holds now; `null` while it is free, and always for people who may not see patients.
    pub binding: Option<Binding>,
    /// True while a binding holds.
    pub bound: bool,
    /// When the hub received its newest frame, ms since 1970; `null` if it never sent one.
    pub last_heard_at: Option<i64>,
}

impl From<DeviceRow> for Device {
    fn from(row: DeviceRow) -> Device {
        Device {
            id: row.id.to_string(),
            kit_id: row.kit,
            model: row.model,
            protocol: row.protocol,
            serial_number: row.serial_number,
            bound: row.binding.is_some(),
            binding: row.binding.map(Binding::from),
            last_heard_at: row.last_heard_at.map(|at| at.0),
        }
    }
}

/// A page of devices.
#[derive(Debug, Serialize, ToSchema)]
struct Devices {
    /// The devices, sorted by id.
    devices: Vec<Device>,
    /// The mark to ask the next page with (`after`); `null` on the last page.
    next_after: Option<String>,
}

/// Lists registered devices, a page at a time.
#[utoipa::path(get, path = "/devices", tag = "equipment", params(PageById), responses((status = 200, body = Devices), Invalid, Refusals))]
async fn list_devices(
    SeesKits(person): SeesKits,
    State(state): State<ApiState>,
    Query(wanted): Query<PageById>,
) -> ApiResult<Json<Devices>> {
    let (after, limit) = wanted.checked()?;
    let mut rows = state.store.devices(&after, limit + 1).await?;
    let next_after = page::cut(&mut rows, limit, |row| row.id.to_string());
    let mut devices: Vec<Device> = rows.into_iter().map(Device::from).collect();
    if !person.role.has(Right::SeePatients) {
        devices.iter_mut().for_each(|device| device.binding = None);
    }
    Ok(Json(Devices { devices, next_after }))
}

/// A device to register.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewDevice {
    /// Its id: 4 to 16 of a-z, 0-9 and '-'; as in the gateway's configuration.
    #[schema(example = "oxi-0001")]
    id: String,
    /// Id of the kit that it belongs to.
    kit_id: String,
    /// Its model; for people only.
    #[schema(min_length = 1, max_length = 80)]
    model: String,
    /// Key of the protocol that it speaks.
    #[schema(example = "nonin-df7")]
    protocol: String,
    /// The maker's serial number; may be empty.
    #[schema(max_length = 80)]
    serial_number: String,
}

/// The known drivers, for a person who wrote another.
fn known() -> impl Iterator<Item = &'static str> {
    DRIVERS.iter().map(|driver| driver.key)
}

/// Registers a device in a kit. One that is known and not bound is moved there.
#[utoipa::path(
    post, path = "/devices", tag = "equipment", request_body = NewDevice,
    responses((status = 201, description = "Registered", body = Device), Invalid, Conflict, Refusals)
)]
async fn add_device(
    KitKeeper(keeper): KitKeeper,
    State(state): State<ApiState>,
    Body(wish): Body<NewDevice>,
) -> ApiResult<(StatusCode, Json<Device>)> {
    let mut checks = Checks::default();
    let id = checks.device("id", &wish.id);
    let model = checks.text("model", &wish.model, 1..=80);
    let serial_number = checks.text("serial_number", &wish.serial_number, 0..=80);
    checks.require(driver::find(&wish.protocol).is_some(), "protocol", Mend::one_of("protocols", known()));
    checks.done()?;
    let id = id.ok_or_else(|| Problem::not_found(Thing::Device))?;
    let added = state.store.add_device(&id, wish.kit_id.trim(), &model, &wish.protocol, &serial_number).await;
    let added = added.map_err(|error| match is(&error, UNKNOWN) {
        true => Problem::invalid_field("kit_id", Mend::NoSuchKit {}),
        false => error.into(),
    })?;
    if !added {
        return Err(Cause::DeviceBound { device: id }.into());
    }
    tracing::info!(staff = %keeper.id, device = %id, "registered a device");
    state.in_force().await?;
    let row = state.store.device(&id).await?.ok_or_else(|| Problem::not_found(Thing::Device))?;
    Ok((StatusCode::CREATED, Json(row.into())))
}
