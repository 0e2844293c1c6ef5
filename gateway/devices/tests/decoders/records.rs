//! A device is asked for what it holds: from the last number on, whatever it answers, and never to delete.

use hearth_devices::{Outcome, Records};
use proptest::prelude::*;

/// What ended the asking, or what is asked next.
fn answer(records: &mut Records, payload: &[u8]) -> (Option<Vec<u8>>, Option<Outcome>) {
    let heard = records.heard(payload, 1_000);
    (heard.write, heard.outcome)
}

#[test]
fn a_new_device_is_asked_for_all_and_a_known_one_for_what_came_since() {
    assert_eq!(Records::after(None).ask(0), [1, 1]);
    assert_eq!(Records::after(Some(0x0233)).ask(0), [1, 3, 1, 0x34, 0x02]);
    assert_eq!(Records::after(Some(u16::MAX)).ask(0), [1, 1], "it begins anew");
    assert_eq!(Records::unnumbered().ask(0), [1, 1]);
    let mut records = Records::after(None);
    records.ask(0);
    for number in [7, 9, 8] {
        records.came(Some(number), 10);
    }
    assert_eq!(answer(&mut records, &[6, 0, 1, 1]), (None, Some(Outcome::Complete)));
    assert_eq!(records.ask(20), [1, 3, 1, 10, 0]);
    assert_eq!(answer(&mut records, &[6, 0, 1, 6]), (Some(vec![1, 6]), None), "nothing newer: which one is its newest?");
    records.came(Some(9), 30);
    assert_eq!(answer(&mut records, &[6, 0, 1, 1]), (None, Some(Outcome::NoRecords)));
    assert_eq!(records.ask(40), [1, 3, 1, 10, 0]);
}

/// Its memory was cleared, or it is another one of its kind behind the same name.
#[test]
fn a_meter_that_counts_anew_is_asked_for_all() {
    let mut records = Records::after(Some(400));
    records.ask(0);
    assert_eq!(answer(&mut records, &[6, 0, 1, 6]), (Some(vec![1, 6]), None));
    records.came(Some(2), 10);
    assert_eq!(answer(&mut records, &[6, 0, 1, 1]), (Some(vec![1, 1]), None));
    for number in [1, 2] {
        records.came(Some(number), 20);
    }
    assert_eq!(answer(&mut records, &[6, 0, 1, 1]), (None, Some(Outcome::Complete)));
    assert_eq!(records.ask(30), [1, 3, 1, 3, 0]);
    // One that is empty has no newest.
    assert_eq!(answer(&mut records, &[6, 0, 1, 6]), (Some(vec![1, 6]), None));
    assert_eq!(answer(&mut records, &[6, 0, 1, 6]), (None, Some(Outcome::NoRecords)));
}

#[test]
fn a_device_that_cannot_choose_is_asked_for_all_once() {
    let mut records = Records::after(Some(9));
    records.ask(0);
    assert_eq!(answer(&mut records, &[6, 0, 1, 3]), (Some(vec![1, 1]), None));
    assert_eq!(answer(&mut records, &[6, 0, 1, 8]), (None, Some(Outcome::Refused(8))));
    assert_eq!(records.ask(0), [1, 1], "it is known now");
}

#[test]
fn one_that_says_nothing_more_is_told_to_stop() {
    let mut records = Records::after(None);
    assert_eq!(records.due_ms(), None);
    records.ask(0);
    records.came(Some(1), 25_000);
    let due = records.due_ms().unwrap();
    assert!(due > 50_000 && records.tick(due - 1) == Default::default());
    let ended = records.tick(due);
    assert_eq!((ended.write, ended.outcome), (Some(vec![3, 0]), Some(Outcome::TimedOut)));
    assert_eq!(answer(&mut records, &[6, 0, 3, 1]), (None, None), "that it stopped");
    assert_eq!(records.due_ms(), None);
}

proptest! {
    #[test]
    fn nothing_that_a_device_says_makes_it_delete(answers in proptest::collection::vec((proptest::collection::vec(any::<u8>(), 0..6), 0_u64..100_000, any::<Option<u16>>()), 0..40)) {
        let mut records = Records::after(None);
        let mut written = vec![records.ask(0)];
        let mut now = 0;
        for (payload, later, number) in answers {
            now += later;
            records.came(number, now);
            written.extend(records.heard(&payload, now).write);
            written.extend(records.heard(&[6, 0, 1, payload.len() as u8], now).write);
            written.extend(records.tick(now).write);
            if records.due_ms().is_none() {
                written.push(records.ask(now));
            }
        }
        prop_assert!(written.iter().all(|bytes| matches!(bytes[..], [1, 1 | 6] | [1, 3, 1, _, _] | [3, 0])), "{:?}", written);
    }
}
