//! Something that the patient is owed is late: a visit, a set of vitals, a call back.
//!
//! Which it is stands in the list of tasks, and the alert brings somebody to look there. It is medium: nobody is in danger by it
//! alone, and a whole day without a visit is what the programme must not do. What becomes late beside it rings anew: who
//! acknowledged the first has not heard of the second. It ends when nothing is late any more. If that is because the day is over,
//! nobody is told that all is well: an acknowledgement is void, and the alert stays until somebody has seen how it ended. Who
//! takes it after its end has it, and closes it by a review alone, which says what became of what was owed.

use super::Episode;
use crate::alert::{AlertId, Now, Subject, Transition};
use crate::open_alerts::{End, Fact, Out, Reason};
use crate::rule::Rule;
use crate::words::{By, Priority, Why};
use hearth_vitals::WallMs;

/// How that stands which a patient is owed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OwedNow {
    /// Something is so late that it is told.
    Late {
        /// Since when.
        since: WallMs,
        /// How often something of this stay has become so late, ever: it grows with each that does.
        times: i32,
    },
    /// What was late was done, or put off.
    Done,
    /// Nothing is late any more, but because a day is over on which something was not done.
    Missed,
}

impl Episode {
    /// Notes how that stands which the patient is owed. Calling it again changes nothing.
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
