//! What must hold of alerts, judged from what was shown, done and written down: every history is complete, nothing that was
//! shown vanishes, no alert is open twice, no confirmed act is forgotten. Which alerts the stored readings require is judged
//! in [`oracle`].

pub mod oracle;
mod shape;

pub use shape::{Act, Actor, Alert, AlertHistory, Look, Step};

use std::collections::{BTreeSet, HashMap};
use std::fmt;

/// A fault with an alert.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
    /// Id and rule of the alert, or what it is about.
    pub alert: String,
    /// What is wrong, in words.
    pub what: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "alert {}: {}", self.alert, self.what)
    }
}

/// The history of an alert must have versions 1 to n, each made by somebody, and end by a person's act or a named rule.
pub fn broken_history(history: &AlertHistory) -> Vec<Finding> {
    let AlertHistory { alert, transitions } = history;
    let mut found = Vec::new();
    for (index, step) in transitions.iter().enumerate() {
        if step.version != index as u64 + 1 {
            found.push(format!("step {} has version {}", index + 1, step.version));
        }
        if !step.is_by_somebody() {
            found.push(format!("step {} was made by nobody", step.version));
        }
    }
    if transitions.first().is_none_or(|step| step.what != "raised") {
        found.push("it does not begin with being raised".into());
    }
    let last = transitions.last().map_or(0, |step| step.version);
    if last != alert.version {
        found.push(format!("it has version {} and its history ends with {last}", alert.version));
    }
    if alert.open == history.closed_at().is_some() {
        found.push(format!("open is {} and its last step is {}", alert.open, transitions.last().map_or("none", |step| &step.what)));
    }
    let reviewed = transitions.iter().any(|step| step.what == "reviewed" && step.is_by_a_person());
    if !alert.open && alert.priority == "high" && !reviewed {
        found.push("it was high and closed without a person".into());
    }
    found.into_iter().map(|what| alert.finding(what)).collect()
}

/// An alert that was shown must stay until its history says how it ended, and must never go back to an older version.
pub fn vanished(looks: &[Look], histories: &[AlertHistory]) -> Vec<Finding> {
    let ends: HashMap<&str, i64> = histories.iter().map(|h| (h.alert.id.as_str(), h.closed_at().unwrap_or(i64::MAX))).collect();
    let mut found = BTreeSet::new();
    let mut shown: HashMap<&str, &Alert> = HashMap::new();
    for look in looks {
        let now: HashMap<&str, &Alert> = look.alerts.iter().map(|alert| (alert.id.as_str(), alert)).collect();
        for (id, before) in &shown {
            let end = ends.get(id);
            match now.get(id) {
                Some(after) if after.version < before.version => {
                    found.insert(before.finding(format!("it went back from version {} to {}", before.version, after.version)));
                }
                None if end.is_some_and(|end| *end > look.to) => {
                    found.insert(before.finding(format!("it was not shown at {} although nothing had ended it", look.from)));
                }
                _ => {}
            }
            if end.is_none() {
                found.insert(before.finding("it was shown and is not in the store"));
            }
        }
        shown = now;
    }
    // For what the last look showed, there is no later look to compare it with.
    found.extend(
        shown
            .values()
            .filter(|alert| !ends.contains_key(alert.id.as_str()))
            .map(|alert| alert.finding("it was shown and is not in the store")),
    );
    found.into_iter().collect()
}

/// There must never be more than one open alert for an episode, rule and subject.
pub fn doubled(looks: &[Look], histories: &[AlertHistory]) -> Vec<Finding> {
    let mut found = BTreeSet::new();
    let twice = |alert: &Alert, what: &str| Finding { alert: alert.subject(), what: what.into() };
    for look in looks {
        let mut seen = BTreeSet::new();
        found.extend(
            look.alerts.iter().filter(|alert| !seen.insert(alert.subject())).map(|alert| twice(alert, "it was shown twice at one time")),
        );
    }
    let raised = |history: &AlertHistory| history.transitions.first().map_or(history.alert.raised_at, |step| step.at);
    let mut by_time: Vec<&AlertHistory> = histories.iter().collect();
    by_time.sort_by_key(|history| raised(history));
    let mut ends: HashMap<String, i64> = HashMap::new();
    for history in by_time {
        let before = ends.insert(history.alert.subject(), history.closed_at().unwrap_or(i64::MAX));
        if before.is_some_and(|end| raised(history) < end) {
            found.insert(twice(&history.alert, "it was raised while one was open"));
        }
    }
    found.into_iter().collect()
}

/// An act that the hub confirmed must be in the history, under a person's name.
pub fn forgotten(acts: &[Act], histories: &[AlertHistory]) -> Vec<Finding> {
    let is_written = |act: &Act| {
        let steps = histories.iter().filter(|history| history.alert.id == act.id).flat_map(|history| &history.transitions);
        steps.into_iter().any(|step| step.version == act.version && step.what == "acknowledged" && step.is_by_a_person())
    };
    let finding =
        |act: &Act| Finding { alert: act.id.clone(), what: format!("its acknowledgement (version {}) is not in its history", act.version) };
    acts.iter().filter(|act| !is_written(act)).map(finding).collect()
}

#[cfg(test)]
mod tests;
