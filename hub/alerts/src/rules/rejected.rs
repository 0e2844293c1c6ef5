//! A line that is noisy: packets of a device fail their checks again and again. No wrong value comes of it, but values are
//! missing, and a cable or a plug is about to fail.
//!
//! A gateway tells rejected packets once a minute at most, with their number. The number says little, because one device sends
//! three packets a second and another one a minute. So minutes are counted: it holds (low) when packets were rejected in
//! [`MINUTES`] of the last [`ASKED`], and is over after ten clean minutes. A plug that is pulled makes one such minute, a
//! device that is switched on two.

use crate::verdict::{Evidence, Judgement, Verdict};
use crate::words::Priority;
use hearth_vitals::WallMs;
use std::collections::BTreeSet;

const MINUTE_MS: i64 = 60_000;
/// How many of the last minutes are looked at.
pub const ASKED: i64 = 10;
/// In how many of these [`ASKED`] minutes packets must have been rejected.
pub const MINUTES: usize = 5;
/// How long the course before counts (ms).
const WINDOW_MS: i64 = 240 * MINUTE_MS;
/// How far back the rule looks.
pub const LOOK_BACK_MS: i64 = WINDOW_MS + ASKED * MINUTE_MS;

/// Judges when packets of one device were rejected, in any order and any number of times.
pub fn judge(rejected: &[WallMs], now: WallMs) -> Judgement {
    let minute = |at: WallMs| at.0.div_euclid(MINUTE_MS);
    let newest = rejected.iter().copied().filter(|at| *at <= now).max();
    let clean_at = newest.map(|newest| WallMs((minute(newest) + 1 + ASKED) * MINUTE_MS)).filter(|clean| now < *clean);
    let oldest = newest.map_or(now, |newest| newest.plus(-WINDOW_MS));
    let minutes: BTreeSet<i64> = rejected.iter().copied().filter(|at| oldest <= *at && *at <= now).map(minute).collect();
    let since = clean_at.and_then(|_| since(&minutes));
    Judgement {
        verdict: since.map_or(Verdict::Over, |since| Verdict::Holds {
            level: 1,
            priority: Priority::Low,
            since: WallMs(since * MINUTE_MS),
        }),
        evidence: Evidence::default(),
        wanted: Vec::new(),
        wake: clean_at,
    }
}

/// The first of the minutes that made it hold, if it holds with the newest.
fn since(minutes: &BTreeSet<i64>) -> Option<i64> {
    let mut held: Option<(i64, i64)> = None;
    for minute in minutes {
        let row = minutes.range(minute - ASKED + 1..=*minute);
        held = held.filter(|(_, last)| minute - last <= ASKED);
        let begins = (row.clone().count() >= MINUTES).then(|| row.min().copied().unwrap_or(*minute));
        held = match (held, begins) {
            (Some((since, _)), _) => Some((since, *minute)),
            (None, begins) => begins.map(|since| (since, *minute)),
        };
    }
    held.map(|(since, _)| since)
}
