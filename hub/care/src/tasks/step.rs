//! The steps of a task.

use super::{Lateness, Task};
use hearth_alerts::StaffId;
use hearth_vitals::WallMs;

/// What happened in one step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TaskStepKind {
    /// A person has it now.
    Taken,
    /// A person gave it to another.
    Given,
    /// The owner gave it back to its role.
    Released,
    /// It was put off.
    PutOff,
    /// It was done.
    Done,
    /// A person said that it is not to be done.
    Cancelled,
    /// The rule that wanted it no longer does.
    Over,
    /// It became due soon, late, or so late that an alert was raised.
    Stage(Lateness),
}

impl TaskStepKind {
    /// The words of all kinds of steps, as the API names them.
    pub const WORDS: [&'static str; 11] =
        ["made", "taken", "given", "released", "put_off", "done", "cancelled", "over", "soon", "late", "alerted"];

    /// The word for the store and the API.
    pub const fn key(self) -> &'static str {
        match self {
            TaskStepKind::Taken => "taken",
            TaskStepKind::Given => "given",
            TaskStepKind::Released => "released",
            TaskStepKind::PutOff => "put_off",
            TaskStepKind::Done => "done",
            TaskStepKind::Cancelled => "cancelled",
            TaskStepKind::Over => "over",
            TaskStepKind::Stage(lateness) => lateness.key(),
        }
    }
}

/// One step, with the task as it is after it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TaskStep {
    /// The task after it.
    pub task: Task,
    /// What happened in it.
    pub what: TaskStepKind,
    /// When it happened; of a stage, when it was found.
    pub at: WallMs,
    /// The person who did it; `None` for time and rules.
    pub by: Option<StaffId>,
}
