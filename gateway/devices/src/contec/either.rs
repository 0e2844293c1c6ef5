//! A CMS50 of which nobody knows the generation: it is told by what comes.
//!
//! Nothing is made of bytes until a run of frames says of which generation they are, so that a line which is still set for the
//! other one cannot show a number.

use super::{CMS50D_LINE, Cms50d, Cms50f, FRAMES_IN_A_ROW, Generation, cms50d, cms50f, generation};
use crate::decoded::{Decoded, Decoder, RejectReason};
use crate::framed::Framed;
use crate::serial::SerialSettings;
use hearth_vitals::Vital;

/// Bytes that are looked at: the longest run.
const RUN_BYTES: usize = cms50f::LIVE_BYTES * FRAMES_IN_A_ROW;
/// What is none is told in pieces of this many bytes.
const PIECE_BYTES: usize = 128;
/// After so many bytes of which nothing is understood, another device may hang on the line. Something is made of each 540 bytes
/// of a newer one, 300 of an older one: a second.
const LOST_BYTES: usize = 2_048;

/// What was heard, until it is known who speaks; then who reads it.
#[derive(Default)]
pub(crate) struct Either {
    /// The newest bytes, at most [`RUN_BYTES`].
    heard: Vec<u8>,
    /// How many bytes came before them, were no frame, and have not been told yet.
    passed: usize,
    reader: Option<Box<dyn Decoder + Send>>,
    /// The only generation that can be heard as the line is set: a few frames of the other one may be made of anything.
    only: Option<Generation>,
    /// Bytes since the reader understood something.
    lost: usize,
}

impl Generation {
    /// Its decoder, and the bytes of the run by which it is known.
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
        // After each byte a run was looked for, so this one ends with the newest.
        let (before, run) = heard.split_at(heard.len() - run);
        self.passed += before.len();
        self.tell_passed(RejectReason::Garbage, out);
        let mut read = Vec::new();
        reader.push(run, &mut read);
        self.reader = Some(reader);
        self.follow(read, out);
    }

    /// Hands on what the reader made, and lets it go when it has long understood nothing.
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

/// What both generations measure. A perfusion is the newer one's alone: whoever wants it says that it is one.
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
