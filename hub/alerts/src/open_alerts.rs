//! The open alerts of one episode, or of the hub. Everything that can happen to an alert happens here, and gives a
//! transition to be written down.

mod acts;
mod depth;
mod entry;
mod fact;

use crate::alert::{Actor, Alert, Now, Subject};
use crate::copied::copied_by_field;
use crate::rule::Rule;
use crate::words::{By, Change, Condition, Why};
use depth::{is_deeper, worse};
use entry::{Entry, new_alert};
pub(crate) use fact::{End, Fact, Out, Reason};
use hearth_vitals::WallMs;

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
    /// `is_calm`: the patient is not at risk, see [`crate::budget::rises`].
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
