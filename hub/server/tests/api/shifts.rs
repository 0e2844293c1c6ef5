//! The roster and the watch of each stay, as people change them.

use super::rig::{MRN, Rig};
use hearth_hub::clock::wall_ms;
use serde_json::{Value, json};

const HOUR: i64 = 3_600_000;

fn wish(rig: &Rig, who: &str, duty: &str, from: i64, until: i64) -> Value {
    let now = wall_ms().0;
    json!({"staff_id": rig.staff[who], "duty": duty, "site": "Main", "from_at": now + from, "until_at": now + until})
}

/// A shift that begins now.
pub async fn on_shift(rig: &Rig, who: &str, duty: &str) -> Value {
    rig.right("charge_nurse", "POST /shifts", &wish(rig, who, duty, -1_000, 8 * HOUR)).await
}

pub async fn watches(rig: &Rig) -> Vec<Value> {
    rig.get("nurse", "/watch/stays").await["stays"].as_array().unwrap().clone()
}

pub fn code(answer: &super::http::Answer) -> String {
    answer.body["code"].as_str().unwrap_or_default().to_owned()
}

#[tokio::test]
async fn a_roster_is_kept_by_the_charge_nurse_and_says_where_it_has_holes() {
    let rig = Rig::start().await;
    let now = wall_ms().0;
    let shift = rig.right("charge_nurse", "POST /shifts", &wish(&rig, "nurse", "nurse", HOUR, 9 * HOUR)).await;
    assert_eq!((&shift["state"], &shift["version"], &shift["phone"]), (&json!("planned"), &json!(1), &json!("")));
    let roster = rig.get("nurse", &format!("/shifts?from={now}&to={}", now + 24 * HOUR)).await;
    assert_eq!(roster["shifts"].as_array().unwrap().len(), 1);
    let gaps: Vec<i64> = roster["gaps"].as_array().unwrap().iter().map(|gap| gap["until_at"].as_i64().unwrap() - now).collect();
    assert_eq!(gaps.len(), 2, "before it and after it: {roster}");
    assert_eq!(roster["staff"], json!([]), "who does not change shifts needs no list of staff");
    let roster = rig.get("charge_nurse", &format!("/shifts?from={now}&to={}", now + 24 * HOUR)).await;
    let staff = roster["staff"].as_array().unwrap();
    assert!(!staff.is_empty() && staff.iter().all(|one| one["role"] != "technician"), "who never works on shift");

    let line = format!("PUT /shifts/{}", shift["id"].as_str().unwrap());
    let mut changed = wish(&rig, "nurse", "nurse", HOUR, 10 * HOUR);
    changed["phone"] = json!("+1 555 0112");
    changed["languages"] = json!(["es", "en"]);
    let after = rig.right("charge_nurse", &line, &json!({"version": 1, "shift": changed})).await;
    assert_eq!((&after["version"], &after["phone"], &after["languages"]), (&json!(2), &json!("+1 555 0112"), &json!(["en", "es"])));
    for (who, phone) in [("nurse", ""), ("charge_nurse", "+1 555 0112")] {
        let roster = rig.get(who, &format!("/shifts?from={now}&to={}", now + 24 * HOUR)).await;
        assert_eq!(roster["shifts"][0]["phone"], phone, "{who}, of a shift that does not run");
    }
    let stale = rig.call("charge_nurse", &line, &json!({"version": 1, "shift": changed})).await;
    assert_eq!((stale.status, code(&stale)), (409, "changed_meanwhile".into()), "somebody else changed it");
    let twice = rig.call("charge_nurse", "POST /shifts", &wish(&rig, "nurse", "nurse", 2 * HOUR, 3 * HOUR)).await;
    assert_eq!((twice.status, code(&twice)), (409, "shifts_overlap".into()));
    let cancel = format!("POST /shifts/{}/cancel", shift["id"].as_str().unwrap());
    assert_eq!(rig.call("charge_nurse", &cancel, &json!({"version": 2})).await.status, 204);
    assert_eq!(rig.call("charge_nurse", &cancel, &json!({"version": 3})).await.status, 404);
}

#[tokio::test]
async fn who_admits_a_stay_on_shift_holds_its_watch_and_nobody_else_is_put_there() {
    let rig = Rig::start().await;
    let first = rig.admit(MRN).await;
    assert_eq!(watches(&rig).await.iter().filter(|one| !one["holder"].is_null()).count(), 0, "no shifts are kept");
    let of = async |stay: &Value| watches(&rig).await.into_iter().find(|one| one["episode_id"] == stay["id"]).unwrap();
    on_shift(&rig, "charge_nurse", "charge_nurse").await;
    let second = rig.admit("MRN-8101").await;
    assert!(of(&second).await["holder"].is_null(), "the nurse who admitted it is on no shift");
    on_shift(&rig, "nurse", "nurse").await;
    let third = rig.admit("MRN-8102").await;
    let held = of(&third).await;
    assert!(held["holder"].to_string().contains(&rig.staff["nurse"].to_string()), "{held}");
    assert!(of(&first).await["holder"].is_null() && of(&second).await["holder"].is_null(), "what was admitted before stays as it was");
}

#[tokio::test]
async fn every_slip_of_the_pen_is_named_by_its_field() {
    let rig = Rig::start().await;
    let mut wrong = wish(&rig, "nurse", "charge_nurse", HOUR, 26 * HOUR);
    (wrong["site"], wrong["phone"], wrong["languages"]) = (json!(""), json!("call me"), json!(["Spanish"]));
    let refused = rig.call("charge_nurse", "POST /shifts", &wrong).await;
    assert_eq!((refused.status, refused.fields()), (422, vec!["duty", "until_at", "phone", "languages[0]", "site"]), "{}", refused.text);
    let past = rig.call("charge_nurse", "POST /shifts", &wish(&rig, "nurse", "nurse", -9 * HOUR, -HOUR)).await;
    assert_eq!((past.status, past.fields()), (422, vec!["until_at"]));
    let late = rig.call("charge_nurse", "POST /shifts", &wish(&rig, "nurse", "nurse", 61 * 24 * HOUR, 61 * 24 * HOUR + HOUR)).await;
    assert_eq!((late.status, late.fields()), (422, vec!["from_at"]), "beyond 60 days");
    let mut nobody = wish(&rig, "nurse", "nurse", HOUR, 2 * HOUR);
    nobody["staff_id"] = json!(uuid::Uuid::nil());
    assert_eq!(rig.call("charge_nurse", "POST /shifts", &nobody).await.status, 404);
}

#[tokio::test]
async fn a_stay_has_one_holder_who_is_on_shift_and_a_shift_with_stays_does_not_end() {
    let rig = Rig::start().await;
    let episode = rig.admit(MRN).await;
    rig.right("nurse", "POST /watch", &json!({})).await;
    let shift = on_shift(&rig, "nurse", "nurse").await;
    let shown = rig.get("technician", "/watch").await;
    assert_eq!((&shown["by_shift"], &shown["unheld"]), (&json!(true), &json!(0)), "who held the watch of all keeps the stays");
    let before = watches(&rig).await;
    assert_eq!((&before[0]["holder"]["id"], &before[0]["version"]), (&json!(rig.staff["nurse"]), &json!(1)));
    let of_all = rig.call("nurse", "POST /watch", &json!({})).await;
    assert_eq!((of_all.status, code(&of_all)), (409, "watch_by_shift".into()), "there is one watch, not two");

    let seen = json!({"stays": [{"episode_id": episode["id"], "version": 1}]});
    let refused = rig.call("charge_nurse", "POST /watch/take", &seen).await;
    assert_eq!((refused.status, code(&refused)), (409, "not_on_shift".into()));
    on_shift(&rig, "charge_nurse", "charge_nurse").await;
    let end = format!("POST /shifts/{}/end", shift["id"].as_str().unwrap());
    let refused = rig.call("nurse", &end, &json!({"version": 1})).await;
    assert_eq!((refused.status, code(&refused)), (409, "shift_holds_stays".into()));
    assert_eq!(refused.body["params"]["stays"], 1);

    let first = rig.call("charge_nurse", "POST /watch/take", &seen);
    let second = rig.call("nurse", "POST /watch/take", &seen);
    let (first, second) = tokio::join!(first, second);
    let (won, lost) = if first.status == 200 { (first, second) } else { (second, first) };
    assert_eq!((won.status, lost.status, code(&lost)), (200, 409, "stay_held_by".into()));
    assert_eq!(lost.body["params"]["person"], won.body["stays"][0]["holder"]["display_name"], "the second sees whose it is");

    let version = watches(&rig).await[0]["version"].clone();
    let holder = rig.staff["charge_nurse"];
    let given = json!({"stays": [{"episode_id": episode["id"], "version": version, "holder_id": holder, "backup_id": rig.staff["nurse"]}]});
    let assigned = rig.right("charge_nurse", "POST /watch/assign", &given).await;
    assert_eq!(assigned["stays"][0]["backup"]["id"], json!(rig.staff["nurse"]));
    let ended = rig.right("nurse", &end, &json!({"version": 1})).await;
    assert_eq!(ended["state"], "over");
    let version = assigned["stays"][0]["version"].clone();
    let home = json!({"stays": [{"episode_id": episode["id"], "version": version, "holder_id": rig.staff["nurse"]}]});
    let gone = rig.call("charge_nurse", "POST /watch/assign", &home).await;
    assert_eq!((gone.status, code(&gone)), (409, "gone_home".into()), "{}", gone.text);
    let twice = json!({"stays": [home["stays"][0], home["stays"][0]]});
    assert_eq!(rig.call("charge_nurse", "POST /watch/assign", &twice).await.fields(), ["stays"]);
}

#[tokio::test]
async fn a_balanced_proposal_can_be_sent_back_as_an_assignment() {
    let rig = Rig::start().await;
    for number in 0..4 {
        rig.admit(&format!("MRN-80{number}")).await;
    }
    on_shift(&rig, "nurse", "nurse").await;
    on_shift(&rig, "charge_nurse", "charge_nurse").await;
    let proposed = rig.get("charge_nurse", "/watch/balance?anew=true").await;
    let stays = proposed["stays"].as_array().unwrap();
    let of = |who: &str| stays.iter().filter(|one| one["holder"]["id"] == json!(rig.staff[who])).count();
    assert_eq!((of("nurse"), of("charge_nurse")), (2, 2), "{proposed}");
    let back = |one: &Value| json!({"episode_id": one["episode_id"], "version": one["version"], "holder_id": one["holder"]["id"], "backup_id": one["backup"]["id"]});
    let assigned = rig.right("charge_nurse", "POST /watch/assign", &json!({"stays": stays.iter().map(back).collect::<Vec<_>>()})).await;
    assert!(assigned["stays"].as_array().unwrap().iter().all(|one| one["holder"] != Value::Null && one["backup"] != Value::Null));
    let kept = rig.get("charge_nurse", "/watch/balance").await;
    for (before, after) in stays.iter().zip(kept["stays"].as_array().unwrap()) {
        assert_eq!(before["holder"], after["holder"], "nobody is handed over without need");
    }
}

#[tokio::test]
async fn a_trial_of_shifts_ends_by_a_word_with_a_reason_and_the_next_shift_begins_them_again() {
    let rig = Rig::start().await;
    rig.admit(MRN).await;
    let kept = async || rig.store.ward(wall_ms()).await.unwrap().is_kept(wall_ms());
    let rest = "POST /shifts/rest";
    let early = rig.call("charge_nurse", rest, &json!({"reason": "A trial"})).await;
    assert_eq!((early.status, code(&early)), (409, "shifts_not_kept".into()), "no shifts were kept yet");
    let shift = on_shift(&rig, "nurse", "nurse").await;
    assert!(kept().await);
    let runs = rig.call("charge_nurse", rest, &json!({"reason": "A trial"})).await;
    assert_eq!((runs.status, code(&runs)), (409, "shifts_ahead".into()), "nobody turns off the watch of who is on shift");
    let end = format!("POST /shifts/{}/end", shift["id"].as_str().unwrap());
    rig.right("charge_nurse", &end, &json!({"version": shift["version"]})).await;
    assert!(kept().await, "the end of a shift is no word about the next: the hole rings");
    assert_eq!(rig.call("charge_nurse", rest, &json!({"reason": " "})).await.fields(), ["reason"]);
    assert_eq!(rig.call("nurse", rest, &json!({"reason": "A trial"})).await.status, 403);
    assert_eq!(rig.call("charge_nurse", rest, &json!({"reason": "A trial"})).await.status, 204);
    assert!(!kept().await);
    let now = wall_ms().0;
    let roster = rig.get("nurse", &format!("/shifts?from={now}&to={}", now + 24 * HOUR)).await;
    assert_eq!((&roster["rest"]["reason"], &roster["rest"]["by"]["display_name"]), (&json!("A trial"), &json!("The charge_nurse")));
    let all = rig.get("nurse", "/watch").await;
    assert_eq!(all["holder"]["id"], json!(rig.staff["charge_nurse"]), "no stay is nobody's: who says so holds the watch of all");
    let all = rig.right("nurse", "POST /watch", &json!({"from": all["holder"]["id"]})).await;
    assert_eq!((&all["by_shift"], &all["holder"]["id"]), (&json!(false), &json!(rig.staff["nurse"])), "one person holds all again");
    on_shift(&rig, "charge_nurse", "charge_nurse").await;
    assert!(kept().await, "whoever plans a shift keeps shifts");
    let roster = rig.get("nurse", &format!("/shifts?from={now}&to={}", now + 24 * HOUR)).await;
    assert_eq!(roster["rest"], Value::Null);
}

#[tokio::test]
async fn a_desk_that_nobody_has_heard_since_the_watch_began_is_told_to_everyone() {
    let rig = Rig::start().await;
    rig.admit(MRN).await;
    rig.right("nurse", "POST /watch", &json!({})).await;
    let desk = async || rig.get("physician", "/watch/sound").await["desks"][0].clone();
    let untested = desk().await;
    assert_eq!((&untested["holder"]["id"], &untested["outcome"]), (&json!(rig.staff["nurse"]), &Value::Null), "nobody has said anything");
    for outcome in ["blocked", "not_heard", "heard"] {
        rig.right("nurse", "POST /watch/sound", &json!({"screen": "Desk 3", "outcome": outcome})).await;
        let tested = desk().await;
        assert_eq!((&tested["outcome"], &tested["screen"]), (&json!(outcome), &json!("Desk 3")), "the newest counts");
    }
    let kept = rig.store.run("UPDATE sound_checks SET outcome = 'heard'").await;
    assert!(kept.is_err(), "what was said stays");
    rig.store.run("UPDATE watch SET since_at = now() + interval '2 hours'").await.unwrap();
    assert_eq!(desk().await["outcome"], Value::Null, "a test of the watch before proves nothing about this one");
    rig.right("physician", "POST /watch", &json!({})).await;
    rig.right("physician", "POST /watch/sound", &json!({"screen": "Desk 4", "outcome": "heard"})).await;
    let theirs = desk().await;
    assert_eq!(
        (&theirs["holder"]["id"], &theirs["outcome"]),
        (&json!(rig.staff["physician"]), &json!("heard")),
        "who may hold it may answer"
    );
    let nameless = rig.call("nurse", "POST /watch/sound", &json!({"screen": "", "outcome": "heard"})).await;
    assert_eq!(nameless.fields(), ["screen"]);
    let looks_on = rig.call("auditor", "POST /watch/sound", &json!({"screen": "x", "outcome": "heard"})).await;
    assert_eq!(looks_on.status, 403);
}

#[tokio::test]
async fn a_stay_that_is_given_away_in_the_middle_of_a_shift_does_not_make_a_tested_desk_silent() {
    let rig = Rig::start().await;
    rig.admit(MRN).await;
    rig.right("nurse", "POST /watch", &json!({})).await;
    on_shift(&rig, "nurse", "nurse").await;
    rig.right("nurse", "POST /watch/sound", &json!({"screen": "Desk 3", "outcome": "heard"})).await;
    // As if the first stay were gone and this one had been taken two hours after the test.
    rig.store.run("UPDATE watches SET since_at = now() + interval '2 hours'").await.unwrap();
    assert_eq!(rig.get("charge_nurse", "/watch/sound").await["desks"][0]["outcome"], "heard");
}
