//! Alerts as Hearth's API gives them: what is shown, what is done, what is written down.

use super::Finding;
use serde::{Deserialize, Serialize};

/// An alert as it was shown, in the names of Hearth's API. Instants are ms since 1970.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Alert {
    /// Its name.
    pub id: String,
    /// Rises with every step.
    pub version: u64,
    /// The episode; none for the hub's own faults.
    pub episode_id: Option<String>,
    /// The device it is about.
    pub device_id: Option<String>,
    /// The gateway it is about.
    pub gateway_id: Option<String>,
    /// `spo2_low`, ...
    pub rule: String,
    /// high, medium or low.
    pub priority: String,
    /// It stands on the screens.
    pub open: bool,
    /// When the condition began, by measurement.
    pub since_at: i64,
    /// When it was raised, or raised anew.
    pub raised_at: i64,
    /// When the condition ended, by measurement.
    pub cleared_at: Option<i64>,
    /// Judged afterwards, from data that came late.
    pub while_offline: bool,
    /// The newest value was this old.
    pub as_of_at: Option<i64>,
}

/// Who made a step.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Actor {
    /// `person` or `rule`.
    pub kind: String,
    /// Which person.
    pub id: Option<String>,
    /// Which rule.
    pub name: Option<String>,
}

/// One step of an alert.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Step {
    /// Version of the alert after it.
    pub version: u64,
    /// When.
    pub at: i64,
    /// Who.
    pub actor: Actor,
    /// `raised`, `acknowledged`, `cleared`, ...
    pub what: String,
}

/// An alert and every step of it, oldest first.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AlertHistory {
    /// As it is at the end.
    pub alert: Alert,
    /// What became of it.
    pub transitions: Vec<Step>,
}

/// One look at the open alerts: asked at `from`, answered by `to`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Look {
    /// Asked.
    pub from: i64,
    /// Answered.
    pub to: i64,
    /// What was shown.
    pub alerts: Vec<Alert>,
}

/// An acknowledgement that the hub confirmed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Act {
    /// The alert.
    pub id: String,
    /// Its version afterwards.
    pub version: u64,
}

impl Alert {
    pub(super) fn finding(&self, what: impl Into<String>) -> Finding {
        Finding { alert: format!("{} ({})", self.id, self.rule), what: what.into() }
    }

    /// At most one alert with this is open at a time.
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
    /// When it left the screens; `None` while it stands there.
    pub fn closed_at(&self) -> Option<i64> {
        self.transitions.last().filter(|step| ["closed", "reviewed"].contains(&step.what.as_str())).map(|step| step.at)
    }
}
