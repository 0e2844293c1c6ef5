//! Too little of a stream is good: the device measures, and what it says cannot be used.
//!
//! Each stretch of five minutes with fewer than [`GOOD_PERCENT_MIN`] percent good samples is a poor one. The rule holds when
//! [`POOR`] of the last [`ASKED`] are poor (low), and becomes medium when for [`DEAF`] of them no score could use the stream. It
//! is over after [`GOOD_AGAIN`] good ones in a row.
//!
//! Half an hour, because a meal, a wash or a walk makes two or three poor stretches, and a home monitor gives usable values only
//! half of the day anyhow: a shorter window would ring for living. An hour without one good stretch is medium, because then
//! nobody knows the vital, and the alert of silence says nothing while doubtful values flow.
//!
//! A stretch without any sample is as poor as one of artefacts. Where silence or a sensor that is off is told already, that
//! alert stands for this one: one cause is one alert. All numbers here but the share are design rules that a clinician signs.

use super::news2::{GOOD_PERCENT_MIN, Known, STRETCH_MS, Streamed, next_stretch};
use crate::verdict::{Evidence, Found, Input, Judgement, Unknown, Verdict};
use crate::words::Priority;
use hearth_vitals::{Vital, WallMs};

/// How many of the last stretches are looked at.
pub const ASKED: usize = 6;
/// How many of these [`ASKED`] stretches must be poor.
pub const POOR: usize = 4;
/// After so many poor stretches in a row the vital counts as unknown.
pub const DEAF: usize = 12;
/// After so many good stretches in a row it counts as known again.
pub const GOOD_AGAIN: usize = 3;
/// How many stretches the rule looks at.
const STRETCHES: i64 = 48;
/// How far back the rule looks.
pub const LOOK_BACK_MS: i64 = (STRETCHES + 1) * STRETCH_MS;

/// Judges a stream of which the stretches are known. What came before its first good sample is not counted: the device may
/// not have been there.
pub fn judge(known: &impl Known, vital: Vital, now: WallMs) -> Judgement {
    let ended = next_stretch(now).plus(-STRETCH_MS);
    let ends = (0..STRETCHES).rev().map(|back| ended.plus(-back * STRETCH_MS));
    let all = ends.filter_map(|end| Some((end, known.streamed(vital, end)?)));
    let stretches: Vec<(WallMs, Streamed)> = all.skip_while(|(_, stretch)| stretch.good == 0).collect();
    let held = stretches.iter().enumerate().fold(None, |held, (place, _)| step(held, &stretches[..=place]));
    let deaf = stretches.len() >= DEAF && newest(&stretches, DEAF).iter().all(is_poor);
    let (level, priority) = if deaf { (2, Priority::Medium) } else { (1, Priority::Low) };
    Judgement {
        verdict: match held {
            Some(since) => Verdict::Holds { level, priority, since },
            None if stretches.is_empty() => Verdict::Unknown { why: Unknown::NeverMeasured },
            None if stretches.len() < ASKED => Verdict::Unknown { why: Unknown::Incomplete },
            None => Verdict::Over,
        },
        evidence: evidence(vital, &stretches),
        wanted: Vec::new(),
        wake: Some(next_stretch(now)),
    }
}

/// Since when it holds with the newest of these stretches.
fn step(held: Option<WallMs>, stretches: &[(WallMs, Streamed)]) -> Option<WallMs> {
    let again = newest(stretches, GOOD_AGAIN);
    if again.len() == GOOD_AGAIN && !again.iter().any(is_poor) {
        return None;
    }
    let mut poor = newest(stretches, ASKED).iter().filter(|stretch| is_poor(stretch));
    let first = poor.next().map(|(end, _)| end.plus(-STRETCH_MS));
    held.or(first.filter(|_| poor.count() + 1 >= POOR))
}

fn newest(stretches: &[(WallMs, Streamed)], count: usize) -> &[(WallMs, Streamed)] {
    &stretches[stretches.len().saturating_sub(count)..]
}

const fn is_poor((_, stretch): &(WallMs, Streamed)) -> bool {
    !stretch.is_good()
}

/// The newest value that was good, and the share of good samples in percent beside the one that is wanted.
fn evidence(vital: Vital, stretches: &[(WallMs, Streamed)]) -> Evidence {
    let asked = newest(stretches, ASKED);
    let sum = |count: fn(&Streamed) -> u32| asked.iter().map(|(_, stretch)| u64::from(count(stretch))).sum::<u64>();
    let (good, expected) = (sum(|stretch| stretch.good), sum(|stretch| stretch.expected).max(1));
    let percent = u8::try_from((good * 100 / expected).min(100)).unwrap_or(100);
    let median = stretches.iter().rev().find_map(|(_, stretch)| stretch.median);
    let input =
        median.map(|median| Input { good_percent: Some(percent), ..Input::clean(Found::Number { vital, raw: median.value }, median.at) });
    Evidence {
        limit: i32::try_from(GOOD_PERCENT_MIN).ok(),
        worst: input.is_some().then_some(i32::from(percent)),
        ..Evidence::of(input.into_iter().collect())
    }
}
