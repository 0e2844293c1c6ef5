//! Silence of a vital, of a sensor, and of a home.
//!
//! One budget counts the time without a value. When it is used up, what the device said last decides what the alert is
//! called: a sensor that is off, or a vital that is silent. So a cause that changes does not start the budget anew. While
//! the whole home is not heard, its vitals wait: within a minute either the gateway is heard again, and their silence is
//! due seconds later, or the gateway's own alert stands for all of them. A number that is deadly and rings stands for the
//! silence that follows it.
//!
//! A cuff that inflates takes the signal of an oximeter on the same arm: for a minute that is no silence.
//!
//! The vitals of a device that fall silent together are one alert, named after one of them; its evidence lists those that had then used
//! up their budget. It is as
//! urgent as the most urgent of them would be. If that one comes back and others do not, they are told anew, once they have had their
//! time to come back as well: breathing is counted over half a minute.
//!
//! While another device goes on measuring the same vital, the silence of one is low: somebody has to see to it, and the patient
//! is still watched. Only numbers without a flag count, each for as long as its device may be silent. Whoever falls silent last
//! tells with full urgency, so that nobody is unwatched behind a low alert. The other one that fell silent stays low only beside an
//! alert that rang since anybody measured.

use super::Episode;
use super::channel::Channel;
use super::device::{Device, Gateway};
use super::judge::rule_of;
use crate::admission::plausible::deadly_edge;
use crate::alert::{Alert, Subject};
use crate::budget::{CUFF_INHIBITS_MS, GATEWAY_BACK_GRACE_MS, GATEWAY_QUIET_MS, OFFLINE_MS, stale_after_ms};
use crate::open_alerts::{End, Fact, Out, Reason};
use crate::rule::Rule;
use crate::verdict::Evidence;
use crate::words::{By, Priority, Response, Why};
use hearth_vitals::{Flags, Reading, Vital, WallMs};
use std::sync::Arc;

/// Priority when nothing measures a vital any more.
const SILENCE: Priority = Priority::Medium;

/// Vitals of a device whose silence is due no further apart have fallen silent together (ms): a device sends them in turns of some
/// seconds.
const TOGETHER_MS: i64 = 10_000;

/// True when this alert tells of the silence of this vital beside the one that it is named after.
fn lists(alert: &Alert, vital: Vital) -> bool {
    alert.evidence.as_ref().is_some_and(|evidence| evidence.silent.contains(&vital))
}

impl Episode {
    /// When silence of a vital or a gateway is next due (monotonic ms).
    pub(super) fn silence_due(&self) -> Option<i64> {
        if self.impaired {
            return None;
        }
        let vitals = self.channels.iter().filter_map(|channel| self.channel_due(channel));
        vitals.chain(self.gateways.iter().filter_map(|gateway| self.gateway_due(gateway))).min()
    }

    fn gateway_due(&self, gateway: &Gateway) -> Option<i64> {
        let known = self.alerts.active(Rule::GatewayOffline, &gateway.subject).is_some();
        (!known).then(|| gateway.heard_ms.max(self.healthy_ms).saturating_add(OFFLINE_MS))
    }

    /// When the silence of this channel becomes an alert, as far as is known now; `None` when it is not watched, or when there
    /// is an alert already. It waits for what of its device is due within [`TOGETHER_MS`] after it: that may be one cause, and who comes
    /// back until then is not missing.
    fn channel_due(&self, channel: &Channel) -> Option<i64> {
        let own_ms = self.own_due(channel)?;
        if !self.is_untold(channel) {
            return Some(own_ms);
        }
        let others = self.of_device(channel).filter(|other| self.is_untold(other)).filter_map(|other| self.own_due(other));
        others.filter(|due_ms| *due_ms <= own_ms.saturating_add(TOGETHER_MS)).max().max(Some(own_ms))
    }

    /// When its own time to be silent is over.
    fn own_due(&self, channel: &Channel) -> Option<i64> {
        let stale_ms = stale_after_ms(channel.cadence_ms).filter(|_| channel.expected)?;
        let silent_ms = self.quiet_since_ms(channel)?.saturating_add(stale_ms);
        let due_ms = match self.silence_told(channel) {
            None => silent_ms,
            Some(told) if told < SILENCE && !self.is_told_elsewhere(channel) => silent_ms.max(self.measured_elsewhere_until(channel)),
            Some(_) => return None,
        };
        let due_ms = due_ms.max(self.inhibited_until(channel, silent_ms));
        let Some(gateway) = self.gateway_of(channel) else { return Some(due_ms) };
        let due_if_heard_ms = due_ms.max(gateway.back_ms.saturating_add(GATEWAY_BACK_GRACE_MS));
        let heard_until_ms = gateway.heard_ms.max(self.healthy_ms).saturating_add(GATEWAY_QUIET_MS);
        // If the gateway will not have been heard by then, wait: either it is heard again, or it gets an alert of its own.
        (heard_until_ms >= due_if_heard_ms).then_some(due_if_heard_ms)
    }

    /// Since when the channel has been silent while it could have been heard (monotonic ms).
    fn quiet_since_ms(&self, channel: &Channel) -> Option<i64> {
        let device = self.device_of_channel(channel)?;
        Some(channel.valued_ms.unwrap_or(i64::MIN).max(device.since_ms).max(device.back_ms).max(self.healthy_ms))
    }

    /// Priority at which its silence was reported; `None` if it was not.
    fn silence_told(&self, channel: &Channel) -> Option<Priority> {
        let Device { subject, .. } = self.device_of_channel(channel)?;
        if self.speaks_for_silence(channel) {
            return Some(SILENCE);
        }
        if let Some((alert, _)) = self.silence_of(channel) {
            return Some(alert.priority);
        }
        let off = channel.reasons.contains(Flags::SENSOR_OFF) && self.alerts.active(Rule::SensorOff, subject).is_some();
        off.then_some(SILENCE)
    }

    /// The alert that tells of its silence, and when that last rang (monotonic ms): its own, or that of the vital of its device with
    /// which it fell silent.
    pub(super) fn silence_of(&self, channel: &Channel) -> Option<(&Alert, i64)> {
        let subject = &self.device_of_channel(channel)?.subject;
        let own = self.alerts.rang(Rule::VitalSilent(channel.vital), subject);
        let of_device = || self.channels.iter().filter(|other| other.source == channel.source && other.vital != channel.vital);
        let of_others = || of_device().filter_map(|other| self.alerts.rang(Rule::VitalSilent(other.vital), subject));
        own.or_else(|| of_others().find(|(alert, rang_ms)| lists(alert, channel.vital) && channel.valued_ms.is_none_or(|ms| ms < *rang_ms)))
    }

    /// Until when a cuff that inflates holds back the silence of an oximeter (monotonic ms), if the signal went then: it may be
    /// on the same arm. A clip that says that it is off is off.
    fn inhibited_until(&self, channel: &Channel, silent_ms: i64) -> i64 {
        let is_of_oximeter = matches!(channel.vital, Vital::Spo2 | Vital::PulseRate | Vital::PerfusionIndex);
        let is_off = channel.reasons.contains(Flags::SENSOR_OFF);
        let began = self.cuff_ms.filter(|began_ms| is_of_oximeter && !is_off && silent_ms >= *began_ms);
        began.map_or(i64::MIN, |began_ms| began_ms.saturating_add(CUFF_INHIBITS_MS))
    }

    /// Notes that a cuff says that it measures. What it says again within the time that it may hold back belongs to the same.
    pub(super) fn note_cuff(&mut self, reading: &Reading, now_ms: i64) {
        let measures = reading.vital == Vital::Systolic && reading.raw.is_none() && reading.flags.contains(Flags::SEARCHING);
        if measures && self.cuff_ms.is_none_or(|began_ms| now_ms.saturating_sub(began_ms) >= CUFF_INHIBITS_MS) {
            self.cuff_ms = Some(now_ms);
        }
    }

    fn elsewhere(&self, channel: &Channel) -> impl Iterator<Item = &Channel> {
        let (vital, source) = (channel.vital, channel.source);
        self.channels.iter().filter(move |other| other.vital == vital && other.source != source && other.expected)
    }

    /// True when another device of the same vital has told with full urgency that it is silent, and that is the silence of this
    /// one, too: it rang since any of them measured. Of an alert that is to be raised now, nobody who has taken the other one knew;
    /// of one that was there, who took the other one did.
    fn is_told_elsewhere(&self, channel: &Channel) -> bool {
        let is_new = self.silence_told(channel).is_none();
        let own_ms = if is_new { self.quiet_since_ms(channel) } else { channel.valued_ms };
        let measured_ms = own_ms.max(self.clean_ms(channel.vital)).unwrap_or(i64::MIN);
        let stands = |alert: &Alert| alert.priority >= SILENCE && !(is_new && alert.response == Response::Acknowledged);
        self.elsewhere(channel).filter_map(|other| self.silence_of(other)).any(|(alert, rang_ms)| stands(alert) && rang_ms > measured_ms)
    }

    /// When any device that streams this vital, also one that was taken away, last gave a number without a flag (monotonic ms).
    fn clean_ms(&self, vital: Vital) -> Option<i64> {
        let of_vital = self.channels.iter().filter(|channel| channel.vital == vital && !channel.source.is_people());
        of_vital.filter(|channel| channel.cadence_ms > 0).filter_map(|channel| channel.clean_ms).max()
    }

    /// Until when another device counts as measuring the same vital (monotonic ms); `i64::MIN` if none does. A number that it
    /// doubts itself covers nobody.
    fn measured_elsewhere_until(&self, channel: &Channel) -> i64 {
        let until = |other: &Channel| Some(other.clean_ms?.saturating_add(stale_after_ms(other.cadence_ms)?));
        self.elsewhere(channel).filter_map(until).max().unwrap_or(i64::MIN)
    }

    /// True when its last value is deadly and rings: one cause is one alert. Once somebody has taken that alert, what the sensor
    /// does is new to them.
    fn speaks_for_silence(&self, channel: &Channel) -> bool {
        let Some(side) = channel.newest().and_then(|newest| newest.deadly) else { return false };
        let told = self.alerts.active(rule_of(channel.vital, side), &Subject::Patient);
        told.is_some_and(|alert| alert.response == Response::None && alert.limit == deadly_edge(channel.vital, side))
    }

    /// The device of a channel; `None` for values by hand, which cannot be silent.
    pub(super) fn device_of_channel(&self, channel: &Channel) -> Option<&Device> {
        self.devices.get(channel.source.device()?)
    }

    pub(super) fn gateway_of(&self, channel: &Channel) -> Option<&Gateway> {
        let expected = self.device_of_channel(channel)?.expected.as_ref()?;
        self.gateways.iter().find(|gateway| gateway.is(&expected.gateway))
    }

    pub(super) fn check_silence(&mut self, out: &mut Out<'_>) {
        // The channel that fell silent last is reported first; only if there is none, an earlier one rises.
        for is_told in [false, true] {
            for index in self.due_silences(is_told, out.now.mono_ms()) {
                // A channel before it in this loop may have covered both.
                if self.channel_due(&self.channels[index]).is_some() {
                    self.raise_silence(index, out);
                }
            }
        }
    }

    /// The channels whose silence is due, in an order that does not depend on who was heard first.
    fn due_silences(&self, is_told: bool, now_ms: i64) -> Vec<usize> {
        let due = |(index, channel): (usize, &Channel)| {
            let due_ms = self.channel_due(channel).filter(|due_ms| *due_ms <= now_ms)?;
            let device = self.device_of_channel(channel)?.subject.device()?;
            (self.silence_told(channel).is_some() == is_told).then_some((due_ms, device, channel.vital, index))
        };
        let mut due: Vec<_> = self.channels.iter().enumerate().filter_map(due).collect();
        due.sort_unstable();
        due.into_iter().map(|(.., index)| index).collect()
    }

    fn raise_silence(&mut self, index: usize, out: &mut Out<'_>) {
        let channel = &self.channels[index];
        let Some(device) = self.device_of_channel(channel) else { return };
        let since = channel.newest().map_or(device.since, |newest| newest.at);
        let told = self.silence_of(channel).map(|(alert, _)| (alert.rule, alert.evidence.clone()));
        // A device that was silent before it said that it is off has its alert already.
        let off = channel.reasons.contains(Flags::SENSOR_OFF) && told.is_none();
        let now_ms = out.now.mono_ms();
        let together = if off || told.is_some() { Vec::new() } else { self.silent_together(channel, now_ms) };
        let is_covered = |channel: &Channel| self.is_covered(channel, now_ms);
        let named = together.iter().find(|other| !is_covered(other)).map_or(channel, |other| other);
        let is_covered = is_covered(named);
        let listed = (together.len() > 1).then(|| together.iter().map(|other| other.vital).collect());
        let listed = listed.map(|silent| Arc::new(Evidence { silent, ..Evidence::default() }));
        let (rule, evidence) = told.unwrap_or((Rule::VitalSilent(named.vital), listed));
        let fact = Fact {
            rule: if off { Rule::SensorOff } else { rule },
            subject: &device.subject.clone(),
            priority: if off || is_covered { Priority::Low } else { SILENCE },
            value: None,
            limit: None,
            extreme: None,
            since,
            as_of: None,
            actor: By::Silence,
            reason: Reason::Fixed(if off { Why::SensorOff } else { Why::NoValue }),
            evidence: evidence.as_ref(),
        };
        self.alerts.holds(&fact, out);
    }

    /// True when another device watches over what this channel does not measure, or its silence has told of it.
    fn is_covered(&self, channel: &Channel, now_ms: i64) -> bool {
        self.measured_elsewhere_until(channel) > now_ms || self.is_told_elsewhere(channel)
    }

    /// The channels of its device, and it among them, that have been silent for as long as each may be and of which nothing is told: what
    /// is wanted most first. One that says that it is off has an alert of that name.
    fn silent_together(&self, channel: &Channel, now_ms: i64) -> Vec<&Channel> {
        let is_due = |other: &&Channel| self.is_untold(other) && self.own_due(other).is_some_and(|due_ms| due_ms <= now_ms);
        let mut together: Vec<&Channel> = self.of_device(channel).filter(is_due).collect();
        together.sort_by_key(|other| (other.vital != Vital::Spo2, other.vital));
        together
    }

    /// The channels of its device, and it among them.
    fn of_device(&self, channel: &Channel) -> impl Iterator<Item = &Channel> {
        let source = channel.source;
        self.channels.iter().filter(move |other| other.source == source)
    }

    /// True for a channel of which no alert tells that it is silent, and that does not say that it is off.
    fn is_untold(&self, channel: &Channel) -> bool {
        !channel.reasons.contains(Flags::SENSOR_OFF) && self.silence_told(channel).is_none()
    }

    /// Ends silence and a sensor that was off, because a live value has come.
    pub(super) fn end_silence(&mut self, index: usize, at: WallMs, out: &mut Out<'_>) {
        if self.alerts.iter().next().is_none() {
            return;
        }
        let channel = &self.channels[index];
        let Some(Device { subject, .. }) = self.device_of_channel(channel) else { return };
        let subject = subject.clone();
        let end = End { at, value: None, late: false, actor: By::Silence, reason: Why::ValueCame };
        let rule = Rule::VitalSilent(channel.vital);
        let tells_of_others = self.alerts.active(rule, &subject).is_some_and(|alert| alert.evidence.is_some());
        self.alerts.ended(rule, &subject, &end, out);
        let device = channel.source.device().filter(|_| tells_of_others);
        if let Some(device) = device.and_then(|place| self.devices.get_mut(place)) {
            device.back_ms = out.now.mono_ms();
        }
        let channel = &self.channels[index];
        let same_device = self.channels.iter().filter(|other| other.source == channel.source);
        if !same_device.into_iter().any(|other| other.expected && other.reasons.contains(Flags::SENSOR_OFF)) {
            self.alerts.ended(Rule::SensorOff, &subject, &end, out);
        }
    }

    pub(super) fn check_gateways(&mut self, out: &mut Out<'_>) {
        for index in 0..self.gateways.len() {
            let due = self.gateway_due(&self.gateways[index]);
            if due.is_some_and(|due_ms| due_ms <= out.now.mono_ms()) {
                let gateway = &self.gateways[index];
                let fact = Fact {
                    rule: Rule::GatewayOffline,
                    subject: &gateway.subject.clone(),
                    priority: Priority::Medium,
                    value: None,
                    limit: None,
                    extreme: None,
                    since: gateway.heard,
                    as_of: None,
                    actor: By::Silence,
                    reason: Reason::Fixed(Why::HomeSilent),
                    evidence: None,
                };
                self.alerts.holds(&fact, out);
            }
        }
    }

    /// Notes that the gateway of this device is alive.
    pub(super) fn hear_through(&mut self, device: usize, out: &mut Out<'_>) {
        let Some(expected) = self.devices[device].expected.as_ref() else { return };
        if let Some(index) = self.gateways.iter().position(|gateway| gateway.is(&expected.gateway)) {
            self.hear(index, out.now.mono_ms(), out);
        }
    }

    pub(super) fn hear(&mut self, index: usize, heard_ms: i64, out: &mut Out<'_>) {
        let gateway = &mut self.gateways[index];
        if heard_ms < gateway.heard_ms {
            return;
        }
        if heard_ms.saturating_sub(gateway.heard_ms) > GATEWAY_QUIET_MS {
            gateway.back_ms = heard_ms;
        }
        (gateway.heard_ms, gateway.heard) = (heard_ms, out.now.wall);
        if self.alerts.iter().next().is_some() {
            let subject = self.gateways[index].subject.clone();
            let end = End { at: out.now.wall, value: None, late: false, actor: By::Silence, reason: Why::HomeHeard };
            self.alerts.ended(Rule::GatewayOffline, &subject, &end, out);
        }
    }
}
