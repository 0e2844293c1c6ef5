//! Entries of the audit as files: a table, JSON lines, and AuditEvents of FHIR R4 (<https://hl7.org/fhir/R4/auditevent.html>).

use crate::problem::{ApiResult, Problem};
use hearth_store::audit::notes::{AuditRow, LOOKS};
use jiff::Timestamp;
use serde::Serialize;
use serde_json::{Value, json};

/// A table with a line of names and a line for each entry.
///
/// # Errors
/// [`Problem::internal`] if a line cannot be written.
pub fn csv(rows: &[AuditRow]) -> ApiResult<String> {
    let mut table = csv::Writer::from_writer(Vec::new());
    table.write_record(["id", "at", "person", "person_id", "act", "subject", "home", "detail", "seal"]).map_err(Problem::internal)?;
    for row in rows {
        let (person, id) = row.by.as_ref().map_or_else(Default::default, |(id, name)| (name.clone(), id.to_string()));
        let home = row.stay.as_ref().map_or_else(String::new, |(_, label)| label.clone());
        let seal = row.seal.map_or_else(String::new, |seal| seal.to_string());
        let at = recorded(row).unwrap_or_default();
        let record = [row.id.to_string(), at, person, id, row.act.clone(), row.subject.clone(), home, row.detail.to_string(), seal];
        table.write_record(record.map(harmless)).map_err(Problem::internal)?;
    }
    String::from_utf8(table.into_inner().map_err(|error| Problem::internal(error.into_error()))?).map_err(Problem::internal)
}

/// A spreadsheet takes a cell that begins like this for a formula.
fn harmless(cell: String) -> String {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{cell}") } else { cell }
}

/// One JSON object a line.
///
/// # Errors
/// [`Problem::internal`] if an object cannot be written.
pub fn lines<T: Serialize>(items: impl Iterator<Item = T>) -> ApiResult<String> {
    let mut text = String::new();
    for item in items {
        text += &serde_json::to_string(&item).map_err(Problem::internal)?;
        text.push('\n');
    }
    Ok(text)
}

/// What an act is to FHIR: its kind, the action (read, update, execute), and the outcome.
fn kind(act: &str) -> (Value, &'static str, &'static str) {
    let dicom =
        |code: &str, display: &str| json!({ "system": "http://dicom.nema.org/resources/ontology/DCM", "code": code, "display": display });
    match act {
        "sign_in" => (dicom("110114", "User Authentication"), "E", "0"),
        "sign_in_refused" => (dicom("110114", "User Authentication"), "E", "8"),
        "refused" => (dicom("110113", "Security Alert"), "E", "8"),
        "export_audit" => (dicom("110106", "Export"), "R", "0"),
        act if LOOKS.contains(&act) => (dicom("110110", "Patient Record"), "R", "0"),
        _ => (dicom("110110", "Patient Record"), "U", "0"),
    }
}

/// The instant as FHIR writes it, such as `2026-11-30T14:05:09.123Z`.
fn recorded(row: &AuditRow) -> Option<String> {
    let at = Timestamp::from_millisecond(row.at.0).ok()?;
    Some(at.strftime("%Y-%m-%dT%H:%M:%S.%3fZ").to_string())
}

/// One entry as an AuditEvent.
pub fn event(row: &AuditRow) -> Value {
    let (kind, action, outcome) = kind(&row.act);
    let person = row.by.as_ref().map_or_else(
        || json!({ "display": "the hub, or not known" }),
        |(id, name)| json!({ "identifier": { "system": "urn:ietf:rfc:3986", "value": format!("urn:uuid:{id}") }, "display": name }),
    );
    let mut agent = json!({ "who": person, "requestor": true });
    if let Some(from) = row.detail.get("from") {
        // 2: an IP address.
        agent["network"] = json!({ "address": from, "type": "2" });
    }
    json!({
        "resourceType": "AuditEvent",
        "id": row.id.to_string(),
        "type": kind,
        "subtype": [{ "system": "urn:hearth:audit:act", "code": row.act }],
        "action": action,
        "recorded": recorded(row),
        "outcome": outcome,
        "agent": [agent],
        "source": { "observer": { "display": "Hearth hub" } },
        "entity": [{
            "what": { "identifier": { "system": "urn:hearth:audit:subject", "value": row.subject } },
            "detail": [{ "type": "detail", "valueString": row.detail.to_string() }],
        }],
    })
}
