//! Encodes batches and records.

use super::{Batch, CRC_END, MAGIC, MAX_BATCH_BYTES, MAX_DEVICES, MAX_RECORDS, VERSION, event, tag};
use crate::batch::varint::{put_i64, put_u64};
use crate::event::{Event, EventKind};
use crate::id::{BootId, DeviceId};
use crate::instant::{Anchor, MonoMs, WallMs};
use crate::record::{Frame, Loss, Record, Status};
use crate::unknown::{Unknown, UnknownCode};
use crate::waveform::{WaveformBlock, pack};

/// Why values cannot be encoded as a batch.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EncodeError {
    /// Not 1 to [`MAX_RECORDS`] records, or not as many as the header says.
    #[error("a batch of {records} records whose header says {count}; 1 to {MAX_RECORDS} are allowed")]
    Count {
        /// How many records were given.
        records: usize,
        /// How many the header says.
        count: u32,
    },
    /// More than [`MAX_DEVICES`] devices.
    #[error("a batch of more than {MAX_DEVICES} devices")]
    Devices,
    /// A record does not belong to the batch's class or boot; its number.
    #[error("record {0} belongs to another class or boot than its batch")]
    Foreign(u64),
    /// More bytes than [`MAX_BATCH_BYTES`].
    #[error("a batch of {0} bytes; at most {MAX_BATCH_BYTES} are allowed")]
    Size(usize),
}

/// Encodes a batch.
pub fn encode(batch: &Batch) -> Result<Vec<u8>, EncodeError> {
    let header = &batch.header;
    let count = batch.records.len();
    if count == 0 || count > MAX_RECORDS || count != header.count as usize {
        return Err(EncodeError::Count { records: count, count: header.count });
    }
    let mut out = Vec::with_capacity(64 + 32 * count);
    out.extend_from_slice(&MAGIC);
    out.extend_from_slice(&[0; 4]);
    out.push(VERSION);
    out.push(header.stream.class as u8);
    out.extend_from_slice(&header.stream.generation.0.to_le_bytes());
    put_u64(&mut out, header.first);
    put_u64(&mut out, u64::from(header.count));
    put_i64(&mut out, header.sent.0);
    put_text(&mut out, header.gateway.as_str());
    let body = Body { boot: batch.boot, class: header.stream.class, sent: header.sent };
    body.put(&mut out, batch.anchor.as_ref(), &batch.records, header.first)?;
    if out.len() > MAX_BATCH_BYTES {
        return Err(EncodeError::Size(out.len()));
    }
    let crc = crc32c::crc32c(&out[CRC_END..]);
    out[2..CRC_END].copy_from_slice(&crc.to_le_bytes());
    Ok(out)
}

/// Encodes one record alone, as the outbox stores it. The outbox adds a checksum.
pub fn encode_record(boot: BootId, record: &Record) -> Result<Vec<u8>, EncodeError> {
    let mut out = Vec::with_capacity(48);
    out.push(VERSION);
    out.push(record.class() as u8);
    let body = Body { boot, class: record.class(), sent: WallMs(0) };
    body.put(&mut out, None, std::slice::from_ref(record), 0)?;
    Ok(out)
}

fn put_text(out: &mut Vec<u8>, text: &str) {
    // The types of ids allow at most 16 bytes.
    out.push(text.len() as u8);
    out.extend_from_slice(text.as_bytes());
}

struct Body {
    boot: BootId,
    class: crate::class::Class,
    sent: WallMs,
}

impl Body {
    fn put(&self, out: &mut Vec<u8>, anchor: Option<&Anchor>, records: &[Record], first: u64) -> Result<(), EncodeError> {
        let devices = devices_of(records)?;
        let base = records.first().map_or(MonoMs(0), Record::mono);
        out.extend_from_slice(&self.boot.0.to_le_bytes());
        put_u64(out, base.0);
        self.put_anchor(out, anchor, base);
        out.push(devices.len() as u8);
        devices.iter().for_each(|device| put_text(out, device.as_str()));
        let mut writer = Writer { out, devices: &devices, previous: base };
        for (index, record) in records.iter().enumerate() {
            let foreign_boot = matches!(record, Record::Anchor(anchor) if anchor.boot != self.boot);
            if record.class() != self.class || foreign_boot {
                return Err(EncodeError::Foreign(first + index as u64));
            }
            writer.record(record);
        }
        Ok(())
    }

    fn put_anchor(&self, out: &mut Vec<u8>, anchor: Option<&Anchor>, base: MonoMs) {
        // An anchor of another boot cannot place these records, so it is left out.
        let Some(anchor) = anchor.filter(|a| a.boot == self.boot) else { return out.push(0) };
        out.push(anchor.quality as u8);
        put_i64(out, anchor.mono.0.wrapping_sub(base.0) as i64);
        put_i64(out, anchor.wall.0.wrapping_sub(self.sent.0));
        put_u64(out, u64::from(anchor.uncertainty_ms));
    }
}

fn devices_of(records: &[Record]) -> Result<Vec<&DeviceId>, EncodeError> {
    let mut devices: Vec<&DeviceId> = Vec::new();
    for record in records {
        let device = match record {
            Record::Frame(frame) => Some(&frame.device),
            Record::Waveform(block) => Some(&block.device),
            Record::Event(event) => event.device.as_ref(),
            Record::Unknown(unknown) => unknown.device.as_ref(),
            Record::Status(_) | Record::Loss(_) | Record::Anchor(_) => None,
        };
        match device {
            Some(device) if !devices.contains(&device) => devices.push(device),
            _ => {}
        }
    }
    if devices.len() > MAX_DEVICES { Err(EncodeError::Devices) } else { Ok(devices) }
}

struct Writer<'a> {
    out: &'a mut Vec<u8>,
    devices: &'a [&'a DeviceId],
    previous: MonoMs,
}

impl Writer<'_> {
    fn record(&mut self, record: &Record) {
        match record {
            Record::Frame(frame) => self.frame(frame),
            Record::Waveform(block) => self.waveform(block),
            Record::Event(event) => self.event(event),
            Record::Status(status) => self.status(status),
            Record::Loss(loss) => self.loss(loss),
            Record::Anchor(anchor) => self.anchor(anchor),
            Record::Unknown(unknown) => self.unknown(unknown),
        }
    }

    fn device(&mut self, device: &DeviceId) {
        // `devices_of` listed every device of these records.
        let index = self.devices.iter().position(|d| *d == device).unwrap_or_default();
        self.out.push(index as u8);
    }

    fn step(&mut self, mono: MonoMs) {
        put_i64(self.out, mono.0.wrapping_sub(self.previous.0) as i64);
        self.previous = mono;
    }

    fn frame(&mut self, frame: &Frame) {
        let known = frame.readings().iter().map(|r| (r.vital.code(), r.written())).map(|(code, (raw, flags))| (code, raw, flags.bits()));
        let mut readings: Vec<(u8, Option<i32>, u16)> = known.chain(frame.unknown().iter().map(|r| (r.code, r.raw, r.flags))).collect();
        readings.sort_unstable_by_key(|(code, ..)| *code);
        let plain = readings.iter().all(|(_, raw, flags)| *flags == 0 && raw.is_some());
        let mut first = tag::FRAME;
        first |= if frame.device_time.is_some() { tag::OPTION_A } else { 0 };
        first |= if plain { 0 } else { tag::OPTION_B };
        self.out.push(first);
        self.device(&frame.device);
        self.step(frame.mono);
        if let Some(time) = frame.device_time {
            put_i64(self.out, time.0);
        }
        let mask = readings.iter().fold(0_u64, |mask, (code, ..)| mask | 1 << code);
        put_u64(self.out, mask);
        for (_, raw, flags) in readings {
            if !plain {
                put_u64(self.out, u64::from(flags) << 1 | u64::from(raw.is_some()));
            }
            if let Some(raw) = raw {
                put_i64(self.out, i64::from(raw));
            }
        }
    }

    fn waveform(&mut self, block: &WaveformBlock) {
        self.out.push(tag::WAVEFORM);
        self.device(&block.device);
        self.step(block.mono);
        self.out.push(block.kind as u8);
        put_u64(self.out, u64::from(block.period_us));
        put_u64(self.out, block.samples.len() as u64);
        let packed = pack(&block.samples);
        put_u64(self.out, packed.len() as u64);
        self.out.extend_from_slice(&packed);
    }

    fn event(&mut self, happened: &Event) {
        self.out.push(tag::EVENT | if happened.device.is_some() { tag::OPTION_A } else { 0 });
        self.step(happened.mono);
        if let Some(device) = &happened.device {
            self.device(device);
        }
        match happened.kind {
            EventKind::Button => self.out.push(event::BUTTON),
            EventKind::LinkUp => self.out.push(event::LINK_UP),
            EventKind::LinkDown => self.out.push(event::LINK_DOWN),
            EventKind::CuffFault { code } => self.out.extend_from_slice(&[event::CUFF_FAULT, code]),
            EventKind::NotCollected { from, until } => {
                self.out.push(event::NOT_COLLECTED);
                put_i64(self.out, from.0);
                put_u64(self.out, until.since(from).max(0) as u64);
            }
            EventKind::DiskFault => self.out.push(event::DISK_FAULT),
            EventKind::Rejected { packets } => {
                self.out.push(event::REJECTED);
                put_u64(self.out, u64::from(packets));
            }
        }
    }

    fn unknown(&mut self, unknown: &Unknown) {
        let is_waveform = matches!(unknown.what, UnknownCode::Waveform(_));
        let tag = if is_waveform { tag::WAVEFORM } else { tag::EVENT };
        self.out.push(tag | if unknown.device.is_some() && !is_waveform { tag::OPTION_A } else { 0 });
        if is_waveform {
            unknown.device.iter().for_each(|device| self.device(device));
            self.step(unknown.mono);
            self.out.push(unknown.what.code());
        } else {
            self.step(unknown.mono);
            unknown.device.iter().for_each(|device| self.device(device));
            self.out.push(unknown.what.code());
            put_u64(self.out, unknown.body.len() as u64);
        }
        self.out.extend_from_slice(&unknown.body);
    }

    fn status(&mut self, status: &Status) {
        self.out.push(tag::STATUS);
        self.step(status.mono);
        self.out.push(status.clock as u8);
        put_u64(self.out, status.outbox_bytes);
        put_u64(self.out, status.disk_free_bytes);
        put_u64(self.out, status.backlog);
        self.out.extend_from_slice(&[status.links_up, status.links_total]);
    }

    fn loss(&mut self, loss: &Loss) {
        self.out.push(tag::LOSS);
        self.step(loss.mono);
        self.out.extend_from_slice(&loss.stream.generation.0.to_le_bytes());
        self.out.push(loss.stream.class as u8);
        put_u64(self.out, loss.range.first());
        put_u64(self.out, loss.range.count());
        self.out.push(loss.reason as u8);
    }

    fn anchor(&mut self, anchor: &Anchor) {
        self.out.push(tag::ANCHOR);
        self.step(anchor.mono);
        put_i64(self.out, anchor.wall.0);
        self.out.push(anchor.quality as u8);
        put_u64(self.out, u64::from(anchor.uncertainty_ms));
    }
}
