//! What other loops have found wrong with the hub, for the loop that raises the hub's own faults.

use crate::canary::flight::Flight;
use hearth_alerts::Rule;
use hearth_vitals::MonoMs;
use std::collections::{BTreeMap, BTreeSet};
use tokio::sync::watch;

/// Something that is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wrong {
    /// What is wrong, in words that name no patient.
    pub words: String,
    /// How many stays or shifts it is about; `None` if it is not about such.
    pub count: Option<i32>,
    /// Ids of these, so that a new one rings even if it takes another's place.
    pub members: BTreeSet<u128>,
}

impl From<String> for Wrong {
    fn from(words: String) -> Wrong {
        Wrong { words, count: None, members: BTreeSet::new() }
    }
}

/// What is wrong now, by rule; cheap to clone. `None` means that somebody looked and nothing is wrong; a rule without an entry
/// has not been looked at yet.
#[derive(Debug, Clone, Default)]
pub struct Found(watch::Sender<BTreeMap<Rule, Option<Wrong>>>, watch::Sender<Option<Flight>>);

impl Found {
    /// Notes what is wrong by a rule; `None` once nothing is.
    pub fn tell(&self, rule: Rule, what: Option<Wrong>) {
        self.0.send_if_modified(|found| found.insert(rule, what.clone()).is_none_or(|before| before != what));
    }

    /// Notes how the canary is doing.
    pub fn flies(&self, flight: Flight) {
        self.1.send_replace(Some(flight));
    }

    /// Why the canary is missing; `None` while it arrives, and if it is switched off.
    pub fn canary(&self, now: MonoMs) -> Option<String> {
        self.1.borrow().as_ref()?.missing(now)
    }

    /// What is wrong by this rule, in words.
    pub fn of(&self, rule: Rule) -> Option<String> {
        Some(self.looked(rule)??.words)
    }

    /// What the last look said of this rule; `None` before the first.
    pub fn looked(&self, rule: Rule) -> Option<Option<Wrong>> {
        self.0.borrow().get(&rule).cloned()
    }
}
