//! Classes of records, and the numbered streams that they form.

use crate::id::Generation;
use serde::{Deserialize, Serialize};

/// A class of records. Each class has its own segments, numbers and rule for shedding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[repr(u8)]
pub enum Class {
    /// Events, status, anchors and losses: on disk at once, sent first, never shed.
    Events = 0,
    /// Frames: shed only after all waveforms are gone.
    Numerics = 1,
    /// Waveform blocks: the first to be shed.
    Waveforms = 2,
}

impl Class {
    /// Every class, most important first.
    pub const ALL: [Class; 3] = [Class::Events, Class::Numerics, Class::Waveforms];

    /// The class with this wire code, if there is one.
    pub const fn from_code(code: u8) -> Option<Class> {
        match code {
            0 => Some(Class::Events),
            1 => Some(Class::Numerics),
            2 => Some(Class::Waveforms),
            _ => None,
        }
    }
}

/// One numbered stream of one gateway. A number in it is issued only once, ever.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Stream {
    /// The generation that issued the numbers.
    pub generation: Generation,
    /// The class of its records.
    pub class: Class,
}

/// Sequence numbers from `first` up to `end` (excluded); never empty.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "(u64, u64)", into = "(u64, u64)")]
pub struct SeqRange {
    first: u64,
    end: u64,
}

/// Why two numbers do not make a range.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("sequence range {0}..{1} is empty or beyond 2^63")]
pub struct RangeError(u64, u64);

impl SeqRange {
    /// The range `first..end`.
    pub const fn new(first: u64, end: u64) -> Result<SeqRange, RangeError> {
        if first < end && end <= i64::MAX as u64 { Ok(SeqRange { first, end }) } else { Err(RangeError(first, end)) }
    }

    /// First number in the range.
    pub const fn first(self) -> u64 {
        self.first
    }

    /// First number after the range.
    pub const fn end(self) -> u64 {
        self.end
    }

    /// How many numbers it holds; at least 1.
    pub const fn count(self) -> u64 {
        self.end - self.first
    }

    /// True when `seq` lies in it.
    pub const fn contains(self, seq: u64) -> bool {
        self.first <= seq && seq < self.end
    }
}

impl TryFrom<(u64, u64)> for SeqRange {
    type Error = RangeError;
    fn try_from((first, end): (u64, u64)) -> Result<Self, RangeError> {
        SeqRange::new(first, end)
    }
}

impl From<SeqRange> for (u64, u64) {
    fn from(range: SeqRange) -> (u64, u64) {
        (range.first, range.end)
    }
}
