//! A ladder: the rungs of one side of a limit as one stream is judged by them. The further a value is beyond the limit, or the
//! longer, the higher the rung, and each rung rings anew.
//!
//! A value is compared as a chart shows it: 38.22 °C from a thermometer that measures in Fahrenheit is charted as 38.2, and whoever
//! reads the chart finds no fever over 38.2. So a person and Hearth do not disagree about a number that both see. What is deadly
//! is compared as it was measured, because it is admission that calls it so, and so is what [`is_compared_as_measured`].
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

/// The measured values that say where a value is to a rung: each is the last one of what a chart shows alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Mark {
    /// The last one that is not beyond it.
    inside: i32,
    /// The last one that is safely inside it.
    safe: i32,
}

impl Mark {
    fn of(vital: Vital, side: Side, edge: i32, hysteresis: i32) -> Mark {
        let safe = match side {
            Side::Low => edge.saturating_add(hysteresis),
            Side::High => edge.saturating_sub(hysteresis),
        };
        Mark { inside: last_within(vital, side, edge), safe: last_within(vital, side, safe) }
    }
}

/// True for what rounding would make look better than it is: 79.6 % is below 80, and would be charted as 80 and wait for another
/// four minutes; of the mean of a cuff, which is computed, every third has a fraction.
pub(crate) const fn is_compared_as_measured(vital: Vital, side: Side) -> bool {
    matches!((vital, side), (Vital::Spo2 | Vital::MeanArterial, Side::Low))
}

/// The measured value furthest out that a chart shows as this edge or as further inside.
fn last_within(vital: Vital, side: Side, edge: i32) -> i32 {
    if is_compared_as_measured(vital, side) {
        return edge;
    }
    let step = 10_i64.pow(vital.decimals() - vital.chart_decimals());
    let down = i64::from(edge).div_euclid(step) * step;
    // A chart shows half a step as a whole one.
    let first_of = |shown: i64| shown - step / 2;
    let last = match side {
        Side::Low if down < i64::from(edge) => first_of(down + step),
        Side::Low => first_of(down),
        Side::High => first_of(down + step) - 1,
    };
    i32::try_from(last).unwrap_or(edge)
}

/// The rungs of one side, the outermost value last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Ladder {
    pub side: Side,
    rungs: [Rung; LADDER_MAX],
    /// By what values each of them is judged.
    marks: [Mark; LADDER_MAX],
    count: usize,
    /// True when the last rung is the one of what is deadly.
    has_deadly: bool,
    /// Time between two values of the stream that is judged (ms); 0 for spot checks.
    pub cadence_ms: u32,
}

impl Ladder {
    /// The ladder of one side of a limit, for a stream of this cadence; `None` if the limit has no such side.
    pub fn of(limit: &Limit, side: Side, cadence_ms: u32) -> Option<Ladder> {
        let set = limit.rungs(side);
        let (first, deepest) = (*set.first()?, *set.last()?);
        let mut rungs = [deepest; LADDER_MAX];
        rungs[..set.len()].copy_from_slice(set);
        let mut count = set.len();
        if let Some(before) = set.iter().rev().find(|rung| rung.edge != deepest.edge) {
            let step = deepest.edge.saturating_sub(before.edge);
            for place in count..count + DEEPER {
                // Saturating: a limit far out has no deeper rung that could be measured, which does no harm.
                rungs[place].edge = rungs[place - 1].edge.saturating_add(step);
            }
            count += DEEPER;
        }
        // Where the scale ends before that, its end is safe: nobody's saturation is 101 %.
        let (least, most) = limit.vital().plausible_raw();
        let room = match side {
            Side::Low => most.saturating_sub(first.edge),
            Side::High => first.edge.saturating_sub(least),
        };
        let hysteresis = hysteresis_raw(limit.vital()).min(room);
        let marks = rungs.map(|rung| Mark::of(limit.vital(), side, rung.edge, hysteresis));
        let ladder = Ladder { side, rungs, marks, count, has_deadly: false, cadence_ms };
        Some(deadly_edge(limit.vital(), side).map_or(ladder, |edge| ladder.ending_at(edge, limit.vital())))
    }

    /// The ladder where people set no limit: what is deadly rings all the same. `None` where nothing is.
    pub fn without_limit(vital: Vital, side: Side, cadence_ms: u32) -> Option<Ladder> {
        let edge = deadly_edge(vital, side)?;
        let rungs = [Rung { edge, for_s: 0, priority: Priority::High }; LADDER_MAX];
        let mark = Mark { inside: edge, ..Mark::of(vital, side, edge, hysteresis_raw(vital)) };
        Some(Ladder { side, rungs, marks: [mark; LADDER_MAX], count: 1, has_deadly: true, cadence_ms })
    }

    /// With the rung of what is deadly as the last one. Rungs that no value can be beyond make room for it.
    fn ending_at(mut self, edge: i32, vital: Vital) -> Ladder {
        self.count = self.rungs().iter().take_while(|rung| self.beyond(edge, rung.edge) > 0).count();
        self.rungs[self.count] = Rung { edge, for_s: 0, priority: Priority::High };
        self.marks[self.count] = Mark { inside: edge, ..Mark::of(vital, self.side, edge, hysteresis_raw(vital)) };
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

    /// The rungs that judge values: all but the one of what is deadly, which no limit moves.
    pub fn rungs_of_values(&self) -> &[Rung] {
        &self.rungs[..self.count - usize::from(self.has_deadly)]
    }

    /// How far a value is beyond another, in steps; negative when inside.
    const fn beyond(&self, raw: i32, edge: i32) -> i64 {
        match self.side {
            Side::Low => edge as i64 - raw as i64,
            Side::High => raw as i64 - edge as i64,
        }
    }

    /// True when the value is beyond the rung at this place. One that a chart shows as the edge is not, unless it is compared as
    /// measured.
    pub fn is_beyond(&self, raw: i32, place: usize) -> bool {
        self.beyond(raw, self.marks[place].inside) > 0
    }

    /// The rung that is nearest to one of another ladder, and lies as far out or further: what is beyond it is beyond the other. Of
    /// several at one edge, the one that waits most like it.
    pub fn at_or_beyond(&self, other: &Rung) -> Option<usize> {
        let first = self.rungs().iter().position(|rung| self.beyond(rung.edge, other.edge) >= 0)?;
        let alike = (first..self.count).take_while(|place| self.rungs[*place].edge == self.rungs[first].edge);
        alike.min_by_key(|place| self.rungs[*place].for_s.abs_diff(other.for_s))
    }

    /// How urgent the most urgent rung is that this value is beyond; `None` inside.
    pub fn urgency(&self, raw: i32) -> Option<Priority> {
        self.rungs().iter().enumerate().filter(|(place, _)| self.is_beyond(raw, *place)).map(|(_, rung)| rung.priority).max()
    }

    /// The nearest rung that is so urgent: whatever is beyond one that is, is beyond this one.
    pub fn nearest(&self, priority: Priority) -> Option<&Rung> {
        self.rungs().iter().find(|rung| rung.priority >= priority)
    }

    /// True when the value is beyond the limit.
    pub fn is_outside(&self, raw: i32) -> bool {
        self.is_beyond(raw, 0)
    }

    /// True when the value is far enough inside the limit to end the condition.
    pub fn is_safe(&self, raw: i32) -> bool {
        self.is_safely_inside(raw, 0)
    }

    /// True when the value is as far inside the rung at this place.
    pub fn is_safely_inside(&self, raw: i32, place: usize) -> bool {
        self.beyond(raw, self.marks[place].safe) <= 0
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

#[cfg(test)]
mod tests;
