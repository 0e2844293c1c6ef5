//! Cuts the stream into lines, within a fixed buffer.

use super::line;
use crate::decoded::{Decoded, Decoder, RejectReason};

/// Longest line that can be one, line end included. The longest known (Radical-7 with
/// all options) has 180 bytes.
const MAX_LINE_BYTES: usize = 512;

/// The state of one line.
#[derive(Debug)]
pub(crate) struct Ascii1 {
    buffer: Vec<u8>,
    /// In a line that is too long, of which a part has been reported already.
    overlong: bool,
}

impl Ascii1 {
    /// A line of which nothing has been heard.
    pub(crate) fn new() -> Ascii1 {
        Ascii1 { buffer: Vec::with_capacity(MAX_LINE_BYTES), overlong: false }
    }

    fn take(&mut self, byte: u8, out: &mut Vec<Decoded>) {
        self.buffer.push(byte);
        if byte == b'\n' {
            out.extend(self.end_of_line());
            self.buffer.clear();
            self.overlong = false;
        } else if self.buffer.len() == MAX_LINE_BYTES {
            out.push(Decoded::Rejected { reason: RejectReason::Garbage, bytes: MAX_LINE_BYTES });
            self.buffer.clear();
            self.overlong = true;
        }
    }

    fn end_of_line(&self) -> Option<Decoded> {
        let bytes = self.buffer.len();
        if self.overlong {
            return Some(Decoded::Rejected { reason: RejectReason::Garbage, bytes });
        }
        let text = self.buffer.strip_suffix(b"\n")?;
        let text = text.strip_suffix(b"\r").unwrap_or(text);
        if text.is_empty() {
            return None;
        }
        match line::decode(text) {
            Ok((device_time, readings)) => Some(Decoded::Numerics { device_time, readings }),
            Err(reason) => Some(Decoded::Rejected { reason, bytes }),
        }
    }
}

impl Decoder for Ascii1 {
    fn push(&mut self, bytes: &[u8], out: &mut Vec<Decoded>) {
        for byte in bytes {
            self.take(*byte, out);
        }
    }

    fn finish(&mut self, out: &mut Vec<Decoded>) {
        // A line without its end may lack the very digit that says "sensor off".
        let reason = if self.overlong { RejectReason::Garbage } else { RejectReason::Truncated };
        if !self.buffer.is_empty() {
            out.push(Decoded::Rejected { reason, bytes: self.buffer.len() });
        }
        *self = Ascii1::new();
    }
}
