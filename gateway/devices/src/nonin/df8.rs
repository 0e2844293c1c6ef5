//! Data format 8: four bytes a second, of which only the first has bit 7. No checksum, no pleth.
//!
//! ```text
//! 1 SNSD OOT LPRF MPRF ARTF HR8 HR7 | 0 HR6..0 | 0 SpO2 | 0 . SPA . SNSA mode CBAT LBAT
//! ```

use crate::decoded::{Decoded, RejectReason, reading};
use crate::framed::{Frames, Look};
use hearth_vitals::{Flags, Vital};

const FRAME_BYTES: usize = 4;
/// The codes for "no pulse rate" and "no saturation".
const NO_RATE: i32 = 511;
const NO_SPO2: i32 = 127;

/// Decodes the frames of data format 8.
#[derive(Debug, Default)]
pub(crate) struct Df8;

impl Frames for Df8 {
    /// The number of bytes that the device sends in five seconds, one frame a second.
    const PIECE_BYTES: usize = 5 * FRAME_BYTES;

    fn look(&self, bytes: &[u8]) -> Look {
        let has_shape = bytes.iter().take(FRAME_BYTES).enumerate().all(|(place, byte)| (byte & 0x80 != 0) == (place == 0));
        match (has_shape, bytes.len() < FRAME_BYTES) {
            (false, _) if bytes[0] & 0x80 == 0 => Look::Bad(RejectReason::Garbage),
            (false, _) => Look::Bad(RejectReason::Truncated),
            (true, true) => Look::More,
            (true, false) => Look::Frame(FRAME_BYTES),
        }
    }

    fn accept(&mut self, frame: &[u8], out: &mut Vec<Decoded>) {
        let rate = i32::from(frame[0] & 0x03) << 7 | i32::from(frame[1]);
        let spo2 = i32::from(frame[2]);
        let flags = flags(frame[0], frame[3]);
        let of = |vital: Vital, number: i32, none: i32| reading(vital, (number != none).then(|| number * vital.scale()), flags);
        let readings = vec![of(Vital::PulseRate, rate, NO_RATE), of(Vital::Spo2, spo2, NO_SPO2)];
        out.push(Decoded::Numerics { device_time: None, readings });
    }

    fn lose(&mut self, _: &mut Vec<Decoded>) {}

    fn finish(&mut self, _: &mut Vec<Decoded>) {}
}

/// The flags, which have the same meaning as in the status of the other formats but stand at other places.
fn flags(status: u8, more: u8) -> Flags {
    let (bit, more) = (|n: u8| status >> n & 1 != 0, |n: u8| more >> n & 1 != 0);
    Flags::NONE
        .with_if(Flags::SENSOR_OFF.with(Flags::SENSOR_FAULT), bit(6)) // its plug is out
        .with_if(Flags::SEARCHING, bit(5))
        .with_if(Flags::LOW_PERFUSION, bit(4))
        .with_if(Flags::MARGINAL_PERFUSION, bit(3))
        .with_if(Flags::ARTEFACT, bit(2))
        .with_if(Flags::SENSOR_OFF, more(3)) // sensor alarm: no finger
        .with_if(Flags::CRITICAL_BATTERY, more(1))
        .with_if(Flags::LOW_BATTERY, more(0))
}
