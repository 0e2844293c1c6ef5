//! The older generation: five bytes, of which only the first has bit 7.

use super::second::{Sample, Second};
use crate::decoded::{Decoded, RejectReason};
use crate::framed::{Frames, Look};
use hearth_vitals::Flags;

/// Bytes in a frame.
pub(super) const FRAME_BYTES: usize = 5;
/// The codes for "no pulse rate" and "no saturation"; both also have 0.
const NO_RATE: i32 = 255;
const NO_SPO2: i32 = 127;
/// The code for a signal strength that is not known.
const NO_SIGNAL: u8 = 15;

/// Decodes the oximeter's frames.
#[derive(Debug, Default)]
pub(crate) struct Cms50d {
    second: Second,
}

/// True when these first bytes of a frame may become one.
pub(super) fn is_frame(bytes: &[u8]) -> bool {
    bytes.iter().take(FRAME_BYTES).enumerate().all(|(place, byte)| (byte & 0x80 != 0) == (place == 0))
}

impl Frames for Cms50d {
    fn look(&self, bytes: &[u8]) -> Look {
        match (is_frame(bytes), bytes.len() < FRAME_BYTES) {
            (false, _) if bytes[0] & 0x80 == 0 => Look::Bad(RejectReason::Garbage),
            (false, _) => Look::Bad(RejectReason::Truncated),
            (true, true) => Look::More,
            (true, false) => Look::Frame(FRAME_BYTES),
        }
    }

    fn accept(&mut self, frame: &[u8], out: &mut Vec<Decoded>) {
        let rate = i32::from(frame[3]) | i32::from(frame[2] & 0x40) << 1;
        let spo2 = i32::from(frame[4]);
        let pulse_rate = Some(rate).filter(|rate| *rate != 0 && *rate != NO_RATE);
        let spo2 = Some(spo2).filter(|spo2| *spo2 != 0 && *spo2 != NO_SPO2);
        let flags = Flags::NONE
            // Descriptions of this bit differ: "finger out", and "has searched for too long", which is what it does without one.
            // A number beside it is the last one, held.
            .with_if(Flags::SENSOR_OFF, frame[0] & 0x10 != 0)
            .with_if(Flags::SEARCHING, frame[2] & 0x20 != 0)
            .with_if(Flags::SENSOR_FAULT, frame[2] & 0x10 != 0)
            .with_if(Flags::QUESTIONABLE, frame[0] & 0x0F == NO_SIGNAL);
        self.second.take(Sample { pleth: i16::from(frame[1]), pulse_rate, spo2, perfusion: None, flags }, out);
    }

    fn lose(&mut self, out: &mut Vec<Decoded>) {
        self.second.cut(out);
    }

    fn finish(&mut self, out: &mut Vec<Decoded>) {
        self.second.finish(out);
    }
}
