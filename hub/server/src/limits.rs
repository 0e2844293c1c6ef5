//! The three forms of limits and the conversions between them: raw integers in the store, decimals in the API, and the engine's
//! own type, which cannot hold limits that are not valid.

use crate::feed::message;
use crate::problem::{FieldError, Mend, implausible};
use hearth_alerts::rules::news2::Decision;
use hearth_alerts::{Bounds, Course, Limit, LimitError, Limits, Priority, Rung, Side, StaffId, WithoutNews2};
use hearth_store::registry::EpisodeRow;
use hearth_vitals::{Vital, WallMs};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// One limit as the store keeps it, in raw steps of the vital. Rows and audits from before there were rungs stay as they were
/// written, and are read as what they meant: two rungs on each side.
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum LimitRow {
    Rungs(RungsRow),
    Bounds(BoundsRow),
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct RungsRow {
    vital: String,
    low: Vec<RungRow>,
    high: Vec<RungRow>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct RungRow {
    edge: i32,
    for_s: u32,
    priority: Priority,
}

#[derive(Serialize, Deserialize)]
struct BoundsRow {
    vital: String,
    low: Option<i32>,
    high: Option<i32>,
    critical_low: Option<i32>,
    critical_high: Option<i32>,
    delay_s: u32,
    priority: Priority,
}

impl LimitRow {
    fn vital(&self) -> &str {
        match self {
            LimitRow::Rungs(RungsRow { vital, .. }) | LimitRow::Bounds(BoundsRow { vital, .. }) => vital,
        }
    }

    fn limit(self, vital: Vital) -> Result<Limit, LimitError> {
        let rungs =
            |rows: Vec<RungRow>| rows.into_iter().map(|row| Rung { edge: row.edge, for_s: row.for_s, priority: row.priority }).collect();
        match self {
            LimitRow::Rungs(RungsRow { low, high, .. }) => Limit::try_new(vital, rungs(low), rungs(high)),
            LimitRow::Bounds(BoundsRow { low, high, critical_low, critical_high, delay_s, priority, .. }) => {
                Limit::of_bounds(vital, Bounds { low, high, critical_low, critical_high, delay_s, priority })
            }
        }
    }
}

/// Stored limits that this version cannot read.
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
            let vital = Vital::from_key(one.vital()).ok_or_else(|| unreadable(&format!("vital '{}'", one.vital())))?;
            one.limit(vital).map_err(|error| unreadable(&error))
        })
        .collect();
    Limits::try_new(limits?).map_err(|error| unreadable(&error))
}

/// The parts of a stay's record that decide how it is judged.
pub fn course(row: &EpisodeRow) -> Course {
    let without_news2 = row.without_news2.as_deref().and_then(WithoutNews2::from_key);
    Course { neutropenic: row.neutropenic, scale_two: row.scale_two.map(decision), without_news2 }
}

/// The decision for SpO2 scale 2, with its author and time, in the engine's type.
pub fn decision((by, at): (Uuid, WallMs)) -> Decision {
    Decision { by: StaffId(by.as_u128()), at }
}

/// The limits in the form that is stored in `episodes.limits`.
pub fn to_store(limits: &Limits) -> serde_json::Value {
    let rungs = |rungs: &[Rung]| rungs.iter().map(|rung| RungRow { edge: rung.edge, for_s: rung.for_s, priority: rung.priority }).collect();
    let stored = |limit: &Limit| RungsRow {
        vital: limit.vital().key().to_owned(),
        low: rungs(limit.rungs(Side::Low)),
        high: rungs(limit.rungs(Side::High)),
    };
    // Text keys, integers and fixed words: serialisation cannot fail.
    serde_json::to_value(limits.iter().map(stored).collect::<Vec<_>>()).unwrap_or_default()
}

/// Reads the limits that a person wrote, in decimals; on failure, every fault with the path of its field.
///
/// # Errors
/// Fields as `limits[0].low`, each with what to write instead.
pub fn from_api(given: &[message::Limit]) -> Result<Limits, Vec<FieldError>> {
    let mut limits = Vec::new();
    let mut faults = Vec::new();
    for (index, one) in given.iter().enumerate() {
        match limit_from_api(one) {
            Ok(limit) => limits.push(limit),
            Err(found) => faults.extend(found.into_iter().map(|(field, mend)| FieldError::new(format!("limits[{index}].{field}"), mend))),
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

/// The faults of one limit, each with the field that it is about.
type Faults = Vec<(String, Mend)>;

fn limit_from_api(given: &message::Limit) -> Result<Limit, Faults> {
    let vital = Vital::from_key(&given.vital).ok_or_else(|| fault("vital", Mend::one_of("vitals", Vital::ALL.map(Vital::key))))?;
    if given.low_rungs.is_none() && given.high_rungs.is_none() {
        return Limit::of_bounds(vital, bounds(vital, given)?).map_err(|error| fault(error.field_of_bounds(), error));
    }
    let side = |name: &str, rungs: &Option<Vec<message::LimitRung>>| rungs_from_api(vital, name, rungs.as_deref().unwrap_or_default());
    let (low, high) = (side("low_rungs", &given.low_rungs)?, side("high_rungs", &given.high_rungs)?);
    let limit = Limit::try_new(vital, low, high).map_err(|error| fault(error.field(), error))?;
    let differing = differing(given, &shown(&limit));
    if differing.is_empty() {
        return Ok(limit);
    }
    Err(differing.into_iter().map(|field| (field.to_owned(), Mend::BoundsDiffer { vital })).collect())
}

fn fault(field: impl Into<String>, mend: impl Into<Mend>) -> Faults {
    vec![(field.into(), mend.into())]
}

fn bounds(vital: Vital, given: &message::Limit) -> Result<Bounds, Faults> {
    let raw = |field: &str, value: Option<f64>| match value {
        None => Ok(None),
        Some(value) => vital.raw_from_f64(value).map(Some).ok_or_else(|| fault(field, implausible(vital))),
    };
    Ok(Bounds {
        low: raw("low", given.low)?,
        high: raw("high", given.high)?,
        critical_low: raw("critical_low", given.critical_low)?,
        critical_high: raw("critical_high", given.critical_high)?,
        delay_s: given.delay_s,
        priority: given.priority,
    })
}

fn rungs_from_api(vital: Vital, name: &str, given: &[message::LimitRung]) -> Result<Vec<Rung>, Faults> {
    let rung = |(index, one): (usize, &message::LimitRung)| {
        let edge = vital.raw_from_f64(one.edge).ok_or_else(|| fault(format!("{name}[{index}].edge"), implausible(vital)))?;
        Ok(Rung { edge, for_s: one.for_s, priority: one.priority })
    };
    given.iter().enumerate().map(rung).collect()
}

/// Names of the fields beside the rungs whose values contradict the rungs.
fn differing(given: &message::Limit, rungs: &message::Limit) -> Vec<&'static str> {
    let bound = |given: Option<f64>, said: Option<f64>| given.is_some() && given != said;
    let fields = [
        ("low", bound(given.low, rungs.low)),
        ("high", bound(given.high, rungs.high)),
        ("critical_low", bound(given.critical_low, rungs.critical_low)),
        ("critical_high", bound(given.critical_high, rungs.critical_high)),
        ("delay_s", given.delay_s != rungs.delay_s),
        ("priority", given.priority != rungs.priority),
    ];
    fields.into_iter().filter(|(_, differs)| *differs).map(|(field, _)| field).collect()
}

/// The limits in the decimal form of the API.
pub fn to_api(limits: &Limits) -> Vec<message::Limit> {
    limits.iter().map(shown).collect()
}

fn shown(limit: &Limit) -> message::Limit {
    let vital = limit.vital();
    let decimal = |raw: Option<i32>| raw.map(|raw| vital.raw_to_f64(raw));
    let rung = |rung: &Rung| message::LimitRung { edge: vital.raw_to_f64(rung.edge), for_s: rung.for_s, priority: rung.priority };
    let rungs = |side| Some(limit.rungs(side).iter().map(rung).collect());
    // A limit always has a rung on at least one side.
    let first = Side::ALL.into_iter().find_map(|side| limit.rungs(side).first());
    message::Limit {
        vital: vital.key().to_owned(),
        low: decimal(limit.edge(Side::Low)),
        high: decimal(limit.edge(Side::High)),
        delay_s: first.map_or(0, |rung| rung.for_s),
        priority: first.map_or(Priority::Low, |rung| rung.priority),
        critical_low: decimal(limit.critical(Side::Low)),
        critical_high: decimal(limit.critical(Side::High)),
        low_rungs: rungs(Side::Low),
        high_rungs: rungs(Side::High),
    }
}

/// The differences between two versions of limits, vital by vital in the new order; empty when this version cannot read one of
/// them.
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
        assert_eq!(from_store(&to_store(&limits)).as_ref(), Ok(&limits));
        assert_eq!(from_api(&to_api(&limits)), Ok(limits));
    }

    #[test]
    fn each_fault_names_the_field_to_mend() {
        let mut given = to_api(&Limits::default_adult());
        given[0].vital = "mood".into();
        (given[1].low, given[1].low_rungs, given[1].high_rungs) = (Some(f64::MAX), None, None);
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
        (given[0].low_rungs, given[0].high_rungs) = (None, None);
        let after = from_api(&given).unwrap();
        given[0] = to_api(&after)[0].clone();
        let told = changes(&to_store(&before), &to_store(&after));
        let expected = [(Some(changed), Some(given[0].clone())), (Some(gone), None)];
        assert_eq!(told.into_iter().map(|change| (change.before, change.after)).collect::<Vec<_>>(), expected);
        assert_eq!(changes(&serde_json::Value::Null, &to_store(&after)), []);
    }

    #[test]
    fn what_was_stored_before_there_were_rungs_is_two_rungs() {
        let row = serde_json::json!([{ "vital": "spo2", "low": 900, "high": null, "critical_low": 800, "critical_high": null,
            "delay_s": 15, "priority": "medium" }]);
        let limits = from_store(&row).unwrap();
        let rungs = [Rung { edge: 900, for_s: 15, priority: Priority::Medium }, Rung { edge: 800, for_s: 0, priority: Priority::High }];
        assert_eq!(limits.get(Vital::Spo2).unwrap().rungs(Side::Low), rungs);
        let rewritten = to_store(&limits);
        assert_eq!(rewritten[0]["low"][1], serde_json::json!({ "edge": 800, "for_s": 0, "priority": "high" }));
        assert_eq!(from_store(&rewritten), Ok(limits));
        assert_eq!(changes(&row, &rewritten), [], "what only is written otherwise is no change");
    }

    #[test]
    fn rungs_and_bounds_that_say_different_things_are_refused() {
        let limits = from_store(&serde_json::json!([{ "vital": "spo2", "high": [], "low": [
            { "edge": 920, "for_s": 3600, "priority": "low" }, { "edge": 850, "for_s": 0, "priority": "high" }] }]));
        let told = to_api(&limits.unwrap());
        assert_eq!((told[0].low, told[0].critical_low, told[0].delay_s), (Some(92.0), Some(85.0), 3_600));
        let fields = |change: fn(&mut message::Limit)| {
            let mut given = told.clone();
            change(&mut given[0]);
            from_api(&given).map_err(|faults| faults.iter().map(|fault| fault.field().to_owned()).collect::<Vec<_>>())
        };
        assert_eq!(fields(|limit| limit.low = Some(88.0)), Err(vec!["limits[0].low".into()]));
        assert_eq!(fields(|limit| limit.delay_s = 15), Err(vec!["limits[0].delay_s".into()]));
        assert!(fields(|limit| (limit.low, limit.critical_low) = (None, None)).is_ok(), "what is not said cannot differ");
        let deeper: fn(&mut message::Limit) = |limit| limit.low_rungs.as_mut().unwrap()[1].for_s = 3_601;
        assert_eq!(fields(deeper), Err(vec!["limits[0].low_rungs[1].for_s".into()]));
    }

    #[test]
    fn what_this_version_cannot_read_is_refused() {
        assert!(from_store(&serde_json::json!([{ "vital": "spo2" }])).is_err());
        assert!(from_store(&serde_json::json!({})).is_err());
        let unknown = serde_json::json!([{ "vital": "mood", "low": [{ "edge": 3, "for_s": 0, "priority": "high" }], "high": [] }]);
        assert!(from_store(&unknown).unwrap_err().to_string().contains("mood"));
        let rung = |edge: i32| serde_json::json!({ "edge": edge, "for_s": 0, "priority": "high" });
        let inverted = serde_json::json!([{ "vital": "spo2", "low": [rung(800), rung(900)], "high": [] }]);
        assert!(from_store(&inverted).is_err(), "a deeper rung that is nearer");
    }
}
