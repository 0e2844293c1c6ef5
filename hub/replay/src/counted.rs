//! How alerts are counted: once, at the highest priority that they reached, and again when their condition came back.

use crate::told::AlertRecord;
use hearth_alerts::{Change, Priority, Rule, Subject};
use hearth_vitals::WallMs;

/// One alert with what became of it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Counted<'a> {
    pub(crate) rule: Rule,
    pub(crate) subject: &'a Subject,
    pub(crate) priority: Priority,
    pub(crate) at: WallMs,
    /// The instant when it first reached priority high; `None` if it never did.
    pub(crate) high: Option<WallMs>,
    /// The instant when its condition ended; `None` if it lasts.
    pub(crate) until: Option<WallMs>,
}

pub(crate) fn counted(told: &[AlertRecord]) -> Vec<Counted<'_>> {
    let mut all: Vec<Counted<'_>> = Vec::new();
    for told in told {
        let begin = all.len();
        let (rule, subject) = told.of();
        for step in &told.steps {
            if matches!(step.change, Change::Raised | Change::Reactivated) {
                all.push(Counted { rule, subject, priority: step.priority, at: step.at, high: None, until: None });
            }
            let Some(last) = all[begin..].last_mut() else { continue };
            last.priority = last.priority.max(step.priority);
            last.high = last.high.or((step.priority == Priority::High).then_some(step.at));
            if matches!(step.change, Change::Cleared | Change::Closed) {
                last.until = last.until.or(Some(step.at));
            }
        }
    }
    all
}
