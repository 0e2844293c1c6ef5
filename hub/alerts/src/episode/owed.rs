//! Something that the patient is owed is late: a visit, a set of vitals, a call back.
//!
//! Which it is stands in the list of tasks, and the alert brings somebody to look there. It is medium: nobody is in danger by it
//! alone, and a whole day without a visit is what the programme must not do. It ends when nothing is late any more.

use super::Episode;
use crate::alert::{AlertId, Now, Subject, Transition};
use crate::open_alerts::{End, Fact, Out, Reason};
use crate::rule::Rule;
use crate::words::{By, Priority, Why};
use hearth_vitals::WallMs;

impl Episode {
    /// Notes since when something is late, or that nothing is. Calling it again changes nothing.
    pub fn task_late(&mut self, since: Option<WallMs>, now: Now, ids: &mut dyn FnMut() -> AlertId) -> Vec<Transition> {
        let mut out = Out::new(now, ids);
        match since {
            Some(since) => self.alerts.holds(&late(since), &mut out),
            None => {
                let end = End { at: now.wall, value: None, late: false, actor: By::Tasks, reason: Why::OwedDone };
                self.alerts.ended(Rule::TaskLate, &Subject::Patient, &end, &mut out);
            }
        }
        out.list
    }

    /// True when an alert tells that something is late.
    pub fn is_told_late(&self) -> bool {
        self.alerts.active(Rule::TaskLate, &Subject::Patient).is_some()
    }
}

const fn late(since: WallMs) -> Fact<'static> {
    Fact {
        rule: Rule::TaskLate,
        subject: &Subject::Patient,
        priority: Priority::Medium,
        value: None,
        limit: None,
        extreme: None,
        since,
        as_of: None,
        actor: By::Tasks,
        reason: Reason::Fixed(Why::OwedLate),
        evidence: None,
    }
}
