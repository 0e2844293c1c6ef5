//! `/incidents`, `/units`, `/crews`: who is sent to a home, how far they are, and every stamp of the way.

mod acts;
mod attend;
mod card;
mod duty;
pub mod of_alert;
mod open;
mod refusal;
mod seen;
pub mod shown;
mod units;

use super::ApiState;
use super::documented::{Refusals, Unknown};
use super::seen::OfStay;
use crate::clock;
use crate::feed::message::StaffRef;
use crate::problem::{ApiResult, Problem, Thing};
use axum::Json;
use axum::extract::State;
use hearth_store::dispatch::{BoardRow, IncidentRow, Look, OpenCall};
use hearth_vitals::WallMs;
pub(super) use shown::{CLOCKS, WAYS_OUT};

use seen::{AmongIncidents, OneIncident, See};
use serde::Serialize;
use shown::{Incident, IncidentBrief, IncidentStepShown, Refusal, Unit, Unrecorded, Who, situation_of};
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
        .merge(card::routes())
        .merge(attend::routes())
        .merge(duty::routes())
        .merge(units::routes())
}

/// The board of dispatch.
#[derive(Debug, Serialize, ToSchema)]
struct DispatchBoard {
    /// The hub's time, ms since 1970: what every age and clock on the board is counted from.
    at: i64,
    /// The incidents that are not closed, for a crew also those that were since, at most 200: those to which somebody may have to be sent first, of them the oldest alert first.
    incidents: Vec<Incident>,
    /// How many more incidents are not closed; they are not in the list.
    left_off: u64,
    /// The units, by name; at most 200.
    units: Vec<Unit>,
    /// The calls for help of crews that nobody has ended, oldest first; a crew sees those of its unit and its own. At most 800.
    help: Vec<HelpCall>,
}

/// A crew's call for help for itself.
#[derive(Debug, Serialize, ToSchema)]
struct HelpCall {
    /// Id of the call for help, a UUID.
    id: Uuid,
    /// The unit whose crew calls, by its id.
    unit_id: Uuid,
    /// The name of the unit.
    unit: String,
    /// The crew member who pressed the button.
    by: StaffRef,
    /// When it was pressed, ms since 1970.
    pressed_at: i64,
}

impl From<OpenCall> for HelpCall {
    fn from(call: OpenCall) -> HelpCall {
        let by = StaffRef { id: call.by, display_name: call.by_name };
        HelpCall { id: call.id, unit_id: call.unit, unit: call.unit_name, by, pressed_at: call.pressed.0 }
    }
}

fn stay(row: &IncidentRow) -> Uuid {
    Uuid::from_u128(row.incident.opening.stay.0)
}

/// The incidents that are not closed, and the units. A crew sees those that it is sent to and its own unit; its look is audited,
/// once in a quarter of an hour while its screen lies open.
#[utoipa::path(get, path = "/incidents", tag = "dispatch", responses((status = 200, body = DispatchBoard), Refusals))]
async fn board(among: AmongIncidents, State(state): State<ApiState>) -> ApiResult<Json<DispatchBoard>> {
    let now = clock::wall_ms();
    let only = among.only();
    let BoardRow { incidents, left_off, units } = state.store.dispatch_board(only.as_ref(), now).await?;
    if only.is_some() {
        let looks: Vec<_> = incidents.iter().map(|row| (Uuid::from_u128(row.incident.opening.id.0), stay(row))).collect();
        state.store.looked(Look::Incident, &looks, among.person.id).await?;
    }
    let who = if only.is_some() { Who::Crew } else { Who::Desk };
    let mut board = situation_of(&units, true);
    let shown = incidents.iter().map(|row| {
        board.stay_open = row.stay_open;
        Incident::of(row, &board, (&units, who), now).in_brief()
    });
    let incidents = shown.collect();
    let units: Vec<_> = units.iter().filter(|row| among.drives(row)).map(|row| Unit::of(row, now)).collect();
    let theirs = |call: &OpenCall| only.is_none() || call.by == among.person.id || units.iter().any(|unit| unit.id == call.unit);
    let help = state.store.open_calls().await?.into_iter().filter(theirs).map(HelpCall::from).collect();
    Ok(Json(DispatchBoard { at: now.0, incidents, left_off, units, help }))
}

/// One incident with everything that happened.
#[derive(Debug, Serialize, ToSchema)]
struct IncidentDetail {
    /// The incident as it is now.
    incident: Incident,
    /// Everything that happened, oldest first. Steps are never changed: a correction is a step of its own.
    steps: Vec<IncidentStepShown>,
    /// What crews pressed and what was refused, oldest first, with what stood against it; at most 100. A crew sees its own.
    refused: Vec<Refusal>,
    /// What crews measured and wrote that the record of the patient did not take, oldest first; at most 500. A crew sees its own.
    unrecorded: Vec<Unrecorded>,
}

impl ApiState {
    async fn incident_detail(&self, id: Uuid, (who, person): (Who, Uuid), now: WallMs) -> ApiResult<IncidentDetail> {
        let (row, log) = self.store.incident(id).await?.ok_or_else(|| Problem::not_found(Thing::Incident))?;
        let units = self.store.units(now).await?;
        let incident = Incident::of(&row, &situation_of(&units, row.stay_open), (&units, who), now);
        // Who of another crew pressed what is the desk's to know.
        let theirs = |by: Uuid| who == Who::Desk || by == person;
        let refused = self.store.refused_presses(id).await?.into_iter().filter(|one| theirs(one.press.by));
        let unrecorded = self.store.unrecorded_of(id).await?.into_iter().filter(|one| theirs(one.said.by)).map(Unrecorded::from);
        Ok(IncidentDetail {
            incident,
            steps: log.into_iter().map(|step| IncidentStepShown::of(step, &units)).collect(),
            refused: refused.map(|press| Refusal::of(press, &units)).collect(),
            unrecorded: unrecorded.collect(),
        })
    }
}

/// Gives an incident with its log. A look of a crew is audited, once a quarter of an hour while its screen lies open.
#[utoipa::path(
    get, path = "/incidents/{id}", tag = "dispatch", params(("id" = Uuid, Path)),
    responses((status = 200, body = IncidentDetail), Unknown, Refusals)
)]
async fn incident(one: OneIncident<See>, State(state): State<ApiState>) -> ApiResult<Json<IncidentDetail>> {
    let who = if one.of_crew.is_some() { Who::Crew } else { Who::Desk };
    let detail = state.incident_detail(one.id, (who, one.person.id), clock::wall_ms()).await?;
    if who == Who::Crew {
        state.store.looked(Look::Incident, &[(one.id, detail.incident.episode_id)], one.person.id).await?;
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
