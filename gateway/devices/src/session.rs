//! Determines when a device measured what it sends, and recognises what it has sent before (pure).
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
//! - What a device says while its clock is being asked is judged by the answer.
//! - A clock that was set in a connection before which the device did not come to say all moves what it has left by the old offset.
//! - A record without a field for the time, that was not asked for, is of now: the profiles want a time of what is stored.
//! - A single record of a device that tells no clock, and does not say that it is from its memory, is of now. A record that its memory was
//!   asked for is not, nor one with a time that means nothing if others come with it.
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
use seen::FIRST_SET;

/// A measurement that is no older than this counts as taken now, ms. People put a cuff away before it sends; two measurements are
/// farther apart.
pub const FRESH_MS: u64 = 120_000;
/// A record whose time lies farther ahead of its device's clock than this has no known age, ms. Less can come about because both
/// are whole seconds and the clock was read a moment late.
const AHEAD_MS: i64 = 5_000;
/// One second, in milliseconds: devices tell time in whole seconds.
const SECOND_MS: u64 = 1_000;
/// A measurement that cannot be dated is put this long before the connection, ms: longer than what the hub takes for live.
pub const UNDATED_MS: u64 = 60_000;
/// Measurements older than a year are not recorded, ms.
pub const OLDEST_MS: u64 = 366 * 86_400_000;
/// After this long without a message a burst has ended, in milliseconds: a second or two lie between two indications over a weak
/// radio.
const QUIET_MS: u64 = 5_000;
/// The largest number of messages that wait for the end of their burst.
const WAITING_MAX: usize = 1_024;

/// A pair of times: what a device's clock showed at an instant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Shown {
    device: DeviceTime,
    at_ms: u64,
}

/// One measurement, with the instant at which it was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Measured {
    /// When it was made, on the gateway's monotonic clock, in milliseconds.
    pub at_ms: u64,
    /// When it was received, in milliseconds; equal to `at_ms` for what was measured now.
    pub received_ms: u64,
    /// The time that the device's clock showed, if it sent one.
    pub device_time: Option<DeviceTime>,
    /// The readings, flagged if their age makes them doubtful.
    pub readings: Vec<Reading>,
}

/// What becomes of a measurement that a device sends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Told {
    /// The measurement is to be recorded.
    Measured(Measured),
    /// The device has sent it before, so it is dropped.
    Again,
    /// It is more than a year old, so it is dropped.
    TooOld,
}

/// A measurement that was received and is not dated yet.
#[derive(Debug, Clone)]
struct Came {
    device_time: Option<DeviceTime>,
    number: Option<u16>,
    readings: Vec<Reading>,
    received_ms: u64,
    is_asked: bool,
    says_when: bool,
}

/// The circumstances in which a message came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct How {
    /// When it arrived, on the gateway's monotonic clock, in milliseconds.
    pub now_ms: u64,
    /// True while the device answers a request for what its memory holds.
    pub is_asked: bool,
    /// True if the message has a field for the time, whatever that shows.
    pub says_when: bool,
}

impl From<u64> for How {
    /// A message that came unasked, with a field for the time.
    fn from(now_ms: u64) -> How {
        How { now_ms, is_asked: false, says_when: true }
    }
}

/// What is known of a device's clock from connections before.
#[derive(Debug, Clone, Copy, Default)]
pub struct Clocks {
    /// What the clock showed before it was set, and what it was set to, while the device may hold records from before.
    before: Option<(Shown, Shown)>,
    /// True if the clock was set in an earlier connection.
    was_set: bool,
}

/// The age of a message.
enum Age {
    /// It was just measured, this many milliseconds ago.
    Now(u64),
    /// It is this many milliseconds old.
    Old(u64),
    /// Nobody knows how old it is.
    Undated,
    /// The age depends on what else comes in this burst.
    Waits,
}

/// One connection to a device.
#[derive(Debug)]
pub struct Session {
    opened_ms: u64,
    /// What the clock showed before anybody set it.
    read: Option<Shown>,
    /// What the clock has shown since it was set.
    set: Option<Shown>,
    /// The first record of a device whose clock cannot be read, taken as measured now.
    first: Option<Shown>,
    clocks: Clocks,
    /// True while the device's clock is being read.
    asks_clock: bool,
    /// The instant when the clock was read, or could not be, in milliseconds.
    answered_ms: u64,
    /// The device time of the newest record that was measured now.
    newest: Option<DeviceTime>,
    /// The number of records that could not be dated.
    undated: u64,
    waiting: Vec<Came>,
}

impl Session {
    /// Begins a connection, at this instant, to a device of which nothing is known.
    pub fn opened(now_ms: u64) -> Session {
        Session::after(Clocks::default(), now_ms)
    }

    /// Begins a connection at this instant, after other connections.
    pub const fn after(clocks: Clocks, now_ms: u64) -> Session {
        let (read, set, first, newest) = (None, None, None, None);
        Session { opened_ms: now_ms, read, set, first, clocks, asks_clock: false, answered_ms: 0, newest, undated: 0, waiting: Vec::new() }
    }

    /// What the next connection has to know. `has_said_all` is false if the device may still hold records.
    pub fn clocks(&self, has_said_all: bool) -> Clocks {
        let before = self.read.zip(self.set).or(self.clocks.before).filter(|_| !has_said_all);
        Clocks { before, was_set: self.clocks.was_set || self.set.is_some() }
    }

    /// Notes that the clock is going to be read: whatever comes until then waits.
    pub const fn ask_clock(&mut self) {
        self.asks_clock = true;
    }

    /// Notes that the clock was read, or cannot be: `out` gets what waited for that.
    pub fn clock_answered(&mut self, now_ms: u64, seen: &mut Seen, out: &mut Vec<Told>) {
        if std::mem::take(&mut self.asks_clock) {
            self.answered_ms = now_ms;
            self.tell_dated(seen, out);
        }
    }

    /// Notes what the device's clock showed at an instant.
    pub fn clock_read(&mut self, device: DeviceTime, at_ms: u64) {
        self.read.get_or_insert(Shown { device, at_ms });
    }

    /// Notes what the clock was set to at an instant.
    pub fn clock_set(&mut self, device: DeviceTime, at_ms: u64) {
        self.set = Some(Shown { device, at_ms });
    }

    /// What the device's clock shows now, if that is known.
    pub fn shows(&self, now_ms: u64) -> Option<DeviceTime> {
        let shown = self.set.or(self.read)?;
        Some(DeviceTime(shown.device.0.saturating_add(now_ms.saturating_sub(shown.at_ms).min(OLDEST_MS).cast_signed())))
    }

    /// Takes the content of one message, with the device's own number of it if there is one; `out` gets what can be decided at
    /// once.
    pub fn take(&mut self, decoded: &[Decoded], how: impl Into<How>, seen: &mut Seen, out: &mut Vec<Told>) -> Option<u16> {
        let How { now_ms, is_asked, says_when } = how.into();
        let number = decoded.iter().find_map(number_of);
        let mut left = decoded.iter().filter(|item| matches!(item, Decoded::Numerics { .. })).count();
        for item in decoded {
            if let Decoded::Numerics { device_time, readings } = item {
                left -= 1;
                let (device_time, readings) = (*device_time, readings.clone());
                let came = Came { device_time, number, readings, received_ms: now_ms, is_asked, says_when };
                // Of several measurements without a time in one message, the last is the newest.
                let is_before = left > 0 && device_time.is_none() && !says_when;
                match if is_before { Age::Undated } else { self.age(&came) } {
                    Age::Waits if self.waiting.len() < WAITING_MAX => self.waiting.push(came),
                    age => out.push(self.tell(came, &age, seen)),
                }
            }
        }
        number
    }

    /// The instant at which [`Session::settle`] has something to do if nothing comes.
    pub fn due_ms(&self) -> Option<u64> {
        let newest = self.waiting.last().filter(|_| !self.asks_clock)?;
        Some(newest.received_ms.max(self.answered_ms) + QUIET_MS)
    }

    /// Ends the burst, or the connection: decides on what waited for that.
    pub fn settle(&mut self, seen: &mut Seen, out: &mut Vec<Told>) {
        let is_unanswered = std::mem::take(&mut self.asks_clock);
        let is_alone = self.waiting.len() == 1;
        self.tell_dated(seen, out);
        let waiting = std::mem::take(&mut self.waiting);
        if let [only] = &waiting[..]
            && is_alone
            && !only.is_asked
            && !is_unanswered
            && self.can_be_new(only)
        {
            self.first = only.device_time.map(|device| Shown { device, at_ms: only.received_ms });
            return out.push(self.tell(only.clone(), &Age::Now(0), seen));
        }
        let newest = waiting.iter().filter_map(|came| came.device_time).max();
        for came in waiting {
            let before_ms = newest.zip(came.device_time).map_or(0, |(newest, time)| newest.0.abs_diff(time.0));
            out.push(self.undated(came, before_ms, seen));
        }
    }

    /// Passes on what has an age by now, and keeps the rest waiting.
    fn tell_dated(&mut self, seen: &mut Seen, out: &mut Vec<Told>) {
        for came in std::mem::take(&mut self.waiting) {
            match self.age(&came) {
                Age::Waits => self.waiting.push(came),
                age => out.push(self.tell(came, &age, seen)),
            }
        }
    }

    fn age(&self, came: &Came) -> Age {
        let is_stored = came.readings.iter().any(|reading| reading.flags.contains(Flags::FROM_MEMORY));
        let Some(time) = came.device_time else {
            return match (is_stored, came.says_when || came.is_asked) {
                (true, _) => Age::Undated,
                (false, true) => Age::Waits,
                (false, false) => Age::Now(0),
            };
        };
        if self.asks_clock {
            return Age::Waits;
        }
        match self.dated(time, came.received_ms) {
            Some(age) => age,
            None if is_stored => Age::Undated,
            None => Age::Waits,
        }
    }

    /// The age of what was measured at this time of the device; `None` where no clock tells it.
    fn dated(&self, time: DeviceTime, now_ms: u64) -> Option<Age> {
        let by = |shown: Shown| age_by(shown, time, now_ms);
        // If it was measured since the clock was set, that clock counts; otherwise what the clock showed before.
        if let Some(age_ms) = self.set.filter(|set| set.at_ms <= now_ms).and_then(|set| by(set).filter(|age| *age <= since(set, now_ms))) {
            return Some(Age::of(age_ms));
        }
        if let Some(age) = self.by_the_clock_before(time, now_ms) {
            return Some(age);
        }
        if let Some(shown) = self.read.or(self.first) {
            return Some(by(shown).map_or(Age::Undated, |age_ms| Age::of_record(age_ms, time)));
        }
        // A clock that can only be set is right if it was set in an earlier connection. Otherwise it may show the time of another
        // zone.
        by(self.set?).filter(|_| self.clocks.was_set).map(|age_ms| Age::of_record(age_ms, time))
    }

    /// True if, by a clock that was just set, the measurement may be new, whatever the clock showed before.
    fn can_be_new(&self, came: &Came) -> bool {
        let age = came.device_time.zip(self.set).map(|(time, set)| age_by(set, time, came.received_ms));
        age.is_none_or(|age_ms| age_ms.is_some_and(|age_ms| age_ms <= FRESH_MS))
    }

    /// The age of a record from before the clock was set in an earlier connection. One that may be from before or newer does not
    /// count as measured now.
    fn by_the_clock_before(&self, time: DeviceTime, now_ms: u64) -> Option<Age> {
        let (was, set) = self.clocks.before?;
        let old = age_by(was, time, now_ms).filter(|age| *age + SECOND_MS >= now_ms.saturating_sub(set.at_ms))?;
        let new = age_by(self.read.unwrap_or(set), time, now_ms).filter(|age| *age <= since(set, now_ms));
        Some(if new.is_some() { Age::Undated } else { Age::of(old) })
    }

    fn tell(&mut self, came: Came, age: &Age, seen: &mut Seen) -> Told {
        match age {
            // Beside a newer record that was measured now, this one is not the newest, and must not be shown as such.
            Age::Now(ms) if came.device_time.is_some() && came.device_time < self.newest => self.old(came, *ms, seen),
            Age::Now(ms) => {
                self.newest = self.newest.max(came.device_time);
                judge((came.received_ms, *ms), Flags::NONE, came, seen)
            }
            Age::Old(ms) if *ms > OLDEST_MS => seen.judge_undated(&came.device_time, came.number, &came.readings).unwrap_or(Told::TooOld),
            Age::Old(ms) => self.old(came, *ms, seen),
            Age::Undated | Age::Waits => self.undated(came, 0, seen),
        }
    }

    fn old(&self, came: Came, ms: u64, seen: &mut Seen) -> Told {
        judge((came.received_ms.saturating_sub(ms), 0), Flags::FROM_MEMORY, came, seen)
    }

    fn undated(&mut self, came: Came, before_ms: u64, seen: &mut Seen) -> Told {
        if let Some(again) = seen.judge_undated(&came.device_time, came.number, &came.readings) {
            return again;
        }
        // Undated records keep the order in which they came, also where nothing else shows it.
        let order_ms = self.undated.min(SECOND_MS);
        self.undated += 1;
        let at_ms = (self.opened_ms + order_ms).saturating_sub(UNDATED_MS + SECOND_MS + before_ms.min(OLDEST_MS));
        judge((at_ms, 0), Flags::FROM_MEMORY.with(Flags::QUESTIONABLE), came, seen)
    }
}

impl Age {
    const fn of(ms: u64) -> Age {
        if ms <= FRESH_MS { Age::Now(ms) } else { Age::Old(ms) }
    }

    /// The age of a record by a clock that is right now. A record that seems too old and bears a time from before any clock was
    /// set has an unknown age: the device had lost its clock when it measured.
    fn of_record(ms: u64, time: DeviceTime) -> Age {
        if ms > OLDEST_MS && time < FIRST_SET { Age::Undated } else { Age::of(ms) }
    }
}

/// How long ago the clock was set, ms, plus the second that whole numbers may hide.
fn since(set: Shown, now_ms: u64) -> u64 {
    now_ms.saturating_sub(set.at_ms) + SECOND_MS
}

/// Age of a record, ms, by a clock that showed `shown`; `None` for one from the future.
fn age_by(shown: Shown, time: DeviceTime, now_ms: u64) -> Option<u64> {
    let passed_ms = now_ms.saturating_sub(shown.at_ms).min(OLDEST_MS).cast_signed();
    let age_ms = shown.device.0.saturating_sub(time.0).saturating_add(passed_ms);
    (age_ms >= -AHEAD_MS).then_some(age_ms.max(0).unsigned_abs())
}

/// Decides on a record with the instant that it gets and how long before that it was measured, in milliseconds.
fn judge((at_ms, before_ms): (u64, u64), doubts: Flags, came: Came, seen: &mut Seen) -> Told {
    // A worn device sends its values every second without a time, and cannot repeat one.
    let can_repeat = came.device_time.is_some() || came.says_when;
    if can_repeat && seen.is_again(at_ms.saturating_sub(before_ms), came.device_time, came.number, &came.readings) {
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
