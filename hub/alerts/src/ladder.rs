//! A ladder: the rungs of one side of a limit. The further a value is beyond the limit, the higher the rung, and each rung
//! rings anew.
//!
//! A limit as a person sets it has two rungs: the limit itself, with a delay, and the critical limit, without one. Below
//! them the ladder goes on in steps as deep as the one between those two. Otherwise an alert about 79 %, which somebody
//! has taken on, would say nothing when it becomes 52 %.

use crate::budget::{hysteresis_raw, observable_ms};
use crate::limit::{Limit, Side};
use crate::words::Priority;

/// The most rungs of a ladder. Four cover what can be told apart: outside, critical, and two steps deeper.
pub(crate) const RUNGS_MAX: usize = 4;

/// One rung.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Rung {
    /// A value further out than this is beyond the rung (steps of the vital's resolution).
    pub edge: i32,
    /// How long values must be beyond it (ms); 0 for at once.
    pub for_ms: i64,
    pub priority: Priority,
}

/// The rungs of one side, the outermost value last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Ladder {
    pub side: Side,
    rungs: [Rung; RUNGS_MAX],
    count: usize,
    hysteresis: i32,
    /// Time between two values of the stream that is judged (ms); 0 for spot checks.
    pub cadence_ms: u32,
}

impl Ladder {
    /// The ladder of one side of a limit, for a stream of this cadence; `None` if the limit has no such side.
    pub fn of(limit: &Limit, side: Side, cadence_ms: u32) -> Option<Ladder> {
        let (edge, critical) = match side {
            Side::Low => (limit.low()?, limit.critical_low()),
            Side::High => (limit.high()?, limit.critical_high()),
        };
        let first = Rung { edge, for_ms: i64::from(limit.delay_s()) * 1_000, priority: limit.priority() };
        // Where the scale ends before that, its end is safe: nobody's saturation is 101 %.
        let (least, most) = limit.vital().plausible_raw();
        let room = match side {
            Side::Low => most.saturating_sub(edge),
            Side::High => edge.saturating_sub(least),
        };
        let hysteresis = hysteresis_raw(limit.vital()).min(room);
        let mut ladder = Ladder { side, rungs: [first; RUNGS_MAX], count: 1, hysteresis, cadence_ms };
        let mut next = critical;
        while let Some(deeper) = next.filter(|_| ladder.count < RUNGS_MAX) {
            ladder.rungs[ladder.count] = Rung { edge: deeper, for_ms: 0, priority: Priority::High };
            ladder.count += 1;
            // Saturating: a limit far out has no deeper rung that could be measured, which does no harm.
            next = critical.map(|critical| deeper.saturating_add(critical.saturating_sub(edge)));
        }
        Some(ladder)
    }

    /// The rungs, the outermost last. There is always one.
    pub fn rungs(&self) -> &[Rung] {
        &self.rungs[..self.count]
    }

    /// How far a value is beyond `edge`, in steps; negative when inside.
    const fn beyond(&self, raw: i32, edge: i32) -> i64 {
        match self.side {
            Side::Low => edge as i64 - raw as i64,
            Side::High => raw as i64 - edge as i64,
        }
    }

    /// True when the value is beyond this edge. A value equal to it is not.
    pub const fn is_beyond(&self, raw: i32, edge: i32) -> bool {
        self.beyond(raw, edge) > 0
    }

    /// True when the value is beyond the limit.
    pub const fn is_outside(&self, raw: i32) -> bool {
        self.is_beyond(raw, self.rungs[0].edge)
    }

    /// True when the value is far enough inside the limit to end the condition.
    pub const fn is_safe(&self, raw: i32) -> bool {
        self.beyond(raw, self.rungs[0].edge) <= -(self.hysteresis as i64)
    }

    /// The worse of two values.
    pub fn worse(&self, a: i32, b: i32) -> i32 {
        match self.side {
            Side::Low => a.min(b),
            Side::High => a.max(b),
        }
    }

    /// How long values of this stream must be beyond a rung (ms): 0 when the stream cannot show a time that short.
    pub const fn need_ms(&self, rung: &Rung) -> i64 {
        observable_ms(rung.for_ms, self.cadence_ms)
    }
}
