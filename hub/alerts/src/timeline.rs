//! The values of one stream in the order of measurement, whatever the order of arrival, and what the fold makes of them.
//!
//! After an outage the newest values come first and the backlog follows, in two lanes and perhaps in several pieces. So a
//! timeline is a row of *islands*: values without a long gap. The last island goes on with what is measured now; a backlog
//! makes an island of its own, which meets the next one when the gap is filled. An island keeps its newest values, in
//! chunks, each with the state of the fold before it. A late value is put in its place, and the fold runs again from the
//! chunk that it came into.
//!
//! A condition that is over and of which no alert has told is *passed*: it is given exactly once, as soon as both of its
//! ends are known, or when no more late values come.

mod chunks;
mod island;

use crate::budget::{FUTURE_MS, PAST_QUIET_MS, PAUSES_MAX, WAIT_MS_MAX, row_ms_max};
use crate::copied::copied_by_field;
use crate::fold::{Fold, Sample, Span, Stay};
use crate::ladder::Ladder;
use crate::limit::Side;
use hearth_vitals::WallMs;
use island::Island;
pub(crate) use island::ToldCondition as Held;
use smallvec::SmallVec;

/// The ladders of both sides of a vital (low, high).
pub(crate) type Ladders = [Option<Ladder>; 2];

/// The most untold conditions that a timeline hands on when it begins anew.
const LEFT_MAX: usize = 64;

/// How a value compares with those that are known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Taken {
    /// Measured later than all of them.
    Newest,
    /// Measured before the newest of them.
    Older,
    /// A value of the same instant is known already.
    Known,
}

/// The values of one stream.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Timeline {
    /// In the order of time; the last one goes on. There is nearly always one, which is copied without allocating.
    islands: SmallVec<[Island; 1]>,
    /// When the last value came that was late, or not the newest, and since when such values have been coming (monotonic ms).
    touched_ms: Option<i64>,
    touched_since_ms: Option<i64>,
    /// Untold conditions of a timeline that a clock set back has ended.
    left: Vec<(Side, Span)>,
    /// Until when what stayed on a rung was told, of both sides.
    told_stay: [Option<WallMs>; 2],
    /// The beginning of the island that was written last.
    written: Option<WallMs>,
}

copied_by_field!(Timeline { islands, touched_ms, touched_since_ms, left, told_stay, written });

impl Timeline {
    /// Takes a value. `wall` is what the hub's clock shows now. If that was set back behind the newest value, the timeline
    /// begins anew: otherwise all that follows would look old.
    pub fn take(&mut self, sample: Sample, wall: WallMs, mono_ms: i64, ladders: &Ladders, cadence_ms: u32) -> Taken {
        if self.newest().is_some_and(|newest| newest.at.since(wall) > FUTURE_MS) {
            let left = std::iter::from_fn(|| self.passed(true, false)).take(LEFT_MAX).collect();
            *self = Timeline { left, ..Timeline::default() };
        }
        let taken = match self.newest() {
            Some(newest) if sample.at == newest.at => return Taken::Known,
            Some(newest) if sample.at < newest.at => Taken::Older,
            _ => Taken::Newest,
        };
        if taken == Taken::Older || sample.late {
            let goes_on = self.touched_ms.is_some_and(|before| mono_ms.saturating_sub(before) < PAST_QUIET_MS);
            self.touched_since_ms = self.touched_since_ms.filter(|_| goes_on).or(Some(mono_ms));
            self.touched_ms = Some(mono_ms);
        }
        let place = self.put(sample, ladders, cadence_ms);
        self.written = Some(self.islands[place].first());
        self.join_around(place, ladders, cadence_ms);
        taken
    }

    /// Puts the value into its island, or makes one of it. Gives the island's place.
    fn put(&mut self, sample: Sample, ladders: &Ladders, cadence_ms: u32) -> usize {
        let after = self.islands.partition_point(|island| island.first() <= sample.at);
        let reaches = |island: &Island| sample.at.since(island.newest().at) <= row_ms_max(cadence_ms);
        if let Some(place) = after.checked_sub(1)
            && reaches(&self.islands[place])
        {
            self.islands[place].take(sample, ladders);
            return place;
        }
        self.islands.insert(after, Island::new(sample, ladders));
        after
    }

    /// Joins the island with its neighbours where the gap has become short enough.
    fn join_around(&mut self, place: usize, ladders: &Ladders, cadence_ms: u32) {
        for one in [place, place.saturating_sub(1)] {
            let Some(next) = self.islands.get(one + 1) else { continue };
            if next.is_whole() && next.first().since(self.islands[one].newest().at) <= row_ms_max(cadence_ms) {
                let next = self.islands.remove(one + 1);
                self.islands[one].append(next, ladders);
            }
        }
    }

    /// The value that was measured last.
    pub fn newest(&self) -> Option<Sample> {
        self.islands.last().map(Island::newest)
    }

    /// The values that are kept of those after `from` and until `until`, the newest first.
    pub fn between(&self, from: WallMs, until: WallMs) -> impl Iterator<Item = &Sample> {
        let near = self.islands.iter().rev().skip_while(move |island| island.first() > until);
        near.take_while(move |island| island.newest().at > from).flat_map(move |island| island.between(from, until))
    }

    /// What the newest value means on one side.
    pub fn edge(&self, side: Side) -> Option<&Fold> {
        self.islands.last().map(|island| island.edge(side))
    }

    /// True when an alert has told of what holds on this side.
    pub fn is_told(&self, side: Side) -> bool {
        self.islands.last().is_some_and(|last| last.is_held_told(side))
    }

    /// The conditions of this side that have held, as far as they are remembered: told or not, over or not.
    pub fn held(&self, side: Side) -> impl Iterator<Item = Held> {
        self.islands.iter().flat_map(move |island| island.held(side))
    }

    /// The rung on which the newest values are, if they came back to it and no alert has told of that.
    pub fn came_back(&self, side: Side) -> Option<&Stay> {
        let told = self.told_stay[side as usize];
        let stay = self.edge(side)?.stay()?;
        (stay.again && told.is_none_or(|told| stay.since > told)).then_some(stay)
    }

    /// Notes that an alert tells of what holds on this side.
    pub fn tell(&mut self, side: Side) {
        if self.edge(side).is_some_and(|edge| edge.stay().is_some()) {
            self.told_stay[side as usize] = self.newest().map(|newest| newest.at);
        }
        if let Some(last) = self.islands.last_mut() {
            last.tell_held(side);
        }
    }

    /// A condition that is over and of which no alert has told; to be called until there is none. `quiet`: no more late
    /// values are expected. `goes_on`: the newest value is judged as the present one.
    pub fn passed(&mut self, quiet: bool, goes_on: bool) -> Option<(Side, Span)> {
        if let Some(left) = self.left.pop() {
            return Some(left);
        }
        let last = self.islands.len().checked_sub(1)?;
        // What has to make room is told as far as it is known.
        let victim = self.victim();
        for (place, island) in self.islands.iter_mut().enumerate() {
            let quiet = quiet || victim == Some(place);
            if let Some(found) = island.passed(quiet, place == 0, goes_on && place == last) {
                return Some(found);
            }
        }
        if let Some(victim) = victim {
            self.islands.remove(victim);
        }
        None
    }

    /// Counts one condition as told that would be told now, as the hub did before it was started again; false when there is
    /// none. No island counts as the oldest, because what came before it was not read. What has to make room does, as it did
    /// then: otherwise each value of a day that has a gap after every value would be asked for with each that follows.
    pub fn replayed(&mut self, goes_on: bool) -> bool {
        let last = self.islands.len().saturating_sub(1);
        let victim = self.victim();
        let mut all = self.islands.iter_mut().enumerate();
        if all.any(|(place, island)| island.passed(victim == Some(place), false, goes_on && place == last).is_some()) {
            return true;
        }
        if let Some(victim) = victim {
            self.islands.remove(victim);
        }
        false
    }

    /// The island that has to make room: never the one that was written last, or a backlog from before all others would be
    /// forgotten value by value.
    fn victim(&self) -> Option<usize> {
        let is_full = self.islands.len() > PAUSES_MAX + 1;
        is_full.then(|| usize::from(self.islands.first().map(Island::first) == self.written))
    }

    /// When late values count as complete, if there is something in them to tell (monotonic ms).
    pub fn past_due(&self, goes_on: bool) -> Option<i64> {
        let touched_ms = self.touched_ms?;
        let last = self.islands.len().checked_sub(1)?;
        let waits = self.islands.iter().enumerate().any(|(place, island)| island.waits(goes_on && place == last));
        let at_the_latest_ms = self.touched_since_ms.unwrap_or(touched_ms).saturating_add(WAIT_MS_MAX);
        waits.then(|| touched_ms.saturating_add(PAST_QUIET_MS).min(at_the_latest_ms))
    }

    /// Judges what is kept by a new ladder of one side. What is over was judged by the old one, `before`, and is not told again.
    pub fn judge_anew(&mut self, side: Side, before: Option<&Ladder>, ladders: &Ladders) {
        let last = self.islands.pop();
        self.islands.clear();
        self.islands.extend(last);
        if let Some(last) = self.islands.last_mut() {
            last.judge_anew(side, before, ladders);
        }
    }
}

#[cfg(test)]
mod tests;
