//! The one evaluator of a ladder: a fold over the values of one stream, in the order of measurement.
//!
//! Everything that asks whether a condition holds runs this fold: values as they come, late values (from before them
//! onwards), a changed limit (over what is kept), a restart (over what was stored). So none of them can disagree.
//!
//! How it judges:
//!
//! * a rung holds when values have been beyond it for its time. A few values inside do not start the time anew: at most one
//!   in five, and no longer than a fifth of the time. Otherwise a single better value every 15 seconds would silence a
//!   saturation of 82 % for a night;
//! * a rung without a time holds when three of the last five good values within ten seconds are beyond it, so that one wild
//!   value wakes nobody. Of a device that shows only two in that time it must be both; a slower one is believed at once;
//! * a doubtful value (artefact, low perfusion) neither starts a time anew nor completes it: a rung needs its time of undoubted
//!   values, however they are spread, or twice its time between values that say so, because the sick shiver too. A value beyond
//!   the limit shortly after one that the device doubts is doubtful, unless undoubted ones have been beyond the same rung for
//!   longer than a burst of motion goes unnoticed;
//! * what cannot be a value and is deadly is beyond the last rung of its ladder and beside all others. One that the device
//!   does not doubt is believed at once; of doubtful ones, three of five within ten seconds;
//! * a condition that holds ends only by values safely inside, for ten seconds. A gap ends nothing;
//! * a rung is left by values safely inside it, for as long as it waits and ten seconds at least. The condition may go on: who was
//!   at 78 %, rests at 93 and falls to 78 again has fallen again, and is told again.

mod confirmation;
mod earlier;
mod excursion;
mod excursions;
mod lasting;
mod sample;

use crate::admission::course::is_confirmed;
use crate::budget::{CLEAR_HOLD_MS, CONFIRM_OF, DOUBT_LASTS_MS, SUPPORTED_MS, beat_ms, doubtful_critical_ms, observable_ms, row_ms_max};
use crate::copied::copied_by_field;
use crate::ladder::{LADDER_MAX, Ladder};
use crate::limit::Rung;
pub(crate) use confirmation::shows_a_confirmation;
use confirmation::{Confirmation, confirmed_by};
use earlier::Earlier;
use excursion::{Excursion, take_beyond};
use excursions::Excursions;
use hearth_vitals::WallMs;
use lasting::{Lasting, take_inside};
pub(crate) use sample::{Sample, Span, number};

/// Values on a rung whose time was up, until they leave it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Stay {
    /// Index of the highest rung that they completed.
    pub place: usize,
    /// Since when they have been beyond it.
    pub since: WallMs,
    /// True when values were seen to be off it before: nobody knows that of values that begin beyond it.
    pub again: bool,
}

/// The state of the fold after some value. A stay has two for each stream and is copied with each round of the hub, so it is
/// small where all is well.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Fold {
    excursions: Excursions,
    /// Values safely inside.
    safe: Option<Lasting>,
    stay: Option<Stay>,
    /// Values safely inside each rung.
    off: [Option<Lasting>; LADDER_MAX],
    /// True for each rung that such values have left, until others complete it.
    left: [bool; LADDER_MAX],
    /// The first value that was folded.
    first: Option<WallMs>,
    /// What is known of each rung before the first value.
    earlier: [Earlier; LADDER_MAX],
    /// When the device last doubted a value.
    doubted: Option<WallMs>,
    /// The last good values, the newest first.
    recent: [Option<(WallMs, i32)>; CONFIRM_OF],
    /// The last values, the newest first: when, and whether each was deadly.
    grave: [Option<(WallMs, bool)>; CONFIRM_OF],
    newest: Option<WallMs>,
    /// The last value beyond the limit.
    outside: Option<Sample>,
    holds: Option<Span>,
    /// True when values have been safely inside for long enough.
    is_safe: bool,
}

copied_by_field!(Fold { excursions, safe, stay, off, left, first, earlier, doubted, recent, grave, newest, outside, holds, is_safe });

impl Fold {
    /// Takes the next value; returns the condition that ends with it, if any.
    pub fn step(&mut self, ladder: &Ladder, sample: Sample) -> Option<Span> {
        if sample.deadly.is_some_and(|side| side != ladder.side) {
            // A deadly low finding is no safe value for the high side: there it is ignored.
            return None;
        }
        if self.newest.is_some_and(|newest| sample.at.since(newest) > row_ms_max(ladder.cadence_ms)) {
            (self.safe, self.recent, self.off) = Default::default();
            self.excursions.forget_from(0);
            self.forget_earlier();
        }
        self.first.get_or_insert(sample.at);
        let before = self.newest.replace(sample.at);
        let (is_flagged, sample) = (sample.doubtful, self.weigh(ladder, sample));
        self.grave.rotate_right(1);
        self.grave[0] = Some((sample.at, sample.deadly.is_some()));
        if !sample.doubtful && sample.deadly.is_none() {
            self.recent.rotate_right(1);
            self.recent[0] = Some((sample.at, sample.raw));
        }
        for place in 0..ladder.rungs().len() {
            if sample.deadly.is_none() || ladder.deadly() == Some(place) {
                let is_beyond = ladder.is_beyond(sample.raw, place);
                self.earlier[place].take(is_beyond, sample, ladder.need_ms(&ladder.rungs()[place]));
                let is_supported = self.excursions.get(place).is_some_and(|excursion| i64::from(excursion.time.sure_ms) >= SUPPORTED_MS);
                // Only what is beyond is believed: what motion drew inside ends no time.
                let doubtful = if is_supported && is_beyond { is_flagged } else { sample.doubtful };
                self.excursions
                    .change(place, is_beyond, |excursion| take_beyond(excursion, ladder, place, is_beyond, Sample { doubtful, ..sample }));
            } else if sample.doubtful {
                self.excursions.change(place, false, |excursion| excursion.iter_mut().for_each(|excursion| excursion.time.pass(sample.at)));
            }
        }
        self.excursions.tidy();
        self.take_safe(ladder, sample);
        self.take_off(ladder, sample);
        self.take_held(ladder, sample, before);
        let ended = self.holds.take_if(|_| self.is_safe);
        if ended.is_some() {
            // Values that belonged to the ended condition do not begin a new one.
            self.stay = None;
            self.excursions.forget_from(0);
            self.forget_earlier();
        }
        ended
    }

    /// The value with the doubt that applies: one beyond the limit is doubtful, too, for some seconds after one that the device
    /// doubts. Motion comes in bursts, and devices notice only a part of each.
    fn weigh(&mut self, ladder: &Ladder, sample: Sample) -> Sample {
        if sample.doubtful {
            self.doubted = Some(sample.at);
        }
        let is_near = self.doubted.is_some_and(|doubted| sample.at.since(doubted) <= DOUBT_LASTS_MS);
        Sample { doubtful: sample.doubtful || (is_near && ladder.is_outside(sample.raw)), ..sample }
    }

    /// The condition that holds at the newest value.
    pub const fn holds(&self) -> Option<&Span> {
        self.holds.as_ref()
    }

    /// The rung on which the newest values are.
    pub const fn stay(&self) -> Option<&Stay> {
        self.stay.as_ref()
    }

    /// When the newest value was measured.
    pub const fn newest(&self) -> Option<WallMs> {
        self.newest
    }

    /// The last value beyond the limit.
    pub const fn outside(&self) -> Option<Sample> {
        self.outside
    }

    /// True when values have been safely inside for long enough to end a condition.
    pub const fn is_safe(&self) -> bool {
        self.is_safe
    }

    /// Since when values have been beyond the limit, while no rung holds yet.
    pub fn pending_since(&self) -> Option<WallMs> {
        self.excursions.get(0).filter(|_| self.holds.is_none()).map(|excursion| excursion.time.since)
    }

    const fn forget_earlier(&mut self) {
        self.earlier = [Earlier::Over; LADDER_MAX];
    }

    /// True when the time of a rung may run that began before `since`, the begin of what was folded: then more has to be read to
    /// know whether it is up. So it is while no good values inside the rung have ended it, whether or not a value is beyond:
    /// motion of some minutes, all of it doubted, ends nothing.
    pub fn may_have_begun_before(&self, ladder: &Ladder, since: WallMs) -> bool {
        let is_near = self.first.is_some_and(|first| first.since(since) <= row_ms_max(ladder.cadence_ms));
        let waits = |place: usize, rung: &Rung| {
            let need_ms = ladder.need_ms(rung);
            need_ms > 0
                && self.earlier[place] != Earlier::Over
                && !self.excursions.get(place).is_some_and(|excursion| excursion.time.lasted(need_ms))
        };
        is_near && ladder.rungs().iter().enumerate().any(|(place, rung)| waits(place, rung))
    }

    /// Carries the state over to a new ladder: a delay that runs goes on wherever values beyond the old rung are beyond the new
    /// one.
    pub fn under(&self, old: &Ladder, new: &Ladder) -> Fold {
        let mut fold = Fold { doubted: self.doubted, recent: self.recent, grave: self.grave, newest: self.newest, ..Fold::default() };
        for (place, rung) in new.rungs().iter().enumerate() {
            if let Some(excursion) = old.at_or_beyond(rung).and_then(|before| self.excursions.get(before)) {
                fold.excursions.change(place, true, |new| *new = Some(*excursion));
            }
        }
        fold
    }

    fn take_safe(&mut self, ladder: &Ladder, sample: Sample) {
        let need_ms = observable_ms(CLEAR_HOLD_MS, ladder.cadence_ms);
        let is_inside = ladder.is_safe(sample.raw);
        take_inside(&mut self.safe, is_inside, sample);
        // Only a safe value ends a condition.
        self.is_safe = self.safe.is_some_and(|safe| is_inside && safe.lasted_together(need_ms));
    }

    /// Leaves rungs after good values safely inside them, for as long as they take to ring: sooner, somebody who hovers at a rung
    /// would ring with every minute. What was beyond the rung of the stay begins nothing new.
    fn take_off(&mut self, ladder: &Ladder, sample: Sample) {
        for (place, rung) in ladder.rungs().iter().enumerate() {
            let is_off = sample.deadly.is_none() && ladder.is_safely_inside(sample.raw, place);
            take_inside(&mut self.off[place], is_off, sample);
            let need_ms = ladder.need_ms(rung).max(observable_ms(CLEAR_HOLD_MS, ladder.cadence_ms));
            self.left[place] |= is_off && self.off[place].is_some_and(|off| off.newest.sure && i64::from(off.sure_ms) >= need_ms);
        }
        if let Some(stay) = self.stay.take_if(|stay| self.left[stay.place]) {
            self.excursions.forget_from(stay.place);
        }
    }

    /// False for a deadly number that the device doubts and nothing has confirmed yet: no rung counts it. Further such numbers
    /// confirm it, and so does lasting as long as a doubtful critical value must; for a spot check that is one value, because a
    /// device that shows 72 with a doubt must not be silent about 48.
    fn counts(&self, ladder: &Ladder, sample: Sample) -> bool {
        let lasts = || {
            let excursion = ladder.deadly().and_then(|place| self.excursions.get(place));
            excursion.is_some_and(|excursion| excursion.time.shown_ms() >= doubtful_critical_ms(ladder.cadence_ms))
        };
        sample.deadly.is_none() || !sample.doubtful || self.shows_deadly(sample.at) || lasts()
    }

    fn take_held(&mut self, ladder: &Ladder, sample: Sample, before: Option<WallMs>) {
        if !self.counts(ladder, sample) {
            return;
        }
        let is_outside = ladder.is_outside(sample.raw);
        if let Some(level) = self.level_at(ladder, sample)
            && let Some(excursion) = self.excursions.get(0).or(self.excursions.get(level)).copied()
        {
            let held = self.holds.get_or_insert(Span { since: excursion.time.since, until: sample.at, level, worst: excursion.worst });
            held.level = held.level.max(level);
            if self.stay.is_none_or(|stay| stay.place < level) {
                let since = self.excursions.get(level).map_or(sample.at, |excursion| excursion.time.since);
                self.stay = Some(Stay { place: level, since, again: self.left[level] });
                self.left[..=level].fill(false);
            }
        }
        if let Some(held) = self.holds.as_mut() {
            if is_outside {
                (held.until, held.worst) = (sample.at, ladder.worse(held.worst, sample.raw));
            } else if before == Some(held.until)
                && self.outside.map(|last| last.at) == before
                && sample.at.since(held.until) <= beat_ms(ladder.cadence_ms)
            {
                held.until = sample.at;
            }
        }
        self.outside = if is_outside { Some(sample) } else { self.outside };
    }

    /// The highest rung that this value completes.
    fn level_at(&self, ladder: &Ladder, sample: Sample) -> Option<usize> {
        let completes = |place: &usize| {
            if ladder.deadly() == Some(*place) {
                return sample.deadly.is_some();
            }
            sample.deadly.is_none()
                && ladder.is_beyond(sample.raw, *place)
                && self.excursions.get(*place).is_some_and(|excursion| self.is_met(ladder, *place, excursion))
        };
        (0..ladder.rungs().len()).rev().find(completes)
    }

    fn shows_deadly(&self, now: WallMs) -> bool {
        is_confirmed(&self.grave.iter().flatten().copied().collect::<Vec<_>>(), now)
    }

    fn is_met(&self, ladder: &Ladder, place: usize, excursion: &Excursion) -> bool {
        let rung = &ladder.rungs()[place];
        if rung.for_s > 0 {
            return excursion.time.lasted(ladder.need_ms(rung));
        }
        let confirmed = match confirmed_by(ladder.cadence_ms) {
            Some(asked) => self.confirms(ladder, place, asked),
            None => excursion.time.newest.sure,
        };
        confirmed || excursion.time.shown_ms() >= doubtful_critical_ms(ladder.cadence_ms)
    }

    /// True when enough of the last good values are beyond this rung, within a short time.
    fn confirms(&self, ladder: &Ladder, place: usize, asked: Confirmation) -> bool {
        let Some((newest, _)) = self.recent[0] else { return false };
        let near = self.recent.iter().flatten().take(asked.of).filter(|(at, _)| newest.since(*at) <= asked.within_ms);
        near.filter(|(_, raw)| ladder.is_beyond(*raw, place)).count() >= asked.times
    }
}
