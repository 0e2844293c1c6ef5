//! One vital of one device: a small, fixed state, whatever arrives.

use super::past::{Filled, Gaps, Passed, PastRun};
use super::run::{Run, Sample, Verdict};
use crate::budget::{DOUBTFUL, FUTURE_MS, LATE_MS, NO_VALUE, STALE_MS_MIN, hole_ms, stale_after_ms};
use crate::limit::{Bound, Limits, Side};
use hearth_vitals::{Flags, Reading, Vital, WallMs};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Channel {
    pub device: u16,
    pub vital: Vital,
    /// Its silence is watched.
    pub expected: bool,
    pub cadence_ms: u32,
    /// The newest value by measurement.
    pub newest: Option<Sample>,
    /// When a live value last arrived (monotonic ms).
    pub valued_ms: Option<i64>,
    /// All reasons for missing values since then.
    pub reasons: Flags,
    pub low: Run,
    pub high: Run,
    pub gaps: Gaps,
    pub past_low: PastRun,
    pub past_high: PastRun,
}

/// What a value was to a channel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Seen {
    /// The newest one.
    Newest,
    /// It filled a gap; conditions that are over, by side.
    Filled([Option<(Side, Passed)>; 2]),
    /// A repetition, or out of order.
    Known,
}

/// When a frame was measured, as far as can be believed: never later than its arrival.
pub(crate) fn measured_at(at: WallMs, received: WallMs) -> WallMs {
    if at.since(received) > FUTURE_MS { received } else { at }
}

/// A usable value of a reading, if it has one.
pub(crate) fn sample_of(reading: &Reading, at: WallMs, received: WallMs) -> Option<Sample> {
    let raw = reading.raw.filter(|_| !reading.flags.intersects(NO_VALUE))?;
    let late = received.since(at) > LATE_MS;
    Some(Sample { at, raw, doubtful: reading.flags.intersects(DOUBTFUL), late })
}

impl Channel {
    pub fn new(device: u16, vital: Vital, expected: bool, cadence_ms: u32) -> Channel {
        Channel {
            device,
            vital,
            expected,
            cadence_ms,
            newest: None,
            valued_ms: None,
            reasons: Flags::NONE,
            low: Run::default(),
            high: Run::default(),
            gaps: Gaps::default(),
            past_low: PastRun::default(),
            past_high: PastRun::default(),
        }
    }

    /// Longest pause between two values of one unbroken row (ms). A spot check's row is
    /// never broken: the last value holds until the next.
    pub const fn row_ms_max(&self) -> i64 {
        match stale_after_ms(self.cadence_ms) {
            Some(ms) => ms,
            None => i64::MAX,
        }
    }

    /// Takes a value. `received` is the hub's wall clock at its arrival.
    pub fn take(&mut self, sample: Sample, received: WallMs, mono_ms: i64, limits: &Limits) -> Seen {
        if self.newest.is_some_and(|newest| newest.at.since(received) > FUTURE_MS) {
            self.start_anew();
        }
        match self.newest {
            Some(newest) if sample.at <= newest.at => self.fill(sample, mono_ms, limits),
            before => {
                self.go_on(before, sample, mono_ms, limits);
                Seen::Newest
            }
        }
    }

    /// Takes a late value of a vital of which another device has newer ones (`until` is the
    /// newest): whatever it says, it is history.
    pub fn take_past(&mut self, sample: Sample, until: WallMs, mono_ms: i64, limits: &Limits) -> Seen {
        let from = self.newest.map_or(WallMs(i64::MIN), |newest| newest.at);
        if sample.at > from && !self.gaps.wants(sample.at) {
            self.gaps.open(from, until);
        }
        self.fill(sample, mono_ms, limits)
    }

    /// The hub's clock was set back behind the newest value: rows begin anew, or all that
    /// follows would look old. Alerts are not touched.
    fn start_anew(&mut self) {
        (self.newest, self.gaps) = (None, Gaps::default());
        (self.low, self.high) = (Run::default(), Run::default());
        (self.past_low, self.past_high) = (PastRun::default(), PastRun::default());
    }

    fn go_on(&mut self, before: Option<Sample>, sample: Sample, mono_ms: i64, limits: &Limits) {
        let from = before.map_or(WallMs(i64::MIN), |newest| newest.at);
        if before.is_none() || sample.at.since(from) > hole_ms(self.cadence_ms) {
            self.gaps.open(from, sample.at);
        }
        if sample.at.since(from) > self.row_ms_max() {
            (self.low, self.high) = (Run::default(), Run::default());
        }
        for side in [Side::Low, Side::High] {
            if let Some(bound) = limits.bound(self.vital, side) {
                self.run_mut(side).take(&bound, sample);
            }
        }
        self.newest = Some(sample);
        if !sample.late {
            self.valued_ms = Some(mono_ms);
            self.reasons = Flags::NONE;
        }
    }

    fn fill(&mut self, sample: Sample, mono_ms: i64, limits: &Limits) -> Seen {
        let Some(filled) = self.gaps.fill(sample.at, mono_ms, self.row_ms_max()) else { return Seen::Known };
        let mut passed = [None, None];
        for (slot, side) in passed.iter_mut().zip([Side::Low, Side::High]) {
            let Some(bound) = limits.bound(self.vital, side) else { continue };
            let cadence_ms = self.cadence_ms;
            *slot = self.past_mut(side).take(&bound, sample, cadence_ms, filled.broken).map(|passed| (side, passed));
            self.join_live(side, &bound, &filled, sample.at);
        }
        Seen::Filled(passed)
    }

    /// A row in the gap that reaches the live row, both outside, is one row.
    fn join_live(&mut self, side: Side, bound: &Bound, filled: &Filled, at: WallMs) {
        let until = filled.gap.until;
        let meets = until.since(at) <= self.row_ms_max().min(gap_ms(self.cadence_ms));
        if !meets || self.run(side).outside_since != Some(until) {
            return;
        }
        let Some((since, worst)) = self.past_mut(side).outside() else { return };
        self.past_mut(side).finish();
        let run = self.run_mut(side);
        run.outside_since = Some(since);
        run.worst = Some(run.worst.map_or(worst, |live| bound.worse(live, worst)));
    }

    /// Ends the judgement of a gap that nothing fills any more.
    pub fn finish_past(&mut self) -> [Option<(Side, Passed)>; 2] {
        let low = self.past_low.finish().map(|passed| (Side::Low, passed));
        [low, self.past_high.finish().map(|passed| (Side::High, passed))]
    }

    /// A live reading had no value, for these reasons.
    pub fn missing(&mut self, flags: Flags) {
        self.reasons = self.reasons.with(flags);
    }

    /// What the newest value means on one side.
    pub fn verdict(&self, bound: &Bound) -> Verdict {
        match self.newest {
            Some(newest) => self.run(bound.side).verdict(bound, newest, self.cadence_ms),
            None => Verdict::Neither,
        }
    }

    /// The limit of one side has changed: judge the newest value by the new one.
    pub fn judge_anew(&mut self, side: Side, bound: Option<Bound>) {
        *self.run_mut(side) = Run::default();
        *self.past_mut(side) = PastRun::default();
        if let (Some(bound), Some(newest)) = (bound, self.newest) {
            self.run_mut(side).take(&bound, newest);
        }
    }

    pub const fn run(&self, side: Side) -> &Run {
        match side {
            Side::Low => &self.low,
            Side::High => &self.high,
        }
    }

    fn run_mut(&mut self, side: Side) -> &mut Run {
        match side {
            Side::Low => &mut self.low,
            Side::High => &mut self.high,
        }
    }

    fn past_mut(&mut self, side: Side) -> &mut PastRun {
        match side {
            Side::Low => &mut self.past_low,
            Side::High => &mut self.past_high,
        }
    }
}

/// A pause after which late values may still come between, and after which another
/// device's newer value counts instead (ms).
pub(crate) const fn gap_ms(cadence_ms: u32) -> i64 {
    match stale_after_ms(cadence_ms) {
        Some(ms) => ms,
        None => STALE_MS_MIN,
    }
}
