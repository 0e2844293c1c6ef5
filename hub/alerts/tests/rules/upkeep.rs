//! What a gateway says of itself: its clock and its disk.

use super::minute;
use hearth_alerts::Priority;
use hearth_alerts::rules::{clock, storage};
use hearth_alerts::verdict::{Judgement, Unknown, Verdict};
use hearth_vitals::{ClockQuality, WallMs};
use proptest::prelude::*;

/// A status a minute, of this quality or this many bytes for so many minutes, one after the other.
fn course<T: Copy>(parts: &[(i64, T)]) -> Vec<(WallMs, T)> {
    let each = parts.iter().flat_map(|(minutes, what)| (0..*minutes).map(move |_| *what));
    (0..).zip(each).map(|(at, what)| (minute(at), what)).collect()
}

fn told(judged: &Judgement) -> Option<(u8, Priority, WallMs)> {
    match judged.verdict {
        Verdict::Holds { level, priority, since } => Some((level, priority, since)),
        Verdict::Over | Verdict::Unknown { .. } => None,
    }
}

#[test]
fn a_clock_that_was_not_compared_for_an_hour_is_told() {
    let said = course(&[(10, ClockQuality::Synchronised), (100, ClockQuality::Drifting), (10, ClockQuality::Synchronised)]);
    let at = |now: i64| told(&clock::judge(&said, minute(now)));
    assert_eq!((at(69), at(70), at(109)), (None, Some((1, Priority::Low, minute(10))), Some((1, Priority::Low, minute(10)))));
    assert_eq!(clock::judge(&said, minute(110)).verdict, Verdict::Over);
}

#[test]
fn a_clock_that_is_not_set_is_told_within_minutes_because_nothing_is_judged() {
    let said = course(&[(20, ClockQuality::Unknown), (5, ClockQuality::Drifting)]);
    let at = |now: i64| told(&clock::judge(&said, minute(now)));
    assert_eq!((at(4), at(5), at(20)), (None, Some((2, Priority::Medium, minute(0))), None));
    let both = [(minute(0), ClockQuality::Unknown), (minute(5), ClockQuality::Synchronised), (minute(5), ClockQuality::Unknown)];
    assert_eq!(told(&clock::judge(&both, minute(5))), Some((2, Priority::Medium, minute(0))), "of one instant the worse word counts");
}

#[test]
fn room_for_less_than_a_day_and_less_than_an_hour_are_told() {
    let at = |bytes: u64| told(&storage::judge(&[(minute(0), bytes)], minute(1))).map(|(level, priority, _)| (level, priority));
    assert_eq!((at(storage::DAY_BYTES), at(storage::DAY_BYTES - 1)), (None, Some((1, Priority::Low))));
    assert_eq!((at(storage::HOUR_BYTES), at(storage::HOUR_BYTES - 1)), (Some((1, Priority::Low)), Some((2, Priority::Medium))));
    assert_eq!(storage::DAY_BYTES / 24, storage::HOUR_BYTES);
}

#[test]
fn it_does_not_come_and_go_with_each_segment() {
    let day = storage::DAY_BYTES;
    let free = course(&[(5, day - 1), (5, day / 2 * 3 - 1), (5, day / 2 * 3), (5, day)]);
    let at = |now: i64| told(&storage::judge(&free, minute(now))).map(|(.., since)| since);
    assert_eq!((at(4), at(9), at(10), at(19)), (Some(minute(0)), Some(minute(0)), None, None));
}

#[test]
fn what_was_said_long_ago_says_nothing_about_now() {
    let clocks = [(minute(0), ClockQuality::Synchronised)];
    let verdicts = |now: WallMs| (clock::judge(&clocks, now).verdict, storage::judge(&[(minute(0), 0)], now).verdict);
    let old = Verdict::Unknown { why: Unknown::TooOld };
    assert_eq!(verdicts(minute(5)).0, Verdict::Over);
    assert_eq!(verdicts(minute(5).plus(1)), (old, old));
    let wakes = (clock::judge(&clocks, minute(5)).wake, storage::judge(&[(minute(0), 0)], minute(5)).wake);
    assert_eq!(wakes, (Some(minute(5).plus(1)), Some(minute(5).plus(1))));
    let never = Verdict::Unknown { why: Unknown::NeverMeasured };
    assert_eq!((clock::judge(&[], minute(0)).verdict, storage::judge(&[], minute(0)).verdict), (never, never));
}

type Said = Vec<(WallMs, (ClockQuality, u64))>;

fn said() -> impl Strategy<Value = Said> {
    let quality =
        prop::sample::select(vec![ClockQuality::Synchronised, ClockQuality::Drifting, ClockQuality::Drifting, ClockQuality::Unknown]);
    let bytes = prop::sample::select(vec![0, storage::HOUR_BYTES, storage::DAY_BYTES - 1, storage::DAY_BYTES, 2 * storage::DAY_BYTES]);
    let part = (1i64..90, quality, bytes).prop_map(|(minutes, quality, bytes)| (minutes, (quality, bytes)));
    prop::collection::vec(part, 0..12).prop_map(|parts| course(&parts))
}

fn both(said: &Said, now: WallMs) -> [Judgement; 2] {
    let clocks: Vec<_> = said.iter().map(|(at, (quality, _))| (*at, *quality)).collect();
    let disks: Vec<_> = said.iter().map(|(at, (_, bytes))| (*at, *bytes)).collect();
    [clock::judge(&clocks, now), storage::judge(&disks, now)]
}

proptest! {
    #[test]
    fn no_order_and_no_repetition_changes_the_verdict(
        (given, shuffled) in said().prop_flat_map(|given| (Just(given.clone()), Just([given.clone(), given].concat()).prop_shuffle())),
        now in 0i64..1_200,
    ) {
        prop_assert_eq!(both(&given, minute(now)), both(&shuffled, minute(now)));
    }

    #[test]
    fn what_lies_beyond_its_look_back_changes_nothing(given in said(), now in 200i64..1_200) {
        let now = minute(now);
        let far_ms = clock::LOOK_BACK_MS.max(storage::LOOK_BACK_MS);
        let kept: Said = given.iter().copied().filter(|(at, _)| now.since(*at) <= far_ms).collect();
        for (all, less) in both(&given, now).into_iter().zip(both(&kept, now)) {
            prop_assert_eq!(all.verdict.priority(), less.verdict.priority());
        }
    }

    #[test]
    fn nothing_changes_by_time_alone_before_it_wakes(given in said(), now in 0i64..1_200, waited in 0i64..1_000_000) {
        let now = minute(now);
        let past: Said = given.into_iter().filter(|(at, _)| *at <= now).collect();
        for (rule, judged) in both(&past, now).into_iter().enumerate() {
            let then = judged.wake.map_or(now.plus(waited), |wake| WallMs(now.plus(waited).0.min(wake.0 - 1)));
            prop_assert_eq!(both(&past, then)[rule].verdict, judged.verdict);
        }
    }
}
