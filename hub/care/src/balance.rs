//! Proposes who holds which stay, so that nobody has much more to do than the others. The charge nurse confirms it.

use crate::act::{Assignment, WatchVersion};
use crate::ids::StayId;
use crate::severity::OpenAlert;
use crate::shift::Shift;
use crate::ward::Ward;
use hearth_alerts::{Priority, StaffId};
use hearth_vitals::WallMs;
use std::collections::BTreeMap;

/// How many patients one person can watch: above about 33, more and more is missed. A higher number is shown as too much but
/// never refused.
pub const LOAD_MAX: usize = 32;
/// A nurse who speaks the patient's language may carry so many points more than the least burdened nurse and still gets the
/// patient: about as much as one patient who is not well.
const LANGUAGE_POINTS: u32 = 4;

/// How much work a stay is for whoever watches it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Load {
    /// Points of work; a patient without alerts or score has one.
    pub points: u32,
    /// The patient's language, a BCP 47 tag.
    pub language: String,
}

/// The points of one stay: one for being there, up to four for the score, and for each open alert.
pub fn load_of(alerts: &[OpenAlert], news2: Option<u32>) -> u32 {
    let of_score = match news2 {
        Some(7..) => 4,
        Some(5..) => 2,
        _ => 0,
    };
    let of_alert = |alert: &OpenAlert| match alert.priority {
        Priority::High => 3,
        Priority::Medium => 2,
        Priority::Low => 1,
    };
    1 + of_score + alerts.iter().map(of_alert).sum::<u32>()
}

struct Nurse {
    staff: StaffId,
    points: u32,
    backs_up: u32,
}

/// Proposes a holder and a backup for every stay. A stay whose holder is on shift keeps the holder, unless `anew`: each
/// change of hands costs a handover. Empty when nobody is on shift.
pub fn balance(ward: &Ward, loads: &BTreeMap<StayId, Load>, anew: bool, now: WallMs) -> Vec<Assignment> {
    let on: Vec<&Shift> = ward.shifts.values().filter(|shift| ward.works(shift, now) && shift.plan.duty.can_watch()).collect();
    let mut nurses: Vec<Nurse> = on.iter().map(|shift| Nurse { staff: shift.plan.staff, points: 0, backs_up: 0 }).collect();
    nurses.sort_unstable_by_key(|nurse| nurse.staff);
    let points = |stay: StayId| loads.get(&stay).map_or(1, |load| load.points);
    let stays_with = |stay: StayId| ward.holder_of(stay).filter(|staff| !anew && on.iter().any(|shift| shift.plan.staff == *staff));
    let mut stays: Vec<StayId> = ward.watches.keys().copied().collect();
    // Stays that keep their holder come first, then those with most points, so that the light ones level out what is left.
    stays.sort_by_key(|stay| (stays_with(*stay).is_none(), std::cmp::Reverse(points(*stay)), *stay));
    let mut proposed = Vec::new();
    for stay in stays {
        let language = loads.get(&stay).map_or("", |load| load.language.as_str());
        let Some(holder) = stays_with(stay).or_else(|| lightest(&nurses, &on, language)) else { continue };
        for nurse in nurses.iter_mut().filter(|nurse| nurse.staff == holder) {
            nurse.points += points(stay);
        }
        let backup = nurses.iter_mut().filter(|nurse| nurse.staff != holder).min_by_key(|nurse| (nurse.backs_up, nurse.points));
        let backup = backup.map(|nurse| {
            nurse.backs_up += 1;
            nurse.staff
        });
        let seen = WatchVersion { stay, version: ward.watches.get(&stay).map_or(0, |watch| watch.version) };
        proposed.push(Assignment { seen, holder, backup });
    }
    proposed.sort_by_key(|one| one.seen.stay);
    proposed
}

fn lightest(nurses: &[Nurse], on: &[&Shift], language: &str) -> Option<StaffId> {
    let least = nurses.iter().min_by_key(|nurse| nurse.points)?;
    let speaks = |nurse: &&Nurse| on.iter().any(|shift| shift.plan.staff == nurse.staff && speaks(shift, language));
    let same = nurses.iter().filter(speaks).min_by_key(|nurse| nurse.points);
    Some(same.filter(|nurse| nurse.points <= least.points + LANGUAGE_POINTS).unwrap_or(least).staff)
}

/// Regions do not count: who speaks `es` can talk with a patient whose language is `es-MX`.
fn speaks(shift: &Shift, language: &str) -> bool {
    let base = |tag: &str| tag.split('-').next().unwrap_or_default().to_ascii_lowercase();
    !language.is_empty() && shift.plan.languages.iter().any(|tag| base(tag) == base(language))
}
