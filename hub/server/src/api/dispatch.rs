//! `/incidents`, `/units`, `/crews`: who is sent to a home, how far they are, and every stamp of the way.

mod acts;
mod open;
mod refusal;
mod seen;
mod shown;
mod units;

use super::ApiState;
use super::documented::{Refusals, Unknown};
use super::seen::OfStay;
use crate::clock;
use crate::problem::{ApiResult, Problem, Thing};
use axum::Json;
use axum::extract::State;
use hearth_care::dispatch::Board;
use hearth_store::dispatch::{IncidentRow, UnitRow};
use hearth_vitals::WallMs;
pub(super) use shown::{CLOCKS, WAYS_OUT};

use seen::{AmongIncidents, OneIncident, See};
use serde::Serialize;
use shown::{Incident, IncidentBrief, IncidentStep, Unit};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

pub(super) fn routes() -> OpenApiRouter<ApiState> {
    OpenApiRouter::new()
        .routes(routes!(board))
        .routes(routes!(incident))
        .routes(routes!(incidents_of))
        .merge(open::routes())
        .merge(acts::routes())
        .merge(units::routes())
}

/// The board of dispatch.
#[derive(Debug, Serialize, ToSchema)]
struct DispatchBoard {
    /// The hub's time, ms since 1970: what every age and clock on the board is counted from.
    at: i64,
    /// The open incidents, the oldest alert first; at most 200.
    incidents: Vec<Incident>,
    /// The units in use, by name; at most 200.
    units: Vec<Unit>,
}

/// What a decision would be made by now.
fn board_of(units: &[UnitRow], stay_open: bool) -> Board {
    Board { units: units.iter().map(|row| (row.unit.id, row.unit.clone())).collect(), stay_open }
}

/// The open incidents and the units. A crew sees those that it is sent to, and its own unit.
#[utoipa::path(get, path = "/incidents", tag = "dispatch", responses((status = 200, body = DispatchBoard), Refusals))]
async fn board(among: AmongIncidents, State(state): State<ApiState>) -> ApiResult<Json<DispatchBoard>> {
    let now = clock::wall_ms();
    let (incidents, units) = state.store.dispatch_board(now).await?;
    let board = board_of(&units, true);
    let incidents = incidents.iter().filter(|row| among.includes(row)).map(|row| Incident::of(row, &board, &units, now)).collect();
    let units = units.iter().filter(|row| among.drives(row)).map(|row| Unit::of(row, now)).collect();
    Ok(Json(DispatchBoard { at: now.0, incidents, units }))
}

/// One incident with everything that happened.
#[derive(Debug, Serialize, ToSchema)]
struct IncidentDetail {
    /// As it is now.
    incident: Incident,
    /// Everything that happened, oldest first. Nothing of it is ever changed: a correction is a step of its own.
    steps: Vec<IncidentStep>,
}

impl ApiState {
    async fn incident_detail(&self, id: Uuid, now: WallMs) -> ApiResult<IncidentDetail> {
        let (row, log) = self.store.incident(id).await?.ok_or_else(|| Problem::not_found(Thing::Incident))?;
        let units = self.store.units(now).await?;
        let incident = self.shown_incident(&row, &units, now).await?;
        Ok(IncidentDetail { incident, steps: log.into_iter().map(|step| IncidentStep::of(step, &units)).collect() })
    }

    async fn shown_incident(&self, row: &IncidentRow, units: &[UnitRow], now: WallMs) -> ApiResult<Incident> {
        let stay = Uuid::from_u128(row.incident.opening.stay.0);
        let stay_open = self.episode_row(stay).await?.ended_at.is_none();
        Ok(Incident::of(row, &board_of(units, stay_open), units, now))
    }
}

/// Gives an incident with its log. Every look of a crew is audited.
#[utoipa::path(
    get, path = "/incidents/{id}", tag = "dispatch", params(("id" = Uuid, Path)),
    responses((status = 200, body = IncidentDetail), Unknown, Refusals)
)]
async fn incident(one: OneIncident<See>, State(state): State<ApiState>) -> ApiResult<Json<IncidentDetail>> {
    let detail = state.incident_detail(one.id, clock::wall_ms()).await?;
    if one.as_crew {
        state.store.looked_at_incident(one.id, detail.incident.episode_id, one.person.id).await?;
    }
    Ok(Json(detail))
}

/// The incidents of a stay.
#[derive(Debug, Serialize, ToSchema)]
struct IncidentList {
    /// Open and closed, the newest first; at most 100.
    incidents: Vec<IncidentBrief>,
}

/// Lists the incidents of a stay.
#[utoipa::path(
    get, path = "/episodes/{id}/incidents", tag = "dispatch", params(("id" = Uuid, Path)),
    responses((status = 200, body = IncidentList), Unknown, Refusals)
)]
async fn incidents_of(OfStay { id, .. }: OfStay<seen::Incidents>, State(state): State<ApiState>) -> ApiResult<Json<IncidentList>> {
    state.episode_row(id).await?;
    let rows = state.store.incidents_of(id).await?;
    Ok(Json(IncidentList { incidents: rows.iter().map(IncidentBrief::of).collect() }))
}
