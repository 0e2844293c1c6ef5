//! What people keep of a stay: particulars, section by section, and signed notes.

use super::http::Answer;
use super::rig::{BORN, FAMILY, MRN, Rig, admission, logs};
use serde_json::{Value, json};

/// Stands in no log line and no problem.
const CODE: &str = "Qwxzjk 4711";

fn contact(name: &str, phone: &str) -> Value {
    json!({"name": name, "relation": "daughter", "phone": phone, "language": "es"})
}

fn home(people: &str) -> Value {
    json!({"section": "home", "address": "2 Other Street", "people": people, "hazards": "oxygen\nno smoking"})
}

fn free(body: &str) -> Value {
    json!({"text": {"kind": "free", "body": body}})
}

async fn put(rig: &Rig, who: &str, path: &str, version: i32, said: &Value) -> Answer {
    rig.call(who, &format!("PUT {path}/particulars"), &json!({"version": version, "said": said})).await
}

/// How often somebody was shown how to get in.
async fn looks(rig: &Rig) -> i64 {
    rig.store.number("SELECT count(*) FROM audit WHERE act = 'see_access'").await.unwrap()
}

/// The tables themselves refuse to change or erase what was written.
async fn is_kept(rig: &Rig, statements: &[&str]) {
    for statement in statements {
        let refused = rig.store.run(statement).await.unwrap_err();
        assert!(refused.to_string().contains("never changed"), "{statement}: {refused}");
    }
}

#[tokio::test]
async fn a_stale_edit_of_a_section_shows_what_it_says_now_and_by_whom_and_loses_nothing() {
    let rig = Rig::start().await;
    let episode = rig.admit(MRN).await;
    let path = format!("/episodes/{}", episode["id"].as_str().unwrap());
    assert_eq!(rig.get("nurse", &format!("{path}/particulars")).await, json!({"sections": [], "access": null}));
    let first = put(&rig, "nurse", &path, 0, &home("husband")).await;
    assert_eq!((first.status, &first.body["version"]), (200, &json!(1)), "{}", first.text);
    assert_eq!(rig.get("nurse", &path).await["address"], "2 Other Street", "the address of the stay is the one that was written");
    let second = put(&rig, "charge_nurse", &path, 1, &home("husband, dog")).await;
    assert_eq!(second.body["changed_by"]["display_name"], "The charge_nurse");

    let stale = put(&rig, "nurse", &path, 1, &home("husband, mother")).await;
    assert_eq!((stale.status, stale.body["code"].as_str()), (409, Some("section_changed")), "{}", stale.text);
    assert_eq!(stale.body["params"]["person"], "The charge_nurse");
    assert_eq!((&stale.body["current"]["version"], &stale.body["current"]["said"]["people"]), (&json!(2), &json!("husband, dog")));
    assert_eq!(put(&rig, "nurse", &path, 2, &home("all three")).await.status, 200, "after a look at both");

    let versions = rig.get("nurse", &format!("{path}/particulars/versions?section=home")).await;
    let told: Vec<_> = versions["versions"].as_array().unwrap().iter().map(|one| one["said"]["people"].as_str().unwrap()).collect();
    assert_eq!(told, ["all three", "husband, dog", "husband"]);
    is_kept(&rig, &["UPDATE particulars SET version = 9", "DELETE FROM particulars", "TRUNCATE particulars"]).await;
    let now = hearth_hub::clock::wall_ms().0;
    let events = rig.get("nurse", &format!("{path}/events?from={}&to={}", now - 600_000, now + 1_000)).await;
    let told: Vec<_> = events["events"].as_array().unwrap().iter().map(|one| (&one["kind"], &one["detail"])).collect();
    assert_eq!(told, [(&json!("particulars_changed"), &json!("home")); 3]);
}

#[tokio::test]
async fn a_stay_begins_with_what_is_known_of_it_or_not_at_all() {
    let rig = Rig::start().await;
    let patient = rig.patient(MRN).await;
    let mut wish = admission(&patient, MRN, BORN);
    let allergies = json!({"section": "allergies", "none_known": false, "list": [{"substance": "Penicillin", "reaction": "hives", "severity": "severe"}]});
    let language = json!({"section": "language", "language": "ht", "interpreter": true, "line": "Kreyòl line", "phone": "555 0190"});
    let contacts = json!({"section": "contacts", "list": [contact("", "1"), contact("Luz", "")]});
    wish["particulars"] = json!([allergies, allergies, contacts, {"section": "code_status", "status": "limited", "note": ""}]);
    let refused = rig.call("nurse", "POST /episodes", &wish).await;
    let fields = [
        "particulars[1]",
        "particulars[2].list[0].phone",
        "particulars[2].list[0].name",
        "particulars[2].list[1].phone",
        "particulars[3].note",
    ];
    assert_eq!((refused.status, refused.fields()), (422, fields.to_vec()), "{}", refused.text);
    assert_eq!(rig.store.episodes(true).await.unwrap(), [], "nothing was begun");

    wish["particulars"] =
        json!([allergies, language, {"section": "contacts", "list": [contact("Luz", "555 0112"), contact("Eva", "555 0113")]}]);
    let episode = rig.right("nurse", "POST /episodes", &wish).await;
    assert_eq!(episode["patient"]["language"], "ht", "the language that was found at admission");
    let known = rig.get("call_agent", &format!("/episodes/{}/particulars", episode["id"].as_str().unwrap())).await;
    let sections: Vec<_> = known["sections"].as_array().unwrap().iter().map(|one| &one["said"]).collect();
    assert_eq!(sections[0], &allergies);
    assert_eq!(sections[1]["list"][1]["name"], "Eva", "in the order in which they are called");
    assert_eq!(sections[2], &language);
}

#[tokio::test]
async fn how_to_get_in_is_shown_to_whom_the_table_names_and_each_look_is_written_down() {
    let rig = Rig::start().await;
    let episode = rig.admit(MRN).await;
    let path = format!("/episodes/{}", episode["id"].as_str().unwrap());
    let said = json!({"section": "access", "instructions": CODE});
    let refused = put(&rig, "physician", &path, 0, &said).await;
    assert_eq!((refused.status, refused.body["params"]["right"].as_str()), (403, Some("see_access")), "{}", refused.text);
    assert_eq!(put(&rig, "nurse", &path, 0, &said).await.status, 200);
    let known = rig.call("call_agent", &format!("GET {path}/particulars"), &Value::Null).await;
    assert_eq!(known.body["access"]["version"], 1, "that there is something to ask for");
    assert!(!known.text.contains(CODE), "{}", known.text);
    for who in ["physician", "call_agent", "technician", "administrator"] {
        for line in [format!("GET {path}/particulars/access"), format!("GET {path}/particulars/versions?section=access")] {
            let refused = rig.call(who, &line, &Value::Null).await;
            assert_eq!(refused.status, 403, "{who}: {line}");
        }
    }
    assert_eq!(looks(&rig).await, 0);
    let shown = rig.get("dispatcher", &format!("{path}/particulars/access")).await;
    assert_eq!((&shown["said"]["instructions"], looks(&rig).await), (&json!(CODE), 1));
    rig.get("nurse", &format!("{path}/particulars/versions?section=access")).await;
    assert_eq!(looks(&rig).await, 2);
    let stale = put(&rig, "nurse", &path, 0, &said).await;
    assert_eq!(stale.body["current"]["version"], 1);
    let lines = logs();
    assert!(lines.contains("wrote down particulars") && !lines.contains(CODE), "the log names no code");
}

#[tokio::test]
async fn a_note_is_signed_once_kept_and_amended_only_by_a_new_one() {
    let rig = Rig::start().await;
    let episode = rig.admit(MRN).await;
    let id = episode["id"].as_str().unwrap();
    let line = format!("POST /episodes/{id}/notes");
    let mine = "0190c2de-0000-7000-8000-0000000000a1";
    let sbar = json!({"id": mine, "text": {"kind": "sbar", "situation": "more short of breath\non the stairs", "background": "", "assessment": "fluid?", "recommendation": "weigh"}});
    let note = rig.right("nurse", &line, &sbar).await;
    assert_eq!((&note["author"]["display_name"], &note["text"]), (&json!("The nurse"), &sbar["text"]));
    let twice = rig.call("nurse", &line, &sbar).await;
    assert_eq!((twice.status, &twice.body), (200, &note), "sent twice, kept once");
    let other = rig.call("charge_nurse", &line, &sbar).await;
    assert_eq!((other.status, other.fields()), (422, vec!["id"]), "signed by another");

    let amend = format!("POST /notes/{mine}/amend");
    let wish = json!({"episode_id": id, "text": {"kind": "free", "body": "it was the left leg"}, "reason": "wrong side"});
    let elsewhere = json!({"episode_id": mine, "text": wish["text"], "reason": "x"});
    assert_eq!(rig.call("nurse", &amend, &elsewhere).await.fields(), ["episode_id"]);
    let amended = rig.right("charge_nurse", &amend, &wish).await;
    assert_eq!((&amended["amends"], &amended["reason"]), (&json!(mine), &json!("wrong side")));
    let again = rig.call("nurse", &amend, &wish).await;
    assert_eq!((again.status, again.body["code"].as_str()), (409, Some("note_amended")), "{}", again.text);
    assert_eq!(again.body["params"]["person"], "The charge_nurse");

    let page = rig.get("call_agent", &format!("/episodes/{id}/notes?limit=1")).await;
    assert_eq!(page["notes"][0]["id"], amended["id"], "the newest first");
    let before = page["next_before"].as_str().unwrap();
    let older = rig.get("nurse", &format!("/episodes/{id}/notes?before={before}")).await;
    assert_eq!((&older["notes"][0]["amended_by"], &older["next_before"]), (&amended["id"], &Value::Null), "the old one stays, struck");
    is_kept(&rig, &["UPDATE notes SET kind = 'free'", "DELETE FROM notes", "TRUNCATE notes CASCADE"]).await;
    let now = hearth_hub::clock::wall_ms().0;
    let events = rig.get("nurse", &format!("/episodes/{id}/events?from={}&to={}", now - 600_000, now + 1_000)).await;
    let told: Vec<_> =
        events["events"].as_array().unwrap().iter().map(|one| (&one["kind"], &one["detail"], &one["by"]["display_name"])).collect();
    assert_eq!(told, [(&json!("note"), &json!("sbar"), &json!("The nurse")), (&json!("note"), &json!("free"), &json!("The charge_nurse"))]);
}

#[tokio::test]
async fn a_note_has_a_length_and_a_stay_that_has_ended_takes_amendments_alone() {
    let rig = Rig::start().await;
    let episode = rig.admit(MRN).await;
    let id = episode["id"].as_str().unwrap();
    let line = format!("POST /episodes/{id}/notes");
    for (body, wrong) in [("x".repeat(4_001), true), (" \n ".into(), true), ("é".repeat(4_000), false)] {
        let answer = rig.call("nurse", &line, &free(&body)).await;
        assert_eq!(answer.fields() == ["text.body"], wrong, "{}", answer.text);
    }
    let wrong = json!({"text": {"kind": "sbar", "situation": "", "background": "x".repeat(1_001), "assessment": "", "recommendation": ""}});
    assert_eq!(rig.call("nurse", &line, &wrong).await.fields(), ["text.situation", "text.background"]);
    let misplaced = rig.call("nurse", &line, &json!({"text": {"kind": FAMILY, FAMILY: FAMILY}})).await;
    assert!(misplaced.status == 422 && !misplaced.text.contains(FAMILY), "{}", misplaced.text);

    let note = rig.right("nurse", &line, &free("well")).await;
    rig.right("nurse", &format!("POST /episodes/{id}/end"), &json!({"reason": "home"})).await;
    assert_eq!(rig.call("nurse", &line, &free("late")).await.body["code"], "episode_ended");
    let amend = format!("POST /notes/{}/amend", note["id"].as_str().unwrap());
    rig.right("nurse", &amend, &json!({"episode_id": id, "text": {"kind": "free", "body": "unwell"}, "reason": "slip"})).await;
    let particulars = rig.call("nurse", &format!("PUT /episodes/{id}/particulars"), &json!({"version": 0, "said": home("nobody")})).await;
    assert_eq!(particulars.body["code"], "episode_ended");
    assert_eq!(rig.get("nurse", &format!("/episodes/{id}/notes")).await["notes"].as_array().unwrap().len(), 3);
}
