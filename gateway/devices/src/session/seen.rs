//! Remembers what a device has said, so that a repetition is recognised.

use super::Told;
use hearth_vitals::{DeviceTime, Reading, Vital};
use std::collections::VecDeque;

/// How many measurements of a device are remembered. A cuff keeps a hundred for each of two people, a meter five hundred.
const REMEMBERED: usize = 1_024;
/// 2020-01-01. A device that shows an earlier time has lost its clock and starts from the same time whenever it is switched on. A
/// new measurement can then have the time and the values of an old one; the two are told apart by their derived times.
pub(super) const FIRST_SET: DeviceTime = DeviceTime(1_577_836_800_000);
/// Two derived times of one measurement differ by less than this, ms: each clock was read in whole seconds, and a moment late.
const SAME_MS: u64 = 5_000;
/// A measurement without a time that has at least so many values can be recognised by them for a while: a cuff's values are
/// hardly ever the same twice.
const TELLING: usize = 3;
/// How long such a measurement is remembered, ms. A cuff that gets no acknowledgement repeats it at each connection.
const UNTIMED_MS: u64 = 600_000;

/// The features that distinguish one measurement from any other.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Known {
    time: Option<DeviceTime>,
    number: Option<u16>,
    /// Flags are not compared, because a repeated record may be flagged as a repeat.
    values: Vec<(Vital, Option<i32>)>,
    /// The derived time of the measurement; for a record of now, too.
    at_ms: u64,
}

/// The measurements of one device, over all connections.
#[derive(Debug, Default)]
pub struct Seen {
    /// The known measurements, the oldest first.
    known: VecDeque<Known>,
}

impl Seen {
    /// True when the measurement was sent before; otherwise it is remembered. One with neither a time nor a number can be
    /// recognised only by many values.
    pub(super) fn is_again(&mut self, at_ms: u64, time: Option<DeviceTime>, number: Option<u16>, readings: &[Reading]) -> bool {
        if time.is_none() && number.is_none() && readings.len() < TELLING {
            return false;
        }
        let new = Known { time, number, values: values(readings), at_ms };
        let is_known = self.known.iter().any(|known| known.is(&new));
        if !is_known {
            if self.known.len() == REMEMBERED {
                self.known.pop_front();
            }
            self.known.push_back(new);
        }
        is_known
    }

    /// True when a measurement without a derived time was sent before: everything else is the same.
    pub(super) fn judge_undated(&self, time: &Option<DeviceTime>, number: Option<u16>, readings: &[Reading]) -> Option<Told> {
        let values = values(readings);
        let is_same = |known: &&Known| known.time == *time && known.number == number && known.values == values;
        self.known.iter().find(is_same).map(|_| Told::Again)
    }
}

impl Known {
    fn is(&self, new: &Known) -> bool {
        let is_same = self.time == new.time && self.number == new.number && self.values == new.values;
        let near_ms = if self.time.is_none() { UNTIMED_MS } else { SAME_MS };
        let is_sure = self.time >= Some(FIRST_SET) || self.number.is_some() || self.at_ms.abs_diff(new.at_ms) <= near_ms;
        is_same && is_sure
    }
}

fn values(readings: &[Reading]) -> Vec<(Vital, Option<i32>)> {
    readings.iter().map(|reading| (reading.vital, reading.raw.or(reading.given))).collect()
}
