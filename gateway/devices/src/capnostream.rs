//! Capnostream 20 and 35: capnography and oximetry.
//!
//! ```text
//! 85 | LEN | CODE | ... | CHK      LEN counts CODE and what follows; CHK = XOR of all from LEN on
//! ```
//!
//! After the first byte, 80 is sent as `80 00` and 85 as `80 05`: so a byte 85 is always a beginning. CODE 0 is a point of the
//! CO2 curve, of which the state is kept, CODE 1 the numerics of a second.
//!
//! A known fault of the device: now and then the numerics are shifted by one byte, and the respiratory rate stands where the
//! saturation should. The exclusive-or does not see that, if the device computes it of what it sends. Such a record is dropped
//! as a whole: known by its unit, which stands behind the values and moves with them, by its length, or by the records before it
//! ([`shift`]).

mod shift;

use crate::decoded::{Decoded, RejectReason, off_scale, reading};
use crate::framed::{Frames, Look};
use crate::talk::{Poll, Talk};
use hearth_vitals::{Flags, Reading, Vital};
use shift::{Neighbours, Values};

/// What must be sent to the device: that somebody is going to speak with it, and to start sending; then, every few seconds, that
/// somebody is still there.
pub(crate) const TALK: Talk = Talk {
    hello: &[0x85, 0x01, 0x01, 0x00, 0x85, 0x01, 0x04, 0x05],
    poll: Some(Poll { bytes: &[0x85, 0x01, 0x06, 0x07], every_ms: 3_000 }),
    ..Talk::NONE
};

const START: u8 = 0x85;
const ESCAPE: u8 = 0x80;
/// The code for "none", in every numeric.
const NONE: u8 = 0xFF;

/// The codes that tell the kinds of frames apart.
mod code {
    pub(super) const CURVE: u8 = 0;
    pub(super) const NUMERICS: u8 = 1;
}

/// The places of the values in the payload of numerics, behind four bytes of time.
mod place {
    pub(super) const ETCO2: usize = 4;
    pub(super) const RESPIRATORY_RATE: usize = 6;
    pub(super) const SPO2: usize = 7;
    pub(super) const PULSE_RATE: usize = 8;
    pub(super) const SPO2_ALARMS: usize = 14;
    pub(super) const UNIT: usize = 25;
    /// The length of a payload, with the state behind the unit, which is not read. In a record that is a byte short, the state
    /// stands in the place of the unit.
    pub(super) const BYTES: usize = 27;
}

/// Units of CO2: mmHg, kPa, per cent by volume.
const UNITS: std::ops::RangeInclusive<u8> = 1..=3;
/// The unit in which the number is a whole count of mmHg.
const MILLIMETRES: u8 = 1;

/// Decodes the monitor's frames.
#[derive(Debug, Default)]
pub(crate) struct Capnostream {
    /// The flags of CO2 by the newest point of the curve.
    curve: Flags,
    /// The number of numerics since that point.
    curve_age: u8,
    neighbours: Neighbours,
}

/// The number of numerics for which a point of the curve counts: while a curve is sent, twenty points come a second.
const CURVE_NUMERICS: u8 = 3;

/// The bytes of a frame before some were sent as two (LEN, CODE, payload, CHK), and the number of bytes that were read.
fn unstuffed(bytes: &[u8]) -> Result<Option<(Vec<u8>, usize)>, RejectReason> {
    let mut plain = Vec::new();
    let mut rest = bytes.iter().enumerate().skip(1);
    while let Some((place, byte)) = rest.next() {
        plain.push(match *byte {
            START => return Err(RejectReason::Truncated),
            ESCAPE => match rest.next() {
                None => return Ok(None),
                Some((_, 0x00)) => ESCAPE,
                Some((_, 0x05)) => START,
                Some(_) => return Err(RejectReason::Garbage),
            },
            byte => byte,
        });
        if plain.len() == usize::from(plain[0]) + 2 {
            let read = place + 1 + usize::from(*byte == ESCAPE);
            return Ok(Some((plain, read)));
        }
    }
    Ok(None)
}

impl Frames for Capnostream {
    fn look(&self, bytes: &[u8]) -> Look {
        if bytes[0] != START {
            return Look::Bad(RejectReason::Garbage);
        }
        match unstuffed(bytes) {
            Err(reason) => Look::Bad(reason),
            Ok(None) => Look::More,
            Ok(Some((plain, read))) => {
                let holds = plain.iter().fold(0, |sum, byte| sum ^ byte) == 0;
                if holds && plain.len() > 2 { Look::Frame(read) } else { Look::Bad(RejectReason::Checksum) }
            }
        }
    }

    fn accept(&mut self, frame: &[u8], out: &mut Vec<Decoded>) {
        let Ok(Some((plain, _))) = unstuffed(frame) else { return };
        let payload = &plain[2..plain.len() - 1];
        match (plain[1], payload) {
            (code::CURVE, [_, _, _, status, ..]) => (self.curve, self.curve_age) = (curve(*status), 0),
            (code::NUMERICS, payload) if payload.len() >= place::BYTES => self.numerics(payload, frame.len(), out),
            (code::NUMERICS | code::CURVE, _) => out.push(Decoded::Rejected { reason: RejectReason::Format, bytes: frame.len() }),
            // Other frames hold limits, names or answers to commands.
            _ => {}
        }
    }

    fn lose(&mut self, _: &mut Vec<Decoded>) {}

    fn finish(&mut self, _: &mut Vec<Decoded>) {
        *self = Capnostream::default();
    }
}

impl Capnostream {
    fn numerics(&mut self, payload: &[u8], bytes: usize, out: &mut Vec<Decoded>) {
        if self.curve_age == CURVE_NUMERICS {
            self.curve = Flags::NONE;
        }
        self.curve_age = self.curve_age.saturating_add(1);
        let now = Values {
            respiratory_rate: payload[place::RESPIRATORY_RATE],
            spo2: payload[place::SPO2],
            pulse_rate: payload[place::PULSE_RATE],
        };
        if !UNITS.contains(&payload[place::UNIT]) || self.neighbours.is_shifted(now) {
            return out.push(Decoded::Rejected { reason: RejectReason::Format, bytes });
        }
        let oximetry = oximetry(payload[place::SPO2_ALARMS]);
        let of =
            |vital: Vital, number: u8, flags: Flags| reading(vital, (number != NONE).then(|| i32::from(number) * vital.scale()), flags);
        let readings = vec![
            of(Vital::PulseRate, now.pulse_rate, oximetry),
            of(Vital::Spo2, now.spo2, oximetry),
            of(Vital::RespiratoryRate, now.respiratory_rate, self.curve),
            self.etco2(payload[place::ETCO2], payload[place::UNIT]),
        ];
        out.push(Decoded::Numerics { device_time: None, readings });
    }

    /// The reading of CO2. In another unit than mmHg the steps of the number are not known, so there is no value.
    fn etco2(&self, number: u8, unit: u8) -> Reading {
        match (number, unit) {
            (NONE, _) => reading(Vital::Etco2, None, self.curve),
            (number, MILLIMETRES) => reading(Vital::Etco2, Some(i32::from(number) * Vital::Etco2.scale()), self.curve),
            _ => off_scale(Vital::Etco2, Flags::UNKNOWN_EXCEPTION, self.curve),
        }
    }
}

/// The flags for the state of the CO2 part.
fn curve(status: u8) -> Flags {
    let bit = |n: u8| status >> n & 1 != 0;
    Flags::NONE
        .with_if(Flags::NO_VALUE, bit(0) || bit(4) || bit(5)) // invalid CO2, calibrates itself, purges
        .with_if(Flags::SEARCHING, bit(1)) // starts up
        .with_if(Flags::SENSOR_FAULT, bit(2) || bit(7)) // occluded, faulty
        .with_if(Flags::UNKNOWN_EXCEPTION.with(Flags::QUESTIONABLE), bit(3))
        .with_if(Flags::SENSOR_OFF, bit(6)) // no filter line
}

/// The flags for the state of the oximeter. What its own limits make of the values is not used.
fn oximetry(alarms: u8) -> Flags {
    let bit = |n: u8| alarms >> n & 1 != 0;
    Flags::NONE
        .with_if(Flags::SEARCHING, bit(0))
        .with_if(Flags::SENSOR_OFF, bit(5))
        .with_if(Flags::SENSOR_OFF.with(Flags::SENSOR_FAULT), bit(6)) // its plug is out
        .with_if(Flags::UNKNOWN_EXCEPTION.with(Flags::QUESTIONABLE), bit(7))
}
