//! What earlier runs left that a new one needs to know.

use hearth_outbox::{ClassId, Disk, Outbox, Read, Recovery};
use hearth_vitals::batch::v1::decode_record;
use hearth_vitals::{Anchor, BootId, MonoMs, Record, WallMs};

/// The last records of an events stream that are looked at: status and anchors come each
/// ten seconds, so an anchor is among them unless losses crowd them out.
const TAIL: u64 = 256;
/// The last openings that are looked at.
const OPENINGS: usize = 32;
/// The last readings of an opening that are looked at, for their time alone.
const READINGS: u64 = 4;

/// What earlier runs left.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Recovered {
    /// The best anchor of each earlier boot, newest boot first.
    pub anchors: Vec<Anchor>,
    /// The last instant that is known to have been collected.
    pub collected_until: Option<WallMs>,
}

impl Recovered {
    pub(super) fn read<D: Disk>(outbox: &mut Outbox<D>, recovery: &Recovery) -> Recovered {
        let mut recovered = Recovered::default();
        let events = recovery.streams.iter().rev().filter(|stream| stream.class == ClassId::EVENTS).take(OPENINGS);
        for stream in events {
            recovered.take(tail(outbox, ClassId::EVENTS, stream.generation, (stream.first, stream.end), TAIL));
        }
        // After the anchors, which tell their time.
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
        // A button press, a link that came or a reading is the same proof as a status.
        let instants = records.iter().filter(|(_, record)| !matches!(record, Record::Loss(_)));
        let walls = instants.filter_map(|(boot, record)| self.place(*boot, record.mono()));
        self.collected_until = walls.max().max(self.collected_until);
    }

    /// Less uncertain is better; among equals the later.
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
