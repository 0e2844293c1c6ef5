//! The protocols by name, with the serial settings their devices are shipped with.

use crate::decoded::Decoder;
use crate::masimo::Ascii1;
use crate::nonin::{Format, Stream};
use hearth_vitals::Vital;

/// A device protocol.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Protocol {
    /// Nonin serial data format 2: pleth of 8 bits at 75 Hz, SpO2 and pulse rate.
    ///
    /// Published are SpO2-D and HR-D, the 4-beat averages that the bedside display
    /// shows, so that nurse and screen see one number. The device holds a "-D" value
    /// through a dropout; here it counts only while the un-held 4-beat average beside it
    /// has a value too. The 8-beat averages react twice as late, beat-to-beat values
    /// jump with every ectopic beat.
    NoninDf2,
    /// Nonin serial data format 7: as format 2 with a pleth of 16 bits.
    NoninDf7,
    /// Masimo ASCII 1 (Rad-8, Rad-87, Radical-7, Root): one line of text a second.
    MasimoAscii1,
}

/// A name that is no protocol.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("unknown protocol '{name}'; known are {}", Protocol::names())]
pub struct UnknownProtocol {
    /// What was asked for.
    pub name: String,
}

/// How a serial line is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct SerialSettings {
    /// Bits a second.
    pub baud: u32,
    /// Data bits in a character.
    pub data_bits: u8,
    /// Parity bit.
    pub parity: Parity,
    /// Stop bits.
    pub stop_bits: u8,
}

/// The parity bit of a serial line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Parity {
    /// None.
    None,
    /// Odd.
    Odd,
    /// Even.
    Even,
}

impl Protocol {
    /// Every protocol this room can decode.
    pub const ALL: [Protocol; 3] = [Protocol::NoninDf2, Protocol::NoninDf7, Protocol::MasimoAscii1];

    /// The fixed name used in configuration and on the command line: `nonin-df2`.
    pub const fn key(self) -> &'static str {
        match self {
            Protocol::NoninDf2 => "nonin-df2",
            Protocol::NoninDf7 => "nonin-df7",
            Protocol::MasimoAscii1 => "masimo-ascii1",
        }
    }

    /// A decoder at the start of a stream.
    pub fn decoder(self) -> Box<dyn Decoder + Send> {
        match self {
            Protocol::NoninDf2 => Box::new(Stream::new(Format::Df2)),
            Protocol::NoninDf7 => Box::new(Stream::new(Format::Df7)),
            Protocol::MasimoAscii1 => Box::new(Ascii1::new()),
        }
    }

    /// The serial settings the device comes with: 9600 8N1 for all three.
    pub const fn serial(self) -> SerialSettings {
        match self {
            Protocol::NoninDf2 | Protocol::NoninDf7 | Protocol::MasimoAscii1 => {
                SerialSettings { baud: 9_600, data_bits: 8, parity: Parity::None, stop_bits: 1 }
            }
        }
    }

    /// Time between two [`crate::Decoded::Numerics`] of a healthy line, milliseconds.
    pub const fn frame_period_ms(self) -> u32 {
        match self {
            Protocol::NoninDf2 | Protocol::NoninDf7 | Protocol::MasimoAscii1 => 1_000,
        }
    }

    /// The vitals this protocol can deliver, in the order of their codes.
    pub const fn vitals(self) -> &'static [Vital] {
        match self {
            Protocol::NoninDf2 | Protocol::NoninDf7 => &[Vital::PulseRate, Vital::Spo2],
            Protocol::MasimoAscii1 => &[Vital::PulseRate, Vital::Spo2, Vital::PerfusionIndex],
        }
    }

    fn names() -> String {
        Protocol::ALL.map(Protocol::key).join(", ")
    }
}

impl std::fmt::Display for Protocol {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.key())
    }
}

impl std::str::FromStr for Protocol {
    type Err = UnknownProtocol;

    fn from_str(name: &str) -> Result<Protocol, UnknownProtocol> {
        let found = Protocol::ALL.into_iter().find(|p| p.key() == name);
        found.ok_or_else(|| UnknownProtocol { name: name.to_owned() })
    }
}
