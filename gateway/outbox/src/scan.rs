//! Walks through the records of a segment, and finds the next intact one after damage.

use crate::disk::Disk;
use crate::record::{self, HEAD, MAX_PAYLOAD, Parsed};
use std::io;

/// How many bytes are read at a time; the largest record fits.
const WINDOW: usize = 2 * (HEAD + MAX_PAYLOAD);
/// How often a read is tried before the place counts as unreadable.
const READ_TRIES: usize = 3;
/// How many bytes are given up at a time where the medium cannot be read.
const PIECE: usize = 4096;

/// What to do at a place that the medium cannot read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unreadable {
    /// Return the error.
    Fail,
    /// Treat it as damage, and look for the next intact record behind it.
    Skip,
}

/// What a step through a segment found.
#[derive(Debug, PartialEq, Eq)]
pub enum Step {
    /// An intact record with the expected number.
    Record {
        /// Number of the record in its stream.
        seq: u64,
        /// Offset of its head in the file.
        offset: u64,
        /// Bytes of the record, without its head.
        payload: Vec<u8>,
    },
    /// Numbers from the first to the second (excluded) are damaged; what follows is intact.
    Gap(u64, u64),
    /// The last `bytes` contain nothing intact. If `records` is not 0, they held at least that many records.
    Tail {
        /// Bytes to the end of the file.
        bytes: u64,
        /// The least number of records that were lost.
        records: u64,
    },
    /// The end of the segment, with or without a seal.
    End,
}

/// Walks through one segment.
pub struct Scan<'d, D> {
    disk: &'d mut D,
    name: String,
    seed: u32,
    /// The number that the next record should have.
    expected: u64,
    /// Offset in the file of `window[at]`.
    offset: u64,
    /// Offset in the file behind which there are no records.
    limit: u64,
    window: Vec<u8>,
    at: usize,
    unreadable: Unreadable,
}

impl<'d, D: Disk> Scan<'d, D> {
    /// A walk that starts at `offset`, where record `expected` begins, and goes no further than `limit`.
    pub fn new(disk: &'d mut D, name: String, seed: u32, (expected, offset): (u64, u64), limit: u64) -> Self {
        Scan { disk, name, seed, expected, offset, limit, window: Vec::new(), at: 0, unreadable: Unreadable::Fail }
    }

    /// The same walk, with another way to treat places that cannot be read.
    pub fn on_unreadable(self, unreadable: Unreadable) -> Self {
        Scan { unreadable, ..self }
    }

    /// The number that the next record should have.
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
            // The records before and after are intact; those with the numbers between are not there.
            Found::Record(seq, _) | Found::Seal(seq) if seq > self.expected => {
                let gap = Step::Gap(self.expected, seq);
                self.expected = seq;
                Ok(gap)
            }
            _ => self.resync(),
        }
    }

    /// Looks for the next intact record. In `skipped` bytes there were at most `skipped / 17` records, the smallest size.
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

    /// Reads until at least `need` bytes are at hand, if the file has them.
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
            // Zeros are never a record, so this place counts as damaged.
            Err(_) => piece.fill(0),
        }
        got += piece.len();
    }
    Ok(got)
}

/// Tries a read a few times, because a card or a bus may fail for a moment.
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
