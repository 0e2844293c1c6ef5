//! Scenario files: faults are explained in words.

use hearth_sim::scenario::{Act, Scenario};
use hearth_vitals::Vital;

const DEVICE: &str = "[[devices]]\nid = \"oxi-0001\"\nprotocol = \"nonin-df7\"\n";

#[test]
fn events_happen_in_the_order_of_time() {
    let text = format!("{DEVICE}[[events]]\nat_s = 90\nwhat = \"recover\"\n[[events]]\nat_s = 60\nwhat = \"desaturate to 82\"\n");
    let scenario = Scenario::parse(&text).unwrap();
    assert_eq!(scenario.events.iter().map(|event| event.at_ms).collect::<Vec<_>>(), [60_000, 90_000]);
    assert_eq!(scenario.events[0].order.act, Act::Go(Vital::Spo2, 82.0));
}

#[test]
fn a_body_is_as_given_or_somebody_of_the_seeds_choice() {
    let given = Scenario::parse(&format!("[body]\nspo2 = 91\n{DEVICE}")).unwrap();
    assert_eq!(given.rest.map(|rest| (rest.spo2, rest.heart_rate)), Some((91.0, 74.0)));
    assert_eq!(Scenario::parse(DEVICE).unwrap().rest, None);
}

#[test]
fn a_wrong_scenario_says_where_and_why() {
    let event = |what: &str| format!("{DEVICE}[[events]]\nat_s = 60\nwhat = \"{what}\"\n");
    for (text, words) in [
        (String::new(), "0 devices"),
        ("speed = 1".to_owned(), "unknown field `speed`"),
        (format!("{DEVICE}{DEVICE}"), "device oxi-0001 is there twice"),
        (DEVICE.replace("oxi-0001", "Oxi"), "4 to 16"),
        (DEVICE.replace("nonin-df7", "nonin-df9"), "no device that speaks 'nonin-df9' can be played; give one of nonin-df2, nonin-df7"),
        (format!("[body]\nspo2 = 12\n{DEVICE}"), "[body]: spo2 must be from 50 to 100"),
        (format!("[body]\nsystolic = 80\ndiastolic = 79\n{DEVICE}"), "systolic must be at least 10 above"),
        (event("dance"), "event at 60 s: 'dance' is no order"),
        (event("sensor off on oxi-0002"), "event at 60 s: there is no device oxi-0002"),
        (event("recover").replace("60", "-1"), "invalid value"),
    ] {
        let error = Scenario::parse(&text).unwrap_err().to_string();
        assert!(error.contains(words), "{text}\n{error}");
    }
}

#[test]
fn a_scenario_has_bounds() {
    let many = format!("{DEVICE}{}", "[[events]]\nat_s = 1\nwhat = \"recover\"\n".repeat(1_001));
    assert!(Scenario::parse(&many).unwrap_err().to_string().contains("at most 1000"));
}
