//! Limits: when a value of a vital is wrong for this patient.

mod adult;

use crate::budget::{DELAY_S_MAX, RESTORE_MS, hysteresis_raw};
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

    /// The longest delay, ms.
    fn delay_ms_max(&self) -> i64 {
        self.iter().map(|limit| i64::from(limit.delay_s()) * 1_000).max().unwrap_or(0)
    }

    /// How far back a restart has to read, so that every delay that runs goes on (ms): twice the longest delay, because
    /// doubtful values take that long, and what any rule needs besides.
    pub fn look_back_ms(&self) -> i64 {
        self.delay_ms_max().saturating_mul(2).saturating_add(RESTORE_MS)
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
}
