//! The columns of escalation: how ids and instants are written and read.

use crate::error::StoreError;
use crate::stamp::Stamp;
use hearth_alerts::{AlertId, StaffId};
use hearth_vitals::WallMs;
use sqlx::Row;
use sqlx::postgres::PgRow;
use uuid::Uuid;

pub const fn uuid(alert: AlertId) -> Uuid {
    Uuid::from_u128(alert.0)
}

pub fn people(staff: Option<StaffId>) -> Option<Uuid> {
    staff.map(|staff| Uuid::from_u128(staff.0))
}

pub fn defect(error: impl std::fmt::Display) -> StoreError {
    StoreError::Defect(format!("a stored escalation cannot be read: {error}"))
}

pub fn instant(row: &PgRow, column: &str) -> Result<Option<WallMs>, StoreError> {
    Ok(row.try_get::<Option<Stamp>, _>(column)?.map(|stamp| stamp.0))
}

pub fn wall(row: &PgRow, column: &str) -> Result<WallMs, StoreError> {
    Ok(row.try_get::<Stamp, _>(column)?.0)
}
