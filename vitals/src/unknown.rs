//! Codes from a newer gateway that this version does not know: kept exactly as they were written, never guessed at.
//!
//! Codes of vitals, waveforms, events and flags have no gaps, and new ones are only added at the end. So four numbers tell
//! what a version knows. A hub keeps what it does not know until a hub that does opens the same store.

use crate::class::Class;
use crate::event::EventKind;
use crate::id::DeviceId;
use crate::instant::MonoMs;
use crate::quality::Flags;
use crate::vital::Vital;
use crate::waveform::WaveformKind;
use serde::{Deserialize, Serialize};

/// What a program knows: for each kind of code the first one that it does not know.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Known {
    /// First unknown code of a vital.
    pub vitals: u8,
    /// First unknown kind of waveform.
    pub waveforms: u8,
    /// First unknown kind of event. Those of the first version are always known, because they are written without a length.
    pub events: u8,
    /// First unknown flag, as the position of its bit.
    pub flags: u8,
}

impl Known {
    /// Everything that this version knows.
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

    /// The flags with these bits, if all of them are known.
    pub fn flags(&self, bits: u16) -> Option<Flags> {
        Flags::from_bits(bits).filter(|flags| u32::from(self.flags) >= u16::BITS - flags.bits().leading_zeros())
    }

    /// The first unknown code of each kind, in the order of [`UnknownCode::kind`].
    pub const fn firsts(&self) -> [u8; 4] {
        [self.vitals, self.waveforms, self.events, self.flags]
    }
}

/// A code that this version does not know.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UnknownCode {
    /// The code of a vital.
    Vital(u8),
    /// The code of a kind of waveform.
    Waveform(u8),
    /// The code of a kind of event.
    Event(u8),
    /// The position of the highest unknown bit in the flags of a known vital.
    Flag(u8),
}

impl UnknownCode {
    /// A number for the kind of code, as the store keeps it: 0 vital, 1 waveform, 2 event, 3 flag.
    pub const fn kind(self) -> u8 {
        match self {
            UnknownCode::Vital(_) => 0,
            UnknownCode::Waveform(_) => 1,
            UnknownCode::Event(_) => 2,
            UnknownCode::Flag(_) => 3,
        }
    }

    /// The code without its kind.
    pub const fn code(self) -> u8 {
        match self {
            UnknownCode::Vital(code) | UnknownCode::Waveform(code) | UnknownCode::Event(code) | UnknownCode::Flag(code) => code,
        }
    }
}

/// A reading of an unknown vital, or of a known one with an unknown flag. Such a value must not be shown: it may be
/// doubtful for a reason that this version does not know.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct UnknownReading {
    /// The code that is not known.
    pub what: UnknownCode,
    /// Code of the vital; less than 64.
    pub code: u8,
    /// The value in a resolution that is not known; `None` if there is none.
    pub raw: Option<i32>,
    /// The bits of its flags.
    pub flags: u16,
}

impl UnknownReading {
    /// A reading as a program sees it that knows only the codes in `known`.
    pub fn new(code: u8, raw: Option<i32>, flags: u16, known: &Known) -> UnknownReading {
        let what = match known.vital(code) {
            None => UnknownCode::Vital(code),
            Some(_) => UnknownCode::Flag((u16::BITS - 1).saturating_sub(flags.leading_zeros()) as u8),
        };
        UnknownReading { what, code, raw, flags }
    }
}

/// A waveform block or an event of an unknown kind.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Unknown {
    /// The code of its kind.
    pub what: UnknownCode,
    /// The device that it belongs to; `None` if it belongs to none.
    pub device: Option<DeviceId>,
    /// Its time, on the gateway's monotonic clock.
    pub mono: MonoMs,
    /// The bytes that follow the code on the wire: of a waveform from its period on, of an event those that its length counts.
    pub body: Vec<u8>,
}

impl Unknown {
    /// The class to which it belongs.
    pub const fn class(&self) -> Class {
        if matches!(self.what, UnknownCode::Waveform(_)) { Class::Waveforms } else { Class::Events }
    }
}
