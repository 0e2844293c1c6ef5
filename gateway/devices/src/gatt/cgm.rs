//! CGM Measurement (2AA7): one message holds one record or several, each with its own length.
//!
//! ```text
//! size u8 | flags | glucose SFLOAT, mg/dL | u16 minutes since the session began |
//! [status u8] | [calibration and temperature u8] | [warnings u8] | [trend SFLOAT] | [quality SFLOAT] | [checksum u16]
//! ```
//!
//! Only the session's beginning, another characteristic, makes an instant of the minutes: a record has no time of its own here.
//! The checksum is there when a record is two bytes longer than its flags say. Descriptions of it differ in the order of the
//! bits, and the first record tells which it is: one that is damaged holds in the other order once in 65,536 times.

use super::fields::Fields;
use super::unit::Unit;
use super::{Message, MessageDecoder};
use crate::checksum::{crc16_ccitt, crc16_ccitt_reflected};
use crate::decoded::{Decoded, RejectReason};
use hearth_vitals::{Flags, Reading, Uuid, Vital};

const CHARACTERISTIC: Uuid = Uuid::assigned(0x2AA7);

/// The decoder, with the checksum order of the record before.
#[derive(Debug, Default)]
pub(crate) struct Cgm {
    sum: Option<Sum>,
}

/// The order of the bits in a checksum.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sum {
    LowFirst,
    HighFirst,
}

impl Sum {
    fn of(self, bytes: &[u8]) -> u16 {
        match self {
            Sum::LowFirst => crc16_ccitt_reflected(bytes),
            Sum::HighFirst => crc16_ccitt(bytes),
        }
    }
}

impl MessageDecoder for Cgm {
    fn take(&mut self, message: Message<'_>, out: &mut Vec<Decoded>) {
        let bytes = message.payload.len();
        if message.characteristic != CHARACTERISTIC {
            return out.push(Decoded::Rejected { reason: RejectReason::Characteristic, bytes });
        }
        match self.records(message.payload) {
            Ok(readings) => {
                out.extend(readings.into_iter().map(|reading| Decoded::Numerics { device_time: None, readings: vec![reading] }))
            }
            Err(reason) => out.push(Decoded::Rejected { reason, bytes }),
        }
    }
}

impl Cgm {
    /// The readings of all records or of none: where one record's length is wrong, the next one's beginning is, too.
    fn records(&mut self, mut payload: &[u8]) -> Result<Vec<Reading>, RejectReason> {
        let mut readings = Vec::new();
        loop {
            let size = usize::from(*payload.first().ok_or(RejectReason::Truncated)?);
            if size == 0 {
                return Err(RejectReason::Format);
            }
            let (record, rest) = payload.split_at_checked(size).ok_or(RejectReason::Truncated)?;
            readings.push(self.understand(record)?);
            payload = rest;
            if payload.is_empty() {
                return Ok(readings);
            }
        }
    }

    fn understand(&mut self, record: &[u8]) -> Result<Reading, RejectReason> {
        let mut fields = Fields::of(record);
        fields.u8()?;
        let flags = fields.u8()?;
        let has = |bit: u8| flags >> bit & 1 != 0;
        let number = fields.sfloat()?;
        fields.u16()?;
        let mut octet = |bit: u8| fields.when(has(bit), Fields::u8).map(Option::unwrap_or_default);
        let (status, calibration, warnings) = (octet(7)?, octet(6)?, octet(5)?);
        fields.when(has(0), Fields::sfloat)?;
        fields.when(has(1), Fields::sfloat)?;
        if fields.left() == 2 {
            let sum = fields.u16()?;
            self.check(sum, &record[..record.len() - 2])?;
        }
        fields.end()?;
        let doubts = doubts(status, calibration);
        Ok(match warnings >> 6 {
            0b01 => crate::decoded::off_scale(Vital::Glucose, Flags::OFF_SCALE_LOW, doubts),
            0b10 => crate::decoded::off_scale(Vital::Glucose, Flags::OFF_SCALE_HIGH, doubts),
            _ => number.reading(Vital::Glucose, Unit::ITS_OWN, doubts),
        })
    }

    /// Checks the checksum. A record whose checksum is right in another order than that of the record before is not taken; the
    /// next one is, if it is right in that order as well.
    fn check(&mut self, sum: u16, covered: &[u8]) -> Result<(), RejectReason> {
        let found = [Sum::LowFirst, Sum::HighFirst].into_iter().filter(|order| order.of(covered) == sum);
        let known = self.sum;
        let held = found.max_by_key(|order| Some(*order) == known).ok_or(RejectReason::Checksum)?;
        let before = self.sum.replace(held);
        if before.is_none_or(|before| before == held) { Ok(()) } else { Err(RejectReason::Checksum) }
    }
}

fn doubts(status: u8, calibration: u8) -> Flags {
    let any = |octet: u8, bits: &[u8]| bits.iter().any(|bit| octet >> bit & 1 != 0);
    Flags::NONE
        .with_if(Flags::NO_VALUE, any(status, &[0])) // session stopped
        .with_if(Flags::LOW_BATTERY, any(status, &[1]))
        .with_if(Flags::SENSOR_FAULT, any(status, &[2, 3, 5])) // wrong sensor, sensor malfunction, device fault
        .with_if(Flags::UNKNOWN_EXCEPTION.with(Flags::QUESTIONABLE), any(status, &[4, 6, 7])) // device specific alert, reserved
        .with_if(Flags::QUESTIONABLE, any(calibration, &[3, 4, 5])) // calibration required, sensor too hot, too cold
}
