//! Values without a long gap, in chunks, each with the state of the fold before it.

use super::Ladders;
use crate::budget::KEPT_MS;
use crate::fold::{Fold, Sample, Span};
use crate::ladder::Ladder;
use crate::limit::Side;
use hearth_vitals::WallMs;
use std::collections::VecDeque;
use std::sync::Arc;

/// Values in a chunk. The last chunk is copied with each change of the engine's copy, the others are shared.
const CHUNK: usize = 32;
/// The most chunks that are kept, whatever a device sends: a quarter of an hour at 4 Hz.
const CHUNKS_MAX: usize = 128;
/// The most conditions that are remembered as told.
const TOLD_MAX: usize = 16;

const SIDES: [Side; 2] = [Side::Low, Side::High];

type Folds = [Fold; 2];

/// Values in the order of time; never empty.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Chunk {
    /// Shared, because each change of a stay's state is made on a copy.
    before: Arc<Folds>,
    samples: Vec<Sample>,
}

/// A condition of which an alert has told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Told {
    side: Side,
    since: WallMs,
    until: WallMs,
    level: usize,
}

/// Values without a long gap.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Island {
    first: WallMs,
    newest: Sample,
    /// Never empty.
    chunks: VecDeque<Arc<Chunk>>,
    /// True while nothing is dropped of it.
    is_whole: bool,
    edge: Folds,
    /// What late values show that belong before all that is kept: they are judged by themselves.
    forgotten: Option<Box<Folds>>,
    /// Conditions that are over and not told.
    over: Vec<(Side, Span)>,
    told: Vec<Told>,
}

impl Island {
    pub fn new(sample: Sample, ladders: &Ladders) -> Island {
        let mut island = Island {
            first: sample.at,
            newest: sample,
            chunks: VecDeque::new(),
            is_whole: true,
            edge: Folds::default(),
            forgotten: None,
            over: Vec::new(),
            told: Vec::new(),
        };
        island.push(sample, ladders);
        island
    }

    pub const fn first(&self) -> WallMs {
        self.first
    }

    pub const fn newest(&self) -> Sample {
        self.newest
    }

    /// The values that are kept of those after `from` and until `until`, the newest first.
    pub fn between(&self, from: WallMs, until: WallMs) -> impl Iterator<Item = &Sample> {
        let samples = self.chunks.iter().rev().flat_map(|chunk| chunk.samples.iter().rev());
        samples.skip_while(move |sample| sample.at > until).take_while(move |sample| sample.at > from)
    }

    /// How many values are kept.
    #[cfg(test)]
    pub fn kept(&self) -> usize {
        self.chunks.iter().map(|chunk| chunk.samples.len()).sum()
    }

    pub const fn is_whole(&self) -> bool {
        self.is_whole
    }

    pub const fn edge(&self, side: Side) -> &Fold {
        &self.edge[side as usize]
    }

    /// Takes a value that is not before its first one.
    pub fn take(&mut self, sample: Sample, ladders: &Ladders) {
        if sample.at > self.newest.at {
            self.push(sample, ladders);
        } else {
            self.insert(sample, ladders);
        }
    }

    fn push(&mut self, sample: Sample, ladders: &Ladders) {
        match self.chunks.back_mut().filter(|chunk| chunk.samples.len() < CHUNK) {
            Some(chunk) => Arc::make_mut(chunk).samples.push(sample),
            None => self.chunks.push_back(Arc::new(Chunk { before: Arc::new(self.edge), samples: vec![sample] })),
        }
        self.newest = sample;
        self.step(sample, ladders);
        self.drop_old();
    }

    fn step(&mut self, sample: Sample, ladders: &Ladders) {
        for side in SIDES {
            let Some(ladder) = &ladders[side as usize] else { continue };
            if let Some(span) = self.edge[side as usize].step(ladder, sample)
                && !self.is_told(side, &span)
            {
                self.over.push((side, span));
            }
        }
    }

    fn drop_old(&mut self) {
        while self.chunks.len() > CHUNKS_MAX || self.is_front_old() {
            self.chunks.pop_front();
            self.is_whole = false;
        }
    }

    /// True when the first chunk is old enough to be forgotten. Values that come a few times a day are kept by their number.
    fn is_front_old(&self) -> bool {
        let last = self.chunks.front().and_then(|chunk| chunk.samples.last());
        let is_old = last.is_some_and(|last| self.newest.at.since(last.at) > KEPT_MS);
        is_old && self.chunks.iter().skip(1).map(|chunk| chunk.samples.len()).sum::<usize>() >= CHUNK
    }

    /// Puts a late value in its place. One that is older than all that is kept is judged with its like.
    fn insert(&mut self, sample: Sample, ladders: &Ladders) {
        let after = self.chunks.partition_point(|chunk| chunk.samples.first().is_some_and(|first| first.at <= sample.at));
        let Some(place) = after.checked_sub(1) else { return self.take_forgotten(sample, ladders) };
        let chunk = Arc::make_mut(&mut self.chunks[place]);
        match chunk.samples.binary_search_by_key(&sample.at, |known| known.at) {
            Ok(_) => return,
            Err(index) => chunk.samples.insert(index, sample),
        }
        self.split(place);
        self.refold(place, ladders);
        self.drop_old();
    }

    /// Parts a chunk that late values have made too long. The second part gets its state when the fold runs again.
    fn split(&mut self, place: usize) {
        if self.chunks[place].samples.len() > 2 * CHUNK {
            let samples = Arc::make_mut(&mut self.chunks[place]).samples.split_off(CHUNK);
            self.chunks.insert(place + 1, Arc::new(Chunk { before: Arc::default(), samples }));
        }
    }

    fn take_forgotten(&mut self, sample: Sample, ladders: &Ladders) {
        for side in SIDES {
            let Some(ladder) = &ladders[side as usize] else { continue };
            let fold = &mut self.forgotten.get_or_insert_default()[side as usize];
            if fold.newest().is_some_and(|newest| newest >= sample.at) {
                *fold = Fold::default();
            }
            if let Some(span) = fold.step(ladder, sample)
                && !self.is_told(side, &span)
            {
                self.over.push((side, span));
            }
        }
    }

    /// Runs the fold again from this chunk on.
    fn refold(&mut self, from: usize, ladders: &Ladders) {
        self.edge = *self.chunks[from].before;
        let begin = self.chunks[from].samples.first().map_or(self.first, |first| first.at);
        let edge = self.edge;
        // What ended before this chunk stays, unless the fold still held it there: then it ends anew.
        self.over.retain(|(side, span)| span.until < begin && edge[*side as usize].holds().is_none_or(|held| span.until < held.since));
        for place in from..self.chunks.len() {
            if *self.chunks[place].before != self.edge {
                Arc::make_mut(&mut self.chunks[place]).before = Arc::new(self.edge);
            }
            let chunk = Arc::clone(&self.chunks[place]);
            for sample in &chunk.samples {
                self.step(*sample, ladders);
            }
        }
    }

    /// Takes over the island that follows.
    pub fn append(&mut self, next: Island, ladders: &Ladders) {
        let from = self.chunks.len();
        self.chunks.extend(next.chunks);
        self.newest = next.newest;
        self.told.extend(next.told);
        self.over.extend(next.over);
        // A whole island has forgotten nothing.
        let from = from.min(self.chunks.len().saturating_sub(1));
        let edge = self.edge;
        if let Some(chunk) = self.chunks.get_mut(from) {
            Arc::make_mut(chunk).before = Arc::new(edge);
        }
        self.refold(from, ladders);
        self.drop_old();
    }

    fn is_told(&self, side: Side, span: &Span) -> bool {
        self.told.iter().any(|told| told.side == side && told.level >= span.level && told.since <= span.until && told.until >= span.since)
    }

    /// True when an alert has told of what holds at the newest value.
    pub fn is_held_told(&self, side: Side) -> bool {
        self.edge(side).holds().is_some_and(|span| self.is_told(side, span))
    }

    /// Notes that an alert tells of what holds at the newest value.
    pub fn tell_held(&mut self, side: Side) {
        if let Some(span) = self.edge(side).holds().copied() {
            self.tell(side, &span);
        }
    }

    fn tell(&mut self, side: Side, span: &Span) {
        let known = self.told.iter_mut().find(|told| told.side == side && told.since <= span.until && told.until >= span.since);
        match known {
            Some(told) => {
                (told.since, told.until, told.level) = (told.since.min(span.since), told.until.max(span.until), told.level.max(span.level))
            }
            None => {
                if self.told.len() == TOLD_MAX {
                    self.told.remove(0);
                }
                self.told.push(Told { side, since: span.since, until: span.until, level: span.level });
            }
        }
        self.over.retain(|(other, over)| !(*other == side && over.since <= span.until && over.until >= span.since));
    }

    /// A condition that is over and not told. One that begins at the island's edge may have begun before it, so it waits
    /// until no more late values are expected (`quiet`), unless this is the `oldest` island. Then also what holds at the
    /// island's end, unless it goes on and its newest value says so: that is now.
    pub fn passed(&mut self, quiet: bool, oldest: bool, goes_on: bool) -> Option<(Side, Span)> {
        let ready = |span: &Span| quiet || oldest || span.since > self.first;
        let over = self.over.iter().copied().find(|(_, span)| ready(span));
        let held = || SIDES.into_iter().find_map(|side| self.untold_held(side, goes_on)).filter(|_| quiet);
        let (side, span) = over.or_else(held)?;
        self.tell(side, &span);
        Some((side, span))
    }

    /// A condition of which no value shows the end, and that is not told: among forgotten values, or at the island's end.
    fn untold_held(&self, side: Side, goes_on: bool) -> Option<(Side, Span)> {
        let is_now = goes_on && self.edge(side).outside().is_some_and(|last| last.at == self.newest.at);
        let forgotten = self.forgotten.as_ref().and_then(|folds| folds[side as usize].holds());
        let edge = self.edge(side).holds().filter(|_| !is_now);
        forgotten.into_iter().chain(edge).find(|span| !self.is_told(side, span)).map(|span| (side, *span))
    }

    /// True when it has something to tell.
    pub fn waits(&self, goes_on: bool) -> bool {
        !self.over.is_empty() || SIDES.into_iter().any(|side| self.untold_held(side, goes_on).is_some())
    }

    /// Judges what is kept by a new ladder of one side. A time that runs goes on: as far back as values are kept, and before
    /// that where the old ladder, `old`, says so. What is over by the new ladder was never an alert.
    pub fn judge_anew(&mut self, side: Side, old: Option<&Ladder>, ladders: &Ladders) {
        self.told.retain(|told| told.side != side);
        if let Some(chunk) = self.chunks.front_mut() {
            let before = &mut Arc::make_mut(&mut Arc::make_mut(chunk).before)[side as usize];
            *before = old.zip(ladders[side as usize].as_ref()).map_or_else(Fold::default, |(old, new)| before.under(old, new));
        }
        self.edge[side as usize] = Fold::default();
        if let Some(folds) = &mut self.forgotten {
            folds[side as usize] = Fold::default();
        }
        if ladders[side as usize].is_some() {
            self.refold(0, ladders);
        }
        self.over.retain(|(other, _)| *other != side);
    }
}
