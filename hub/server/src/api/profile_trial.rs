//! `/episodes/{id}/profile/trial`: what a change of the profile would have done to this patient's last day.
//!
//! It is a look before a person decides, and keeps nobody from deciding: it changes nothing, and gives up in time.

use super::ApiState;
use super::documented::{Conflict, Invalid, Refusals, Unknown};
use super::extract::Id;
use super::trial::{ByLevel, TrialAlerts};
use super::words::WithoutNews2Word;
use crate::auth::extract::Clinician;
use crate::clock;
use crate::feed::message::Limit;
use crate::limits::{course, decision};
use crate::problem::{ApiResult, Body, Cause, Problem};
use crate::replay::progress::Progress;
use crate::replay::{self, Scope, Wish, apart};
use axum::Json;
use axum::extract::State;
use hearth_alerts::{Course, WithoutNews2};
use hearth_replay::Instead;
use hearth_replay::trial::{Side, Trial};
use hearth_vitals::WallMs;
use serde::{Deserialize, Serialize};
use std::time::Duration;
use tokio::time::timeout;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// How much of the past is replayed, ms.
const DAY_MS: i64 = 86_400_000;
/// Frames that arrived within this may not be committed yet and are left out, ms.
const SETTLED_MS: i64 = 15_000;
/// How long a request waits for another one that replays.
const WAITS: Duration = Duration::from_secs(5);
/// The longest time for a trial: nobody waits longer before a dialog.
const TAKES: Duration = Duration::from_secs(15);

pub(super) fn routes() -> OpenApiRouter<ApiState> {
    OpenApiRouter::new().routes(routes!(try_profile))
}

/// A profile as somebody may wish it.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ProfileLook {
    /// All limits; a vital that is not listed has none.
    limits: Vec<Limit>,
    /// True if a fever would follow the pathway of patients without neutrophils.
    neutropenic: bool,
    /// True if SpO2 would be scored on scale 2 of NEWS2.
    scale_two: bool,
    /// Why NEWS2 would not be judged; `null` if it would.
    #[serde(default)]
    without_news2: Option<WithoutNews2Word>,
}

/// What the last day would have been under another profile.
#[derive(Debug, Serialize, ToSchema)]
struct ProfileTrial {
    /// Begin of the replayed time, ms since 1970: 24 hours before the end, or the beginning of the stay.
    from: i64,
    /// End of the replayed time, ms since 1970.
    until: i64,
    /// Frames that were judged again; 0 if nothing is stored of this time.
    frames: u64,
    /// Alerts about the patient under the present profile.
    present: ByLevel,
    /// Alerts about the patient under the changed profile.
    candidate: ByLevel,
    /// Alerts of any kind that the changed profile would not have raised.
    lost: TrialAlerts,
    /// Alerts of any kind that only the changed profile would have raised.
    gained: TrialAlerts,
    /// Alerts of both that are less urgent under the changed profile.
    less_urgent: TrialAlerts,
}

/// Compares the alerts that a profile would have raised about this patient in the last 24 hours with those of the present one.
/// Changes nothing.
#[utoipa::path(
    post, path = "/episodes/{id}/profile/trial", tag = "episodes", params(("id" = Uuid, Path)), request_body = ProfileLook,
    responses((status = 200, description = "Both side by side", body = ProfileTrial), Unknown, Invalid, Conflict, Refusals)
)]
async fn try_profile(
    _nurse: Clinician,
    State(state): State<ApiState>,
    Id(id): Id,
    Body(wish): Body<ProfileLook>,
) -> ApiResult<Json<ProfileTrial>> {
    let limits = crate::limits::from_api(&wish.limits).map_err(Problem::invalid)?;
    let row = state.episode_row(id).await?;
    if row.ended_at.is_some() {
        return Err(Cause::EpisodeEnded {}.into());
    }
    let now = clock::wall_ms();
    let scale_two = wish.scale_two.then(|| row.scale_two.unwrap_or((uuid::Uuid::nil(), now))).map(decision);
    let before = crate::limits::from_store(&row.limits).map_err(Problem::internal)?;
    let wish = Wish {
        before: Some(Instead { limits: before, course: Some(course(&row)) }),
        instead: Instead {
            limits,
            course: Some(Course { neutropenic: wish.neutropenic, scale_two, without_news2: wish.without_news2.map(WithoutNews2::from) }),
        },
        marked: Vec::new(),
    };
    let until = now.plus(-SETTLED_MS).max(row.admitted_at);
    let scope = Scope { from: until.plus(-DAY_MS).max(row.admitted_at), until, episodes: vec![id], jobs: 1 };
    let turn = timeout(WAITS, state.workbench.looks.clone().acquire_owned()).await;
    let Ok(Ok(turn)) = turn else { return Err(Cause::TrialBusy {}.into()) };
    let waiter = apart::Waiter(Progress::default());
    let (progress, span) = (waiter.0.clone(), (scope.from, scope.until));
    let work = apart::run(&state.store, move |store| async move {
        let done = replay::try_out(&store, &scope, &wish, &progress).await;
        // Only now, when the replay is done, others get their turn, even if the asker gave up earlier.
        drop(turn);
        done
    });
    match timeout(TAKES, work).await {
        Ok(done) => Ok(Json(done?.map(|(trial, frames)| ProfileTrial::of(&trial, frames, span)).ok_or(Cause::TrialTooSlow {})?)),
        Err(_) => Err(Cause::TrialTooSlow {}.into()),
    }
}

impl ProfileTrial {
    fn of(trial: &Trial, frames: u64, (from, until): (WallMs, WallMs)) -> ProfileTrial {
        let clinical = |side: &Side| ByLevel::from(side.clinical);
        ProfileTrial {
            from: from.0,
            until: until.0,
            frames,
            present: clinical(&trial.present),
            candidate: clinical(&trial.candidate),
            lost: (&trial.swaps.lost).into(),
            gained: (&trial.swaps.gained).into(),
            less_urgent: (&trial.swaps.less_urgent).into(),
        }
    }
}
