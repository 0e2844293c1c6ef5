//! What people may do to alerts, and what only people may do.

use crate::rig::{BEGIN, Rig, device, oximeter};
use hearth_alerts::budget::NOTE_BYTES_MAX;
use hearth_alerts::{ActError, Actor, AlertId, Change, Limits, Priority, StaffId};
use hearth_vitals::{Flags, Reading, Vital};

const NURSE: StaffId = StaffId(1);

fn spo2(rig: &mut Rig, from_s: i64, until_s: i64, raw: i32) {
    for second in from_s..until_s {
        rig.run_to(second * 1_000);
        rig.frame(&device("oximeter"), BEGIN.plus(second * 1_000), vec![Reading::checked(Vital::Spo2, raw, Flags::NONE)]);
    }
}

fn ringing() -> (Rig, AlertId) {
    let mut rig = Rig::new(Limits::thresholds_adult(), vec![oximeter(1_000)]);
    spo2(&mut rig, 0, 20, 850);
    let id = rig.stored()[0].id;
    (rig, id)
}

#[test]
fn a_rise_in_priority_voids_the_acknowledgement_with_a_step_of_its_own() {
    let (mut rig, id) = ringing();
    rig.acknowledge(id, 1, NURSE);
    spo2(&mut rig, 20, 23, 750);
    let changes: Vec<_> = rig.steps().map(|step| step.change).collect();
    let rise = [Change::Worsened, Change::PriorityRaised, Change::AcknowledgementVoided];
    assert_eq!(changes[..2], [Change::Raised, Change::Acknowledged]);
    assert_eq!(changes[2..], rise);
    let alert = &rig.stored()[0];
    assert_eq!((alert.priority, alert.acknowledged, alert.version), (Priority::High, None, 5));
}

#[test]
fn an_alert_that_has_ended_still_says_what_it_was_about() {
    let (mut rig, id) = ringing();
    spo2(&mut rig, 20, 21, 820);
    spo2(&mut rig, 21, 40, 960);
    let cleared = rig.steps().last().unwrap();
    assert_eq!((cleared.change, cleared.value), (Change::Cleared, Some(960)), "the step tells what ended it");
    let alert = rig.stored().into_iter().find(|alert| alert.id == id).unwrap();
    assert_eq!((alert.value, alert.extreme, alert.limit), (Some(820), Some(820), Some(900)), "the alert what it was");
}

#[test]
fn a_worse_value_neither_rings_anew_nor_makes_a_press_stale() {
    let (mut rig, id) = ringing();
    spo2(&mut rig, 20, 21, 820);
    let alert = &rig.stored()[0];
    assert_eq!((alert.version, alert.value, alert.extreme), (2, Some(820), Some(820)));
    rig.acknowledge(id, 1, NURSE);
    assert_eq!(rig.steps().last().unwrap().change, Change::Acknowledged, "what she saw as 85 is the same alert");
}

#[test]
fn what_rose_since_it_was_shown_cannot_be_acknowledged_by_mistake() {
    let (mut rig, id) = ringing();
    spo2(&mut rig, 20, 23, 750);
    let now = rig.now();
    assert_eq!(rig.episode.acknowledge(id, 1, NURSE, now), Err(ActError::Stale { current: 3 }));
    assert_eq!(rig.episode.acknowledge(id, 99, NURSE, now), Err(ActError::Stale { current: 3 }), "a version of another life");
    assert!(rig.episode.acknowledge(id, 3, NURSE, now).is_ok());
}

#[test]
fn an_alert_that_cleared_since_it_was_shown_can_still_be_acknowledged() {
    let (mut rig, id) = ringing();
    spo2(&mut rig, 20, 40, 970);
    assert_eq!(rig.stored()[0].version, 2);
    rig.acknowledge(id, 1, NURSE);
    rig.run_to(41_000);
    assert_eq!(rig.steps().last().unwrap().change, Change::Closed);
}

#[test]
fn what_is_still_so_cannot_be_reviewed() {
    let (mut rig, id) = ringing();
    let now = rig.now();
    assert_eq!(rig.episode.review(id, 1, NURSE, "", now), Err(ActError::StillActive));
    assert_eq!(rig.episode.review(AlertId(999), 1, NURSE, "", now), Err(ActError::NotFound));
}

#[test]
fn a_note_too_long_is_refused_and_changes_nothing() {
    let (mut rig, id) = ringing();
    spo2(&mut rig, 20, 40, 970);
    let now = rig.now();
    let before = rig.episode.clone();
    let note = "x".repeat(NOTE_BYTES_MAX + 1);
    assert_eq!(rig.episode.review(id, 2, NURSE, &note, now), Err(ActError::NoteTooLong { max: NOTE_BYTES_MAX }));
    assert_eq!(rig.episode, before);
}

#[test]
fn the_reviewers_note_is_kept_as_the_reason() {
    let (mut rig, id) = ringing();
    spo2(&mut rig, 20, 40, 970);
    rig.review(id, 2, NURSE, "turned on her side");
    let review = rig.steps().find(|step| step.change == Change::Reviewed).unwrap();
    assert_eq!((review.actor, review.reason.as_str()), (Actor::Person(NURSE), "turned on her side"));
}
