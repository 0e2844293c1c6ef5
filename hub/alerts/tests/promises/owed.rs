//! What is owed to a patient and late: each that becomes late rings, and nobody is told that all is well when it was not done.

use super::rig::{BEGIN, Rig, device, home, oximeter};
use hearth_alerts::verdict::Purpose;
use hearth_alerts::{Alert, Change, Condition, Limits, OwedNow, Response, Rule, StaffId, Transition};
use hearth_vitals::{Flags, Reading, Vital};

const ANA: StaffId = StaffId(1);

fn alert(rig: &Rig) -> Alert {
    rig.stored().into_iter().find(|alert| alert.rule == Rule::TaskLate).unwrap()
}

fn late(times: i32) -> OwedNow {
    OwedNow::Late { since: BEGIN, times }
}

fn ringing() -> Rig {
    let mut rig = Rig::new(Limits::thresholds_adult(), vec![oximeter(1_000)]);
    rig.owed(late(1));
    rig.acknowledge(alert(&rig).id, 1, ANA);
    rig
}

fn changes(rig: &Rig) -> Vec<Change> {
    rig.steps().filter(|step| step.alert.rule == Rule::TaskLate).map(|step| step.change).collect()
}

#[test]
fn what_becomes_late_after_somebody_took_the_first_rings_anew_and_is_nobodys() {
    let mut rig = ringing();
    rig.owed(late(1));
    assert_eq!(changes(&rig), [Change::Raised, Change::Acknowledged], "told again it is the same");
    rig.restart();
    rig.owed(late(2));
    assert_eq!(changes(&rig)[2..], [Change::SeverityRaised, Change::AcknowledgementVoided]);
    let alert = alert(&rig);
    assert_eq!((alert.acknowledged, alert.extreme), (None, Some(2)));
    assert!(rig.episode.tells_owed(late(2)) && !rig.episode.tells_owed(late(3)));
    let now = rig.now();
    assert!(rig.episode.acknowledge(alert.id, 1, ANA, now).is_err(), "who saw one late has not seen two");
}

#[test]
fn a_day_that_ended_without_it_waits_until_somebody_has_seen_that_and_says_so() {
    let mut rig = ringing();
    rig.owed(OwedNow::Missed);
    rig.run_to(3_600_000);
    let of_it = |step: &&Transition| step.alert.rule == Rule::TaskLate;
    let last: Vec<_> = rig.steps().filter(of_it).skip(2).map(|step| (step.change, step.reason.as_ref())).collect();
    assert_eq!(last, [(Change::Cleared, "owed_missed"), (Change::AcknowledgementVoided, "owed_missed")]);
    let missed = alert(&rig);
    assert_eq!((missed.open, missed.condition, missed.response), (true, Condition::Cleared, Response::None));
    rig.restart();
    rig.run_to(7_200_000);
    assert!(alert(&rig).open, "nobody has looked");
    rig.review(missed.id, missed.version, ANA, "");
    assert!(rig.stored().iter().all(|alert| alert.rule != Rule::TaskLate), "looked at");
}

#[test]
fn who_takes_it_after_the_day_ended_without_it_has_it_and_it_is_closed_by_a_review_alone() {
    let mut rig = ringing();
    rig.owed(OwedNow::Missed);
    let missed = alert(&rig);
    rig.run_to(60_000);
    rig.acknowledge(missed.id, missed.version, ANA);
    rig.run_to(3_600_000);
    rig.restart();
    rig.run_to(7_200_000);
    let taken = alert(&rig);
    assert_eq!((taken.open, taken.response), (true, Response::Acknowledged), "nobody has said what came of it");
    rig.review(taken.id, taken.version, ANA, "The crew could not get in.");
    assert_eq!(changes(&rig).last(), Some(&Change::Closed));
}

#[test]
fn what_was_done_before_anybody_took_it_is_reviewed_too() {
    let mut rig = Rig::new(Limits::thresholds_adult(), vec![oximeter(1_000)]);
    rig.owed(late(1));
    rig.owed(OwedNow::Done);
    let done = alert(&rig);
    rig.run_to(60_000);
    rig.acknowledge(done.id, done.version, ANA);
    rig.run_to(120_000);
    let taken = alert(&rig);
    assert_eq!((taken.open, taken.response), (true, Response::Acknowledged));
    rig.review(taken.id, taken.version, ANA, "");
    assert_eq!(changes(&rig).last(), Some(&Change::Closed));
}

#[test]
fn what_was_done_late_is_closed_by_itself_for_whoever_had_it() {
    let mut rig = ringing();
    rig.owed(OwedNow::Done);
    assert_eq!(changes(&rig)[2..], [Change::Cleared, Change::Closed]);
}

#[test]
fn what_rules_wish_is_not_known_from_a_restart_until_they_were_asked() {
    let mut rig = Rig::new(Limits::thresholds_adult(), vec![oximeter(1_000)]);
    assert!(rig.episode.wished(rig.now()).is_some(), "a new stay wishes nothing");
    rig.restart();
    assert!(rig.episode.wished(rig.now()).is_none());
    rig.run_to(1_000);
    assert!(rig.episode.wished(rig.now()).is_some());
}

#[test]
fn a_sensor_that_is_off_for_five_minutes_is_to_be_phoned_for_until_it_is_on() {
    let mut rig = Rig::new(Limits::thresholds_adult(), vec![oximeter(1_000)]);
    let phones = |rig: &Rig| rig.episode.wished(rig.now()).is_some_and(|mut wished| wished.any(|wish| wish.purpose == Purpose::PutOn));
    for second in 0..=600 {
        rig.run_to(second * 1_000);
        rig.home_heard(&home());
        let is_off = (10..590).contains(&second);
        let off = || Reading::missing(Vital::Spo2, Flags::SENSOR_OFF);
        let on = || Reading::checked(Vital::Spo2, 970, Flags::NONE);
        rig.frame(&device("oximeter"), BEGIN.plus(second * 1_000), vec![if is_off { off() } else { on() }]);
        if second == 400 {
            rig.restart();
            rig.run_to(second * 1_000 + 1);
        }
        assert_eq!(phones(&rig), (309..590).contains(&second), "after {second} s");
    }
}
