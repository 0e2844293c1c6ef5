//! The audit: who looked, signed in and was kept out, read by an auditor and taken along as files.

use super::rig::{MRN, Rig, id};
use serde_json::{Value, json};

/// The entries of a kind, the newest first: who, what, of which home.
async fn told(rig: &Rig, query: &str) -> Vec<(String, String, String)> {
    let page = rig.get("auditor", &format!("/audit?limit=500&{query}")).await;
    let word = |value: &Value| value.as_str().unwrap_or("-").to_owned();
    let entry = |one: &Value| (word(&one["by"]["display_name"]), word(&one["act"]), word(&one["episode"]["label"]));
    page["entries"].as_array().unwrap().iter().map(entry).collect()
}

fn entry(who: &str, act: &str, home: &str) -> (String, String, String) {
    (who.to_owned(), act.to_owned(), home.to_owned())
}

#[tokio::test]
async fn who_looked_at_a_patient_is_told_in_one_call_and_an_open_page_is_one_look() {
    let rig = Rig::start().await;
    let (first, second) = (rig.admit(MRN).await, rig.admit("MRN-8002").await);
    let label = first["label"].as_str().unwrap();
    for _ in 0..3 {
        rig.get("nurse", &format!("/episodes/{}", id(&first))).await;
    }
    rig.get("physician", &format!("/episodes/{}/notes", id(&first))).await;
    rig.get("physician", &format!("/episodes/{}", id(&second))).await;
    let looks = told(&rig, &format!("kind=looks&episode_id={}", id(&first))).await;
    assert_eq!(looks, [entry("The physician", "look", label), entry("The nurse", "look", label)]);
    // What somebody did is told beside what they saw, and the list of acts stays one of acts.
    let all = told(&rig, &format!("episode_id={}", id(&first))).await;
    assert!(all.contains(&entry("The nurse", "admit", label)), "{all:?}");
    let acts = rig.get("nurse", &format!("/episodes/{}/acts", id(&first))).await;
    assert!(acts["acts"].as_array().unwrap().iter().all(|act| act["act"] != "look"), "{acts}");
}

#[tokio::test]
async fn who_is_kept_out_is_written_down_by_role_and_by_patient() {
    let rig = Rig::start().await;
    let stay = rig.admit(MRN).await;
    assert_eq!(rig.call("technician", &format!("GET /episodes/{}", id(&stay)), &Value::Null).await.status, 403);
    assert_eq!(rig.call("paramedic", &format!("GET /episodes/{}", id(&stay)), &Value::Null).await.status, 404, "not sent to this home");
    assert_eq!(rig.call("nurse", "GET /audit", &Value::Null).await.status, 403);
    let label = stay["label"].as_str().unwrap();
    let kept_out =
        [entry("The nurse", "refused", "-"), entry("The paramedic", "refused", label), entry("The technician", "refused", label)];
    assert_eq!(told(&rig, "kind=doors").await, kept_out);
}

#[tokio::test]
async fn a_sign_in_that_is_refused_is_written_once_a_minute_without_what_was_typed() {
    let rig = Rig::start().await;
    let wish = |name: &str| json!({ "name": name, "password": "no such password" });
    for _ in 0..2 {
        rig.call("nobody", "POST /session", &wish("nurse")).await;
        rig.call("nobody", "POST /session", &wish("my secret password")).await;
    }
    let page = rig.get("auditor", "/audit?kind=doors").await;
    let entries = page["entries"].as_array().unwrap();
    let subjects: Vec<_> = entries.iter().map(|one| (one["act"].as_str().unwrap(), one["subject"].as_str().unwrap(), &one["by"])).collect();
    let nurse = rig.staff["nurse"].to_string();
    let refused = "sign_in_refused";
    assert_eq!(subjects, [(refused, "unknown", &Value::Null), (refused, nurse.as_str(), &Value::Null)]);
    assert!(entries.iter().all(|one| one["detail"]["from"] == "127.0.0.1"), "{page}");
    assert!(!page.to_string().contains("secret"));
}

#[tokio::test]
async fn entries_are_taken_along_as_a_table_as_lines_and_as_audit_events_and_that_is_an_entry_too() {
    let rig = Rig::start().await;
    let stay = rig.admit(MRN).await;
    rig.get("nurse", &format!("/episodes/{}", id(&stay))).await;
    let asked = format!("episode_id={}&kind=looks", id(&stay));
    let file = async |end: &str| rig.call("auditor", &format!("GET /audit.{end}?{asked}"), &Value::Null).await;
    let table = file("csv").await.text;
    let lines: Vec<&str> = table.lines().collect();
    assert_eq!((lines.len(), lines[0]), (2, "id,at,person,person_id,act,subject,home,detail,seal"));
    assert!(lines[1].contains("The nurse") && lines[1].contains(",look,"), "{table}");
    // The auditor's own look at these entries has come before it.
    let line: Value = serde_json::from_str(file("jsonl").await.text.lines().last().unwrap()).unwrap();
    assert_eq!((&line["act"], &line["detail"]["what"]), (&"look".into(), &"see_patients".into()));
    let event: Value = serde_json::from_str(file("fhir").await.text.lines().last().unwrap()).unwrap();
    assert_eq!((&event["resourceType"], &event["action"], &event["outcome"]), (&"AuditEvent".into(), &"R".into(), &"0".into()));
    assert_eq!(event["agent"][0]["who"]["display"], "The nurse");
    assert!(event["recorded"].as_str().unwrap().parse::<jiff::Timestamp>().is_ok(), "{event}");
    let exports = told(&rig, &format!("episode_id={}", id(&stay))).await;
    assert_eq!(exports.iter().filter(|(who, act, _)| who == "The auditor" && act == "export_audit").count(), 3);
    for (wrong, field) in [("from=9&to=8", "to"), ("limit=0", "limit"), ("from=-99999999999999", "from")] {
        let refused = rig.call("auditor", &format!("GET /audit?{wrong}"), &Value::Null).await;
        assert_eq!((refused.status, refused.fields()), (422, vec![field]), "{wrong}");
    }
}
