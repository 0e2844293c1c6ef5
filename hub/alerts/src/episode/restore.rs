//! After a restart: open alerts from the store, pending delays from the frames.

use super::channel::{measured_at, sample_of};
use super::run::Verdict;
use super::{Episode, Expected, FrameAt};
use crate::alert::{Alert, Now};
use crate::board::{Board, Out};
use crate::budget::LATE_MS;
use crate::limit::{Limits, Side};

impl Episode {
    /// The state as it was. `history`: the frames of the last
    /// [`crate::budget::RESTORE_MS`], in the order of their arrival (oldest first). They
    /// rebuild rows and delays and make no transitions: those that they once made are in
    /// `open`, or were closed. What is missing nevertheless is made at the first
    /// [`Episode::tick`], which is due at once.
    pub fn restore(limits: Limits, expected: Vec<Expected>, open: Vec<Alert>, history: &[FrameAt<'_>], now: Now) -> Episode {
        let mut episode = Episode::new(limits, expected, now);
        episode.board = Board::restore(open, now);
        for frame in history {
            episode.replay(frame, now);
        }
        episode.unsettled = true;
        episode
    }

    fn replay(&mut self, frame: &FrameAt<'_>, now: Now) {
        let device = self.device_of(frame.device, now);
        let at = measured_at(frame.at, frame.received);
        let received_ms = now.mono_of(frame.received);
        self.replay_past(received_ms);
        for reading in frame.readings {
            let channel = self.channel_of(device, reading.vital);
            match sample_of(reading, at, frame.received) {
                Some(sample) => {
                    self.take_sample(channel, sample, frame.received, received_ms);
                    self.replay_told(channel);
                }
                None if frame.received.since(at) <= LATE_MS => self.channels[channel].missing(reading.flags),
                None => {}
            }
        }
        self.devices[device].take_battery(frame.readings, at, frame.received);
    }

    /// The hub was alive when this frame came, so it has told what was due before.
    fn replay_past(&mut self, received_ms: i64) {
        for index in 0..self.channels.len() {
            if self.past_due_of(index).is_some_and(|due_ms| due_ms <= received_ms) {
                self.forget_passed(index, true);
            }
        }
    }

    /// ... and what this value showed.
    fn replay_told(&mut self, index: usize) {
        if self.is_current(index) {
            for side in [Side::Low, Side::High] {
                let Some(bound) = self.limits.bound(self.channels[index].vital, side) else { continue };
                if matches!(self.channels[index].verdict(&bound), Verdict::Violated(_)) {
                    self.channels[index].tell(&bound);
                }
            }
        }
        self.forget_passed(index, false);
    }

    fn forget_passed(&mut self, index: usize, quiet: bool) {
        let is_current = self.is_current(index);
        while self.channels[index].passed(&self.limits, quiet, is_current).is_some() {}
    }

    /// Judges everything once, after a restart.
    pub(super) fn settle(&mut self, out: &mut Out<'_>) {
        if std::mem::take(&mut self.unsettled) {
            // The hub may have been away when a device was taken off or a limit removed.
            self.end_unbound(out);
            self.end_unlimited(out);
            for index in 0..self.channels.len() {
                self.judge(index, out);
            }
        }
    }
}
