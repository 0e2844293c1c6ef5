//! Faults that only a stretch of values shows. All functions take their samples in any order and any number of times.

use hearth_vitals::{Vital, WallMs};

const SECOND_MS: i64 = 1_000;
const MINUTE_MS: i64 = 60_000;

/// A sample: when, and the value in steps of the vital's resolution.
pub type Sample = (WallMs, i32);

/// How long a line may stay the same, look-back of [`stuck_since`].
pub const STUCK_MS: i64 = 30 * MINUTE_MS;
/// The longest gap within one unbroken line.
const LINE_GAP_MS: i64 = MINUTE_MS;

/// How long two sources must disagree; look-back of [`disagree_since`].
pub const DISAGREE_MS: i64 = MINUTE_MS;
/// How much two sources must differ, percent of the greater one.
const DISAGREE_PERCENT: i64 = 20;
/// How old the other source's value may be to be compared.
const TOGETHER_MS: i64 = 10 * SECOND_MS;

/// Within which time a change of temperature is a step; look-back of [`steps`] together with the value before.
pub const STEP_WITHIN_MS: i64 = 10 * MINUTE_MS;
/// How great a change is a step, raw: 1.5 °C. Shivering heats a body by two or three degrees in an hour.
const STEP: i64 = 15 * Vital::Temperature.scale() as i64 / 10;

/// Look-back of [`is_confirmed`].
pub const CONFIRM_MS: i64 = 10 * SECOND_MS;
/// How many of the newest samples are looked at, and how many must agree.
const ASKED: usize = 5;
const AGREE: usize = 3;

/// True if other samples confirm the newest: three of the last five within ten seconds say the same. `samples` are instants, and
/// whether the sample is as bad as the one in question.
pub fn is_confirmed(samples: &[(WallMs, bool)], now: WallMs) -> bool {
    let samples = ordered(samples.iter().copied().filter(|(at, _)| *at <= now && now.since(*at) <= CONFIRM_MS));
    samples.iter().rev().take(ASKED).filter(|(_, bad)| *bad).count() >= AGREE
}

/// The instants of temperatures that differ from the last credible one more than a body can change in that time. If the next
/// value agrees with such a temperature, it is credible after all.
pub fn steps(temperatures: &[Sample]) -> Vec<WallMs> {
    let mut found = Vec::new();
    let (mut credible, mut doubtful): (Option<Sample>, Option<Sample>) = (None, None);
    for value in ordered(temperatures.iter().copied()) {
        let is_step = credible.is_some_and(|before| is_step(before, value));
        let is_confirmed = doubtful.is_some_and(|before| !is_step_between(before, value));
        if is_step && !is_confirmed {
            found.push(value.0);
            doubtful = Some(value);
        } else {
            (credible, doubtful) = (Some(value), None);
        }
    }
    found
}

fn is_step(before: Sample, this: Sample) -> bool {
    this.0.since(before.0) <= STEP_WITHIN_MS && is_step_between(before, this)
}

fn is_step_between((_, before): Sample, (_, this): Sample) -> bool {
    (i64::from(this) - i64::from(before)).abs() >= STEP
}

/// A stretch of a stream, a sample or a minute of them: its lowest and its highest value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Span {
    /// Instant of the first sample.
    pub from: WallMs,
    /// Instant of the last sample.
    pub until: WallMs,
    /// The lowest value.
    pub low: i32,
    /// The highest value.
    pub high: i32,
}

/// Since when a device seems to be stuck: every stream of it has stood at one value for half an hour. One of them must be a
/// rate, because a saturation of 98 or a temperature may well stand. A paced heart may stand too: this is a suspicion.
pub fn stuck_since(streams: &[(Vital, &[Span])], now: WallMs) -> Option<WallMs> {
    let is_rate = |vital: Vital| matches!(vital, Vital::HeartRate | Vital::PulseRate | Vital::RespiratoryRate);
    if !streams.iter().any(|(vital, _)| is_rate(*vital)) {
        return None;
    }
    let lines = streams.iter().map(|(_, spans)| line(spans, now)).collect::<Option<Vec<_>>>()?;
    let (since, until) = (lines.iter().map(|line| line.0).max()?, lines.iter().map(|line| line.1).min()?);
    (until.since(since) >= STUCK_MS).then_some(since)
}

/// Begin and end of the time in which a stream has stood at its newest value, if it still delivers.
fn line(spans: &[Span], now: WallMs) -> Option<(WallMs, WallMs)> {
    let mut spans: Vec<Span> = spans.iter().copied().filter(|span| span.until <= now).collect();
    spans.sort_by_key(|span| std::cmp::Reverse((span.until, span.from, span.low, span.high)));
    let newest = *spans.first().filter(|span| now.since(span.until) <= LINE_GAP_MS)?;
    let mut since = newest.until;
    for span in spans {
        if span.low != newest.low || span.high != newest.low || since.since(span.until) > LINE_GAP_MS {
            break;
        }
        since = since.min(span.from);
    }
    Some((since, newest.until))
}

/// Since when two sources of one rate have disagreed, if they have for a minute up to now. Where only one of them has a value,
/// their agreement is unknown, and a new minute begins.
pub fn disagree_since(one: &[Sample], other: &[Sample], now: WallMs) -> Option<WallMs> {
    let (one, other) = (ordered(one.iter().copied()), ordered(other.iter().copied()));
    let mut instants: Vec<WallMs> = one.iter().chain(&other).map(|(at, _)| *at).filter(|at| *at <= now).collect();
    instants.sort_unstable();
    instants.dedup();
    let newest = *instants.last().filter(|at| now.since(**at) <= TOGETHER_MS)?;
    let differs = |at: &&WallMs| Some(true) == differ(value_at(&one, **at), value_at(&other, **at));
    let since = *instants.iter().rev().take_while(differs).last()?;
    (newest.since(since) >= DISAGREE_MS).then_some(since)
}

fn value_at(samples: &[Sample], at: WallMs) -> Option<i32> {
    let (then, raw) = *samples[..samples.partition_point(|(then, _)| *then <= at)].last()?;
    (at.since(then) <= TOGETHER_MS).then_some(raw)
}

fn differ(one: Option<i32>, other: Option<i32>) -> Option<bool> {
    let (one, other) = (i64::from(one?), i64::from(other?));
    Some((one - other).abs() * 100 > one.max(other) * DISAGREE_PERCENT)
}

/// Sorts by time and removes duplicates.
fn ordered<T: Ord>(samples: impl Iterator<Item = T>) -> Vec<T> {
    let mut samples: Vec<T> = samples.collect();
    samples.sort_unstable();
    samples.dedup();
    samples
}
