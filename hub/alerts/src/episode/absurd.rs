//! Numbers that no patient can have, whatever the patient's state: a fault of a unit, a cable or a sensor.
//!
//! They are told as technical, about the device. Of a stream three of five within ten seconds tell, because a single odd
//! number of a monitor is nobody's business; a device that measures now and then is told at once, because its next number may
//! be hours away. It is over when the device gives a number that can be believed: at once of a spot check, ten seconds after
//! the last odd one of a stream. Only what holds now is told: nobody mends last night's unit.

use super::Episode;
use super::admit::Admitted;
use crate::admission::Admission;
use crate::admission::course::is_confirmed;
use crate::budget::{CLEAR_HOLD_MS, CONFIRM_OF, LATE_MS, observable_ms};
use crate::fold::shows_a_confirmation;
use crate::open_alerts::{End, Fact, Out, Reason};
use crate::rule::Rule;
use crate::verdict::Evidence;
use crate::words::{By, Priority, Why};
use hearth_vitals::WallMs;
use std::sync::Arc;

/// The last implausible numbers of a channel.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Odd {
    /// The last numbers, the newest first: when, and whether each was implausible.
    recent: [Option<(WallMs, bool)>; CONFIRM_OF],
    /// When the last implausible number came.
    newest: Option<WallMs>,
}

impl Odd {
    fn take(&mut self, at: WallMs, is_odd: bool) {
        if is_odd || self.newest.is_some() {
            self.recent.rotate_right(1);
            self.recent[0] = Some((at, is_odd));
            self.newest = if is_odd { self.newest.max(Some(at)) } else { self.newest };
        }
    }

    fn is_confirmed(&self, now: WallMs) -> bool {
        is_confirmed(&self.recent.iter().flatten().copied().collect::<Vec<_>>(), now)
    }
}

impl Episode {
    /// Takes a reading that is no value.
    pub(super) fn take_absurd(&mut self, index: usize, admitted: &Admitted, at: WallMs, received: WallMs, out: &mut Out<'_>) {
        let Admitted { reading, admission: Admission::Absurd { fault, hint } } = *admitted else { return };
        let channel = &mut self.channels[index];
        let (is_late, is_newest) = (received.since(at) > LATE_MS, channel.newest().is_none_or(|newest| newest.at < at));
        let is_stream = shows_a_confirmation(channel.cadence_ms);
        if !is_newest || (is_stream && is_late) {
            return;
        }
        channel.odd.take(at, true);
        if is_stream && !channel.odd.is_confirmed(at) {
            return;
        }
        // The device speaks, so it is not silent; what it says has an alert of its own.
        channel.valued_ms = Some(out.now.mono_ms());
        let Some(device) = channel.source.device().and_then(|place| self.devices.get(place)) else { return };
        let (subject, evidence) = (device.subject.clone(), Arc::new(Evidence::of_fault(fault, hint)));
        // Values of a device that was taken away may still be on their way: nobody would end an alert about them.
        if !self.is_watched(&subject) {
            return;
        }
        let (low, high) = reading.vital.plausible_raw();
        let fact = Fact {
            rule: Rule::VitalImplausible(reading.vital),
            subject: &subject,
            priority: Priority::Medium,
            value: reading.given.or(reading.raw),
            // What is wrong with two numbers is beyond none.
            limit: fault.side().map(|side| if side == crate::limit::Side::High { high } else { low }),
            extreme: None,
            since: at,
            as_of: is_late.then_some(at),
            actor: By::Admission,
            reason: Reason::Fixed(Why::Implausible),
            evidence: Some(&evidence),
        };
        self.alerts.holds(&fact, out);
    }

    /// Notes a number that can be believed, or is deadly: ends what was odd before it.
    pub(super) fn end_absurd(&mut self, index: usize, at: WallMs, late: bool, out: &mut Out<'_>) {
        let channel = &mut self.channels[index];
        channel.odd.take(at, false);
        let hold_ms = observable_ms(CLEAR_HOLD_MS, channel.cadence_ms);
        if channel.odd.newest.is_some_and(|odd| at.since(odd) < hold_ms) {
            return;
        }
        channel.odd = Odd::default();
        if self.alerts.iter().next().is_none() {
            return;
        }
        let Some(device) = channel.source.device().and_then(|place| self.devices.get(place)) else { return };
        let end = End { at, value: None, late, actor: By::Admission, reason: Why::PlausibleAgain };
        self.alerts.ended(Rule::VitalImplausible(channel.vital), &device.subject.clone(), &end, out);
    }
}
