//! What was told about one alert: its steps and its present state.

use hearth_alerts::{Actor, Alert, AlertId, Change, Condition, Doing, Priority, Response, Rule, Subject, Transition};
use hearth_vitals::WallMs;
use std::collections::BTreeMap;

/// One alert with its steps, oldest first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AlertRecord {
    /// The alert after the last step.
    pub alert: Alert,
    /// The steps of the alert; at least one.
    pub steps: Vec<Step>,
}

/// One step, as the store keeps it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// The instant when the hub took the step.
    pub at: WallMs,
    /// What the step changed.
    pub change: Change,
    /// The person or program that caused the step.
    pub actor: Actor,
    /// The priority after the step.
    pub priority: Priority,
    /// The condition after the step.
    pub condition: Condition,
    /// The response after the step.
    pub response: Response,
    /// The raw value that caused the step, if one did.
    pub value: Option<i32>,
    /// The raw limit in force then, if there was one.
    pub limit: Option<i32>,
    /// The reason in words, or a person's note.
    pub reason: String,
    /// What the person said that they do, with the step.
    pub doing: Doing,
}

impl From<&Transition> for Step {
    fn from(transition: &Transition) -> Step {
        let alert = &transition.alert;
        Step {
            at: transition.at,
            change: transition.change,
            actor: transition.actor,
            priority: alert.priority,
            condition: alert.condition,
            response: alert.response,
            value: transition.value,
            limit: alert.limit,
            reason: transition.reason.clone(),
            doing: if transition.change == Change::Acted { alert.doing } else { Doing::default() },
        }
    }
}

impl AlertRecord {
    /// The rule and the subject of the alert; only one is open at a time for each pair.
    pub fn of(&self) -> (Rule, &Subject) {
        (self.alert.rule, &self.alert.subject)
    }

    /// The instant when the alert was first raised; the end of time for one without steps.
    pub fn begins(&self) -> WallMs {
        self.steps.first().map_or(WallMs(i64::MAX), |step| step.at)
    }

    /// The alert as it was at an instant, as far as its steps say; `None` if it was not open then.
    pub fn open_at(&self, at: WallMs) -> Option<Alert> {
        let before: Vec<&Step> = self.steps.iter().take_while(|step| step.at <= at).collect();
        let last = before.last().filter(|step| step.change != Change::Closed)?;
        let raised = before.iter().rfind(|step| matches!(step.change, Change::Raised | Change::Reactivated));
        let taken = before.iter().rfind(|step| step.change == Change::Acknowledged);
        let by = taken.and_then(|step| if let Actor::Person(staff) = step.actor { Some((staff, step.at)) } else { None });
        Some(Alert {
            version: u32::try_from(before.len()).unwrap_or(u32::MAX),
            priority: last.priority,
            condition: last.condition,
            response: last.response,
            value: last.value.or(self.alert.value),
            limit: last.limit,
            raised_at: raised.map_or(self.alert.raised_at, |step| step.at),
            cleared_at: self.alert.cleared_at.filter(|_| last.condition == Condition::Cleared),
            doing: said(&before).filter(|_| last.response == Response::Acknowledged).unwrap_or_default(),
            acknowledged: by.filter(|_| last.response == Response::Acknowledged),
            reviewed: None,
            open: true,
            ..self.alert.clone()
        })
    }
}

/// What the person who has the alert said last, since they took it.
fn said(steps: &[&Step]) -> Option<Doing> {
    let last = steps.iter().rfind(|step| matches!(step.change, Change::Acknowledged | Change::Acted))?;
    (last.change == Change::Acted).then_some(last.doing)
}

/// Adds steps to the alerts they belong to. `known` is what was told of the same alerts before.
pub fn gather(known: &mut BTreeMap<AlertId, AlertRecord>, steps: &[Transition]) {
    for step in steps {
        let told = known.entry(step.alert.id).or_insert_with(|| AlertRecord { alert: step.alert.clone(), steps: Vec::new() });
        told.alert = step.alert.clone();
        told.steps.push(Step::from(step));
    }
}
