//! Whatever the order of arrival: the same values, the same conditions.

use super::*;
use crate::limit::Limits;
use hearth_vitals::Vital;
use proptest::prelude::*;

const CADENCE_MS: u32 = 1_000;

fn ladders() -> Ladders {
    let limits = Limits::thresholds_adult();
    let of = |side| Ladder::of(limits.get(Vital::Spo2).unwrap(), side, CADENCE_MS);
    [of(Side::Low), of(Side::High)]
}

fn sample(second: i64, raw: i32, doubtful: bool) -> Sample {
    Sample { at: WallMs(second * 1_000), raw, doubtful, late: true, deadly: (raw < 500).then_some(Side::Low) }
}

/// The conditions that are told, in seconds, and the state at the end.
fn told(values: &[Sample]) -> (Vec<(i64, i64, usize)>, Option<Fold>) {
    let (mut timeline, ladders) = (Timeline::default(), ladders());
    for value in values {
        timeline.take(*value, WallMs(i64::MAX / 2), 0, &ladders, CADENCE_MS);
    }
    let mut told = Vec::new();
    while let Some((_, span)) = timeline.passed(true, false) {
        told.push((span.since.0 / 1_000, span.until.0 / 1_000, span.level));
    }
    told.sort_unstable();
    (told, timeline.edge(Side::Low).cloned())
}

fn low(seconds: std::ops::Range<i64>) -> impl Iterator<Item = Sample> {
    seconds.map(|second| sample(second, 850, false))
}

fn fine(seconds: std::ops::Range<i64>) -> impl Iterator<Item = Sample> {
    seconds.map(|second| sample(second, 970, false))
}

#[test]
fn a_condition_split_over_two_lanes_is_told_once_whichever_part_comes_first() {
    let parts = [fine(0..10).collect::<Vec<_>>(), low(10..20).collect(), low(20..30).collect(), fine(30..60).collect()];
    for order in [[0, 1, 2, 3], [0, 3, 1, 2], [3, 2, 1, 0], [2, 3, 0, 1], [0, 2, 3, 1]] {
        let values: Vec<_> = order.iter().flat_map(|part| parts[*part].clone()).collect();
        assert_eq!(told(&values).0, [(10, 30, 0)], "{order:?}");
    }
}

#[test]
fn two_short_ones_on_both_sides_of_a_pause_that_was_fine_are_none() {
    let values: Vec<_> = fine(0..10).chain(low(10..20)).chain(low(30..40)).chain(fine(40..50)).chain(fine(20..30)).collect();
    assert_eq!(told(&values).0, []);
}

#[test]
fn an_outage_of_hours_is_filled_from_its_beginning_and_joins_what_is_now() {
    // Low for ten seconds before the link came back, and ten after: neither part lasts for the delay.
    let (before, now) = (fine(0..60), low(10_000..10_010).chain(fine(10_010..10_060)));
    let backlog = fine(60..9_990).chain(low(9_990..10_000));
    assert_eq!(told(&before.chain(now).chain(backlog).collect::<Vec<_>>()).0, [(9_990, 10_010, 0)]);
}

#[test]
fn a_long_backlog_before_a_spot_check_takes_bounded_room() {
    let (mut timeline, ladders) = (Timeline::default(), ladders());
    for value in std::iter::once(sample(30_000, 970, false)).chain(fine(0..20_000)) {
        timeline.take(value, WallMs(i64::MAX / 2), 0, &ladders, 0);
    }
    assert_eq!(timeline.islands.len(), 1);
    assert!(timeline.islands[0].kept() <= 128 * 64, "{} kept", timeline.islands[0].kept());
}

#[test]
fn a_drop_in_a_short_gap_that_is_filled_hours_later_is_told() {
    // The gap is too short for an island of its own, and what surrounds it is forgotten long since.
    let values = fine(0..600).chain(fine(625..8_000)).chain(low(600..625));
    assert_eq!(told(&values.collect::<Vec<_>>()).0, [(600, 624, 0)]);
}

#[test]
fn what_a_timeline_keeps_is_bounded_whatever_arrives() {
    let (mut timeline, ladders) = (Timeline::default(), ladders());
    for burst in 0..200 {
        for value in low(burst * 100..burst * 100 + 20) {
            timeline.take(value, WallMs(i64::MAX / 2), 0, &ladders, CADENCE_MS);
        }
        while timeline.passed(false, true).is_some() {}
        assert!(timeline.islands.len() <= PAUSES_MAX + 1);
    }
}

#[test]
fn a_backlog_from_before_all_that_is_kept_is_told_although_there_is_no_room() {
    let (mut timeline, ladders, mut told) = (Timeline::default(), ladders(), Vec::new());
    let gaps = (10..40).flat_map(|burst| fine(burst * 100..burst * 100 + 5));
    for value in gaps.chain(fine(0..5)).chain(low(5..30)).chain(fine(30..60)) {
        timeline.take(value, WallMs(i64::MAX / 2), 0, &ladders, CADENCE_MS);
        while let Some((_, span)) = timeline.passed(false, true) {
            told.push((span.since.0 / 1_000, span.until.0 / 1_000, span.level));
        }
    }
    assert_eq!(told, [(5, 30, 0)]);
}

#[test]
fn what_was_read_after_a_restart_with_more_gaps_than_are_kept_is_given_up_one_with_each_look() {
    let (mut timeline, ladders) = (Timeline::default(), ladders());
    for value in (0..30).flat_map(|burst| fine(burst * 100..burst * 100 + 5)) {
        timeline.take(value, WallMs(i64::MAX / 2), 0, &ladders, CADENCE_MS);
    }
    for looks in 0..30 {
        assert_eq!(timeline.islands.len(), (30 - looks).max(PAUSES_MAX + 1));
        assert_eq!(timeline.passed(false, true), None);
    }
}

#[test]
fn a_day_with_a_gap_after_each_value_is_read_again_with_no_more_islands_than_were_kept() {
    let (mut timeline, ladders) = (Timeline::default(), ladders());
    for value in (0..200).flat_map(|minute| fine(minute * 60..minute * 60 + 1)) {
        timeline.take(value, WallMs(i64::MAX / 2), 0, &ladders, CADENCE_MS);
        while timeline.replayed(true) {}
        assert!(timeline.islands.len() <= PAUSES_MAX + 1, "{}", timeline.islands.len());
    }
}

/// Five minutes of stretches of equal values, some of them doubtful, and an order in which they arrive.
fn arrivals() -> impl Strategy<Value = (Vec<Sample>, Vec<Sample>)> {
    let value = prop_oneof![3 => Just((970, false)), 3 => Just((850, false)), 2 => Just((850, true)), 1 => Just((910, false)), 1 => Just((700, false)), 1 => Just((700, true)), 1 => Just((480, false)), 1 => Just((480, true))];
    let stretch = prop_oneof![4 => (value.prop_map(Some), 1usize..25), 1 => (Just(None), 1usize..25)];
    prop::collection::vec(stretch, 1..20).prop_flat_map(|stretches| {
        let seconds = stretches.into_iter().flat_map(|(value, length)| std::iter::repeat_n(value, length));
        let values: Vec<Sample> =
            (0..).zip(seconds).filter_map(|(second, value)| value.map(|(raw, doubtful)| sample(second, raw, doubtful))).collect();
        (Just(values.clone()), Just(values).prop_shuffle())
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_order_of_arrival_changes_nothing_that_is_told((ordered, shuffled) in arrivals()) {
        prop_assert_eq!(told(&ordered), told(&shuffled));
    }

    #[test]
    fn a_copy_made_in_any_other_timeline_is_the_same_and_leaves_the_original_alone((one, other) in (arrivals(), arrivals()), split in 0usize..300) {
        let ladders = ladders();
        let take = |timeline: &mut Timeline, values: &[Sample]| {
            for value in values {
                timeline.take(*value, WallMs(i64::MAX / 2), 0, &ladders, CADENCE_MS);
                while timeline.passed(false, true).is_some() {}
            }
        };
        let (before, after) = one.1.split_at(split.min(one.1.len()));
        let (mut original, mut copy, mut straight) = (Timeline::default(), Timeline::default(), Timeline::default());
        take(&mut original, before);
        take(&mut copy, &other.1);
        copy.clone_from(&original);
        prop_assert_eq!(&copy, &original);
        take(&mut copy, after);
        take(&mut straight, before);
        prop_assert_eq!(&original, &straight);
        take(&mut straight, after);
        prop_assert_eq!(&copy, &straight);
    }

    #[test]
    fn what_was_told_on_the_way_is_not_told_again((ordered, shuffled) in arrivals()) {
        let (mut timeline, ladders) = (Timeline::default(), ladders());
        let mut times: Vec<Span> = Vec::new();
        for value in &shuffled {
            timeline.take(*value, WallMs(i64::MAX / 2), 0, &ladders, CADENCE_MS);
        }
        while let Some((_, span)) = timeline.passed(true, false) {
            prop_assert!(times.iter().all(|told| told.until < span.since || span.until < told.since), "{:?} twice", span);
            times.push(span);
        }
        // Every value comes a second time: nothing is new.
        for value in &ordered {
            timeline.take(*value, WallMs(i64::MAX / 2), 0, &ladders, CADENCE_MS);
        }
        prop_assert_eq!(timeline.passed(true, false), None);
    }
}
