//! What time it is, when nobody has set the clock.

use super::home::{Home, TODAY, card};
use hearth_gateway::agent::Action;
use hearth_vitals::{Class, ClockQuality, MonoMs, Record, WallMs};

#[test]
fn readings_of_a_gateway_whose_clock_shows_1970_are_placed_by_the_hubs_receipt() {
    let mut home = Home::new(&card(u64::MAX), 100_000_000, 0, 1, 5_000);
    for _ in 0..60 {
        home.second(0);
    }
    assert_eq!(home.state, None);
    home.act(Action::Connected);
    for _ in 0..3 {
        home.second(0);
    }
    let placed: Vec<i64> = home
        .records()
        .filter_map(|record| match record {
            Record::Anchor(anchor) => Some(anchor),
            _ => None,
        })
        .map(|anchor| {
            assert_eq!(anchor.quality, ClockQuality::Synchronised);
            anchor.place(MonoMs(0)).since(WallMs(TODAY))
        })
        .collect();
    assert!(!placed.is_empty() && placed.iter().all(|error| error.abs() <= 60), "{placed:?}");
    assert_eq!(home.records().filter(|record| record.class() == Class::Numerics).count(), 63);
    assert!(!home.problems().contains(&"clock_unknown".to_owned()));
}

#[test]
fn a_clock_nobody_set_is_told_while_the_hub_is_silent() {
    let mut home = Home::new(&card(u64::MAX), 100_000_000, 0, 1, 5_000);
    home.hub_answers = false;
    home.act(Action::Connected);
    home.second(0);
    assert_eq!(home.problems(), ["clock_unknown"]);
    for _ in 0..61 {
        home.second(0);
    }
    assert!(home.problems().contains(&"no_receipts".to_owned()));
}
