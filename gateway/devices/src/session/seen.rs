//! What a device has said, so that it is known when it is said again.

use super::Told;
use hearth_vitals::{DeviceTime, Reading, Vital};
use std::collections::VecDeque;

/// So many measurements of a device are remembered. A cuff keeps a hundred for each of two people, a meter five hundred.
const REMEMBERED: usize = 1_024;
/// 2020-01-01. A device that shows a time before it has lost its clock, and begins at the same time whenever it is switched on: a new
/// measurement can have the time and the values of an old one, and they are told apart by their derived times.
pub(super) const FIRST_SET: DeviceTime = DeviceTime(1_577_836_800_000);
/// Two derived times of one measurement differ by less, ms: each clock was read in whole seconds, and a moment late.
const SAME_MS: u64 = 5_000;
/// So many values tell a measurement without a time from any other for a while: those of a cuff are not the same twice.
const TELLING: usize = 3;
/// For so long, ms. A cuff that is not believed says it again at each connection.
const UNTIMED_MS: u64 = 600_000;

/// What tells one measurement from any other.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Known {
    time: Option<DeviceTime>,
    number: Option<u16>,
    /// Its flags do not: a device that says it again may say so.
    values: Vec<(Vital, Option<i32>)>,
    /// When it was measured; what is of now, too.
    at_ms: u64,
}

/// The measurements of one device, over all connections.
#[derive(Debug, Default)]
pub struct Seen {
    /// Oldest first.
    known: VecDeque<Known>,
}

impl Seen {
    /// True when it was said before; otherwise it is remembered. What has neither a time nor a number can be known only by many values.
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

    /// What has no derived time is said again when all else is the same.
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
