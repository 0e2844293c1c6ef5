//! Each rung fires once and on time, whatever happens to hub, clock and screens.
//!
//! Method: one random story (an alert that rises, is taken, ends, comes back; people who come and go) is played under random
//! outages and clock steps, and beside it without any. When a test fails, the shortest story that fails is printed.

use crate::rig::Rig;
use hearth_alerts::{AlertId, Priority};
use hearth_escalation::{Ladder, Ladders, Post, Posts, Unheard, What};
use proptest::prelude::*;
use std::collections::BTreeSet;

#[derive(Debug, Clone, Copy)]
enum Event {
    Acknowledge,
    Rise,
    End,
    Back,
    Leave(usize),
    Come(usize),
}

#[derive(Debug, Clone, Copy)]
enum Fault {
    /// The hub is down for this long, ms.
    Down(i64),
    ClockJump(i64),
    /// The loop turns, though nothing happened.
    Turn,
}

fn event() -> impl Strategy<Value = Event> {
    let outer = prop_oneof![(0..6_usize).prop_map(Event::Leave), (0..6_usize).prop_map(Event::Come)];
    prop_oneof![2 => Just(Event::Acknowledge), 2 => Just(Event::Rise), 1 => Just(Event::End), 1 => Just(Event::Back), 3 => outer]
}

fn timed<T: std::fmt::Debug>(of: impl Strategy<Value = T>, most: usize) -> impl Strategy<Value = Vec<(i64, T)>> {
    prop::collection::vec((1_000..1_500_000_i64, of), 0..most).prop_map(|mut list| {
        list.sort_by_key(|(at, _)| *at);
        list
    })
}

fn happen(rig: &mut Rig, event: Event) {
    match event {
        Event::Acknowledge if rig.open[0].acknowledged.is_none() => rig.acknowledge(1, 3),
        Event::Rise if rig.open[0].priority < Priority::High => {
            rig.change(1, |open| (open.priority, open.acknowledged) = (Priority::High, None))
        }
        Event::End => rig.change(1, |open| open.active = false),
        Event::Back => rig.change(1, |open| open.active = true),
        Event::Leave(post) => drop(rig.posts.remove(&Post::ALL[post])),
        Event::Come(post) => drop(rig.posts.insert(Post::ALL[post])),
        _ => {}
    }
}

fn checked(rig: &Rig) {
    let fired = rig.fired(1);
    let each: BTreeSet<(u32, u8)> = fired.iter().map(|(_, round, rung)| (*round, *rung)).collect();
    assert_eq!(each.len(), fired.len(), "a rung fired twice: {fired:?}");
    let in_order: Vec<(u32, u8)> = fired.iter().map(|(_, round, rung)| (*round, *rung)).collect();
    assert!(in_order.is_sorted(), "out of order: {fired:?}");
    for (round, rung) in in_order {
        assert!(rung == 1 || each.contains(&(round, rung - 1)), "rung {rung} of round {round} without the one before: {fired:?}");
    }
}

proptest! {
    /// With the hub up, no rung is later than the instant the machine asked to be woken at; each is as far from the one
    /// before as its ladder says, or nearer because nobody heard that one.
    #[test]
    fn each_rung_fires_once_and_never_late(events in timed(event(), 10), jumps in timed(-90_000_000..90_000_000_i64, 5), high in any::<bool>()) {
        let mut rig = Rig::new(Post::ALL);
        rig.raise(1, if high { Priority::High } else { Priority::Medium });
        let mut all: Vec<(i64, Result<Event, i64>)> = events.into_iter().map(|(at, event)| (at, Ok(event))).collect();
        all.extend(jumps.into_iter().map(|(at, by)| (at, Err(by))));
        all.sort_by_key(|(at, _)| *at);
        for (at, what) in all {
            rig.run_to(at);
            match what {
                Ok(event) => happen(&mut rig, event),
                Err(by) => rig.clock_jumps(by),
            }
        }
        rig.run_to(3_600_000);
        checked(&rig);
        for (t, step) in &rig.told {
            if let What::Fired { due, .. } = step.what {
                prop_assert_eq!(due, step.at, "late at {} ms", t);
            }
        }
    }

    /// An alert that nobody takes is told to everybody, at the same instants as without any fault, or at the first instant
    /// after it at which the hub was up.
    #[test]
    fn restarts_at_any_point_change_nothing_but_what_was_due_while_down(
        faults in timed(prop_oneof![(1..400_000_i64).prop_map(Fault::Down), (-90_000_000..90_000_000_i64).prop_map(Fault::ClockJump), Just(Fault::Turn)], 12),
        high in any::<bool>(),
    ) {
        let priority = if high { Priority::High } else { Priority::Medium };
        let mut rig = Rig::new(Post::ALL);
        rig.raise(1, priority);
        let mut down: Vec<(i64, i64)> = Vec::new();
        for (at, fault) in faults {
            if at < rig.t {
                continue;
            }
            rig.run_to(at);
            match fault {
                Fault::Turn => rig.advance(),
                Fault::ClockJump(by) => {
                    rig.clock_jumps(by);
                    rig.advance();
                }
                Fault::Down(ms) => {
                    rig.stop();
                    down.push((rig.t, rig.t + ms));
                    rig.t += ms;
                    rig.start();
                }
            }
        }
        rig.run_to(4_000_000);
        checked(&rig);
        let ladders = Ladders::standard();
        let delay_ms = ladders.of(priority).delay_ms(1, true);
        let up = |at: i64| down.iter().find(|(from, to)| (*from..*to).contains(&at)).map_or(at, |(_, to)| *to);
        let expected: Vec<(i64, u32, u8)> = (0..6_u8).map(|rung| (up(i64::from(rung) * delay_ms), 1, rung + 1)).collect();
        prop_assert_eq!(rig.fired(1), expected);
    }

    /// A hub that dies after it decided and before it stored decides the same again; a rung that was stored never fires again.
    #[test]
    fn what_was_not_stored_is_decided_again_and_what_was_stored_is_not(at in 0..400_000_i64) {
        let mut rig = Rig::new(Post::ALL);
        rig.raise(1, Priority::High);
        rig.run_to(at);
        let (now, open) = (rig.now(), rig.open.clone());
        let reachable = hearth_escalation::Reachable::Unknown;
        let mut lost = rig.escalation().clone();
        let mut again = rig.escalation().clone();
        let later = hearth_alerts::Now { wall: now.wall.plus(60_000), mono: now.mono.plus(60_000) };
        prop_assert_eq!(lost.advance(&open, &reachable, later), again.advance(&open, &reachable, later));
        prop_assert_eq!(again.advance(&open, &reachable, later), []);
        let stored: Vec<_> = again.climbs().map(|climb| climb.stored(later)).collect();
        let mut restored = hearth_escalation::Escalation::restore(Ladders::standard(), stored, &[], later);
        prop_assert!(restored.climbs().eq(again.climbs()), "what is read back is what was stored");
        prop_assert_eq!(restored.advance(&open, &reachable, later), []);
    }
}

#[test]
fn the_first_rung_has_the_time_to_acknowledge_and_each_further_one_a_step() {
    let ladder = |priority, acknowledge_s, step_s| {
        let posts = [Post::Holder, Post::Backup, Post::Everyone].map(|post| Posts::of([post]));
        Ladder::try_new(priority, &[(posts[0], 0), (posts[1], acknowledge_s), (posts[2], acknowledge_s + step_s)]).unwrap()
    };
    let (low, medium, high) = (ladder(Priority::Low, 900, 900), ladder(Priority::Medium, 180, 90), ladder(Priority::High, 60, 30));
    let ladders = Ladders::try_new(low, medium, high).unwrap();
    let mut rig = Rig::with(ladders, Post::ALL);
    rig.raise(1, Priority::Medium);
    rig.run_to(200_000);
    rig.change(1, |open| open.priority = Priority::High);
    rig.run_to(1_000_000);
    let expected = [(0, 1, 1), (180_000, 1, 2), (200_000, 2, 1), (200_000, 2, 2), (260_000, 2, 3)];
    assert_eq!(rig.fired(1), expected, "those who are told again have the time to acknowledge once, not each");
    rig.raise(2, Priority::High);
    rig.run_to(2_000_000);
    assert_eq!(rig.fired(2), [(1_000_000, 1, 1), (1_060_000, 1, 2), (1_090_000, 1, 3)]);
}

#[test]
fn an_alert_that_had_reached_the_end_of_its_ladder_climbs_on_when_the_site_makes_it_longer() {
    let low = |rungs: &[(Posts, u32)]| Ladder::try_new(Priority::Low, rungs).unwrap();
    let standard = Ladders::standard();
    let of = |low| Ladders::try_new(low, standard.of(Priority::Medium).clone(), standard.of(Priority::High).clone()).unwrap();
    let short = [(Posts::of([Post::Holder]), 0), (Posts::of([Post::Backup]), 900)];
    let long = [short[0], short[1], (Posts::of([Post::Everyone]), 1_800)];
    let mut rig = Rig::with(of(low(&short)), Post::ALL);
    rig.raise(1, Priority::Low);
    rig.run_to(1_000_000);
    assert_eq!(rig.escalation().next_wake(), None);
    rig.stop();
    rig.start_with(of(low(&long)));
    rig.run_to(4_000_000);
    assert_eq!(rig.fired(1), [(0, 1, 1), (900_000, 1, 2), (1_800_000, 1, 3)]);
}

#[test]
fn a_rung_nobody_hears_is_a_fault_of_the_hub_until_somebody_does() {
    let mut rig = Rig::new([]);
    rig.people.clear();
    rig.raise(1, Priority::High);
    assert!(rig.escalation().is_unheard());
    let unheard = rig.told.iter().filter(|(_, step)| matches!(step.what, What::Unheard { why: Unheard::NoScreen, .. })).count();
    assert_eq!(unheard, 6);
    rig.acknowledge(1, 1);
    assert!(!rig.escalation().is_unheard(), "somebody has it");
}

#[test]
fn a_receipt_of_another_round_or_of_a_rung_that_has_not_fired_counts_for_nothing() {
    use hearth_escalation::Receipt;
    let mut rig = Rig::new(Post::ALL);
    rig.screens_confirm = false;
    rig.raise(1, Priority::High);
    for (round, rung) in [(2, 1), (1, 2), (1, 0)] {
        assert!(!rig.receive(AlertId(1), round, rung, Receipt::Answered), "{round} {rung}");
    }
    assert!(!rig.receive(AlertId(7), 1, 1, Receipt::Delivered));
    assert!(rig.receive(AlertId(1), 1, 1, Receipt::Opened));
    assert!(!rig.receive(AlertId(1), 1, 1, Receipt::Delivered), "it says less than is known");
    rig.run_to(59_000);
    assert_eq!(rig.fired(1).len(), 1, "it was heard");
}

#[test]
fn of_each_rung_it_is_known_whom_it_reached_who_opened_it_and_that_it_was_answered() {
    use hearth_escalation::Receipt::{self, Answered, Delivered, Opened};
    let mut rig = Rig::new(Post::ALL);
    rig.screens_confirm = false;
    rig.raise(1, Priority::High);
    let said = [(1, Delivered), (2, Delivered), (1, Delivered), (2, Opened), (1, Opened), (2, Opened), (3, Opened)];
    let news: Vec<bool> = said.into_iter().map(|(by, receipt)| rig.says(1, 1, by, receipt)).collect();
    assert_eq!(news, [true, true, false, true, true, false, true], "what is known is not said twice");
    let delivery = |rig: &Rig| rig.escalation().climb(AlertId(1)).unwrap().stored(rig.now()).fired[0].delivery.clone();
    let heard: Vec<(u128, bool)> = delivery(&rig).heard.iter().map(|heard| (heard.by.0, heard.opened.is_some())).collect();
    assert_eq!(heard, [(1, true), (2, true), (3, true)]);
    assert_eq!(delivery(&rig).receipt.map(|(most, _)| most), Some(Opened));
    rig.run_to(60_000);
    assert_eq!(rig.fired(1).len(), 2, "whoever opened it has not taken it");
    rig.acknowledge(1, 2);
    let most = |rig: &Rig, rung: usize| {
        rig.escalation().climb(AlertId(1)).unwrap().stored(rig.now()).fired[rung].delivery.receipt.map(|(most, _): (Receipt, _)| most)
    };
    assert_eq!((most(&rig, 0), most(&rig, 1)), (Some(Opened), Some(Answered)));
    for by in 4..200 {
        rig.says(1, 1, by, Delivered);
    }
    assert_eq!(delivery(&rig).heard.len(), hearth_escalation::budget::HEARD_MAX);
}

#[test]
fn a_rung_is_as_old_as_the_first_who_heard_it_and_is_found_by_its_number_alone() {
    use hearth_escalation::Receipt::{self, Delivered};
    let mut rig = Rig::new(Post::ALL);
    rig.screens_confirm = false;
    rig.raise(1, Priority::High);
    let first = rig.now().wall;
    assert!(rig.says(1, 1, 1, Delivered));
    rig.run_to(5_000);
    assert!(rig.says(1, 1, 2, Delivered), "another person was reached");
    let climb = rig.escalation().climb(AlertId(1)).unwrap();
    assert_eq!(climb.stored(rig.now()).fired[0].delivery.receipt, Some((Delivered, first)));
    assert_eq!([0, 1, 2].map(|rung| climb.fired(rung).is_some()), [false, true, false]);
    for receipt in Receipt::ALL {
        assert_eq!(Receipt::from_key(receipt.as_str()), Some(receipt));
    }
    assert_eq!(Receipt::from_key("smoke"), None);
}
