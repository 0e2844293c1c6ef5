//! What became of a task.

use super::{Lateness, Task};
use hearth_alerts::StaffId;
use hearth_vitals::WallMs;

/// What happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    /// A person has it now.
    Taken,
    /// A person gave it to another.
    Given,
    /// It is its role's again.
    Released,
    /// It is due later.
    PutOff,
    /// It was done.
    Done,
    /// A person said that it is not to be done.
    Cancelled,
    /// The rule that wanted it no longer does.
    Over,
    /// Time has brought it further.
    Stage(Lateness),
}

impl What {
    /// Every word.
    pub const WORDS: [&'static str; 11] =
        ["made", "taken", "given", "released", "put_off", "done", "cancelled", "over", "soon", "late", "alerted"];

    /// The word for the store and the API.
    pub const fn key(self) -> &'static str {
        match self {
            What::Taken => "taken",
            What::Given => "given",
            What::Released => "released",
            What::PutOff => "put_off",
            What::Done => "done",
            What::Cancelled => "cancelled",
            What::Over => "over",
            What::Stage(lateness) => lateness.key(),
        }
    }
}

/// One step, with the task as it is after it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step {
    /// The task after it.
    pub task: Task,
    /// What happened.
    pub what: What,
    /// When; of a stage, when it was found.
    pub at: WallMs,
    /// Who; `None` for time and rules.
    pub by: Option<StaffId>,
}
