//! `/watch/assign`, `/watch/balance`, `/watch/take`: who holds the watch of which stay, where shifts are kept.

use super::ApiState;
use super::check::Checks;
use super::documented::{Conflict, Invalid, Refusals};
use super::extract::Query;
use crate::auth::extract::{ClinicalViewer, ShiftKeeper, Watcher};
use crate::clock;
use crate::feed::message::{StaffRef, StayWatch};
use crate::problem::{ApiResult, Body, Mend};
use crate::shown::Names;
use crate::ward;
use axum::Json;
use axum::extract::State;
use hearth_alerts::{Condition, Kind, StaffId};
use hearth_care::{Assignment, Load, OpenAlert, StayId, WardAct, WatchVersion, balance, load_of, relieve};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

/// How many stays one act may name.
pub(super) const STAYS_MAX: usize = 2_000;

pub(super) fn routes() -> OpenApiRouter<ApiState> {
    OpenApiRouter::new()
        .routes(routes!(stay_watches))
        .routes(routes!(assign_watch))
        .routes(routes!(balance_watch))
        .routes(routes!(take_stays))
}

/// The watch of a stay as it was shown.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct WatchSeen {
    /// The stay whose watch was shown, by its id.
    pub(super) episode_id: Uuid,
    /// The version of its watch that was shown; 0 if nobody has held it yet.
    pub(super) version: u32,
}

/// Who is to hold the watch of a stay.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct WatchAssignment {
    /// The stay that is assigned, by its id.
    episode_id: Uuid,
    /// The version of its watch that was shown; 0 if nobody has held it yet.
    version: u32,
    /// Id of the member of staff who holds it.
    holder_id: Uuid,
    /// Id of the person who is asked if the holder does not answer; left out or `null` for whoever else is on shift.
    #[serde(default)]
    backup_id: Option<Uuid>,
}

/// Assignments of stays to holders.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct WatchAssignments {
    /// The assignments, each stay once. All of them are made, or none.
    stays: Vec<WatchAssignment>,
}

/// Stays to take over.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct StaysToTake {
    /// The stays, each once, as they were shown. All are taken, or none.
    stays: Vec<WatchSeen>,
}

/// The watch of every stay.
#[derive(Debug, Serialize, ToSchema)]
struct StayWatches {
    /// The watch of each active stay; empty where no shifts are kept.
    stays: Vec<StayWatch>,
}

/// A proposal for one stay.
#[derive(Debug, Serialize, ToSchema)]
struct Proposed {
    /// The stay for which this is proposed, by its id.
    episode_id: Uuid,
    /// The version of its watch by which this was proposed; to be sent back with the assignment.
    version: u32,
    /// The person who would hold the stay.
    holder: StaffRef,
    /// The person who would be the backup; `null` if nobody else is on shift.
    backup: Option<StaffRef>,
    /// Points of work that the stay is for its holder: 1, and more for its score and its open alerts.
    points: u32,
}

/// A proposal that shares the load.
#[derive(Debug, Serialize, ToSchema)]
struct Balance {
    /// A proposal for each stay; empty when nobody who may watch is on shift.
    stays: Vec<Proposed>,
}

/// How the stays are shared among those on shift.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
struct Sharing {
    /// True to share all stays anew; otherwise a stay whose holder is on shift keeps the holder.
    #[serde(default)]
    #[param(required = false)]
    anew: bool,
    /// Id of a member of staff for whom alerts ring too often: proposes only stays that this person could hand over, and to whom,
    /// as few as possible. Left out, all stays.
    #[serde(default)]
    relieve: Option<Uuid>,
}

/// Lists who holds the watch of each stay.
#[utoipa::path(
    get, path = "/watch/stays", tag = "watch",
    responses((status = 200, description = "Each stay with its holder", body = StayWatches), Refusals)
)]
async fn stay_watches(_viewer: ClinicalViewer, State(state): State<ApiState>) -> ApiResult<Json<StayWatches>> {
    state.stay_watches().await
}

/// Assigns the watch of stays to people.
#[utoipa::path(
    post, path = "/watch/assign", tag = "watch", request_body = WatchAssignments,
    responses((status = 200, description = "Assigned", body = StayWatches), Invalid, Conflict, Refusals)
)]
async fn assign_watch(
    ShiftKeeper(charge): ShiftKeeper,
    State(state): State<ApiState>,
    Body(wish): Body<WatchAssignments>,
) -> ApiResult<Json<StayWatches>> {
    each_once(wish.stays.iter().map(|one| one.episode_id))?;
    let staff = |id: Uuid| StaffId(id.as_u128());
    let one = |one: &WatchAssignment| Assignment {
        seen: seen(one.episode_id, one.version),
        holder: staff(one.holder_id),
        backup: one.backup_id.map(staff),
    };
    state.care(&WardAct::Assign(wish.stays.iter().map(one).collect()), charge.id).await?;
    tracing::info!(staff = %charge.id, stays = wish.stays.len(), "assigned the watch of stays");
    state.stay_watches().await
}

/// Takes stays over, from whoever holds them or from nobody: the person must be on shift. Where there is time, a handover with
/// its sheet says more.
#[utoipa::path(
    post, path = "/watch/take", tag = "watch", request_body = StaysToTake,
    responses((status = 200, description = "Yours", body = StayWatches), Invalid, Conflict, Refusals)
)]
async fn take_stays(Watcher(nurse): Watcher, State(state): State<ApiState>, Body(wish): Body<StaysToTake>) -> ApiResult<Json<StayWatches>> {
    each_once(wish.stays.iter().map(|one| one.episode_id))?;
    let stays = wish.stays.iter().map(|one| seen(one.episode_id, one.version)).collect();
    state.care(&WardAct::TakeOver(stays), nurse.id).await?;
    tracing::info!(staff = %nurse.id, stays = wish.stays.len(), "took over the watch of stays");
    state.stay_watches().await
}

/// Proposes who could hold which stay, so that nobody has much more to do than the others: by number of patients, by how ill they
/// are and by language; or, with `relieve`, which stays a person could hand over for whom alerts ring too often. Nothing is
/// changed: the charge nurse sends it back as an assignment.
#[utoipa::path(
    get, path = "/watch/balance", tag = "watch", params(Sharing),
    responses((status = 200, description = "A proposal", body = Balance), Invalid, Refusals)
)]
async fn balance_watch(_charge: ShiftKeeper, State(state): State<ApiState>, Query(sharing): Query<Sharing>) -> ApiResult<Json<Balance>> {
    let now = clock::wall_ms();
    let (ward, loads) = (state.store.ward(now).await?, state.loads().await?);
    let names = state.names().await?;
    let person = |staff: StaffId| names.staff(Uuid::from_u128(staff.0));
    let one = |one: Assignment| Proposed {
        episode_id: Uuid::from_u128(one.seen.stay.0),
        version: one.seen.version,
        holder: person(one.holder),
        backup: one.backup.map(person),
        points: loads.get(&one.seen.stay).map_or(1, |load| load.points),
    };
    let proposed = match sharing.relieve {
        Some(staff) => relieve(&ward, &state.rings().await?, StaffId(staff.as_u128()), now),
        None => balance(&ward, &loads, sharing.anew, now),
    };
    Ok(Json(Balance { stays: proposed.into_iter().map(one).collect() }))
}

pub(super) const fn seen(episode: Uuid, version: u32) -> WatchVersion {
    WatchVersion { stay: StayId(episode.as_u128()), version }
}

/// Refuses an empty list, one that is too long, and one that names a stay twice.
pub(super) fn each_once(stays: impl ExactSizeIterator<Item = Uuid>) -> ApiResult<()> {
    let mut checks = Checks::default();
    let many = stays.len();
    checks.require((1..=STAYS_MAX).contains(&many), "stays", Mend::Entries { low: 1, high: STAYS_MAX as u64 });
    checks.require(stays.collect::<BTreeSet<_>>().len() == many, "stays", Mend::StayTwice {});
    checks.done()
}

impl ApiState {
    pub(super) async fn names(&self) -> ApiResult<Names> {
        Ok(Names::new(self.store.all_staff().await?.into_iter().map(|one| (one.id, one.display_name))))
    }

    async fn stay_watches(&self) -> ApiResult<Json<StayWatches>> {
        let now = clock::wall_ms();
        let (ward, names) = (self.store.ward(now).await?, self.names().await?);
        Ok(Json(StayWatches { stays: ward::stays(&ward, &BTreeSet::new(), &names, now) }))
    }

    /// The points of work of each stay.
    async fn loads(&self) -> ApiResult<BTreeMap<StayId, Load>> {
        let mut alerts: BTreeMap<Uuid, Vec<OpenAlert>> = BTreeMap::new();
        for row in self.store.open_alerts().await?.into_iter().filter(|row| row.alert.rule.kind() == Kind::Clinical) {
            let open = OpenAlert { priority: row.alert.priority, active: row.alert.condition == Condition::Active };
            alerts.entry(row.episode.unwrap_or_default()).or_default().push(open);
        }
        let scores = self.feed.scores().await;
        let stays = self.store.episodes(true).await?;
        let load = |id: Uuid, language: String| {
            let open = alerts.get(&id).map_or(&[][..], Vec::as_slice);
            (StayId(id.as_u128()), Load { points: load_of(open, scores.get(&id).copied()), language })
        };
        Ok(stays.into_iter().map(|stay| load(stay.id, stay.patient.language)).collect())
    }
}
