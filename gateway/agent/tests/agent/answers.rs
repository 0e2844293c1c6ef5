//! A device that keeps each record until it is answered: nothing is lost, and nothing is there twice, whenever the gateway ends.

use super::home::{Home, Shared, TODAY, card, config_of};
use hearth_devices::Decoded;
use hearth_gateway::agent::Action;
use hearth_gateway::links::{Kept, LinkId, LinkNews, News};
use hearth_outbox::sim::Fault;
use hearth_vitals::{DeviceTime, Flags, MonoMs, Reading, Record, Vital};
use std::cell::RefCell;
use std::rc::Rc;

fn home(disk: &Shared, boot: u64) -> Home {
    Home::of("nonin-df13", disk, 100_000_000, TODAY, boot, 5_000)
}

/// A record of a spot check: when the device took it, ms of this day, and a saturation in per cent.
fn record(time: Option<i64>, percent: i32, flags: Flags) -> Vec<Decoded> {
    let readings = vec![Reading::new(Vital::Spo2, Some(percent * 10), flags)];
    vec![Decoded::Numerics { device_time: time.map(|time| DeviceTime(TODAY + time)), readings }]
}

impl Home {
    /// The device says something; true when it is answered.
    fn hears(&mut self, decoded: Vec<Decoded>) -> bool {
        let at = MonoMs(self.mono);
        self.act(Action::Link(LinkNews { link: LinkId(0), at, news: News::Decoded(decoded) }));
        let kept = self.agent.kept();
        assert!(kept.iter().all(|kept| *kept == Kept { link: LinkId(0), at }) && kept.len() <= 1, "{kept:?}");
        self.mono += 100;
        !kept.is_empty()
    }

    /// The saturations at the hub once everything has arrived there.
    fn arrived(&mut self) -> Vec<i32> {
        self.act(Action::Connected);
        for _ in 0..30 {
            self.mono += 1_000;
            self.act(Action::Tick);
        }
        let frames = self.records().filter_map(|record| if let Record::Frame(frame) = record { frame.get(Vital::Spo2) } else { None });
        let mut percents: Vec<i32> = frames.map(|reading| reading.raw.unwrap() / 10).collect();
        percents.sort_unstable();
        percents
    }
}

/// What a power failure would leave on the disk.
fn after_power_failure(disk: &Shared) -> Shared {
    let mut image = disk.0.borrow().clone();
    image.cut_power();
    Shared(Rc::new(RefCell::new(image)))
}

#[test]
fn what_is_answered_survives_a_power_failure_at_that_instant() {
    let disk = card(u64::MAX);
    let mut home = home(&disk, 1);
    assert!(home.hears(record(Some(1_000), 91, Flags::NONE)), "at once, and not within a second");
    assert_eq!(self::home(&after_power_failure(&disk), 2).arrived(), [91]);
}

#[test]
fn a_record_that_is_said_again_is_answered_again_and_recorded_once() {
    let mut home = home(&card(u64::MAX), 1);
    for flags in [Flags::NONE, Flags::FROM_MEMORY, Flags::FROM_MEMORY.with(Flags::LOW_BATTERY)] {
        assert!(home.hears(record(Some(1_000), 91, flags)), "its answer was lost: it needs another one");
    }
    // The same numbers at another time, and another number at the same one.
    assert!(home.hears(record(Some(2_000), 91, Flags::NONE)) && home.hears(record(Some(2_000), 92, Flags::NONE)));
    // What it said while nobody listened comes in one piece.
    let thrice =
        [record(Some(2_000), 91, Flags::FROM_MEMORY), record(Some(3_000), 93, Flags::NONE), record(Some(3_000), 93, Flags::FROM_MEMORY)];
    assert!(home.hears(thrice.concat()), "one answer, to the newest");
    assert_eq!(home.arrived(), [91, 91, 92, 93]);
}

#[test]
fn a_gateway_that_was_killed_before_it_answered_knows_what_it_had_taken() {
    let disk = card(u64::MAX);
    let mut first = home(&disk, 1);
    let before = Shared(Rc::new(RefCell::new(disk.0.borrow().clone())));
    first.hears(record(Some(1_000), 91, Flags::NONE));
    drop(first);
    disk.0.borrow_mut().kill_process();
    let mut again = home(&disk, 2);
    assert!(again.hears(record(Some(1_000), 91, Flags::FROM_MEMORY)), "it was durable");
    assert!(again.hears(record(Some(2_000), 92, Flags::NONE)));
    assert_eq!(again.arrived(), [91, 92]);
    // Killed before it had read it.
    let mut never = home(&before, 2);
    assert!(never.hears(record(Some(1_000), 91, Flags::NONE)));
    assert_eq!(never.arrived(), [91]);
}

#[test]
fn what_the_hub_has_is_known_after_a_start_as_well() {
    let disk = card(u64::MAX);
    let mut first = home(&disk, 1);
    first.hears(record(Some(1_000), 91, Flags::NONE));
    assert_eq!(first.arrived(), [91]);
    first.agent.close().unwrap();
    let mut again = home(&disk, 2);
    assert!(again.hears(record(Some(1_000), 91, Flags::FROM_MEMORY)));
    again.held = first.held;
    assert_eq!(again.arrived(), [91]);
}

#[test]
fn what_a_full_disk_has_no_room_for_is_not_answered_until_it_has() {
    let disk = card(u64::MAX);
    let mut home = home(&disk, 1);
    assert!(home.hears(record(Some(0), 90, Flags::NONE)));
    disk.0.borrow_mut().set_capacity(0);
    let answered = (0..3).filter(|_| home.hears(record(Some(1_000), 91, Flags::NONE))).count();
    assert_eq!(answered, 0);
    disk.0.borrow_mut().set_capacity(u64::MAX);
    home.mono += 20_000;
    home.act(Action::Tick);
    home.agent.kept();
    assert!(home.hears(record(Some(1_000), 91, Flags::NONE)));
    assert_eq!(home.arrived(), [90, 91]);
}

#[test]
fn what_a_failing_disk_may_have_lost_is_not_answered_and_taken_once_it_works() {
    let disk = card(u64::MAX);
    let mut home = home(&disk, 1);
    disk.0.borrow_mut().set_fault(Fault::FailFrom(0));
    assert!(!home.hears(record(Some(1_000), 91, Flags::NONE)) && !home.hears(record(Some(1_000), 91, Flags::NONE)));
    disk.0.borrow_mut().set_fault(Fault::None);
    home.mono += 20_000;
    home.act(Action::Tick);
    assert!(home.hears(record(Some(1_000), 91, Flags::NONE)));
    assert_eq!(home.arrived(), [91]);
}

/// A kernel that could not write a page says so once; the page can be read until the power fails.
#[test]
fn what_only_the_system_has_after_a_failed_fsync_is_recorded_again_before_it_is_answered() {
    let disk = card(u64::MAX);
    let mut home = home(&disk, 1);
    assert!(home.hears(record(Some(1_000), 90, Flags::NONE)));
    disk.0.borrow_mut().set_fault(Fault::FailSyncs);
    assert!(!home.hears(record(Some(2_000), 91, Flags::NONE)));
    disk.0.borrow_mut().set_fault(Fault::None);
    home.mono += 20_000;
    home.act(Action::Tick);
    for _ in 0..2 {
        assert!(home.hears(record(Some(1_000), 90, Flags::FROM_MEMORY)) && home.hears(record(Some(2_000), 91, Flags::FROM_MEMORY)));
    }
    assert_eq!(self::home(&after_power_failure(&disk), 2).arrived(), [90, 91]);
}

#[test]
fn a_device_that_is_attached_anew_is_not_answered_for_what_still_waits_for_room() {
    let disk = card(u64::MAX);
    let mut config = config_of("nonin-df13", 100_000_000);
    config.outbox.min_free_bytes = 1_000_000;
    let device = config.devices[0].clone();
    let mut home = Home::with(&config, &disk, TODAY, 1, 5_000);
    assert!(home.hears(record(Some(0), 90, Flags::NONE)));
    // There is room for events alone: that the link is up again.
    disk.0.borrow_mut().set_capacity(900_000);
    assert!(!home.hears(record(Some(1_000), 91, Flags::NONE)));
    home.act(Action::Attach { link: LinkId(0), device });
    assert!(!home.hears(record(Some(1_000), 91, Flags::FROM_MEMORY)), "it waits in memory");
    assert_eq!(self::home(&after_power_failure(&disk), 2).arrived(), [90]);
    disk.0.borrow_mut().set_capacity(u64::MAX);
    home.mono += 20_000;
    home.act(Action::Tick);
    home.agent.kept();
    assert!(home.hears(record(Some(1_000), 91, Flags::FROM_MEMORY)));
    assert_eq!(home.arrived(), [90, 91]);
}

/// It begins at the same time whenever it gets a battery, and a saturation has a few dozen values.
#[test]
fn a_measurement_of_a_device_whose_clock_begins_anew_is_recorded_although_one_like_it_was() {
    let mut home = home(&card(u64::MAX), 1);
    let begins_anew = |percent| record(Some(946_684_800_000 + 60_000 - TODAY), percent, Flags::NONE);
    assert!(home.hears(begins_anew(91)) && home.hears(begins_anew(91)));
    assert_eq!(home.arrived(), [91, 91]);
}

/// Its clock was never set: nobody can tell the next measurement with these numbers from this one, and none may be lost.
#[test]
fn records_without_a_time_are_each_recorded_and_answered() {
    let mut home = home(&card(u64::MAX), 1);
    assert!(home.hears(record(None, 91, Flags::NONE)) && home.hears(record(None, 91, Flags::NONE)));
    assert_eq!(home.arrived(), [91, 91]);
}

#[test]
fn a_device_that_nobody_answers_is_recorded_as_often_as_it_speaks() {
    let mut home = Home::new(&card(u64::MAX), 100_000_000, TODAY, 1, 5_000);
    assert!(!home.hears(record(Some(1_000), 91, Flags::NONE)) && !home.hears(record(Some(1_000), 91, Flags::NONE)));
    assert_eq!(home.arrived(), [91, 91]);
}
