//! The dialogue with the Record Access Control Point (2A52): a device is asked for the records that it holds (pure).
//!
//! ```text
//! asked:     01 01                  report all
//!            01 03 01 low high      report those with this number or a higher one
//!            01 06                  report the newest
//!            03 00                  abort
//! answered:  06 00 asked code       done, or why not
//! ```
//!
//! A device that has nothing newer than what is known is asked for its newest record: one whose number is lower has begun to count anew (it
//! was reset, or its memory was cleared), and is asked for all. What it says again is known.
//!
//! A device can be told to delete its records, too. Nothing here writes that: what a meter holds is its owner's.

/// Report, abort, and the answer to either.
const REPORT: u8 = 1;
const ABORT: u8 = 3;
const ANSWER: u8 = 6;
/// Of which records: all, those not before a number, the newest.
const ALL: u8 = 1;
const NOT_BEFORE: u8 = 3;
const NEWEST: u8 = 6;
const BY_NUMBER: u8 = 1;
/// A device that says neither a record nor that it is done for so long is given up, ms.
const PATIENCE_MS: u64 = 30_000;

/// How an asking ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// All that was asked for has come.
    Complete,
    /// There is none.
    NoRecords,
    /// The device cannot do what it was asked; with its code.
    Refused(u8),
    /// It said nothing more.
    TimedOut,
}

/// What was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Asked {
    All,
    Since,
    /// With the number of what came.
    Newest(Option<u16>),
}

/// One asking.
#[derive(Debug)]
pub struct Records {
    /// The highest number that was seen since the device began to count.
    last: Option<u16>,
    /// The device can choose by number.
    can_choose: bool,
    /// Since when nothing was heard; `None` while nothing is asked.
    waits_since: Option<u64>,
    asked: Asked,
}

impl Records {
    /// With a device of which this number was the last one seen.
    pub const fn after(last: Option<u16>) -> Records {
        Records { last, can_choose: true, waits_since: None, asked: Asked::All }
    }

    /// For a device whose records have no numbers.
    pub const fn unnumbered() -> Records {
        Records { last: None, can_choose: false, waits_since: None, asked: Asked::All }
    }

    /// What is to be written to ask for what is new.
    pub fn ask(&mut self, now_ms: u64) -> Vec<u8> {
        // After the highest of all numbers a device begins anew, and nobody knows where.
        let next = self.last.filter(|_| self.can_choose).and_then(|last| last.checked_add(1));
        match next.map(u16::to_le_bytes) {
            Some([low, high]) => self.asking(Asked::Since, vec![REPORT, NOT_BEFORE, BY_NUMBER, low, high], now_ms),
            None => self.asking(Asked::All, vec![REPORT, ALL], now_ms),
        }
    }

    fn asking(&mut self, asked: Asked, payload: Vec<u8>, now_ms: u64) -> Vec<u8> {
        (self.asked, self.waits_since) = (asked, Some(now_ms));
        payload
    }

    /// It was asked, and has not said that this was all.
    pub const fn is_asking(&self) -> bool {
        self.waits_since.is_some()
    }

    /// A record came, with its number if it has one.
    pub fn came(&mut self, number: Option<u16>, now_ms: u64) {
        match &mut self.asked {
            Asked::Newest(newest) if self.waits_since.is_some() => *newest = number,
            _ => self.last = self.last.max(number),
        }
        self.waits_since = self.waits_since.map(|_| now_ms);
    }

    /// The control point said this. What is no answer to what was asked ends nothing.
    pub fn heard(&mut self, payload: &[u8], now_ms: u64) -> Heard {
        let &[ANSWER, 0, REPORT, code] = payload else { return Heard::default() };
        if self.waits_since.take().is_none() {
            return Heard::default();
        }
        match (self.asked, code) {
            (Asked::Since, 6) => Heard::write(self.asking(Asked::Newest(None), vec![REPORT, NEWEST], now_ms)),
            // It cannot choose: asked for all, and what is known already is known by its number.
            (Asked::Since, 2..) => {
                self.can_choose = false;
                Heard::write(self.ask(now_ms))
            }
            // It counts anew.
            (Asked::Newest(Some(number)), 1) if Some(number) < self.last => {
                self.last = None;
                Heard::write(self.ask(now_ms))
            }
            (Asked::Newest(number), _) => {
                self.last = self.last.max(number);
                Heard::ended(Outcome::NoRecords)
            }
            (_, 1) => Heard::ended(Outcome::Complete),
            (_, 6) => Heard::ended(Outcome::NoRecords),
            (_, code) => Heard::ended(Outcome::Refused(code)),
        }
    }

    /// The connection is gone.
    pub fn ended(&mut self) {
        self.waits_since = None;
    }

    /// When [`Records::tick`] has something to say if nothing comes.
    pub fn due_ms(&self) -> Option<u64> {
        self.waits_since.map(|since| since + PATIENCE_MS)
    }

    /// Time passes.
    pub fn tick(&mut self, now_ms: u64) -> Heard {
        if self.due_ms().is_none_or(|due| due > now_ms) {
            return Heard::default();
        }
        self.waits_since = None;
        Heard { write: Some(vec![ABORT, 0]), outcome: Some(Outcome::TimedOut) }
    }
}

/// What follows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Heard {
    /// To be written to the control point.
    pub write: Option<Vec<u8>>,
    /// The asking has ended.
    pub outcome: Option<Outcome>,
}

impl Heard {
    const fn ended(outcome: Outcome) -> Heard {
        Heard { write: None, outcome: Some(outcome) }
    }

    const fn write(payload: Vec<u8>) -> Heard {
        Heard { write: Some(payload), outcome: None }
    }
}
