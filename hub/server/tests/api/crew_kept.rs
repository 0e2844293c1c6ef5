//! What a crew says is its own, of its own offer, of its own time; and what the record does not take is kept beside the incident.

use super::dispatch::Programme;
use hearth_care::dispatch::{IncidentAct, UnitId};
use hearth_hub::auth::role::Role;
use hearth_hub::clock;
use hearth_store::dispatch::NewCrew;
use serde_json::{Value, json};
use std::time::Instant;
use uuid::Uuid;

const MINUTE: i64 = 60_000;

/// An incident that unit A has said yes to.
async fn accepted() -> (Programme, String) {
    let programme = Programme::start().await;
    let id = programme.open().await;
    let send = json!({"act": "send", "unit_id": programme.units[0], "second": false});
    programme.rig.right("dispatcher", &format!("POST /incidents/{id}/act"), &send).await;
    programme.rig.right("paramedic", &format!("POST /incidents/{id}/stamp"), &programme.stamp("acknowledged")).await;
    (programme, id)
}

fn spo2(id: u128, age_ms: Value) -> Value {
    let now = clock::wall_ms().0;
    json!({"id": Uuid::from_u128(id), "code": "spo2", "value": 86.0, "unit": "%", "age_ms": age_ms, "pressed_at": now - MINUTE, "sent_at": now})
}

async fn reassign(programme: &Programme, id: &str, unit: &str) {
    let rig = &programme.rig;
    let version = &rig.get("dispatcher", &format!("/incidents/{id}")).await["incident"]["version"];
    let give = json!({"act": "reassign", "version": version, "place": 1, "unit_id": unit, "reason": "nearer"});
    rig.right("dispatcher", &format!("POST /incidents/{id}/act"), &give).await;
}

#[tokio::test]
async fn what_one_person_pressed_is_never_taken_from_another_who_is_signed_in() {
    let (programme, id) = accepted().await;
    let rig = &programme.rig;
    let as_other = format!("{}\r\nhearth-person: {}", rig.cookie("paramedic"), rig.staff["nurse"]);
    let as_self = format!("{}\r\nhearth-person: {}", rig.cookie("paramedic"), rig.staff["paramedic"]);
    let note = json!({"id": Uuid::from_u128(61), "body": "Not mine"});
    let lines = [
        ("GET /incidents".to_owned(), Value::Null),
        (format!("GET /incidents/{id}/card"), Value::Null),
        (format!("POST /incidents/{id}/stamp"), programme.stamp("en_route")),
        (format!("POST /incidents/{id}/notes"), note.clone()),
        (format!("POST /incidents/{id}/observations"), spo2(62, json!(0))),
        (format!("POST /units/{}/sos", programme.units[0]), json!({"id": Uuid::from_u128(63), "age_ms": 0})),
    ];
    for (line, body) in lines {
        let answer = rig.call_with(&as_other, &line, &body).await;
        assert_eq!((answer.status, &answer.body["code"]), (409, &json!("another_person")), "{line}: {}", answer.text);
    }
    let unread = rig.call_with(&format!("{}\r\nhearth-person: me", rig.cookie("paramedic")), "GET /incidents", &Value::Null).await;
    assert_eq!(unread.body["code"], "another_person", "a name that says nothing is nobody's");
    assert!(rig.get("nurse", &format!("/episodes/{}/notes", programme.stay)).await["notes"].as_array().unwrap().is_empty());
    assert_eq!(rig.call_with(&as_self, &format!("POST /incidents/{id}/notes"), &note).await.status, 201);
}

#[tokio::test]
async fn a_number_of_which_nobody_knows_when_it_was_is_kept_beside_the_incident_and_is_never_the_patients_present() {
    let (programme, id) = accepted().await;
    let (rig, line) = (&programme.rig, format!("POST /incidents/{id}/observations"));
    for _ in 0..2 {
        let told = rig.call("paramedic", &line, &spo2(71, Value::Null)).await;
        assert_eq!((told.status, &told.body["code"]), (409, &json!("age_unknown")), "{}", told.text);
    }
    let taken =
        rig.call("paramedic", &line, &json!({"id": Uuid::from_u128(71), "code": "spo2", "value": 97.0, "unit": "%", "age_ms": 0})).await;
    assert_eq!(taken.fields(), ["id"], "another number needs an id of its own");
    let seen = rig.get("nurse", &format!("/episodes/{}/observations", programme.stay)).await;
    assert_eq!(seen["observations"], json!([]), "nobody is judged by it");
    for who in ["dispatcher", "paramedic"] {
        let kept = rig.get(who, &format!("/incidents/{id}")).await;
        let one = &kept["unrecorded"][0];
        assert_eq!((&one["code"], &one["value"], &one["why"]), (&json!("spo2"), &json!(86.0), &json!("age_unknown")), "{who}");
        assert_eq!(kept["unrecorded"].as_array().unwrap().len(), 1, "{who} sees it once");
    }
    assert!(rig.store.run("DELETE FROM crew_unrecorded").await.unwrap_err().to_string().contains("never changed"));
}

#[tokio::test]
async fn what_a_crew_says_after_the_stay_has_ended_is_kept_and_both_sides_see_it() {
    let (programme, id) = accepted().await;
    let rig = &programme.rig;
    rig.call("nurse", &format!("POST /episodes/{}/end", programme.stay), &json!({"reason": "has died"})).await;
    let note = json!({"id": Uuid::from_u128(82), "body": "Cardiac arrest at 14:03", "age_ms": 5 * MINUTE});
    for (path, wish, code) in
        [("observations", spo2(81, json!(MINUTE)), "episode_ended_for_observations"), ("notes", note, "episode_ended")]
    {
        for _ in 0..2 {
            let told = rig.call("paramedic", &format!("POST /incidents/{id}/{path}"), &wish).await;
            assert_eq!((told.status, &told.body["code"]), (409, &json!(code)), "{}", told.text);
        }
    }
    for who in ["dispatcher", "paramedic"] {
        let kept = rig.get(who, &format!("/incidents/{id}")).await;
        let said: Vec<_> = kept["unrecorded"].as_array().unwrap().iter().map(|one| (&one["value"], &one["body"], &one["why"])).collect();
        let ended = json!("stay_ended");
        assert_eq!(said, [(&json!(86.0), &Value::Null, &ended), (&Value::Null, &json!("Cardiac arrest at 14:03"), &ended)], "{who}");
    }
}

#[tokio::test]
async fn a_note_says_when_it_was_written_and_one_of_an_unknown_time_says_that() {
    let (programme, id) = accepted().await;
    let (rig, now) = (&programme.rig, clock::wall_ms().0);
    let line = format!("POST /incidents/{id}/notes");
    let late = json!({"id": Uuid::from_u128(91), "body": "On the floor", "age_ms": 3 * 60 * MINUTE});
    let (first, second) = (rig.call("paramedic", &line, &late).await, rig.call("paramedic", &line, &late).await);
    assert_eq!((first.status, second.status), (201, 200), "{}", second.text);
    let written = first.body["written_at"].as_i64().unwrap();
    assert!((written - (now - 3 * 60 * MINUTE)).abs() < MINUTE && first.body["signed_at"].as_i64().unwrap() >= now);
    let unknown = json!({"id": Uuid::from_u128(92), "body": "In the kitchen", "age_ms": null, "pressed_at": 5, "sent_at": 9});
    let unknown = rig.call("paramedic", &line, &unknown).await;
    assert_eq!((&unknown.body["written_at"], &unknown.body["written_unknown"]), (&Value::Null, &json!(true)), "{}", unknown.text);
    let fresh = rig.call("paramedic", &line, &json!({"id": Uuid::from_u128(93), "body": "Now", "age_ms": 900})).await;
    assert_eq!((&fresh.body["written_at"], &fresh.body["written_unknown"]), (&Value::Null, &json!(false)));
}

#[tokio::test]
async fn who_was_only_offered_a_place_writes_nothing_into_the_record_and_who_lost_it_what_is_of_its_time() {
    let (programme, id) = accepted().await;
    let had_it = Instant::now();
    let (rig, [unit, other]) = (&programme.rig, &programme.units);
    let second = rig.session_of(programme.drive_b().await).await;
    reassign(&programme, &id, other).await;
    let line = format!("POST /incidents/{id}/observations");
    let offered = rig.call_with(&second, &line, &spo2(101, json!(0))).await;
    assert_eq!((offered.status, &offered.body["code"]), (409, &json!("not_attending")), "an offer is no yes: {}", offered.text);
    let age_ms = u64::try_from(had_it.elapsed().as_millis()).unwrap();
    let before = rig.call("paramedic", &line, &spo2(102, json!(age_ms))).await;
    assert_eq!(before.status, 201, "measured while they had the place, as near as a phone can say: {}", before.text);
    let long_before = rig.call("paramedic", &line, &spo2(103, json!(30 * MINUTE))).await;
    assert_eq!(long_before.body["code"], "not_attending", "measured before they were asked: {}", long_before.text);
    let kept = rig.get("dispatcher", &format!("/incidents/{id}")).await;
    assert_eq!(kept["unrecorded"].as_array().unwrap().len(), 2, "the desk sees all of it");
    let theirs = rig.call_with(&second, &format!("GET /incidents/{id}"), &Value::Null).await;
    assert_eq!(theirs.body["unrecorded"].as_array().unwrap().len(), 1, "a crew its own");
    reassign(&programme, &id, unit).await;
    let refused = rig.get("paramedic", &format!("/incidents/{id}")).await;
    assert_eq!(refused["refused"], json!([]));
}

#[tokio::test]
async fn a_yes_to_an_earlier_offer_of_the_same_place_is_no_yes_to_the_one_that_stands() {
    let (programme, id) = accepted().await;
    let (rig, [unit, other]) = (&programme.rig, &programme.units);
    let second = rig.session_of(programme.drive_b().await).await;
    let first = rig.get("paramedic", &format!("/incidents/{id}")).await["incident"]["places"][0]["offer"].clone();
    reassign(&programme, &id, other).await;
    reassign(&programme, &id, unit).await;
    let mut old = programme.stamp("acknowledged");
    (old["id"], old["offer"]) = (json!(Uuid::from_u128(111)), first);
    for _ in 0..2 {
        let told = rig.call("paramedic", &format!("POST /incidents/{id}/stamp"), &old).await;
        assert_eq!((told.status, &told.body["code"]), (409, &json!("offer_over")), "{}", told.text);
    }
    let seen = rig.get("paramedic", &format!("/incidents/{id}")).await;
    assert_eq!((&seen["incident"]["places"][0]["state"], &seen["refused"][0]["why"]), (&json!("reassigned"), &json!("offer_over")));
    assert_eq!(rig.call_with(&second, &format!("GET /incidents/{id}"), &Value::Null).await.status, 404);
    let mut new = programme.stamp("acknowledged");
    new["offer"] = seen["incident"]["places"][0]["offer"].clone();
    assert_eq!(
        rig.right("paramedic", &format!("POST /incidents/{id}/stamp"), &new).await["incident"]["places"][0]["state"],
        "acknowledged"
    );
}

#[tokio::test]
async fn what_nobody_lives_with_is_taken_from_a_crew_that_confirms_it_and_so_is_a_word() {
    let (programme, id) = accepted().await;
    let (rig, line) = (&programme.rig, format!("POST /incidents/{id}/observations"));
    let mut arrest = json!({"id": Uuid::from_u128(121), "code": "pulse_rate", "value": 0.0, "unit": "/min", "age_ms": 0});
    assert_eq!(rig.call("paramedic", &line, &arrest).await.fields(), ["confirmed"]);
    arrest["confirmed"] = json!(true);
    assert_eq!(rig.call("paramedic", &line, &arrest).await.status, 201);
    let word = json!({"id": Uuid::from_u128(122), "code": "consciousness", "finding": "unresponsive", "age_ms": 0});
    let found = rig.call("paramedic", &line, &word).await;
    assert_eq!((found.status, &found.body["finding"]), (201, &json!("unresponsive")), "{}", found.text);
    let neither = json!({"id": Uuid::from_u128(123), "code": "spo2", "age_ms": 0});
    assert_eq!(rig.call("paramedic", &line, &neither).await.fields(), ["value"]);
}

#[tokio::test]
async fn the_whole_course_is_handed_over_and_a_closed_job_stays_with_its_crew_for_its_note() {
    let (programme, id) = accepted().await;
    let rig = &programme.rig;
    for (n, value) in [(131, 86.0), (132, 94.0)] {
        let one = json!({"id": Uuid::from_u128(n), "code": "spo2", "value": value, "unit": "%", "age_ms": 140 - n as i64});
        assert_eq!(rig.call("paramedic", &format!("POST /incidents/{id}/observations"), &one).await.status, 201);
    }
    let card = rig.get("paramedic", &format!("/incidents/{id}/card")).await;
    let course: Vec<_> = card["course"].as_array().unwrap().iter().map(|one| one["value"].as_f64().unwrap()).collect();
    assert_eq!(course, [86.0, 94.0], "not the newest alone");
    for state in ["en_route", "on_scene", "at_patient", "treated_on_scene", "clear"] {
        rig.right("paramedic", &format!("POST /incidents/{id}/stamp"), &programme.stamp(state)).await;
    }
    let version = rig.get("dispatcher", &format!("/incidents/{id}")).await["incident"]["version"].clone();
    rig.right("dispatcher", &format!("POST /incidents/{id}/act"), &json!({"act": "close", "version": version, "note": ""})).await;
    assert_eq!(rig.get("paramedic", "/incidents").await["incidents"][0]["id"], json!(id), "it is still theirs");
    assert_eq!(rig.get("dispatcher", "/incidents").await["incidents"], json!([]), "and no work of the desk");
    assert_eq!(rig.get("paramedic", &format!("/incidents/{id}/card")).await["incident_id"], json!(id));
    let note = json!({"id": Uuid::from_u128(133), "body": "Written in the garage", "age_ms": 0});
    assert_eq!(rig.call("paramedic", &format!("POST /incidents/{id}/notes"), &note).await.status, 201);
    let late = json!({"id": Uuid::from_u128(134), "code": "spo2", "value": 97.0, "unit": "%", "age_ms": 0});
    rig.store.run("ALTER TABLE incident_places DISABLE TRIGGER USER").await.unwrap();
    rig.store.run("UPDATE incident_places SET clear_at = now() - interval '2 hours'").await.unwrap();
    let told = rig.call("paramedic", &format!("POST /incidents/{id}/observations"), &late).await;
    assert_eq!(told.body["code"], "not_attending", "after it was clear nothing is measured there: {}", told.text);
}

/// Unit B with a crew whose shift ended five minutes ago; gives who drives it, with a session.
async fn past_its_shift(programme: &Programme) -> (Uuid, String) {
    let rig = &programme.rig;
    let (medic, now) = (rig.try_to_add("paramedic-c", Role::Paramedic).await.unwrap(), clock::wall_ms());
    let unit: Uuid = programme.units[1].parse().unwrap();
    let (from, until) = (now.plus(-30 * MINUTE), now.plus(-5 * MINUTE));
    let crew = NewCrew { id: Uuid::now_v7(), unit, members: [medic].into(), skills: [].into(), from, until, by: rig.staff["dispatcher"] };
    rig.store.begin_crew(&crew).await.unwrap().unwrap();
    (medic, rig.session_of(medic).await)
}

#[tokio::test]
async fn a_crew_past_its_shift_signs_off_and_on_again() {
    let programme = Programme::start().await;
    let (rig, unit) = (&programme.rig, &programme.units[1]);
    let (_, cookie) = past_its_shift(&programme).await;
    let wish = json!({"skills": ["paramedic"], "lasts_ms": 60 * MINUTE});
    assert_eq!(rig.call_with(&cookie, &format!("POST /units/{unit}/sign-off"), &json!({})).await.status, 204);
    let board = rig.call_with(&cookie, "GET /incidents", &Value::Null).await;
    assert_eq!(board.body["units"], json!([]), "whoever has signed off drives nothing");
    assert_eq!(rig.call_with(&cookie, &format!("POST /units/{unit}/sign-on"), &wish).await.status, 204);
    let board = rig.call_with(&cookie, "GET /incidents", &Value::Null).await;
    assert_eq!((&board.body["units"][0]["name"], &board.body["units"][0]["crew"]["on_shift"]), (&json!("Unit B"), &json!(true)));
    let listed = rig.call_with(&cookie, "GET /units", &Value::Null).await;
    assert_eq!(listed.body["units"].as_array().unwrap().len(), 1, "who is on duty is told of no other unit");
}

#[tokio::test]
async fn nobody_gets_into_a_unit_that_is_sent_also_once_the_shift_of_its_crew_is_over() {
    let programme = Programme::start().await;
    let (rig, unit) = (&programme.rig, &programme.units[1]);
    let (_, cookie) = past_its_shift(&programme).await;
    let id = programme.open().await;
    let send = IncidentAct::Send { unit: UnitId(unit.parse::<Uuid>().unwrap().as_u128()), second: false };
    let then = clock::wall_ms().plus(-10 * MINUTE);
    rig.store.dispatch(id.parse().unwrap(), send, rig.staff["dispatcher"], "", then).await.unwrap().unwrap().unwrap();
    let stranger = rig.session_of(rig.try_to_add("paramedic-d", Role::Paramedic).await.unwrap()).await;
    let wish = json!({"skills": ["paramedic"], "lasts_ms": 60 * MINUTE});
    let refused = rig.call_with(&stranger, &format!("POST /units/{unit}/sign-on"), &wish).await;
    assert_eq!((refused.status, &refused.body["code"]), (409, &json!("unit_busy")), "{}", refused.text);
    let board = rig.call_with(&cookie, "GET /incidents", &Value::Null).await;
    assert_eq!(board.body["incidents"][0]["id"], json!(id), "the crew in the home keeps its job");
    assert_eq!(rig.call_with(&cookie, &format!("POST /units/{unit}/sign-off"), &json!({})).await.status, 409);
}

#[tokio::test]
async fn a_duty_ends_where_the_next_crew_is_planned_and_a_disabled_partner_keeps_nobody_out() {
    let programme = Programme::start().await;
    let (rig, unit) = (&programme.rig, &programme.units[1]);
    let (evening, now) = (rig.try_to_add("paramedic-e", Role::Paramedic).await.unwrap(), clock::wall_ms());
    let (from, until) = (now.plus(120 * MINUTE), now.plus(600 * MINUTE));
    let planned =
        NewCrew { id: Uuid::now_v7(), unit: unit.parse().unwrap(), members: [evening].into(), skills: [].into(), from, until, by: evening };
    rig.store.begin_crew(&planned).await.unwrap().unwrap();
    let early = rig.session_of(rig.try_to_add("paramedic-f", Role::Paramedic).await.unwrap()).await;
    let wish = json!({"skills": ["paramedic"], "lasts_ms": 720 * MINUTE});
    let on = rig.call_with(&early, &format!("POST /units/{unit}/sign-on"), &wish).await;
    assert_eq!(on.status, 204, "{}", on.text);
    let board = rig.call_with(&early, "GET /incidents", &Value::Null).await;
    assert_eq!(board.body["units"][0]["crew"]["until_at"], json!(from.0));
    rig.store.run("UPDATE staff SET disabled_at = now() WHERE name = 'paramedic-f'").await.unwrap();
    let partner = rig.session_of(rig.try_to_add("paramedic-g", Role::Paramedic).await.unwrap()).await;
    let on = rig.call_with(&partner, &format!("POST /units/{unit}/sign-on"), &wish).await;
    assert_eq!(on.status, 204, "{}", on.text);
}
