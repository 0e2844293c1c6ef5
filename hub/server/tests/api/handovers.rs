//! Handovers as people write and read them.

use super::rig::{MRN, Rig};
use super::shifts::{code, on_shift, watches};
use serde_json::{Value, json};

fn sheet(draft: &Value) -> Value {
    json!({"episode_id": draft["episode_id"], "version": draft["version"], "severity": "watcher", "summary": "day 3 of pneumonia",
           "actions": ["repeat the temperature at six"], "if_then": "if the fever is back, then call the physician"})
}

async fn evening(rig: &Rig) -> Value {
    rig.admit(MRN).await;
    on_shift(rig, "nurse", "nurse").await;
    let of = watches(rig).await;
    let seen: Vec<Value> = of.iter().map(|one| json!({"episode_id": one["episode_id"], "version": one["version"]})).collect();
    rig.right("nurse", "POST /watch/take", &json!({"stays": seen})).await;
    rig.get("nurse", "/handovers/draft").await["stays"][0].clone()
}

#[tokio::test]
async fn a_stay_is_offered_with_its_sheet_read_back_and_kept_as_a_record() {
    let rig = Rig::start().await;
    let draft = evening(&rig).await;
    assert_eq!((&draft["severity"], &draft["summary"], &draft["alerts"]), (&json!("stable"), &json!(""), &json!([])));
    let offer = json!({"to_id": rig.staff["charge_nurse"], "stays": [sheet(&draft)]});
    let home = rig.call("nurse", "POST /handovers", &offer).await;
    assert_eq!((home.status, code(&home)), (409, "not_on_shift".into()), "nobody gives to who is not there");
    on_shift(&rig, "charge_nurse", "charge_nurse").await;
    let offered = rig.right("nurse", "POST /handovers", &offer).await;
    assert_eq!((&offered["state"], &offered["stays"][0]["suggested"]), (&json!("offered"), &json!("stable")));
    assert_eq!(watches(&rig).await[0]["holder"]["id"], json!(rig.staff["nurse"]), "it stays until it is accepted");
    assert_eq!(rig.get("charge_nurse", "/watch").await["offers"][0]["id"], offered["id"], "the receiver's screen knows of it");
    assert_eq!(code(&rig.call("nurse", "POST /handovers", &offer).await), "handover_open_already");

    let line = format!("POST /handovers/{}/accept", offered["id"].as_str().unwrap());
    let receipt = json!({"stays": [{"episode_id": draft["episode_id"], "read_back": "watcher, fever: call", "alerts": []}]});
    let giver = rig.call("nurse", &line, &receipt).await;
    assert_eq!((giver.status, code(&giver)), (409, "handover_not_open".into()));
    let done = rig.right("charge_nurse", &line, &receipt).await;
    assert_eq!((&done["state"], &done["stays"][0]["read_back"]), (&json!("accepted"), &json!("watcher, fever: call")));
    assert_eq!(watches(&rig).await[0]["holder"]["id"], json!(rig.staff["charge_nurse"]));
    assert_eq!(code(&rig.call("charge_nurse", &line, &receipt).await), "handover_not_open");
    let next = rig.get("charge_nurse", "/handovers/draft").await["stays"][0].clone();
    assert_eq!(next["if_then"], "if the fever is back, then call the physician", "the next sheet begins with it");
    let listed = rig.get("physician", "/handovers").await;
    assert_eq!((listed["handovers"].as_array().unwrap().len(), &listed["handovers"][0]["stays"]), (1, &json!([])));
}

#[tokio::test]
async fn an_offer_is_taken_back_or_declined_and_every_wrong_field_is_named() {
    let rig = Rig::start().await;
    let draft = evening(&rig).await;
    on_shift(&rig, "charge_nurse", "charge_nurse").await;
    let mut wrong = sheet(&draft);
    (wrong["summary"], wrong["actions"]) = (json!("x".repeat(2_001)), json!([""]));
    let refused = rig.call("nurse", "POST /handovers", &json!({"to_id": rig.staff["charge_nurse"], "stays": [wrong]})).await;
    assert_eq!((refused.status, refused.fields()), (422, vec!["stays[0].actions[0]", "stays[0].summary"]), "{}", refused.text);
    let mut old = sheet(&draft);
    old["version"] = json!(0);
    let stale = rig.call("nurse", "POST /handovers", &json!({"to_id": rig.staff["charge_nurse"], "stays": [old]})).await;
    assert_eq!((stale.status, code(&stale)), (409, "stay_held_by".into()));
    let themselves = rig.call("nurse", "POST /handovers", &json!({"to_id": rig.staff["nurse"], "stays": [sheet(&draft)]})).await;
    assert_eq!(code(&themselves), "handover_to_themselves");
    for (who, state) in [("nurse", "withdrawn"), ("charge_nurse", "declined")] {
        let offer = json!({"to_id": rig.staff["charge_nurse"], "stays": [sheet(&draft)]});
        let offered = rig.right("nurse", "POST /handovers", &offer).await;
        let close = format!("POST /handovers/{}/close", offered["id"].as_str().unwrap());
        assert_eq!(rig.call(who, &close, &Value::Null).await.status, 204);
        let record = rig.get("nurse", &format!("/handovers/{}", offered["id"].as_str().unwrap())).await;
        assert_eq!((&record["state"], &record["stays"][0]["read_back"]), (&json!(state), &Value::Null));
        assert_eq!(rig.call(who, &close, &Value::Null).await.status, 409);
    }
}

#[tokio::test]
async fn nobody_takes_over_a_patient_without_having_read_which_alarms_are_reduced() {
    let rig = Rig::start().await;
    let draft = evening(&rig).await;
    assert_eq!(draft["reduced"], Value::Null, "the template's own limits reduce nothing");
    on_shift(&rig, "charge_nurse", "charge_nurse").await;
    let stay = draft["episode_id"].as_str().unwrap().to_owned();
    let offer = json!({"to_id": rig.staff["charge_nurse"], "stays": [sheet(&draft)]});
    let id = rig.right("nurse", "POST /handovers", &offer).await["id"].as_str().unwrap().to_owned();

    // After the offer the alarms for a high temperature are put out of the way: by two persons, for six hours.
    let path = format!("/episodes/{stay}/profile");
    let now = rig.get("nurse", &path).await;
    let kept: Vec<Value> =
        now["profiles"][0]["limits"].as_array().unwrap().iter().filter(|limit| limit["vital"] != "temperature").cloned().collect();
    let ends_at = hearth_hub::clock::wall_ms().0 + 6 * 3_600_000;
    let wish = json!({"version": now["version"], "template": now["profiles"][0]["template"], "limits": kept,
                      "neutropenic": now["profiles"][0]["neutropenic"], "scale_two": false, "reason": "known fever", "ends_at": ends_at});
    let proposed = rig.right("nurse", &format!("PUT {path}"), &wish).await;
    let number = proposed["profiles"][0]["number"].as_i64().unwrap();
    let unchanged = rig.get("charge_nurse", &format!("/handovers/{id}")).await;
    assert_eq!(unchanged["stays"][0]["reduced"], Value::Null, "what waits for a second person reduces nothing yet");
    let version = json!({"version": proposed["version"]});
    rig.right("charge_nurse", &format!("POST {path}/{number}/confirm"), &version).await;

    let shown = rig.get("charge_nurse", &format!("/handovers/{id}")).await["stays"][0]["reduced"].clone();
    assert_eq!((&shown["profile"], &shown["reason"], &shown["ends_at"]), (&json!(number), &json!("known fever"), &json!(ends_at)));
    let vitals: Vec<&Value> = shown["rungs"].as_array().unwrap().iter().map(|one| &one["vital"]).collect();
    assert!(!vitals.is_empty() && vitals.iter().all(|vital| *vital == "temperature"), "{shown}");
    let accept = format!("POST /handovers/{id}/accept");
    for read in [Value::Null, json!(number - 1)] {
        let receipt = json!({"stays": [{"episode_id": stay, "read_back": "", "alerts": [], "profile": read}]});
        let refused = rig.call("charge_nurse", &accept, &receipt).await;
        assert_eq!((refused.status, code(&refused)), (409, "reduced_alarms_unread".into()), "{read}");
    }
    assert_eq!(watches(&rig).await[0]["holder"]["id"], json!(rig.staff["nurse"]), "it stays with who knows");
    // What was read is checked again in the transaction that hands the stay over: a profile that comes in between is another one.
    let receipt = json!({"stays": [{"episode_id": stay, "read_back": "", "alerts": [], "profile": number}]});
    let done = rig.right("charge_nurse", &accept, &receipt).await;
    assert_eq!((&done["state"], &done["stays"][0]["profile"]), (&json!("accepted"), &json!(number)), "the record says what was read");
    assert_eq!(rig.get("charge_nurse", "/handovers/draft").await["stays"][0]["reduced"]["profile"], json!(number));
}
