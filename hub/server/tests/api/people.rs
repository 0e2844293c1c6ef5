//! Patients and episodes: two identifiers, faults by field, and no name where none belongs.

use super::rig::{BORN, FAMILY, MRN, Rig, admission, logs};
use hearth_hub::clock;
use hearth_hub::zone::Zone;
use serde_json::{Value, json};
use std::sync::atomic::Ordering;

#[tokio::test]
async fn nobody_is_admitted_without_both_identifiers() {
    let rig = Rig::start().await;
    let patient = rig.patient(MRN).await;
    let before = rig.store.bindings().await.unwrap().version;
    for (number, born) in [("MRN-7002", BORN), (MRN, "1961-04-18"), ("MRN-7002", "1961-04-18")] {
        let refused = rig.call("nurse", "POST /episodes", &admission(&patient, number, born)).await;
        assert_eq!((refused.status, refused.problem()), (409, "conflict"), "{}", refused.text);
        assert!(refused.body["detail"].as_str().unwrap().contains("wristband"));
    }
    assert_eq!((rig.store.episodes(true).await.unwrap(), rig.store.bindings().await.unwrap().version), (vec![], before), "nothing changed");
    assert_eq!(rig.binding_changes.load(Ordering::SeqCst), 0);
    let episode = rig.right("nurse", "POST /episodes", &admission(&patient, MRN, BORN)).await;
    assert_eq!(rig.binding_changes.load(Ordering::SeqCst), 1, "the engine's loop knows before the nurse is answered");
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

/// A home whose zone the browser does not know was a page at "Loading" for good.
#[tokio::test]
async fn a_zone_that_no_browser_knows_is_refused_and_one_in_the_store_is_mended_at_the_start() {
    let rig = Rig::start().await;
    let patient = rig.patient(MRN).await;
    let mut wish = admission(&patient, MRN, BORN);
    for zone in ["localtime", "posixrules", "Factory", "posix/America/New_York", "right/Europe/Madrid", "-00", ""] {
        wish["time_zone"] = json!(zone);
        let refused = rig.call("nurse", "POST /episodes", &wish).await;
        assert_eq!((refused.status, refused.fields()), (422, vec!["time_zone"]), "{zone}");
    }
    wish["time_zone"] = json!("europe/madrid");
    let episode = rig.right("nurse", "POST /episodes", &wish).await;
    assert_eq!(episode["time_zone"], "Europe/Madrid", "the official spelling");
    let renamed = rig.store.rename_time_zone("Europe/Madrid", "right/Europe/Madrid").await.unwrap();
    assert_eq!(renamed.len(), 1);
    hearth_hub::zone::mend(&rig.store, &Zone::named("UTC").unwrap()).await.unwrap();
    let path = format!("/episodes/{}", episode["id"].as_str().unwrap());
    assert_eq!(rig.get("nurse", &path).await["time_zone"], "Europe/Madrid", "the zone that was meant");
    rig.store.rename_time_zone("Europe/Madrid", "localtime").await.unwrap();
    hearth_hub::zone::mend(&rig.store, &Zone::named("America/Lima").unwrap()).await.unwrap();
    assert_eq!(rig.get("nurse", &path).await["time_zone"], "America/Lima", "else that of the hub");
}

#[tokio::test]
async fn a_name_that_nobody_sees_is_no_name() {
    let rig = Rig::start().await;
    let wish = |family: &str, given: &str| json!({"family_name": family, "given_name": given, "birth_date": BORN, "medical_record_number": "MRN-9", "sex": "female", "language": "es"});
    for invisible in ["\u{200B}\u{200D}", "\u{3164}", "\u{202E}Ana", "\u{301}", "A\u{FEFF}na", "7"] {
        let refused = rig.call("nurse", "POST /patients", &wish(invisible, invisible)).await;
        assert_eq!((refused.status, refused.fields()), (422, vec!["family_name", "given_name"]), "{invisible:?}");
    }
    let added = rig.right("nurse", "POST /patients", &wish(" Menji\u{301}var  Ruiz ", "Ana")).await;
    assert_eq!(added["family_name"], "Menjívar Ruiz", "composed, with one blank");
}

/// PostgreSQL's texts cannot hold it: it must be told as a fault of the field, not of the hub.
#[tokio::test]
async fn nul_is_refused_by_the_name_of_its_field_wherever_it_is_written() {
    let rig = Rig::start().await;
    let episode = rig.admit(MRN).await;
    rig.equip("oxi-0001").await;
    let nul = "a\u{0}b";
    let path = format!("/episodes/{}", episode["id"].as_str().unwrap());
    let bodies = [
        ("POST /session".to_owned(), json!({"name": nul, "password": "x"}), "name"),
        ("POST /session".to_owned(), json!({"name": "ana", "password": nul}), "password"),
        ("POST /session/password".to_owned(), json!({"current": nul, "new": nul}), "current"),
        (
            "POST /patients".to_owned(),
            json!({"family_name": "A", "given_name": "B", "birth_date": nul, "medical_record_number": "C", "sex": "male", "language": "en"}),
            "birth_date",
        ),
        ("POST /episodes".to_owned(), admission(&json!({"id": episode["patient_id"]}), MRN, nul), "birth_date"),
        (format!("POST {path}/end"), json!({"reason": nul}), "reason"),
        (format!("PUT {path}/limits"), json!({"version": 1, "limits": [], "reason": nul}), "reason"),
        ("POST /kits".to_owned(), json!({"id": "kit-0009", "label": nul, "gateway_id": null}), "label"),
        (
            "POST /devices".to_owned(),
            json!({"id": "oxi-0009", "kit_id": nul, "model": "m", "protocol": "nonin-df7", "serial_number": ""}),
            "kit_id",
        ),
        (format!("POST /alerts/{}/review", uuid::Uuid::nil()), json!({"version": 1, "note": nul}), "note"),
    ];
    for (line, body, field) in bodies {
        let refused = rig.call("nurse", &line, &body).await;
        let refused = if refused.status == 403 { rig.call("technician", &line, &body).await } else { refused };
        assert_eq!((refused.status, refused.fields()), (422, vec![field]), "{line}: {}", refused.text);
    }
    for (line, field) in [("/patients?query=%00", "query"), ("/alerts?before=%00", "before"), ("/alerts?state=%00", "state")] {
        let refused = rig.call("nurse", &format!("GET {line}"), &Value::Null).await;
        assert_eq!((refused.status, refused.fields()), (422, vec![field]), "{line}: {}", refused.text);
    }
    for line in ["GET /episodes/%00", "GET /alerts/a%00", "POST /devices/oxi%00/bindings"] {
        let refused = rig.call("nurse", line, &super::rig::bind_wish(&episode, None, MRN, BORN)).await;
        assert_eq!((refused.status, refused.problem()), (404, "not-found"), "{line}: {}", refused.text);
    }
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

#[tokio::test]
async fn a_home_has_a_number_to_call_from_admission_or_later() {
    let rig = Rig::start().await;
    let patient = rig.patient(MRN).await;
    let mut wish = admission(&patient, MRN, BORN);
    for wrong in ["Rosa", "12", "+1 555 0112 0112 0112 0112 0112 0112 0112 0112", "555\u{0}0112"] {
        wish["phone"] = json!(wrong);
        assert_eq!(rig.call("nurse", "POST /episodes", &wish).await.fields(), ["phone"], "{wrong:?}");
    }
    wish["phone"] = json!(" +1 (555) 0112 ");
    let episode = rig.right("nurse", "POST /episodes", &wish).await;
    assert_eq!(episode["phone"], json!("+1 (555) 0112"));
    let line = format!("PUT /episodes/{}/phone", episode["id"].as_str().unwrap());
    let changed = rig.right("charge_nurse", &line, &json!({"phone": "555 0113"})).await;
    assert_eq!((&changed["phone"], &changed["version"]), (&json!("555 0113"), &episode["version"]), "limits need no second look");
    assert_eq!(rig.call("administrator", &line, &json!({"phone": ""})).await.status, 403);
    assert_eq!(rig.right("nurse", &line, &json!({"phone": ""})).await["phone"], json!(""));
    let end = format!("POST /episodes/{}/end", episode["id"].as_str().unwrap());
    rig.right("nurse", &end, &json!({"reason": "well"})).await;
    assert_eq!(rig.call("nurse", &line, &json!({"phone": "555 0113"})).await.problem(), "conflict");
}

#[tokio::test]
async fn a_stay_that_began_before_it_was_written_down_takes_what_was_measured_since() {
    let rig = Rig::start().await;
    let patient = rig.patient(MRN).await;
    let (now, day) = (clock::wall_ms().0, 86_400_000);
    let mut wish = admission(&patient, MRN, BORN);
    for (wrong, says) in [(now + 60_000, "not in the future"), (now - 3 * day - 60_000, "within the last 3 days"), (i64::MIN, "within")] {
        wish["admitted_at"] = json!(wrong);
        let refused = rig.call("nurse", "POST /episodes", &wish).await;
        assert_eq!(refused.fields(), ["admitted_at"], "{wrong}");
        assert!(refused.text.contains(says), "{}", refused.text);
    }
    wish["admitted_at"] = json!(now - day);
    let episode = rig.right("nurse", "POST /episodes", &wish).await;
    assert_eq!(episode["admitted_at"], json!(now - day));
    rig.equip("oxi-0001").await;
    assert_eq!(rig.bind("oxi-0001", &episode, Some(now - day - 1)).await.fields(), ["from_at"], "not before the stay");
    assert_eq!(rig.bind("oxi-0001", &episode, Some(now - day)).await.body["from_at"], json!(now - day));
}
