//! Data format 13: the record of a spot check, which the device keeps and sends again until it is acknowledged.
//!
//! ```text
//! 00 02 | type u16 | length u16 | century YY MM DD hh mm ss 1/100 | STATUS u16 | pulse rate u16 | - | SpO2 | ... | CHK | 03
//! ```
//!
//! Everything is big-endian. The length counts what follows it up to CHK, which is the sum of these bytes, mod 256.

use crate::decoded::{Decoded, RejectReason, reading};
use crate::device_time::Date;
use crate::framed::{Frames, Look};
use hearth_vitals::{DeviceTime, Flags, Vital};

/// The number of bytes before the data.
const HEAD_BYTES: usize = 6;
/// The number of data bytes: in a record of today, and the most in one of a later version.
const DATA_BYTES: std::ops::RangeInclusive<usize> = 14..=64;
/// The codes for "no pulse rate" and "no saturation".
const NO_RATE: u16 = 511;
const NO_SPO2: u8 = 127;

/// The bits of STATUS that are read.
mod status {
    pub(super) const NO_MEASUREMENT: u16 = 0x0100;
    pub(super) const FROM_MEMORY: u16 = 0x0010;
    pub(super) const LOW_BATTERY: u16 = 0x0001;
}

/// Decodes the records of data format 13.
#[derive(Debug, Default)]
pub(crate) struct Df13;

impl Frames for Df13 {
    /// Such a device sends a record now and then, so every rejected record is reported.
    const PIECE_BYTES: usize = HEAD_BYTES + *DATA_BYTES.start() + 2;

    fn look(&self, bytes: &[u8]) -> Look {
        if [0x00, 0x02].into_iter().zip(bytes).any(|(due, byte)| due != *byte) {
            return Look::Bad(RejectReason::Garbage);
        }
        if bytes.len() < HEAD_BYTES {
            return Look::More;
        }
        let length = usize::from(u16::from_be_bytes([bytes[4], bytes[5]]));
        if !DATA_BYTES.contains(&length) {
            return Look::Bad(RejectReason::Format);
        }
        let end = HEAD_BYTES + length;
        match bytes.get(end..end + 2) {
            None => Look::More,
            Some(&[sum, 0x03]) if sum == sum_of(&bytes[HEAD_BYTES..end]) && !can_be(&bytes[HEAD_BYTES..end]) => {
                Look::Bad(RejectReason::Format)
            }
            Some(&[sum, 0x03]) if sum == sum_of(&bytes[HEAD_BYTES..end]) => Look::Frame(end + 2),
            Some(_) => Look::Bad(RejectReason::Checksum),
        }
    }

    fn accept(&mut self, record: &[u8], out: &mut Vec<Decoded>) {
        let data = &record[HEAD_BYTES..];
        let word = |place: usize| u16::from_be_bytes([data[place], data[place + 1]]);
        let (status, rate, spo2) = (word(8), word(10), data[13]);
        let flags = Flags::NONE
            .with_if(Flags::NO_VALUE, status & status::NO_MEASUREMENT != 0)
            .with_if(Flags::FROM_MEMORY, status & status::FROM_MEMORY != 0)
            .with_if(Flags::LOW_BATTERY, status & status::LOW_BATTERY != 0);
        let rate = (rate != NO_RATE).then(|| i32::from(rate).saturating_mul(Vital::PulseRate.scale()));
        let spo2 = (spo2 != NO_SPO2).then(|| i32::from(spo2) * Vital::Spo2.scale());
        let readings = vec![reading(Vital::PulseRate, rate, flags), reading(Vital::Spo2, spo2, flags)];
        out.push(Decoded::Numerics { device_time: time(data), readings });
    }

    fn lose(&mut self, _: &mut Vec<Decoded>) {}

    fn finish(&mut self, _: &mut Vec<Decoded>) {}
}

/// What helps a sum of eight bits, of which one disturbance in 256 is hidden if it moves more than a byte: nine bits of a rate and seven of
/// a saturation, in the places of sixteen and eight; and the century of a clock, if it has one. A byte that comes before the length
/// makes a longer record of two, which begins with the length.
fn can_be(data: &[u8]) -> bool {
    let is_century = matches!(data[0], 0 | 19..=21 | 0xFF);
    is_century && u16::from_be_bytes([data[10], data[11]]) <= NO_RATE && data[13] <= NO_SPO2
}

fn sum_of(data: &[u8]) -> u8 {
    data.iter().fold(0, |sum, byte| sum.wrapping_add(*byte))
}

/// The time that the device's clock showed; `None` for a clock that nobody has set.
fn time(data: &[u8]) -> Option<DeviceTime> {
    let year = i64::from(data[0]) * 100 + i64::from(data[1]);
    let at = Date { year, month: i64::from(data[2]), day: i64::from(data[3]) }.at(data[4], data[5], data[6])?;
    let hundredths = i64::from(data[7]);
    (hundredths <= 99).then_some(DeviceTime(at.0 + hundredths * 10))
}
