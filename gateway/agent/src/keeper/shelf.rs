//! The outbox in the form in which the uplink reads it.

use super::{Keeper, Medium, class_id, stream_of};
use crate::uplink::{Consecutive, Shelf};
use hearth_outbox::{Gap, GapKind, Read};
use hearth_vitals::Stream;

/// How many gaps in the numbers one read steps over, at most.
const MAX_STEPS: usize = 64;
/// The most records that are remembered as lost because nobody can understand them.
const MAX_GIVEN_UP: usize = 4_096;
/// After this many failures a read takes what the medium can still give.
const MAX_BAD_READS: u32 = 120;

impl<M: Medium> Shelf for Keeper<M> {
    fn streams(&self) -> Vec<Stream> {
        let infos = self.outbox.as_ref().map(hearth_outbox::Outbox::streams).unwrap_or_default();
        infos.iter().filter_map(|info| stream_of(info.generation, info.class)).collect()
    }

    fn consecutive(&mut self, stream: Stream, from: u64, to: u64, max_records: usize, max_bytes: usize) -> Option<Consecutive> {
        let mut from = from;
        for _ in 0..MAX_STEPS {
            let salvages = self.bad_read.is_some_and(|bad| bad.0 == stream && bad.2 >= MAX_BAD_READS);
            let outbox = self.outbox.as_mut()?;
            let (generation, class) = (stream.generation.0, class_id(stream.class));
            let (first, end) = outbox.next_unreceipted(generation, class, from)?;
            let end = end.min(to);
            let first = first.max(from);
            if first >= end {
                return None;
            }
            let records = max_records.min(usize::try_from(end - first).unwrap_or(usize::MAX));
            if self.given_up.contains(&(stream, first)) {
                from = first + 1;
                continue;
            }
            let read = if salvages {
                outbox.salvage(generation, class, first, records, max_bytes)
            } else {
                outbox.read(generation, class, first, records, max_bytes)
            };
            match read {
                Ok(Read::Records(records)) => {
                    let payloads = records.into_iter().take_while(|(seq, _)| *seq < end).map(|(_, payload)| payload).collect();
                    return Some(Consecutive { first, payloads });
                }
                Ok(Read::Lost(gap)) => from = gap.end,
                Ok(Read::Freed(_, end)) => from = end,
                Ok(Read::End) => return None,
                Err(error) => {
                    tracing::warn!(%error, "the outbox cannot be read");
                    self.bad_read(stream, first);
                    return None;
                }
            }
        }
        None
    }

    fn give_up(&mut self, stream: Stream, seq: u64) {
        if self.given_up.len() < MAX_GIVEN_UP && self.given_up.insert((stream, seq)) {
            tracing::error!(%seq, generation = %stream.generation, "a record on disk cannot be understood; it counts as lost");
            let (generation, class) = (stream.generation.0, class_id(stream.class));
            self.losses.push(Gap { generation, class, first: seq, end: seq + 1, kind: GapKind::Corrupt });
        }
    }
}

impl<M: Medium> Keeper<M> {
    /// Counts failed reads. A range that fails too often is salvaged: what the medium cannot give is lost.
    fn bad_read(&mut self, stream: Stream, seq: u64) {
        let times = self.bad_read.filter(|bad| (bad.0, bad.1) == (stream, seq)).map_or(1, |bad| bad.2 + 1);
        self.bad_read = Some((stream, seq, times));
    }
}
