//! Which alerts of one profile the other has not.
//!
//! An alert is on the other side, too, if that has one of the same rule about the same within [`NEAR_MS`] of it, however long
//! either lasts.

use crate::counted::Counted;
use hearth_alerts::{Priority, Rule, Subject};
use hearth_vitals::WallMs;
use serde::Serialize;
use std::collections::BTreeMap;

/// Alerts that are so far apart at most are about the same, ms.
pub const NEAR_MS: i64 = 600_000;
/// Alerts of each kind that are named; the others are counted.
pub const NAMED_MAX: usize = 200;

/// One alert that only one side has, or that is less urgent on the other.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Ring {
    /// The stay, by its id.
    pub episode: String,
    /// Its rule.
    pub rule: Rule,
    /// The highest priority that it reached.
    pub priority: Priority,
    /// When it rang, ms since 1970.
    pub at: i64,
    /// When its condition ended, ms since 1970; `None` if it had not by the end.
    pub until: Option<i64>,
}

/// Some alerts, of which the first are named.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Rings {
    /// How many.
    pub count: u64,
    /// The most urgent, the oldest of them first.
    pub named: Vec<Ring>,
}

/// What a candidate would change about which alerts ring.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Swaps {
    /// Alerts of the present profile that the candidate would not have told.
    pub lost: Rings,
    /// Alerts of the candidate that the present profile did not tell.
    pub gained: Rings,
    /// Alerts that both tell, and the candidate less urgently.
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

/// The highest priority that the other side has about the same. One alert of a kind is open at a time, so that those that
/// began last are those that may still last.
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
