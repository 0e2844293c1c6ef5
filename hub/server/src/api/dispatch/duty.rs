//! Paramedics by phone: signing on to a unit and off again, and calling for help for the crew.

use super::seen::{AnyUnit, HelpOf, Respond, SeesUnits};
use super::units::skills;
use crate::api::ApiState;
use crate::api::check::Checks;
use crate::api::documented::{Conflict, Invalid, Refusals, Unknown};
use crate::auth::role::Role;
use crate::clock;
use crate::problem::{ApiResult, Body, Cause, Mend, Problem, Thing};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use hearth_alerts::StaffId;
use hearth_care::dispatch::stamp::AGE_MS_MAX;
use hearth_care::{SHIFT_MS_MAX, SHIFT_MS_MIN};
use hearth_store::dispatch::{EndedBy, NewSos, NotOnDuty, NotSignedOn, SignOn, UnitRow};
use hearth_vitals::coded::Seconds;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

/// How many calls for help one request can end.
const SAFE_MAX: usize = 20;

pub fn routes() -> OpenApiRouter<ApiState> {
    OpenApiRouter::new()
        .routes(routes!(units_to_sign_on))
        .routes(routes!(sign_on))
        .routes(routes!(sign_off))
        .routes(routes!(call_for_help))
        .routes(routes!(end_help))
}

/// A unit that one can sign on to.
#[derive(Debug, Serialize, ToSchema)]
struct UnitBrief {
    /// Id of the unit, a UUID.
    id: Uuid,
    /// What people call it.
    name: String,
    /// The names of who drives it now.
    members: Vec<String>,
    /// When their duty ends, ms since 1970; `null` while nobody drives it.
    until_at: Option<i64>,
    /// True if the person who asks is among them.
    own: bool,
    /// True while it is sent: then nobody can sign on or off.
    sent: bool,
}

/// The units that a crew can sign on to.
#[derive(Debug, Serialize, ToSchema)]
struct UnitList {
    /// The hub's time, ms since 1970.
    at: i64,
    /// The units, sorted by name; at most 200.
    units: Vec<UnitBrief>,
}

fn brief(row: &UnitRow, asks: Uuid) -> UnitBrief {
    let crew = row.unit.crew.as_ref();
    UnitBrief {
        id: Uuid::from_u128(row.unit.id.0),
        name: row.name.clone(),
        members: row.crew_names.clone(),
        until_at: crew.map(|crew| crew.until.0),
        own: crew.is_some_and(|crew| crew.members.contains(&StaffId(asks.as_u128()))),
        sent: row.unit.busy.is_some(),
    }
}

/// Lists the units that a crew can sign on to, and who drives them; not where they are, nor where they are sent. Who is on duty in a
/// unit is given that one alone: they have nothing to choose.
#[utoipa::path(get, path = "/units", tag = "dispatch", responses((status = 200, body = UnitList), Refusals))]
async fn units_to_sign_on(SeesUnits(person): SeesUnits, State(state): State<ApiState>) -> ApiResult<Json<UnitList>> {
    let now = clock::wall_ms();
    let rows = state.store.units(now).await?;
    let units: Vec<_> = rows.iter().map(|row| brief(row, person.id)).collect();
    let on_duty = |unit: &UnitBrief| unit.own && unit.until_at.is_some_and(|until| until > now.0);
    let only = person.role == Role::Paramedic && units.iter().any(on_duty);
    Ok(Json(UnitList { at: now.0, units: units.into_iter().filter(|unit| !only || unit.own).collect() }))
}

/// The wish of a paramedic to go on duty.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct DutyWish {
    /// What they can do: words of `unit_skills`.
    #[schema(max_items = 12)]
    skills: Vec<String>,
    /// How long the duty lasts, ms: a quarter of an hour to a day. A paramedic who joins a crew is on duty as long as that crew.
    lasts_ms: i64,
}

/// Puts the paramedic who asks on duty in a unit, alone or together with its crew.
#[utoipa::path(
    post, path = "/units/{id}/sign-on", tag = "dispatch", params(("id" = Uuid, Path)), request_body = DutyWish,
    responses((status = 204, description = "On duty"), Unknown, Invalid, Conflict, Refusals)
)]
async fn sign_on(
    AnyUnit { id, person, name, .. }: AnyUnit<Respond>,
    State(state): State<ApiState>,
    Body(wish): Body<DutyWish>,
) -> ApiResult<StatusCode> {
    let mut checks = Checks::default();
    let skills = skills(&mut checks, &wish.skills);
    let seconds = |ms: i64| Seconds(ms.unsigned_abs() / 1_000);
    let length = Mend::ShiftLength { shortest: seconds(SHIFT_MS_MIN), longest: seconds(SHIFT_MS_MAX) };
    checks.require((SHIFT_MS_MIN..=SHIFT_MS_MAX).contains(&wish.lasts_ms), "lasts_ms", length);
    checks.done()?;
    let at = clock::wall_ms();
    let wish = SignOn { unit: id, member: person.id, skills, until: at.plus(wish.lasts_ms), at };
    match state.store.sign_on(&wish).await? {
        Ok(()) => {
            tracing::info!(staff = %person.id, unit = %id, "signed on to a unit");
            Ok(StatusCode::NO_CONTENT)
        }
        Err(NotSignedOn::Busy) => Err(Cause::UnitBusy { sent: name }.into()),
        Err(NotSignedOn::Full) => Err(Cause::UnitFull { sent: name }.into()),
        Err(NotSignedOn::NotOnDuty(NotOnDuty::NoUnit)) => Err(Problem::not_found(Thing::Unit)),
        Err(NotSignedOn::NotOnDuty(NotOnDuty::NoParamedic(_))) => Err(Cause::ParamedicsAlone {}.into()),
        Err(NotSignedOn::NotOnDuty(NotOnDuty::Taken(other))) => Err(Cause::CrewTaken { from: other.from, until: other.until }.into()),
    }
}

/// Takes the paramedic who asks off duty in a unit; the rest of the crew stays on. Not while the unit is sent.
#[utoipa::path(
    post, path = "/units/{id}/sign-off", tag = "dispatch", params(("id" = Uuid, Path)),
    responses((status = 204, description = "Off duty"), Unknown, Conflict, Refusals)
)]
async fn sign_off(AnyUnit { id, person, name, .. }: AnyUnit<Respond>, State(state): State<ApiState>) -> ApiResult<StatusCode> {
    if !state.store.sign_off(id, person.id, clock::wall_ms()).await? {
        return Err(Cause::UnitBusy { sent: name }.into());
    }
    tracing::info!(staff = %person.id, unit = %id, "signed off a unit");
    Ok(StatusCode::NO_CONTENT)
}

/// A call for help of a crew in danger.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct HelpWish {
    /// A UUID chosen by the phone, so that one that is sent twice rings once.
    id: Uuid,
    /// How long before sending the button was pressed, ms: 0 to 12 hours.
    age_ms: i64,
}

/// Calls for help for the crew of a unit: a high alert, `crew_sos`, rings until somebody has dealt with it.
#[utoipa::path(
    post, path = "/units/{id}/sos", tag = "dispatch", params(("id" = Uuid, Path)), request_body = HelpWish,
    responses((status = 204, description = "It is told within seconds"), Unknown, Invalid, Refusals)
)]
async fn call_for_help(
    HelpOf { id, person, .. }: HelpOf,
    State(state): State<ApiState>,
    Body(wish): Body<HelpWish>,
) -> ApiResult<StatusCode> {
    let mut checks = Checks::default();
    checks.require((0..=AGE_MS_MAX).contains(&wish.age_ms), "age_ms", Mend::Between { low: 0.0, high: AGE_MS_MAX as f64 });
    checks.done()?;
    let at = clock::wall_ms();
    state.store.call_for_help(&NewSos { id: wish.id, unit: id, by: person.id, pressed: at.plus(-wish.age_ms), at }).await?;
    tracing::warn!(staff = %person.id, unit = %id, "a crew calls for help");
    Ok(StatusCode::NO_CONTENT)
}

/// The calls for help that are over.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct SafeWish {
    /// Ids of the calls, from `help` of the board or as the phone gave them. A call that is not named goes on.
    #[schema(min_items = 1, max_items = 20)]
    calls: Vec<Uuid>,
}

/// Ends calls for help of a unit: the crew is safe, or somebody is with it. Only the named calls end, because a request that
/// comes late, or twice, must not end a newer call.
#[utoipa::path(
    post, path = "/units/{id}/sos/end", tag = "dispatch", params(("id" = Uuid, Path)), request_body = SafeWish,
    responses((status = 204, description = "Over, or it was"), Unknown, Invalid, Refusals)
)]
async fn end_help(
    HelpOf { id, person, present }: HelpOf,
    State(state): State<ApiState>,
    Body(wish): Body<SafeWish>,
) -> ApiResult<StatusCode> {
    let mut checks = Checks::default();
    let count = wish.calls.len();
    checks.require((1..=SAFE_MAX).contains(&count), "calls", Mend::Between { low: 1.0, high: SAFE_MAX as f64 });
    checks.done()?;
    let by = EndedBy { person: person.id, own_alone: !present };
    if !state.store.end_help(id, &wish.calls, by, clock::wall_ms()).await? {
        return Err(Problem::not_found(Thing::Unit));
    }
    tracing::info!(staff = %person.id, unit = %id, "a crew's call for help is over");
    Ok(StatusCode::NO_CONTENT)
}
