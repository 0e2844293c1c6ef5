//! Shock index: a heart that beats fast against a low pressure loses blood or fluid, while each number by itself may still
//! look harmless (a rate of 105 over a systolic pressure of 105).
//!
//! Rate over systolic pressure; 0.5 to 0.7 is usual, from 0.9 on it is a worry (medium), and from 1.2 on it is told anew. It
//! is over below 0.8, so that a patient at the edge does not ring with each measurement. The rate is the median around the
//! instant of the pressure: one wild beat makes no shock. Doubtful values make none either. 0.9 is the published edge; all
//! other numbers here are design rules that a clinician signs.

use crate::budget::{DOUBTFUL, NO_VALUE};
use crate::verdict::{Evidence, Found, Input, Item, Judgement, ObservationRequest, Purpose, Unknown, Verdict};
use crate::words::Priority;
use hearth_vitals::{Flags, Vital, WallMs};

/// How far a rate may lie from the pressure that it belongs to.
pub const PAIR_MS: i64 = 120_000;
/// How long a pressure says something about now: the longest interval between two sets of vital signs on the chart.
pub const STALE_MS: i64 = 4 * 3_600_000;
/// How much of the course before the newest pressure counts.
const WINDOW_MS: i64 = 8 * 3_600_000;
/// How far back the rule looks.
pub const LOOK_BACK_MS: i64 = WINDOW_MS + STALE_MS + PAIR_MS;

/// Hundredths of the index: below the first the condition is over; from the second it is a worry; from the third it is reported
/// again.
pub(crate) const OVER: i64 = 80;
pub(crate) const WORRY: i64 = 90;
pub(crate) const SEVERE: i64 = 120;

/// A clean or doubtful value: a systolic pressure, or a rate of heart or pulse, in steps of the vital's resolution.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Value {
    /// When it was measured.
    pub at: WallMs,
    /// In steps of the vital's resolution.
    pub raw: i32,
    /// What is doubtful about it.
    pub quality: Flags,
}

/// A pressure and the rate that belongs to it.
#[derive(Debug, Clone, Copy)]
struct Pair {
    at: WallMs,
    systolic: i32,
    rate: i32,
}

impl Pair {
    /// The index in hundredths, half up. Both have one decimal, so the scales cancel.
    const fn index(&self) -> i64 {
        (self.rate as i64 * 200 + self.systolic as i64) / (2 * self.systolic as i64)
    }
    /// Compared without rounding: 0.895 is below 0.9.
    const fn reaches(&self, hundredths: i64) -> bool {
        self.rate as i64 * 100 >= self.systolic as i64 * hundredths
    }
}

/// Judges pressures and rates, of any devices and by hand.
pub fn judge(systolic: &[Value], rates: &[Value], now: WallMs) -> Judgement {
    let pressures = clean(systolic, Vital::Systolic, now);
    let rates = clean(rates, Vital::PulseRate, now);
    let newest = pressures.last().map(|pressure| pressure.at);
    let counts = |at: WallMs| newest.is_some_and(|newest| newest.since(at) <= WINDOW_MS);
    let pairs: Vec<Pair> = pressures.iter().filter(|pressure| counts(pressure.at)).filter_map(|pressure| pair(*pressure, &rates)).collect();
    let held = held(&pairs);
    let is_paired = pairs.last().map(|pair| pair.at) == newest;
    Judgement {
        verdict: verdict(held, newest, is_paired, now),
        evidence: evidence(held, pairs.last()),
        wanted: if is_paired {
            Vec::new()
        } else {
            vec![ObservationRequest { what: Item::Vital(Vital::PulseRate), due: None, purpose: Purpose::CompleteScore }]
        },
        wake: newest.map(|newest| newest.plus(STALE_MS + 1)).filter(|wake| *wake > now),
    }
}

fn clean(values: &[Value], vital: Vital, now: WallMs) -> Vec<Value> {
    let counts = |value: &Value| value.at <= now && !value.quality.intersects(DOUBTFUL.with(NO_VALUE)) && vital.is_plausible(value.raw);
    let mut values: Vec<Value> = values.iter().copied().filter(counts).collect();
    values.sort_unstable();
    values.dedup();
    values
}

/// The pressure with the median of the rates around it; of two in the middle the higher one.
fn pair(pressure: Value, rates: &[Value]) -> Option<Pair> {
    let from = rates.partition_point(|rate| rate.at < pressure.at.plus(-PAIR_MS));
    let until = rates.partition_point(|rate| rate.at <= pressure.at.plus(PAIR_MS));
    let mut around: Vec<i32> = rates[from..until].iter().map(|rate| rate.raw).collect();
    around.sort_unstable();
    let rate = *around.get(around.len() / 2)?;
    Some(Pair { at: pressure.at, systolic: pressure.raw, rate })
}

/// A stretch in which it held: since when, and its worst pair.
type Held = (WallMs, Pair);

fn held(pairs: &[Pair]) -> Option<Held> {
    pairs.iter().fold(None, |held: Option<Held>, pair| match held {
        None => pair.reaches(WORRY).then_some((pair.at, *pair)),
        Some((since, worst)) => {
            let worse = if pair.index() > worst.index() { *pair } else { worst };
            pair.reaches(OVER).then_some((since, worse))
        }
    })
}

fn verdict(held: Option<Held>, newest: Option<WallMs>, is_paired: bool, now: WallMs) -> Verdict {
    let Some(newest) = newest else { return Verdict::Unknown { why: Unknown::NeverMeasured } };
    match held {
        _ if now.since(newest) > STALE_MS => Verdict::Unknown { why: Unknown::TooOld },
        Some((since, worst)) => Verdict::Holds { level: if worst.reaches(SEVERE) { 2 } else { 1 }, priority: Priority::Medium, since },
        None if is_paired => Verdict::Over,
        None => Verdict::Unknown { why: Unknown::Incomplete },
    }
}

fn evidence(held: Option<Held>, newest: Option<&Pair>) -> Evidence {
    let input = |vital, raw, at| Input::clean(Found::Number { vital, raw }, at);
    let inputs = newest.map(|pair| [input(Vital::Systolic, pair.systolic, pair.at), input(Vital::PulseRate, pair.rate, pair.at)]);
    Evidence {
        limit: i32::try_from(WORRY).ok(),
        worst: held.and_then(|(_, worst)| i32::try_from(worst.index()).ok()),
        ..Evidence::of(inputs.into_iter().flatten().collect())
    }
}
