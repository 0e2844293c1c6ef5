//! Ids and names of units.

use hearth_care::dispatch::UnitId;
use hearth_store::dispatch::UnitRow;
use uuid::Uuid;

/// The id as the API writes it.
pub fn uuid(id: UnitId) -> Uuid {
    Uuid::from_u128(id.0)
}

/// What people call it; empty for a unit that is not among these.
pub fn name(units: &[UnitRow], id: UnitId) -> String {
    units.iter().find(|row| row.unit.id == id).map(|row| row.name.clone()).unwrap_or_default()
}
