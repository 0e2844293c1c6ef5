//! What a crew writes down at the patient: numbers and notes, under the author's name, and only for the stay of its incident.

use super::seen::{Attend, OneIncident};
use crate::api::ApiState;
use crate::api::check::Checks;
use crate::api::documented::{Conflict, Invalid, Refusals, Unknown};
use crate::api::notes::Note;
use crate::api::notes::text::NoteText;
use crate::api::observations::Observation;
use crate::api::observe::ObservationEntry;
use crate::clock;
use crate::problem::{ApiResult, Body, Mend, Problem, Thing};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use hearth_care::dispatch::stamp::AGE_MS_MAX;
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

pub fn routes() -> OpenApiRouter<ApiState> {
    OpenApiRouter::new().routes(routes!(observe_at_patient)).routes(routes!(write_note_at_patient))
}

/// A number that a crew has measured.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct CrewMeasured {
    /// A UUID chosen by the phone, so that one that is sent twice is stored once.
    id: Uuid,
    /// What was measured: a code of `GET /observations/codes`.
    #[schema(example = "spo2")]
    code: String,
    /// What was measured, in `unit`; a finite number.
    value: f64,
    /// UCUM unit of the number: the code's own.
    #[schema(example = "%")]
    unit: String,
    /// How long before the sending it was measured, ms: 0 to 12 hours. Not an instant, because a phone's clock may be wrong.
    age_ms: i64,
}

/// A note of a crew.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct CrewNote {
    /// A UUID chosen by the phone, so that one that is sent twice is kept once.
    id: Uuid,
    /// Text of the note; may have several lines.
    #[schema(min_length = 1, max_length = 4000)]
    body: String,
}

impl ApiState {
    /// The stay of an incident that the person was sent to.
    async fn stay_of(&self, one: &OneIncident<Attend>) -> ApiResult<Uuid> {
        let found = self.store.incident(one.id).await?;
        found.map(|(row, _)| super::stay(&row)).ok_or_else(|| Problem::not_found(Thing::Incident))
    }
}

/// Writes a number down that a crew has measured at the patient. Sent twice with the same `id`, it is written once, and the
/// second answer (200) is the first one. It is accepted even if another unit has the place by now: the measurement was made.
#[utoipa::path(
    post, path = "/incidents/{id}/observations", tag = "dispatch", params(("id" = Uuid, Path)), request_body = CrewMeasured,
    responses(
        (status = 201, description = "Written down", body = Observation), (status = 200, description = "It had been written down", body = Observation),
        Unknown, Invalid, Conflict, Refusals
    )
)]
async fn observe_at_patient(
    one: OneIncident<Attend>,
    State(state): State<ApiState>,
    Body(wish): Body<CrewMeasured>,
) -> ApiResult<(StatusCode, Json<Observation>)> {
    let mut checks = Checks::default();
    checks.require((0..=AGE_MS_MAX).contains(&wish.age_ms), "age_ms", Mend::Between { low: 0.0, high: AGE_MS_MAX as f64 });
    checks.done()?;
    let stay = state.stay_of(&one).await?;
    let at = clock::wall_ms().plus(-wish.age_ms);
    let entry = ObservationEntry::number(wish.id, wish.code, (wish.value, wish.unit), at);
    state.write_down(stay, &one.person, entry).await
}

/// Signs a note of a crew about the stay of its incident. Sent twice with the same `id`, it is kept once, and the second answer (200)
/// is the first one.
#[utoipa::path(
    post, path = "/incidents/{id}/notes", tag = "dispatch", params(("id" = Uuid, Path)), request_body = CrewNote,
    responses(
        (status = 201, description = "Signed", body = Note), (status = 200, description = "It had been signed", body = Note),
        Unknown, Invalid, Conflict, Refusals
    )
)]
async fn write_note_at_patient(
    one: OneIncident<Attend>,
    State(state): State<ApiState>,
    Body(wish): Body<CrewNote>,
) -> ApiResult<(StatusCode, Json<Note>)> {
    let mut checks = Checks::default();
    let body = checks.prose("body", &wish.body, 1..=4_000);
    checks.done()?;
    let stay = state.stay_of(&one).await?;
    state.sign((Some(wish.id), stay), &NoteText::Free { body }, None, &one.person).await
}
