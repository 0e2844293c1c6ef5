//! Cuts a stream into lines of text, within a fixed buffer; CR and LF both end a line. Each protocol decides what a line means.

use crate::decoded::{Decoded, Decoder, RejectReason};

/// Reads the lines of one protocol. The state of an implementation is what one line means for the next.
pub(crate) trait Reader: Default + Send {
    /// The longest possible line. The longest known (a Radical-7 with all options) has 180 bytes.
    const MAX_BYTES: usize = 512;

    /// Appends what a non-empty line says; the line comes without its end and without filler. A line that is right but holds no
    /// measurement, such as a heading, appends nothing.
    fn read(&mut self, line: &[u8], out: &mut Vec<Decoded>) -> Result<(), RejectReason>;
}

/// The state of one stream of lines.
#[derive(Debug, Default)]
pub(crate) struct Lines<R> {
    reader: R,
    buffer: Vec<u8>,
    /// Bytes before the line that are noise: an adapter or an idle line sends some. NULs and blanks are not among them: some
    /// devices send one before every line, some many, and they say nothing.
    noise: usize,
    /// True within a line that is too long, of which a part has been reported already.
    overlong: bool,
}

impl<R: Reader> Lines<R> {
    /// A stream of which nothing has been heard.
    pub(crate) fn new(reader: R) -> Lines<R> {
        Lines { reader, buffer: Vec::new(), noise: 0, overlong: false }
    }

    fn take(&mut self, byte: u8, out: &mut Vec<Decoded>) {
        let is_before = self.buffer.is_empty() && !self.overlong;
        match byte {
            // Lines may end with CR, LF, CR LF or LF CR: between two of them is an empty line, which means nothing.
            b'\r' | b'\n' => self.end_of_line(out),
            b'\0' | b' ' | b'\t' if is_before => {}
            byte if is_before && is_filler(byte) => self.noise += 1,
            byte => self.buffer.push(byte),
        }
        if self.noise + self.buffer.len() == R::MAX_BYTES {
            out.push(Decoded::Rejected { reason: RejectReason::Garbage, bytes: R::MAX_BYTES });
            self.overlong = !self.buffer.is_empty();
            self.noise = 0;
            self.buffer.clear();
        }
    }

    fn end_of_line(&mut self, out: &mut Vec<Decoded>) {
        let bytes = self.noise + self.buffer.len() + 1;
        let end = self.buffer.iter().rposition(|byte| !is_filler(*byte)).map_or(0, |last| last + 1);
        let read = match (self.overlong || (self.noise > 0 && end == 0), end) {
            (true, _) => Err(RejectReason::Garbage),
            (false, 0) => Ok(()),
            (false, end) => self.reader.read(&self.buffer[..end], out),
        };
        out.extend(read.err().map(|reason| Decoded::Rejected { reason, bytes }));
        (self.noise, self.overlong) = (0, false);
        self.buffer.clear();
    }
}

/// True for a byte that no text contains, which is skipped.
const fn is_filler(byte: u8) -> bool {
    !matches!(byte, b' '..=b'~')
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
        let bytes = self.noise + self.buffer.len();
        if bytes > 0 {
            out.push(Decoded::Rejected { reason, bytes });
        }
        *self = Lines::default();
    }
}
