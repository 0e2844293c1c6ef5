//! The clock of a home: readings are placed in time by it, and what cannot be placed is judged by nobody.
//!
//! A gateway compares its clock with the hub at each receipt, so one that is heard and has not compared it for
//! [`DRIFTS_MS`] cannot (low): its readings are placed less surely with each hour. One that has never been set waits for the
//! first answer with its readings. That takes seconds; after [`UNSET_MS`] somebody has to look, because that patient is not
//! monitored (medium). It is over when the clock has been compared. Both times are design rules.

use crate::verdict::{Evidence, Judgement, Unknown, Verdict};
use crate::words::Priority;
use hearth_vitals::{ClockQuality, WallMs};

const MINUTE_MS: i64 = 60_000;
/// How long a clock may go without a comparison (ms). A quartz drifts by a few seconds a day, so an hour costs nothing yet.
pub const DRIFTS_MS: i64 = 60 * MINUTE_MS;
/// How long it may not be set at all (ms).
pub const UNSET_MS: i64 = 5 * MINUTE_MS;
/// A status older than this says nothing about now (ms); one is sent each ten seconds.
pub const STALE_MS: i64 = 5 * MINUTE_MS;
/// How much of the course before the newest status counts (ms).
const WINDOW_MS: i64 = 240 * MINUTE_MS;
/// How far back the rule looks.
pub const LOOK_BACK_MS: i64 = WINDOW_MS + STALE_MS;

/// Judges what a gateway said of its clock, in any order and any number of times. Of two words of one instant the worse counts.
pub fn judge(said: &[(WallMs, ClockQuality)], now: WallMs) -> Judgement {
    let mut said: Vec<(WallMs, u8)> = said.iter().filter(|(at, _)| *at <= now).map(|(at, quality)| (*at, doubt(*quality))).collect();
    said.sort_unstable_by_key(|(at, doubt)| (*at, std::cmp::Reverse(*doubt)));
    said.dedup_by_key(|(at, _)| *at);

    let newest = said.last().copied();
    let counts = |at: WallMs| newest.is_some_and(|(newest, _)| newest.since(at) <= WINDOW_MS);
    let lasted = |least: u8| {
        let row = said.iter().rev().take_while(|(at, doubt)| counts(*at) && *doubt >= least);
        let since = row.last().map(|(at, _)| *at)?;
        Some((since, newest?.0.since(since)))
    };
    let unset = lasted(2).filter(|(_, ms)| *ms >= UNSET_MS);
    let drifts = lasted(1).filter(|(_, ms)| *ms >= DRIFTS_MS);
    Judgement {
        verdict: match (newest, unset, drifts) {
            (None, ..) => Verdict::Unknown { why: Unknown::NeverMeasured },
            (Some((at, _)), ..) if now.since(at) > STALE_MS => Verdict::Unknown { why: Unknown::TooOld },
            (_, Some((since, _)), _) => Verdict::Holds { level: 2, priority: Priority::Medium, since },
            (_, _, Some((since, _))) => Verdict::Holds { level: 1, priority: Priority::Low, since },
            _ => Verdict::Over,
        },
        evidence: Evidence::default(),
        wanted: Vec::new(),
        wake: newest.map(|(at, _)| at.plus(STALE_MS + 1)).filter(|wake| *wake > now),
    }
}

const fn doubt(quality: ClockQuality) -> u8 {
    match quality {
        ClockQuality::Synchronised => 0,
        ClockQuality::Drifting => 1,
        ClockQuality::Unknown => 2,
    }
}
