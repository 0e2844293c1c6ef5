//! Correcting and withdrawing observations: each is a row of its own, for the newest of a chain of corrections.

use super::entry::WrittenEntry;
use crate::api::ApiState;
use crate::api::check::Checks;
use crate::api::documented::{Conflict, Invalid, Refusals, Unknown};
use crate::api::extract::Id;
use crate::api::fault::{TAKEN, is};
use crate::api::observations::{Observation, ObservationSource};
use crate::auth::extract::Clinician;
use crate::clock;
use crate::observations::finding::{Coded, Written};
use crate::problem::{ApiResult, Body, Cause, Mend, Problem};
use axum::Json;
use axum::extract::State;
use hearth_store::observations::NewObservation;
use hearth_vitals::WallMs;
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

pub fn routes() -> OpenApiRouter<ApiState> {
    OpenApiRouter::new().routes(routes!(correct)).routes(routes!(withdraw))
}

/// What is right instead. The code stays the same; all other fields are given anew.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ObservationCorrection {
    /// Id of the episode that the author has on the screen; refused if the observation belongs to another one.
    episode_id: Uuid,
    /// Why it is corrected.
    #[schema(min_length = 1, max_length = 500)]
    reason: String,
    /// When it was observed, ms since 1970. Left out, it is as before.
    #[serde(default)]
    at: Option<i64>,
    /// The number, if the answer is a number.
    #[serde(default)]
    value: Option<f64>,
    /// UCUM unit of the number; it must be the code's own.
    #[serde(default)]
    unit: Option<String>,
    /// The word, if the answer is a word; or `off_scale_low` or `off_scale_high` for a device that shows LO or HI instead of a
    /// number, then without `value` and `unit`.
    #[serde(default)]
    finding: Option<String>,
    /// How it was found: one of the code's methods. Left out, it is `measured`.
    #[serde(default)]
    method: Option<String>,
    /// Where it comes from. Left out, it is `staff`.
    #[serde(default)]
    source: ObservationSource,
    /// Id of the device that it was read from. Needed if `source` is `device`.
    #[serde(default)]
    device_id: Option<String>,
    /// True when the author has looked at the patient and confirms a number below what anybody lives with; it rings at once. Left
    /// out, it is false.
    #[serde(default)]
    confirmed: Option<bool>,
    /// A note of the author.
    #[serde(default)]
    #[schema(max_length = 500)]
    note: String,
}

/// The withdrawal of an observation that was entered in error.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ObservationWithdrawal {
    /// Id of the episode that the author has on the screen; refused if the observation belongs to another one.
    episode_id: Uuid,
    /// Why it is withdrawn.
    #[schema(min_length = 1, max_length = 500)]
    reason: String,
}

impl ApiState {
    /// The observation if it can be corrected: the newest of its chain, of the stay that the author sees.
    async fn newest_of_chain(&self, id: Uuid, episode: Uuid) -> ApiResult<NewObservation> {
        let row = self.observation_row(id).await?;
        if row.said.episode != episode {
            return Err(Problem::invalid_field("episode_id", Mend::OtherEpisode {}));
        }
        match (row.corrected_by, &row.said.finding) {
            (Some((newer, _)), _) => Err(self.overtaken(newer).await?),
            (None, None) => Err(Cause::IsAWithdrawal {}.into()),
            (None, Some(_)) => Ok(row.said),
        }
    }

    /// The problem that says who corrected or withdrew it, and what to do.
    async fn overtaken(&self, newer: Uuid) -> ApiResult<Problem> {
        let newer = self.observation_row(newer).await?;
        let person = newer.author_name;
        let cause = match newer.said.finding {
            Some(_) => Cause::ObservationCorrected { person },
            None => Cause::ObservationWithdrawn { person },
        };
        Ok(cause.into())
    }

    /// Writes a correction or a withdrawal; who was second is told who was first.
    async fn replace(&self, id: Uuid, new: &NewObservation) -> ApiResult<Json<Observation>> {
        match self.store.observe(new).await {
            Ok(_) => {}
            Err(error) if is(&error, TAKEN) => {
                let newer = self.observation_row(id).await?.corrected_by;
                return Err(match newer {
                    Some((newer, _)) => self.overtaken(newer).await?,
                    None => error.into(),
                });
            }
            Err(error) => return Err(error.into()),
        }
        tracing::info!(staff = %new.author, episode = %new.episode, observation = %new.id, "corrected or withdrew an observation");
        self.tell_observed(new.episode, &new.code).await;
        self.judged(new.episode, &new.code).await?;
        Ok(Json(self.observation_row(new.id).await?.into()))
    }
}

/// Corrects an observation: another one takes its place, and both are kept. Only the newest of a chain of corrections
/// can be corrected. A stay that has ended can still be corrected.
#[utoipa::path(
    post, path = "/observations/{id}/correct", tag = "observations", params(("id" = Uuid, Path)), request_body = ObservationCorrection,
    responses((status = 200, description = "What holds now", body = Observation), Unknown, Invalid, Conflict, Refusals)
)]
async fn correct(
    Clinician(nurse): Clinician,
    State(state): State<ApiState>,
    Id(id): Id,
    Body(wish): Body<ObservationCorrection>,
) -> ApiResult<Json<Observation>> {
    let old = state.newest_of_chain(id, wish.episode_id).await?;
    let mut checks = Checks::default();
    let reason = checks.text("reason", &wish.reason, 1..=500);
    checks.done()?;
    let stay = state.episode_row(old.episode).await?;
    let (unit, finding, method) = (wish.unit.as_deref(), wish.finding.as_deref(), wish.method.as_deref());
    let written = Written { value: wish.value, unit, finding, method, confirmed: wish.confirmed.unwrap_or_default() };
    let at = wish.at.map_or(old.at, WallMs);
    let said = WrittenEntry { at, written, source: wish.source, device: wish.device_id.as_deref(), note: &wish.note };
    let checked = state.checked(&stay, Coded::parse(&old.code), said).await?;
    let new = NewObservation {
        id: Uuid::now_v7(),
        at,
        finding: Some(checked.finding),
        method: checked.method.to_owned(),
        source: wish.source.key().to_owned(),
        device: checked.device,
        author: nurse.id,
        entered_at: clock::wall_ms(),
        note: checked.note,
        corrects: Some((id, reason)),
        ..old
    };
    state.replace(id, &new).await
}

/// Withdraws an observation that was entered in error. It is kept, with who withdrew it and why.
#[utoipa::path(
    post, path = "/observations/{id}/withdraw", tag = "observations", params(("id" = Uuid, Path)), request_body = ObservationWithdrawal,
    responses((status = 200, description = "That it is withdrawn", body = Observation), Unknown, Invalid, Conflict, Refusals)
)]
async fn withdraw(
    Clinician(nurse): Clinician,
    State(state): State<ApiState>,
    Id(id): Id,
    Body(wish): Body<ObservationWithdrawal>,
) -> ApiResult<Json<Observation>> {
    let old = state.newest_of_chain(id, wish.episode_id).await?;
    let mut checks = Checks::default();
    let reason = checks.text("reason", &wish.reason, 1..=500);
    checks.done()?;
    let new = NewObservation {
        id: Uuid::now_v7(),
        finding: None,
        source: ObservationSource::Staff.key().to_owned(),
        device: None,
        author: nurse.id,
        entered_at: clock::wall_ms(),
        note: String::new(),
        corrects: Some((id, reason)),
        ..old
    };
    state.replace(id, &new).await
}
