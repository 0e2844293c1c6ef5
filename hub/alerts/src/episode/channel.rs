//! A channel: one vital of one source. Its state is bounded, whatever arrives.

use super::absurd::Odd;
use super::admit::Admitted;
use super::stays::{Ends, Stays};
use crate::admission::course::{STEP_WITHIN_MS, is_step};
use crate::admission::{Admission, Doubt, Fault, plausible};
use crate::budget::{
    BY_HAND_SPEAKS_MS, CLEAR_HOLD_MS, CONFIRM_MS, CONFIRM_OF, CONFIRM_TIMES, DOUBT_LASTS_MS, DOUBTFUL, KEPT_MS, LATE_MS, SPARSE_CONFIRM_MS,
    STALE_MS_MIN, row_ms_max,
};
use crate::copied::copied_by_field;
use crate::fold::{Sample, Span, Stay};
use crate::ladder::Ladder;
use crate::limit::{Limits, Side};
use crate::rules::news2::{STRETCH_MS, Streamed};
use crate::timeline::{Held, Ladders, Taken, Timeline};
use crate::words::Priority;
use arrayvec::ArrayVec;
use hearth_vitals::{Flags, Reading, Vital, WallMs};
use std::sync::Arc;

/// Pressures of instants no further apart are of one measurement (ms): a form has whole minutes.
pub(super) const ONE_MEASUREMENT_MS: i64 = 60_000;

/// Who measures a channel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Source {
    /// The device at this place in the episode's list.
    Device(u16),
    /// People, who write down what they measured.
    ByHand,
    /// What follows from pressures that people wrote down.
    FromHand,
}

impl Source {
    /// The place of the device, if one measures.
    pub fn device(self) -> Option<usize> {
        if let Source::Device(place) = self { Some(usize::from(place)) } else { None }
    }

    /// True for what people wrote down, and what follows from it.
    pub fn is_people(self) -> bool {
        matches!(self, Source::ByHand | Source::FromHand)
    }
}

#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Channel {
    pub source: Source,
    pub vital: Vital,
    /// True when its silence is watched.
    pub expected: bool,
    pub cadence_ms: u32,
    /// When a live value last arrived (monotonic ms); `None` if none has.
    pub valued_ms: Option<i64>,
    /// When a live number last arrived that the device does not doubt and that a patient can have (monotonic ms): only such
    /// numbers make up for the silence of another device.
    pub clean_ms: Option<i64>,
    /// All flags of live readings without a value since then.
    pub reasons: Flags,
    timeline: Timeline,
    ladders: Option<Built>,
    /// The end of a closed stretch for which more samples have come.
    pub reopened: Option<WallMs>,
    /// The last implausible numbers.
    pub odd: Odd,
}

copied_by_field!(Channel { source, vital, expected, cadence_ms, valued_ms, clean_ms, reasons, timeline, ladders, reopened, odd });

/// The ladders as they were built for a value: by which limits, and for which pace.
#[derive(Debug, PartialEq, Eq)]
struct Built {
    limits: Limits,
    cadence_ms: u32,
    ladders: Arc<Ladders>,
}

copied_by_field!(Built { limits, cadence_ms; ladders });

/// What the newest value means for one side of the limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum SideState {
    /// Nothing that would begin or end an alert.
    Neither,
    /// Outside, but not yet for long enough.
    Pending,
    /// A condition holds, and the newest value says so or was just behind it.
    Holds(Span),
    /// Safely inside for long enough to end the condition.
    Safe,
}

/// When a frame was measured, as far as can be believed.
pub(crate) fn measured_at(at: WallMs, received: WallMs) -> WallMs {
    plausible::placed(at, received).0
}

/// What a reading is to limits: a value, or what is none and deadly. `None` for everything else, which has no value.
pub(super) fn sample_of(admitted: &Admitted, at: WallMs, received: WallMs) -> Option<Sample> {
    let reading = &admitted.reading;
    let (raw, deadly) = match admitted.admission {
        Admission::Deadly(fault) => (number_of(reading, fault), Some(fault.side()?)),
        Admission::Doubtful(Doubt::DeadlyUnconfirmed) => (number_of(reading, Fault::BelowBand), Some(Side::Low)),
        Admission::Good | Admission::Doubtful(_) => (reading.raw?, None),
        Admission::Missing | Admission::Absurd { .. } => return None,
    };
    let late = received.since(at) > LATE_MS;
    Some(Sample { at, raw, doubtful: admitted.flags().intersects(DOUBTFUL), late, deadly })
}

fn number_of(reading: &Reading, fault: Fault) -> i32 {
    let side = fault.side().unwrap_or(Side::Low);
    reading.given.or(reading.raw).unwrap_or(Sample::off_scale(side))
}

/// How many sparse values are asked at most: twice as many as confirm a rung, for those that the device doubts.
const SPARSE_MAX: usize = 2 * CONFIRM_TIMES;

impl Channel {
    pub fn new(source: Source, vital: Vital, expected: bool, cadence_ms: u32) -> Channel {
        Channel {
            source,
            vital,
            expected,
            cadence_ms,
            valued_ms: None,
            clean_ms: None,
            reasons: Flags::NONE,
            timeline: Timeline::default(),
            ladders: None,
            reopened: None,
            odd: Odd::default(),
        }
    }

    /// The ladder of one side, for this channel's pace.
    pub fn ladder(&self, limits: &Limits, side: Side) -> Option<Ladder> {
        let limit = limits.get(self.vital).and_then(|limit| Ladder::of(limit, side, self.cadence_ms));
        limit.or_else(|| Ladder::without_limit(self.vital, side, self.cadence_ms))
    }

    fn ladders(&self, limits: &Limits) -> Ladders {
        [self.ladder(limits, Side::Low), self.ladder(limits, Side::High)]
    }

    /// The ladders of both sides. Limits change a few times in a stay and values come each second, so they are kept.
    pub fn ladders_kept(&mut self, limits: &Limits) -> Arc<Ladders> {
        let holds = |built: &&Built| built.limits.is_same(limits) && built.cadence_ms == self.cadence_ms;
        if let Some(built) = self.ladders.as_ref().filter(holds) {
            return Arc::clone(&built.ladders);
        }
        let ladders = Arc::new(self.ladders(limits));
        self.ladders = Some(Built { limits: limits.clone(), cadence_ms: self.cadence_ms, ladders: Arc::clone(&ladders) });
        ladders
    }

    /// True when values come at least once a stretch, so that they can be judged as a stream. Rarer ones are judged value by
    /// value.
    pub fn streams(&self) -> bool {
        !self.source.is_people() && self.cadence_ms > 0 && i64::from(self.cadence_ms) <= STRETCH_MS
    }

    /// The stretch that ends at `until`, of the values that are kept.
    pub fn stretch(&self, until: WallMs) -> Streamed {
        let samples = self.timeline.between(until.plus(-STRETCH_MS), until);
        let good = samples.filter(|sample| !sample.doubtful && sample.deadly.is_none() && self.vital.is_plausible(sample.raw));
        Streamed::of(good.map(|sample| (sample.at, sample.raw)), self.cadence_ms, until)
    }

    /// True when of the values in the stretch that ends at `until` the device doubts more than it does not.
    pub fn is_doubted(&self, until: WallMs) -> bool {
        let doubts = self.timeline.between(until.plus(-STRETCH_MS), until).map(|sample| if sample.doubtful { 1 } else { -1 });
        doubts.sum::<i64>() > 0
    }

    /// The value that was measured last.
    pub fn newest(&self) -> Option<Sample> {
        self.timeline.newest()
    }

    /// Takes a value. `wall` is what the hub's clock shows now.
    pub fn take(&mut self, sample: Sample, wall: WallMs, mono_ms: i64, limits: &Limits) -> Taken {
        let ladders = self.ladders_kept(limits);
        let taken = self.timeline.take(sample, wall, mono_ms, &ladders, self.cadence_ms);
        if taken == Taken::Newest && !sample.late {
            self.valued_ms = Some(mono_ms);
            self.reasons = Flags::NONE;
            if !sample.doubtful && sample.deadly.is_none() {
                self.clean_ms = Some(mono_ms);
            }
        }
        taken
    }

    /// Notes that an alert tells of the present condition on this side.
    pub fn tell(&mut self, side: Side) {
        self.timeline.tell(side);
    }

    /// A condition that has ended and of which no alert has told; to be called until there is none. `goes_on` is true when
    /// the newest value is judged as the present one.
    pub fn passed(&mut self, quiet: bool, goes_on: bool) -> Option<(Side, Span)> {
        self.timeline.passed(quiet, goes_on)
    }

    /// What [`Timeline::replayed`] does.
    pub fn replayed(&mut self, goes_on: bool) -> bool {
        self.timeline.replayed(goes_on)
    }

    /// When late values count as complete, if there is something in them to tell (monotonic ms).
    pub fn past_due(&self, goes_on: bool) -> Option<i64> {
        self.timeline.past_due(goes_on)
    }

    /// Notes that a live reading had no value, and its flags.
    pub fn missing(&mut self, flags: Flags) {
        self.reasons = self.reasons.with(flags);
    }

    /// What the newest value means on one side.
    pub fn side_state(&self, ladder: &Ladder) -> SideState {
        let (Some(edge), Some(newest)) = (self.timeline.edge(ladder.side), self.newest()) else { return SideState::Neither };
        // The values that completed it may have arrived some seconds after better ones, which still counts as now.
        let is_now = |last: Sample| last.at == newest.at || (!last.late && !self.timeline.is_told(ladder.side));
        match edge.holds() {
            Some(span) if edge.outside().is_some_and(is_now) => SideState::Holds(self.deepest(ladder, *span)),
            None if let Some(span) = self.sparse_condition(ladder) => SideState::Holds(span),
            None if edge.is_safe() || self.is_sparsely_safe(ladder) => SideState::Safe,
            None if edge.pending_since().is_some() => SideState::Pending,
            _ => SideState::Neither,
        }
    }

    /// A condition that the fold knows, as deep as sparse values say: they may confirm a deeper rung than it can.
    fn deepest(&self, ladder: &Ladder, span: Span) -> Span {
        let deeper = self.sparse_condition(ladder).filter(|sparse| sparse.level > span.level);
        deeper.map_or(span, |sparse| Span { level: sparse.level, worst: ladder.worse(span.worst, sparse.worst), ..span })
    }

    /// The rung on which the newest values are: by the fold, or by sparse values, whichever is deeper.
    pub fn rung_now(&self, ladder: &Ladder) -> usize {
        let stay = self.stay(ladder.side).map_or(0, |stay| stay.place);
        stay.max(self.sparse_condition(ladder).map_or(0, |span| span.level))
    }

    /// The newest values, if the device is slower than it should be: with longer gaps than a rung without a time can be confirmed over.
    /// The newest first, with the doubt that applies. Three in a run are for the fold to judge, and what was before them is not asked.
    fn sparse(&self) -> ArrayVec<Sample, SPARSE_MAX> {
        let newest = self.newest().map_or(WallMs(0), |newest| newest.at);
        let is_near = |next: &Sample, sample: &Sample| next.at.since(sample.at) <= CONFIRM_MS / CONFIRM_OF as i64;
        let mut last: ArrayVec<Sample, SPARSE_MAX> = ArrayVec::new();
        for sample in self.timeline.between(newest.plus(-SPARSE_CONFIRM_MS), newest).take(SPARSE_MAX) {
            let is_run = |pair: &[Sample]| is_near(&pair[0], &pair[1]) && is_near(&pair[1], sample);
            if last.windows(2).next_back().is_some_and(is_run) {
                break;
            }
            last.push(*sample);
        }
        for sample in &mut last {
            let mut before = self.timeline.between(sample.at.plus(-DOUBT_LASTS_MS - 1), sample.at);
            sample.doubtful = before.any(|before| before.doubtful);
        }
        last
    }

    /// A rung without a time that sparse values are beyond, three of five as those of a faster device: otherwise a saturation of 65 %
    /// that comes each 31 s begins anew with every value, and rings nobody. Where the device doubts them, six in a row: the sick shiver
    /// too.
    fn sparse_condition(&self, ladder: &Ladder) -> Option<Span> {
        let is_beyond = |sample: &Sample, place: usize| sample.deadly.is_none() && ladder.is_beyond(sample.raw, place);
        let instant = || ladder.rungs_of_values().iter().enumerate().rev().filter(|(_, rung)| rung.for_s == 0).map(|(place, _)| place);
        // Asked with every value: where the newest is beyond no such rung, nearly always, those before it need not be gathered.
        self.newest().filter(|newest| self.cadence_ms > 0 && instant().any(|place| is_beyond(newest, place)))?;
        let last = self.sparse();
        let newest = last.first().filter(|_| last.len() >= CONFIRM_TIMES)?;
        let is_sure = |sample: &Sample, place: usize| !sample.doubtful && is_beyond(sample, place);
        let are_sure = |place: usize| {
            is_sure(newest, place) && last.iter().take(CONFIRM_OF).filter(|sample| is_sure(sample, place)).count() >= CONFIRM_TIMES
        };
        let are_all = |place: usize| last.is_full() && last.iter().all(|sample| is_beyond(sample, place));
        let level = instant().find(|place| are_sure(*place) || are_all(*place))?;
        let beyond = || last.iter().filter(|sample| if are_sure(level) { is_sure(sample, level) } else { is_beyond(sample, level) });
        let worst = beyond().map(|sample| sample.raw).reduce(|a, b| ladder.worse(a, b))?;
        Some(Span { since: beyond().next_back()?.at, until: newest.at, level, worst })
    }

    /// True when three of the sparse values that are far from each other, and all between them, are safely inside: no two of them need
    /// be near each other to end what they began.
    fn is_sparsely_safe(&self, ladder: &Ladder) -> bool {
        let (mut far, mut next) = (0, None::<WallMs>);
        for sample in self.sparse() {
            if sample.doubtful || sample.deadly.is_some() || !ladder.is_safe(sample.raw) {
                return false;
            }
            if next.is_none_or(|next| next.since(sample.at) >= CLEAR_HOLD_MS) {
                (far, next) = (far + 1, Some(sample.at));
            }
            if far == CONFIRM_TIMES {
                return true;
            }
        }
        false
    }

    /// The rung on which the newest values of this side are.
    pub fn stay(&self, side: Side) -> Option<&Stay> {
        self.timeline.edge(side)?.stay()
    }

    /// The rung to which values came back without an alert that told of it (see [`Timeline::came_back`]).
    pub fn came_back(&self, side: Side) -> Option<&Stay> {
        self.timeline.came_back(side)
    }

    /// The last value outside this side of the limit.
    pub fn outside(&self, side: Side) -> Option<Sample> {
        self.timeline.edge(side)?.outside()
    }

    /// Since when a condition holds on this side.
    pub fn holds_since(&self, side: Side) -> Option<WallMs> {
        self.timeline.edge(side)?.holds().map(|span| span.since)
    }

    /// Since when values have been outside, if no alert is due yet.
    pub fn pending_since(&self, side: Side) -> Option<WallMs> {
        self.timeline.edge(side)?.pending_since()
    }

    /// True when a temperature of this instant is a step from what this channel measured before it.
    pub fn is_step(&self, at: WallMs, raw: i32) -> bool {
        if self.vital != Vital::Temperature {
            return false;
        }
        let before = self.timeline.between(at.plus(-STEP_WITHIN_MS - 1), at.plus(-1));
        is_step(before.map(|sample| ((sample.at, sample.raw), sample.doubtful)), (at, raw))
    }

    /// True when there are good values in the last `ms` up to `until`, and none of those after `after` is one of these.
    pub fn has_left(&self, ms: i64, after: Option<WallMs>, until: WallMs, is_one: impl Fn(i32) -> bool) -> bool {
        let good = |sample: &&Sample| !sample.doubtful && sample.deadly.is_none();
        let mut last = self.timeline.between(until.plus(-ms), until).filter(good).peekable();
        last.peek().is_some() && last.all(|sample| Some(sample.at) <= after || !is_one(sample.raw))
    }

    /// True when values are kept from the beginning of the time that leads to this instant.
    pub fn begins_before(&self, until: WallMs) -> bool {
        self.timeline.between(until.plus(-KEPT_MS), until.plus(STRETCH_MS - KEPT_MS)).next().is_some()
    }

    /// The values that are kept of those after `after` and until `until` that are one of these, by stays.
    pub fn stays_of(&self, after: Option<WallMs>, until: WallMs, ends: Ends, is_one: impl Fn(i32) -> bool) -> Stays {
        let from = after.map_or(until.plus(-KEPT_MS), |after| after.max(until.plus(-KEPT_MS)));
        let newest_first: Vec<&Sample> = self.timeline.between(from, until).collect();
        Stays::of(newest_first.into_iter().rev(), ends, is_one)
    }

    /// How many values are kept of what leads to this instant.
    pub fn kept(&self, until: WallMs) -> usize {
        self.timeline.between(until.plus(-KEPT_MS), until).count()
    }

    /// Until when the ladder had told by `until` of what it holds to be so urgent, or will tell; `None` if of nothing.
    pub fn told_until(&self, ladder: &Ladder, priority: Priority, until: WallMs) -> Option<WallMs> {
        let told = self.held_within(ladder, priority, WallMs(i64::MIN), until);
        told.map(|held| held.until.min(until)).max()
    }

    /// True when the ladder has told of something so urgent in this time, or will tell of it.
    pub fn tells_within(&self, ladder: &Ladder, priority: Priority, from: WallMs, until: WallMs) -> bool {
        self.held_within(ladder, priority, from, until).next().is_some()
    }

    fn held_within(&self, ladder: &Ladder, priority: Priority, from: WallMs, until: WallMs) -> impl Iterator<Item = Held> {
        let is_urgent = move |held: &Held| ladder.rungs().get(held.level).is_some_and(|rung| rung.priority >= priority);
        self.timeline.held(ladder.side).filter(is_urgent).filter(move |held| held.since <= until && held.until >= from)
    }

    /// True when some of the values in the stretch that ends at `until` came too late to be live.
    pub fn came_late(&self, until: WallMs) -> bool {
        self.timeline.between(until.plus(-STRETCH_MS), until).any(|sample| sample.late)
    }

    /// How long its newest value stands against what another source says (ms). What a person measured stands for as long as
    /// a spot check counts in a score: a device does not clear a nurse's 84 %.
    pub fn speaks_ms(&self) -> i64 {
        if self.source.is_people() { BY_HAND_SPEAKS_MS } else { gap_ms(self.cadence_ms) }
    }

    /// True when its values contradict the end of a condition on this side: the condition holds here, or begins to.
    pub fn contradicts(&self, side: Side) -> bool {
        self.timeline.edge(side).is_some_and(|edge| edge.holds().is_some() || edge.pending_since().is_some())
    }

    /// True when its values still contradict that end at this instant. Sparse values do for as long again as the last three took: the
    /// next one is about as far away as they are.
    pub fn contradicts_at(&self, ladder: &Ladder, at: WallMs) -> bool {
        let Some(newest) = self.newest() else { return false };
        let age_ms = at.since(newest.at);
        let goes_on = || self.sparse().get(CONFIRM_TIMES - 1).is_some_and(|third| age_ms <= newest.at.since(third.at));
        let is_sparse = || self.sparse_condition(ladder).is_some() && goes_on();
        (age_ms <= self.speaks_ms() && self.contradicts(ladder.side)) || is_sparse()
    }

    /// True when the newest value by hand was measured before `instant`. That happens when later entries are withdrawn: the value
    /// is then the newest valid one, but says nothing about the time after it. Never true for a device, because its clock may
    /// have been set.
    pub fn is_before(&self, instant: WallMs) -> bool {
        self.source.is_people() && self.newest().is_some_and(|newest| newest.at < instant)
    }

    /// Judges one side by new limits; `before` were in force until now.
    pub fn judge_anew(&mut self, side: Side, before: &Limits, limits: &Limits) {
        let before = self.ladder(before, side);
        self.timeline.judge_anew(side, before.as_ref(), &self.ladders(limits));
    }

    /// True when the time of a rung runs that may have begun before `since`.
    pub fn may_have_begun_before(&self, limits: &Limits, since: WallMs) -> bool {
        let runs = |side| self.ladder(limits, side).zip(self.timeline.edge(side));
        Side::ALL.into_iter().filter_map(runs).any(|(ladder, edge)| edge.may_have_begun_before(&ladder, since))
    }
}

/// Longest gap after which late values may still come between, and after which the newer value of another device counts
/// instead (ms).
pub(crate) const fn gap_ms(cadence_ms: u32) -> i64 {
    if cadence_ms == 0 { STALE_MS_MIN } else { row_ms_max(cadence_ms) }
}
