//! What keeps alerts of a stay quiet: who may begin it, how long, why; that it is on record, in the handover and on the feed's state; and
//! that what rings less stays unread until the holder of the watch has read it.

use super::rig::{MRN, Rig};
use hearth_alerts::{Priority, Rule, Subject};
use hearth_escalation::Ladders;
use hearth_escalation::Reason;
use hearth_hub::{clock, escalate};
use hearth_vitals::Vital;
use serde_json::{Value, json};
use tokio::sync::watch;
use uuid::Uuid;

struct Escalating {
    rig: Rig,
    episode: Value,
    running: tokio::task::JoinHandle<()>,
    _stop: watch::Sender<bool>,
}

impl Escalating {
    async fn start() -> Escalating {
        let rig = Rig::start().await;
        let episode = rig.admit(MRN).await;
        let (stop, stopped) = watch::channel(false);
        let (store, feed, ladders) = (rig.store.clone(), rig.feed.clone(), Ladders::standard());
        let parts = escalate::Parts { store, feed, engine: rig.engine.clone(), ladders, settling_ms: 60_000, stop: stopped };
        let running = escalate::start(parts).await.unwrap();
        Escalating { rig, episode, running, _stop: stop }
    }

    fn at(&self, what: &str) -> String {
        format!("/episodes/{}/{what}", self.episode["id"].as_str().unwrap())
    }

    fn post(&self, what: &str) -> String {
        format!("POST {}", self.at(what))
    }

    async fn raise(&self, rule: Rule, priority: Priority) -> Uuid {
        self.rig.raise(Some(&self.episode), rule, Subject::Patient, priority, clock::wall_ms().0).await
    }
}

impl Drop for Escalating {
    fn drop(&mut self) {
        self.running.abort();
    }
}

fn code(answer: &super::http::Answer) -> String {
    answer.body["code"].as_str().unwrap_or_default().to_owned()
}

fn shelf(rule: &str, minutes: i64) -> Value {
    json!({"rule": rule, "minutes": minutes, "reason": "Known to the physician"})
}

#[tokio::test]
async fn a_rule_is_shelved_for_a_shift_at_most_with_a_reason_and_never_silence_links_batteries_or_the_call_button() {
    let it = Escalating::start().await;
    let line = it.post("shelve");
    for minutes in [0, 4, 481, 100_000] {
        let refused = it.rig.call("nurse", &line, &shelf("spo2_low", minutes)).await;
        assert_eq!((refused.status, refused.fields()), (422, vec!["minutes"]), "{minutes} min");
    }
    let mute = it.rig.call("nurse", &line, &json!({"rule": "spo2_low", "minutes": 60, "reason": " "})).await;
    assert_eq!((mute.status, mute.fields()), (422, vec!["reason"]));
    for rule in ["spo2_silent", "gateway_offline", "low_battery", "call", "task_late", "fever", "sensor_off", "broker_down", "no_such_rule"]
    {
        assert_eq!(code(&it.rig.call("nurse", &line, &shelf(rule, 60)).await), "not_shelved", "{rule}");
    }
    for role in ["call_agent", "dispatcher", "technician"] {
        assert_eq!(it.rig.call(role, &line, &shelf("spo2_low", 60)).await.status, 403, "{role}");
    }
    let of_stay = it.rig.right("nurse", &line, &shelf("spo2_low", 480)).await;
    let quiet = &of_stay["quiets"][0]["quiet"];
    assert_eq!((&quiet["rule"], &quiet["by"]["display_name"]), (&json!("spo2_low"), &json!("The nurse")));
    assert_eq!(quiet["until_at"].as_i64().unwrap() - quiet["since_at"].as_i64().unwrap(), 28_800_000);
    assert_eq!(code(&it.rig.call("physician", &line, &shelf("spo2_low", 60)).await), "quiet_already");

    let alert = it.raise(Rule::VitalLow(Vital::Spo2), Priority::Medium).await;
    it.rig.feed.screens().alerts().notify_one();
    let pause = loop {
        if let Some(climb) = it.rig.store.escalations().await.unwrap().into_iter().find(|climb| climb.alert.0 == alert.as_u128()) {
            break climb.pause.expect("it is quiet from the first moment");
        }
        tokio::task::yield_now().await;
    };
    assert_eq!((pause.reason, Uuid::from_u128(pause.by.0)), (Reason::Shelved, it.rig.staff["nurse"]));
    let fired = "SELECT count(*) FROM escalation_steps WHERE step = 'fired'";
    assert_eq!(it.rig.store.number(fired).await.unwrap(), 0, "nobody was called");

    // Whoever receives the patient reads it, with the words of who began it.
    let all = it.rig.get("nurse", "/watch/reduced").await;
    assert_eq!(all["stays"][0]["reduced"]["quiets"][0]["reason"], "Known to the physician");

    let end = format!("POST {}", it.at(&format!("quiets/{}/end", quiet["id"].as_str().unwrap())));
    let ended = it.rig.right("charge_nurse", &end, &json!({})).await;
    assert_eq!(
        (&ended["quiets"][0]["ended_why"], &ended["quiets"][0]["ended_by"]["display_name"]),
        (&json!("ended"), &json!("The charge_nurse"))
    );
    assert_eq!(code(&it.rig.call("charge_nurse", &end, &json!({})).await), "not_quiet");
    assert_eq!(it.rig.store.number(fired).await.unwrap(), 1, "what was due meanwhile is due now");
    let audit = "SELECT count(*) FROM quiets WHERE reason = 'Known to the physician' AND begun_by <> ended_by AND ended_why = 'ended'";
    assert_eq!(it.rig.store.number(audit).await.unwrap(), 1);
}

#[tokio::test]
async fn a_high_alert_is_not_shelved() {
    let it = Escalating::start().await;
    it.raise(Rule::VitalLow(Vital::Spo2), Priority::High).await;
    assert_eq!(code(&it.rig.call("nurse", &it.post("shelve"), &shelf("spo2_low", 60)).await), "shelved_while_high");
}

#[tokio::test]
async fn a_context_has_an_end_and_only_a_physician_lets_a_dying_patient_be() {
    let it = Escalating::start().await;
    let line = it.post("context");
    let wish = |context: &str, minutes: Value| json!({"context": context, "minutes": minutes, "reason": "Told by the family"});
    for (context, minutes) in [("bath", json!(61)), ("bath", Value::Null), ("transport", json!(241)), ("transport", Value::Null)] {
        let refused = it.rig.call("nurse", &line, &wish(context, minutes.clone())).await;
        assert_eq!((refused.status, refused.fields()), (422, vec!["minutes"]), "{context} {minutes}");
    }
    for role in ["nurse", "charge_nurse"] {
        assert_eq!(it.rig.call(role, &line, &wish("end_of_life", Value::Null)).await.status, 403, "{role}");
    }
    let begun = it.rig.right("physician", &line, &wish("end_of_life", Value::Null)).await;
    assert_eq!((&begun["quiets"][0]["quiet"]["context"], &begun["quiets"][0]["quiet"]["until_at"]), (&json!("end_of_life"), &Value::Null));
    assert_eq!(code(&it.rig.call("nurse", &line, &wish("bath", json!(30))).await), "quiet_already");
    let stored = it.rig.store.quiets_now().await.unwrap();
    assert_eq!((stored.len(), stored[0].quiet.until), (1, None));
    let other = it.rig.call("nurse", &format!("POST /episodes/{}/context", Uuid::nil()), &wish("bath", json!(30))).await;
    assert_eq!(other.status, 404);
}

#[tokio::test]
async fn what_rings_less_is_unread_by_whoever_takes_the_watch_until_they_have_read_it() {
    let it = Escalating::start().await;
    it.rig.right("physician", &it.post("shelve"), &shelf("spo2_low", 480)).await;
    let unread = it.rig.get("nurse", "/watch/reduced").await["stays"][0].clone();
    assert_eq!((&unread["holder"], &unread["read_at"]), (&Value::Null, &Value::Null));
    it.rig.right("nurse", "POST /watch", &json!({})).await;
    let taken = it.rig.get("nurse", "/watch/reduced").await["stays"][0].clone();
    assert_eq!((&taken["holder"]["display_name"], &taken["read_at"]), (&json!("The nurse"), &Value::Null), "taking it is not reading it");
    let line = it.post("reduced/read");
    let quiet = taken["reduced"]["quiets"][0]["id"].clone();
    for wrong in [json!({"profile": 99, "quiets": [quiet]}), json!({"profile": taken["reduced"]["profile"], "quiets": []})] {
        assert_eq!(code(&it.rig.call("nurse", &line, &wrong).await), "reduced_alarms_unread", "{wrong}");
    }
    let read = it.rig.right("nurse", &line, &json!({"profile": taken["reduced"]["profile"], "quiets": [quiet]})).await;
    assert!(read["stays"][0]["read_at"].is_i64(), "{read}");
    let who = "SELECT count(*) FROM alarms_read r JOIN staff s ON s.id = r.staff_id WHERE s.role = 'nurse' AND cardinality(r.quiets) = 1";
    assert_eq!(it.rig.store.number(who).await.unwrap(), 1);

    // Something more is switched off: it has not been read. And the next holder has read nothing.
    it.rig.right("physician", &it.post("shelve"), &shelf("pulse_rate_high", 60)).await;
    assert_eq!(it.rig.get("nurse", "/watch/reduced").await["stays"][0]["read_at"], Value::Null);
    let both: Vec<Value> = it.rig.get("nurse", "/watch/reduced").await["stays"][0]["reduced"]["quiets"]
        .as_array()
        .unwrap()
        .iter()
        .map(|quiet| quiet["id"].clone())
        .collect();
    // What was read last counts, although a clock that was an hour ahead wrote the reading before; and nothing is kept that is not quiet.
    it.rig.store.run("UPDATE alarms_read SET read_at = read_at + interval '1 hour'").await.unwrap();
    let more: Vec<Value> = both.iter().cloned().chain([json!(Uuid::from_u128(9))]).collect();
    it.rig.right("nurse", &line, &json!({"profile": taken["reduced"]["profile"], "quiets": more})).await;
    assert_eq!(it.rig.store.number("SELECT max(cardinality(quiets))::int8 FROM alarms_read").await.unwrap(), 2);
    assert!(it.rig.get("nurse", "/watch/reduced").await["stays"][0]["read_at"].is_i64());
    it.rig.right("charge_nurse", "POST /watch", &json!({})).await;
    let next = it.rig.get("nurse", "/watch/reduced").await["stays"][0].clone();
    assert_eq!((&next["holder"]["display_name"], &next["read_at"]), (&json!("The charge_nurse"), &Value::Null));
}

#[tokio::test]
async fn what_is_quiet_ends_with_its_stay_and_is_on_record_so() {
    let it = Escalating::start().await;
    it.rig.right("nurse", &it.post("shelve"), &shelf("spo2_low", 480)).await;
    it.rig.right("nurse", &it.post("end"), &json!({"reason": "Goes home"})).await;
    let quiets = it.rig.get("nurse", &it.at("quiets")).await;
    let record = &quiets["quiets"][0];
    assert_eq!((&record["ended_why"], &record["ended_by"]), (&json!("stay_ended"), &Value::Null));
    assert!(record["ended_at"].as_i64().unwrap() >= record["quiet"]["since_at"].as_i64().unwrap());
    assert_eq!(it.rig.store.quiets_now().await.unwrap(), []);
}

#[tokio::test]
async fn the_engine_is_told_what_is_quiet_and_when_it_is_no_more() {
    let it = Escalating::start().await;
    let told = || it.rig.binding_changes.load(std::sync::atomic::Ordering::Relaxed);
    let words = async || it.rig.store.episodes(true).await.unwrap()[0].quiets.clone();
    let (before, version) = (told(), it.rig.store.bindings().await.unwrap().version);
    let begun = it.rig.right("nurse", &it.post("shelve"), &shelf("systolic_low", 480)).await;
    while told() == before {
        tokio::task::yield_now().await;
    }
    assert_eq!(words().await, ["systolic_low"]);
    let now = it.rig.store.bindings().await.unwrap().version;
    assert!(now > version, "no value is judged by what was quiet before");
    let end = it.post(&format!("quiets/{}/end", begun["quiets"][0]["quiet"]["id"].as_str().unwrap()));
    it.rig.right("nurse", &end, &json!({})).await;
    while told() < before + 2 {
        tokio::task::yield_now().await;
    }
    assert_eq!(words().await, Vec::<String>::new());
}

/// Another version of the hub may have written it: it keeps nothing quiet here, and what is judged is judged.
#[tokio::test]
async fn a_stored_rule_that_nobody_knows_keeps_nothing_quiet_and_no_stay_from_being_read() {
    let it = Escalating::start().await;
    it.rig.right("nurse", &it.post("shelve"), &shelf("spo2_low", 480)).await;
    it.rig.store.run("UPDATE quiets SET rule = 'mood_low'").await.unwrap();
    let loaded = hearth_hub::engine::load::loaded(it.rig.store.episodes(true).await.unwrap(), Vec::new()).unwrap();
    assert!(loaded.values().all(|stay| stay.quiet == hearth_alerts::KeptQuiet::default()));
    let unread = it.rig.store.quiets_now().await;
    assert!(matches!(&unread, Err(hearth_store::StoreError::Defect(what)) if what.contains("mood_low")), "{unread:?}");
}
