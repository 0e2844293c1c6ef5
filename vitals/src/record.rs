//! What a gateway records: frames, waveform blocks, events, status, anchors, losses.

use crate::class::{Class, SeqRange, Stream};
use crate::id::DeviceId;
use crate::instant::{Anchor, ClockQuality, DeviceTime, MonoMs, WallMs};
use crate::quality::Flags;
use crate::unknown::{Unknown, UnknownReading};
use crate::vital::Vital;
use crate::waveform::WaveformBlock;
use serde::{Deserialize, Serialize};

/// One numeric of one vital: a value, or the reasons why there is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Reading {
    /// What was measured.
    pub vital: Vital,
    /// The value in the vital's resolution; `None` when `flags` say why.
    pub raw: Option<i32>,
    /// What is doubtful about it.
    pub flags: Flags,
}

impl Reading {
    /// A reading that passed the vital's plausible range, or one without a value that
    /// says [`Flags::IMPLAUSIBLE`].
    pub fn checked(vital: Vital, raw: i32, flags: Flags) -> Reading {
        if vital.is_plausible(raw) {
            Reading { vital, raw: Some(raw), flags }
        } else {
            Reading { vital, raw: None, flags: flags.with(Flags::IMPLAUSIBLE) }
        }
    }

    /// A reading the device itself has no value for.
    pub fn missing(vital: Vital, flags: Flags) -> Reading {
        let flags = if flags.is_empty() { Flags::NO_VALUE } else { flags };
        Reading { vital, raw: None, flags }
    }
}

/// One device at one instant: its readings, one a vital, in the order of their codes.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Frame {
    /// Who measured.
    pub device: DeviceId,
    /// When, on the gateway's monotonic clock.
    pub mono: MonoMs,
    /// When, on the device's own clock, if it has one.
    pub device_time: Option<DeviceTime>,
    readings: Vec<Reading>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    unknown: Vec<UnknownReading>,
}

/// Why readings do not make a frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum FrameError {
    /// A frame without readings says nothing.
    #[error("a frame needs at least one reading")]
    Empty,
    /// One device has one value of a vital at one instant.
    #[error("a frame holds {0} twice")]
    Twice(Vital),
    /// The same of a vital that is not known, or whose flags are not.
    #[error("a frame holds the vital of code {0} twice")]
    CodeTwice(u8),
    /// The wire has room for 64 vitals.
    #[error("no vital has the code {0}")]
    Code(u8),
}

impl Frame {
    /// A frame of these readings, sorted by vital.
    pub fn new(device: DeviceId, mono: MonoMs, device_time: Option<DeviceTime>, readings: Vec<Reading>) -> Result<Frame, FrameError> {
        Frame::with_unknown(device, mono, device_time, readings, Vec::new())
    }

    /// A frame of these readings and of some that this version has no word for; the first may be none.
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

    /// Readings that this version has no word for, by ascending code.
    pub fn unknown(&self) -> &[UnknownReading] {
        &self.unknown
    }

    /// The readings, by ascending vital code.
    pub fn readings(&self) -> &[Reading] {
        &self.readings
    }

    /// The reading of one vital.
    pub fn get(&self, vital: Vital) -> Option<Reading> {
        self.readings.iter().copied().find(|r| r.vital == vital)
    }
}

/// Something that happened at the home.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Event {
    /// When, on the gateway's monotonic clock.
    pub mono: MonoMs,
    /// The device it happened to, if it was one.
    pub device: Option<DeviceId>,
    /// What happened.
    pub kind: EventKind,
}

/// Kinds of events.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum EventKind {
    /// The call button was pressed.
    Button,
    /// The device's link delivers valid data again.
    LinkUp,
    /// The device's link is gone: unplugged, switched off, or silent too long.
    LinkDown,
    /// A cuff measurement failed, with the device's own code.
    CuffFault {
        /// The device's code.
        code: u8,
    },
    /// This gateway did not run and collected nothing from `from` to `until`.
    NotCollected {
        /// Last moment known to be collected.
        from: WallMs,
        /// First moment collected again.
        until: WallMs,
    },
    /// The gateway could not make records durable since this moment; it accepts nothing.
    DiskFault,
    /// The device sent bytes that failed their checks.
    Rejected {
        /// How many packets since the last such event.
        packets: u32,
    },
}

impl EventKind {
    /// The words of all kinds, as they are stored.
    pub const WORDS: [&str; 7] = ["button", "link_up", "link_down", "cuff_fault", "not_collected", "disk_fault", "rejected"];

    /// The word of this kind.
    pub const fn word(&self) -> &'static str {
        let index = match self {
            EventKind::Button => 0,
            EventKind::LinkUp => 1,
            EventKind::LinkDown => 2,
            EventKind::CuffFault { .. } => 3,
            EventKind::NotCollected { .. } => 4,
            EventKind::DiskFault => 5,
            EventKind::Rejected { .. } => 6,
        };
        EventKind::WORDS[index]
    }

    /// Kinds that there are; their wire codes count from 0.
    pub const CODES: u8 = EventKind::WORDS.len() as u8;
}

/// How the gateway is doing, each 10 s.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Status {
    /// When, on the gateway's monotonic clock.
    pub mono: MonoMs,
    /// Quality of the wall clock.
    pub clock: ClockQuality,
    /// Bytes the outbox takes on disk.
    pub outbox_bytes: u64,
    /// Bytes free on that disk.
    pub disk_free_bytes: u64,
    /// Records without a receipt.
    pub backlog: u64,
    /// Links that deliver valid data.
    pub links_up: u8,
    /// Links configured.
    pub links_total: u8,
}

/// Why records are gone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[repr(u8)]
pub enum LossReason {
    /// Shed because the disk was full.
    DiskFull = 1,
    /// A checksum on disk did not hold.
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

/// Records that will never come: which, how many, and why.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Loss {
    /// When it was noticed, on the gateway's monotonic clock.
    pub mono: MonoMs,
    /// The stream they were numbered in.
    pub stream: Stream,
    /// Their numbers.
    pub range: SeqRange,
    /// Why.
    pub reason: LossReason,
}

/// Anything a gateway writes down.
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
    /// Wall and monotonic clock at one moment.
    Anchor(Anchor),
    /// What will never come.
    Loss(Loss),
    /// A waveform block or an event of a kind that this version has no word for.
    Unknown(Unknown),
}

impl Record {
    /// The class it is numbered in.
    pub const fn class(&self) -> Class {
        match self {
            Record::Unknown(unknown) => unknown.class(),
            Record::Frame(_) => Class::Numerics,
            Record::Waveform(_) => Class::Waveforms,
            Record::Event(_) | Record::Status(_) | Record::Anchor(_) | Record::Loss(_) => Class::Events,
        }
    }

    /// When, on the gateway's monotonic clock.
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
