//! Which incidents and units a person may see: a crew those that it is sent to, and its own unit.

use crate::api::ApiState;
use crate::api::extract::Id;
use crate::api::seen::SeenOfPatients;
use crate::auth::Staff;
use crate::auth::extract::SignedIn;
use crate::auth::right::Right;
use crate::auth::table::Reach;
use crate::clock;
use crate::problem::{ApiResult, Cause, Problem, Thing};
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use hearth_alerts::StaffId;
use hearth_store::dispatch::{OfCrew, UnitRow};
use std::collections::BTreeSet;
use std::marker::PhantomData;
use uuid::Uuid;

/// Marks a request for incidents of a stay by somebody who may see all of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Incidents;

impl SeenOfPatients for Incidents {
    const RIGHT: Right = Right::SeeIncidents;
}

/// What a request wants of an incident or a unit, as a type for the extractors here.
pub trait DispatchRight: Send {
    /// The right that it needs.
    const RIGHT: Right;
}

/// Marks a request that only reads the incident.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct See;

impl DispatchRight for See {
    const RIGHT: Right = Right::SeeIncidents;
}

/// Marks a request that says how far a unit is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Respond;

impl DispatchRight for Respond {
    const RIGHT: Right = Right::Respond;
}

/// Marks a request for the job card of the patient, with how to get in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CardOf;

impl DispatchRight for CardOf {
    const RIGHT: Right = Right::SeeAccess;
}

/// Marks a request that writes down what is done at the patient.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Attend;

/// Somebody who left a unit less long ago than this can still call for help, ms.
const LEFT_MS: i64 = 12 * 3_600_000;

impl DispatchRight for Attend {
    const RIGHT: Right = Right::Attend;
}

/// The header in which a crew's phone says for whom it asks or sends. A browser has one session: who signs in beside an open page of
/// the phone changes it under that page, and what one person pressed must never be signed by another.
pub const FOR_PERSON: &str = "hearth-person";

fn is_for(parts: &Parts, person: &Staff) -> ApiResult<()> {
    let said = parts.headers.get(FOR_PERSON).map(|value| value.to_str().ok().and_then(|text| text.parse::<Uuid>().ok()));
    if said.is_some_and(|said| said != Some(person.id)) { Err(Cause::AnotherPerson {}.into()) } else { Ok(()) }
}

/// The person, and true if the right reaches only what they are sent to.
async fn reach(parts: &mut Parts, state: &ApiState, right: Right) -> ApiResult<(Staff, bool)> {
    let SignedIn(person) = SignedIn::from_request_parts(parts, state).await?;
    is_for(parts, &person)?;
    let reach = person.role.reach(right).ok_or(Cause::Forbidden { right })?;
    let as_crew = reach == Reach::Assigned;
    if as_crew {
        state.dispatch.heard(StaffId(person.id.as_u128()), clock::wall_ms());
    }
    Ok((person, as_crew))
}

/// Someone who may see incidents, all or those that they are sent to.
pub struct AmongIncidents {
    /// The person who sent the request.
    pub person: Staff,
    of_crew: Option<OfCrew>,
}

impl FromRequestParts<ApiState> for AmongIncidents {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &ApiState) -> ApiResult<AmongIncidents> {
        let (person, as_crew) = reach(parts, state, Right::SeeIncidents).await?;
        let of_crew = if as_crew { Some(state.store.places_of_crew(person.id, clock::wall_ms()).await?) } else { None };
        Ok(AmongIncidents { person, of_crew })
    }
}

impl AmongIncidents {
    /// The incidents that the person may see; `None` for all.
    pub fn only(&self) -> Option<BTreeSet<Uuid>> {
        self.of_crew.as_ref().map(OfCrew::incidents)
    }

    /// True for a unit that the person may see.
    pub fn drives(&self, row: &UnitRow) -> bool {
        self.of_crew.is_none() || drives(&self.person, row)
    }
}

fn drives(person: &Staff, row: &UnitRow) -> bool {
    row.unit.crew.as_ref().is_some_and(|crew| crew.members.contains(&StaffId(person.id.as_u128())))
}

/// The incident whose id stands in the path, asked for by someone who may. Another crew's does not exist for them.
pub struct OneIncident<W> {
    /// Id of the incident.
    pub id: Uuid,
    /// The person who sent the request.
    pub person: Staff,
    /// For a crew member: the places that they may see; `None` for others.
    pub of_crew: Option<OfCrew>,
    wanted: PhantomData<W>,
}

impl<W: DispatchRight> FromRequestParts<ApiState> for OneIncident<W> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &ApiState) -> ApiResult<OneIncident<W>> {
        let (person, as_crew) = reach(parts, state, W::RIGHT).await?;
        let unknown = || Problem::not_found(Thing::Incident);
        let Id(id) = Id::<Uuid>::from_request_parts(parts, state).await.map_err(|_| unknown())?;
        let of_crew = if as_crew { Some(state.store.places_of_crew(person.id, clock::wall_ms()).await?) } else { None };
        let reached = of_crew.as_ref().is_none_or(|own| own.places.iter().any(|(incident, ..)| *incident == id));
        // Crew members who were sent there once are told why they no longer are, if they report something: a 404 would look like
        // a fault. What they have measured meanwhile is not lost.
        let says = matches!(W::RIGHT, Right::Respond | Right::Attend);
        if !reached && (!says || state.store.offered_to(person.id, id).await?.is_empty()) {
            return Err(unknown());
        }
        Ok(OneIncident { id, person, of_crew, wanted: PhantomData })
    }
}

/// The unit whose id stands in the path, asked for by someone who may say where it is. Another crew's does not exist for them.
pub struct OneUnit {
    /// Id of the unit.
    pub id: Uuid,
}

impl FromRequestParts<ApiState> for OneUnit {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &ApiState) -> ApiResult<OneUnit> {
        let (person, as_crew) = reach(parts, state, Right::Respond).await?;
        let unknown = || Problem::not_found(Thing::Unit);
        let Id(id) = Id::<Uuid>::from_request_parts(parts, state).await.map_err(|_| unknown())?;
        let now = clock::wall_ms();
        // The people in the unit: the crew that drives it now, and the one that was sent with it.
        let units = if as_crew { state.store.units(now).await? } else { Vec::new() };
        let drives = units.iter().any(|row| row.unit.id.0 == id.as_u128() && drives(&person, row));
        if as_crew && !drives && !state.store.places_of_crew(person.id, now).await?.has_unit(id) {
            return Err(unknown());
        }
        Ok(OneUnit { id })
    }
}

/// A unit whose crew calls for help. Whoever sits in it, was sent with it, or has just left it is heard: a change of the roster must
/// not stand between a person in danger and the desk.
pub struct HelpOf {
    /// Id of the unit.
    pub id: Uuid,
    /// The person who sent the request.
    pub person: Staff,
    /// True for the desk, and for people who sit in the unit now.
    pub present: bool,
}

impl FromRequestParts<ApiState> for HelpOf {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &ApiState) -> ApiResult<HelpOf> {
        let (person, as_crew) = reach(parts, state, Right::Respond).await?;
        let unknown = || Problem::not_found(Thing::Unit);
        let Id(id) = Id::<Uuid>::from_request_parts(parts, state).await.map_err(|_| unknown())?;
        let now = clock::wall_ms();
        let units = state.store.units(now).await?;
        let unit = units.iter().find(|row| row.unit.id.0 == id.as_u128()).ok_or_else(unknown)?;
        let present = !as_crew || drives(&person, unit);
        let near = present
            || state.store.sat_in(person.id, id, now.plus(-LEFT_MS)).await?
            || state.store.places_of_crew(person.id, now).await?.has_unit(id);
        if near { Ok(HelpOf { id, person, present }) } else { Err(unknown()) }
    }
}

/// Someone who may see which units there are.
pub struct SeesUnits(pub Staff);

impl FromRequestParts<ApiState> for SeesUnits {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &ApiState) -> ApiResult<SeesUnits> {
        Ok(SeesUnits(reach(parts, state, Right::Respond).await?.0))
    }
}

/// The unit whose id stands in the path, whoever drives it, asked for by someone who may sit in one.
pub struct AnyUnit<W> {
    /// Id of the unit.
    pub id: Uuid,
    /// The person who sent the request.
    pub person: Staff,
    /// What people call it.
    pub name: String,
    wanted: PhantomData<W>,
}

impl<W: DispatchRight> FromRequestParts<ApiState> for AnyUnit<W> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &ApiState) -> ApiResult<AnyUnit<W>> {
        let (person, _) = reach(parts, state, W::RIGHT).await?;
        let unknown = || Problem::not_found(Thing::Unit);
        let Id(id) = Id::<Uuid>::from_request_parts(parts, state).await.map_err(|_| unknown())?;
        let units = state.store.units(clock::wall_ms()).await?;
        let name = units.into_iter().find(|row| row.unit.id.0 == id.as_u128()).map(|row| row.name).ok_or_else(unknown)?;
        Ok(AnyUnit { id, person, name, wanted: PhantomData })
    }
}
