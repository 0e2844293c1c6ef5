//! A call as people see it.

use super::words::{CallDirection, CallOutcome, CallParty};
use crate::api::ApiState;
use crate::feed::message::StaffRef;
use crate::problem::{ApiResult, Problem, Thing};
use hearth_store::calls::{CallEnd, CallRow};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// How a call ended.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Ended {
    /// When the call ended, ms since 1970.
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

/// A phone call about a stay, as it was written down. The hub does not place or record calls.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::api) struct Call {
    /// Id of the call, a UUID.
    id: Uuid,
    /// Id of the stay.
    episode_id: Uuid,
    /// The direction of the call: `out` of the command center, or `in` to it.
    #[schema(value_type = CallDirection)]
    direction: String,
    /// Whom it is with.
    #[schema(value_type = CallParty)]
    party: String,
    /// The name, as it was known then; may be empty.
    name: String,
    /// The number, as it was known then; may be empty.
    number: String,
    /// Reason of the call, in the words of who wrote it down; may be empty.
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

impl ApiState {
    /// A call that is kept.
    pub(super) async fn call_row(&self, id: Uuid) -> ApiResult<CallRow> {
        self.store.call(id).await?.ok_or_else(|| Problem::not_found(Thing::Call))
    }
}
