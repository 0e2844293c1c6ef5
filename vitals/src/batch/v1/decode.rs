//! Decodes bytes. Hostile bytes give a named error, never a panic.

use super::{Batch, CRC_END, Header, MAGIC, MAX_BATCH_BYTES, MAX_DEVICES, MAX_RECORDS, VERSION, event, tag};
use crate::batch::varint::{take_i64, take_u64};
use crate::class::{Class, SeqRange, Stream};
use crate::event::{Event, EventKind};
use crate::id::{BootId, DeviceId, GatewayId, Generation};
use crate::instant::{Anchor, ClockQuality, DeviceTime, MonoMs, WallMs};
use crate::record::{Frame, FrameError, Loss, LossReason, Reading, Record, Status};
use crate::unknown::{Known, Unknown, UnknownCode, UnknownReading};
use crate::waveform::{self, WaveformBlock};

/// Why bytes are not a batch.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DecodeError {
    /// Longer than a batch may be.
    #[error("{0} bytes; a batch has at most {MAX_BATCH_BYTES}")]
    TooLong(usize),
    /// Does not begin with the magic bytes.
    #[error("does not begin with 'HB'")]
    Magic,
    /// Written by a newer gateway, with the version that it states.
    #[error("batch version {0}; this program reads version {VERSION}")]
    NewerVersion(u8),
    /// The checksum is wrong.
    #[error("checksum does not hold")]
    Checksum,
    /// The bytes end inside a field.
    #[error("ends inside {0}")]
    Truncated(&'static str),
    /// A field holds a number that has no meaning there.
    #[error("{0} holds a number that means nothing")]
    Field(&'static str),
    /// Bytes follow after the last record.
    #[error("{0} bytes are left over")]
    Trailing(usize),
    /// The readings of a frame contradict each other.
    #[error(transparent)]
    Frame(#[from] FrameError),
    /// The samples of a block cannot be unpacked.
    #[error("waveform: {0}")]
    Waveform(#[from] waveform::UnpackError),
}

type Result<T> = std::result::Result<T, DecodeError>;

/// Decodes a batch.
pub fn decode(bytes: &[u8]) -> Result<Batch> {
    decode_knowing(bytes, &Known::ALL)
}

/// Decodes a batch as a program would that knows only the codes in `known`.
pub fn decode_knowing(bytes: &[u8], known: &Known) -> Result<Batch> {
    let (version, header, mut reader) = header(bytes)?;
    reader.known = *known;
    if version != VERSION {
        return Err(DecodeError::NewerVersion(version));
    }
    let body = reader.body(header.sent, header.stream.class, header.count as usize)?;
    Ok(Batch { header, boot: body.boot, anchor: body.anchor, records: body.records })
}

/// Decodes only the header, which is the same in this and any later version: it tells whose batch it is when its body
/// cannot be read. The checksum must be right, so that quarantined bytes are never attributed to the wrong gateway.
pub fn peek(bytes: &[u8]) -> Result<Header> {
    header(bytes).map(|(_, header, _)| header)
}

/// Decodes what [`super::encode_record`] wrote.
pub fn decode_record(bytes: &[u8]) -> Result<(BootId, Record)> {
    decode_record_knowing(bytes, &Known::ALL)
}

/// Decodes what [`super::encode_record`] wrote, as a program would that knows only the codes in `known`.
pub fn decode_record_knowing(bytes: &[u8], known: &Known) -> Result<(BootId, Record)> {
    let mut reader = Reader { rest: bytes, devices: Vec::new(), previous: MonoMs(0), known: *known };
    let version = reader.u8("version")?;
    if version != VERSION {
        return Err(DecodeError::NewerVersion(version));
    }
    let class = reader.class()?;
    let mut body = reader.body(WallMs(0), class, 1)?;
    let record = body.records.pop().ok_or(DecodeError::Truncated("record"))?;
    Ok((body.boot, record))
}

fn header(bytes: &[u8]) -> Result<(u8, Header, Reader<'_>)> {
    if bytes.len() > MAX_BATCH_BYTES {
        return Err(DecodeError::TooLong(bytes.len()));
    }
    let mut reader = Reader { rest: bytes, devices: Vec::new(), previous: MonoMs(0), known: Known::ALL };
    if reader.take(2, "magic")? != MAGIC {
        return Err(DecodeError::Magic);
    }
    let crc = reader.u32("checksum")?;
    if crc32c::crc32c(&bytes[CRC_END..]) != crc {
        return Err(DecodeError::Checksum);
    }
    let version = reader.u8("version")?;
    let class = reader.u8("class")?;
    let class = Class::from_code(class).ok_or(DecodeError::Field("class"))?;
    let generation = Generation(reader.u64("generation")?);
    let first = reader.unsigned("first")?;
    let count = reader.unsigned("count")?;
    let sent = WallMs(reader.signed("sent")?);
    let gateway = GatewayId::new(reader.text("gateway")?).map_err(|_| DecodeError::Field("gateway"))?;
    let end = first.checked_add(count).ok_or(DecodeError::Field("count"))?;
    SeqRange::new(first, end).map_err(|_| DecodeError::Field("count"))?;
    let count = u32::try_from(count).ok().filter(|c| *c as usize <= MAX_RECORDS).ok_or(DecodeError::Field("count"))?;
    Ok((version, Header { gateway, stream: Stream { generation, class }, first, count, sent }, reader))
}

struct Body {
    boot: BootId,
    anchor: Option<Anchor>,
    records: Vec<Record>,
}

struct Reader<'a> {
    rest: &'a [u8],
    devices: Vec<DeviceId>,
    previous: MonoMs,
    known: Known,
}

impl<'a> Reader<'a> {
    fn take(&mut self, count: usize, field: &'static str) -> Result<&'a [u8]> {
        let (taken, rest) = self.rest.split_at_checked(count).ok_or(DecodeError::Truncated(field))?;
        self.rest = rest;
        Ok(taken)
    }

    fn array<const N: usize>(&mut self, field: &'static str) -> Result<[u8; N]> {
        let mut array = [0; N];
        array.copy_from_slice(self.take(N, field)?);
        Ok(array)
    }

    fn u8(&mut self, field: &'static str) -> Result<u8> {
        self.array::<1>(field).map(|[byte]| byte)
    }

    fn u32(&mut self, field: &'static str) -> Result<u32> {
        self.array(field).map(u32::from_le_bytes)
    }

    fn u64(&mut self, field: &'static str) -> Result<u64> {
        self.array(field).map(u64::from_le_bytes)
    }

    fn unsigned(&mut self, field: &'static str) -> Result<u64> {
        take_u64(&mut self.rest).map_err(|_| DecodeError::Truncated(field))
    }

    fn unsigned_u32(&mut self, field: &'static str) -> Result<u32> {
        u32::try_from(self.unsigned(field)?).map_err(|_| DecodeError::Field(field))
    }

    fn signed(&mut self, field: &'static str) -> Result<i64> {
        take_i64(&mut self.rest).map_err(|_| DecodeError::Truncated(field))
    }

    fn text(&mut self, field: &'static str) -> Result<&'a str> {
        let length = usize::from(self.u8(field)?);
        std::str::from_utf8(self.take(length, field)?).map_err(|_| DecodeError::Field(field))
    }

    fn class(&mut self) -> Result<Class> {
        Class::from_code(self.u8("class")?).ok_or(DecodeError::Field("class"))
    }

    fn quality(&mut self, field: &'static str) -> Result<ClockQuality> {
        ClockQuality::from_code(self.u8(field)?).ok_or(DecodeError::Field(field))
    }

    fn body(&mut self, sent: WallMs, class: Class, count: usize) -> Result<Body> {
        let boot = BootId(self.u64("boot")?);
        let base = MonoMs(self.unsigned("base")?);
        let anchor = self.anchor_of_batch(boot, base, sent)?;
        self.device_table()?;
        self.previous = base;
        // A record takes at least three bytes, so the announced count cannot make us allocate more than these bytes allow.
        let mut records = Vec::with_capacity(count.min(self.rest.len() / 3 + 1));
        for index in 0..count {
            let record = self.record(boot)?;
            let starts_at_base = index > 0 || record.mono() == base;
            if record.class() != class || !starts_at_base {
                return Err(DecodeError::Field("record"));
            }
            records.push(record);
        }
        if self.rest.is_empty() { Ok(Body { boot, anchor, records }) } else { Err(DecodeError::Trailing(self.rest.len())) }
    }

    fn anchor_of_batch(&mut self, boot: BootId, base: MonoMs, sent: WallMs) -> Result<Option<Anchor>> {
        let quality = self.u8("anchor")?;
        if quality == 0 {
            return Ok(None);
        }
        let quality = ClockQuality::from_code(quality).ok_or(DecodeError::Field("anchor"))?;
        let mono = MonoMs(base.0.wrapping_add(self.signed("anchor")? as u64));
        let wall = WallMs(sent.0.wrapping_add(self.signed("anchor")?));
        let uncertainty_ms = self.unsigned_u32("anchor")?;
        Ok(Some(Anchor { boot, mono, wall, quality, uncertainty_ms }))
    }

    fn device_table(&mut self) -> Result<()> {
        let count = usize::from(self.u8("devices")?);
        if count > MAX_DEVICES {
            return Err(DecodeError::Field("devices"));
        }
        for _ in 0..count {
            let device = DeviceId::new(self.text("devices")?).map_err(|_| DecodeError::Field("devices"))?;
            self.devices.push(device);
        }
        Ok(())
    }

    fn device(&mut self) -> Result<DeviceId> {
        let index = usize::from(self.u8("device")?);
        self.devices.get(index).cloned().ok_or(DecodeError::Field("device"))
    }

    fn step(&mut self) -> Result<MonoMs> {
        let step = self.signed("time")?;
        self.previous = MonoMs(self.previous.0.wrapping_add(step as u64));
        Ok(self.previous)
    }

    fn record(&mut self, boot: BootId) -> Result<Record> {
        let tag = self.u8("record")?;
        let options = tag & 0xf0;
        let allowed = match tag & 0x0f {
            tag::FRAME => tag::OPTION_A | tag::OPTION_B,
            tag::EVENT => tag::OPTION_A,
            _ => 0,
        };
        if options & !allowed != 0 {
            return Err(DecodeError::Field("record"));
        }
        match tag & 0x0f {
            tag::FRAME => self.frame(options).map(Record::Frame),
            tag::WAVEFORM => self.waveform(),
            tag::EVENT => self.event(options),
            tag::STATUS => self.status().map(Record::Status),
            tag::LOSS => self.loss().map(Record::Loss),
            tag::ANCHOR => self.anchor(boot).map(Record::Anchor),
            _ => Err(DecodeError::Field("record")),
        }
    }

    fn frame(&mut self, options: u8) -> Result<Frame> {
        let device = self.device()?;
        let mono = self.step()?;
        let device_time = if options & tag::OPTION_A == 0 { None } else { Some(DeviceTime(self.signed("device time")?)) };
        let mask = self.unsigned("vitals")?;
        let (mut readings, mut unknown) = (Vec::with_capacity(mask.count_ones() as usize), Vec::new());
        for code in (0..u64::BITS as u8).filter(|code| mask >> code & 1 == 1) {
            let (raw, bits) = self.reading(options & tag::OPTION_B != 0)?;
            match (self.known.vital(code), self.known.flags(bits)) {
                (Some(vital), Some(flags)) => readings.push(Reading::read(vital, raw, flags)),
                _ => unknown.push(UnknownReading::new(code, raw, bits, &self.known)),
            }
        }
        Ok(Frame::with_unknown(device, mono, device_time, readings, unknown)?)
    }

    /// A value, if there is one, and the bits of its flags.
    fn reading(&mut self, with_flags: bool) -> Result<(Option<i32>, u16)> {
        let (flags, has_value) = if with_flags {
            let word = self.unsigned("flags")?;
            (u16::try_from(word >> 1).map_err(|_| DecodeError::Field("flags"))?, word & 1 == 1)
        } else {
            (0, true)
        };
        let raw = if has_value { Some(i32::try_from(self.signed("value")?).map_err(|_| DecodeError::Field("value"))?) } else { None };
        Ok((raw, flags))
    }

    fn waveform(&mut self) -> Result<Record> {
        let device = self.device()?;
        let mono = self.step()?;
        let code = self.u8("waveform kind")?;
        let begun = self.rest;
        let period_us = self.unsigned_u32("period")?;
        let count = self.unsigned_u32("samples")? as usize;
        let length = self.unsigned_u32("samples")? as usize;
        if period_us == 0 {
            return Err(DecodeError::Field("period"));
        }
        // Samples are packed in the same way for every kind of waveform.
        let samples = waveform::unpack(self.take(length, "samples")?, count)?;
        Ok(match self.known.waveform(code) {
            Some(kind) => Record::Waveform(WaveformBlock { device, kind, mono, period_us, samples }),
            None => {
                let body = begun[..begun.len() - self.rest.len()].to_vec();
                Record::Unknown(Unknown { what: UnknownCode::Waveform(code), device: Some(device), mono, body })
            }
        })
    }

    fn event(&mut self, options: u8) -> Result<Record> {
        let mono = self.step()?;
        let device = if options & tag::OPTION_A == 0 { None } else { Some(self.device()?) };
        let code = self.u8("event")?;
        // The kinds of the first version are written without a length.
        if code >= self.known.events.max(EventKind::CODES) {
            return self.unknown_event(code, device, mono);
        }
        let kind = match code {
            event::BUTTON => EventKind::Button,
            event::LINK_UP => EventKind::LinkUp,
            event::LINK_DOWN => EventKind::LinkDown,
            event::CUFF_FAULT => EventKind::CuffFault { code: self.u8("event")? },
            event::NOT_COLLECTED => {
                let from = WallMs(self.signed("event")?);
                let length = i64::try_from(self.unsigned("event")?).map_err(|_| DecodeError::Field("event"))?;
                EventKind::NotCollected { from, until: from.plus(length) }
            }
            event::DISK_FAULT => EventKind::DiskFault,
            event::REJECTED => EventKind::Rejected { packets: self.unsigned_u32("event")? },
            _ => return Err(DecodeError::Field("event")),
        };
        Ok(Record::Event(Event { mono, device, kind }))
    }

    fn unknown_event(&mut self, code: u8, device: Option<DeviceId>, mono: MonoMs) -> Result<Record> {
        let length = self.unsigned_u32("event")? as usize;
        let body = self.take(length, "event")?.to_vec();
        Ok(Record::Unknown(Unknown { what: UnknownCode::Event(code), device, mono, body }))
    }

    fn status(&mut self) -> Result<Status> {
        Ok(Status {
            mono: self.step()?,
            clock: self.quality("status")?,
            outbox_bytes: self.unsigned("status")?,
            disk_free_bytes: self.unsigned("status")?,
            backlog: self.unsigned("status")?,
            links_up: self.u8("status")?,
            links_total: self.u8("status")?,
        })
    }

    fn loss(&mut self) -> Result<Loss> {
        let mono = self.step()?;
        let generation = Generation(self.u64("loss")?);
        let class = self.class()?;
        let first = self.unsigned("loss")?;
        let count = self.unsigned("loss")?;
        let end = first.checked_add(count).ok_or(DecodeError::Field("loss"))?;
        let range = SeqRange::new(first, end).map_err(|_| DecodeError::Field("loss"))?;
        let reason = LossReason::from_code(self.u8("loss")?).ok_or(DecodeError::Field("loss"))?;
        Ok(Loss { mono, stream: Stream { generation, class }, range, reason })
    }

    fn anchor(&mut self, boot: BootId) -> Result<Anchor> {
        Ok(Anchor {
            boot,
            mono: self.step()?,
            wall: WallMs(self.signed("anchor")?),
            quality: self.quality("anchor")?,
            uncertainty_ms: self.unsigned_u32("anchor")?,
        })
    }
}
