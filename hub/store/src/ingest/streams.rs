//! The held ranges: read under lock first, extended last, in the same transaction.

use super::held::Numbers;
use super::{Fresh, HeldStream, IngestBatch, Item};
use crate::error::StoreError;
use hearth_vitals::{GatewayId, Loss, SeqRange, Stream};
use std::collections::{BTreeMap, BTreeSet};

/// A stream of a gateway.
pub type Name = (GatewayId, Stream);

/// Stream rows under lock.
#[derive(Default)]
pub struct Locked {
    streams: BTreeMap<Name, Row>,
}

/// A stream's row, and what this transaction changes in it.
pub struct Row {
    key: i32,
    held: Numbers,
    /// Those of `held` of which nothing is stored.
    lost: Numbers,
    added: Numbers,
    lost_changed: bool,
}

impl Row {
    /// As it was read.
    pub fn new(key: i32, held: Numbers, lost: Numbers) -> Row {
        Row { key, held, lost, added: Numbers::default(), lost_changed: false }
    }

    fn is_stored(&self, number: u64) -> bool {
        #[cfg(feature = "breakages")]
        if hearth_breakages::is("no_range_check") {
            return false;
        }
        self.held.contains(number) && !self.lost.contains(number)
    }

    fn add(&mut self, range: SeqRange) {
        self.held.add(range);
        self.added.add(range);
    }

    /// A number that was given up for lost has arrived.
    fn find(&mut self, number: u64) {
        if self.lost.contains(number) {
            self.lost.remove(number);
            self.lost_changed = true;
        }
    }

    /// What will never come counts as held, or the gateway would be asked for it for ever.
    fn lose(&mut self, range: SeqRange) {
        for missing in self.held.missing_in(range) {
            self.lost.add(missing);
            self.lost_changed = true;
        }
        self.add(range);
    }
}

/// What is to be written of the rows that changed.
#[derive(Default)]
pub struct Changed {
    /// Their keys.
    pub keys: Vec<i32>,
    /// Numbers added to `held`.
    pub added: Vec<String>,
    /// `lost` as it is now; NULL when it is as it was.
    pub lost: Vec<Option<String>>,
}

/// Every stream that a batch is of, or that a loss in it names.
pub fn names(batches: &[IngestBatch]) -> BTreeSet<Name> {
    let mut names = BTreeSet::new();
    for batch in batches {
        names.insert((batch.gateway.clone(), batch.stream));
        let lost = batch.items.iter().filter_map(|item| match item {
            Item::Loss(loss) => Some((batch.gateway.clone(), loss.stream)),
            _ => None,
        });
        names.extend(lost);
    }
    names
}

impl Locked {
    /// A row that is under lock now.
    pub fn insert(&mut self, name: Name, row: Row) {
        self.streams.insert(name, row);
    }

    /// The key of a stream's row.
    pub fn key(&self, gateway: &GatewayId, stream: Stream) -> Result<i32, StoreError> {
        let row = self.streams.get(&(gateway.clone(), stream));
        row.map(|row| row.key).ok_or_else(|| StoreError::Defect(format!("stream {stream:?} of {gateway} is not locked")))
    }

    /// The records that are not stored yet, each once; they are held from here on.
    pub fn keep_fresh(&mut self, batches: &[IngestBatch]) -> Vec<Fresh> {
        let mut fresh = Vec::new();
        for (index, batch) in batches.iter().enumerate() {
            let begun = fresh.len();
            self.keep_fresh_of(index, batch, &mut fresh);
            for loss in fresh[begun..].iter().filter_map(|new| loss_of(&batch.items[new.item])) {
                if let Some(row) = self.streams.get_mut(&(batch.gateway.clone(), loss.stream)) {
                    row.lose(loss.range);
                }
            }
        }
        fresh
    }

    fn keep_fresh_of(&mut self, index: usize, batch: &IngestBatch, fresh: &mut Vec<Fresh>) {
        let Some(row) = self.streams.get_mut(&(batch.gateway.clone(), batch.stream)) else { return };
        let Ok(range) = SeqRange::new(batch.first, batch.first + batch.items.len() as u64) else { return };
        for (item, number) in (range.first()..range.end()).enumerate() {
            if !row.is_stored(number) {
                row.find(number);
                fresh.push(Fresh { batch: index, item });
            }
        }
        row.add(range);
    }

    /// The rows that changed, for writing.
    pub fn changed(&self) -> Changed {
        let mut changed = Changed::default();
        for row in self.streams.values().filter(|row| !row.added.is_empty()) {
            changed.keys.push(row.key);
            changed.added.push(row.added.to_string());
            changed.lost.push(row.lost_changed.then(|| row.lost.to_string()));
        }
        changed
    }

    /// What is held now of the streams these batches are of.
    pub fn held(&self, batches: &[IngestBatch]) -> Vec<HeldStream> {
        let touched: BTreeSet<Name> = batches.iter().map(|batch| (batch.gateway.clone(), batch.stream)).collect();
        let held = |name: Name| {
            let held = self.streams.get(&name)?.held.ranges().collect();
            Some(HeldStream { gateway: name.0, stream: name.1, held })
        };
        touched.into_iter().filter_map(held).collect()
    }
}

fn loss_of(item: &Item) -> Option<&Loss> {
    match item {
        Item::Loss(loss) => Some(loss),
        _ => None,
    }
}
