//! Messages written down in hexadecimal, one a line: recordings, and what `hearth-gateway decode` reads.

use super::{Message, MessageDecoder};
use crate::decoded::{Decoded, Decoder, RejectReason};

/// A message has 512 bytes at most; two digits a byte, and a blank after each.
const LINE_BYTES: usize = 512 * 3;

/// Reads lines, and hands their messages on. Blanks between bytes and empty lines mean nothing.
pub struct HexLines {
    characteristic: u16,
    make: fn() -> Box<dyn MessageDecoder + Send>,
    decoder: Box<dyn MessageDecoder + Send>,
    line: Vec<u8>,
    /// Bytes of a line that is too long to be a message.
    beyond: usize,
}

impl HexLines {
    /// At the start of a recording of one device.
    pub fn new(characteristic: u16, make: fn() -> Box<dyn MessageDecoder + Send>) -> HexLines {
        HexLines { characteristic, make, decoder: make(), line: Vec::new(), beyond: 0 }
    }

    fn end_line(&mut self, out: &mut Vec<Decoded>) {
        let line = std::mem::take(&mut self.line);
        let bytes = line.len() + std::mem::take(&mut self.beyond);
        if line.iter().all(u8::is_ascii_whitespace) {
            return;
        }
        let payload = if bytes > LINE_BYTES { None } else { unhex(&line) };
        match payload {
            Some(payload) => self.decoder.take(Message { characteristic: self.characteristic, payload: &payload }, out),
            None => out.push(Decoded::Rejected { reason: RejectReason::Format, bytes }),
        }
    }
}

impl Decoder for HexLines {
    fn push(&mut self, bytes: &[u8], out: &mut Vec<Decoded>) {
        for byte in bytes {
            match byte {
                b'\n' => self.end_line(out),
                byte if self.line.len() < LINE_BYTES => self.line.push(*byte),
                _ => self.beyond = self.beyond.saturating_add(1),
            }
        }
    }

    fn finish(&mut self, out: &mut Vec<Decoded>) {
        self.end_line(out);
        *self = HexLines::new(self.characteristic, self.make);
    }
}

fn unhex(line: &[u8]) -> Option<Vec<u8>> {
    let digits = line.iter().filter(|byte| !byte.is_ascii_whitespace());
    let digits: Vec<u8> = digits.map(|byte| char::from(*byte).to_digit(16).map(|digit| digit as u8)).collect::<Option<_>>()?;
    let pairs = digits.chunks(2).map(|pair| if let [high, low] = pair { Some(high << 4 | low) } else { None });
    pairs.collect()
}
