//! What crews measured and wrote that the record did not take.

use crate::feed::message::StaffRef;
use hearth_store::dispatch::{UnrecordedRow, Words};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// A number or a note of a crew that stands beside the incident, and not in the record of the patient.
#[derive(Debug, Serialize, ToSchema)]
pub struct Unrecorded {
    /// The id that the phone gave it.
    id: Uuid,
    /// When the hub heard, ms since 1970.
    at: i64,
    /// The person who pressed or wrote it on the phone.
    by: StaffRef,
    /// What was measured; `null` of a note.
    code: Option<String>,
    /// The number; `null` of a word and of a note.
    value: Option<f64>,
    /// Its UCUM unit; `null` of a word and of a note.
    unit: Option<String>,
    /// The word; `null` of a number and of a note.
    finding: Option<String>,
    /// What the note says; `null` of what was measured.
    body: Option<String>,
    /// When the phone's clock says that it was, ms since 1970.
    pressed_at: Option<i64>,
    /// When that clock says that it was sent, ms since 1970.
    sent_at: Option<i64>,
    /// What lay between by a clock of the phone that nobody sets, ms.
    age_ms: Option<i64>,
    /// Why the record did not take it: a word of `not_recorded`.
    why: &'static str,
}

impl From<UnrecordedRow> for Unrecorded {
    fn from(row: UnrecordedRow) -> Unrecorded {
        let pressed = row.said.pressed;
        let said = row.said;
        let (code, value, unit, finding, body) = match said.words {
            Words::Number { code, value, unit } => (Some(code), Some(value), Some(unit), None, None),
            Words::Finding { code, finding } => (Some(code), None, None, Some(finding), None),
            Words::Note(body) => (None, None, None, None, Some(body)),
        };
        Unrecorded {
            id: said.id,
            at: row.at.0,
            by: StaffRef { id: said.by, display_name: row.by_name },
            code,
            value,
            unit,
            finding,
            body,
            pressed_at: pressed.map(|pressed| pressed.at.0),
            sent_at: pressed.map(|pressed| pressed.sent.0),
            age_ms: pressed.and_then(|pressed| pressed.steady_ms),
            why: said.why.key(),
        }
    }
}
