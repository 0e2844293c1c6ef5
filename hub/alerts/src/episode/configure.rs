//! Changes of the limits, and devices that are bound or taken away.

use super::Episode;
use super::channel::Channel;
use super::device::{Device, Expected, Gateway};
use super::judge::{rule_of, source_of};
use crate::admission::plausible::deadly_edge;
use crate::alert::{AlertId, Now, Subject, Transition};
use crate::ladder::Ladder;
use crate::limit::{Limits, Side};
use crate::open_alerts::{End, Out};
use crate::rule::Rule;
use crate::words::{By, Kind, Why};
use hearth_vitals::Vital;

/// What one side of a limit says; `None` if it has no such side.
fn side_of(limits: &Limits, vital: Vital, side: Side) -> Option<Ladder> {
    Ladder::of(limits.get(vital)?, side, 0)
}

impl Episode {
    /// Takes new limits and devices. What is kept is judged by the new limits at once, and a delay
    /// that runs goes on. If the limit of a condition is
    /// gone, or its device is no longer bound, the condition ends, and the transition says why.
    pub fn configure(&mut self, limits: Limits, expected: Vec<Expected>, now: Now, ids: &mut dyn FnMut() -> AlertId) -> Vec<Transition> {
        let mut out = Out::new(now, ids);
        self.set_expected(expected, now);
        self.end_unbound(&mut out);
        self.tell_by_old_limits(&limits, &mut out);
        let before = std::mem::replace(&mut self.limits, limits);
        for vital in Vital::ALL {
            for side in [Side::Low, Side::High] {
                if side_of(&before, vital, side) != side_of(&self.limits, vital, side) {
                    self.limit_changed(vital, side, &before, &mut out);
                }
            }
        }
        self.end_rules(&mut out);
        self.alerts.close_due(&mut out);
        out.list
    }

    /// Reports ended conditions by the limit that was in force at their time.
    fn tell_by_old_limits(&mut self, new: &Limits, out: &mut Out<'_>) {
        for index in 0..self.channels.len() {
            let vital = self.channels[index].vital;
            if [Side::Low, Side::High].into_iter().any(|side| side_of(&self.limits, vital, side) != side_of(new, vital, side)) {
                self.tell_passed(index, true, out);
            }
        }
    }

    fn limit_changed(&mut self, vital: Vital, side: Side, before: &Limits, out: &mut Out<'_>) {
        if side_of(&self.limits, vital, side).is_none() {
            self.end_without_limit(vital, side, out);
        }
        for index in 0..self.channels.len() {
            if self.channels[index].vital == vital {
                self.channels[index].judge_anew(side, before, &self.limits);
                self.judge(index, out);
            }
        }
    }

    fn end_without_limit(&mut self, vital: Vital, side: Side, out: &mut Out<'_>) {
        // A deadly value rings without any limit, so its alert goes on; it names the edge that the value was beyond.
        let edge = self.alerts.active(rule_of(vital, side), &Subject::Patient).and_then(|alert| alert.limit);
        if edge.is_some() && edge == deadly_edge(vital, side) && !self.has_ended() {
            return;
        }
        let end = End { at: out.now.wall, value: None, late: false, actor: By::LimitRemoved, reason: Why::LimitRemoved };
        self.alerts.ended(rule_of(vital, side), &Subject::Patient, &end, out);
    }

    /// Ends clinical conditions for which there is no limit any more.
    pub(super) fn end_unlimited(&mut self, out: &mut Out<'_>) {
        for vital in Vital::ALL {
            for side in [Side::Low, Side::High] {
                if side_of(&self.limits, vital, side).is_none() {
                    self.end_without_limit(vital, side, out);
                }
            }
        }
    }

    /// Ends technical conditions of devices and gateways that are no longer here.
    pub(super) fn end_unbound(&mut self, out: &mut Out<'_>) {
        let gone = |alert: &&crate::Alert| alert.rule.kind() == Kind::Technical && !self.is_watched(&alert.subject);
        let ended: Vec<_> = self.alerts.iter().filter(gone).map(|alert| (alert.rule, alert.subject.clone())).collect();
        let end = End { at: out.now.wall, value: None, late: false, actor: By::Unbound, reason: Why::NoLongerBound };
        for (rule, subject) in ended {
            self.alerts.ended(rule, &subject, &end, out);
        }
        if !self.has_both_rates() {
            self.alerts.ended(Rule::RatesDisagree, &Subject::Patient, &end, out);
        }
        self.end_unstreamed(&end, out);
    }

    pub(super) fn is_watched(&self, subject: &Subject) -> bool {
        match subject {
            Subject::Device(id) | Subject::Through(id, _) => self.devices.iter().any(|device| device.is(id) && device.expected.is_some()),
            Subject::Gateway(id) => self.gateways.iter().any(|gateway| gateway.is(id)),
            Subject::Patient | Subject::Hub => true,
        }
    }

    /// Takes over the list of bound devices. A device that was taken away is no longer expected to speak; what it measured
    /// here may still be on its way, and is judged as history.
    pub(super) fn set_expected(&mut self, expected: Vec<Expected>, now: Now) {
        for index in 0..self.devices.len() {
            if !expected.iter().any(|wanted| self.devices[index].is(&wanted.device)) {
                self.devices[index].expected = None;
                let source = source_of(index);
                self.channels.iter_mut().filter(|channel| channel.source == source).for_each(|channel| channel.expected = false);
            }
        }
        self.gateways.retain(|gateway| expected.iter().any(|wanted| gateway.is(&wanted.gateway)));
        for wanted in expected {
            if !self.gateways.iter().any(|gateway| gateway.is(&wanted.gateway)) {
                self.gateways.push(Gateway::new(&wanted.gateway, now.mono_ms(), now.wall));
            }
            self.expect(wanted, now);
        }
    }

    fn expect(&mut self, wanted: Expected, now: Now) {
        let index = match self.devices.iter().position(|device| device.is(&wanted.device)) {
            Some(index) => index,
            None => {
                self.devices.push(Device::new(&wanted.device, None, now.mono_ms(), now.wall));
                self.devices.len() - 1
            }
        };
        let source = source_of(index);
        for channel in self.channels.iter_mut().filter(|channel| channel.source == source) {
            channel.expected = wanted.vitals.contains(&channel.vital);
            channel.cadence_ms = wanted.cadence_ms;
        }
        for vital in &wanted.vitals {
            if !self.channels.iter().any(|channel| channel.source == source && channel.vital == *vital) {
                self.channels.push(Channel::new(source, *vital, true, wanted.cadence_ms));
            }
        }
        let device = &mut self.devices[index];
        if device.expected.is_none() {
            (device.since_ms, device.since) = (now.mono_ms(), now.wall);
        }
        device.expected = Some(std::sync::Arc::new(wanted));
    }

    /// Forgets a device. The indices of those after it go down by one.
    pub(super) fn drop_device(&mut self, index: usize) {
        self.devices.remove(index);
        self.channels.retain(|channel| channel.source.device() != Some(index));
        for channel in &mut self.channels {
            if let Some(place) = channel.source.device().filter(|place| *place > index) {
                channel.source = source_of(place - 1);
            }
        }
    }
}
