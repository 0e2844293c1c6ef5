//! What a device says while it is connected, and its clock.

use super::{Machine, Turn};
use crate::bluetooth::plan;
use crate::bluetooth::transport::Order;
use crate::links::News;
use hearth_devices::session::{How, Measured, Session, Told};
use hearth_devices::{Decoded, Message, RejectReason, says_when};
use hearth_vitals::{DeviceTime, MonoMs, Uuid};

/// Devices show a local time. A difference of whole quarters of an hour, up to the farthest zone, is taken for a time zone, ms.
const QUARTER_MS: i64 = 900_000;
const FARTHEST_ZONE_MS: i64 = 14 * 3_600_000;
/// A clock that is off by less than this is left as it is, ms.
const RIGHT_MS: i64 = 10_000;
/// A clock that is off by more than this, apart from a time zone, was lost, ms.
const LOST_MS: i64 = 300_000;

impl Machine {
    /// The time to set on its clock: in the zone that it shows, or UTC where it shows none. `None` where it is right.
    pub(super) fn setting(&self, turn: &Turn<'_>) -> Option<DeviceTime> {
        let wall = turn.wall?;
        let Some(shown) = self.session.as_ref().and_then(|session| session.shows(turn.now_ms)) else { return Some(wall) };
        let ahead_ms = shown.0 - wall.0;
        let zone_ms = (ahead_ms + QUARTER_MS / 2).div_euclid(QUARTER_MS) * QUARTER_MS;
        let is_zone = zone_ms.abs() <= FARTHEST_ZONE_MS && (ahead_ms - zone_ms).abs() <= LOST_MS;
        match is_zone {
            true if (ahead_ms - zone_ms).abs() <= RIGHT_MS => None,
            true => Some(DeviceTime(wall.0 + zone_ms)),
            false => Some(wall),
        }
    }

    pub(super) fn clock_read(&mut self, uuid: Uuid, payload: &[u8], turn: &Turn<'_>) {
        let companion = hearth_devices::COMPANIONS.iter().find(|companion| companion.characteristic() == uuid);
        let mut decoded = Vec::new();
        if let Some(companion) = companion {
            companion.decoder().take(Message { characteristic: uuid, payload }, &mut decoded);
        }
        if let ([Decoded::Clock(Some(shown))], Some(session)) = (&decoded[..], &mut self.session) {
            session.clock_read(*shown, turn.now_ms);
        }
    }

    /// Judges what came before the clock was known.
    pub(super) fn clock_answered(&mut self, turn: &mut Turn<'_>) {
        let mut told = Vec::new();
        if let Some(session) = &mut self.session {
            session.clock_answered(turn.now_ms, &mut self.said, &mut told);
        }
        tell(told, turn);
    }

    pub(super) fn clock_was_set(&mut self, turn: &Turn<'_>) {
        if let (Some(time), Some(session)) = (self.setting(turn), &mut self.session) {
            session.clock_set(time, turn.now_ms);
        }
    }

    pub(super) fn value(&mut self, characteristic: Uuid, payload: &[u8], turn: &mut Turn<'_>) {
        if self.session.is_none() || payload.is_empty() {
            return;
        }
        if characteristic == plan::RECORDS {
            let write = self.records.heard(payload, turn.now_ms).write;
            self.write_records(write, turn);
        } else if characteristic == self.protocol.characteristic() {
            self.measured(payload, turn);
        }
    }

    pub(super) fn write_records(&self, write: Option<Vec<u8>>, turn: &mut Turn<'_>) {
        if let Some(payload) = write {
            let ticket = turn.ticket();
            turn.orders.push(Order::Write(ticket, self.address, plan::RECORDS, payload));
        }
    }

    fn measured(&mut self, payload: &[u8], turn: &mut Turn<'_>) {
        let mut decoded = Vec::new();
        let message = Message { characteristic: self.protocol.characteristic(), payload };
        self.decoder.take(message, &mut decoded);
        (self.heard_ms, self.has_spoken) = (turn.now_ms, true);
        let how = How { now_ms: turn.now_ms, is_asked: self.records.is_asking(), says_when: says_when(message) };
        let Some(session) = &mut self.session else { return };
        let mut told = Vec::new();
        let number = session.take(&decoded, how, &mut self.said, &mut told);
        self.records.came(number, turn.now_ms);
        if !decoded.iter().any(|item| matches!(item, Decoded::Numerics { .. })) {
            // Only one byte of it, the flags: more would reveal what was measured.
            turn.news.push(News::Rejected { bytes: payload.len(), example: payload.iter().take(1).copied().collect() });
        }
        tell(told, turn);
    }

    pub(super) fn settle(&mut self, turn: &mut Turn<'_>) {
        let mut told = Vec::new();
        if let Some(session) = &mut self.session {
            session.settle(&mut self.said, &mut told);
        }
        tell(told, turn);
    }

    /// When waiting messages are reported. A device that still answers a request is not at the end of its burst.
    pub(super) fn burst_ends_ms(&self) -> Option<u64> {
        self.session.as_ref().filter(|_| !self.records.is_asking()).and_then(Session::due_ms)
    }
}

fn tell(told: Vec<Told>, turn: &mut Turn<'_>) {
    turn.news.extend(told.into_iter().map(|told| match told {
        Told::Measured(Measured { at_ms, device_time, readings, .. }) => {
            News::Measured { measured: MonoMs(at_ms), decoded: vec![Decoded::Numerics { device_time, readings }] }
        }
        Told::Again => News::Again,
        Told::TooOld => News::Decoded(vec![Decoded::Rejected { reason: RejectReason::TooOld, bytes: 0 }]),
    }));
}
