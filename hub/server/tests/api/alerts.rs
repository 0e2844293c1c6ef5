//! Acts on alerts, who was second, and leafing through what was.

use super::rig::{FAMILY, MRN, Rig, id};
use hearth_alerts::{Kind, Now, Priority, Rule, Subject};
use hearth_escalation::{Escalation, Ladders, Open, Reachable, Reason};
use hearth_hub::{clock, escalate};
use hearth_store::escalations::EscalationChange;
use hearth_vitals::{DeviceId, MonoMs, Vital};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use tokio::sync::watch;
use uuid::Uuid;

async fn ringing(rig: &Rig) -> (Value, Uuid) {
    let episode = rig.admit(MRN).await;
    let alert = rig.raise(Some(&episode), Rule::VitalLow(Vital::Spo2), Subject::Patient, Priority::High, clock::wall_ms().0).await;
    (episode, alert)
}

#[tokio::test]
async fn the_first_acknowledgement_wins_and_the_second_nurse_is_told_who_has_it() {
    let rig = Rig::start().await;
    let (_, alert) = ringing(&rig).await;
    let line = format!("POST /alerts/{alert}/acknowledge");
    let taken = rig.right("nurse", &line, &json!({"version": 1})).await;
    assert_eq!((&taken["response"], &taken["acknowledged_by"]["display_name"]), (&json!("acknowledged"), &json!("The nurse")));
    let second = rig.call("charge_nurse", &line, &json!({"version": 1})).await;
    assert_eq!((second.status, second.problem()), (409, "already-acknowledged"));
    let minutes = taken["acknowledged_at"].as_i64().unwrap() / 60_000 % 1_440;
    let told = format!("The nurse has it since {:02}:{:02} UTC.", minutes / 60, minutes % 60);
    assert_eq!(second.body["detail"], told);
    assert_eq!(second.body["alert"]["acknowledged_by"], taken["acknowledged_by"], "and the alert as it stands");
    let detail = rig.get("nurse", &format!("/alerts/{alert}")).await;
    let steps: Vec<_> =
        detail["transitions"].as_array().unwrap().iter().map(|step| (step["what"].as_str().unwrap(), step["actor"].clone())).collect();
    let nurse = json!({"kind": "person", "id": rig.staff["nurse"], "display_name": "The nurse"});
    assert_eq!(steps, [("raised", json!({"kind": "rule", "name": "limit"})), ("acknowledged", nurse)]);
    assert_eq!((detail["transitions"][0]["value"].as_f64(), detail["alert"]["limit"].as_f64()), (Some(84.0), Some(88.0)));
}

#[tokio::test]
async fn what_a_nurse_does_is_said_with_the_acknowledgement_or_after_it_and_stays_on_record() {
    let rig = Rig::start().await;
    let (episode, alert) = ringing(&rig).await;
    let line = format!("POST /alerts/{alert}/acknowledge");
    for (wrong, field) in [(json!({"version": 1, "remind_in_min": 7}), 7), (json!({"version": 1, "remind_in_min": 15}), 15)] {
        let refused = rig.call("nurse", &line, &wrong).await;
        assert_eq!((refused.status, refused.fields()), (422, vec!["remind_in_min"]), "{field} minutes of a high alert");
    }
    assert_eq!(rig.call("nurse", &line, &json!({"version": 1, "action": "sleeping"})).await.status, 422);
    let taken = rig.right("nurse", &line, &json!({"version": 1, "action": "calling_patient", "remind_in_min": 5})).await;
    assert_eq!((&taken["response"], &taken["action"], &taken["version"]), (&json!("acknowledged"), &json!("calling_patient"), &json!(3)));
    let wanted = taken["remind_at"].as_i64().unwrap() - taken["acknowledged_at"].as_i64().unwrap();
    assert_eq!(wanted, 300_000);
    let other = rig.call("charge_nurse", &line, &json!({"version": 3, "action": "watching"})).await;
    assert_eq!((other.status, other.problem()), (409, "already-acknowledged"));
    let more = rig.right("nurse", &line, &json!({"version": 3, "action": "physician_asked"})).await;
    assert_eq!(
        (&more["action"], &more["remind_at"], &more["acknowledged_at"]),
        (&json!("physician_asked"), &taken["remind_at"], &taken["acknowledged_at"]),
        "who says no time is reminded when they had asked to be"
    );
    let detail = rig.get("nurse", &format!("/alerts/{alert}")).await;
    let said: Vec<_> =
        detail["transitions"].as_array().unwrap().iter().map(|step| (&step["what"], &step["action"], &step["remind_at"])).collect();
    let (none, acted) = (Value::Null, json!("acted"));
    assert_eq!(
        said[1..],
        [
            (&json!("acknowledged"), &none, &none),
            (&acted, &json!("calling_patient"), &taken["remind_at"]),
            (&acted, &json!("physician_asked"), &taken["remind_at"]),
        ]
    );
    rig.raise(Some(&episode), Rule::VitalHigh(Vital::PulseRate), Subject::Patient, Priority::Medium, clock::wall_ms().0).await;
    let report = rig
        .get(
            "charge_nurse",
            &format!("/reports/alerts?from={}&to={}", taken["raised_at"].as_i64().unwrap() - 1, clock::wall_ms().0 + 1_000),
        )
        .await;
    let actions: Vec<_> = report["actions"].as_array().unwrap().iter().map(|one| (&one["action"], &one["count"], &one["taken"])).collect();
    let one = json!(1);
    assert_eq!(actions, [(&none, &one, &one), (&json!("calling_patient"), &one, &one), (&json!("physician_asked"), &one, &one)]);
    let acted = report["times"].as_array().unwrap().iter().find(|time| time["stage"] == "acted" && time["priority"] == "high").unwrap();
    assert_eq!(acted["count"], one);
}

#[tokio::test]
async fn a_review_waits_for_the_end_of_the_condition_and_closes_the_alert() {
    let rig = Rig::start().await;
    let (episode, alert) = ringing(&rig).await;
    let line = format!("POST /alerts/{alert}/review");
    let early = rig.call("nurse", &line, &json!({"version": 1, "note": ""})).await;
    assert_eq!((early.status, early.problem()), (409, "conflict"), "it still holds");
    let future = rig.call("nurse", &format!("POST /alerts/{alert}/acknowledge"), &json!({"version": 9})).await;
    assert_eq!((future.status, future.problem()), (409, "conflict"), "nobody saw that version");
    rig.clear(&episode, alert).await;
    let long = rig.call("nurse", &line, &json!({"version": 2, "note": "é".repeat(2_001)})).await;
    assert_eq!((long.status, long.fields()), (422, vec!["note"]));
    let reviewed = rig.right("nurse", &line, &json!({"version": 2, "note": "sensor slipped"})).await;
    assert_eq!((&reviewed["open"], &reviewed["reviewed_by"]["display_name"]), (&json!(false), &json!("The nurse")));
    let detail = rig.get("nurse", &format!("/alerts/{alert}")).await;
    assert!(detail["transitions"].to_string().contains("sensor slipped"));
    let again = rig.call("nurse", &line, &json!({"version": 3, "note": ""})).await;
    assert_eq!((again.status, again.problem()), (404, "not-found"), "it is no open alert any more");
    let unknown = rig.call("nurse", &format!("POST /alerts/{}/acknowledge", Uuid::nil()), &json!({"version": 1})).await;
    assert_eq!(unknown.status, 404);
}

#[tokio::test]
async fn leafing_through_alerts_shows_each_once_even_when_many_rang_at_one_instant() {
    let rig = Rig::start().await;
    let episode = rig.admit(MRN).await;
    let at = clock::wall_ms().0;
    let vitals = [Vital::Spo2, Vital::PulseRate, Vital::HeartRate, Vital::Temperature, Vital::Systolic];
    let mut raised = BTreeSet::new();
    for vital in vitals {
        raised.insert(rig.raise(Some(&episode), Rule::VitalLow(vital), Subject::Patient, Priority::Medium, at).await);
        raised.insert(rig.raise(Some(&episode), Rule::VitalHigh(vital), Subject::Patient, Priority::Medium, at - 1).await);
    }
    let (mut seen, mut before, mut pages) = (Vec::new(), None::<String>, 0);
    loop {
        let mark = before.map(|mark| format!("&before={mark}")).unwrap_or_default();
        let page = rig.get("nurse", &format!("/alerts?state=all&episode_id={}&limit=3{mark}", episode["id"].as_str().unwrap())).await;
        seen.extend(page["alerts"].as_array().unwrap().iter().map(id));
        pages += 1;
        before = page["next_before"].as_str().map(ToOwned::to_owned);
        if before.is_none() {
            break;
        }
    }
    assert_eq!((pages, seen.len()), (4, raised.len()));
    assert_eq!(seen.into_iter().collect::<BTreeSet<_>>(), raised);
    assert_eq!(rig.call("nurse", "GET /alerts?limit=0&before=yesterday", &Value::Null).await.fields(), ["before", "limit"]);
    let closed = rig.get("nurse", "/alerts?state=closed").await;
    assert_eq!(closed, json!({"alerts": [], "next_before": null}));
}

#[tokio::test]
async fn a_technician_sees_what_is_wrong_with_things_and_nothing_of_a_patient() {
    let rig = Rig::start().await;
    let (episode, clinical) = ringing(&rig).await;
    let at = clock::wall_ms().0;
    let device = Subject::Device(DeviceId::new("oxi-0001").unwrap());
    let sensor_off = rig.raise(Some(&episode), Rule::VitalSilent(Vital::Spo2), device, Priority::Low, at).await;
    let hub = rig.raise(None, Rule::BrokerDown, Subject::Hub, Priority::High, at + 1).await;
    // Each rule about a patient, and those that are written later, too.
    for rule in Rule::all().filter(|rule| rule.kind() == Kind::Clinical && *rule != Rule::VitalLow(Vital::Spo2)) {
        rig.raise(Some(&episode), rule, Subject::Patient, Priority::Medium, at).await;
    }
    let page = rig.get("technician", "/alerts?state=open").await;
    let seen: Vec<Uuid> = page["alerts"].as_array().unwrap().iter().map(id).collect();
    assert_eq!(seen, [hub, sensor_off]);
    assert!(!page.to_string().contains(episode["id"].as_str().unwrap()), "not whose it is");
    assert!(page["alerts"][1]["value"].is_null(), "no measurement");
    assert_eq!(rig.call("technician", &format!("GET /alerts/{clinical}"), &Value::Null).await.status, 404);
    rig.right("nurse", &format!("POST /alerts/{sensor_off}/acknowledge"), &json!({"version": 1})).await;
    rig.clear(&episode, sensor_off).await;
    rig.right("nurse", &format!("POST /alerts/{sensor_off}/review"), &json!({"version": 3, "note": format!("{FAMILY} took it off")})).await;
    let detail = rig.get("technician", &format!("/alerts/{sensor_off}")).await;
    assert_eq!(detail["transitions"].as_array().unwrap().len(), 5);
    assert!(!detail.to_string().contains(FAMILY), "what a nurse wrote is not for them: {detail}");
    assert!(rig.get("nurse", &format!("/alerts/{sensor_off}")).await.to_string().contains(FAMILY));
}

/// The steps that the alert's ladder takes between these times after it was raised.
async fn climbed(rig: &Rig, alert: Uuid, from_ms: u64, to_ms: u64) {
    let (row, _) = rig.store.alert(alert).await.unwrap().unwrap();
    let at = |ms: u64| Now { wall: row.alert.raised_at.plus(ms.cast_signed()), mono: MonoMs(9_000_000 + ms) };
    let open = Open { stay: Some(1), ..Open::from(&row.alert) };
    let mut escalation = Escalation::restore(Ladders::standard(), rig.store.escalations().await.unwrap(), &[], at(from_ms));
    let later = at(to_ms);
    let steps = escalation.advance(&[open], &Reachable::Unknown, later);
    let climbs = escalation.climbs().map(|climb| climb.stored(later)).collect();
    rig.store.commit_escalation(&EscalationChange { climbs, steps, ..EscalationChange::default() }).await.unwrap();
}

#[tokio::test]
async fn the_call_center_takes_an_alert_once_its_ladder_has_come_to_it_and_not_before() {
    let rig = Rig::start().await;
    let (_, alert) = ringing(&rig).await;
    let line = format!("POST /alerts/{alert}/acknowledge");
    climbed(&rig, alert, 0, 125_000).await;
    for role in ["call_agent", "dispatcher"] {
        let early = rig.call(role, &line, &json!({"version": 1})).await;
        assert_eq!((early.status, &early.body["code"]), (403, &json!("not_reached_yet")), "{role}: {}", early.text);
        let paused = rig.call(role, &format!("POST /alerts/{alert}/pause"), &json!({"version": 1, "reason": "bath", "seconds": 60})).await;
        assert_eq!(paused.body["code"], "not_reached_yet", "{role}");
    }
    climbed(&rig, alert, 125_000, 185_000).await;
    assert_eq!(rig.call("dispatcher", &line, &json!({"version": 1})).await.status, 403, "it has come to the call center alone");
    let taken = rig.right("call_agent", &line, &json!({"version": 1})).await;
    assert_eq!(taken["acknowledged_by"]["display_name"], "The call_agent");
    let told = rig.get("nurse", &format!("/alerts/{alert}")).await["told"].clone();
    let posts: Vec<&Value> = told.as_array().unwrap().iter().map(|rung| &rung["posts"][0]).collect();
    assert_eq!(posts, ["holder", "backup", "charge_nurse", "call_agent"]);
}

#[tokio::test]
async fn a_pause_has_an_end_and_a_reason_that_names_the_alert_and_is_on_record() {
    let rig = Rig::start().await;
    let (_, alert) = ringing(&rig).await;
    let battery = rig.raise(None, Rule::BrokerDown, Subject::Hub, Priority::High, clock::wall_ms().0).await;
    let stop = watch::channel(false);
    let (store, feed, ladders) = (rig.store.clone(), rig.feed.clone(), Ladders::standard());
    let running = escalate::start(escalate::Parts { store, feed, engine: rig.engine.clone(), ladders, settling_ms: 60_000, stop: stop.1 })
        .await
        .unwrap();
    let line = |alert: Uuid| format!("POST /alerts/{alert}/pause");
    let wish = |seconds: i64| json!({"version": 1, "reason": "at_the_patient", "seconds": seconds});
    for endless in [json!({"version": 1, "reason": "at_the_patient"}), wish(-1)] {
        assert_eq!(rig.call("nurse", &line(alert), &endless).await.status, 422, "{endless}");
    }
    for seconds in [0, 29, 121, 900] {
        let refused = rig.call("nurse", &line(alert), &wish(seconds)).await;
        assert_eq!((refused.status, refused.fields()), (422, vec!["seconds"]), "{seconds} s of a high alert");
    }
    let code = |answer: &super::http::Answer| answer.body["code"].as_str().unwrap_or_default().to_owned();
    assert_eq!(code(&rig.call("nurse", &line(battery), &wish(60)).await), "pause_not_named");
    let stale = rig.call("nurse", &line(alert), &json!({"version": 9, "reason": "bath", "seconds": 60})).await;
    assert_eq!(code(&stale), "alert_changed");

    assert_eq!(rig.call("nurse", &line(alert), &wish(60)).await.status, 204);
    assert_eq!(code(&rig.call("physician", &line(alert), &wish(60)).await), "paused_already");
    let pause = rig.store.escalations().await.unwrap().into_iter().find_map(|climb| climb.pause).unwrap();
    assert_eq!((Uuid::from_u128(pause.by.0), pause.reason), (rig.staff["nurse"], Reason::AtThePatient));
    assert_eq!(pause.until.unwrap().since(pause.at), 60_000);
    let end = format!("POST /alerts/{alert}/resume");
    assert_eq!(rig.call("charge_nurse", &end, &json!({})).await.status, 204);
    assert_eq!(code(&rig.call("charge_nurse", &end, &json!({})).await), "not_paused");
    let audit = "SELECT count(*) FROM escalation_steps p JOIN escalation_steps r USING (alert_id) \
                 WHERE p.step = 'paused' AND p.detail = 'at_the_patient' AND r.step = 'resumed' AND r.detail = 'ended' AND p.staff_id <> r.staff_id";
    assert_eq!(rig.store.number(audit).await.unwrap(), 1);
    running.abort();
}
