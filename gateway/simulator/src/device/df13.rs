//! Nonin data format 13: somebody measures each ten minutes. The device keeps a record, and says it again, until it hears that it
//! was taken (ACK); when it hears that it was damaged (NAK) it says it at once.

use super::{Conditions, Device, Said, clock, whole};
use crate::body::Body;
use hearth_vitals::{Flags, Vital};
use std::collections::VecDeque;

/// The time from one measurement to the next, in milliseconds.
const PERIOD_MS: u64 = 600_000;
/// The time after which a record that was not answered is sent again, in milliseconds.
const AGAIN_MS: u64 = 5_000;
/// How many records are kept; then the oldest is lost, as when the memory of the device is full.
const MEMORY: usize = 20;

const ACK: u8 = 0x06;
const NAK: u8 = 0x15;

/// The bits of STATUS that are set.
mod status {
    pub(super) const SMART_POINT: u16 = 0x0200;
    pub(super) const FROM_MEMORY: u16 = 0x0010;
    pub(super) const LOW_BATTERY: u16 = 0x0001;
}

/// One simulated device with its memory.
#[derive(Debug, Clone)]
pub struct NoninDf13 {
    wall_ms: i64,
    measure_at_ms: u64,
    /// Records that wait to be acknowledged, the oldest first.
    kept: VecDeque<Record>,
    /// When the oldest record is sent (again), in milliseconds.
    say_at_ms: u64,
}

/// A measurement in the memory.
#[derive(Debug, Clone)]
struct Record {
    at_ms: i64,
    rate: i32,
    spo2: i32,
    has_low_battery: bool,
    /// True if the record was sent and not answered.
    is_said: bool,
}

impl NoninDf13 {
    /// A device whose clock shows `wall_ms` (since 1970) at the start.
    pub const fn new(wall_ms: i64) -> NoninDf13 {
        NoninDf13 { wall_ms, measure_at_ms: 0, kept: VecDeque::new(), say_at_ms: 0 }
    }

    fn due_ms(&self) -> u64 {
        if self.kept.is_empty() { self.measure_at_ms } else { self.measure_at_ms.min(self.say_at_ms) }
    }

    fn measure(&mut self, body: &Body, conditions: &Conditions) {
        let t_ms = self.measure_at_ms;
        let vitals = body.at(t_ms);
        if self.kept.is_empty() {
            self.say_at_ms = t_ms;
        } else if self.kept.len() == MEMORY {
            self.kept.pop_front();
        }
        self.kept.push_back(Record {
            at_ms: self.wall_ms.saturating_add_unsigned(t_ms),
            rate: (vitals.heart_rate.round() as i32).min(300),
            spo2: (vitals.spo2.round() as i32).min(100),
            has_low_battery: conditions.low_battery.holds(t_ms),
            is_said: false,
        });
        self.measure_at_ms = t_ms + PERIOD_MS;
    }
}

impl Device for NoninDf13 {
    fn due_us(&self) -> u64 {
        self.due_ms() * 1_000
    }

    fn speak(&mut self, body: &Body, conditions: &Conditions, out: &mut Vec<u8>) -> Option<Said> {
        let now_ms = self.due_ms();
        if self.measure_at_ms <= now_ms {
            self.measure(body, conditions);
        }
        if self.say_at_ms > now_ms {
            return None;
        }
        self.say_at_ms = now_ms + AGAIN_MS;
        let record = self.kept.front_mut()?;
        out.extend(record.bytes());
        let said = record.said();
        record.is_said = true;
        Some(said)
    }

    fn hear(&mut self, bytes: &[u8], now_us: u64) {
        for byte in bytes {
            let is_waiting = self.kept.front().is_some_and(|record| record.is_said);
            match *byte {
                ACK if is_waiting => {
                    self.kept.pop_front();
                    self.say_at_ms = now_us / 1_000;
                }
                NAK if is_waiting => self.say_at_ms = now_us / 1_000,
                _ => {}
            }
        }
    }

    fn skip_to(&mut self, now_us: u64) {
        let now_ms = now_us / 1_000;
        self.measure_at_ms = self.measure_at_ms.max(now_ms);
        self.say_at_ms = self.say_at_ms.max(now_ms);
    }
}

impl Record {
    fn bytes(&self) -> Vec<u8> {
        let (year, month, day, _) = clock::parts(self.at_ms);
        let second = self.at_ms.rem_euclid(86_400_000) / 1_000;
        let time = [year / 100, year % 100, month, day, second / 3_600, second / 60 % 60, second % 60, self.at_ms.rem_euclid(1_000) / 10];
        let bit = |is_set: bool, bit: u16| if is_set { bit } else { 0 };
        let status = status::SMART_POINT | bit(self.is_said, status::FROM_MEMORY) | bit(self.has_low_battery, status::LOW_BATTERY);
        let mut data: Vec<u8> = time.iter().map(|part| *part as u8).collect();
        data.extend(status.to_be_bytes());
        data.extend((self.rate as u16).to_be_bytes());
        data.extend([0, self.spo2 as u8]);
        let sum = data.iter().fold(0_u8, |sum, byte| sum.wrapping_add(*byte));
        let mut record = vec![0x00, 0x02, 0x00, 0x0D];
        record.extend((data.len() as u16).to_be_bytes());
        record.extend(data);
        record.extend([sum, 0x03]);
        record
    }

    fn said(&self) -> Said {
        let flags = Flags::NONE.with_if(Flags::FROM_MEMORY, self.is_said).with_if(Flags::LOW_BATTERY, self.has_low_battery);
        Said { readings: vec![whole(Vital::PulseRate, Some(self.rate), flags), whole(Vital::Spo2, Some(self.spo2), flags)] }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::body::Rest;

    /// The times, in seconds, at which the device sends something until then.
    fn said(device: &mut NoninDf13, until_ms: u64) -> Vec<u64> {
        let (body, conditions, mut times) = (Body::new(Rest::default(), 1), Conditions::default(), Vec::new());
        while device.due_ms() <= until_ms {
            let at = device.due_ms() / 1_000;
            times.extend(device.speak(&body, &conditions, &mut Vec::new()).map(|_| at));
        }
        times
    }

    #[test]
    fn a_record_is_said_until_it_is_answered_and_the_next_one_waits() {
        let mut device = NoninDf13::new(0);
        assert_eq!(said(&mut device, 11_000), [0, 5, 10]);
        device.hear(&[NAK], 12_000_000);
        assert_eq!(said(&mut device, 16_000), [12], "at once, and then as before");
        device.hear(&[ACK], 16_500_000);
        assert_eq!(said(&mut device, 599_000), [0_u64; 0]);
        assert_eq!(said(&mut device, 604_000), [600]);
        device.hear(&[ACK, ACK], 604_000_000);
        assert_eq!(said(&mut device, 1_203_000), [1_200], "an answer to nothing forgets nothing");
    }

    #[test]
    fn a_device_that_nobody_hears_keeps_what_it_has_room_for() {
        let mut device = NoninDf13::new(0);
        said(&mut device, 100 * PERIOD_MS);
        assert_eq!(device.kept.len(), MEMORY);
    }
}
