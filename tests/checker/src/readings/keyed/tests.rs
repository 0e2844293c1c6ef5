use super::*;
use crate::Stretch;
use crate::readings::{Disorder, Excuse};
use proptest::prelude::*;

const START: i64 = 1_800_000_000_400;

/// A device that said one line a second, each with a different value.
fn said(count: i64) -> Vec<Said> {
    let line =
        |n: i64| Said { at_ms: START + n * 1_000, key: START / 1_000 + n, value: vec![Some(700 + n as i32), Some(970), None], whole: true };
    (0..count).map(line).collect()
}

fn row(seq: usize, line: &Said) -> Stored {
    let (key, value) = (Some(line.key), line.value.clone());
    Stored { at_ms: line.at_ms + 30, key, stream: 1, seq: seq as i64, value, received_at_ms: line.at_ms + 90, ..Stored::default() }
}

/// A complete store of these lines.
fn stored(lines: &[Said]) -> Vec<Stored> {
    lines.iter().enumerate().map(|(seq, line)| row(seq, line)).collect()
}

/// The numbers of lost, twice, foreign, misplaced, disorder and allowed.
fn counts(found: &Compared) -> [usize; 6] {
    let Compared { lost, twice, foreign, misplaced, disorder, allowed, .. } = found;
    [lost.len(), twice.len(), foreign.len(), misplaced.len(), disorder.len(), allowed.len()]
}

fn found(lines: &[Said], rows: &[Stored]) -> [usize; 6] {
    counts(&keyed(lines, rows, &Terms::default()))
}

#[test]
fn a_complete_store_passes_also_when_the_devices_clock_showed_the_second_before() {
    let lines = said(60);
    let mut rows = stored(&lines);
    assert_eq!(found(&lines, &rows), [0; 6]);
    rows.iter_mut().for_each(|row| row.key = row.key.map(|key| key - 1));
    assert_ne!(found(&lines, &rows), [0; 6]);
    let terms = Terms { key_shifts: vec![0, -1], ..Terms::default() };
    assert_eq!(counts(&keyed(&lines, &rows, &terms)), [0; 6]);
}

#[test]
fn a_lost_reading_is_found_and_named() {
    let lines = said(60);
    let mut rows = stored(&lines);
    rows.remove(20);
    let found = keyed(&lines, &rows, &Terms::default());
    assert_eq!((counts(&found), &found.lost[0]), ([1, 0, 0, 0, 0, 0], &lines[20]));
    assert!(found.lost[0].to_string().starts_with("720/970/- said at "));
}

#[test]
fn a_doubled_reading_is_found_under_a_new_number_and_instant_or_under_the_same() {
    let lines = said(60);
    let mut rows = stored(&lines);
    rows.push(Stored { at_ms: rows[20].at_ms + 500, seq: 99, ..rows[20].clone() });
    assert_eq!(keyed(&lines, &rows, &Terms::default()).twice.len(), 1);
    let mut same = stored(&lines);
    same.push(same[20].clone());
    let found = keyed(&lines, &same, &Terms::default());
    assert!(found.twice.len() == 1 && matches!(found.disorder[0], Disorder::SameInstant(..)));
}

#[test]
fn swapped_readings_and_those_of_another_home_are_foreign() {
    let lines = said(60);
    let mut rows = stored(&lines);
    (rows[10].value, rows[11].value) = (rows[11].value.clone(), rows[10].value.clone());
    rows[30].value = vec![Some(520), Some(970), None];
    assert_eq!(found(&lines, &rows), [0, 0, 3, 0, 0, 0]);
    let mut places = stored(&lines);
    (places[10].at_ms, places[11].at_ms) = (places[11].at_ms, places[10].at_ms);
    assert!(!keyed(&lines, &places, &Terms::default()).disorder.is_empty());
}

#[test]
fn an_instant_that_is_off_is_found_unless_the_store_admits_it_or_the_gateway_slept() {
    let lines = said(60);
    let mut rows = stored(&lines);
    rows[59].at_ms += 3_600_000;
    assert_eq!(found(&lines, &rows), [0, 0, 0, 1, 0, 0]);
    rows[59].uncertainty_ms = 3_600_000;
    assert_eq!(found(&lines, &rows), [0; 6]);
    rows[59].uncertainty_ms = 0;
    rows[59].at_ms = lines[59].at_ms + 9_000;
    let terms = |until| Terms { asleep: vec![Stretch::new(lines[59].at_ms - 100, until)], ..Terms::default() };
    assert_eq!(counts(&keyed(&lines, &rows, &terms(lines[59].at_ms + 8_000))), [0; 6]);
    assert_eq!(keyed(&lines, &rows, &terms(lines[59].at_ms + 5_000)).misplaced.len(), 1);
}

#[test]
fn two_readings_before_a_kill_may_be_missing_but_not_three_nor_one_at_another_time() {
    let lines = said(60);
    let at = lines[29].at_ms + 500;
    let excuse = Excuse { from_ms: at - 2_500, until_ms: at + 10, most: Some(2), ends_life: true, why: "killed".into() };
    let terms = Terms { excuses: vec![excuse], ..Terms::default() };
    let without = |from: usize, count: usize| {
        let mut rows = stored(&lines);
        rows.drain(from..from + count);
        counts(&keyed(&lines, &rows, &terms))
    };
    assert_eq!(without(28, 2), [0, 0, 0, 0, 0, 2]);
    assert_eq!(without(27, 3), [1, 0, 0, 0, 0, 2]);
    assert_eq!(without(30, 1), [1, 0, 0, 0, 0, 0]);
}

#[test]
fn two_excuses_for_the_same_time_excuse_what_both_allow() {
    let lines = said(60);
    let mut rows = stored(&lines);
    rows.drain(20..25);
    let excuse = |most| Excuse { from_ms: 0, until_ms: i64::MAX, most: Some(most), ends_life: false, why: "a recorded loss".into() };
    let allowed = |excuses: Vec<Excuse>| counts(&keyed(&lines, &rows, &Terms { excuses, ..Terms::default() }));
    assert_eq!(allowed(vec![excuse(3), excuse(2)]), [0, 0, 0, 0, 0, 5]);
    assert_eq!(allowed(vec![excuse(3), excuse(1)]), [1, 0, 0, 0, 0, 4]);
}

#[test]
fn what_nobody_was_there_to_hear_need_not_be_stored_and_may_not_be() {
    let mut lines = said(60);
    lines[20..23].iter_mut().for_each(|line| line.whole = false);
    let mut rows = stored(&lines);
    assert_eq!(found(&lines, &rows), [0, 0, 3, 0, 0, 0]);
    rows.drain(20..23);
    assert_eq!(found(&lines, &rows), [0; 6]);
}

#[test]
fn an_older_opening_that_goes_on_after_a_newer_one_is_found() {
    let lines = said(6);
    let mut rows = stored(&lines);
    rows.iter_mut().zip([1, 1, 2, 2, 1, 2]).for_each(|(row, stream)| row.stream = stream);
    assert!(keyed(&lines, &rows, &Terms::default()).disorder.iter().any(|one| matches!(one, Disorder::EarlierOpening(_))));
}

#[test]
fn an_order_that_the_store_is_not_sure_of_is_none() {
    let lines = said(6);
    let mut rows = stored(&lines);
    (rows[3].at_ms, rows[4].at_ms) = (rows[4].at_ms, rows[4].at_ms - 8);
    assert!(!keyed(&lines, &rows, &Terms::default()).disorder.is_empty());
    rows[3].uncertainty_ms = 100;
    assert_eq!(keyed(&lines, &rows, &Terms::default()).disorder, []);
}

#[test]
fn a_day_of_readings_a_second_is_compared_in_whatever_order_its_rows_are() {
    let lines = said(86_400);
    let mut rows = stored(&lines);
    rows.reverse();
    assert_eq!(found(&lines, &rows), [0; 6]);
}

proptest! {
    /// Whatever is taken away, doubled or changed gives exactly one finding each.
    #[test]
    fn every_wound_is_told_once(wounds in prop::collection::btree_map(0_usize..100, 0_u8..4, 0..30), order in any::<u64>()) {
        let lines = said(100);
        let (mut rows, mut expected) = (Vec::new(), [0; 4]);
        for (index, whole) in stored(&lines).into_iter().enumerate() {
            match wounds.get(&index) {
                Some(0) => {}
                Some(1) => rows.extend([whole.clone(), Stored { seq: 1_000 + whole.seq, at_ms: whole.at_ms + 1, ..whole }]),
                Some(2) => rows.push(Stored { value: vec![None], ..whole }),
                Some(_) => rows.push(Stored { at_ms: whole.at_ms - 3_600_000, ..whole }),
                None => rows.push(whole),
            }
            if let Some(wound) = wounds.get(&index) {
                expected[usize::from(*wound)] += 1;
            }
        }
        let turn = order as usize % rows.len().max(1);
        rows.rotate_left(turn);
        let [lost, twice, foreign, misplaced, ..] = found(&lines, &rows);
        prop_assert_eq!([lost, twice, foreign, misplaced], expected);
    }
}
