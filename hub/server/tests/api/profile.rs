//! One person tightens what a patient is watched by; what weakens it needs two; what silences it is refused.

use super::rig::{BORN, MRN, Rig, admission};
use hearth_hub::floors;
use serde_json::{Value, json};

/// The profile in force as a wish, with a reason.
async fn wish(rig: &Rig, path: &str, reason: &str) -> Value {
    let listed = rig.get("nurse", &format!("{path}/profile")).await;
    let now = listed["profiles"].as_array().unwrap().iter().find(|profile| profile["state"] == "in_force").unwrap().clone();
    let scale_two = !now["scale_two"].is_null();
    json!({ "version": listed["version"], "template": now["template"], "limits": now["limits"], "neutropenic": now["neutropenic"],
            "scale_two": scale_two, "reason": reason })
}

/// The second low rung of the saturation (below 88 % for 10 minutes), with what a change of it makes of the wish.
fn with_second_rung(wish: &Value, change: impl Fn(&mut Value)) -> Value {
    let mut wish = wish.clone();
    let spo2 = wish["limits"].as_array_mut().unwrap().iter_mut().find(|limit| limit["vital"] == "spo2").unwrap();
    change(&mut spo2["low_rungs"][1]);
    wish
}

fn states(listed: &Value) -> Vec<(i64, &str)> {
    let profiles = listed["profiles"].as_array().unwrap().iter();
    profiles.map(|profile| (profile["number"].as_i64().unwrap(), profile["state"].as_str().unwrap())).collect()
}

#[tokio::test]
async fn a_profile_is_tightened_by_one_weakened_by_two_and_signed_by_a_physician() {
    let rig = Rig::start().await;
    let path = format!("/episodes/{}", rig.admit(MRN).await["id"].as_str().unwrap());
    let put = format!("PUT {path}/profile");
    let first = wish(&rig, &path, "as ordered").await;

    let tighter = rig.right("nurse", &put, &with_second_rung(&first, |rung| rung["for_s"] = json!(480))).await;
    assert_eq!(states(&tighter), [(2, "in_force"), (1, "past")], "what tightens is in force at once");
    assert_eq!((&tighter["version"], &tighter["profiles"][0]["reason"]), (&json!(2), &json!("as ordered")));

    let weaker = with_second_rung(&wish(&rig, &path, "he lives at 87").await, |rung| rung["edge"] = json!(86.0));
    let waiting = rig.right("nurse", &put, &weaker).await;
    assert_eq!(states(&waiting), [(3, "proposed"), (2, "in_force"), (1, "past")]);
    assert_eq!(waiting["version"], 2, "nothing has changed yet");
    let confirm = format!("POST {path}/profile/3/confirm");
    let own = rig.call("nurse", &confirm, &json!({"version": 2})).await;
    assert_eq!((own.status, own.problem()), (409, "conflict"), "nobody is the second person to themselves: {}", own.text);
    let stale = rig.call("physician", &confirm, &json!({"version": 1})).await;
    assert_eq!(stale.status, 409, "{}", stale.text);
    let agreed = rig.right("physician", &confirm, &json!({"version": 2})).await;
    assert_eq!(states(&agreed), [(3, "in_force"), (2, "past"), (1, "past")]);
    assert_eq!(agreed["profiles"][0]["decided"]["by"]["display_name"], rig.get("physician", "/session").await["staff"]["display_name"]);
    let episode = rig.get("nurse", &path).await;
    let spo2 = episode["limits"].as_array().unwrap().iter().find(|limit| limit["vital"] == "spo2").unwrap();
    assert_eq!((&spo2["low_rungs"][1]["edge"], &episode["version"]), (&json!(86.0), &json!(3)));

    let sign = format!("POST {path}/profile/3/sign");
    assert_eq!(rig.call("nurse", &sign, &json!({})).await.status, 403, "a nurse does not sign");
    let signed = rig.right("physician", &sign, &json!({})).await;
    assert!(signed["profiles"][0]["signed"]["at"].is_i64() && signed["profiles"][1]["signed"].is_null());

    let refused =
        rig.right("nurse", &put, &with_second_rung(&wish(&rig, &path, "less").await, |rung| rung["priority"] = json!("low"))).await;
    assert_eq!(refused["profiles"][0]["state"], "proposed");
    let refused = rig.right("charge_nurse", &format!("POST {path}/profile/4/refuse"), &json!({})).await;
    assert_eq!(refused["profiles"][0]["state"], "refused");
}

#[tokio::test]
async fn what_would_silence_a_patient_is_refused_by_field_whoever_agrees() {
    let rig = Rig::start().await;
    let path = format!("/episodes/{}", rig.admit(MRN).await["id"].as_str().unwrap());
    let put = format!("PUT {path}/profile");
    let first = wish(&rig, &path, "as ordered").await;
    let fields = async |change: fn(&mut Value)| {
        let mut wish = first.clone();
        change(&mut wish);
        let answer = rig.call("nurse", &put, &wish).await;
        (answer.status, answer.fields().into_iter().map(str::to_owned).collect::<Vec<_>>())
    };
    let index = first["limits"].as_array().unwrap().iter().position(|limit| limit["vital"] == "spo2").unwrap();
    assert_eq!(index, 2);
    let gone = fields(|wish| drop(wish["limits"].as_array_mut().unwrap().remove(2))).await;
    assert_eq!(gone, (422, vec!["limits".to_owned()]), "the saturation would never ring");
    let deep = fields(|wish| {
        let rung = json!([{"edge": 74.0, "for_s": 0, "priority": "high"}]);
        wish["limits"][2] = json!({"vital": "spo2", "low": null, "high": null, "critical_low": null, "critical_high": null,
            "delay_s": 0, "priority": "high", "low_rungs": rung, "high_rungs": []});
    });
    assert_eq!(deep.await, (422, vec!["limits[2].low".to_owned()]), "beyond the floor");
    let inverted = fields(|wish| wish["limits"][2]["low_rungs"][1]["edge"] = json!(95.0)).await;
    assert_eq!(inverted, (422, vec!["limits[2].low_rungs[1].edge".to_owned()]));
    let named = fields(|wish| wish["template"] = json!("child")).await;
    assert_eq!(named, (422, vec!["template".to_owned()]));
    let over = fields(|wish| wish["ends_at"] = json!(1)).await;
    assert_eq!(over, (422, vec!["ends_at".to_owned()]));
    assert_eq!(rig.get("nurse", &path).await["version"], 1, "nothing changed");
}

#[tokio::test]
async fn every_template_can_be_taken_as_it_is() {
    let rig = Rig::start().await;
    let path = format!("/episodes/{}", rig.admit(MRN).await["id"].as_str().unwrap());
    let templates = rig.get("nurse", "/profile-templates").await;
    let mut numbers = Vec::new();
    for template in templates["templates"].as_array().unwrap() {
        let now = wish(&rig, &path, "admission").await;
        let wish = json!({ "version": now["version"], "template": template["template"], "limits": template["limits"],
            "neutropenic": template["neutropenic"], "scale_two": template["wants_scale_two"], "reason": "admission" });
        let after = rig.right("nurse", &format!("PUT {path}/profile"), &wish).await;
        let newest = &after["profiles"][0];
        assert_eq!(newest["template"], template["template"]);
        if newest["state"] == "proposed" {
            let confirm = format!("POST {path}/profile/{}/confirm", newest["number"]);
            rig.right("physician", &confirm, &json!({"version": after["version"]})).await;
            numbers.push(newest["number"].as_i64().unwrap());
        }
    }
    assert_eq!(templates["templates"].as_array().unwrap().len(), 5);
    assert_eq!(numbers, [4, 5, 6], "what is weaker than the one before waits for two");
}

#[tokio::test]
async fn an_admission_and_new_limits_are_held_to_the_floors_and_what_lies_beyond_them_in_the_store_is_found() {
    let rig = Rig::start().await;
    let patient = rig.patient(MRN).await;
    let adult = rig.get("nurse", "/profile-templates").await["templates"][0]["limits"].clone();
    let admit = async |change: fn(&mut Vec<Value>)| {
        let (mut wish, mut limits) = (admission(&patient, MRN, BORN), adult.clone());
        change(limits.as_array_mut().unwrap());
        wish["limits"] = limits;
        let answer = rig.call("nurse", "POST /episodes", &wish).await;
        let codes = answer.body["errors"].as_array().into_iter().flatten().map(|error| error["code"].clone()).collect::<Vec<_>>();
        (answer.status, answer.fields().into_iter().map(str::to_owned).collect::<Vec<_>>(), codes)
    };
    let gone = admit(|limits| drop(limits.remove(2))).await;
    assert_eq!(gone, (422, vec!["limits".to_owned()], vec![json!("vital_silenced")]), "the saturation would never ring");
    let deep = admit(|limits| limits[2] = too_deep()).await;
    assert_eq!(deep, (422, vec!["limits[2].low".to_owned()], vec![json!("beyond_floor")]));
    assert_eq!(admit(|limits| limits.clear()).await.0, 422, "no limit at all");
    assert_eq!(admit(|_| ()).await.0, 201);

    let episode = rig.get("nurse", "/episodes").await["episodes"][0].clone();
    let put = format!("PUT /episodes/{}/limits", episode["id"].as_str().unwrap());
    let mut limits = adult.clone();
    limits[2] = too_deep();
    let refused = rig.call("nurse", &put, &json!({"version": 1, "limits": limits, "reason": "as ordered"})).await;
    assert_eq!((refused.status, refused.fields()), (422, vec!["limits[2].low"]), "{}", refused.text);
    assert!(floors::beyond(&rig.store).await.unwrap().is_empty(), "nothing unsafe has come in");

    rig.store.run("UPDATE episodes SET limits = '[]'").await.unwrap();
    let found = floors::beyond(&rig.store).await.unwrap();
    assert!(found.iter().all(|(stay, _)| json!(stay) == episode["id"]) && found.len() == 7, "{found:?}");
    rig.store.run("UPDATE profiles SET template = 'palliative'").await.unwrap();
    assert!(floors::beyond(&rig.store).await.unwrap().is_empty(), "whom nothing has to ring for");
}

fn too_deep() -> Value {
    let rung = json!([{"edge": 74.0, "for_s": 0, "priority": "high"}]);
    json!({"vital": "spo2", "low": null, "high": null, "critical_low": null, "critical_high": null, "delay_s": 0, "priority": "high",
        "low_rungs": rung, "high_rungs": []})
}

/// What a release before had, of which this one thinks otherwise: the saturation below 85 % is high after five minutes and not after two.
async fn as_of_the_release_before(rig: &Rig) {
    let old = "replace(LIMITS::text, '\"edge\": 850, \"for_s\": 120', '\"edge\": 850, \"for_s\": 300')::jsonb";
    let set = |table: &str, column: &str, of: &str| format!("UPDATE {table} SET {column} = {}", old.replace("LIMITS", of));
    for statement in
        [set("profiles", "template_limits", "template_limits"), set("profiles", "limits", "limits"), set("episodes", "limits", "limits")]
    {
        rig.store.run(&statement).await.unwrap();
    }
}

#[tokio::test]
async fn a_stay_keeps_its_limits_when_a_release_changes_its_template_and_that_is_told_until_somebody_takes_the_new_ones() {
    let rig = Rig::start().await;
    let episode = rig.admit(MRN).await;
    let path = format!("/episodes/{}", episode["id"].as_str().unwrap());
    let behind = async || rig.get("charge_nurse", "/clinical-settings").await["behind"].clone();
    let changes = async || rig.get("nurse", &format!("{path}/profile")).await["profiles"][0]["template_changes"].clone();
    assert_eq!((behind().await, changes().await), (json!([]), json!([])));

    as_of_the_release_before(&rig).await;
    let rung = |for_s: i64| json!({"edge": 85.0, "for_s": for_s, "priority": "high"});
    let told = changes().await;
    assert_eq!((told.as_array().unwrap().len(), &told[0]["vital"], &told[0]["side"]), (1, &json!("spo2"), &json!("low")));
    assert_eq!((&told[0]["then"][2], &told[0]["now"][2]), (&rung(300), &rung(120)));
    assert_eq!(behind().await, json!([{"template": "adult", "stays": [episode["id"]]}]));
    let reduced = rig.get("nurse", "/watch/reduced").await["stays"][0]["reduced"].clone();
    assert_eq!((&reduced["template_changed"], &reduced["author"]), (&json!(true), &Value::Null), "nobody has reduced it");
    assert_eq!(rig.get("nurse", &path).await["version"], 1, "and nothing is changed by itself");

    // Who changes something else has not decided about it.
    let mut other = wish(&rig, &path, "as ordered").await;
    let heart = other["limits"].as_array_mut().unwrap().iter_mut().find(|limit| limit["vital"] == "heart_rate").unwrap();
    heart["low_rungs"][1]["for_s"] = json!(100);
    assert_eq!(rig.right("nurse", &format!("PUT {path}/profile"), &other).await["profiles"][0]["state"], "in_force");
    assert_eq!(changes().await, told);

    let mut taken = wish(&rig, &path, "the new rung").await;
    let spo2 = taken["limits"].as_array_mut().unwrap().iter_mut().find(|limit| limit["vital"] == "spo2").unwrap();
    spo2["low_rungs"] = told[0]["now"].clone();
    let after = rig.right("nurse", &format!("PUT {path}/profile"), &taken).await;
    assert_eq!((&after["profiles"][0]["state"], &after["profiles"][0]["template_changes"]), (&json!("in_force"), &json!([])));
    assert_eq!(behind().await, json!([]));
}

#[tokio::test]
async fn where_it_is_not_known_what_the_template_was_nothing_is_claimed() {
    let rig = Rig::start().await;
    let path = format!("/episodes/{}", rig.admit(MRN).await["id"].as_str().unwrap());
    rig.store.run("UPDATE profiles SET template_limits = NULL").await.unwrap();
    assert_eq!(rig.get("nurse", &format!("{path}/profile")).await["profiles"][0]["template_changes"], Value::Null);
    assert_eq!(rig.get("nurse", "/clinical-settings").await["behind"], json!([]));
}

/// A patient who is younger than 16 for years to come.
async fn child(rig: &Rig, record_number: &str) -> (Value, &'static str) {
    let born = "2020-02-02";
    let facts = json!({"family_name": "Small", "given_name": "Kim", "birth_date": born, "medical_record_number": record_number,
        "sex": "female", "language": "en"});
    (rig.right("nurse", "POST /patients", &facts).await, born)
}

#[tokio::test]
async fn a_child_is_admitted_without_the_score_or_with_it_by_a_word_and_everybody_sees_why() {
    let rig = Rig::start().await;
    let (patient, born) = child(&rig, "MRN-CHILD").await;
    let mut wish = admission(&patient, "MRN-CHILD", born);
    let refused = rig.call("nurse", "POST /episodes", &wish).await;
    assert_eq!((refused.status, refused.fields()), (422, vec!["news2"]));
    assert_eq!(refused.body["errors"][0]["code"], "news2_of_a_child");
    wish["news2"] = json!("bored");
    assert_eq!(rig.call("nurse", "POST /episodes", &wish).await.status, 422, "there is no other reason");
    wish["news2"] = json!("under_16");
    let episode = rig.right("nurse", "POST /episodes", &wish).await;
    let path = format!("/episodes/{}", episode["id"].as_str().unwrap());
    assert_eq!(rig.get("nurse", &format!("{path}/profile")).await["profiles"][0]["without_news2"], "under_16");
    assert_eq!(rig.get("nurse", "/watch/reduced").await["stays"][0]["reduced"]["without_news2"], "under_16");
    let row = rig.store.episodes(true).await.unwrap().remove(0);
    assert!(hearth_hub::limits::course(&row).without_news2.is_some() && !episode["limits"].as_array().unwrap().is_empty());

    // It is judged again when somebody says so, which takes nothing away; and not again when the record says that it is a child.
    let mut again = self::wish(&rig, &path, "the physician wants it").await;
    let judged = rig.right("nurse", &format!("PUT {path}/profile"), &again).await;
    assert_eq!((&judged["profiles"][0]["state"], &judged["profiles"][0]["without_news2"]), (&json!("in_force"), &Value::Null));
    again["version"] = judged["version"].clone();
    again["without_news2"] = json!("under_16");
    let off = rig.right("nurse", &format!("PUT {path}/profile"), &again).await;
    assert_eq!((&off["profiles"][0]["state"], &off["profiles"][0]["without_news2"]), (&json!("in_force"), &json!("under_16")));
}

#[tokio::test]
async fn nobody_of_16_goes_without_the_score_but_a_pregnant_patient_for_whom_a_second_person_agrees() {
    let rig = Rig::start().await;
    let patient = rig.patient(MRN).await;
    let mut admitted = admission(&patient, MRN, BORN);
    admitted["news2"] = json!("under_16");
    let refused = rig.call("nurse", "POST /episodes", &admitted).await;
    assert_eq!((refused.status, refused.fields(), &refused.body["errors"][0]["code"]), (422, vec!["news2"], &json!("not_under_16")));
    admitted.as_object_mut().unwrap().remove("news2");
    let path = format!("/episodes/{}", rig.right("nurse", "POST /episodes", &admitted).await["id"].as_str().unwrap());
    let put = format!("PUT {path}/profile");
    let mut wish = wish(&rig, &path, "week 30").await;
    wish["without_news2"] = json!("under_16");
    let refused = rig.call("nurse", &put, &wish).await;
    assert_eq!((refused.status, refused.fields()), (422, vec!["without_news2"]));
    wish["without_news2"] = json!("it rings too often");
    assert_eq!(rig.call("nurse", &put, &wish).await.status, 422);
    wish["without_news2"] = json!("pregnant");
    let waiting = rig.right("nurse", &put, &wish).await;
    assert_eq!((&waiting["profiles"][0]["state"], &waiting["profiles"][0]["without_news2"]), (&json!("proposed"), &json!("pregnant")));
    assert_eq!(rig.store.episodes(true).await.unwrap()[0].without_news2, None, "nothing has changed yet");
    let version = json!({"version": waiting["version"]});
    assert_eq!(rig.call("nurse", &format!("POST {path}/profile/2/confirm"), &version).await.status, 409);
    rig.right("physician", &format!("POST {path}/profile/2/confirm"), &version).await;
    assert_eq!(rig.store.episodes(true).await.unwrap()[0].without_news2.as_deref(), Some("pregnant"));
    assert_eq!(rig.get("nurse", "/watch/reduced").await["stays"][0]["reduced"]["without_news2"], "pregnant");
}

#[tokio::test]
async fn a_profile_for_a_rule_that_nobody_knows_is_refused_by_field_and_one_that_is_stored_is_named() {
    let rig = Rig::start().await;
    let path = format!("/episodes/{}", rig.admit(MRN).await["id"].as_str().unwrap());
    let mut wish = wish(&rig, &path, "as ordered").await;
    wish["limits"][0]["vital"] = json!("mood");
    let refused = rig.call("nurse", &format!("PUT {path}/profile"), &wish).await;
    assert_eq!((refused.status, refused.fields()), (422, vec!["limits[0].vital"]));
    wish["rules"] = json!({"mood_low": false});
    assert_eq!(rig.call("nurse", &format!("PUT {path}/profile"), &wish).await.status, 422, "rules are not switched by name");

    rig.store.run("UPDATE episodes SET limits = replace(limits::text, '\"spo2\"', '\"mood\"')::jsonb").await.unwrap();
    let row = rig.store.episodes(true).await.unwrap().remove(0);
    let id = row.id.to_string();
    let loaded = hearth_hub::engine::load::loaded(vec![row], Vec::new());
    let says = |what: &str| what.contains("mood") && what.contains(&id);
    assert!(
        matches!(&loaded, Err(hearth_store::StoreError::Defect(what)) if says(what)),
        "no stay is watched by less than it should: {loaded:?}"
    );
}

#[tokio::test]
async fn a_stored_profile_that_would_silence_a_vital_is_not_agreed_to() {
    let rig = Rig::start().await;
    let path = format!("/episodes/{}", rig.admit(MRN).await["id"].as_str().unwrap());
    let weaker = with_second_rung(&wish(&rig, &path, "he lives at 87").await, |rung| rung["edge"] = json!(86.0));
    let waiting = rig.right("nurse", &format!("PUT {path}/profile"), &weaker).await;
    assert_eq!(waiting["profiles"][0]["state"], "proposed");
    // As if it had waited since a release that allowed it, or somebody had written it there.
    let silent = "UPDATE profiles SET limits = (SELECT jsonb_agg(one) FROM jsonb_array_elements(limits) one WHERE one->>'vital' <> 'spo2') \
        WHERE state = 'proposed'";
    rig.store.run(silent).await.unwrap();
    let refused = rig.call("physician", &format!("POST {path}/profile/2/confirm"), &json!({"version": waiting["version"]})).await;
    assert_eq!((refused.status, refused.fields(), &refused.body["errors"][0]["code"]), (422, vec!["limits"], &json!("vital_silenced")));
    assert_eq!(rig.get("nurse", &path).await["version"], 1);
}
