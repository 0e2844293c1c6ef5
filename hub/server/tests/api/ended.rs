//! Stays that have ended: found by patient, rule, person and time, and opened with everything that was kept of them.

use super::rig::{MRN, Rig, id};
use hearth_alerts::{Priority, Rule, Subject};
use hearth_vitals::Vital;
use serde_json::{Value, json};

fn labels(page: &Value) -> Vec<&str> {
    page["episodes"].as_array().unwrap().iter().map(|one| one["patient"]["medical_record_number"].as_str().unwrap()).collect()
}

async fn raise(rig: &Rig, episode: &Value) {
    let now = hearth_hub::clock::wall_ms().0;
    rig.raise(Some(episode), Rule::VitalLow(Vital::Spo2), Subject::Patient, Priority::High, now).await;
}

async fn end(rig: &Rig, who: &str, episode: &Value) {
    rig.right(who, &format!("POST /episodes/{}/end", episode["id"].as_str().unwrap()), &json!({"reason": "well"})).await;
}

#[tokio::test]
async fn an_ended_stay_is_found_by_patient_rule_person_and_time() {
    let rig = Rig::start().await;
    let (first, second, _home) = (rig.admit(MRN).await, rig.admit("MRN-8002").await, rig.admit("MRN-8003").await);
    raise(&rig, &first).await;
    end(&rig, "nurse", &first).await;
    end(&rig, "charge_nurse", &second).await;
    let day_ago = "now() - interval '3 days'";
    rig.store
        .run(&format!("UPDATE episodes SET admitted_at = {day_ago} - interval '9 days', ended_at = {day_ago} WHERE id = '{}'", id(&first)))
        .await
        .unwrap();
    let found = async |query: &str| {
        let page = rig.get("nurse", &format!("/episodes/ended?{query}")).await;
        labels(&page).into_iter().map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(found("").await, ["MRN-8002", MRN], "what ended last first, and nobody who is at home");
    assert_eq!(found("query=8002").await, ["MRN-8002"]);
    assert_eq!(found("query=%25").await, Vec::<String>::new(), "no name holds a per cent sign");
    assert_eq!(found("rule=spo2_low").await, [MRN]);
    assert_eq!(found("rule=fever").await, Vec::<String>::new());
    assert_eq!(found(&format!("person={}", rig.staff["charge_nurse"])).await, ["MRN-8002"]);
    let people = rig.get("nurse", "/episodes/ended/people").await;
    let named: Vec<_> = people["people"].as_array().unwrap().iter().map(|one| one["display_name"].as_str().unwrap()).collect();
    assert_eq!(named, ["The charge_nurse", "The nurse"], "whoever did something, and nobody else");
    let now = hearth_hub::clock::wall_ms().0;
    assert_eq!(found(&format!("from={}", now - 86_400_000)).await, ["MRN-8002"], "that went on after it");
    assert_eq!(found(&format!("to={}", now - 86_400_000)).await, [MRN], "that began before it");
    let page = rig.get("nurse", "/episodes/ended?limit=1").await;
    let rest = rig.get("nurse", &format!("/episodes/ended?limit=1&before={}", page["next_before"].as_str().unwrap())).await;
    assert_eq!((labels(&page), labels(&rest), &rest["next_before"]), (vec!["MRN-8002"], vec![MRN], &Value::Null));
    for (wrong, field) in [("rule=odd", "rule"), ("from=9&to=8", "to"), ("before=x", "before"), ("limit=0", "limit")] {
        let refused = rig.call("nurse", &format!("GET /episodes/ended?{wrong}"), &Value::Null).await;
        assert_eq!((refused.status, refused.fields()), (422, vec![field]), "{wrong}");
    }
}

#[tokio::test]
async fn an_ended_stay_is_opened_with_its_alerts_notes_calls_tasks_and_acts() {
    let rig = Rig::start().await;
    let episode = rig.admit(MRN).await;
    let path = format!("/episodes/{}", episode["id"].as_str().unwrap());
    raise(&rig, &episode).await;
    rig.right("nurse", &format!("POST {path}/notes"), &json!({"text": {"kind": "free", "body": "well"}})).await;
    let task = json!({"kind": "visit", "what": "", "item": null, "post": "dispatcher", "due_at": hearth_hub::clock::wall_ms().0 + 60_000});
    rig.right("nurse", &format!("POST {path}/tasks"), &task).await;
    let call = json!({"direction": "in", "party": "home", "name": "", "number": "", "why": "", "interpreter": false, "alert_id": null, "task_id": null});
    rig.right("call_agent", &format!("POST {path}/calls"), &call).await;
    end(&rig, "nurse", &episode).await;
    assert!(rig.get("nurse", &path).await["ended_at"].is_i64());
    assert_eq!(rig.get("nurse", &format!("/alerts?state=all&episode_id={}", id(&episode))).await["alerts"].as_array().unwrap().len(), 1);
    for (part, list) in [("notes", "notes"), ("tasks", "tasks"), ("calls", "calls")] {
        assert_eq!(rig.get("physician", &format!("{path}/{part}")).await[list].as_array().unwrap().len(), 1, "{part}");
    }
    let page = rig.get("physician", &format!("{path}/acts?limit=3")).await;
    let acts =
        |page: &Value| page["acts"].as_array().unwrap().iter().map(|one| one["act"].as_str().unwrap().to_owned()).collect::<Vec<_>>();
    assert_eq!(acts(&page), ["end_episode", "begin_call", "write_note"]);
    assert_eq!(page["acts"][1]["by"]["display_name"], "The call_agent");
    let rest = rig.get("physician", &format!("{path}/acts?before={}", page["next_before"])).await;
    assert_eq!((acts(&rest), &rest["next_before"]), (vec!["admit".to_owned()], &Value::Null));
}
