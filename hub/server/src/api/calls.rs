//! `/episodes/{id}/calls`: who talked to whom, and why. [`ending`] writes down the outcome; [`words`] and [`shown`] are the
//! shapes.

mod ending;
mod shown;
pub mod words;

use super::ApiState;
use super::check::Checks;
use super::documented::{Conflict, Invalid, Refusals, Unknown};
use super::extract::{Id, Query};
use super::fault::{TAKEN, is};
use super::page;
use super::seen::{Facts, OfStay};
use crate::auth::extract::CallLogger;
use crate::clock;
use crate::feed::state::Part;
use crate::problem::{ApiResult, Body, Mend, Problem};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use hearth_store::calls::NewCall;
use serde::{Deserialize, Serialize};
use shown::Call;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;
use words::{CallDirection, CallParty};

pub fn routes() -> OpenApiRouter<ApiState> {
    OpenApiRouter::new().routes(routes!(calls, begin_call)).merge(ending::routes())
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
struct CallsQuery {
    /// Where the page begins: `next_before` of the previous page; the newest call when left out.
    before: Option<String>,
    /// The most calls on the page.
    #[serde(default = "page::rows")]
    #[param(minimum = 1, maximum = 500, default = 100)]
    limit: i64,
}

/// A page of calls.
#[derive(Debug, Serialize, ToSchema)]
struct CallPage {
    /// The calls, newest first.
    calls: Vec<Call>,
    /// The mark to ask the next page with (`before`); `null` on the last page.
    next_before: Option<String>,
}

/// Lists the calls of a stay, a page at a time.
#[utoipa::path(
    get, path = "/episodes/{id}/calls", tag = "record", params(("id" = Uuid, Path), CallsQuery),
    responses((status = 200, body = CallPage), Unknown, Invalid, Refusals)
)]
async fn calls(
    OfStay { id, .. }: OfStay<Facts>,
    State(state): State<ApiState>,
    Query(wanted): Query<CallsQuery>,
) -> ApiResult<Json<CallPage>> {
    let mut checks = Checks::default();
    let before = wanted.before.as_deref().map(page::mark);
    checks.require(before != Some(None), "before", Mend::PageMark {});
    page::limit(&mut checks, wanted.limit);
    checks.done()?;
    state.episode_row(id).await?;
    let mut rows = state.store.call_page(id, before.flatten(), wanted.limit + 1).await?;
    let next_before = page::cut(&mut rows, wanted.limit, |row| format!("{}.{}", row.call.begun_at.0, row.call.id));
    Ok(Json(CallPage { calls: rows.into_iter().map(Call::from).collect(), next_before }))
}

/// A call that begins.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct CallWish {
    /// A UUID chosen by the sender, so that a call that is sent twice is kept once. Left out, the hub chooses one.
    #[serde(default)]
    id: Option<Uuid>,
    /// The direction of the call: `out` of the command center, or `in` to it.
    direction: CallDirection,
    /// At whose end the call is; the name and number are in the fields beside.
    party: CallParty,
    /// The name, as it is known now; may be empty.
    #[schema(max_length = 120)]
    name: String,
    /// The number, as it is known now; needed for a call out.
    #[schema(max_length = 40)]
    number: String,
    /// Reason of the call, in the caller's own words; may be empty.
    #[schema(max_length = 300)]
    why: String,
    /// True if an interpreter takes part.
    interpreter: bool,
    /// Id of the alert of this stay that it is about; `null` if it is about none.
    alert_id: Option<Uuid>,
    /// Id of the task of this stay that it is about; `null` if it is about none. A call that is answered closes it.
    task_id: Option<Uuid>,
}

/// Begins a call. Sent twice with the same `id`, it is kept once, and the second answer (200) is the first one.
#[utoipa::path(
    post, path = "/episodes/{id}/calls", tag = "record", params(("id" = Uuid, Path)), request_body = CallWish,
    responses(
        (status = 201, description = "Begun", body = Call), (status = 200, description = "It had begun", body = Call),
        Unknown, Invalid, Conflict, Refusals
    )
)]
async fn begin_call(
    CallLogger(person): CallLogger,
    State(state): State<ApiState>,
    Id(id): Id,
    Body(wish): Body<CallWish>,
) -> ApiResult<(StatusCode, Json<Call>)> {
    let mut checks = Checks::default();
    let call = NewCall {
        id: wish.id.unwrap_or_else(Uuid::now_v7),
        episode: id,
        direction: wish.direction.key().to_owned(),
        party: wish.party.key().to_owned(),
        name: checks.text("name", &wish.name, 0..=120),
        number: checks.phone("number", &wish.number),
        why: checks.text("why", &wish.why, 0..=300),
        interpreter: wish.interpreter,
        by: person.id,
        begun_at: clock::wall_ms(),
        alert: wish.alert_id,
        task: wish.task_id,
    };
    let has_number = !call.number.is_empty() || wish.direction == CallDirection::In;
    checks.require(has_number, "number", Mend::Missing {});
    state.check_links(&mut checks, &call).await?;
    checks.done()?;
    state.episode_row(id).await?;
    if let Some(known) = state.begun_before(&call).await? {
        return Ok((StatusCode::OK, Json(known)));
    }
    match state.store.begin_call(&call).await {
        Ok(()) => {}
        Err(error) if is(&error, TAKEN) => {
            let known = state.begun_before(&call).await?.ok_or(error)?;
            return Ok((StatusCode::OK, Json(known)));
        }
        Err(error) => return Err(error.into()),
    }
    tracing::info!(staff = %person.id, episode = %id, call = %call.id, "a call begins");
    state.feed.changed(id, Part::Calls).await;
    Ok((StatusCode::CREATED, Json(state.call_row(call.id).await?.into())))
}

impl ApiState {
    /// The alert and the task must be of this stay.
    async fn check_links(&self, checks: &mut Checks, call: &NewCall) -> ApiResult<()> {
        if let Some(alert) = call.alert {
            let of = self.store.alert(alert).await?.and_then(|(row, _)| row.episode);
            checks.require(of == Some(call.episode), "alert_id", Mend::OfThisStay {});
        }
        if let Some(task) = call.task {
            let of = self.store.task(task).await?.map(|row| row.new.episode);
            checks.require(of == Some(call.episode), "task_id", Mend::OfThisStay {});
        }
        Ok(())
    }

    /// The same call, if it has begun; refused if its id is another's.
    async fn begun_before(&self, call: &NewCall) -> ApiResult<Option<Call>> {
        let Some(known) = self.store.call(call.id).await? else { return Ok(None) };
        let same = NewCall { begun_at: known.call.begun_at, ..call.clone() } == known.call;
        if same { Ok(Some(known.into())) } else { Err(Problem::invalid_field("id", Mend::IdTaken {})) }
    }
}
