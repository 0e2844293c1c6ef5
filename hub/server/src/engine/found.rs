//! What those who watch the hub from beside it have found, for the loop that tells the hub's own faults.

use hearth_alerts::Rule;
use std::collections::BTreeMap;
use tokio::sync::watch;

/// What is wrong now, by rule, in words that name no patient; cheap to clone.
#[derive(Debug, Clone, Default)]
pub struct Found(watch::Sender<BTreeMap<Rule, String>>);

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

    /// What is wrong by this rule.
    pub fn of(&self, rule: Rule) -> Option<String> {
        self.0.borrow().get(&rule).cloned()
    }
}
