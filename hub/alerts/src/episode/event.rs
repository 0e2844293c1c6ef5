//! What happens at the home beside its measurements: somebody presses the call button.
//!
//! Events are few, so they are kept as they are for as long as their rules look back, and the copies of an episode share
//! them. A hub that starts reads them again, and tells nothing of what was told before.

use super::Episode;
use super::channel::measured_at;
use crate::alert::{Alert, AlertId, Now, Subject, Transition};
use crate::budget::{LATE_MS, PRESSES_MAX};
use crate::open_alerts::{Fact, Out, Reason};
use crate::rule::Rule;
use crate::rules::call;
use crate::verdict::Verdict;
use crate::words::{By, Why};
use hearth_vitals::{DeviceId, EventKind, WallMs};
use std::sync::Arc;

/// Something that happened at the home of this patient, after the hub has placed it in time.
#[derive(Debug, Clone, Copy)]
pub struct EventAt<'a> {
    /// The device that it happened to; `None` if it was none.
    pub device: Option<&'a DeviceId>,
    /// When it happened, by the wall clock; when the hub received it if nobody can tell.
    pub at: WallMs,
    /// When the hub received it, by the hub's wall clock.
    pub received: WallMs,
    /// What happened.
    pub kind: EventKind,
}

/// What happened, as far as rules look back. Shared by the copies of an episode.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Happened {
    /// Presses of the call button that nobody has dealt with.
    presses: Vec<WallMs>,
}

impl EventAt<'_> {
    /// True for a kind of event for which there is a rule.
    pub const fn is_judged(kind: EventKind) -> bool {
        matches!(kind, EventKind::Button)
    }
}

impl Happened {
    /// True for a press that belongs to no call that is known.
    fn begins_call(&self, at: WallMs) -> bool {
        self.presses.iter().all(|known| at.since(*known).abs() > call::TREMOR_MS)
    }

    fn take(&mut self, event: &EventAt<'_>) {
        let at = measured_at(event.at, event.received);
        if event.kind == EventKind::Button {
            keep(&mut self.presses, at, PRESSES_MAX);
        }
    }
}

/// Keeps it; of more than `max` the oldest is given up.
fn keep<T: Ord>(known: &mut Vec<T>, one: T, max: usize) {
    if let Err(place) = known.binary_search(&one) {
        known.insert(place, one);
    }
    if known.len() > max {
        known.remove(0);
    }
}

impl Episode {
    /// Takes something that happened at the home. Events that no rule asks for change nothing.
    pub fn event(&mut self, event: &EventAt<'_>, now: Now, ids: &mut dyn FnMut() -> AlertId) -> Vec<Transition> {
        let mut out = Out::new(now, ids);
        if event.kind == EventKind::Button {
            let begins = self.happened.begins_call(measured_at(event.at, event.received));
            Arc::make_mut(&mut self.happened).take(event);
            self.tell_call(event, begins, &mut out);
        }
        out.list
    }

    /// Rings for each call. The alert goes on until a person has dealt with it: see [`Episode::review`].
    fn tell_call(&mut self, event: &EventAt<'_>, begins: bool, out: &mut Out<'_>) {
        let at = measured_at(event.at, event.received);
        // A clock that was set back makes no press one that is still to come.
        let newest = self.happened.presses.last().copied().unwrap_or(at);
        let answer = call::judge(&self.happened.presses, out.now.wall.max(newest));
        let Verdict::Holds { level, priority, since } = answer.verdict else { return };
        // The rule counts the calls of a day, and not all are kept: one more is one more than was told.
        let told = self.alerts.active(Rule::Call, &Subject::Patient).and_then(|alert| alert.extreme).unwrap_or(0);
        let calls = i32::from(level).max(told + i32::from(begins));
        let fact = Fact {
            rule: Rule::Call,
            subject: &Subject::Patient,
            priority,
            value: None,
            limit: None,
            extreme: Some(calls),
            since,
            as_of: (event.received.since(at) > LATE_MS).then_some(at),
            actor: By::Event,
            reason: Reason::Fixed(Why::Called),
            evidence: None,
        };
        self.alerts.holds(&fact, out);
    }

    /// Somebody has dealt with the call: whoever presses from now on calls anew.
    pub(super) fn call_is_over(&mut self) {
        Arc::make_mut(&mut self.happened).presses.clear();
    }

    /// After a restart: what happened was told in its time, and of the calls in `closed` somebody has taken care.
    pub(super) fn restore_events(&mut self, events: &[EventAt<'_>], closed: &[Alert]) {
        let cared_for = closed.iter().filter(|alert| alert.rule == Rule::Call).filter_map(|alert| Some(alert.reviewed?.1)).max();
        let happened = Arc::make_mut(&mut self.happened);
        for event in events {
            if event.kind != EventKind::Button || cared_for.is_none_or(|then| event.received > then) {
                happened.take(event);
            }
        }
    }
}
