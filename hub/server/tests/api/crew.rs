//! The crew's phone: the job card of the assigned patient and of nobody else, presses that are heard once, and what a crew writes.

use super::dispatch::{Programme, WHY};
use super::rig::{FAMILY, logs};
use hearth_care::dispatch::{IncidentAct, UnitId};
use hearth_hub::auth::role::Role;
use hearth_hub::clock;
use hearth_store::dispatch::NewCrew;
use serde_json::{Value, json};
use uuid::Uuid;

const MINUTE: i64 = 60_000;
/// Stands in no log line.
const WAY_IN: &str = "gate 4417, ring the left bell";

/// A programme whose patient has a way in, with an incident that unit A is offered.
async fn offered() -> (Programme, String) {
    let programme = Programme::start().await;
    let said = json!({"version": 0, "said": {"section": "access", "instructions": WAY_IN}});
    programme.rig.right("nurse", &format!("PUT /episodes/{}/particulars", programme.stay), &said).await;
    let id = programme.open().await;
    let send = json!({"act": "send", "unit_id": programme.units[0], "second": false});
    programme.rig.right("dispatcher", &format!("POST /incidents/{id}/act"), &send).await;
    (programme, id)
}

fn press(programme: &Programme, id: u128, state: &str) -> Value {
    let mut press = programme.stamp(state);
    press["id"] = json!(Uuid::from_u128(id));
    press
}

#[tokio::test]
async fn a_crew_sees_the_record_of_its_patient_from_its_yes_until_it_is_called_back_and_of_nobody_else() {
    let (programme, id) = offered().await;
    let rig = &programme.rig;
    let card = format!("GET /incidents/{id}/card?trends=true");
    assert_eq!(rig.call("paramedic", &card, &Value::Null).await.status, 404, "an offer is not a yes");
    rig.right("paramedic", &format!("POST /incidents/{id}/stamp"), &programme.stamp("acknowledged")).await;
    let shown = rig.get("paramedic", &card["GET ".len()..]).await;
    assert_eq!((&shown["patient"]["family_name"], &shown["why"]), (&json!(FAMILY), &json!(WHY)));
    let way_in = shown["particulars"].as_array().unwrap().iter().find(|one| one["said"]["section"] == "access").unwrap();
    assert_eq!(way_in["said"]["instructions"], WAY_IN);
    assert!(shown["trends"].is_array() && shown["values"].is_array() && shown["notes"].is_array());
    for path in ["", "/particulars", "/particulars/access", "/notes", "/observations", "/acts", "/incidents"] {
        let other = rig.call("paramedic", &format!("GET /episodes/{}{path}", programme.stay), &Value::Null).await;
        assert_eq!(other.status, 404, "{path}: the card is all that opens");
    }
    let other = rig.session_of(programme.drive_b().await).await;
    assert_eq!(rig.call_with(&other, &card, &Value::Null).await.status, 404, "another crew's patient does not exist");
    for _ in 0..3 {
        rig.get("paramedic", &format!("/incidents/{id}/card")).await;
        rig.get("paramedic", "/incidents").await;
    }
    let looks = "SELECT 1 / (count(*) = 1 AND min(detail ->> 'incident') IS NOT NULL)::integer FROM audit WHERE act = 'look_at_card'";
    rig.store.run(looks).await.expect("a card that lies open is one look");
    let back = json!({"act": "stand_down", "version": 4, "place": 1, "reason": "solved"});
    rig.right("dispatcher", &format!("POST /incidents/{id}/act"), &back).await;
    assert_eq!(rig.call("paramedic", &card, &Value::Null).await.status, 404, "called back");
    assert_eq!(rig.call("call_agent", &card, &Value::Null).await.body["params"]["right"], "see_access");
    assert!(!logs().contains(WAY_IN) && !logs().contains(FAMILY));
}

#[tokio::test]
async fn a_press_that_is_sent_twice_is_heard_once_and_one_that_is_refused_stays_with_both_sides() {
    let (programme, id) = offered().await;
    let (rig, stamp) = (&programme.rig, format!("POST /incidents/{id}/stamp"));
    programme.drive_b().await;
    let yes = press(&programme, 1, "acknowledged");
    for _ in 0..2 {
        let said = rig.right("paramedic", &stamp, &yes).await;
        assert_eq!(said["steps"].as_array().unwrap().len(), 4, "heard once");
    }
    let mut other = press(&programme, 1, "en_route");
    assert_eq!(rig.call("paramedic", &stamp, &other).await.fields(), ["id"], "another press needs an id of its own");
    for _ in 0..2 {
        let skipped = rig.call("paramedic", &stamp, &press(&programme, 2, "at_patient")).await;
        assert_eq!((skipped.status, &skipped.body["code"]), (409, &json!("incident_not_allowed")));
    }
    let give = json!({"act": "reassign", "version": 4, "place": 1, "unit_id": programme.units[1], "reason": "nearer"});
    rig.right("dispatcher", &format!("POST /incidents/{id}/act"), &give).await;
    other["id"] = json!(Uuid::from_u128(3));
    let now = clock::wall_ms().0;
    (other["pressed_at"], other["sent_at"], other["age_ms"]) = (json!(now - 5 * MINUTE), json!(now), json!(5 * MINUTE));
    for _ in 0..2 {
        let late = rig.call("paramedic", &stamp, &other).await;
        assert_eq!((&late.body["code"], &late.body["params"]["sent"]), (&json!("place_taken"), &json!("Unit B")), "{}", late.text);
    }
    let again = rig.call("paramedic", &stamp, &yes).await;
    assert_eq!((again.status, again.text.as_str()), (204, ""), "what was done before stays done, and shows nothing more");
    let log = rig.get("dispatcher", &format!("/incidents/{id}")).await;
    let both: Vec<_> = log["refused"].as_array().unwrap().iter().map(|one| (&one["state"], &one["why"], &one["is"], &one["has"])).collect();
    let (at, taken) = (json!("at_patient"), json!("taken_away"));
    let expected = (json!("not_allowed"), json!("acknowledged"), json!("en_route"), json!("Unit B"));
    assert_eq!(both, [(&at, &expected.0, &expected.1, &Value::Null), (&expected.2, &taken, &Value::Null, &expected.3)]);
    assert_eq!(log["refused"][1]["pressed_at"], json!(now - 5 * MINUTE), "what the phone said is kept");
    assert!(rig.store.run("DELETE FROM crew_presses").await.unwrap_err().to_string().contains("never changed"));
}

#[tokio::test]
async fn what_a_crew_measures_and_notes_is_the_patients_once_under_its_own_name() {
    let (programme, id) = offered().await;
    let rig = &programme.rig;
    rig.right("paramedic", &format!("POST /incidents/{id}/stamp"), &programme.stamp("acknowledged")).await;
    let measured = json!({"id": Uuid::from_u128(11), "code": "spo2", "value": 86.0, "unit": "%", "age_ms": 0});
    let note = json!({"id": Uuid::from_u128(12), "body": "Sitting upright, speaks in words"});
    for (path, wish) in [("observations", &measured), ("notes", &note)] {
        let line = format!("POST /incidents/{id}/{path}");
        let first = rig.call("paramedic", &line, wish).await;
        let second = rig.call("paramedic", &line, wish).await;
        assert_eq!((first.status, second.status), (201, 200), "{path}: {} {}", first.text, second.text);
        assert_eq!(first.body["id"], second.body["id"]);
        let refused = rig.call("dispatcher", &line, wish).await;
        assert_eq!((refused.status, &refused.body["params"]["right"]), (403, &json!("attend")));
    }
    let kept = rig.get("nurse", &format!("/episodes/{}/notes", programme.stay)).await;
    assert_eq!((kept["notes"].as_array().unwrap().len(), &kept["notes"][0]["author"]["id"]), (1, &json!(rig.staff["paramedic"])));
    let mut old = measured.clone();
    (old["id"], old["age_ms"]) = (json!(Uuid::from_u128(13)), json!(13 * 60 * MINUTE));
    assert_eq!(rig.call("paramedic", &format!("POST /incidents/{id}/observations"), &old).await.fields(), ["age_ms"]);
}

#[tokio::test]
async fn a_dose_that_was_given_before_a_crew_came_keeps_its_own_time() {
    let (programme, id) = offered().await;
    let rig = &programme.rig;
    rig.right("paramedic", &format!("POST /incidents/{id}/stamp"), &programme.stamp("acknowledged")).await;
    let line = format!("POST /incidents/{id}/observations");
    let mut dose =
        json!({"id": Uuid::from_u128(14), "code": "antipyretic", "finding": "paracetamol", "age_ms": 0, "given_ago_ms": 180 * MINUTE});
    rig.store.run("UPDATE episodes SET admitted_at = now() - interval '1 day'").await.unwrap();
    let kept = rig.call("paramedic", &line, &dose).await;
    assert_eq!(kept.status, 201, "{}", kept.text);
    let at = kept.body["at"].as_i64().unwrap();
    assert!((clock::wall_ms().0 - at - 180 * MINUTE).abs() < MINUTE, "three hours ago, although the unit has the place since now");
    (dose["code"], dose["finding"]) = (json!("consciousness"), json!("alert"));
    assert_eq!(rig.call("paramedic", &line, &dose).await.fields(), ["given_ago_ms"]);
}

#[tokio::test]
async fn a_paramedic_signs_on_beside_the_crew_and_not_while_the_unit_is_sent() {
    let programme = Programme::start().await;
    let (rig, [unit, other]) = (&programme.rig, &programme.units);
    let second = rig.session_of(programme.drive_b().await).await;
    let wish = json!({"skills": ["paramedic"], "lasts_ms": 480 * MINUTE});
    let taken = rig.call_with(&second, &format!("POST /units/{unit}/sign-on"), &wish).await;
    assert_eq!(taken.body["code"], "crew_taken", "one is in one unit: {}", taken.text);
    assert_eq!(rig.call_with(&second, &format!("POST /units/{other}/sign-off"), &json!({})).await.status, 204);
    assert_eq!(rig.call_with(&second, &format!("POST /units/{unit}/sign-on"), &wish).await.status, 204);
    let units = rig.get("paramedic", "/units").await;
    assert_eq!((units["units"][0]["members"].as_array().unwrap().len(), &units["units"][0]["own"]), (2, &json!(true)));
    assert_eq!(units["units"].as_array().unwrap().len(), 1, "who is on duty has nothing to choose and is told of no other unit");
    let all = rig.get("dispatcher", "/units").await;
    assert_eq!(all["units"][1]["members"], json!([]));
    let id = programme.open().await;
    let send = json!({"act": "send", "unit_id": unit, "second": false});
    rig.right("dispatcher", &format!("POST /incidents/{id}/act"), &send).await;
    let off = rig.call("paramedic", &format!("POST /units/{unit}/sign-off"), &json!({})).await;
    assert_eq!((&off.body["code"], &off.body["params"]["sent"]), (&json!("unit_busy"), &json!("Unit A")));
    let nobody = rig.call("dispatcher", &format!("POST /units/{other}/sign-on"), &wish).await;
    assert_eq!(nobody.body["code"], "paramedics_alone", "{}", nobody.text);
}

#[tokio::test]
async fn a_crew_that_calls_for_help_is_told_once_until_it_is_over() {
    let programme = Programme::start().await;
    let (rig, [unit, other]) = (&programme.rig, &programme.units);
    let wish = json!({"id": Uuid::from_u128(21), "age_ms": 4_000});
    let sos = format!("POST /units/{unit}/sos");
    for _ in 0..2 {
        assert_eq!(rig.call("paramedic", &sos, &wish).await.status, 204);
    }
    assert_eq!(rig.call("paramedic", &format!("POST /units/{other}/sos"), &wish).await.status, 404, "another crew's unit");
    let calling = rig.store.who_calls_for_help().await.unwrap();
    assert_eq!(calling.iter().map(|(_, name, _)| name.as_str()).collect::<Vec<_>>(), ["Unit A"]);
    let shown = rig.get("paramedic", "/incidents").await;
    assert_eq!((&shown["help"][0]["id"], &shown["help"][0]["unit"]), (&wish["id"], &json!("Unit A")), "the phone sees that it is heard");
    let second = rig.session_of(programme.drive_b().await).await;
    let theirs = rig.call_with(&second, "GET /incidents", &Value::Null).await;
    assert_eq!(theirs.body["help"], json!([]), "another crew's call is not theirs");
    let over = json!({"calls": [wish["id"]]});
    assert_eq!(rig.call_with(&second, &format!("{sos}/end"), &over).await.status, 404, "nor theirs to end");
    assert_eq!(rig.call("dispatcher", &format!("{sos}/end"), &json!({"calls": [Uuid::from_u128(99)]})).await.status, 404);
    assert_eq!(rig.call("dispatcher", &format!("{sos}/end"), &json!({"calls": []})).await.fields(), ["calls"]);
    for _ in 0..2 {
        assert_eq!(rig.call("dispatcher", &format!("{sos}/end"), &over).await.status, 204, "over, and it stays over");
    }
    assert_eq!(rig.call("paramedic", &sos, &wish).await.status, 204, "sent again by a phone that heard no answer");
    assert!(rig.store.who_calls_for_help().await.unwrap().is_empty(), "and opens nothing again");
}

#[tokio::test]
async fn an_old_we_are_safe_never_ends_a_newer_call_for_help() {
    let programme = Programme::start().await;
    let (rig, unit) = (&programme.rig, &programme.units[0]);
    let sos = format!("POST /units/{unit}/sos");
    let call = |id: u128| json!({"id": Uuid::from_u128(id), "age_ms": 0});
    let safe = |ids: &[u128]| json!({"calls": ids.iter().map(|id| Uuid::from_u128(*id)).collect::<Vec<_>>()});
    for id in 41..=46 {
        assert_eq!(rig.call("paramedic", &sos, &call(id)).await.status, 204);
    }
    for _ in 0..2 {
        assert_eq!(rig.call("paramedic", &format!("{sos}/end"), &safe(&[41, 42, 43, 44, 45])).await.status, 204);
    }
    let open = rig.store.open_calls().await.unwrap();
    assert_eq!(open.iter().map(|call| call.id.as_u128()).collect::<Vec<_>>(), [46], "the newest was named by nobody");
    assert_eq!(rig.store.who_calls_for_help().await.unwrap().len(), 1);
}

#[tokio::test]
async fn who_has_just_left_a_unit_is_heard_when_they_call_for_help_and_ends_their_own_call_alone() {
    let programme = Programme::start().await;
    let (rig, unit) = (&programme.rig, &programme.units[0]);
    let sos = format!("POST /units/{unit}/sos");
    assert_eq!(rig.call("paramedic", &format!("POST /units/{unit}/sign-off"), &json!({})).await.status, 204);
    let theirs = json!({"id": Uuid::from_u128(51), "age_ms": 0});
    let desks = json!({"id": Uuid::from_u128(52), "age_ms": 0});
    assert_eq!(rig.call("dispatcher", &sos, &desks).await.status, 204);
    assert_eq!(rig.call("paramedic", &sos, &theirs).await.status, 204, "the roster does not stand between them and the desk");
    assert_eq!(rig.get("paramedic", "/incidents").await["help"][0]["id"], theirs["id"]);
    let over = json!({"calls": [theirs["id"], desks["id"]]});
    assert_eq!(rig.call("paramedic", &format!("{sos}/end"), &over).await.status, 204);
    let open = rig.store.open_calls().await.unwrap();
    assert_eq!(open.iter().map(|call| call.id.as_u128()).collect::<Vec<_>>(), [52]);
}

#[tokio::test]
async fn a_stay_that_ends_meanwhile_takes_nothing_new_and_the_crew_still_says_how_far_it_is() {
    let (programme, id) = offered().await;
    let rig = &programme.rig;
    let stamp = format!("POST /incidents/{id}/stamp");
    rig.right("paramedic", &stamp, &programme.stamp("acknowledged")).await;
    rig.call("nurse", &format!("POST /episodes/{}/end", programme.stay), &json!({"reason": "taken to hospital by the family"})).await;
    let measured = json!({"id": Uuid::from_u128(31), "code": "spo2", "value": 90.0, "unit": "%", "age_ms": 0});
    let late = rig.call("paramedic", &format!("POST /incidents/{id}/observations"), &measured).await;
    assert_eq!((late.status, &late.body["code"]), (409, &json!("episode_ended_for_observations")), "{}", late.text);
    let note = json!({"id": Uuid::from_u128(32), "body": "Nobody at home"});
    let late = rig.call("paramedic", &format!("POST /incidents/{id}/notes"), &note).await;
    assert_eq!((late.status, &late.body["code"]), (409, &json!("episode_ended")), "{}", late.text);
    let said = rig.right("paramedic", &stamp, &programme.stamp("en_route")).await;
    assert_eq!(said["incident"]["places"][0]["state"], "en_route");
    assert_eq!(rig.get("paramedic", &format!("/incidents/{id}/card")).await["why"], json!(WHY), "who is on the way knows where");
}

#[tokio::test]
async fn a_crew_whose_shift_ends_on_the_way_keeps_its_job_its_card_and_its_button() {
    let programme = Programme::start().await;
    let rig = &programme.rig;
    let (medic, now) = (rig.try_to_add("paramedic-c", Role::Paramedic).await.unwrap(), clock::wall_ms());
    let unit: Uuid = programme.units[1].parse().unwrap();
    let (from, until) = (now.plus(-30 * MINUTE), now.plus(-5 * MINUTE));
    let crew = NewCrew { id: Uuid::now_v7(), unit, members: [medic].into(), skills: [].into(), from, until, by: rig.staff["dispatcher"] };
    rig.store.begin_crew(&crew).await.unwrap().unwrap();
    let id = programme.open().await;
    let ago = |minutes: i64| now.plus(-minutes * MINUTE);
    let send = IncidentAct::Send { unit: UnitId(unit.as_u128()), second: false };
    rig.store.dispatch(id.parse().unwrap(), send, rig.staff["dispatcher"], "", ago(10)).await.unwrap().unwrap().unwrap();
    let cookie = rig.session_of(medic).await;
    let say = json!({"place": 1, "unit_id": unit, "state": "acknowledged", "source": "button", "pressed_at": null, "sent_at": null});
    let said = rig.call_with(&cookie, &format!("POST /incidents/{id}/stamp"), &say).await;
    assert_eq!(said.status, 200, "{}", said.text);
    let board = rig.call_with(&cookie, "GET /incidents", &Value::Null).await;
    let (incident, own) = (&board.body["incidents"][0], &board.body["units"][0]);
    assert_eq!((&incident["id"], &own["name"], &own["crew"]["on_shift"]), (&json!(id), &json!("Unit B"), &json!(false)));
    assert_eq!(rig.call_with(&cookie, &format!("GET /incidents/{id}/card"), &Value::Null).await.status, 200);
}
