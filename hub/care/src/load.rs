//! How many alerts ring for one person, and which stays somebody with too many could hand over.

use crate::act::{Assignment, WatchVersion};
use crate::ids::StayId;
use crate::shift::Shift;
use crate::ward::Ward;
use hearth_alerts::StaffId;
use hearth_vitals::WallMs;
use std::collections::{BTreeMap, BTreeSet};

/// Alerts with a sound that one person can answer in an hour: two in ten minutes. The field's guidance on alarms calls one in
/// ten minutes very likely acceptable for one operator, and two the most that can be managed. An answer here is a look at a
/// trend and a call to a home, five minutes at the least, so that at twelve nothing else is done.
///
/// Half of it was considered for the warning. A ward of 32 patients with five alerts each a day, which is our own goal, has
/// seven an hour: a warning that is always there is not read. Above twelve answers become slower with each alert, and what is
/// missed is missed unseen.
pub const RINGS_AN_HOUR_MAX: u32 = 12;

/// Proposes which stays of a person go to whom, so that nobody has more than [`RINGS_AN_HOUR_MAX`] rings an hour. It moves as few
/// stays as possible, because each change of hands costs a handover: the stay that rings most goes first, to whoever has the
/// least. Nobody is given more than that maximum; where nobody has room, the stay remains where it is and stays visible as too
/// much.
///
/// * `rings`: how often each stay rang in the last hour.
pub fn relieve(ward: &Ward, rings: &BTreeMap<StayId, u32>, of: StaffId, now: WallMs) -> Vec<Assignment> {
    let works = |shift: &&Shift| ward.works(shift, now) && shift.plan.duty.can_watch();
    let on: BTreeSet<StaffId> = ward.shifts.values().filter(works).map(|shift| shift.plan.staff).collect();
    let rang = |stay: StayId| rings.get(&stay).copied().unwrap_or_default();
    let mut load: BTreeMap<StaffId, u32> = on.iter().map(|staff| (*staff, 0)).collect();
    let mut own: Vec<StayId> = Vec::new();
    for stay in ward.watches.keys().copied() {
        let Some(holder) = ward.holder_of(stay) else { continue };
        *load.entry(holder).or_default() += rang(stay);
        own.extend((holder == of).then_some(stay));
    }
    own.sort_by_key(|stay| (std::cmp::Reverse(rang(*stay)), *stay));
    let mut proposed = Vec::new();
    for stay in own.into_iter().filter(|stay| rang(*stay) > 0) {
        if load.get(&of).is_none_or(|much| *much <= RINGS_AN_HOUR_MAX) {
            break;
        }
        let has_room = |staff: &&StaffId| **staff != of && load.get(*staff).is_some_and(|much| much + rang(stay) <= RINGS_AN_HOUR_MAX);
        let Some(to) = on.iter().filter(has_room).min_by_key(|staff| load.get(*staff)).copied() else { continue };
        *load.entry(of).or_default() -= rang(stay);
        *load.entry(to).or_default() += rang(stay);
        let watch = ward.watches.get(&stay);
        let seen = WatchVersion { stay, version: watch.map_or(0, |watch| watch.version) };
        // The nurse who knew the patient until now becomes the backup.
        proposed.push(Assignment { seen, holder: to, backup: on.contains(&of).then_some(of) });
    }
    proposed.sort_by_key(|one| one.seen.stay);
    proposed
}
