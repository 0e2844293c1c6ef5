//! Values that fill a gap: what happened while the home was offline.
//!
//! After an outage the newest values come first, the backlog follows, oldest first. The
//! live judgement has moved on by then, so a gap gets a judgement of its own. When a
//! condition in it has lasted for its delay and then ends, that is a [`Passed`].
//! Values outside a gap are repetitions, or a little out of order: they are ignored.

use super::run::{Run, Sample, Verdict};
use crate::budget::GAPS_MAX;
use crate::limit::Bound;
use crate::words::Priority;
use hearth_vitals::WallMs;

/// A pause in the live values, and how far it has been filled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Gap {
    from: WallMs,
    /// The live value that ended it.
    pub until: WallMs,
    filled: Option<WallMs>,
}

impl Gap {
    /// True when a value measured then is news.
    fn wants(&self, at: WallMs) -> bool {
        at > self.from && at < self.until && self.filled.is_none_or(|newest| at > newest)
    }
}

/// The latest pauses of one vital, newest first. With more of them than there is room
/// for, the two oldest become one: what lies between them could then be told twice, but
/// nothing is left out.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Gaps {
    gaps: [Option<Gap>; GAPS_MAX],
    /// The last value in any of them, and when it came (monotonic ms).
    last: Option<(WallMs, i64)>,
}

/// A value was news to a gap.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Filled {
    pub gap: Gap,
    /// The row in the gap does not go on from the value before.
    pub broken: bool,
}

impl Gaps {
    pub fn open(&mut self, from: WallMs, until: WallMs) {
        if let [.., Some(before), Some(oldest)] = &mut self.gaps {
            before.from = oldest.from;
            before.filled = before.filled.or(oldest.filled);
        }
        self.gaps.copy_within(..GAPS_MAX - 1, 1);
        self.gaps[0] = Some(Gap { from, until, filled: None });
    }

    /// True when a value measured then would be news to one of them.
    pub fn wants(&self, at: WallMs) -> bool {
        self.gaps.iter().flatten().any(|gap| gap.wants(at))
    }

    pub fn fill(&mut self, at: WallMs, mono_ms: i64, row_ms_max: i64) -> Option<Filled> {
        let gap = self.gaps.iter_mut().flatten().find(|gap| gap.wants(at))?;
        gap.filled = Some(at);
        let goes_on = |(last, _): (WallMs, i64)| at > last && at.since(last) <= row_ms_max;
        let broken = !self.last.is_some_and(goes_on);
        self.last = Some((at, mono_ms));
        Some(Filled { gap: *gap, broken })
    }

    /// When the last value came (monotonic ms).
    pub fn touched_ms(&self) -> Option<i64> {
        self.last.map(|(_, mono_ms)| mono_ms)
    }
}

/// One side of the limit, judged inside the gap.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct PastRun {
    run: Run,
    /// Outside for the delay since, with the worst value so far.
    met: Option<Passed>,
}

/// A condition that is over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Passed {
    pub since: WallMs,
    pub until: WallMs,
    pub worst: i32,
    pub priority: Priority,
}

impl PastRun {
    /// Takes the next value of the gap; tells of a condition that this value ended.
    pub fn take(&mut self, bound: &Bound, sample: Sample, cadence_ms: u32, broken: bool) -> Option<Passed> {
        let broken_off = if broken { self.finish() } else { None };
        self.run.take(bound, sample);
        let Some(since) = self.run.outside_since else {
            return broken_off.or_else(|| self.finish().map(|passed| Passed { until: sample.at, ..passed }));
        };
        let worst = self.run.worst.unwrap_or(sample.raw);
        if let Verdict::Violated(priority) = self.run.verdict(bound, sample, cadence_ms) {
            let priority = self.met.map_or(priority, |met| met.priority.max(priority));
            self.met = Some(Passed { since, until: sample.at, worst, priority });
        } else if let Some(met) = &mut self.met {
            (met.until, met.worst) = (sample.at, worst);
        }
        broken_off
    }

    /// No more will come: the condition, if there was one, is over.
    pub fn finish(&mut self) -> Option<Passed> {
        let met = self.met.take();
        self.run = Run::default();
        met
    }

    /// The run that the live values go on with.
    pub fn outside(&self) -> Option<(WallMs, i32)> {
        self.run.outside_since.zip(self.run.worst)
    }

    pub fn is_met(&self) -> bool {
        self.met.is_some()
    }
}
