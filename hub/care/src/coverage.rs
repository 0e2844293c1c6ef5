//! What is wrong with the watch of the stays now, whether by an act or by an omission.

use crate::ids::{ShiftId, StayId};
use crate::shift::Shift;
use crate::ward::Ward;
use hearth_alerts::StaffId;
use hearth_vitals::WallMs;
use std::collections::BTreeSet;

/// How long before the end of a shift it is reported that nobody follows, ms: time to phone somebody, or to stay.
pub const WARN_MS: i64 = 900_000;
/// How long after its end a shift that still holds stays raises an alert, ms. Handing over a full ward takes some minutes past
/// the hour: the screens say "overdue" from the first second, and the alert waits so that it does not disturb the two people who
/// are handing over.
pub const OVERDUE_MS: i64 = 600_000;

/// What is not covered now.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Coverage {
    /// Stays that nobody holds.
    pub nobody: Vec<StayId>,
    /// Stays whose holder is signed in nowhere, or may not sign in any more.
    pub away: Vec<StayId>,
    /// Shifts that hold stays and end soon, with nobody after them who could take these.
    pub uncovered: Vec<ShiftId>,
    /// Shifts that are over for [`OVERDUE_MS`], and still hold stays.
    pub overdue: Vec<ShiftId>,
}

impl Coverage {
    /// Looks at the ward. `away` are those who are signed in nowhere for long enough to count. Empty while no shifts are kept.
    pub fn of(ward: &Ward, away: &BTreeSet<StaffId>, now: WallMs) -> Coverage {
        if !ward.is_kept(now) {
            return Coverage::default();
        }
        let stays = || ward.watches.keys().copied();
        let holding: BTreeSet<ShiftId> = ward.watches.values().filter_map(|watch| Some(watch.holder?.shift)).collect();
        let holds = || holding.iter().filter_map(|id| ward.shifts.get(id)).filter(|shift| shift.ended.is_none());
        let long = |shift: &&Shift| shift.has_begun(now) && !shift.runs(now) && now.since(shift.plan.until) >= OVERDUE_MS;
        Coverage {
            nobody: stays().filter(|stay| ward.holder_of(*stay).is_none()).collect(),
            away: stays()
                .filter(|stay| ward.holder_of(*stay).is_some_and(|staff| away.contains(&staff) || ward.gone.contains(&staff)))
                .collect(),
            uncovered: holds().filter(|shift| ends_alone(ward, shift, now)).map(Shift::id).collect(),
            overdue: holds().filter(long).map(Shift::id).collect(),
        }
    }
}

fn ends_alone(ward: &Ward, shift: &Shift, now: WallMs) -> bool {
    let soon = shift.plan.until.since(now) <= WARN_MS;
    let then = shift.plan.until.max(now);
    let comes = |other: &Shift| other.id() != shift.id() && other.plan.duty.can_watch() && ward.works(other, then);
    soon && !ward.shifts.values().any(comes)
}

/// The stretches of a roster in which nobody watches, as `(from, until)`.
pub fn gaps<'a>(shifts: impl Iterator<Item = &'a Shift>, from: WallMs, until: WallMs) -> Vec<(WallMs, WallMs)> {
    let watched = shifts.filter(|shift| shift.plan.duty.can_watch());
    let mut spans: Vec<_> = watched.map(|shift| (shift.plan.from, shift.ended.unwrap_or(shift.plan.until))).collect();
    spans.sort_unstable();
    let (mut covered, mut gaps) = (from, Vec::new());
    for (begin, end) in spans {
        if begin > covered && covered < until {
            gaps.push((covered, begin.min(until)));
        }
        covered = covered.max(end);
    }
    if covered < until {
        gaps.push((covered, until));
    }
    gaps
}
