//! What people and rules do to a task.

use super::{Lateness, Post, State, Step, Task, What};
use hearth_alerts::StaffId;
use hearth_vitals::WallMs;

/// A task is put off by at most a day: what is not done by then was not put off but forgotten.
pub const PUT_OFF_MS_MAX: i64 = 86_400_000;

/// What is done to a task.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    /// "I do it." Whoever comes first has it.
    Take {
        /// Who.
        by: StaffId,
    },
    /// One person gives it to another.
    Give {
        /// Who gives it.
        by: StaffId,
        /// Who has it then.
        to: StaffId,
        /// The version that the person was shown.
        shown: u32,
    },
    /// Another role does it; whoever had it has it no more.
    Pass {
        /// Who gives it.
        by: StaffId,
        /// Whose it is then.
        to: Post,
        /// The version that the person was shown.
        shown: u32,
    },
    /// "I do it not, after all": it is its role's again.
    Release {
        /// Who.
        by: StaffId,
        /// The version that the person was shown.
        shown: u32,
    },
    /// It is due later.
    PutOff {
        /// Who.
        by: StaffId,
        /// Until when.
        due: WallMs,
        /// The version that the person was shown.
        shown: u32,
    },
    /// It is done.
    Done {
        /// Who did it; `None` if it was found to be done.
        by: Option<StaffId>,
    },
    /// It is not to be done.
    Cancel {
        /// Who.
        by: StaffId,
        /// The version that the person was shown.
        shown: u32,
    },
    /// The rule that wanted it no longer does.
    Over,
}

/// Why not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// It is not owed any more.
    #[error("the task is closed")]
    Closed(State),
    /// Somebody has it.
    #[error("somebody has the task")]
    Taken(StaffId),
    /// It changed after it was shown.
    #[error("the task changed after it was shown")]
    Changed,
    /// What the programme owes has its time, which nobody moves.
    #[error("the programme's tasks cannot be put off")]
    Fixed,
    /// Only to a later instant, within a day from now.
    #[error("a task is put off to a later instant within a day")]
    PutOffTooFar,
}

impl Task {
    /// What an act makes of a task.
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
                // Who has it and presses again is not told that somebody else was first.
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
