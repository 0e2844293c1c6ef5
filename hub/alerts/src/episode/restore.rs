//! After a restart: open alerts from the store, pending delays from the frames.

use super::channel::{measured_at, sample_of};
use super::judge::past_due_of;
use super::{Episode, Expected, FrameAt};
use crate::alert::{Alert, Now};
use crate::board::{Board, Out};
use crate::budget::LATE_MS;
use crate::limit::Limits;

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
        // What was measured by a device that has been taken away is not replayed: its
        // state was dropped with it.
        let Some(device) = self.devices.iter().position(|device| device.is(frame.device)) else { return };
        let at = measured_at(frame.at, frame.received);
        let received_ms = now.mono_of(frame.received);
        self.replay_past(received_ms);
        for reading in frame.readings {
            let channel = self.channel_of(device, reading.vital);
            match sample_of(reading, at, frame.received) {
                Some(sample) => {
                    self.take_sample(channel, sample, frame.received, received_ms);
                }
                None if frame.received.since(at) <= LATE_MS => self.channels[channel].missing(reading.flags),
                None => {}
            }
        }
        self.devices[device].take_battery(frame.readings, at, frame.received);
    }

    /// The hub was alive when this frame came, so it has told what was due before.
    fn replay_past(&mut self, received_ms: i64) {
        for channel in &mut self.channels {
            if past_due_of(channel).is_some_and(|due_ms| due_ms <= received_ms) {
                channel.finish_past();
            }
        }
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
