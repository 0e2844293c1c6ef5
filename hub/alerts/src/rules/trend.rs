//! Slow deterioration: a vital leaves what has been usual for this patient, although it is still far from every limit.
//!
//! The level is the median of two hours. What is usual is the patient's own day: of the medians between 32 and 8 hours ago the
//! value that nine in ten do not exceed (on the low side: that nine in ten reach). The rule holds when the level is beyond that
//! edge by a margin (low, to be looked at on the next round), is medium beyond twice the margin, and is over at half of it, or
//! after an hour in which it did not reach the margin again.
//!
//! Why so:
//!
//! * A whole day, and its edge instead of its middle. Pulse, breathing and temperature go up and down with the hours; a level
//!   compared with the middle of the day would ring each evening, and one compared with the hours before would ring each
//!   morning. The edge of a day has both in it. So it takes most of a day of values to know what is usual: before, nothing is
//!   said, and limits and scores watch alone.
//! * It ends eight hours ago. A deterioration of one shift must not become the baseline of itself. What takes longer than a
//!   day moves the baseline with it, and is left to the scores.
//! * Two hours, because a walk, a meal or a visit is over by then. What falls faster than that is for limits and scores.
//! * The margins are a column of NEWS2, the step at which the chart calls a change one: 20 beats, 4 breaths, 1.0 °C; for
//!   saturation 3 %, because a column of 2 % is no more than an oximeter errs. So a saturation that falls over most of a day is
//!   told by its limits first. Upwards saturation is no deterioration.
//!
//! All of them are design rules that a clinician signs. The baseline asks for the stretches that end at a quarter of an hour
//! alone, so that who keeps them for so long can drop the others.

use super::news2::{Known, STRETCH_MS};
use crate::limit::Side;
use crate::verdict::{Evidence, Found, Input, Judgement, Unknown, Verdict};
use crate::words::Priority;
use hearth_vitals::{Vital, WallMs};

/// The rule is asked at multiples of this; in between nothing changes.
pub const STEP_MS: i64 = 3 * STRETCH_MS;
const HOUR_MS: i64 = 3_600_000;
/// How many stretches the level is taken from: those of two hours.
pub const LEVEL: i64 = 2 * HOUR_MS / STRETCH_MS;
/// How many of these [`LEVEL`] stretches must be good.
pub const LEVEL_MIN: usize = 12;
/// How far before now the baseline ends, ms.
pub const APART_MS: i64 = 8 * HOUR_MS;
/// How many steps the baseline has: those of a day.
const DAY: i64 = 24 * HOUR_MS / STEP_MS;
/// How many steps of the baseline must be good.
pub const DAY_MIN: usize = 48;
/// How much of the day these [`DAY_MIN`] steps must span, ms.
pub const SPAN_MS: i64 = 20 * HOUR_MS;
/// How far back it is asked whether it held before, so that a level between half and the whole margin does not come and go.
const HOLD_STEPS: i64 = HOUR_MS / STEP_MS;
/// How far back the rule looks.
pub const LOOK_BACK_MS: i64 = APART_MS + 24 * HOUR_MS + HOUR_MS + STEP_MS + STRETCH_MS;

/// What the rule watches.
pub const WATCHED: [(Vital, Side); 9] = [
    (Vital::HeartRate, Side::High),
    (Vital::HeartRate, Side::Low),
    (Vital::PulseRate, Side::High),
    (Vital::PulseRate, Side::Low),
    (Vital::RespiratoryRate, Side::High),
    (Vital::RespiratoryRate, Side::Low),
    (Vital::Spo2, Side::Low),
    (Vital::Temperature, Side::High),
    (Vital::Temperature, Side::Low),
];

/// How far beyond what is usual, in steps of the vital's resolution; `None` for what is not watched.
pub fn margin(vital: Vital, side: Side) -> Option<i32> {
    let units = match (vital, side) {
        (Vital::HeartRate | Vital::PulseRate, _) => 20,
        (Vital::RespiratoryRate, _) => 4,
        (Vital::Spo2, Side::Low) => 3,
        (Vital::Temperature, _) => 1,
        _ => return None,
    };
    Some(units * vital.scale())
}

/// Judges one side of one streamed vital. For what is not [`WATCHED`] it is over.
pub fn judge(known: &impl Known, vital: Vital, side: Side, now: WallMs) -> Judgement {
    let newest = WallMs(now.0.div_euclid(STEP_MS) * STEP_MS);
    let Some(margin) = margin(vital, side) else {
        return Judgement { verdict: Verdict::Over, evidence: Evidence::default(), wanted: Vec::new(), wake: None };
    };
    let steps = (0..=HOLD_STEPS).rev().map(|back| newest.plus(-back * STEP_MS));
    let departures: Vec<Departure> = steps.map(|at| Departure::of(known, vital, side, at)).collect();
    let held = departures.iter().fold(None, |held, departure| step(held, departure, margin));
    let now_known = departures.last().and_then(Departure::excess).is_some();
    Judgement {
        verdict: match held {
            Some((since, 1)) => Verdict::Holds { level: 1, priority: Priority::Low, since },
            Some((since, level)) => Verdict::Holds { level, priority: Priority::Medium, since },
            None if now_known => Verdict::Over,
            None => Verdict::Unknown { why: Unknown::Incomplete },
        },
        evidence: departures.last().map(|departure| departure.evidence(vital, side, margin)).unwrap_or_default(),
        wanted: Vec::new(),
        wake: Some(newest.plus(STEP_MS)),
    }
}

/// Since when it holds, and how far it went.
type Held = (WallMs, u8);

fn step(held: Option<Held>, departure: &Departure, margin: i32) -> Option<Held> {
    let Some(excess) = departure.excess() else { return held };
    let level = if excess >= 2 * margin { 2 } else { u8::from(excess >= margin) };
    match held {
        Some((since, before)) if 2 * excess >= margin => Some((since, before.max(level))),
        _ => (level > 0).then_some((departure.at, level)),
    }
}

/// Where the patient is at one instant, and what was usual.
#[derive(Debug, Clone, Copy)]
struct Departure {
    at: WallMs,
    side: Side,
    level: Option<i32>,
    usual: Option<Usual>,
}

/// The middle and the edge of the patient's day.
#[derive(Debug, Clone, Copy)]
struct Usual {
    until: WallMs,
    middle: i32,
    edge: i32,
}

impl Departure {
    fn of(known: &impl Known, vital: Vital, side: Side, at: WallMs) -> Departure {
        let mut level: Vec<i32> = (0..LEVEL).filter_map(|back| median(known, vital, at.plus(-back * STRETCH_MS))).collect();
        level.sort_unstable();
        let middle = level.get(level.len() / 2).copied().filter(|_| level.len() >= LEVEL_MIN);
        Departure { at, side, level: middle, usual: Usual::of(known, vital, side, at.plus(-APART_MS)) }
    }

    /// How far the level is beyond what is usual.
    fn excess(&self) -> Option<i32> {
        let (level, edge) = (self.level?, self.usual?.edge);
        Some(match self.side {
            Side::High => level.saturating_sub(edge),
            Side::Low => edge.saturating_sub(level),
        })
    }

    /// What was usual, and the level now; `limit` is where it begins to hold.
    fn evidence(&self, vital: Vital, side: Side, margin: i32) -> Evidence {
        let input = |raw, at| Input::clean(Found::Number { vital, raw }, at);
        let usual = self.usual.map(|usual| input(usual.middle, usual.until));
        let level = self.level.map(|level| input(level, self.at));
        let limit = self.usual.map(|usual| match side {
            Side::High => usual.edge.saturating_add(margin),
            Side::Low => usual.edge.saturating_sub(margin),
        });
        Evidence { limit, worst: self.level, ..Evidence::of(usual.into_iter().chain(level).collect()) }
    }
}

impl Usual {
    /// Of the day that ends at `until`; `None` if too little of it is known.
    fn of(known: &impl Known, vital: Vital, side: Side, until: WallMs) -> Option<Usual> {
        let steps = (0..DAY).map(|back| until.plus(-back * STEP_MS));
        let day: Vec<(WallMs, i32)> = steps.filter_map(|at| Some((at, median(known, vital, at)?))).collect();
        let span_ms = day.first()?.0.since(day.last()?.0);
        let mut values: Vec<i32> = day.iter().map(|(_, value)| *value).collect();
        values.sort_unstable();
        let last = values.len() - 1;
        let edge = match side {
            Side::High => last * 9 / 10,
            Side::Low => last - last * 9 / 10,
        };
        let is_enough = values.len() >= DAY_MIN && span_ms >= SPAN_MS;
        is_enough.then(|| Usual { until, middle: values[values.len() / 2], edge: values[edge] })
    }
}

/// The median of a stretch, if enough of it is good.
fn median(known: &impl Known, vital: Vital, until: WallMs) -> Option<i32> {
    let stretch = known.streamed(vital, until).filter(|stretch| stretch.is_good())?;
    stretch.median.map(|median| median.value)
}
