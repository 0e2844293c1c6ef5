//! Tests that what a device sends gets the right time whatever its clock shows, and that a repetition is recorded once.

use hearth_devices::session::{Clocks, FRESH_MS, How, Measured, OLDEST_MS, Seen, Session, Told, UNDATED_MS};
use hearth_devices::{Decoded, Remark};
use hearth_vitals::{DeviceTime, Flags, Reading, Vital};
use proptest::prelude::*;

/// The gateway's monotonic clock at the connection, ms: long after its beginning.
const OPENED: u64 = 2 * OLDEST_MS;
/// 2026-11-20 08:15:00 and 2000-01-01 00:00:00 as a device shows them.
const TODAY: i64 = 1_795_162_500_000;
const RESET: i64 = 946_684_800_000;
const MINUTE: i64 = 60_000;
const DAY: i64 = 1_440 * MINUTE;

/// A measurement with this time, value and flags.
fn message(time: Option<i64>, value: i32, flags: Flags) -> Vec<Decoded> {
    vec![Decoded::Numerics { device_time: time.map(DeviceTime), readings: vec![Reading::new(Vital::Systolic, Some(value), flags)] }]
}

fn numbered(time: i64, value: i32, number: i64) -> Vec<Decoded> {
    let mut message = message(Some(time), value, Flags::NONE);
    message.push(Decoded::Remark(Remark { what: "glucose_sequence", number: Some(number), decimals: 0, unit: "1" }));
    message
}

/// What is told of messages that come at these times after the connection, by a device whose clock is read and set as said.
fn told(seen: &mut Seen, read: Option<i64>, set: Option<i64>, messages: &[(u64, Vec<Decoded>)]) -> Vec<Told> {
    let (mut session, mut out) = (Session::opened(OPENED), Vec::new());
    if let Some(device) = read {
        session.clock_read(DeviceTime(device), OPENED);
    }
    if let Some(device) = set {
        session.clock_set(DeviceTime(device), OPENED);
    }
    for (after, message) in messages {
        session.take(message, OPENED + after, seen, &mut out);
    }
    session.settle(seen, &mut out);
    out
}

fn measured(told: &[Told]) -> Vec<(i64, Flags)> {
    let of = |told: &Told| match told {
        Told::Measured(Measured { at_ms, readings, .. }) => Some((at_ms.cast_signed() - OPENED.cast_signed(), readings[0].flags)),
        _ => None,
    };
    told.iter().filter_map(of).collect()
}

#[test]
fn a_stored_burst_is_moved_by_one_offset_whatever_the_clock_is_set_to() {
    for clock in [TODAY, RESET + 5 * DAY, TODAY + 26 * 366 * DAY, TODAY - 14 * 60 * MINUTE] {
        let burst = [(1_000, clock - 3 * DAY), (1_100, clock - DAY), (1_200, clock - 10 * MINUTE), (1_300, clock)];
        let messages: Vec<_> = burst.iter().map(|(after, time)| (*after, message(Some(*time), 1_200, Flags::NONE))).collect();
        let told = measured(&told(&mut Seen::default(), Some(clock), None, &messages));
        let memory = Flags::FROM_MEMORY;
        assert_eq!(told, [(-3 * DAY, memory), (-DAY, memory), (-10 * MINUTE, memory), (1_300, Flags::NONE)], "{clock}");
    }
}

#[test]
fn what_was_measured_since_the_clock_was_set_is_of_now_and_what_was_before_is_by_the_old_clock() {
    let messages = [
        (1_000, message(Some(RESET + DAY - 20 * MINUTE), 1_100, Flags::NONE)),
        (60_000, message(Some(TODAY + MINUTE), 1_200, Flags::NONE)),
    ];
    let told = measured(&told(&mut Seen::default(), Some(RESET + DAY), Some(TODAY), &messages));
    assert_eq!(told, [(-20 * MINUTE, Flags::FROM_MEMORY), (60_000, Flags::NONE)]);
}

/// A device whose clock can only be set, in the connection after others.
fn told_by_a_set_clock(clocks: Clocks, messages: &[(u64, i64)]) -> Vec<(i64, Flags)> {
    let (mut session, mut seen, mut out) = (Session::after(clocks, OPENED), Seen::default(), Vec::new());
    session.clock_set(DeviceTime(TODAY), OPENED);
    for (place, (after, time)) in (0..).zip(messages) {
        session.take(&message(Some(*time), 1_100 + place, Flags::NONE), OPENED + after, &mut seen, &mut out);
    }
    session.settle(&mut seen, &mut out);
    measured(&out)
}

/// What is known of a device that was set in an earlier connection.
fn was_set(read: Option<i64>, before_ms: u64, has_said_all: bool) -> Clocks {
    let mut session = Session::opened(OPENED - before_ms);
    if let Some(read) = read {
        session.clock_read(DeviceTime(read), OPENED - before_ms);
    }
    session.clock_set(DeviceTime(TODAY - before_ms.cast_signed()), OPENED - before_ms);
    session.clocks(has_said_all)
}

#[test]
fn a_clock_that_can_only_be_set_is_right_since_the_connection_before() {
    let told = told_by_a_set_clock(was_set(None, 3_600_000, true), &[(1_000, TODAY - DAY), (2_000, TODAY)]);
    assert_eq!(told, [(-DAY, Flags::FROM_MEMORY), (2_000, Flags::NONE)]);
}

/// It may show the time of another zone: an hour of that is not the age of a record.
#[test]
fn a_clock_that_can_only_be_set_and_was_never_set_dates_nothing() {
    let doubtful = Flags::FROM_MEMORY.with(Flags::QUESTIONABLE);
    for time in [TODAY - DAY, TODAY + 60 * MINUTE] {
        let [(at, flags)] = told_by_a_set_clock(Clocks::default(), &[(3_000, time)])[..] else { panic!("one") };
        assert!(at < 0 && flags == doubtful, "{at}");
    }
    let told = told_by_a_set_clock(Clocks::default(), &[(1_000, TODAY - 61 * MINUTE), (1_100, TODAY - MINUTE)]);
    assert!(told.iter().all(|(at, flags)| *at < 0 && *flags == doubtful), "{told:?}");
    assert_eq!(told_by_a_set_clock(Clocks::default(), &[(3_000, TODAY + 3_000)]), [(3_000, Flags::NONE)], "measured this moment");
}

/// Of a connection that broke after the clock was set.
#[test]
fn what_is_left_of_the_time_before_the_clock_was_set_is_moved_by_the_old_offset() {
    let of = |was: i64, time: i64| {
        let (mut session, mut seen, mut out) = (Session::after(was_set(Some(was), 60_000, false), OPENED), Seen::default(), Vec::new());
        session.clock_read(DeviceTime(TODAY), OPENED);
        session.take(&message(Some(time), 1_100, Flags::NONE), OPENED, &mut seen, &mut out);
        session.settle(&mut seen, &mut out);
        measured(&out)[0]
    };
    assert_eq!(of(RESET + 5 * DAY, RESET + 4 * DAY), (-DAY - MINUTE, Flags::FROM_MEMORY), "a clock that was lost");
    let (at, flags) = of(TODAY + 96 * MINUTE, TODAY - 1_000);
    assert!(at < 0 && flags.contains(Flags::FROM_MEMORY), "97 minutes ahead: it is of this moment or of 97 minutes ago: {at}");
    assert_eq!(of(TODAY + 96 * MINUTE, TODAY + 90 * MINUTE), (-7 * MINUTE, Flags::FROM_MEMORY));
}

#[test]
fn a_record_of_a_clock_that_had_been_lost_is_kept_although_nobody_can_date_it() {
    let told = measured(&told(&mut Seen::default(), Some(TODAY), None, &[(1_000, message(Some(RESET + DAY), 1_200, Flags::NONE))]));
    assert!(matches!(told[..], [(at, flags)] if at < 0 && flags.contains(Flags::QUESTIONABLE)), "{told:?}");
}

#[test]
fn a_burst_whose_times_mean_nothing_is_never_of_now_and_is_told_once() {
    let one = |value: i32| {
        let readings = [Vital::Systolic, Vital::Diastolic, Vital::PulseRate].map(|vital| Reading::new(vital, Some(value), Flags::NONE));
        vec![Decoded::Numerics { device_time: None, readings: readings.to_vec() }]
    };
    let burst: Vec<_> = (0..5).map(|place| (1_000 + u64::from(place as u8), one(1_100 + place))).collect();
    let mut seen = Seen::default();
    let first = measured(&told(&mut seen, None, None, &burst));
    assert!(first.len() == 5 && first.is_sorted() && first.iter().all(|(at, flags)| *at < -30_000 && flags.contains(Flags::FROM_MEMORY)));
    assert_eq!(told(&mut seen, None, None, &burst), vec![Told::Again; 5]);
}

#[test]
fn what_a_memory_was_asked_for_is_never_of_now_without_a_clock() {
    let (mut session, mut seen, mut out) = (Session::opened(OPENED), Seen::default(), Vec::new());
    let how = How { is_asked: true, ..How::from(OPENED + 1_000) };
    session.take(&numbered(TODAY - 720 * MINUTE, 550, 7), how, &mut seen, &mut out);
    session.settle(&mut seen, &mut out);
    let told = measured(&out);
    assert!(matches!(told[..], [(at, flags)] if at < -30_000 && flags.contains(Flags::FROM_MEMORY.with(Flags::QUESTIONABLE))), "{told:?}");
}

#[test]
fn what_comes_before_the_clock_was_read_is_judged_by_the_clock() {
    for answers in [true, false] {
        let (mut session, mut seen, mut out) = (Session::opened(OPENED), Seen::default(), Vec::new());
        session.ask_clock();
        session.take(&message(Some(TODAY - 180 * MINUTE), 1_200, Flags::NONE), OPENED, &mut seen, &mut out);
        assert!(out.is_empty() && session.due_ms().is_none());
        if answers {
            session.clock_read(DeviceTime(TODAY), OPENED);
            session.clock_answered(OPENED, &mut seen, &mut out);
            assert_eq!(measured(&out), [(-180 * MINUTE, Flags::FROM_MEMORY)]);
        } else {
            session.settle(&mut seen, &mut out);
            assert!(measured(&out)[0].0 < -30_000, "the connection broke before anybody knew");
        }
    }
}

#[test]
fn of_three_that_are_just_measured_the_newest_stays_the_newest_whatever_comes_first() {
    let messages: Vec<_> =
        [0_u64, 1, 2].map(|ago| (1_000 + ago, message(Some(TODAY - ago.cast_signed() * 50_000), 1_200, Flags::NONE))).into();
    let told = measured(&told(&mut Seen::default(), Some(TODAY), None, &messages));
    assert!(told[0] == (1_000, Flags::NONE) && told[2].0 < told[1].0 && told[1].0 < -30_000, "{told:?}");
}

#[test]
fn what_is_worn_is_of_now_at_once_however_fast_it_speaks() {
    let (mut session, mut seen, mut out) = (Session::opened(OPENED), Seen::default(), Vec::new());
    for second in 0..5 {
        let now_ms = OPENED + second * 1_000;
        session.take(&message(None, 970, Flags::NONE), How { now_ms, is_asked: false, says_when: false }, &mut seen, &mut out);
    }
    assert_eq!(measured(&out), [0, 1, 2, 3, 4].map(|second| (second * 1_000, Flags::NONE)));
}

#[test]
fn a_single_measurement_of_a_device_that_tells_no_clock_is_of_now_and_a_burst_never() {
    let doubtful = Flags::FROM_MEMORY.with(Flags::QUESTIONABLE);
    let before = -UNDATED_MS.cast_signed() - 1_000;
    let of = |messages: &[(u64, Vec<Decoded>)]| measured(&told(&mut Seen::default(), None, None, messages));
    assert_eq!(of(&[(3_000, message(Some(RESET), 1_200, Flags::NONE))]), [(3_000, Flags::NONE)]);
    assert_eq!(of(&[(3_000, message(None, 1_200, Flags::NONE))]), [(3_000, Flags::NONE)], "it has no clock at all");
    assert_eq!(of(&[(3_000, message(None, 1_200, Flags::FROM_MEMORY))]), [(before, doubtful)], "it says that it is stored");
    let burst = [(1_000, message(Some(RESET + DAY), 1_200, Flags::NONE)), (1_100, message(Some(RESET), 1_100, Flags::NONE))];
    assert_eq!(of(&burst), [(before, doubtful), (before - DAY + 1, doubtful)]);
}

#[test]
fn a_record_from_the_future_of_its_own_clock_is_not_of_now() {
    let messages = [(1_000, message(Some(RESET + 2 * DAY), 1_200, Flags::NONE)), (1_100, message(Some(RESET + 2_000), 1_300, Flags::NONE))];
    let told = measured(&told(&mut Seen::default(), Some(RESET), None, &messages));
    assert_eq!(told[0], (-UNDATED_MS.cast_signed() - 1_000, Flags::FROM_MEMORY.with(Flags::QUESTIONABLE)));
    assert_eq!(told[1], (1_100, Flags::NONE), "two seconds are how clocks are read");
}

#[test]
fn what_is_older_than_a_year_is_said_to_be() {
    let messages = [(1_000, message(Some(TODAY - 400 * DAY), 1_200, Flags::NONE))];
    assert_eq!(told(&mut Seen::default(), Some(TODAY), None, &messages), [Told::TooOld]);
}

#[test]
fn what_a_cuff_says_for_the_third_time_is_told_once() {
    let mut seen = Seen::default();
    for (clock, times) in [(TODAY, [0, 1, 2]), (RESET + 5 * DAY, [3, 4, 5])] {
        let messages: Vec<_> =
            times.iter().map(|place| (1_000, message(Some(clock - (place + 1) * 60 * MINUTE), 1_200, Flags::NONE))).collect();
        assert_eq!(measured(&told(&mut seen, Some(clock), None, &messages)).len(), 3);
        for _ in 0..2 {
            assert_eq!(told(&mut seen, Some(clock), None, &messages), vec![Told::Again; 3], "{clock}");
        }
    }
}

#[test]
fn a_new_measurement_of_a_clock_that_begins_anew_is_not_taken_for_the_old_one() {
    let mut seen = Seen::default();
    let of = |seen: &mut Seen, opened: u64| {
        let (mut session, mut out) = (Session::opened(opened), Vec::new());
        session.clock_read(DeviceTime(RESET + 10_000), opened);
        session.take(&message(Some(RESET + 5_000), 3_660, Flags::NONE), opened + 100, seen, &mut out);
        out.len() == 1 && matches!(out[0], Told::Measured(_))
    };
    assert!(of(&mut seen, OPENED) && !of(&mut seen, OPENED), "the same");
    assert!(of(&mut seen, OPENED + 3_600_000), "the next one, an hour later");
}

/// Each time it gets the instant at which it came, and is the same all the same.
#[test]
fn what_is_of_now_and_said_again_half_a_minute_later_is_told_once() {
    for clock in [TODAY, RESET] {
        let mut seen = Seen::default();
        let mut said = |opened: u64, shows: i64| {
            let (mut session, mut out) = (Session::opened(opened), Vec::new());
            session.clock_read(DeviceTime(shows), opened);
            session.take(&message(Some(clock), 1_200, Flags::NONE), opened + 100, &mut seen, &mut out);
            out
        };
        assert!(matches!(said(OPENED, clock + 20_000)[..], [Told::Measured(_)]));
        assert_eq!(said(OPENED + 30_000, clock + 50_000), [Told::Again], "{clock}");
    }
}

#[test]
fn two_numbers_of_a_device_are_two_measurements() {
    let mut seen = Seen::default();
    let two = [(1_000, numbered(TODAY, 1_000, 4)), (1_100, numbered(TODAY, 1_000, 5)), (1_200, numbered(TODAY, 1_000, 4))];
    let told = told(&mut seen, Some(TODAY), None, &two);
    assert!(matches!(told[..], [Told::Measured(_), Told::Measured(_), Told::Again]), "{told:?}");
}

proptest! {
    /// Whatever the clock is set to, however often it is said, and in any order.
    #[test]
    fn what_is_old_is_never_of_now_and_nothing_is_of_the_future(
        clock in -(60 * 366 * DAY)..(60 * 366 * DAY),
        ages in proptest::collection::vec(0_i64..(500 * DAY), 1..12),
        sets in any::<bool>(),
        stored in any::<bool>(),
    ) {
        let flags = if stored { Flags::FROM_MEMORY } else { Flags::NONE };
        let messages: Vec<_> = ages.iter().enumerate().map(|(place, age)| (1_000 + place as u64, message(Some(clock - age), place as i32, flags))).collect();
        let mut seen = Seen::default();
        for round in 0..3 {
            let told = told(&mut seen, Some(clock), sets.then_some(TODAY), &messages);
            prop_assert_eq!(told.len(), messages.len());
            for (told, (after, _)) in told.iter().zip(&messages) {
                let Told::Measured(one) = told else { continue };
                prop_assert_eq!(round, 0, "told once");
                prop_assert!(one.at_ms <= one.received_ms);
                let age = ages[(*after - 1_000) as usize].unsigned_abs();
                let is_now = one.at_ms + 30_000 >= one.received_ms;
                prop_assert!(!is_now || age <= FRESH_MS + 2_000 || (sets && (clock - age.cast_signed() - TODAY).unsigned_abs() < 8_000), "{} {:?}", age, one);
            }
        }
    }

    /// A device without a clock to be read.
    #[test]
    fn a_burst_that_nobody_can_date_is_never_of_now(times in proptest::collection::vec(any::<i32>(), 2..20)) {
        let messages: Vec<_> = times.iter().enumerate().map(|(place, time)| (1_000, message(Some(RESET + i64::from(*time)), place as i32, Flags::NONE))).collect();
        for told in told(&mut Seen::default(), None, None, &messages) {
            let Told::Measured(one) = told else { continue };
            // The hub takes what is 30 s old for live.
            prop_assert!(one.at_ms + 30_000 < OPENED && one.readings[0].flags.contains(Flags::FROM_MEMORY));
        }
    }
}
