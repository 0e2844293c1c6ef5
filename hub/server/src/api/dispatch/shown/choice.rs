//! The units that could be sent, with what speaks for and against each.

use super::names::{name, uuid};
use hearth_care::dispatch::{Reason, Recommended};
use hearth_store::dispatch::UnitRow;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// A reason for or against sending a unit.
#[derive(Debug, Serialize, ToSchema)]
pub struct UnitReason {
    /// A word of `unit_reasons`.
    reason: &'static str,
    /// The item that is lacking: a word of `unit_equipment` or `unit_skills`; `null` for other reasons.
    item: Option<&'static str>,
    /// When the crew's shift ends, ms since 1970; `null` for other reasons.
    at: Option<i64>,
    /// Age of the unit's position, ms; `null` for other reasons.
    age_ms: Option<i64>,
}

impl From<Reason> for UnitReason {
    fn from(reason: Reason) -> UnitReason {
        let mut shown = UnitReason { reason: reason.key(), item: None, at: None, age_ms: None };
        match reason {
            Reason::LacksEquipment(item) => shown.item = Some(item.key()),
            Reason::LacksSkill(item) => shown.item = Some(item.key()),
            Reason::ShiftEnds { at } => shown.at = Some(at.0),
            Reason::PositionOld { age_ms } => shown.age_ms = Some(age_ms),
            _ => {}
        }
        shown
    }
}

/// A unit that could be sent, with what speaks for and against it.
#[derive(Debug, Serialize, ToSchema)]
pub struct UnitChoice {
    /// The unit that could be sent, by its id.
    unit_id: Uuid,
    /// Name of the unit, as people call it.
    unit: String,
    /// True if it can be sent now.
    pub(super) available: bool,
    /// How long the way takes, ms; `null` if that is not known.
    travel_ms: Option<i64>,
    /// When it would be there, ms since 1970; `null` if that is not known.
    arrives_at: Option<i64>,
    /// Reasons for its rank, for and against it.
    reasons: Vec<UnitReason>,
}

/// A recommendation with the name of its unit.
pub fn choice(one: Recommended, units: &[UnitRow]) -> UnitChoice {
    UnitChoice {
        unit_id: uuid(one.unit),
        unit: name(units, one.unit),
        available: one.available,
        travel_ms: one.travel_ms,
        arrives_at: one.arrives.map(|at| at.0),
        reasons: one.reasons.into_iter().map(UnitReason::from).collect(),
    }
}
