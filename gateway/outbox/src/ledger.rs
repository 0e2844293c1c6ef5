//! The ledger, the one file that is rewritten: which numbers the hub holds, and why others are not here.
//!
//! No segment is removed before the ledger durably says why. It is replaced by a rename, so what is there is always a
//! whole old one or a whole new one. If it is lost, everything that is still here is sent again, and numbers that were
//! freed before are reported as missing.

use crate::class::ClassId;
use crate::disk::{Disk, read_whole};
use crate::preamble::{self, Preamble};
use crate::ranges::{MAX_RANGES, RangeSet};
use crate::record::{u32_at, u64_at};
use crate::stream::{Key, Stream};
use std::collections::BTreeMap;
use std::io;

/// Name of the file.
pub const NAME: &str = "ledger";
/// Name under which a new ledger is written before it replaces the old one.
pub const NEXT: &str = "ledger.next";
/// The first eight bytes of a ledger.
pub const MAGIC: [u8; 8] = *b"HEARTHLG";
/// Larger than any ledger that was ever written; a larger file is not read.
const MAX_BYTES: u64 = 32 * 1024 * 1024;

/// All streams with their numbers, without their segments.
pub type Book = BTreeMap<Key, Stream>;

/// Writes the book durably and replaces the old ledger by it.
pub fn save<D: Disk>(disk: &mut D, book: &Book) -> io::Result<()> {
    let bytes = encode(book);
    disk.create(NEXT)?;
    disk.append(NEXT, &bytes)?;
    disk.sync(NEXT)?;
    disk.rename(NEXT, NAME)?;
    disk.sync_dir()
}

/// Reads the ledger; `None` when it is damaged.
pub fn load<D: Disk>(disk: &mut D) -> io::Result<Option<Book>> {
    Ok(decode(&read_whole(disk, NAME, MAX_BYTES)?))
}

fn encode(book: &Book) -> Vec<u8> {
    let mut out = Vec::new();
    preamble::write(MAGIC, &mut out);
    out.extend_from_slice(&(book.len() as u32).to_le_bytes());
    for (key, stream) in book {
        out.extend_from_slice(&key.opening.to_le_bytes());
        out.extend_from_slice(&key.generation.to_le_bytes());
        out.push(key.class.code());
        for set in [&stream.receipted, &stream.settled].into_iter().chain(&stream.lost) {
            encode_set(set, &mut out);
        }
    }
    let crc = crc32c::crc32c(&out);
    out.extend_from_slice(&crc.to_le_bytes());
    out
}

fn encode_set(set: &RangeSet, out: &mut Vec<u8>) {
    out.extend_from_slice(&(set.as_slice().len() as u32).to_le_bytes());
    for range in set.as_slice() {
        out.extend_from_slice(&range.0.to_le_bytes());
        out.extend_from_slice(&range.1.to_le_bytes());
    }
}

fn decode(bytes: &[u8]) -> Option<Book> {
    let (body, crc) = bytes.split_last_chunk::<4>()?;
    if preamble::read(MAGIC, body) != Preamble::Current || crc32c::crc32c(body) != u32::from_le_bytes(*crc) {
        return None;
    }
    let mut cursor = Cursor(body.get(preamble::LEN..)?);
    let count = u32_at(cursor.take(4)?, 0);
    let book: Option<Book> = (0..count).map(|_| cursor.stream()).collect();
    book.filter(|_| cursor.0.is_empty())
}

struct Cursor<'a>(&'a [u8]);

impl<'a> Cursor<'a> {
    fn take(&mut self, len: usize) -> Option<&'a [u8]> {
        let (head, rest) = self.0.split_at_checked(len)?;
        self.0 = rest;
        Some(head)
    }

    fn stream(&mut self) -> Option<(Key, Stream)> {
        let head = self.take(17)?;
        let key = Key { opening: u64_at(head, 0), generation: u64_at(head, 8), class: ClassId::new(head[16])? };
        let mut stream = Stream { receipted: self.set()?, settled: self.set()?, ..Stream::default() };
        for lost in &mut stream.lost {
            *lost = self.set()?;
        }
        Some((key, stream))
    }

    fn set(&mut self) -> Option<RangeSet> {
        let count = u32_at(self.take(4)?, 0) as usize;
        if count > MAX_RANGES {
            return None;
        }
        let mut set = RangeSet::default();
        for pair in self.take(count * 16)?.chunks_exact(16) {
            set.insert(u64_at(pair, 0), u64_at(pair, 8));
        }
        Some(set)
    }
}
