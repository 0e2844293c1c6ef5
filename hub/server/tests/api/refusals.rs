//! Every refusal says why by a code, and by field where fields are wrong. That each code is of the list and has its
//! parameters is looked at with every answer of these tests ([`super::http::send`]).

use super::http::{Answer, send};
use super::rig::{BORN, MRN, Rig, admission, bind_wish};
use serde_json::{Value, json};

fn code(answer: &Answer) -> &str {
    answer.body["code"].as_str().unwrap_or_default()
}

/// Field and code of each fault.
fn faults(answer: &Answer) -> Vec<(&str, &str)> {
    let errors = answer.body["errors"].as_array().map(Vec::as_slice).unwrap_or_default();
    errors.iter().map(|error| (error["field"].as_str().unwrap(), error["code"].as_str().unwrap())).collect()
}

#[tokio::test]
async fn a_refusal_says_why_by_a_code_with_its_parameters() {
    let rig = Rig::start().await;
    let nothing = format!("/episodes/{}", uuid::Uuid::now_v7());
    for (who, line, expected, params) in [
        ("nobody", "GET /patients", "not_signed_in", json!({})),
        ("newcomer", "GET /patients", "password_change_required", json!({})),
        ("technician", "GET /patients", "forbidden", json!({"right": "see_patients"})),
        ("nurse", &format!("GET {nothing}"), "not_found", json!({"thing": "episode"})),
        ("nurse", "GET /episodes/no-id", "not_found", json!({"thing": "resource"})),
        ("nurse", "GET /nothing", "not_found", json!({"thing": "address"})),
        ("nurse", "DELETE /kits", "method_not_allowed", json!({})),
        ("nurse", "GET /feed", "not_a_websocket", json!({})),
    ] {
        let answer = rig.call(who, line, &Value::Null).await;
        assert_eq!((code(&answer), &answer.body["params"]), (expected, &params), "{line}: {}", answer.text);
    }
    let cookie = format!("cookie: {}", rig.cookie("nurse"));
    for (kind, body, expected) in [("application/json", "{", "body_not_json"), ("text/plain", "{}", "content_type_not_json")] {
        let answer = send(rig.hub, "POST /api/v1/patients", &[&cookie, &format!("content-type: {kind}")], body).await;
        assert_eq!(code(&answer), expected, "{}", answer.text);
    }
    let giant = send(rig.hub, "POST /api/v1/patients", &[&cookie, "content-type: application/json"], &"x".repeat(70_000)).await;
    assert_eq!(code(&giant), "body_too_large");
    let elsewhere = send(rig.hub, "GET /metrics", &["x-forwarded-for: 203.0.113.9"], "").await;
    assert_eq!(code(&elsewhere), "figures_elsewhere");
    let foreign = send(rig.hub, "GET /api/v1/feed", &[&cookie, "origin: http://evil.example"], "").await;
    assert_eq!(code(&foreign), "foreign_site");
    let starting = send(rig.hub, "GET /readyz", &[], "").await;
    assert_eq!(code(&starting), "hub_not_ready");
}

#[tokio::test]
async fn what_is_wrong_with_a_field_is_a_code_too() {
    let rig = Rig::start().await;
    let patient = rig.patient(MRN).await;
    let mut wish = admission(&patient, MRN, BORN);
    wish["label"] = json!("");
    wish["phone"] = json!("ask the family");
    wish["time_zone"] = json!("America/Atlantis");
    wish["limits"] = json!([{"vital": "spo2", "low": 900.0, "high": null, "delay_s": 0, "priority": "high", "critical_low": null, "critical_high": null}]);
    let refused = rig.call("nurse", "POST /episodes", &wish).await;
    let expected = [("label", "length"), ("phone", "phone"), ("time_zone", "time_zone"), ("limits[0].low", "limit_implausible")];
    assert_eq!(faults(&refused), expected, "{}", refused.text);
    assert_eq!(refused.body["params"]["fields"]["codes"], json!(expected.map(|(field, _)| field)));
    assert_eq!(refused.body["errors"][0]["params"], json!({"low": 1, "high": 40}));
    let implausible = json!({"vital": "spo2", "low": 50.0, "high": 100.0, "unit": "%"});
    assert_eq!(refused.body["errors"][3]["params"], implausible, "what can be measured, not what was written");

    let broken = async |body: Value| rig.call("nurse", "POST /patients", &body).await;
    let missing = broken(json!({"family_name": "F"})).await;
    assert_eq!(faults(&missing), [("given_name", "missing")].to_vec(), "{}", missing.text);
    let kind =
        json!({"family_name": 1, "given_name": "A", "birth_date": BORN, "medical_record_number": "1", "sex": "female", "language": "es"});
    assert_eq!(faults(&broken(kind.clone()).await), [("family_name", "text")]);
    let mut unknown = kind.clone();
    (unknown["family_name"], unknown["sex"]) = (json!("F"), json!("Menjivar"));
    let refused = broken(unknown).await;
    assert_eq!(faults(&refused), [("sex", "one_of")]);
    assert!(!refused.text.contains("Menjivar"), "what was written is not repeated: {}", refused.text);
}

#[tokio::test]
async fn facts_that_do_not_fit_together_have_a_code_each() {
    let rig = Rig::start().await;
    let episode = rig.admit(MRN).await;
    rig.equip("oxi-0001").await;
    let twice =
        json!({"family_name": "A", "given_name": "B", "birth_date": BORN, "medical_record_number": MRN, "sex": "female", "language": "es"});
    assert_eq!(code(&rig.call("nurse", "POST /patients", &twice).await), "record_number_taken");
    assert_eq!(
        code(&rig.call("nurse", "POST /episodes", &admission(&json!({"id": episode["patient_id"]}), MRN, BORN)).await),
        "patient_has_episode"
    );
    assert_eq!(code(&rig.bind("oxi-0001", &episode, Some(1)).await), "invalid", "before the stay");
    let other = bind_wish(&episode, None, "MRN-7002", BORN);
    assert_eq!(code(&rig.call("nurse", "POST /devices/oxi-0001/bindings", &other).await), "identifiers_differ");
    assert_eq!(rig.bind("oxi-0001", &episode, None).await.status, 201);
    let bound = rig.bind("oxi-0001", &episode, None).await;
    assert_eq!((code(&bound), &bound.body["params"]), ("binding_overlap", &json!({"device": "oxi-0001"})));
    let kit = rig.call("technician", "POST /kits", &json!({"id": "kit-0001", "label": "K", "gateway_id": null})).await;
    assert_eq!((code(&kit), &kit.body["params"]), ("kit_exists", &json!({"kit": "kit-0001"})));
}
