//! What happens at a home beside its measurements: calls, faults of a cuff, rejected packets.

use super::minute;
use hearth_alerts::Priority;
use hearth_alerts::rules::{call, cuff, rejected};
use hearth_alerts::verdict::{Item, Judgement, Purpose, Verdict};
use hearth_vitals::{Vital, WallMs};
use proptest::prelude::*;

fn told(judged: &Judgement) -> Option<(u8, Priority, WallMs)> {
    match judged.verdict {
        Verdict::Holds { level, priority, since } => Some((level, priority, since)),
        Verdict::Over | Verdict::Unknown { .. } => None,
    }
}

fn seconds(of: &[i64]) -> Vec<WallMs> {
    of.iter().map(|second| minute(0).plus(second * 1_000)).collect()
}

#[test]
fn a_call_is_high_at_once_and_stays_for_a_day() {
    let at = |now: WallMs| told(&call::judge(&seconds(&[60]), now));
    let high = Some((1, Priority::High, minute(1)));
    assert_eq!((at(minute(1).plus(-1)), at(minute(1)), at(minute(1 + 1_440))), (None, high, high));
    assert_eq!(at(minute(1 + 1_440).plus(1)), None);
    assert_eq!(call::judge(&[], minute(1)).verdict, Verdict::Over);
}

#[test]
fn who_calls_again_rings_again_and_a_trembling_hand_does_not() {
    let level = |of: &[i64]| told(&call::judge(&seconds(of), minute(30))).map(|(level, ..)| level);
    assert_eq!((level(&[60, 62, 65, 70]), level(&[60, 66]), level(&[60, 600, 1_200])), (Some(1), Some(2), Some(3)));
    let judged = call::judge(&seconds(&[60, 600]), minute(30));
    assert_eq!((told(&judged).unwrap().2, judged.evidence.clock_from), (minute(1), Some(minute(10))), "first and newest call");
}

#[test]
fn a_cuff_fault_asks_for_another_measurement_and_a_pressure_ends_it() {
    let judge = |faults: &[i64], pressures: &[i64], now: i64| {
        let faults: Vec<WallMs> = faults.iter().copied().map(minute).collect();
        cuff::judge(&faults, &pressures.iter().map(|at| (minute(*at), 1_180)).collect::<Vec<_>>(), minute(now))
    };
    let once = judge(&[10], &[0], 20);
    assert_eq!(
        (told(&once), once.wanted[0].what, once.wanted[0].purpose),
        (Some((1, Priority::Low, minute(10))), Item::Vital(Vital::Systolic), Purpose::ConfirmValue)
    );
    assert_eq!(once.evidence.inputs[0].at, minute(0), "the last pressure that is known");
    assert_eq!(told(&judge(&[10, 12, 14], &[0], 20)), Some((2, Priority::Medium, minute(10))));
    assert_eq!(told(&judge(&[10, 12, 14], &[0, 13], 20)), Some((1, Priority::Low, minute(14))), "in a row");
    let over = judge(&[10, 12, 14], &[14], 20);
    assert_eq!((over.verdict, over.wanted.len(), over.wake), (Verdict::Over, 0, None));
    assert_eq!(judge(&[10], &[], 10 + 1_441).verdict, Verdict::Over);
}

#[test]
fn a_number_that_is_no_pressure_ends_no_fault_of_the_cuff() {
    assert!(told(&cuff::judge(&[minute(10)], &[(minute(11), 380)], minute(12))).is_some(), "38 mmHg is none");
}

#[test]
fn five_noisy_minutes_of_ten_are_told_and_four_are_not() {
    let at = |minutes: &[i64], now: i64| {
        let rejected: Vec<WallMs> = minutes.iter().map(|at| minute(*at).plus(20_000)).collect();
        told(&rejected::judge(&rejected, minute(now)))
    };
    assert_eq!((at(&[0, 2, 4, 6], 10), at(&[0, 2, 4, 6, 9], 10)), (None, Some((1, Priority::Low, minute(0)))));
    assert_eq!(at(&[0, 2, 4, 6, 10], 11), None, "not within ten");
    assert_eq!(at(&[0, 1, 2, 3, 4, 12, 20], 21), Some((1, Priority::Low, minute(0))), "it goes on while it comes back");
    assert_eq!((at(&[0, 1, 2, 3, 4], 14), at(&[0, 1, 2, 3, 4], 15)), (Some((1, Priority::Low, minute(0))), None));
    assert_eq!(at(&[0, 1, 2, 3, 4, 40], 41), None, "one minute later is no line that is noisy");
}

fn instants() -> impl Strategy<Value = (Vec<WallMs>, Vec<WallMs>)> {
    prop::collection::vec(0i64..120, 0..60).prop_flat_map(|minutes| {
        let given: Vec<WallMs> = minutes.into_iter().map(|at| minute(at).plus(at * 37)).collect();
        (Just(given.clone()), Just([given.clone(), given].concat()).prop_shuffle())
    })
}

/// All three, asked with the same instants.
fn all(of: &[WallMs], now: WallMs) -> [Judgement; 3] {
    let pressures: Vec<(WallMs, i32)> = of.iter().filter(|at| at.0 % 5 == 0).map(|at| (at.plus(1), 1_180)).collect();
    [call::judge(of, now), cuff::judge(of, &pressures, now), rejected::judge(of, now)]
}

proptest! {
    #[test]
    fn no_order_and_no_repetition_changes_the_verdict((given, shuffled) in instants(), now in 0i64..200) {
        prop_assert_eq!(all(&given, minute(now)), all(&shuffled, minute(now)));
    }

    #[test]
    fn what_lies_beyond_its_look_back_changes_nothing((given, _) in instants(), now in 100i64..1_700) {
        let now = minute(now);
        let far = [call::LOOK_BACK_MS, cuff::LOOK_BACK_MS, rejected::LOOK_BACK_MS];
        for (rule, far_ms) in far.into_iter().enumerate() {
            let kept: Vec<WallMs> = given.iter().copied().filter(|at| now.since(*at) <= far_ms).collect();
            prop_assert_eq!(all(&given, now)[rule].verdict, all(&kept, now)[rule].verdict);
        }
    }

    #[test]
    fn nothing_changes_by_time_alone_before_it_wakes((given, _) in instants(), now in 0i64..200, waited in 0i64..100_000_000) {
        let now = minute(now);
        let past: Vec<WallMs> = given.into_iter().filter(|at| *at <= now).collect();
        for rule in 0..3 {
            // What a pressure ends is known at once.
            let judged = all(&past, now.plus(1))[rule].clone();
            let then = judged.wake.map_or(now.plus(1 + waited), |wake| WallMs(now.plus(1 + waited).0.min(wake.0 - 1)));
            prop_assert_eq!(all(&past, then)[rule].verdict, judged.verdict);
        }
    }
}
