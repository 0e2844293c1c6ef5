//! What people may do to alerts, and what only people may do.

use super::rig::{BEGIN, Rig, device, oximeter};
use hearth_alerts::budget::NOTE_BYTES_MAX;
use hearth_alerts::{ActError, Action, Actor, AlertId, Change, Doing, Intent, Limits, Priority, Remind, StaffId};
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

const CALLS: Intent = Intent { action: Some(Action::CallingPatient), remind: None };

#[test]
fn who_takes_an_alert_may_say_what_they_do_in_the_same_act() {
    let (mut rig, id) = ringing();
    let now = rig.now();
    let steps = rig.episode.take(id, 1, NURSE, Intent { remind: Some(Remind::Ten), ..CALLS }, now).unwrap();
    assert_eq!(steps.iter().map(|step| step.change).collect::<Vec<_>>(), [Change::Acknowledged, Change::Acted]);
    assert_eq!(steps.iter().map(|step| step.alert.version).collect::<Vec<_>>(), [2, 3]);
    let after = &steps[1].alert;
    assert_eq!((after.acknowledged, steps[1].actor), (Some((NURSE, now.wall)), Actor::Person(NURSE)));
    assert_eq!(after.doing, Doing { action: Some(Action::CallingPatient), remind_at: Some(now.wall.plus(600_000)) });
}

#[test]
fn who_says_nothing_has_it_with_one_step_as_before() {
    let (mut rig, id) = ringing();
    let steps = rig.episode.take(id, 1, NURSE, Intent::NOTHING, rig.now()).unwrap();
    assert_eq!(steps.iter().map(|step| step.change).collect::<Vec<_>>(), [Change::Acknowledged]);
    assert_eq!(steps[0].alert.doing, Doing::default());
}

#[test]
fn who_has_it_says_later_what_they_do_and_nobody_else_does() {
    let (mut rig, id) = ringing();
    rig.acknowledge(id, 1, NURSE);
    let now = rig.now();
    let other = rig.episode.take(id, 2, StaffId(2), CALLS, now);
    assert!(matches!(other, Err(ActError::AlreadyAcknowledged { by: NURSE, .. })), "{other:?}");
    let said = rig.episode.take(id, 2, NURSE, CALLS, now).unwrap();
    assert_eq!((said.len(), said[0].change, said[0].alert.version), (1, Change::Acted, 3));
    let watches = Intent { action: Some(Action::Watching), remind: None };
    let again = rig.episode.take(id, 3, NURSE, watches, now).unwrap();
    assert_eq!(again[0].alert.doing.action, Some(Action::Watching), "what is said last stands");
    assert_eq!(again[0].alert.acknowledged, said[0].alert.acknowledged, "since when she has it does not change");
    let plain = rig.episode.take(id, 4, NURSE, Intent::NOTHING, now);
    assert!(matches!(plain, Err(ActError::AlreadyAcknowledged { .. })), "to have it twice is no news");
}

#[test]
fn a_reminder_of_a_high_alert_comes_within_five_minutes_or_nothing_is_done() {
    let (mut rig, id) = ringing();
    spo2(&mut rig, 20, 23, 750);
    let (now, version) = (rig.now(), rig.stored()[0].version);
    for late in [Remind::Ten, Remind::Fifteen] {
        let refused = rig.episode.take(id, version, NURSE, Intent { remind: Some(late), ..CALLS }, now);
        assert_eq!(refused, Err(ActError::ReminderTooLate { max_min: 5 }));
    }
    assert!(rig.episode.open_alerts().all(|alert| alert.acknowledged.is_none()), "who is refused has not taken it either");
    assert!(rig.episode.take(id, version, NURSE, Intent { remind: Some(Remind::Five), ..CALLS }, now).is_ok());
}

#[test]
fn who_says_the_same_twice_within_seconds_has_said_it_once() {
    let (mut rig, id) = ringing();
    let now = rig.now();
    let intent = Intent { remind: Some(Remind::Five), ..CALLS };
    let said = rig.episode.take(id, 1, NURSE, intent, now).unwrap();
    let due = said[1].alert.doing.remind_at;
    rig.run_to(24_000);
    assert_eq!(rig.episode.take(id, 1, NURSE, intent, rig.now()), Ok(Vec::new()), "a screen tries again");
    let alert = rig.episode.open_alerts().find(|alert| alert.id == id).unwrap();
    assert_eq!((alert.doing.remind_at, alert.version), (due, 3));
    rig.run_to(60_000);
    assert_eq!(rig.episode.take(id, 3, NURSE, intent, rig.now()).unwrap().len(), 1, "a minute later it is meant");
}

#[test]
fn who_does_more_and_says_no_time_is_reminded_when_they_had_asked_to_be() {
    let (mut rig, id) = ringing();
    let now = rig.now();
    rig.episode.take(id, 1, NURSE, Intent { remind: Some(Remind::Five), ..CALLS }, now).unwrap();
    rig.run_to(80_000);
    let later = rig.now();
    let watches = Intent { action: Some(Action::Watching), remind: None };
    let said = rig.episode.take(id, 3, NURSE, watches, later).unwrap();
    let due = Some(now.wall.plus(300_000));
    assert_eq!(said[0].alert.doing, Doing { action: Some(Action::Watching), remind_at: due });
    rig.run_to(400_000);
    let over = rig.episode.take(id, 4, NURSE, CALLS, rig.now()).unwrap();
    assert_eq!(over[0].alert.doing.remind_at, None, "what has come is asked for no more");
}

#[test]
fn what_was_said_counts_no_more_once_nobody_or_somebody_else_has_it() {
    let (mut rig, id) = ringing();
    let now = rig.now();
    rig.episode.take(id, 1, NURSE, CALLS, now).unwrap();
    let handed = rig.episode.take_over(id, 3, StaffId(2), now).unwrap().unwrap();
    assert_eq!(handed.alert.doing, Doing::default());
    rig.episode.take(id, 4, StaffId(2), CALLS, now).unwrap();
    spo2(&mut rig, 20, 23, 750);
    let voided = rig.steps().find(|step| step.change == Change::AcknowledgementVoided).unwrap();
    assert_eq!(voided.alert.doing, Doing::default());
}
