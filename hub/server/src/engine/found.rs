//! What those who watch the hub from beside it have found, for the loop that tells the hub's own faults.

use crate::canary::flight::Flight;
use hearth_alerts::Rule;
use hearth_vitals::MonoMs;
use std::collections::BTreeMap;
use tokio::sync::watch;

/// What is wrong now, by rule, in words that name no patient; cheap to clone.
#[derive(Debug, Clone, Default)]
pub struct Found(watch::Sender<BTreeMap<Rule, String>>, watch::Sender<Option<Flight>>);

impl Found {
    /// Something is wrong, or (`None`) is not any more.
    pub fn tell(&self, rule: Rule, what: Option<String>) {
        self.0.send_if_modified(|found| {
            let before = found.get(&rule).cloned();
            match &what {
                Some(what) => found.insert(rule, what.clone()),
                None => found.remove(&rule),
            };
            before != what
        });
    }

    /// How the known alert that the hub sends itself is doing.
    pub fn flies(&self, flight: Flight) {
        self.1.send_replace(Some(flight));
    }

    /// Why that is missing; `None` while it is not, and if it is switched off.
    pub fn canary(&self, now: MonoMs) -> Option<String> {
        self.1.borrow().as_ref()?.missing(now)
    }

    /// What is wrong by this rule.
    pub fn of(&self, rule: Rule) -> Option<String> {
        self.0.borrow().get(&rule).cloned()
    }
}
