//! The held ranges of streams: read under a lock at the beginning of a transaction, extended at its end.

use super::held::Numbers;
use super::{Fresh, HeldStream, IngestBatch, Item};
use crate::error::StoreError;
use hearth_vitals::{GatewayId, Loss, SeqRange, Stream};
use std::collections::{BTreeMap, BTreeSet};

/// A gateway and one of its streams.
pub type StreamName = (GatewayId, Stream);

/// Rows of streams that this transaction has locked.
#[derive(Default)]
pub struct Locked {
    streams: BTreeMap<StreamName, StreamRow>,
}

/// A row of a stream, and what this transaction adds to it.
pub struct StreamRow {
    key: i32,
    held: Numbers,
    /// Numbers in `held` of which nothing is stored, because a loss record said that they would never come.
    lost: Numbers,
    added: Numbers,
    lost_changed: bool,
}

impl StreamRow {
    /// A row as it was read, with nothing added.
    pub fn new(key: i32, held: Numbers, lost: Numbers) -> StreamRow {
        StreamRow { key, held, lost, added: Numbers::default(), lost_changed: false }
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

    /// Takes a number out of `lost`, because its record has arrived after all.
    fn find(&mut self, number: u64) {
        if self.lost.contains(number) {
            self.lost.remove(number);
            self.lost_changed = true;
        }
    }

    /// Adds a range that will never come. It counts as held, or the hub would ask the gateway for it for ever.
    fn lose(&mut self, range: SeqRange) {
        for missing in self.held.missing_in(range) {
            self.lost.add(missing);
            self.lost_changed = true;
        }
        self.add(range);
    }
}

/// The rows that a transaction changed, as columns for the statement that writes them.
#[derive(Default)]
pub struct Changed {
    /// Keys of the rows.
    pub keys: Vec<i32>,
    /// For each row, the numbers that `held` gains, in PostgreSQL's notation.
    pub added: Vec<String>,
    /// For each row, all of `lost` as it is now; `None` when it has not changed.
    pub lost: Vec<Option<String>>,
}

/// Every stream that a batch belongs to, or that a loss record in a batch names.
pub fn names(batches: &[IngestBatch]) -> BTreeSet<StreamName> {
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
    /// Adds a row that this transaction has locked.
    pub fn insert(&mut self, name: StreamName, row: StreamRow) {
        self.streams.insert(name, row);
    }

    /// The key of a stream's row; an error when it is not locked.
    pub fn key(&self, gateway: &GatewayId, stream: Stream) -> Result<i32, StoreError> {
        let row = self.streams.get(&(gateway.clone(), stream));
        row.map(|row| row.key).ok_or_else(|| StoreError::Defect(format!("stream {stream:?} of {gateway} is not locked")))
    }

    /// Finds the records that are not stored yet, each once, and counts their numbers as held from now on.
    pub fn keep_fresh(&mut self, batches: &[IngestBatch]) -> Vec<Fresh> {
        let mut fresh = Vec::with_capacity(batches.iter().map(|batch| batch.items.len()).sum());
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

    /// The rows that changed.
    pub fn changed(&self) -> Changed {
        let mut changed = Changed::default();
        for row in self.streams.values().filter(|row| !row.added.is_empty()) {
            changed.keys.push(row.key);
            changed.added.push(row.added.to_string());
            changed.lost.push(row.lost_changed.then(|| row.lost.to_string()));
        }
        changed
    }

    /// What is held now of the streams that these batches belong to.
    pub fn held(&self, batches: &[IngestBatch]) -> Vec<HeldStream> {
        let touched: BTreeSet<StreamName> = batches.iter().map(|batch| (batch.gateway.clone(), batch.stream)).collect();
        let held = |name: StreamName| {
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
