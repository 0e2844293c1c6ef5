//! Messages written down in hexadecimal, one a line: recordings, and what `hearth-gateway decode` reads.

use super::{Message, MessageDecoder};
use crate::decoded::{Decoded, Decoder, RejectReason};
use hearth_vitals::Uuid;

/// The largest number of bytes in a message.
const MESSAGE_BYTES: usize = 512;
/// The longest line: two digits for each byte, with `0x` before and a separator and a blank after each.
const LINE_BYTES: usize = MESSAGE_BYTES * 6;

/// Reads lines of hexadecimal and passes their messages on. Blanks, commas, colons and hyphens between bytes, `0x` before them,
/// `(0x)` before all, and empty lines are ignored, because tools print what they received in such ways.
pub struct HexLines {
    characteristic: Uuid,
    make: fn() -> Box<dyn MessageDecoder + Send>,
    decoder: Box<dyn MessageDecoder + Send>,
    line: Vec<u8>,
    /// The number of bytes of a line that is too long to be a message.
    beyond: usize,
}

impl HexLines {
    /// Begins a recording of one device.
    pub fn new(characteristic: Uuid, make: fn() -> Box<dyn MessageDecoder + Send>) -> HexLines {
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
                b'\n' | b'\r' => self.end_line(out),
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
    let line = std::str::from_utf8(line).ok()?.trim_ascii();
    let mut bytes = Vec::new();
    for word in line.strip_prefix("(0x)").unwrap_or(line).split_ascii_whitespace() {
        for part in word.strip_suffix(SEPARATORS).unwrap_or(word).split(SEPARATORS) {
            bytes.extend(digits(part)?);
        }
    }
    (1..=MESSAGE_BYTES).contains(&bytes.len()).then_some(bytes)
}

const SEPARATORS: [char; 3] = [',', ':', '-'];

/// The bytes of a part that has at least two digits; `None` if it is not hexadecimal.
fn digits(part: &str) -> Option<Vec<u8>> {
    let part = part.strip_prefix("0x").or_else(|| part.strip_prefix("0X")).unwrap_or(part);
    let digits = part.chars().map(|digit| digit.to_digit(16).map(|digit| digit as u8)).collect::<Option<Vec<u8>>>()?;
    let (pairs, odd) = digits.as_chunks();
    (!pairs.is_empty() && odd.is_empty()).then(|| pairs.iter().map(|[high, low]| high << 4 | low).collect())
}
