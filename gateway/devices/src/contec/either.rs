//! Decodes a CMS50 whose generation nobody knows; what arrives tells it.
//!
//! Nothing is made of bytes until a run of frames shows their generation, so that a line that is still set for the other one
//! cannot show a number.

use super::{CMS50D_LINE, Cms50d, Cms50f, FRAMES_IN_A_ROW, Generation, cms50d, cms50f, generation};
use crate::decoded::{Decoded, Decoder, RejectReason};
use crate::framed::Framed;
use crate::serial::SerialSettings;
use hearth_vitals::Vital;

/// The number of bytes that are examined: the longest run.
const RUN_BYTES: usize = cms50f::LIVE_BYTES * FRAMES_IN_A_ROW;
/// The size of the pieces in which bytes that are no frames are reported.
const PIECE_BYTES: usize = 128;
/// After this many bytes of which nothing is understood, another device may be on the line. A newer model sends 540 bytes a
/// second, an older one 300.
const LOST_BYTES: usize = 2_048;

/// The state: what was heard, until it is known who speaks; then the decoder of that generation.
#[derive(Default)]
pub(crate) struct Either {
    /// The newest bytes, at most [`RUN_BYTES`].
    heard: Vec<u8>,
    /// The number of bytes before them that were no frame and have not been reported yet.
    passed: usize,
    reader: Option<Box<dyn Decoder + Send>>,
    /// The only generation that can be heard with the present settings of the line: a few frames of the other one may arise from
    /// any bytes.
    only: Option<Generation>,
    /// The number of bytes since the reader last understood something.
    lost: usize,
}

impl Generation {
    /// The decoder of this generation, and the number of bytes in the run by which it is recognised.
    fn reader(self) -> (Box<dyn Decoder + Send>, usize) {
        match self {
            Generation::Cms50d => (Box::new(Framed::new(Cms50d::default())), cms50d::FRAME_BYTES * FRAMES_IN_A_ROW),
            Generation::Cms50f => (Box::new(Framed::new(Cms50f::default())), RUN_BYTES),
        }
    }
}

impl Either {
    fn take(&mut self, byte: u8, out: &mut Vec<Decoded>) {
        match &mut self.reader {
            Some(reader) => {
                let mut read = Vec::new();
                reader.push(&[byte], &mut read);
                self.follow(read, out);
            }
            None => self.probe(byte, out),
        }
    }

    fn probe(&mut self, byte: u8, out: &mut Vec<Decoded>) {
        if self.heard.len() == RUN_BYTES {
            self.heard.remove(0);
            self.passed += 1;
        }
        self.heard.push(byte);
        match generation(&self.heard).filter(|generation| self.only.is_none_or(|only| only == *generation)) {
            Some(generation) => self.begin(generation, out),
            None if self.passed == PIECE_BYTES => self.tell_passed(RejectReason::Garbage, out),
            None => {}
        }
    }

    fn begin(&mut self, generation: Generation, out: &mut Vec<Decoded>) {
        let (mut reader, run) = generation.reader();
        let heard = std::mem::take(&mut self.heard);
        // A run was looked for after each byte, so this one ends with the newest.
        let (before, run) = heard.split_at(heard.len() - run);
        self.passed += before.len();
        self.tell_passed(RejectReason::Garbage, out);
        let mut read = Vec::new();
        reader.push(run, &mut read);
        self.reader = Some(reader);
        self.follow(read, out);
    }

    /// Passes on what the reader decoded, and gives the reader up when it has understood nothing for long.
    fn follow(&mut self, read: Vec<Decoded>, out: &mut Vec<Decoded>) {
        let is_understood = read.iter().any(|item| !matches!(item, Decoded::Rejected { .. }));
        self.lost = if is_understood { 0 } else { self.lost + 1 };
        out.extend(read.into_iter().map(common));
        if self.lost == LOST_BYTES {
            self.end(out);
        }
    }

    fn end(&mut self, out: &mut Vec<Decoded>) {
        let mut read = Vec::new();
        if let Some(mut reader) = self.reader.take() {
            reader.finish(&mut read);
        }
        out.extend(read.into_iter().map(common));
        self.lost = 0;
    }

    fn tell_passed(&mut self, reason: RejectReason, out: &mut Vec<Decoded>) {
        let bytes = std::mem::take(&mut self.passed);
        if bytes > 0 {
            out.push(Decoded::Rejected { reason, bytes });
        }
    }
}

/// Keeps only what both generations measure. The newer one alone has a perfusion index: whoever wants it configures that model.
fn common(mut item: Decoded) -> Decoded {
    if let Decoded::Numerics { readings, .. } = &mut item {
        readings.retain(|reading| reading.vital != Vital::PerfusionIndex);
    }
    item
}

impl Decoder for Either {
    fn push(&mut self, bytes: &[u8], out: &mut Vec<Decoded>) {
        for byte in bytes {
            self.take(*byte, out);
        }
    }

    fn finish(&mut self, out: &mut Vec<Decoded>) {
        self.end(out);
        self.passed += self.heard.len();
        self.tell_passed(RejectReason::Truncated, out);
        *self = Either { only: self.only, ..Either::default() };
    }

    fn line(&mut self, serial: SerialSettings) {
        self.only = Some(if serial == CMS50D_LINE { Generation::Cms50d } else { Generation::Cms50f });
    }
}
