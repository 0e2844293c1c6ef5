//! What a crew writes down at the patient: numbers and notes. Under the name of who measured, of the stay of their incident alone.
//!
//! A number is judged as the patient's, so it has to be of a time, and of a time in which the crew had the patient. What the record
//! does not take is kept beside the incident: nothing that a crew has said is lost with its phone.

use super::seen::{Attend, OneIncident};
use crate::api::ApiState;
use crate::api::check::Checks;
use crate::api::documented::{Conflict, Invalid, Refusals, Unknown};
use crate::api::notes::Note;
use crate::api::notes::text::NoteText;
use crate::api::observations::Observation;
use crate::api::observe::ObservationEntry;
use crate::clock;
use crate::observations::finding::Coded;
use crate::problem::{ApiResult, Body, Cause, Mend, Problem, Thing};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use hearth_care::dispatch::Pressed;
use hearth_care::dispatch::stamp::{AGE_MS_MAX, LATE_MS};
use hearth_store::dispatch::{NotTaken, SEEN_AFTER_MS, Unrecorded, Words};
use hearth_store::notes::Written;
use hearth_vitals::WallMs;
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

pub fn routes() -> OpenApiRouter<ApiState> {
    OpenApiRouter::new().routes(routes!(observe_at_patient)).routes(routes!(write_note_at_patient))
}

/// What a crew has measured or found.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct CrewMeasured {
    /// A UUID chosen by the phone, so that one that is sent twice is stored once.
    id: Uuid,
    /// What was measured: a code of `GET /observations/codes`.
    #[schema(example = "spo2")]
    code: String,
    /// The number, if the answer is a number.
    #[serde(default)]
    value: Option<f64>,
    /// UCUM unit of the number: the code's own.
    #[serde(default)]
    #[schema(example = "%")]
    unit: Option<String>,
    /// The word, if the answer is a word.
    #[serde(default)]
    finding: Option<String>,
    /// True when the crew has looked at the patient and confirms a number below what anybody lives with. Left out, it is false.
    #[serde(default)]
    confirmed: Option<bool>,
    /// How long before the sending it was measured, ms: 0 to 12 hours. Not an instant, because a phone's clock may be wrong. `null` if
    /// nobody can say: then it is kept beside the incident, and never taken for the patient's present.
    #[serde(default)]
    age_ms: Option<i64>,
    /// When the phone's clock says that it was measured, ms since 1970.
    #[serde(default)]
    pressed_at: Option<i64>,
    /// When the same clock says that it is sent, ms since 1970; needed with `pressed_at`.
    #[serde(default)]
    sent_at: Option<i64>,
    /// For an antipyretic that was given before it was written down: how long before, ms, 0 to 12 hours. Left out, it is 0.
    #[serde(default)]
    given_ago_ms: Option<i64>,
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
    /// How long before the sending it was written, ms: 0 to 12 hours. `null` with `pressed_at` if nobody can say; left out without, it is
    /// as of now.
    #[serde(default)]
    age_ms: Option<i64>,
    /// When the phone's clock says that it was written, ms since 1970.
    #[serde(default)]
    pressed_at: Option<i64>,
    /// When the same clock says that it is sent, ms since 1970; needed with `pressed_at`.
    #[serde(default)]
    sent_at: Option<i64>,
}

/// A UCUM unit or a word is no longer, in bytes.
const WORD_MAX: usize = 64;
/// A number may be dated so far beside the time in which its unit had the place, ms: its age is counted by a phone.
const BESIDE_MS: i64 = 60_000;

/// What a phone says of when something was, checked.
fn when(checks: &mut Checks, age_ms: Option<i64>, (pressed_at, sent_at): (Option<i64>, Option<i64>)) -> Option<Pressed> {
    let range = || Mend::Between { low: 0.0, high: AGE_MS_MAX as f64 };
    checks.require(age_ms.is_none_or(|age| (0..=AGE_MS_MAX).contains(&age)), "age_ms", range());
    checks.require(pressed_at.is_some() == sent_at.is_some(), "sent_at", Mend::Instant {});
    pressed_at.zip(sent_at).map(|(at, sent)| Pressed { at: WallMs(at), sent: WallMs(sent), steady_ms: age_ms })
}

/// The same press, of something that was so long before it, ms.
fn before(pressed: Pressed, ago_ms: i64) -> Pressed {
    Pressed { at: pressed.at.plus(-ago_ms), steady_ms: pressed.steady_ms.map(|age| age + ago_ms), ..pressed }
}

/// How long before it was written down something was given, checked, ms: only a dose against fever has a time of its own, because
/// the hub counts from it.
fn given_ago(checks: &mut Checks, wish: &CrewMeasured) -> i64 {
    let ago = wish.given_ago_ms.unwrap_or(0);
    let high = if wish.code == "antipyretic" { AGE_MS_MAX } else { 0 };
    checks.require((0..=high).contains(&ago), "given_ago_ms", Mend::Between { low: 0.0, high: high as f64 });
    ago
}

/// What was measured or found, as it would be kept beside the incident: a number with its unit, or a word.
fn words(code: String, wish: &CrewMeasured) -> Option<Words> {
    let short = |text: &String| (1..=WORD_MAX).contains(&text.len());
    match (wish.value, wish.unit.clone().filter(short), wish.finding.clone().filter(short)) {
        (Some(value), Some(unit), None) if value.is_finite() => Some(Words::Number { code, value, unit }),
        (None, None, Some(finding)) => Some(Words::Finding { code, finding }),
        _ => None,
    }
}

/// What the answer is to something that is kept beside the incident.
const fn told(why: NotTaken, number: bool) -> Cause {
    match why {
        NotTaken::StayEnded if number => Cause::EpisodeEndedForObservations {},
        NotTaken::StayEnded => Cause::EpisodeEnded {},
        NotTaken::AgeUnknown => Cause::AgeUnknown {},
        NotTaken::NotAttending => Cause::NotAttending {},
    }
}

impl ApiState {
    /// The stay of an incident that the person was sent to.
    async fn stay_of(&self, one: &OneIncident<Attend>) -> ApiResult<Uuid> {
        let found = self.store.incident(one.id).await?;
        found.map(|(row, _)| super::stay(&row)).ok_or_else(|| Problem::not_found(Thing::Incident))
    }

    /// True if their unit had the place: at that instant, where one is given, and not longer ago than a crew hands in what it has.
    async fn attends(&self, one: &OneIncident<Attend>, at: Option<WallMs>, now: WallMs) -> ApiResult<bool> {
        let had = self.store.had_place(one.person.id, one.id, now).await?;
        Ok(had.iter().any(|had| {
            let ended = |until: WallMs| at.is_none_or(|at| at <= until.plus(BESIDE_MS)) && now <= until.plus(SEEN_AFTER_MS);
            had.until.is_none_or(ended) && at.is_none_or(|at| at >= had.from.plus(-BESIDE_MS))
        }))
    }

    /// Keeps beside the incident what the record does not take, and says why.
    async fn keep_beside(&self, said: Unrecorded) -> Problem {
        let number = !matches!(said.words, Words::Note(_));
        match self.store.keep_unrecorded(&said, clock::wall_ms()).await {
            Ok(true) => {
                tracing::info!(staff = %said.by, incident = %said.incident, said = %said.id, why = said.why.key(), "kept beside the incident");
                self.dispatch.changed();
                told(said.why, number).into()
            }
            // Then the phone has it alone, and is told so.
            Ok(false) => Cause::IncidentFull {}.into(),
            Err(error) => error.into(),
        }
    }

    /// What was said under this id before and is kept beside the incident; another's id is none of theirs.
    async fn kept_beside(&self, said: &Unrecorded) -> ApiResult<()> {
        let Some(known) = self.store.unrecorded(said.id).await? else { return Ok(()) };
        let same = Unrecorded { why: said.why, pressed: said.pressed, ..known.said.clone() } == *said;
        let number = !matches!(said.words, Words::Note(_));
        Err(if same { told(known.said.why, number).into() } else { Problem::invalid_field("id", Mend::IdTaken {}) })
    }
}

/// Writes a number down that a crew has measured at the patient. Sent twice with the same `id`, it is written once, and the second
/// answer (200) is the first one. Also of a crew whose place another has by now, if it was measured before. What the record does not
/// take (409: the stay has ended, its time is unknown, the unit did not have the job then) is kept in `unrecorded` of the incident.
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
    let ago = given_ago(&mut checks, &wish);
    let pressed = when(&mut checks, wish.age_ms, (wish.pressed_at, wish.sent_at)).map(|pressed| before(pressed, ago));
    checks.done()?;
    // What nobody could read is refused before it is kept anywhere.
    let code = Coded::parse(&wish.code).map_err(|fault| Problem::invalid(vec![fault]))?;
    let words = words(code.as_str().to_owned(), &wish).ok_or_else(|| Problem::invalid_field("value", Mend::NumberOrWords {}))?;
    let said = Unrecorded { id: wish.id, incident: one.id, by: one.person.id, words, pressed, why: NotTaken::AgeUnknown };
    state.kept_beside(&said).await?;
    let now = clock::wall_ms();
    let Some(at) = wish.age_ms.map(|age| now.plus(-age)) else { return Err(state.keep_beside(said).await) };
    if !state.attends(&one, Some(at), now).await? {
        return Err(state.keep_beside(Unrecorded { why: NotTaken::NotAttending, ..said }).await);
    }
    let stay = state.stay_of(&one).await?;
    let entry = ObservationEntry::of_crew(wish.id, wish.code, (wish.value.zip(wish.unit), wish.finding), at.plus(-ago), wish.confirmed);
    match state.write_down(stay, &one.person, entry).await {
        Err(ended) if matches!(ended.cause(), Cause::EpisodeEndedForObservations {}) => {
            Err(state.keep_beside(Unrecorded { why: NotTaken::StayEnded, ..said }).await)
        }
        answer => answer,
    }
}

/// Signs a note of a crew about the stay of its incident, with when it was written. Sent twice with the same `id`, it is kept once,
/// and the second answer (200) is the first one. What the record does not take is kept as with a number.
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
    let pressed = when(&mut checks, wish.age_ms, (wish.pressed_at, wish.sent_at));
    let body = checks.prose("body", &wish.body, 1..=4_000);
    checks.done()?;
    let words = Words::Note(body.clone());
    let said = Unrecorded { id: wish.id, incident: one.id, by: one.person.id, words, pressed, why: NotTaken::NotAttending };
    state.kept_beside(&said).await?;
    let now = clock::wall_ms();
    if !state.attends(&one, None, now).await? {
        return Err(state.keep_beside(said).await);
    }
    let written = match wish.age_ms {
        Some(age) if age > LATE_MS => Written::At(now.plus(-age)),
        None if pressed.is_some() => Written::Unknown,
        _ => Written::WhenSigned,
    };
    let stay = state.stay_of(&one).await?;
    match state.sign((Some(wish.id), stay, written), &NoteText::Free { body }, None, &one.person).await {
        Err(ended) if matches!(ended.cause(), Cause::EpisodeEnded {}) => {
            Err(state.keep_beside(Unrecorded { why: NotTaken::StayEnded, ..said }).await)
        }
        answer => answer,
    }
}
