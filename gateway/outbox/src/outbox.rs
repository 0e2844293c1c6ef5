//! The outbox: its state, and the questions that change nothing.

use crate::class::ClassId;
use crate::config::Config;
use crate::disk::Disk;
use crate::error::Stopped;
use crate::gap::Gap;
use crate::stream::{Key, Stream};
use std::collections::BTreeMap;

/// The gateway's durable queue. See the head of the crate.
#[derive(Debug)]
pub struct Outbox<D> {
    pub(crate) disk: D,
    pub(crate) config: Config,
    pub(crate) generation: u64,
    pub(crate) opening: u64,
    pub(crate) streams: BTreeMap<Key, Stream>,
    pub(crate) active: [Active; 3],
    /// Bytes of all segments, with what waits in memory.
    pub(crate) bytes: u64,
    pub(crate) segments: usize,
    /// Losses found since the caller last asked.
    pub(crate) found: Vec<Gap>,
    pub(crate) ledger_is_stale: bool,
    /// Empty files that go with the next ledger.
    pub(crate) tombstones: Vec<String>,
    pub(crate) stopped: Option<Stopped>,
}

/// The end of a stream that still grows.
#[derive(Debug, Default)]
pub(crate) struct Active {
    /// The number that the next record gets.
    pub next: u64,
    /// Everything before is durable, or its loss is.
    pub durable_end: u64,
    /// What was open was shed before it ever reached the disk: nothing there tells of it yet.
    pub is_unnoted: bool,
    /// True while the last segment takes records.
    pub is_open: bool,
    /// First number of that segment.
    pub first: u64,
    /// Its file exists.
    pub is_created: bool,
    /// Its name is not durable yet.
    pub is_unnamed: bool,
    /// Bytes were written since the last fsync.
    pub is_dirty: bool,
    /// Bytes in its file.
    pub written: u64,
    /// Bytes that follow them, not written yet.
    pub pending: Vec<u8>,
    /// Where in `pending` each record starts; the first is number `pending_first`.
    pub starts: Vec<usize>,
    pub pending_first: u64,
}

impl Active {
    /// The ledger tells of all that was shed.
    pub(crate) fn note(&mut self) {
        if std::mem::take(&mut self.is_unnoted) {
            self.durable_end = if self.is_open { self.first } else { self.next };
        }
    }
}

/// One stream as others see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StreamInfo {
    /// The opening that issued its numbers.
    pub generation: u64,
    /// Its class.
    pub class: ClassId,
    /// True for the generation this process opened: it still grows.
    pub is_current: bool,
    /// First number still here; equal to `end` when nothing is.
    pub first: u64,
    /// First number after the stream.
    pub end: u64,
    /// What the hub holds, as far as we know.
    pub receipted: Vec<(u64, u64)>,
    /// Bytes on disk, with what waits in memory.
    pub bytes: u64,
}

/// What still must be sent.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Backlog {
    /// Records.
    pub records: u64,
    /// Their bytes, taken in proportion from each segment.
    pub bytes: u64,
}

impl<D: Disk> Outbox<D> {
    /// The generation this process issues numbers in.
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

    /// Every stream here, oldest opening first.
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

    /// The first range at or after `from` that still must be sent. It stays within one segment: ask again from its end.
    pub fn next_unreceipted(&self, generation: u64, class: ClassId, from: u64) -> Option<(u64, u64)> {
        let stream = &self.streams[&self.find(generation, class)?];
        let start = stream.segments.partition_point(|segment| segment.end <= from);
        stream.segments.range(start..).find_map(|segment| stream.unsent(segment, from).first().copied())
    }

    /// The last range before `before` that still must be sent, within one segment: what the live lane sends first.
    pub fn last_unreceipted(&self, generation: u64, class: ClassId, before: u64) -> Option<(u64, u64)> {
        let stream = &self.streams[&self.find(generation, class)?];
        let stop = stream.segments.partition_point(|segment| segment.first < before);
        stream.segments.range(..stop).rev().find_map(|segment| {
            let last = stream.unsent(segment, 0).into_iter().rfind(|range| range.0 < before)?;
            Some((last.0, last.1.min(before)))
        })
    }

    /// What still must be sent, over all streams.
    pub fn backlog(&self) -> Backlog {
        ClassId::ALL
            .into_iter()
            .map(|class| self.backlog_of(class))
            .fold(Backlog::default(), |sum, one| Backlog { records: sum.records + one.records, bytes: sum.bytes + one.bytes })
    }

    /// What still must be sent of one class, over all generations.
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

    /// Bytes of all segments, with what waits in memory for the next sync.
    pub fn bytes_on_disk(&self) -> u64 {
        self.bytes
    }

    /// The losses found since this was last asked: shed for room, or damaged. Record each as a loss.
    pub fn take_losses(&mut self) -> Vec<Gap> {
        std::mem::take(&mut self.found)
    }

    /// Why the outbox takes nothing more, if so.
    pub fn stopped(&self) -> Option<&Stopped> {
        self.stopped.as_ref()
    }

    /// Gives the disk back, as it is: to open the outbox anew after it stopped.
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

    /// The current stream of a class; it is always there.
    pub(crate) fn key(&self, class: ClassId) -> Key {
        Key { opening: self.opening, generation: self.generation, class }
    }

    pub(crate) fn note_losses(&mut self, gaps: impl IntoIterator<Item = Gap>) {
        // What is not noted here is still named at the next opening.
        let room = crate::ranges::MAX_RANGES.saturating_sub(self.found.len());
        self.found.extend(gaps.into_iter().take(room));
    }
}
