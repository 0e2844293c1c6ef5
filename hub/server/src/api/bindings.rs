//! Bindings: to whom a device belongs, from when until when. A reading belongs to the stay to which the device was bound when it
//! was measured.

use super::ApiState;
use super::check::{Checks, INSTANTS};
use super::documented::{Conflict, Invalid, Refusals, Unknown};
use super::extract::Id;
use super::fault::{OVERLAP, is};
use super::identity::Identifiers;
use crate::auth::Staff;
use crate::auth::extract::{Binder, Clinician};
use crate::auth::right::Right;
use crate::clock;
use crate::feed::message::StaffRef;
use crate::problem::{ApiResult, Body, Cause, Mend, Problem, Thing};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use hearth_store::equipment::BoundBy;
use hearth_store::registry::EpisodeRow;
use hearth_vitals::{DeviceId, WallMs};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

pub fn routes() -> OpenApiRouter<ApiState> {
    OpenApiRouter::new().routes(routes!(bind)).routes(routes!(end_binding))
}

/// A binding: a device belongs to an episode for a time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Binding {
    /// Id of the binding, a UUID; it means nothing outside the hub.
    pub id: Uuid,
    /// The device that is bound, by its id in the gateway's configuration.
    pub device_id: String,
    /// The stay that the device belongs to, by its id.
    pub episode_id: Uuid,
    /// When the binding begins, ms since 1970; a reading measured at this instant belongs to the episode.
    pub from_at: i64,
    /// When it ended, ms since 1970; a reading measured at this instant no longer belongs to it. `null` while it holds.
    pub until_at: Option<i64>,
    /// The member of staff who bound the device; `null` if that is not recorded.
    pub bound_by: Option<StaffRef>,
}

impl From<BoundBy> for Binding {
    fn from(row: BoundBy) -> Binding {
        let BoundBy { binding, by } = row;
        Binding {
            id: binding.id,
            device_id: binding.device.to_string(),
            episode_id: binding.episode,
            from_at: binding.from_at.0,
            until_at: binding.until_at.map(|at| at.0),
            bound_by: by.map(|(id, display_name)| StaffRef { id, display_name }),
        }
    }
}

impl ApiState {
    async fn binding_shown(&self, id: Uuid) -> ApiResult<Binding> {
        let row = self.store.binding(id).await?.ok_or_else(|| Problem::not_found(Thing::Binding))?;
        Ok(row.into())
    }
}

/// The wish to bind a device to an episode.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct BindWish {
    /// Id of the episode; `null` or left out for that of the patient at home with these identifiers.
    #[serde(default)]
    episode_id: Option<Uuid>,
    /// When the binding begins, ms since 1970: within the stay and not in the future. `null` for now, and for people who may not
    /// act for patients.
    from_at: Option<i64>,
    /// The patient's medical record number, typed again as the first identifier.
    medical_record_number: String,
    /// The patient's date of birth, `YYYY-MM-DD`, typed again as the second identifier.
    birth_date: String,
}

/// The stay that the device is bound to. People who may not see patients can name it only by both identifiers.
async fn stay_of(state: &ApiState, person: &Staff, wish: &BindWish, identifiers: &Identifiers) -> ApiResult<EpisodeRow> {
    match wish.episode_id {
        Some(id) if person.role.has(Right::SeePatients) => {
            let episode = state.store.episode(id).await?;
            let episode = episode.ok_or_else(|| Problem::invalid_field("episode_id", Mend::NoSuchEpisode {}))?;
            identifiers.confirm(&episode.patient)?;
            Ok(episode)
        }
        Some(id) => match identifiers.find(state, person).await? {
            found if found.id == id => Ok(found),
            _ => Err(Cause::NobodyWithIdentifiers {}.into()),
        },
        None => identifiers.find(state, person).await,
    }
}

/// A binding begins within the episode and not in the future.
fn begin(wish: Option<i64>, episode: &EpisodeRow, now: WallMs) -> ApiResult<WallMs> {
    let Some(from) = wish else { return Ok(now) };
    let mut checks = Checks::default();
    checks.require(from <= now.0, "from_at", Mend::NotInTheFuture {});
    checks.require(from >= episode.admitted_at.0, "from_at", Mend::AfterAdmission {});
    checks.done()?;
    Ok(WallMs(from))
}

/// Binds a device to an episode. People who may not see patients give both identifiers of a patient at home instead, as they
/// stand on the wristband.
#[utoipa::path(
    post, path = "/devices/{id}/bindings", tag = "equipment", params(("id" = String, Path)), request_body = BindWish,
    responses((status = 201, description = "Bound", body = Binding), Unknown, Invalid, Conflict, Refusals)
)]
async fn bind(
    Binder(person): Binder,
    State(state): State<ApiState>,
    Id(device): Id<String>,
    Body(wish): Body<BindWish>,
) -> ApiResult<(StatusCode, Json<Binding>)> {
    let mut checks = Checks::default();
    let identifiers = Identifiers::new(&mut checks, &wish.medical_record_number, &wish.birth_date);
    checks.done()?;
    let no_device = || Problem::not_found(Thing::Device);
    let device = DeviceId::new(&device).map_err(|_| no_device())?;
    state.store.device(&device).await?.ok_or_else(no_device)?;
    if wish.from_at.is_some() && !person.role.has(Right::Care) {
        // Readings that were measured already would get another owner.
        return Err(Cause::Forbidden { right: Right::Care }.into());
    }
    let episode = stay_of(&state, &person, &wish, &identifiers).await?;
    let from = begin(wish.from_at, &episode, clock::wall_ms())?;
    let id = Uuid::now_v7();
    let bound = state.store.bind_device(id, &device, episode.id, from, person.id).await;
    let bound = bound.map_err(|error| match is(&error, OVERLAP) {
        true => Problem::from(Cause::BindingOverlap { device: device.clone() }),
        false => error.into(),
    })?;
    if !bound {
        return Err(match state.store.revoked_gateway_of(&device).await? {
            Some(gateway) => Cause::GatewayRevoked { gateway }.into(),
            None => Cause::EpisodeEndedForDevices {}.into(),
        });
    }
    Identifiers::used(&state, &person);
    tracing::info!(staff = %person.id, %device, episode = %episode.id, binding = %id, "bound a device");
    state.in_force().await?;
    Ok((StatusCode::CREATED, Json(state.binding_shown(id).await?)))
}

/// The wish to end a binding.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Unbinding {
    /// When the binding ends, ms since 1970: after its beginning and not in the future. `null` for now.
    until_at: Option<i64>,
    /// Why it ends; kept in the audit.
    #[schema(min_length = 1, max_length = 500)]
    reason: String,
}

/// A binding ends after it began and not in the future.
fn end(wish: Option<i64>, from: WallMs, now: WallMs) -> (WallMs, bool) {
    match wish {
        Some(until) => (WallMs(until), until > from.0 && until <= now.0 && INSTANTS.contains(&until)),
        // Also a binding that was made by mistake within this millisecond can be ended.
        None => (WallMs(now.0.max(from.0.saturating_add(1))), true),
    }
}

/// Ends a binding: readings measured from then on no longer belong to the stay.
#[utoipa::path(
    post, path = "/bindings/{id}/end", tag = "equipment", params(("id" = Uuid, Path)), request_body = Unbinding,
    responses((status = 200, description = "Ended", body = Binding), Unknown, Invalid, Conflict, Refusals)
)]
async fn end_binding(
    Clinician(nurse): Clinician,
    State(state): State<ApiState>,
    Id(id): Id,
    Body(wish): Body<Unbinding>,
) -> ApiResult<Json<Binding>> {
    let binding = state.binding_shown(id).await?;
    let mut checks = Checks::default();
    let reason = checks.text("reason", &wish.reason, 1..=500);
    let (until, right) = end(wish.until_at, WallMs(binding.from_at), clock::wall_ms());
    checks.require(right, "until_at", Mend::WithinBinding {});
    checks.done()?;
    if !state.store.end_binding(id, until, nurse.id, &reason).await? {
        return Err(Cause::BindingEnded {}.into());
    }
    tracing::info!(staff = %nurse.id, binding = %id, "ended a binding");
    state.in_force().await?;
    Ok(Json(state.binding_shown(id).await?))
}
