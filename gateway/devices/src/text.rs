//! Cuts a stream into lines of text, within a fixed buffer. What a line means, each protocol of lines says for itself.

use crate::decoded::{Decoded, Decoder, RejectReason};

/// Understands the lines of one protocol. What it holds is what one line says of the next.
pub(crate) trait Reader: Default + Send {
    /// Longest line that can be one, line end included. The longest known (a Radical-7 with all options) has 180 bytes.
    const MAX_BYTES: usize = 512;

    /// Appends what a line says that is not empty, without its end and without filler: nothing for one that is as it should be
    /// and holds no measurement, such as a heading.
    fn read(&mut self, line: &[u8], out: &mut Vec<Decoded>) -> Result<(), RejectReason>;
}

/// The state of one stream of lines.
#[derive(Debug, Default)]
pub(crate) struct Lines<R> {
    reader: R,
    buffer: Vec<u8>,
    /// Bytes before the line that no text has: a device that is switched on, an idle line, or an adapter sends some, and
    /// some devices send a NUL before every line.
    filler: usize,
    /// Some of them are no NUL: noise has edges.
    noisy: bool,
    /// In a line that is too long, of which a part has been reported already.
    overlong: bool,
}

impl<R: Reader> Lines<R> {
    /// A stream of which nothing has been heard.
    pub(crate) fn new(reader: R) -> Lines<R> {
        Lines { reader, buffer: Vec::new(), filler: 0, noisy: false, overlong: false }
    }

    fn take(&mut self, byte: u8, out: &mut Vec<Decoded>) {
        if self.buffer.is_empty() && !self.overlong && is_filler(byte) {
            self.filler += 1;
            self.noisy |= byte != 0;
        } else {
            self.buffer.push(byte);
        }
        if byte == b'\n' {
            self.end_of_line(out);
            (self.filler, self.noisy, self.overlong) = (0, false, false);
            self.buffer.clear();
        } else if self.buffer.len() + self.filler == R::MAX_BYTES {
            out.push(Decoded::Rejected { reason: RejectReason::Garbage, bytes: R::MAX_BYTES });
            self.overlong = !self.buffer.is_empty();
            (self.filler, self.noisy) = (0, false);
            self.buffer.clear();
        }
    }

    fn end_of_line(&mut self, out: &mut Vec<Decoded>) {
        let bytes = self.filler + self.buffer.len();
        let end = self.buffer.iter().rposition(|byte| !is_filler(*byte) && !b"\r\n".contains(byte)).map_or(0, |last| last + 1);
        let read = match (self.overlong || (self.noisy && end == 0), end) {
            (true, _) => Err(RejectReason::Garbage),
            (false, 0) => Ok(()),
            (false, end) => self.reader.read(&self.buffer[..end], out),
        };
        out.extend(read.err().map(|reason| Decoded::Rejected { reason, bytes }));
    }
}

/// A byte that no text has, and that ends no line.
const fn is_filler(byte: u8) -> bool {
    !matches!(byte, b' '..=b'~' | b'\r' | b'\n')
}

impl<R: Reader> Decoder for Lines<R> {
    fn push(&mut self, bytes: &[u8], out: &mut Vec<Decoded>) {
        for byte in bytes {
            self.take(*byte, out);
        }
    }

    fn finish(&mut self, out: &mut Vec<Decoded>) {
        // A line without its end may lack the very digit that says "sensor off".
        let reason = if self.overlong || self.buffer.is_empty() { RejectReason::Garbage } else { RejectReason::Truncated };
        let bytes = self.filler + self.buffer.len();
        if bytes > 0 {
            out.push(Decoded::Rejected { reason, bytes });
        }
        *self = Lines::default();
    }
}
