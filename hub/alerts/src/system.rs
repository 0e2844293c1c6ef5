//! The hub's own faults: one alert for each fault, however many homes it affects.

use crate::alert::{ActError, Alert, AlertId, Now, StaffId, Subject, Transition};
use crate::doing::Intent;
use crate::open_alerts::{End, Fact, OpenAlerts, Out, Reason};
use crate::rule::Rule;
use crate::words::{By, Kind, Priority, Why};
use hearth_vitals::MonoMs;

/// The open system alerts. All of them are high, because in each of these states the patients of every home may be
/// unwatched, and so a person must review each: the alert is the only trace of a quarter of an hour without monitoring.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct System {
    alerts: OpenAlerts,
}

impl System {
    /// A hub without faults.
    pub fn new() -> System {
        System::default()
    }

    /// Restores the alerts that were open in the store.
    pub fn restore(open: Vec<Alert>, now: Now) -> System {
        System { alerts: OpenAlerts::restore(open, now) }
    }

    /// Raises the alert for a fault. Raising it again changes nothing; rules that are not of kind system are ignored.
    pub fn raise(&mut self, rule: Rule, reason: &str, now: Now, ids: &mut dyn FnMut() -> AlertId) -> Vec<Transition> {
        self.raise_of(rule, reason, None, now, ids)
    }

    /// As [`System::raise`], for a fault that concerns so many stays or shifts: one more rings anew, and nobody has it who had
    /// acknowledged fewer.
    pub fn raise_of(
        &mut self,
        rule: Rule,
        reason: &str,
        count: Option<i32>,
        now: Now,
        ids: &mut dyn FnMut() -> AlertId,
    ) -> Vec<Transition> {
        let mut out = Out::new(now, ids);
        if rule.kind() == Kind::System {
            let fact = Fact {
                rule,
                subject: &Subject::Hub,
                priority: Priority::High,
                value: None,
                limit: None,
                extreme: count.filter(|_| rule.is_set()),
                since: now.wall,
                as_of: None,
                actor: By::SelfCheck,
                reason: Reason::Told(reason),
                evidence: None,
            };
            self.alerts.holds(&fact, &mut out);
        }
        out.list
    }

    /// Notes that the fault is gone. The alert stays open until it is reviewed.
    pub fn clear(&mut self, rule: Rule, now: Now) -> Vec<Transition> {
        let mut no_ids = || AlertId(0);
        let mut out = Out::new(now, &mut no_ids);
        let end = End { at: now.wall, value: None, late: false, actor: By::SelfCheck, reason: Why::WorksAgain };
        self.alerts.ended(rule, &Subject::Hub, &end, &mut out);
        out.list
    }

    /// A person acknowledges an alert: "I have it".
    pub fn acknowledge(&mut self, alert: AlertId, version: u32, by: StaffId, now: Now) -> Result<Transition, ActError> {
        self.alerts.acknowledge(alert, version, by, now)
    }

    /// A person takes an alert, or has it, and says what they do.
    pub fn take(&mut self, alert: AlertId, version: u32, by: StaffId, intent: Intent, now: Now) -> Result<Vec<Transition>, ActError> {
        self.alerts.take(alert, version, by, intent, now)
    }

    /// A person has reviewed an alert whose fault is gone; this closes it.
    pub fn review(&mut self, alert: AlertId, version: u32, by: StaffId, note: &str, now: Now) -> Result<Vec<Transition>, ActError> {
        self.alerts.review(alert, version, by, note, now)
    }

    /// What the rules do by themselves as time passes.
    pub fn tick(&mut self, now: Now) -> Vec<Transition> {
        let mut no_ids = || AlertId(0);
        let mut out = Out::new(now, &mut no_ids);
        self.alerts.close_due(&mut out);
        out.list
    }

    /// When [`System::tick`] will next have something to do.
    pub fn next_wake(&self) -> Option<MonoMs> {
        self.alerts.next_due(None, false).map(|due_ms| MonoMs(due_ms.max(0).unsigned_abs()))
    }

    /// The open alerts.
    pub fn open_alerts(&self) -> impl Iterator<Item = &Alert> {
        self.alerts.iter()
    }
}
