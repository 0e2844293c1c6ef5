//! How each driver of the contract is read: one row a driver, with its decoder.
//!
//! A row names its driver by [`driver::row`], so that a decoder for something that the contract does not list fails to
//! compile; a test finds a driver of the contract that has no decoder.

use crate::capnostream::{self, Capnostream};
use crate::contec::{self, Cms50d, Cms50f, Either};
use crate::decoded::Decoder;
use crate::framed::Framed;
use crate::gatt::{
    Battery, BloodPressure, BodyComposition, Cgm, Clock, Glucose, GlucoseContext, HeartRate, HexLines, Information, MessageDecoder,
    Nonin3230, Oximeter, Thermometer, Weight,
};
use crate::ivy::Ivy;
use crate::masimo::{Ascii1, Ascii2};
use crate::nellcor::Nellcor;
use crate::nonin::{self, Df8, Df13, Format, NoninAscii, Stream};
use crate::open::Open;
use crate::scale::AndScale;
use crate::serial::{Parity, SerialSettings};
use crate::talk::Talk;
use crate::text::Lines;
use hearth_vitals::{Driver, Transport, Uuid, driver};

/// Protocols whose bytes come over a serial line, in which the decoder finds its own place.
///
/// Of the Nonin formats, published are SpO2-D and HR-D, the 4-beat averages that the bedside display shows, so that
/// nurse and screen see one number. The device holds a "-D" value through a dropout; here it counts only while the
/// un-held 4-beat average beside it has a value too. The 8-beat averages react twice as late, beat-to-beat values jump
/// with every ectopic beat.
pub const STREAMS: &[StreamProtocol] = &[
    StreamProtocol::new("nonin-df2", SerialSettings::n81(9_600), || Box::new(Stream::new(Format::Df2))).seen(Evidence::PublicBytes),
    StreamProtocol::new("nonin-df7", SerialSettings::n81(9_600), || Box::new(Stream::new(Format::Df7))),
    StreamProtocol::new("masimo-ascii1", SerialSettings::n81(9_600), || Box::new(Lines::new(Ascii1))).seen(Evidence::PublicBytes),
    StreamProtocol::new("masimo-ascii2", SerialSettings::n81(9_600), || Box::new(Lines::new(Ascii2))).seen(Evidence::PublicBytes),
    StreamProtocol::new("nonin-df8", SerialSettings::n81(9_600), || Box::new(Framed::new(Df8))),
    StreamProtocol::new("nonin-df13", SerialSettings::n81(9_600), || Box::new(Framed::new(Df13))).talking(nonin::DF13_TALK),
    StreamProtocol::new("nonin-ascii", SerialSettings::n81(9_600), || Box::new(Lines::new(NoninAscii))),
    StreamProtocol::new("contec-cms50", SerialSettings::n81(115_200), || Box::new(Either::default()))
        .talking(contec::EITHER_TALK)
        .seen(Evidence::PublicBytes),
    StreamProtocol::new("contec-cms50d", contec::CMS50D_LINE, || Box::new(Framed::new(Cms50d::default()))),
    StreamProtocol::new("contec-cms50f", SerialSettings::n81(115_200), || Box::new(Framed::new(Cms50f::default())))
        .talking(contec::TALK)
        .seen(Evidence::PublicBytes),
    StreamProtocol::new("nellcor-n595", SerialSettings::n81(9_600), || Box::new(Lines::new(Nellcor))),
    StreamProtocol::new("capnostream", SerialSettings::n81(115_200), || Box::new(Framed::new(Capnostream::default())))
        .talking(capnostream::TALK),
    StreamProtocol::new("ivy-450c", SerialSettings::n81(9_600), || Box::new(Framed::new(Ivy::default()))).seen(Evidence::Capture),
    StreamProtocol::new("and-scale", SerialSettings { baud: 2_400, data_bits: 7, parity: Parity::Even, stop_bits: 1 }, || {
        Box::new(Lines::new(AndScale))
    }),
    StreamProtocol::new("hearth-open", SerialSettings::n81(115_200), || Box::new(Lines::new(Open::default()))),
    StreamProtocol::new("hearth-open-spot", SerialSettings::n81(115_200), || Box::new(Lines::new(Open::default()))),
];

/// The protocols whose messages arrive whole.
pub const MESSAGES: &[MessageProtocol] = &[
    MessageProtocol::new("gatt-2a37", || Box::new(HeartRate)),
    MessageProtocol::new("gatt-2a5e", || Box::new(Oximeter::Spot)),
    MessageProtocol::new("gatt-2a5f", || Box::new(Oximeter::Continuous)).seen(Evidence::PublicBytes),
    MessageProtocol::new("gatt-2a35", || Box::new(BloodPressure::Measured)),
    MessageProtocol::new("gatt-2a1c", || Box::new(Thermometer::Measured)).seen(Evidence::PublicBytes),
    MessageProtocol::new("gatt-2a9d", || Box::new(Weight)),
    MessageProtocol::new("gatt-2a9c", || Box::new(BodyComposition)),
    MessageProtocol::new("gatt-2a18", || Box::new(Glucose)),
    MessageProtocol::new("gatt-2aa7", || Box::new(Cgm::default())),
    MessageProtocol::new("nonin-3230", || Box::new(Nonin3230)),
];

/// The characteristics that devices of these protocols send besides their measurements, or on the way to one. No device is
/// configured with one of them: they are read along with another driver, and alone only in a recording.
pub const COMPANIONS: &[Companion] = &[
    Companion::new("gatt-2a36", 0x2A36, || Box::new(BloodPressure::Intermediate)),
    Companion::new("gatt-2a1e", 0x2A1E, || Box::new(Thermometer::Intermediate)),
    Companion::new("gatt-2a34", 0x2A34, || Box::new(GlucoseContext)),
    Companion::new("gatt-2a19", 0x2A19, || Box::new(Battery)),
    Companion::new("gatt-2a08", 0x2A08, || Box::new(Clock::DateTime)),
    Companion::new("gatt-2a2b", 0x2A2B, || Box::new(Clock::CurrentTime)),
    Companion::new("gatt-2a29", 0x2A29, || Box::new(Information::Maker)),
    Companion::new("gatt-2a24", 0x2A24, || Box::new(Information::Model)),
    Companion::new("gatt-2a25", 0x2A25, || Box::new(Information::SerialNumber)),
    Companion::new("gatt-2a26", 0x2A26, || Box::new(Information::Firmware)),
];

/// A protocol whose bytes come over a serial line.
#[derive(Clone, Copy)]
pub struct StreamProtocol {
    driver: &'static Driver,
    serial: SerialSettings,
    make: fn() -> Box<dyn Decoder + Send>,
    talk: Talk,
    evidence: Evidence,
}

/// A protocol whose messages arrive whole.
#[derive(Clone, Copy)]
pub struct MessageProtocol {
    driver: &'static Driver,
    make: fn() -> Box<dyn MessageDecoder + Send>,
    evidence: Evidence,
}

/// What a decoder was tested against, besides bytes that were written from the layout for its tests. No decoder was tested
/// against the real device here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Evidence {
    /// The decoder was tested only against bytes written from the layout.
    Layout,
    /// The decoder was tested against bytes or lines that others published.
    PublicBytes,
    /// The decoder was tested against a recording of a real device that others published.
    Capture,
}

impl Evidence {
    /// The evidence in words for people.
    pub const fn words(self) -> &'static str {
        match self {
            Evidence::Layout => "the layout",
            Evidence::PublicBytes => "the layout, published bytes",
            Evidence::Capture => "the layout, a published recording",
        }
    }
}

/// A characteristic that accompanies measurements.
#[derive(Clone, Copy)]
pub struct Companion {
    key: &'static str,
    characteristic: Uuid,
    make: fn() -> Box<dyn MessageDecoder + Send>,
}

/// A protocol of any kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Protocol {
    /// A stream of bytes, as over a serial line.
    Stream(StreamProtocol),
    /// Messages, as over Bluetooth.
    Messages(MessageProtocol),
    /// A characteristic that accompanies measurements.
    Companion(Companion),
}

/// The error that a name is no protocol of the kind that is asked for.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{wrong}; known are {}", .known.join(", "))]
pub struct UnknownProtocol {
    wrong: String,
    known: Vec<&'static str>,
}

impl UnknownProtocol {
    /// Adds the names of other protocols among which it is not either.
    pub(crate) fn with(mut self, others: UnknownProtocol) -> UnknownProtocol {
        self.known.extend(others.known);
        self
    }
}

impl StreamProtocol {
    const fn new(key: &str, serial: SerialSettings, make: fn() -> Box<dyn Decoder + Send>) -> StreamProtocol {
        StreamProtocol { driver: driver::row(key), serial, make, talk: Talk::NONE, evidence: Evidence::Layout }
    }

    const fn talking(self, talk: Talk) -> StreamProtocol {
        StreamProtocol { talk, ..self }
    }

    const fn seen(self, evidence: Evidence) -> StreamProtocol {
        StreamProtocol { evidence, ..self }
    }

    /// What the protocol's decoder was tested against.
    pub const fn evidence(self) -> Evidence {
        self.evidence
    }

    /// What its devices wait for before they speak or forget.
    pub const fn talk(self) -> Talk {
        self.talk
    }

    /// True when its devices keep a record, and send it again, until they hear that it is durable.
    pub const fn is_answered(self) -> bool {
        self.talk.answers.is_some()
    }

    /// The driver's row, which the hub knows as well.
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
    const fn new(key: &str, make: fn() -> Box<dyn MessageDecoder + Send>) -> MessageProtocol {
        MessageProtocol { driver: driver::row(key), make, evidence: Evidence::Layout }
    }

    const fn seen(self, evidence: Evidence) -> MessageProtocol {
        MessageProtocol { evidence, ..self }
    }

    /// What the protocol's decoder was tested against.
    pub const fn evidence(self) -> Evidence {
        self.evidence
    }

    /// The driver's row, which the hub knows as well.
    pub const fn driver(self) -> &'static Driver {
        self.driver
    }

    /// The UUID of the characteristic that it reads; number 0, which no characteristic has, for a driver of no Bluetooth device.
    pub const fn characteristic(self) -> Uuid {
        match self.driver.transport {
            Transport::Gatt { characteristic, .. } => characteristic,
            Transport::Serial | Transport::Simulated => Uuid::assigned(0),
        }
    }

    /// The UUID of the service that has this characteristic.
    pub const fn service(self) -> Uuid {
        match self.driver.transport {
            Transport::Gatt { service, .. } => service,
            Transport::Serial | Transport::Simulated => Uuid::assigned(0),
        }
    }

    /// A new decoder that has received no message.
    pub fn decoder(self) -> Box<dyn MessageDecoder + Send> {
        (self.make)()
    }
}

impl Protocol {
    /// Every protocol this room can decode, in the order of the contract.
    pub fn all() -> impl Iterator<Item = Protocol> {
        let drivers = STREAMS.iter().copied().map(Protocol::Stream).chain(MESSAGES.iter().copied().map(Protocol::Messages));
        drivers.chain(COMPANIONS.iter().copied().map(Protocol::Companion))
    }

    /// The name of the protocol on the command line: the driver's key, if it is one.
    pub const fn key(self) -> &'static str {
        match self {
            Protocol::Stream(protocol) => protocol.driver.key,
            Protocol::Messages(protocol) => protocol.driver.key,
            Protocol::Companion(companion) => companion.key,
        }
    }

    /// A decoder for a recording: the bytes of a stream as they came, or messages in hexadecimal, one a line.
    pub fn recording(self) -> Box<dyn Decoder + Send> {
        match self {
            Protocol::Stream(protocol) => protocol.decoder(),
            Protocol::Messages(protocol) => Box::new(HexLines::new(protocol.characteristic(), protocol.make)),
            Protocol::Companion(companion) => Box::new(HexLines::new(companion.characteristic, companion.make)),
        }
    }
}

impl std::str::FromStr for Protocol {
    type Err = UnknownProtocol;

    fn from_str(name: &str) -> Result<Protocol, UnknownProtocol> {
        let found = Protocol::all().find(|protocol| protocol.key() == name);
        found.ok_or_else(|| UnknownProtocol {
            wrong: format!("unknown protocol '{name}'"),
            known: Protocol::all().map(Protocol::key).collect(),
        })
    }
}

impl std::str::FromStr for MessageProtocol {
    type Err = UnknownProtocol;

    fn from_str(name: &str) -> Result<MessageProtocol, UnknownProtocol> {
        let found = MESSAGES.iter().copied().find(|protocol| protocol.driver.key == name);
        found.ok_or_else(|| UnknownProtocol {
            wrong: format!("unknown protocol '{name}'"),
            known: MESSAGES.iter().map(|protocol| protocol.driver.key).collect(),
        })
    }
}

impl std::str::FromStr for StreamProtocol {
    type Err = UnknownProtocol;

    fn from_str(name: &str) -> Result<StreamProtocol, UnknownProtocol> {
        let found = STREAMS.iter().copied().find(|protocol| protocol.driver.key == name);
        found.ok_or_else(|| {
            let is_other = name.parse::<Protocol>().is_ok();
            let wrong = if is_other { format!("'{name}' is no protocol of a serial line") } else { format!("unknown protocol '{name}'") };
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

impl Companion {
    const fn new(key: &'static str, number: u16, make: fn() -> Box<dyn MessageDecoder + Send>) -> Companion {
        Companion { key, characteristic: Uuid::assigned(number), make }
    }

    /// The name of the companion on the command line.
    pub const fn key(self) -> &'static str {
        self.key
    }

    /// UUID of the characteristic.
    pub const fn characteristic(self) -> Uuid {
        self.characteristic
    }

    /// A new decoder that has received no message.
    pub fn decoder(self) -> Box<dyn MessageDecoder + Send> {
        (self.make)()
    }
}

impl PartialEq for Companion {
    fn eq(&self, other: &Self) -> bool {
        self.key == other.key
    }
}

impl Eq for Companion {}

impl std::fmt::Debug for Companion {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.key)
    }
}

impl std::fmt::Display for Protocol {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.key())
    }
}
