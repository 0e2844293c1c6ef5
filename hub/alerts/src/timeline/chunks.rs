//! The values of an island in the order of time, in chunks, each with the state of the fold before it.
//!
//! Each change of a stay's state is made on a copy, and most changes add one value. So all chunks but the last one are
//! shared by the copies, and the last one lies in the island itself: to copy it allocates nothing.

use crate::budget::KEPT_MS;
use crate::copied::copied_by_field;
use crate::fold::{Fold, Sample};
use arrayvec::ArrayVec;
use hearth_vitals::WallMs;
use std::collections::VecDeque;
use std::sync::Arc;

/// Values in a chunk.
const CHUNK: usize = 32;
/// The most chunks that are kept, whatever a device sends: a quarter of an hour at 4 Hz.
const CHUNKS_MAX: usize = 128;

/// The state of the folds of both sides (low, high).
pub(super) type Folds = [Fold; 2];

/// Values in the order of time; never empty.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Chunk {
    before: Arc<Folds>,
    samples: Vec<Sample>,
}

/// Values in the order of time.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Chunks {
    /// All but the last.
    closed: Arc<VecDeque<Arc<Chunk>>>,
    /// The state of the fold before the last chunk.
    before: Arc<Folds>,
    /// The last chunk. Empty only when the last closed one has more values than fit in here.
    last: ArrayVec<Sample, CHUNK>,
}

copied_by_field!(Chunks { last; closed, before });

impl Chunks {
    /// Adds a value that is newer than all others. `edge` is the state of the fold before it. True when it begins a chunk.
    pub fn push(&mut self, sample: Sample, edge: &Folds) -> bool {
        if self.last.is_full() {
            self.close();
        }
        let begins_chunk = self.last.is_empty();
        if begins_chunk {
            self.before = Arc::new(edge.clone());
        }
        self.last.push(sample);
        begins_chunk
    }

    /// Puts the last chunk beside the others.
    fn close(&mut self) {
        if !self.last.is_empty() {
            let chunk = Chunk { before: Arc::clone(&self.before), samples: self.last.to_vec() };
            Arc::make_mut(&mut self.closed).push_back(Arc::new(chunk));
            self.last.clear();
        }
    }

    /// Takes the last chunk from beside the others, if it fits in here.
    fn open(&mut self) {
        if self.last.is_empty() && self.closed.back().is_some_and(|chunk| chunk.samples.len() <= CHUNK) {
            let Some(chunk) = Arc::make_mut(&mut self.closed).pop_back() else { return };
            self.before = Arc::clone(&chunk.before);
            self.last.extend(chunk.samples.iter().copied());
        }
    }

    /// The chunks while `change` is at work on them, all beside each other.
    fn change<T>(&mut self, change: impl FnOnce(&mut VecDeque<Arc<Chunk>>) -> T) -> T {
        self.close();
        let changed = change(Arc::make_mut(&mut self.closed));
        self.open();
        changed
    }

    /// Forgets the oldest ones that are old, or too many; true when something was forgotten.
    pub fn drop_old(&mut self, newest: WallMs) -> bool {
        let mut has_dropped = false;
        while self.len() > CHUNKS_MAX || self.is_front_old(newest) {
            Arc::make_mut(&mut self.closed).pop_front();
            has_dropped = true;
        }
        has_dropped
    }

    fn len(&self) -> usize {
        self.closed.len() + usize::from(!self.last.is_empty())
    }

    /// True when the first chunk is old enough to be forgotten. Values that come a few times a day are kept by their number.
    fn is_front_old(&self, newest: WallMs) -> bool {
        let last = self.closed.front().and_then(|chunk| chunk.samples.last());
        let is_old = last.is_some_and(|last| newest.since(last.at) > KEPT_MS);
        let others = self.closed.iter().skip(1).map(|chunk| chunk.samples.len());
        is_old && others.sum::<usize>() + self.last.len() >= CHUNK
    }

    /// Puts a late value in its place, and gives the place of its chunk and whether the value is new; `None` for one that is
    /// older than all that are kept.
    pub fn insert(&mut self, sample: Sample) -> Option<(usize, bool)> {
        self.change(|chunks| {
            let after = chunks.partition_point(|chunk| chunk.samples.first().is_some_and(|first| first.at <= sample.at));
            let place = after.checked_sub(1)?;
            let Err(index) = chunks[place].samples.binary_search_by_key(&sample.at, |known| known.at) else { return Some((place, false)) };
            let chunk = Arc::make_mut(&mut chunks[place]);
            chunk.samples.insert(index, sample);
            // Late values have made it too long. The second part gets its state when the fold runs again.
            if chunk.samples.len() > 2 * CHUNK {
                let samples = chunk.samples.split_off(CHUNK);
                chunks.insert(place + 1, Arc::new(Chunk { before: Arc::default(), samples }));
            }
            Some((place, true))
        })
    }

    /// Takes over the chunks of the island that follows, and gives the place of the first one of them.
    pub fn append(&mut self, mut next: Chunks) -> usize {
        next.close();
        self.change(|chunks| {
            let from = chunks.len();
            chunks.extend(next.closed.iter().cloned());
            from.min(chunks.len().saturating_sub(1))
        })
    }

    /// The state of the fold before this chunk.
    pub fn before(&self, place: usize) -> &Folds {
        self.closed.get(place).map_or(&self.before, |chunk| &chunk.before)
    }

    /// Sets the state of the fold before this chunk.
    pub fn set_before(&mut self, place: usize, folds: &Folds) {
        if self.before(place) == folds {
            return;
        }
        match Arc::make_mut(&mut self.closed).get_mut(place) {
            Some(chunk) => Arc::make_mut(chunk).before = Arc::new(folds.clone()),
            None => self.before = Arc::new(folds.clone()),
        }
    }

    /// The values of one chunk; `None` beyond the last one.
    pub fn chunk(&self, place: usize) -> Option<&[Sample]> {
        let last = Some(self.last.as_slice()).filter(|last| place == self.closed.len() && !last.is_empty());
        self.closed.get(place).map(|chunk| chunk.samples.as_slice()).or(last)
    }

    /// All values, the newest first.
    pub fn newest_first(&self) -> impl Iterator<Item = &Sample> {
        self.last.iter().rev().chain(self.closed.iter().rev().flat_map(|chunk| chunk.samples.iter().rev()))
    }

    /// How many values are kept.
    #[cfg(test)]
    pub fn kept(&self) -> usize {
        self.newest_first().count()
    }
}
