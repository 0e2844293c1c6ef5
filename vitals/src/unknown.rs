//! What a newer gateway says and this version has no word for: kept exactly as it was written, never guessed at.
//!
//! Codes of vitals, waveforms, events and flags are dense and only ever added to, so what a version knows is four
//! numbers. A hub keeps what it does not know until a hub that does opens the same store.

use crate::class::Class;
use crate::id::DeviceId;
use crate::instant::MonoMs;
use crate::quality::Flags;
use crate::record::EventKind;
use crate::vital::Vital;
use crate::waveform::WaveformKind;
use serde::{Deserialize, Serialize};

/// What a program knows: the first code of each kind that it does not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Known {
    /// Vitals.
    pub vitals: u8,
    /// Kinds of waveforms.
    pub waveforms: u8,
    /// Kinds of events; those of the first version are always known, their length stands nowhere.
    pub events: u8,
    /// Flags, by the position of their bits.
    pub flags: u8,
}

impl Known {
    /// All that this version knows.
    pub const ALL: Known =
        Known { vitals: Vital::ALL.len() as u8, waveforms: WaveformKind::ALL.len() as u8, events: EventKind::CODES, flags: Flags::COUNT };

    /// The vital with this code, if it is known.
    pub fn vital(&self, code: u8) -> Option<Vital> {
        if code < self.vitals { Vital::from_code(code) } else { None }
    }

    /// The kind of waveform with this code, if it is known.
    pub fn waveform(&self, code: u8) -> Option<WaveformKind> {
        if code < self.waveforms { WaveformKind::from_code(code) } else { None }
    }

    /// These flags, if all of them are known.
    pub fn flags(&self, bits: u16) -> Option<Flags> {
        Flags::from_bits(bits).filter(|flags| u32::from(self.flags) >= u16::BITS - flags.bits().leading_zeros())
    }

    /// The first code of each kind, by [`UnknownCode::kind`], that is not known.
    pub const fn firsts(&self) -> [u8; 4] {
        [self.vitals, self.waveforms, self.events, self.flags]
    }
}

/// A code that is not known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UnknownCode {
    /// Of a vital.
    Vital(u8),
    /// Of a kind of waveform.
    Waveform(u8),
    /// Of a kind of event.
    Event(u8),
    /// The highest unknown bit of a known vital's flags.
    Flag(u8),
}

impl UnknownCode {
    /// The number of its kind, as the store keeps it.
    pub const fn kind(self) -> u8 {
        match self {
            UnknownCode::Vital(_) => 0,
            UnknownCode::Waveform(_) => 1,
            UnknownCode::Event(_) => 2,
            UnknownCode::Flag(_) => 3,
        }
    }

    /// The code itself.
    pub const fn code(self) -> u8 {
        match self {
            UnknownCode::Vital(code) | UnknownCode::Waveform(code) | UnknownCode::Event(code) | UnknownCode::Flag(code) => code,
        }
    }
}

/// A reading of a vital that is not known, or with a flag that is not: without knowing why a number is doubtful
/// nobody may show it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct UnknownReading {
    /// What is not known about it.
    pub what: UnknownCode,
    /// Code of the vital; below 64.
    pub code: u8,
    /// The value, in a resolution that is not known.
    pub raw: Option<i32>,
    /// Bits of flags.
    pub flags: u16,
}

impl UnknownReading {
    /// As a program that knows this much sees it.
    pub fn new(code: u8, raw: Option<i32>, flags: u16, known: &Known) -> UnknownReading {
        let what = match known.vital(code) {
            None => UnknownCode::Vital(code),
            Some(_) => UnknownCode::Flag((u16::BITS - 1).saturating_sub(flags.leading_zeros()) as u8),
        };
        UnknownReading { what, code, raw, flags }
    }
}

/// A waveform block or an event of a kind that is not known.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Unknown {
    /// Which kind.
    pub what: UnknownCode,
    /// Whose, if it is a device's.
    pub device: Option<DeviceId>,
    /// When, on the gateway's monotonic clock.
    pub mono: MonoMs,
    /// What follows the code on the wire: of a waveform from its period on, of an event what its length counts.
    pub body: Vec<u8>,
}

impl Unknown {
    /// The class it is numbered in.
    pub const fn class(&self) -> Class {
        if matches!(self.what, UnknownCode::Waveform(_)) { Class::Waveforms } else { Class::Events }
    }
}
