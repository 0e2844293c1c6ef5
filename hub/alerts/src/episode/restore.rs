//! Restores an episode after a restart: open alerts come from the store, pending delays from the frames.

use super::admit::admitted;
use super::channel::{SideState, measured_at, sample_of};
use super::chart::{Chart, Stretch};
use super::{ByHand, Episode, EventAt, Expected, FrameAt};
use crate::admission::course::is_step;
use crate::admission::{Admission, Doubt};
use crate::alert::{Alert, Now};
use crate::budget::{DOUBTFUL, LATE_MS};
use crate::course::Course;
use crate::limit::{Limits, Side};
use crate::open_alerts::{OpenAlerts, Out};
use crate::rules::call;
use crate::rules::knowledge::HandEntry;
use crate::timeline::Taken;
use hearth_vitals::{DeviceId, Vital, WallMs};
use std::collections::BTreeMap;

/// A temperature with its instant, and true if the device itself doubted it.
type Temperature = ((WallMs, i32), bool);

/// How far back events are read after a restart (ms).
pub const EVENTS_LOOK_BACK_MS: i64 = call::LOOK_BACK_MS;

/// What the store holds of a stay, for [`Episode::restore`].
#[derive(Debug, Clone, Copy, Default)]
pub struct Past<'a> {
    /// The frames of the last [`crate::budget::RESTORE_MS`], or of more if [`Episode::looks_further`], in the order of their
    /// arrival, oldest first.
    pub frames: &'a [FrameAt<'a>],
    /// What devices without a pace measured in the last [`crate::rules::knowledge::LOOK_BACK_MS`].
    pub spots: &'a [FrameAt<'a>],
    /// The newest valid value of each vital that people wrote down in the first of these times.
    pub by_hand: &'a [ByHand],
    /// Everything valid that they wrote down in the second.
    pub said: &'a [HandEntry],
    /// The stretches of the last [`crate::rules::news2::LOOK_BACK_MS`].
    pub stretches: &'a [Stretch],
    /// What happened at the home in the last [`EVENTS_LOOK_BACK_MS`], in the order of arrival.
    pub events: &'a [EventAt<'a>],
    /// Alerts of the rules over several vitals, and calls, that were closed in that time, so that late values do not tell it
    /// again, and nobody is called twice.
    pub closed: &'a [Alert],
}

impl Episode {
    /// The state as it was before the restart. What `past` holds rebuilds timelines and delays but gives no transitions:
    /// those that it gave before are in `open`, or were closed. What is still missing is found at the first
    /// [`Episode::tick`], which is due at once.
    pub fn restore(rules: (Limits, Course), expected: Vec<Expected>, open: Vec<Alert>, past: &Past<'_>, now: Now) -> Episode {
        let (limits, course) = rules;
        let mut episode = Episode::new(limits, expected, now);
        episode.chart = Chart::restore(course, past.stretches, now);
        episode.restore_told(past.closed.iter().chain(&open), now);
        episode.restore_events(past.events, past.closed, &open);
        episode.restore_upkeep(&open, now);
        episode.alerts = OpenAlerts::restore(open, now);
        episode.replay_spots(past.spots);
        episode.take_said(past.said);
        for frame in past.frames {
            episode.replay(frame, now);
        }
        for entry in past.by_hand {
            if let Some(channel) = episode.take_by_hand(entry.vital, Some(*entry), now) {
                episode.replay_told(channel);
            }
        }
        if let Some(channel) = episode.restore_mean_by_hand(now) {
            episode.replay_told(channel);
        }
        episode.close_replayed();
        episode.unsettled = true;
        episode
    }

    /// What devices without a pace measured goes into the chart; limits have judged it. A temperature is doubted as it was then.
    fn replay_spots(&mut self, frames: &[FrameAt<'_>]) {
        let mut warm: BTreeMap<&DeviceId, Vec<Temperature>> = BTreeMap::new();
        for frame in frames {
            let at = measured_at(frame.at, frame.received);
            for mut admitted in admitted(frame.readings) {
                if let Some(raw) = admitted.reading.raw.filter(|_| admitted.reading.vital == Vital::Temperature) {
                    let before = warm.entry(frame.device).or_default();
                    if admitted.admission.is_value() && is_step(before.iter().rev().copied(), (at, raw)) {
                        admitted.admission = Admission::Doubtful(Doubt::Step);
                    }
                    before.push(((at, raw), admitted.flags().intersects(DOUBTFUL)));
                }
                if let Some(sample) = sample_of(&admitted, at, frame.received).filter(|sample| sample.deadly.is_none()) {
                    self.chart.spot(admitted.reading.vital, sample, admitted.flags());
                }
            }
        }
    }

    /// True when the delay of a rung is running that may have begun before `since`, where the restored frames begin. Then the
    /// episode has to be restored again from [`Limits::look_back_ms`]: a rung may wait an hour, and reading an hour of
    /// everybody's frames would be too much for the few who need it.
    pub fn looks_further(&self, since: WallMs) -> bool {
        self.channels.iter().any(|channel| channel.may_have_begun_before(&self.limits, since))
    }

    fn replay(&mut self, frame: &FrameAt<'_>, now: Now) {
        let device = self.device_of(frame.device, now);
        let at = measured_at(frame.at, frame.received);
        let received_ms = now.mono_of(frame.received);
        for admitted in admitted(frame.readings) {
            let channel = self.channel_of(device, admitted.reading.vital);
            let (admitted, sample) = self.sample_in(channel, admitted, at, frame.received);
            match sample {
                Some(sample) => {
                    let taken = self.channels[channel].take(sample, now.wall, received_ms, &self.limits);
                    if taken != Taken::Known && sample.deadly.is_none() {
                        self.note_replayed(channel, sample, admitted.flags(), now);
                    }
                    self.replay_told(channel);
                }
                None if frame.received.since(at) <= LATE_MS => self.channels[channel].missing(admitted.reading.flags),
                None => {}
            }
        }
        self.devices[device].take_battery(frame.readings, at, frame.received);
    }

    /// Marks as told what this value showed: that was told in the transaction that stored it. What only time would have shown
    /// stays untold, because a hub whose database was slow may not have come to it. An open alert that tells it already is
    /// not raised twice.
    fn replay_told(&mut self, index: usize) {
        if self.is_current(index) {
            for side in [Side::Low, Side::High] {
                let Some(ladder) = self.channels[index].ladder(&self.limits, side) else { continue };
                if matches!(self.channels[index].side_state(&ladder), SideState::Holds(_)) {
                    self.channels[index].tell(side);
                }
            }
        }
        let is_current = self.is_current(index);
        while self.channels[index].replayed(is_current) {}
    }

    /// Judges everything once after a restart.
    pub(super) fn settle(&mut self, out: &mut Out<'_>) {
        if std::mem::take(&mut self.unsettled) {
            // A device may have been taken off, or a limit removed, while no hub was running.
            self.end_unbound(out);
            self.end_unlimited(out);
            for index in 0..self.channels.len() {
                self.judge(index, out);
            }
        }
    }
}
