//! The open alerts of one episode, or of the hub. Everything that can happen to an alert happens here, and gives a
//! transition to be written down.

mod acts;

use crate::alert::{Actor, Alert, AlertId, Now, Subject, Transition};
use crate::budget::rises;
use crate::copied::copied_by_field;
use crate::doing::{Doing, Intent};
use crate::rule::Rule;
use crate::verdict::Evidence;
use crate::words::{By, Change, Condition, Priority, Response, Why};
use hearth_vitals::WallMs;
use std::sync::Arc;

/// An open alert, with its times on the monotonic clock.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Entry {
    alert: Alert,
    /// When the condition began (ms).
    since_mono: i64,
    /// When the condition ended (ms).
    cleared_mono: i64,
    /// The version at which the alert last rang. A person who has seen only an older version cannot acknowledge it.
    rang_version: u32,
    /// When it last rang (ms). After a restart that is when it was raised or came back, which is no later.
    rang_ms: i64,
    /// The worst value that a transition has reported.
    told: Option<i32>,
    /// What its owner last said, and when (ms); forgotten at a restart.
    said: Option<(Intent, i64)>,
}

/// Collects the transitions of one call.
pub(crate) struct Out<'a> {
    pub now: Now,
    pub ids: &'a mut dyn FnMut() -> AlertId,
    pub list: Vec<Transition>,
}

impl<'a> Out<'a> {
    pub fn new(now: Now, ids: &'a mut dyn FnMut() -> AlertId) -> Out<'a> {
        Out { now, ids, list: Vec::new() }
    }
}

/// The reason for a transition: fixed words, or words of the caller.
#[derive(Clone, Copy)]
pub(crate) enum Reason<'a> {
    Fixed(Why),
    Told(&'a str),
}

impl Reason<'_> {
    fn text(&self) -> &str {
        match self {
            Reason::Fixed(why) => why.as_str(),
            Reason::Told(text) => text,
        }
    }
}

/// A condition that holds now, with everything that an alert would say about it.
#[derive(Clone, Copy)]
pub(crate) struct Fact<'a> {
    pub rule: Rule,
    pub subject: &'a Subject,
    pub priority: Priority,
    pub value: Option<i32>,
    pub limit: Option<i32>,
    pub extreme: Option<i32>,
    pub since: WallMs,
    pub as_of: Option<WallMs>,
    pub actor: By,
    pub reason: Reason<'a>,
    /// The grounds, for rules that look at more than one value.
    pub evidence: Option<&'a Arc<Evidence>>,
}

/// A condition that has ended.
#[derive(Clone, Copy)]
pub(crate) struct End {
    pub at: WallMs,
    pub value: Option<i32>,
    /// True when the value that ended it came late itself.
    pub late: bool,
    pub actor: By,
    pub reason: Why,
}

#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct OpenAlerts {
    entries: Vec<Entry>,
}

copied_by_field!(OpenAlerts { entries });

impl OpenAlerts {
    pub fn restore(open: Vec<Alert>, now: Now) -> OpenAlerts {
        let entry = |alert: Alert| Entry {
            since_mono: now.mono_of(alert.since),
            cleared_mono: now.mono_of(alert.cleared_at.unwrap_or(now.wall)),
            rang_version: alert.version,
            rang_ms: now.mono_of(alert.raised_at),
            told: alert.extreme,
            said: None,
            alert,
        };
        OpenAlerts { entries: open.into_iter().filter(|alert| alert.open).map(entry).collect() }
    }

    pub fn iter(&self) -> impl Iterator<Item = &Alert> {
        self.entries.iter().map(|entry| &entry.alert)
    }

    fn position(&self, rule: Rule, subject: &Subject) -> Option<usize> {
        self.entries.iter().position(|entry| entry.alert.rule == rule && entry.alert.subject == *subject)
    }

    /// The open alert of this rule and subject, if its condition is active.
    pub fn active(&self, rule: Rule, subject: &Subject) -> Option<&Alert> {
        let alert = &self.entries[self.position(rule, subject)?].alert;
        (alert.condition == Condition::Active).then_some(alert)
    }

    /// The open alert of this rule and subject, if its condition is active, and when it last rang (monotonic ms).
    pub fn rang(&self, rule: Rule, subject: &Subject) -> Option<(&Alert, i64)> {
        let entry = &self.entries[self.position(rule, subject)?];
        (entry.alert.condition == Condition::Active).then_some((&entry.alert, entry.rang_ms))
    }

    /// The condition holds: raises the alert, makes it active again, or raises its priority, as needed.
    pub fn holds(&mut self, fact: &Fact<'_>, out: &mut Out<'_>) {
        let Some(index) = self.position(fact.rule, fact.subject) else {
            return self.raise(fact, out);
        };
        let entry = &mut self.entries[index];
        if entry.alert.condition != Condition::Active {
            return entry.reactivate(fact, out);
        }
        let is_deeper = entry.is_deeper(fact);
        entry.shrink(fact);
        if fact.extreme.is_some() {
            entry.alert.extreme = worse(fact.rule, entry.alert.extreme, fact.extreme);
        }
        if fact.priority > entry.alert.priority {
            entry.raise_priority(fact, out);
        } else if is_deeper {
            entry.raise_severity(fact, out);
        }
        entry.tell_worse(out);
    }

    /// The same of a condition whose values have left the rung of which the alert told, and have come back to one that is as
    /// urgent (`came_back`: since when they are beyond it): who has acknowledged the first time has not seen the second.
    pub fn holds_again(&mut self, fact: &Fact<'_>, came_back: Option<WallMs>, out: &mut Out<'_>) {
        let told = out.list.len();
        self.holds(fact, out);
        let (Some(since), Some(index)) = (came_back, self.position(fact.rule, fact.subject)) else { return };
        let entry = &mut self.entries[index];
        let has_rung = out.list[told..].iter().any(|step| step.change != Change::Worsened);
        if !has_rung && fact.priority == entry.alert.priority && out.now.mono_of(since) > entry.rang_ms {
            entry.raise_severity(fact, out);
        }
    }

    fn raise(&mut self, fact: &Fact<'_>, out: &mut Out<'_>) {
        let alert = new_alert((out.ids)(), fact, out.now);
        let mono_ms = out.now.mono_ms();
        let told = alert.extreme;
        let since_mono = out.now.mono_of(fact.since);
        let mut entry = Entry { since_mono, cleared_mono: mono_ms, rang_version: 1, rang_ms: mono_ms, told, said: None, alert };
        entry.step(Change::Raised, Actor::Rule(fact.actor), fact.value, fact.reason.text(), out.now, &mut out.list);
        self.entries.push(entry);
    }

    /// The condition has ended, if it was active.
    pub fn ended(&mut self, rule: Rule, subject: &Subject, end: &End, out: &mut Out<'_>) {
        let Some(index) = self.position(rule, subject) else { return };
        if self.entries[index].alert.condition != Condition::Active {
            return;
        }
        self.entries[index].clear(end, out);
        self.close_if_done(index, out);
    }

    /// Ends the condition, if it was active, in a way that has to be seen: a person who acknowledged the alert has not seen this
    /// yet.
    pub fn ended_unseen(&mut self, rule: Rule, subject: &Subject, end: &End, out: &mut Out<'_>) {
        let Some(index) = self.position(rule, subject) else { return };
        let entry = &mut self.entries[index];
        if entry.alert.condition == Condition::Active {
            entry.clear(end, out);
            entry.void(Actor::Rule(end.actor), end.reason, out);
            entry.rang_version = entry.alert.version;
        }
    }

    /// Raises an alert for a condition that began and ended in late data: to be read, not to be run for.
    pub fn passed(&mut self, fact: &Fact<'_>, end: &End, out: &mut Out<'_>) {
        if let Some(index) = self.position(fact.rule, fact.subject)
            && self.entries[index].alert.covers(fact.since, end.at)
        {
            let entry = &mut self.entries[index];
            if !is_deeper(&entry.alert, fact) {
                return;
            }
            if entry.alert.condition == Condition::Active {
                entry.alert.extreme = worse(fact.rule, entry.alert.extreme, fact.extreme);
                return if fact.extreme.is_some() { entry.tell_worse(out) } else { entry.off_the_scale(fact, out) };
            }
            // It has ended after being worse by a rung than was reported, which somebody has to see.
        }
        let known = self.position(fact.rule, fact.subject).is_some();
        self.holds(fact, out);
        let Some(index) = self.position(fact.rule, fact.subject) else { return };
        self.entries[index].alert.while_offline = true;
        if let (false, Some(raised)) = (known, out.list.last_mut()) {
            raised.alert.while_offline = true;
        }
        self.ended(fact.rule, fact.subject, end, out);
    }

    /// Raises the priority of conditions that have lasted for the time that their rule allows, counted from no earlier than
    /// `floor_ms` on the monotonic clock.
    /// `is_calm`: the patient is not at risk, see [`rises`].
    pub fn rise(&mut self, floor_ms: i64, is_calm: bool, out: &mut Out<'_>) {
        for entry in &mut self.entries {
            let Some((due_ms, priority)) = entry.rise_due(floor_ms, is_calm) else { continue };
            if due_ms > out.now.mono_ms() {
                continue;
            }
            let subject = entry.alert.subject.clone();
            let evidence = entry.alert.evidence.clone();
            let fact = Fact {
                rule: entry.alert.rule,
                subject: &subject,
                priority,
                value: None,
                limit: None,
                extreme: entry.alert.extreme,
                since: entry.alert.since,
                as_of: entry.alert.as_of,
                actor: By::Lasting,
                reason: Reason::Fixed(Why::Lasts),
                evidence: evidence.as_ref(),
            };
            entry.raise_priority(&fact, out);
        }
    }

    /// Closes alerts that have ended and that somebody has seen. No other alert closes by itself: what ended before anybody
    /// looked stays in the list until somebody does.
    pub fn close_due(&mut self, out: &mut Out<'_>) {
        for index in (0..self.entries.len()).rev() {
            self.close_if_done(index, out);
        }
    }

    fn close_if_done(&mut self, index: usize, out: &mut Out<'_>) {
        if self.entries.get(index).is_some_and(Entry::is_done) {
            self.close(index, By::CloseWhenCleared, Why::EndedAcknowledged, out);
        }
    }

    fn close(&mut self, index: usize, rule: By, reason: Why, out: &mut Out<'_>) {
        let mut entry = self.entries.remove(index);
        entry.alert.open = false;
        entry.step(Change::Closed, Actor::Rule(rule), None, reason.as_str(), out.now, &mut out.list);
    }

    /// When `rise` or `close_due` will next have something to do (monotonic ms).
    pub fn next_due(&self, rises_from_ms: Option<i64>, is_calm: bool) -> Option<i64> {
        let rise = |entry: &Entry| rises_from_ms.and_then(|floor| entry.rise_due(floor, is_calm)).map(|(due_ms, _)| due_ms);
        let done = |entry: &Entry| entry.is_done().then_some(entry.cleared_mono);
        self.entries.iter().flat_map(|entry| [rise(entry), done(entry)]).flatten().min()
    }
}

impl Alert {
    /// True when this open alert tells of what happened in this time: its condition is active (the chart shows the rest), it
    /// lasted from before that time to after it, or it began with it: then the end has come in another message.
    fn covers(&self, since: WallMs, until: WallMs) -> bool {
        let is_within = self.since <= since && self.cleared_at.is_some_and(|cleared| cleared >= until);
        self.condition == Condition::Active || is_within || self.since == since
    }
}

/// True when the condition is worse by a rung, or by a step of the score, than the alert says.
fn is_deeper(alert: &Alert, fact: &Fact<'_>) -> bool {
    let below = |now: Option<i32>, told: Option<i32>| now.zip(told).is_some_and(|(now, told)| now < told);
    match fact.rule {
        Rule::VitalLow(_) => below(fact.limit, alert.limit),
        Rule::VitalHigh(_) => below(alert.limit, fact.limit),
        // For these rules the value is a count: points, calls, late tasks, stays or shifts.
        rule if rule.is_score() || rule.is_set() || matches!(rule, Rule::Call | Rule::TaskLate) => below(alert.extreme, fact.extreme),
        _ => false,
    }
}

/// The worse of two extremes of a rule.
fn worse(rule: Rule, a: Option<i32>, b: Option<i32>) -> Option<i32> {
    match rule {
        Rule::VitalLow(_) | Rule::VitalFalling(_) => a.into_iter().chain(b).min(),
        Rule::VitalHigh(_)
        | Rule::VitalRising(_)
        | Rule::Fever
        | Rule::News2
        | Rule::Qsofa
        | Rule::ShockIndex
        | Rule::Call
        | Rule::TaskLate => a.into_iter().chain(b).max(),
        _ => b,
    }
}

fn new_alert(id: AlertId, fact: &Fact<'_>, now: Now) -> Alert {
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
    fn step(&mut self, change: Change, actor: Actor, value: Option<i32>, reason: &str, now: Now, list: &mut Vec<Transition>) {
        self.alert.version = self.alert.version.saturating_add(1);
        // The value that ended the condition was inside the limit; the alert keeps the value that it was about.
        if value.is_some() && change != Change::Cleared {
            self.alert.value = value;
        }
        self.told = self.alert.extreme;
        list.push(Transition { alert: self.alert.clone(), change, at: now.wall, actor, value, reason: reason.into() });
    }

    fn reactivate(&mut self, fact: &Fact<'_>, out: &mut Out<'_>) {
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

    fn raise_priority(&mut self, fact: &Fact<'_>, out: &mut Out<'_>) {
        self.alert.priority = fact.priority;
        self.alert.as_of = fact.as_of;
        if fact.limit.is_some() {
            self.alert.limit = fact.limit;
        }
        self.ring_again(Change::PriorityRaised, Why::PriorityRose, fact, out);
    }

    /// True when the condition is on a worse rung than the one that the alert tells of, at the same priority.
    fn is_deeper(&self, fact: &Fact<'_>) -> bool {
        is_deeper(&self.alert, fact) && fact.priority == self.alert.priority
    }

    fn raise_severity(&mut self, fact: &Fact<'_>, out: &mut Out<'_>) {
        (self.alert.limit, self.alert.as_of) = (fact.limit, fact.as_of);
        self.ring_again(Change::SeverityRaised, Why::SeverityRose, fact, out);
    }

    /// Makes the step and takes the alert from its owner, who acknowledged something less bad.
    fn ring_again(&mut self, change: Change, why: Why, fact: &Fact<'_>, out: &mut Out<'_>) {
        self.alert.evidence = fact.evidence.cloned();
        self.step(change, Actor::Rule(fact.actor), fact.value, fact.reason.text(), out.now, &mut out.list);
        self.void(Actor::Rule(By::PriorityVoids), why, out);
        (self.rang_version, self.rang_ms) = (self.alert.version, out.now.mono_ms());
    }

    /// Takes the alert from its owner, who acknowledged something less bad.
    fn void(&mut self, actor: Actor, why: Why, out: &mut Out<'_>) {
        if self.alert.acknowledged.take().is_some() {
            (self.alert.response, self.alert.doing) = (Response::None, Doing::default());
            self.step(Change::AcknowledgementVoided, actor, None, why.as_str(), out.now, &mut out.list);
        }
    }

    fn clear(&mut self, end: &End, out: &mut Out<'_>) {
        self.alert.condition = Condition::Cleared;
        self.alert.cleared_at = Some(end.at);
        self.alert.while_offline |= end.late && self.alert.as_of.is_some();
        self.cleared_mono = out.now.mono_ms();
        self.step(Change::Cleared, Actor::Rule(end.actor), end.value, end.reason.as_str(), out.now, &mut out.list);
    }

    /// Reports a value that is worse than any reported before, at once: a pause between two reports would be one more thing that
    /// a restart forgets. It does not ring again, and an acknowledgement stays valid.
    fn tell_worse(&mut self, out: &mut Out<'_>) {
        if self.alert.condition == Condition::Active && self.alert.extreme != self.told {
            let (worst, reason) = (self.alert.extreme, Why::WorstSoFar.as_str());
            self.step(Change::Worsened, Actor::Rule(By::Limit), worst, reason, out.now, &mut out.list);
        }
    }

    /// A count that has fallen is not reported, but from now on one more is a rise: somebody who acknowledged thirty and dealt
    /// with twenty hears of the next one.
    fn shrink(&mut self, fact: &Fact<'_>) {
        if fact.rule.is_set() && fact.extreme < self.alert.extreme {
            (self.alert.extreme, self.told) = (fact.extreme, fact.extreme);
        }
    }

    /// Reports a number beyond the scale of the device, which the worst value cannot hold.
    fn off_the_scale(&mut self, fact: &Fact<'_>, out: &mut Out<'_>) {
        (self.alert.limit, self.alert.evidence) = (fact.limit, fact.evidence.cloned());
        self.step(Change::Worsened, Actor::Rule(fact.actor), None, fact.reason.text(), out.now, &mut out.list);
    }

    /// True when nothing is left to do: ended, acknowledged, and not so urgent that it needs a review.
    fn is_done(&self) -> bool {
        let alert = &self.alert;
        let is_seen = alert.condition == Condition::Cleared && alert.response == Response::Acknowledged;
        is_seen && alert.priority < Priority::High && !self.is_taken_too_late()
    }

    /// True for a late task whose alert was taken only after its end: its owner has seen that it rang, but not what became of the
    /// task, which may never have been done. Only a review says that.
    fn is_taken_too_late(&self) -> bool {
        let alert = &self.alert;
        let ended_first = alert.acknowledged.zip(alert.cleared_at).is_some_and(|((_, taken), ended)| taken > ended);
        alert.rule == Rule::TaskLate && ended_first
    }

    fn rise_due(&self, floor_ms: i64, is_calm: bool) -> Option<(i64, Priority)> {
        let (after_ms, priority) = rises(self.alert.rule, is_calm)?;
        let applies = self.alert.condition == Condition::Active && self.alert.priority < priority;
        applies.then(|| (self.since_mono.max(floor_ms).saturating_add(after_ms), priority))
    }
}
