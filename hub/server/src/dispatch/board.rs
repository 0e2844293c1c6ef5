//! The board of dispatch as screens follow it: the same shapes of incidents and units as in the API.

use crate::api::dispatch::shown::{Incident, Unit, Who, situation_of};
use crate::feed::board::{Thing, Things, Whole};
use hearth_store::dispatch::BoardRow;
use hearth_vitals::WallMs;
use serde_json::Value;
use std::collections::BTreeMap;

/// Instants that move on with the clock (such as an estimated arrival) are rounded down to this, ms. The board is sent anew
/// whenever it changes, and an estimate that is seconds old is good enough.
const STEP_MS: i64 = 10_000;
/// The fields that hold such an instant, or an age that grows.
const MOVING: [&str; 3] = ["arrives_at", "expected_at", "age_ms"];

/// Everything on the board, by id.
pub fn things(row: &BoardRow, now: WallMs) -> Things {
    let mut board = situation_of(&row.units, true);
    let mut things = BTreeMap::new();
    for incident in &row.incidents {
        board.stay_open = incident.stay_open;
        let shown = Incident::of(incident, &board, (&row.units, Who::Desk), now).in_brief();
        things.insert(shown.id, Thing::Incident(steady(serde_json::to_value(&shown).unwrap_or_default())));
    }
    for unit in &row.units {
        let shown = Unit::of(unit, now);
        things.insert(shown.id, Thing::Unit(serde_json::to_value(&shown).unwrap_or_default()));
    }
    Things { whole: Whole { left_off: row.left_off, current: true }, things }
}

/// The value with moving instants rounded down.
fn steady(value: Value) -> Value {
    match value {
        Value::Object(fields) => {
            let step = |name: &str, value: Value| match value.as_i64() {
                Some(ms) if MOVING.contains(&name) => (ms - ms.rem_euclid(STEP_MS)).into(),
                _ => steady(value),
            };
            fields.into_iter().map(|(name, value)| (name.clone(), step(&name, value))).collect()
        }
        Value::Array(values) => values.into_iter().map(steady).collect(),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn an_estimate_that_moves_with_the_clock_is_told_in_steps_and_nothing_else_is_rounded() {
        let told =
            |arrives: i64| steady(json!({"since_at": 12_345, "choices": [{"arrives_at": arrives, "reasons": [{"age_ms": 61_001}]}]}));
        assert_eq!(told(29_999), json!({"since_at": 12_345, "choices": [{"arrives_at": 20_000, "reasons": [{"age_ms": 60_000}]}]}));
        assert_eq!(told(20_000), told(29_999));
        assert_ne!(told(30_000), told(29_999));
    }
}
