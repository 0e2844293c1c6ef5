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

/// The operations of the control point: report, abort, and the answer to either.
const REPORT: u8 = 1;
const ABORT: u8 = 3;
const ANSWER: u8 = 6;
/// The operators for which records: all, those from a number on, the newest.
const ALL: u8 = 1;
const NOT_BEFORE: u8 = 3;
const NEWEST: u8 = 6;
const BY_NUMBER: u8 = 1;
/// How long a device may send neither a record nor an answer before it is given up, in milliseconds.
const PATIENCE_MS: u64 = 30_000;

/// How asking a device for its records ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Everything that was asked for has arrived.
    Complete,
    /// The device has no such records.
    NoRecords,
    /// The device cannot do what it was asked; with its code for the reason.
    Refused(u8),
    /// The device sent nothing more in time.
    TimedOut,
}

/// What the device was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Asked {
    All,
    Since,
    /// The newest record, with the number of the one that arrived.
    Newest(Option<u16>),
}

/// The dialogue that asks a device for its stored records over one connection.
#[derive(Debug)]
pub struct Records {
    /// The highest number seen since the device began to count.
    last: Option<u16>,
    /// True if the device can select records by number.
    can_choose: bool,
    /// Since when nothing was received; `None` while nothing is asked.
    waits_since: Option<u64>,
    asked: Asked,
}

impl Records {
    /// Begins with a device whose last known record has this number.
    pub const fn after(last: Option<u16>) -> Records {
        Records { last, can_choose: true, waits_since: None, asked: Asked::All }
    }

    /// Begins with a device whose records have no numbers.
    pub const fn unnumbered() -> Records {
        Records { last: None, can_choose: false, waits_since: None, asked: Asked::All }
    }

    /// The bytes that ask for new records.
    pub fn ask(&mut self, now_ms: u64) -> Vec<u8> {
        // After the highest possible number a device starts anew, and nobody knows from which.
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

    /// True while the device was asked and has not said that this was all.
    pub const fn is_asking(&self) -> bool {
        self.waits_since.is_some()
    }

    /// Notes that a record came, with its number if it has one.
    pub fn came(&mut self, number: Option<u16>, now_ms: u64) {
        match &mut self.asked {
            Asked::Newest(newest) if self.waits_since.is_some() => *newest = number,
            _ => self.last = self.last.max(number),
        }
        self.waits_since = self.waits_since.map(|_| now_ms);
    }

    /// Takes what the control point said. Anything that does not answer the question ends nothing.
    pub fn heard(&mut self, payload: &[u8], now_ms: u64) -> Heard {
        let &[ANSWER, 0, REPORT, code] = payload else { return Heard::default() };
        if self.waits_since.take().is_none() {
            return Heard::default();
        }
        match (self.asked, code) {
            (Asked::Since, 6) => Heard::write(self.asking(Asked::Newest(None), vec![REPORT, NEWEST], now_ms)),
            // The device cannot select: it is asked for everything, and known records are recognised by their numbers.
            (Asked::Since, 2..) => {
                self.can_choose = false;
                Heard::write(self.ask(now_ms))
            }
            // The device has started to count anew.
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

    /// Notes that the connection is gone.
    pub fn ended(&mut self) {
        self.waits_since = None;
    }

    /// The instant at which [`Records::tick`] has something to do if nothing comes.
    pub fn due_ms(&self) -> Option<u64> {
        self.waits_since.map(|since| since + PATIENCE_MS)
    }

    /// Gives up a question that the device has not answered in time.
    pub fn tick(&mut self, now_ms: u64) -> Heard {
        if self.due_ms().is_none_or(|due| due > now_ms) {
            return Heard::default();
        }
        self.waits_since = None;
        Heard { write: Some(vec![ABORT, 0]), outcome: Some(Outcome::TimedOut) }
    }
}

/// What must be done after what was heard.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Heard {
    /// The bytes to be written to the control point, if any.
    pub write: Option<Vec<u8>>,
    /// How the asking has ended; `None` while it goes on.
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
