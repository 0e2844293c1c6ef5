//! A candidate profile over what is stored: for one patient's last day before a change is saved, and for chosen patients and
//! days on the workbench.

use super::rig::{MRN, Rig, frame, id};
use hearth_hub::clock;
use hearth_hub::feed::message::StaffRef;
use hearth_vitals::*;
use serde_json::{Value, json};
use std::time::Duration;
use uuid::Uuid;

const MINUTE: i64 = 60_000;

/// A score is asked on this grid of the wall clock. No test may depend on where on it the suite happens to run.
const GRID: i64 = 5 * MINUTE;

/// The last instant that lies this far into the grid.
fn last(phase: i64) -> i64 {
    (clock::wall_ms().0 - phase).div_euclid(GRID) * GRID + phase
}

/// A stay since an hour before `now`, whose saturation was well for 20 minutes, at 87 % for 15, and well again for 5.
async fn stay(rig: &Rig, now: i64) -> Value {
    let episode = rig.admit(MRN).await;
    rig.equip("oxi-0001").await;
    let begin = now - 60 * MINUTE;
    let device = DeviceId::new("oxi-0001").unwrap();
    assert!(rig.store.bind_device(Uuid::now_v7(), &device, id(&episode), WallMs(begin), rig.staff["nurse"]).await.unwrap());
    // What the database dated by its own clock happened an hour ago.
    let dated = format!(
        "ALTER TABLE audit DISABLE RULE audit_is_never_changed; UPDATE audit SET at = to_timestamp({0} / 1000.0); \
         ALTER TABLE audit ENABLE RULE audit_is_never_changed; UPDATE episodes SET admitted_at = to_timestamp({0} / 1000.0)",
        begin
    );
    rig.store.run(&dated).await.unwrap();
    for minute in 0..40 {
        let spo2 = if (20..35).contains(&minute) { 870 } else { 970 };
        let at = |second: i64| now - 50 * MINUTE + minute * MINUTE + second * 1_000;
        rig.ingest(at(60), (0..60).map(|second| frame("oxi-0001", at(second), Some(spo2), Flags::NONE)).collect()).await;
    }
    episode
}

/// The limits of the adult's template, with what a change of the rung below 88 % makes of it.
async fn limits(rig: &Rig, change: impl Fn(&mut Value)) -> Value {
    let templates = rig.get("nurse", "/profile-templates").await;
    let mut limits = templates["templates"][0]["limits"].clone();
    let spo2 = limits.as_array_mut().unwrap().iter_mut().find(|limit| limit["vital"] == "spo2").unwrap();
    change(&mut spo2["low_rungs"][1]);
    limits
}

fn look(limits: &Value) -> Value {
    json!({ "limits": limits, "neutropenic": false, "scale_two": false })
}

async fn ended(rig: &Rig, who: &str) -> Value {
    loop {
        let view = rig.get(who, "/workbench").await;
        if view["trial"]["state"] != "running" && view["running"].is_null() {
            return view;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

#[tokio::test]
async fn a_change_shows_what_it_would_have_done_to_the_last_day_and_changes_nothing() {
    for phase in [0, 100_000, 200_000] {
        a_change_shows_what_it_would_have_done(last(phase)).await;
    }
}

async fn a_change_shows_what_it_would_have_done(now: i64) {
    let rig = Rig::start().await;
    let episode = stay(&rig, now).await;
    let path = format!("POST /episodes/{}/profile/trial", id(&episode));
    let same = rig.right("nurse", &path, &look(&limits(&rig, |_| {}).await)).await;
    assert_eq!(same["frames"], 2_400);
    assert_eq!((&same["present"], same["lost"]["count"].as_u64()), (&same["candidate"], Some(0)), "{same}");
    assert!(same["present"]["high"].as_f64().unwrap() + same["present"]["medium"].as_f64().unwrap() > 0.0, "{same}");

    let deaf = rig.right("nurse", &path, &look(&limits(&rig, |rung| rung["edge"] = json!(86.0)).await)).await;
    let lost = &deaf["lost"]["alerts"][0];
    assert_eq!((&lost["rule"], &lost["episode_id"]), (&json!("spo2_low"), &episode["id"]), "{deaf}");
    // A saturation that is red on the chart is never told to nobody: where the limit is deaf, the score says it.
    let gained = &deaf["gained"]["alerts"];
    assert_eq!((&deaf["present"], gained.as_array().unwrap().len(), &gained[0]["rule"]), (&same["present"], 1, &json!("news2")), "{deaf}");
    let milder = rig.right("nurse", &path, &look(&limits(&rig, |rung| rung["priority"] = json!("low")).await)).await;
    assert_eq!((milder["lost"]["count"].as_u64(), milder["less_urgent"]["count"].as_u64()), (Some(0), Some(1)), "{milder}");
    let profile = rig.get("nurse", &format!("/episodes/{}/profile", id(&episode))).await;
    assert_eq!(profile["profiles"].as_array().unwrap().len(), 1, "nothing was saved");

    let wrong = rig.call("nurse", &path, &look(&limits(&rig, |rung| rung["edge"] = json!(99.0)).await)).await;
    assert_eq!((wrong.status, wrong.fields().len()), (422, 1), "{}", wrong.text);
    let nobody = rig.call("nurse", &format!("POST /episodes/{}/profile/trial", Uuid::nil()), &look(&json!([]))).await;
    assert_eq!(nobody.status, 404);
    let fresh = rig.admit("MRN-7002").await;
    let empty = rig.right("nurse", &format!("POST /episodes/{}/profile/trial", id(&fresh)), &look(&json!([]))).await;
    assert_eq!((&empty["frames"], empty["lost"]["count"].as_u64()), (&json!(0), Some(0)), "nothing is stored of it");
}

#[tokio::test]
async fn an_event_is_marked_within_the_stay_with_who_and_withdrawn() {
    let rig = Rig::start().await;
    let now = clock::wall_ms().0;
    let episode = stay(&rig, now).await;
    let path = format!("/episodes/{}/marked-events", id(&episode));
    let mark = async |at: i64, kind: &str| rig.call("nurse", &format!("POST {path}"), &json!({"at": at, "kind": kind})).await;
    let marked = mark(now - 10 * MINUTE, "emergency_call").await;
    assert_eq!(marked.body["events"][0]["by"]["display_name"], "The nurse", "{}", marked.text);
    assert_eq!(mark(now + 10 * MINUTE, "death").await.fields(), ["at"], "not yet");
    assert_eq!(mark(now - 100 * MINUTE, "death").await.fields(), ["at"], "before the stay");
    assert_eq!(mark(now - MINUTE, "party").await.status, 422);
    let first = marked.body["events"][0]["id"].as_str().unwrap();
    let withdraw = format!("POST /marked-events/{first}/withdraw");
    assert_eq!(rig.right("physician", &withdraw, &json!({})).await["events"], json!([]));
    assert_eq!(rig.call("nurse", &withdraw, &json!({})).await.status, 404, "only once");
}

#[tokio::test]
async fn a_trial_sets_a_candidate_beside_the_present_profiles_and_is_kept_for_who_asked() {
    let rig = Rig::start().await;
    let now = last(50_000);
    let episode = stay(&rig, now).await;
    let mark = json!({"at": now - 13 * MINUTE, "kind": "hospital_return"});
    rig.right("nurse", &format!("POST /episodes/{}/marked-events", id(&episode)), &mark).await;
    assert_eq!(rig.get("physician", "/workbench").await["trial"], Value::Null, "nothing was asked yet");
    let deaf = limits(&rig, |rung| rung["edge"] = json!(86.0)).await;
    let wish = json!({"from": now - 60 * MINUTE, "until": now, "episodes": [episode["id"]], "template": "adult", "limits": deaf});
    let begun = rig.call("physician", "POST /workbench", &wish).await;
    assert_eq!(begun.status, 202, "{}", begun.text);
    let done = ended(&rig, "physician").await;
    let (trial, result) = (&done["trial"], &done["trial"]["result"]);
    assert_eq!((&trial["state"], &trial["changed"], &result["frames"]), (&json!("done"), &json!(0), &json!(2_400)), "{trial}");
    assert_eq!(
        (result["lost"]["count"].as_u64(), result["present"]["told"].as_u64(), result["candidate"]["told"].as_u64()),
        (Some(1), Some(1), Some(1))
    );
    let event = &result["events"][0];
    let lead_ms = |side: &str| event[side]["any_ms"].as_i64().unwrap();
    assert_eq!((&event["kind"], lead_ms("present") > 0, lead_ms("candidate") > 0), (&json!("hospital_return"), true, true), "{event}");
    let told = |rule: &str, side: &str| {
        let row = result["rules"].as_array().unwrap().iter().find(|row| row["rule"] == rule);
        row.map_or(0.0, |row| row[side]["medium"].as_f64().unwrap()) > 0.0
    };
    assert_eq!(["present", "candidate"].map(|side| told("spo2_low", side)), [true, false], "the limit, {result}");
    assert_eq!(["present", "candidate"].map(|side| told("news2", side)), [false, true], "the score in its place, {result}");
    assert_eq!(&result["top"][0]["episode_id"], &episode["id"], "{result}");
    assert_eq!(rig.get("charge_nurse", "/workbench").await["trial"], Value::Null, "another person's is their own");

    // Somebody changes the profile: the present side is another one by now.
    rig.store.run("UPDATE episodes SET version = version + 1").await.unwrap();
    assert_eq!(rig.get("physician", "/workbench").await["trial"]["changed"], 1);

    let fields = async |change: Value| {
        let mut wish = wish.clone();
        wish.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
        rig.call("physician", "POST /workbench", &wish).await.fields().into_iter().map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(fields(json!({"from": now - 40 * 86_400_000})).await, ["until"], "too many days");
    assert_eq!(fields(json!({"from": now, "until": now - MINUTE})).await, ["until"]);
    assert_eq!(fields(json!({"template": "child"})).await, ["template"]);
    assert_eq!(fields(json!({"minutes": {"high": -1.0, "medium": 1.0, "low": 1.0}})).await, ["minutes"]);
    assert_eq!(rig.get("physician", "/workbench").await["trial"]["state"], "done", "what is refused replaces nothing");
}

#[tokio::test]
async fn one_trial_runs_at_a_time_its_person_cancels_it_and_one_that_a_hub_left_has_failed() {
    let rig = Rig::start().await;
    let now = clock::wall_ms().0;
    let episode = stay(&rig, now).await;
    let wish = json!({"from": now - 60 * MINUTE, "until": now, "episodes": [], "template": "adult", "limits": limits(&rig, |_| {}).await});
    // A trial of the charge nurse that goes on until this test lets it end.
    let (trial, charge) = (Uuid::now_v7(), rig.staff["charge_nurse"]);
    let by = StaffRef { id: charge, display_name: "The charge_nurse".into() };
    let (progress, turn) = rig.workbench.begin(trial, &by).unwrap();
    rig.store.begin_trial(trial, charge, &wish_of(&wish), &[id(&episode)]).await.unwrap();
    assert_eq!(rig.get("charge_nurse", "/workbench").await["trial"]["state"], "running");
    let second = rig.call("physician", "POST /workbench", &wish).await;
    assert_eq!((second.status, second.text.contains("The charge_nurse")), (409, true), "{}", second.text);
    assert_eq!(rig.get("physician", "/workbench").await["running"]["display_name"], "The charge_nurse");
    assert_eq!(rig.call("physician", "POST /workbench/cancel", &json!({})).await.status, 409, "it is not theirs");
    assert!(!progress.is_cancelled());
    let running = rig.right("charge_nurse", "POST /workbench/cancel", &json!({})).await;
    assert_eq!((&running["trial"]["state"], progress.is_cancelled()), (&json!("running"), true), "until it has noticed");
    rig.store.end_trial(trial, "cancelled", None).await.unwrap();
    drop(turn);
    let view = ended(&rig, "charge_nurse").await;
    assert_eq!((&view["trial"]["state"], &view["trial"]["result"]), (&json!("cancelled"), &Value::Null));

    rig.store.begin_trial(Uuid::now_v7(), rig.staff["charge_nurse"], &wish_of(&wish), &[id(&episode)]).await.unwrap();
    assert_eq!(rig.get("charge_nurse", "/workbench").await["trial"]["state"], "failed", "no hub is at it");
}

fn wish_of(wish: &Value) -> Value {
    let mut wish = wish.clone();
    wish["minutes"] = json!({"high": 10.0, "medium": 4.0, "low": 1.0});
    wish
}
