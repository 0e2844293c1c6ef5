//! What people and rules do to a task.

use super::{Lateness, Post, State, Step, Task, What};
use hearth_alerts::StaffId;
use hearth_vitals::WallMs;

/// The longest time by which a task can be put off, ms: a day. What is not done by then was forgotten, not put off.
pub const PUT_OFF_MS_MAX: i64 = 86_400_000;

/// What is done to a task.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
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
pub enum Refused {
    /// The task is closed already.
    #[error("the task is closed")]
    Closed(State),
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
    /// [`Refused`].
    pub fn decide(&self, act: Act, now: WallMs) -> Result<Step, Refused> {
        if self.state != State::Open {
            return Err(Refused::Closed(self.state));
        }
        if act.shown().is_some_and(|shown| shown != self.version) {
            return Err(Refused::Changed);
        }
        let mut task = Task { version: self.version.saturating_add(1), ..*self };
        let what = task.change(act, now)?;
        Ok(Step { task, what, at: now, by: act.by() })
    }

    fn change(&mut self, act: Act, now: WallMs) -> Result<What, Refused> {
        match act {
            Act::Take { by } => {
                // An owner who presses again gets no refusal that somebody else was first.
                if let Some(owner) = self.owner.filter(|owner| *owner != by) {
                    return Err(Refused::Taken(owner));
                }
                self.owner = Some(by);
                Ok(What::Taken)
            }
            Act::Give { to, .. } => {
                self.owner = Some(to);
                Ok(What::Given)
            }
            Act::Pass { to, .. } => {
                (self.owner, self.post) = (None, to);
                Ok(What::Given)
            }
            Act::Release { .. } => {
                self.owner = None;
                Ok(What::Released)
            }
            Act::PutOff { due, .. } => self.put_off(due, now),
            Act::Done { .. } => Ok(self.close(State::Done, What::Done)),
            Act::Cancel { .. } => Ok(self.close(State::Cancelled, What::Cancelled)),
            Act::Over => Ok(self.close(State::Over, What::Over)),
        }
    }

    const fn close(&mut self, state: State, what: What) -> What {
        self.state = state;
        what
    }

    fn put_off(&mut self, due: WallMs, now: WallMs) -> Result<What, Refused> {
        if self.kind.is_of_programme() {
            return Err(Refused::Fixed);
        }
        if due <= now || due <= self.due || due.since(now) > PUT_OFF_MS_MAX {
            return Err(Refused::PutOffTooFar);
        }
        self.due = due;
        self.lateness = Lateness::OnTime;
        Ok(What::PutOff)
    }
}

impl Act {
    const fn shown(self) -> Option<u32> {
        match self {
            Act::Give { shown, .. }
            | Act::Pass { shown, .. }
            | Act::Release { shown, .. }
            | Act::PutOff { shown, .. }
            | Act::Cancel { shown, .. } => Some(shown),
            Act::Take { .. } | Act::Done { .. } | Act::Over => None,
        }
    }

    const fn by(self) -> Option<StaffId> {
        match self {
            Act::Take { by }
            | Act::Give { by, .. }
            | Act::Pass { by, .. }
            | Act::Release { by, .. }
            | Act::PutOff { by, .. }
            | Act::Cancel { by, .. }
            | Act::Done { by: Some(by) } => Some(by),
            Act::Done { by: None } | Act::Over => None,
        }
    }
}
