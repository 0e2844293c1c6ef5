//! The disk of a home: what is measured while the link is out is kept there, and the oldest is given up when it is full.
//!
//! A week of six devices and a waveform takes two gibibytes at most, so a day takes a seventh of that. With room for less than a
//! day left it is low: somebody brings a larger card or finds out what fills this one. With room for less than an hour it is
//! medium: the next outage loses readings. It is over with half as much again as it takes to be low, so that it does not come
//! and go with each segment that is removed. All sizes are design rules.

use crate::verdict::{Evidence, Judgement, Unknown, Verdict};
use crate::words::Priority;
use hearth_vitals::WallMs;

/// What a home writes in a day at most (bytes): two gibibytes a week.
pub const DAY_BYTES: u64 = 2 * 1_024 * 1_024 * 1_024 / 7;
/// What it writes in an hour at most (bytes).
pub const HOUR_BYTES: u64 = DAY_BYTES / 24;
/// A status older than this says nothing about now (ms); one is sent each ten seconds.
pub const STALE_MS: i64 = 300_000;
/// How much of the course before the newest status counts (ms).
const WINDOW_MS: i64 = 14_400_000;
/// How far back the rule looks.
pub const LOOK_BACK_MS: i64 = WINDOW_MS + STALE_MS;

/// Judges how many bytes were free on the disk of a gateway, in any order and any number of times. Of two words of one instant
/// the smaller counts.
pub fn judge(free: &[(WallMs, u64)], now: WallMs) -> Judgement {
    let mut free: Vec<(WallMs, u64)> = free.iter().copied().filter(|(at, _)| *at <= now).collect();
    free.sort_unstable();
    free.dedup_by_key(|(at, _)| *at);
    let newest = free.last().copied();
    let counted = free.iter().filter(|(at, _)| newest.is_some_and(|(newest, _)| newest.since(*at) <= WINDOW_MS));
    let held = counted.fold(None, |held: Option<WallMs>, (at, bytes)| match held {
        Some(since) => (*bytes < DAY_BYTES / 2 * 3).then_some(since),
        None => (*bytes < DAY_BYTES).then_some(*at),
    });
    let is_out = newest.is_some_and(|(_, bytes)| bytes < HOUR_BYTES);
    let (level, priority) = if is_out { (2, Priority::Medium) } else { (1, Priority::Low) };
    Judgement {
        verdict: match (newest, held) {
            (None, _) => Verdict::Unknown { why: Unknown::NeverMeasured },
            (Some((at, _)), _) if now.since(at) > STALE_MS => Verdict::Unknown { why: Unknown::TooOld },
            (_, Some(since)) => Verdict::Holds { level, priority, since },
            (_, None) => Verdict::Over,
        },
        evidence: Evidence::default(),
        wanted: Vec::new(),
        wake: newest.map(|(at, _)| at.plus(STALE_MS + 1)).filter(|wake| *wake > now),
    }
}
