//! Opening: what older generations left, and what of it is damaged.
//!
//! Nothing is changed before every file's format is known to be ours. A
//! finished segment carries its end in its seal, so only unfinished ones (a
//! few per opening) are walked record by record; damage inside a finished one
//! is found by the first read of it, which comes before anything is sent.

use crate::class::ClassId;
use crate::config::{Config, MAX_SEGMENTS};
use crate::disk::Disk;
use crate::error::OpenError;
use crate::gap::{Gap, GapKind};
use crate::ledger;
use crate::outbox::{Outbox, StreamInfo};
use crate::preamble::{self, FORMAT, Preamble};
use crate::record::{self, HEAD, Parsed};
use crate::scan::{Scan, Step};
use crate::segment::{self, HEADER, Id, Segment};
use crate::stream::{Key, Stream};
use std::collections::{BTreeMap, HashMap};
use std::io;

/// A failed read is tried so often before the place counts as unreadable.
const READ_TRIES: usize = 3;

/// What an opening found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recovery {
    /// Streams of older generations, oldest first.
    pub streams: Vec<StreamInfo>,
    /// Every loss that no receipt covers, those of earlier openings too. Record each: a loss recorded twice is
    /// held once by the hub.
    pub losses: Vec<Gap>,
    /// The ledger could not be read: everything is offered again, and numbers freed long ago show as missing.
    pub ledger_is_damaged: bool,
    /// Files that are none of ours; they were left alone.
    pub foreign_files: usize,
}

/// A segment file before its records are known.
struct FoundFile {
    id: Id,
    len: u64,
    opening: Option<u64>,
}

impl<D: Disk> Outbox<D> {
    /// Opens the outbox. `generation` is a fresh random number: this process numbers its records in it, and only
    /// drains the older ones.
    pub fn open(mut disk: D, config: Config, generation: u64) -> Result<(Outbox<D>, Recovery), OpenError> {
        config.check()?;
        let names = disk.list().map_err(|source| OpenError::Io { action: "list the files", source })?;
        let (files, foreign_files) = inspect(&mut disk, &names)?;
        let (book, ledger_is_damaged) = read_ledger(&mut disk, &names)?;
        if files.iter().any(|file| file.id.generation == generation) || book.keys().any(|key| key.generation == generation) {
            return Err(OpenError::GenerationUsed(generation));
        }
        let streams = restore(&mut disk, files, book);
        tidy(&mut disk, &names);
        let opening = streams.keys().next_back().map_or(0, |key| key.opening) + 1;
        let mut outbox = Outbox::assemble(disk, config, generation, opening, streams);
        let losses = outbox.streams.iter().flat_map(|(key, stream)| stream.gaps(*key)).collect();
        let recovery = Recovery { streams: outbox.streams(), losses, ledger_is_damaged, foreign_files };
        for class in ClassId::ALL {
            outbox.streams.insert(outbox.key(class), Stream::default());
        }
        Ok((outbox, recovery))
    }

    fn assemble(disk: D, config: Config, generation: u64, opening: u64, streams: BTreeMap<Key, Stream>) -> Outbox<D> {
        Outbox {
            bytes: streams.values().map(Stream::bytes).sum(),
            segments: streams.values().map(|stream| stream.segments.len()).sum(),
            disk,
            config,
            generation,
            opening,
            streams,
            active: Default::default(),
            found: Vec::new(),
            ledger_is_stale: false,
            stopped: None,
        }
    }
}

/// Looks at every file's first bytes. A newer format ends it here, before anything was touched.
fn inspect<D: Disk>(disk: &mut D, names: &[String]) -> Result<(Vec<FoundFile>, usize), OpenError> {
    let (mut files, mut foreign) = (Vec::new(), 0);
    for name in names {
        let magic = if name.ends_with(".seg") { segment::MAGIC } else { ledger::MAGIC };
        let mut head = [0; HEADER];
        let got = retry(|| disk.read_at(name, 0, &mut head)).unwrap_or(0);
        if let Preamble::Newer(version) = preamble::read(magic, &head[..got]) {
            return Err(OpenError::Newer { file: name.clone(), version, supported: FORMAT });
        }
        match Id::from_name(name) {
            Some(id) => {
                let len = retry(|| disk.len(name)).map_err(|source| OpenError::Io { action: "measure a segment", source })?;
                files.push(FoundFile { id, len, opening: segment::read_opening(id, &head[..got]) });
            }
            None => foreign += usize::from(name != ledger::NAME && name != ledger::NEXT),
        }
    }
    if files.len() > MAX_SEGMENTS + 3 {
        return Err(OpenError::TooManySegments { files: files.len(), limit: MAX_SEGMENTS });
    }
    Ok((files, foreign))
}

fn read_ledger<D: Disk>(disk: &mut D, names: &[String]) -> Result<(ledger::Book, bool), OpenError> {
    if !names.iter().any(|name| name == ledger::NAME) {
        return Ok((ledger::Book::new(), false));
    }
    match retry(|| ledger::load(disk)) {
        Ok(Some(book)) => Ok((book, false)),
        _ => Ok((ledger::Book::new(), true)),
    }
}

/// What a crash left behind: a ledger that was never named, files that never got a byte.
fn tidy<D: Disk>(disk: &mut D, names: &[String]) {
    for name in names {
        let is_empty = Id::from_name(name).is_some() && matches!(disk.len(name), Ok(0));
        if is_empty || name == ledger::NEXT {
            // Left in place it does no harm, so a failure here is none.
            let _ = disk.remove(name);
        }
    }
}

/// Puts files and book together.
fn restore<D: Disk>(disk: &mut D, files: Vec<FoundFile>, book: ledger::Book) -> BTreeMap<Key, Stream> {
    let mut openings: HashMap<u64, u64> = book.keys().map(|key| (key.generation, key.opening)).collect();
    openings.extend(files.iter().filter_map(|file| file.opening.map(|opening| (file.id.generation, opening))));
    let mut streams: BTreeMap<Key, Stream> = BTreeMap::new();
    for (key, stream) in book {
        streams.insert(Key { opening: openings[&key.generation], ..key }, stream);
    }
    let mut groups: BTreeMap<Key, Vec<FoundFile>> = BTreeMap::new();
    for file in files.into_iter().filter(|file| file.len > 0) {
        let Id { generation, class, .. } = file.id;
        let opening = openings.get(&generation).copied().unwrap_or(0);
        groups.entry(Key { opening, generation, class }).or_default().push(file);
    }
    for (key, group) in groups {
        restore_stream(disk, key, group, streams.entry(key).or_default());
    }
    streams.retain(|_, stream| !stream.is_spent());
    streams
}

fn restore_stream<D: Disk>(disk: &mut D, key: Key, mut files: Vec<FoundFile>, stream: &mut Stream) {
    files.sort_by_key(|file| file.id.first);
    let mut accounted = 0;
    let mut hole = GapKind::Missing;
    for (index, file) in files.iter().enumerate() {
        let next = files.get(index + 1).map_or(u64::MAX, |next| next.id.first);
        stream.lose(accounted, file.id.first, hole);
        let (segment, tail) = restore_segment(disk, key, file, next, stream);
        accounted = segment.end.max(accounted);
        // An end that cannot be read: if another segment follows, the gap up to it is damage, not a missing file.
        hole = if tail > 0 { GapKind::Corrupt } else { GapKind::Missing };
        if next == u64::MAX {
            stream.lose(accounted, accounted + tail, GapKind::Torn);
        }
        stream.segments.push_back(segment);
    }
}

/// The segment, and how many records at least its unreadable end held.
fn restore_segment<D: Disk>(disk: &mut D, key: Key, file: &FoundFile, next: u64, stream: &mut Stream) -> (Segment, u64) {
    let first = file.id.first;
    if let Some(end) = sealed_end(disk, key, file)
        && end >= first
        && end <= next
    {
        return (Segment::new(first, end, file.len), 0);
    }
    if file.len <= HEADER as u64 {
        return (Segment::new(first, first, file.len), 1);
    }
    walk(disk, key, file, next, stream)
}

/// The end that the seal states: the last 16 bytes of a finished segment.
fn sealed_end<D: Disk>(disk: &mut D, key: Key, file: &FoundFile) -> Option<u64> {
    let at = file.len.checked_sub(HEAD as u64).filter(|at| *at >= HEADER as u64)?;
    let mut tail = [0; HEAD];
    let got = retry(|| disk.read_at(&key.file(file.id.first), at, &mut tail)).ok()?;
    match record::parse(key.seed(), &tail[..got]) {
        Parsed::Seal(end) => Some(end),
        _ => None,
    }
}

fn walk<D: Disk>(disk: &mut D, key: Key, file: &FoundFile, next: u64, stream: &mut Stream) -> (Segment, u64) {
    let first = file.id.first;
    let mut segment = Segment::new(first, first, file.len);
    let mut scan = Scan::new(disk, key.file(first), key.seed(), (first, HEADER as u64), file.len);
    let tail = loop {
        match retry(|| scan.step()) {
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

fn retry<T>(mut action: impl FnMut() -> io::Result<T>) -> io::Result<T> {
    for _ in 1..READ_TRIES {
        if let Ok(done) = action() {
            return Ok(done);
        }
    }
    action()
}
