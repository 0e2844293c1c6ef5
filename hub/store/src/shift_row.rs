//! The columns of a shift.

use crate::error::StoreError;
use crate::stamp::Stamp;
use hearth_alerts::StaffId;
use hearth_care::{Duty, NewShift, Reach, Shift, ShiftId};
use serde_json::{Value, json};
use sqlx::Row;
use sqlx::postgres::PgRow;
use uuid::Uuid;

pub const fn uuid_of(id: u128) -> Uuid {
    Uuid::from_u128(id)
}

pub const fn staff_id(id: Uuid) -> StaffId {
    StaffId(id.as_u128())
}

pub const fn shift_id(id: Uuid) -> ShiftId {
    ShiftId(id.as_u128())
}

/// A row of the table `shifts`.
pub fn shift(row: &PgRow) -> Result<Shift, StoreError> {
    let defect = |what: String| StoreError::Defect(format!("a stored shift cannot be read: {what}"));
    let duty: String = row.try_get("duty")?;
    let reach = match row.try_get::<String, _>("reach_by")?.as_str() {
        "desk" => Reach::Desk,
        "phone" => Reach::Phone(row.try_get("phone")?),
        other => return Err(defect(format!("reached by '{other}'"))),
    };
    let plan = NewShift {
        id: shift_id(row.try_get("id")?),
        staff: staff_id(row.try_get("staff_id")?),
        duty: Duty::from_word(&duty).ok_or_else(|| defect(format!("duty '{duty}'")))?,
        site: row.try_get("site")?,
        from: row.try_get::<Stamp, _>("from_at")?.0,
        until: row.try_get::<Stamp, _>("until_at")?.0,
        reach,
        languages: row.try_get::<Vec<String>, _>("languages")?.into_iter().collect(),
    };
    let ended = row.try_get::<Option<Stamp>, _>("ended_at")?.map(|stamp| stamp.0);
    Ok(Shift { plan, version: row.try_get::<i32, _>("version")?.cast_unsigned(), ended })
}

/// The two columns for how somebody is reached.
pub fn reach(reach: &Reach) -> (&'static str, &str) {
    match reach {
        Reach::Desk => ("desk", ""),
        Reach::Phone(number) => ("phone", number),
    }
}

/// A plan as a step stores it. The telephone number is left out: it is personal, and stands in the shift only.
pub fn kept(plan: &NewShift) -> Value {
    json!({
        "staff": uuid_of(plan.staff.0), "duty": plan.duty.as_str(), "site": plan.site, "from_ms": plan.from.0, "until_ms": plan.until.0,
        "reach_by": reach(&plan.reach).0, "languages": plan.languages,
    })
}
