//! When a device measured what it sends, and what it has said before (pure).
//!
//! Three times stand beside each other. The *device time* is what the device's own clock showed, in no zone and often wrong:
//! batteries were changed (2000), it was never set (year 0), summer time. The *receive time* is the gateway's monotonic clock.
//! The *derived time* is what is recorded as the instant of the measurement, made of the two here:
//!
//! - Where the device tells what its clock shows now, the age of a record is the difference, whatever the clock is set to: one
//!   offset a connection, by which a whole stored burst is moved. No zone is needed for it.
//! - A record at most [`FRESH_MS`] old is of now, and gets the instant at which it came: sending takes a moment, and what somebody
//!   measures must ring as it is measured.
//! - What is older is [`Flags::FROM_MEMORY`], at its derived time: the past, in which the hub raises nothing live.
//! - A single record of a device that tells no clock, and does not say that it is from its memory, is of now.
//! - What cannot be dated (a burst of such a device, a clock that was lost between two records, a record from the future) is put
//!   before the connection, [`UNDATED_MS`], in the order that the device gives it, and is `from_memory` and `questionable`. It was
//!   measured then at the latest; it may be older. It is never of now.
//!
//! What is said again is known by the device's time, its own number, and its values ([`Seen`]).

mod seen;

pub use seen::Seen;

use crate::decoded::Decoded;
use crate::gatt::SEQUENCE;
use hearth_vitals::{DeviceTime, Flags, Reading};

/// What is so old at most is of now, ms. People put a cuff away before it sends; two measurements are farther apart.
pub const FRESH_MS: u64 = 120_000;
/// A record so far ahead of its own device's clock has no age, ms. Less is the second in which both are whole numbers, and a clock that was
/// read a moment late.
const AHEAD_MS: i64 = 5_000;
/// Clocks of devices have whole seconds, ms.
const SECOND_MS: u64 = 1_000;
/// So long before the connection is put what cannot be dated, ms: longer than what the hub takes for live.
pub const UNDATED_MS: u64 = 60_000;
/// What is older is not recorded, ms: a year.
pub const OLDEST_MS: u64 = 366 * 86_400_000;
/// A burst has ended when nothing came for so long, ms.
const QUIET_MS: u64 = 1_500;
/// So many messages wait at most for the end of their burst.
const WAITING_MAX: usize = 1_024;

/// What a device's clock showed at an instant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Shown {
    device: DeviceTime,
    at_ms: u64,
}

/// One measurement, with the instant at which it was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Measured {
    /// On the gateway's monotonic clock, ms.
    pub at_ms: u64,
    /// When it came, ms. The same for what is of now.
    pub received_ms: u64,
    /// What the device's clock showed.
    pub device_time: Option<DeviceTime>,
    /// The values, with what is doubtful about them by their age.
    pub readings: Vec<Reading>,
}

/// What becomes of what a device says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Told {
    /// To be recorded.
    Measured(Measured),
    /// Said before.
    Again,
    /// Of more than a year ago.
    TooOld,
}

/// A message that was received.
#[derive(Debug, Clone)]
struct Came {
    device_time: Option<DeviceTime>,
    number: Option<u16>,
    readings: Vec<Reading>,
    received_ms: u64,
}

/// The age of a message.
enum Age {
    /// It was just measured: so long ago, ms.
    Now(u64),
    /// By so much, ms.
    Old(u64),
    /// Nobody knows.
    Undated,
    /// It depends on what comes with it.
    Waits,
}

/// One connection to a device.
#[derive(Debug)]
pub struct Session {
    opened_ms: u64,
    /// Before anybody set it.
    read: Option<Shown>,
    /// Since it was set.
    set: Option<Shown>,
    /// The first record of a device that tells no clock: it was of now.
    first: Option<Shown>,
    waiting: Vec<Came>,
}

impl Session {
    /// Opened at this instant.
    pub const fn opened(now_ms: u64) -> Session {
        Session { opened_ms: now_ms, read: None, set: None, first: None, waiting: Vec::new() }
    }

    /// The device's clock showed this.
    pub fn clock_read(&mut self, device: DeviceTime, at_ms: u64) {
        self.read.get_or_insert(Shown { device, at_ms });
    }

    /// It was set to this.
    pub fn clock_set(&mut self, device: DeviceTime, at_ms: u64) {
        self.set = Some(Shown { device, at_ms });
    }

    /// What its clock shows now, if that is known.
    pub fn shows(&self, now_ms: u64) -> Option<DeviceTime> {
        let shown = self.set.or(self.read)?;
        Some(DeviceTime(shown.device.0.saturating_add(now_ms.saturating_sub(shown.at_ms).min(OLDEST_MS).cast_signed())))
    }

    /// Takes what one message says; `out` gets what is told of it now. The device's own number of it, if it has one.
    pub fn take(&mut self, decoded: &[Decoded], now_ms: u64, seen: &mut Seen, out: &mut Vec<Told>) -> Option<u16> {
        let number = decoded.iter().find_map(number_of);
        for item in decoded {
            if let Decoded::Numerics { device_time, readings } = item {
                let came = Came { device_time: *device_time, number, readings: readings.clone(), received_ms: now_ms };
                match self.age(&came) {
                    Age::Waits if self.waiting.len() < WAITING_MAX => self.waiting.push(came),
                    age => out.push(self.tell(came, &age, seen)),
                }
            }
        }
        number
    }

    /// When [`Session::settle`] has something to tell if nothing comes.
    pub fn due_ms(&self) -> Option<u64> {
        self.waiting.last().map(|newest| newest.received_ms + QUIET_MS)
    }

    /// The burst has ended, or the connection: tells what waited for that.
    pub fn settle(&mut self, seen: &mut Seen, out: &mut Vec<Told>) {
        let waiting = std::mem::take(&mut self.waiting);
        if let [only] = &waiting[..] {
            self.first = only.device_time.map(|device| Shown { device, at_ms: only.received_ms });
            return out.push(self.tell(only.clone(), &Age::Now(0), seen));
        }
        let newest = waiting.iter().filter_map(|came| came.device_time).max();
        for came in waiting {
            let before_ms = newest.zip(came.device_time).map_or(0, |(newest, time)| newest.0.abs_diff(time.0));
            out.push(self.undated(came, before_ms, seen));
        }
    }

    fn age(&self, came: &Came) -> Age {
        let is_stored = came.readings.iter().any(|reading| reading.flags.contains(Flags::FROM_MEMORY));
        let Some(time) = came.device_time else { return if is_stored { Age::Undated } else { Age::Now(0) } };
        let by = |shown: Option<Shown>| shown.and_then(|shown| age_by(shown, time, came.received_ms));
        // Measured since the clock was set; else by what it showed before. One that can only be set was set at each connection.
        let since_set_ms = self.set.map_or(0, |set| came.received_ms.saturating_sub(set.at_ms) + SECOND_MS);
        match (by(self.set), self.read.or(self.first)) {
            (Some(age_ms), _) if age_ms <= since_set_ms => Age::of(age_ms),
            (_, Some(shown)) => by(Some(shown)).map_or(Age::Undated, Age::of),
            (Some(age_ms), None) if age_ms <= OLDEST_MS => Age::of(age_ms),
            (_, None) if is_stored => Age::Undated,
            (_, None) => Age::Waits,
        }
    }

    fn tell(&self, came: Came, age: &Age, seen: &mut Seen) -> Told {
        match age {
            Age::Now(ms) => judge((came.received_ms, *ms), Flags::NONE, came, seen),
            Age::Old(ms) if *ms > OLDEST_MS => seen.judge_undated(&came.device_time, came.number, &came.readings).unwrap_or(Told::TooOld),
            Age::Old(ms) => judge((came.received_ms.saturating_sub(*ms), 0), Flags::FROM_MEMORY, came, seen),
            Age::Undated | Age::Waits => self.undated(came, 0, seen),
        }
    }

    fn undated(&self, came: Came, before_ms: u64, seen: &mut Seen) -> Told {
        let at_ms = self.opened_ms.saturating_sub(UNDATED_MS + before_ms.min(OLDEST_MS));
        if let Some(again) = seen.judge_undated(&came.device_time, came.number, &came.readings) {
            return again;
        }
        judge((at_ms, 0), Flags::FROM_MEMORY.with(Flags::QUESTIONABLE), came, seen)
    }
}

impl Age {
    const fn of(ms: u64) -> Age {
        if ms <= FRESH_MS { Age::Now(ms) } else { Age::Old(ms) }
    }
}

/// By how much a record is older than now, if its clock showed this; `None` for one from the future.
fn age_by(shown: Shown, time: DeviceTime, now_ms: u64) -> Option<u64> {
    let passed_ms = now_ms.saturating_sub(shown.at_ms).min(OLDEST_MS).cast_signed();
    let age_ms = shown.device.0.saturating_sub(time.0).saturating_add(passed_ms);
    (age_ms >= -AHEAD_MS).then_some(age_ms.max(0).unsigned_abs())
}

/// With the instant that it gets, and how long before that it was measured, ms.
fn judge((at_ms, before_ms): (u64, u64), doubts: Flags, came: Came, seen: &mut Seen) -> Told {
    if seen.is_again(at_ms.saturating_sub(before_ms), came.device_time, came.number, &came.readings) {
        return Told::Again;
    }
    let readings = came.readings.into_iter().map(|reading| Reading { flags: reading.flags.with(doubts), ..reading }).collect();
    Told::Measured(Measured { at_ms, received_ms: came.received_ms, device_time: came.device_time, readings })
}

fn number_of(item: &Decoded) -> Option<u16> {
    match item {
        Decoded::Remark(remark) if remark.what == SEQUENCE => remark.number.and_then(|number| u16::try_from(number).ok()),
        _ => None,
    }
}
