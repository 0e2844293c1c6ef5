//! Alerts in the form of Hearth's API: as shown, with acts and histories.

use super::Finding;
use serde::{Deserialize, Serialize};

/// An alert as it was shown; fields have the names of Hearth's API. Instants are ms since 1970.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Alert {
    /// Id of the alert.
    pub id: String,
    /// Rises with every transition.
    pub version: u64,
    /// The episode; `None` for the hub's own faults.
    pub episode_id: Option<String>,
    /// The device that it is about; `None` if it is not about one.
    pub device_id: Option<String>,
    /// The gateway that it is about; `None` if it is not about one.
    pub gateway_id: Option<String>,
    /// The rule, such as `spo2_low`.
    pub rule: String,
    /// `high`, `medium` or `low`.
    pub priority: String,
    /// True while it is on the screens.
    pub open: bool,
    /// When the condition began, by measurement.
    pub since_at: i64,
    /// When it was raised, or last raised again.
    pub raised_at: i64,
    /// When the condition ended, by measurement; `None` while it is active.
    pub cleared_at: Option<i64>,
    /// True when it was judged afterwards, from data that came late.
    pub while_offline: bool,
    /// When its newest value was measured, if that value was old when it arrived.
    pub as_of_at: Option<i64>,
}

/// Who made a transition.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Actor {
    /// `person` or `rule`.
    pub kind: String,
    /// The person's id; `None` for a rule.
    pub id: Option<String>,
    /// The rule's name; `None` for a person.
    pub name: Option<String>,
}

/// One transition of an alert.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Step {
    /// Version of the alert after it.
    pub version: u64,
    /// When it was made.
    pub at: i64,
    /// Who made it.
    pub actor: Actor,
    /// What it was: `raised`, `acknowledged`, `cleared`, ...
    pub what: String,
}

/// An alert and all its transitions, oldest first.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AlertHistory {
    /// The alert as it is at the end.
    pub alert: Alert,
    /// The transitions, oldest first.
    pub transitions: Vec<Step>,
}

/// One look at the open alerts.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Look {
    /// When it was asked for.
    pub from: i64,
    /// When the answer had come.
    pub to: i64,
    /// The alerts in the answer.
    pub alerts: Vec<Alert>,
}

/// An acknowledgement that the hub confirmed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Act {
    /// The alert's id.
    pub id: String,
    /// Its version after the acknowledgement.
    pub version: u64,
}

impl Alert {
    pub(super) fn finding(&self, what: impl Into<String>) -> Finding {
        Finding { alert: format!("{} ({})", self.id, self.rule), what: what.into() }
    }

    /// Episode, rule and subject: at most one alert with these may be open at a time.
    pub(super) fn subject(&self) -> String {
        let parts = [&self.episode_id, &self.device_id, &self.gateway_id];
        let named: Vec<&str> = parts.into_iter().flatten().map(String::as_str).collect();
        format!("{} of {}", self.rule, if named.is_empty() { "the hub".into() } else { named.join(" ") })
    }
}

impl Step {
    pub(super) fn is_by_a_person(&self) -> bool {
        self.actor.kind == "person" && self.actor.id.is_some()
    }

    pub(super) fn is_by_somebody(&self) -> bool {
        self.is_by_a_person() || (self.actor.kind == "rule" && self.actor.name.as_ref().is_some_and(|name| !name.is_empty()))
    }
}

impl AlertHistory {
    /// When it left the screens; `None` while it is on them.
    pub fn closed_at(&self) -> Option<i64> {
        self.transitions.last().filter(|step| ["closed", "reviewed"].contains(&step.what.as_str())).map(|step| step.at)
    }
}
