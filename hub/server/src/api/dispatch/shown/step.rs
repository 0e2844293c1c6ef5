//! A step of an incident's log.

use super::names::{name, uuid};
use crate::feed::message::StaffRef;
use hearth_care::dispatch::{IncidentStepKind, UnitId};
use hearth_store::dispatch::{StepRow, UnitRow};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// Something that happened in an incident.
#[derive(Debug, Default, Serialize, ToSchema)]
#[schema(as = IncidentStep)]
pub struct IncidentStepShown {
    /// Its number, from 1.
    number: u32,
    /// When the hub heard of it, or found it, ms since 1970.
    at: i64,
    /// What happened: a word of `incident_steps`.
    what: &'static str,
    /// The person who did it; `null` for steps by the passing of time.
    by: Option<StaffRef>,
    /// Number of the place in the incident, from 1; `null` for a step of the incident as a whole.
    place: Option<u8>,
    /// The unit that the step is about, by its id; `null` for none.
    unit_id: Option<Uuid>,
    /// The name of the unit.
    unit: Option<String>,
    /// The state that the unit, or the incident itself, came to: a word of `incident_states`.
    state: Option<&'static str>,
    /// Until when an offer has to be confirmed, ms since 1970.
    confirm_by: Option<i64>,
    /// When a stamp happened, as far as the hub can say, ms since 1970.
    happened_at: Option<i64>,
    /// How a stamp was reported: a word of `stamp_sources`.
    source: Option<&'static str>,
    /// Why `happened_at` is not when the hub heard: a word of `stamp_doubts`.
    doubt: Option<&'static str>,
    /// When a phone's clock says that it was pressed, ms since 1970.
    pressed_at: Option<i64>,
    /// When that clock says that it was sent, ms since 1970.
    sent_at: Option<i64>,
    /// Time from press to sending by the phone's monotonic clock, ms; `null` for a phone without one.
    age_ms: Option<i64>,
    /// For a correction: number of the step whose instant no longer counts.
    names: Option<u32>,
    /// Reason of the step, in the words of who did it; may be empty.
    reason: String,
}

impl IncidentStepShown {
    /// A step with the names of its units.
    pub fn of(row: StepRow, units: &[UnitRow]) -> IncidentStepShown {
        let step = row.step;
        let by = step.by.map(|by| StaffRef { id: Uuid::from_u128(by.0), display_name: row.by_name.unwrap_or_default() });
        let shown =
            IncidentStepShown { number: step.number, at: step.at.0, what: step.what.key(), by, reason: row.reason, ..Self::default() };
        match step.what {
            IncidentStepKind::Opened | IncidentStepKind::LimitLost | IncidentStepKind::StayEnded => shown,
            IncidentStepKind::Became(state) => IncidentStepShown { state: Some(state.key()), ..shown },
            IncidentStepKind::NobodyLeft { place } => IncidentStepShown { place: Some(place), ..shown },
            IncidentStepKind::Amended { names, at } => IncidentStepShown { names: Some(names), happened_at: Some(at.0), ..shown },
            IncidentStepKind::Unconfirmed { place, unit } | IncidentStepKind::ShiftOver { place, unit } => {
                shown.of_unit(place, unit, units)
            }
            IncidentStepKind::Offered { place, unit, confirm_by } => {
                IncidentStepShown { confirm_by: Some(confirm_by.0), ..shown.of_unit(place, unit, units) }
            }
            IncidentStepKind::Stamped { place, unit, state, stamp } => IncidentStepShown {
                state: Some(state.key()),
                happened_at: Some(stamp.at.0),
                source: Some(stamp.source.key()),
                doubt: stamp.doubt(step.at).map(|doubt| doubt.key()),
                pressed_at: stamp.pressed.map(|pressed| pressed.at.0),
                sent_at: stamp.pressed.map(|pressed| pressed.sent.0),
                age_ms: stamp.pressed.and_then(|pressed| pressed.steady_ms),
                ..shown.of_unit(place, unit, units)
            },
        }
    }

    fn of_unit(self, place: u8, unit: UnitId, units: &[UnitRow]) -> IncidentStepShown {
        IncidentStepShown { place: Some(place), unit_id: Some(uuid(unit)), unit: Some(name(units, unit)), ..self }
    }
}
