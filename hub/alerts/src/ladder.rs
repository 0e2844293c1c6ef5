//! A ladder: the rungs of one side of a limit as one stream is judged by them. The further a value is beyond the limit, the
//! higher the rung, and each rung rings anew.
//!
//! Below the rungs that a person set, two or more, the ladder goes on in steps as deep as the last one, each like the deepest
//! rung. Otherwise an alert about 79 %, which somebody has taken on, would say nothing when it becomes 52 %.
//!
//! Where the plausible band of the vital ends, and what lies beyond is deadly, the last rung stands: it is there whatever
//! people set, also where they set nothing. Only what admission calls deadly can be beyond it.

use crate::admission::plausible::deadly_edge;
use crate::budget::{RUNGS_MAX, hysteresis_raw, observable_ms};
use crate::limit::{Limit, Rung, Side};
use crate::words::Priority;
use hearth_vitals::Vital;

/// How many rungs follow those that were set. Two steps deeper can be told apart; more would ring for each step on the way down.
const DEEPER: usize = 2;

/// The most rungs of a ladder.
pub(crate) const LADDER_MAX: usize = RUNGS_MAX + DEEPER + 1;

/// The rungs of one side, the outermost value last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Ladder {
    pub side: Side,
    rungs: [Rung; LADDER_MAX],
    count: usize,
    /// True when the last rung is the one of what is deadly.
    has_deadly: bool,
    hysteresis: i32,
    /// Time between two values of the stream that is judged (ms); 0 for spot checks.
    pub cadence_ms: u32,
}

impl Ladder {
    /// The ladder of one side of a limit, for a stream of this cadence; `None` if the limit has no such side.
    pub fn of(limit: &Limit, side: Side, cadence_ms: u32) -> Option<Ladder> {
        let set = limit.rungs(side);
        let (first, deepest) = (*set.first()?, *set.last()?);
        // Where the scale ends before that, its end is safe: nobody's saturation is 101 %.
        let (least, most) = limit.vital().plausible_raw();
        let room = match side {
            Side::Low => most.saturating_sub(first.edge),
            Side::High => first.edge.saturating_sub(least),
        };
        let hysteresis = hysteresis_raw(limit.vital()).min(room);
        let mut rungs = [deepest; LADDER_MAX];
        rungs[..set.len()].copy_from_slice(set);
        let mut count = set.len();
        if let Some(before) = set.len().checked_sub(2).map(|place| set[place]) {
            let step = deepest.edge.saturating_sub(before.edge);
            for place in count..count + DEEPER {
                // Saturating: a limit far out has no deeper rung that could be measured, which does no harm.
                rungs[place].edge = rungs[place - 1].edge.saturating_add(step);
            }
            count += DEEPER;
        }
        let ladder = Ladder { side, rungs, count, has_deadly: false, hysteresis, cadence_ms };
        Some(deadly_edge(limit.vital(), side).map_or(ladder, |edge| ladder.ending_at(edge)))
    }

    /// The ladder where people set no limit: what is deadly rings all the same. `None` where nothing is.
    pub fn without_limit(vital: Vital, side: Side, cadence_ms: u32) -> Option<Ladder> {
        let edge = deadly_edge(vital, side)?;
        let rungs = [Rung { edge, for_s: 0, priority: Priority::High }; LADDER_MAX];
        Some(Ladder { side, rungs, count: 1, has_deadly: true, hysteresis: hysteresis_raw(vital), cadence_ms })
    }

    /// With the rung of what is deadly as the last one. Rungs that no value can be beyond make room for it.
    fn ending_at(mut self, edge: i32) -> Ladder {
        self.count = self.rungs().iter().take_while(|rung| self.is_beyond(edge, rung.edge)).count();
        self.rungs[self.count] = Rung { edge, for_s: 0, priority: Priority::High };
        (self.count, self.has_deadly) = (self.count + 1, true);
        self
    }

    /// The place of the rung of what is deadly, if there is one.
    pub fn deadly(&self) -> Option<usize> {
        self.has_deadly.then(|| self.count.saturating_sub(1))
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

    /// The nearest rung whose edge lies as far out as this one, or further: what is beyond it is beyond this edge.
    pub fn at_or_beyond(&self, edge: i32) -> Option<usize> {
        self.rungs().iter().position(|rung| self.beyond(rung.edge, edge) >= 0)
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
        observable_ms(rung.for_s as i64 * 1_000, self.cadence_ms)
    }
}
