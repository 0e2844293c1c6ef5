use super::*;

fn actor(person: bool) -> Actor {
    if person {
        Actor { kind: "person".into(), id: Some("p1".into()), name: None }
    } else {
        Actor { kind: "rule".into(), id: None, name: Some("limit".into()) }
    }
}

/// Steps: what, by a person, when.
fn history(alert: Alert, steps: &[(&str, bool, i64)]) -> AlertHistory {
    let step = |(index, (what, person, at)): (usize, &(&str, bool, i64))| Step {
        version: index as u64 + 1,
        at: *at,
        actor: actor(*person),
        what: (*what).into(),
    };
    let transitions: Vec<Step> = steps.iter().enumerate().map(step).collect();
    AlertHistory { alert: Alert { version: transitions.len() as u64, ..alert }, transitions }
}

fn alert() -> Alert {
    Alert { id: "a1".into(), rule: "spo2_low".into(), episode_id: Some("e1".into()), priority: "medium".into(), ..Alert::default() }
}

const STEPS: &[(&str, bool, i64)] = &[("raised", false, 10), ("acknowledged", true, 20), ("cleared", false, 30), ("closed", false, 30)];

fn good() -> AlertHistory {
    history(alert(), STEPS)
}

fn said(found: &[Finding]) -> String {
    found.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")
}

#[test]
fn a_complete_history_passes_one_with_a_gap_does_not() {
    assert_eq!(broken_history(&good()), []);
    let mut gap = good();
    gap.transitions.remove(1);
    assert!(said(&broken_history(&gap)).contains("step 2 has version 3"));
    let mut short = good();
    short.transitions.pop();
    assert!(said(&broken_history(&short)).contains("ends with 3") && said(&broken_history(&short)).contains("its last step is cleared"));
    let late = history(Alert { open: true, ..alert() }, &STEPS[1..]);
    assert!(said(&broken_history(&late)).contains("does not begin"));
}

#[test]
fn a_step_by_nobody_a_high_alert_that_no_person_closed_and_a_wrong_word_are_found() {
    let mut nobody = good();
    nobody.transitions[1].actor = Actor::default();
    assert!(said(&broken_history(&nobody)).contains("step 2 was made by nobody"));
    let high = history(Alert { priority: "high".into(), ..alert() }, STEPS);
    assert!(said(&broken_history(&high)).contains("without a person"));
    let reviewed = history(
        Alert { priority: "high".into(), ..alert() },
        &[("raised", false, 10), ("cleared", false, 20), ("reviewed", true, 30), ("closed", false, 30)],
    );
    assert_eq!(broken_history(&reviewed), []);
    let open = AlertHistory { alert: Alert { open: true, ..good().alert }, ..good() };
    assert!(said(&broken_history(&open)).contains("open is true"));
}

fn look(at: i64, alerts: &[Alert]) -> Look {
    Look { from: at, to: at, alerts: alerts.to_vec() }
}

#[test]
fn an_alert_that_is_shown_no_more_before_it_ended_or_was_never_stored_or_went_back_is_found() {
    let alert = good().alert;
    let alerts = std::slice::from_ref(&alert);
    assert_eq!(vanished(&[look(12, alerts), look(31, &[])], &[good()]), []);
    assert!(said(&vanished(&[look(12, alerts), look(25, &[])], &[good()])).contains("nothing had ended it"));
    assert!(said(&vanished(&[look(12, alerts), look(31, &[])], &[])).contains("not in the store"));
    assert!(said(&vanished(&[look(12, alerts)], &[])).contains("not in the store"));
    let older = Alert { version: 1, ..alert.clone() };
    assert!(said(&vanished(&[look(12, alerts), look(13, &[older])], &[good()])).contains("went back"));
}

#[test]
fn a_second_open_alert_of_one_rule_is_found() {
    let again = |at| history(Alert { id: "a2".into(), open: true, ..alert() }, &[("raised", false, at)]);
    assert_eq!(doubled(&[], &[good(), again(30)]), []);
    assert_eq!(doubled(&[], &[again(29), good()]).len(), 1);
    assert_eq!(doubled(&[look(1, &[good().alert, again(30).alert])], &[]).len(), 1);
    let other = Alert { device_id: Some("oxi".into()), ..again(20).alert };
    assert_eq!(doubled(&[look(1, &[good().alert, other])], &[]), []);
}

#[test]
fn an_acknowledgement_that_was_confirmed_and_is_not_in_the_history_is_found() {
    let act = |version| [Act { id: "a1".into(), version }];
    assert_eq!(forgotten(&act(2), &[good()]), []);
    assert_eq!(forgotten(&act(3), &[good()]).len(), 1);
    assert_eq!(forgotten(&act(2), &[]).len(), 1);
}
