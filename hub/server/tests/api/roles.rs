//! Who may what: every operation of the description in every role, and what it answers about a patient of somebody else.
//!
//! What is expected comes of the table of rights and of the row that each operation has in `api/doors.rs`; an operation
//! without a row fails here, by its name.

use super::http::Answer;
use super::rig::{FAMILY, MRN, Rig, id};
use futures_util::future::join_all;
use hearth_alerts::{Priority, Rule, Subject};
use hearth_hub::api::audited;
use hearth_hub::api::doors::{self, DOORS, Door, Met};
use hearth_hub::api::who_may;
use hearth_hub::auth::right::Right;
use hearth_hub::auth::role::Role;
use hearth_hub::clock;
use hearth_hub::feed::topic::Topic;
use hearth_store::audit::notes::AuditFilter;
use hearth_vitals::{DeviceId, Vital};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use uuid::Uuid;

/// What the description asks for in the query, so that the question itself is right.
const QUERIES: [(&str, &str); 9] = [
    ("section", "home"),
    ("query", "x"),
    ("vital", "spo2"),
    ("kind", "pleth"),
    ("from", "1795521600000"),
    ("to", "1795521660000"),
    ("points", "10"),
    ("minutes", "60"),
    ("buckets", "10"),
];

/// A patient at home with a device, an alert of each kind, and an incident.
struct Home {
    stay: Uuid,
    clinical: Uuid,
    incident: Uuid,
}

impl Home {
    async fn of(rig: &Rig) -> Home {
        let episode = rig.admit(MRN).await;
        rig.equip("oxi-0001").await;
        assert_eq!(rig.bind("oxi-0001", &episode, None).await.status, 201);
        let way_in = json!({"version": 0, "said": {"section": "access", "instructions": "Ring twice"}});
        rig.right("nurse", &format!("PUT /episodes/{}/particulars", id(&episode)), &way_in).await;
        let device = || Subject::Device(DeviceId::new("oxi-0001").unwrap());
        let now = clock::wall_ms().0;
        let clinical = rig.raise(Some(&episode), Rule::VitalLow(Vital::Spo2), device(), Priority::High, now).await;
        rig.raise(Some(&episode), Rule::SensorOff, device(), Priority::Low, now).await;
        let wish = json!({"alert_id": clinical, "call_id": null, "why": "short of breath", "latitude": null, "longitude": null, "equipment": [], "skills": []});
        let opened = rig.right("nurse", &format!("POST /episodes/{}/incidents", id(&episode)), &wish).await;
        Home { stay: id(&episode), clinical, incident: id(&opened["incident"]) }
    }

    /// The address of an operation, about this home where it can be.
    fn address(&self, path: &str, operation: &Value) -> String {
        let named = match path.split('/').nth(1) {
            Some("episodes") => self.stay.to_string(),
            Some("alerts") => self.clinical.to_string(),
            Some("incidents") => self.incident.to_string(),
            Some("devices") => "oxi-0001".to_owned(),
            _ => "0190c2de-0000-7000-8000-000000000001".to_owned(),
        };
        let asked = operation["parameters"].as_array().into_iter().flatten();
        let asked = asked.filter(|one| one["in"] == "query" && one["required"] == true).map(|one| one["name"].as_str().unwrap());
        let pairs = asked.map(|name| {
            let sample = QUERIES.iter().find(|(known, _)| *known == name);
            format!("{name}={}", sample.unwrap_or_else(|| panic!("{path}: no sample of the query's '{name}'")).1)
        });
        let query = pairs.collect::<Vec<_>>().join("&");
        format!("{}?{query}", path.replace("{id}", &named).replace("{number}", "9"))
    }

    fn is_told_in(&self, text: &str) -> bool {
        [FAMILY, MRN, &self.stay.to_string()].iter().any(|fact| text.contains(fact))
    }
}

fn code(answer: &Answer) -> &str {
    answer.body["code"].as_str().unwrap_or_default()
}

/// Each operation of the description with its row.
fn operations() -> Vec<(String, String, Value, Door)> {
    let openapi = serde_json::to_value(hearth_hub::api::openapi()).unwrap();
    let mut found = Vec::new();
    for (path, methods) in openapi["paths"].as_object().unwrap() {
        let path = path.strip_prefix("/api/v1").unwrap();
        for (method, operation) in methods.as_object().unwrap() {
            let line = format!("{} {path}", method.to_uppercase());
            let door = doors::of(&line).unwrap_or_else(|| panic!("{line} has no row in api/doors.rs: say which right it asks for"));
            found.push((line, path.to_owned(), operation.clone(), door));
        }
    }
    found
}

#[test]
fn every_operation_has_one_row_and_every_row_an_operation() {
    let known: BTreeSet<String> = operations().into_iter().map(|(line, ..)| line).collect();
    let rows: BTreeSet<String> = DOORS.iter().map(|(line, _)| (*line).to_owned()).collect();
    assert_eq!(rows, known);
    assert_eq!(rows.len(), DOORS.len(), "each once");
}

#[test]
fn every_right_is_asked_for_by_an_operation_or_a_topic() {
    let of_doors = DOORS.iter().flat_map(|(_, door)| door.rights());
    let of_topics = Topic::all().flat_map(|topic| topic.seen().iter().map(|(right, _)| *right));
    let asked: BTreeSet<Right> = of_doors.chain(of_topics).collect();
    let unasked: Vec<Right> = Right::ALL.into_iter().filter(|right| !asked.contains(right)).collect();
    assert_eq!(unasked, []);
}

#[test]
fn the_page_of_who_may_what_is_made_of_the_tables() {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/roles.md");
    let written = std::fs::read_to_string(file).unwrap_or_default();
    assert!(written == who_may::page(), "docs/roles.md is old: run `hearth-hub roles > docs/roles.md`");
}

#[tokio::test]
async fn a_household_is_no_member_of_staff() {
    let rig = Rig::start().await;
    let refused = rig.try_to_add("tablet", Role::Household).await.unwrap_err();
    assert!(refused.to_string().contains("staff_role_check"), "{refused}");
}

#[tokio::test]
async fn every_operation_answers_every_role_as_the_table_says() {
    let rig = Rig::start().await;
    let home = Home::of(&rig).await;
    let (mut cells, mut seen) = (0, BTreeSet::new());
    for (line, path, operation, door) in operations() {
        let method = line.split(' ').next().unwrap();
        let asked = format!("{method} {}", home.address(&path, &operation));
        let answers = Role::of_staff().map(async |role| {
            // Signing out ends what the next operation needs.
            let who = if line == "DELETE /session" { rig.again(role).await } else { rig.cookie(role.key()) };
            (role, rig.call_with(&who, &asked, &json!({})).await)
        });
        for (role, answer) in join_all(answers).await {
            meets(&home, door, role, (&line, method), &answer);
            if let (200, Some(right)) = (answer.status, audited::shows(&line)) {
                seen.insert((rig.staff[role.key()], right.key().to_owned()));
            }
            cells += 1;
        }
        for who in ["household", "nobody"] {
            let answer = rig.call(who, &asked, &json!({})).await;
            let is_open = !(answer.status == 401 && answer.problem() == "not-signed-in");
            assert_eq!(is_open, door == Door::Open, "{who}: {line}: {} {}", answer.status, answer.text);
            cells += 1;
        }
        let who = if line == "DELETE /session" { "nobody" } else { "newcomer" };
        let answer = rig.call(who, &asked, &json!({})).await;
        let is_let_in = answer.problem() != "password-change-required";
        assert_eq!(is_let_in, matches!(door, Door::Open | Door::OwnSession), "{line}: {} {}", answer.status, answer.text);
        cells += 1;
    }
    // Whatever showed something of a patient is in the audit, by whom and what it was.
    let looks = AuditFilter { acts: Some(vec!["look".to_owned()]), ..AuditFilter::default() };
    let looks = rig.store.audit_page(&looks, None, 10_000).await.unwrap();
    let noted: BTreeSet<_> = looks.iter().map(|row| (row.by.clone().unwrap().0, row.detail["what"].as_str().unwrap().to_owned())).collect();
    assert!(seen.len() > 20 && noted == seen, "seen and not written, or written and not seen: {:?}", noted.symmetric_difference(&seen));
    println!("{cells} cells: {} operations in {} roles, by nobody, and with a first password", DOORS.len(), Role::ALL.len());
}

/// Holds one answer against what the tables say.
fn meets(home: &Home, door: Door, role: Role, (line, method): (&str, &str), answer: &Answer) {
    let said = format!("{}: {line}: {} {}", role.key(), answer.status, answer.text);
    let met = door.met_by(role);
    match met {
        Met::Open => assert!(answer.status != 401 && code(answer) != "forbidden", "{said}"),
        Met::Kept => assert_eq!(answer.status, 200, "{said}"),
        Met::NotFound => assert_eq!((answer.status, code(answer)), (404, "not_found"), "{said}"),
        Met::Refused(right) => {
            assert_eq!((answer.status, code(answer), &answer.body["params"]["right"]), (403, "forbidden", &json!(right.key())), "{said}");
        }
    }
    let of_patients = matches!(door, Door::Stay(_) | Door::List(_) | Door::Alerts | Door::Alert);
    match met {
        // Otherwise its being kept from others would prove nothing.
        Met::Open if of_patients && method == "GET" => assert_eq!(answer.status, 200, "{said}"),
        Met::Open => {}
        Met::Kept | Met::NotFound | Met::Refused(_) => assert!(!home.is_told_in(&answer.text), "{said}"),
    }
}

#[tokio::test]
async fn a_list_is_kept_to_the_patients_whom_a_role_may_see() {
    let rig = Rig::start().await;
    let home = Home::of(&rig).await;
    for path in ["/patients?query=z", "/episodes", "/alerts"] {
        for (who, sees) in [("nurse", true), ("paramedic", false), ("pharmacist", false)] {
            let answer = rig.call(who, &format!("GET {path}"), &Value::Null).await;
            assert_eq!((answer.status, home.is_told_in(&answer.text)), (200, sees), "{who}: {path}: {}", answer.text);
        }
    }
    let alerts = rig.get("administrator", "/alerts").await;
    let rules: Vec<&str> = alerts["alerts"].as_array().unwrap().iter().map(|alert| alert["rule"].as_str().unwrap()).collect();
    assert_eq!(rules, ["sensor_off"], "what is to be mended, without whose it is");
    assert!(!home.is_told_in(&alerts.to_string()));
    let asked = rig.call("technician", &format!("GET /alerts?episode_id={}", home.stay), &Value::Null).await;
    assert_eq!((asked.status, code(&asked)), (403, "forbidden"));
}
