//! Alert: something that the patient is owed is late, a visit, a set of vitals or a call back.
//!
//! What it is stands in the list of tasks, and the alert sends somebody there. It is medium: it alone puts nobody in danger, and
//! a whole day without a visit is what the programme must not allow. If another task becomes late, the alert rings again: the
//! person who acknowledged the first has not heard of the second. It ends when nothing is late any more. If that is only because
//! the day is over, nobody is told that all is well: an acknowledgement becomes void, and the alert stays until somebody has seen
//! how it ended. Taking it after its end makes the person its owner, but only a review closes it, which says what became of the
//! task.

use super::Episode;
use crate::alert::{AlertId, Now, Subject, Transition};
use crate::open_alerts::{End, Fact, Out, Reason};
use crate::rule::Rule;
use crate::words::{By, Priority, Why};
use hearth_vitals::WallMs;

/// Whether something that a patient is owed is late.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OwedNow {
    /// Something is so late that it raises an alert.
    Late {
        /// The instant since which the task is late.
        since: WallMs,
        /// How many tasks of this stay have ever become so late; it rises with each.
        times: i32,
    },
    /// The late tasks were done, or put off.
    Done,
    /// Nothing is late any more, but only because the day is over on which something was not done.
    Missed,
}

impl Episode {
    /// Notes whether something that the patient is owed is late.
    pub fn owed(&mut self, owed: OwedNow, now: Now, ids: &mut dyn FnMut() -> AlertId) -> Vec<Transition> {
        let mut out = Out::new(now, ids);
        let end = |reason| End { at: now.wall, value: None, late: false, actor: By::Tasks, reason };
        match owed {
            OwedNow::Late { since, times } => self.alerts.holds(&late(since, times), &mut out),
            OwedNow::Done => self.alerts.ended(Rule::TaskLate, &Subject::Patient, &end(Why::OwedDone), &mut out),
            OwedNow::Missed => self.alerts.ended_unseen(Rule::TaskLate, &Subject::Patient, &end(Why::OwedMissed), &mut out),
        }
        out.list
    }

    /// True when the alert tells this already, or there is no alert and none is due.
    pub fn tells_owed(&self, owed: OwedNow) -> bool {
        let active = self.alerts.active(Rule::TaskLate, &Subject::Patient);
        match owed {
            OwedNow::Late { times, .. } => active.is_some_and(|alert| alert.extreme >= Some(times)),
            OwedNow::Done | OwedNow::Missed => active.is_none(),
        }
    }
}

const fn late(since: WallMs, times: i32) -> Fact<'static> {
    Fact {
        rule: Rule::TaskLate,
        subject: &Subject::Patient,
        priority: Priority::Medium,
        value: None,
        limit: None,
        extreme: Some(times),
        since,
        as_of: None,
        actor: By::Tasks,
        reason: Reason::Fixed(Why::OwedLate),
        evidence: None,
    }
}
