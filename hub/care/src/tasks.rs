//! Tasks: what is owed to a patient, by whom, and until when.
//!
//! It is pure: no clock, no file, no thread. The caller gives the [`Task`] as it is stored, a [`TaskAct`] and the time;
//! [`Task::decide`] answers with the [`TaskStep`] that it makes of it, or with the reason why not ([`TaskRefused`]). What time does is
//! asked for with [`Task::look`]: warned before it is due, late when it is, an alert where its kind says so
//! ([`LateRule`]). The caller stores steps and row in one transaction, and only then tells anybody.
//!
//! ```text
//! open ─ warned ─ due: late ─ alert        (a step each, in this order, however late somebody looks)
//!   │  taken, given, put off, taken back by its role
//!   └ done | cancelled (a person, with a reason) | over (a rule no longer wants it)
//! ```
//!
//! The parts: [`kind`], what can be owed and what happens when it is late; [`act`], what people and rules do; [`step`], what
//! became of it; [`programme`], what every stay is owed each day of its home.

pub mod act;
pub mod kind;
pub mod programme;
pub mod step;

pub use act::{TaskAct, TaskRefused};
pub use kind::{LateRule, Post, TaskKind};
pub use step::{TaskStep, TaskStepKind};

use hearth_alerts::StaffId;
use hearth_vitals::WallMs;

/// How far time has brought a task. It never goes back, except when the task is put off.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Lateness {
    /// There is time.
    OnTime,
    /// Soon due; the list shows it.
    Soon,
    /// It should be done by now.
    Late,
    /// So late that an alert was raised.
    Alerted,
}

impl Lateness {
    /// Every value of [`Lateness`].
    pub const ALL: [Lateness; 4] = [Lateness::OnTime, Lateness::Soon, Lateness::Late, Lateness::Alerted];

    /// The word for the store and the API.
    pub const fn key(self) -> &'static str {
        match self {
            Lateness::OnTime => "on_time",
            Lateness::Soon => "soon",
            Lateness::Late => "late",
            Lateness::Alerted => "alerted",
        }
    }

    /// Reads the word.
    pub fn from_key(key: &str) -> Option<Lateness> {
        Self::ALL.into_iter().find(|one| one.key() == key)
    }
}

/// Whether something is still owed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TaskState {
    /// It is owed.
    Open,
    /// It was done.
    Done,
    /// A person said that it is not to be done.
    Cancelled,
    /// The rule that wanted it no longer does.
    Over,
}

impl TaskState {
    /// Every value of [`TaskState`].
    pub const ALL: [TaskState; 4] = [TaskState::Open, TaskState::Done, TaskState::Cancelled, TaskState::Over];

    /// The word for the store and the API.
    pub const fn key(self) -> &'static str {
        match self {
            TaskState::Open => "open",
            TaskState::Done => "done",
            TaskState::Cancelled => "cancelled",
            TaskState::Over => "over",
        }
    }

    /// Reads the word.
    pub fn from_key(key: &str) -> Option<TaskState> {
        Self::ALL.into_iter().find(|one| one.key() == key)
    }
}

/// One thing that is owed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Task {
    /// Rises by one with each step.
    pub version: u32,
    /// What is owed.
    pub kind: TaskKind,
    /// The role that owes it while nobody has taken it.
    pub post: Post,
    /// The person who has it.
    pub owner: Option<StaffId>,
    /// The instant by which the task has to be done.
    pub due: WallMs,
    /// Whether it is still owed.
    pub state: TaskState,
    /// How far time has brought it.
    pub lateness: Lateness,
}

impl Task {
    /// A new task, in time, at version 1.
    pub const fn new(kind: TaskKind, post: Post, owner: Option<StaffId>, due: WallMs) -> Task {
        Task { version: 1, kind, post, owner, due, state: TaskState::Open, lateness: Lateness::OnTime }
    }

    /// What time has made of an open task by now: the steps that are missing, in order.
    pub fn look(&self, now: WallMs) -> Vec<TaskStep> {
        let mut task = *self;
        let mut steps = Vec::new();
        while let Some((_, next)) = task.next_stage().filter(|(at, _)| *at <= now) {
            task.lateness = next;
            task.version = task.version.saturating_add(1);
            steps.push(TaskStep { task, what: TaskStepKind::Stage(next), at: now, by: None });
        }
        steps
    }

    /// When [`Task::look`] next has something to say.
    pub fn next_look(&self) -> Option<WallMs> {
        self.next_stage().map(|(at, _)| at)
    }

    fn next_stage(&self) -> Option<(WallMs, Lateness)> {
        if self.state != TaskState::Open {
            return None;
        }
        let rule = self.kind.late_rule();
        match self.lateness {
            Lateness::OnTime => Some((self.due.plus(-rule.warn_ms), Lateness::Soon)),
            Lateness::Soon => Some((self.due, Lateness::Late)),
            Lateness::Late => rule.alert_ms.map(|alert_ms| (self.due.plus(alert_ms), Lateness::Alerted)),
            Lateness::Alerted => None,
        }
    }
}
