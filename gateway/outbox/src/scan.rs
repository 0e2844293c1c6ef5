//! Walks the records of a segment, and finds its way back after damage.

use crate::disk::Disk;
use crate::record::{self, HEAD, MAX_PAYLOAD, Parsed};
use std::io;

/// Bytes read at a time: the largest record fits.
const WINDOW: usize = 2 * (HEAD + MAX_PAYLOAD);

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
}

impl<'d, D: Disk> Scan<'d, D> {
    /// Starts at `offset`, where record `expected` begins, and goes up to `limit`.
    pub fn new(disk: &'d mut D, name: String, seed: u32, (expected, offset): (u64, u64), limit: u64) -> Self {
        Scan { disk, name, seed, expected, offset, limit, window: Vec::new(), at: 0 }
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
        match self.parse_at(0)? {
            Found::Record(seq, size) if seq == self.expected => {
                let step = Step::Record { seq, offset: self.offset, payload: self.rest()[HEAD..size].to_vec() };
                self.advance(size);
                self.expected += 1;
                Ok(step)
            }
            Found::Seal(end) if end == self.expected => Ok(Step::End),
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
            match self.parse_at(0)? {
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

    fn parse_at(&mut self, tries: u8) -> io::Result<Found> {
        let need = match record::parse(self.seed, self.rest()) {
            Parsed::Record { seq, payload } => return Ok(Found::Record(seq, HEAD + payload.len())),
            Parsed::Seal(end) => return Ok(Found::Seal(end)),
            Parsed::Bad => return Ok(Found::Nothing),
            Parsed::Short(need) => need,
        };
        self.ensure(need)?;
        if tries > 0 || self.rest().len() < need { Ok(Found::Nothing) } else { self.parse_at(1) }
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
        let got = self.disk.read_at(&self.name, from, &mut self.window[have..]);
        self.window.truncate(have + *got.as_ref().unwrap_or(&0));
        if got? < want {
            self.limit = self.offset + self.window.len() as u64;
        }
        Ok(())
    }
}

enum Found {
    Record(u64, usize),
    Seal(u64),
    Nothing,
}
