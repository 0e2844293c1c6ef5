//! One open line: decodes what its device says, and decides what is written to it (pure).

use crate::decoded::{Decoded, Decoder};
use crate::protocol::StreamProtocol;
use crate::talker::{Talker, Word};

/// The decoder and the [`Talker`] of one open line.
pub struct Dialogue {
    decoder: Box<dyn Decoder + Send>,
    talker: Talker,
}

impl Dialogue {
    /// Begins with a line that was opened, with its device's own settings, at this instant (ms).
    pub fn opened(protocol: StreamProtocol, now_ms: u64) -> Dialogue {
        let mut decoder = protocol.decoder();
        decoder.line(protocol.serial());
        Dialogue { decoder, talker: Talker::opened(protocol, now_ms) }
    }

    /// Decodes the bytes that arrived.
    pub fn heard(&mut self, bytes: &[u8], now_ms: u64) -> Vec<Decoded> {
        let mut decoded = Vec::new();
        self.decoder.push(bytes, &mut decoded);
        self.talker.heard(&decoded, now_ms);
        decoded
    }

    /// Notes that what came at that instant is durable ([`Talker::kept`]).
    pub fn kept(&mut self, said_ms: u64) {
        self.talker.kept(said_ms);
    }

    /// The instant at which [`Dialogue::words`] next has something to say if nothing happens before.
    pub fn due_ms(&self) -> Option<u64> {
        self.talker.due_ms()
    }

    /// What the owner of the port must do now. When the settings of the line change, the decoding of what was heard before is
    /// ended and appended to `out`, and is no proof of the new settings.
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

    /// Ends when the line is closed, and gives what the decoder still held.
    pub fn finish(mut self) -> Vec<Decoded> {
        let mut decoded = Vec::new();
        self.decoder.finish(&mut decoded);
        decoded
    }
}
