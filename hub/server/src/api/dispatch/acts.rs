//! Acts of people on incidents: first come, first served, and nobody's decision is overwritten unseen.

use super::IncidentDetail;
use super::seen::{OneIncident, Respond};
use super::shown::Who;
use crate::api::ApiState;
use crate::api::check::Checks;
use crate::api::documented::{Conflict, Invalid, Refusals, Unknown};
use crate::api::extract::Id;
use crate::auth::extract::Dispatcher;
use crate::auth::role::Role;
use crate::clock;
use crate::problem::{ApiResult, Body, Mend, Problem, Thing};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use hearth_care::dispatch::stamp::AGE_MS_MAX;
use hearth_care::dispatch::{IncidentAct, IncidentRefused, IncidentState, Pressed, Source, UnitId};
use hearth_store::dispatch::{Heard, OfCrew, Press};
use hearth_vitals::WallMs;
use hearth_vitals::coded::Choices;
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

pub fn routes() -> OpenApiRouter<ApiState> {
    OpenApiRouter::new().routes(routes!(act_on_incident)).routes(routes!(stamp))
}

/// An act on an incident.
#[derive(Deserialize, ToSchema)]
#[serde(tag = "act", rename_all = "snake_case", deny_unknown_fields)]
#[schema(as = IncidentAct)]
enum IncidentActBody {
    /// Marks the incident as judged: it is known what is to be done.
    Triage,
    /// Offers a unit a place.
    Send {
        /// Id of the unit to send.
        unit_id: Uuid,
        /// True if it comes besides a unit that is sent already.
        second: bool,
    },
    /// Gives a place to another unit.
    Reassign {
        /// The version that the person was shown.
        version: u32,
        /// Number of the place in the incident, from 1.
        place: u8,
        /// Id of the unit that gets the place.
        unit_id: Uuid,
        /// Why the place goes to another unit, in the person's own words.
        #[schema(min_length = 1, max_length = 500)]
        reason: String,
    },
    /// Corrects the instant of a stamp.
    Amend {
        /// The number of the step that says when it happened: the stamp's, or of its last correction.
        step: u32,
        /// When it happened, ms since 1970.
        happened_at: i64,
        /// Why the first instant was wrong, in the person's own words.
        #[schema(min_length = 1, max_length = 500)]
        reason: String,
    },
    /// Calls a unit back.
    StandDown {
        /// The version that the person was shown.
        version: u32,
        /// Number of the place in the incident, from 1, whose unit is called back.
        place: u8,
        /// Why the unit is called back, in the person's own words.
        #[schema(min_length = 1, max_length = 500)]
        reason: String,
    },
    /// Ends the incident as solved without a visit.
    ResolveRemotely {
        /// The version that the person was shown.
        version: u32,
        /// How it was solved without a visit, in the person's own words.
        #[schema(min_length = 1, max_length = 500)]
        reason: String,
    },
    /// Nobody is needed; every unit that is not with the patient is called back.
    Cancel {
        /// The version that the person was shown.
        version: u32,
        /// Why nobody is needed any more, in the person's own words.
        #[schema(min_length = 1, max_length = 500)]
        reason: String,
    },
    /// Closes the incident: the visit is over.
    Close {
        /// The version that the person was shown.
        version: u32,
        /// What came of it; may be empty.
        #[schema(max_length = 500)]
        note: String,
    },
}

/// The act for the pure room, and the words that go with it.
fn read(act: IncidentActBody) -> ApiResult<(IncidentAct, String)> {
    let mut checks = Checks::default();
    let unit = |id: Uuid| UnitId(id.as_u128());
    let mut why = |reason: &str| checks.text("reason", reason, 1..=500);
    let read = match act {
        IncidentActBody::Triage => (IncidentAct::Triage, String::new()),
        IncidentActBody::Send { unit_id, second } => (IncidentAct::Send { unit: unit(unit_id), second }, String::new()),
        IncidentActBody::Reassign { version, place, unit_id, reason } => {
            (IncidentAct::Reassign { place, unit: unit(unit_id), shown: version }, why(&reason))
        }
        IncidentActBody::Amend { step, happened_at, reason } => (IncidentAct::Amend { names: step, at: WallMs(happened_at) }, why(&reason)),
        IncidentActBody::StandDown { version, place, reason } => (IncidentAct::StandDown { place, shown: version }, why(&reason)),
        IncidentActBody::ResolveRemotely { version, reason } => (IncidentAct::ResolveRemotely { shown: version }, why(&reason)),
        IncidentActBody::Cancel { version, reason } => (IncidentAct::Cancel { shown: version }, why(&reason)),
        IncidentActBody::Close { version, note } => (IncidentAct::Close { shown: version }, checks.text("note", &note, 0..=500)),
    };
    checks.done()?;
    Ok(read)
}

/// Carries out an act on an incident. Whoever comes second is told who was first, with the incident as it is now in `current`.
#[utoipa::path(
    post, path = "/incidents/{id}/act", tag = "dispatch", params(("id" = Uuid, Path)), request_body = IncidentActBody,
    responses((status = 200, description = "Done", body = IncidentDetail), Unknown, Invalid, Conflict, Refusals)
)]
async fn act_on_incident(
    Dispatcher(person): Dispatcher,
    State(state): State<ApiState>,
    Id(id): Id,
    Body(act): Body<IncidentActBody>,
) -> ApiResult<Json<IncidentDetail>> {
    let (act, words) = read(act)?;
    state.act_on(id, act, (person.id, Who::Desk), &words).await
}

impl ApiState {
    async fn act_on(&self, id: Uuid, act: IncidentAct, (by, who): (Uuid, Who), words: &str) -> ApiResult<Json<IncidentDetail>> {
        let now = clock::wall_ms();
        let decided = self.store.dispatch(id, act, by, words, now).await?.ok_or_else(|| Problem::not_found(Thing::Incident))?;
        match decided {
            Ok(steps) => {
                self.dispatch.changed();
                let what: Vec<&str> = steps.iter().map(|step| step.what.key()).collect();
                tracing::info!(staff = %by, incident = %id, ?what, "incident");
                Ok(Json(self.incident_detail(id, (who, by), now).await?))
            }
            Err(refused) => Err(self.refusal(id, who, refused).await?),
        }
    }

    /// Takes a press of a crew's phone under the id that the phone gave it: once, and kept if it is refused.
    async fn pressed(&self, one: &OneIncident<Respond>, own: &OfCrew, (press, source): (Press, Source)) -> ApiResult<Response> {
        let now = clock::wall_ms();
        let has_place = own.places.contains(&(one.id, press.place, press.unit));
        let heard = match self.store.heard_before(&press).await? {
            Some(heard) => heard,
            None if has_place => {
                let heard = self.store.press(&press, source, now).await?;
                self.dispatch.changed();
                heard.ok_or_else(|| Problem::not_found(Thing::Incident))?
            }
            None => Heard::Refused(self.lost(one, &press, now).await?),
        };
        tracing::info!(staff = %one.person.id, incident = %one.id, press = %press.id, done = heard == Heard::Done, "a crew pressed");
        match heard {
            Heard::Done if has_place => Ok(Json(self.incident_detail(one.id, (Who::Crew, one.person.id), now).await?).into_response()),
            // The press was sent again after the place was given away: it counts as done, and the crew sees nothing more of the
            // incident.
            Heard::Done => Ok(StatusCode::NO_CONTENT.into_response()),
            Heard::Refused(why) => Err(self.refusal(one.id, if has_place { Who::Crew } else { Who::Nobody }, why).await?),
            Heard::IdTaken => Err(Problem::invalid_field("id", Mend::IdTaken {})),
        }
    }

    /// Refuses a press for a place that the crew no longer has, and keeps it with the incident. For another crew's place nothing
    /// is kept.
    async fn lost(&self, one: &OneIncident<Respond>, press: &Press, now: WallMs) -> ApiResult<IncidentRefused> {
        if !self.store.offered_to(one.person.id, one.id).await?.contains(&(press.place, press.unit)) {
            return Err(Problem::invalid_field("place", Mend::OfThisIncident {}));
        }
        let found = self.store.incident(one.id).await?;
        let place = found.as_ref().and_then(|(row, _)| row.incident.place(press.place));
        let has = place.ok_or_else(|| Problem::not_found(Thing::Incident))?;
        let taken = has.unit.0 != press.unit.as_u128();
        let why = if taken {
            IncidentRefused::TakenAway { unit: has.unit }
        } else {
            IncidentRefused::NotAllowed { from: has.state, to: press.state }
        };
        self.store.keep_refused(press, why, now).await?;
        Ok(why)
    }
}

/// How far a unit is.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct UnitStamp {
    /// Number of the place in the incident, from 1.
    place: u8,
    /// Id of the unit that has this place.
    unit_id: Uuid,
    /// The state that was reached: `acknowledged` to `clear` of `incident_states`.
    state: String,
    /// How it was reported: a word of `stamp_sources`. For a crew `button` or `fence`, for the desk `radio`.
    source: String,
    /// When the phone's clock says that it was pressed, ms since 1970; `null` for now.
    pressed_at: Option<i64>,
    /// When the same clock says that it is sent, ms since 1970; needed with `pressed_at`.
    sent_at: Option<i64>,
    /// A UUID chosen by a crew's phone, so that a press that is sent twice is heard once. Left out, the hub chooses one.
    #[serde(default)]
    id: Option<Uuid>,
    /// The number of the offer that the crew was shown: `offer` of the place. What is said to an earlier one is refused. Left out, it
    /// counts for the one that stands.
    #[serde(default)]
    offer: Option<u32>,
    /// How long before sending it was pressed, by the phone's monotonic clock, ms: 0 to 12 hours; only with `pressed_at`. Left
    /// out, the difference of the two instants counts, which is wrong if the phone's clock was set in between.
    #[serde(default)]
    age_ms: Option<i64>,
}

/// Stamps how far a unit is; `acknowledged` confirms the offer. A crew stamps the place that it was offered, the desk any unit
/// that it hears by radio. A crew that has lost its place is told so (409 without `current`). Refused presses of crews stay in
/// `refused` of the incident. Sent twice with the same `id`, it is taken once, and the second answer is the first one.
#[utoipa::path(
    post, path = "/incidents/{id}/stamp", tag = "dispatch", params(("id" = Uuid, Path)), request_body = UnitStamp,
    responses(
        (status = 200, description = "Stamped", body = IncidentDetail),
        (status = 204, description = "It had been stamped, and the place is another crew's by now"), Unknown, Invalid, Conflict, Refusals
    )
)]
async fn stamp(one: OneIncident<Respond>, State(state): State<ApiState>, Body(wish): Body<UnitStamp>) -> ApiResult<Response> {
    let mut checks = Checks::default();
    let stage = IncidentState::from_key(&wish.state);
    let states = || Mend::OneOf { choices: Choices::new("incident_states", IncidentState::ALL.map(IncidentState::key)) };
    checks.require(stage.is_some(), "state", states());
    // Only paramedics can send a press of a button: nobody else sits in the car.
    let told: &[Source] = if one.person.role == Role::Paramedic { &[Source::Button, Source::Fence] } else { &[Source::Radio] };
    let source = Source::from_key(&wish.source).filter(|source| told.contains(source));
    let sources = Mend::OneOf { choices: Choices::new("stamp_sources", told.iter().map(|source| source.key())) };
    checks.require(source.is_some(), "source", sources);
    checks.require(wish.pressed_at.is_some() == wish.sent_at.is_some(), "sent_at", Mend::Instant {});
    let age = wish.age_ms.is_none_or(|age| wish.pressed_at.is_some() && (0..=AGE_MS_MAX).contains(&age));
    checks.require(age, "age_ms", Mend::Between { low: 0.0, high: AGE_MS_MAX as f64 });
    checks.done()?;
    let both = wish.pressed_at.zip(wish.sent_at);
    let pressed = both.map(|(at, sent)| Pressed { at: WallMs(at), sent: WallMs(sent), steady_ms: wish.age_ms });
    let (stage, source) = (stage.unwrap_or(IncidentState::Acknowledged), source.unwrap_or(Source::Radio));
    if let Some(own) = &one.of_crew {
        let id = wish.id.unwrap_or_else(Uuid::now_v7);
        let press = Press {
            id,
            incident: one.id,
            by: one.person.id,
            place: wish.place,
            unit: wish.unit_id,
            state: stage,
            offer: wish.offer,
            pressed,
        };
        return state.pressed(&one, own, (press, source)).await;
    }
    let act = IncidentAct::Stamp { place: wish.place, unit: UnitId(wish.unit_id.as_u128()), state: stage, source, pressed };
    Ok(state.act_on(one.id, act, (one.person.id, Who::Desk), "").await?.into_response())
}
