//! Makes records of what a decoder understood (pure).

mod gather;

use gather::Gather;
use hearth_devices::Decoded;
use hearth_vitals::{DeviceId, DeviceTime, Event, EventKind, Frame, MonoMs, Reading, Record};

/// The shortest time between two events about rejected packets, ms.
const REJECTED_MS: u64 = 60_000;

/// Collects the records of one device.
#[derive(Debug)]
pub struct Collector {
    device: DeviceId,
    gather: Gather,
    last_frame: Option<MonoMs>,
    rejected: u32,
    told_rejected: Option<MonoMs>,
}

impl Collector {
    /// A collector for a device that has sent nothing yet.
    pub fn new(device: DeviceId) -> Collector {
        let gather = Gather::new(device.clone());
        Collector { device, gather, last_frame: None, rejected: 0, told_rejected: None }
    }

    /// Takes measurements whose instant was derived. Two of them may have the same instant.
    pub fn take_at(&mut self, measured: MonoMs, decoded: Vec<Decoded>, out: &mut Vec<Record>) {
        for item in decoded {
            if let Decoded::Numerics { device_time, readings } = item {
                self.frame(measured, device_time, readings, out);
            }
        }
    }

    fn frame(&mut self, mono: MonoMs, device_time: Option<DeviceTime>, readings: Vec<Reading>, out: &mut Vec<Record>) {
        match Frame::new(self.device.clone(), mono, device_time, readings) {
            Ok(frame) => out.push(Record::Frame(frame)),
            Err(_) => self.rejected += 1,
        }
    }

    /// Takes what was decoded from bytes that arrived at `at`.
    pub fn take(&mut self, at: MonoMs, decoded: Vec<Decoded>, out: &mut Vec<Record>) {
        for item in decoded {
            match item {
                Decoded::Numerics { device_time, readings } => {
                    let mono = self.next_instant(at);
                    self.frame(mono, device_time, readings, out);
                }
                Decoded::Waveform { kind, period_us, samples } => self.gather.take(at, kind, period_us, &samples, out),
                // Not a vital, so nothing is recorded.
                Decoded::Remark(_) | Decoded::Clock(_) | Decoded::Named { .. } => {}
                Decoded::Rejected { .. } => {
                    self.rejected = self.rejected.saturating_add(1);
                    self.gather.cut(out);
                }
            }
        }
    }

    /// The next instant for a frame: a device has only one frame at one instant, so frames that a slow reader found all at
    /// once are put a millisecond apart.
    fn next_instant(&mut self, at: MonoMs) -> MonoMs {
        let mono = self.last_frame.map_or(at, |last| at.max(last.plus(1)));
        self.last_frame = Some(mono);
        mono
    }

    /// Records that the link came up or went down.
    pub fn link(&mut self, at: MonoMs, up: bool, out: &mut Vec<Record>) {
        self.gather.cut(out);
        let kind = if up { EventKind::LinkUp } else { EventKind::LinkDown };
        out.push(Record::Event(Event { mono: at, device: Some(self.device.clone()), kind }));
    }

    /// Records what has waited long enough: parts of waveforms, and the number of rejected packets.
    pub fn tick(&mut self, now: MonoMs, out: &mut Vec<Record>) {
        self.gather.tick(now, out);
        if self.told_rejected.is_none_or(|told| now.since(told) >= REJECTED_MS) {
            self.tell_rejected(now, out);
        }
    }

    fn tell_rejected(&mut self, now: MonoMs, out: &mut Vec<Record>) {
        if self.rejected > 0 {
            self.told_rejected = Some(now);
            let kind = EventKind::Rejected { packets: std::mem::take(&mut self.rejected) };
            out.push(Record::Event(Event { mono: now, device: Some(self.device.clone()), kind }));
        }
    }

    /// Records everything that waits, because the link or the program ends.
    pub fn finish(&mut self, now: MonoMs, out: &mut Vec<Record>) {
        self.gather.cut(out);
        self.tell_rejected(now, out);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use hearth_devices::RejectReason;
    use hearth_vitals::{Flags, Vital};

    fn numerics() -> Decoded {
        Decoded::Numerics { device_time: None, readings: vec![Reading::new(Vital::Spo2, Some(970), Flags::NONE)] }
    }

    fn rejected() -> Decoded {
        Decoded::Rejected { reason: RejectReason::Checksum, bytes: 5 }
    }

    #[test]
    fn frames_read_in_one_go_keep_instants_of_their_own() {
        let mut collector = Collector::new(DeviceId::new("oxim-0001").unwrap());
        let mut out = Vec::new();
        collector.take(MonoMs(1000), vec![numerics(), numerics(), numerics()], &mut out);
        collector.take(MonoMs(2000), vec![numerics()], &mut out);
        assert_eq!(out.iter().map(|record| record.mono().0).collect::<Vec<_>>(), [1000, 1001, 1002, 2000]);
    }

    #[test]
    fn rejected_packets_become_one_event_a_minute() {
        let mut collector = Collector::new(DeviceId::new("oxim-0001").unwrap());
        let mut out = Vec::new();
        for second in 0..150_u64 {
            collector.take(MonoMs(second * 1000), vec![rejected(), rejected()], &mut out);
            collector.tick(MonoMs(second * 1000), &mut out);
        }
        let told: Vec<u32> = out
            .iter()
            .map(|record| match record {
                Record::Event(Event { kind: EventKind::Rejected { packets }, .. }) => *packets,
                other => panic!("{other:?}"),
            })
            .collect();
        assert_eq!(told, [2, 120, 120]);
    }
}
