//! Observations by hand: each refused in words or written once, corrected by another one, never changed.

use super::http::Answer;
use super::rig::{FAMILY, MRN, Rig, frame, id, logs};
use hearth_hub::clock;
use hearth_store::observations::Finding;
use hearth_vitals::Flags;
use serde_json::{Value, json};
use uuid::Uuid;

fn of(episode: &Value) -> String {
    format!("/episodes/{}/observations", episode["id"].as_str().unwrap())
}

fn temperature(value: f64) -> Value {
    json!({"code": "temperature", "value": value, "unit": "Cel"})
}

/// `entry` with another field.
fn with(entry: &Value, field: &str, value: impl Into<Value>) -> Value {
    let mut entry = entry.clone();
    entry[field] = value.into();
    entry
}

async fn observe(rig: &Rig, episode: &Value, entry: &Value) -> Answer {
    rig.call("nurse", &format!("POST {}", of(episode)), entry).await
}

/// The second word of what must be done: `correct` or `withdraw`.
async fn replace(rig: &Rig, act: &str, old: &Value, wish: &Value) -> Answer {
    let wish = if wish["episode_id"].is_null() { with(wish, "episode_id", old["episode_id"].clone()) } else { wish.clone() };
    rig.call("charge_nurse", &format!("POST /observations/{}/{act}", old["id"].as_str().unwrap()), &wish).await
}

fn told(answer: &Answer) -> Vec<(String, String)> {
    let errors = answer.body["errors"].as_array().cloned().unwrap_or_default();
    errors.iter().map(|error| (error["field"].as_str().unwrap().to_owned(), error["message"].as_str().unwrap().to_owned())).collect()
}

#[tokio::test]
async fn what_a_nurse_writes_down_is_kept_as_a_whole_number_and_shown_as_it_was_written() {
    let rig = Rig::start().await;
    let episode = rig.admit(MRN).await;
    let written = observe(&rig, &episode, &with(&with(&temperature(38.3), "method", "axillary"), "note", "after a shower")).await;
    assert_eq!(written.status, 201, "{}", written.text);
    let body = &written.body;
    let at = body["at"].as_i64().unwrap();
    let expected = json!({
        "id": body["id"], "episode_id": episode["id"], "code": "temperature", "loinc": "8310-5", "at": at, "value": 38.3, "unit": "Cel",
        "finding": null, "method": "axillary", "source": "staff", "device_id": null, "entered_at": at, "note": "after a shower",
        "author": {"id": rig.staff["nurse"], "display_name": "The nurse"}, "state": "current", "corrects": null, "reason": "", "corrected_by": null,
    });
    assert_eq!(*body, expected);
    let stored = rig.store.observation(id(body)).await.unwrap().unwrap().said.finding;
    assert_eq!(stored, Some(Finding::Number { raw: 3_830, decimals: 2, unit: "Cel".into() }));
    for entry in [
        json!({"code": "consciousness", "finding": "confusion"}),
        json!({"code": "oxygen_device", "finding": "nasal_cannula"}),
        json!({"code": "oxygen_flow", "value": 1.5, "unit": "L/min"}),
        json!({"code": "fio2", "value": 28, "unit": "%"}),
        json!({"code": "pain", "value": 7, "unit": "{score}", "source": "patient", "method": "reported"}),
        json!({"code": "weight", "value": 81.25, "unit": "kg"}),
        json!({"code": "glucose", "value": 112, "unit": "mg/dL"}),
        json!({"code": "fluid_out", "value": 350, "unit": "mL"}),
        json!({"code": "respiratory_rate", "value": 22, "unit": "/min"}),
        json!({"code": "718-7", "value": 9.8, "unit": "g/dL", "source": "family"}),
        json!({"code": "664-3", "finding": "no growth"}),
    ] {
        let answer = observe(&rig, &episode, &entry).await;
        let said = (answer.body["value"].as_f64(), &answer.body["finding"]);
        assert_eq!((answer.status, said), (201, (entry["value"].as_f64(), &entry["finding"])), "{}", answer.text);
    }
    let logged = logs();
    assert!(logged.contains("wrote down an observation") && !logged.contains("after a shower") && !logged.contains(FAMILY));
}

#[tokio::test]
async fn what_cannot_be_is_refused_at_its_field_and_nothing_is_written() {
    let rig = Rig::start().await;
    let episode = rig.admit(MRN).await;
    let (now, admitted) = (clock::wall_ms().0, episode["admitted_at"].as_i64().unwrap());
    let right = temperature(38.3);
    let refusals = [
        (with(&right, "unit", "[degF]"), "unit", "write Cel"),
        (with(&right, "unit", Value::Null), "unit", "write Cel"),
        (with(&right, "value", 101.3), "value", "write a number from 25 to 45 in Cel"),
        (with(&right, "value", 38.355), "value", "at most 2 decimal places"),
        (with(&right, "value", Value::Null), "value", "write a number"),
        (with(&right, "value", "high"), "value", "write a number"),
        (with(&right, "finding", "hot"), "finding", "leave it out"),
        (with(&right, "at", now + 90_000), "at", "not in the future"),
        (with(&right, "at", admitted - 1), "at", "after the patient was admitted"),
        (with(&right, "at", i64::MIN), "at", "after the patient was admitted"),
        (with(&right, "at", i64::MAX), "at", "not in the future"),
        (with(&right, "code", "mood"), "code", "write a LOINC code with its check digit"),
        (with(&right, "code", "8310-6"), "code", "look the LOINC code up again"),
        (with(&right, "method", "guessed"), "method", "write one of measured"),
        (with(&right, "source", "device"), "device_id", "write the device"),
        (with(&right, "source", "neighbour"), "source", "write one of staff"),
        (with(&right, "device_id", "oxi-0001"), "device_id", "leave it out"),
        (with(&right, "note", "x".repeat(501)), "note", "write at most 500 characters"),
        (json!({"code": "consciousness", "finding": "sleepy"}), "finding", "write one of alert, confusion, voice, pain, unresponsive"),
        (json!({"code": "pain", "value": 11, "unit": "{score}"}), "value", "write a number from 0 to 10"),
    ];
    for (entry, field, mend) in refusals {
        let answer = observe(&rig, &episode, &entry).await;
        assert_eq!((answer.status, answer.problem()), (422, "invalid"), "{entry}: {}", answer.text);
        let told = told(&answer);
        assert!(told.len() == 1 && told[0].0 == field && told[0].1.contains(mend), "{entry}: {told:?}");
    }
    let many = observe(&rig, &episode, &json!({"code": "temperature", "value": 3, "unit": "F", "at": 0, "method": "x"})).await;
    assert_eq!(many.fields(), ["at", "value", "unit", "method"], "every fault at once");
    assert_eq!(observe(&rig, &json!({"id": Uuid::nil()}), &right).await.status, 404);
    // A minute of skew is a clock, not the future.
    assert_eq!(observe(&rig, &episode, &with(&right, "at", clock::wall_ms().0 + 50_000)).await.status, 201);
    assert_eq!(rig.get("nurse", &of(&episode)).await["observations"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn a_correction_stands_in_the_place_of_what_it_corrects_and_both_are_kept() {
    let rig = Rig::start().await;
    let episode = rig.admit(MRN).await;
    let first = observe(&rig, &episode, &temperature(38.3)).await.body;
    let wish = json!({"reason": "read upside down", "value": 36.8, "unit": "Cel"});
    let second = replace(&rig, "correct", &first, &wish).await;
    assert_eq!((second.status, &second.body["value"], &second.body["corrects"]), (200, &json!(36.8), &first["id"]), "{}", second.text);
    assert_eq!((&second.body["at"], &second.body["author"]["display_name"]), (&first["at"], &json!("The charge_nurse")));
    let again = replace(&rig, "correct", &first, &wish).await;
    assert_eq!((again.status, again.problem()), (409, "conflict"), "only the newest of a chain");
    assert_eq!(
        again.body["detail"],
        "The charge_nurse has corrected it already. Look at the correction, and correct that one if it is wrong."
    );
    let third = replace(&rig, "correct", &second.body, &with(&wish, "value", 36.9)).await.body;
    let listed = rig.get("nurse", &of(&episode)).await["observations"].clone();
    let rows: Vec<(Value, Value, Value)> =
        listed.as_array().unwrap().iter().map(|row| (row["value"].clone(), row["state"].clone(), row["corrected_by"].clone())).collect();
    assert_eq!(
        rows,
        [
            (json!(36.9), json!("current"), Value::Null),
            (json!(36.8), json!("corrected"), third["id"].clone()),
            (json!(38.3), json!("corrected"), second.body["id"].clone()),
        ]
    );
    let newest = rig.get("nurse", &format!("{}/newest", of(&episode))).await;
    assert_eq!(newest["observations"], json!([third]), "the page shows what holds");
}

#[tokio::test]
async fn of_two_who_correct_at_once_one_is_told_who_was_first() {
    let rig = Rig::start().await;
    let episode = rig.admit(MRN).await;
    for _ in 0..5 {
        let first = observe(&rig, &episode, &temperature(38.3)).await.body;
        let wish = |value: f64| json!({"reason": "slip", "value": value, "unit": "Cel"});
        let (left, right) = (wish(36.8), wish(37.8));
        let answers = tokio::join!(replace(&rig, "correct", &first, &left), replace(&rig, "correct", &first, &right));
        let mut statuses = [answers.0.status, answers.1.status];
        statuses.sort_unstable();
        assert_eq!(statuses, [200, 409], "{} {}", answers.0.text, answers.1.text);
    }
}

#[tokio::test]
async fn what_was_entered_in_error_is_withdrawn_with_a_reason_and_stays_readable() {
    let rig = Rig::start().await;
    let episode = rig.admit(MRN).await;
    let older = observe(&rig, &episode, &with(&temperature(37.0), "at", episode["admitted_at"].clone())).await.body;
    let wrong = observe(&rig, &episode, &temperature(41.0)).await.body;
    assert_eq!(replace(&rig, "withdraw", &wrong, &json!({"reason": " "})).await.fields(), ["reason"]);
    let withdrawn = replace(&rig, "withdraw", &wrong, &json!({"reason": "the neighbour's"})).await;
    assert_eq!((withdrawn.status, &withdrawn.body["state"], &withdrawn.body["value"]), (200, &json!("withdrawal"), &Value::Null));
    let newest = rig.get("nurse", &format!("{}/newest", of(&episode))).await;
    assert_eq!(newest["observations"], json!([older]), "what held before holds again");
    let listed = rig.get("nurse", &format!("{}?code=temperature", of(&episode))).await;
    let states: Vec<&str> = listed["observations"].as_array().unwrap().iter().map(|row| row["state"].as_str().unwrap()).collect();
    assert_eq!(states, ["withdrawal", "withdrawn", "current"]);
    assert_eq!((&listed["observations"][1]["value"], &listed["observations"][0]["reason"]), (&json!(41.0), &json!("the neighbour's")));
    for act in ["withdraw", "correct"] {
        let wish = if act == "correct" { json!({"reason": "x1", "value": 36.0, "unit": "Cel"}) } else { json!({"reason": "x1"}) };
        let again = replace(&rig, act, &wrong, &wish).await;
        assert_eq!((again.status, again.problem()), (409, "conflict"));
        assert!(again.body["detail"].as_str().unwrap().contains("has withdrawn it already"), "{}", again.text);
        let of_nothing = replace(&rig, act, &withdrawn.body, &wish).await;
        assert_eq!(of_nothing.status, 409, "a withdrawal says nothing that could be corrected: {}", of_nothing.text);
    }
}

#[tokio::test]
async fn an_observation_is_not_corrected_from_the_page_of_another_patient() {
    let rig = Rig::start().await;
    let (episode, other) = (rig.admit(MRN).await, rig.admit("MRN-7002").await);
    let first = observe(&rig, &episode, &temperature(38.3)).await.body;
    for act in ["correct", "withdraw"] {
        let mut wish = json!({"reason": "slip", "episode_id": other["id"]});
        if act == "correct" {
            wish = with(&with(&wish, "value", 36.8), "unit", "Cel");
        }
        let refused = replace(&rig, act, &first, &wish).await;
        assert_eq!((refused.status, told(&refused)[0].0.as_str()), (422, "episode_id"), "{}", refused.text);
        assert!(told(&refused)[0].1.contains("open the page of its patient"));
    }
    assert_eq!(rig.get("nurse", &of(&other)).await, json!({"observations": [], "next_before": null}));
    let unknown = json!({"id": Uuid::nil(), "episode_id": episode["id"]});
    assert_eq!(replace(&rig, "withdraw", &unknown, &json!({"reason": "slip"})).await.status, 404);
}

#[tokio::test]
async fn an_ended_stay_takes_nothing_new_and_can_still_be_corrected() {
    let rig = Rig::start().await;
    let episode = rig.admit(MRN).await;
    let first = observe(&rig, &episode, &temperature(38.3)).await.body;
    let line = format!("POST /episodes/{}/end", episode["id"].as_str().unwrap());
    let ended = rig.right("nurse", &line, &json!({"reason": "recovered"})).await["ended_at"].as_i64().unwrap();
    let refused = observe(&rig, &episode, &temperature(38.3)).await;
    assert_eq!((refused.status, refused.problem()), (409, "conflict"));
    assert!(refused.body["detail"].as_str().unwrap().starts_with("The stay has ended"));
    let wish = json!({"reason": "slip", "value": 36.8, "unit": "Cel"});
    let late = replace(&rig, "correct", &first, &with(&wish, "at", ended + 1)).await;
    assert_eq!(told(&late), [("at".to_owned(), "write an instant before the stay ended".to_owned())]);
    assert_eq!(replace(&rig, "correct", &first, &wish).await.status, 200);
    assert_eq!(rig.get("nurse", &of(&episode)).await["observations"].as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn what_is_sent_twice_is_written_once() {
    let rig = Rig::start().await;
    let episode = rig.admit(MRN).await;
    let entry = with(&temperature(38.3), "id", Uuid::now_v7().to_string());
    let (left, right) = tokio::join!(observe(&rig, &episode, &entry), observe(&rig, &episode, &entry));
    let mut statuses = [left.status, right.status];
    statuses.sort_unstable();
    assert_eq!((statuses, &left.body), ([200, 201], &right.body));
    let other = observe(&rig, &episode, &with(&entry, "value", 37.0)).await;
    assert_eq!((other.status, other.fields()), (422, vec!["id"]), "another value is not the same entry");
    assert_eq!(rig.get("nurse", &of(&episode)).await["observations"], json!([left.body]));
}

#[tokio::test]
async fn a_device_is_named_only_if_the_patient_had_it() {
    let rig = Rig::start().await;
    let (episode, other) = (rig.admit(MRN).await, rig.admit("MRN-7002").await);
    rig.equip("oxi-0001").await;
    let bound = rig.bind("oxi-0001", &other, None).await.body;
    let entry = json!({"code": "spo2", "value": 93, "unit": "%", "source": "device", "device_id": "oxi-0001", "method": "read_off_device"});
    let refused = observe(&rig, &episode, &entry).await;
    assert_eq!(told(&refused), [("device_id".to_owned(), "write a device that the patient had at that time".to_owned())]);
    assert_eq!(observe(&rig, &other, &with(&entry, "at", bound["from_at"].as_i64().unwrap() - 1)).await.fields(), ["device_id"]);
    let written = observe(&rig, &other, &entry).await;
    assert_eq!((written.status, &written.body["device_id"]), (201, &json!("oxi-0001")), "{}", written.text);
    // What is written by hand is no reading of the device.
    rig.ingest(clock::wall_ms().0, vec![frame("oxi-0001", clock::wall_ms().0, Some(970), Flags::NONE)]).await;
    let latest = rig.get("nurse", &format!("/episodes/{}", other["id"].as_str().unwrap())).await["latest"].clone();
    assert_eq!((latest.as_array().unwrap().len(), &latest[0]["value"]), (1, &json!(97.0)));
}

#[tokio::test]
async fn leafing_through_observations_shows_each_once_within_its_window() {
    let rig = Rig::start().await;
    let episode = rig.admit(MRN).await;
    let at = episode["admitted_at"].as_i64().unwrap();
    let mut written = Vec::new();
    for number in 0..7 {
        let entry = with(&with(&temperature(36.0 + f64::from(number)), "code", "8310-5"), "at", at + i64::from(number / 3));
        written.push(observe(&rig, &episode, &entry).await.body["id"].clone());
    }
    observe(&rig, &episode, &with(&json!({"code": "pain", "value": 3, "unit": "{score}"}), "at", at)).await;
    let (mut seen, mut before, mut pages) = (Vec::new(), String::new(), 0);
    loop {
        let page = rig.get("nurse", &format!("{}?code=temperature&limit=3{before}", of(&episode))).await;
        seen.extend(page["observations"].as_array().unwrap().iter().map(|row| row["id"].clone()));
        pages += 1;
        match page["next_before"].as_str() {
            Some(mark) => before = format!("&before={mark}"),
            None => break,
        }
    }
    assert_eq!((pages, seen.len()), (3, 7));
    assert!(written.iter().all(|id| seen.contains(id)));
    let window = rig.get("nurse", &format!("{}?from={}&to={}", of(&episode), at + 1, at + 2)).await;
    assert_eq!(window["observations"].as_array().unwrap().len(), 3);
    let wrong = format!("GET {}?code=mood&from=5&to=5&before=x&limit=0", of(&episode));
    assert_eq!(rig.call("nurse", &wrong, &Value::Null).await.fields(), ["code", "to", "before", "limit"]);
    assert_eq!(rig.call("nurse", &format!("GET {}?from=-1", of(&episode)), &Value::Null).await.fields(), ["from"]);
}

#[tokio::test]
async fn the_catalogue_says_what_each_answer_looks_like() {
    let rig = Rig::start().await;
    let codes = rig.get("nurse", "/observations/codes").await["codes"].clone();
    let find = |code: &str| codes.as_array().unwrap().iter().find(|row| row["code"] == code).unwrap().clone();
    let fio2 = json!({"code": "fio2", "loinc": "3150-6", "unit": "%", "decimals": 1, "low": 21.0, "confirmed_low": null, "high": 100.0, "findings": [], "off_scale": [],
        "methods": ["measured", "read_off_device", "reported", "estimated"]});
    assert_eq!(find("fio2"), fio2);
    assert_eq!((&find("spo2")["low"], &find("spo2")["confirmed_low"]), (&json!(50.0), &json!(0.0)));
    assert_eq!(find("consciousness")["findings"], json!(["alert", "confusion", "voice", "pain", "unresponsive"]));
    assert_eq!(find("glucose")["off_scale"][0], json!({"finding": "off_scale_low", "rings": true}));
    assert!(find("temperature")["methods"].as_array().unwrap().contains(&json!("axillary")));
}

/// 48 % is what somebody saw: it is taken from an author who confirms it, and is no point of a line. 100.4 °C is nobody's.
#[tokio::test]
async fn a_number_that_nobody_lives_with_is_taken_when_confirmed_and_is_no_point_of_a_line() {
    let rig = Rig::start().await;
    let episode = rig.admit(MRN).await;
    let low = json!({"code": "spo2", "value": 48.0, "unit": "%"});
    let refused = observe(&rig, &episode, &low).await;
    assert_eq!((refused.status, refused.body["errors"][0]["code"].as_str()), (422, Some("confirm_deadly")), "{}", refused.text);
    assert_eq!(told(&refused)[0].0, "confirmed");
    assert_eq!(observe(&rig, &episode, &with(&low, "confirmed", true)).await.status, 201);
    let stay = episode["id"].as_str().unwrap();
    let now = clock::wall_ms().0;
    let line = format!("GET /episodes/{stay}/readings?vital=spo2&from={}&to={}&points=10", now - 600_000, now + 1_000);
    let line = rig.call("nurse", &line, &Value::Null).await;
    assert_eq!(line.body["observed"], json!([]), "{}", line.text);
    let fahrenheit = observe(&rig, &episode, &with(&temperature(100.4), "confirmed", true)).await;
    assert_eq!((fahrenheit.status, fahrenheit.body["errors"][0]["code"].as_str()), (422, Some("looks_like_fahrenheit")));
}

#[tokio::test]
async fn an_antipyretic_is_listed_for_six_hours_and_not_when_it_was_withdrawn() {
    let rig = Rig::start().await;
    let [first, second] = [rig.admit(MRN).await, rig.admit("MRN-000002").await];
    for stay in [&first, &second] {
        rig.store.run(&format!("UPDATE episodes SET admitted_at = now() - interval '2 days' WHERE id = '{}'", id(stay))).await.unwrap();
    }
    let hours_ago = |hours: i64| clock::wall_ms().0 - hours * 3_600_000;
    let dose = |drug: &str, at: i64| json!({"code": "antipyretic", "finding": drug, "at": at});
    let doses = async || rig.get("nurse", "/observations/antipyretics").await["doses"].clone();
    let given = hours_ago(2);
    for entry in [dose("ibuprofen", hours_ago(5)), dose("paracetamol", given), dose("metamizole", hours_ago(7))] {
        assert_eq!(observe(&rig, &first, &entry).await.status, 201);
    }
    let old = observe(&rig, &second, &dose("naproxen", hours_ago(7))).await;
    assert_eq!(old.status, 201, "{}", old.text);
    let newest = json!([{"episode_id": first["id"], "drug": "paracetamol", "atc": "N02BE01", "at": given, "until": given + 6 * 3_600_000}]);
    assert_eq!(doses().await, newest, "the newest, and nothing of before six hours");
    let wrong = observe(&rig, &second, &dose("other_antipyretic", hours_ago(1))).await.body;
    assert_eq!(doses().await.as_array().unwrap().len(), 2);
    assert_eq!(replace(&rig, "withdraw", &wrong, &json!({"reason": "the neighbour's"})).await.status, 200);
    assert_eq!(doses().await, newest, "what was withdrawn was not given");
    assert_eq!(observe(&rig, &second, &dose("aspirin", hours_ago(1))).await.fields(), ["finding"], "one of the words, not any");
    assert_eq!(rig.call("technician", "GET /observations/antipyretics", &Value::Null).await.status, 403);
}
