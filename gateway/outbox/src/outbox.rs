//! The outbox: its state, and the calls that only ask.

use crate::class::ClassId;
use crate::config::Config;
use crate::disk::Disk;
use crate::error::Stopped;
use crate::gap::Gap;
use crate::stream::{Key, Stream};
use std::collections::BTreeMap;

/// The gateway's durable queue; how it works is told at the head of the crate.
#[derive(Debug)]
pub struct Outbox<D> {
    pub(crate) disk: D,
    pub(crate) config: Config,
    pub(crate) generation: u64,
    pub(crate) opening: u64,
    pub(crate) streams: BTreeMap<Key, Stream>,
    pub(crate) active: [Active; 3],
    /// Bytes of all segments, including those that wait in memory.
    pub(crate) bytes: u64,
    pub(crate) segments: usize,
    /// Losses found since the caller last took them with [`Outbox::take_losses`].
    pub(crate) found: Vec<Gap>,
    pub(crate) ledger_is_stale: bool,
    /// Names of emptied files that are removed once the next ledger is written.
    pub(crate) tombstones: Vec<String>,
    pub(crate) stopped: Option<Stopped>,
}

/// The part of a current stream that is still being written.
#[derive(Debug, Default)]
pub(crate) struct Active {
    /// The number that the next record gets.
    pub next: u64,
    /// Every record before this number is durable, or its loss is.
    pub durable_end: u64,
    /// True when records were shed before they reached the disk: nothing on the disk tells of them yet.
    pub is_unnoted: bool,
    /// True while the last segment takes records.
    pub is_open: bool,
    /// First number of that segment.
    pub first: u64,
    /// True when its file exists.
    pub is_created: bool,
    /// True when its name is not durable yet.
    pub is_unnamed: bool,
    /// True when bytes were written since the last fsync.
    pub is_dirty: bool,
    /// Bytes written to its file.
    pub written: u64,
    /// Bytes that are to be written after them.
    pub pending: Vec<u8>,
    /// Offset in `pending` of each record; the first record is number `pending_first`.
    pub starts: Vec<usize>,
    pub pending_first: u64,
}

impl Active {
    /// Notes that the ledger now tells of everything that was shed.
    pub(crate) fn note(&mut self) {
        if std::mem::take(&mut self.is_unnoted) {
            self.durable_end = if self.is_open { self.first } else { self.next };
        }
    }
}

/// One stream, described for callers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StreamInfo {
    /// The generation that issued its numbers.
    pub generation: u64,
    /// Class of its records.
    pub class: ClassId,
    /// True for the generation that this process opened, which still grows.
    pub is_current: bool,
    /// First number still here; equal to `end` when nothing is.
    pub first: u64,
    /// First number after the stream.
    pub end: u64,
    /// The ranges that the hub holds, as far as this gateway has been told.
    pub receipted: Vec<(u64, u64)>,
    /// Bytes on disk, including those that wait in memory.
    pub bytes: u64,
}

/// How much still has to be sent.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Backlog {
    /// How many records.
    pub records: u64,
    /// Their size, bytes; estimated where only part of a segment is to be sent.
    pub bytes: u64,
}

impl<D: Disk> Outbox<D> {
    /// The generation in which this process issues numbers.
    pub fn generation(&self) -> u64 {
        self.generation
    }

    /// Every record of this class before this number is durable (of the current generation).
    pub fn durable_end(&self, class: ClassId) -> u64 {
        self.active[class.index()].durable_end
    }

    /// The number that the next record of this class will get.
    pub fn next_seq(&self, class: ClassId) -> u64 {
        self.active[class.index()].next
    }

    /// Every stream in the outbox, those of the oldest opening first.
    pub fn streams(&self) -> Vec<StreamInfo> {
        self.streams.iter().map(|(key, stream)| self.info(*key, stream)).collect()
    }

    fn info(&self, key: Key, stream: &Stream) -> StreamInfo {
        let is_current = key.generation == self.generation;
        let end = if is_current { self.next_seq(key.class) } else { stream.end() };
        StreamInfo {
            generation: key.generation,
            class: key.class,
            is_current,
            first: stream.segments.front().map_or(end, |segment| segment.first),
            end,
            receipted: stream.receipted.as_slice().to_vec(),
            bytes: stream.bytes(),
        }
    }

    /// The first range at or after `from` that still has to be sent. It never crosses the end of a segment: ask again from
    /// its end.
    pub fn next_unreceipted(&self, generation: u64, class: ClassId, from: u64) -> Option<(u64, u64)> {
        let stream = &self.streams[&self.find(generation, class)?];
        let start = stream.segments.partition_point(|segment| segment.end <= from);
        stream.segments.range(start..).find_map(|segment| stream.unsent(segment, from).first().copied())
    }

    /// The last range before `before` that still has to be sent, within one segment: what the live lane sends first.
    pub fn last_unreceipted(&self, generation: u64, class: ClassId, before: u64) -> Option<(u64, u64)> {
        let stream = &self.streams[&self.find(generation, class)?];
        let stop = stream.segments.partition_point(|segment| segment.first < before);
        stream.segments.range(..stop).rev().find_map(|segment| {
            let last = stream.unsent(segment, 0).into_iter().rfind(|range| range.0 < before)?;
            Some((last.0, last.1.min(before)))
        })
    }

    /// How much still has to be sent, of all streams.
    pub fn backlog(&self) -> Backlog {
        ClassId::ALL
            .into_iter()
            .map(|class| self.backlog_of(class))
            .fold(Backlog::default(), |sum, one| Backlog { records: sum.records + one.records, bytes: sum.bytes + one.bytes })
    }

    /// How much still has to be sent of one class, of all generations.
    pub fn backlog_of(&self, class: ClassId) -> Backlog {
        let mut backlog = Backlog::default();
        for stream in self.streams.iter().filter(|entry| entry.0.class == class).map(|entry| entry.1) {
            for segment in &stream.segments {
                let records: u64 = stream.unsent(segment, 0).iter().map(|range| range.1 - range.0).sum();
                backlog.records += records;
                backlog.bytes += (segment.bytes * records).checked_div(segment.end - segment.first).unwrap_or(0);
            }
        }
        backlog
    }

    /// Bytes of all segments, including those that wait in memory for the next sync.
    pub fn bytes_on_disk(&self) -> u64 {
        self.bytes
    }

    /// The losses found since the last call: shed to make room, or damaged. The caller records each as a loss.
    pub fn take_losses(&mut self) -> Vec<Gap> {
        std::mem::take(&mut self.found)
    }

    /// The fault that stopped the outbox; `None` while it takes records.
    pub fn stopped(&self) -> Option<&Stopped> {
        self.stopped.as_ref()
    }

    /// Gives the disk back unchanged, to open the outbox anew after it stopped.
    pub fn into_disk(self) -> D {
        self.disk
    }

    /// The disk, for a simulation that damages it while the outbox is open.
    #[cfg(feature = "sim")]
    pub fn disk_mut(&mut self) -> &mut D {
        &mut self.disk
    }

    pub(crate) fn find(&self, generation: u64, class: ClassId) -> Option<Key> {
        let current = self.key(class);
        if generation == current.generation {
            return Some(current);
        }
        self.streams.keys().find(|key| key.generation == generation && key.class == class).copied()
    }

    /// The current stream of a class; there always is one.
    pub(crate) fn key(&self, class: ClassId) -> Key {
        Key { opening: self.opening, generation: self.generation, class }
    }

    pub(crate) fn note_losses(&mut self, gaps: impl IntoIterator<Item = Gap>) {
        // Losses beyond the limit are not forgotten: the next opening finds them again.
        let room = crate::ranges::MAX_RANGES.saturating_sub(self.found.len());
        self.found.extend(gaps.into_iter().take(room));
    }
}
