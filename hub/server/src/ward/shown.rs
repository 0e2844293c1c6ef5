//! The ward as screens see it. Pure.

use crate::feed::message::{HandoverOffered, OnShift, SiteWatch, StaffRef, StayWatch};
use crate::shown::Names;
use hearth_alerts::StaffId;
use hearth_care::{Shift, Standing, StayId, Ward};
use hearth_store::handovers::HandoverRow;
use hearth_store::staff::WatchRow;
use hearth_vitals::WallMs;
use std::collections::BTreeSet;
use uuid::Uuid;

/// The UUID of a member of staff.
pub const fn person(staff: StaffId) -> Uuid {
    Uuid::from_u128(staff.0)
}

/// The handovers that wait for their receiver.
pub fn offers(rows: Vec<HandoverRow>) -> Vec<HandoverOffered> {
    let person = |(id, display_name): (Uuid, String)| StaffRef { id, display_name };
    let open = rows.into_iter().filter(|row| row.closed_at.is_none());
    open.map(|row| HandoverOffered { id: row.id, from: person(row.from), to: person(row.to), offered_at: row.offered_at.0 }).collect()
}

/// Who is on shift, and who holds the watch where no shifts are kept.
pub fn watch(ward: &Ward, all: Option<&WatchRow>, away: &BTreeSet<StaffId>, names: &Names, now: WallMs) -> SiteWatch {
    if !ward.is_kept(now) {
        let holder = all.map(|row| StaffRef { id: row.holder, display_name: row.display_name.clone() });
        return SiteWatch { holder, since_at: all.map(|row| row.since_at.0), ..SiteWatch::default() };
    }
    let is_here = |shift: &&Shift| matches!(ward.standing(shift, now), Standing::Runs | Standing::Overdue);
    let mut on: Vec<&Shift> = ward.shifts.values().filter(is_here).collect();
    on.sort_by_key(|shift| (shift.plan.duty, names.staff(person(shift.plan.staff)).display_name, shift.id()));
    let here = |shift: &Shift| OnShift {
        shift_id: Uuid::from_u128(shift.id().0),
        person: names.staff(person(shift.plan.staff)),
        duty: shift.plan.duty.as_str(),
        until_at: shift.plan.until.0,
        stays: ward.stays_of(shift.id()).count() as u64,
        overdue: ward.standing(shift, now) == Standing::Overdue,
        away: away.contains(&shift.plan.staff),
    };
    let holders: BTreeSet<Option<StaffId>> = ward.watches.keys().map(|stay| ward.holder_of(*stay)).collect();
    let of_all = if holders.len() == 1 { holders.into_iter().next().flatten() } else { None };
    SiteWatch {
        holder: of_all.map(|staff| names.staff(person(staff))),
        since_at: None,
        by_shift: true,
        unheld: ward.watches.keys().filter(|stay| ward.holder_of(**stay).is_none()).count() as u64,
        on_shift: on.into_iter().map(here).collect(),
        offers: Vec::new(),
    }
}

/// The watch of one stay.
pub fn stay(ward: &Ward, id: StayId, away: &BTreeSet<StaffId>, names: &Names, now: WallMs) -> StayWatch {
    let watch = ward.watches.get(&id).copied().unwrap_or_default();
    let (holder, backup) = (ward.holder_of(id), ward.backup_of(id, now));
    let shift = watch.holder.and_then(|held| ward.shifts.get(&held.shift));
    StayWatch {
        episode_id: Uuid::from_u128(id.0),
        version: watch.version,
        holder: holder.map(|staff| names.staff(person(staff))),
        backup: backup.map(|staff| names.staff(person(staff))),
        since_at: watch.holder.map(|held| held.since.0),
        overdue: shift.is_some_and(|shift| ward.standing(shift, now) == Standing::Overdue),
        away: holder.is_some_and(|staff| away.contains(&staff)),
    }
}

/// The watch of every stay; none where no shifts are kept.
pub fn stays(ward: &Ward, away: &BTreeSet<StaffId>, names: &Names, now: WallMs) -> Vec<StayWatch> {
    let kept = ward.is_kept(now);
    ward.watches.keys().filter(|_| kept).map(|id| stay(ward, *id, away, names, now)).collect()
}
