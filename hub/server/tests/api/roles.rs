//! Who may what: every route with every role, as a table.

use super::rig::{BORN, FAMILY, MRN, Rig, bind_wish};
use serde_json::{Value, json};

const NOBODY: &str = "nobody";
const ROLES: [&str; 7] = ["nurse", "charge_nurse", "physician", "call_agent", "dispatcher", "technician", "administrator"];

/// Who gets past the door of a route. What they then hear (a conflict, a wrong field) is another matter.
fn table(episode: &Value) -> Vec<(String, Value, Vec<&'static str>)> {
    let viewers = vec!["nurse", "charge_nurse", "physician", "call_agent", "dispatcher", "administrator"];
    let clinicians = vec!["nurse", "charge_nurse", "physician"];
    let answerers = vec!["nurse", "charge_nurse", "physician", "call_agent", "dispatcher"];
    let keepers = vec!["charge_nurse", "technician", "administrator"];
    let watchers = vec!["nurse", "charge_nurse"];
    let all = ROLES.to_vec();
    let e = episode["id"].as_str().unwrap();
    let window = "from=1795521600000&to=1795521660000";
    let alert = "0190c2de-0000-7000-8000-000000000001";
    let get = |path: String, who: &Vec<&'static str>| (format!("GET {path}"), Value::Null, who.clone());
    vec![
        get("/patients?query=x".into(), &viewers),
        get("/episodes".into(), &viewers),
        get(format!("/episodes/{e}"), &viewers),
        get(format!("/episodes/{e}/readings?vital=spo2&{window}&points=10"), &viewers),
        get(format!("/episodes/{e}/waveforms?kind=pleth&{window}"), &viewers),
        get(format!("/episodes/{e}/events?{window}"), &viewers),
        get(format!("/episodes/{e}/observations"), &viewers),
        get(format!("/episodes/{e}/observations/newest"), &viewers),
        get(format!("/episodes/{e}/particulars"), &viewers),
        get(format!("/episodes/{e}/particulars/access"), &vec!["nurse", "charge_nurse", "dispatcher"]),
        get(format!("/episodes/{e}/particulars/versions?section=home"), &viewers),
        (format!("PUT /episodes/{e}/particulars"), json!({}), clinicians.clone()),
        get(format!("/episodes/{e}/notes"), &viewers),
        (format!("POST /episodes/{e}/notes"), json!({}), clinicians.clone()),
        (format!("POST /notes/{alert}/amend"), json!({}), clinicians.clone()),
        get(format!("/episodes/{e}/profile"), &viewers),
        get("/profile-templates".into(), &viewers),
        get(format!("/episodes/{e}/marked-events"), &viewers),
        get("/clinical-settings".into(), &viewers),
        ("POST /clinical-settings/sign".into(), json!({}), vec!["physician"]),
        get("/workbench".into(), &vec!["charge_nurse", "physician"]),
        ("POST /workbench".into(), json!({}), vec!["charge_nurse", "physician"]),
        ("POST /workbench/cancel".into(), json!({}), vec!["charge_nurse", "physician"]),
        (format!("POST /episodes/{e}/profile/trial"), json!({}), clinicians.clone()),
        (format!("POST /episodes/{e}/marked-events"), json!({}), clinicians.clone()),
        (format!("POST /marked-events/{alert}/withdraw"), json!({}), clinicians.clone()),
        get("/observations/codes".into(), &viewers),
        get("/sparklines?minutes=60&points=60".into(), &viewers),
        get(format!("/alerts?episode_id={e}"), &viewers),
        get("/alerts".into(), &all),
        get("/kits".into(), &all),
        get("/strays".into(), &all),
        get("/devices".into(), &all),
        get("/gateways".into(), &all),
        get("/watch".into(), &all),
        get("/watch/stays".into(), &viewers),
        get("/watch/balance".into(), &vec!["charge_nurse"]),
        ("POST /watch/assign".into(), json!({}), vec!["charge_nurse"]),
        ("POST /watch/take".into(), json!({}), watchers.clone()),
        get(format!("/shifts?{window}"), &viewers),
        ("POST /shifts".into(), json!({}), vec!["charge_nurse"]),
        (format!("PUT /shifts/{alert}"), json!({}), vec!["charge_nurse"]),
        (format!("POST /shifts/{alert}/cancel"), json!({}), vec!["charge_nurse"]),
        (format!("POST /shifts/{alert}/end"), json!({}), watchers),
        get("/system".into(), &all),
        ("POST /patients".into(), json!({}), clinicians.clone()),
        ("POST /episodes".into(), json!({}), clinicians.clone()),
        (format!("PUT /episodes/{e}/limits"), json!({}), clinicians.clone()),
        (format!("PUT /episodes/{e}/profile"), json!({}), clinicians.clone()),
        (format!("POST /episodes/{e}/profile/9/confirm"), json!({"version": 1}), clinicians.clone()),
        (format!("POST /episodes/{e}/profile/9/refuse"), json!({}), clinicians.clone()),
        (format!("POST /episodes/{e}/profile/9/sign"), json!({}), vec!["physician"]),
        (format!("PUT /episodes/{e}/phone"), json!({}), clinicians.clone()),
        (format!("POST /episodes/{e}/observations"), json!({}), clinicians.clone()),
        (format!("POST /observations/{alert}/correct"), json!({}), clinicians.clone()),
        (format!("POST /observations/{alert}/withdraw"), json!({}), clinicians.clone()),
        (format!("POST /episodes/{e}/end"), json!({}), clinicians.clone()),
        ("POST /devices/oxi-0001/bindings".into(), bind_wish(episode, None, "other", BORN), clinicians.clone()),
        (format!("POST /bindings/{alert}/end"), json!({"until_at": null, "reason": "x"}), clinicians.clone()),
        (format!("POST /alerts/{alert}/acknowledge"), json!({"version": 1}), answerers.clone()),
        (format!("POST /alerts/{alert}/pause"), json!({"version": 1, "reason": "bath", "seconds": 60}), answerers.clone()),
        (format!("POST /alerts/{alert}/resume"), json!({}), answerers),
        (format!("POST /alerts/{alert}/review"), json!({"version": 1, "note": ""}), clinicians.clone()),
        ("POST /watch".into(), json!({}), clinicians.clone()),
        ("DELETE /watch".into(), json!({}), clinicians),
        ("POST /kits".into(), json!({}), keepers.clone()),
        ("POST /devices".into(), json!({}), keepers),
    ]
}

#[tokio::test]
async fn each_role_gets_past_its_own_doors_only() {
    let rig = Rig::start().await;
    let episode = rig.admit(MRN).await;
    let table = table(&episode);
    for (line, body, may) in &table {
        for role in ROLES {
            let answer = rig.call(role, line, body).await;
            let refused = answer.problem() == "forbidden";
            assert_eq!(refused, !may.contains(&role), "{role}: {line}: {} {}", answer.status, answer.text);
            assert_eq!(refused, answer.status == 403, "{role}: {line}");
            if refused {
                assert!(!answer.text.contains(FAMILY) && !answer.text.contains("limits"), "{line}");
            }
        }
        let answer = rig.call(NOBODY, line, body).await;
        assert_eq!((answer.status, answer.problem()), (401, "not-signed-in"), "{line}");
        let answer = rig.call("newcomer", line, body).await;
        assert_eq!((answer.status, answer.problem()), (403, "password-change-required"), "{line}");
    }
}

#[tokio::test]
async fn the_table_names_every_route_of_the_description() {
    let rig = Rig::start().await;
    let episode = rig.admit(MRN).await;
    let rows = table(&episode);
    let shape = |line: &str| {
        line.split('?')
            .next()
            .unwrap()
            .split('/')
            .map(|part| match part {
                "9" => "{number}",
                _ if part.len() > 30 || part == "oxi-0001" => "{id}",
                _ => part,
            })
            .collect::<Vec<_>>()
            .join("/")
    };
    let tested: Vec<String> = rows.iter().map(|(line, ..)| shape(line)).collect();
    let openapi = serde_json::to_value(hearth_hub::api::openapi()).unwrap();
    for (path, methods) in openapi["paths"].as_object().unwrap() {
        let path = path.strip_prefix("/api/v1").unwrap();
        // Sessions are for everybody; the feed and single alerts have tests of their own.
        if path.starts_with("/session") || path == "/feed" || path == "/alerts/{id}" {
            continue;
        }
        for method in methods.as_object().unwrap().keys() {
            let line = format!("{} {path}", method.to_uppercase());
            assert!(tested.contains(&line), "{line} is missing in the table of roles");
        }
    }
}
