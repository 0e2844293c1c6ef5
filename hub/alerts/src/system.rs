//! The hub's own faults: one alert each, however many homes they touch.

use crate::alert::{ActError, Alert, AlertId, Now, StaffId, Subject, Transition};
use crate::board::{Board, End, Fact, Out, Reason};
use crate::rule::Rule;
use crate::words::{By, Kind, Priority, Why};
use hearth_vitals::MonoMs;

/// The open system alerts. All are high: in each of these states someone may be unwatched
/// in every home at once, so each must be reviewed by a person. Medium would let the rule
/// `auto_close` take away the only trace of a blind quarter of an hour.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct System {
    board: Board,
}

impl System {
    /// No faults.
    pub fn new() -> System {
        System::default()
    }

    /// The alerts that were open in the store.
    pub fn restore(open: Vec<Alert>, now: Now) -> System {
        System { board: Board::restore(open, now) }
    }

    /// The fault is there. Raised again, it changes nothing; rules that are not of kind
    /// system are ignored.
    pub fn raise(&mut self, rule: Rule, reason: &str, now: Now, ids: &mut dyn FnMut() -> AlertId) -> Vec<Transition> {
        let mut out = Out::new(now, ids);
        if rule.kind() == Kind::System {
            let fact = Fact {
                rule,
                subject: &Subject::Hub,
                priority: Priority::High,
                value: None,
                limit: None,
                extreme: None,
                since: now.wall,
                as_of: None,
                actor: By::SelfCheck,
                reason: Reason::Told(reason),
            };
            self.board.holds(&fact, &mut out);
        }
        out.list
    }

    /// The fault is gone; the alert stays until it is reviewed.
    pub fn clear(&mut self, rule: Rule, now: Now) -> Vec<Transition> {
        let mut no_ids = || AlertId(0);
        let mut out = Out::new(now, &mut no_ids);
        let end = End { at: now.wall, value: None, late: false, actor: By::SelfCheck, reason: Why::WorksAgain };
        self.board.ended(rule, &Subject::Hub, &end, &mut out);
        out.list
    }

    /// A person takes it.
    pub fn acknowledge(&mut self, alert: AlertId, version: u32, by: StaffId, now: Now) -> Result<Transition, ActError> {
        self.board.acknowledge(alert, version, by, now)
    }

    /// A person has looked at it after it ended.
    pub fn review(&mut self, alert: AlertId, version: u32, by: StaffId, note: &str, now: Now) -> Result<Vec<Transition>, ActError> {
        self.board.review(alert, version, by, note, now)
    }

    /// What the rules do by themselves as time passes.
    pub fn tick(&mut self, now: Now) -> Vec<Transition> {
        let mut no_ids = || AlertId(0);
        let mut out = Out::new(now, &mut no_ids);
        self.board.close_due(&mut out);
        out.list
    }

    /// When `tick` would next do something.
    pub fn next_wake(&self) -> Option<MonoMs> {
        self.board.next_due(None).map(|due_ms| MonoMs(due_ms.max(0).unsigned_abs()))
    }

    /// The open alerts.
    pub fn open_alerts(&self) -> impl Iterator<Item = &Alert> {
        self.board.alerts()
    }
}
