//! Finds the alerts of one profile that the other does not have.
//!
//! The other side has an alert, too, if it has one of the same rule about the same subject within [`NEAR_MS`] of it, however long
//! either lasts.

use crate::counted::Counted;
use hearth_alerts::{Priority, Rule, Subject};
use hearth_vitals::WallMs;
use serde::Serialize;
use std::collections::BTreeMap;

/// The largest distance between two alerts that count as the same, in milliseconds.
pub const NEAR_MS: i64 = 600_000;
/// The number of alerts of each kind that are named; the others are only counted.
pub const NAMED_MAX: usize = 200;

/// One alert that only one side has, or that is less urgent on the other.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Ring {
    /// The stay, by its id.
    pub episode: String,
    /// The rule that rang.
    pub rule: Rule,
    /// The highest priority that it reached.
    pub priority: Priority,
    /// The instant when it rang, in milliseconds since 1970.
    pub at: i64,
    /// The instant when its condition ended, in milliseconds since 1970; `None` if it had not ended by the end of the time.
    pub until: Option<i64>,
}

/// A number of alerts, of which the first are named.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Rings {
    /// The number of alerts in all.
    pub count: u64,
    /// The alerts that are named: the most urgent first, and of these the oldest first.
    pub named: Vec<Ring>,
}

/// What a candidate would change about which alerts ring.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Swaps {
    /// Alerts of the present profile that the candidate would not have told.
    pub lost: Rings,
    /// Alerts of the candidate that the present profile did not tell.
    pub gained: Rings,
    /// Alerts that both profiles tell, but the candidate with a lower priority.
    pub less_urgent: Rings,
}

type ByKind<'a> = BTreeMap<(Rule, &'a Subject), Vec<Counted<'a>>>;

fn by_kind<'a>(alerts: &[Counted<'a>]) -> ByKind<'a> {
    let mut kinds = ByKind::new();
    for alert in alerts {
        kinds.entry((alert.rule, alert.subject)).or_default().push(*alert);
    }
    kinds.values_mut().for_each(|kind| kind.sort_by_key(|alert| alert.at));
    kinds
}

/// The highest priority that the other side gives to the same thing. One alert of a kind is open at a time, so the alerts that
/// began last are the ones that may still last.
fn other(side: &ByKind<'_>, alert: &Counted<'_>) -> Option<Priority> {
    let kind = side.get(&(alert.rule, alert.subject))?;
    let begun = kind.partition_point(|one| alert.until.is_none_or(|until| one.at.since(until) <= NEAR_MS));
    let is_near = |one: &&Counted<'_>| one.until.is_none_or(|until| alert.at.since(until) <= NEAR_MS);
    kind[..begun].iter().rev().take_while(is_near).map(|one| one.priority).max()
}

impl Swaps {
    pub(crate) fn add(&mut self, episode: &str, from: WallMs, [present, candidate]: [&[Counted<'_>]; 2]) {
        let (was, would) = (by_kind(present), by_kind(candidate));
        for alert in present.iter().filter(|alert| alert.at >= from) {
            match other(&would, alert) {
                None => self.lost.add(episode, alert),
                Some(priority) if priority < alert.priority => self.less_urgent.add(episode, alert),
                Some(_) => {}
            }
        }
        for alert in candidate.iter().filter(|alert| alert.at >= from && other(&was, alert).is_none()) {
            self.gained.add(episode, alert);
        }
    }
}

impl Rings {
    fn add(&mut self, episode: &str, alert: &Counted<'_>) {
        self.count += 1;
        let key = |ring: &Ring| (std::cmp::Reverse(ring.priority), ring.at);
        let until = alert.until.map(|until| until.0);
        let ring = Ring { episode: episode.to_owned(), rule: alert.rule, priority: alert.priority, at: alert.at.0, until };
        let place = self.named.partition_point(|one| key(one) <= key(&ring));
        if place < NAMED_MAX {
            self.named.insert(place, ring);
            self.named.truncate(NAMED_MAX);
        }
    }
}
