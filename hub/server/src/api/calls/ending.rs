//! `/calls/{id}/end`: the outcome of a call. A missed call and a promised call back become tasks.

use super::shown::Call;
use super::words::CallOutcome;
use crate::api::ApiState;
use crate::api::check::Checks;
use crate::api::documented::{Conflict, Invalid, Refusals, Unknown};
use crate::api::extract::Id;
use crate::api::fault::{TAKEN, is};
use crate::auth::extract::CallLogger;
use crate::clock;
use crate::feed::state::Part;
use crate::problem::{ApiResult, Body, Cause, Mend};
use crate::tasks::unended;
use axum::Json;
use axum::extract::State;
use hearth_alerts::StaffId;
use hearth_care::tasks::{Post, Task, TaskAct, TaskKind, TaskState, TaskStep};
use hearth_store::calls::{CallEnd, CallRow, NewCall};
use hearth_store::tasks::{NewTask, TaskRow};
use hearth_vitals::WallMs;
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

/// Somebody who was not reached is to be called again within this time.
const AGAIN_MS: i64 = 15 * 60_000;
/// The latest call back that can be promised, from now.
const PROMISE_MS_MAX: i64 = 7 * 86_400_000;
/// How often ending is tried when a task that it closes has just changed.
const TRIES: usize = 4;

pub fn routes() -> OpenApiRouter<ApiState> {
    OpenApiRouter::new().routes(routes!(end_call))
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

/// Ends a call. If nobody was reached, or a call back was promised, a task is made for it; an answered call closes the task that
/// it was about. If that task was to call back and nobody was reached, it is put off instead of making another. The task that
/// asks how the call ended is closed.
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
    let again = again(wish.outcome, promised, now);
    for _ in 0..TRIES {
        let about = state.task_of_call(&call).await?;
        let (again, step) = comes_of(&call, about.as_ref(), (wish.outcome, again), (now, person.id));
        let asked = state.question(&call).await?;
        let answered = asked.as_ref().and_then(|row| row.new.task.decide(done_by(person.id), now).ok());
        let steps = [about.map(|row| row.new.id).zip(step), asked.map(|row| row.new.id).zip(answered)];
        match state.store.end_call(&call, &end, again.as_ref(), &steps.into_iter().flatten().collect::<Vec<_>>()).await {
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

/// What a call leads to: a task to be made, and the step of the open task that it was about. Somebody who was not reached when
/// called back is still owed that one call, later; promising another call counts as having called back.
fn comes_of(
    call: &NewCall,
    about: Option<&TaskRow>,
    (outcome, again): (CallOutcome, Option<WallMs>),
    (now, by): (WallMs, Uuid),
) -> (Option<NewTask>, Option<TaskStep>) {
    let staff = StaffId(call.by.as_u128());
    let task = about.map(|row| &row.new.task);
    let call_back_owed = task.filter(|task| task.kind == TaskKind::CallBack);
    let decide = |task: &Task, act| task.decide(act, now).ok();
    let anew = || again.map(|due| call_back(call, due, now, by));
    match (outcome, again, call_back_owed) {
        (CallOutcome::Answered, ..) => (None, task.and_then(|task| decide(task, TaskAct::Done { by: Some(staff) }))),
        (CallOutcome::Promised, _, Some(owed)) => (anew(), decide(owed, TaskAct::Done { by: Some(staff) })),
        // It cannot be put off to an earlier instant; then it stays due as it was.
        (_, Some(due), Some(owed)) => (None, decide(owed, TaskAct::PutOff { by: staff, due, shown: owed.version })),
        _ => (anew(), None),
    }
}

const fn done_by(person: Uuid) -> TaskAct {
    TaskAct::Done { by: Some(StaffId(person.as_u128())) }
}

/// The task to make a call again.
fn call_back(call: &NewCall, due: WallMs, now: WallMs, by: Uuid) -> NewTask {
    NewTask {
        id: Uuid::now_v7(),
        episode: call.episode,
        task: Task::new(TaskKind::CallBack, Post::CallAgent, None, due),
        what: [call.name.as_str(), call.number.as_str()].join(" ").trim().to_owned(),
        item: None,
        opens: now,
        made_by: Some(by),
        made_at: now,
        origin: format!("call {}", call.id),
    }
}

/// When the call has to be tried again; `None` if nothing is owed.
fn again(outcome: CallOutcome, promised: Option<WallMs>, now: WallMs) -> Option<WallMs> {
    match outcome {
        CallOutcome::NoAnswer | CallOutcome::Busy | CallOutcome::LeftMessage | CallOutcome::Missed => Some(now.plus(AGAIN_MS)),
        CallOutcome::Promised => promised,
        CallOutcome::Answered | CallOutcome::WrongNumber => None,
    }
}

impl ApiState {
    /// The task that the call was about, if it is still owed.
    async fn task_of_call(&self, call: &NewCall) -> ApiResult<Option<TaskRow>> {
        let Some(id) = call.task else { return Ok(None) };
        Ok(self.store.task(id).await?.filter(|row| row.new.task.state == TaskState::Open))
    }

    /// The open task that asks what came of the call.
    async fn question(&self, call: &NewCall) -> ApiResult<Option<TaskRow>> {
        Ok(self.store.open_task_from(call.episode, &unended::origin(call.id)).await?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_was_not_reached_is_tried_again_and_who_was_promised_a_call_by_then() {
        let (now, later) = (WallMs(5), WallMs(9));
        assert_eq!(again(CallOutcome::NoAnswer, None, now), Some(now.plus(AGAIN_MS)));
        assert_eq!(again(CallOutcome::Promised, Some(later), now), Some(later));
        assert_eq!(again(CallOutcome::Answered, None, now), None);
    }
}
