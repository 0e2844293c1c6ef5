//! What surrounds the API: probes, the dashboard, headers, and answers to what nobody should ask.

use super::http::send;
use super::rig::Rig;
use serde_json::{Value, json};

#[tokio::test]
async fn readiness_is_false_until_the_loop_judges_and_says_what_is_missing() {
    let rig = Rig::start().await;
    assert_eq!(send(rig.hub, "GET /healthz", &[], "").await.status, 200);
    let not_yet = send(rig.hub, "GET /readyz", &[], "").await;
    assert_eq!((not_yet.status, &not_yet.body["ready"]), (503, &json!(false)));
    assert!(not_yet.text.contains("the loop that judges has not begun"), "{}", not_yet.text);
    assert_eq!((not_yet.header("content-type"), not_yet.problem()), (Some("application/problem+json"), "not-ready"));
    rig.signs.turn();
    let ready = send(rig.hub, "GET /readyz", &[], "").await;
    assert_eq!((ready.status, &ready.body["ready"], &ready.body["missing"]), (200, &json!(true), &json!([])));
    let names: Vec<&str> = ready.body["parts"].as_array().unwrap().iter().map(|part| part["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["database", "broker", "intake", "commits", "lease", "engine", "faults", "dispatch"]);
    let full = Some((hearth_hub::clock::mono_ms(), "no space left on device".to_owned()));
    rig.signs.intake.send_modify(|signal| signal.store_failing = full);
    let failing = send(rig.hub, "GET /readyz", &[], "").await;
    assert!(
        failing.status == 503 && failing.text.contains("nothing could be committed for") && failing.text.contains("no space left"),
        "{}",
        failing.text
    );
    rig.signs.intake.send_modify(|signal| signal.store_failing = None);
    rig.store.close().await;
    let gone = send(rig.hub, "GET /readyz", &[], "").await;
    assert_eq!((gone.status, &gone.body["missing"]), (503, &json!(["database: the database does not answer"])));
    assert_eq!(send(rig.hub, "GET /healthz", &[], "").await.status, 200, "the process is alive");
    let asked = rig.call("nurse", "GET /kits", &Value::Null).await;
    assert_eq!((asked.status, asked.problem()), (503, "store-unavailable"));
}

#[tokio::test]
async fn figures_are_for_this_machine_alone() {
    let rig = Rig::start().await;
    assert_eq!(send(rig.hub, "GET /metrics", &[], "").await.status, 200);
    let forwarded = send(rig.hub, "GET /metrics", &["x-forwarded-for: 203.0.113.9"], "").await;
    assert_eq!((forwarded.status, forwarded.problem()), (403, "forbidden"));
}

/// What `promtool check metrics` asks for: words and a kind before each family, once.
#[tokio::test]
async fn every_family_of_figures_says_what_it_is() {
    let rig = Rig::start().await;
    rig.get("nurse", "/kits").await;
    rig.call("nurse", "GET /nothing", &Value::Null).await;
    let text = send(rig.hub, "GET /metrics", &[], "").await.text;
    let told = |line: &'static str| text.lines().filter_map(move |text| text.strip_prefix(line)?.split_once(' ')).collect::<Vec<_>>();
    let (helps, kinds) = (told("# HELP "), told("# TYPE "));
    assert!(kinds.len() >= 3, "{text}");
    for (family, kind) in &kinds {
        assert_eq!(helps.iter().filter(|(name, help)| name == family && !help.is_empty()).count(), 1, "{family} in {text}");
        assert_eq!(kinds.iter().filter(|(name, _)| name == family).count(), 1, "{family} once");
        assert_eq!(family.ends_with("_total"), *kind == "counter", "{family} {kind}");
    }
    let series = text.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).filter_map(|line| line.split(['{', ' ']).next());
    for name in series {
        let of =
            |family: &str| name == family || name.strip_prefix(family).is_some_and(|rest| ["_bucket", "_sum", "_count"].contains(&rest));
        assert!(kinds.iter().any(|(family, _)| of(family)), "{name} belongs to no family");
    }
}

#[tokio::test]
async fn what_does_not_exist_is_a_problem_under_the_api_and_a_page_elsewhere() {
    let rig = Rig::start().await;
    for path in ["/api", "/api/v1/nothing", "/api/v2/patients"] {
        let answer = send(rig.hub, &format!("GET {path}"), &[], "").await;
        assert_eq!((answer.status, answer.problem()), (404, "not-found"), "{path}");
        assert_eq!(answer.header("content-type"), Some("application/problem+json"));
        assert_eq!(answer.header("x-request-id"), answer.body["correlation_id"].as_str());
    }
    let wrong = rig.call("nurse", "DELETE /kits", &Value::Null).await;
    assert_eq!((wrong.status, wrong.problem()), (405, "method-not-allowed"));
    let posted = send(rig.hub, "POST /somewhere", &[], "").await;
    assert_eq!(posted.status, 405);
    assert_eq!(send(rig.hub, "GET /nothing.js", &[], "").await.status, 404);
    let page = send(rig.hub, "GET /patients/0190c2de", &[], "").await;
    // Built or not: a page in words, never a listing or an error of the machine.
    assert!(page.text.contains("<title>Hearth</title>"), "{}", page.text);
    assert!(page.header("content-type").unwrap().starts_with("text/html"));
    let outside = send(rig.hub, "GET /../../../../etc/passwd", &[], "").await;
    assert!(!outside.text.contains("root:"));
}

#[tokio::test]
async fn every_answer_keeps_the_browser_on_this_site_and_patients_out_of_caches() {
    let rig = Rig::start().await;
    for path in ["/", "/api/v1/session", "/healthz", "/api/openapi.json"] {
        let answer = send(rig.hub, &format!("GET {path}"), &[], "").await;
        let policy = answer.header("content-security-policy").unwrap();
        assert!(policy.starts_with("default-src 'self'") && policy.contains("frame-ancestors 'none'"), "{path}");
        assert_eq!(
            (answer.header("x-content-type-options"), answer.header("referrer-policy")),
            (Some("nosniff"), Some("no-referrer")),
            "{path}"
        );
    }
    let answer = rig.call("nurse", "GET /episodes", &Value::Null).await;
    assert_eq!((answer.status, answer.header("cache-control")), (200, Some("no-store")));
}

#[tokio::test]
async fn a_giant_body_or_a_foreign_form_is_not_read() {
    let rig = Rig::start().await;
    let cookie = format!("cookie: {}", rig.cookie("nurse"));
    let giant = format!("{{\"family_name\":\"{}\"}}", "x".repeat(70_000));
    let refused = send(rig.hub, "POST /api/v1/patients", &[&cookie, "content-type: application/json"], &giant).await;
    assert_eq!((refused.status, refused.problem()), (400, "malformed"));
    let form = send(rig.hub, "POST /api/v1/watch", &[&cookie, "content-type: text/plain"], "{}").await;
    assert_eq!((form.status, form.problem()), (400, "malformed"));
    assert_eq!(
        rig.get("nurse", "/watch").await,
        json!({"holder": null, "since_at": null, "by_shift": false, "unheld": 0, "on_shift": [], "offers": []})
    );
    let taken = rig.right("nurse", "POST /watch", &json!({})).await;
    assert_eq!(taken["holder"]["display_name"], "The nurse");
}

#[tokio::test]
async fn the_hub_tells_what_it_is() {
    let rig = Rig::start().await;
    let system = rig.get("technician", "/system").await;
    assert_eq!((&system["version"], &system["timescale"]), (&json!(env!("CARGO_PKG_VERSION")), &json!(false)));
    assert_eq!(system["store_id"], json!(rig.store.identity().await.unwrap().id));
}

#[test]
fn the_description_that_is_checked_in_is_what_the_code_gives() {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/openapi.json");
    let checked_in: Value = serde_json::from_str(&std::fs::read_to_string(file).unwrap()).unwrap();
    let given: Value = serde_json::from_str(&hearth_hub::api::openapi().to_json().unwrap()).unwrap();
    assert!(checked_in == given, "docs/openapi.json is old: run `hearth-hub openapi > docs/openapi.json`");
}

#[test]
fn every_route_is_described_with_an_id_a_tag_and_its_problems() {
    let openapi: Value = serde_json::from_str(&hearth_hub::api::openapi().to_json().unwrap()).unwrap();
    assert!(openapi["openapi"].as_str().unwrap().starts_with("3.1"));
    let mut ids = std::collections::BTreeSet::new();
    for (path, methods) in openapi["paths"].as_object().unwrap() {
        for (method, operation) in methods.as_object().unwrap() {
            assert!(ids.insert(operation["operationId"].as_str().unwrap()), "{method} {path}: its id is another's too");
            assert!(operation["tags"][0].is_string(), "{method} {path}");
            assert!(operation["responses"]["503"]["content"]["application/problem+json"].is_object(), "{method} {path}");
        }
    }
    let text = openapi.to_string();
    for name in text.split("\"#/components/schemas/").skip(1).filter_map(|rest| rest.split('"').next()) {
        assert!(openapi["components"]["schemas"][name].is_object(), "{name} is named and not described");
    }
    let alert = &openapi["components"]["schemas"]["Alert"];
    assert!(alert["required"].as_array().unwrap().contains(&json!("acknowledged_by")), "present, though it may be null");
    assert_eq!(alert["properties"]["cleared_at"]["type"], json!(["integer", "null"]));
}

/// A program that reads the description alone must know what each field is.
#[test]
fn every_field_of_the_api_is_described() {
    let openapi: Value = serde_json::from_str(&hearth_hub::api::openapi().to_json().unwrap()).unwrap();
    let mut silent = Vec::new();
    for (name, schema) in openapi["components"]["schemas"].as_object().unwrap() {
        undescribed(schema, name, &mut silent);
    }
    assert_eq!(silent, [""; 0]);
}

fn undescribed(schema: &Value, path: &str, silent: &mut Vec<String>) {
    let each = |key: &str| schema[key].as_array().cloned().unwrap_or_default();
    for part in [each("oneOf"), each("anyOf"), each("allOf")].concat() {
        undescribed(&part, path, silent);
    }
    for (field, of) in schema["properties"].as_object().into_iter().flatten() {
        // What tells variants apart has one value; what each of them is, the variant says.
        let is_tag = of["enum"].as_array().is_some_and(|values| values.len() == 1);
        let parts = [&of["oneOf"], &of["anyOf"], &of["allOf"]].into_iter().filter_map(Value::as_array).flatten();
        let says = |part: &Value| part["description"].is_string() || part["$ref"].is_string();
        if !(is_tag || says(of) || parts.into_iter().any(says)) {
            silent.push(format!("{path}.{field}"));
        }
    }
}
