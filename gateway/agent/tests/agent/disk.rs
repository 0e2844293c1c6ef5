//! What is kept on a disk that is full, fails, rots, or loses its power, and what is told of what is not.

use super::home::{Home, Shared, TODAY, card};
use hearth_gateway::agent::Action;
use hearth_gateway::links::{LinkId, LinkNews, News};
use hearth_outbox::sim::Fault;
use hearth_vitals::{Class, EventKind, Generation, LossReason, MonoMs, Record, Stream};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

#[test]
fn what_a_disk_that_was_full_for_an_hour_lost_is_told_to_the_last_number() {
    let disk = card(u64::MAX);
    let mut home = Home::new(&disk, 100_000_000, TODAY, 1, 5_000);
    home.second(200);
    disk.0.borrow_mut().set_capacity(0);
    // Long enough that there is no room even for the records that tell of the losses.
    for _ in 0..3_600 {
        home.second(200);
    }
    disk.0.borrow_mut().set_capacity(u64::MAX);
    home.act(Action::Connected);
    for _ in 0..300 {
        home.second(200);
    }
    let lost: Vec<_> = home.records().filter_map(|record| if let Record::Loss(loss) = record { Some(*loss) } else { None }).collect();
    let standing = home.agent.standing(Class::Waveforms).unwrap();
    let is_told =
        |seq: u64| lost.iter().any(|loss| loss.stream == standing.stream && (loss.range.first()..loss.range.end()).contains(&seq));
    let untold: Vec<u64> =
        (0..standing.durable_end).filter(|seq| !home.held.contains_key(&(standing.stream, *seq)) && !is_told(*seq)).collect();
    assert!(standing.durable_end > 3_600 && !lost.is_empty());
    assert_eq!(untold, [0_u64; 0], "neither held nor told as lost; backlog {}", home.agent.backlog());
}

#[test]
fn a_full_disk_sheds_waveforms_first_and_says_what_is_lost() {
    let mut home = Home::new(&card(u64::MAX), 900_000, TODAY, 1, 5_000);
    for _ in 0..400 {
        home.second(2_000);
    }
    home.act(Action::Connected);
    for _ in 0..120 {
        home.second(0);
    }
    let held = |class| home.records().filter(|record| record.class() == class).count();
    assert_eq!(held(Class::Numerics), 520, "no numeric was shed");
    let mut lost = 0;
    for record in home.records() {
        if let Record::Loss(loss) = record {
            assert_eq!((loss.stream.class, loss.reason), (Class::Waveforms, LossReason::DiskFull));
            lost += loss.range.count();
        }
    }
    assert!(lost > 0);
    assert_eq!(held(Class::Waveforms) as u64 + lost, 400, "every waveform block is held or told as lost");
}

#[test]
fn a_disk_without_any_room_is_told_and_taking_goes_on_when_there_is_some() {
    let disk = card(700_000);
    let mut home = Home::new(&disk, 100_000_000, TODAY, 1, 5_000);
    home.hub_answers = false;
    home.act(Action::Connected);
    for _ in 0..400 {
        home.second(2_000);
    }
    assert!(home.problems().contains(&"disk_full".to_owned()), "{:?}", home.problems());
    home.hub_answers = true;
    for _ in 0..700 {
        home.second(0);
    }
    assert!(!home.problems().contains(&"disk_full".to_owned()), "{:?}", home.problems());
    let last = home.records().filter(|record| record.class() == Class::Numerics).map(Record::mono).max().unwrap();
    assert!(home.mono - last.0 < 3_000, "the newest reading is held");
}

#[test]
fn a_failed_fsync_stops_taking_at_once_and_the_next_opening_tells_the_gap() {
    let mut home = Home::new(&card(u64::MAX), 100_000_000, TODAY, 1, 5_000);
    home.act(Action::Connected);
    for _ in 0..5 {
        home.second(0);
    }
    home.disk.0.borrow_mut().set_fault(Fault::FailFrom(0));
    home.second(0);
    home.second(0);
    assert!(home.problems().contains(&"disk_fault".to_owned()), "{:?}", home.problems());
    let before = home.held.len();
    home.disk.0.borrow_mut().set_fault(Fault::None);
    for _ in 0..15 {
        home.second(0);
    }
    assert!(home.held.len() > before);
    assert!(!home.problems().contains(&"disk_fault".to_owned()));
    let has = |wanted: fn(&EventKind) -> bool| home.records().any(|record| matches!(record, Record::Event(event) if wanted(&event.kind)));
    assert!(has(|kind| matches!(kind, EventKind::DiskFault)));
    assert!(has(|kind| matches!(kind, EventKind::NotCollected { from, until } if until.since(*from) >= 8_000)));
}

/// Flips a bit of the record that was written last in a stream.
fn rot_last(disk: &Shared, stream: Stream) {
    let begin = format!("{:016x}-{}-", stream.generation.0, stream.class as u8);
    let mut disk = disk.0.borrow_mut();
    let name = disk.names().into_iter().filter(|name| name.starts_with(&begin)).max().unwrap();
    *disk.contents_mut(&name).unwrap().last_mut().unwrap() ^= 1;
}

#[test]
fn a_loss_whose_record_rots_before_it_is_sent_is_told_again() {
    let disk = card(u64::MAX);
    let mut home = Home::new(&disk, 100_000_000, TODAY, 1, 5_000);
    for _ in 0..5 {
        home.second(0);
    }
    let readings = home.agent.standing(Class::Numerics).unwrap();
    drop(home);
    disk.0.borrow_mut().kill_process();
    rot_last(&disk, readings.stream);
    let mut home = Home::new(&disk, 100_000_000, TODAY, 2, 5_000);
    // The start has recorded that the last reading is lost; nothing was taken after it.
    home.act(Action::Tick);
    rot_last(&disk, home.agent.standing(Class::Events).unwrap().stream);
    home.act(Action::Connected);
    for _ in 0..60 {
        home.second(0);
    }
    let tells = |record: &&Record| matches!(record, Record::Loss(loss) if loss.stream == readings.stream && loss.range.first() == readings.next - 1);
    assert_eq!(home.records().filter(tells).count(), 1, "the lost reading is neither held nor told");
}

#[test]
fn each_start_tells_since_when_nothing_was_collected() {
    let disk = card(u64::MAX);
    let mut first = Home::new(&disk, 100_000_000, TODAY, 1, 5_000);
    for _ in 0..60 {
        first.second(0);
    }
    // Killed, so nothing is closed. The next start is half an hour later, after a reboot.
    let collected = TODAY + first.mono as i64;
    let held = first.held;
    let mut second = Home::new(&disk, 100_000_000, collected + 1_800_000 - 2_000, 2, 2_000);
    second.held = held;
    second.hub_offset = second.offset;
    second.act(Action::Connected);
    for _ in 0..5 {
        second.second(0);
    }
    let gaps: Vec<(i64, i64)> = second
        .records()
        .filter_map(|record| match record {
            Record::Event(event) => match event.kind {
                EventKind::NotCollected { from, until } => Some((from.0 - collected, until.0 - collected)),
                _ => None,
            },
            _ => None,
        })
        .collect();
    let [(from, until)] = gaps[..] else { panic!("{gaps:?}") };
    assert!((-11_000..=0).contains(&from) && (1_799_000..=1_801_000).contains(&until), "{from} {until}");
    let old = second.held.keys().filter(|key| key.0.generation.0 < 2_000 && key.0.class == Class::Numerics).count();
    assert!(old >= 59, "{old} readings of the first run");
}

#[test]
fn an_event_is_durable_at_once_and_a_reading_within_a_second() {
    let disk = card(u64::MAX);
    let mut home = Home::new(&disk, 100_000_000, TODAY, 1, 5_000);
    home.second(0);
    let image_after = |home: &Home| {
        let mut image = home.disk.0.borrow().clone();
        image.cut_power();
        let mut after = Home::new(&Shared(Rc::new(RefCell::new(image))), 100_000_000, TODAY, 2, 1_000);
        after.act(Action::Connected);
        after.second(0);
        after.held
    };
    let old = |held: &BTreeMap<(Stream, u64), Record>, class| {
        held.keys().filter(|key| key.0 == Stream { generation: Generation(1_001), class }).count()
    };
    // The port disappears, which is an event, and the power fails within the same second.
    home.mono += 1_000;
    home.act(Action::Tick);
    let before = old(&image_after(&home), Class::Events);
    home.act(Action::Link(LinkNews {
        link: LinkId(0),
        at: MonoMs(home.mono),
        news: News::Failed(hearth_gateway::links::Fault::Unplugged),
    }));
    let held = image_after(&home);
    assert!(old(&held, Class::Events) > before);
    let down = |record: &Record| matches!(record, Record::Event(event) if event.kind == EventKind::LinkDown);
    assert!(held.values().any(down));
    home.second(0);
    home.second(0);
    assert!(old(&image_after(&home), Class::Numerics) >= 2);
}
