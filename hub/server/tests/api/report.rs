//! The report on alerts counts what was raised in a period, how long people took, and what they thought of it.

use super::rig::{MRN, Rig, id};
use hearth_alerts::{Priority, Rule, Subject};
use hearth_hub::clock;
use hearth_vitals::{GatewayId, Vital};
use serde_json::{Value, json};

const MINUTE_MS: i64 = 60_000;
const DAY_MS: i64 = 86_400_000;

fn rule<'a>(report: &'a Value, rule: &str) -> &'a Value {
    report["rules"].as_array().unwrap().iter().find(|one| one["rule"] == rule).unwrap_or_else(|| panic!("{rule}: {report}"))
}

fn stage<'a>(report: &'a Value, priority: &str, stage: &str) -> &'a Value {
    let of = |one: &&Value| one["clinical"] == json!(true) && one["priority"] == priority && one["stage"] == stage;
    report["times"].as_array().unwrap().iter().find(of).unwrap_or_else(|| panic!("{stage}: {report}"))
}

#[tokio::test]
async fn the_report_counts_what_rang_how_long_people_took_and_what_they_thought_of_it() {
    let rig = Rig::start().await;
    let now = clock::wall_ms().0;
    let path = |from: i64, to: i64| format!("/reports/alerts?from={from}&to={to}");
    let nothing = rig.get("charge_nurse", &path(now - DAY_MS, now)).await;
    assert_eq!((&nothing["stays"], &nothing["rules"], &nothing["most_in_ten_minutes"]), (&json!(0), &json!([]), &json!(0)), "an empty hub");

    let episode = rig.admit(MRN).await;
    let stay = id(&episode);
    rig.store.run(&format!("UPDATE episodes SET admitted_at = now() - interval '2 days' WHERE id = '{stay}'")).await.unwrap();
    let raised = now - 40 * MINUTE_MS;
    let low = rig.raise(Some(&episode), Rule::VitalLow(Vital::Spo2), Subject::Patient, Priority::High, raised).await;
    let score = rig.raise(Some(&episode), Rule::News2, Subject::Patient, Priority::Medium, raised).await;
    let home = GatewayId::new("home-0001").unwrap();
    rig.raise(Some(&episode), Rule::GatewayOffline, Subject::Gateway(home), Priority::Medium, now - 30 * MINUTE_MS).await;
    rig.raise(Some(&episode), Rule::VitalLow(Vital::PulseRate), Subject::Patient, Priority::High, now - 3 * DAY_MS).await;
    rig.right("nurse", &format!("POST /alerts/{score}/acknowledge"), &json!({ "version": 1 })).await;
    rig.clear(&episode, low).await;
    let review = json!({ "version": 2, "note": "", "useful": true });
    rig.right("nurse", &format!("POST /alerts/{low}/review"), &review).await;

    let report = rig.get("charge_nurse", &path(now - DAY_MS, now + DAY_MS)).await;
    assert_eq!(report["stays"], json!(1));
    let days = report["patient_days"].as_f64().unwrap();
    assert!((days - 1.0).abs() < 0.01, "what is to come is not counted: {days}");
    let spo2 = rule(&report, "spo2_low");
    assert_eq!(
        (&spo2["kind"], &spo2["count"], &spo2["useful"], &spo2["not_useful"]),
        (&json!("clinical"), &json!(1), &json!(1), &json!(0))
    );
    assert_eq!(
        (&rule(&report, "gateway_offline")["kind"], report["rules"].as_array().unwrap().len()),
        (&json!("technical"), 3),
        "three, not the old one"
    );
    let owned = stage(&report, "medium", "owned");
    let took = owned["p50_s"].as_f64().unwrap();
    assert!(owned["count"] == 1 && owned["within_half_hour"] == 0 && (2_390.0..2_460.0).contains(&took), "{owned}");
    let (unowned, acted) = (stage(&report, "high", "owned"), stage(&report, "high", "acted"));
    assert!(unowned["of"] == 1 && unowned["count"] == 0 && unowned["p50_s"].is_null(), "nobody took it: {unowned}");
    let (first, taken) = (stage(&report, "high", "answered"), stage(&report, "medium", "answered"));
    assert_eq!((&first["count"], &first["p50_s"], &taken["count"]), (&json!(1), &acted["p50_s"], &json!(1)), "whatever came first");
    assert_eq!((&acted["count"], &stage(&report, "high", "closed")["count"]), (&json!(1), &json!(1)), "somebody reviewed it");
    assert_eq!(
        report["stays_that_rang_most"],
        json!([{ "episode_id": stay, "label": episode["label"], "ended": false, "count": 2, "high": 1 }])
    );
    let deaf = report["unmonitored"][0]["minutes"].as_f64().unwrap();
    assert!(report["unmonitored"][0]["rule"] == "gateway_offline" && (29.0..32.0).contains(&deaf), "{report}");

    rig.store.run(&format!("UPDATE alerts SET raised_at = now() WHERE id = '{score}'")).await.unwrap();
    let again = rig.get("charge_nurse", &path(now - DAY_MS, now + DAY_MS)).await;
    assert_eq!(stage(&again, "medium", "owned")["count"], json!(0), "whoever took it before it rang again has not taken it since");

    let changed = json!({ "version": 1, "note": "", "useful": false });
    rig.call("nurse", &format!("POST /alerts/{low}/review"), &changed).await;
    let report = rig.get("charge_nurse", &path(now - DAY_MS, now)).await;
    assert_eq!(rule(&report, "spo2_low")["not_useful"], json!(1), "the newest judgement counts");
}

#[tokio::test]
async fn the_report_sets_visits_and_sets_of_vitals_against_what_the_programme_owes() {
    let rig = Rig::start().await;
    let now = clock::wall_ms().0;
    let stay = id(&rig.admit(MRN).await);
    rig.store.run(&format!("UPDATE episodes SET admitted_at = now() - interval '3 days' WHERE id = '{stay}'")).await.unwrap();
    let task = |kind: &str, state: &str, due_h: i64, closed_h: Option<i64>, origin: &str| {
        let closed = closed_h.map_or("NULL".to_owned(), |hours| format!("now() - interval '{hours} hours'"));
        format!(
            "INSERT INTO tasks (id, episode_id, kind, post, opens_at, due_at, state, lateness, made_at, closed_at, origin) VALUES \
             (gen_random_uuid(), '{stay}', '{kind}', 'nurse', now() - interval '4 days', now() - interval '{due_h} hours', '{state}', 'on_time', now(), {closed}, '{origin}')"
        )
    };
    for statement in [
        task("visit", "done", 10, Some(11), "day a 1"),
        task("visit", "done", 4, Some(3), "day a 2"),
        task("visit", "over", 20, Some(2), "day b 1"),
        task("visit", "open", -3, None, "day c 1"),
        task("visit", "done", 60, Some(61), "day d 1"),
        task("visit", "done", 5, Some(6), ""),
        task("vitals_set", "cancelled", 6, Some(7), "day a vitals 1"),
        task("call_back", "done", 6, Some(7), "call x"),
    ] {
        rig.store.run(&statement).await.unwrap();
    }
    let path = format!("/reports/alerts?from={}&to={now}", now - DAY_MS);
    let report = rig.get("auditor", &path).await;
    let mut duties = report["programme"].as_array().unwrap().clone();
    for duty in &mut duties {
        let done = duty.as_object_mut().unwrap().remove("per_patient_day").unwrap().as_f64().unwrap();
        assert!((done - duty["done"].as_f64().unwrap()).abs() < 0.01, "one patient-day: {report}");
    }
    assert_eq!(
        Value::from(duties),
        json!([
            {"kind": "visit", "a_day": 2, "owed": 3, "done": 2, "on_time": 1, "not_done": 1, "cancelled": 0},
            {"kind": "vitals_set", "a_day": 2, "owed": 1, "done": 0, "on_time": 0, "not_done": 0, "cancelled": 1},
        ]),
        "neither what is to come, nor what was before, nor what people made beside it"
    );
    let answer = rig.call("auditor", &format!("GET {}", path.replace("/alerts?", "/alerts.csv?")), &Value::Null).await;
    assert!(answer.text.lines().any(|line| line == "programme,visit,,on_time,1"), "{}", answer.text);
    rig.store.run(&format!("UPDATE episodes SET ended_at = now() - interval '270 minutes' WHERE id = '{stay}'")).await.unwrap();
    let ended = rig.get("auditor", &path).await;
    assert_eq!(ended["programme"][0]["owed"], 2, "what was due after the stay had ended was owed to nobody: {ended}");
}

#[tokio::test]
async fn a_flood_is_counted_and_the_table_has_the_same_figures_as_the_page() {
    let rig = Rig::start().await;
    let now = clock::wall_ms().0;
    let from = now - DAY_MS;
    let episode = rig.admit(MRN).await;
    for vital in Vital::ALL {
        rig.raise(Some(&episode), Rule::VitalLow(vital), Subject::Patient, Priority::Low, from + 10 * MINUTE_MS).await;
    }
    let path = format!("/reports/alerts?from={from}&to={now}");
    let report = rig.get("physician", &path).await;
    assert_eq!((&report["floods"], &report["flood_over"], &report["most_in_ten_minutes"]), (&json!(1), &json!(10), &json!(12)));
    let answer = rig.call("physician", &format!("GET {}", path.replace("/alerts?", "/alerts.csv?")), &Value::Null).await;
    let table = answer.text;
    assert_eq!(answer.status, 200);
    for line in ["section,of,priority,figure,value", "rule,spo2_low,low,count,1", "flood,,,count,1", "flood,,,most_in_ten_minutes,12"] {
        assert!(table.lines().any(|one| one == line), "{line}: {table}");
    }
    for (window, field) in [((now, from), "to"), ((0, now), "to")] {
        let refused = rig.call("physician", &format!("GET /reports/alerts?from={}&to={}", window.0, window.1), &Value::Null).await;
        assert_eq!((refused.status, refused.fields()), (422, vec![field]));
    }
    assert_eq!(rig.call("technician", &format!("GET {path}"), &Value::Null).await.status, 403);
}

#[tokio::test]
async fn the_report_names_what_stood_what_came_and_went_and_what_climbed() {
    let rig = Rig::start().await;
    let now = clock::wall_ms().0;
    let episode = rig.admit(MRN).await;
    let day = now - DAY_MS;
    let rule = Rule::VitalLow(Vital::Spo2);
    // One that began two days ago and still holds, one that began before the period and held for 25 hours, and two that did not.
    let home = GatewayId::new("home-0001").unwrap();
    rig.raise(Some(&episode), Rule::GatewayOffline, Subject::Gateway(home), Priority::Medium, now - 2 * DAY_MS).await;
    for (rule, from, until) in [(Rule::News2, 30, 5), (Rule::Fever, 23, 1), (Rule::ShockIndex, 60, 26)] {
        let alert = rig.raise(Some(&episode), rule, Subject::Patient, Priority::Low, now - from * 60 * MINUTE_MS).await;
        let over = format!("UPDATE alerts SET condition = 'cleared', cleared_at = now() - interval '{until} hours' WHERE id = '{alert}'");
        rig.store.run(&over).await.unwrap();
    }
    // Three rings of one condition within a minute, and a fourth long after.
    let comes_and_goes = rig.raise(Some(&episode), rule, Subject::Patient, Priority::High, now - 90 * MINUTE_MS).await;
    for (version, seconds) in [(20, 5_390), (21, 5_370), (22, 5_345), (23, 4_000)] {
        let ring = format!(
            "INSERT INTO alert_transitions (alert_id, version, at, change, rule_name, priority, condition, response, reason) VALUES \
             ('{comes_and_goes}', {version}, now() - interval '{seconds} seconds', 'reactivated', 'limit', 'high', 'active', 'none', 'outside_for_delay')"
        );
        rig.store.run(&ring).await.unwrap();
    }
    // Its ladder: told at once, then the second rung, seven seconds late.
    for (rung, due, at) in [(1, 5_400, 5_400), (2, 5_340, 5_333)] {
        let step = format!(
            "INSERT INTO escalation_steps (alert_id, round, at, step, rung, posts, due_at) VALUES ('{comes_and_goes}', 99, \
             now() - interval '{at} seconds', 'fired', {rung}, 'holder', now() - interval '{due} seconds')"
        );
        rig.store.run(&step).await.unwrap();
    }
    let path = format!("/reports/alerts?from={day}&to={now}");
    let report = rig.get("auditor", &path).await;
    let stood: Vec<_> =
        report["standing"].as_array().unwrap().iter().map(|one| (&one["rule"], &one["count"], &one["still_active"])).collect();
    let (offline, score) = (json!("gateway_offline"), json!("news2"));
    assert_eq!(stood, [(&offline, &json!(1), &json!(1)), (&score, &json!(1), &json!(0))], "{report}");
    let longest = report["standing"][0]["longest_h"].as_f64().unwrap();
    assert!((47.9..48.2).contains(&longest), "also before the period: {report}");
    assert_eq!(report["chattering"], json!([{ "rule": "spo2_low", "kind": "clinical", "conditions": 1, "rings": 1 }]));
    assert_eq!((&report["ten_minutes"], &report["most_in_an_hour"]), (&json!(144), &json!(1)));
    let climbs = &report["climbs"][0];
    assert_eq!((&climbs["priority"], &climbs["second"], &climbs["late"]), (&json!("high"), &json!(1), &json!(1)), "{report}");
    assert!((6.5..7.5).contains(&climbs["latest_s"].as_f64().unwrap()), "{report}");
    let table = rig.call("auditor", &format!("GET {}", path.replace("/alerts?", "/alerts.csv?")), &Value::Null).await.text;
    for line in [
        "standing,gateway_offline,medium,still_active,1",
        "chattering,spo2_low,,rings,1",
        "climb,,high,second_rung,1",
        "climb,,high,rungs_late,1",
    ] {
        assert!(table.lines().any(|one| one == line), "{line}: {table}");
    }
}
