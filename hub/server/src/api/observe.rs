//! Writing observations down, correcting and withdrawing them. Every one is a row of its own: nothing is changed.

mod correct;
mod entry;

use super::ApiState;
use super::documented::{Conflict, Invalid, Refusals, Unknown};
use super::extract::Id;
use super::fault::{TAKEN, is};
use super::observations::{Observation, ObservationSource};
use crate::auth::Staff;
use crate::auth::extract::Clinician;
use crate::clock;
use crate::feed::state::Observed;
use crate::observations::finding::{Coded, Written};
use crate::observations::said;
use crate::problem::{ApiResult, Body, Cause, Mend, Problem, Thing};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use entry::WrittenEntry;
use hearth_store::observations::{NewObservation, ObservationRow, vital_of};
use hearth_store::registry::EpisodeRow;
use hearth_vitals::WallMs;
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

pub fn routes() -> OpenApiRouter<ApiState> {
    OpenApiRouter::new().routes(routes!(observe)).merge(correct::routes())
}

/// An observation to write down.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ObservationEntry {
    /// A UUID chosen by the sender, so that an entry that is sent twice is stored once. Left out, the hub chooses one.
    #[serde(default)]
    id: Option<Uuid>,
    /// What was observed: a code of `GET /observations/codes`, or any LOINC code.
    #[schema(example = "temperature")]
    code: String,
    /// When it was observed, ms since 1970: within the stay and not in the future. Left out, it is now.
    #[serde(default)]
    at: Option<i64>,
    /// The number, if the answer is a number.
    #[serde(default)]
    #[schema(example = 38.3)]
    value: Option<f64>,
    /// UCUM unit of the number. It must be the code's own unit, because the hub converts nothing.
    #[serde(default)]
    #[schema(example = "Cel")]
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
    /// Id of the device that it was read from; the patient must have had it at that time. Needed if `source` is `device`.
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

impl ObservationEntry {
    /// What a crew has measured or found: a number with its unit, or a word.
    pub(super) fn of_crew(
        id: Uuid,
        code: String,
        (number, finding): (Option<(f64, String)>, Option<String>),
        at: WallMs,
        confirmed: Option<bool>,
    ) -> ObservationEntry {
        let (value, unit) = number.unzip();
        ObservationEntry {
            id: Some(id),
            code,
            at: Some(at.0),
            value,
            unit,
            finding,
            method: None,
            source: ObservationSource::default(),
            device_id: None,
            confirmed,
            note: String::new(),
        }
    }
}

/// Writes an observation down for an active stay. Sent twice with the same `id`, it is written once, and the second
/// answer (200) is the first one.
#[utoipa::path(
    post, path = "/episodes/{id}/observations", tag = "observations", params(("id" = Uuid, Path)), request_body = ObservationEntry,
    responses(
        (status = 201, description = "Written down", body = Observation), (status = 200, description = "It had been written down", body = Observation),
        Unknown, Invalid, Conflict, Refusals
    )
)]
async fn observe(
    Clinician(nurse): Clinician,
    State(state): State<ApiState>,
    Id(id): Id,
    Body(wish): Body<ObservationEntry>,
) -> ApiResult<(StatusCode, Json<Observation>)> {
    state.write_down(id, &nurse, wish).await
}

fn ended() -> Problem {
    Cause::EpisodeEndedForObservations {}.into()
}

impl ApiState {
    /// Writes an entry down, or gives the one that was written under this id.
    pub(super) async fn write_down(&self, id: Uuid, author: &Staff, wish: ObservationEntry) -> ApiResult<(StatusCode, Json<Observation>)> {
        let stay = self.episode_row(id).await?;
        if let Some(known) = self.sent_before(&stay, author.id, &wish).await? {
            self.judged(id, &known.code).await?;
            return Ok((StatusCode::OK, Json(known)));
        }
        if stay.ended_at.is_some() {
            return Err(ended());
        }
        let now = clock::wall_ms();
        let coded = Coded::parse(&wish.code);
        let (unit, finding, method) = (wish.unit.as_deref(), wish.finding.as_deref(), wish.method.as_deref());
        let written = Written { value: wish.value, unit, finding, method, confirmed: wish.confirmed.unwrap_or_default() };
        let at = wish.at.map_or(now, WallMs);
        let said = WrittenEntry { at, written, source: wish.source, device: wish.device_id.as_deref(), note: &wish.note };
        let code = coded.as_ref().map(|coded| coded.as_str().to_owned()).unwrap_or_default();
        let checked = self.checked(&stay, coded, said).await?;
        let new = NewObservation {
            id: wish.id.unwrap_or_else(Uuid::now_v7),
            episode: id,
            code,
            at,
            finding: Some(checked.finding),
            method: checked.method.to_owned(),
            source: wish.source.key().to_owned(),
            device: checked.device,
            author: author.id,
            entered_at: now,
            note: checked.note,
            corrects: None,
        };
        match self.store.observe(&new).await {
            Ok(true) => {}
            Ok(false) => return Err(ended()),
            Err(error) if is(&error, TAKEN) => {
                let known = self.sent_before(&stay, author.id, &wish).await?.ok_or(error)?;
                self.judged(id, &known.code).await?;
                return Ok((StatusCode::OK, Json(known)));
            }
            Err(error) => return Err(error.into()),
        }
        tracing::info!(staff = %author.id, episode = %id, observation = %new.id, "wrote down an observation");
        self.tell_observed(id, &new.code).await;
        self.judged(id, &new.code).await?;
        Ok((StatusCode::CREATED, Json(self.observation_row(new.id).await?.into())))
    }

    /// Waits until the valid observation of this code is judged, if a rule looks at it: a nurse who writes down a fever then sees
    /// its alert.
    async fn judged(&self, episode: Uuid, code: &str) -> ApiResult<()> {
        if !said::is_judged(code) {
            return Ok(());
        }
        self.engine.by_hand(episode, vital_of(code)).await.map_err(Problem::not_in_force_yet)
    }

    /// Publishes the valid observation of a code, after a commit that may have changed it.
    async fn tell_observed(&self, stay: Uuid, code: &str) {
        let read = async {
            match self.store.newest_observation(stay, code).await {
                Ok(Some(row)) => serde_json::to_value(Observation::from(row)).map_or(Observed::Unknown, Observed::Newest),
                Ok(None) => Observed::Gone,
                Err(error) => {
                    tracing::warn!(%error, episode = %stay, "what holds of an observation could not be read: screens have to ask");
                    Observed::Unknown
                }
            }
        };
        self.feed.observed(stay, code, read).await;
    }

    async fn observation_row(&self, id: Uuid) -> ApiResult<ObservationRow> {
        self.store.observation(id).await?.ok_or_else(|| Problem::not_found(Thing::Observation))
    }

    /// What has been written down under the id of this entry, if it is the same entry.
    async fn sent_before(&self, stay: &EpisodeRow, author: Uuid, wish: &ObservationEntry) -> ApiResult<Option<Observation>> {
        let Some(id) = wish.id else { return Ok(None) };
        let Some(known) = self.store.observation(id).await? else { return Ok(None) };
        let known = Observation::from(known);
        let code = Coded::parse(&wish.code).is_ok_and(|coded| coded.as_str() == known.code);
        let same = (known.episode_id, known.author.id, known.corrects, known.value, &known.finding)
            == (stay.id, author, None, wish.value, &wish.finding);
        if same && code { Ok(Some(known)) } else { Err(Problem::invalid_field("id", Mend::IdTaken {})) }
    }
}
