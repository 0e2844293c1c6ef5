//! How the half hour stands, and what is possible once it is lost.

use super::names::uuid;
use hearth_care::dispatch::{Clock, Still};
use hearth_vitals::WallMs;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// The words for how the half hour stands.
pub const CLOCKS: [&str; 4] = ["running", "lost", "arrived", "stopped"];
/// The words for what is still possible.
pub const WAYS_OUT: [&str; 3] = ["nearest", "resolve_remotely", "call_ambulance"];

/// What is still possible once the half hour is lost.
#[derive(Debug, Serialize, ToSchema)]
pub struct StillPossible {
    /// A word of `incident_ways_out`.
    what: &'static str,
    /// For `nearest`: id of the unit that would be there first.
    unit_id: Option<Uuid>,
    /// For `nearest`: when it would arrive, ms since 1970.
    arrives_at: Option<i64>,
    /// For `nearest`: true if that unit is sent already.
    sent: Option<bool>,
}

/// The half hour within which somebody has to be at the door.
#[derive(Debug, Default, Serialize, ToSchema)]
pub struct HalfHour {
    /// How it stands: a word of `incident_clocks`.
    state: &'static str,
    /// Until when somebody has to be there, ms since 1970.
    by: i64,
    /// Id of the unit that is expected first; `null` if none is, or its distance is not known.
    expected_unit_id: Option<Uuid>,
    /// When it is expected, ms since 1970.
    expected_at: Option<i64>,
    /// When somebody was at the door, ms since 1970; `null` while nobody was.
    arrived_at: Option<i64>,
    /// True if that was in time; `null` while nobody was.
    in_time: Option<bool>,
    /// What is still possible, where it is lost; empty for a crew.
    pub(super) still: Vec<StillPossible>,
}

fn possible(still: Still) -> StillPossible {
    let alone = |what| StillPossible { what, unit_id: None, arrives_at: None, sent: None };
    match still {
        Still::Nearest { unit, arrives, sent } => {
            StillPossible { what: "nearest", unit_id: Some(uuid(unit)), arrives_at: Some(arrives.0), sent: Some(sent) }
        }
        Still::ResolveRemotely => alone("resolve_remotely"),
        Still::CallAmbulance => alone("call_ambulance"),
    }
}

/// The clock as it is shown, with the instant until which somebody has to be there.
pub fn half_hour(clock: Clock, by: WallMs) -> HalfHour {
    let of = |state| HalfHour { state, by: by.0, ..HalfHour::default() };
    match clock {
        Clock::Running { expected, .. } => {
            HalfHour { expected_unit_id: expected.map(|(unit, _)| uuid(unit)), expected_at: expected.map(|(_, at)| at.0), ..of("running") }
        }
        Clock::Lost { still, .. } => HalfHour { still: still.into_iter().map(possible).collect(), ..of("lost") },
        Clock::Arrived { at, in_time } => HalfHour { arrived_at: Some(at.0), in_time: Some(in_time), ..of("arrived") },
        Clock::Stopped => of("stopped"),
    }
}
