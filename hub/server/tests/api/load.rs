//! How much it rings, for whom, and for how long nobody could see how a patient was.

use super::rig::{MRN, Rig, id};
use super::shifts::{on_shift, watches};
use hearth_alerts::{Priority, Rule, Subject};
use hearth_hub::clock::wall_ms;
use hearth_vitals::{GatewayId, Vital};
use serde_json::{Value, json};
use uuid::Uuid;

const MINUTE_MS: i64 = 60_000;
const HOUR_MS: i64 = 60 * MINUTE_MS;

async fn ring(rig: &Rig, episode: &Value, rule: Rule, priority: Priority, times: u32) {
    for _ in 0..times {
        let alert = rig.raise(Some(episode), rule, Subject::Patient, priority, wall_ms().0).await;
        let closed = format!("UPDATE alerts SET open = false, condition = 'cleared', cleared_at = now() WHERE id = '{alert}'");
        rig.store.run(&closed).await.unwrap();
    }
}

#[tokio::test]
async fn repeats_are_counted_by_rule_and_what_sounded_by_stay_and_who_has_too_much_is_told_what_to_hand_over() {
    let rig = Rig::start().await;
    let (loud, calm) = (rig.admit(MRN).await, rig.admit("MRN-8002").await);
    assert_eq!(rig.get("nurse", "/alerts/load").await["stays"], json!([]), "nothing rang");
    ring(&rig, &loud, Rule::VitalLow(Vital::Spo2), Priority::High, 12).await;
    ring(&rig, &loud, Rule::LowBattery, Priority::Low, 2).await;
    ring(&rig, &calm, Rule::News2, Priority::Medium, 2).await;
    let older =
        "UPDATE alert_transitions SET at = at - interval '3 hours' WHERE alert_id = (SELECT id FROM alerts WHERE rule = 'news2' LIMIT 1)";
    rig.store.run(older).await.unwrap();

    let told = rig.get("nurse", "/alerts/load").await;
    assert_eq!(told["an_hour_max"], json!(12));
    let of = |episode: &Value| told["stays"].as_array().unwrap().iter().find(|stay| stay["episode_id"] == episode["id"]).unwrap().clone();
    let rules = json!([{"rule": "low_battery", "count": 2}, {"rule": "spo2_low", "count": 12}]);
    assert_eq!((&of(&loud)["last_hour"], &of(&loud)["rules"]), (&json!(12), &rules), "a low alert makes no sound");
    assert_eq!((&of(&calm)["last_hour"], &of(&calm)["rules"][0]["count"]), (&json!(1), &json!(2)), "one of them three hours ago");

    for (who, duty) in [("nurse", "nurse"), ("charge_nurse", "charge_nurse")] {
        on_shift(&rig, who, duty).await;
    }
    let seen: Vec<Value> =
        watches(&rig).await.iter().map(|one| json!({"episode_id": one["episode_id"], "version": one["version"]})).collect();
    rig.right("nurse", "POST /watch/take", &json!({"stays": seen})).await;
    let path = format!("/watch/balance?relieve={}", rig.staff["nurse"]);
    let proposed = rig.get("charge_nurse", &path).await;
    assert_eq!((proposed["stays"].as_array().unwrap().len(), &proposed["stays"][0]["episode_id"]), (1, &loud["id"]), "13 an hour");
    assert_eq!(proposed["stays"][0]["holder"]["display_name"], "The charge_nurse");
    let nobody = format!("/watch/balance?relieve={}", Uuid::nil());
    assert_eq!(rig.get("charge_nurse", &nobody).await["stays"], json!([]));
}

#[tokio::test]
async fn each_home_says_for_how_long_nobody_could_see_the_patient_and_why() {
    let rig = Rig::start().await;
    let now = wall_ms().0;
    let (hidden, seen) = (rig.admit(MRN).await, rig.admit("MRN-8002").await);
    rig.store.run("UPDATE episodes SET admitted_at = now() - interval '2 days'").await.unwrap();
    rig.store.run("DELETE FROM intake_pauses; DELETE FROM hub_runs").await.unwrap();
    let home = Subject::Gateway(GatewayId::new("home-0001").unwrap());
    let offline = rig.raise(Some(&hidden), Rule::GatewayOffline, home, Priority::Medium, now - 90 * MINUTE_MS).await;
    let off = format!(
        "UPDATE alerts SET condition = 'cleared', cleared_at = to_timestamp({} / 1000.0) WHERE id = '{offline}'",
        now - 60 * MINUTE_MS
    );
    rig.store.run(&off).await.unwrap();
    rig.raise(Some(&hidden), Rule::VitalSilent(Vital::Spo2), Subject::Patient, Priority::Medium, now - 80 * MINUTE_MS).await;
    let path = |from: i64, to: i64| format!("/reports/unmonitored?from={from}&to={to}");
    let told = rig.get("nurse", &path(now - 12 * HOUR_MS, now + HOUR_MS)).await;
    assert_eq!(told["stays"].as_array().unwrap().len(), 1, "of {seen} nothing was missing: {told}");
    let stay = &told["stays"][0];
    let minutes = |cause: &str| {
        let of = stay["causes"].as_array().unwrap().iter().find(|one| one["cause"] == cause);
        of.map(|one| one["time_ms"].as_i64().unwrap() / MINUTE_MS)
    };
    assert_eq!((stay["episode_id"].as_str(), minutes("home_offline")), (Some(id(&hidden).to_string().as_str()), Some(30)));
    assert!(minutes("no_value").is_some_and(|minutes| (60..=61).contains(&minutes)), "after the home was heard again: {stay}");
    assert_eq!(stay["lasts_since_at"].as_i64().map(|at| (now - at) / MINUTE_MS), Some(90), "without a break: {stay}");
    rig.store
        .run(
            "INSERT INTO hub_runs VALUES (gen_random_uuid(), now() - interval '9 hours', now() - interval '5 hours'), \
            (gen_random_uuid(), now() - interval '4 hours', now())",
        )
        .await
        .unwrap();
    let told = rig.get("nurse", &path(now - 12 * HOUR_MS, now)).await;
    let hub = told["stays"].as_array().unwrap().iter().map(|stay| stay["causes"][0]["cause"].clone()).collect::<Vec<_>>();
    assert_eq!(hub, ["hub", "hub"], "nobody was seen by a hub that was not at work: {told}");
    assert_eq!(rig.call("nurse", &format!("GET {}", path(now - 27 * HOUR_MS, now)), &Value::Null).await.fields(), ["to"]);
}

#[tokio::test]
async fn what_came_and_went_before_an_alert_came_back_is_not_forgotten() {
    let rig = Rig::start().await;
    let now = wall_ms().0;
    let episode = rig.admit(MRN).await;
    rig.store
        .run("UPDATE episodes SET admitted_at = now() - interval '2 days'; DELETE FROM intake_pauses; DELETE FROM hub_runs")
        .await
        .unwrap();
    let alert = rig.raise(Some(&episode), Rule::SensorOff, Subject::Patient, Priority::Low, now - 10 * MINUTE_MS).await;
    let step = |version: i64, minutes_ago: i64, change: &str| {
        format!(
            "INSERT INTO alert_transitions (alert_id, version, at, change, rule_name, priority, condition, response, reason) \
             VALUES ('{alert}', {version}, to_timestamp({}), '{change}', 'limit', 'low', 'active', 'none', ''); ",
            now / 1_000 - 60 * minutes_ago
        )
    };
    // Raised two hours ago for an hour, and come back ten minutes ago.
    let steps = [step(2, 120, "raised"), step(3, 60, "cleared"), step(4, 10, "reactivated")].concat();
    rig.store.run(&format!("DELETE FROM alert_transitions; {steps}")).await.unwrap();
    let told = rig.get("nurse", &format!("/reports/unmonitored?from={}&to={now}", now - 12 * HOUR_MS)).await;
    let minutes = told["stays"][0]["time_ms"].as_i64().unwrap() / MINUTE_MS;
    assert!((69..=71).contains(&minutes), "{told}");
}
