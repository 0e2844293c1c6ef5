//! A channel: one vital of one source. Its state is small and bounded, whatever arrives.

use super::stretches::{Sample, Stretches, Verdict};
use super::trace::{Passed, Trace};
use crate::budget::{DOUBTFUL, FUTURE_MS, LATE_MS, NO_VALUE, PAST_QUIET_MS, STALE_MS_MIN, row_ms_max, stale_after_ms};
use crate::limit::{Bound, Limits, Side};
use hearth_vitals::{Flags, Reading, Vital, WallMs};

/// Who measures a channel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Source {
    /// The device at this place in the episode's list.
    Device(u16),
    /// People, who write down what they measured.
    ByHand,
}

impl Source {
    /// The place of the device, if one measures.
    pub fn device(self) -> Option<usize> {
        if let Source::Device(place) = self { Some(usize::from(place)) } else { None }
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Channel {
    pub source: Source,
    pub vital: Vital,
    /// True when its silence is watched.
    pub expected: bool,
    pub cadence_ms: u32,
    /// The value that was measured last.
    pub newest: Option<Sample>,
    /// When a live value last arrived (monotonic ms); `None` if none has.
    pub valued_ms: Option<i64>,
    /// All flags of live readings without a value since then.
    pub reasons: Flags,
    pub low: Stretches,
    pub high: Stretches,
    /// What is known of each side (low, high), late values included.
    traces: [Trace; 2],
}

/// How a value compares with those that the channel knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Taken {
    /// Measured later than all of them.
    Newest,
    /// Measured earlier, or by a device for which another one has clearly newer values.
    Older,
    /// A repetition of the newest one.
    Known,
}

/// When a frame was measured, as far as can be believed: never later than it arrived.
pub(crate) fn measured_at(at: WallMs, received: WallMs) -> WallMs {
    if at.since(received) > FUTURE_MS { received } else { at }
}

/// The usable value of a reading, if it has one.
pub(crate) fn sample_of(reading: &Reading, at: WallMs, received: WallMs) -> Option<Sample> {
    let raw = reading.raw.filter(|_| !reading.flags.intersects(NO_VALUE))?;
    let late = received.since(at) > LATE_MS;
    Some(Sample { at, raw, doubtful: reading.flags.intersects(DOUBTFUL), late })
}

impl Channel {
    pub fn new(source: Source, vital: Vital, expected: bool, cadence_ms: u32) -> Channel {
        Channel {
            source,
            vital,
            expected,
            cadence_ms,
            newest: None,
            valued_ms: None,
            reasons: Flags::NONE,
            low: Stretches::default(),
            high: Stretches::default(),
            traces: Default::default(),
        }
    }

    /// Takes a value. `wall` is what the hub's clock shows now: a value that had to wait behind newer ones arrived before
    /// them, which does not mean that a clock was set back.
    pub fn take(&mut self, sample: Sample, wall: WallMs, mono_ms: i64, limits: &Limits) -> Taken {
        if self.newest.is_some_and(|newest| newest.at.since(wall) > FUTURE_MS) {
            self.start_anew();
        }
        match self.newest {
            Some(newest) if sample.at == newest.at => Taken::Known,
            Some(newest) if sample.at < newest.at => self.take_past(sample, mono_ms, limits),
            before => {
                self.go_on(before, sample, mono_ms, limits);
                Taken::Newest
            }
        }
    }

    /// Takes a value that does not say how things are now: an older one, or a late one of a vital for which another device has
    /// newer values.
    pub fn take_past(&mut self, sample: Sample, mono_ms: i64, limits: &Limits) -> Taken {
        self.trace(sample, limits);
        self.traces.iter_mut().for_each(|trace| trace.touch(mono_ms));
        Taken::Older
    }

    /// Begins the stretches anew, because the hub's clock was set back behind the newest value: otherwise all that follows would
    /// look old. Alerts are not touched.
    fn start_anew(&mut self) {
        (self.newest, self.traces) = (None, Default::default());
        (self.low, self.high) = (Stretches::default(), Stretches::default());
    }

    fn go_on(&mut self, before: Option<Sample>, sample: Sample, mono_ms: i64, limits: &Limits) {
        let from = before.map_or(WallMs(i64::MIN), |newest| newest.at);
        if sample.at.since(from) > row_ms_max(self.cadence_ms) {
            (self.low, self.high) = (Stretches::default(), Stretches::default());
        }
        for side in [Side::Low, Side::High] {
            if let Some(bound) = limits.bound(self.vital, side) {
                self.stretches_mut(side).take(&bound, sample);
            }
        }
        self.newest = Some(sample);
        self.trace(sample, limits);
        if !sample.late {
            self.valued_ms = Some(mono_ms);
            self.reasons = Flags::NONE;
        }
    }

    /// Puts a value where it belongs in time.
    fn trace(&mut self, sample: Sample, limits: &Limits) {
        for side in [Side::Low, Side::High] {
            let Some(bound) = limits.bound(self.vital, side) else { continue };
            let cadence_ms = self.cadence_ms;
            self.traces[side as usize].take(&bound, sample, cadence_ms);
            self.begin_earlier(side, &bound);
        }
    }

    /// Lets late values move the beginning of the present condition back, if they show that it began earlier.
    fn begin_earlier(&mut self, side: Side, bound: &Bound) {
        let Some(since) = self.stretches(side).outside_since else { return };
        let Some(chain) = self.traces[side as usize].newest(bound, self.cadence_ms).filter(|chain| chain.since < since) else { return };
        if self.newest.is_none_or(|newest| newest.at != chain.until) {
            return;
        }
        let stretches = self.stretches_mut(side);
        stretches.outside_since = Some(chain.since);
        stretches.worst = Some(stretches.worst.map_or(chain.worst, |live| bound.worse(live, chain.worst)));
    }

    /// Notes that an alert tells of the present condition on this side.
    pub fn tell(&mut self, bound: &Bound) {
        let cadence_ms = self.cadence_ms;
        self.traces[bound.side as usize].tell_newest(bound, cadence_ms);
    }

    /// A condition that has ended and of which no alert has told; to be called until there is none. `goes_on` is true when
    /// the newest value is judged as the present one.
    pub fn passed(&mut self, limits: &Limits, quiet: bool, goes_on: bool) -> Option<(Side, Passed)> {
        let cadence_ms = self.cadence_ms;
        let ends_with_newest = |trace: &Trace, newest: Option<Sample>| newest.is_some_and(|newest| trace.ends_at(newest.at));
        [Side::Low, Side::High].into_iter().find_map(|side| {
            let bound = limits.bound(self.vital, side)?;
            let goes_on = goes_on && ends_with_newest(&self.traces[side as usize], self.newest);
            self.traces[side as usize].passed(&bound, cadence_ms, quiet, goes_on).map(|passed| (side, passed))
        })
    }

    /// When late values count as complete, if there is something in them to tell (monotonic ms).
    pub fn past_due(&self, limits: &Limits, goes_on: bool) -> Option<i64> {
        let due = |side: Side| {
            let bound = limits.bound(self.vital, side)?;
            self.traces[side as usize].waits_since(&bound, self.cadence_ms, goes_on)
        };
        let since_ms = [due(Side::Low), due(Side::High)].into_iter().flatten().min()?;
        Some(since_ms.saturating_add(PAST_QUIET_MS))
    }

    /// Notes that a live reading had no value, and its flags.
    pub fn missing(&mut self, flags: Flags) {
        self.reasons = self.reasons.with(flags);
    }

    /// What the newest value means on one side.
    pub fn verdict(&self, bound: &Bound) -> Verdict {
        match self.newest {
            Some(newest) => self.stretches(bound.side).verdict(bound, newest, self.cadence_ms),
            None => Verdict::Neither,
        }
    }

    /// True when people measured the newest value before `instant`. That happens when they withdraw what they wrote down
    /// since: the value is then the newest that is valid, but it says nothing about what came after it. Never true for a
    /// device, because its clock may have been set.
    pub fn is_before(&self, instant: WallMs) -> bool {
        self.source == Source::ByHand && self.newest.is_some_and(|newest| newest.at < instant)
    }

    /// Judges the newest value by a new limit of one side.
    pub fn judge_anew(&mut self, side: Side, bound: Option<Bound>) {
        *self.stretches_mut(side) = Stretches::default();
        self.traces[side as usize] = Trace::default();
        if let (Some(bound), Some(newest)) = (bound, self.newest) {
            self.stretches_mut(side).take(&bound, newest);
            self.traces[side as usize].take(&bound, newest, self.cadence_ms);
        }
    }

    pub const fn stretches(&self, side: Side) -> &Stretches {
        match side {
            Side::Low => &self.low,
            Side::High => &self.high,
        }
    }

    fn stretches_mut(&mut self, side: Side) -> &mut Stretches {
        match side {
            Side::Low => &mut self.low,
            Side::High => &mut self.high,
        }
    }
}

/// Longest gap after which late values may still come between, and after which the newer value of another device counts
/// instead (ms).
pub(crate) const fn gap_ms(cadence_ms: u32) -> i64 {
    match stale_after_ms(cadence_ms) {
        Some(ms) => ms,
        None => STALE_MS_MIN,
    }
}
