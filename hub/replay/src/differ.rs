//! Compares what was told with what a fold tells: alert by alert, step by step, word by word.
//!
//! The two clocks of a hub are not in the store, so instants of the hub may differ by [`Slack`]; instants of measurement,
//! values, limits, words and reasons may not. Nothing of an alert that began before the first instant or about which only
//! the hub's look at its gateways knows ([`is_folded`]) is compared.

use crate::told::{AlertRecord, Step};
use hearth_alerts::{Kind, Rule, Subject};
use hearth_vitals::WallMs;
use std::collections::BTreeSet;

/// How far apart instants of the hub's clocks may be without counting as a difference.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Slack {
    /// The slack for instants of the hub, in milliseconds: a commit may have waited, or a tick come late.
    pub hub_ms: i64,
    /// The slack for instants when a gateway was heard, in milliseconds: these are written down only now and then.
    pub gateway_ms: i64,
}

impl Default for Slack {
    fn default() -> Slack {
        Slack { hub_ms: 2_000, gateway_ms: 20_000 }
    }
}

impl Slack {
    fn of(self, rule: Rule) -> i64 {
        if rule == Rule::GatewayOffline { self.gateway_ms } else { self.hub_ms }
    }
}

/// A difference between the two sides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// The rule of the alert.
    pub rule: Rule,
    /// The patient, device or gateway that the alert is about.
    pub subject: Subject,
    /// When the alert was raised, on the side that has it.
    pub raised: WallMs,
    /// The way in which the two sides differ.
    pub what: Differs,
}

/// How two sides differ.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Differs {
    /// Only the store has the alert.
    OnlyStored,
    /// Only the fold has the alert.
    OnlyFolded,
    /// A step differs: its number from 1, the field, and both sides; a side that has no such step has `None`.
    Step(usize, &'static str, Box<(Option<Step>, Option<Step>)>),
    /// The present state of the alert differs, in this field.
    Alert(&'static str),
}

/// The result of a comparison.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Compared {
    /// The number of alerts that both sides have, equal or not.
    pub alerts: usize,
    /// The number of their steps that were compared.
    pub steps: usize,
    /// The number of alerts of the store that began before the first instant.
    pub began_before: usize,
    /// The number of alerts of the store that no fold can give.
    pub not_folded: usize,
    /// The furthest that two instants of the hub were apart, in milliseconds.
    pub apart_ms: i64,
    /// A difference between the two sides.
    pub differences: Vec<Difference>,
}

impl Compared {
    /// Adds the result of another stay.
    pub fn add(&mut self, other: Compared) {
        self.alerts += other.alerts;
        self.steps += other.steps;
        self.began_before += other.began_before;
        self.not_folded += other.not_folded;
        self.apart_ms = self.apart_ms.max(other.apart_ms);
        self.differences.extend(other.differences);
    }
}

/// True for a rule whose alerts follow from what is stored of a stay. What a gateway reports of itself is not stored. Strays and
/// gateways that run twice are found by comparing all gateways at once, of which the store keeps only the result; and what a
/// patient is owed is no reading.
pub const fn is_folded(rule: Rule) -> bool {
    !matches!(rule, Rule::StrayDevice | Rule::GatewayTwice | Rule::GatewayClock | Rule::GatewayStorage | Rule::TaskLate)
        && !matches!(rule.kind(), Kind::System)
}

/// Compares what is stored of one stay with what was folded, both for alerts that were raised from `from` until `until`.
pub fn compare(stored: &[AlertRecord], folded: &[AlertRecord], (from, until): (WallMs, WallMs), slack: Slack) -> Compared {
    let mut found = Compared {
        began_before: stored.iter().filter(|told| told.begins() < from && is_folded(told.alert.rule)).count(),
        not_folded: stored.iter().filter(|told| !is_folded(told.alert.rule)).count(),
        ..Compared::default()
    };
    let kinds: BTreeSet<(Rule, &Subject)> = stored.iter().chain(folded).map(AlertRecord::of).filter(|(rule, _)| is_folded(*rule)).collect();
    for kind in kinds {
        let side = |told: &'_ [AlertRecord]| {
            let mut side: Vec<AlertRecord> = told.iter().filter(|told| told.of() == kind).cloned().collect();
            side.sort_by_key(AlertRecord::begins);
            side
        };
        Pairs { from, until, slack_ms: slack.of(kind.0) }.compare(&side(stored), &side(folded), &mut found);
    }
    found
}

struct Pairs {
    from: WallMs,
    until: WallMs,
    slack_ms: i64,
}

impl Pairs {
    /// Walks along both sides of one rule and subject; alerts that began at the same time are the same one.
    fn compare(&self, stored: &[AlertRecord], folded: &[AlertRecord], found: &mut Compared) {
        let (mut left, mut right) = (stored.iter().peekable(), folded.iter().peekable());
        loop {
            match (left.peek(), right.peek()) {
                (None, None) => return,
                (Some(one), Some(other)) if one.begins().since(other.begins()).abs() <= self.slack_ms => {
                    self.pair(one, other, found);
                    left.next();
                    right.next();
                }
                (Some(one), other) if other.is_none_or(|other| one.begins() < other.begins()) => {
                    self.alone(one, Differs::OnlyStored, found);
                    left.next();
                }
                (_, Some(other)) => {
                    self.alone(other, Differs::OnlyFolded, found);
                    right.next();
                }
                (Some(_), None) => return,
            }
        }
    }

    /// True if the instant is far enough from both ends of the time: near an end, the other side may just lie beyond it.
    fn is_within(&self, at: WallMs) -> bool {
        at.since(self.from) >= self.slack_ms && self.until.since(at) > self.slack_ms
    }

    fn alone(&self, told: &AlertRecord, what: Differs, found: &mut Compared) {
        if self.is_within(told.begins()) {
            found.differences.push(difference(told, what));
        }
    }

    fn pair(&self, stored: &AlertRecord, folded: &AlertRecord, found: &mut Compared) {
        if stored.begins() < self.from || folded.begins() < self.from {
            return;
        }
        found.alerts += 1;
        for place in 0..stored.steps.len().max(folded.steps.len()) {
            let (one, other) = (stored.steps.get(place), folded.steps.get(place));
            let at = one.or(other).map_or(self.until, |step| step.at);
            if !self.is_within(at) && (one.is_none() || other.is_none()) {
                return;
            }
            found.steps += 1;
            if let Some(field) = self.step(one, other, found) {
                let sides = Box::new((one.cloned(), other.cloned()));
                found.differences.push(difference(stored, Differs::Step(place + 1, field, sides)));
                return;
            }
        }
        // The row shows what the alert is today; it may have gone on after the last instant.
        let is_whole = usize::try_from(stored.alert.version).is_ok_and(|version| version == stored.steps.len());
        if let Some(field) = self.alert(stored, folded).filter(|_| is_whole) {
            found.differences.push(difference(stored, Differs::Alert(field)));
        }
    }

    fn step(&self, one: Option<&Step>, other: Option<&Step>, found: &mut Compared) -> Option<&'static str> {
        let (Some(one), Some(other)) = (one, other) else { return Some("step") };
        let apart_ms = one.at.since(other.at).abs();
        found.apart_ms = found.apart_ms.max(apart_ms);
        let same = [
            ("change", one.change == other.change),
            ("at", apart_ms <= self.slack_ms),
            ("actor", one.actor == other.actor),
            ("priority", one.priority == other.priority),
            ("condition", one.condition == other.condition),
            ("response", one.response == other.response),
            ("value", one.value == other.value),
            ("limit", one.limit == other.limit),
            ("reason", one.reason == other.reason),
            ("action", one.doing.action == other.doing.action),
            ("remind_at", one.doing.remind_at == other.doing.remind_at),
        ];
        same.into_iter().find(|(_, is_same)| !is_same).map(|(field, _)| field)
    }

    /// Compares the present state of the alert.
    fn alert(&self, stored: &AlertRecord, folded: &AlertRecord) -> Option<&'static str> {
        let (one, other) = (&stored.alert, &folded.alert);
        let exact = one.rule.kind() == Kind::Clinical;
        let near = |one: WallMs, other: WallMs| if exact { one == other } else { one.since(other).abs() <= self.slack_ms };
        let ended = match (one.cleared_at, other.cleared_at) {
            (Some(one), Some(other)) => near(one, other),
            (one, other) => one == other,
        };
        let same = [
            ("since", near(one.since, other.since)),
            ("cleared_at", ended),
            ("extreme", one.extreme == other.extreme),
            ("as_of", one.as_of == other.as_of),
            ("while_offline", one.while_offline == other.while_offline),
            ("open", one.open == other.open),
        ];
        same.into_iter().find(|(_, is_same)| !is_same).map(|(field, _)| field)
    }
}

fn difference(told: &AlertRecord, what: Differs) -> Difference {
    Difference { rule: told.alert.rule, subject: told.alert.subject.clone(), raised: told.begins(), what }
}
