//! What screens are told of changes.

use super::super::items::Round;
use super::super::topic::{Scope, Subject, Topic};
use super::*;
use serde_json::json;

const STAY: Uuid = Uuid::from_u128(1);

/// The changes of a subject since the last round, and all of it.
fn told(feed: &mut FeedState, subject: Subject, scope: Scope) -> (Vec<serde_json::Value>, Vec<serde_json::Value>) {
    let read = |items: Vec<String>| items.iter().map(|item| serde_json::from_str(item).unwrap()).collect();
    let changed = feed.take_changes().unwrap_or_default();
    (read(Round::new(feed, &changed).items(subject, scope)), read(feed.items(subject, scope)))
}

fn wall(feed: &mut FeedState) -> (Vec<serde_json::Value>, Vec<serde_json::Value>) {
    told(feed, Subject::Whole(Topic::Wall), Scope::Patients)
}

fn tile(id: u128) -> Tile {
    Tile {
        episode_id: Uuid::from_u128(id),
        label: "Home 1".into(),
        initials: "AB".into(),
        family_name: "B".into(),
        given_name: "A".into(),
        birth_date: "1970-01-01".into(),
        medical_record_number: "1".into(),
        sex: "female".into(),
        language: "es".into(),
        phone: String::new(),
        phase: "acute".into(),
        time_zone: "UTC".into(),
        limits: vec![],
        gateway_id: None,
        news2: None,
        without_news2: None,
        devices: vec![super::super::message::TileDevice {
            id: "oxi-1".into(),
            model: "X".into(),
            vitals: vec!["spo2".into()],
            cadence_ms: Some(1_000),
        }],
        values: vec![],
    }
}

fn values(at: i64, vital: &'static str, value: f64) -> Update {
    Update::Values(ValuesDelta {
        episode_id: Uuid::from_u128(1),
        device_id: "oxi-1".into(),
        at,
        received_at: at,
        values: BTreeMap::from([(vital, Some(value))]),
        flags: BTreeMap::new(),
        late: false,
    })
}

#[test]
fn a_burst_of_values_is_one_round_with_the_newest_of_each_vital() {
    let mut feed = FeedState::new(Uuid::nil());
    feed.apply(Update::Tile(Box::new(tile(1))));
    feed.take_changes().unwrap();
    feed.apply(values(5, "spo2", 12.0));
    feed.apply(values(10, "spo2", 97.0));
    feed.apply(values(30, "pulse_rate", 70.0));
    feed.apply(values(7, "spo2", 13.0));
    let (changes, _) = wall(&mut feed);
    let shown: Vec<_> = changes.iter().map(|item| (item["frame"]["at"].clone(), item["frame"]["values"].clone())).collect();
    let own_instants = [(10.into(), json!({"spo2": 97.0})), (30.into(), json!({"pulse_rate": 70.0}))];
    assert_eq!(shown, own_instants, "a value keeps its own instant");
    assert_eq!((&changes[0]["key"], &changes[0]["version"]), (&json!(STAY), &json!(2)));
    assert!(feed.take_changes().is_none());
}

#[test]
fn a_page_of_a_patient_is_told_of_that_patient_alone() {
    let mut feed = FeedState::new(Uuid::nil());
    feed.apply(Update::Tile(Box::new(tile(1))));
    feed.apply(Update::Tile(Box::new(tile(2))));
    feed.take_changes().unwrap();
    feed.apply(values(5, "spo2", 97.0));
    let weight = |stay| Update::Observation(stay, "weight".into(), Observed::Newest(json!({"value": 70})));
    feed.apply(weight(STAY));
    feed.apply(weight(Uuid::from_u128(2)));
    feed.apply(Update::Observation(STAY, "pain".into(), Observed::Gone));
    feed.apply(Update::Observation(STAY, "acvpu".into(), Observed::Unknown));
    let (changes, all) = told(&mut feed, Subject::Patient(STAY), Scope::Patients);
    let of = |item: &serde_json::Value, body: &str| item.get(body).is_some();
    assert!(changes.len() == 4 && of(&changes[0], "frame"), "{changes:?}");
    let by_hand: Vec<_> = changes[1..].iter().map(|item| item["key"].as_str().unwrap()).collect();
    assert_eq!(by_hand, ["acvpu", "pain", "weight"]);
    assert!(of(&changes[1], "unknown") && of(&changes[2], "gone") && changes[3]["observation"]["value"] == 70, "{changes:?}");
    assert_eq!((all.len(), &all[0]["newest"][0]["value"]), (1, &json!(97.0)), "what is observed by hand is asked for");
    assert!(feed.take_changes().is_none());
}

#[test]
fn an_older_value_never_replaces_a_newer_one_on_a_tile() {
    let mut feed = FeedState::new(Uuid::nil());
    feed.apply(Update::Tile(Box::new(tile(1))));
    feed.apply(values(20, "spo2", 97.0));
    feed.apply(values(10, "spo2", 60.0));
    assert_eq!(wall(&mut feed).1[0]["newest"][0]["value"], 97.0);
}

#[test]
fn a_device_that_is_off_takes_no_number_of_another_one_from_a_screen_that_opens_later() {
    let mut feed = FeedState::new(Uuid::nil());
    let other = super::super::message::TileDevice { id: "patch-1".into(), ..tile(1).devices[0].clone() };
    feed.apply(Update::Tile(Box::new(Tile { devices: vec![tile(1).devices[0].clone(), other], ..tile(1) })));
    feed.apply(values(20, "spo2", 97.0));
    let Update::Values(off) = missing(30) else { unreachable!("these are values") };
    feed.apply(Update::Values(ValuesDelta { device_id: "patch-1".into(), ..off }));
    let newest = wall(&mut feed).1[0]["newest"].clone();
    let told: Vec<_> = newest.as_array().unwrap().iter().map(|one| (one["device_id"].clone(), one["value"].clone())).collect();
    assert_eq!(told, [(json!("oxi-1"), json!(97.0)), (json!("patch-1"), serde_json::Value::Null)], "one entry a device");
}

#[test]
fn a_screen_that_opens_later_is_told_the_last_number_and_its_instant() {
    let mut feed = FeedState::new(Uuid::nil());
    feed.apply(Update::Tile(Box::new(tile(1))));
    feed.apply(values(20, "spo2", 97.0));
    feed.apply(missing(30));
    feed.apply(missing(40));
    feed.apply(values(10, "spo2", 60.0));
    let shown = |feed: &mut FeedState| wall(feed).1[0]["newest"][0].clone();
    let of = |value: &serde_json::Value| (value["at"].clone(), value["value"].clone(), value["last"].clone());
    let last = json!({"value": 97.0, "at": 20});
    assert_eq!(of(&shown(&mut feed)), (40.into(), serde_json::Value::Null, last.clone()));
    // The tile is read anew, and without it.
    feed.apply(Update::Tile(Box::new(tile(1))));
    assert_eq!(of(&shown(&mut feed)), (40.into(), serde_json::Value::Null, last));
    feed.apply(values(50, "spo2", 95.0));
    assert_eq!(of(&shown(&mut feed)), (50.into(), 95.0.into(), serde_json::Value::Null));
}

#[test]
fn a_stay_that_is_read_anew_tells_its_facts_apart_from_its_values() {
    let mut feed = FeedState::new(Uuid::nil());
    feed.apply(Update::Tile(Box::new(tile(1))));
    feed.apply(values(20, "spo2", 97.0));
    let (stays, _) = told(&mut feed, Subject::Whole(Topic::Stays), Scope::Patients);
    assert_eq!((&stays[0]["stay"]["label"], stays[0]["stay"].get("values")), (&json!("Home 1"), None));
    feed.apply(values(30, "spo2", 96.0));
    feed.apply(Update::Tile(Box::new(Tile { devices: vec![], ..tile(1) })));
    assert_eq!(wall(&mut feed).0, [json!({"key": STAY, "version": 2, "newest": []})], "those of a device that is gone go");
    feed.apply(Update::Removed(STAY));
    assert_eq!(wall(&mut feed), (vec![json!({"key": STAY, "version": 3, "gone": true})], vec![]));
}

fn missing(at: i64) -> Update {
    let Update::Values(delta) = values(at, "spo2", 0.0) else { unreachable!("these are values") };
    Update::Values(ValuesDelta { values: BTreeMap::from([("spo2", None)]), ..delta })
}

#[test]
fn values_of_a_device_that_is_no_longer_bound_are_not_shown() {
    let mut feed = FeedState::new(Uuid::nil());
    feed.apply(Update::Tile(Box::new(Tile { devices: vec![], ..tile(1) })));
    feed.take_changes();
    feed.apply(values(20, "spo2", 97.0));
    assert!(feed.take_changes().is_none());
}

#[test]
fn a_technician_sees_what_to_mend_and_not_for_whom() {
    let mut feed = FeedState::new(Uuid::nil());
    let odd = alert("temperature_implausible", hearth_alerts::Kind::Technical);
    feed.apply(Update::Alert(Box::new(Alert { value: Some(100.4), ..odd })));
    feed.apply(Update::Alert(Box::new(alert("spo2_low", hearth_alerts::Kind::Clinical))));
    let episode_ids = vec![Uuid::from_u128(77)];
    let brief = GatewayBrief { id: "home-0001".into(), online: true, last_heard_at: None, problems: vec![], episode_ids };
    feed.apply(Update::Gateway(brief));
    let changed = feed.take_changes().unwrap();
    let whose = Uuid::from_u128(77).to_string();
    let subjects = [Topic::Alerts, Topic::Gateways].map(Subject::Whole);
    let changes = |scope| subjects.map(|subject| Round::new(&feed, &changed).items(subject, scope).concat()).concat();
    let all = |scope| subjects.map(|subject| feed.items(subject, scope).concat()).concat();
    assert!(changes(Scope::Patients).contains("spo2_low") && changes(Scope::Patients).contains(&whose));
    for technical in [changes(Scope::Equipment), all(Scope::Equipment)] {
        assert!(technical.contains("temperature_implausible") && technical.contains("home-0001"), "{technical}");
        assert!(!technical.contains("spo2_low") && !technical.contains(&whose) && !technical.contains("100.4"), "{technical}");
    }
    assert_eq!((feed.open_alerts(Scope::Patients).1, feed.open_alerts(Scope::Equipment).1), (2, 1));
}

fn alert(rule: &str, kind: hearth_alerts::Kind) -> Alert {
    Alert {
        id: Uuid::now_v7(),
        version: 1,
        episode_id: Some(Uuid::from_u128(77)),
        device_id: None,
        gateway_id: None,
        rule: rule.into(),
        kind,
        priority: hearth_alerts::Priority::Low,
        condition: hearth_alerts::Condition::Active,
        response: hearth_alerts::Response::None,
        vital: None,
        value: None,
        limit: None,
        extreme: None,
        unit: None,
        raised_at: 0,
        since_at: 0,
        cleared_at: None,
        acknowledged_by: None,
        acknowledged_at: None,
        action: None,
        remind_at: None,
        reviewed_by: None,
        reviewed_at: None,
        while_offline: false,
        as_of_at: None,
        recorded: true,
        evidence: None,
        open: true,
    }
}
