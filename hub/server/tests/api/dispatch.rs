//! Incidents from the alert to the end: who may do what, and what the second of two is told.

use super::feed::Screen;
use super::rig::{FAMILY, MRN, Rig, logs};
use hearth_alerts::{Priority, Rule, Subject};
use hearth_care::dispatch::{IncidentAct, UnitId};
use hearth_hub::auth::role::Role;
use hearth_hub::clock;
use hearth_hub::dispatch::Parts;
use hearth_hub::engine::found::Found;
use hearth_vitals::Vital;
use serde_json::{Value, json};
use std::time::Duration;
use uuid::Uuid;

const MINUTE: i64 = 60_000;
/// Stands in no log line.
pub const WHY: &str = "short of breath since supper";

fn text(value: &Value) -> &str {
    value.as_str().unwrap()
}

fn words(list: &Value, key: &str) -> Vec<String> {
    list.as_array().unwrap().iter().map(|one| text(&one[key]).to_owned()).collect()
}

fn wish(alert: Option<Uuid>) -> Value {
    json!({
        "alert_id": alert, "call_id": null, "why": WHY, "latitude": 40.0, "longitude": -75.0,
        "equipment": ["oxygen"], "skills": ["paramedic"],
    })
}

/// A patient whose alert has rung for a minute, and units A and B; the paramedic drives A, a few minutes away.
pub struct Programme {
    pub rig: Rig,
    pub stay: String,
    alert: Uuid,
    raised: i64,
    pub units: [String; 2],
    crew: String,
}

impl Programme {
    pub async fn start() -> Programme {
        let rig = Rig::start().await;
        let episode = rig.admit(MRN).await;
        let now = clock::wall_ms().0;
        let raised = now - MINUTE;
        let alert = rig.raise(Some(&episode), Rule::VitalLow(Vital::Spo2), Subject::Patient, Priority::High, raised).await;
        let mut units = [String::new(), String::new()];
        for (unit, name) in units.iter_mut().zip(["Unit A", "Unit B"]) {
            let made = rig.right("dispatcher", "POST /units", &json!({"name": name, "equipment": ["oxygen"]})).await;
            *unit = text(&made["id"]).to_owned();
        }
        let duty = json!({"members": [rig.staff["paramedic"]], "skills": ["paramedic"], "from_at": now - 10 * MINUTE, "until_at": now + 460 * MINUTE});
        let driven = rig.right("dispatcher", &format!("POST /units/{}/crew", units[0]), &duty).await;
        let crew = text(&driven["crew"]["id"]).to_owned();
        let people = rig.get("dispatcher", "/crews/people").await;
        assert_eq!(words(&people["people"], "id"), [rig.staff["paramedic"].to_string()], "who can be in a crew");
        let here = json!({"latitude": 40.03, "longitude": -75.0, "age_ms": 2_000});
        let told = rig.call("paramedic", &format!("POST /units/{}/position", units[0]), &here).await;
        assert_eq!(told.status, 204, "{}", told.text);
        Programme { rig, stay: text(&episode["id"]).to_owned(), alert, raised, units, crew }
    }

    /// The loop has looked; it goes on until the returned handle is aborted.
    async fn look(&self, found: Found) -> tokio::task::JoinHandle<()> {
        let (looked_at, mut looks) = tokio::sync::watch::channel(None);
        let (store, feed, dispatch) = (self.rig.store.clone(), self.rig.feed.clone(), self.rig.dispatch.clone());
        let hub = tokio::spawn(hearth_hub::dispatch::run(Parts { store, feed, found, opens_incident: true, dispatch, looked_at }));
        let wait = async {
            looks.wait_for(Option::is_some).await.unwrap();
            // The second look begins when all that the first one does is done.
            self.rig.dispatch.changed();
            looks.changed().await.unwrap();
        };
        tokio::time::timeout(Duration::from_secs(30), wait).await.unwrap();
        hub
    }

    /// The ladder of an alert has told the dispatcher.
    async fn climbs(&self, alert: Uuid, when: &str) {
        self.rig.store.run(&format!("INSERT INTO escalations VALUES ('{alert}', 'high', true, NULL, NULL, 1, 1, 0)")).await.unwrap();
        let rung =
            format!("INSERT INTO escalation_rungs VALUES ('{alert}', 1, 5, 'physician dispatcher', now(), {when}, NULL, NULL, false)");
        self.rig.store.run(&rung).await.unwrap();
    }

    pub async fn open(&self) -> String {
        let opened = self.rig.right("nurse", &format!("POST /episodes/{}/incidents", self.stay), &wish(Some(self.alert))).await;
        text(&opened["incident"]["id"]).to_owned()
    }

    /// Puts another paramedic on duty in unit B; gives who that is.
    pub async fn drive_b(&self) -> Uuid {
        let other = self.rig.try_to_add("paramedic-b", Role::Paramedic).await.unwrap();
        let now = clock::wall_ms().0;
        let duty = json!({"members": [other], "skills": ["paramedic"], "from_at": now - MINUTE, "until_at": now + 60 * MINUTE});
        self.rig.right("dispatcher", &format!("POST /units/{}/crew", self.units[1]), &duty).await;
        other
    }

    pub fn stamp(&self, state: &str) -> Value {
        json!({"place": 1, "unit_id": self.units[0], "state": state, "source": "button", "pressed_at": null, "sent_at": null})
    }
}

#[tokio::test]
async fn an_incident_goes_from_the_alert_to_its_end_and_the_second_is_told_who_was_first() {
    let programme = Programme::start().await;
    let (rig, [unit, other]) = (&programme.rig, &programme.units);
    let line = format!("POST /episodes/{}/incidents", programme.stay);
    let opened = rig.right("nurse", &line, &wish(Some(programme.alert))).await;
    let id = text(&opened["incident"]["id"]).to_owned();
    assert_eq!(opened["incident"]["half_hour"]["by"], json!(programme.raised + 30 * MINUTE), "from the alert on");
    assert_eq!(opened["incident"]["half_hour"]["state"], "running");
    let best = &opened["incident"]["choices"][0];
    assert_eq!((text(&best["unit"]), &best["available"]), ("Unit A", &json!(true)));
    assert!(best["travel_ms"].as_i64().unwrap() > MINUTE);
    let twice = rig.call("charge_nurse", &line, &wish(None)).await;
    assert_eq!((twice.status, &twice.body["code"], &twice.body["current"]["id"]), (409, &json!("incident_open"), &json!(id)));

    let act = format!("POST /incidents/{id}/act");
    let send = |unit: &str, second: bool| json!({"act": "send", "unit_id": unit, "second": second});
    let nobody = rig.call("dispatcher", &act, &send(other, false)).await;
    assert_eq!((&nobody.body["code"], &nobody.body["params"]["sent"]), (&json!("unit_off_shift"), &json!("Unit B")));
    let sent = rig.right("dispatcher", &act, &send(unit, false)).await;
    assert_eq!((&sent["incident"]["state"], &sent["incident"]["places"][0]["state"]), (&json!("triaged"), &json!("assigned")));
    let second = rig.call("charge_nurse", &act, &send(other, false)).await;
    assert_eq!((&second.body["code"], &second.body["params"]["sent"]), (&json!("unit_sent"), &json!("Unit A")), "{}", second.text);
    assert_eq!(second.body["current"]["places"][0]["unit"], "Unit A", "what it is now is shown");
    let remotely = rig.call("dispatcher", &act, &json!({"act": "resolve_remotely", "version": 3, "reason": "by phone"})).await;
    assert_eq!((&remotely.body["code"], &remotely.body["params"]["is"]), (&json!("unit_still_sent"), &json!("assigned")));
    let busy = rig.call("dispatcher", &format!("POST /crews/{}/end", programme.crew), &json!({})).await;
    assert_eq!((&busy.body["code"], &busy.body["params"]["sent"]), (&json!("unit_busy"), &json!("Unit A")));

    let stamp = format!("POST /incidents/{id}/stamp");
    let now = clock::wall_ms().0;
    let mut late = programme.stamp("acknowledged");
    (late["pressed_at"], late["sent_at"], late["age_ms"]) = (json!(now + 59 * MINUTE), json!(now + 60 * MINUTE), json!(-1));
    assert_eq!(rig.call("paramedic", &stamp, &late).await.fields(), ["age_ms"]);
    late["age_ms"] = json!(MINUTE);
    let said = rig.right("paramedic", &stamp, &late).await;
    let step = &said["steps"][3];
    assert_eq!((text(&step["state"]), text(&step["doubt"])), ("acknowledged", "clock_off"));
    assert!(step["happened_at"].as_i64().unwrap() <= step["at"].as_i64().unwrap(), "an hour ahead is not in the future");
    assert_eq!(
        (&step["pressed_at"], &step["sent_at"], &step["age_ms"]),
        (&late["pressed_at"], &late["sent_at"], &json!(MINUTE)),
        "what the phone said is kept"
    );
    let skipped = rig.call("paramedic", &stamp, &programme.stamp("at_patient")).await;
    assert_eq!(skipped.body["code"], "incident_not_allowed");
    assert_eq!(skipped.body["params"], json!({"is": "acknowledged", "next": "at_patient"}));
    for state in ["en_route", "on_scene", "at_patient"] {
        rig.right("paramedic", &stamp, &programme.stamp(state)).await;
    }
    let over = rig.call("dispatcher", &act, &json!({"act": "cancel", "version": 7, "reason": "better"})).await;
    assert_eq!(over.body["code"], "unit_still_sent", "nothing is cancelled over the head of a crew");
    let amend = json!({"act": "amend", "step": 6, "happened_at": clock::wall_ms().0, "reason": "pressed at the gate"});
    assert_eq!(rig.call("dispatcher", &act, &amend).await.fields(), ["happened_at"], "not after what came after it");
    for state in ["treated_on_scene", "clear"] {
        rig.right("paramedic", &stamp, &programme.stamp(state)).await;
    }
    let closed = rig.right("dispatcher", &act, &json!({"act": "close", "version": 9, "note": "stays at home"})).await;
    let what = ["opened", "became", "offered", "stamped", "stamped", "stamped", "stamped", "stamped", "stamped", "became"];
    assert_eq!(words(&closed["steps"], "what"), what);
    assert_eq!((&closed["steps"][9]["reason"], &closed["incident"]["half_hour"]["in_time"]), (&json!("stays at home"), &json!(true)));
    let again = rig.call("dispatcher", &act, &send(unit, false)).await;
    assert_eq!((&again.body["code"], &again.body["params"]["is"]), (&json!("incident_not_allowed"), &json!("closed")));
    let board = rig.get("nurse", "/incidents").await;
    assert_eq!((&board["incidents"], &board["units"][0]["incident_id"]), (&json!([]), &Value::Null), "the unit is free again");
    let kept = rig.get("physician", &format!("/episodes/{}/incidents", programme.stay)).await;
    assert_eq!((text(&kept["incidents"][0]["state"]), &kept["incidents"][0]["alert_id"]), ("closed", &json!(programme.alert)));
    let alert = rig.get("physician", &format!("/alerts/{}", programme.alert)).await;
    let made = &alert["incidents"][0];
    assert_eq!((&made["incident"]["id"], &made["incident"]["outcome"]), (&json!(id), &json!("treated_at_home")), "what came of it");
    assert_eq!(words(&made["steps"], "what"), what, "the history of the alert has every step");
    assert!(!logs().contains(WHY) && !logs().contains(FAMILY));
}

#[tokio::test]
async fn a_crew_sees_the_incident_that_it_is_sent_to_and_its_own_unit_and_every_look_is_noted() {
    let programme = Programme::start().await;
    let rig = &programme.rig;
    let id = programme.open().await;
    let path = format!("/incidents/{id}");
    let board = rig.get("paramedic", "/incidents").await;
    assert_eq!((board["incidents"].as_array().unwrap().len(), words(&board["units"], "name")), (0, vec!["Unit A".to_owned()]));
    assert_eq!(rig.call("paramedic", &format!("GET {path}"), &Value::Null).await.status, 404, "nobody was sent");
    let position = json!({"latitude": 40.0, "longitude": -75.0, "age_ms": 0});
    assert_eq!(rig.call("paramedic", &format!("POST /units/{}/position", programme.units[1]), &position).await.status, 404);
    let act = format!("POST {path}/act");
    let send = json!({"act": "send", "unit_id": programme.units[0], "second": false});
    let refused = rig.call("nurse", &act, &send).await;
    assert_eq!((refused.status, &refused.body["params"]["right"]), (403, &json!("dispatch")));
    rig.right("dispatcher", &act, &send).await;
    let board = rig.get("paramedic", "/incidents").await;
    assert_eq!((&board["incidents"][0]["id"], &board["left_off"]), (&json!(id), &json!(0)));
    let seen = rig.get("paramedic", &path).await;
    for incident in [&board["incidents"][0], &seen["incident"]] {
        let others = (&incident["choices"], &incident["places"][0]["next_unit_id"], &incident["half_hour"]["still"]);
        assert_eq!(others, (&json!([]), &Value::Null, &json!([])), "no unit that is not sent there");
    }
    assert_eq!(rig.get("nurse", &path).await["incident"]["choices"].as_array().unwrap().len(), 2);
    assert_eq!(rig.get("nurse", "/incidents").await["incidents"][0]["choices"], json!([]), "on the board those that can be sent");
    let looks = "SELECT 1 / (count(*) = 1)::integer FROM audit WHERE act = 'look_at_incident'";
    rig.store.run(looks).await.expect("a screen that asks again is one look");
    let mut by_radio = programme.stamp("acknowledged");
    by_radio["source"] = json!("radio");
    assert_eq!(rig.call("paramedic", &format!("POST {path}/stamp"), &by_radio).await.fields(), ["source"]);
    rig.right("dispatcher", &format!("POST {path}/stamp"), &by_radio).await;
    rig.right("dispatcher", &act, &json!({"act": "stand_down", "version": 4, "place": 1, "reason": "solved"})).await;
    assert_eq!(rig.call("paramedic", &format!("GET {path}"), &Value::Null).await.status, 404, "called back");
    for statement in ["UPDATE incident_steps SET what = 'x'", "DELETE FROM incident_steps"] {
        assert!(rig.store.run(statement).await.unwrap_err().to_string().contains("never changed"), "{statement}");
    }
}

#[tokio::test]
async fn what_is_wrong_with_an_incident_a_unit_or_a_crew_is_named_by_its_fields() {
    let programme = Programme::start().await;
    let rig = &programme.rig;
    let line = format!("POST /episodes/{}/incidents", programme.stay);
    let mut wrong = wish(None);
    wrong["why"] = json!("");
    wrong["equipment"] = json!(["helicopter"]);
    wrong["latitude"] = json!(91.0);
    wrong["longitude"] = Value::Null;
    assert_eq!(rig.call("nurse", &line, &wrong).await.fields(), ["why", "equipment", "latitude", "longitude"]);
    let other = json!("0190c2de-0000-7000-8000-0000000000ff");
    wrong["alert_id"] = other.clone();
    assert_eq!(rig.call("nurse", &line, &wrong).await.fields(), ["alert_id"]);
    let mut both = wish(Some(programme.alert));
    both["call_id"] = other.clone();
    assert_eq!(rig.call("nurse", &line, &both).await.fields(), ["call_id"]);
    let named = rig.call("dispatcher", "POST /units", &json!({"name": "Unit A", "equipment": []})).await;
    assert_eq!(named.body["code"], "unit_name_taken");
    let now = clock::wall_ms().0;
    let duty =
        |member: &Value, hours: i64| json!({"members": [member], "skills": [], "from_at": now, "until_at": now + hours * 60 * MINUTE});
    let crew = format!("POST /units/{}/crew", programme.units[1]);
    let paramedic = json!(rig.staff["paramedic"]);
    assert_eq!(rig.call("dispatcher", &crew, &duty(&json!(rig.staff["nurse"]), 8)).await.fields(), ["members"]);
    assert_eq!(rig.call("dispatcher", &crew, &duty(&paramedic, 25)).await.fields(), ["until_at"]);
    assert_eq!(rig.call("dispatcher", &crew, &duty(&paramedic, 8)).await.body["code"], "crew_taken");
    let id = programme.open().await;
    let act = format!("POST /incidents/{id}/act");
    let stale = json!({"act": "cancel", "version": 7, "reason": "better"});
    assert_eq!(rig.call("dispatcher", &act, &stale).await.body["code"], "changed_meanwhile");
    let unknown = json!({"act": "send", "unit_id": other, "second": false});
    assert_eq!(rig.call("dispatcher", &act, &unknown).await.status, 404);
    let place = json!({"act": "stand_down", "version": 1, "place": 3, "reason": "better"});
    assert_eq!(rig.call("dispatcher", &act, &place).await.fields(), ["place"]);
    let step = json!({"act": "amend", "step": 1, "happened_at": now, "reason": "better"});
    assert_eq!(rig.call("dispatcher", &act, &step).await.fields(), ["step"]);
}

#[tokio::test]
async fn a_crew_stamps_the_place_that_it_was_offered_and_no_other_and_is_told_when_it_has_lost_it() {
    let programme = Programme::start().await;
    let (rig, [unit, other]) = (&programme.rig, &programme.units);
    programme.drive_b().await;
    let id = programme.open().await;
    let (act, stamp) = (format!("POST /incidents/{id}/act"), format!("POST /incidents/{id}/stamp"));
    let send = |unit: &str| json!({"act": "send", "unit_id": unit, "second": true});
    rig.right("dispatcher", &act, &send(unit)).await;
    rig.right("dispatcher", &act, &send(other)).await;
    let mut of_b = programme.stamp("acknowledged");
    (of_b["place"], of_b["unit_id"]) = (json!(2), json!(other));
    let refused = rig.call("paramedic", &stamp, &of_b).await;
    assert_eq!((refused.status, refused.fields()), (422, vec!["place"]), "{}", refused.text);
    rig.right("paramedic", &stamp, &programme.stamp("acknowledged")).await;
    rig.right("dispatcher", &act, &json!({"act": "stand_down", "version": 5, "place": 2, "reason": "one is enough"})).await;
    let give = json!({"act": "reassign", "version": 6, "place": 1, "unit_id": other, "reason": "nearer"});
    rig.right("dispatcher", &act, &give).await;
    let late = rig.call("paramedic", &stamp, &programme.stamp("en_route")).await;
    assert_eq!(
        (late.status, &late.body["code"], &late.body["params"]["sent"]),
        (409, &json!("place_taken"), &json!("Unit B")),
        "{}",
        late.text
    );
    assert!(late.body.get("current").is_none_or(Value::is_null), "it is theirs no longer");
    rig.right("dispatcher", &act, &send(unit)).await;
    rig.right("dispatcher", &act, &json!({"act": "stand_down", "version": 8, "place": 3, "reason": "one is enough"})).await;
    let mut back = programme.stamp("acknowledged");
    back["place"] = json!(3);
    let late = rig.call("paramedic", &stamp, &back).await;
    assert_eq!((&late.body["code"], &late.body["params"]["is"]), (&json!("incident_not_allowed"), &json!("cancelled")));
    back["state"] = json!("clear");
    assert_eq!(rig.call("paramedic", &stamp, &back).await.status, 409, "and gets nothing back by it");
    assert_eq!(rig.call("paramedic", &format!("GET /incidents/{id}"), &Value::Null).await.status, 404);
}

#[tokio::test]
async fn an_offer_whose_minute_passed_while_no_hub_ran_is_told_at_the_next_look() {
    let programme = Programme::start().await;
    let rig = &programme.rig;
    let id: Uuid = programme.open().await.parse().unwrap();
    let unit = UnitId(programme.units[0].parse::<Uuid>().unwrap().as_u128());
    let send = async |ago: i64| {
        let at = clock::wall_ms().plus(-ago);
        rig.store.dispatch(id, IncidentAct::Send { unit, second: false }, rig.staff["dispatcher"], "", at).await.unwrap().unwrap()
    };
    assert!(send(11 * MINUTE).await.is_err(), "the crew was not on duty then");
    send(2 * MINUTE).await.unwrap();
    programme.look(Found::default()).await.abort();
    let detail = rig.get("dispatcher", &format!("/incidents/{id}")).await;
    assert_eq!(words(&detail["steps"], "what"), ["opened", "became", "offered", "unconfirmed", "nobody_left"], "with the first look");
}

#[tokio::test]
async fn every_screen_that_may_see_the_board_is_told_within_a_second_what_changed_and_a_crew_and_a_technician_nothing() {
    let programme = Programme::start().await;
    let (rig, [unit, other]) = (&programme.rig, &programme.units);
    let hub = programme.look(Found::default()).await;
    assert_eq!(Screen::open(rig, "technician").await.follow("dispatch", None).await["code"], "forbidden");
    assert_eq!(Screen::open(rig, "paramedic").await.ended().await, "nothing_for_role");
    let mut screen = Screen::open(rig, "nurse").await;
    let whole = screen.follow("dispatch", None).await;
    let keys: Vec<&str> = whole["items"].as_array().unwrap().iter().map(|item| text(&item["key"])).collect();
    assert_eq!(keys, ["board", unit.as_str(), other.as_str()], "the board and both units");
    let id = programme.open().await;
    let opened = screen.told(&id, |item| item["incident"]["state"] == "received").await;
    assert_eq!(opened["incident"]["choices"][0]["unit"], "Unit A");
    let detail = rig.get("nurse", &format!("/incidents/{id}")).await;
    assert_eq!(opened["incident"]["half_hour"]["by"], detail["incident"]["half_hour"]["by"], "as the API says it");
    let since = std::time::Instant::now();
    rig.right("dispatcher", &format!("POST /incidents/{id}/act"), &json!({"act": "send", "unit_id": unit, "second": false})).await;
    screen.told(unit, |item| item["unit"]["incident_id"] == json!(id)).await;
    assert!(since.elapsed() < Duration::from_secs(1), "{:?}", since.elapsed());
    let position = json!({"latitude": 40.01, "longitude": -75.0, "age_ms": 0});
    rig.call("paramedic", &format!("POST /units/{unit}/position"), &position).await;
    screen.told(unit, |item| item["unit"]["position"]["latitude"] == json!(40.01)).await;
    rig.right("dispatcher", &format!("POST /incidents/{id}/act"), &json!({"act": "cancel", "version": 3, "reason": "sleeps"})).await;
    rig.right("dispatcher", &format!("POST /incidents/{id}/act"), &json!({"act": "close", "version": 5, "note": ""})).await;
    screen.told(&id, |item| item["gone"] == json!(true)).await;
    hub.abort();
}

#[tokio::test]
async fn an_incident_for_which_no_unit_is_free_rings_until_one_is() {
    let programme = Programme::start().await;
    let rig = &programme.rig;
    let found = Found::default();
    let hub = programme.look(found.clone()).await;
    let told = async |rule: Rule, rings: bool| {
        while found.of(rule).is_some() != rings {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    let ended = rig.call("dispatcher", &format!("POST /crews/{}/end", programme.crew), &json!({})).await;
    assert_eq!(ended.status, 204);
    programme.open().await;
    tokio::time::timeout(Duration::from_secs(20), told(Rule::NoUnitFree, true)).await.unwrap();
    programme.drive_b().await;
    tokio::time::timeout(Duration::from_secs(20), told(Rule::NoUnitFree, false)).await.unwrap();
    hub.abort();
}

#[tokio::test]
async fn an_alert_after_a_treated_incident_that_nobody_closed_opens_the_next_one_and_a_broken_stay_holds_up_nobody() {
    let programme = Programme::start().await;
    let (rig, unit) = (&programme.rig, &programme.units[0]);
    let now = clock::wall_ms().0;
    let broken = rig.admit("MRN-20002").await;
    let line = format!("POST /episodes/{}/incidents", text(&broken["id"]));
    let bad = text(&rig.right("nurse", &line, &wish(None)).await["incident"]["id"]).to_owned();
    let cancel = json!({"act": "cancel", "version": 1, "reason": "sleeps"});
    rig.right("dispatcher", &format!("POST /incidents/{bad}/act"), &cancel).await;
    rig.store.run("ALTER TABLE incidents DISABLE TRIGGER USER").await.unwrap();
    rig.store.run(&format!("UPDATE incidents SET equipment = '{{sleigh}}' WHERE id = '{bad}'")).await.unwrap();
    let first = rig.raise(Some(&broken), Rule::VitalLow(Vital::Spo2), Subject::Patient, Priority::High, now - 10 * MINUTE).await;
    let id = programme.open().await;
    programme.climbs(programme.alert, "now()").await;
    rig.right("dispatcher", &format!("POST /incidents/{id}/act"), &json!({"act": "send", "unit_id": unit, "second": false})).await;
    for state in ["acknowledged", "en_route", "on_scene", "at_patient", "treated_on_scene", "clear"] {
        rig.right("paramedic", &format!("POST /incidents/{id}/stamp"), &programme.stamp(state)).await;
    }
    programme.look(Found::default()).await.abort();
    let open = rig.get("dispatcher", "/incidents").await;
    assert_eq!(words(&open["incidents"], "id"), [id], "a rung that fired before the crew was clear has been answered");
    let stay = rig.get("nurse", &format!("/episodes/{}", programme.stay)).await;
    let next = rig.raise(Some(&stay), Rule::VitalHigh(Vital::HeartRate), Subject::Patient, Priority::High, now).await;
    for alert in [first, next] {
        programme.climbs(alert, "now()").await;
    }
    programme.look(Found::default()).await.abort();
    let open = rig.get("dispatcher", "/incidents").await;
    assert_eq!(words(&open["incidents"], "alert_id"), [next.to_string()], "the first, which is older, cannot be opened and stops nothing");
}

#[tokio::test]
async fn an_incident_that_cannot_be_read_rings_and_one_that_is_not_sent_anybody_rings_while_a_unit_is_free() {
    let programme = Programme::start().await;
    let rig = &programme.rig;
    let id = programme.open().await;
    let found = Found::default();
    programme.look(found.clone()).await.abort();
    assert_eq!(found.looked(Rule::NoUnitFree), Some(None), "a unit is free, and it was opened just now");
    rig.store.run("ALTER TABLE incidents DISABLE TRIGGER USER").await.unwrap();
    rig.store.run("ALTER TABLE incident_steps DISABLE TRIGGER USER").await.unwrap();
    rig.store.run(&format!("UPDATE incident_steps SET at = at - interval '91 seconds' WHERE incident_id = '{id}'")).await.unwrap();
    programme.look(found.clone()).await.abort();
    assert_eq!(found.looked(Rule::NoUnitFree).flatten().unwrap().count, Some(1), "nobody has done anything for 90 s");
    rig.store.run(&format!("UPDATE incident_steps SET at = now() WHERE incident_id = '{id}'")).await.unwrap();
    rig.store.run(&format!("UPDATE incidents SET equipment = '{{sleigh}}' WHERE id = '{id}'")).await.unwrap();
    programme.look(found.clone()).await.abort();
    assert_eq!(found.looked(Rule::NoUnitFree).flatten().unwrap().count, Some(1), "nobody knows whether somebody is sent");
}

#[tokio::test]
async fn a_board_that_nobody_has_read_says_nothing_and_one_that_can_no_longer_be_read_says_that_it_is_old() {
    let programme = Programme::start().await;
    let rig = &programme.rig;
    let mut early = Screen::open(rig, "nurse").await;
    assert_eq!(early.follow("dispatch", None).await["items"], json!([]), "not that nobody needs anything");
    let hub = programme.look(Found::default()).await;
    early.told("board", |item| item["board"]["current"] == json!(true)).await;
    rig.store.run("ALTER TABLE units RENAME TO units_away").await.unwrap();
    early.told("board", |item| item["board"]["current"] == json!(false)).await;
    rig.store.run("ALTER TABLE units_away RENAME TO units").await.unwrap();
    early.told("board", |item| item["board"]["current"] == json!(true)).await;
    hub.abort();
}

#[tokio::test]
async fn an_alert_that_climbed_to_the_dispatcher_opens_an_incident_by_itself_once() {
    let programme = Programme::start().await;
    let (rig, alert) = (&programme.rig, programme.alert);
    let sensor = rig.raise(None, Rule::SensorOff, Subject::Patient, Priority::High, clock::wall_ms().0).await;
    let old = rig.raise(Some(&rig.admit("MRN-20002").await), Rule::VitalLow(Vital::Spo2), Subject::Patient, Priority::High, 0).await;
    programme.climbs(old, "now() - interval '31 minutes'").await;
    for alert in [alert, sensor] {
        programme.climbs(alert, "now()").await;
    }
    programme.look(Found::default()).await.abort();
    programme.look(Found::default()).await.abort();
    let board = rig.get("dispatcher", "/incidents").await;
    assert_eq!(words(&board["incidents"], "alert_id"), [alert.to_string()], "once, not for a device, and not for what climbed long ago");
    let incident = &board["incidents"][0];
    assert_eq!(
        (&incident["opened_by"], &incident["since_at"]),
        (&Value::Null, &json!(programme.raised)),
        "the half hour runs from the alert"
    );
}
