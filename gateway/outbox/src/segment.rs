//! One file of records: its name, its header, and where its records are.

use crate::class::ClassId;
use crate::preamble;
use crate::record::{u32_at, u64_at};

/// First eight bytes of a segment.
pub const MAGIC: [u8; 8] = *b"HEARTHOB";
/// Bytes of its header.
pub const HEADER: usize = 48;
/// About every so many bytes the offset of a record is remembered, so that a read need not start at the front.
const MARK_EVERY: u64 = 64 * 1024;

/// Everything that the name and header of a segment say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Id {
    /// The generation that wrote it.
    pub generation: u64,
    /// Class of its records.
    pub class: ClassId,
    /// The number of its first record.
    pub first: u64,
}

impl Id {
    /// The file name, `{generation:016x}-{class}-{first:016x}.seg`.
    pub fn name(&self) -> String {
        format!("{:016x}-{}-{:016x}.seg", self.generation, self.class.code(), self.first)
    }

    /// The segment with this file name; `None` if it is not one of ours.
    pub fn from_name(name: &str) -> Option<Id> {
        let mut parts = name.strip_suffix(".seg")?.split('-');
        let generation = u64::from_str_radix(parts.next()?, 16).ok()?;
        let class = ClassId::new(parts.next()?.parse().ok()?)?;
        let first = u64::from_str_radix(parts.next()?, 16).ok()?;
        let id = Id { generation, class, first };
        (id.name() == name).then_some(id)
    }
}

/// Appends the header of a new segment to `out`.
pub fn write_header(id: Id, opening: u64, out: &mut Vec<u8>) {
    let start = out.len();
    preamble::write(MAGIC, out);
    out.extend_from_slice(&id.generation.to_le_bytes());
    out.extend_from_slice(&opening.to_le_bytes());
    out.extend_from_slice(&id.first.to_le_bytes());
    out.extend_from_slice(&[id.class.code(), 0, 0, 0]);
    let crc = crc32c::crc32c(&out[start..]);
    out.extend_from_slice(&crc.to_le_bytes());
}

/// The rank of the opening, from a header that is intact and belongs to `id`.
pub fn read_opening(id: Id, bytes: &[u8]) -> Option<u64> {
    let head = bytes.first_chunk::<HEADER>()?;
    let sound = crc32c::crc32c(&head[..44]) == u32_at(head, 44);
    let ours = u64_at(head, 16) == id.generation && u64_at(head, 32) == id.first && head[40] == id.class.code();
    (sound && ours).then(|| u64_at(head, 24))
}

/// What the outbox knows of one segment without reading it.
#[derive(Debug, Clone)]
pub struct Segment {
    /// Number of its first record.
    pub first: u64,
    /// The number after its last record.
    pub end: u64,
    /// Its size, including what still waits in memory, bytes.
    pub bytes: u64,
    /// Number and offset of some of its records, ascending.
    marks: Vec<(u64, u64)>,
}

impl Segment {
    /// A segment of the numbers `first..end` that is `bytes` long.
    pub fn new(first: u64, end: u64, bytes: u64) -> Segment {
        Segment { first, end, bytes, marks: vec![(first, HEADER as u64)] }
    }

    /// Where to start looking for `seq`: the number of a record at or before it, and its offset.
    pub fn place_of(&self, seq: u64) -> (u64, u64) {
        let after = self.marks.partition_point(|mark| mark.0 <= seq);
        self.marks.get(after.wrapping_sub(1)).copied().unwrap_or((self.first, HEADER as u64))
    }

    /// Remembers that record `seq` starts at `offset`, unless a place nearby is remembered already.
    pub fn note(&mut self, seq: u64, offset: u64) {
        if self.marks.last().is_none_or(|last| seq > last.0 && offset >= last.1 + MARK_EVERY) {
            self.marks.push((seq, offset));
        }
    }
}
