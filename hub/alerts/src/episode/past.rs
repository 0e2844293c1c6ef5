//! Values that fill a gap: what happened while the home was offline.
//!
//! After an outage the newest values come first, the backlog follows, oldest first. The
//! live judgement has moved on by then, so a gap gets a judgement of its own. When a
//! condition in it has lasted for its delay and then ends, that is a [`Passed`].
//! Values outside a gap are repetitions, or a little out of order: they are ignored.

use super::run::{Run, Sample, Verdict};
use crate::limit::Bound;
use crate::words::Priority;
use hearth_vitals::WallMs;

/// A gap in the live values, and how far it has been filled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Gap {
    from: WallMs,
    until: WallMs,
    /// Newest value in it, and when that arrived (monotonic ms).
    filled: Option<(WallMs, i64)>,
}

impl Gap {
    /// A later gap joins an earlier one: the backlog may still fill both.
    pub fn joined(before: Option<Gap>, from: WallMs, until: WallMs) -> Gap {
        match before {
            Some(gap) => Gap { from: gap.from.min(from), until, filled: gap.filled },
            None => Gap { from, until, filled: None },
        }
    }

    /// True when a value measured then is news.
    pub fn wants(&self, at: WallMs) -> bool {
        at > self.from && at < self.until && self.filled.is_none_or(|(newest, _)| at > newest)
    }

    pub fn newest(&self) -> Option<WallMs> {
        self.filled.map(|(newest, _)| newest)
    }

    pub fn fill(&mut self, at: WallMs, mono_ms: i64) {
        self.filled = Some((at, mono_ms));
    }

    /// The gap is filled up to the live values.
    pub fn meets_live(&self, at: WallMs, stale_ms: i64) -> bool {
        self.until.since(at) <= stale_ms
    }

    pub fn until(&self) -> WallMs {
        self.until
    }

    /// When the last value came (monotonic ms).
    pub fn touched_ms(&self) -> Option<i64> {
        self.filled.map(|(_, mono_ms)| mono_ms)
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
