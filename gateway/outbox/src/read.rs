//! Reading records by their number. Nothing is skipped silently: every number gives a record, or the reason for its absence.

use crate::class::ClassId;
use crate::disk::Disk;
use crate::error::ReadError;
use crate::gap::{Gap, GapKind};
use crate::outbox::{Active, Outbox};
use crate::record::{HEAD, u32_at};
use crate::scan::{Scan, Step, Unreadable};
use crate::stream::Key;

/// What a read found at a number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Read {
    /// Consecutive records, beginning with the one asked for.
    Records(Vec<(u64, Vec<u8>)>),
    /// The records of this gap are lost: record the loss, and read on at its end. A loss that is found for the first time
    /// is in [`Outbox::take_losses`] too.
    Lost(Gap),
    /// These numbers were freed after the hub had receipted them; read on at the second number.
    Freed(u64, u64),
    /// The stream does not reach this number.
    End,
}

/// How much to read.
#[derive(Clone, Copy)]
struct Want {
    from: u64,
    records: usize,
    bytes: usize,
    unreadable: Unreadable,
}

impl<D: Disk> Outbox<D> {
    /// Reads from `from_seq` on at most `max_records` records and `max_bytes` of payload, but at least one record.
    pub fn read(
        &mut self,
        generation: u64,
        class: ClassId,
        from_seq: u64,
        max_records: usize,
        max_bytes: usize,
    ) -> Result<Read, ReadError> {
        let want = Want { from: from_seq, records: max_records.max(1), bytes: max_bytes, unreadable: Unreadable::Fail };
        self.read_as(generation, class, want)
    }

    /// As [`Outbox::read`], for a place where that keeps failing with [`ReadError::Io`]: what the medium cannot give counts
    /// as lost, and the rest is read. To be used only when the medium fails for good, because the loss is final.
    pub fn salvage(
        &mut self,
        generation: u64,
        class: ClassId,
        from_seq: u64,
        max_records: usize,
        max_bytes: usize,
    ) -> Result<Read, ReadError> {
        let want = Want { from: from_seq, records: max_records.max(1), bytes: max_bytes, unreadable: Unreadable::Skip };
        self.read_as(generation, class, want)
    }

    fn read_as(&mut self, generation: u64, class: ClassId, want: Want) -> Result<Read, ReadError> {
        let from_seq = want.from;
        let unknown = ReadError::UnknownStream { generation, class: class.code() };
        let key = self.find(generation, class).ok_or(unknown)?;
        let stream = &self.streams[&key];
        if let Some((_, end, kind)) = stream.loss_at(from_seq) {
            return Ok(Read::Lost(key.gap(from_seq, end, kind)));
        }
        let want = Want { records: want.records.min(usize::try_from(stream.next_loss(from_seq) - from_seq).unwrap_or(usize::MAX)), ..want };
        let Some(position) = stream.position_of(from_seq) else {
            return Ok(self.absent(key, from_seq));
        };
        let active = &self.active[class.index()];
        if generation == self.generation && active.is_open && from_seq >= active.pending_first {
            return Ok(Read::Records(from_memory(active, want)));
        }
        self.read_segment(key, position, want)
    }

    /// The answer for a number that is in no segment.
    fn absent(&mut self, key: Key, seq: u64) -> Read {
        let stream = &self.streams[&key];
        if let Some(range) = stream.settled.holding(seq) {
            return Read::Freed(seq, range.1);
        }
        if let Some(range) = stream.receipted.holding(seq) {
            return Read::Freed(seq, range.1);
        }
        match stream.segments.iter().map(|segment| segment.first).find(|first| *first > seq) {
            Some(first) => self.lost(key, seq, first, GapKind::Missing),
            None => Read::End,
        }
    }

    fn lost(&mut self, key: Key, first: u64, end: u64, kind: GapKind) -> Read {
        let fresh = self.streams.get_mut(&key).map(|stream| stream.lose(first, end, kind)).unwrap_or_default();
        self.note_losses(fresh.iter().map(|range| key.gap(range.0, range.1, kind)));
        self.ledger_is_stale = true;
        Read::Lost(key.gap(first, fresh.first().map_or(end, |range| range.1), kind))
    }

    fn read_segment(&mut self, key: Key, position: usize, want: Want) -> Result<Read, ReadError> {
        let segment = &self.streams[&key].segments[position];
        let (first, mut end, mut limit) = (segment.first, segment.end, segment.bytes);
        let active = &self.active[key.class.index()];
        if key.generation == self.generation && active.is_open && active.first == first {
            (end, limit) = (active.pending_first, active.written);
        }
        let place = segment.place_of(want.from);
        let mut scan = Scan::new(&mut self.disk, key.file(first), key.seed(), place, limit).on_unreadable(want.unreadable);
        let got = collect(&mut scan, want, end);
        let (records, marks, hole) = got.map_err(|(first, source)| ReadError::Io {
            generation: key.generation,
            class: key.class.code(),
            first: first.max(want.from),
            end,
            source,
        })?;
        if let Some(segment) = self.streams.get_mut(&key).and_then(|stream| stream.segments.get_mut(position)) {
            marks.into_iter().for_each(|(seq, offset)| segment.note(seq, offset));
        }
        match hole {
            Some(hole) if records.is_empty() => Ok(self.lost(key, want.from, hole, GapKind::Corrupt)),
            _ => Ok(Read::Records(records)),
        }
    }
}

/// Records, the places where records start, and the end of the hole that stopped the collection, if one did.
type Collected = (Vec<(u64, Vec<u8>)>, Vec<(u64, u64)>, Option<u64>);

fn collect<D: Disk>(scan: &mut Scan<'_, D>, want: Want, end: u64) -> Result<Collected, (u64, std::io::Error)> {
    let (mut records, mut marks, mut bytes) = (Vec::new(), Vec::new(), 0_usize);
    loop {
        let expected = scan.expected();
        let step = match scan.step() {
            Ok(step) => step,
            // Give what was read before the failure; the next read begins at the failing place and reports it.
            Err(_) if !records.is_empty() => return Ok((records, marks, None)),
            Err(error) => return Err((expected, error)),
        };
        match step {
            Step::Record { seq, offset, payload } => {
                marks.push((seq, offset));
                if seq < want.from {
                    continue;
                }
                bytes += payload.len();
                if !records.is_empty() && bytes > want.bytes {
                    return Ok((records, marks, None));
                }
                records.push((seq, payload));
                if records.len() >= want.records {
                    return Ok((records, marks, None));
                }
            }
            Step::Gap(_, next) if next <= want.from => {}
            Step::Gap(_, next) => return Ok((records, marks, Some(next.min(end)))),
            Step::Tail { .. } | Step::End => return Ok((records, marks, (expected < end).then_some(end))),
        }
    }
}

fn from_memory(active: &Active, want: Want) -> Vec<(u64, Vec<u8>)> {
    let skip = (want.from - active.pending_first) as usize;
    let mut bytes = 0_usize;
    let mut records = Vec::new();
    for (index, start) in active.starts.iter().enumerate().skip(skip).take(want.records) {
        let head = &active.pending[*start..];
        let payload = &head[HEAD..HEAD + u32_at(head, 4) as usize];
        bytes += payload.len();
        if !records.is_empty() && bytes > want.bytes {
            break;
        }
        records.push((active.pending_first + index as u64, payload.to_vec()));
    }
    records
}
