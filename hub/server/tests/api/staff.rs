//! Who works here: added, changed, disabled and enabled by who keeps the staff, and what becomes of sessions and screens.

use super::feed::Screen;
use super::rig::Rig;
use serde_json::{Value, json};
use std::time::{Duration, Instant};

fn ana() -> Value {
    json!({"name": "ana.lopez", "display_name": "Ana López", "role": "nurse", "languages": ["es", "en", "es"], "phone": "+1 555 0100"})
}

fn change(member: &Value, role: &str) -> Value {
    json!({"version": member["version"], "display_name": member["display_name"], "role": role, "languages": member["languages"], "phone": ""})
}

async fn member(rig: &Rig, name: &str) -> Value {
    let all = rig.get("administrator", "/staff?limit=500").await;
    all["staff"].as_array().unwrap().iter().find(|one| one["name"] == name).unwrap().clone()
}

fn at(member: &Value, method: &str, act: &str) -> String {
    format!("{method} /staff/{}{act}", member["id"].as_str().unwrap())
}

#[tokio::test]
async fn a_person_is_added_with_a_password_that_is_shown_once_and_has_to_be_changed() {
    let rig = Rig::start().await;
    let added = rig.right("administrator", "POST /staff", &ana()).await;
    let member = &added["member"];
    assert_eq!(
        (&member["languages"], &member["must_change_password"], &member["disabled_at"]),
        (&json!(["es", "en"]), &json!(true), &Value::Null)
    );
    let password = added["first_password"].as_str().unwrap();
    let session = rig.call("nobody", "POST /session", &json!({"name": "ana.lopez", "password": password})).await;
    assert_eq!((session.status, &session.body["must_change_password"]), (200, &json!(true)), "{}", session.text);
    assert!(!rig.get("administrator", "/staff").await.to_string().contains(password), "shown once");
    let taken = rig.call("administrator", "POST /staff", &ana()).await;
    assert_eq!(
        (taken.status, &taken.body["code"], &taken.body["params"]["person"]),
        (409, &json!("staff_name_taken"), &json!("ana.lopez"))
    );
    let wrong = json!({"name": "Ana", "display_name": "7", "role": "household", "languages": ["Spanish"], "phone": "ask"});
    let refused = rig.call("administrator", "POST /staff", &wrong).await;
    assert_eq!(refused.fields(), ["name", "role", "languages", "display_name", "phone"], "{}", refused.text);
    assert_eq!(rig.get("charge_nurse", "/staff").await["staff"].as_array().unwrap().len(), 12, "who leads the shift sees whom there is");
}

#[tokio::test]
async fn staff_come_in_pages_that_join_to_the_whole() {
    let rig = Rig::start().await;
    let names =
        |page: &Value| page["staff"].as_array().unwrap().iter().map(|one| one["name"].as_str().unwrap().to_owned()).collect::<Vec<_>>();
    let whole = names(&rig.get("administrator", "/staff").await);
    let (mut joined, mut after) = (Vec::new(), String::new());
    loop {
        let page = rig.get("administrator", &format!("/staff?limit=4{after}")).await;
        joined.extend(names(&page));
        match page["next_after"].as_str() {
            Some(mark) => after = format!("&after={mark}"),
            None => break,
        }
    }
    assert_eq!((joined.len(), joined), (whole.len(), whole));
}

#[tokio::test]
async fn whoever_changes_a_person_that_somebody_else_has_changed_is_told_and_changes_nothing() {
    let rig = Rig::start().await;
    let shown = member(&rig, "dispatcher").await;
    let mut first = change(&shown, "dispatcher");
    first["phone"] = json!("555 0199");
    let done = rig.right("administrator", &at(&shown, "PUT", ""), &first).await;
    assert_eq!((done["version"].as_i64().unwrap(), &done["phone"]), (shown["version"].as_i64().unwrap() + 1, &json!("555 0199")));
    for (line, body) in [
        (at(&shown, "PUT", ""), change(&shown, "call_agent")),
        (at(&shown, "POST", "/disable"), json!({"version": shown["version"]})),
        (at(&shown, "POST", "/enable"), json!({"version": shown["version"]})),
    ] {
        let stale = rig.call("administrator", &line, &body).await;
        assert_eq!((stale.status, &stale.body["code"]), (409, &json!("changed_meanwhile")), "{line}");
    }
    let now = rig.get("administrator", &format!("/staff/{}", shown["id"].as_str().unwrap())).await;
    assert_eq!((&now, &now["role"]), (&done, &json!("dispatcher")));
}

#[tokio::test]
async fn the_last_administrator_stays_one_and_is_told_so() {
    let rig = Rig::start().await;
    let own = member(&rig, "administrator").await;
    let refused = async |line: String, body: Value| {
        let answer = rig.call("administrator", &line, &body).await;
        (answer.status, answer.body["code"].clone())
    };
    let last = (409, json!("last_administrator"));
    assert_eq!(refused(at(&own, "POST", "/disable"), json!({"version": own["version"]})).await, last);
    assert_eq!(refused(at(&own, "PUT", ""), change(&own, "technician")).await, last);
    rig.right("administrator", &at(&own, "PUT", ""), &change(&own, "administrator")).await;
    let tech = member(&rig, "technician").await;
    rig.right("administrator", &at(&tech, "PUT", ""), &change(&tech, "administrator")).await;
    let own = member(&rig, "administrator").await;
    rig.right("administrator", &at(&own, "POST", "/disable"), &json!({"version": own["version"]})).await;
    assert_eq!(rig.call("administrator", "GET /staff", &Value::Null).await.status, 401, "the session has ended with the account");
}

/// Whatever takes a right ends the screens at which it was used; screens of others stay.
#[tokio::test]
async fn a_disabled_person_and_one_in_another_role_have_no_session_and_no_screen_within_five_seconds() {
    let rig = Rig::start().await;
    let mut other = Screen::open(&rig, "charge_nurse").await;
    for (who, act) in [("nurse", "disable"), ("physician", "role"), ("dispatcher", "password"), ("call_agent", "command")] {
        let mut screen = Screen::open(&rig, who).await;
        screen.follow("alerts", None).await;
        let shown = member(&rig, who).await;
        let begun = Instant::now();
        match act {
            "disable" => drop(rig.right("administrator", &at(&shown, "POST", "/disable"), &json!({"version": shown["version"]})).await),
            "role" => drop(rig.right("administrator", &at(&shown, "PUT", ""), &change(&shown, "technician")).await),
            "password" => drop(rig.right("administrator", &at(&shown, "POST", "/password"), &Value::Null).await),
            // As the command does it, in a process of its own: nobody tells this hub.
            _ => drop(rig.store.disable_member(rig.staff[who], None, true, None).await.unwrap()),
        }
        assert_eq!(rig.call(who, "GET /session", &Value::Null).await.status, 401, "{act}");
        let ended = tokio::time::timeout(Duration::from_secs(30), screen.ended()).await.expect("the screen is closed");
        assert_eq!(ended, "signed_out", "{act}");
        assert!(begun.elapsed() < Duration::from_secs(5), "{act}: {:?}", begun.elapsed());
    }
    assert_eq!(other.follow("watch", None).await["type"], "snapshot", "another's screen goes on");
}

#[tokio::test]
async fn who_is_disabled_is_told_so_with_the_right_password_alone_and_comes_back_with_the_old_one() {
    let rig = Rig::start().await;
    let added = rig.right("administrator", "POST /staff", &ana()).await;
    let sign_in = async |password: &str| {
        let answer = rig.call("nobody", "POST /session", &json!({"name": "ana.lopez", "password": password})).await;
        (answer.status, answer.body["code"].clone())
    };
    let password = added["first_password"].as_str().unwrap();
    let disabled = rig.right("administrator", &at(&added["member"], "POST", "/disable"), &json!({"version": 1})).await;
    assert!(disabled["disabled_at"].is_i64());
    assert_eq!(sign_in("a guess of somebody").await, (401, json!("wrong_credentials")), "a guesser learns nothing");
    assert_eq!(sign_in(password).await, (403, json!("account_disabled")));
    let enabled = rig.right("administrator", &at(&disabled, "POST", "/enable"), &json!({"version": disabled["version"]})).await;
    assert_eq!((&enabled["disabled_at"], sign_in(password).await.0), (&Value::Null, 200));
}
