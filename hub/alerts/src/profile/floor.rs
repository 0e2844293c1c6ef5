//! Floors: what no profile may silence, whoever agrees. A limit beyond its floor looks like a watch and is none.
//!
//! Each floor is one rung that must have its like: at least as near, as soon and as urgent. They bound one patient's change and
//! are far outside what a template sets. They do not bind a palliative profile, in which vital signs are not what somebody is
//! watched for. Every number needs a clinician's signature.

use super::{Template, stands_for};
use crate::limit::{Limits, Rung, Side};
use crate::words::Priority;
use hearth_vitals::Vital;

/// A rung that every profile must match or exceed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Floor {
    /// The vital that is limited.
    pub vital: Vital,
    /// The side of the limit.
    pub side: Side,
    /// The rung, in steps of the vital's resolution.
    pub rung: Rung,
}

/// Why a profile is not safe.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unsafe {
    /// A vital that must be watched has no limit on this side at all.
    Silenced(Vital, Side),
    /// It has rungs, and none is as near, as soon and as urgent as the floor.
    BeyondFloor(Floor),
}

/// A floor of medium priority, in whole units and minutes.
const fn floor(vital: Vital, side: Side, units: i32, minutes: u32) -> Floor {
    Floor { vital, side, rung: Rung { edge: units * vital.scale(), for_s: minutes * 60, priority: Priority::Medium } }
}

pub(crate) const FLOORS: [Floor; 9] = [
    // Hearts that mix their blood live at 75 to 85 %; below 75 nobody does for minutes.
    floor(Vital::Spo2, Side::Low, 75, 5),
    // Slower than once in 12 seconds is how opioids kill.
    floor(Vital::RespiratoryRate, Side::Low, 5, 5),
    // Nobody keeps up 45 breaths a minute.
    floor(Vital::RespiratoryRate, Side::High, 45, 10),
    // Trained hearts sleep at 35; below 30 is a block, whoever it is.
    floor(Vital::HeartRate, Side::Low, 30, 5),
    floor(Vital::PulseRate, Side::Low, 30, 5),
    // No resting heart fills at 180.
    floor(Vital::HeartRate, Side::High, 180, 10),
    floor(Vital::PulseRate, Side::High, 180, 10),
    // Organs are not perfused below a systolic pressure of 70; a reading is a spot check and waits for nothing.
    floor(Vital::Systolic, Side::Low, 70, 0),
    // Level 2 of hypoglycaemia.
    floor(Vital::Glucose, Side::Low, 54, 0),
];

/// What must be watched at all. Pressures, temperature and glucose may be somebody else's to watch; two persons decide it.
const WATCHED: [Vital; 4] = [Vital::Spo2, Vital::RespiratoryRate, Vital::HeartRate, Vital::PulseRate];

/// Everything that is not safe about the limits of a profile that comes from this template.
pub fn check(template: Template, limits: &Limits) -> Vec<Unsafe> {
    let floors = FLOORS.iter().filter(|_| template != Template::Palliative);
    floors.filter_map(|floor| check_one(floor, limits)).collect()
}

fn check_one(floor: &Floor, limits: &Limits) -> Option<Unsafe> {
    let rungs = limits.get(floor.vital).map_or(&[][..], |limit| limit.rungs(floor.side));
    if rungs.is_empty() {
        return WATCHED.contains(&floor.vital).then_some(Unsafe::Silenced(floor.vital, floor.side));
    }
    let is_kept = rungs.iter().any(|rung| stands_for(floor.side, *rung, floor.rung));
    (!is_kept).then_some(Unsafe::BeyondFloor(*floor))
}
