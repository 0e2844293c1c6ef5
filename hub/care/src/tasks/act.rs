//! What people and rules do to a task.

use super::{Lateness, Post, Task, TaskState, TaskStep, TaskStepKind};
use hearth_alerts::StaffId;
use hearth_vitals::WallMs;

/// The longest time by which a task can be put off, ms: a day. What is not done by then was forgotten, not put off.
pub const PUT_OFF_MS_MAX: i64 = 86_400_000;

/// What is done to a task.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TaskAct {
    /// "I do it." Whoever comes first has it.
    Take {
        /// The person who takes it.
        by: StaffId,
    },
    /// One person gives it to another.
    Give {
        /// The person who gives it away.
        by: StaffId,
        /// The person who gets it.
        to: StaffId,
        /// The version that the person was shown.
        shown: u32,
    },
    /// Gives it to another role; the person who had it no longer has it.
    Pass {
        /// The person who gives it away.
        by: StaffId,
        /// The role that gets it.
        to: Post,
        /// The version that the person was shown.
        shown: u32,
    },
    /// The owner gives it back to its role.
    Release {
        /// The person who gives it back.
        by: StaffId,
        /// The version that the person was shown.
        shown: u32,
    },
    /// Puts the task off.
    PutOff {
        /// The person who puts it off.
        by: StaffId,
        /// The new instant by which the task has to be done.
        due: WallMs,
        /// The version that the person was shown.
        shown: u32,
    },
    /// Closes the task as done.
    Done {
        /// The person who did it; `None` if the hub found it done.
        by: Option<StaffId>,
    },
    /// Closes the task as not to be done.
    Cancel {
        /// The person who says that it is not to be done.
        by: StaffId,
        /// The version that the person was shown.
        shown: u32,
    },
    /// The rule that wanted it no longer does.
    Over,
}

/// Why an act was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TaskRefused {
    /// The task is closed already.
    #[error("the task is closed")]
    Closed(TaskState),
    /// Another person has the task.
    #[error("somebody has the task")]
    Taken(StaffId),
    /// The task has changed since it was shown.
    #[error("the task changed after it was shown")]
    Changed,
    /// What the programme owes has a fixed time and cannot be put off.
    #[error("the programme's tasks cannot be put off")]
    Fixed,
    /// The new time must be later than now, within a day.
    #[error("a task is put off to a later instant within a day")]
    PutOffTooFar,
}

impl Task {
    /// The step that an act leads to; nothing is changed yet.
    ///
    /// # Errors
    /// [`TaskRefused`].
    pub fn decide(&self, act: TaskAct, now: WallMs) -> Result<TaskStep, TaskRefused> {
        if self.state != TaskState::Open {
            return Err(TaskRefused::Closed(self.state));
        }
        if act.shown().is_some_and(|shown| shown != self.version) {
            return Err(TaskRefused::Changed);
        }
        let mut task = Task { version: self.version.saturating_add(1), ..*self };
        let what = task.change(act, now)?;
        Ok(TaskStep { task, what, at: now, by: act.by() })
    }

    fn change(&mut self, act: TaskAct, now: WallMs) -> Result<TaskStepKind, TaskRefused> {
        match act {
            TaskAct::Take { by } => {
                // An owner who presses again gets no refusal that somebody else was first.
                if let Some(owner) = self.owner.filter(|owner| *owner != by) {
                    return Err(TaskRefused::Taken(owner));
                }
                self.owner = Some(by);
                Ok(TaskStepKind::Taken)
            }
            TaskAct::Give { to, .. } => {
                self.owner = Some(to);
                Ok(TaskStepKind::Given)
            }
            TaskAct::Pass { to, .. } => {
                (self.owner, self.post) = (None, to);
                Ok(TaskStepKind::Given)
            }
            TaskAct::Release { .. } => {
                self.owner = None;
                Ok(TaskStepKind::Released)
            }
            TaskAct::PutOff { due, .. } => self.put_off(due, now),
            TaskAct::Done { .. } => Ok(self.close(TaskState::Done, TaskStepKind::Done)),
            TaskAct::Cancel { .. } => Ok(self.close(TaskState::Cancelled, TaskStepKind::Cancelled)),
            TaskAct::Over => Ok(self.close(TaskState::Over, TaskStepKind::Over)),
        }
    }

    const fn close(&mut self, state: TaskState, what: TaskStepKind) -> TaskStepKind {
        self.state = state;
        what
    }

    fn put_off(&mut self, due: WallMs, now: WallMs) -> Result<TaskStepKind, TaskRefused> {
        if self.kind.is_of_programme() {
            return Err(TaskRefused::Fixed);
        }
        if due <= now || due <= self.due || due.since(now) > PUT_OFF_MS_MAX {
            return Err(TaskRefused::PutOffTooFar);
        }
        self.due = due;
        self.lateness = Lateness::OnTime;
        Ok(TaskStepKind::PutOff)
    }
}

impl TaskAct {
    const fn shown(self) -> Option<u32> {
        match self {
            TaskAct::Give { shown, .. }
            | TaskAct::Pass { shown, .. }
            | TaskAct::Release { shown, .. }
            | TaskAct::PutOff { shown, .. }
            | TaskAct::Cancel { shown, .. } => Some(shown),
            TaskAct::Take { .. } | TaskAct::Done { .. } | TaskAct::Over => None,
        }
    }

    const fn by(self) -> Option<StaffId> {
        match self {
            TaskAct::Take { by }
            | TaskAct::Give { by, .. }
            | TaskAct::Pass { by, .. }
            | TaskAct::Release { by, .. }
            | TaskAct::PutOff { by, .. }
            | TaskAct::Cancel { by, .. }
            | TaskAct::Done { by: Some(by) } => Some(by),
            TaskAct::Done { by: None } | TaskAct::Over => None,
        }
    }
}
