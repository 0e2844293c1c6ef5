//! Numbers that are computed from others: mean pressure, pulse pressure, shock index.
//!
//! The caller gives a pressure and a pulse of the same instant.

use hearth_vitals::Vital;

/// The shock index from which the circulation is a worry; 0.5 to 0.7 is usual.
pub const SHOCK_INDEX_HIGH: f64 = 0.9;

/// Mean pressure, raw, estimated from systolic and diastolic (raw): the diastole lasts about twice
/// as long. A cuff that measures the mean itself is right, and this is not asked. `None` unless
/// the systolic is above the diastolic.
pub const fn mean_arterial(systolic: i32, diastolic: i32) -> Option<i32> {
    if systolic <= diastolic || diastolic < 0 {
        return None;
    }
    // Half up to a raw step. Neither is near the end of its type: a pressure has four digits.
    Some(((systolic as i64 + 2 * diastolic as i64) * 2 + 3).div_euclid(6) as i32)
}

/// Pulse pressure, raw; `None` unless the systolic is above the diastolic.
pub const fn pulse_pressure(systolic: i32, diastolic: i32) -> Option<i32> {
    if systolic > diastolic { systolic.checked_sub(diastolic) } else { None }
}

/// Shock index: rate over systolic pressure, both raw; `None` without a pressure.
pub fn shock_index(rate: i32, systolic: i32) -> Option<f64> {
    let pressure = f64::from(systolic) / f64::from(Vital::Systolic.scale());
    (systolic > 0 && rate >= 0).then(|| f64::from(rate) / f64::from(Vital::PulseRate.scale()) / pressure)
}
