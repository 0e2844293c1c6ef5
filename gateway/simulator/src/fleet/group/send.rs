//! What a group sends while its connection takes messages.

use super::token::{UNTRACKED, token};
use super::{Group, Job};
use crate::fleet::GOODBYE;
use crate::fleet::member::NUMERICS;
use bytes::Bytes;
use hearth_mqtt::{MAX_IN_FLIGHT, Message};
use hearth_vitals::topic::Channel;

impl Group {
    /// Does jobs while the connection takes messages.
    pub(super) fn pump(&mut self) {
        while self.sender.in_flight() < MAX_IN_FLIGHT {
            let Some(job) = self.urgent.pop_front().or_else(|| self.ready.pop_front()) else { return };
            let taken = match job {
                Job::State(index) => self.send_state(index, true),
                Job::Due(index, queue) => self.send_due(index, queue),
                Job::Frames(index) => self.frames(index),
            };
            if !taken {
                self.urgent.push_front(job);
                return;
            }
        }
    }

    fn frames(&mut self, index: usize) -> bool {
        if !self.members[index].has_room() {
            self.blocked[index] = true;
            return true;
        }
        if !self.sender.is_connected() {
            return false;
        }
        let now = self.now();
        let member = &mut self.members[index];
        let count = self.control.take(member.frames_due(now.us));
        if count == 0 {
            // The fleet has made all its frames; the home keeps the batches that have no receipt yet.
            return true;
        }
        let bytes = member.make_frames(count, now);
        let mut share = self.share();
        share.total.frames += count as u64;
        share.total.open_frames += count as u64;
        share.total.batches += 1;
        share.total.bytes += bytes as u64;
        drop(share);
        if !self.send_due(index, NUMERICS) {
            self.urgent.push_front(Job::Due(index, NUMERICS));
        }
        self.schedule(index);
        true
    }

    /// Sends what is due in a stream; false when the connection takes no more.
    fn send_due(&mut self, index: usize, queue: usize) -> bool {
        let now_us = self.control.now_us();
        let member = &mut self.members[index];
        let topic = member.live_topic().to_owned();
        let Some(open) = member.queue(queue).due(now_us) else { return true };
        let (first, payload) = (open.range.first(), open.payload.clone());
        if self.sender.try_publish(Message { topic, payload, retain: false }, token(index, queue, first)).is_err() {
            return false;
        }
        let again = member.queue(queue).sent(first, now_us);
        self.share().total.resent += u64::from(again);
        true
    }

    fn send_state(&mut self, index: usize, online: bool) -> bool {
        let member = &self.members[index];
        let topic = member.topic(Channel::State);
        // A state is plain data, which can always be written as JSON.
        let payload = serde_json::to_vec(&member.state(online, self.now())).map(Bytes::from).unwrap_or_default();
        self.sender.try_publish(Message { topic, payload, retain: false }, UNTRACKED).is_ok()
    }

    /// Says that every home is gone, as far as the time for a goodbye allows.
    pub(super) async fn goodbye(mut self) {
        let until = tokio::time::Instant::now() + GOODBYE;
        let mut left = self.members.len();
        while left > 0 && self.sender.is_connected() {
            while left > 0 && self.send_state(left - 1, false) {
                left -= 1;
            }
            if !matches!(tokio::time::timeout_at(until, self.sender_events.recv()).await, Ok(Some(_))) {
                break;
            }
        }
        self.sender.shutdown(GOODBYE);
        while let Ok(Some(_)) = tokio::time::timeout_at(until, self.sender_events.recv()).await {}
    }
}
