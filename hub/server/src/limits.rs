//! Limits in their three clothes: raw integers in the store, decimals in the API, and the
//! engine's own type in between, which cannot hold a wrong one.

use crate::feed::message;
use crate::problem::{FieldError, Mend, implausible};
use hearth_alerts::{Limit, Limits, Priority};
use hearth_vitals::Vital;
use serde::{Deserialize, Serialize};

/// One limit as the store keeps it: raw steps of the vital.
#[derive(Serialize, Deserialize)]
struct LimitRow {
    vital: String,
    low: Option<i32>,
    high: Option<i32>,
    critical_low: Option<i32>,
    critical_high: Option<i32>,
    delay_s: u32,
    priority: Priority,
}

/// LimitRow limits that this version cannot read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("stored limits cannot be read: {0}")]
pub struct Unreadable(String);

/// The limits of a store's `episodes.limits`.
///
/// # Errors
/// [`Unreadable`] for what this version did not write.
pub fn from_store(value: &serde_json::Value) -> Result<Limits, Unreadable> {
    let unreadable = |error: &dyn std::fmt::Display| Unreadable(error.to_string());
    let stored = Vec::<LimitRow>::deserialize(value).map_err(|error| unreadable(&error))?;
    let limits: Result<Vec<Limit>, Unreadable> = stored
        .into_iter()
        .map(|one| {
            let vital = Vital::from_key(&one.vital).ok_or_else(|| unreadable(&format!("vital '{}'", one.vital)))?;
            Limit::try_new(vital, one.low, one.high, one.critical_low, one.critical_high, one.delay_s, one.priority)
                .map_err(|error| unreadable(&error))
        })
        .collect();
    Limits::try_new(limits?).map_err(|error| unreadable(&error))
}

/// As they stand in `episodes.limits`.
pub fn to_store(limits: &Limits) -> serde_json::Value {
    let stored = |limit: &Limit| LimitRow {
        vital: limit.vital().key().to_owned(),
        low: limit.low(),
        high: limit.high(),
        critical_low: limit.critical_low(),
        critical_high: limit.critical_high(),
        delay_s: limit.delay_s(),
        priority: limit.priority(),
    };
    // Text keys, integers and fixed words: serialisation cannot fail.
    serde_json::to_value(limits.iter().map(stored).collect::<Vec<_>>()).unwrap_or_default()
}

/// What a person wrote, in decimals; every fault with the path of its field.
///
/// # Errors
/// Fields as `limits[0].low`, each with what to write instead.
pub fn from_api(given: &[message::Limit]) -> Result<Limits, Vec<FieldError>> {
    let mut limits = Vec::new();
    let mut faults = Vec::new();
    for (index, one) in given.iter().enumerate() {
        match limit_from_api(one) {
            Ok(limit) => limits.push(limit),
            Err((field, mend)) => faults.push(FieldError::new(format!("limits[{index}].{field}"), mend)),
        }
    }
    if !faults.is_empty() {
        return Err(faults);
    }
    Limits::try_new(limits).map_err(|error| {
        let index = given.iter().rposition(|one| one.vital == error.vital().key()).unwrap_or_default();
        vec![FieldError::new(format!("limits[{index}].{}", error.field()), error)]
    })
}

fn limit_from_api(given: &message::Limit) -> Result<Limit, (&'static str, Mend)> {
    let vital = Vital::from_key(&given.vital).ok_or_else(|| ("vital", Mend::one_of("vitals", Vital::ALL.map(Vital::key))))?;
    let raw = |field: &'static str, value: Option<f64>| match value {
        None => Ok(None),
        Some(value) => vital.raw_from_f64(value).map(Some).ok_or_else(|| (field, implausible(vital))),
    };
    let limit = Limit::try_new(
        vital,
        raw("low", given.low)?,
        raw("high", given.high)?,
        raw("critical_low", given.critical_low)?,
        raw("critical_high", given.critical_high)?,
        given.delay_s,
        given.priority,
    );
    limit.map_err(|error| (error.field(), error.into()))
}

/// As people see them.
pub fn to_api(limits: &Limits) -> Vec<message::Limit> {
    let shown = |limit: &Limit| {
        let vital = limit.vital();
        let decimal = |raw: Option<i32>| raw.map(|raw| vital.raw_to_f64(raw));
        message::Limit {
            vital: vital.key().to_owned(),
            low: decimal(limit.low()),
            high: decimal(limit.high()),
            delay_s: limit.delay_s(),
            priority: limit.priority(),
            critical_low: decimal(limit.critical_low()),
            critical_high: decimal(limit.critical_high()),
        }
    };
    limits.iter().map(shown).collect()
}

/// What a change of limits changed, vital by vital in the new order; nothing of limits that this
/// version cannot read.
pub fn changes(before: &serde_json::Value, after: &serde_json::Value) -> Vec<message::LimitChange> {
    let (Ok(before), Ok(after)) = (from_store(before), from_store(after)) else { return Vec::new() };
    let (before, after) = (to_api(&before), to_api(&after));
    let of = |limits: &[message::Limit], vital: &str| limits.iter().find(|limit| limit.vital == vital).cloned();
    let gone = before.iter().filter(|limit| of(&after, &limit.vital).is_none());
    let vitals = after.iter().chain(gone).map(|limit| limit.vital.clone());
    let change = |vital: String| message::LimitChange { before: of(&before, &vital), after: of(&after, &vital), vital };
    vitals.map(change).filter(|change| change.before != change.after).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_come_back_from_store_and_api_as_they_were() {
        let limits = Limits::default_adult();
        assert_eq!(from_store(&to_store(&limits)), Ok(limits));
        assert_eq!(from_api(&to_api(&limits)), Ok(limits));
    }

    #[test]
    fn each_fault_names_the_field_to_mend() {
        let mut given = to_api(&Limits::default_adult());
        given[0].vital = "mood".into();
        given[1].low = Some(f64::MAX);
        let fields: Vec<String> = from_api(&given).unwrap_err().iter().map(|fault| fault.field().to_owned()).collect();
        assert_eq!(fields, ["limits[0].vital", "limits[1].low"]);
        let twice = to_api(&Limits::default_adult()).into_iter().cycle().take(20).collect::<Vec<_>>();
        assert!(from_api(&twice).is_err());
    }

    #[test]
    fn a_change_tells_old_and_new_of_what_differs_alone() {
        let before = Limits::default_adult();
        let mut given = to_api(&before);
        let (changed, gone) = (given[0].clone(), given.pop().unwrap());
        given[0].low = changed.low.map(|low| low - 1.0);
        let after = from_api(&given).unwrap();
        let told = changes(&to_store(&before), &to_store(&after));
        let expected = [(Some(changed), Some(given[0].clone())), (Some(gone), None)];
        assert_eq!(told.into_iter().map(|change| (change.before, change.after)).collect::<Vec<_>>(), expected);
        assert_eq!(changes(&serde_json::Value::Null, &to_store(&after)), []);
    }

    #[test]
    fn what_this_version_cannot_read_is_refused() {
        assert!(from_store(&serde_json::json!([{ "vital": "spo2" }])).is_err());
        assert!(from_store(&serde_json::json!({})).is_err());
    }
}
