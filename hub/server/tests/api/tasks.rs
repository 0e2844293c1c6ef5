//! Tasks and calls as people make, take and close them.

use super::rig::{MRN, Rig, logs};
use hearth_care::tasks::{Post, Task, TaskKind};
use hearth_store::tasks::NewTask;
use serde_json::{Value, json};
use uuid::Uuid;

/// Stands in no log line.
const NUMBER: &str = "555 0177 421";

fn soon() -> i64 {
    hearth_hub::clock::wall_ms().0 + 1_800_000
}

fn wish(kind: &str, what: &str) -> Value {
    json!({"kind": kind, "what": what, "item": null, "post": "nurse", "due_at": soon()})
}

fn call(task: &Value) -> Value {
    json!({"direction": "out", "party": "contact", "name": "Luz", "number": NUMBER, "why": "dressing", "interpreter": true, "alert_id": null, "task_id": task})
}

#[tokio::test]
async fn a_task_is_first_come_first_served_and_no_decision_is_overwritten_unseen() {
    let rig = Rig::start().await;
    let episode = rig.admit(MRN).await;
    let id = episode["id"].as_str().unwrap();
    let mut sent = wish("other", "look at the wound");
    sent["id"] = json!("0190c2de-0000-7000-8000-0000000000b1");
    let line = format!("POST /episodes/{id}/tasks");
    let task = rig.right("nurse", &line, &sent).await;
    let twice = rig.call("nurse", &line, &sent).await;
    assert_eq!((twice.status, &twice.body), (200, &task), "sent twice, made once: {}", twice.text);
    assert_eq!(rig.call("charge_nurse", &line, &sent).await.fields(), ["id"]);
    let act = format!("POST /tasks/{}/act", task["id"].as_str().unwrap());
    let taken = rig.right("call_agent", &act, &json!({"act": "take"})).await;
    assert_eq!((&taken["owner"]["display_name"], &taken["version"]), (&json!("The call_agent"), &json!(2)));
    let second = rig.call("nurse", &act, &json!({"act": "take"})).await;
    assert_eq!((second.status, second.body["code"].as_str()), (409, Some("task_taken")), "{}", second.text);
    assert_eq!((&second.body["params"]["person"], &second.body["current"]["version"]), (&json!("The call_agent"), &json!(2)));
    let stale = rig.call("nurse", &act, &json!({"act": "cancel", "version": 1, "reason": "not needed"})).await;
    assert_eq!((stale.status, stale.body["code"].as_str()), (409, Some("changed_meanwhile")), "{}", stale.text);
    assert_eq!(stale.body["current"]["owner"]["display_name"], "The call_agent", "what it is now is shown");
    let unknown = json!({"act": "give", "version": 2, "to": "0190c2de-0000-7000-8000-0000000000ff"});
    assert_eq!(rig.call("call_agent", &act, &unknown).await.fields(), ["to"]);
    let given = rig.right("call_agent", &act, &json!({"act": "give", "version": 2, "to": rig.staff["nurse"]})).await;
    assert_eq!(given["owner"]["display_name"], "The nurse");
    let passed = rig.right("nurse", &act, &json!({"act": "pass", "version": 3, "post": "physician"})).await;
    assert_eq!((&passed["owner"], &passed["post"]), (&Value::Null, &json!("physician")), "another role's, and nobody's");
    assert_eq!(rig.call("nurse", &act, &json!({"act": "pass", "version": 4, "post": "technician"})).await.fields(), ["body"]);
    let put_off = |due_at: i64| json!({"act": "put_off", "version": 4, "due_at": due_at, "reason": "asleep"});
    assert_eq!(rig.call("nurse", &act, &put_off(soon() + 2 * 86_400_000)).await.fields(), ["due_at"]);
    rig.right("nurse", &act, &put_off(soon() + 3_600_000)).await;
    let done = rig.right("nurse", &act, &json!({"act": "done", "note": "dry"})).await;
    assert_eq!((&done["state"], &done["version"]), (&json!("done"), &json!(6)));
    assert_eq!(rig.call("nurse", &act, &json!({"act": "done", "note": ""})).await.body["code"], "task_closed");

    let detail = rig.get("physician", &format!("/tasks/{}", task["id"].as_str().unwrap())).await;
    let steps: Vec<_> = detail["steps"].as_array().unwrap().iter().map(|step| step["what"].as_str().unwrap()).collect();
    assert_eq!(steps, ["made", "taken", "given", "given", "put_off", "done"]);
    assert_eq!(detail["steps"][5]["reason"], "dry");
    let posts: Vec<_> = detail["steps"].as_array().unwrap().iter().map(|step| step["post"].as_str().unwrap()).collect();
    assert_eq!(posts, ["nurse", "nurse", "nurse", "physician", "physician", "physician"], "each step says whose it was");
    for statement in ["UPDATE task_steps SET what = 'x'", "DELETE FROM task_steps"] {
        assert!(rig.store.run(statement).await.unwrap_err().to_string().contains("never changed"), "{statement}");
    }
    assert_eq!(rig.get("nurse", "/tasks").await["tasks"], json!([]), "nothing is open");
    assert_eq!(rig.get("nurse", &format!("/episodes/{id}/tasks")).await["tasks"][0]["state"], "done");
}

#[tokio::test]
async fn a_wrong_task_is_named_by_its_fields_and_a_stay_that_has_ended_owes_nothing_new() {
    let rig = Rig::start().await;
    let episode = rig.admit(MRN).await;
    let line = format!("POST /episodes/{}/tasks", episode["id"].as_str().unwrap());
    let mut wrong = wish("other", "");
    wrong["item"] = json!("aura");
    wrong["due_at"] = json!(5);
    assert_eq!(rig.call("nurse", &line, &wrong).await.fields(), ["what", "item", "due_at"]);
    wrong["due_at"] = json!(soon() + 40 * 86_400_000);
    assert_eq!(rig.call("nurse", &line, &wrong).await.fields(), ["what", "item", "due_at"]);
    rig.right("nurse", &format!("POST /episodes/{}/end", episode["id"].as_str().unwrap()), &json!({"reason": "well"})).await;
    assert_eq!(rig.call("nurse", &line, &wish("visit", "")).await.body["code"], "episode_ended");
}

#[tokio::test]
async fn who_was_not_reached_is_a_task_with_a_clock_and_an_answered_call_closes_it() {
    let rig = Rig::start().await;
    let episode = rig.admit(MRN).await;
    let id = episode["id"].as_str().unwrap();
    let begin = format!("POST /episodes/{id}/calls");
    let first = rig.right("call_agent", &begin, &call(&Value::Null)).await;
    assert_eq!((&first["by"]["display_name"], &first["ended"]), (&json!("The call_agent"), &Value::Null));
    let end = format!("POST /calls/{}/end", first["id"].as_str().unwrap());
    let now = hearth_hub::clock::wall_ms().0;
    for (wrong, field) in [
        (json!({"outcome": "promised", "note": "", "call_back_at": null}), "call_back_at"),
        (json!({"outcome": "answered", "note": "", "call_back_at": soon()}), "call_back_at"),
        (json!({"outcome": "promised", "note": "", "call_back_at": now - 1}), "call_back_at"),
        (json!({"outcome": "answered", "note": "x".repeat(1_001), "call_back_at": null}), "note"),
    ] {
        assert_eq!(rig.call("call_agent", &end, &wrong).await.fields(), [field], "{wrong}");
    }
    let missed = rig.right("call_agent", &end, &json!({"outcome": "no_answer", "note": "", "call_back_at": null})).await;
    let task = rig.get("nurse", "/tasks").await["tasks"][0].clone();
    assert_eq!((&task["kind"], &task["post"], &task["id"]), (&json!("call_back"), &json!("call_agent"), &missed["ended"]["task_id"]));
    let within_s = (task["due_at"].as_i64().unwrap() - now) / 1_000;
    assert!((899..=960).contains(&within_s), "tried again within a quarter of an hour: {within_s}");
    let again = rig.call("nurse", &end, &json!({"outcome": "answered", "note": "", "call_back_at": null})).await;
    assert_eq!((again.body["code"].as_str(), &again.body["params"]["person"]), (Some("call_ended"), &json!("The call_agent")));

    let try_again = rig.right("nurse", &begin, &call(&task["id"])).await;
    let end = format!("POST /calls/{}/end", try_again["id"].as_str().unwrap());
    rig.right("nurse", &end, &json!({"outcome": "no_answer", "note": "", "call_back_at": null})).await;
    let owed = rig.get("nurse", "/tasks").await["tasks"].clone();
    assert_eq!((owed.as_array().unwrap().len(), &owed[0]["id"]), (1, &task["id"]), "tried again and not reached is one task");
    assert!(owed[0]["due_at"].as_i64() > task["due_at"].as_i64(), "put off");

    let second = rig.right("nurse", &begin, &call(&task["id"])).await;
    let end = format!("POST /calls/{}/end", second["id"].as_str().unwrap());
    rig.right("nurse", &end, &json!({"outcome": "answered", "note": "all well", "call_back_at": null})).await;
    assert_eq!(rig.get("nurse", "/tasks").await["tasks"], json!([]), "who was called back is owed nothing");

    // What came of a call that stayed open was asked, and its end is the answer.
    let left = rig.right("nurse", &begin, &call(&Value::Null)).await;
    let left = left["id"].as_str().unwrap().to_owned();
    let question = NewTask {
        id: Uuid::now_v7(),
        episode: super::rig::id(&episode),
        task: Task::new(TaskKind::CallOpen, Post::Nurse, None, hearth_hub::clock::wall_ms()),
        what: String::new(),
        item: None,
        opens: hearth_hub::clock::wall_ms(),
        made_by: None,
        made_at: hearth_hub::clock::wall_ms(),
        origin: format!("open call {left}"),
    };
    assert!(rig.store.make_task(&question).await.unwrap());
    assert_eq!(rig.get("nurse", "/tasks").await["tasks"][0]["kind"], "call_open");
    rig.right("call_agent", &format!("POST /calls/{left}/end"), &json!({"outcome": "answered", "note": "", "call_back_at": null})).await;
    assert_eq!(rig.get("nurse", "/tasks").await["tasks"], json!([]), "its end answers what was asked");

    let third = rig.right("nurse", &begin, &call(&Value::Null)).await;
    let (promise, end) = (soon(), format!("POST /calls/{}/end", third["id"].as_str().unwrap()));
    rig.right("nurse", &end, &json!({"outcome": "promised", "note": "", "call_back_at": promise})).await;
    assert_eq!(rig.get("nurse", "/tasks").await["tasks"][0]["due_at"], json!(promise), "a promise has its own hour");
    let page = rig.get("physician", &format!("/episodes/{id}/calls")).await;
    let outcomes: Vec<_> = page["calls"].as_array().unwrap().iter().map(|one| one["ended"]["outcome"].as_str().unwrap()).collect();
    assert_eq!(outcomes, ["promised", "answered", "answered", "no_answer", "no_answer"]);
    let events = rig.get("nurse", &format!("/episodes/{id}/events?from={}&to={}", now - 60_000, now + 60_000)).await;
    let kinds: Vec<_> = events["events"].as_array().unwrap().iter().map(|one| one["kind"].as_str().unwrap()).collect();
    assert_eq!(kinds.iter().filter(|kind| **kind == "call").count(), 5, "{kinds:?}");
    assert!(kinds.contains(&"task_done"), "{kinds:?}");
    assert!(rig.store.run("UPDATE calls SET why = ''").await.unwrap_err().to_string().contains("never changed"));
    let lines = logs();
    assert!(lines.contains("a call has ended") && !lines.contains(NUMBER), "the log names no number");
}

#[tokio::test]
async fn a_call_is_about_an_alert_or_a_task_of_its_own_stay_and_is_dialled_as_the_site_says() {
    let rig = Rig::start().await;
    let (episode, other) = (rig.admit(MRN).await, rig.admit("MRN-8002").await);
    let begin = |of: &Value| format!("POST /episodes/{}/calls", of["id"].as_str().unwrap());
    let elsewhere = rig.right("nurse", &format!("POST /episodes/{}/tasks", other["id"].as_str().unwrap()), &wish("call_back", "")).await;
    assert_eq!(rig.call("nurse", &begin(&episode), &call(&elsewhere["id"])).await.fields(), ["task_id"]);
    let mut sent = call(&Value::Null);
    sent["alert_id"] = json!("0190c2de-0000-7000-8000-0000000000ff");
    assert_eq!(rig.call("nurse", &begin(&episode), &sent).await.fields(), ["alert_id"]);
    let mut bare = call(&Value::Null);
    bare["number"] = json!("");
    assert_eq!(rig.call("nurse", &begin(&episode), &bare).await.fields(), ["number"], "nobody is called without a number");
    bare["direction"] = json!("in");
    bare["id"] = json!("0190c2de-0000-7000-8000-0000000000c1");
    let came = rig.right("nurse", &begin(&episode), &bare).await;
    let twice = rig.call("nurse", &begin(&episode), &bare).await;
    assert_eq!((twice.status, &twice.body), (200, &came));
    assert_eq!(rig.get("nurse", "/system").await["dial_link"], "sip:{number}@pbx.example");
}
