//! Making room. The order is: segments that the hub holds, then waveforms, oldest first, then numerics, oldest first;
//! never events that the hub lacks.
//!
//! A class never displaces a more important one, and never its own open segment: if there is no room for a waveform, it is
//! refused before a numeric is removed.

use crate::class::ClassId;
use crate::disk::Disk;
use crate::error::{Stopped, is_full};
use crate::gap::{Gap, GapKind};
use crate::ledger;
use crate::outbox::{Active, Outbox};
use crate::stream::Key;
use std::io;

/// A segment that is to be removed: its stream, first number and size in bytes.
type Victim = (Key, u64, u64);

impl<D: Disk> Outbox<D> {
    /// Frees at least `need_bytes` for a record of `class`, if the rule allows, and returns what is lost by it.
    pub fn shed(&mut self, class: ClassId, need_bytes: u64) -> Result<Vec<Gap>, Stopped> {
        self.check()?;
        self.remove(self.victims(class, need_bytes)).map(|removed| removed.1)
    }

    /// The same for the outbox's own need: the caller gets the losses from [`Outbox::take_losses`]. Returns the bytes freed.
    pub(crate) fn shed_for(&mut self, class: ClassId, need_bytes: u64) -> Result<u64, Stopped> {
        let (freed, gaps) = self.remove(self.victims(class, need_bytes))?;
        self.note_losses(gaps);
        Ok(freed)
    }

    /// Frees receipted segments beyond what is kept for a hub restored from a backup.
    pub(crate) fn trim_receipted(&mut self) -> Result<(), Stopped> {
        let done: Vec<Victim> = self.done_segments().collect();
        let over = done.iter().map(|victim| victim.2).sum::<u64>().saturating_sub(self.config.keep_receipted_bytes);
        self.remove(take(done.into_iter(), over)).map(drop)
    }

    fn victims(&self, class: ClassId, need_bytes: u64) -> Vec<Victim> {
        let waveforms = self.unsent_segments(ClassId::WAVEFORMS, class != ClassId::WAVEFORMS);
        let numerics = self.unsent_segments(ClassId::NUMERICS, class == ClassId::EVENTS);
        let numerics = numerics.filter(|_| class <= ClassId::NUMERICS);
        take(self.done_segments().chain(waveforms).chain(numerics), need_bytes)
    }

    /// Segments of which every number is receipted or settled, least important class first.
    fn done_segments(&self) -> impl Iterator<Item = Victim> + '_ {
        ClassId::ALL.into_iter().rev().flat_map(|class| self.segments_of(class, true, false))
    }

    fn unsent_segments(&self, class: ClassId, with_open: bool) -> impl Iterator<Item = Victim> + '_ {
        self.segments_of(class, false, with_open)
    }

    /// Segments of a class, oldest first: those of which every number is accounted for, or the others.
    fn segments_of(&self, class: ClassId, done: bool, with_open: bool) -> impl Iterator<Item = Victim> + '_ {
        let streams = self.streams.iter().filter(move |entry| entry.0.class == class);
        streams.flat_map(move |(key, stream)| {
            let mine = stream.segments.iter().filter(move |segment| with_open || !self.is_open(*key, segment.first));
            mine.filter(move |segment| stream.is_done(segment) == done).map(|segment| (*key, segment.first, segment.bytes))
        })
    }

    fn is_open(&self, key: Key, first: u64) -> bool {
        let active = &self.active[key.class.index()];
        key.generation == self.generation && active.is_open && active.first == first
    }

    /// Removes segments: first the ledger durably says why, then the files go. What happens on a disk too full for the ledger
    /// is told in [`crate::tombstone`].
    fn remove(&mut self, victims: Vec<Victim>) -> Result<(u64, Vec<Gap>), Stopped> {
        if victims.is_empty() {
            return Ok((0, Vec::new()));
        }
        let gaps = victims.iter().flat_map(|victim| self.write_off(victim)).collect();
        let files: Vec<_> = victims.iter().filter_map(|victim| self.file_of(victim)).collect();
        self.ledger_is_stale = true;
        self.save_unless_full()?;
        let gone = if self.ledger_is_stale { self.bury(&files) } else { self.unlink(&files) };
        gone.map_err(|error| self.stop("remove a segment", &error))?;
        let freed = victims.iter().map(|victim| self.forget(victim)).sum();
        self.save_unless_full()?;
        self.streams.retain(|key, stream| key.generation == self.generation || !stream.is_spent());
        Ok((freed, gaps))
    }

    pub(crate) fn save_unless_full(&mut self) -> Result<(), Stopped> {
        match self.write_ledger() {
            Err(error) if !is_full(&error) => Err(self.stop("write the ledger", &error)),
            _ => Ok(()),
        }
    }

    pub(crate) fn write_ledger(&mut self) -> io::Result<()> {
        if self.ledger_is_stale {
            ledger::save(&mut self.disk, &self.streams)?;
            self.ledger_is_stale = false;
            self.active.iter_mut().for_each(Active::note);
        }
        self.clear_tombstones()
    }

    /// Notes the numbers of a segment that is removed: settled if receipted, otherwise shed.
    fn write_off(&mut self, (key, first, _): &Victim) -> Vec<Gap> {
        let Some(stream) = self.streams.get_mut(key) else { return Vec::new() };
        let Some((first, end)) = stream.segments.iter().find(|one| one.first == *first).map(|one| (one.first, one.end)) else {
            return Vec::new();
        };
        for range in stream.receipted.within(first, end).collect::<Vec<_>>() {
            stream.settled.insert(range.0, range.1);
        }
        stream.lose(first, end, GapKind::Shed).into_iter().map(|range| key.gap(range.0, range.1, GapKind::Shed)).collect()
    }

    /// The range of a segment, if it has a file already.
    fn file_of(&self, (key, first, _): &Victim) -> Option<(Key, u64, u64)> {
        let has_file = !self.is_open(*key, *first) || self.active[key.class.index()].is_created;
        let segment = self.streams[key].segments.iter().find(|segment| segment.first == *first)?;
        has_file.then_some((*key, *first, segment.end))
    }

    fn unlink(&mut self, files: &[(Key, u64, u64)]) -> io::Result<()> {
        for (key, first, _) in files {
            match self.disk.remove(&key.file(*first)) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
                _ => {}
            }
        }
        self.disk.sync_dir()
    }

    fn forget(&mut self, (key, first, bytes): &Victim) -> u64 {
        if self.is_open(*key, *first) {
            let active = &mut self.active[key.class.index()];
            // A segment without a file leaves no tombstone: only the ledger can tell that its numbers were issued.
            let is_unnoted = self.ledger_is_stale && (active.is_unnoted || !active.is_created);
            let durable_end = if is_unnoted { active.durable_end } else { active.next };
            *active = Active { next: active.next, durable_end, is_unnoted, ..Active::default() };
        }
        if let Some(stream) = self.streams.get_mut(key) {
            stream.segments.retain(|segment| segment.first != *first);
        }
        self.bytes -= bytes;
        self.segments -= 1;
        *bytes
    }
}

fn take(victims: impl Iterator<Item = Victim>, need_bytes: u64) -> Vec<Victim> {
    let mut chosen = Vec::new();
    let mut sum = 0_u64;
    for victim in victims {
        if sum >= need_bytes {
            break;
        }
        sum += victim.2;
        chosen.push(victim);
    }
    chosen
}
