//! Kits, devices and bindings: a device is one patient's at a time, and moves only with care.

use super::rig::{BORN, FAMILY, MRN, Rig, bind_wish};
use hearth_hub::clock;
use serde_json::{Value, json};
use std::sync::atomic::Ordering;

#[tokio::test]
async fn a_device_is_bound_by_two_identifiers_to_one_episode_at_a_time() {
    let rig = Rig::start().await;
    let (rosa, other) = (rig.admit(MRN).await, rig.admit("MRN-7002").await);
    rig.equip("oxi-0001").await;
    let before = rig.store.bindings().await.unwrap();
    for (number, born) in [("MRN-7002", BORN), (MRN, "1999-01-01")] {
        let refused = rig.call("nurse", "POST /devices/oxi-0001/bindings", &bind_wish(&rosa, None, number, born)).await;
        assert_eq!((refused.status, refused.problem()), (409, "conflict"));
    }
    assert_eq!(rig.store.bindings().await.unwrap(), before, "nothing changed");
    let changes = rig.binding_changes.load(Ordering::SeqCst);
    let bound = rig.bind("oxi-0001", &rosa, None).await;
    assert_eq!((bound.status, bound.body["bound_by"]["display_name"].as_str()), (201, Some("The nurse")), "{}", bound.text);
    assert_eq!(rig.binding_changes.load(Ordering::SeqCst), changes + 1);
    let overlap = rig.bind("oxi-0001", &other, None).await;
    assert_eq!((overlap.status, overlap.problem()), (409, "binding-overlap"));
    assert!(overlap.body["detail"].as_str().unwrap().starts_with("oxi-0001 is bound"));
    let end = format!("POST /bindings/{}/end", bound.body["id"].as_str().unwrap());
    let ended = rig.right("nurse", &end, &json!({"until_at": null, "reason": "swapped"})).await;
    assert!(ended["until_at"].as_i64() > ended["from_at"].as_i64());
    assert_eq!(rig.binding_changes.load(Ordering::SeqCst), changes + 2);
    assert_eq!(rig.call("nurse", &end, &json!({"until_at": null, "reason": "swapped"})).await.status, 409, "it ends once");
    assert_eq!(rig.bind("oxi-0001", &other, None).await.status, 201);
    let detail = rig.get("nurse", &format!("/episodes/{}", rosa["id"].as_str().unwrap())).await;
    assert_eq!(detail["bindings"][0]["until_at"], ended["until_at"]);
}

#[tokio::test]
async fn a_binding_lies_within_its_episode_and_not_in_the_future() {
    let rig = Rig::start().await;
    let episode = rig.admit(MRN).await;
    rig.equip("oxi-0001").await;
    let admitted = episode["admitted_at"].as_i64().unwrap();
    for from in [admitted - 1, clock::wall_ms().0 + 60_000] {
        let refused = rig.bind("oxi-0001", &episode, Some(from)).await;
        assert_eq!((refused.status, refused.fields()), (422, vec!["from_at"]));
    }
    assert_eq!(rig.bind("oxi-9999", &episode, None).await.status, 404);
    let bound = rig.bind("oxi-0001", &episode, Some(admitted)).await.body;
    assert_eq!(bound["from_at"], admitted);
    let end = format!("POST /bindings/{}/end", bound["id"].as_str().unwrap());
    for until in [admitted, clock::wall_ms().0 + 60_000] {
        let refused = rig.call("nurse", &end, &json!({"until_at": until, "reason": "x"})).await;
        assert_eq!((refused.status, refused.fields()), (422, vec!["until_at"]));
    }
    rig.right("nurse", &format!("POST /episodes/{}/end", episode["id"].as_str().unwrap()), &json!({"reason": "recovered"})).await;
    assert_eq!(rig.bind("oxi-0001", &episode, None).await.problem(), "conflict", "an ended episode takes no device");
}

#[tokio::test]
async fn equipment_is_checked_in_words_and_a_worn_device_is_not_moved() {
    let rig = Rig::start().await;
    let kit = json!({"id": "kit-0001", "label": "Kit 1", "gateway_id": "home-0001"});
    assert_eq!(rig.call("technician", "POST /kits", &kit).await.fields(), ["gateway_id"], "not registered");
    let refused = rig.call("technician", "POST /kits", &json!({"id": "Kit", "label": "", "gateway_id": "x"})).await;
    assert_eq!(refused.fields(), ["id", "label", "gateway_id"]);
    rig.equip("oxi-0001").await;
    assert_eq!(rig.call("technician", "POST /kits", &kit).await.problem(), "conflict");
    let device =
        |protocol: &str, kit: &str| json!({"id": "oxi-0001", "kit_id": kit, "model": "Xpod 2", "protocol": protocol, "serial_number": ""});
    let refused = rig.call("technician", "POST /devices", &device("morse", "kit-0001")).await;
    assert_eq!(refused.fields(), ["protocol"]);
    assert!(refused.text.contains("nonin-df7"), "the known ones are named");
    assert_eq!(rig.call("technician", "POST /devices", &device("nonin-df7", "kit-9999")).await.fields(), ["kit_id"]);
    assert_eq!(
        rig.right("technician", "POST /devices", &device("nonin-df2", "kit-0001")).await["model"],
        "Xpod 2",
        "corrected while nobody wears it"
    );
    let episode = rig.admit(MRN).await;
    rig.bind("oxi-0001", &episode, None).await;
    assert_eq!(rig.call("technician", "POST /devices", &device("nonin-df7", "kit-0001")).await.problem(), "conflict");
}

#[tokio::test]
async fn a_technician_sees_equipment_and_nothing_of_whom() {
    let rig = Rig::start().await;
    let episode = rig.admit(MRN).await;
    rig.equip("oxi-0001").await;
    rig.bind("oxi-0001", &episode, None).await;
    let nurse = rig.get("nurse", "/devices").await;
    assert_eq!(nurse["devices"][0]["binding"]["episode_id"], episode["id"]);
    let technician = rig.get("technician", "/devices").await;
    assert_eq!((&technician["devices"][0]["id"], &technician["devices"][0]["binding"]), (&json!("oxi-0001"), &Value::Null));
    let gateways = rig.get("technician", "/gateways").await;
    let gateway = &gateways["gateways"][0];
    assert_eq!(
        (&gateway["id"], &gateway["online"], &gateway["last_heard_at"], &gateway["links"]),
        (&json!("home-0001"), &json!(true), &json!(7), &json!([]))
    );
    for path in ["/devices", "/gateways", "/kits"] {
        assert!(!rig.get("technician", path).await.to_string().contains(episode["id"].as_str().unwrap()), "{path}");
    }
}

#[tokio::test]
async fn what_of_a_gateway_could_not_be_read_is_told_to_who_mends_it() {
    let rig = Rig::start().await;
    rig.equip("oxi-0001").await;
    let told = async || rig.get("technician", "/gateways").await["gateways"][0]["problems"].clone();
    assert_eq!(told().await, json!([]));
    let now = clock::wall_ms();
    let broken = |reason: &str| hearth_store::ingest::Item::Quarantined(vec![7; 9], reason.to_owned());
    rig.ingest(now.plus(-2 * 86_400_000).0, vec![broken("long ago")]).await;
    assert_eq!(told().await, json!([]), "it was told for a day");
    rig.ingest(now.0, vec![broken("the checksum does not hold"), broken("the checksum does not hold")]).await;
    let problems = told().await;
    assert_eq!((problems.as_array().unwrap().len(), problems[0]["code"].as_str()), (1, Some("quarantined")));
    let message = problems[0]["message"].as_str().unwrap();
    assert!(message.starts_with("2 record(s) and 0 message(s)") && message.contains("the checksum does not hold"), "{message}");
}

#[tokio::test]
async fn a_technician_alone_admits_a_kit_and_puts_its_device_on_the_patient_of_the_wristband() {
    let rig = Rig::start().await;
    let episode = rig.admit(MRN).await;
    assert_eq!(rig.call("nurse", "POST /gateways", &json!({"id": "home-0001"})).await.problem(), "forbidden");
    for wrong in ["Home", "fleet"] {
        assert_eq!(rig.call("technician", "POST /gateways", &json!({"id": wrong})).await.fields(), ["id"], "{wrong}");
    }
    let made = rig.call("technician", "POST /gateways", &json!({"id": "home-0001"})).await;
    assert_eq!((made.status, &made.body["username"], &made.body["let_in"]), (201, &json!("home-0001"), &json!(true)), "{}", made.text);
    assert!(made.body["password"].as_str().unwrap().len() >= 16 && made.body["port"].as_u64() > Some(0));
    assert!(rig.may_sign_in("home-0001"), "the broker knows the name");
    let again = rig.call("technician", "POST /gateways", &json!({"id": "home-0001"})).await;
    assert_eq!((again.status, again.body["code"].as_str()), (409, Some("gateway_exists")), "its password stays");
    let beside = json!({"id": "home-0002", "beside": "home-0009"});
    assert_eq!(rig.call("technician", "POST /gateways", &beside).await.fields(), ["beside"]);
    let beside = rig.call("technician", "POST /gateways", &json!({"id": "home-0002", "beside": "home-0001"})).await;
    assert_eq!((beside.status, &beside.body["shard"]), (201, &made.body["shard"]), "one home, one shard");

    rig.right("technician", "POST /kits", &json!({"id": "kit-0001", "label": "Kit 1", "gateway_id": "home-0001"})).await;
    let device = json!({"id": "oxi-0001", "kit_id": "kit-0001", "model": "Xpod", "protocol": "nonin-df7", "serial_number": ""});
    assert_eq!(rig.right("technician", "POST /devices", &device).await["bound"], false);
    let wish = |number: &str| json!({"from_at": null, "medical_record_number": number, "birth_date": BORN});
    let bound = rig.call("technician", "POST /devices/oxi-0001/bindings", &wish(MRN)).await;
    assert_eq!((bound.status, &bound.body["episode_id"]), (201, &episode["id"]), "{}", bound.text);
    assert!(!bound.text.contains(FAMILY), "who it is, is not told");
    let seen = rig.get("technician", "/devices").await;
    assert_eq!((&seen["devices"][0]["bound"], &seen["devices"][0]["binding"]), (&json!(true), &Value::Null));
    let end = format!("POST /bindings/{}/end", bound.body["id"].as_str().unwrap());
    let ended = rig.call("technician", &end, &json!({"until_at": null, "reason": "x"})).await;
    assert_eq!(ended.problem(), "forbidden", "what a patient is watched by is taken off by who cares for the patient");
    let revoked = rig.call("technician", "POST /gateways/home-0001/revoke", &Value::Null).await;
    assert_eq!((revoked.status, revoked.body["code"].as_str()), (409, Some("gateway_watches")));
    assert!(rig.may_sign_in("home-0001"));
    assert_eq!(rig.call("technician", "POST /gateways/home-0002/revoke", &Value::Null).await.status, 204);
    assert!(!rig.may_sign_in("home-0002"), "its password is of no use any more");
    assert_eq!(rig.call("technician", "POST /gateways/home-0002/revoke", &Value::Null).await.status, 404);
    assert_eq!(rig.call("technician", "POST /gateways", &json!({"id": "home-0002"})).await.status, 201, "and it can come back");
}

#[tokio::test]
async fn who_sees_no_patient_learns_none_by_guessing_identifiers() {
    let rig = Rig::start().await;
    let episode = rig.admit(MRN).await;
    rig.equip("oxi-0001").await;
    let (line, before) = ("POST /devices/oxi-0001/bindings", rig.store.bindings().await.unwrap());
    let wish = |number: &str, born: &str, of: &Value, from: Option<i64>| json!({"episode_id": of, "from_at": from, "medical_record_number": number, "birth_date": born});
    let past = rig.call("technician", line, &wish(MRN, BORN, &Value::Null, Some(clock::wall_ms().0))).await;
    assert_eq!(past.problem(), "forbidden", "what was measured already stays where it is");
    let named = &episode["id"];
    for (number, born, of) in
        [(MRN, "1999-01-01", &Value::Null), ("MRN-9", BORN, &Value::Null), (MRN, "1999-01-01", named), ("MRN-9", BORN, named)]
    {
        let refused = rig.call("technician", line, &wish(number, born, of, None)).await;
        assert_eq!((refused.status, refused.body["code"].as_str()), (409, Some("nobody_with_identifiers")), "{number} {born} {of}");
    }
    rig.call("technician", line, &wish("MRN-9", BORN, &Value::Null, None)).await;
    let slowed = rig.call("technician", line, &wish(MRN, BORN, &Value::Null, None)).await;
    assert_eq!((slowed.status, slowed.body["code"].as_str()), (429, Some("too_many_attempts")));
    assert_eq!(rig.store.bindings().await.unwrap(), before, "nothing was bound");
    let nurse = rig.call("nurse", line, &wish(MRN, BORN, &Value::Null, None)).await;
    assert_eq!(nurse.status, 201, "who sees patients need not choose one whose identifiers are typed");
}

#[tokio::test]
async fn a_pair_that_somebody_knows_buys_no_tries_for_another() {
    let rig = Rig::start().await;
    rig.admit(MRN).await;
    rig.equip("oxi-0001").await;
    let line = "POST /devices/oxi-0001/bindings";
    let wish = |number: &str| json!({"from_at": null, "medical_record_number": number, "birth_date": BORN});
    assert_eq!(rig.call("technician", line, &wish(MRN)).await.status, 201);
    for _ in 0..4 {
        assert_eq!(rig.call("technician", line, &wish("MRN-9")).await.body["code"], "nobody_with_identifiers");
    }
    let again = rig.call("technician", line, &wish(MRN)).await;
    assert_eq!((again.status, again.body["code"].as_str()), (409, Some("binding_overlap")), "it is bound already");
    assert_eq!(rig.call("technician", line, &wish("MRN-9")).await.status, 429, "what changed nothing forgives nothing");
}

#[tokio::test]
async fn nothing_is_bound_of_a_kit_whose_gateway_was_revoked() {
    let rig = Rig::start().await;
    rig.admit(MRN).await;
    rig.right("technician", "POST /gateways", &json!({"id": "home-0003"})).await;
    rig.right("technician", "POST /kits", &json!({"id": "kit-0003", "label": "Kit 3", "gateway_id": "home-0003"})).await;
    let device = json!({"id": "oxi-0003", "kit_id": "kit-0003", "model": "Xpod", "protocol": "nonin-df7", "serial_number": ""});
    rig.right("technician", "POST /devices", &device).await;
    assert_eq!(rig.call("technician", "POST /gateways/home-0003/revoke", &Value::Null).await.status, 204);
    let wish = json!({"from_at": null, "medical_record_number": MRN, "birth_date": BORN});
    let before = rig.store.bindings().await.unwrap();
    let refused = rig.call("technician", "POST /devices/oxi-0003/bindings", &wish).await;
    assert_eq!((refused.status, refused.body["code"].as_str()), (409, Some("gateway_revoked")), "{}", refused.text);
    assert_eq!(rig.store.bindings().await.unwrap(), before, "nothing was bound");
}
