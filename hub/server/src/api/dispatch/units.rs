//! Units, who drives them, and where they are.

use super::seen::OneUnit;
use super::shown::Unit;
use crate::api::ApiState;
use crate::api::check::{Checks, INSTANTS};
use crate::api::documented::{Conflict, Invalid, Refusals, Unknown};
use crate::api::extract::Id;
use crate::api::fault::{TAKEN, is};
use crate::auth::extract::Dispatcher;
use crate::auth::role::Role;
use crate::clock;
use crate::feed::message::StaffRef;
use crate::problem::{ApiResult, Body, Cause, Mend, Problem, Thing};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use hearth_care::dispatch::unit::CREW_MAX;
use hearth_care::dispatch::{Equipment, Fix, Position, Skill};
use hearth_care::{SHIFT_MS_MAX, SHIFT_MS_MIN};
use hearth_store::StoreError;
use hearth_store::dispatch::{Ended, NewCrew, NotOnDuty};
use hearth_vitals::WallMs;
use hearth_vitals::coded::{Choices, Seconds};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

/// How old a reported position may be, ms; an older one says nothing about now.
const POSITION_AGE_MS_MAX: i64 = 3_600_000;

pub fn routes() -> OpenApiRouter<ApiState> {
    OpenApiRouter::new()
        .routes(routes!(add_unit))
        .routes(routes!(change_unit))
        .routes(routes!(crew_people))
        .routes(routes!(begin_crew))
        .routes(routes!(end_crew))
        .routes(routes!(unit_was_at))
}

/// What a unit carries, or has to: words of `unit_equipment`.
pub fn equipment(checks: &mut Checks, given: &[String]) -> BTreeSet<Equipment> {
    let choices = Choices::new("unit_equipment", Equipment::ALL.map(Equipment::key));
    checks.require(given.iter().all(|word| Equipment::from_key(word).is_some()), "equipment", Mend::OneOf { choices });
    given.iter().filter_map(|word| Equipment::from_key(word)).collect()
}

/// What a crew can do, or has to: words of `unit_skills`.
pub fn skills(checks: &mut Checks, given: &[String]) -> BTreeSet<Skill> {
    let choices = Choices::new("unit_skills", Skill::ALL.map(Skill::key));
    checks.require(given.iter().all(|word| Skill::from_key(word).is_some()), "skills", Mend::OneOf { choices });
    given.iter().filter_map(|word| Skill::from_key(word)).collect()
}

/// A place on earth, if both degrees are given.
pub fn position(checks: &mut Checks, latitude: Option<f64>, longitude: Option<f64>) -> Option<Position> {
    let fits = |value: Option<f64>, most: f64| value.is_none_or(|value| value.abs() <= most);
    checks.require(fits(latitude, 90.0), "latitude", Mend::Between { low: -90.0, high: 90.0 });
    checks.require(fits(longitude, 180.0), "longitude", Mend::Between { low: -180.0, high: 180.0 });
    checks.require(latitude.is_some() == longitude.is_some(), "longitude", Mend::Missing {});
    // Within 180 degrees, so that millionths of them fit; a cast of what does not is bounded, and no place.
    let udeg = |degrees: f64| (degrees * 1e6).round() as i32;
    Position::try_new(udeg(latitude?), udeg(longitude?))
}

/// A unit to be added.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct UnitWish {
    /// What people call it.
    #[schema(min_length = 1, max_length = 40)]
    name: String,
    /// What it carries: words of `unit_equipment`.
    #[schema(max_items = 12)]
    equipment: Vec<String>,
}

fn checked(wish: &UnitWish) -> ApiResult<(String, BTreeSet<Equipment>)> {
    let mut checks = Checks::default();
    let read = (checks.text("name", &wish.name, 1..=40), equipment(&mut checks, &wish.equipment));
    checks.done()?;
    Ok(read)
}

fn name_taken(error: StoreError) -> Problem {
    if is(&error, TAKEN) { Cause::UnitNameTaken {}.into() } else { error.into() }
}

impl ApiState {
    async fn unit(&self, id: Uuid) -> ApiResult<Unit> {
        let now = clock::wall_ms();
        let units = self.store.units(now).await?;
        let row = units.iter().find(|row| row.unit.id.0 == id.as_u128());
        row.map(|row| Unit::of(row, now)).ok_or_else(|| Problem::not_found(Thing::Unit))
    }
}

/// Adds a unit to the site's fleet; it can be sent once a crew has signed on to it.
#[utoipa::path(
    post, path = "/units", tag = "dispatch", request_body = UnitWish,
    responses((status = 201, description = "Added", body = Unit), Invalid, Conflict, Refusals)
)]
async fn add_unit(
    Dispatcher(person): Dispatcher,
    State(state): State<ApiState>,
    Body(wish): Body<UnitWish>,
) -> ApiResult<(StatusCode, Json<Unit>)> {
    let ((name, equipment), id) = (checked(&wish)?, Uuid::now_v7());
    if !state.store.add_unit(id, &name, &equipment, person.id).await.map_err(name_taken)? {
        return Err(Cause::TooManyUnits {}.into());
    }
    state.dispatch.changed();
    tracing::info!(staff = %person.id, unit = %id, "added a unit");
    Ok((StatusCode::CREATED, Json(state.unit(id).await?)))
}

/// A unit as it is to be.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct UnitChange {
    /// The version that was shown.
    version: u32,
    /// The unit as it is to be.
    unit: UnitWish,
}

/// Changes what a unit is called and carries.
#[utoipa::path(
    put, path = "/units/{id}", tag = "dispatch", params(("id" = Uuid, Path)), request_body = UnitChange,
    responses((status = 200, description = "Changed", body = Unit), Unknown, Invalid, Conflict, Refusals)
)]
async fn change_unit(
    Dispatcher(person): Dispatcher,
    State(state): State<ApiState>,
    Id(id): Id,
    Body(change): Body<UnitChange>,
) -> ApiResult<Json<Unit>> {
    let (name, equipment) = checked(&change.unit)?;
    state.unit(id).await?;
    if !state.store.change_unit((id, change.version), &name, &equipment, person.id).await.map_err(name_taken)? {
        return Err(Cause::ChangedMeanwhile {}.into());
    }
    state.dispatch.changed();
    tracing::info!(staff = %person.id, unit = %id, "changed a unit");
    Ok(Json(state.unit(id).await?))
}

/// Who can be in a crew.
#[derive(Debug, Serialize, ToSchema)]
struct CrewPeople {
    /// The paramedics whose accounts are in force.
    people: Vec<StaffRef>,
}

/// Lists who can be in a crew.
#[utoipa::path(get, path = "/crews/people", tag = "dispatch", responses((status = 200, body = CrewPeople), Refusals))]
async fn crew_people(Dispatcher(_person): Dispatcher, State(state): State<ApiState>) -> ApiResult<Json<CrewPeople>> {
    let in_force = state.store.roles_in_force().await?;
    let paramedics = in_force.into_iter().filter(|(_, role)| Role::from_key(role) == Some(Role::Paramedic));
    let ids: Vec<Uuid> = paramedics.map(|(staff, _)| Uuid::from_u128(staff.0)).collect();
    let names = state.store.staff_names(&ids).await?;
    Ok(Json(CrewPeople { people: names.into_iter().map(|(id, display_name)| StaffRef { id, display_name }).collect() }))
}

/// A crew that goes on duty.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct CrewWish {
    /// Ids of the paramedics.
    #[schema(min_items = 1, max_items = 4)]
    members: Vec<Uuid>,
    /// What they can do: words of `unit_skills`.
    #[schema(max_items = 12)]
    skills: Vec<String>,
    /// When the duty begins, ms since 1970.
    from_at: i64,
    /// When the duty is to end, ms since 1970; a quarter of an hour to a day after it begins.
    until_at: i64,
}

/// Puts a crew on duty in a unit.
#[utoipa::path(
    post, path = "/units/{id}/crew", tag = "dispatch", params(("id" = Uuid, Path)), request_body = CrewWish,
    responses((status = 200, description = "On duty", body = Unit), Unknown, Invalid, Conflict, Refusals)
)]
async fn begin_crew(
    Dispatcher(person): Dispatcher,
    State(state): State<ApiState>,
    Id(id): Id,
    Body(wish): Body<CrewWish>,
) -> ApiResult<Json<Unit>> {
    let mut checks = Checks::default();
    let members: BTreeSet<Uuid> = wish.members.iter().copied().collect();
    let low = 1..=CREW_MAX;
    checks.require(low.contains(&members.len()), "members", Mend::Entries { low: 1, high: CREW_MAX as u64 });
    let skills = skills(&mut checks, &wish.skills);
    checks.require(INSTANTS.contains(&wish.from_at), "from_at", Mend::Instant {});
    let seconds = |ms: i64| Seconds(ms.unsigned_abs() / 1_000);
    let length = Mend::ShiftLength { shortest: seconds(SHIFT_MS_MIN), longest: seconds(SHIFT_MS_MAX) };
    let lasts_ms = wish.until_at.saturating_sub(wish.from_at);
    checks.require((SHIFT_MS_MIN..=SHIFT_MS_MAX).contains(&lasts_ms), "until_at", length);
    checks.done()?;
    let crew = Uuid::now_v7();
    let (from, until) = (WallMs(wish.from_at), WallMs(wish.until_at));
    let new = NewCrew { id: crew, unit: id, members, skills, from, until, by: person.id };
    match state.store.begin_crew(&new).await? {
        Ok(()) => {}
        Err(NotOnDuty::NoUnit) => return Err(Problem::not_found(Thing::Unit)),
        Err(NotOnDuty::NoParamedic(_)) => return Err(Problem::invalid_field("members", Mend::NoSuchPerson {})),
        Err(NotOnDuty::Taken(other)) => return Err(Cause::CrewTaken { from: other.from, until: other.until }.into()),
    }
    state.dispatch.changed();
    tracing::info!(staff = %person.id, unit = %id, %crew, "put a crew on duty");
    Ok(Json(state.unit(id).await?))
}

/// Ends the duty of a crew now; not while its unit is sent.
#[utoipa::path(
    post, path = "/crews/{id}/end", tag = "dispatch", params(("id" = Uuid, Path)),
    responses((status = 204, description = "Ended"), Unknown, Conflict, Refusals)
)]
async fn end_crew(Dispatcher(person): Dispatcher, State(state): State<ApiState>, Id(id): Id) -> ApiResult<StatusCode> {
    match state.store.end_crew(id, person.id, clock::wall_ms()).await? {
        Ended::Done => {
            state.dispatch.changed();
            tracing::info!(staff = %person.id, crew = %id, "ended a crew's duty");
            Ok(StatusCode::NO_CONTENT)
        }
        Ended::Unknown => Err(Problem::not_found(Thing::Crew)),
        Ended::Busy(unit) => Err(Cause::UnitBusy { sent: state.unit(unit).await?.name }.into()),
    }
}

/// Where a unit is.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct UnitPosition {
    /// Latitude in degrees, -90 to 90; north is positive.
    latitude: f64,
    /// Longitude in degrees, -180 to 180; east is positive.
    longitude: f64,
    /// How long ago it was there by the phone's own clock, ms: 0 to an hour.
    age_ms: i64,
}

/// Says where a unit is. Of each unit only the last position is kept.
#[utoipa::path(
    post, path = "/units/{id}/position", tag = "dispatch", params(("id" = Uuid, Path)), request_body = UnitPosition,
    responses((status = 204, description = "Kept"), Unknown, Invalid, Refusals)
)]
async fn unit_was_at(OneUnit { id }: OneUnit, State(state): State<ApiState>, Body(wish): Body<UnitPosition>) -> ApiResult<StatusCode> {
    let mut checks = Checks::default();
    let found = position(&mut checks, Some(wish.latitude), Some(wish.longitude));
    let hour = Mend::Between { low: 0.0, high: POSITION_AGE_MS_MAX as f64 };
    checks.require((0..=POSITION_AGE_MS_MAX).contains(&wish.age_ms), "age_ms", hour);
    checks.done()?;
    let Some(position) = found else { return Err(Problem::invalid_field("latitude", Mend::Number {})) };
    let now = clock::wall_ms();
    let fix = Fix { position, at: now.plus(-wish.age_ms) };
    if !state.store.unit_was_at(id, fix, now).await? {
        return Err(Problem::not_found(Thing::Unit));
    }
    Ok(StatusCode::NO_CONTENT)
}
