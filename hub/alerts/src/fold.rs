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

mod runs;

use crate::admission::course::is_confirmed;
use crate::budget::{
    CLEAR_HOLD_MS, CONFIRM_MS, CONFIRM_OF, CONFIRM_TIMES, DOUBT_LASTS_MS, SLOW_CONFIRM_MS, SLOW_CONFIRM_OF, SLOW_CONFIRM_TIMES,
    SUPPORTED_MS, beat_ms, doubtful_critical_ms, observable_ms, row_ms_max, tolerance_ms,
};
use crate::copied::copied_by_field;
use crate::ladder::{LADDER_MAX, Ladder};
use crate::limit::{Rung, Side};
use hearth_vitals::WallMs;
use runs::Runs;

/// One value of one stream.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Sample {
    /// When it was measured.
    pub at: WallMs,
    pub raw: i32,
    /// True when it counts, but has to last twice as long.
    pub doubtful: bool,
    /// True when it arrived too late to be live.
    pub late: bool,
    /// The side on which it is deadly, for a finding that cannot be a value; `None` for a value. Only the last rung of a ladder
    /// judges such a finding; medians, scores and other rungs ignore it.
    pub deadly: Option<Side>,
}

impl Sample {
    /// The number that stands for a device beyond its scale, which gave none: further out than every number.
    pub const fn off_scale(side: Side) -> i32 {
        match side {
            Side::Low => i32::MIN,
            Side::High => i32::MAX,
        }
    }
}

/// The number, unless it stands for a device beyond its scale.
pub(crate) fn number(raw: i32) -> Option<i32> {
    (raw != Sample::off_scale(Side::Low) && raw != Sample::off_scale(Side::High)).then_some(raw)
}

/// A condition: when it began and ended, how far and how bad it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Span {
    pub since: WallMs,
    /// While the condition lasts, the instant of its last value beyond the limit. Afterwards that of the first value inside, if
    /// no value is missing between.
    pub until: WallMs,
    /// Index of the highest rung that held.
    pub level: usize,
    pub worst: i32,
}

/// A time that goes on from value to value, and how much of it is beyond doubt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Lasting {
    since: WallMs,
    newest: Said,
    /// How much of the time lies between values of which neither is doubtful (ms). This and the others end counting at 49 days.
    sure_ms: u32,
    /// How much of it lies between values that both say that it goes on (ms).
    whole_ms: u32,
    /// How much of it lies between one that does and one that does not (ms).
    mixed_ms: u32,
    /// How much of it lies between values of which neither does (ms).
    other_ms: u32,
}

/// What one value says of a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Said {
    at: WallMs,
    /// True when it says that the time goes on. A doubtful value that says otherwise leaves the time, but is none of it.
    goes_on: bool,
    sure: bool,
}

/// Values beyond one rung, with what is tolerated between them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Run {
    time: Lasting,
    beyond: u32,
    inside: u32,
    /// Since when the values have been inside, if the newest is.
    inside_since: Option<WallMs>,
    worst: i32,
}

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

/// Whether values from before the first that was folded may still belong to the time of a rung.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Earlier {
    /// They may; the newest good value is beyond the rung, or there is none.
    #[default]
    MayRun,
    /// They may; good values have been inside since then.
    InsideSince(WallMs),
    /// Good values inside have ended whatever ran.
    Over,
}

/// The state of the fold after some value. A stay has two for each stream and is copied with each round of the hub, so it is
/// small where all is well.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Fold {
    runs: Runs,
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

copied_by_field!(Fold { runs, safe, stay, off, left, first, earlier, doubted, recent, grave, newest, outside, holds, is_safe });

impl Lasting {
    fn begin(sample: Sample) -> Lasting {
        let newest = Said { at: sample.at, goes_on: true, sure: !sample.doubtful };
        Lasting { since: sample.at, newest, sure_ms: 0, whole_ms: 0, mixed_ms: 0, other_ms: 0 }
    }

    /// Goes on to this value.
    fn extend(&mut self, sample: Sample) {
        self.take(Said { at: sample.at, goes_on: true, sure: !sample.doubtful });
    }

    /// Takes notice of a doubtful value that says otherwise.
    fn pass(&mut self, at: WallMs) {
        self.take(Said { at, goes_on: false, sure: false });
    }

    /// Goes on to a value. What lies between two values of which one is doubtful is doubtful.
    fn take(&mut self, said: Said) {
        let before = std::mem::replace(&mut self.newest, said);
        let ms = u32::try_from(said.at.since(before.at).max(0)).unwrap_or(u32::MAX);
        if before.sure && said.sure {
            self.sure_ms = self.sure_ms.saturating_add(ms);
        }
        let part = match (before.goes_on, said.goes_on) {
            (true, true) => &mut self.whole_ms,
            (false, false) => &mut self.other_ms,
            _ => &mut self.mixed_ms,
        };
        *part = part.saturating_add(ms);
    }

    /// How much of it the values show, doubtful or not (ms). A time is what they say and not what the calendar does: two wild
    /// ones twenty seconds apart, with nineteen good numbers between that the device doubts, are no twenty seconds. Between a
    /// value that says so and one that does not, half of it is shown: who trembles has both by turns, and must be heard.
    const fn shown_ms(&self) -> i64 {
        self.whole_ms as i64 + self.mixed_ms as i64 / 2
    }

    /// True when so much of it is undoubted, or twice as much is shown: artefact doubles a time and never removes it. If
    /// one undoubted value could complete what doubtful ones have begun, half a minute of motion, of which a device misses the
    /// end, would be a minute of apnoea; if doubtful time counted half, so would twice as much of it. Doubtful time is left out
    /// and nothing begins anew after it, because bursts of motion would otherwise put a rung off without end.
    const fn lasted(&self, need_ms: i64) -> bool {
        self.sure_ms as i64 >= need_ms || self.shown_ms() >= need_ms.saturating_mul(2)
    }

    /// The same where only values next to each other may speak: two numbers that are well, and what the device doubts between
    /// them, end no alert.
    const fn lasted_together(&self, need_ms: i64) -> bool {
        self.sure_ms as i64 >= need_ms || self.whole_ms as i64 >= need_ms.saturating_mul(2)
    }

    /// True when more of it speaks against it than for it.
    const fn is_outweighed(&self) -> bool {
        self.mixed_ms as i64 + self.other_ms as i64 > self.whole_ms as i64
    }
}

impl Run {
    fn begin(sample: Sample) -> Run {
        Run { time: Lasting::begin(sample), beyond: 1, inside: 0, inside_since: None, worst: sample.raw }
    }

    fn extend(&mut self, ladder: &Ladder, sample: Sample) {
        self.time.extend(sample);
        self.beyond = self.beyond.saturating_add(1);
        self.inside_since = None;
        self.worst = ladder.worse(self.worst, sample.raw);
    }

    /// Takes a good value inside the rung; false when it ends the run.
    fn bear(&mut self, need_ms: i64, at: WallMs) -> bool {
        self.time.take(Said { at, goes_on: true, sure: true });
        self.inside = self.inside.saturating_add(1);
        let since = *self.inside_since.get_or_insert(at);
        self.inside.saturating_mul(4) <= self.beyond && at.since(since) < tolerance_ms(need_ms)
    }
}

impl Earlier {
    /// Good values inside end a time after as long as one is tolerated. Doubtful ones end none.
    fn take(&mut self, is_beyond: bool, sample: Sample, need_ms: i64) {
        *self = match *self {
            Earlier::Over => return,
            _ if is_beyond => Earlier::MayRun,
            before if sample.doubtful => before,
            before => {
                let since = if let Earlier::InsideSince(since) = before { since } else { sample.at };
                if sample.at.since(since) >= tolerance_ms(need_ms) { Earlier::Over } else { Earlier::InsideSince(since) }
            }
        };
    }
}

impl Fold {
    /// Takes the next value; returns the condition that ends with it, if any.
    pub fn step(&mut self, ladder: &Ladder, sample: Sample) -> Option<Span> {
        if sample.deadly.is_some_and(|side| side != ladder.side) {
            // A deadly low finding is no safe value for the high side: there it is ignored.
            return None;
        }
        if self.newest.is_some_and(|newest| sample.at.since(newest) > row_ms_max(ladder.cadence_ms)) {
            (self.safe, self.recent, self.off) = Default::default();
            self.runs.forget_from(0);
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
                let is_supported = self.runs.get(place).is_some_and(|run| i64::from(run.time.sure_ms) >= SUPPORTED_MS);
                // Only what is beyond is believed: what motion drew inside ends no time.
                let doubtful = if is_supported && is_beyond { is_flagged } else { sample.doubtful };
                self.runs.change(place, is_beyond, |run| take_run(run, ladder, place, is_beyond, Sample { doubtful, ..sample }));
            } else if sample.doubtful {
                self.runs.change(place, false, |run| run.iter_mut().for_each(|run| run.time.pass(sample.at)));
            }
        }
        self.runs.tidy();
        self.take_safe(ladder, sample);
        self.take_off(ladder, sample);
        self.take_held(ladder, sample, before);
        let ended = self.holds.take_if(|_| self.is_safe);
        if ended.is_some() {
            // Values that belonged to the ended condition do not begin a new one.
            self.stay = None;
            self.runs.forget_from(0);
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
        self.runs.get(0).filter(|_| self.holds.is_none()).map(|run| run.time.since)
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
            need_ms > 0 && self.earlier[place] != Earlier::Over && !self.runs.get(place).is_some_and(|run| run.time.lasted(need_ms))
        };
        is_near && ladder.rungs().iter().enumerate().any(|(place, rung)| waits(place, rung))
    }

    /// Carries the state over to a new ladder: a delay that runs goes on wherever values beyond the old rung are beyond the new
    /// one.
    pub fn under(&self, old: &Ladder, new: &Ladder) -> Fold {
        let mut fold = Fold { doubted: self.doubted, recent: self.recent, grave: self.grave, newest: self.newest, ..Fold::default() };
        for (place, rung) in new.rungs().iter().enumerate() {
            if let Some(run) = old.at_or_beyond(rung).and_then(|before| self.runs.get(before)) {
                fold.runs.change(place, true, |new| *new = Some(*run));
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
            self.runs.forget_from(stay.place);
        }
    }

    /// False for a deadly number that the device doubts and nothing has confirmed yet: no rung counts it. Further such numbers
    /// confirm it, and so does lasting as long as a doubtful critical value must; for a spot check that is one value, because a
    /// device that shows 72 with a doubt must not be silent about 48.
    fn counts(&self, ladder: &Ladder, sample: Sample) -> bool {
        let lasts = || {
            let run = ladder.deadly().and_then(|place| self.runs.get(place));
            run.is_some_and(|run| run.time.shown_ms() >= doubtful_critical_ms(ladder.cadence_ms))
        };
        sample.deadly.is_none() || !sample.doubtful || self.shows_deadly(sample.at) || lasts()
    }

    fn take_held(&mut self, ladder: &Ladder, sample: Sample, before: Option<WallMs>) {
        if !self.counts(ladder, sample) {
            return;
        }
        let is_outside = ladder.is_outside(sample.raw);
        if let Some(level) = self.level_at(ladder, sample)
            && let Some(run) = self.runs.get(0).or(self.runs.get(level)).copied()
        {
            let held = self.holds.get_or_insert(Span { since: run.time.since, until: sample.at, level, worst: run.worst });
            held.level = held.level.max(level);
            if self.stay.is_none_or(|stay| stay.place < level) {
                let since = self.runs.get(level).map_or(sample.at, |run| run.time.since);
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
                && self.runs.get(*place).is_some_and(|run| self.is_met(ladder, *place, run))
        };
        (0..ladder.rungs().len()).rev().find(completes)
    }

    fn shows_deadly(&self, now: WallMs) -> bool {
        is_confirmed(&self.grave.iter().flatten().copied().collect::<Vec<_>>(), now)
    }

    fn is_met(&self, ladder: &Ladder, place: usize, run: &Run) -> bool {
        let rung = &ladder.rungs()[place];
        if rung.for_s > 0 {
            return run.time.lasted(ladder.need_ms(rung));
        }
        let confirmed = match confirmed_by(ladder.cadence_ms) {
            Some(asked) => self.confirms(ladder, place, asked),
            None => run.time.newest.sure,
        };
        confirmed || run.time.shown_ms() >= doubtful_critical_ms(ladder.cadence_ms)
    }

    /// True when enough of the last good values are beyond this rung, within a short time.
    fn confirms(&self, ladder: &Ladder, place: usize, asked: Confirmation) -> bool {
        let Some((newest, _)) = self.recent[0] else { return false };
        let near = self.recent.iter().flatten().take(asked.of).filter(|(at, _)| newest.since(*at) <= asked.within_ms);
        near.filter(|(_, raw)| ladder.is_beyond(*raw, place)).count() >= asked.times
    }
}

/// How many of how many good values within a time confirm one.
#[derive(Debug, Clone, Copy)]
struct Confirmation {
    times: usize,
    of: usize,
    within_ms: i64,
}

/// By how many of how many values a stream of this cadence confirms one: as many as it shows within [`CONFIRM_MS`]. Of one that
/// shows two, another one has to say the same: a single wild value is as common there, and waiting costs less than the time
/// that confirms others. `None` for what measures more seldom: a pressure of 70 must not wait for the next.
const fn confirmed_by(cadence_ms: u32) -> Option<Confirmation> {
    if shows_a_confirmation(cadence_ms) {
        Some(Confirmation { times: CONFIRM_TIMES, of: CONFIRM_OF, within_ms: CONFIRM_MS })
    } else if cadence_ms > 0 && cadence_ms as i64 * SLOW_CONFIRM_TIMES as i64 <= CONFIRM_MS {
        Some(Confirmation { times: SLOW_CONFIRM_TIMES, of: SLOW_CONFIRM_OF, within_ms: SLOW_CONFIRM_MS })
    } else {
        None
    }
}

/// True when a stream of this cadence has enough values in time to confirm one.
pub(crate) const fn shows_a_confirmation(cadence_ms: u32) -> bool {
    cadence_ms > 0 && cadence_ms as i64 * CONFIRM_OF as i64 <= CONFIRM_MS
}

/// Takes a value into the time of those inside: one outside ends it. A doubtful one outside leaves it, but is none of it, until
/// there is more of those than of the time itself.
fn take_inside(time: &mut Option<Lasting>, is_inside: bool, sample: Sample) {
    match time.as_mut() {
        Some(time) if is_inside => time.extend(sample),
        None if is_inside => *time = Some(Lasting::begin(sample)),
        Some(time) if sample.doubtful => time.pass(sample.at),
        _ => *time = None,
    }
    time.take_if(|time| time.is_outweighed());
}

fn take_run(run: &mut Option<Run>, ladder: &Ladder, place: usize, is_beyond: bool, sample: Sample) {
    if is_beyond {
        match run {
            Some(run) => run.extend(ladder, sample),
            None => *run = Some(Run::begin(sample)),
        }
    } else if sample.doubtful {
        run.iter_mut().for_each(|run| run.time.pass(sample.at));
    } else if !run.as_mut().is_none_or(|run| run.bear(ladder.need_ms(&ladder.rungs()[place]), sample.at)) {
        *run = None;
    }
}
