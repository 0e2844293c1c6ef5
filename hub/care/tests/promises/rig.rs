//! A ward to play with.

use hearth_alerts::StaffId;
use hearth_care::{Duty, NewShift, Reach, ShiftId, StayId, Ward, WardAct, WardRefused, WardStep, WatchVersion};
use hearth_vitals::WallMs;
use std::collections::BTreeSet;

pub const MINUTE: i64 = 60_000;
/// Seven in the morning.
pub const SEVEN: WallMs = WallMs(1_795_503_600_000);

pub const ANA: StaffId = StaffId(1);
pub const BEN: StaffId = StaffId(2);
pub const CHARGE: StaffId = StaffId(3);

pub fn at(minutes: i64) -> WallMs {
    SEVEN.plus(minutes * MINUTE)
}

/// A shift of this person, in minutes after seven.
pub fn shift(id: u128, staff: StaffId, from: i64, until: i64) -> NewShift {
    let duty = if staff == CHARGE { Duty::ChargeNurse } else { Duty::Nurse };
    let languages = BTreeSet::new();
    NewShift { id: ShiftId(id), staff, duty, site: "Main".into(), from: at(from), until: at(until), reach: Reach::Desk, languages }
}

pub fn with_stays(stays: u128) -> Ward {
    let watches = (1..=stays).map(|stay| (StayId(stay), hearth_care::Watch::default())).collect();
    Ward { watches, ..Ward::default() }
}

/// Does an act and takes its steps.
pub fn act(ward: &mut Ward, act: &WardAct, by: StaffId, now: WallMs) -> Result<Vec<WardStep>, WardRefused> {
    let steps = ward.decide(act, by, now)?;
    for step in &steps {
        ward.take(step);
    }
    Ok(steps)
}

/// The watch of every stay, as it is shown now.
pub fn all_seen(ward: &Ward) -> Vec<WatchVersion> {
    ward.watches.iter().map(|(stay, watch)| WatchVersion { stay: *stay, version: watch.version }).collect()
}

/// Ana and Ben work from seven to seven, the charge nurse, too; Ana holds all of three stays.
pub fn day() -> Ward {
    let mut ward = with_stays(3);
    for (id, staff) in [(1, ANA), (2, BEN), (3, CHARGE)] {
        act(&mut ward, &WardAct::Plan(shift(id, staff, 0, 720)), CHARGE, at(-60)).unwrap();
    }
    let seen = all_seen(&ward);
    act(&mut ward, &WardAct::TakeOver(seen), ANA, at(0)).unwrap();
    ward
}
