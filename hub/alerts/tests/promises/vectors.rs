//! The clinical test vectors, as far as these rules cover them.

use super::rig::{BEGIN, Rig, Told, device, home, oximeter};
use hearth_alerts::{ActError, Bounds, Condition, Kind, Limit, Limits, Priority, Response, StaffId};
use hearth_vitals::{Flags, Reading, Vital};
use serde_json::Value;

const TIMING: &str = include_str!("../vectors/alarm_timing.json");
const STATES: &str = include_str!("../vectors/alarm_states.json");

/// Cases that this engine does not answer, and why.
const OUT_OF_REACH: [(&str, &str); 3] = [
    ("b03", "the pause of the sound belongs to a workstation: the dashboard's sound"),
    ("b09", "switching an alarm off for a time is a later capability; no rule can be switched off now"),
    ("b11", "the browser notices the loss of the hub by itself: the dashboard's feed"),
];

fn rig_of(config: &Value) -> Rig {
    let raw = |key: &str| Some(i32::try_from(config[key].as_i64().unwrap()).unwrap() * Vital::Spo2.scale());
    let delay_s = u32::try_from(config["delay_s"].as_i64().unwrap()).unwrap();
    let (low, critical_low) = (raw("limit_low"), raw("critical_low"));
    let bounds = Bounds { low, high: None, critical_low, critical_high: None, delay_s, priority: Priority::Medium };
    let limit = Limit::of_bounds(Vital::Spo2, bounds).unwrap();
    Rig::new(Limits::try_new([limit]).unwrap(), vec![oximeter(1_000)])
}

/// The samples of a case at 1 Hz: each value holds until the next one. The order of the file is kept, so a sample that goes
/// back in time is sent as it is.
fn at_one_hertz(samples: &[Value]) -> Vec<(i64, i64, i64)> {
    let mut sent: Vec<(i64, i64, i64)> = Vec::new();
    let (mut clock, mut held, mut silent) = (0, None, false);
    for sample in samples {
        if sample[0] == "gap" {
            silent = true;
            continue;
        }
        let (at, value) = (sample[0].as_i64().unwrap(), sample[1].as_i64().unwrap());
        if let Some(held) = held.filter(|_| !silent) {
            sent.extend((clock + 1..at).map(|second| (second, second, held)));
        }
        clock = clock.max(at);
        sent.push((clock, at, value));
        (held, silent) = (Some(value), false);
    }
    sent
}

fn play_timing(case: &Value, config: &Value) -> Vec<Value> {
    let mut rig = rig_of(config);
    let sent = at_one_hertz(case["samples"].as_array().unwrap());
    let mut heard_s = 0;
    for (arrives, at, value) in sent {
        // The home itself is heard all the time: only the sensor may fall silent.
        while heard_s < arrives {
            rig.run_to(heard_s * 1_000);
            rig.home_heard(&home());
            heard_s += 10;
        }
        rig.run_to(arrives * 1_000);
        let raw = i32::try_from(value).unwrap() * Vital::Spo2.scale();
        rig.frame(&device("oximeter"), BEGIN.plus(at * 1_000), vec![Reading::checked(Vital::Spo2, raw, Flags::NONE)]);
    }
    rig.told.iter().filter_map(|(t, told)| phase(*t, told)).collect()
}

/// A transition in the words of the vectors; `None` for acts and closings, for which the vectors have no word.
fn phase(t: i64, told: &Told) -> Option<Value> {
    let Told::Step(step) = told else { return None };
    let event = match step.change.as_str() {
        "raised" | "reactivated" => "start",
        "cleared" => "end",
        _ => return None,
    };
    let kind = step.alert.rule.kind();
    let code = (kind == Kind::Technical).then_some("data-stale");
    Some(serde_json::json!({"t": t / 1_000, "event": event, "kind": kind, "code": code, "priority": step.alert.priority}))
}

fn agrees(expected: &Value, told: &Value) -> bool {
    expected.as_object().unwrap().iter().all(|(key, value)| told[key] == *value)
        && (expected.get("kind").is_some() || told["kind"] == "clinical")
}

#[test]
fn the_timing_vectors_hold_to_the_second() {
    let file: Value = serde_json::from_str(TIMING).unwrap();
    for case in file["cases"].as_array().unwrap() {
        let told = play_timing(case, &file["config"]);
        let expected = case["expected_events"].as_array().unwrap();
        let same = expected.len() == told.len() && expected.iter().zip(&told).all(|(expected, told)| agrees(expected, told));
        assert!(same, "{}: expected {expected:#?}, told {told:#?}", case["id"]);
    }
}

#[test]
fn every_state_vector_is_played_or_named_as_out_of_reach() {
    let file: Value = serde_json::from_str(STATES).unwrap();
    for case in file["cases"].as_array().unwrap() {
        let id = case["id"].as_str().unwrap();
        match id {
            "b01" => acknowledging_keeps_the_alert_in_sight(&file["config"]),
            "b05" => a_high_alert_latches_until_a_person_resets_it(&file["config"]),
            "b07" => the_first_of_two_nurses_wins(&file["config"]),
            _ => assert!(OUT_OF_REACH.iter().any(|(known, _)| *known == id), "{id} is neither played nor named"),
        }
    }
}

fn critical(config: &Value) -> Rig {
    let mut rig = rig_of(config);
    // One value alone could be an artefact: the third confirms it.
    for ago_s in [2, 1, 0] {
        rig.frame(&device("oximeter"), BEGIN.plus(-ago_s * 1_000), vec![Reading::checked(Vital::Spo2, 710, Flags::NONE)]);
    }
    assert_eq!(rig.stored()[0].priority, Priority::High);
    rig
}

/// Case b01. Escalation and sound depend on the response: an acknowledged alert has neither.
fn acknowledging_keeps_the_alert_in_sight(config: &Value) {
    let mut rig = critical(config);
    rig.run_to(29_000);
    let alert = rig.stored()[0].clone();
    rig.acknowledge(alert.id, alert.version, StaffId(1));
    rig.run_to(200_000);
    let alert = rig.episode.open_alerts().find(|open| open.id == alert.id).unwrap();
    assert_eq!((alert.condition, alert.response), (Condition::Active, Response::Acknowledged));
    assert_eq!(alert.acknowledged.map(|(who, _)| who), Some(StaffId(1)));
}

/// Case b05. What the vectors call "reset" is the review.
fn a_high_alert_latches_until_a_person_resets_it(config: &Value) {
    let mut rig = critical(config);
    for second in 1..=30 {
        rig.run_to(second * 1_000);
        rig.frame(&device("oximeter"), BEGIN.plus(second * 1_000), vec![Reading::checked(Vital::Spo2, 970, Flags::NONE)]);
    }
    let alert = rig.stored()[0].clone();
    assert_eq!((alert.condition, alert.open), (Condition::Cleared, true));
    rig.review(alert.id, alert.version, StaffId(1), "repositioned");
    assert!(rig.stored().is_empty());
}

fn the_first_of_two_nurses_wins(config: &Value) {
    let mut rig = critical(config);
    let alert = rig.stored()[0].clone();
    rig.acknowledge(alert.id, alert.version, StaffId(1));
    let second = rig.episode.acknowledge(alert.id, alert.version, StaffId(2), rig.now());
    assert!(matches!(second, Err(ActError::AlreadyAcknowledged { by: StaffId(1), .. })));
}
