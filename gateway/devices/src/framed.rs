//! Finds frames in a stream of bytes, for protocols whose frames can be told by their own bytes.
//!
//! The buffer always holds what may still become a frame. When it cannot, its first byte is given up and the next one is tried
//! as a beginning. So a frame that arrives whole is found, whatever came before it, unless the garbage before it looks like
//! the beginning of a longer one.

use crate::decoded::{Decoded, Decoder, RejectReason};

/// What the bytes at a possible beginning of a frame turn out to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Look {
    /// There are too few bytes to tell: more may make them a frame.
    More,
    /// A whole frame of this many bytes begins here.
    Frame(usize),
    /// No frame begins here.
    Bad(RejectReason),
}

/// The frames of one protocol. The state of an implementation is what one frame means for the next.
pub(crate) trait Frames: Send {
    /// The size of the pieces in which rejected bytes are reported, so that a line full of garbage is reported now and then and
    /// not for every byte: at most what a device sends within ten seconds.
    const PIECE_BYTES: usize = 128;

    /// Judges bytes; there is at least one. It must recognise a frame, or that there is none, within the length of the longest
    /// frame.
    fn look(&self, bytes: &[u8]) -> Look;

    /// Takes a frame.
    fn accept(&mut self, frame: &[u8], out: &mut Vec<Decoded>);

    /// Notes that bytes were passed over: what follows does not continue what was before.
    fn lose(&mut self, out: &mut Vec<Decoded>);

    /// Ends the input: publishes what was taken and not published yet, and starts afresh.
    fn finish(&mut self, out: &mut Vec<Decoded>);
}

/// The state of one stream.
#[derive(Debug)]
pub(crate) struct Framed<F> {
    frames: F,
    buffer: Vec<u8>,
    lost: Option<(RejectReason, usize)>,
}

impl<F: Frames> Framed<F> {
    /// A stream of which nothing has been heard.
    pub(crate) fn new(frames: F) -> Framed<F> {
        Framed { frames, buffer: Vec::new(), lost: None }
    }

    /// Takes the frames in the buffer as far as they are decided.
    fn settle(&mut self, out: &mut Vec<Decoded>) {
        let mut start = 0;
        while start < self.buffer.len() {
            match self.frames.look(&self.buffer[start..]) {
                Look::More => break,
                Look::Frame(bytes) => {
                    self.report(out);
                    self.frames.accept(&self.buffer[start..start + bytes], out);
                    start += bytes;
                }
                Look::Bad(reason) => {
                    self.lose(reason, out);
                    start += 1;
                }
            }
        }
        self.buffer.drain(..start);
    }

    fn lose(&mut self, reason: RejectReason, out: &mut Vec<Decoded>) {
        let (reason, bytes) = self.lost.map_or((reason, 1), |(known, bytes)| (worse(known, reason), bytes + 1));
        if bytes == 1 {
            self.frames.lose(out);
        }
        self.lost = Some((reason, bytes));
        if bytes == F::PIECE_BYTES {
            self.report(out);
        }
    }

    fn report(&mut self, out: &mut Vec<Decoded>) {
        if let Some((reason, bytes)) = self.lost.take() {
            out.push(Decoded::Rejected { reason, bytes });
        }
    }
}

/// The reason that is reported for a stretch: the first one, unless there was a frame whose checksum alone fails; one stray byte
/// before it must not hide that.
fn worse(known: RejectReason, next: RejectReason) -> RejectReason {
    if next == RejectReason::Checksum { next } else { known }
}

impl<F: Frames> Decoder for Framed<F> {
    fn push(&mut self, bytes: &[u8], out: &mut Vec<Decoded>) {
        for byte in bytes {
            self.buffer.push(*byte);
            self.settle(out);
        }
    }

    fn finish(&mut self, out: &mut Vec<Decoded>) {
        while !self.buffer.is_empty() {
            self.lose(RejectReason::Truncated, out);
            self.buffer.remove(0);
            self.settle(out);
        }
        self.frames.finish(out);
        self.report(out);
    }
}
