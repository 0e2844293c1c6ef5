//! A stuck line: a device repeats one number for implausibly long, and nothing says that it has stopped measuring.
//!
//! What is implausible differs from vital to vital, because what is usual does:
//!
//! * perfusion index: half an hour. It changes with every movement of the hand, by more than its resolution;
//! * heart, pulse and breathing rate, carbon dioxide: two hours. A paced heart stands at its rate while its owner sleeps,
//!   and a ventilator breathes by the clock, but nobody turns over, coughs or wakes for two hours without one beat more or less.
//!   Half an hour would ring each night for whoever has a pacemaker; it is for a device of which *every* line stands
//!   ([`crate::admission::course::stuck_since`]);
//! * saturation: six hours, and at 100 % never. It is shown in whole percent and rests at 97 or 98; the end of the scale is
//!   where a line on oxygen stays;
//! * temperature: twelve hours. The body's own day moves it by half a degree in that time;
//! * what is measured now and then (pressures, weight, glucose) does not stand: each number is one measurement.
//!
//! It is a suspicion, low, and says since when. All times are design rules that a clinician signs.

use super::news2::STRETCH_MS;
use crate::admission::course::Span;
use crate::verdict::{Evidence, Found, Input, Judgement, Unknown, Verdict};
use crate::words::Priority;
use hearth_vitals::{Vital, WallMs};

const MINUTE_MS: i64 = 60_000;
/// The longest gap within one unbroken line: a stretch. After a longer one the device may have been off and begun again.
pub const GAP_MS: i64 = STRETCH_MS;
/// How much of the line before its newest value counts: as much as the slowest vital needs.
const WINDOW_MS: i64 = 720 * MINUTE_MS;
/// How far back the rule looks.
pub const LOOK_BACK_MS: i64 = WINDOW_MS + GAP_MS;

/// How long a line of this vital may stand at this value (ms); `None` for ever.
pub fn stands_ms(vital: Vital, raw: i32) -> Option<i64> {
    let (_, most) = vital.plausible_raw();
    match vital {
        Vital::PerfusionIndex => Some(30 * MINUTE_MS),
        Vital::HeartRate | Vital::PulseRate | Vital::RespiratoryRate | Vital::Etco2 => Some(120 * MINUTE_MS),
        Vital::Spo2 => (raw < most).then_some(360 * MINUTE_MS),
        Vital::Temperature => Some(WINDOW_MS),
        Vital::Systolic | Vital::Diastolic | Vital::MeanArterial | Vital::Weight | Vital::Glucose => None,
    }
}

/// Judges one line of one device: samples, or stretches of them with their lowest and highest value.
pub fn judge(vital: Vital, spans: &[Span], now: WallMs) -> Judgement {
    let line = line(spans, now);
    let limit_ms = line.and_then(|line| stands_ms(vital, line.raw));
    let verdict = match (line, limit_ms) {
        (None, _) => Verdict::Unknown { why: Unknown::NeverMeasured },
        (Some(line), _) if now.since(line.until) > GAP_MS => Verdict::Unknown { why: Unknown::TooOld },
        (Some(line), Some(limit_ms)) if line.until.since(line.since) >= limit_ms => {
            Verdict::Holds { level: 1, priority: Priority::Low, since: line.since }
        }
        (Some(_), _) => Verdict::Over,
    };
    let input = line.map(|line| Input::clean(Found::Number { vital, raw: line.raw }, line.until));
    Judgement {
        verdict,
        evidence: Evidence { worst: line.map(|line| line.raw), ..Evidence::of(input.into_iter().collect()) },
        wanted: Vec::new(),
        wake: line.map(|line| line.until.plus(GAP_MS + 1)).filter(|wake| *wake > now),
    }
}

/// The values at the end of what is known that are all the same.
#[derive(Debug, Clone, Copy)]
struct Line {
    since: WallMs,
    until: WallMs,
    /// The newest value.
    raw: i32,
}

fn line(spans: &[Span], now: WallMs) -> Option<Line> {
    let mut spans: Vec<Span> = spans.iter().filter(|span| span.until <= now).copied().collect();
    spans.sort_unstable_by_key(|span| std::cmp::Reverse((span.until, span.from, span.low, span.high)));
    let newest = *spans.first()?;
    let oldest = newest.until.plus(-WINDOW_MS);
    let mut line = Line { since: newest.until, until: newest.until, raw: newest.high };
    for span in spans {
        let goes_on = span.low == line.raw && span.high == line.raw && line.since.since(span.until) <= GAP_MS;
        if !goes_on || line.since <= oldest {
            break;
        }
        line.since = line.since.min(span.from.max(oldest));
    }
    Some(line)
}
