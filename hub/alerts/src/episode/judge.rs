//! Frames: compares values with limits, reads batteries, and ends silences.

use super::admit::{Admitted, admitted};
use super::channel::{Channel, ONE_MEASUREMENT_MS, SideState, Source, gap_ms, measured_at, sample_of};
use super::device::{Battery, Device};
use super::{Episode, FrameAt};
use crate::admission::{Admission, Doubt, Fault};
use crate::alert::{Now, Subject};
use crate::budget::{CADENCE_MS_UNKNOWN, DEVICES_MAX, LATE_MS};
use crate::fold::{Sample, Span, number};
use crate::ladder::Ladder;
use crate::limit::Side;
use crate::open_alerts::{End, Fact, Out, Reason};
use crate::rule::Rule;
use crate::rules::fever::Temperature;
use crate::timeline::Taken;
use crate::verdict::{Evidence, Found, Input, Item, ObservationRequest, Purpose};
use crate::words::{By, Priority, Why};
use hearth_vitals::{DeviceId, Flags, Reading, Vital, WallMs};
use std::sync::Arc;

pub(super) const fn rule_of(vital: Vital, side: Side) -> Rule {
    match side {
        Side::Low => Rule::VitalLow(vital),
        Side::High => Rule::VitalHigh(vital),
    }
}

/// The device with this index, as channels name it. No patient has 65,535 devices.
pub(super) fn source_of(index: usize) -> Source {
    Source::Device(u16::try_from(index).unwrap_or(u16::MAX))
}

impl Episode {
    pub(super) fn take_frame(&mut self, frame: &FrameAt<'_>, out: &mut Out<'_>) {
        let device = self.device_of(frame.device, out.now);
        let at = measured_at(frame.at, frame.received);
        self.hear_through(device, out);
        for admitted in admitted(frame.readings) {
            let channel = self.channel_of(device, admitted.reading.vital);
            self.take_reading(channel, admitted, at, frame.received, out);
        }
        self.check_battery(device, frame.readings, at, frame.received, out);
        self.check_asked(out);
    }

    /// The sample of a reading in its channel, with what follows from those before it.
    pub(super) fn sample_in(&self, index: usize, mut admitted: Admitted, at: WallMs, received: WallMs) -> (Admitted, Option<Sample>) {
        let is_step = |raw: i32| admitted.admission.is_value() && self.channels[index].is_step(at, raw);
        if admitted.reading.raw.is_some_and(is_step) {
            admitted.admission = Admission::Doubtful(Doubt::Step);
        }
        (admitted, sample_of(&admitted, at, received))
    }

    fn take_reading(&mut self, index: usize, admitted: Admitted, at: WallMs, received: WallMs, out: &mut Out<'_>) {
        let (admitted, sample) = self.sample_in(index, admitted, at, received);
        let Some(sample) = sample else {
            if received.since(at) <= LATE_MS {
                self.channels[index].missing(admitted.reading.flags);
                self.note_cuff(&admitted.reading, out.now.mono_ms());
            }
            return self.take_absurd(index, &admitted, at, received, out);
        };
        let taken = self.channels[index].take(sample, out.now.wall, out.now.mono_ms(), &self.limits);
        if taken != Taken::Known && sample.deadly.is_none() {
            self.note_sample(index, sample, admitted.flags(), out.now);
        }
        if taken == Taken::Newest {
            if !sample.late {
                self.end_silence(index, at, out);
            }
            self.end_absurd(index, at, sample.late, out);
        }
        match taken {
            // Older values may show that the present condition has lasted long enough.
            Taken::Newest | Taken::Older => self.judge(index, out),
            Taken::Known => return,
        }
        self.judge_others(index, out);
        self.tell_passed(index, false, out);
    }

    /// When the same vital was last measured by another device.
    fn newest_elsewhere(&self, index: usize) -> Option<WallMs> {
        let vital = self.channels[index].vital;
        let others = self.channels.iter().enumerate().filter(|(other, channel)| *other != index && channel.vital == vital);
        others.filter_map(|(_, channel)| channel.newest().map(|newest| newest.at)).max()
    }

    /// True when the newest value of this channel says how things are now: no other device has clearly newer ones.
    pub(super) fn is_current(&self, index: usize) -> bool {
        let channel = &self.channels[index];
        let Some(newest) = channel.newest() else { return false };
        // A deadly value by hand stands as long as a spot check counts, whatever a device shows meanwhile.
        let stands_ms = if newest.deadly.is_some() { channel.speaks_ms() } else { gap_ms(channel.cadence_ms) };
        self.newest_elsewhere(index).is_none_or(|newer| newer.since(newest.at) <= stands_ms)
    }

    /// Judges the newest value of a channel on both sides, unless another device has clearly newer ones.
    pub(super) fn judge(&mut self, index: usize, out: &mut Out<'_>) {
        if !self.is_current(index) {
            return;
        }
        let is_value = self.channels[index].newest().is_some_and(|newest| newest.deadly.is_none());
        let ladders = self.channels[index].ladders_kept(&self.limits);
        for ladder in ladders.iter().flatten() {
            match self.channels[index].side_state(ladder) {
                SideState::Holds(span) => self.holds(index, ladder, span, out),
                SideState::Safe if is_value => self.safe(index, ladder, out),
                SideState::Safe | SideState::Neither | SideState::Pending => {}
            }
        }
    }

    /// Judges other devices of the same vital while an alert is open: one that contradicted its end may no longer do so, for
    /// example after this device paused.
    fn judge_others(&mut self, index: usize, out: &mut Out<'_>) {
        if self.alerts.iter().next().is_none() {
            return;
        }
        let vital = self.channels[index].vital;
        for other in 0..self.channels.len() {
            if other != index && self.channels[other].vital == vital {
                self.judge(other, out);
            }
        }
    }

    fn holds(&mut self, index: usize, ladder: &Ladder, span: Span, out: &mut Out<'_>) {
        let channel = &self.channels[index];
        let rule = rule_of(channel.vital, ladder.side);
        let active = self.alerts.active(rule, &Subject::Patient);
        // An alert that tells of a rung hears on which one the values are now; one that begins tells the worst of what holds.
        let level = if active.is_some() { channel.rung_now(ladder) } else { span.level };
        let (Some(last), Some(rung)) = (channel.outside(ladder.side), ladder.rungs().get(level)) else { return };
        let before = active.and_then(|alert| alert.extreme);
        let is_deadly = ladder.deadly() == Some(level);
        let evidence =
            if is_deadly { Some(Evidence::of_fault(fault_beyond(ladder.side, span.worst), None)) } else { self.grounds(index, last) };
        let evidence = evidence.map(Arc::new);
        if self.is_told_by_another(rule, rung.priority) || self.is_told_as_fever(index, rule, rung.priority, last, out.now.wall) {
            return;
        }
        let fact = Fact {
            rule,
            subject: &Subject::Patient,
            priority: rung.priority,
            value: number(last.raw),
            limit: Some(rung.edge),
            extreme: number(before.map_or(span.worst, |before| ladder.worse(before, span.worst))),
            since: span.since,
            as_of: last.late.then_some(last.at),
            actor: By::Limit,
            reason: Reason::Fixed(match (is_deadly, rung.for_s) {
                (true, _) => Why::Deadly,
                (false, 0) if level > 0 => Why::BeyondCritical,
                (false, _) => Why::OutsideForDelay,
            }),
            evidence: evidence.as_ref(),
        };
        let came_back =
            self.channels[index].came_back(ladder.side).filter(|_| !self.stays_elsewhere(index, ladder.side)).map(|stay| stay.since);
        self.alerts.holds_again(&fact, came_back, out);
        self.channels[index].tell(ladder.side);
    }

    /// True when another source of the same vital that still counts is on a rung: then nobody has left it.
    fn stays_elsewhere(&self, index: usize, side: Side) -> bool {
        let (vital, newest) = (self.channels[index].vital, self.channels[index].newest());
        let mut others = self.channels.iter().enumerate().filter(|(other, channel)| *other != index && channel.vital == vital);
        others.any(|(_, other)| {
            let speaks = newest.zip(other.newest()).is_some_and(|(newest, value)| newest.at.since(value.at) <= other.speaks_ms());
            speaks && other.stay(side).is_some()
        })
    }

    /// What a value rests on, where that is more than itself: the pressures of a mean, the doubt of a temperature.
    fn grounds(&self, index: usize, last: Sample) -> Option<Evidence> {
        let channel = &self.channels[index];
        let is_with_it = |other: &Channel| other.source == channel.source || (other.source.is_people() && channel.source.is_people());
        let of_cuff = |other: &&Channel| is_with_it(other) && matches!(other.vital, Vital::Systolic | Vital::Diastolic);
        match channel.vital {
            Vital::MeanArterial => {
                let measured = self.channels.iter().filter(of_cuff).filter_map(|other| Some((other.vital, other.newest()?)));
                let with_it = measured.filter(|(_, sample)| sample.at.since(last.at).abs() <= ONE_MEASUREMENT_MS);
                let inputs: Vec<Input> =
                    with_it.map(|(vital, sample)| Input::clean(Found::Number { vital, raw: sample.raw }, sample.at)).collect();
                (!inputs.is_empty()).then(|| Evidence::of(inputs))
            }
            Vital::Temperature if last.doubtful => {
                let found = Found::Number { vital: Vital::Temperature, raw: last.raw };
                let again = ObservationRequest { what: Item::Vital(Vital::Temperature), due: None, purpose: Purpose::ConfirmValue };
                let input = Input { quality: Flags::QUESTIONABLE, ..Input::clean(found, last.at) };
                Some(Evidence { wanted: vec![again], ..Evidence::of(vec![input]) })
            }
            _ => None,
        }
    }

    /// True for what rings already as urgently by its cause: a mean pressure follows from the systolic one. What is active stays.
    fn is_told_by_another(&self, rule: Rule, priority: Priority) -> bool {
        let by = if rule == Rule::VitalLow(Vital::MeanArterial) { Some(Rule::VitalLow(Vital::Systolic)) } else { None };
        let told = by.and_then(|by| self.told_by(by, (rule, priority)));
        self.alerts.active(rule, &Subject::Patient).is_none() && told.is_some_and(|told| told >= priority)
    }

    /// True for a temperature that the pathway of a fever tells of at least as urgently, with the clock that people work against: one
    /// cause is one alert. What is active stays.
    fn is_told_as_fever(&mut self, index: usize, rule: Rule, priority: Priority, last: Sample, now: WallMs) -> bool {
        let is_high = rule == Rule::VitalHigh(Vital::Temperature);
        if !is_high || !self.chart.course().neutropenic || self.alerts.active(rule, &Subject::Patient).is_some() {
            return false;
        }
        let quality = Flags::NONE.with_if(Flags::QUESTIONABLE, last.doubtful);
        let this = Temperature { at: last.at, raw: last.raw, quality, site: None };
        let answer = self.chart.knowledge().fever_with(true, Some(this), now);
        let is_told = answer.verdict.priority().is_some_and(|told| told >= priority);
        // The median of a stream is minutes away: this value begins the fever.
        if is_told && self.channels[index].streams() {
            self.chart.spot(Vital::Temperature, last, quality);
        }
        is_told
    }

    /// Ends a clinical condition, unless another device still says otherwise. A device that has fallen silent does not count:
    /// the newest values of the vital decide.
    fn safe(&mut self, index: usize, ladder: &Ladder, out: &mut Out<'_>) {
        let channel = &self.channels[index];
        let (vital, Some(newest)) = (channel.vital, channel.newest()) else { return };
        let rule = rule_of(vital, ladder.side);
        let Some(active) = self.alerts.active(rule, &Subject::Patient) else { return };
        if channel.is_before(active.since) || self.contradicted(index, ladder.side, newest) {
            return;
        }
        let end = End { at: newest.at, value: Some(newest.raw), late: newest.late, actor: By::Limit, reason: Why::SafelyInside };
        self.alerts.ended(rule, &Subject::Patient, &end, out);
    }

    fn contradicted(&self, index: usize, side: Side, newest: Sample) -> bool {
        let vital = self.channels[index].vital;
        let mut others = self.channels.iter().enumerate().filter(|(other, channel)| *other != index && channel.vital == vital);
        others.any(|(_, other)| other.ladder(&self.limits, side).is_some_and(|ladder| other.contradicts_at(&ladder, newest.at)))
    }

    /// Tells of conditions that had already ended when they became known. `quiet`: no more late values are expected.
    pub(super) fn tell_passed(&mut self, index: usize, quiet: bool, out: &mut Out<'_>) {
        let vital = self.channels[index].vital;
        let is_current = self.is_current(index);
        while let Some((side, passed)) = self.channels[index].passed(quiet, is_current) {
            let Some(ladder) = self.channels[index].ladder(&self.limits, side) else { continue };
            let Some(rung) = ladder.rungs().get(passed.level) else { continue };
            let is_high = vital == Vital::Temperature && side == Side::High;
            if is_high && self.chart.tells_fever(passed.until, rung.priority) {
                continue;
            }
            let is_deadly = ladder.deadly() == Some(passed.level);
            let evidence = is_deadly.then(|| Arc::new(Evidence::of_fault(fault_beyond(side, passed.worst), None)));
            let fact = Fact {
                rule: rule_of(vital, side),
                subject: &Subject::Patient,
                // It is too late to act at once, but somebody still has to know.
                priority: rung.priority.min(Priority::Medium),
                value: number(passed.worst),
                limit: Some(rung.edge),
                extreme: number(passed.worst),
                since: passed.since,
                as_of: Some(passed.until),
                actor: By::LateData,
                reason: Reason::Fixed(Why::WhileOffline),
                evidence: evidence.as_ref(),
            };
            let end = End { at: passed.until, value: None, late: true, actor: By::LateData, reason: Why::WhileOffline };
            self.alerts.passed(&fact, &end, out);
        }
    }

    /// Tells of late values when no more of them are expected.
    pub(super) fn finish_past(&mut self, out: &mut Out<'_>) {
        for index in 0..self.channels.len() {
            if self.past_due_of(index).is_some_and(|due_ms| due_ms <= out.now.mono_ms()) {
                self.tell_passed(index, true, out);
            }
        }
    }

    pub(super) fn past_due(&self) -> Option<i64> {
        (0..self.channels.len()).filter_map(|index| self.past_due_of(index)).min()
    }

    pub(super) fn past_due_of(&self, index: usize) -> Option<i64> {
        self.channels[index].past_due(self.is_current(index))
    }

    fn check_battery(&mut self, index: usize, readings: &[Reading], at: WallMs, received: WallMs, out: &mut Out<'_>) {
        let battery = self.devices[index].take_battery(readings, at, received);
        if battery == Battery::Unchanged {
            return;
        }
        let subject = self.devices[index].subject.clone();
        if battery == Battery::Good {
            let end = End { at, value: None, late: false, actor: By::Battery, reason: Why::BatteryGood };
            self.alerts.ended(Rule::LowBattery, &subject, &end, out);
        } else {
            self.alerts.holds(&battery_fact(&subject, battery, at), out);
        }
    }

    pub(super) fn channel_of(&mut self, device: usize, vital: Vital) -> usize {
        let source = source_of(device);
        if let Some(index) = self.channels.iter().position(|c| c.source == source && c.vital == vital) {
            return index;
        }
        let cadence_ms = self.devices[device].expected.as_ref().map_or(CADENCE_MS_UNKNOWN, |expected| expected.cadence_ms);
        self.channels.push(Channel::new(source, vital, false, cadence_ms));
        self.channels.len() - 1
    }

    /// The device's index. A device that is not bound now gets one if there is room.
    pub(super) fn device_of(&mut self, id: &DeviceId, now: Now) -> usize {
        if let Some(index) = self.devices.iter().position(|device| device.is(id)) {
            return index;
        }
        if self.devices.len() >= DEVICES_MAX {
            self.drop_oldest_unbound();
        }
        self.devices.push(Device::new(id, None, now.mono_ms(), now.wall));
        self.devices.len() - 1
    }

    fn drop_oldest_unbound(&mut self) {
        let unbound = self.devices.iter().position(|device| device.expected.is_none());
        if let Some(index) = unbound {
            self.drop_device(index);
        }
    }
}

/// What is wrong with what lies beyond the last rung of a side.
fn fault_beyond(side: Side, worst: i32) -> Fault {
    match (side, number(worst)) {
        (Side::Low, Some(_)) => Fault::BelowBand,
        (Side::Low, None) => Fault::OffScaleLow,
        (Side::High, Some(_)) => Fault::AboveBand,
        (Side::High, None) => Fault::OffScaleHigh,
    }
}

fn battery_fact(subject: &Subject, battery: Battery, at: WallMs) -> Fact<'_> {
    let critical = battery == Battery::Critical;
    Fact {
        rule: Rule::LowBattery,
        subject,
        priority: if critical { Priority::Medium } else { Priority::Low },
        value: None,
        limit: None,
        extreme: None,
        since: at,
        as_of: None,
        actor: By::Battery,
        reason: Reason::Fixed(if critical { Why::BatteryEmpty } else { Why::BatteryLow }),
        evidence: None,
    }
}
