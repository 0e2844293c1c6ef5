//! Faults that only a stretch of values shows. All functions take their samples in any order and any number of times.

use hearth_vitals::{Vital, WallMs};

const MINUTE_MS: i64 = 60_000;

/// A sample: when, and the value in steps of the vital's resolution.
pub type Sample = (WallMs, i32);

/// How long every line of a device may stand, look-back of [`stuck_since`].
pub const STUCK_MS: i64 = 30 * MINUTE_MS;
/// The longest gap within one unbroken line.
const LINE_GAP_MS: i64 = MINUTE_MS;

/// Within which time a change of temperature is a step; look-back of [`is_step`].
pub const STEP_WITHIN_MS: i64 = 10 * MINUTE_MS;
/// How much, raw: 1.5 °C. Shivering heats a body by two or three degrees in an hour.
pub(crate) const STEP: i64 = 15 * Vital::Temperature.scale() as i64 / 10;

/// Look-back of [`is_confirmed`].
pub const CONFIRM_MS: i64 = 10_000;
/// How many of the newest samples are asked, and how many must agree.
const ASKED: usize = 5;
const AGREE: usize = 3;

/// True if other samples confirm the newest: three of the last five within ten seconds say the same. `samples` are instants, and
/// whether the sample is as bad as the one in question.
pub fn is_confirmed(samples: &[(WallMs, bool)], now: WallMs) -> bool {
    let samples = ordered(samples.iter().copied().filter(|(at, _)| *at <= now && now.since(*at) <= CONFIRM_MS));
    samples.iter().rev().take(ASKED).filter(|(_, bad)| *bad).count() >= AGREE
}

/// True for a temperature that differs from the last credible one more than a body can change in that time. The next value that
/// agrees with such a one confirms it. `before`: what was measured before it, the newest first, and whether each was doubted.
pub fn is_step(before: impl Iterator<Item = (Sample, bool)>, this: Sample) -> bool {
    let mut before = before.take_while(|((at, _), _)| this.0.since(*at) <= STEP_WITHIN_MS).peekable();
    let doubted = before.peek().filter(|(_, is_doubted)| *is_doubted).map(|(sample, _)| *sample);
    let credible = before.find(|(_, is_doubted)| !is_doubted).map(|(sample, _)| sample);
    credible.is_some_and(|credible| differs(credible, this)) && doubted.is_none_or(|doubted| differs(doubted, this))
}

fn differs((_, before): Sample, (_, this): Sample) -> bool {
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

/// Since when a device seems to be stuck: every stream of it has stood at one value for half an hour. There must be two, and one
/// of them a rate, because a saturation of 98, a temperature or the rate of a paced heart may well stand by itself. This is a
/// suspicion.
pub fn stuck_since(streams: &[(Vital, Vec<Span>)], now: WallMs) -> Option<WallMs> {
    if streams.len() < 2 || !streams.iter().any(|(vital, _)| is_rate(*vital)) {
        return None;
    }
    let lines = streams.iter().map(|(_, spans)| line(spans, now)).collect::<Option<Vec<_>>>()?;
    let (since, until) = (lines.iter().map(|line| line.0).max()?, lines.iter().map(|line| line.1).min()?);
    (until.since(since) >= STUCK_MS).then_some(since)
}

/// True for what a living body does not do twice alike for long.
pub const fn is_rate(vital: Vital) -> bool {
    matches!(vital, Vital::HeartRate | Vital::PulseRate | Vital::RespiratoryRate)
}

/// From when to when a stream has stood at its newest value, if it still delivers.
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

/// In order of time, each once.
fn ordered<T: Ord>(samples: impl Iterator<Item = T>) -> Vec<T> {
    let mut samples: Vec<T> = samples.collect();
    samples.sort_unstable();
    samples.dedup();
    samples
}
