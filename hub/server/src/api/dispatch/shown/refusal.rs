//! A refused press of a crew, with the reason.

use super::names::{name, uuid};
use crate::feed::message::StaffRef;
use hearth_care::dispatch::IncidentRefused;
use hearth_store::dispatch::{RefusedPress, UnitRow};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// A press of a crew that was refused: what was pressed, and the state at that moment.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = RefusedPress)]
pub struct Refusal {
    /// The id that the phone gave it.
    id: Uuid,
    /// When the hub heard, ms since 1970.
    at: i64,
    /// The crew member who pressed.
    by: StaffRef,
    /// Number of the place in the incident, from 1, that the press was for.
    place: u8,
    /// The name of the unit.
    unit: String,
    /// What was pressed: a word of `incident_states`.
    state: &'static str,
    /// When the phone's clock says that it was pressed, ms since 1970.
    pressed_at: Option<i64>,
    /// When that clock says that it was sent, ms since 1970.
    sent_at: Option<i64>,
    /// Time from press to sending by the phone's monotonic clock, ms; `null` for a phone without one.
    age_ms: Option<i64>,
    /// Why it was refused: a word of `press_refusals`.
    why: &'static str,
    /// How far the place was then: a word of `incident_states`; `null` where another unit had it.
    is: Option<&'static str>,
    /// The name of the unit that had the place then; `null` if it was theirs.
    has: Option<String>,
}

impl Refusal {
    /// A refused press with the names of its units.
    pub fn of(row: RefusedPress, units: &[UnitRow]) -> Refusal {
        let (press, pressed) = (row.press, row.press.pressed);
        let (why, is, has) = match row.why {
            IncidentRefused::TakenAway { unit } => ("taken_away", None, Some(unit)),
            IncidentRefused::OfferOver => ("offer_over", None, None),
            IncidentRefused::Already(state) => ("already", Some(state), None),
            IncidentRefused::NotAllowed { from, .. } => ("not_allowed", Some(from), None),
            // No other refusal is kept.
            _ => ("not_allowed", None, None),
        };
        let unit = units.iter().find(|one| uuid(one.unit.id) == press.unit).map(|one| one.name.clone());
        Refusal {
            id: press.id,
            at: row.at.0,
            by: StaffRef { id: press.by, display_name: row.by_name },
            place: press.place,
            unit: unit.unwrap_or_default(),
            state: press.state.key(),
            pressed_at: pressed.map(|pressed| pressed.at.0),
            sent_at: pressed.map(|pressed| pressed.sent.0),
            age_ms: pressed.and_then(|pressed| pressed.steady_ms),
            why,
            is: is.map(|state| state.key()),
            has: has.map(|unit| name(units, unit)),
        }
    }
}
