//! Which names of a home were seen before. It matters because each new name makes a row that stays in the store.

use hearth_vitals::batch::v1::Batch;
use hearth_vitals::{DeviceId, Record, Stream};
use std::collections::{BTreeSet, VecDeque};
use std::hash::{BuildHasher, RandomState};

/// Names remembered of one home. A name that was forgotten counts as new again.
const REMEMBERED: usize = 256;

/// The names seen, as hashes.
#[derive(Debug, Default)]
pub struct Novelty {
    known: BTreeSet<u64>,
    order: VecDeque<u64>,
    hasher: RandomState,
}

impl Novelty {
    /// How many names in the batch were not seen before.
    pub fn new_in(&self, batch: &Batch) -> u64 {
        let mut new: Vec<u64> = self.names(batch).filter(|name| !self.known.contains(name)).collect();
        new.sort_unstable();
        new.dedup();
        new.len() as u64
    }

    /// Remembers the batch's names.
    pub fn learn(&mut self, batch: &Batch) {
        let names: Vec<u64> = self.names(batch).collect();
        for name in names {
            if !self.known.insert(name) {
                continue;
            }
            self.order.push_back(name);
            if self.order.len() > REMEMBERED {
                self.order.pop_front().map(|oldest| self.known.remove(&oldest));
            }
        }
    }

    fn names<'a>(&'a self, batch: &'a Batch) -> impl Iterator<Item = u64> + 'a {
        let header = [self.stream(&batch.header.stream), self.hasher.hash_one(("boot", batch.boot.0))];
        let anchor = batch.anchor.iter().map(|anchor| self.hasher.hash_one(("boot", anchor.boot.0)));
        header.into_iter().chain(anchor).chain(batch.records.iter().filter_map(|record| self.name(record)))
    }

    fn name(&self, record: &Record) -> Option<u64> {
        match record {
            Record::Frame(frame) => Some(self.device(&frame.device)),
            Record::Waveform(block) => Some(self.device(&block.device)),
            Record::Event(event) => event.device.as_ref().map(|device| self.device(device)),
            Record::Unknown(unknown) => unknown.device.as_ref().map(|device| self.device(device)),
            Record::Anchor(anchor) => Some(self.hasher.hash_one(("boot", anchor.boot.0))),
            Record::Loss(loss) => Some(self.stream(&loss.stream)),
            Record::Status(_) => None,
        }
    }

    fn device(&self, device: &DeviceId) -> u64 {
        self.hasher.hash_one(device.as_str())
    }

    fn stream(&self, stream: &Stream) -> u64 {
        self.hasher.hash_one((stream.generation.0, stream.class as u8))
    }
}
