//! Limits: when a value of a vital is wrong for this patient.

mod adult;

use crate::budget::{DELAY_S_MAX, hysteresis_raw};
use crate::words::Priority;
use hearth_vitals::Vital;

/// A side of the range.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// Too low: a value below the limit.
    Low,
    /// Too high: a value above the limit.
    High,
}

/// The limits of one vital, in steps of its resolution. It can only be made from numbers that fit together. A value
/// *equal* to a limit is inside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limit {
    vital: Vital,
    low: Option<i32>,
    high: Option<i32>,
    critical_low: Option<i32>,
    critical_high: Option<i32>,
    delay_s: u32,
    priority: Priority,
}

/// Why numbers do not make a limit. [`LimitError::field`] names the field that has to be changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum LimitError {
    /// There is neither a low nor a high limit.
    #[error("{0}: give a low limit, a high limit, or both")]
    NoBound(Vital),
    /// The low limit is not below the high one.
    #[error("{0}: the low limit must be below the high limit")]
    LowNotBelowHigh(Vital),
    /// There is a critical low limit without a low one, or not below it.
    #[error("{0}: the critical low limit needs a low limit and must be below it")]
    CriticalLowNotOutside(Vital),
    /// There is a critical high limit without a high one, or not above it.
    #[error("{0}: the critical high limit needs a high limit and must be above it")]
    CriticalHighNotOutside(Vital),
    /// A limit is outside what can be measured: it would never, or always, be violated.
    #[error("{0}: the {1} limit is outside the plausible range of this vital")]
    Implausible(Vital, &'static str),
    /// The range between low and high is narrower than both hystereses together.
    #[error("{0}: low and high are too close: a value between them could never end an alert")]
    TooNarrow(Vital),
    /// The delay is too long.
    #[error("{0}: the delay must be at most {DELAY_S_MAX} seconds")]
    DelayTooLong(Vital),
    /// There are two limits for one vital.
    #[error("{0}: there are two limits for this vital")]
    Twice(Vital),
}

impl LimitError {
    /// The field that has to be changed, as the API calls it.
    pub const fn field(&self) -> &'static str {
        match self {
            LimitError::NoBound(_) | LimitError::LowNotBelowHigh(_) | LimitError::TooNarrow(_) => "low",
            LimitError::CriticalLowNotOutside(_) => "critical_low",
            LimitError::CriticalHighNotOutside(_) => "critical_high",
            LimitError::Implausible(_, field) => field,
            LimitError::DelayTooLong(_) => "delay_s",
            LimitError::Twice(_) => "vital",
        }
    }

    /// The vital it is about.
    pub const fn vital(&self) -> Vital {
        match self {
            LimitError::NoBound(v)
            | LimitError::LowNotBelowHigh(v)
            | LimitError::TooNarrow(v)
            | LimitError::CriticalLowNotOutside(v)
            | LimitError::CriticalHighNotOutside(v)
            | LimitError::Implausible(v, _)
            | LimitError::DelayTooLong(v)
            | LimitError::Twice(v) => *v,
        }
    }
}

impl Limit {
    /// A limit, or the first thing that is wrong with it. Beyond a critical limit the priority is high and there is no delay.
    pub fn try_new(
        vital: Vital,
        low: Option<i32>,
        high: Option<i32>,
        critical_low: Option<i32>,
        critical_high: Option<i32>,
        delay_s: u32,
        priority: Priority,
    ) -> Result<Limit, LimitError> {
        let limit = Limit { vital, low, high, critical_low, critical_high, delay_s, priority };
        limit.check_range()?;
        limit.check_order()?;
        if delay_s > DELAY_S_MAX {
            return Err(LimitError::DelayTooLong(vital));
        }
        Ok(limit)
    }

    fn check_range(&self) -> Result<(), LimitError> {
        let fields = [(self.low, "low"), (self.high, "high"), (self.critical_low, "critical_low"), (self.critical_high, "critical_high")];
        for (value, field) in fields {
            if value.is_some_and(|raw| !self.vital.is_plausible(raw)) {
                return Err(LimitError::Implausible(self.vital, field));
            }
        }
        Ok(())
    }

    fn check_order(&self) -> Result<(), LimitError> {
        if self.low.is_none() && self.high.is_none() {
            return Err(LimitError::NoBound(self.vital));
        }
        if self.critical_low.is_some_and(|critical| self.low.is_none_or(|low| critical >= low)) {
            return Err(LimitError::CriticalLowNotOutside(self.vital));
        }
        if self.critical_high.is_some_and(|critical| self.high.is_none_or(|high| critical <= high)) {
            return Err(LimitError::CriticalHighNotOutside(self.vital));
        }
        let (Some(low), Some(high)) = (self.low, self.high) else { return Ok(()) };
        if low >= high {
            return Err(LimitError::LowNotBelowHigh(self.vital));
        }
        // 64 bits, because a sum of two plausible limits may not fit into 32.
        if i64::from(low) + 2 * i64::from(hysteresis_raw(self.vital)) > i64::from(high) {
            return Err(LimitError::TooNarrow(self.vital));
        }
        Ok(())
    }

    /// The vital.
    pub const fn vital(&self) -> Vital {
        self.vital
    }
    /// The low limit, in steps of the vital's resolution.
    pub const fn low(&self) -> Option<i32> {
        self.low
    }
    /// The high limit, in steps of the vital's resolution.
    pub const fn high(&self) -> Option<i32> {
        self.high
    }
    /// The critical low limit, in steps of the vital's resolution.
    pub const fn critical_low(&self) -> Option<i32> {
        self.critical_low
    }
    /// The critical high limit, in steps of the vital's resolution.
    pub const fn critical_high(&self) -> Option<i32> {
        self.critical_high
    }
    /// How long a value must be outside before an alert is raised, seconds.
    pub const fn delay_s(&self) -> u32 {
        self.delay_s
    }
    /// The priority of a value between the limit and the critical limit.
    pub const fn priority(&self) -> Priority {
        self.priority
    }

    /// One side of it, in the form in which values are judged.
    pub(crate) fn bound(&self, side: Side) -> Option<Bound> {
        let (limit, critical) = match side {
            Side::Low => (self.low, self.critical_low),
            Side::High => (self.high, self.critical_high),
        };
        let delay_ms = i64::from(self.delay_s) * 1_000;
        let hysteresis = hysteresis_raw(self.vital);
        limit.map(|limit| Bound { side, limit, critical, hysteresis, delay_ms, priority: self.priority })
    }
}

/// One side of a limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Bound {
    pub side: Side,
    pub limit: i32,
    pub critical: Option<i32>,
    hysteresis: i32,
    pub delay_ms: i64,
    pub priority: Priority,
}

impl Bound {
    /// How far a value is outside `edge`, in steps; negative when inside.
    const fn beyond(&self, raw: i32, edge: i32) -> i64 {
        match self.side {
            Side::Low => edge as i64 - raw as i64,
            Side::High => raw as i64 - edge as i64,
        }
    }

    /// True when the value violates the limit.
    pub const fn is_outside(&self, raw: i32) -> bool {
        self.beyond(raw, self.limit) > 0
    }

    /// True when the value violates the critical limit.
    pub fn is_critical(&self, raw: i32) -> bool {
        self.critical.is_some_and(|critical| self.beyond(raw, critical) > 0)
    }

    /// True when the value is far enough inside to end the condition.
    pub const fn is_safe(&self, raw: i32) -> bool {
        self.beyond(raw, self.limit) <= -(self.hysteresis as i64)
    }

    /// The worse of two values.
    pub fn worse(&self, a: i32, b: i32) -> i32 {
        match self.side {
            Side::Low => a.min(b),
            Side::High => a.max(b),
        }
    }
}

/// The limits of one episode: at most one for each vital.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Limits([Option<Limit>; Vital::ALL.len()]);

impl Limits {
    /// A set of limits; an error when a vital has two.
    pub fn try_new(limits: impl IntoIterator<Item = Limit>) -> Result<Limits, LimitError> {
        let mut set = Limits::default();
        for limit in limits {
            if set.0[limit.vital as usize].replace(limit).is_some() {
                return Err(LimitError::Twice(limit.vital));
            }
        }
        Ok(set)
    }

    /// The limit of a vital, if it has one.
    pub const fn get(&self, vital: Vital) -> Option<&Limit> {
        self.0[vital as usize].as_ref()
    }

    /// All limits, sorted by vital.
    pub fn iter(&self) -> impl Iterator<Item = &Limit> {
        self.0.iter().flatten()
    }

    pub(crate) fn bound(&self, vital: Vital, side: Side) -> Option<Bound> {
        self.get(vital).and_then(|limit| limit.bound(side))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spo2(low: i32, high: Option<i32>, critical_low: Option<i32>, delay_s: u32) -> Result<Limit, LimitError> {
        Limit::try_new(Vital::Spo2, Some(low), high, critical_low, None, delay_s, Priority::Medium)
    }

    #[test]
    fn each_wrong_limit_is_refused_with_its_own_word_and_field() {
        let vital = Vital::Spo2;
        let none = Limit::try_new(vital, None, None, None, None, 0, Priority::Low);
        assert_eq!(none, Err(LimitError::NoBound(vital)));
        assert_eq!(spo2(900, Some(900), None, 0), Err(LimitError::LowNotBelowHigh(vital)));
        assert_eq!(spo2(900, Some(930), None, 0), Err(LimitError::TooNarrow(vital)));
        assert_eq!(spo2(900, None, Some(900), 0), Err(LimitError::CriticalLowNotOutside(vital)));
        assert_eq!(spo2(1270, None, None, 0), Err(LimitError::Implausible(vital, "low")));
        assert_eq!(spo2(900, None, None, 3_601), Err(LimitError::DelayTooLong(vital)));
        let lone = Limit::try_new(vital, Some(900), None, None, Some(990), 0, Priority::Low);
        assert_eq!(lone.unwrap_err().field(), "critical_high");
        assert!(spo2(900, None, Some(800), 3_600).is_ok());
    }

    #[test]
    fn a_vital_has_one_limit() {
        let limit = spo2(900, None, None, 15).unwrap();
        assert_eq!(Limits::try_new([limit, limit]), Err(LimitError::Twice(Vital::Spo2)));
        assert_eq!(Limits::try_new([limit]).unwrap().get(Vital::Spo2), Some(&limit));
    }

    #[test]
    fn a_value_equal_to_the_limit_is_inside_and_only_the_clearing_value_is_safe() {
        let bound = spo2(900, None, Some(800), 15).unwrap().bound(Side::Low).unwrap();
        assert!(bound.is_outside(899) && !bound.is_outside(900));
        assert!(bound.is_critical(799) && !bound.is_critical(800));
        assert!(bound.is_safe(920) && !bound.is_safe(919));
    }
}
