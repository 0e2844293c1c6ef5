//! Patients and episodes: two identifiers, faults by field, and no name where none belongs.

use super::rig::{BORN, FAMILY, MRN, Rig, admission, logs};
use serde_json::{Value, json};
use std::sync::atomic::Ordering;

#[tokio::test]
async fn nobody_is_admitted_without_both_identifiers() {
    let rig = Rig::start().await;
    let patient = rig.patient(MRN).await;
    let before = rig.store.roster().await.unwrap().version;
    for (number, born) in [("MRN-7002", BORN), (MRN, "1961-04-18"), ("MRN-7002", "1961-04-18")] {
        let refused = rig.call("nurse", "POST /episodes", &admission(&patient, number, born)).await;
        assert_eq!((refused.status, refused.problem()), (409, "conflict"), "{}", refused.text);
        assert!(refused.body["detail"].as_str().unwrap().contains("wristband"));
    }
    assert_eq!((rig.store.episodes(true).await.unwrap(), rig.store.roster().await.unwrap().version), (vec![], before), "nothing changed");
    assert_eq!(rig.roster_changes.load(Ordering::SeqCst), 0);
    let episode = rig.right("nurse", "POST /episodes", &admission(&patient, MRN, BORN)).await;
    assert_eq!(rig.roster_changes.load(Ordering::SeqCst), 1, "the watch loop knows before the nurse is answered");
    assert_eq!((&episode["patient"]["initials"], &episode["phase"]), (&json!("RZ"), &json!("acute")));
    assert!(episode["limits"].as_array().unwrap().iter().any(|limit| limit["vital"] == "spo2"), "an adult's limits");
    let twice = rig.call("nurse", "POST /episodes", &admission(&patient, MRN, BORN)).await;
    assert_eq!((twice.status, twice.problem()), (409, "conflict"));
}

#[tokio::test]
async fn every_wrong_field_is_named_at_once() {
    let rig = Rig::start().await;
    let wrong = json!({"family_name": " ", "given_name": "x".repeat(121), "birth_date": "1961-02-30", "medical_record_number": "", "sex": "female", "language": "Spanish"});
    let refused = rig.call("nurse", "POST /patients", &wrong).await;
    assert_eq!((refused.status, refused.problem()), (422, "invalid"));
    assert_eq!(refused.fields(), ["family_name", "given_name", "birth_date", "medical_record_number", "language"]);
    let patient = rig.patient(MRN).await;
    let mut wish = admission(&patient, MRN, BORN);
    wish["time_zone"] = json!("America/Atlantis");
    wish["label"] = json!("");
    wish["limits"] =
        json!([{"vital": "spo2", "low": 95, "high": 90, "delay_s": 0, "priority": "high", "critical_low": null, "critical_high": null}]);
    let refused = rig.call("nurse", "POST /episodes", &wish).await;
    assert_eq!(refused.fields(), ["label", "time_zone", "limits[0].low"], "{}", refused.text);
    wish["phase"] = json!("chronic");
    let refused = rig.call("nurse", "POST /episodes", &wish).await;
    assert_eq!((refused.status, refused.fields()), (422, vec!["phase"]));
    let refused = rig.call("nurse", "POST /patients", &json!({"family_name": "F"})).await;
    assert!(refused.text.contains("given_name"), "{}", refused.text);
}

#[tokio::test]
async fn patients_are_found_by_either_name_or_number_and_wildcards_are_letters() {
    let rig = Rig::start().await;
    rig.patient(MRN).await;
    rig.patient("MRN-7002").await;
    let found = async |query: &str| rig.get("nurse", &format!("/patients?query={query}")).await["patients"].as_array().unwrap().len();
    assert_eq!(found("zzyzx").await, 2, "whatever the case");
    assert_eq!(found("rosa%20ZZY").await, 2);
    assert_eq!(found("Zzyzxquux,%20Rosa").await, 2);
    assert_eq!(found("7002").await, 1);
    assert_eq!(found("%25").await, 0, "no name holds a per cent sign");
    let taken = rig.call("nurse", "POST /patients", &json!({"family_name": FAMILY, "given_name": "Other", "birth_date": BORN, "medical_record_number": MRN, "sex": "male", "language": "en"})).await;
    assert_eq!((taken.status, taken.problem()), (409, "conflict"));
}

#[tokio::test]
async fn an_ended_episode_is_listed_as_such_and_ends_once() {
    let rig = Rig::start().await;
    let episode = rig.admit(MRN).await;
    let path = format!("/episodes/{}", episode["id"].as_str().unwrap());
    let unreasoned = rig.call("nurse", &format!("POST {path}/end"), &json!({"reason": " "})).await;
    assert_eq!((unreasoned.status, unreasoned.fields()), (422, vec!["reason"]));
    let ended = rig.right("nurse", &format!("POST {path}/end"), &json!({"reason": "recovered"})).await;
    assert!(ended["ended_at"].as_i64() >= ended["admitted_at"].as_i64());
    let labels = |body: Value| body["episodes"].as_array().unwrap().len();
    assert_eq!(labels(rig.get("nurse", "/episodes?state=active").await), 0);
    assert_eq!(labels(rig.get("nurse", "/episodes?state=ended").await), 1);
    assert_eq!(rig.call("nurse", &format!("POST {path}/end"), &json!({"reason": "again"})).await.status, 409);
    assert_eq!(rig.call("nurse", "POST /episodes/0190c2de-0000-7000-8000-000000000001/end", &json!({"reason": "x"})).await.status, 404);
    assert_eq!(rig.call("nurse", "GET /episodes/rubbish", &Value::Null).await.problem(), "not-found");
}

#[tokio::test]
async fn a_name_in_the_wrong_place_stays_out_of_problems_and_logs() {
    let rig = Rig::start().await;
    let episode = rig.admit(MRN).await;
    rig.equip("oxi-0001").await;
    let patient = json!({"family_name": FAMILY, "given_name": FAMILY, "birth_date": FAMILY, "medical_record_number": "x", "sex": FAMILY, "language": FAMILY});
    let right_sex = json!({"family_name": FAMILY, "given_name": FAMILY, "birth_date": FAMILY, "medical_record_number": MRN, "sex": "male", "language": FAMILY});
    let asked = [
        ("POST /patients".to_owned(), patient),
        ("POST /patients".to_owned(), right_sex),
        ("POST /patients".to_owned(), json!({"family_name": FAMILY, FAMILY: 1})),
        ("POST /patients".to_owned(), json!(FAMILY)),
        ("POST /episodes".to_owned(), admission(&json!({"id": FAMILY}), FAMILY, FAMILY)),
        ("POST /episodes".to_owned(), admission(&json!({"id": episode["patient_id"]}), FAMILY, BORN)),
        ("POST /devices/oxi-0001/bindings".to_owned(), super::rig::bind_wish(&episode, None, FAMILY, BORN)),
        (format!("POST /devices/{FAMILY}/bindings"), super::rig::bind_wish(&episode, None, MRN, BORN)),
        (format!("PUT /episodes/{}/limits", episode["id"].as_str().unwrap()), json!({"version": FAMILY, "limits": [], "reason": FAMILY})),
        (format!("GET /patients?query={FAMILY}&{FAMILY}=1"), Value::Null),
        (format!("GET /alerts?state={FAMILY}"), Value::Null),
        (format!("GET /alerts?before={FAMILY}"), Value::Null),
        (format!("GET /episodes/{FAMILY}"), Value::Null),
        (format!("GET /{FAMILY}"), Value::Null),
    ];
    for (line, body) in asked {
        let refused = rig.call("nurse", &line, &body).await;
        assert!((400..500).contains(&refused.status), "{line}: {} {}", refused.status, refused.text);
        assert!(!refused.text.contains(FAMILY), "{line}: {}", refused.text);
    }
    let lines = logs();
    assert!(lines.contains("admitted"), "the log is watched");
    assert!(!lines.contains(FAMILY) && !lines.contains(MRN) && !lines.contains(BORN), "{lines}");
}

#[tokio::test]
async fn the_watch_is_taken_from_who_was_shown_and_held_by_nobody_who_is_signed_in_nowhere() {
    let rig = Rig::start().await;
    let id = |who: &str| rig.staff[who].to_string();
    rig.right("nurse", "POST /watch", &json!({"from": null})).await;
    let missed = rig.call("charge_nurse", "POST /watch", &json!({"from": id("charge_nurse")})).await;
    assert_eq!((missed.status, missed.problem()), (409, "conflict"), "somebody else holds it");
    let taken = rig.right("charge_nurse", "POST /watch", &json!({"from": id("nurse")})).await;
    assert_eq!(taken["holder"]["id"], json!(id("charge_nurse")));
    let kept = rig.right("nurse", "DELETE /watch", &json!({})).await;
    assert_eq!(kept["holder"]["id"], json!(id("charge_nurse")), "only one's own is handed back");
    assert_eq!(rig.right("charge_nurse", "DELETE /watch", &json!({})).await["holder"], Value::Null);

    rig.right("nurse", "POST /watch", &json!({})).await;
    let now = hearth_hub::clock::wall_ms();
    assert_eq!(rig.store.lapse_watch(now).await.unwrap(), None, "signed in");
    let after = now.plus(2 * 3_600_000);
    assert_eq!(rig.store.lapse_watch(after).await.unwrap(), Some(rig.staff["nurse"]), "the session has run out");
    assert_eq!(rig.get("charge_nurse", "/watch").await["holder"], Value::Null);
    assert_eq!(rig.store.lapse_watch(after).await.unwrap(), None, "told once");
}
