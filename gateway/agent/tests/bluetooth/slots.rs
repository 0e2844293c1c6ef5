//! The slots of a radio: how many are in use, who waits, and that none is lost whatever happens.

use crate::bluetooth::player::{Player, address, has};
use hearth_gateway::bluetooth::radio::SLOTS;
use hearth_gateway::bluetooth::transport::{Event, Order, RadioFault, Refusal};
use hearth_gateway::links::LinkId;
use proptest::prelude::*;

const OXIMETER: (u16, u16) = (0x1822, 0x2A5F);

#[test]
fn five_devices_are_connected_to_one_after_the_other_and_stay_at_once() {
    let mut player = Player::with(&["gatt-2a5f", "gatt-2a37", "gatt-2a35", "gatt-2a1c", "gatt-2a9d"]);
    player.take();
    (1..=5).for_each(|number| player.seen(number));
    let kinds = [OXIMETER, (0x180D, 0x2A37), (0x1810, 0x2A35), (0x1809, 0x2A1C), (0x181D, 0x2A9D)];
    for (number, (service, main)) in (1..).zip(kinds) {
        let orders = player.take();
        let connects: Vec<_> = orders.iter().filter(|order| matches!(order, Order::Connect(..))).collect();
        assert!(matches!(connects[..], [Order::Connect(_, to)] if *to == address(number)), "one at a time: {orders:?}");
        player.happens(Event::Connected(address(number)));
        // The radio is free for the next one now; what was ordered for it is looked at in the next round.
        let next = player.take();
        player.happens(Event::Resolved(address(number), has(service, main, &[])));
        let mut steps = player.take();
        for order in &steps {
            if let Order::Subscribe(ticket, ..) = order {
                player.answers(*ticket, Ok(Vec::new()));
            }
        }
        steps.extend(next);
        player.orders.extend(steps.into_iter().filter(|order| matches!(order, Order::Connect(..))));
    }
    assert_eq!(player.radio.linked(), 5);
}

#[test]
fn a_connection_that_hangs_is_given_up_and_its_slot_with_it() {
    let mut player = Player::with(&["gatt-2a35"]);
    player.take();
    // It neither connects, nor ends when it is told to.
    player.seen(1);
    assert_eq!(player.radio.linked(), 1);
    player.passes(20_000);
    assert!(player.take().contains(&Order::Disconnect(address(1))));
    player.passes(5_000);
    assert_eq!(player.radio.linked(), 0);
    // It connects, and nothing more.
    player.passes(20_000);
    player.seen(1);
    player.happens(Event::Connected(address(1)));
    player.passes(35_001);
    assert_eq!(player.radio.linked(), 0);
    // It answers no step.
    player.happens(Event::Disconnected(address(1)));
    player.passes(20_000);
    player.connects(1, &has(0x1810, 0x2A35, &[0x2A08]));
    player.passes(35_001);
    assert_eq!(player.radio.linked(), 0);
}

#[test]
fn a_cuff_that_waits_is_given_the_slot_of_one_that_has_been_silent_for_long() {
    let drivers = ["gatt-2a35"; SLOTS + 1];
    let mut player = Player::with(&drivers);
    for number in 1..=SLOTS as u8 {
        player.connects(number, &has(0x1810, 0x2A35, &[]));
        player.works(None);
    }
    player.passes(10_000);
    player.seen(SLOTS as u8 + 1);
    assert_eq!((player.take(), player.radio.linked()), (vec![], SLOTS), "they may still speak");
    player.passes(25_000);
    player.seen(SLOTS as u8 + 1);
    assert_eq!(player.take(), [Order::Disconnect(address(1))]);
    player.happens(Event::Disconnected(address(1)));
    assert!(matches!(player.take()[..], [Order::Connect(_, to)] if to == address(SLOTS as u8 + 1)));
}

#[test]
fn a_device_that_connects_by_itself_while_all_slots_are_in_use_is_let_go() {
    let mut player = Player::with(&["gatt-2a35"; SLOTS + 1]);
    for number in 1..=SLOTS as u8 {
        player.connects(number, &has(0x1810, 0x2A35, &[]));
        player.works(None);
    }
    player.happens(Event::Connected(address(SLOTS as u8 + 1)));
    assert_eq!((player.take(), player.radio.linked()), (vec![Order::Disconnect(address(SLOTS as u8 + 1))], SLOTS));
}

/// It does not show itself.
#[test]
fn a_device_that_is_connected_already_is_used_when_it_is_attached_and_after_a_connection_that_did_not_end() {
    let mut player = Player::with(&[]);
    player.happens(Event::Connected(address(1)));
    player.radio.attach(LinkId(1), address(1), "gatt-2a5f".parse().unwrap(), player.now());
    assert!(player.radio.orders().iter().any(|order| matches!(order, Order::Connect(_, to) if *to == address(1))));
    // It says nothing of what it has, and does not end when it is told to.
    player.happens(Event::Connected(address(1)));
    player.passes(60_000);
    assert!(player.take().iter().any(|order| matches!(order, Order::Connect(_, to) if *to == address(1))));
}

#[test]
fn a_device_that_is_taken_away_is_disconnected_and_the_radio_rests_when_none_is_left() {
    let mut player = Player::with(&["gatt-2a35"]);
    player.connects(1, &has(0x1810, 0x2A35, &[]));
    player.works(None);
    player.radio.detach(LinkId(1), player.now());
    assert_eq!(player.radio.orders(), [Order::Disconnect(address(1)), Order::Scan(Some(Vec::new()))]);
    assert_eq!(player.radio.linked(), 0);
}

/// Anything that may happen to one of eight devices.
fn anything() -> impl Strategy<Value = (u8, u8, u64)> {
    (1_u8..=8, 0_u8..12, 0_u64..30_000)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(ProptestConfig::default().cases.max(200)))]

    /// 200 stories of 400 events: 80,000 connections, disconnections and failures in any order.
    #[test]
    fn whatever_happens_no_slot_is_lost_and_no_more_are_used_than_there_are(story in proptest::collection::vec(anything(), 400)) {
        let mut player = Player::with(&["gatt-2a35", "gatt-2a5f", "gatt-2a18", "gatt-2a1c", "gatt-2a9d", "gatt-2a37", "gatt-2a35", "gatt-2a35"]);
        let main = [(0x1810, 0x2A35), OXIMETER, (0x1808, 0x2A18), (0x1809, 0x2A1C), (0x181D, 0x2A9D), (0x180D, 0x2A37), (0x1810, 0x2A35), (0x1810, 0x2A35)];
        for (number, what, ms) in story {
            let (service, characteristic) = main[usize::from(number) - 1];
            let tickets: Vec<_> = player.take().into_iter().filter_map(|order| match order {
                Order::Connect(ticket, _) | Order::Read(ticket, ..) | Order::Write(ticket, ..) | Order::Subscribe(ticket, ..) => Some(ticket),
                _ => None,
            }).collect();
            match what {
                0 | 1 => player.seen(number),
                2 => player.happens(Event::Connected(address(number))),
                3 => player.happens(Event::Resolved(address(number), has(service, characteristic, &[0x2A08, 0x2A52]))),
                4 => player.happens(Event::Disconnected(address(number))),
                5 | 6 => tickets.into_iter().for_each(|ticket| player.answers(ticket, Ok(vec![0xEA, 7, 11, 20, 8, 15, 0]))),
                7 => tickets.into_iter().for_each(|ticket| player.answers(ticket, Err(Refusal::Failed("le-connection-abort-by-local".into())))),
                8 => tickets.into_iter().for_each(|ticket| player.answers(ticket, Err(Refusal::Key("Not paired".into())))),
                9 => player.says(number, characteristic, &[0, 0x7A, 0, 0x51, 0, 0x5F, 0]),
                10 => player.happens(Event::Radio(if ms % 5 == 0 { Err(RadioFault::NoAdapter) } else { Ok(()) })),
                _ => player.passes(ms),
            }
            prop_assert!(player.radio.linked() <= SLOTS);
            player.take_news();
        }
        // Whoever is connected and ready may stay; the radio goes, and with it all of them.
        (1..=8).for_each(|number| player.happens(Event::Disconnected(address(number))));
        player.passes(120_000);
        prop_assert_eq!(player.radio.linked(), 0);
        player.happens(Event::Radio(Ok(())));
        player.passes(60_000);
        for number in 1..=8 {
            player.seen(number);
            let orders = player.take();
            let connects = orders.iter().any(|order| matches!(order, Order::Connect(_, to) if *to == address(number)));
            prop_assert!(connects, "device {} can be connected to: {:?}", number, orders);
            player.happens(Event::Connected(address(number)));
            player.happens(Event::Disconnected(address(number)));
        }
    }
}
