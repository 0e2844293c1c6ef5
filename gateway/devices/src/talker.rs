//! What is written on the line of a device, and when (pure).
//!
//! The row of a driver says by its [`Talk`] what its devices wait for. A [`Talker`] makes of it what one open line is to be given
//! now: events and time in, [`Word`]s out. Whoever owns the port carries them out.

use crate::decoded::{Decoded, RejectReason};
use crate::protocol::StreamProtocol;
use crate::serial::SerialSettings;
use crate::talk::Talk;

/// How long a device that was understood and falls silent is listened to before its line is set otherwise, in milliseconds: it
/// was switched off, or another device is connected now.
const PATIENCE_MS: u64 = 10_000;
/// The time before a damaged record is asked for again, in milliseconds; a good record ends the wait. Where the line goes on
/// damaging records, the device repeats them by itself, and is not kept busy.
const ASK_AGAIN_MS: u64 = 5_000;

/// What the owner of a port must do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Word {
    /// Write these bytes to the port.
    Write(Vec<u8>),
    /// Set the line like this, and forget what it still holds.
    Set(SerialSettings),
}

/// Decides what is written to one open line.
#[derive(Debug)]
pub struct Talker {
    protocol: StreamProtocol,
    /// True while the line is set as for [`Talk::other`].
    is_other: bool,
    ask_at_ms: Option<u64>,
    switch_at_ms: Option<u64>,
    /// True if something was understood since the device was last asked.
    is_heard: bool,
    /// When the newest record came, while it waits for an answer; otherwise `None`.
    unanswered: Option<u64>,
    /// When a damaged record was asked for again; `None` once a good one has come.
    asked_again: Option<u64>,
    /// What must be done at once.
    words: Vec<Word>,
}

impl Talker {
    /// Begins with a line that was opened, with its device's own settings, at this instant.
    pub fn opened(protocol: StreamProtocol, now_ms: u64) -> Talker {
        let talk = protocol.talk();
        let speaks = !talk.hello.is_empty() || talk.poll.is_some();
        Talker {
            protocol,
            is_other: false,
            ask_at_ms: speaks.then_some(now_ms),
            switch_at_ms: talk.other.map(|other| now_ms + other.after_ms),
            is_heard: false,
            unanswered: None,
            asked_again: None,
            words: Vec::new(),
        }
    }

    /// Called after bytes arrived, with what they decoded to.
    pub fn heard(&mut self, decoded: &[Decoded], now_ms: u64) {
        self.is_heard |= decoded.iter().any(|item| !matches!(item, Decoded::Rejected { .. }));
        if decoded.iter().any(|item| matches!(item, Decoded::Numerics { .. })) {
            self.switch_at_ms = self.protocol.talk().other.map(|_| now_ms + PATIENCE_MS);
        }
        // A device sends one record and waits, so the newest is the one that it waits for. A second answer would be taken as the
        // answer to the next record.
        match decoded.iter().rev().find_map(|item| self.answer(item)) {
            Some(Reply::OnceKept) => (self.unanswered, self.asked_again) = (Some(now_ms), None),
            Some(Reply::Damaged(byte)) => self.ask_again(byte, now_ms),
            None => {}
        }
    }

    fn ask_again(&mut self, byte: u8, now_ms: u64) {
        self.unanswered = None;
        if self.asked_again.is_none_or(|asked_ms| now_ms.saturating_sub(asked_ms) >= ASK_AGAIN_MS) {
            self.asked_again = Some(now_ms);
            self.words.push(Word::Write(vec![byte]));
        }
    }

    /// The reply to a decoded item; noise between records is not answered.
    fn answer(&self, item: &Decoded) -> Option<Reply> {
        let answers = self.protocol.talk().answers?;
        match item {
            Decoded::Numerics { .. } => Some(Reply::OnceKept),
            Decoded::Rejected { reason: RejectReason::Checksum, .. } => Some(Reply::Damaged(answers.damaged)),
            _ => None,
        }
    }

    /// Notes that what came at that instant is durable. It counts only if nothing came since: a device that has sent it again
    /// meanwhile waits for the answer to that.
    pub fn kept(&mut self, said_ms: u64) {
        if self.unanswered == Some(said_ms) {
            self.unanswered = None;
            self.words.extend(self.protocol.talk().answers.map(|answers| Word::Write(vec![answers.kept])));
        }
    }

    /// The instant at which [`Talker::words`] has something to say if nothing happens before.
    pub fn due_ms(&self) -> Option<u64> {
        let ask_at_ms = self.ask_at_ms.filter(|_| !self.is_other);
        ask_at_ms.into_iter().chain(self.switch_at_ms).min()
    }

    /// What the owner of the port must do now.
    pub fn words(&mut self, now_ms: u64) -> Vec<Word> {
        let mut words = std::mem::take(&mut self.words);
        if self.switch_at_ms.is_some_and(|at| at <= now_ms) {
            words.extend(self.switch(now_ms));
        }
        if !self.is_other && self.ask_at_ms.is_some_and(|at| at <= now_ms) {
            words.extend(self.ask(now_ms));
        }
        words
    }

    fn switch(&mut self, now_ms: u64) -> Option<Word> {
        let other = self.protocol.talk().other?;
        self.is_other = !self.is_other;
        (self.is_heard, self.switch_at_ms) = (false, Some(now_ms + other.after_ms));
        self.ask_at_ms = self.ask_at_ms.map(|_| now_ms);
        Some(Word::Set(if self.is_other { other.serial } else { self.protocol.serial() }))
    }

    fn ask(&mut self, now_ms: u64) -> Option<Word> {
        let Talk { hello, poll, .. } = self.protocol.talk();
        self.ask_at_ms = poll.map(|poll| now_ms + poll.every_ms);
        // A device that was switched off and on again has to be asked anew.
        let bytes = if std::mem::take(&mut self.is_heard) { poll.map_or(hello, |poll| poll.bytes) } else { hello };
        (!bytes.is_empty()).then(|| Word::Write(bytes.to_vec()))
    }
}

/// The answer to a record of the device.
enum Reply {
    OnceKept,
    Damaged(u8),
}
