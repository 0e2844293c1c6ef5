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
