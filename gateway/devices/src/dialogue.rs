//! One open line: what is made of what its device says, and what is written to it (pure).

use crate::decoded::{Decoded, Decoder};
use crate::protocol::StreamProtocol;
use crate::talker::{Talker, Word};

/// The decoder and the [`Talker`] of one open line.
pub struct Dialogue {
    decoder: Box<dyn Decoder + Send>,
    talker: Talker,
}

impl Dialogue {
    /// Of a line that was opened, with its device's own settings, at this instant (ms).
    pub fn opened(protocol: StreamProtocol, now_ms: u64) -> Dialogue {
        let mut decoder = protocol.decoder();
        decoder.line(protocol.serial());
        Dialogue { decoder, talker: Talker::opened(protocol, now_ms) }
    }

    /// These bytes came: what was made of them.
    pub fn heard(&mut self, bytes: &[u8], now_ms: u64) -> Vec<Decoded> {
        let mut decoded = Vec::new();
        self.decoder.push(bytes, &mut decoded);
        self.talker.heard(&decoded, now_ms);
        decoded
    }

    /// What came at that instant is durable ([`Talker::kept`]).
    pub fn kept(&mut self, said_ms: u64) {
        self.talker.kept(said_ms);
    }

    /// When [`Dialogue::words`] has something to say if nothing happens before.
    pub fn due_ms(&self) -> Option<u64> {
        self.talker.due_ms()
    }

    /// What is to be done now. Where the line is set otherwise, what was heard before is ended, appended to `out`, and is no proof of the
    /// new settings.
    pub fn words(&mut self, now_ms: u64, out: &mut Vec<Decoded>) -> Vec<Word> {
        let words = self.talker.words(now_ms);
        for word in &words {
            if let Word::Set(serial) = word {
                self.decoder.finish(out);
                self.decoder.line(*serial);
            }
        }
        words
    }

    /// The line is closed: what the decoder still held.
    pub fn finish(mut self) -> Vec<Decoded> {
        let mut decoded = Vec::new();
        self.decoder.finish(&mut decoded);
        decoded
    }
}
