//! What a new run needs to know of earlier ones.

use hearth_outbox::{ClassId, Disk, Outbox, Read, Recovery};
use hearth_vitals::batch::v1::decode_record;
use hearth_vitals::{Anchor, BootId, MonoMs, Record, WallMs};

/// How many records at the end of an events stream are read. Status and anchors come every ten seconds, so there is an
/// anchor among them unless there are too many losses.
const TAIL: u64 = 256;
/// How many of the last openings are read.
const OPENINGS: usize = 32;
/// How many readings at the end of an opening are read, only for their time.
const READINGS: u64 = 4;

/// What a new run needs to know of earlier ones.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Recovered {
    /// The best anchor of each earlier boot, newest boot first.
    pub anchors: Vec<Anchor>,
    /// The last instant that is known to have been collected; `None` if none is known.
    pub collected_until: Option<WallMs>,
}

impl Recovered {
    pub(super) fn read<D: Disk>(outbox: &mut Outbox<D>, recovery: &Recovery) -> Recovered {
        let mut recovered = Recovered::default();
        let events = recovery.streams.iter().rev().filter(|stream| stream.class == ClassId::EVENTS).take(OPENINGS);
        for stream in events {
            recovered.take(tail(outbox, ClassId::EVENTS, stream.generation, (stream.first, stream.end), TAIL));
        }
        // This comes after the anchors, because they tell the time of these readings.
        for stream in recovery.streams.iter().rev().filter(|stream| stream.class == ClassId::NUMERICS).take(OPENINGS) {
            recovered.take(tail(outbox, ClassId::NUMERICS, stream.generation, (stream.first, stream.end), READINGS));
        }
        recovered
    }

    fn take(&mut self, records: Vec<(BootId, Record)>) {
        for (_, record) in &records {
            if let Record::Anchor(anchor) = record {
                self.keep(*anchor);
            }
        }
        // Any other record proves as well as a status that the gateway was collecting.
        let instants = records.iter().filter(|(_, record)| !matches!(record, Record::Loss(_)));
        let walls = instants.filter_map(|(boot, record)| self.place(*boot, record.mono()));
        self.collected_until = walls.max().max(self.collected_until);
    }

    /// Keeps the better of two anchors of a boot: the less uncertain one, or the later one if they are equal.
    fn keep(&mut self, anchor: Anchor) {
        match self.anchors.iter_mut().find(|known| known.boot == anchor.boot) {
            Some(known) if anchor.uncertainty_ms <= known.uncertainty_ms => *known = anchor,
            Some(_) => {}
            None => self.anchors.push(anchor),
        }
    }

    fn place(&self, boot: BootId, mono: MonoMs) -> Option<WallMs> {
        self.anchors.iter().find(|anchor| anchor.boot == boot).map(|anchor| anchor.place(mono))
    }
}

fn tail<D: Disk>(outbox: &mut Outbox<D>, class: ClassId, generation: u64, (first, end): (u64, u64), most: u64) -> Vec<(BootId, Record)> {
    let mut from = end.saturating_sub(most).max(first);
    let mut records = Vec::new();
    while from < end {
        match outbox.read(generation, class, from, most as usize, usize::MAX) {
            Ok(Read::Records(found)) => {
                from = found.last().map_or(end, |(seq, _)| seq + 1);
                records.extend(found.iter().filter_map(|(_, payload)| decode_record(payload).ok()));
            }
            Ok(Read::Lost(gap)) => from = gap.end.max(from + 1),
            Ok(Read::Freed(_, freed)) => from = freed.max(from + 1),
            Ok(Read::End) | Err(_) => break,
        }
    }
    records
}
