//! Values without a long gap, in chunks, each with the state of the fold before it.

use super::Ladders;
use super::chunks::{Chunks, Folds};
use crate::copied::copied_by_field;
use crate::fold::{Fold, Sample, Span};
use crate::ladder::Ladder;
use crate::limit::Side;
use hearth_vitals::WallMs;

/// The most conditions that are remembered as told.
const TOLD_MAX: usize = 16;

const SIDES: [Side; 2] = [Side::Low, Side::High];

/// A condition of which an alert has told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct ToldCondition {
    side: Side,
    pub since: WallMs,
    pub until: WallMs,
    /// Index of the highest rung that held.
    pub level: usize,
}

impl ToldCondition {
    const fn of(side: Side, span: &Span) -> ToldCondition {
        ToldCondition { side, since: span.since, until: span.until, level: span.level }
    }
}

/// Values without a long gap.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Island {
    first: WallMs,
    newest: Sample,
    /// The values in chunks, at least one.
    chunks: Chunks,
    /// True while nothing is dropped of it.
    is_whole: bool,
    edge: Folds,
    /// What late values show that belong before all that is kept: they are judged by themselves.
    forgotten: Option<Box<Folds>>,
    /// Conditions that are over and not told.
    over: Vec<(Side, Span)>,
    told: Vec<ToldCondition>,
}

copied_by_field!(Island { first, newest, chunks, is_whole, edge, forgotten, over, told });

impl Island {
    pub fn new(sample: Sample, ladders: &Ladders) -> Island {
        let mut island = Island {
            first: sample.at,
            newest: sample,
            chunks: Chunks::default(),
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
        self.chunks.newest_first().skip_while(move |sample| sample.at > until).take_while(move |sample| sample.at > from)
    }

    /// How many values are kept.
    #[cfg(test)]
    pub fn kept(&self) -> usize {
        self.chunks.kept()
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
        let begins_chunk = self.chunks.push(sample, &self.edge);
        self.newest = sample;
        self.step(sample, ladders);
        if begins_chunk {
            self.drop_old();
        }
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
        if self.chunks.drop_old(self.newest.at) {
            self.is_whole = false;
        }
    }

    /// Puts a late value in its place. One that is older than all that is kept is judged with its like.
    fn insert(&mut self, sample: Sample, ladders: &Ladders) {
        let Some((place, is_new)) = self.chunks.insert(sample) else { return self.take_forgotten(sample, ladders) };
        if is_new {
            self.refold(place, ladders);
            self.drop_old();
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
        self.edge.clone_from(self.chunks.before(from));
        let begin = self.chunks.chunk(from).and_then(|chunk| chunk.first()).map_or(self.first, |first| first.at);
        let held_since = self.edge.each_ref().map(|fold| fold.holds().map(|held| held.since));
        // What ended before this chunk stays, unless the fold still held it there: then it ends anew.
        self.over.retain(|(side, span)| span.until < begin && held_since[*side as usize].is_none_or(|since| span.until < since));
        for place in from.. {
            let Some(samples) = self.chunks.chunk(place).map(<[Sample]>::to_vec) else { break };
            self.chunks.set_before(place, &self.edge);
            for sample in samples {
                self.step(sample, ladders);
            }
        }
    }

    /// Takes over the island that follows.
    pub fn append(&mut self, next: Island, ladders: &Ladders) {
        let from = self.chunks.append(next.chunks);
        self.newest = next.newest;
        self.told.extend(next.told);
        self.over.extend(next.over);
        // A whole island has forgotten nothing: the fold goes on from here.
        self.chunks.set_before(from, &self.edge);
        self.refold(from, ladders);
        self.drop_old();
    }

    fn is_told(&self, side: Side, span: &Span) -> bool {
        self.told.iter().any(|told| told.side == side && told.level >= span.level && told.since <= span.until && told.until >= span.since)
    }

    /// The conditions of one side that have held, told or not, over or not.
    pub fn held(&self, side: Side) -> impl Iterator<Item = ToldCondition> {
        let over = self.over.iter().filter(move |(other, _)| *other == side).map(|(_, span)| span);
        let forgotten = self.forgotten.as_ref().and_then(|folds| folds[side as usize].holds());
        let untold = over.chain(self.edge(side).holds()).chain(forgotten).map(move |span| ToldCondition::of(side, span));
        self.told.iter().filter(move |told| told.side == side).copied().chain(untold)
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
                self.told.push(ToldCondition::of(side, span));
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
        let mut before = self.chunks.before(0).clone();
        let fold = &mut before[side as usize];
        *fold = old.zip(ladders[side as usize].as_ref()).map_or_else(Fold::default, |(old, new)| fold.under(old, new));
        self.chunks.set_before(0, &before);
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
