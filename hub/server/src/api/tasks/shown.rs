//! A task and its steps as people see them.

use crate::feed::message::StaffRef;
use hearth_care::tasks;
use hearth_store::tasks::{TaskRow, TaskStepRow};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// The kind of work that is owed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = TaskKind)]
pub enum TaskKindWord {
    /// A doubtful or raised value has to be confirmed by another measurement.
    Remeasure,
    /// A score lacks a measurement or an answer.
    MissingMeasurement,
    /// Somebody was promised a call back.
    CallBack,
    /// A call was begun, and nobody has written down how it ended.
    CallOpen,
    /// Something still has to be written down.
    NoteDue,
    /// Somebody has to be at the home.
    Visit,
    /// A set of vitals has to be measured.
    VitalsSet,
    /// Anything else, in the words of who made it.
    Other,
}

impl TaskKindWord {
    /// The same value in `hearth_care`.
    pub const fn of(self) -> tasks::TaskKind {
        match self {
            TaskKindWord::Remeasure => tasks::TaskKind::Remeasure,
            TaskKindWord::MissingMeasurement => tasks::TaskKind::MissingMeasurement,
            TaskKindWord::CallBack => tasks::TaskKind::CallBack,
            TaskKindWord::CallOpen => tasks::TaskKind::CallOpen,
            TaskKindWord::NoteDue => tasks::TaskKind::NoteDue,
            TaskKindWord::Visit => tasks::TaskKind::Visit,
            TaskKindWord::VitalsSet => tasks::TaskKind::VitalsSet,
            TaskKindWord::Other => tasks::TaskKind::Other,
        }
    }
}

/// The role that owes it while no person has taken it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum TaskPost {
    /// The nurses: any of them may take it.
    Nurse,
    /// The nurse who leads the shift.
    ChargeNurse,
    /// The physician on call.
    Physician,
    /// The agents of the call center.
    CallAgent,
    /// The dispatchers, who send crews.
    Dispatcher,
}

impl TaskPost {
    /// The same value in `hearth_care`.
    pub const fn of(self) -> tasks::Post {
        match self {
            TaskPost::Nurse => tasks::Post::Nurse,
            TaskPost::ChargeNurse => tasks::Post::ChargeNurse,
            TaskPost::Physician => tasks::Post::Physician,
            TaskPost::CallAgent => tasks::Post::CallAgent,
            TaskPost::Dispatcher => tasks::Post::Dispatcher,
        }
    }
}

/// One thing that is owed to a patient.
#[derive(Debug, Serialize, ToSchema)]
pub struct Task {
    /// Id of the task, a UUID.
    pub id: Uuid,
    /// Rises by one with each step; to be sent back with an act.
    pub version: u32,
    /// Id of the stay.
    pub episode_id: Uuid,
    /// What is owed: a word of `task_kinds`.
    #[schema(value_type = TaskKindWord)]
    pub kind: &'static str,
    /// What exactly is to be done, in the words of who made it; may be empty.
    pub what: String,
    /// The key of the vital to be measured, or `consciousness` or `oxygen`; `null` where the kind says all.
    pub item: Option<String>,
    /// The role that owes it while no person has it.
    #[schema(value_type = TaskPost)]
    pub post: &'static str,
    /// The person who has it; `null` while nobody has.
    pub owner: Option<StaffRef>,
    /// From when on it can be done, ms since 1970.
    pub opens_at: i64,
    /// Until when it is due, ms since 1970.
    pub due_at: i64,
    /// Whether it is still owed: a word of `task_states`.
    pub state: &'static str,
    /// How far time has brought it: `on_time`, `soon`, `late` or `alerted`.
    pub lateness: &'static str,
    /// Who made it; `null` for rules and the programme.
    pub made_by: Option<StaffRef>,
    /// When it was made, ms since 1970.
    pub made_at: i64,
    /// When it was closed, ms since 1970; `null` while it is open.
    pub closed_at: Option<i64>,
    /// True for what the programme owes each day: it cannot be put off.
    pub of_programme: bool,
}

fn named(id: Option<Uuid>, name: Option<String>) -> Option<StaffRef> {
    id.map(|id| StaffRef { id, display_name: name.unwrap_or_default() })
}

impl From<TaskRow> for Task {
    fn from(row: TaskRow) -> Task {
        let new = row.new;
        let task = new.task;
        Task {
            id: new.id,
            version: task.version,
            episode_id: new.episode,
            kind: task.kind.key(),
            what: new.what,
            item: new.item,
            post: task.post.key(),
            owner: named(task.owner.map(|owner| Uuid::from_u128(owner.0)), row.owner_name),
            opens_at: new.opens.0,
            due_at: task.due.0,
            state: task.state.key(),
            lateness: task.lateness.key(),
            made_by: named(new.made_by, row.made_by_name),
            made_at: new.made_at.0,
            closed_at: row.closed_at.map(|at| at.0),
            of_programme: task.kind.is_of_programme() && new.made_by.is_none(),
        }
    }
}

/// One step of a task.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = TaskStep)]
pub struct TaskStepShown {
    /// The version of the task after it.
    version: u32,
    /// When the step was made, ms since 1970.
    at: i64,
    /// What happened: a word of `task_steps`.
    what: String,
    /// Who did it; `null` for rules and time.
    by: Option<StaffRef>,
    /// Name of the person who has the task after the step; `null` if nobody has.
    owner: Option<String>,
    /// The role that owes the task after the step while no person has it; `null` for older steps.
    post: Option<String>,
    /// When the task is due after the step, ms since 1970.
    due_at: i64,
    /// Reason of the step, in the words of who did it; may be empty.
    reason: String,
}

impl From<TaskStepRow> for TaskStepShown {
    fn from(row: TaskStepRow) -> TaskStepShown {
        TaskStepShown {
            version: row.version,
            at: row.at.0,
            what: row.what,
            by: row.by.map(|(id, display_name)| StaffRef { id, display_name }),
            owner: row.owner_name,
            post: row.post,
            due_at: row.due.0,
            reason: row.reason,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_the_pure_room_are_those_of_the_api() {
        let kinds = tasks::TaskKind::ALL.map(|kind| serde_json::from_value::<TaskKindWord>(kind.key().into()).unwrap().of());
        assert_eq!(kinds, tasks::TaskKind::ALL);
        let posts = tasks::Post::ALL.map(|post| serde_json::from_value::<TaskPost>(post.key().into()).unwrap().of());
        assert_eq!(posts, tasks::Post::ALL);
    }
}
