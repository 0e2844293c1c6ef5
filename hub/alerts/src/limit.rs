//! Limits: when a value of a vital is wrong for this patient.

mod adult;
mod error;
mod rungs;

use crate::budget::{RESTORE_MS, hysteresis_raw};
use crate::words::Priority;
use hearth_vitals::Vital;
use std::fmt;
use std::sync::Arc;

pub use error::LimitError;
pub use rungs::Rung;

/// A side of the range.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Side {
    /// Too low: a value below the limit.
    Low,
    /// Too high: a value above the limit.
    High,
}

impl Side {
    /// Both sides, the low one first.
    pub const ALL: [Side; 2] = [Side::Low, Side::High];
}

impl fmt::Display for Side {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if *self == Side::Low { "low" } else { "high" })
    }
}

/// The limits of one vital: the rungs of both sides, in steps of its resolution. It can only be made from rungs that fit
/// together. A value *equal* to an edge is inside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limit {
    vital: Vital,
    /// Low and high, each with the outermost rung last; at least one is not empty.
    sides: [Vec<Rung>; 2],
}

/// A limit as it was set before limits had rungs: one delay and one priority on both sides, and critical limits that ring
/// high at once. In steps of the vital's resolution.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bounds {
    /// A value below this is outside.
    pub low: Option<i32>,
    /// A value above this is outside.
    pub high: Option<i32>,
    /// A value below this is high at once.
    pub critical_low: Option<i32>,
    /// A value above this is high at once.
    pub critical_high: Option<i32>,
    /// How long values must be outside, seconds.
    pub delay_s: u32,
    /// The priority between the limit and the critical limit.
    pub priority: Priority,
}

impl Limit {
    /// A limit of these rungs, the outermost last, or the first thing that is wrong with them.
    pub fn try_new(vital: Vital, low: Vec<Rung>, high: Vec<Rung>) -> Result<Limit, LimitError> {
        rungs::check(vital, Side::Low, &low)?;
        rungs::check(vital, Side::High, &high)?;
        let limit = Limit { vital, sides: [low, high] };
        limit.check_range()?;
        Ok(limit)
    }

    /// A limit of bounds as they were set before there were rungs: two rungs on each side that has both.
    pub fn of_bounds(vital: Vital, bounds: Bounds) -> Result<Limit, LimitError> {
        let Bounds { low, high, critical_low, critical_high, delay_s, priority } = bounds;
        let side = |side: Side, edge: Option<i32>, critical: Option<i32>| {
            let critical = critical.map(|edge| Rung { edge, for_s: 0, priority: Priority::High });
            let first = edge.map(|edge| Rung { edge, for_s: delay_s, priority });
            let rungs: Vec<Rung> = first.into_iter().chain(critical).collect();
            match rungs::check(vital, side, &rungs) {
                Err(LimitError::RungNotOutside(..)) => Err(LimitError::CriticalNotOutside(vital, side)),
                _ if critical.is_some() && first.is_none() => Err(LimitError::CriticalNotOutside(vital, side)),
                checked => checked.map(|()| rungs),
            }
        };
        Limit::try_new(vital, side(Side::Low, low, critical_low)?, side(Side::High, high, critical_high)?)
    }

    fn check_range(&self) -> Result<(), LimitError> {
        let (low, high) = match [self.edge(Side::Low), self.edge(Side::High)] {
            [None, None] => return Err(LimitError::NoBound(self.vital)),
            [Some(low), Some(high)] => (low, high),
            _ => return Ok(()),
        };
        if low >= high {
            return Err(LimitError::LowNotBelowHigh(self.vital));
        }
        // 64 bits, because a sum of two plausible limits may not fit into 32.
        if i64::from(low) + 2 * i64::from(hysteresis_raw(self.vital)) > i64::from(high) {
            return Err(LimitError::TooNarrow(self.vital));
        }
        Ok(())
    }

    /// The vital that is limited.
    pub const fn vital(&self) -> Vital {
        self.vital
    }

    /// The rungs of one side, the outermost last; empty if it has none.
    pub fn rungs(&self, side: Side) -> &[Rung] {
        &self.sides[side as usize]
    }

    /// The edge between inside and outside on one side: that of its first rung.
    pub fn edge(&self, side: Side) -> Option<i32> {
        self.rungs(side).first().map(|rung| rung.edge)
    }

    /// The first rung of one side that rings high at once and is not the only one: the critical limit.
    pub fn critical(&self, side: Side) -> Option<i32> {
        let is_critical = |rung: &&Rung| rung.for_s == 0 && rung.priority == Priority::High;
        self.rungs(side).iter().skip(1).find(is_critical).map(|rung| rung.edge)
    }
}

/// The limits of one episode: at most one for each vital. Copies share what they hold, because a stay is copied with each
/// round of the hub.
#[derive(Debug, PartialEq, Eq, Default)]
pub struct Limits(Arc<[Option<Limit>; Vital::ALL.len()]>);

impl Clone for Limits {
    fn clone(&self) -> Limits {
        Limits(Arc::clone(&self.0))
    }

    /// Counts nothing when both are the same already.
    fn clone_from(&mut self, source: &Limits) {
        if !self.is_same(source) {
            self.0 = Arc::clone(&source.0);
        }
    }
}

impl Limits {
    /// A set of limits; an error when a vital has two.
    pub fn try_new(limits: impl IntoIterator<Item = Limit>) -> Result<Limits, LimitError> {
        let mut set: [Option<Limit>; Vital::ALL.len()] = Default::default();
        for limit in limits {
            let vital = limit.vital;
            if set[vital as usize].replace(limit).is_some() {
                return Err(LimitError::Twice(vital));
            }
        }
        Ok(Limits(Arc::new(set)))
    }

    /// True when both are one set, shared: nothing has changed between them. False says nothing.
    pub(crate) fn is_same(&self, other: &Limits) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }

    /// The limit of a vital, if it has one.
    pub fn get(&self, vital: Vital) -> Option<&Limit> {
        self.0[vital as usize].as_ref()
    }

    /// All limits, sorted by vital.
    pub fn iter(&self) -> impl Iterator<Item = &Limit> {
        self.0.iter().flatten()
    }

    /// The longest time of a rung, ms.
    fn for_ms_max(&self) -> i64 {
        let rungs = self.iter().flat_map(|limit| Side::ALL.into_iter().flat_map(|side| limit.rungs(side)));
        rungs.map(|rung| i64::from(rung.for_s) * 1_000).max().unwrap_or(0)
    }

    /// How far back a restart has to read at most, so that every time that runs goes on (ms): twice the longest one, because
    /// doubtful values take that long, and what any rule needs besides. Few stays need more than [`RESTORE_MS`] of it: those
    /// of which [`crate::Episode::looks_further`] says so.
    pub fn look_back_ms(&self) -> i64 {
        self.for_ms_max().saturating_mul(2).saturating_add(RESTORE_MS)
    }
}

#[cfg(test)]
mod tests;
