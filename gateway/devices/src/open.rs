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

/// What stands before the checksum, which is of everything before this.
const SUM: &[u8] = b",\"crc\":\"";

/// Lines, and the number of the last one.
#[derive(Debug, Default)]
pub(crate) struct Open {
    last: Option<u32>,
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
        let line: Line = serde_json::from_slice(checked(line)?).map_err(|_| RejectReason::Format)?;
        let device_time = line.at.as_deref().map(at).transpose()?.flatten();
        let mut readings = line.readings.into_iter().map(Measured::reading).collect::<Result<Vec<_>, _>>()?;
        readings.sort_by_key(|reading| reading.vital);
        let is_twice = readings.windows(2).any(|pair| pair[0].vital == pair[1].vital);
        if readings.is_empty() || is_twice {
            return Err(RejectReason::Format);
        }
        let missed = self.follow(line.seq)?;
        if missed > 0 {
            out.push(Decoded::Remark(Remark { what: "lines_missed", number: Some(i64::from(missed)), decimals: 0, unit: "1" }));
        }
        out.push(Decoded::Numerics { device_time, readings });
        Ok(())
    }
}

impl Open {
    /// How many lines were missed before this one. A sensor begins with 0 when it is switched on; any other number that is
    /// not higher than the last one is a line said again.
    fn follow(&mut self, seq: u32) -> Result<u32, RejectReason> {
        let missed = match self.last {
            Some(last) if seq != 0 && seq <= last => return Err(RejectReason::Repeated),
            // A 0 said again is not told from a sensor that was switched on again.
            Some(last) if seq != 0 => seq - last - 1,
            _ => 0,
        };
        self.last = Some(seq);
        Ok(missed)
    }
}

/// The line, if its checksum holds.
fn checked(line: &[u8]) -> Result<&[u8], RejectReason> {
    if line.first() != Some(&b'{') {
        return Err(RejectReason::Garbage);
    }
    let sum_at = line.len().checked_sub(SUM.len() + 6).ok_or(RejectReason::Truncated)?;
    let (said, end) = line.split_at(sum_at);
    let digits = end.strip_prefix(SUM).and_then(|end| end.strip_suffix(b"\"}")).ok_or(RejectReason::Truncated)?;
    let is_hex = digits.iter().all(|digit| matches!(digit, b'0'..=b'9' | b'a'..=b'f'));
    let sum = std::str::from_utf8(digits).ok().filter(|_| is_hex).and_then(|digits| u16::from_str_radix(digits, 16).ok());
    if sum == Some(crc16_ccitt(said)) { Ok(line) } else { Err(RejectReason::Checksum) }
}

impl Measured {
    fn reading(self) -> Result<Reading, RejectReason> {
        // What these mean is the gateway's to say.
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

/// `2026-11-20T08:15:00`: inner `None` for a clock that nobody has set.
fn at(text: &str) -> Result<Option<DeviceTime>, RejectReason> {
    device_time::parsed(text).ok_or(RejectReason::Format)
}
