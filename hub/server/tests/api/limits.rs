//! Limits change from the version that was seen, with a reason, and are in force when the nurse is answered.

use super::rig::{MRN, Rig};
use serde_json::{Value, json};
use std::sync::atomic::Ordering;

/// The limits of an adult with another first edge of the saturation, which is no rung any more but two bounds.
fn with_spo2(episode: &Value, low: f64) -> Value {
    let mut limits = episode["limits"].clone();
    let place = limits.as_array_mut().unwrap().iter_mut().find(|limit| limit["vital"] == "spo2").unwrap();
    *place = spo2(low)[0].clone();
    place["delay_s"] = json!(0);
    place["priority"] = json!("high");
    limits
}

fn spo2(low: f64) -> Value {
    json!([{"vital": "spo2", "low": low, "high": null, "delay_s": 15, "priority": "medium", "critical_low": 80.0, "critical_high": null}])
}

#[tokio::test]
async fn limits_are_set_once_per_version_with_who_and_why() {
    let rig = Rig::start().await;
    let episode = rig.admit(MRN).await;
    let path = format!("/episodes/{}", episode["id"].as_str().unwrap());
    let line = format!("PUT {path}/limits");
    let changes = rig.binding_changes.load(Ordering::SeqCst);
    let wish = json!({"version": episode["version"], "limits": with_spo2(&episode, 93.5), "reason": "watched closely, as ordered"});
    let after = rig.right("charge_nurse", &line, &wish).await;
    assert_eq!((after["version"].as_i64(), after["limits"][2]["low"].as_f64()), (Some(2), Some(93.5)));
    assert_eq!(rig.binding_changes.load(Ordering::SeqCst), changes + 1);
    let late = rig.call("nurse", &line, &wish).await;
    assert_eq!((late.status, late.problem()), (409, "conflict"), "she saw an older version");
    let events = rig.get("nurse", &format!("{path}/events?from={}&to=4102444800000", 4_102_444_800_000_i64 - 31 * 86_400_000)).await;
    assert_eq!(events["events"], json!([]), "nothing happens in the year 2100");
    let now = hearth_hub::clock::wall_ms().0;
    let events = rig.get("nurse", &format!("{path}/events?from={}&to={}", now - 60_000, now + 60_000)).await;
    let kinds: Vec<_> = events["events"]
        .as_array()
        .unwrap()
        .iter()
        .map(|event| (event["kind"].as_str().unwrap(), event["detail"].as_str().unwrap()))
        .collect();
    assert_eq!(kinds, [("limits_changed", "watched closely, as ordered")]);
    let told = &events["events"][0];
    assert_eq!(told["by"]["display_name"], rig.get("charge_nurse", "/session").await["staff"]["display_name"], "who");
    let changed = told["limits"].as_array().unwrap();
    let told = changed.iter().find(|change| change["vital"] == "spo2").unwrap();
    assert_eq!((&told["before"]["low"], &told["after"]["low"]), (&json!(92.0), &json!(93.5)), "old and new");
    assert_eq!(changed.len(), 1, "what stays is not told");
    let weaker = json!({"version": 2, "limits": with_spo2(&episode, 88.0), "reason": "as ordered"});
    let alone = rig.call("nurse", &line, &weaker).await;
    assert_eq!((alone.status, alone.problem()), (409, "conflict"), "what weakens a rule needs two persons");
}

#[tokio::test]
async fn limits_without_a_reason_or_without_sense_are_refused_by_field() {
    let rig = Rig::start().await;
    let episode = rig.admit(MRN).await;
    let line = format!("PUT /episodes/{}/limits", episode["id"].as_str().unwrap());
    let wish = |limits: Value, reason: &str| json!({"version": 1, "limits": limits, "reason": reason});
    assert_eq!(rig.call("nurse", &line, &wish(spo2(88.0), "  ")).await.fields(), ["reason"]);
    let refused = rig.call("nurse", &line, &wish(spo2(79.0), "x")).await;
    assert_eq!((refused.status, refused.fields()), (422, vec!["limits[0].critical_low"]), "{}", refused.text);
    let mut unknown = spo2(88.0);
    unknown[0]["vital"] = json!("mood");
    assert_eq!(rig.call("nurse", &line, &wish(unknown, "x")).await.fields(), ["limits[0].vital"]);
    let mut worded = spo2(88.0);
    worded[0]["low"] = json!("eighty-eight");
    assert_eq!(rig.call("nurse", &line, &wish(worded, "x")).await.fields(), ["limits[0].low"]);
    assert_eq!(rig.get("nurse", &format!("/episodes/{}", episode["id"].as_str().unwrap())).await["version"], 1, "nothing changed");
}
