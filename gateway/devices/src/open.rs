//! The open protocol of a site's own sensors: one JSON object a line, with a number that counts up and a checksum.
//!
//! ```text
//! {"seq":17,"at":"2026-11-20T08:15:00","readings":[{"vital":"spo2","value":97.0,"unit":"%","flags":[]}],"crc":"5b1e"}
//! ```
//!
//! What a sensor has to do stands in `docs/open-protocol.md`.

use crate::checksum::crc16_ccitt;
use crate::decoded::{Decoded, RejectReason, Remark, reading};
use crate::device_time;
use crate::text::Reader;
use hearth_vitals::{DeviceTime, Flags, Reading, Vital};
use serde::Deserialize;
use std::collections::VecDeque;

/// The text before the checksum, which covers everything before this text.
const SUM: &[u8] = b",\"crc\":\"";

/// How many of the last lines are remembered, to recognise one that is sent again.
const MEMORY_LINES: usize = 16;

/// The decoder, with the number and checksum of the last lines, the newest last.
#[derive(Debug, Default)]
pub(crate) struct Open {
    last: VecDeque<(u32, u16)>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    seq: u32,
    #[serde(default)]
    at: Option<String>,
    readings: Vec<Measured>,
    #[serde(rename = "crc")]
    _sum: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Measured {
    vital: Vital,
    value: Option<f64>,
    unit: String,
    #[serde(default)]
    flags: Flags,
}

impl Reader for Open {
    const MAX_BYTES: usize = 2_048;

    fn read(&mut self, line: &[u8], out: &mut Vec<Decoded>) -> Result<(), RejectReason> {
        let sum = checked(line)?;
        let line: Line = serde_json::from_slice(line).map_err(|_| RejectReason::Format)?;
        let device_time = line.at.as_deref().map(at).transpose()?.flatten();
        let mut readings = line.readings.into_iter().map(Measured::reading).collect::<Result<Vec<_>, _>>()?;
        readings.sort_by_key(|reading| reading.vital);
        let is_twice = readings.windows(2).any(|pair| pair[0].vital == pair[1].vital);
        if readings.is_empty() || is_twice {
            return Err(RejectReason::Format);
        }
        let missed = self.follow(line.seq, sum)?;
        if missed > 0 {
            out.push(Decoded::Remark(Remark { what: "lines_missed", number: Some(i64::from(missed)), decimals: 0, unit: "1" }));
        }
        empty_the_bare(&mut readings);
        out.push(Decoded::Numerics { device_time, readings });
        Ok(())
    }
}

impl Open {
    /// The number of lines that were missed before this one.
    fn follow(&mut self, seq: u32, sum: u16) -> Result<u32, RejectReason> {
        let missed = match self.last.back() {
            Some((last, _)) if seq > *last => seq - last - 1,
            Some(_) if self.is_said_again(seq, sum) => return Err(RejectReason::Repeated),
            _ => {
                self.last.clear();
                0
            }
        };
        if self.last.len() == MEMORY_LINES {
            self.last.pop_front();
        }
        self.last.push_back((seq, sum));
        Ok(missed)
    }

    /// True for one of the last lines, or for one that was missed among them. Any other line whose number is not higher than the
    /// last one is of a sensor that was switched on again: it counts from 0, and this may be the first of its lines that is heard.
    /// A 0 said again is not told from that.
    fn is_said_again(&self, seq: u32, sum: u16) -> bool {
        let known = self.last.iter().find(|(known, _)| *known == seq);
        let is_near = self.last.back().is_some_and(|(last, _)| ((last - seq) as usize) < MEMORY_LINES);
        seq != 0 && is_near && known.is_none_or(|(_, known)| *known == sum)
    }
}

/// The checksum of the line, if it holds.
fn checked(line: &[u8]) -> Result<u16, RejectReason> {
    if line.first() != Some(&b'{') {
        return Err(RejectReason::Garbage);
    }
    let sum_at = line.len().checked_sub(SUM.len() + 6).ok_or(RejectReason::Truncated)?;
    let (said, end) = line.split_at(sum_at);
    let digits = end.strip_prefix(SUM).and_then(|end| end.strip_suffix(b"\"}")).ok_or(RejectReason::Truncated)?;
    let is_hex = digits.iter().all(|digit| matches!(digit, b'0'..=b'9' | b'a'..=b'f'));
    let sum = std::str::from_utf8(digits).ok().filter(|_| is_hex).and_then(|digits| u16::from_str_radix(digits, 16).ok());
    sum.filter(|sum| *sum == crc16_ccitt(said)).ok_or(RejectReason::Checksum)
}

impl Measured {
    fn reading(self) -> Result<Reading, RejectReason> {
        // The gateway alone decides on these flags, so a sensor may not send them.
        let own = self.flags.intersects(Flags::IMPLAUSIBLE.with(Flags::AS_GIVEN));
        if self.unit != self.vital.unit() || own {
            return Err(RejectReason::Format);
        }
        let off_scale = Flags::OFF_SCALE_LOW.with(Flags::OFF_SCALE_HIGH);
        match self.value {
            None if self.flags.intersects(off_scale) => Ok(Reading::missing(self.vital, self.flags)),
            None => Ok(reading(self.vital, None, self.flags)),
            Some(_) if self.flags.intersects(off_scale) => Err(RejectReason::Format),
            Some(value) => Ok(reading(self.vital, Some(self.vital.raw_from_f64(value).ok_or(RejectReason::Format)?), self.flags)),
        }
    }
}

/// Removes a perfusion of 0 beside a pulse or a saturation without a value: it is a field that was left empty.
fn empty_the_bare(readings: &mut [Reading]) {
    let is_bare = readings.iter().any(|reading| matches!(reading.vital, Vital::PulseRate | Vital::Spo2) && reading.raw.is_none());
    for perfusion in readings.iter_mut().filter(|reading| is_bare && reading.vital == Vital::PerfusionIndex && reading.raw == Some(0)) {
        *perfusion = reading(Vital::PerfusionIndex, None, perfusion.flags);
    }
}

/// `2026-11-20T08:15:00`: inner `None` for a clock that nobody has set.
fn at(text: &str) -> Result<Option<DeviceTime>, RejectReason> {
    device_time::parsed(text).ok_or(RejectReason::Format)
}
