use super::super::Step;
use super::*;
use proptest::prelude::*;

pub fn limit() -> Limit {
    Limit { rule: "spo2_low".into(), vital: "spo2".into(), side: Side::Low, limit: 900, critical: Some(800), delay_ms: 15_000 }
}

/// One value a second from second 0 on, each arriving `late_s` later.
fn series(values: &[i32], late_s: i64) -> Series {
    let point = |(second, raw): (usize, &i32)| Point {
        at_ms: second as i64 * 1_000,
        raw: *raw,
        received_at_ms: (second as i64 + late_s) * 1_000,
        known_at_ms: (second as i64 + late_s) * 1_000,
        doubtful: false,
    };
    Series { episode: "e1".into(), vital: "spo2".into(), points: values.iter().enumerate().map(point).collect() }
}

/// Values inside for 10 s, below the limit for `seconds`, and inside again for 10 s.
pub fn fall(seconds: usize, raw: i32, late_s: i64) -> Series {
    let values: Vec<i32> = [vec![970; 10], vec![raw; seconds], vec![970; 10]].concat();
    series(&values, late_s)
}

pub fn raised(at: i64, since_at: i64) -> AlertHistory {
    let alert = Alert {
        id: "a1".into(),
        rule: "spo2_low".into(),
        episode_id: Some("e1".into()),
        since_at,
        raised_at: at,
        open: true,
        ..Alert::default()
    };
    AlertHistory { alert, transitions: vec![Step { version: 1, at, what: "raised".into(), ..Step::default() }] }
}

fn owes(series: &Series, histories: &[AlertHistory]) -> usize {
    owed(std::slice::from_ref(series), &[limit()], histories, &[], &Exactness::default()).len()
}

#[test]
fn a_stretch_that_lasted_owes_an_alert_for_its_own_episode() {
    let long = fall(25, 850, 0);
    assert_eq!(owes(&long, &[]), 1);
    assert_eq!(owes(&long, &[raised(25_000, 10_000)]), 0);
    let mut other = raised(25_000, 10_000);
    other.alert.episode_id = Some("e2".into());
    assert_eq!(owes(&long, &[other]), 1);
    assert_eq!(owes(&long, &[raised(500_000, 490_000)]), 1, "one that rang minutes later is no answer");
    assert_eq!(owes(&fall(15, 850, 0), &[]), 0, "short of its delay");
    assert_eq!(owes(&fall(25, 900, 0), &[]), 0, "equal to the limit is inside");
    assert_eq!(owes(&fall(8, 790, 0), &[]), 1, "critical needs no delay");
}

#[test]
fn a_value_is_beyond_as_a_chart_shows_it_and_a_low_saturation_as_it_was_measured() {
    assert_eq!(owes(&fall(25, 899, 0), &[]), 1, "89.9 is below 90");
    assert_eq!(owes(&fall(8, 799, 0), &[]), 1, "and 79.9 critical");
    let is_beyond = |vital: &str, side, raw, edge| Limit { vital: vital.into(), side, ..limit() }.is_beyond(raw, edge);
    assert!(!is_beyond("temperature", Side::High, 3_824, 3_820) && is_beyond("temperature", Side::High, 3_825, 3_820));
    assert!(!is_beyond("systolic", Side::Low, 905, 910) && is_beyond("systolic", Side::Low, 904, 910));
    assert!(is_beyond("mean_arterial", Side::Low, 649, 650) && !is_beyond("spo2", Side::High, 964, 960));
}

#[test]
fn a_gap_breaks_a_stretch_and_doubtful_values_do_not_complete_it() {
    let mut gap = fall(25, 850, 0);
    gap.points.drain(20..24);
    assert_eq!(owes(&gap, &[]), 0);
    let mut doubtful = fall(25, 850, 0);
    doubtful.points[20..].iter_mut().for_each(|point| point.doubtful = true);
    assert_eq!(owes(&doubtful, &[]), 0);
    // One that is doubted makes those that follow it doubtful as well, for a while.
    let mut burst = fall(25, 850, 0);
    burst.points[20].doubtful = true;
    assert_eq!(owes(&burst, &[]), 0);
    let mut completes = fall(27, 850, 0);
    completes.points[10..20].iter_mut().for_each(|point| point.doubtful = true);
    assert_eq!(owes(&completes, &[]), 0, "one without a doubt completes nothing that doubtful ones began");
    let mut longer = fall(40, 850, 0);
    longer.points[20].doubtful = true;
    assert_eq!(owes(&longer, &[]), 1);
    let shiver = |seconds| {
        let mut all = fall(seconds, 850, 0);
        all.points.iter_mut().for_each(|point| point.doubtful = true);
        all
    };
    assert_eq!((owes(&shiver(35), &[]), owes(&shiver(36), &[])), (0, 1), "twice the delay, however doubtful");
}

#[test]
fn an_alert_that_was_active_before_and_ended_before_does_not_answer() {
    let mut ended = raised(2_000, 1_000);
    ended.alert.cleared_at = Some(4_000);
    ended.transitions.push(Step { version: 2, at: 5_000, what: "cleared".into(), ..Step::default() });
    assert_eq!(owes(&fall(25, 850, 0), &[ended.clone()]), 1);
    ended.transitions.push(Step { version: 3, at: 26_000, what: "reactivated".into(), ..Step::default() });
    assert_eq!(owes(&fall(25, 850, 0), &[ended]), 0);
}

#[test]
fn late_data_is_answered_when_it_has_arrived() {
    let late = fall(25, 850, 600);
    assert_eq!(owes(&late, &[raised(660_000, 10_000)]), 0);
    assert_eq!(owes(&late, &[]), 1);
}

#[test]
fn an_alert_without_a_value_beyond_its_limit_is_found() {
    let judge = |series: &Series, history| unfounded(std::slice::from_ref(series), &[limit()], &[history], &Exactness::default()).len();
    assert_eq!(judge(&fall(25, 850, 0), raised(25_000, 10_000)), 0);
    assert_eq!(judge(&fall(25, 900, 0), raised(25_000, 10_000)), 1);
    assert_eq!(judge(&fall(25, 850, 0), raised(5_000, 2_000)), 1, "raised before anything was wrong");
    let mut technical = raised(25_000, 10_000);
    technical.alert.rule = "gateway_offline".into();
    assert_eq!(judge(&fall(25, 900, 0), technical), 0);
}

#[test]
fn what_was_over_when_it_arrived_must_not_ring_as_live() {
    let judge = |series: &Series, history| late_as_live(std::slice::from_ref(series), &[limit()], &[history], &Exactness::default()).len();
    let history = raised(660_000, 10_000);
    assert_eq!(judge(&fall(25, 850, 600), history.clone()), 1);
    assert_eq!(judge(&fall(25, 850, 0), history.clone()), 0, "it came in time");
    let mut marked = history.clone();
    marked.alert.while_offline = true;
    assert_eq!(judge(&fall(25, 850, 600), marked), 0);
    let mut as_of = history.clone();
    as_of.alert.as_of_at = Some(34_000);
    assert_eq!(judge(&fall(25, 850, 600), as_of), 0);
    let mut lasting = fall(25, 850, 600);
    lasting.points.truncate(35);
    assert_eq!(judge(&lasting, history), 0, "the newest value that is known still violates");
}

proptest! {
    /// A fall requires an alert exactly when it lasted for the delay and the margin, wherever it is.
    #[test]
    fn long_falls_are_owed_and_short_ones_are_not(before in 0_usize..50, seconds in 1_usize..60, late_s in 0_i64..900) {
        let values: Vec<i32> = [vec![970; before], vec![850; seconds], vec![970; 5]].concat();
        prop_assert_eq!(owes(&series(&values, late_s), &[]), usize::from(seconds > 20));
    }
}

#[test]
fn what_waited_for_a_hub_that_was_not_there_has_a_minute_after_that() {
    let long = fall(25, 850, 0);
    let owes = |at: i64, disturbed: &[Stretch]| {
        owed(std::slice::from_ref(&long), &[limit()], &[raised(at, at - 10_000)], disturbed, &Exactness::default()).len()
    };
    assert_eq!(owes(120_000, &[]), 1);
    assert_eq!(owes(120_000, &[Stretch::new(50_000, 61_000)]), 0);
    assert_eq!(owes(122_000, &[Stretch::new(50_000, 61_000)]), 1);
    assert_eq!(owes(122_000, &[Stretch::new(100_000, 110_000)]), 1, "it had a minute before that");
}

#[test]
fn a_live_stretch_of_another_device_is_reason_enough_to_ring() {
    let (late, live) = (fall(25, 850, 100), fall(40, 850, 0));
    let history = raised(200_000, 12_000);
    let judge = |all: &[Series]| late_as_live(all, &[limit()], std::slice::from_ref(&history), &Exactness::default()).len();
    assert_eq!(judge(std::slice::from_ref(&late)), 1);
    assert_eq!(judge(&[late.clone(), live]), 0);
    assert_eq!(judge(&[late.clone(), late]), 1);
}

/// Low for 10 s, inside for `good_s`, low again for 20 s; everything of the first 40 s arrives in second 60, the rest at once.
fn two_falls(good_s: usize) -> Series {
    let mut series = series(&[vec![850; 10], vec![950; good_s], vec![850; 20], vec![970; 60]].concat(), 0);
    for point in series.points.iter_mut().filter(|point| point.at_ms < 30_000) {
        (point.received_at_ms, point.known_at_ms) = (61_000, 61_000);
    }
    series
}

#[test]
fn a_late_fall_that_goes_on_live_before_it_is_known_to_have_ended_is_reason_enough_to_ring() {
    let judge = |good_s: usize, raised_at: i64| {
        let history = raised(raised_at, 1_000);
        late_as_live(&[two_falls(good_s)], &[limit()], std::slice::from_ref(&history), &Exactness::default()).len()
    };
    assert_eq!(judge(12, 75_000), 0, "twelve good seconds end nothing");
    assert_eq!(judge(25, 75_000), 1, "twenty-five do, and they had been known for 14 s");
    assert_eq!(judge(25, 61_000), 0, "they arrived when it rang: whether before or after, nobody knows");
}
