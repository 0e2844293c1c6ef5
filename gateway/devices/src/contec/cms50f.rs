//! The newer generation, "V7.0": a byte without bit 7 says what follows; every other byte has it. The bits 7 that its data
//! would have had stand together in the second byte.
//!
//! ```text
//! 01 | high | state | pleth | bar | pulse rate | SpO2 | perfusion low, high       live, 60 a second
//! 0F | high | SpO2, pulse rate, three times                                      stored, a second each
//! 09 | high | SpO2 | pulse rate | perfusion low, high                            stored
//! 0D | high | reason                                                             the device ends it
//! ```

use super::second::{Sample, Second};
use crate::decoded::{Decoded, RejectReason};
use crate::framed::{Frames, Look};
use hearth_vitals::Flags;

/// Bytes of a live packet.
pub(super) const LIVE_BYTES: usize = 9;
/// The codes for "none".
const NO_RATE: u8 = 0xFF;
const NO_SPO2: u8 = 0x7F;
const NO_PERFUSION: u16 = 0xFFFF;
/// The bit beside the bar that says that the perfusion index is valid.
const PERFUSION_VALID: u8 = 0x10;

/// Types of packets.
mod kind {
    pub(super) const LIVE: u8 = 0x01;
    pub(super) const STORED_WITH_PERFUSION: u8 = 0x09;
    pub(super) const STORED: u8 = 0x0F;
}

/// Decodes the oximeter's packets.
#[derive(Debug, Default)]
pub(crate) struct Cms50f {
    second: Second,
}

/// True when these are the bytes of a live packet.
pub(super) fn is_live(bytes: &[u8]) -> bool {
    bytes.len() == LIVE_BYTES && bytes[0] == kind::LIVE && bytes[1..].iter().all(|byte| byte & 0x80 != 0)
}

/// The number of bytes of a packet of this type; `None` for types of which only the answer to a command is known: they end where
/// the next packet begins.
const fn length(kind: u8) -> Option<usize> {
    match kind {
        kind::LIVE => Some(LIVE_BYTES),
        kind::STORED => Some(8),
        kind::STORED_WITH_PERFUSION => Some(6),
        _ => None,
    }
}

impl Frames for Cms50f {
    fn look(&self, bytes: &[u8]) -> Look {
        let kind = bytes[0];
        if kind & 0x80 != 0 || kind == 0 || kind > kind::STORED {
            return Look::Bad(RejectReason::Garbage);
        }
        let body = bytes[1..].iter().position(|byte| byte & 0x80 == 0);
        match (length(kind), body) {
            (Some(length), None) if bytes.len() < length => Look::More,
            (Some(length), body) if body.is_none_or(|end| end + 1 >= length) => Look::Frame(length),
            (Some(_), _) => Look::Bad(RejectReason::Truncated),
            // An answer has one or more bytes and is ended by the next packet.
            (None, Some(0)) => Look::Bad(RejectReason::Truncated),
            (None, Some(end)) => Look::Frame(end + 1),
            (None, None) if bytes.len() < LIVE_BYTES => Look::More,
            (None, None) => Look::Frame(LIVE_BYTES),
        }
    }

    fn accept(&mut self, packet: &[u8], out: &mut Vec<Decoded>) {
        let data: Vec<u8> = packet[2..].iter().enumerate().map(|(place, byte)| byte & 0x7F | (packet[1] >> place & 1) << 7).collect();
        match (packet[0], &data[..]) {
            (kind::LIVE, &[state, pleth, bar, rate, spo2, low, high]) => {
                let flags = Flags::NONE
                    .with_if(Flags::SENSOR_FAULT, state & 0x80 != 0)
                    .with_if(Flags::SEARCHING, state & 0x10 != 0 || pleth & 0x80 != 0);
                let perfusion = Some(perfusion(low, high).filter(|_| bar & PERFUSION_VALID != 0));
                self.second.take(Sample { pleth: i16::from(pleth & 0x7F), ..sample(spo2, rate, perfusion, flags) }, out);
            }
            (kind::STORED_WITH_PERFUSION, &[spo2, rate, low, high]) => stored(spo2, rate, Some(perfusion(low, high)), out),
            (kind::STORED, pairs) => pairs.chunks_exact(2).for_each(|pair| stored(pair[0], pair[1], None, out)),
            // Answers to commands.
            _ => {}
        }
    }

    fn lose(&mut self, out: &mut Vec<Decoded>) {
        self.second.cut(out);
    }

    fn finish(&mut self, out: &mut Vec<Decoded>) {
        self.second.finish(out);
    }
}

fn perfusion(low: u8, high: u8) -> Option<i32> {
    let hundredths = u16::from_le_bytes([low, high]);
    (hundredths != NO_PERFUSION).then_some(i32::from(hundredths))
}

fn sample(spo2: u8, rate: u8, perfusion: Option<Option<i32>>, flags: Flags) -> Sample {
    let pulse_rate = (rate != NO_RATE && rate != 0).then_some(i32::from(rate));
    let spo2 = (spo2 & 0x7F != NO_SPO2 && spo2 != 0).then_some(i32::from(spo2));
    Sample { pleth: 0, pulse_rate, spo2, perfusion, flags }
}

/// One second from the device's memory. The device does not say when that was.
fn stored(spo2: u8, rate: u8, perfusion: Option<Option<i32>>, out: &mut Vec<Decoded>) {
    let readings = sample(spo2, rate, perfusion, Flags::FROM_MEMORY).readings();
    out.push(Decoded::Numerics { device_time: None, readings });
}
