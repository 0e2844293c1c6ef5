//! Why numbers do not make a limit.

use super::Side;
use crate::budget::{DELAY_S_MAX, RUNGS_MAX};
use hearth_vitals::Vital;

/// Why numbers do not make a limit. A rung is named by its side and its place, counted from 0 at the one nearest to the
/// usual values. [`LimitError::field`] names the field that has to be changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum LimitError {
    /// There is no rung on either side.
    #[error("{0}: give a low limit, a high limit, or both")]
    NoBound(Vital),
    /// The first low rung is not below the first high one.
    #[error("{0}: the low limit must be below the high limit")]
    LowNotBelowHigh(Vital),
    /// There is a critical limit without a limit on its side, or not beyond it.
    #[error("{0}: the critical {1} limit needs a {1} limit and must be beyond it")]
    CriticalNotOutside(Vital, Side),
    /// No plausible value is beyond the rung, or every one: it would never, or always, ring.
    #[error("{0}: rung {2} of the {1} side is outside the plausible range of this vital")]
    Implausible(Vital, Side, usize),
    /// The range between low and high is narrower than both hystereses together.
    #[error("{0}: low and high are too close: a value between them could never end an alert")]
    TooNarrow(Vital),
    /// The delay is too long.
    #[error("{0}: the delay must be at most {DELAY_S_MAX} seconds")]
    DelayTooLong(Vital, Side, usize),
    /// The rung is not further out than the one before it, and no more urgent one of its edge that waits longer.
    #[error("{0}: rung {2} of the {1} side must be further out than the one before it, or wait longer and be more urgent")]
    RungNotOutside(Vital, Side, usize),
    /// The rung waits longer than the one before it.
    #[error("{0}: rung {2} of the {1} side is worse than the one before it and may not wait longer")]
    RungWaitsLonger(Vital, Side, usize),
    /// The rung is less urgent than the one before it.
    #[error("{0}: rung {2} of the {1} side is worse than the one before it and may not be less urgent")]
    RungLessUrgent(Vital, Side, usize),
    /// There are too many rungs.
    #[error("{0}: the {1} side may have at most {RUNGS_MAX} rungs")]
    TooManyRungs(Vital, Side),
    /// There are two limits for one vital.
    #[error("{0}: there are two limits for this vital")]
    Twice(Vital),
}

impl LimitError {
    /// The field that has to be changed, as the API calls it: `low_rungs[1].for_s`.
    pub fn field(&self) -> String {
        let rung = |side: Side, index: usize, field: &str| format!("{side}_rungs[{index}].{field}");
        match *self {
            LimitError::NoBound(_) | LimitError::LowNotBelowHigh(_) | LimitError::TooNarrow(_) => "low".to_owned(),
            LimitError::CriticalNotOutside(_, side) => format!("critical_{side}"),
            LimitError::Implausible(_, side, index) | LimitError::RungNotOutside(_, side, index) => rung(side, index, "edge"),
            LimitError::DelayTooLong(_, side, index) | LimitError::RungWaitsLonger(_, side, index) => rung(side, index, "for_s"),
            LimitError::RungLessUrgent(_, side, index) => rung(side, index, "priority"),
            LimitError::TooManyRungs(_, side) => format!("{side}_rungs"),
            LimitError::Twice(_) => "vital".to_owned(),
        }
    }

    /// The same for a limit that was given as [`super::Bounds`]: `critical_low`.
    pub fn field_of_bounds(&self) -> String {
        let bound = |side: Side, index: usize| if index == 0 { side.to_string() } else { format!("critical_{side}") };
        match *self {
            LimitError::Implausible(_, side, index) | LimitError::RungNotOutside(_, side, index) => bound(side, index),
            LimitError::DelayTooLong(..) | LimitError::RungWaitsLonger(..) => "delay_s".to_owned(),
            LimitError::RungLessUrgent(..) => "priority".to_owned(),
            _ => self.field(),
        }
    }

    /// The vital it is about.
    pub const fn vital(&self) -> Vital {
        match self {
            LimitError::NoBound(v)
            | LimitError::LowNotBelowHigh(v)
            | LimitError::CriticalNotOutside(v, _)
            | LimitError::Implausible(v, _, _)
            | LimitError::TooNarrow(v)
            | LimitError::DelayTooLong(v, _, _)
            | LimitError::RungNotOutside(v, _, _)
            | LimitError::RungWaitsLonger(v, _, _)
            | LimitError::RungLessUrgent(v, _, _)
            | LimitError::TooManyRungs(v, _)
            | LimitError::Twice(v) => *v,
        }
    }
}
