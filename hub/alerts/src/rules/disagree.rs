//! Two sources of one vital say different things: a heart rate by electrocardiogram and a pulse by oximetry, or two oximeters.
//! One of them is wrong, or the heart beats without a pulse; somebody has to look, and until then neither is to be trusted.
//!
//! Medians of five minutes are compared, and only where both sources have enough good samples: one wild beat is no
//! disagreement, and the median of artefacts is no witness. It holds after [`STRETCHES`] in a row that differ (low; medium where
//! they differ twice as much, because then one of the two may hide an emergency), and is over after as many that agree. A
//! quarter of an hour, because the two lag behind each other by minutes while somebody climbs stairs.
//!
//! What is tolerated:
//!
//! * rates: a fifth of the greater one, and never less than 10 a minute. Below that an oximeter misses single beats of an
//!   irregular heart, which is usual; a fifth is the edge that the plausibility of single values has, too;
//! * saturation: 4 %. An oximeter is right to 2 % two times of three, so two right ones differ by 3 now and then;
//! * temperature: 1.0 °C, the width of a column of NEWS2, and more than skin and mouth differ at rest;
//! * pressures: 15 mmHg, three times what two right cuffs may differ by.
//!
//! All of them are design rules that a clinician signs.

use super::news2::{STRETCH_MS, Streamed};
use crate::verdict::{Evidence, Found, Input, Item, Judgement, ObservationRequest, Purpose, Unknown, Verdict};
use crate::words::Priority;
use hearth_vitals::{Vital, WallMs};
use std::collections::BTreeMap;

/// How many stretches in a row must differ, or agree.
pub const STRETCHES: usize = 3;
/// Rates may differ by this much of the greater one, percent ...
pub const RATES_PERCENT: i64 = 20;
/// ... and always by this much, beats a minute.
pub const RATES_LEAST: i64 = 10;
/// How old the newest stretch of both may be before nothing is known of their agreement.
const STALE_MS: i64 = 1_800_000;
/// How much of the course before the newest stretch of both counts.
const WINDOW_MS: i64 = 48 * STRETCH_MS;
/// How far back the rule looks.
pub const LOOK_BACK_MS: i64 = WINDOW_MS + STALE_MS + STRETCH_MS;

/// A source: the vital as it calls it, and its stretches by their ends, in any order and any number of times.
#[derive(Debug, Clone, Copy)]
pub struct RateStream<'a> {
    /// What it measures.
    pub vital: Vital,
    /// Stretches of [`STRETCH_MS`] by the instant of their end.
    pub stretches: &'a [(WallMs, Streamed)],
}

/// The greatest difference of the two that is none, in steps of their resolution: percent of the greater, and at least so much.
struct Tolerance {
    percent: i64,
    least: i64,
}

impl Tolerance {
    /// `None` for two that do not measure the same.
    fn of(one: Vital, other: Vital) -> Option<Tolerance> {
        let is_rate = |vital| matches!(vital, Vital::HeartRate | Vital::PulseRate);
        if one != other && !(is_rate(one) && is_rate(other)) {
            return None;
        }
        let (percent, units) = match one {
            Vital::HeartRate | Vital::PulseRate | Vital::RespiratoryRate => (RATES_PERCENT, if is_rate(one) { RATES_LEAST } else { 4 }),
            Vital::Spo2 => (0, 4),
            Vital::Temperature => (0, 1),
            Vital::Systolic | Vital::Diastolic | Vital::MeanArterial => (0, 15),
            Vital::PerfusionIndex | Vital::Weight | Vital::Glucose | Vital::Etco2 => return None,
        };
        Some(Tolerance { percent, least: units * i64::from(one.scale()) })
    }

    /// How often the difference exceeds what is tolerated: 0, 1, or 2 for twice and more.
    fn exceeded(&self, one: i32, other: i32) -> u8 {
        let (one, other) = (i64::from(one), i64::from(other));
        let (differ, most) = ((one - other).abs() * 100, (one.max(other) * self.percent).max(self.least * 100));
        if differ > 2 * most { 2 } else { u8::from(differ > most) }
    }
}

/// Both medians of a stretch, and how far they are apart.
#[derive(Debug, Clone, Copy)]
struct Pair {
    end: WallMs,
    one: i32,
    other: i32,
    exceeded: u8,
}

/// Judges two sources. Two that do not measure the same never disagree.
pub fn judge(one: RateStream<'_>, other: RateStream<'_>, now: WallMs) -> Judgement {
    let tolerance = Tolerance::of(one.vital, other.vital);
    let pairs = tolerance.map(|tolerance| pairs(&one, &other, &tolerance, now));
    let held = pairs.as_ref().and_then(|pairs| (1..=pairs.len()).fold(None, |held, count| step(held, &pairs[..count])));
    let newest = pairs.as_ref().and_then(|pairs| pairs.last().copied());
    let wanted = ObservationRequest { what: Item::Vital(one.vital), due: None, purpose: Purpose::ConfirmValue };
    Judgement {
        verdict: match (pairs, newest) {
            (None, _) => Verdict::Over,
            (Some(_), None) => Verdict::Unknown { why: Unknown::Incomplete },
            (Some(_), Some(newest)) if now.since(newest.end) > STALE_MS => Verdict::Unknown { why: Unknown::TooOld },
            (Some(pairs), _) => verdict(held, pairs.len()),
        },
        evidence: newest.map(|pair| evidence(&one, &other, pair)).unwrap_or_default(),
        wanted: held.map(|_| wanted).into_iter().collect(),
        wake: newest.map(|newest| newest.end.plus(STALE_MS + 1)).filter(|wake| *wake > now),
    }
}

/// Stretches in which both have enough good samples, oldest first. Of two for one stretch the one with more samples counts.
fn pairs(one: &RateStream<'_>, other: &RateStream<'_>, tolerance: &Tolerance, now: WallMs) -> Vec<Pair> {
    let (one, other) = (good(one, now), good(other, now));
    let both: Vec<_> = one.into_iter().filter_map(|(end, (_, one))| Some((end, one, other.get(&end)?.1))).collect();
    let newest = both.last().map(|(end, ..)| *end);
    let counts = |end: WallMs| newest.is_some_and(|newest| newest.since(end) < WINDOW_MS);
    let counted = both.into_iter().filter(|(end, ..)| counts(*end));
    counted.map(|(end, one, other)| Pair { end, one, other, exceeded: tolerance.exceeded(one, other) }).collect()
}

fn good(source: &RateStream<'_>, now: WallMs) -> BTreeMap<WallMs, (u32, i32)> {
    let mut found = BTreeMap::new();
    for (end, stretch) in source.stretches.iter().filter(|(end, stretch)| *end <= now && stretch.is_good()) {
        if let Some(median) = stretch.median {
            let this = (stretch.good, median.value);
            found.entry(*end).and_modify(|known| *known = this.max(*known)).or_insert(this);
        }
    }
    found
}

/// A disagreement that the newest of these pairs shows: when it began, and its level.
type Held = (WallMs, u8);

fn step(held: Option<Held>, pairs: &[Pair]) -> Option<Held> {
    let row = &pairs[pairs.len().saturating_sub(STRETCHES)..];
    let is_row = row.len() == STRETCHES && row.windows(2).all(|two| two[1].end.since(two[0].end) <= STALE_MS);
    let least = row.iter().map(|pair| pair.exceeded).min().unwrap_or(0);
    if is_row && row.iter().all(|pair| pair.exceeded == 0) {
        return None;
    }
    let begins = (is_row && least > 0).then(|| (row[0].end.plus(-STRETCH_MS), least));
    match (held, begins) {
        (Some((since, level)), Some((_, now))) => Some((since, level.max(now))),
        (held, begins) => held.or(begins),
    }
}

const fn verdict(held: Option<Held>, known: usize) -> Verdict {
    match held {
        Some((since, 1)) => Verdict::Holds { level: 1, priority: Priority::Low, since },
        Some((since, level)) => Verdict::Holds { level, priority: Priority::Medium, since },
        None if known < STRETCHES => Verdict::Unknown { why: Unknown::Incomplete },
        None => Verdict::Over,
    }
}

/// Both values of the newest stretch that both know; `worst` is their difference.
fn evidence(one: &RateStream<'_>, other: &RateStream<'_>, pair: Pair) -> Evidence {
    let input = |vital, raw| Input::clean(Found::Number { vital, raw }, pair.end);
    let inputs = vec![input(one.vital, pair.one), input(other.vital, pair.other)];
    Evidence { worst: Some(pair.one.saturating_sub(pair.other).saturating_abs()), ..Evidence::of(inputs) }
}
