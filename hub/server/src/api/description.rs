//! The description of the API as OpenAPI 3.1: its head, and what the macros cannot know.

use super::documented::Faults;
use super::{codes, doors, who_may};
use crate::auth::right::Right;
use axum::http::header;
use axum::routing::{MethodRouter, get};
use bytes::Bytes;
use utoipa::IntoResponses;
use utoipa::openapi::extensions::Extensions;
use utoipa::openapi::path::{Operation, PathItem};
use utoipa::openapi::schema::{Object, Schema};
use utoipa::openapi::{ContactBuilder, InfoBuilder, LicenseBuilder, OpenApi, OpenApiBuilder, RefOr};

/// Fields that are left out when they say nothing.
const LEFT_OUT: [(&str, &str); 59] = [
    ("Admission", "news2"),
    ("ProfileChange", "without_news2"),
    ("ProfileLook", "without_news2"),
    ("HandoverAccepted", "quiets"),
    ("NewGateway", "beside"),
    ("BindWish", "episode_id"),
    ("Review", "useful"),
    ("Acknowledgement", "action"),
    ("Acknowledgement", "remind_in_min"),
    ("ProblemBody", "errors"),
    ("ProblemBody", "alert"),
    ("ProblemBody", "current"),
    ("Admission", "limits"),
    ("Admission", "admitted_at"),
    ("Admission", "particulars"),
    ("NoteWish", "id"),
    ("IncidentWish", "id"),
    ("UnitStamp", "age_ms"),
    ("UnitStamp", "id"),
    ("UnitStamp", "offer"),
    ("CrewMeasured", "value"),
    ("CrewMeasured", "unit"),
    ("CrewMeasured", "finding"),
    ("CrewMeasured", "confirmed"),
    ("CrewMeasured", "age_ms"),
    ("CrewMeasured", "pressed_at"),
    ("CrewMeasured", "sent_at"),
    ("CrewMeasured", "given_ago_ms"),
    ("CrewNote", "age_ms"),
    ("CrewNote", "pressed_at"),
    ("CrewNote", "sent_at"),
    ("TaskWish", "id"),
    ("CallWish", "id"),
    ("NoteAmendment", "id"),
    ("ObservationEntry", "id"),
    ("ObservationEntry", "at"),
    ("ObservationEntry", "value"),
    ("ObservationEntry", "unit"),
    ("ObservationEntry", "finding"),
    ("ObservationEntry", "method"),
    ("ObservationEntry", "source"),
    ("ObservationEntry", "device_id"),
    ("ObservationEntry", "confirmed"),
    ("ObservationEntry", "note"),
    ("ObservationCorrection", "at"),
    ("ObservationCorrection", "value"),
    ("ObservationCorrection", "unit"),
    ("ObservationCorrection", "finding"),
    ("ObservationCorrection", "method"),
    ("ObservationCorrection", "source"),
    ("ObservationCorrection", "device_id"),
    ("ObservationCorrection", "confirmed"),
    ("ObservationCorrection", "note"),
    ("NewStaffMember", "languages"),
    ("NewStaffMember", "phone"),
    ("Limit", "low_rungs"),
    ("Limit", "high_rungs"),
    ("ProfileChange", "ends_at"),
    ("TrialWish", "minutes"),
];

const ABOUT: &str = "The hub of Hearth, a remote-patient-monitoring system for hospital-level care at home.\n\n\
    **Not a certified medical device.** It has no approval for clinical use.\n\n\
    Instants are milliseconds since 1970 UTC. Values are decimals in the vital's unit (UCUM). A session is a cookie \
    that `POST /api/v1/session` sets. Errors are problems of RFC 9457 (`application/problem+json`) with a code and its \
    parameters (`x-codes`, `x-params`), and with the id of the request, which stands in the header `x-request-id` of every \
    answer too.";

/// Title, licence and general rules of the description.
pub fn head() -> OpenApi {
    let licence = LicenseBuilder::new().name("Apache-2.0").identifier(Some("Apache-2.0")).build();
    let info = InfoBuilder::new()
        .title("Hearth hub")
        .version(env!("CARGO_PKG_VERSION"))
        .description(Some(ABOUT))
        .license(Some(licence))
        .contact(Some(ContactBuilder::new().name(Some("Hearth")).build()))
        .build();
    OpenApiBuilder::new().info(info).build()
}

/// Adds what the macros cannot know: what every route may answer, which right it asks for, and that every field is
/// present, since the hub writes `null` rather than leave one out; every code (`x-codes`), what the parameters of codes are
/// (`x-params`), and who has which right (`x-rights`).
pub fn finish(mut openapi: OpenApi) -> OpenApi {
    for (path, item) in &mut openapi.paths.paths {
        for (method, operation) in operations(item) {
            add_faults(operation);
            add_door(operation, &format!("{method} {}", path.trim_start_matches(super::ROOT)));
        }
    }
    let schemas = openapi.components.iter_mut().flat_map(|components| components.schemas.iter_mut());
    for (name, schema) in schemas {
        if let RefOr::T(schema) = schema {
            require(name, schema);
        }
    }
    let tables = [("x-codes", codes::all()), ("x-params", codes::params()), ("x-rights", who_may::for_programs())];
    openapi.extensions = Some(Extensions::from_iter(tables));
    openapi
}

fn operations(path: &mut PathItem) -> impl Iterator<Item = (&'static str, &mut Operation)> {
    let methods = [("GET", &mut path.get), ("POST", &mut path.post), ("PUT", &mut path.put), ("DELETE", &mut path.delete)];
    methods.into_iter().filter_map(|(method, operation)| Some((method, operation.as_mut()?)))
}

fn add_faults(operation: &mut Operation) {
    for (status, fault) in Faults::responses() {
        operation.responses.responses.entry(status).or_insert(fault);
    }
}

/// Adds the right that the operation's row asks for, in words and for programs. An operation without a row is found by the test
/// of the rows.
fn add_door(operation: &mut Operation, line: &str) {
    let Some(door) = doors::of(line) else { return };
    let said = operation.description.take().map(|said| format!("{said}\n\n")).unwrap_or_default();
    operation.description = Some(said + &who_may::needs(door));
    let rights: Vec<&str> = door.rights().into_iter().map(Right::key).collect();
    operation.extensions = Some(Extensions::from_iter([("x-asks-for", rights)]));
}

fn require(name: &str, schema: &mut Schema) {
    match schema {
        Schema::Object(object) => require_all(name, object),
        Schema::OneOf(one) => one.items.iter_mut().for_each(|item| require_in(name, item)),
        Schema::AllOf(all) => all.items.iter_mut().for_each(|item| require_in(name, item)),
        _ => {}
    }
}

fn require_in(name: &str, item: &mut RefOr<Schema>) {
    if let RefOr::T(schema) = item {
        require(name, schema);
    }
}

fn require_all(name: &str, object: &mut Object) {
    let kept = object.properties.keys().filter(|field| !LEFT_OUT.contains(&(name, field.as_str())));
    object.required = kept.cloned().collect();
}

/// The route that gives the description, written once: it cannot change while the hub runs.
pub fn route<S: Clone + Send + Sync + 'static>(openapi: &OpenApi) -> MethodRouter<S> {
    let text = Bytes::from(openapi.to_json().unwrap_or_default());
    get(async move || ([(header::CONTENT_TYPE, "application/json")], text))
}
