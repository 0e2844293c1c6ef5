//! What a gateway records: frames, waveform blocks, events, status, anchors, losses.

use crate::class::{Class, SeqRange, Stream};
use crate::event::Event;
use crate::id::DeviceId;
use crate::instant::{Anchor, ClockQuality, DeviceTime, MonoMs};
use crate::quality::Flags;
use crate::unknown::{Unknown, UnknownReading};
use crate::vital::Vital;
use crate::waveform::WaveformBlock;
use serde::{Deserialize, Serialize};

/// One value of one vital, or the reasons why there is none.
///
/// A number that cannot be a measurement is kept apart, as `given`. So whoever reads `raw` (limits, scores, charts, screens)
/// never takes it for a value, and whoever asks what cannot be believed still has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Reading {
    /// What was measured.
    pub vital: Vital,
    /// The value in steps of the vital's resolution; `None` when there is none, and `flags` say why.
    pub raw: Option<i32>,
    /// What is doubtful about the value, or why there is none.
    pub flags: Flags,
    /// A number outside the vital's plausible range as the device gave it, in the same steps; `raw` is then `None`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub given: Option<i32>,
}

impl Reading {
    /// A reading of this value and these flags, without a look at the value.
    pub const fn new(vital: Vital, raw: Option<i32>, flags: Flags) -> Reading {
        Reading { vital, raw, flags, given: None }
    }

    /// A reading of this number. Outside the vital's plausible range it is no value: the reading keeps it as `given`, and has
    /// the flag [`Flags::IMPLAUSIBLE`].
    pub const fn checked(vital: Vital, raw: i32, flags: Flags) -> Reading {
        if vital.is_plausible(raw) && !flags.intersects(Flags::IMPLAUSIBLE) {
            return Reading::new(vital, Some(raw), flags);
        }
        Reading { vital, raw: None, flags: flags.with(Flags::IMPLAUSIBLE), given: Some(raw) }
    }

    /// A reading for which the device itself has no value.
    pub const fn missing(vital: Vital, flags: Flags) -> Reading {
        let flags = if flags.is_empty() { Flags::NO_VALUE } else { flags };
        Reading::new(vital, None, flags)
    }

    /// The number and the flags as they are written: [`Flags::AS_GIVEN`] says that the number is `given`.
    pub const fn written(&self) -> (Option<i32>, Flags) {
        match self.given {
            Some(given) => (Some(given), self.flags.with(Flags::AS_GIVEN)),
            None => (self.raw, self.flags),
        }
    }

    /// What [`Reading::written`] wrote. Whatever was written, a number outside the plausible range is no value.
    pub const fn read(vital: Vital, number: Option<i32>, flags: Flags) -> Reading {
        let is_given = flags.contains(Flags::AS_GIVEN);
        let flags = flags.without(Flags::AS_GIVEN);
        match number {
            // A device that says it is off its scale has measured no number.
            Some(_) if flags.contains(Flags::OFF_SCALE_LOW) || flags.contains(Flags::OFF_SCALE_HIGH) => Reading::new(vital, None, flags),
            Some(number) => Reading::checked(vital, number, flags.with_if(Flags::IMPLAUSIBLE, is_given)),
            None => Reading::new(vital, None, flags),
        }
    }
}

/// What one device measured at one instant: at most one reading of each vital, sorted by their codes.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Frame {
    /// The device that measured.
    pub device: DeviceId,
    /// When it measured, on the gateway's monotonic clock.
    pub mono: MonoMs,
    /// When it measured, on the device's own clock; `None` if it has none.
    pub device_time: Option<DeviceTime>,
    readings: Vec<Reading>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    unknown: Vec<UnknownReading>,
}

/// Why readings cannot form a frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum FrameError {
    /// There is no reading.
    #[error("a frame needs at least one reading")]
    Empty,
    /// There are two readings of one vital.
    #[error("a frame holds {0} twice")]
    Twice(Vital),
    /// There are two readings of one vital that this version does not know, or with flags that it does not know.
    #[error("a frame holds the vital of code {0} twice")]
    CodeTwice(u8),
    /// A code of a vital is too large: the wire format has room for 64.
    #[error("no vital has the code {0}")]
    Code(u8),
}

impl Frame {
    /// A frame of these readings, sorted by vital.
    pub fn new(device: DeviceId, mono: MonoMs, device_time: Option<DeviceTime>, readings: Vec<Reading>) -> Result<Frame, FrameError> {
        Frame::with_unknown(device, mono, device_time, readings, Vec::new())
    }

    /// A frame of these readings and of readings with unknown codes; one of the two lists may be empty.
    pub fn with_unknown(
        device: DeviceId,
        mono: MonoMs,
        device_time: Option<DeviceTime>,
        mut readings: Vec<Reading>,
        mut unknown: Vec<UnknownReading>,
    ) -> Result<Frame, FrameError> {
        if readings.is_empty() && unknown.is_empty() {
            return Err(FrameError::Empty);
        }
        readings.sort_by_key(|r| r.vital);
        for pair in readings.windows(2) {
            if pair[0].vital == pair[1].vital {
                return Err(FrameError::Twice(pair[0].vital));
            }
        }
        unknown.sort_by_key(|r| r.code);
        for (index, one) in unknown.iter().enumerate() {
            let is_twice = unknown[..index].last().is_some_and(|before| before.code == one.code);
            if is_twice || readings.iter().any(|r| r.vital.code() == one.code) {
                return Err(FrameError::CodeTwice(one.code));
            }
            if u32::from(one.code) >= u64::BITS {
                return Err(FrameError::Code(one.code));
            }
        }
        Ok(Frame { device, mono, device_time, readings, unknown })
    }

    /// Readings with codes that this version does not know, sorted by code.
    pub fn unknown(&self) -> &[UnknownReading] {
        &self.unknown
    }

    /// The readings, sorted by vital code.
    pub fn readings(&self) -> &[Reading] {
        &self.readings
    }

    /// The reading of one vital; `None` if the frame has none.
    pub fn get(&self, vital: Vital) -> Option<Reading> {
        self.readings.iter().copied().find(|r| r.vital == vital)
    }
}

/// How the gateway is doing; recorded every 10 s.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Status {
    /// When it was so, on the gateway's monotonic clock.
    pub mono: MonoMs,
    /// Quality of the gateway's wall clock.
    pub clock: ClockQuality,
    /// Bytes that the outbox takes on disk.
    pub outbox_bytes: u64,
    /// Bytes free on that disk.
    pub disk_free_bytes: u64,
    /// How many records have no receipt yet.
    pub backlog: u64,
    /// How many links deliver valid data.
    pub links_up: u8,
    /// How many links are configured.
    pub links_total: u8,
}

/// Why records are lost.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[repr(u8)]
pub enum LossReason {
    /// Shed because the disk was full.
    DiskFull = 1,
    /// A checksum on disk was wrong.
    Corrupt = 2,
    /// Written but not yet durable when the power failed.
    PowerFailure = 3,
}

impl LossReason {
    /// The reason with this wire code, if there is one.
    pub const fn from_code(code: u8) -> Option<LossReason> {
        match code {
            1 => Some(LossReason::DiskFull),
            2 => Some(LossReason::Corrupt),
            3 => Some(LossReason::PowerFailure),
            _ => None,
        }
    }
}

/// Records that are lost and will never be sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Loss {
    /// When it was noticed, on the gateway's monotonic clock.
    pub mono: MonoMs,
    /// The stream to which they belong.
    pub stream: Stream,
    /// Numbers of the lost records.
    pub range: SeqRange,
    /// Why they are lost.
    pub reason: LossReason,
}

/// Anything that a gateway records.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "record", rename_all = "snake_case")]
pub enum Record {
    /// One device, one instant, its readings.
    Frame(Frame),
    /// A stretch of one waveform.
    Waveform(WaveformBlock),
    /// Something that happened.
    Event(Event),
    /// How the gateway is doing.
    Status(Status),
    /// What the wall clock and the monotonic clock showed at one moment.
    Anchor(Anchor),
    /// Records that will never be sent.
    Loss(Loss),
    /// A waveform block or an event of a kind that this version does not know.
    Unknown(Unknown),
}

impl Record {
    /// The class to which it belongs.
    pub const fn class(&self) -> Class {
        match self {
            Record::Unknown(unknown) => unknown.class(),
            Record::Frame(_) => Class::Numerics,
            Record::Waveform(_) => Class::Waveforms,
            Record::Event(_) | Record::Status(_) | Record::Anchor(_) | Record::Loss(_) => Class::Events,
        }
    }

    /// Its time, on the gateway's monotonic clock.
    pub const fn mono(&self) -> MonoMs {
        match self {
            Record::Frame(frame) => frame.mono,
            Record::Waveform(block) => block.mono,
            Record::Event(event) => event.mono,
            Record::Status(status) => status.mono,
            Record::Anchor(anchor) => anchor.mono,
            Record::Loss(loss) => loss.mono,
            Record::Unknown(unknown) => unknown.mono,
        }
    }
}
