//! What happens at the home beside its measurements: somebody presses the call button, a cuff cannot measure, packets of a
//! device fail their checks.
//!
//! Events are few, so they are kept as they are for as long as their rules look back, and the copies of an episode share
//! them. A hub that starts reads them again, and tells nothing of what was told before.

use super::Episode;
use super::channel::measured_at;
use crate::alert::{Alert, AlertId, Now, Subject, Transition};
use crate::budget::{DEVICES_MAX, FAULTS_MAX, LATE_MS, PRESSES_MAX};
use crate::open_alerts::{End, Fact, Out, Reason};
use crate::rule::Rule;
use crate::rules::{call, cuff, rejected};
use crate::verdict::{Evidence, Judgement, Verdict};
use crate::words::{By, Condition, Priority, Why};
use hearth_vitals::{DeviceId, EventKind, WallMs};
use std::collections::BTreeMap;
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
    /// What happened, as the gateway told it.
    pub kind: EventKind,
}

/// What happened, as far as rules look back. Shared by the copies of an episode.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Happened {
    /// Presses of the call button that nobody has dealt with.
    presses: Vec<WallMs>,
    of_devices: BTreeMap<DeviceId, OfDevice>,
    /// When the rules about devices are to be asked again (monotonic ms).
    wake_ms: Option<i64>,
}

/// What happened to one device.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct OfDevice {
    /// When a cuff could not measure.
    cuff: Vec<WallMs>,
    /// When it was told that packets were rejected.
    rejected: Vec<WallMs>,
}

impl EventAt<'_> {
    /// True for a kind of event for which there is a rule.
    pub const fn is_judged(kind: EventKind) -> bool {
        matches!(kind, EventKind::Button | EventKind::CuffFault { .. } | EventKind::Rejected { .. })
    }
}

impl Happened {
    /// True for a press that does not belong to a known call, and so begins one.
    fn begins_call(&self, at: WallMs) -> bool {
        self.presses.iter().all(|known| at.since(*known).abs() > call::TREMOR_MS)
    }

    fn take(&mut self, event: &EventAt<'_>) {
        let at = measured_at(event.at, event.received);
        match event.kind {
            EventKind::Button => keep(&mut self.presses, at, PRESSES_MAX),
            EventKind::CuffFault { .. } => _ = self.of_device(event).map(|device| keep(&mut device.cuff, at, FAULTS_MAX)),
            EventKind::Rejected { .. } => _ = self.of_device(event).map(|device| keep(&mut device.rejected, at, FAULTS_MAX)),
            _ => {}
        }
    }

    /// What is known of the device of an event; `None` if the event names none. If there are too many devices, the one with the
    /// oldest news is forgotten.
    fn of_device(&mut self, event: &EventAt<'_>) -> Option<&mut OfDevice> {
        let device = event.device?;
        if self.of_devices.len() >= DEVICES_MAX && !self.of_devices.contains_key(device) {
            let oldest = self.of_devices.iter().min_by_key(|(_, known)| known.newest()).map(|(device, _)| device.clone())?;
            self.of_devices.remove(&oldest);
        }
        Some(self.of_devices.entry(device.clone()).or_default())
    }

    /// When the rules about devices are to be asked again (monotonic ms).
    pub fn due_ms(&self) -> Option<i64> {
        self.wake_ms
    }
}

impl OfDevice {
    fn newest(&self) -> Option<WallMs> {
        self.cuff.last().max(self.rejected.last()).copied()
    }
}

/// Keeps an item; if there are more than `max`, the oldest is dropped.
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
        } else if EventAt::is_judged(event.kind) {
            Arc::make_mut(&mut self.happened).take(event);
            self.check_devices(&mut out);
        }
        out.list
    }

    pub(super) fn check_devices_if_due(&mut self, out: &mut Out<'_>) {
        if self.happened.due_ms().is_some_and(|due_ms| due_ms <= out.now.mono_ms()) {
            self.check_devices(out);
        }
    }

    /// Asks the rules about devices of which something has happened.
    pub(super) fn check_devices(&mut self, out: &mut Out<'_>) {
        if self.happened.of_devices.is_empty() {
            return;
        }
        let happened = Arc::clone(&self.happened);
        let pressures = if happened.of_devices.values().any(|device| !device.cuff.is_empty()) { self.pressures() } else { Vec::new() };
        let mut wakes = Vec::new();
        for (device, known) in &happened.of_devices {
            let subject = Subject::Device(device.clone());
            let cuff = cuff::judge(&known.cuff, &pressures, out.now.wall);
            let rejected = rejected::judge(&known.rejected, out.now.wall);
            wakes.extend([cuff.wake, rejected.wake]);
            self.tell_of_device(Rule::CuffFault, &subject, cuff, out);
            self.tell_of_device(Rule::Rejected, &subject, rejected, out);
        }
        let wake = wakes.into_iter().flatten().min();
        let wake_ms = wake.map(|wake| out.now.mono_ms().saturating_add(wake.since(out.now.wall).max(1)));
        if self.happened.wake_ms != wake_ms {
            Arc::make_mut(&mut self.happened).wake_ms = wake_ms;
        }
    }

    fn tell_of_device(&mut self, rule: Rule, subject: &Subject, answer: Judgement, out: &mut Out<'_>) {
        let (begun, ended) = if rule == Rule::CuffFault { (Why::CuffFailed, Why::PressureKnown) } else { (Why::LineNoisy, Why::LineClean) };
        match answer.verdict {
            Verdict::Holds { priority, since, .. } if self.is_watched(subject) && !self.is_silent(rule, subject) => {
                let evidence = Arc::new(Evidence { wanted: answer.wanted, ..answer.evidence });
                let fact = Fact {
                    rule,
                    subject,
                    priority,
                    value: None,
                    limit: None,
                    extreme: None,
                    since,
                    as_of: None,
                    actor: By::Event,
                    reason: Reason::Fixed(begun),
                    evidence: (rule == Rule::CuffFault).then_some(&evidence),
                };
                self.alerts.holds(&fact, out);
            }
            Verdict::Holds { .. } | Verdict::Unknown { .. } => {}
            Verdict::Over => {
                let end = End { at: out.now.wall, value: None, late: false, actor: By::Event, reason: ended };
                self.alerts.ended(rule, subject, &end, out);
            }
        }
    }

    /// True when an alert says already that nothing comes from this device: the noisy line is its cause, and gets no alert of its
    /// own.
    fn is_silent(&self, rule: Rule, subject: &Subject) -> bool {
        let is_silence = |rule: Rule| matches!(rule, Rule::VitalSilent(_));
        let rings = |alert: &Alert| is_silence(alert.rule) && alert.subject == *subject && alert.condition == Condition::Active;
        rule == Rule::Rejected && self.alerts.active(rule, subject).is_none() && self.alerts.iter().any(rings)
    }

    /// Rings for each call. The alert goes on until a person has dealt with it: see [`Episode::review`].
    fn tell_call(&mut self, event: &EventAt<'_>, begins: bool, out: &mut Out<'_>) {
        let at = measured_at(event.at, event.received);
        // Never earlier than the newest press: a clock that was set back must not put a press in the future.
        let newest = self.happened.presses.last().copied().unwrap_or(at);
        let answer = call::judge(&self.happened.presses, out.now.wall.max(newest));
        let (level, priority, since) = match answer.verdict {
            Verdict::Holds { level, priority, since } => (level, priority, since),
            // It came so late that the rule no longer looks at it; still, nobody has heard of it.
            Verdict::Over | Verdict::Unknown { .. } if begins => (1, Priority::High, at),
            Verdict::Over | Verdict::Unknown { .. } => return,
        };
        // The rule counts the calls of a day, but not all of them are kept: so a new one counts as one more than was reported.
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

    /// Notes that somebody has dealt with the call: a press from now on is a new call.
    pub(super) fn call_is_over(&mut self) {
        Arc::make_mut(&mut self.happened).presses.clear();
    }

    /// After a restart: what happened was told in its time, and of the calls in `closed` somebody has taken care.
    /// A device that an alert in `open` is about is asked about even if nothing of it is recent enough to be read: otherwise
    /// nobody would end that alert.
    pub(super) fn restore_events(&mut self, events: &[EventAt<'_>], closed: &[Alert], open: &[Alert]) {
        let cared_for = closed.iter().filter(|alert| alert.rule == Rule::Call).filter_map(|alert| Some(alert.reviewed?.1)).max();
        let happened = Arc::make_mut(&mut self.happened);
        for event in events {
            if event.kind != EventKind::Button || cared_for.is_none_or(|then| event.received > then) {
                happened.take(event);
            }
        }
        for alert in open.iter().filter(|alert| matches!(alert.rule, Rule::CuffFault | Rule::Rejected)) {
            if let Some(device) = alert.subject.device() {
                happened.of_devices.entry(device.clone()).or_default();
            }
        }
        // The first tick looks for conditions that have ended meanwhile.
        happened.wake_ms = (!happened.of_devices.is_empty()).then_some(0);
    }
}
