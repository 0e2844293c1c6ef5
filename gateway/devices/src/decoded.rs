//! The output of a decoder, and the trait that all decoders share.

use crate::serial::SerialSettings;
use hearth_vitals::{DeviceTime, Flags, Reading, Vital, WaveformKind};
use serde::Serialize;

/// A decoder of one device's byte stream. It holds a buffer of fixed size and no time.
pub trait Decoder {
    /// Takes the next bytes, cut anywhere, and appends what they complete to `out`.
    fn push(&mut self, bytes: &[u8], out: &mut Vec<Decoded>);

    /// Ends the input: appends what is complete but not yet published, reports what is
    /// left as rejected, and starts afresh. For files, and for a port that went away.
    fn finish(&mut self, out: &mut Vec<Decoded>);

    /// Notes that the next bytes come from a line with these settings. It matters where devices of one name differ in them;
    /// nobody says it of a recording.
    fn line(&mut self, _serial: SerialSettings) {}
}

/// One item that a decoder understood, or could not understand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Decoded {
    /// The values of one instant, at most one of each vital, in the order of their codes.
    Numerics {
        /// What the device's own clock showed, if it sent that.
        device_time: Option<DeviceTime>,
        /// The values, or why there are none. Never empty.
        readings: Vec<Reading>,
    },
    /// A stretch of a waveform without a gap inside. Whether it continues the stretch
    /// before is not known here: a [`Decoded::Rejected`] between the two says no.
    Waveform {
        /// Kind of the waveform.
        kind: WaveformKind,
        /// Time from one sample to the next, microseconds.
        period_us: u32,
        /// Counts of the device's converter, in no unit. Never empty.
        samples: Vec<i16>,
    },
    /// A statement of the device besides the vital signs.
    Remark(Remark),
    /// The time that the device's clock shows, where that is all it was asked; `None` for a clock that nobody has set.
    Clock(Option<DeviceTime>),
    /// A text by which the device describes itself: its maker, model or serial number.
    Named {
        /// What the words name: `model`.
        what: &'static str,
        /// The words, without control characters, 64 characters at most.
        text: String,
    },
    /// Bytes that were rejected because they are no measurement.
    Rejected {
        /// The first fault that was found in them; a checksum that fails comes before any other fault.
        reason: RejectReason,
        /// How many bytes were lost with it; 0 only for a message without any.
        bytes: usize,
    },
}

/// Something that a device reports besides vital signs: its battery, the time between two beats, body fat. No rule judges it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Remark {
    /// What the remark is about: `battery`.
    pub what: &'static str,
    /// The number in steps of 10^-decimals; `None` when the device has none.
    pub number: Option<i64>,
    /// Decimal places of the steps.
    pub decimals: u32,
    /// Unit of the number, UCUM.
    pub unit: &'static str,
}

/// Why bytes were rejected. An implausible number is not among the reasons: it is a reading without a value, with the flag
/// `implausible` and the number as it was given, so that somebody sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum RejectReason {
    /// The bytes have the shape of a packet, but the checksum fails: noise on the line.
    Checksum,
    /// The bytes are nothing that this protocol could have sent: wrong protocol, wrong baud rate, noise.
    Garbage,
    /// The bytes are part of a packet: the line was joined midway, bytes were lost, or the input ended.
    Truncated,
    /// The text or message is of the right kind but does not follow the format.
    Format,
    /// The record was sent before, by its own number: it is taken once.
    Repeated,
    /// A message of a Bluetooth characteristic that this driver does not read.
    Characteristic,
    /// The measurement is older than what is recorded.
    TooOld,
}

impl RejectReason {
    /// The fixed name used in JSON and in configuration: `checksum`.
    pub const fn key(self) -> &'static str {
        match self {
            RejectReason::Checksum => "checksum",
            RejectReason::Garbage => "garbage",
            RejectReason::Truncated => "truncated",
            RejectReason::Format => "format",
            RejectReason::Repeated => "repeated",
            RejectReason::Characteristic => "characteristic",
            RejectReason::TooOld => "too_old",
        }
    }
}

impl std::fmt::Display for RejectReason {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.key())
    }
}

/// What one message or line means: the time by the device's clock, and the readings.
pub(crate) type Said = (Option<DeviceTime>, Vec<Reading>);

impl From<Said> for Decoded {
    fn from((device_time, readings): Said) -> Decoded {
        Decoded::Numerics { device_time, readings }
    }
}

/// The flags from the device itself that make the number beside them worthless.
const NO_NUMBER: Flags = Flags::SENSOR_OFF.with(Flags::SENSOR_FAULT).with(Flags::SEARCHING).with(Flags::ARTEFACT).with(Flags::NO_VALUE);

/// True when these doubts outweigh any number that is sent with them.
pub(crate) const fn beats_the_number(doubts: Flags) -> bool {
    doubts.intersects(NO_NUMBER)
}

/// The reading of a vital sign: the number in raw steps, if the device sent one, and its doubts, which may outweigh the number.
pub(crate) fn reading(vital: Vital, raw: Option<i32>, doubts: Flags) -> Reading {
    match raw {
        Some(raw) if !beats_the_number(doubts) => Reading::checked(vital, raw, doubts),
        Some(_) => Reading::missing(vital, doubts),
        None => Reading::missing(vital, doubts.with(Flags::NO_VALUE)),
    }
}

/// True beside readings of which one has no value. A perfusion index is how much a pulse swings: 0.00 there is a field that was
/// left empty.
pub(crate) fn is_bare(beside: &[Reading]) -> bool {
    beside.iter().any(|reading| reading.raw.is_none())
}

/// The reading of a vital sign that is beyond what the device can measure (`off_scale` says on which side), with its doubts,
/// which may outweigh that as they outweigh a number.
pub(crate) fn off_scale(vital: Vital, off_scale: Flags, doubts: Flags) -> Reading {
    Reading::missing(vital, if beats_the_number(doubts) { doubts } else { doubts.with(off_scale) })
}
