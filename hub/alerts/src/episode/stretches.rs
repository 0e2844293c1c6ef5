//! How long a vital has been outside, or safely inside, one side of its limit, by the time of measurement.

use crate::budget::{CLEAR_HOLD_MS, doubtful_critical_ms, observable_ms};
use crate::limit::Bound;
use crate::words::Priority;
use hearth_vitals::WallMs;

/// One value of one vital of one device.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Sample {
    /// When it was measured.
    pub at: WallMs,
    pub raw: i32,
    /// True when it counts, but has to last twice as long.
    pub doubtful: bool,
    /// True when it arrived too late to be live.
    pub late: bool,
}

/// Since when the values without a break up to the newest one have been outside, critical or safe; `None` if the newest
/// is not.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Stretches {
    pub outside_since: Option<WallMs>,
    critical_since: Option<WallMs>,
    safe_since: Option<WallMs>,
    pub worst: Option<i32>,
}

/// What the newest value means for one side of the limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// Inside, but not safely for long enough: changes nothing.
    Neither,
    /// Outside, but not yet for the delay.
    Pending,
    /// Outside for the delay, or critical.
    Violated(Priority),
    /// Safely inside for long enough to end the condition.
    Safe,
}

impl Stretches {
    /// Takes the next value, if it follows the last one without a break.
    pub fn take(&mut self, bound: &Bound, sample: Sample) {
        let keep = |since: Option<WallMs>, holds: bool| if holds { since.or(Some(sample.at)) } else { None };
        let outside = bound.is_outside(sample.raw);
        self.outside_since = keep(self.outside_since, outside);
        self.critical_since = keep(self.critical_since, bound.is_critical(sample.raw));
        self.safe_since = keep(self.safe_since, bound.is_safe(sample.raw));
        self.worst = match self.worst {
            Some(worst) if outside => Some(bound.worse(worst, sample.raw)),
            _ => outside.then_some(sample.raw),
        };
    }

    /// What the streak means at its newest value.
    pub fn verdict(&self, bound: &Bound, newest: Sample, cadence_ms: u32) -> Verdict {
        let held = |since: WallMs, need_ms: i64| {
            let need_ms = if newest.doubtful { need_ms.saturating_mul(2) } else { need_ms };
            newest.at.since(since) >= need_ms
        };
        if self
            .critical_since
            .is_some_and(|since| !newest.doubtful || newest.at.since(since) >= doubtful_critical_ms(bound.delay_ms, cadence_ms))
        {
            return Verdict::Violated(Priority::High);
        }
        match (self.outside_since, self.safe_since) {
            (Some(since), _) if held(since, observable_ms(bound.delay_ms, cadence_ms)) => Verdict::Violated(bound.priority),
            (Some(_), _) => Verdict::Pending,
            (None, Some(since)) if held(since, observable_ms(CLEAR_HOLD_MS, cadence_ms)) => Verdict::Safe,
            (None, _) => Verdict::Neither,
        }
    }
}
