//! Walks the records of a segment, and finds its way back after damage.

use crate::disk::Disk;
use crate::record::{self, HEAD, MAX_PAYLOAD, Parsed};
use std::io;

/// Bytes read at a time: the largest record fits.
const WINDOW: usize = 2 * (HEAD + MAX_PAYLOAD);
/// A failed read is tried so often before the place counts as unreadable.
const READ_TRIES: usize = 3;
/// Bytes given up at a time where the medium cannot be read.
const PIECE: usize = 4096;

/// What to do where the medium cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unreadable {
    /// Say so.
    Fail,
    /// Take it as damage, and find the way back behind it.
    Skip,
}

/// The next thing in a segment.
#[derive(Debug, PartialEq, Eq)]
pub enum Step {
    /// A sound record, the one expected.
    Record {
        /// Its number.
        seq: u64,
        /// Where it starts.
        offset: u64,
        /// What it carries.
        payload: Vec<u8>,
    },
    /// These are damaged; what follows is sound.
    Gap(u64, u64),
    /// The last `bytes` hold nothing sound; if `records` is not 0 at least so many were there.
    Tail {
        /// Bytes to the end of the file.
        bytes: u64,
        /// Records lost at least.
        records: u64,
    },
    /// The segment ends here, sealed or not.
    End,
}

/// A reader over one segment.
pub struct Scan<'d, D> {
    disk: &'d mut D,
    name: String,
    seed: u32,
    /// The number that comes next.
    expected: u64,
    /// Where `window[at]` stands in the file.
    offset: u64,
    /// Where the records end at the latest.
    limit: u64,
    window: Vec<u8>,
    at: usize,
    unreadable: Unreadable,
}

impl<'d, D: Disk> Scan<'d, D> {
    /// Starts at `offset`, where record `expected` begins, and goes up to `limit`.
    pub fn new(disk: &'d mut D, name: String, seed: u32, (expected, offset): (u64, u64), limit: u64) -> Self {
        Scan { disk, name, seed, expected, offset, limit, window: Vec::new(), at: 0, unreadable: Unreadable::Fail }
    }

    /// The same, with another way to take what cannot be read.
    pub fn on_unreadable(self, unreadable: Unreadable) -> Self {
        Scan { unreadable, ..self }
    }

    /// The number that comes next.
    pub fn expected(&self) -> u64 {
        self.expected
    }

    /// The next record, gap or end.
    pub fn step(&mut self) -> io::Result<Step> {
        self.ensure(HEAD)?;
        if self.rest().is_empty() {
            return Ok(Step::End);
        }
        match self.parse()? {
            Found::Record(seq, size) if seq == self.expected => {
                let step = Step::Record { seq, offset: self.offset, payload: self.rest()[HEAD..size].to_vec() };
                self.advance(size);
                self.expected += 1;
                Ok(step)
            }
            Found::Seal(end) if end == self.expected => Ok(Step::End),
            // Both neighbours are sound and numbers between them are not there.
            Found::Record(seq, _) | Found::Seal(seq) if seq > self.expected => {
                let gap = Step::Gap(self.expected, seq);
                self.expected = seq;
                Ok(gap)
            }
            _ => self.resync(),
        }
    }

    /// Looks for the next sound record. Damage of `skipped` bytes hid at most `skipped / 17` records.
    fn resync(&mut self) -> io::Result<Step> {
        let expected = self.expected;
        let mut skipped = 0_u64;
        loop {
            self.ensure(HEAD + 1)?;
            if self.rest().len() <= HEAD {
                return Ok(self.tail(skipped));
            }
            self.advance(1);
            skipped += 1;
            let most = expected.saturating_add(skipped / (HEAD as u64 + 1) + 1);
            if !(expected..=most).contains(&record::peek_seq(self.rest())) {
                continue;
            }
            match self.parse()? {
                Found::Record(seq, _) | Found::Seal(seq) => {
                    self.expected = seq;
                    return if seq > expected { Ok(Step::Gap(expected, seq)) } else { self.step() };
                }
                Found::Nothing => {}
            }
        }
    }

    fn tail(&mut self, skipped: u64) -> Step {
        let bytes = skipped + self.rest().len() as u64;
        let only_seal = skipped == 0 && record::is_damaged_seal(self.seed, self.expected, self.rest());
        let rest = self.rest().len();
        self.advance(rest);
        Step::Tail { bytes, records: u64::from(!only_seal) }
    }

    fn parse(&mut self) -> io::Result<Found> {
        if let Parsed::Short(need) = record::parse(self.seed, self.rest()) {
            self.ensure(need)?;
        }
        Ok(match record::parse(self.seed, self.rest()) {
            Parsed::Record { seq, payload } => Found::Record(seq, HEAD + payload.len()),
            Parsed::Seal(end) => Found::Seal(end),
            Parsed::Bad | Parsed::Short(_) => Found::Nothing,
        })
    }

    fn rest(&self) -> &[u8] {
        &self.window[self.at..]
    }

    fn advance(&mut self, bytes: usize) {
        self.at += bytes;
        self.offset += bytes as u64;
    }

    /// Has at least `need` bytes at hand, if the file has them.
    fn ensure(&mut self, need: usize) -> io::Result<()> {
        let have = self.rest().len();
        let from = self.offset + have as u64;
        if have >= need || from >= self.limit {
            return Ok(());
        }
        self.window.drain(..self.at);
        self.at = 0;
        let want = (WINDOW - have).min((self.limit - from) as usize);
        self.window.resize(have + want, 0);
        let got = fill(self.disk, &self.name, from, &mut self.window[have..], self.unreadable);
        self.window.truncate(have + *got.as_ref().unwrap_or(&0));
        if got? < want {
            self.limit = self.offset + self.window.len() as u64;
        }
        Ok(())
    }
}

fn fill<D: Disk>(disk: &mut D, name: &str, from: u64, into: &mut [u8], unreadable: Unreadable) -> io::Result<usize> {
    match retry(|| disk.read_at(name, from, into)) {
        Err(_) if unreadable == Unreadable::Skip => {}
        other => return other,
    }
    let mut got = 0;
    for piece in into.chunks_mut(PIECE) {
        match retry(|| disk.read_at(name, from + got as u64, piece)) {
            Ok(len) if len < piece.len() => return Ok(got + len),
            Ok(_) => {}
            // Zeros are no record, so this place is found to be damaged.
            Err(_) => piece.fill(0),
        }
        got += piece.len();
    }
    Ok(got)
}

/// Tries a few times: a card or a bus has moments.
pub fn retry<T>(mut action: impl FnMut() -> io::Result<T>) -> io::Result<T> {
    for _ in 1..READ_TRIES {
        if let Ok(done) = action() {
            return Ok(done);
        }
    }
    action()
}

enum Found {
    Record(u64, usize),
    Seal(u64),
    Nothing,
}
