//! The API breaks nobody unless its version says so: `docs/openapi.json` is held against `docs/openapi-base.json`, the
//! description that clients were last told to build on.

use hearth_tests::contract::{broken, may_break};
use hearth_tests::words;
use serde_json::{Value, json};
use std::fs;
use std::path::Path;

fn described(name: &str) -> Value {
    serde_json::from_str(&fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs").join(name)).unwrap()).unwrap()
}

#[test]
fn the_api_breaks_nobody_unless_its_version_says_so() {
    let (base, now) = (described("openapi-base.json"), described("openapi.json"));
    let version = |described: &Value| described["info"]["version"].as_str().unwrap().to_owned();
    let found = broken(&base, &now);
    assert!(
        found.is_empty() || may_break(&version(&base), &version(&now)),
        "clients of version {} break: keep what they use, or raise the version and copy docs/openapi.json to docs/openapi-base.json:\n{}",
        version(&base),
        found.join("\n")
    );
}

#[test]
fn every_kind_of_break_in_the_real_description_is_found() {
    let base = described("openapi.json");
    let breaks: [(&str, &str, Value, &str); 9] = [
        ("/paths", "/api/v1/alerts", Value::Null, "GET /api/v1/alerts is gone"),
        ("/components/schemas/AlertPage/properties", "alerts", Value::Null, "GET /api/v1/alerts: answer 200.alerts is gone"),
        ("/components/schemas/AlertPage/properties/alerts", "type", json!("object"), "type was"),
        ("/components/schemas/AlertPage", "required", json!([]), "answer 200.alerts may be missing now"),
        ("/components/schemas/NewPatient", "required", json!(["nickname"]), "body.nickname must be given now"),
        ("/paths/~1api~1v1~1alerts/get/parameters/0/schema", "enum", json!(["open"]), "no longer one of its words: all, closed"),
        ("/paths/~1api~1v1~1alerts/get/parameters/0", "required", json!(true), "query parameter state must be given now"),
        ("/paths/~1api~1v1~1alerts/get/parameters/3/schema", "maximum", json!(100), "maximum is narrower"),
        ("/x-codes", "clocks", json!(["drifting"]), "code synchronised of clocks is gone"),
    ];
    for (at, key, value, said) in breaks {
        let mut now = base.clone();
        let place = now.pointer_mut(at).unwrap_or_else(|| panic!("{at}")).as_object_mut().unwrap();
        if value.is_null() {
            drop(place.remove(key))
        } else {
            drop(place.insert(key.to_owned(), value))
        };
        let found = broken(&base, &now);
        assert!(found.iter().any(|one| one.contains(said)), "{at} {key}: {found:?}");
    }
}

#[test]
fn what_only_adds_breaks_nobody() {
    let base = described("openapi.json");
    assert_eq!(broken(&base, &base), Vec::<String>::new());
    let mut now = base.clone();
    let paths = now["paths"].as_object_mut().unwrap();
    paths.insert("/api/v1/more".into(), json!({"get": {"responses": {"200": {"description": "more"}}}}));
    now["components"]["schemas"]["AlertPage"]["properties"]["more"] = json!({"type": "integer"});
    now["components"]["schemas"]["NewPatient"]["properties"]["more"] = json!({"type": "integer"});
    now["x-codes"]["clocks"].as_array_mut().unwrap().push("better".into());
    assert_eq!(broken(&base, &now), Vec::<String>::new());
}

#[test]
fn a_version_says_whether_it_may_break() {
    assert!(may_break("0.1.9", "0.2.0") && may_break("0.9.0", "1.0.0") && may_break("1.4.2", "2.0.0"));
    assert!(!may_break("0.1.0", "0.1.9") && !may_break("1.4.0", "1.5.0") && !may_break("2.0.0", "1.0.0"));
}

#[test]
fn every_type_of_the_api_and_its_fields_are_described_in_words_that_say_more_than_their_names() {
    assert_eq!(words::empty_descriptions("", &described("openapi.json")["components"]["schemas"]), Vec::<String>::new());
}

#[test]
fn a_description_that_says_nothing_is_found() {
    let of = |name: &str, text: &str| words::empty_descriptions("Stay", &json!({"properties": {name: {"description": text}}}));
    assert_eq!(of("reason", "Why."), ["Stay.properties.reason: 'Why.'"]);
    assert_eq!(of("at", "When, ms since 1970."), ["Stay.properties.at: 'When, ms since 1970.'"]);
    assert_eq!(of("certificate_of_the_gateway", "The gateway's own certificate."), Vec::<String>::new());
    assert_eq!(of("gateway_certificate_authority", "The gateway's certificate authority.").len(), 1, "it repeats the name");
    assert_eq!(of("at", "When it ended, ms since 1970."), Vec::<String>::new());
    assert_eq!(words::empty_descriptions("Act", &json!({"oneOf": [{"description": "It is done."}]})), ["Act.oneOf.0: 'It is done.'"]);
}
