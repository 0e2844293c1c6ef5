//! How each driver of the contract is read: one row a driver, with its decoder.
//!
//! A row names its driver by [`driver::row`], so that a decoder for something that the contract does not list fails to
//! compile; a test finds a driver of the contract that has no decoder.

use crate::decoded::Decoder;
use crate::gatt::{HeartRate, HexLines, MessageDecoder, Oximeter};
use crate::masimo::{Ascii1, Ascii2};
use crate::nonin::{Format, Stream};
use crate::text::Lines;
use hearth_vitals::{Driver, driver};

/// Protocols whose bytes come over a serial line, in which the decoder finds its own place.
///
/// Of the Nonin formats, published are SpO2-D and HR-D, the 4-beat averages that the bedside display shows, so that
/// nurse and screen see one number. The device holds a "-D" value through a dropout; here it counts only while the
/// un-held 4-beat average beside it has a value too. The 8-beat averages react twice as late, beat-to-beat values jump
/// with every ectopic beat.
pub const STREAMS: &[StreamProtocol] = &[
    StreamProtocol { driver: driver::row("nonin-df2"), serial: SerialSettings::n81(9_600), make: || Box::new(Stream::new(Format::Df2)) },
    StreamProtocol { driver: driver::row("nonin-df7"), serial: SerialSettings::n81(9_600), make: || Box::new(Stream::new(Format::Df7)) },
    StreamProtocol { driver: driver::row("masimo-ascii1"), serial: SerialSettings::n81(9_600), make: || Box::new(Lines::new(Ascii1)) },
    StreamProtocol { driver: driver::row("masimo-ascii2"), serial: SerialSettings::n81(9_600), make: || Box::new(Lines::new(Ascii2)) },
];

/// Protocols whose messages arrive whole.
pub const MESSAGES: &[MessageProtocol] = &[
    MessageProtocol { driver: driver::row("gatt-2a37"), make: || Box::new(HeartRate) },
    MessageProtocol { driver: driver::row("gatt-2a5e"), make: || Box::new(Oximeter::Spot) },
    MessageProtocol { driver: driver::row("gatt-2a5f"), make: || Box::new(Oximeter::Continuous) },
];

/// A protocol whose bytes come over a serial line.
#[derive(Clone, Copy)]
pub struct StreamProtocol {
    driver: &'static Driver,
    serial: SerialSettings,
    make: fn() -> Box<dyn Decoder + Send>,
}

/// A protocol whose messages arrive whole.
#[derive(Clone, Copy)]
pub struct MessageProtocol {
    driver: &'static Driver,
    make: fn() -> Box<dyn MessageDecoder + Send>,
}

/// A protocol of either kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Protocol {
    /// Bytes.
    Stream(StreamProtocol),
    /// Messages.
    Messages(MessageProtocol),
}

/// A name that is no protocol of the kind that is asked for.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{wrong}; known are {}", .known.join(", "))]
pub struct UnknownProtocol {
    wrong: String,
    known: Vec<&'static str>,
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

impl SerialSettings {
    /// Eight data bits, no parity, one stop bit.
    const fn n81(baud: u32) -> SerialSettings {
        SerialSettings { baud, data_bits: 8, parity: Parity::None, stop_bits: 1 }
    }
}

impl std::fmt::Display for SerialSettings {
    /// `9600 8N1`.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let parity = match self.parity {
            Parity::None => 'N',
            Parity::Odd => 'O',
            Parity::Even => 'E',
        };
        write!(f, "{} {}{parity}{}", self.baud, self.data_bits, self.stop_bits)
    }
}

impl StreamProtocol {
    /// What the hub knows of it too.
    pub const fn driver(self) -> &'static Driver {
        self.driver
    }

    /// The serial settings its devices are shipped with.
    pub const fn serial(self) -> SerialSettings {
        self.serial
    }

    /// A decoder at the start of a stream.
    pub fn decoder(self) -> Box<dyn Decoder + Send> {
        (self.make)()
    }
}

impl MessageProtocol {
    /// What the hub knows of it too.
    pub const fn driver(self) -> &'static Driver {
        self.driver
    }

    /// A decoder that has heard no message.
    pub fn decoder(self) -> Box<dyn MessageDecoder + Send> {
        (self.make)()
    }
}

impl Protocol {
    /// Every protocol this room can decode, in the order of the contract.
    pub fn all() -> impl Iterator<Item = Protocol> {
        STREAMS.iter().copied().map(Protocol::Stream).chain(MESSAGES.iter().copied().map(Protocol::Messages))
    }

    /// What the hub knows of it too.
    pub const fn driver(self) -> &'static Driver {
        match self {
            Protocol::Stream(protocol) => protocol.driver,
            Protocol::Messages(protocol) => protocol.driver,
        }
    }

    /// A decoder of a recording: the bytes of a stream as they came, messages in hexadecimal, one a line.
    pub fn recording(self) -> Box<dyn Decoder + Send> {
        match self {
            Protocol::Stream(protocol) => protocol.decoder(),
            Protocol::Messages(protocol) => Box::new(HexLines::new(protocol.driver.transport, protocol.make)),
        }
    }
}

impl std::str::FromStr for Protocol {
    type Err = UnknownProtocol;

    fn from_str(name: &str) -> Result<Protocol, UnknownProtocol> {
        let found = Protocol::all().find(|protocol| protocol.driver().key == name);
        found.ok_or_else(|| UnknownProtocol {
            wrong: format!("unknown protocol '{name}'"),
            known: Protocol::all().map(|protocol| protocol.driver().key).collect(),
        })
    }
}

impl std::str::FromStr for StreamProtocol {
    type Err = UnknownProtocol;

    fn from_str(name: &str) -> Result<StreamProtocol, UnknownProtocol> {
        let found = STREAMS.iter().copied().find(|protocol| protocol.driver.key == name);
        found.ok_or_else(|| {
            let is_other = name.parse::<Protocol>().is_ok();
            let wrong = if is_other {
                format!("'{name}' is spoken over Bluetooth, not over a serial line")
            } else {
                format!("unknown protocol '{name}'")
            };
            UnknownProtocol { wrong, known: STREAMS.iter().map(|protocol| protocol.driver.key).collect() }
        })
    }
}

macro_rules! is_its_driver {
    ($($protocol:ty),*) => {$(
        impl PartialEq for $protocol {
            fn eq(&self, other: &Self) -> bool {
                self.driver == other.driver
            }
        }
        impl Eq for $protocol {}
        impl std::fmt::Debug for $protocol {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.driver.key)
            }
        }
        impl std::fmt::Display for $protocol {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.driver.key)
            }
        }
    )*};
}

is_its_driver!(StreamProtocol, MessageProtocol);

impl std::fmt::Display for Protocol {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.driver().key)
    }
}
