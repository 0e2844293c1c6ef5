//! What alerts ask of people.

use super::{BEGIN, minute};
use hearth_alerts::Priority;
use hearth_alerts::burden::{Burden, Heard};
use serde_json::Value;
use std::collections::BTreeSet;

fn heard(seconds: i64, key: &str, until: Option<i64>) -> Heard<'_> {
    let at = |seconds: i64| BEGIN.plus(seconds * 1_000);
    Heard { at: at(seconds), key, priority: Priority::Low, until: until.map(at) }
}

fn read(event: &Value) -> Heard<'_> {
    let priority = event[2].as_str().unwrap().parse().unwrap();
    Heard { priority, ..heard(event[0].as_i64().unwrap(), event[1].as_str().unwrap(), event[3].as_i64()) }
}

/// A part of a whole, rounded to so many decimals.
fn share(part: u32, whole: u32, times: f64, decimals: i32) -> f64 {
    let scale = 10_f64.powi(decimals);
    (f64::from(part) * times / f64::from(whole) * scale).round() / scale
}

#[test]
fn every_log_of_the_vectors_has_its_figures() {
    let vectors: Value = serde_json::from_str(include_str!("../vectors/alarm_metrics.json")).unwrap();
    for case in vectors["cases"].as_array().unwrap() {
        let events: Vec<Heard<'_>> = case["events"].as_array().unwrap().iter().map(read).collect();
        let burden = Burden::of(&events, BEGIN, minute(case["hours"].as_i64().unwrap() * 60));
        let (expected, id) = (&case["expected"], &case["id"]);
        let named = |field: &str| expected[field].as_array().unwrap().iter().map(|key| key.as_str().unwrap()).collect::<BTreeSet<_>>();
        assert_eq!((burden.total, burden.most), (number(&expected["total"]), number(&expected["max_in_10min"])), "{id}");
        assert_eq!((&burden.chattering, &burden.stale), (&named("chattering"), &named("stale_over_24h")), "{id}");
        let total = burden.total;
        let figures = [
            (share(total, burden.bins, 1.0, 3), &expected["mean_per_10min"]),
            (share(burden.floods, burden.bins, 100.0, 2), &expected["pct_10min_over_10"]),
            (share(burden.top.unwrap().1, total, 100.0, 1), &expected["top1_share_pct"]),
            (share(burden.by_priority[0], total, 100.0, 1), &expected["priority_pct"]["low"]),
            (share(burden.by_priority[1], total, 100.0, 1), &expected["priority_pct"]["medium"]),
            (share(burden.by_priority[2], total, 100.0, 1), &expected["priority_pct"]["high"]),
        ];
        for (figure, wanted) in figures {
            assert_eq!(Some(figure), wanted.as_f64(), "{id}");
        }
    }
}

fn number(value: &Value) -> u32 {
    value.as_u64().unwrap().try_into().unwrap()
}

#[test]
fn a_flood_is_more_than_ten_in_a_bin_and_a_period_has_its_edges() {
    let row = |count: i64| -> Vec<Heard<'static>> { (0..count).map(|second| heard(second, "a", None)).collect() };
    let floods = |count| Burden::of(&row(count), BEGIN, minute(15)).floods;
    assert_eq!((floods(10), floods(11)), (0, 1));
    let edges = [heard(-1, "a", None), heard(0, "a", None), heard(599, "b", None), heard(600, "b", None), heard(900, "c", None)];
    let burden = Burden::of(&edges, BEGIN, minute(15));
    assert_eq!((burden.total, burden.bins, burden.most, burden.top), (3, 2, 2, Some(("b", 2))));
    assert_eq!(Burden::of(&[], BEGIN, minute(10)), Burden { bins: 1, ..Burden::default() });
}

#[test]
fn three_in_a_minute_chatter_and_more_than_a_day_is_stale() {
    let named = |events: &[Heard<'static>]| {
        let burden = Burden::of(events, BEGIN, minute(3 * 1_440));
        (burden.chattering.len(), burden.stale.len())
    };
    assert_eq!(named(&[heard(60, "a", Some(61)), heard(0, "a", Some(1)), heard(30, "a", Some(31))]), (1, 0), "in any order");
    assert_eq!(named(&[heard(0, "a", Some(1)), heard(30, "a", Some(31)), heard(61, "a", Some(62))]), (0, 0));
    assert_eq!(named(&[heard(0, "a", Some(1)), heard(30, "b", Some(31)), heard(60, "a", Some(62))]), (0, 0));
    assert_eq!(
        (named(&[heard(0, "a", Some(86_400))]), named(&[heard(0, "a", Some(86_401))]), named(&[heard(0, "a", None)])),
        ((0, 0), (0, 1), (0, 1))
    );
    assert_eq!(named(&[heard(200_000, "a", None)]), (0, 0), "not longer than the period");
}

#[test]
fn of_two_that_ring_as_often_the_first_by_name_is_told() {
    assert_eq!(Burden::of(&[heard(2, "b", None), heard(1, "a", None)], BEGIN, minute(10)).top, Some(("a", 1)));
}

#[test]
fn what_rang_before_the_period_and_stands_in_it_is_stale() {
    let day = 1_440;
    let heard = |at: i64, until: Option<i64>| Heard { at: minute(at), key: "old", priority: Priority::Low, until: until.map(minute) };
    let stale = |one| Burden::of(&[one], minute(day), minute(2 * day)).stale.len();
    assert_eq!(stale(heard(0, None)), 1, "two days by the end of the period");
    assert_eq!((stale(heard(0, Some(day + 1))), stale(heard(0, Some(day)))), (1, 0), "over before it began");
    assert_eq!(Burden::of(&[heard(0, None)], minute(day), minute(2 * day)).total, 0, "it rang before");
}
