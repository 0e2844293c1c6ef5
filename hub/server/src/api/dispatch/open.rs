//! Opening an incident: from an alert, from a call, or by hand.

use super::IncidentDetail;
use super::shown::Who;
use super::units::{equipment, position, skills};
use crate::api::ApiState;
use crate::api::check::Checks;
use crate::api::documented::{Conflict, Invalid, Refusals, Unknown};
use crate::api::extract::Id;
use crate::api::fault::{TAKEN, is};
use crate::auth::extract::Answerer;
use crate::clock;
use crate::problem::{ApiResult, Body, Cause, Mend, Problem};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use hearth_care::StayId;
use hearth_care::dispatch::{IncidentId, Opening};
use hearth_store::dispatch::{NewIncident, NotOpened};
use hearth_vitals::WallMs;
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

pub fn routes() -> OpenApiRouter<ApiState> {
    OpenApiRouter::new().routes(routes!(open_incident))
}

/// An incident to be opened.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct IncidentWish {
    /// A UUID chosen by the sender, so that one that is sent twice is opened once. Left out, the hub chooses one.
    #[serde(default)]
    id: Option<Uuid>,
    /// Id of the alert that it is about; `null` if it is about none. The half hour runs from when the alert was raised, even if
    /// that is over by now.
    alert_id: Option<Uuid>,
    /// Id of the call that it comes from; `null` if from none, and beside an `alert_id`. The half hour runs from when the call began.
    call_id: Option<Uuid>,
    /// Why somebody has to go, in one sentence.
    #[schema(min_length = 1, max_length = 300)]
    why: String,
    /// Latitude of the home in degrees, north positive; `null` takes the position of the stay's last incident. Without one, no
    /// travel time is estimated.
    latitude: Option<f64>,
    /// Longitude of the home in degrees, east positive; needed with `latitude`.
    longitude: Option<f64>,
    /// What has to be aboard: words of `unit_equipment`.
    #[schema(max_items = 12)]
    equipment: Vec<String>,
    /// What the crew has to be able to do: words of `unit_skills`.
    #[schema(max_items = 12)]
    skills: Vec<String>,
}

/// Opens an incident of an active stay: somebody has to go there. A stay has one open incident at a time (409 with that one in
/// `current`). An older one that only has to be closed (solved without a visit, cancelled, or treated and every unit clear) is
/// closed first.
#[utoipa::path(
    post, path = "/episodes/{id}/incidents", tag = "dispatch", params(("id" = Uuid, Path)), request_body = IncidentWish,
    responses((status = 201, description = "Opened", body = IncidentDetail), Unknown, Invalid, Conflict, Refusals)
)]
async fn open_incident(
    Answerer(person): Answerer,
    State(state): State<ApiState>,
    Id(id): Id,
    Body(wish): Body<IncidentWish>,
) -> ApiResult<(StatusCode, Json<IncidentDetail>)> {
    let now = clock::wall_ms();
    let episode = state.episode_row(id).await?;
    let since = state.since(id, &wish, now).await?;
    let mut checks = Checks::default();
    let why = checks.text("why", &wish.why, 1..=300);
    let (equipment, skills) = (equipment(&mut checks, &wish.equipment), skills(&mut checks, &wish.skills));
    let home = position(&mut checks, wish.latitude, wish.longitude);
    checks.require(wish.alert_id.is_none() || wish.call_id.is_none(), "call_id", Mend::AlertOrCall {});
    checks.done()?;
    let incident = wish.id.unwrap_or_else(Uuid::now_v7);
    let opening = Opening {
        id: IncidentId(incident.as_u128()),
        stay: StayId(id.as_u128()),
        since,
        home,
        language: episode.patient.language,
        equipment,
        skills,
    };
    let new = NewIncident { opening, alert: wish.alert_id, call: wish.call_id, why, by: Some(person.id), at: now };
    let opened = state.store.open_incident(&new).await.map_err(|error| -> Problem {
        if is(&error, TAKEN) { Problem::invalid_field("id", Mend::IdTaken {}) } else { error.into() }
    })?;
    match opened {
        Ok(()) => {
            state.dispatch.changed();
            tracing::info!(staff = %person.id, episode = %id, %incident, "opened an incident");
            Ok((StatusCode::CREATED, Json(state.incident_detail(incident, (Who::Desk, person.id), now).await?)))
        }
        Err(NotOpened::StayEnded) => Err(Cause::EpisodeEnded {}.into()),
        // The same request again opens nothing.
        Err(NotOpened::Open(open)) if open == incident => {
            Ok((StatusCode::CREATED, Json(state.incident_detail(open, (Who::Desk, person.id), now).await?)))
        }
        Err(NotOpened::Open(open)) => {
            let current = state.incident_detail(open, (Who::Desk, person.id), now).await?.incident;
            Err(Problem::from(Cause::IncidentOpen {}).with_current(serde_json::to_value(current).unwrap_or_default()))
        }
    }
}

impl ApiState {
    /// When the half hour begins. Alert and call have to be of this stay.
    async fn since(&self, stay: Uuid, wish: &IncidentWish, now: WallMs) -> ApiResult<WallMs> {
        if let Some(id) = wish.alert_id {
            let alert = self.store.alert(id).await?.map(|(row, _)| row).filter(|row| row.episode == Some(stay));
            return alert.map(|row| row.alert.since).ok_or_else(|| Problem::invalid_field("alert_id", Mend::OfThisStay {}));
        }
        let Some(id) = wish.call_id else { return Ok(now) };
        let call = self.store.call(id).await?.filter(|row| row.call.episode == stay);
        call.map(|row| row.call.begun_at).ok_or_else(|| Problem::invalid_field("call_id", Mend::OfThisStay {}))
    }
}
