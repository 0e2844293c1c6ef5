//! Tests of how alerts are counted, how events are told of, and how differences are found.

use super::*;
use crate::differ::{Differs, Slack, compare};
use crate::told::gather;
use hearth_alerts::{AlertId, Episode, FrameAt, Limits, Now};
use hearth_vitals::{DeviceId, Flags, MonoMs, Reading, Vital};
use std::collections::BTreeMap as Map;

const MINUTE_MS: i64 = 60_000;

/// The alerts that the engine raises for these saturations (percent), one a second from 0.
fn told(percents: &[i32]) -> Vec<AlertRecord> {
    let now = |ms: i64| Now { wall: WallMs(ms), mono: MonoMs(ms.unsigned_abs()) };
    let (mut episode, mut known, mut last) = (Episode::new(Limits::thresholds_adult(), Vec::new(), now(0)), Map::new(), 0);
    let device = DeviceId::new("oxi-0001").unwrap();
    for (second, percent) in percents.iter().enumerate() {
        let at = now(second as i64 * 1_000);
        let readings = [Reading::checked(Vital::Spo2, percent * 10, Flags::NONE)];
        let frame = FrameAt { device: &device, at: at.wall, received: at.wall, readings: &readings };
        let mut ids = || {
            last += 1;
            AlertId(last)
        };
        gather(&mut known, &episode.frame(&frame, at, &mut ids));
        gather(&mut known, &episode.tick(at, &mut ids));
    }
    known.into_values().collect()
}

fn fall() -> Vec<AlertRecord> {
    told(&[vec![97; 60], vec![75; 60], vec![97; 120]].concat())
}

#[test]
fn an_alert_counts_once_at_its_highest_and_an_event_is_told_by_what_rang_before_it() {
    let fall = fall();
    let event = |at| Marked { episode: "a".into(), at: WallMs(at), word: "fall".into() };
    let mut trial = Trial::default();
    let span = (WallMs(0), WallMs(4 * MINUTE_MS));
    trial.add("a", span, [&fall, &[]], &[event(2 * MINUTE_MS), event(30_000), Marked { episode: "b".into(), ..event(2 * MINUTE_MS) }]);
    assert_eq!(trial.present.clinical, ByPriority { high: 1.0, ..ByPriority::default() });
    assert_eq!(trial.present.minutes(ByPriority { high: 10.0, medium: 4.0, low: 1.0 }), 10.0);
    assert_eq!(trial.events.len(), 2, "another stay's event is not this one's");
    let lead = trial.events[0].present.lead_ms.unwrap();
    assert!((50_000..60_000).contains(&lead), "a critical fall rings within seconds: {lead}");
    assert_eq!(trial.events[0].present.high_lead_ms, Some(lead));
    assert_eq!(trial.events[1].present, Herald::default(), "what rings later tells of nothing before");
    assert_eq!(trial.lost().count(), 1);
    assert!((trial.a_day(trial.present.clinical).all() - 360.0).abs() < 1e-6, "one in four minutes");
}

#[test]
fn an_alert_that_only_one_side_has_is_lost_or_new_and_one_that_is_less_urgent_is_named_as_that() {
    let (fall, span) = (fall(), (WallMs(0), WallMs(4 * MINUTE_MS)));
    let swaps = |sides: [&[AlertRecord]; 2]| {
        let mut trial = Trial::default();
        trial.add("a", span, sides, &[]);
        let swaps = trial.swaps;
        [swaps.lost, swaps.gained, swaps.less_urgent].map(|rings| (rings.count, rings.named.len()))
    };
    assert_eq!(swaps([&fall, &fall]), [(0, 0); 3], "the same on both sides");
    assert_eq!(swaps([&fall, &[]]), [(1, 1), (0, 0), (0, 0)]);
    assert_eq!(swaps([&[], &fall]), [(0, 0), (1, 1), (0, 0)]);
    let mut milder = fall.clone();
    milder[0].steps.iter_mut().for_each(|step| step.priority = Priority::Low);
    assert_eq!(swaps([&fall, &milder]), [(0, 0), (0, 0), (1, 1)]);
    assert_eq!(swaps([&milder, &fall]), [(0, 0); 3], "more urgent is no loss");
    let moved = |by_ms: i64| {
        let mut moved = fall.clone();
        moved[0].steps.iter_mut().for_each(|step| step.at = step.at.plus(by_ms));
        moved
    };
    assert_eq!(swaps([&fall, &moved(9 * MINUTE_MS)])[0], (0, 0), "later, and about the same");
    assert_eq!(swaps([&fall, &moved(20 * MINUTE_MS)])[0], (1, 1), "too late to be about the same");
}

#[test]
fn the_figures_are_of_all_stays_together_and_of_nothing_before_the_first_instant() {
    let fall = fall();
    let mut trial = Trial::default();
    let span = (WallMs(0), WallMs(20 * MINUTE_MS));
    for stay in ["a", "b"] {
        trial.add(stay, span, [&fall, &[]], &[]);
    }
    let figures = trial.present.ringing.figures(span);
    assert_eq!((figures.bins, figures.most, figures.floods, figures.chattering, figures.left_out), (2, 2, 0, 0, 0));
    assert_eq!(trial.candidate.ringing.figures(span).most, 0);
    let mut later = Trial::default();
    later.add("a", (WallMs(3 * MINUTE_MS), span.1), [&fall, &[]], &[]);
    assert_eq!((later.swaps.lost.count, later.present.ringing.figures(span).most), (0, 0));
}

#[test]
fn a_step_that_differs_is_found_with_its_field_and_an_alert_of_one_side_with_its_side() {
    let (fall, span) = (fall(), (WallMs(-MINUTE_MS), WallMs(60 * MINUTE_MS)));
    let compared = |other: &[AlertRecord]| compare(&fall, other, span, Slack::default());
    assert_eq!(compared(&fall).differences, []);
    assert_eq!(compared(&fall).alerts, 1);
    let mut late = fall.clone();
    late[0].steps[0].at = late[0].steps[0].at.plus(Slack::default().hub_ms);
    assert_eq!((compared(&late).differences.len(), compared(&late).apart_ms), (0, Slack::default().hub_ms), "a commit may wait");
    let mut worse = fall.clone();
    worse[0].steps[0].value = Some(1);
    assert!(matches!(compared(&worse).differences[..], [ref one] if matches!(one.what, Differs::Step(1, "value", _))));
    let mut shorter = fall.clone();
    shorter[0].steps.pop();
    let missing = shorter[0].steps.len() + 1;
    assert!(matches!(compared(&shorter).differences[..], [ref one] if matches!(&one.what, Differs::Step(n, "step", _) if *n == missing)));
    let mut extreme = fall.clone();
    extreme[0].alert.extreme = None;
    assert_eq!(compared(&extreme).differences[0].what, Differs::Alert("extreme"));
    assert_eq!(compared(&[]).differences[0].what, Differs::OnlyStored);
    assert_eq!(compare(&[], &fall, span, Slack::default()).differences[0].what, Differs::OnlyFolded);
    let began_before = compare(&fall, &[], (WallMs(2 * MINUTE_MS), span.1), Slack::default());
    assert_eq!((began_before.differences.len(), began_before.began_before), (0, 1), "{began_before:?}");
}
