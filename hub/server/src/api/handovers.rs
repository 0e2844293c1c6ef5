//! `/handovers`: what is said of each stay when its watch changes hands (I-PASS), as a record that is never changed.
//!
//! The giver offers a sheet for each stay; the receiver reads each back and names its open alerts one by one. Accepting is one
//! act: the watch of all its stays and the owner of all these alerts change together, or nothing does.

use super::ApiState;
use super::check::Checks;
use super::documented::{Conflict, Invalid, Refusals, Unknown};
use super::extract::Id;
use super::reduced::ReducedAlarms;
use super::sheet::{self, HandoverAccepted, HandoverSheet, SheetDraft, SheetWish};
use super::watches::each_once;
use crate::auth::extract::{ClinicalViewer, Watcher};
use crate::clock;
use crate::engine::handle::Refused;
use crate::feed::message::StaffRef;
use crate::problem::{ApiResult, Body, Cause, Problem, Thing};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use hearth_care::StayId;
use hearth_care::{WardAct, WatchVersion};
use hearth_store::handovers::{Acceptance, HandoverRow, NotAccepted, Offer, ReceiptRow};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

pub(super) fn routes() -> OpenApiRouter<ApiState> {
    OpenApiRouter::new()
        .routes(routes!(handovers, offer_handover))
        .routes(routes!(draft_handover))
        .routes(routes!(handover))
        .routes(routes!(accept_handover))
        .routes(routes!(close_handover))
}

/// Sheets for every stay that whoever asks holds the watch of, filled in as far as the data say.
#[derive(Debug, Serialize, ToSchema)]
struct HandoverDraft {
    /// A draft for each stay, the most unstable patient first.
    stays: Vec<SheetDraft>,
}

/// A handover as somebody offers it.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct HandoverOffer {
    /// Id of the member of staff who is to receive the stays; they have to be on shift now.
    to_id: Uuid,
    /// A sheet for each stay.
    stays: Vec<SheetWish>,
}

/// The receiver's part of a handover.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct HandoverReceipt {
    /// A receipt for each stay of the handover, each stay once.
    stays: Vec<HandoverAccepted>,
}

/// State of a handover.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum HandoverState {
    /// It waits for its receiver.
    Offered,
    /// Its receiver has taken the watch of the stays.
    Accepted,
    /// Its receiver has declined it.
    Declined,
    /// Its giver has taken it back.
    Withdrawn,
}

/// A handover: one person gives the watch of stays to another.
#[derive(Debug, Serialize, ToSchema)]
struct Handover {
    /// Id of the handover, a UUID.
    id: Uuid,
    /// The person who gives the stays away.
    from: StaffRef,
    /// The person who is to receive the stays.
    to: StaffRef,
    /// Whether it is open, and if not, how it ended.
    #[schema(value_type = HandoverState)]
    state: String,
    /// When it was offered, ms since 1970.
    offered_at: i64,
    /// When it was accepted, declined or withdrawn, ms since 1970; `null` while it is open.
    closed_at: Option<i64>,
    /// What was said of each stay; empty in a list.
    stays: Vec<HandoverSheet>,
}

/// A list of handovers, without what was said of each stay.
#[derive(Debug, Serialize, ToSchema)]
struct Handovers {
    /// Those that are open, then the newest, without what was said; at most 50.
    handovers: Vec<Handover>,
}

/// The open and the newest handovers.
#[utoipa::path(
    get, path = "/handovers", tag = "handovers",
    responses((status = 200, description = "Without what was said", body = Handovers), Refusals)
)]
async fn handovers(_viewer: ClinicalViewer, State(state): State<ApiState>) -> ApiResult<Json<Handovers>> {
    let rows = state.store.handovers().await?;
    Ok(Json(Handovers { handovers: rows.into_iter().map(|row| shown(row, BTreeMap::new())).collect() }))
}

/// Sheets for every stay that one holds the watch of, filled in as far as the data say: how ill the patient is, which alerts are open,
/// what was said when the stay was last handed over.
#[utoipa::path(
    get, path = "/handovers/draft", tag = "handovers",
    responses((status = 200, description = "One for each stay", body = HandoverDraft), Refusals)
)]
async fn draft_handover(Watcher(nurse): Watcher, State(state): State<ApiState>) -> ApiResult<Json<HandoverDraft>> {
    let ward = state.store.ward(clock::wall_ms()).await?;
    let mine = |stay: &StayId| ward.holder_of(*stay).is_some_and(|staff| staff.0 == nurse.id.as_u128());
    let stays: BTreeMap<Uuid, u32> =
        ward.watches.iter().filter(|(stay, _)| mine(stay)).map(|(stay, watch)| (Uuid::from_u128(stay.0), watch.version)).collect();
    let mut drafts = state.drafts(&stays).await?;
    drafts.sort_by_key(|draft| (std::cmp::Reverse(draft.severity), draft.episode_id));
    Ok(Json(HandoverDraft { stays: drafts }))
}

/// Offers stays to somebody who is on shift. They stay with their holder until the receiver has accepted.
#[utoipa::path(
    post, path = "/handovers", tag = "handovers", request_body = HandoverOffer,
    responses((status = 200, description = "Offered", body = Handover), Invalid, Conflict, Refusals)
)]
async fn offer_handover(
    Watcher(nurse): Watcher,
    State(state): State<ApiState>,
    Body(wish): Body<HandoverOffer>,
) -> ApiResult<Json<Handover>> {
    each_once(wish.stays.iter().map(|one| one.episode_id))?;
    let mut checks = Checks::default();
    let said: Vec<_> = wish.stays.into_iter().enumerate().map(|(index, one)| one.checked(index, &mut checks)).collect();
    checks.done()?;
    let stays = said.iter().map(|sheet| (sheet.episode, sheet.watch_version)).collect();
    state.may_hand_over(nurse.id, wish.to_id, &stays).await?;
    let drafts: BTreeMap<Uuid, SheetDraft> = state.drafts(&stays).await?.into_iter().map(|draft| (draft.episode_id, draft)).collect();
    let sheets = said.into_iter().map(|row| sheet::with_facts(row, &drafts)).collect();
    let offer = Offer { id: Uuid::now_v7(), from: nurse.id, to: wish.to_id, sheets };
    if !state.store.offer_handover(&offer, clock::wall_ms()).await? {
        return Err(Cause::HandoverOpenAlready {}.into());
    }
    tracing::info!(staff = %nurse.id, handover = %offer.id, stays = offer.sheets.len(), "offered a handover");
    state.watches.changed().await;
    state.handover(offer.id).await
}

/// One handover with all that was said.
#[utoipa::path(
    get, path = "/handovers/{id}", tag = "handovers", params(("id" = Uuid, Path)),
    responses((status = 200, description = "The record", body = Handover), Unknown, Refusals)
)]
async fn handover(_viewer: ClinicalViewer, State(state): State<ApiState>, Id(id): Id) -> ApiResult<Json<Handover>> {
    state.handover(id).await
}

/// Accepts a handover, as a whole: its stays and their open alerts are the receiver's from now on. Refused if an alert of a stay is not
/// named, or has become more urgent since it was shown, and if what rings less for a patient was not read as it is now.
#[utoipa::path(
    post, path = "/handovers/{id}/accept", tag = "handovers", params(("id" = Uuid, Path)), request_body = HandoverReceipt,
    responses((status = 200, description = "Yours", body = Handover), Unknown, Invalid, Conflict, Refusals)
)]
async fn accept_handover(
    Watcher(nurse): Watcher,
    State(state): State<ApiState>,
    Id(id): Id,
    Body(wish): Body<HandoverReceipt>,
) -> ApiResult<Json<Handover>> {
    each_once(wish.stays.iter().map(|one| one.episode_id))?;
    let mut checks = Checks::default();
    let mut receipts: Vec<_> = wish.stays.into_iter().enumerate().map(|(index, one)| one.checked(index, &mut checks)).collect();
    checks.done()?;
    let profiles = state.have_read_what_is_reduced(&mut receipts).await?;
    let accepted = Acceptance { handover: id, by: nurse.id, at: clock::wall_ms(), receipts, profiles };
    if let Err(refused) = state.engine.hand_over(accepted).await {
        return Err(state.not_accepted(refused).await);
    }
    tracing::info!(staff = %nurse.id, handover = %id, "accepted a handover");
    state.watches.changed().await;
    state.handover(id).await
}

/// Withdraws one's own offer, or declines one: the stays remain with their holder.
#[utoipa::path(
    post, path = "/handovers/{id}/close", tag = "handovers", params(("id" = Uuid, Path)),
    responses((status = 204, description = "Closed"), Unknown, Conflict, Refusals)
)]
async fn close_handover(Watcher(nurse): Watcher, State(state): State<ApiState>, Id(id): Id) -> ApiResult<StatusCode> {
    if !state.store.close_handover(id, nurse.id, clock::wall_ms()).await? {
        return Err(Cause::HandoverNotOpen {}.into());
    }
    tracing::info!(staff = %nurse.id, handover = %id, "closed a handover");
    state.watches.changed().await;
    Ok(StatusCode::NO_CONTENT)
}

impl ApiState {
    async fn handover(&self, id: Uuid) -> ApiResult<Json<Handover>> {
        let row = self.store.handover(id).await?.ok_or_else(|| Problem::not_found(Thing::Handover))?;
        let open = row.closed_at.is_none();
        let stays: Vec<Uuid> = row.sheets.iter().filter(|_| open).map(|sheet| sheet.episode).collect();
        let reduced = self.reduced(&stays).await?;
        Ok(Json(shown(row, reduced)))
    }

    /// Refuses who takes over a patient without having read which alarms are reduced, as they are now; gives the profiles by which that
    /// was judged. Where nothing is reduced there was nothing to read.
    async fn have_read_what_is_reduced(&self, receipts: &mut [ReceiptRow]) -> ApiResult<BTreeMap<Uuid, i32>> {
        let stays: Vec<Uuid> = receipts.iter().map(|receipt| receipt.episode).collect();
        let now = self.profiles_of(&stays).await?;
        for receipt in receipts {
            let reduced = now.get(&receipt.episode).and_then(|now| now.reduced.as_ref());
            let quiet = |reduced: &ReducedAlarms| reduced.quiets.iter().map(|quiet| quiet.id).collect::<BTreeSet<_>>();
            let quiets = reduced.map(quiet).unwrap_or_default();
            let reduced = reduced.map(|reduced| reduced.profile);
            if reduced.is_some() && (receipt.profile != reduced || !quiets.is_subset(&receipt.quiets)) {
                return Err(Cause::ReducedAlarmsUnread {}.into());
            }
            (receipt.profile, receipt.quiets) = (reduced, quiets);
        }
        Ok(now.into_iter().map(|(stay, now)| (stay, now.number)).collect())
    }

    /// Refuses an offer that could not be accepted: stays that are not the giver's, a receiver who is not on shift.
    async fn may_hand_over(&self, from: Uuid, to: Uuid, stays: &BTreeMap<Uuid, u32>) -> ApiResult<()> {
        let now = clock::wall_ms();
        let staff = |id: Uuid| hearth_alerts::StaffId(id.as_u128());
        let seen = |(stay, version): (&Uuid, &u32)| WatchVersion { stay: StayId(stay.as_u128()), version: *version };
        let act = WardAct::HandOver { from: staff(from), stays: stays.iter().map(seen).collect() };
        match self.store.ward(now).await?.decide(&act, staff(to), now) {
            Ok(_) => Ok(()),
            Err(refused) => Err(self.refused(refused).await),
        }
    }

    async fn not_accepted(&self, refused: Refused) -> Problem {
        match refused {
            Refused::NotAccepted(NotAccepted::Refused(why)) => self.refused(why).await,
            other => other.into(),
        }
    }
}

fn shown(row: HandoverRow, mut reduced: BTreeMap<Uuid, ReducedAlarms>) -> Handover {
    let HandoverRow { id, from, to, state, offered_at, closed_at, sheets, receipts } = row;
    let person = |(id, display_name): (Uuid, String)| StaffRef { id, display_name };
    let receipt = |episode: Uuid| receipts.iter().find(|receipt| receipt.episode == episode);
    Handover {
        id,
        from: person(from),
        to: person(to),
        state,
        offered_at: offered_at.0,
        closed_at: closed_at.map(|at| at.0),
        stays: sheets
            .into_iter()
            .map(|row| {
                let (said, now) = (receipt(row.episode), reduced.remove(&row.episode));
                sheet::shown(row, said, now)
            })
            .collect(),
    }
}
