//! What a device goes through from its first sighting to what it measured, on a radio that is played.

use crate::bluetooth::player::{Player, TODAY, address, cuff, has, uuid};
use hearth_gateway::bluetooth::transport::{Event, Order, RadioFault, Refusal};
use hearth_gateway::links::{Fault, News, Stage};
use hearth_vitals::DeviceTime;

const CUFF: (u16, u16) = (0x1810, 0x2A35);
const MINUTE: i64 = 60_000;
const DAY: i64 = 1_440 * MINUTE;
/// 2000-01-05, where a clock without a battery has come to.
const RESET: i64 = 946_684_800_000 + 4 * DAY;

fn key() -> Refusal {
    Refusal::Key("Insufficient Encryption".into())
}

#[test]
fn a_cuff_that_shows_itself_is_connected_to_its_clock_read_then_set_then_it_is_listened_to() {
    let mut player = Player::with(&["gatt-2a35"]);
    assert_eq!(player.take(), [Order::Scan(Some(vec![uuid(0x1810)]))]);
    player.seen(1);
    assert!(matches!(player.take()[..], [Order::Connect(_, to)] if to == address(1)));
    player.happens(Event::Connected(address(1)));
    player.happens(Event::Resolved(address(1), has(CUFF.0, CUFF.1, &[0x2A08])));
    let orders = player.works(Some(DeviceTime(RESET)));
    let [Order::Read(_, _, read), Order::Write(_, _, written, time), Order::Subscribe(_, _, wanted)] = &orders[..] else {
        panic!("{orders:?}")
    };
    assert_eq!((*read, *written, *wanted), (uuid(0x2A08), uuid(0x2A08), uuid(0x2A35)));
    assert_eq!(Some(time), hearth_devices::clock_setting(uuid(0x2A08), DeviceTime(TODAY)).as_ref());
    player.says(1, CUFF.1, &cuff(122, DeviceTime(TODAY)));
    assert_eq!(player.measured(), [(0, Some(1_220))]);
    // It goes by itself once it has said everything, and comes back with the next measurement.
    player.happens(Event::Disconnected(address(1)));
    assert!(player.take_news().iter().any(|news| matches!(news, News::Stage(Stage::Asleep))));
    assert_eq!(player.radio.linked(), 0);
    player.passes(60_000);
    player.seen(1);
    assert!(matches!(player.take()[..], [Order::Connect(..)]));
}

#[test]
fn a_clock_of_another_zone_keeps_it_and_one_that_is_right_is_left_alone() {
    for (ahead_ms, set_ms) in
        [(120 * MINUTE, None), (120 * MINUTE + 40_000, Some(120 * MINUTE)), (-330 * MINUTE - 100_000, Some(-330 * MINUTE))]
    {
        let mut player = Player::with(&["gatt-2a35"]);
        player.connects(1, &has(CUFF.0, CUFF.1, &[0x2A08]));
        let orders = player.works(Some(DeviceTime(TODAY + ahead_ms)));
        let written = orders.iter().find_map(|order| if let Order::Write(_, _, _, payload) = order { Some(payload.clone()) } else { None });
        let expected = set_ms.and_then(|set_ms: i64| hearth_devices::clock_setting(uuid(0x2A08), DeviceTime(TODAY + set_ms)));
        assert_eq!(written, expected, "{ahead_ms}");
    }
}

#[test]
fn a_stored_burst_with_a_wrong_clock_is_of_its_own_time_and_told_once_however_often_it_comes() {
    let mut player = Player::with(&["gatt-2a35"]);
    let burst = [RESET - 2 * DAY, RESET - DAY, RESET - 30 * MINUTE];
    for round in 0..3 {
        player.connects(1, &has(CUFF.0, CUFF.1, &[0x2A08]));
        player.works(Some(DeviceTime(RESET + (player.now_ms - crate::bluetooth::player::START).cast_signed())));
        for (place, time) in (0..).zip(burst) {
            player.says(1, CUFF.1, &cuff(120 + place, DeviceTime(time)));
        }
        let ages: Vec<u64> = player.measured().iter().map(|(age, _)| *age).collect();
        let expected: &[u64] = if round == 0 { &[172_800_000, 86_400_000, 1_800_000] } else { &[] };
        assert_eq!(ages, expected, "round {round}");
        player.happens(Event::Disconnected(address(1)));
        player.passes(20_000);
    }
}

/// A device with a key is listened to as soon as it is there.
#[test]
fn what_a_cuff_says_before_its_clock_was_read_is_dated_by_it() {
    let mut player = Player::with(&["gatt-2a35"]);
    player.connects(1, &has(CUFF.0, CUFF.1, &[0x2A08]));
    player.says(1, CUFF.1, &cuff(122, DeviceTime(RESET - 180 * MINUTE)));
    player.passes(6_000);
    assert_eq!(player.measured(), []);
    player.works(Some(DeviceTime(RESET)));
    assert!(matches!(player.measured()[..], [(10_800_000..10_810_000, Some(1_220))]));
}

#[test]
fn what_a_cuff_holds_is_of_its_time_although_the_connection_in_which_its_clock_was_set_broke() {
    let mut player = Player::with(&["gatt-2a35"]);
    player.connects(1, &has(CUFF.0, CUFF.1, &[0x2A08]));
    for _ in 0..2 {
        let Some(Order::Read(ticket, ..) | Order::Write(ticket, ..)) = player.take().pop() else { panic!("its clock") };
        player.answers(ticket, Ok(hearth_devices::clock_setting(uuid(0x2A08), DeviceTime(RESET)).unwrap()));
    }
    player.happens(Event::Disconnected(address(1)));
    player.passes(60_000);
    player.connects(1, &has(CUFF.0, CUFF.1, &[0x2A08]));
    let now = player.now().wall;
    player.works(now);
    player.says(1, CUFF.1, &cuff(122, DeviceTime(RESET - DAY)));
    player.says(1, CUFF.1, &cuff(123, now.unwrap()));
    assert_eq!(player.measured(), [(86_460_000, Some(1_220)), (0, Some(1_230))]);
}

/// Most tell no clock: what their memory was asked for may be of this morning.
#[test]
fn what_a_meter_without_a_clock_was_asked_for_is_told_when_it_is_done_and_never_as_of_now() {
    let mut player = Player::with(&["gatt-2a18"]);
    player.connects(1, &has(0x1808, 0x2A18, &[0x2A52]));
    player.works(None);
    player.take_news();
    let mut record = vec![0x02, 7, 0];
    record.extend(hearth_devices::clock_setting(uuid(0x2A08), DeviceTime(TODAY - 720 * MINUTE)).unwrap());
    record.extend([0x78, 0xB0, 0x11]);
    player.says(1, 0x2A18, &record);
    player.passes(10_000);
    assert_eq!(player.measured(), [], "it may say more");
    player.says(1, 0x2A52, &[6, 0, 1, 1]);
    player.happens(Event::Disconnected(address(1)));
    assert!(matches!(player.measured()[..], [(60_001.., Some(_))]));
}

#[test]
fn a_key_that_one_side_has_lost_is_told_once_and_over_when_it_was_paired_again() {
    let mut player = Player::with(&["gatt-2a35"]);
    player.happens(Event::Bonded(address(1), true));
    player.take_news();
    for _ in 0..3 {
        player.connects(1, &has(CUFF.0, CUFF.1, &[]));
        let subscribe =
            player.take().into_iter().find_map(|order| if let Order::Subscribe(ticket, ..) = order { Some(ticket) } else { None });
        player.answers(subscribe.unwrap(), Err(key()));
        assert!(player.take().contains(&Order::Disconnect(address(1))), "the slot is given back");
        player.happens(Event::Disconnected(address(1)));
        player.passes(61_000);
    }
    assert_eq!(player.faults(), [Some(Fault::BondLost)]);
    // Removed here and on the device, and paired again.
    player.happens(Event::Bonded(address(1), false));
    player.happens(Event::Bonded(address(1), true));
    player.connects(1, &has(CUFF.0, CUFF.1, &[]));
    player.works(None);
    assert_eq!(player.faults(), [None]);
}

#[test]
fn a_device_that_was_never_paired_is_told_to_be_and_one_that_only_breaks_off_is_taken_for_one_that_forgot() {
    let mut player = Player::with(&["gatt-2a35"]);
    player.take_news();
    player.seen(1);
    let Some(Order::Connect(ticket, _)) = player.take().pop() else { panic!("no connection") };
    player.answers(ticket, Err(key()));
    assert_eq!(player.faults(), [Some(Fault::NotPaired)]);
    let mut player = Player::with(&["gatt-2a35"]);
    player.happens(Event::Bonded(address(1), true));
    player.take_news();
    for _ in 0..3 {
        player.seen(1);
        player.happens(Event::Connected(address(1)));
        player.happens(Event::Disconnected(address(1)));
        player.passes(20_000);
    }
    assert_eq!(player.faults(), [Some(Fault::BondLost)]);
}

#[test]
fn bluetoothd_that_is_restarted_is_told_once_and_listened_with_again() {
    let mut player = Player::with(&["gatt-2a35", "gatt-2a1c"]);
    assert_eq!(player.faults(), [None, None]);
    player.connects(1, &has(CUFF.0, CUFF.1, &[]));
    player.works(None);
    let ended = || Event::Radio(Err(RadioFault::NoService("bluetoothd has ended".into())));
    player.happens(ended());
    player.happens(ended());
    let fault = Some(Fault::NoBluetooth("bluetoothd has ended".into()));
    assert_eq!((player.faults(), player.radio.linked()), (vec![fault.clone(), fault], 0));
    player.seen(1);
    assert_eq!(player.take(), [], "there is nothing to connect with");
    player.happens(Event::Radio(Ok(())));
    assert_eq!(player.faults(), [None, None]);
    assert_eq!(player.take(), [Order::Scan(Some(vec![uuid(0x1809), uuid(0x1810)]))]);
    player.connects(1, &has(CUFF.0, CUFF.1, &[]));
    assert!(player.works(None).iter().any(|order| matches!(order, Order::Subscribe(..))));
}

#[test]
fn an_adapter_that_vanishes_while_a_cuff_speaks_costs_nothing_of_what_it_said() {
    let mut player = Player::with(&["gatt-2a35"]);
    player.connects(1, &has(CUFF.0, CUFF.1, &[]));
    player.works(None);
    player.take_news();
    // No clock was read: it waits for the end of its burst.
    player.says(1, CUFF.1, &cuff(122, DeviceTime(RESET)));
    assert_eq!(player.measured(), []);
    player.happens(Event::Radio(Err(RadioFault::NoAdapter)));
    assert_eq!(player.measured(), [(0, Some(1_220))]);
}

#[test]
fn a_meter_is_asked_for_all_and_the_next_time_for_what_came_since() {
    let glucose = has(0x1808, 0x2A18, &[0x2A34, 0x2A52, 0x2A2B]);
    let mut player = Player::with(&["gatt-2a18"]);
    let asked = |orders: &[Order]| {
        orders.iter().find_map(|order| {
            if let Order::Write(_, _, to, payload) = order { Some(payload.clone()).filter(|_| *to == uuid(0x2A52)) } else { None }
        })
    };
    player.connects(1, &glucose);
    let orders = player.works(Some(DeviceTime(TODAY)));
    assert_eq!(asked(&orders), Some(vec![1, 1]));
    let wanted: Vec<_> = orders.iter().filter_map(|order| if let Order::Subscribe(_, _, to) = order { Some(*to) } else { None }).collect();
    assert_eq!(wanted, [uuid(0x2A34), uuid(0x2A52), uuid(0x2A18)], "before it is asked");
    player.take_news();
    for number in 0..3_u8 {
        let mut record = vec![0x02, 7 + number, 0];
        record.extend(hearth_devices::clock_setting(uuid(0x2A08), DeviceTime(TODAY - i64::from(3 - number) * DAY)).unwrap());
        record.extend([0x78 + number, 0xB0, 0x11]);
        player.says(1, 0x2A18, &record);
    }
    assert_eq!(player.measured().len(), 3);
    player.says(1, 0x2A52, &[6, 0, 1, 1]);
    player.happens(Event::Disconnected(address(1)));
    player.passes(60_000);
    player.connects(1, &glucose);
    assert_eq!(asked(&player.works(Some(DeviceTime(TODAY)))), Some(vec![1, 3, 1, 10, 0]));
}

#[test]
fn a_meter_that_cannot_be_asked_is_not_ready() {
    for (refusal, fault) in [(key(), Some(Fault::NotPaired)), (Refusal::Failed("no".into()), None)] {
        let mut player = Player::with(&["gatt-2a18"]);
        player.take_news();
        player.connects(1, &has(0x1808, 0x2A18, &[0x2A52]));
        for _ in 0..2 {
            let Some(Order::Subscribe(ticket, ..)) = player.take().pop() else { panic!("it is listened to") };
            player.answers(ticket, Ok(Vec::new()));
        }
        let Some(Order::Write(ticket, ..)) = player.take().pop() else { panic!("it is asked") };
        player.answers(ticket, Err(refusal));
        assert!(player.take().contains(&Order::Disconnect(address(1))));
        let news = player.take_news();
        assert!(!news.iter().any(|news| matches!(news, News::Stage(Stage::Ready))), "{news:?}");
        let failed = news.iter().find_map(|news| if let News::Failed(fault) = news { Some(fault.clone()) } else { None });
        assert_eq!(failed, fault);
    }
}

#[test]
fn what_a_cuff_said_and_could_not_be_kept_is_new_when_it_says_it_again() {
    let mut player = Player::with(&["gatt-2a35"]);
    player.connects(1, &has(CUFF.0, CUFF.1, &[0x2A08]));
    player.works(Some(DeviceTime(TODAY)));
    let again = [false, false, true].map(|is_lost| {
        if is_lost {
            player.radio.forget(hearth_gateway::links::LinkId(1), player.now());
        }
        player.says(1, CUFF.1, &cuff(122, DeviceTime(TODAY - DAY)));
        player.measured().len()
    });
    assert_eq!(again, [1, 0, 1]);
}

#[test]
fn connections_that_broke_an_hour_apart_are_no_lost_key() {
    let mut player = Player::with(&["gatt-2a35"]);
    player.happens(Event::Bonded(address(1), true));
    player.take_news();
    for _ in 0..4 {
        player.seen(1);
        player.happens(Event::Connected(address(1)));
        player.happens(Event::Disconnected(address(1)));
        player.passes(3_600_000);
    }
    assert_eq!(player.faults(), []);
}

#[test]
fn a_device_that_lacks_what_is_read_is_told_and_let_go() {
    let mut player = Player::with(&["gatt-2a35"]);
    player.take_news();
    player.connects(1, &has(0x1809, 0x2A1C, &[]));
    assert_eq!(player.faults(), [Some(Fault::NoService)]);
    assert!(player.take().contains(&Order::Disconnect(address(1))));
}

#[test]
fn an_omron_is_left_alone_for_a_moment_and_keeps_its_clock() {
    let mut player = Player::with(&["gatt-2a35"]);
    player.seen_as(1, Some("BLESmart_00000116"));
    player.happens(Event::Connected(address(1)));
    player.take();
    player.happens(Event::Resolved(address(1), has(CUFF.0, CUFF.1, &[0x2A2B])));
    player.passes(1_400);
    assert_eq!(player.take(), []);
    player.passes(200);
    let orders = player.works(Some(DeviceTime(RESET)));
    assert!(matches!(orders[..], [Order::Read(..), Order::Subscribe(..)]), "{orders:?}");
}

#[test]
fn what_cannot_be_read_is_told_by_its_flags_alone() {
    let mut player = Player::with(&["gatt-2a35"]);
    player.connects(1, &has(CUFF.0, CUFF.1, &[]));
    player.works(None);
    player.take_news();
    player.says(1, CUFF.1, &[0x1E, 0x7A, 0x00, 0x51]);
    player.says(1, CUFF.1, &[]);
    let news = player.take_news();
    assert!(matches!(&news[..], [News::Rejected { bytes: 4, example }] if *example == [0x1E]), "{news:?}");
}
