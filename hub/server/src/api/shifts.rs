//! `/shifts`: the roster.

use super::ApiState;
use super::check::Checks;
use super::documented::{Conflict, Invalid, Refusals, Unknown};
use super::extract::{Id, Query};
use super::shift::{Shift, ShiftWish};
use crate::auth::extract::{ClinicalViewer, ShiftKeeper, Watcher};
use crate::auth::right::Right;
use crate::auth::role::Role;
use crate::clock;
use crate::feed::message::StaffRef;
use crate::problem::{ApiResult, Body, Cause, Mend, Problem, Thing};
use axum::Json;
use axum::extract::State;
use hearth_alerts::StaffId;
use hearth_care::{ShiftId, WardAct, WardRefused, WardStep, gaps};
use hearth_store::shifts::{AHEAD_MS, NoRest, Rest, RosterRow};
use hearth_store::staff::StaffRow;
use hearth_vitals::WallMs;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

/// The longest stretch of a roster that is read at once, ms: a month.
const ROSTER_MS_MAX: i64 = 31 * 86_400_000;

pub(super) fn routes() -> OpenApiRouter<ApiState> {
    OpenApiRouter::new()
        .routes(routes!(shifts, plan_shift))
        .routes(routes!(rest_shifts))
        .routes(routes!(change_shift))
        .routes(routes!(cancel_shift))
        .routes(routes!(end_shift))
}

/// The stretch of the roster that is asked for.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
struct Stretch {
    /// First instant of the stretch, ms since 1970.
    from: i64,
    /// First instant after the stretch, ms since 1970; at most 31 days later.
    to: i64,
}

/// Somebody who can be put on the roster.
#[derive(Debug, Serialize, ToSchema)]
struct Worker {
    /// The member of staff who can work.
    person: StaffRef,
    /// The person's role, which decides for what they can be put on the roster.
    role: Role,
}

/// A stretch of time in which nobody on the roster watches patients.
#[derive(Debug, Serialize, ToSchema)]
struct RosterGap {
    /// Begin of the time in which nobody watches, ms since 1970.
    from_at: i64,
    /// End of the time in which nobody watches, ms since 1970.
    until_at: i64,
}

/// The declaration that this site no longer keeps shifts.
#[derive(Debug, Serialize, ToSchema)]
struct ShiftRest {
    /// Since when no shifts are kept, ms since 1970.
    at: i64,
    /// The member of staff who ended the keeping of shifts.
    by: StaffRef,
    /// Why no shifts are kept, in that person's own words.
    reason: String,
}

impl From<Rest> for ShiftRest {
    fn from(rest: Rest) -> ShiftRest {
        let (id, display_name) = rest.by;
        ShiftRest { at: rest.at.0, by: StaffRef { id, display_name }, reason: rest.reason }
    }
}

/// The roster of the stretch that was asked for.
#[derive(Debug, Serialize, ToSchema)]
struct Roster {
    /// The shifts that touch the stretch, by their beginning.
    shifts: Vec<Shift>,
    /// Stretches from now on in which nobody watches.
    gaps: Vec<RosterGap>,
    /// People who can be put on the roster; empty unless the reader may change shifts.
    staff: Vec<Worker>,
    /// The declaration that no shifts are kept; `null` while shifts are kept, and where none ever were.
    rest: Option<ShiftRest>,
}

/// Why no shifts are kept any more.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct RestWish {
    /// Reason, in the words of the person who decides it.
    #[schema(min_length = 1, max_length = 300)]
    reason: String,
}

/// A change of a shift.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ShiftChange {
    /// The version that was shown.
    version: u32,
    /// The shift as it is to be.
    shift: ShiftWish,
}

/// The shift as it was shown.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ShiftSeen {
    /// The version that was shown.
    version: u32,
}

/// The roster of a stretch of time, and where it has holes.
#[utoipa::path(
    get, path = "/shifts", tag = "shifts", params(Stretch),
    responses((status = 200, description = "The roster", body = Roster), Invalid, Refusals)
)]
async fn shifts(
    ClinicalViewer(viewer): ClinicalViewer,
    State(state): State<ApiState>,
    Query(stretch): Query<Stretch>,
) -> ApiResult<Json<Roster>> {
    let mut checks = Checks::default();
    let (from, to) = checks.window(stretch.from, stretch.to, ROSTER_MS_MAX);
    checks.done()?;
    let now = clock::wall_ms();
    let (rows, ward) = (state.store.roster(from, to).await?, state.store.ward(now).await?);
    let gaps = gaps(rows.iter().map(|row| &row.shift).filter(|shift| !ward.gone.contains(&shift.plan.staff)), from.max(now), to);
    let works = |staff: &StaffRow| Role::from_key(&staff.role).filter(|role| role.has(Right::Answer));
    let worker = |staff: StaffRow| {
        let role = works(&staff).filter(|_| !ward.gone.contains(&StaffId(staff.id.as_u128())))?;
        Some(Worker { person: StaffRef { id: staff.id, display_name: staff.display_name }, role })
    };
    let keeps = viewer.role.has(Right::KeepShifts);
    let staff = if keeps { state.store.all_staff().await? } else { Vec::new() };
    let sees_all = keeps || viewer.role.has(Right::SeeStaff);
    let shown = |row: RosterRow| {
        let is_near = sees_all || row.shift.runs(now);
        let shift = Shift::shown(row, &ward, now);
        if is_near { shift } else { Shift { phone: String::new(), ..shift } }
    };
    let rest = if ward.is_kept(now) { None } else { state.store.shift_rest().await?.map(ShiftRest::from) };
    Ok(Json(Roster {
        rest,
        shifts: rows.into_iter().map(shown).collect(),
        gaps: gaps.into_iter().map(|(from, until)| RosterGap { from_at: from.0, until_at: until.0 }).collect(),
        staff: staff.into_iter().filter_map(worker).collect(),
    }))
}

/// Puts a shift on the roster.
#[utoipa::path(
    post, path = "/shifts", tag = "shifts", request_body = ShiftWish,
    responses((status = 200, description = "On the roster", body = Shift), Invalid, Conflict, Refusals)
)]
async fn plan_shift(
    ShiftKeeper(charge): ShiftKeeper,
    State(state): State<ApiState>,
    Body(wish): Body<ShiftWish>,
) -> ApiResult<Json<Shift>> {
    let id = Uuid::now_v7();
    let new = state.checked_shift(id, wish).await?;
    state.care(&WardAct::Plan(new), charge.id).await?;
    tracing::info!(staff = %charge.id, shift = %id, "put a shift on the roster");
    state.shift(id).await
}

/// Declares that this site no longer keeps shifts: stays have no holders of their own, and none is reported as unwatched. The
/// person who declares it holds the watch of all stays, until somebody takes it. Refused while somebody watches in a shift that
/// runs or is planned. The next planned shift that begins ends this.
#[utoipa::path(
    post, path = "/shifts/rest", tag = "shifts", request_body = RestWish,
    responses((status = 204, description = "No shifts are kept"), Invalid, Conflict, Refusals)
)]
async fn rest_shifts(
    ShiftKeeper(charge): ShiftKeeper,
    State(state): State<ApiState>,
    Body(wish): Body<RestWish>,
) -> ApiResult<axum::http::StatusCode> {
    let mut checks = Checks::default();
    let reason = checks.text("reason", &wish.reason, 1..=300);
    checks.done()?;
    match state.store.rest_shifts(charge.id, &reason, clock::wall_ms()).await? {
        Ok(()) => {}
        Err(NoRest::NotKept) => return Err(Cause::ShiftsNotKept {}.into()),
        Err(NoRest::ShiftsAhead) => return Err(Cause::ShiftsAhead {}.into()),
    }
    tracing::info!(staff = %charge.id, "no shifts are kept any more");
    state.watches.changed().await;
    Ok(axum::http::StatusCode::NO_CONTENT)
}

/// Changes a shift. For one that has begun, only its end, its site, its languages and how the person is reached can be changed.
#[utoipa::path(
    put, path = "/shifts/{id}", tag = "shifts", params(("id" = Uuid, Path)), request_body = ShiftChange,
    responses((status = 200, description = "Changed", body = Shift), Unknown, Invalid, Conflict, Refusals)
)]
async fn change_shift(
    ShiftKeeper(charge): ShiftKeeper,
    State(state): State<ApiState>,
    Id(id): Id,
    Body(change): Body<ShiftChange>,
) -> ApiResult<Json<Shift>> {
    let new = state.checked_shift(id, change.shift).await?;
    state.care(&WardAct::Change { version: change.version, new }, charge.id).await?;
    tracing::info!(staff = %charge.id, shift = %id, "changed a shift");
    state.shift(id).await
}

/// Takes a shift that has not begun off the roster.
#[utoipa::path(
    post, path = "/shifts/{id}/cancel", tag = "shifts", params(("id" = Uuid, Path)), request_body = ShiftSeen,
    responses((status = 204, description = "Cancelled"), Unknown, Invalid, Conflict, Refusals)
)]
async fn cancel_shift(
    ShiftKeeper(charge): ShiftKeeper,
    State(state): State<ApiState>,
    Id(id): Id,
    Body(seen): Body<ShiftSeen>,
) -> ApiResult<axum::http::StatusCode> {
    state.care(&WardAct::Cancel { shift: shift_id(id), version: seen.version }, charge.id).await?;
    tracing::info!(staff = %charge.id, shift = %id, "cancelled a shift");
    Ok(axum::http::StatusCode::NO_CONTENT)
}

/// Ends one's own shift; the charge nurse ends anybody's. Refused while it holds the watch of stays.
#[utoipa::path(
    post, path = "/shifts/{id}/end", tag = "shifts", params(("id" = Uuid, Path)), request_body = ShiftSeen,
    responses((status = 200, description = "Over", body = Shift), Unknown, Invalid, Conflict, Refusals)
)]
async fn end_shift(
    Watcher(person): Watcher,
    State(state): State<ApiState>,
    Id(id): Id,
    Body(seen): Body<ShiftSeen>,
) -> ApiResult<Json<Shift>> {
    let leads = person.role.has(Right::KeepShifts);
    state.care(&WardAct::End { shift: shift_id(id), version: seen.version, leads }, person.id).await?;
    tracing::info!(staff = %person.id, shift = %id, "ended a shift");
    state.shift(id).await
}

const fn shift_id(id: Uuid) -> ShiftId {
    ShiftId(id.as_u128())
}

impl ApiState {
    async fn checked_shift(&self, id: Uuid, wish: ShiftWish) -> ApiResult<hearth_care::NewShift> {
        let staff = self.store.all_staff().await?;
        let who = staff.iter().find(|row| row.id == wish.staff_id).ok_or_else(|| Problem::not_found(Thing::Staff))?;
        let in_force = self.store.roles_in_force().await?;
        let mut checks = Checks::default();
        checks.require(in_force.iter().any(|(staff, _)| staff.0 == wish.staff_id.as_u128()), "staff_id", Mend::PersonDisabled {});
        let is_near = wish.from_at <= clock::wall_ms().plus(AHEAD_MS).0;
        checks.require(is_near, "from_at", Mend::WithinSixtyDays {});
        let new = wish.checked(id, Some(who), &mut checks);
        checks.done()?;
        Ok(new)
    }

    async fn shift(&self, id: Uuid) -> ApiResult<Json<Shift>> {
        let now = clock::wall_ms();
        let ward = self.store.ward(now).await?;
        let found = ward.shifts.get(&shift_id(id)).ok_or_else(|| Problem::not_found(Thing::Shift))?;
        let rows = self.store.roster(found.plan.from, found.plan.until).await?;
        let row = rows.into_iter().find(|row| row.shift.id() == found.id()).ok_or_else(|| Problem::not_found(Thing::Shift))?;
        Ok(Json(Shift::shown(row, &ward, now)))
    }

    /// Does an act on shifts and watches, and waits until the screens show it.
    pub(super) async fn care(&self, act: &WardAct, by: Uuid) -> ApiResult<Vec<WardStep>> {
        match self.store.care(act, by, clock::wall_ms()).await? {
            Ok(steps) => {
                self.watches.changed().await;
                Ok(steps)
            }
            Err(refused) => Err(self.refused(refused).await),
        }
    }

    async fn display_name(&self, staff: StaffId) -> String {
        let all = self.store.all_staff().await.unwrap_or_default();
        all.into_iter().find(|row| row.id.as_u128() == staff.0).map(|row| row.display_name).unwrap_or_default()
    }

    /// The problem for a refused act, with the names of the people it concerns.
    pub(super) async fn refused(&self, refused: WardRefused) -> Problem {
        let held = async |holder: Option<StaffId>| match holder {
            Some(staff) => Cause::StayHeldBy { person: self.display_name(staff).await },
            None => Cause::StayNotHeld {},
        };
        let cause = match refused {
            WardRefused::UnknownShift(_) => return Problem::not_found(Thing::Shift),
            WardRefused::UnknownStay(_) => Cause::EpisodeEnded {},
            WardRefused::ShiftChanged { .. } => Cause::ChangedMeanwhile {},
            WardRefused::ShiftBegan => Cause::ShiftBegan {},
            WardRefused::ShiftNotBegun => Cause::ShiftNotBegun {},
            WardRefused::ShiftOver => Cause::ShiftIsOver {},
            WardRefused::EndsInThePast => return Problem::invalid_field("until_at", Mend::InTheFuture {}),
            WardRefused::Overlaps(other) => self.overlap(other).await,
            WardRefused::HoldsStays { stays } => Cause::ShiftHoldsStays { stays: stays as u64 },
            WardRefused::NotYours => Cause::NotYourShift {},
            WardRefused::NotOnShift(who) => Cause::NotOnShift { person: self.display_name(who).await },
            WardRefused::GoneHome { who, since } => Cause::GoneHome { person: self.display_name(who).await, since },
            WardRefused::CannotWatch(who) => Cause::CannotWatch { person: self.display_name(who).await },
            WardRefused::WatchChanged { holder, .. } | WardRefused::NotTheirs { holder, .. } => held(holder).await,
            WardRefused::OwnBackup(who) => Cause::OwnBackup { person: self.display_name(who).await },
            WardRefused::NoStays | WardRefused::Twice(_) => return Problem::invalid_field("stays", Mend::StayTwice {}),
            WardRefused::ToThemselves => Cause::HandoverToThemselves {},
        };
        cause.into()
    }

    async fn overlap(&self, other: ShiftId) -> Cause {
        let known = self.store.ward(clock::wall_ms()).await.ok();
        let plan = known.and_then(|ward| ward.shifts.get(&other).map(|shift| (shift.plan.from, shift.plan.until)));
        let (from, until) = plan.unwrap_or((WallMs(0), WallMs(0)));
        Cause::ShiftsOverlap { from, until }
    }
}
