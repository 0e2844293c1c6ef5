//! One open alert, and every transition that it can make.

use super::depth::{is_deeper, worse};
use super::{End, Fact, Out};
use crate::alert::{Actor, Alert, AlertId, Now, Transition};
use crate::budget::rises;
use crate::doing::{Doing, Intent};
use crate::rule::Rule;
use crate::words::{By, Change, Condition, Priority, Response, Why};

/// An open alert, with its times on the monotonic clock.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Entry {
    pub alert: Alert,
    /// When the condition began (ms).
    pub since_mono: i64,
    /// When the condition ended (ms).
    pub cleared_mono: i64,
    /// The version at which the alert last rang. A person who has seen only an older version cannot acknowledge it.
    pub rang_version: u32,
    /// When it last rang (ms). After a restart that is when it was raised or came back, which is no later.
    pub rang_ms: i64,
    /// The worst value that a transition has reported.
    pub told: Option<i32>,
    /// What its owner last said, and when (ms); forgotten at a restart.
    pub said: Option<(Intent, i64)>,
}

pub(super) fn new_alert(id: AlertId, fact: &Fact<'_>, now: Now) -> Alert {
    Alert {
        id,
        version: 0,
        rule: fact.rule,
        subject: fact.subject.clone(),
        priority: fact.priority,
        condition: Condition::Active,
        response: Response::None,
        vital: fact.rule.vital(),
        value: fact.value,
        limit: fact.limit,
        extreme: fact.extreme,
        since: fact.since,
        raised_at: now.wall,
        cleared_at: None,
        acknowledged: None,
        doing: Doing::default(),
        reviewed: None,
        while_offline: false,
        as_of: fact.as_of,
        evidence: fact.evidence.cloned(),
        open: true,
    }
}

impl Entry {
    /// Makes one transition, which raises the version by one. Every change of an alert is made here.
    pub fn step(&mut self, change: Change, actor: Actor, value: Option<i32>, reason: &str, now: Now, list: &mut Vec<Transition>) {
        self.alert.version = self.alert.version.saturating_add(1);
        // The value that ended the condition was inside the limit; the alert keeps the value that it was about.
        if value.is_some() && change != Change::Cleared {
            self.alert.value = value;
        }
        self.told = self.alert.extreme;
        list.push(Transition { alert: self.alert.clone(), change, at: now.wall, actor, value, reason: reason.into() });
    }

    pub fn reactivate(&mut self, fact: &Fact<'_>, out: &mut Out<'_>) {
        let alert = &mut self.alert;
        // A high alert that nobody has reviewed must not become a medium one by coming back.
        alert.priority = alert.priority.max(fact.priority);
        (alert.condition, alert.response) = (Condition::Active, Response::None);
        (alert.acknowledged, alert.doing, alert.cleared_at) = (None, Doing::default(), None);
        (alert.since, alert.raised_at) = (fact.since, out.now.wall);
        (alert.limit, alert.extreme, alert.as_of) = (fact.limit, worse(fact.rule, alert.extreme, fact.extreme), fact.as_of);
        alert.while_offline = false;
        alert.evidence = fact.evidence.cloned();
        self.since_mono = out.now.mono_of(fact.since);
        self.step(Change::Reactivated, Actor::Rule(fact.actor), fact.value, fact.reason.text(), out.now, &mut out.list);
        (self.rang_version, self.rang_ms) = (self.alert.version, out.now.mono_ms());
    }

    pub fn raise_priority(&mut self, fact: &Fact<'_>, out: &mut Out<'_>) {
        self.alert.priority = fact.priority;
        self.alert.as_of = fact.as_of;
        if fact.limit.is_some() {
            self.alert.limit = fact.limit;
        }
        self.ring_again(Change::PriorityRaised, Why::PriorityRose, fact, out);
    }

    /// True when the condition is on a worse rung than the one that the alert tells of, at the same priority.
    pub fn is_deeper(&self, fact: &Fact<'_>) -> bool {
        is_deeper(&self.alert, fact) && fact.priority == self.alert.priority
    }

    pub fn raise_severity(&mut self, fact: &Fact<'_>, out: &mut Out<'_>) {
        (self.alert.limit, self.alert.as_of) = (fact.limit, fact.as_of);
        self.ring_again(Change::SeverityRaised, Why::SeverityRose, fact, out);
    }

    /// Makes the step and takes the alert from its owner, who acknowledged something less bad.
    pub fn ring_again(&mut self, change: Change, why: Why, fact: &Fact<'_>, out: &mut Out<'_>) {
        self.alert.evidence = fact.evidence.cloned();
        self.step(change, Actor::Rule(fact.actor), fact.value, fact.reason.text(), out.now, &mut out.list);
        self.void(Actor::Rule(By::PriorityVoids), why, out);
        (self.rang_version, self.rang_ms) = (self.alert.version, out.now.mono_ms());
    }

    /// Takes the alert from its owner, who acknowledged something less bad.
    pub fn void(&mut self, actor: Actor, why: Why, out: &mut Out<'_>) {
        if self.alert.acknowledged.take().is_some() {
            (self.alert.response, self.alert.doing) = (Response::None, Doing::default());
            self.step(Change::AcknowledgementVoided, actor, None, why.as_str(), out.now, &mut out.list);
        }
    }

    pub fn clear(&mut self, end: &End, out: &mut Out<'_>) {
        self.alert.condition = Condition::Cleared;
        self.alert.cleared_at = Some(end.at);
        self.alert.while_offline |= end.late && self.alert.as_of.is_some();
        self.cleared_mono = out.now.mono_ms();
        self.step(Change::Cleared, Actor::Rule(end.actor), end.value, end.reason.as_str(), out.now, &mut out.list);
    }

    /// Reports a value that is worse than any reported before, at once: a pause between two reports would be one more thing that
    /// a restart forgets. It does not ring again, and an acknowledgement stays valid.
    pub fn tell_worse(&mut self, out: &mut Out<'_>) {
        if self.alert.condition == Condition::Active && self.alert.extreme != self.told {
            let (worst, reason) = (self.alert.extreme, Why::WorstSoFar.as_str());
            self.step(Change::Worsened, Actor::Rule(By::Limit), worst, reason, out.now, &mut out.list);
        }
    }

    /// A count that has fallen is not reported, but from now on one more is a rise: somebody who acknowledged thirty and dealt
    /// with twenty hears of the next one.
    pub fn shrink(&mut self, fact: &Fact<'_>) {
        if fact.rule.is_set() && fact.extreme < self.alert.extreme {
            (self.alert.extreme, self.told) = (fact.extreme, fact.extreme);
        }
    }

    /// Reports a number beyond the scale of the device, which the worst value cannot hold.
    pub fn off_the_scale(&mut self, fact: &Fact<'_>, out: &mut Out<'_>) {
        (self.alert.limit, self.alert.evidence) = (fact.limit, fact.evidence.cloned());
        self.step(Change::Worsened, Actor::Rule(fact.actor), None, fact.reason.text(), out.now, &mut out.list);
    }

    /// True when nothing is left to do: ended, acknowledged, and not so urgent that it needs a review.
    pub fn is_done(&self) -> bool {
        let alert = &self.alert;
        let is_seen = alert.condition == Condition::Cleared && alert.response == Response::Acknowledged;
        is_seen && alert.priority < Priority::High && !self.is_taken_too_late()
    }

    /// True for a late task whose alert was taken only after its end: its owner has seen that it rang, but not what became of the
    /// task, which may never have been done. Only a review says that.
    pub fn is_taken_too_late(&self) -> bool {
        let alert = &self.alert;
        let ended_first = alert.acknowledged.zip(alert.cleared_at).is_some_and(|((_, taken), ended)| taken > ended);
        alert.rule == Rule::TaskLate && ended_first
    }

    pub fn rise_due(&self, floor_ms: i64, is_calm: bool) -> Option<(i64, Priority)> {
        let (after_ms, priority) = rises(self.alert.rule, is_calm)?;
        let applies = self.alert.condition == Condition::Active && self.alert.priority < priority;
        applies.then(|| (self.since_mono.max(floor_ms).saturating_add(after_ms), priority))
    }
}
