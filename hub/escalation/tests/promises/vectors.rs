//! The clinical test vectors, as far as they are about who is told and when.

use crate::rig::Rig;
use hearth_alerts::Priority;
use hearth_escalation::{Ladders, Post, What, budget};
use serde_json::Value;

const TIMING: &str = include_str!("../vectors/alarm_timing.json");
const STATES: &str = include_str!("../vectors/alarm_states.json");

fn read(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

#[test]
fn ladder_and_times_are_those_of_the_reference() {
    for config in [&read(TIMING)["config"], &read(STATES)["config"]] {
        let s = |path: &str| config.pointer(path).unwrap().as_i64().unwrap();
        let ladders = Ladders::standard();
        let times = [Priority::High, Priority::Medium, Priority::Low].map(|priority| {
            assert_eq!(ladders.of(priority).delay_ms(1, true), s(&format!("/ack_deadline_s/{priority}")) * 1_000, "{priority}");
            ladders.of(priority).delay_ms(2, false) / 1_000
        });
        assert_eq!(times[..2], [s("/escalation_step_s/high"), s("/escalation_step_s/medium")]);
        assert_eq!(budget::RECEIPT_MS, s("/delivery_confirm_s") * 1_000);
        assert_eq!(budget::REMINDER_MS, s("/reack_reminder_s") * 1_000);
        let called = |post: &Value| match post.as_str().unwrap() {
            "primary-nurse" => Post::Holder,
            "backup-nurse" => Post::Backup,
            "charge-nurse" => Post::ChargeNurse,
            "call-centre" => Post::CallAgent,
            "on-call-physician" => Post::Physician,
            other => panic!("{other}"),
        };
        for (index, post) in config["escalation_chain"].as_array().unwrap().iter().enumerate() {
            assert!(ladders.of(Priority::High).rungs()[index].has(called(post)), "{post}");
        }
    }
}

/// The cases that begin with an alert and then have only steps that escalation knows.
fn play(case: &Value) -> Option<Rig> {
    let mut rig = Rig::new(Post::ALL);
    for step in case["steps"].as_array().unwrap() {
        let at = step["t"].as_i64().unwrap() * 1_000;
        rig.run_to(at);
        match step["e"].as_str().unwrap() {
            "start" => rig.raise(1, step["priority"].as_str().unwrap().parse().unwrap()),
            // The first wins: the alert engine refuses the second.
            "ack" if rig.open[0].acknowledged.is_some() => {}
            "ack" => rig.acknowledge(1, step["by"].as_str()?.strip_prefix("nurse")?.parse().unwrap()),
            "condition-end" => rig.change(1, |open| open.active = false),
            "reset" => rig.close(1),
            "query" => {}
            _ => return None,
        }
    }
    Some(rig)
}

#[test]
fn an_acknowledged_alert_stops_climbing_and_the_first_who_takes_it_owns_it() {
    let states = read(STATES);
    let cases = states["cases"].as_array().unwrap();
    let played: Vec<&str> = cases.iter().filter_map(|case| play(case).and(case["id"].as_str())).collect();
    assert_eq!(played, ["b01", "b05", "b07"]);
    let of = |id: &str| cases.iter().find(|case| case["id"] == id).unwrap();

    let first = play(of("b01")).unwrap();
    let expected = &of("b01")["expected"]["at_200"];
    assert_eq!(first.fired(1).len() > 1, expected["escalated"].as_bool().unwrap());
    let owner = |rig: &Rig| rig.told.iter().find_map(|(_, step)| if let What::Stopped { by } = step.what { Some(by.0) } else { None });
    assert_eq!(format!("nurse{}", owner(&first).unwrap()), expected["owner"].as_str().unwrap());
    assert_eq!(format!("nurse{}", owner(&play(of("b07")).unwrap()).unwrap()), of("b07")["expected"]["owner"].as_str().unwrap());

    // b05 ends before anybody took it: it stays somebody's business until it is closed, and then nobody's.
    let latched = play(of("b05")).unwrap();
    assert_eq!(latched.fired(1), [(0, 1, 1), (60_000, 1, 2)]);
    assert_eq!(latched.escalation().next_wake(), None);
}
