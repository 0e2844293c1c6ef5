//! `/episodes/{id}/marked-events`, `/marked-events/{id}/withdraw`: what happened to a patient that an alert should have told of, as a clinician marked it.

use super::ApiState;
use super::check::Checks;
use super::documented::{Conflict, Invalid, Refusals, Unknown};
use super::extract::Id;
use super::seen::{Measurements, OfStay};
use crate::auth::extract::Clinician;
use crate::clock;
use crate::feed::message::StaffRef;
use crate::problem::{ApiResult, Body, Cause, Mend, Problem, Thing};
use axum::Json;
use axum::extract::State;
use hearth_store::marked_events::{MARKS_MAX, MarkedRow};
use hearth_vitals::WallMs;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

pub(super) fn routes() -> OpenApiRouter<ApiState> {
    OpenApiRouter::new().routes(routes!(marked_events, mark_event)).routes(routes!(withdraw_mark))
}

/// What can have happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum MarkedKind {
    /// An ambulance or an emergency team was called.
    EmergencyCall,
    /// The patient went back to the hospital unplanned.
    HospitalReturn,
    /// Somebody went to the home unplanned.
    UnplannedVisit,
    /// Treatment was stepped up: oxygen, fluids, antibiotics.
    TreatmentStepped,
    /// The patient has died.
    Death,
}

impl MarkedKind {
    /// All kinds, for the catalogue of codes.
    pub const ALL: [MarkedKind; 5] = [
        MarkedKind::EmergencyCall,
        MarkedKind::HospitalReturn,
        MarkedKind::UnplannedVisit,
        MarkedKind::TreatmentStepped,
        MarkedKind::Death,
    ];

    /// The word for the store and the API.
    pub const fn key(self) -> &'static str {
        match self {
            MarkedKind::EmergencyCall => "emergency_call",
            MarkedKind::HospitalReturn => "hospital_return",
            MarkedKind::UnplannedVisit => "unplanned_visit",
            MarkedKind::TreatmentStepped => "treatment_stepped",
            MarkedKind::Death => "death",
        }
    }
}

/// An event as somebody marks it.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct EventMark {
    /// When it happened, ms since 1970: within the stay, and not in the future.
    at: i64,
    /// The kind of event, such as an emergency call.
    kind: MarkedKind,
}

/// An event that a person marked: something that alerts should have told of beforehand.
#[derive(Debug, Serialize, ToSchema)]
struct MarkedEvent {
    /// Id of the marked event, a UUID.
    id: Uuid,
    /// When it happened, ms since 1970.
    at: i64,
    /// What happened: a word of `marked_events`.
    kind: String,
    /// The member of staff who marked it.
    by: StaffRef,
    /// When it was marked, ms since 1970.
    marked_at: i64,
}

/// The marked events of a stay.
#[derive(Debug, Serialize, ToSchema)]
struct MarkedEvents {
    /// Oldest first, at most 200; those that were withdrawn are not listed.
    events: Vec<MarkedEvent>,
}

/// The marked events of a stay.
#[utoipa::path(
    get, path = "/episodes/{id}/marked-events", tag = "episodes", params(("id" = Uuid, Path)),
    responses((status = 200, description = "The events", body = MarkedEvents), Unknown, Refusals)
)]
async fn marked_events(OfStay { id, .. }: OfStay<Measurements>, State(state): State<ApiState>) -> ApiResult<Json<MarkedEvents>> {
    state.episode_row(id).await?;
    state.marked_events(id).await
}

/// Marks an event, by which profiles are compared.
#[utoipa::path(
    post, path = "/episodes/{id}/marked-events", tag = "episodes", params(("id" = Uuid, Path)), request_body = EventMark,
    responses((status = 200, description = "Marked", body = MarkedEvents), Unknown, Invalid, Conflict, Refusals)
)]
async fn mark_event(
    Clinician(nurse): Clinician,
    State(state): State<ApiState>,
    Id(id): Id,
    Body(mark): Body<EventMark>,
) -> ApiResult<Json<MarkedEvents>> {
    let row = state.episode_row(id).await?;
    let mut checks = Checks::default();
    checks.require(mark.at <= clock::wall_ms().0, "at", Mend::NotInTheFuture {});
    checks.require(mark.at >= row.admitted_at.0, "at", Mend::AfterAdmission {});
    checks.require(row.ended_at.is_none_or(|ended| mark.at <= ended.0), "at", Mend::BeforeEnd {});
    checks.done()?;
    if !state.store.mark_event((Uuid::now_v7(), id), WallMs(mark.at), mark.kind.key(), nurse.id).await? {
        return Err(Cause::TooManyMarks { high: MARKS_MAX.unsigned_abs() }.into());
    }
    tracing::info!(staff = %nurse.id, episode = %id, "marked an event");
    state.marked_events(id).await
}

/// Withdraws a mark that is wrong.
#[utoipa::path(
    post, path = "/marked-events/{id}/withdraw", tag = "episodes", params(("id" = Uuid, Path)),
    responses((status = 200, description = "Withdrawn", body = MarkedEvents), Unknown, Refusals)
)]
async fn withdraw_mark(Clinician(nurse): Clinician, State(state): State<ApiState>, Id(id): Id) -> ApiResult<Json<MarkedEvents>> {
    let stay = state.store.withdraw_mark(id, nurse.id).await?;
    let id = stay.ok_or_else(|| Problem::not_found(Thing::Resource))?;
    tracing::info!(staff = %nurse.id, episode = %id, "withdrew a marked event");
    state.marked_events(id).await
}

impl ApiState {
    async fn marked_events(&self, id: Uuid) -> ApiResult<Json<MarkedEvents>> {
        let rows = self.store.marked_between(&[id], WallMs(0), WallMs(i64::from(u32::MAX) * 1_000)).await?;
        Ok(Json(MarkedEvents { events: rows.into_iter().map(MarkedEvent::from).collect() }))
    }
}

impl From<MarkedRow> for MarkedEvent {
    fn from(row: MarkedRow) -> MarkedEvent {
        let (id, display_name) = row.by;
        MarkedEvent { id: row.id, at: row.at.0, kind: row.kind, by: StaffRef { id, display_name }, marked_at: row.marked.0 }
    }
}
