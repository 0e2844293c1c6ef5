//! The agent with Bluetooth devices: what it records of what was measured at another time than it came.

use crate::agent::home::{Home, card, config_of};
use hearth_devices::Decoded;
use hearth_gateway::agent::Action;
use hearth_gateway::config::{Device, Source};
use hearth_gateway::links::{Fault, LinkId, LinkNews, News, Stage};
use hearth_vitals::{DeviceId, DeviceTime, Flags, MonoMs, Reading, Record, Vital};

const BOOTED: u64 = 200_000_000_000;
/// The instant 2026-11-20 08:15:00.
const TODAY: i64 = 1_795_162_500_000;

fn home(driver: &str) -> Home {
    let mut config = config_of("nonin-df7", 10_000_000);
    let source = Source::Bluetooth { address: "F0:00:00:00:00:01".parse().unwrap() };
    config.devices = vec![Device { id: DeviceId::new("cuff-0001").unwrap(), protocol: driver.parse().unwrap(), source }];
    Home::with(&config, &card(100_000_000), TODAY - BOOTED.cast_signed(), 1, BOOTED)
}

fn tell(home: &mut Home, news: News) {
    let at = MonoMs(home.mono);
    home.act(Action::Link(LinkNews { link: LinkId(0), at, news }));
}

fn measured(ago_ms: u64, now: u64, time: i64, value: i32) -> News {
    let readings = vec![Reading::new(Vital::Systolic, Some(value), Flags::FROM_MEMORY)];
    News::Measured { measured: MonoMs(now - ago_ms), decoded: vec![Decoded::Numerics { device_time: Some(DeviceTime(time)), readings }] }
}

/// Lets time pass.
fn run(home: &mut Home, ms: u64) {
    let until = home.mono + ms;
    while home.agent.next_due().0 < until {
        home.mono = home.mono.max(home.agent.next_due().0);
        home.act(Action::Tick);
    }
    home.mono = home.mono.max(until);
}

/// Instants of the frames that the hub holds, before now, ms.
fn ages(home: &Home) -> Vec<u64> {
    let frames =
        home.held.values().filter_map(|record| if let Record::Frame(frame) = record { Some(home.mono - frame.mono.0) } else { None });
    frames.collect()
}

#[test]
fn what_a_cuff_measured_yesterday_is_recorded_at_yesterdays_time_and_once() {
    let mut home = home("gatt-2a35");
    home.act(Action::Connected);
    tell(&mut home, News::Opened);
    for _ in 0..3 {
        let now = home.mono;
        tell(&mut home, measured(86_400_000, now, TODAY - 86_400_000, 1_220));
        tell(&mut home, measured(0, now, TODAY, 1_300));
    }
    run(&mut home, 5_000);
    let mut ages = ages(&home);
    ages.sort_unstable();
    assert!(matches!(ages[..], [5_000..6_000, 86_405_000..86_406_000]), "the third time is the first: {ages:?}");
}

#[test]
fn where_a_bluetooth_device_stands_is_in_the_state_with_its_age_and_a_fault_with_its_mend() {
    let mut home = home("gatt-2a35");
    home.act(Action::Connected);
    tell(&mut home, News::Opened);
    tell(&mut home, News::Stage(Stage::Asleep));
    run(&mut home, 60_000);
    let link = home.state.clone().unwrap().links.remove(0);
    assert_eq!((link.up, link.reason.as_str()), (false, "listening: it is asleep or out of reach"));
    let at = home.state.clone().unwrap().at;
    assert!((55_000..=61_000).contains(&at.since(link.since.unwrap())), "{:?} {:?}", at, link.since);
    tell(&mut home, News::Failed(Fault::BondLost));
    run(&mut home, 1_000);
    let state = home.state.clone().unwrap();
    assert_eq!(state.problems.iter().map(|problem| problem.code.as_str()).collect::<Vec<_>>(), ["pairing_lost"]);
    assert!(state.problems[0].message.contains("devices forget F0:00:00:00:00:01"), "{}", state.problems[0].message);
    tell(&mut home, News::Opened);
    run(&mut home, 1_000);
    assert_eq!(home.state.clone().unwrap().problems, []);
}

#[test]
fn a_cuff_that_was_heard_is_as_good_after_bluetooth_came_back_and_a_worn_oximeter_is_missed() {
    let mut home = home("gatt-2a35");
    home.act(Action::Connected);
    tell(&mut home, News::Opened);
    tell(&mut home, News::Stage(Stage::Asleep));
    let now = home.mono;
    tell(&mut home, measured(0, now, TODAY, 1_300));
    tell(&mut home, News::Failed(Fault::NoAdapter));
    run(&mut home, 1_000);
    assert!(!home.state.clone().unwrap().links[0].up);
    tell(&mut home, News::Opened);
    run(&mut home, 1_000);
    assert!(home.state.clone().unwrap().links[0].up, "it sleeps until somebody measures");
    let mut worn = self::home("gatt-2a5f");
    worn.act(Action::Connected);
    tell(&mut worn, News::Opened);
    tell(&mut worn, News::Stage(Stage::Asleep));
    run(&mut worn, 5_000);
    assert_eq!(worn.state.clone().unwrap().problems[0].code, "not_in_reach");
}
