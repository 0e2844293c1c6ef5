//! Makes streams of the files and the ledger.

use super::inspect::FoundFile;
use crate::disk::Disk;
use crate::error::OpenError;
use crate::gap::GapKind;
use crate::ledger::Book;
use crate::record::{self, HEAD, Parsed};
use crate::scan::{Scan, Step, Unreadable, retry};
use crate::segment::{HEADER, Id, Segment};
use crate::stream::{Key, Stream};
use crate::tombstone;
use std::collections::{BTreeMap, HashMap};
use std::io;

/// The streams of all older generations. Everything in them is durable when this returns.
pub fn restore<D: Disk>(
    disk: &mut D,
    files: Vec<FoundFile>,
    book: Book,
    tombstones: &[String],
) -> Result<BTreeMap<Key, Stream>, OpenError> {
    let mut openings: HashMap<u64, u64> = book.keys().map(|key| (key.generation, key.opening)).collect();
    openings.extend(files.iter().filter_map(|file| file.opening.map(|opening| (file.id.generation, opening))));
    let key_of = |generation, class| Key { opening: openings.get(&generation).copied().unwrap_or(0), generation, class };
    let mut streams: BTreeMap<Key, Stream> = book.into_iter().map(|(key, stream)| (key_of(key.generation, key.class), stream)).collect();
    for gap in tombstones.iter().filter_map(|name| tombstone::from_name(name)) {
        streams.entry(key_of(gap.generation, gap.class)).or_default().lose(gap.first, gap.end, gap.kind);
    }
    let mut groups: BTreeMap<Key, Vec<FoundFile>> = BTreeMap::new();
    for file in files.into_iter().filter(|file| file.len > 0) {
        groups.entry(key_of(file.id.generation, file.id.class)).or_default().push(file);
    }
    let mut walker = Walker { disk, unsealed: Vec::new() };
    for (key, group) in groups {
        walker.restore_stream(key, group, streams.entry(key).or_default());
    }
    walker.make_durable().map_err(|source| OpenError::Io { action: "make durable what a crash left", source })?;
    streams.retain(|_, stream| !stream.is_spent());
    Ok(streams)
}

struct Walker<'d, D> {
    disk: &'d mut D,
    /// Files without a seal, because the process that wrote them was killed.
    unsealed: Vec<String>,
}

impl<D: Disk> Walker<'_, D> {
    fn restore_stream(&mut self, key: Key, mut files: Vec<FoundFile>, stream: &mut Stream) {
        files.sort_by_key(|file| file.id.first);
        let mut accounted = 0;
        let mut hole = GapKind::Missing;
        for (index, file) in files.iter().enumerate() {
            let next = files.get(index + 1).map_or(u64::MAX, |next| next.id.first);
            stream.lose(accounted, file.id.first, hole);
            let (segment, tail) = self.restore_segment(key, file, next, stream);
            accounted = segment.end.max(accounted);
            // The end of this segment cannot be read. The numbers up to the next segment are damaged, not missing.
            hole = if tail > 0 { GapKind::Corrupt } else { GapKind::Missing };
            if next == u64::MAX {
                stream.lose(accounted, accounted + tail, GapKind::Torn);
            }
            stream.segments.push_back(segment);
        }
    }

    /// The segment, and how many records its unreadable end held at least.
    fn restore_segment(&mut self, key: Key, file: &FoundFile, next: u64, stream: &mut Stream) -> (Segment, u64) {
        let first = file.id.first;
        if let Some(end) = self.sealed_end(key, file).filter(|end| (first..=next).contains(end)) {
            return (Segment::new(first, end, file.len), 0);
        }
        self.unsealed.push(key.file(first));
        if file.len <= HEADER as u64 {
            return (Segment::new(first, first, file.len), 1);
        }
        self.walk(key, file, next, stream)
    }

    /// The end that the seal states, in the last 16 bytes of a finished segment.
    fn sealed_end(&mut self, key: Key, file: &FoundFile) -> Option<u64> {
        let at = file.len.checked_sub(HEAD as u64).filter(|at| *at >= HEADER as u64)?;
        let mut tail = [0; HEAD];
        let got = retry(|| self.disk.read_at(&key.file(file.id.first), at, &mut tail)).ok()?;
        match record::parse(key.seed(), &tail[..got]) {
            Parsed::Seal(end) => Some(end),
            _ => None,
        }
    }

    fn walk(&mut self, key: Key, file: &FoundFile, next: u64, stream: &mut Stream) -> (Segment, u64) {
        let Id { first, .. } = file.id;
        let mut segment = Segment::new(first, first, file.len);
        let place = (first, HEADER as u64);
        let mut scan = Scan::new(self.disk, key.file(first), key.seed(), place, file.len).on_unreadable(Unreadable::Skip);
        let tail = loop {
            match scan.step() {
                Ok(Step::Record { seq, offset, .. }) if seq < next => segment.note(seq, offset),
                Ok(Step::Gap(from, to)) => drop(stream.lose(from, to.min(next), GapKind::Corrupt)),
                Ok(Step::Tail { records, .. }) => break records,
                Ok(Step::Record { .. } | Step::End) => break 0,
                Err(_) => break 1,
            }
        };
        segment.end = scan.expected().min(next);
        (segment, tail)
    }

    /// Makes the unsealed files durable: a process that was killed may have left records only in the system's memory, and
    /// they must not count as kept before they are on the medium.
    fn make_durable(&mut self) -> io::Result<()> {
        for name in &self.unsealed {
            self.disk.sync(name)?;
            self.disk.close(name);
        }
        if self.unsealed.is_empty() { Ok(()) } else { self.disk.sync_dir() }
    }
}
