//! `/episodes/{id}/calls`, `/calls/{id}/end`: who talked to whom, why, and what came of it. A missed or promised call is a task.

use super::ApiState;
use super::check::Checks;
use super::documented::{Conflict, Invalid, Refusals, Unknown};
use super::extract::{Id, Query};
use super::fault::{TAKEN, is};
use super::page;
use super::seen::{Facts, OfStay};
use crate::auth::extract::CallLogger;
use crate::clock;
use crate::feed::message::StaffRef;
use crate::feed::state::Part;
use crate::problem::{ApiResult, Body, Cause, Mend, Problem, Thing};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use hearth_alerts::StaffId;
use hearth_care::tasks::{Act, Kind, Post, State as TaskState, Step, Task};
use hearth_store::calls::{CallEnd, CallRow, NewCall};
use hearth_store::tasks::{NewTask, TaskRow};
use hearth_vitals::WallMs;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

/// Who was not reached is tried again within a quarter of an hour.
const AGAIN_MS: i64 = 15 * 60_000;
/// A call back is promised for the next week at most.
const PROMISE_MS_MAX: i64 = 7 * 86_400_000;
/// Tries of an end when the task that it closes was changed.
const TRIES: usize = 4;

pub fn routes() -> OpenApiRouter<ApiState> {
    OpenApiRouter::new().routes(routes!(calls, begin_call)).routes(routes!(end_call))
}

/// Who called whom.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum CallDirection {
    /// The command center called.
    Out,
    /// It was called.
    In,
}

impl CallDirection {
    /// All of them.
    pub const ALL: [CallDirection; 2] = [CallDirection::Out, CallDirection::In];

    const fn key(self) -> &'static str {
        match self {
            CallDirection::Out => "out",
            CallDirection::In => "in",
        }
    }
}

/// Whom the call is with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum CallParty {
    /// The patient, or whoever answers at the home.
    Home,
    /// One of the contacts.
    Contact,
    /// The interpreter.
    Interpreter,
    /// A colleague.
    Colleague,
    /// Somebody else.
    Other,
}

impl CallParty {
    /// All of them.
    pub const ALL: [CallParty; 5] = [CallParty::Home, CallParty::Contact, CallParty::Interpreter, CallParty::Colleague, CallParty::Other];

    const fn key(self) -> &'static str {
        match self {
            CallParty::Home => "home",
            CallParty::Contact => "contact",
            CallParty::Interpreter => "interpreter",
            CallParty::Colleague => "colleague",
            CallParty::Other => "other",
        }
    }
}

/// What came of a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum CallOutcome {
    /// They talked.
    Answered,
    /// Nobody answered.
    NoAnswer,
    /// The line was busy.
    Busy,
    /// A message was left.
    LeftMessage,
    /// The number is another's.
    WrongNumber,
    /// A call that came in and that nobody took.
    Missed,
    /// A call back was promised.
    Promised,
}

impl CallOutcome {
    /// All of them.
    pub const ALL: [CallOutcome; 7] = [
        CallOutcome::Answered,
        CallOutcome::NoAnswer,
        CallOutcome::Busy,
        CallOutcome::LeftMessage,
        CallOutcome::WrongNumber,
        CallOutcome::Missed,
        CallOutcome::Promised,
    ];

    const fn key(self) -> &'static str {
        match self {
            CallOutcome::Answered => "answered",
            CallOutcome::NoAnswer => "no_answer",
            CallOutcome::Busy => "busy",
            CallOutcome::LeftMessage => "left_message",
            CallOutcome::WrongNumber => "wrong_number",
            CallOutcome::Missed => "missed",
            CallOutcome::Promised => "promised",
        }
    }

    /// When it has to be tried again; `None` if nothing is owed.
    fn again(self, promised: Option<WallMs>, now: WallMs) -> Option<WallMs> {
        match self {
            CallOutcome::NoAnswer | CallOutcome::Busy | CallOutcome::LeftMessage | CallOutcome::Missed => Some(now.plus(AGAIN_MS)),
            CallOutcome::Promised => promised,
            CallOutcome::Answered | CallOutcome::WrongNumber => None,
        }
    }
}

/// How a call ended.
#[derive(Debug, Serialize, ToSchema)]
struct Ended {
    /// When, ms since 1970.
    at: i64,
    /// What came of it.
    #[schema(value_type = CallOutcome)]
    outcome: String,
    /// What was said; may be empty.
    note: String,
    /// Who wrote it down.
    by: StaffRef,
    /// Id of the task that came of it: a missed or promised call; otherwise `null`.
    task_id: Option<Uuid>,
}

/// A call.
#[derive(Debug, Serialize, ToSchema)]
struct Call {
    /// Its id.
    id: Uuid,
    /// Id of the stay.
    episode_id: Uuid,
    /// Who called whom.
    #[schema(value_type = CallDirection)]
    direction: String,
    /// Whom it is with.
    #[schema(value_type = CallParty)]
    party: String,
    /// The name, as it was known then; may be empty.
    name: String,
    /// The number, as it was known then; may be empty.
    number: String,
    /// Why; may be empty.
    why: String,
    /// True if an interpreter took part.
    interpreter: bool,
    /// Who called, or took the call.
    by: StaffRef,
    /// When it began, ms since 1970.
    begun_at: i64,
    /// Id of the alert that it is about; `null` if it is about none.
    alert_id: Option<Uuid>,
    /// Id of the task that it is about; `null` if it is about none.
    task_id: Option<Uuid>,
    /// How it ended; `null` while it goes on.
    ended: Option<Ended>,
}

impl From<CallRow> for Call {
    fn from(row: CallRow) -> Call {
        let call = row.call;
        let ended = |end: CallEnd| Ended {
            at: end.at.0,
            outcome: end.outcome,
            note: end.note,
            by: StaffRef { id: end.by.0, display_name: end.by.1 },
            task_id: end.task,
        };
        Call {
            id: call.id,
            episode_id: call.episode,
            direction: call.direction,
            party: call.party,
            name: call.name,
            number: call.number,
            why: call.why,
            interpreter: call.interpreter,
            by: StaffRef { id: call.by, display_name: row.by_name },
            begun_at: call.begun_at.0,
            alert_id: call.alert,
            task_id: call.task,
            ended: row.end.map(ended),
        }
    }
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
struct Wanted {
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
    get, path = "/episodes/{id}/calls", tag = "record", params(("id" = Uuid, Path), Wanted),
    responses((status = 200, body = CallPage), Unknown, Invalid, Refusals)
)]
async fn calls(OfStay { id, .. }: OfStay<Facts>, State(state): State<ApiState>, Query(wanted): Query<Wanted>) -> ApiResult<Json<CallPage>> {
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
    /// Who called whom.
    direction: CallDirection,
    /// Whom it is with.
    party: CallParty,
    /// The name, as it is known now; may be empty.
    #[schema(max_length = 120)]
    name: String,
    /// The number, as it is known now; needed for a call out.
    #[schema(max_length = 40)]
    number: String,
    /// Why; may be empty.
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

/// The end of a call.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct CallEnding {
    /// What came of it.
    outcome: CallOutcome,
    /// What was said; may be empty.
    #[schema(max_length = 1000)]
    note: String,
    /// For `promised`, until when they are called back, ms since 1970: within seven days; otherwise `null`.
    call_back_at: Option<i64>,
}

/// Ends a call. Who was not reached, and who was promised a call back, is a task with a clock; a call that was answered
/// closes the task that it was about. If that was to call back and nobody was reached, it is put off, and no other is made.
#[utoipa::path(
    post, path = "/calls/{id}/end", tag = "record", params(("id" = Uuid, Path)), request_body = CallEnding,
    responses((status = 200, description = "Ended", body = Call), Unknown, Invalid, Conflict, Refusals)
)]
async fn end_call(
    CallLogger(person): CallLogger,
    State(state): State<ApiState>,
    Id(id): Id,
    Body(wish): Body<CallEnding>,
) -> ApiResult<Json<Call>> {
    let CallRow { call, end: known, .. } = state.call_row(id).await?;
    if let Some(end) = known {
        return Err(Cause::CallEnded { person: end.by.1 }.into());
    }
    let now = clock::wall_ms();
    let mut checks = Checks::default();
    let note = checks.prose("note", &wish.note, 0..=1000);
    let promised = wish.call_back_at.map(WallMs);
    checks.require(promised.is_some() == (wish.outcome == CallOutcome::Promised), "call_back_at", Mend::WhenPromised {});
    checks.require(promised.is_none_or(|at| (1..=PROMISE_MS_MAX).contains(&at.since(now))), "call_back_at", Mend::WithinAWeek {});
    checks.done()?;
    let end = CallEnd { at: now, outcome: wish.outcome.key().to_owned(), note, by: (person.id, person.display_name.clone()), task: None };
    let again = wish.outcome.again(promised, now);
    for _ in 0..TRIES {
        let about = state.task_of_call(&call).await?;
        let (again, step) = comes_of(&call, about.as_ref(), (wish.outcome, again), (now, person.id));
        match state.store.end_call(&call, &end, again.as_ref(), about.map(|row| row.new.id).zip(step)).await {
            Ok(true) => {
                tracing::info!(staff = %person.id, episode = %call.episode, call = %id, outcome = %end.outcome, "a call has ended");
                state.feed.changed(call.episode, Part::Calls).await;
                state.feed.changed(call.episode, Part::Tasks).await;
                return Ok(Json(state.call_row(id).await?.into()));
            }
            Ok(false) => {}
            Err(error) if is(&error, TAKEN) => return Err(Cause::CallEnded { person: String::new() }.into()),
            Err(error) => return Err(error.into()),
        }
    }
    Err(Cause::ChangedMeanwhile {}.into())
}

/// What comes of a call: a task to be made, and the step of the open task that it was about. Who was not reached when they were
/// called back is still owed that one call, later; whoever promises another call has called back.
fn comes_of(
    call: &NewCall,
    about: Option<&TaskRow>,
    (outcome, again): (CallOutcome, Option<WallMs>),
    (now, by): (WallMs, Uuid),
) -> (Option<NewTask>, Option<Step>) {
    let staff = StaffId(call.by.as_u128());
    let task = about.map(|row| &row.new.task);
    let call_back_owed = task.filter(|task| task.kind == Kind::CallBack);
    let decide = |task: &Task, act| task.decide(act, now).ok();
    let anew = || again.map(|due| call_back(call, due, now, by));
    match (outcome, again, call_back_owed) {
        (CallOutcome::Answered, ..) => (None, task.and_then(|task| decide(task, Act::Done { by: Some(staff) }))),
        (CallOutcome::Promised, _, Some(owed)) => (anew(), decide(owed, Act::Done { by: Some(staff) })),
        // It cannot be put off to an earlier instant: then it stays as it is due.
        (_, Some(due), Some(owed)) => (None, decide(owed, Act::PutOff { by: staff, due, shown: owed.version })),
        _ => (anew(), None),
    }
}

/// The task of a call that has to be made again.
fn call_back(call: &NewCall, due: WallMs, now: WallMs, by: Uuid) -> NewTask {
    NewTask {
        id: Uuid::now_v7(),
        episode: call.episode,
        task: Task::new(Kind::CallBack, Post::CallAgent, None, due),
        what: [call.name.as_str(), call.number.as_str()].join(" ").trim().to_owned(),
        item: None,
        opens: now,
        made_by: Some(by),
        made_at: now,
        origin: format!("call {}", call.id),
    }
}

impl ApiState {
    async fn call_row(&self, id: Uuid) -> ApiResult<CallRow> {
        self.store.call(id).await?.ok_or_else(|| Problem::not_found(Thing::Call))
    }

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

    /// The task that the call was about, if it is still owed.
    async fn task_of_call(&self, call: &NewCall) -> ApiResult<Option<TaskRow>> {
        let Some(id) = call.task else { return Ok(None) };
        Ok(self.store.task(id).await?.filter(|row| row.new.task.state == TaskState::Open))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_the_store_are_those_of_the_api_and_who_was_not_reached_is_tried_again() {
        for one in CallOutcome::ALL {
            assert_eq!(serde_json::to_value(one).unwrap(), one.key());
        }
        for one in CallParty::ALL {
            assert_eq!(serde_json::to_value(one).unwrap(), one.key());
        }
        for one in CallDirection::ALL {
            assert_eq!(serde_json::to_value(one).unwrap(), one.key());
        }
        let (now, later) = (WallMs(5), WallMs(9));
        assert_eq!(CallOutcome::NoAnswer.again(None, now), Some(now.plus(AGAIN_MS)));
        assert_eq!(CallOutcome::Promised.again(Some(later), now), Some(later));
        assert_eq!(CallOutcome::Answered.again(None, now), None);
    }
}
