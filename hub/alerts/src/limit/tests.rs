//! What makes a limit, and what is refused, each in its own words.

use super::*;
use crate::words::Priority::{High, Low, Medium};

const VITAL: Vital = Vital::Spo2;

fn bounds(low: i32, high: Option<i32>, critical_low: Option<i32>, delay_s: u32) -> Result<Limit, LimitError> {
    let bounds = Bounds { low: Some(low), high, critical_low, critical_high: None, delay_s, priority: Medium };
    Limit::of_bounds(VITAL, bounds)
}

fn low(rungs: &[(i32, u32, Priority)]) -> Result<Limit, LimitError> {
    let rung = |(edge, for_s, priority): &(i32, u32, Priority)| Rung { edge: *edge, for_s: *for_s, priority: *priority };
    Limit::try_new(VITAL, rungs.iter().map(rung).collect(), Vec::new())
}

#[test]
fn each_wrong_limit_is_refused_with_its_own_word_and_field() {
    assert_eq!(Limit::try_new(VITAL, Vec::new(), Vec::new()), Err(LimitError::NoBound(VITAL)));
    assert_eq!(bounds(900, Some(900), None, 0), Err(LimitError::LowNotBelowHigh(VITAL)));
    assert_eq!(bounds(900, Some(930), None, 0), Err(LimitError::TooNarrow(VITAL)));
    assert_eq!(bounds(900, None, Some(900), 0), Err(LimitError::CriticalNotOutside(VITAL, Side::Low)));
    assert_eq!(bounds(1270, None, None, 0), Err(LimitError::Implausible(VITAL, Side::Low, 0)));
    assert_eq!(bounds(900, None, None, 3_601), Err(LimitError::DelayTooLong(VITAL, Side::Low, 0)));
    let lone = Bounds { low: Some(900), high: None, critical_low: None, critical_high: Some(990), delay_s: 0, priority: Low };
    assert_eq!(Limit::of_bounds(VITAL, lone).unwrap_err().field(), "critical_high");
    assert!(bounds(900, None, Some(800), 3_600).is_ok());
}

#[test]
fn a_worse_rung_lies_further_out_and_waits_no_longer_and_is_no_less_urgent() {
    let ladder = [(920, 3_600, Low), (880, 600, Medium), (850, 300, High), (800, 60, High), (750, 0, High)];
    assert!(low(&ladder).is_ok());
    let with = |index: usize, rung| {
        let mut rungs = ladder;
        rungs[index] = rung;
        low(&rungs).unwrap_err()
    };
    assert_eq!(with(1, (930, 600, Medium)), LimitError::RungNotOutside(VITAL, Side::Low, 1));
    assert_eq!(with(1, (920, 600, Medium)), LimitError::RungNotOutside(VITAL, Side::Low, 1));
    assert_eq!(with(2, (850, 601, High)), LimitError::RungWaitsLonger(VITAL, Side::Low, 2));
    assert_eq!(with(3, (800, 60, Medium)).field(), "low_rungs[3].priority");
    let many: Vec<_> = (0..7).map(|index| (920 - 10 * index, 0, High)).collect();
    assert_eq!(low(&many), Err(LimitError::TooManyRungs(VITAL, Side::Low)));
}

#[test]
fn what_lasts_may_become_more_urgent_at_the_same_edge() {
    let rises = |second: (i32, u32, Priority)| low(&[(920, 600, Medium), second, (850, 60, High)]);
    assert!(rises((920, 1_200, High)).is_ok());
    for pointless in [(920, 600, High), (920, 300, High), (920, 1_200, Medium), (930, 1_200, High)] {
        assert_eq!(rises(pointless).unwrap_err(), LimitError::RungNotOutside(VITAL, Side::Low, 1), "{pointless:?}");
    }
}

#[test]
fn a_rung_that_could_never_ring_or_always_would_is_refused() {
    let (least, most) = VITAL.plausible_raw();
    let high = |edge| Limit::try_new(VITAL, Vec::new(), vec![Rung { edge, for_s: 0, priority: Low }]);
    assert_eq!(low(&[(least, 0, Low)]), Err(LimitError::Implausible(VITAL, Side::Low, 0)));
    assert!(low(&[(least + 1, 0, Low)]).is_ok() && low(&[(most + 1, 0, Low)]).is_err());
    assert_eq!(high(most), Err(LimitError::Implausible(VITAL, Side::High, 0)));
    assert!(high(most - 1).is_ok() && high(least - 1).is_err());
}

#[test]
fn bounds_of_before_are_two_rungs() {
    let limit = bounds(900, None, Some(800), 15).unwrap();
    let rungs = [Rung { edge: 900, for_s: 15, priority: Medium }, Rung { edge: 800, for_s: 0, priority: High }];
    assert_eq!(limit.rungs(Side::Low), rungs);
    assert_eq!((limit.rungs(Side::High), limit.edge(Side::Low), limit.critical(Side::Low)), (&[][..], Some(900), Some(800)));
}

#[test]
fn a_vital_has_one_limit() {
    let limit = bounds(900, None, None, 15).unwrap();
    assert_eq!(Limits::try_new([limit.clone(), limit.clone()]), Err(LimitError::Twice(VITAL)));
    assert_eq!(Limits::try_new([limit.clone()]).unwrap().get(VITAL), Some(&limit));
}
