//! Finds packets in a stream of bytes.
//!
//! The buffer always holds the beginning of something that may still become a packet: a
//! SYNC frame, then frames without SYNC, all checksums good so far. When a frame breaks
//! that, the beginning moves to the next byte from which it still holds. Every byte is
//! tried as a beginning, so a packet that arrives whole is found, whatever came before
//! it: after garbage the very next packet counts.

use super::frame::{FRAME_BYTES, Format};
use super::packet::{PACKET_BYTES, Packet};
use super::window::Window;
use crate::decoded::{Decoded, Decoder, RejectReason};
use hearth_vitals::WaveformKind;

/// 75 samples a second, in whole microseconds.
const PLETH_PERIOD_US: u32 = 13_333;

/// The state of one line.
#[derive(Debug)]
pub(crate) struct Stream {
    format: Format,
    buffer: [u8; PACKET_BYTES],
    filled: usize,
    lost: Lost,
    window: Window,
}

/// Bytes passed over and not yet reported; fewer than a packet.
#[derive(Debug, Default)]
struct Lost {
    reason: Option<RejectReason>,
    bytes: usize,
}

impl Stream {
    /// A line of which nothing has been heard.
    pub(crate) fn new(format: Format) -> Stream {
        Stream { format, buffer: [0; PACKET_BYTES], filled: 0, lost: Lost::default(), window: Window::default() }
    }

    fn take(&mut self, byte: u8, out: &mut Vec<Decoded>) {
        self.buffer[self.filled] = byte;
        self.filled += 1;
        if !self.filled.is_multiple_of(FRAME_BYTES) {
            return;
        }
        let start = self.filled - FRAME_BYTES;
        match self.format.fault(start / FRAME_BYTES, &self.buffer[start..self.filled]) {
            Some(reason) => self.move_on(reason, out),
            None if self.filled == PACKET_BYTES => self.accept(out),
            None => {}
        }
    }

    fn accept(&mut self, out: &mut Vec<Decoded>) {
        self.lost.report(out);
        let packet = Packet::new(self.format, &self.buffer);
        if let Some(samples) = packet.pleth() {
            out.push(Decoded::Waveform { kind: WaveformKind::Pleth, period_us: PLETH_PERIOD_US, samples });
        }
        self.window.take(&packet, out);
        self.filled = 0;
    }

    /// Gives up the beginning and finds the next one in what is buffered.
    fn move_on(&mut self, reason: RejectReason, out: &mut Vec<Decoded>) {
        let next = (1..self.filled).find(|start| self.may_begin_at(*start)).unwrap_or(self.filled);
        self.buffer.copy_within(next..self.filled, 0);
        self.filled -= next;
        self.lose(next, reason, out);
    }

    fn may_begin_at(&self, start: usize) -> bool {
        self.buffer[start..self.filled].chunks(FRAME_BYTES).enumerate().all(|(place, frame)| {
            if frame.len() == FRAME_BYTES { self.format.fault(place, frame).is_none() } else { self.format.may_become(place, frame) }
        })
    }

    fn lose(&mut self, bytes: usize, reason: RejectReason, out: &mut Vec<Decoded>) {
        self.window.lose(bytes);
        self.lost.add(bytes, reason, out);
    }
}

impl Lost {
    /// Adds bytes; reports in pieces of a packet, so that a line full of garbage is heard
    /// of three times a second and not once a byte.
    fn add(&mut self, bytes: usize, reason: RejectReason, out: &mut Vec<Decoded>) {
        let reason = *self.reason.get_or_insert(reason);
        self.bytes += bytes;
        if self.bytes >= PACKET_BYTES {
            out.push(Decoded::Rejected { reason, bytes: PACKET_BYTES });
            self.bytes -= PACKET_BYTES;
            self.reason = (self.bytes > 0).then_some(reason);
        }
    }

    fn report(&mut self, out: &mut Vec<Decoded>) {
        if let (Some(reason), true) = (self.reason.take(), self.bytes > 0) {
            out.push(Decoded::Rejected { reason, bytes: std::mem::take(&mut self.bytes) });
        }
    }
}

impl Decoder for Stream {
    fn push(&mut self, bytes: &[u8], out: &mut Vec<Decoded>) {
        for byte in bytes {
            self.take(*byte, out);
        }
    }

    fn finish(&mut self, out: &mut Vec<Decoded>) {
        self.window.publish(out);
        if self.filled > 0 {
            self.lost.add(self.filled, RejectReason::Truncated, out);
        }
        self.lost.report(out);
        *self = Stream::new(self.format);
    }
}
