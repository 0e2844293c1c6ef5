//! The ward: its shifts, and who holds the watch of each stay.

use crate::act::{Assignment, WardAct, WatchVersion};
use crate::ids::{ShiftId, StayId};
use crate::refused::WardRefused;
use crate::shift::Shift;
use crate::step::{WardStep, WardStepKind, Why};
use hearth_alerts::StaffId;
use hearth_vitals::WallMs;
use std::collections::{BTreeMap, BTreeSet};

/// Who holds the watch of a stay, and since when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Held {
    /// The shift in which it is held.
    pub shift: ShiftId,
    /// The instant since which the watch is held.
    pub since: WallMs,
}

/// The watch of one stay. It has one holder or none: two cannot be written down.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Watch {
    /// Rises by one with each change; 0 until somebody has held it.
    pub version: u32,
    /// Who holds it.
    pub holder: Option<Held>,
    /// The shift of the person who is asked if the holder does not answer.
    pub backup: Option<ShiftId>,
}

/// How a shift stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// The shift has not begun.
    Planned,
    /// The shift has begun and is not over.
    Runs,
    /// The planned end has passed, and it still holds stays.
    Overdue,
    /// The shift is over and holds no stays.
    Over,
}

/// Recent, present and planned shifts, and the watch of every active stay.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Ward {
    /// The shifts, by their ids.
    pub shifts: BTreeMap<ShiftId, Shift>,
    /// Every active stay.
    pub watches: BTreeMap<StayId, Watch>,
    /// When the first watching shift began since the site was last declared to keep no shifts. Before that the site keeps no
    /// shifts, and one person or nobody holds the watch of all stays.
    pub kept_since: Option<WallMs>,
    /// When the site was last declared to keep no shifts. Shifts that were over by then no longer count, and neither does who
    /// held a stay in them.
    pub rested_at: Option<WallMs>,
    /// People on the roster or with stays who may not sign in any more. They cannot be given a stay.
    pub gone: BTreeSet<StaffId>,
}

impl Ward {
    /// True if this site keeps shifts.
    pub fn is_kept(&self, now: WallMs) -> bool {
        self.kept_since.is_some_and(|since| since <= now)
    }

    /// The stays whose watch a shift holds.
    pub fn stays_of(&self, shift: ShiftId) -> impl Iterator<Item = StayId> {
        self.watches.iter().filter(move |(_, watch)| watch.holder.is_some_and(|held| held.shift == shift)).map(|(stay, _)| *stay)
    }

    /// How a shift stands.
    pub fn standing(&self, shift: &Shift, now: WallMs) -> Standing {
        match shift {
            _ if shift.ended.is_some() => Standing::Over,
            _ if !shift.has_begun(now) => Standing::Planned,
            _ if shift.runs(now) => Standing::Runs,
            _ if self.stays_of(shift.id()).next().is_some() => Standing::Overdue,
            _ => Standing::Over,
        }
    }

    /// True while somebody works in a shift.
    pub fn works(&self, shift: &Shift, at: WallMs) -> bool {
        shift.runs(at) && !self.gone.contains(&shift.plan.staff)
    }

    /// The shift in which somebody works now.
    pub fn shift_of(&self, staff: StaffId, now: WallMs) -> Option<&Shift> {
        self.shifts.values().find(|shift| shift.plan.staff == staff && self.works(shift, now))
    }

    /// Who holds the watch of a stay.
    pub fn holder_of(&self, stay: StayId) -> Option<StaffId> {
        self.staff(self.watches.get(&stay)?.holder?.shift)
    }

    /// The person who is asked if the holder does not answer; `None` once the backup's shift is over.
    pub fn backup_of(&self, stay: StayId, now: WallMs) -> Option<StaffId> {
        let shift = self.shifts.get(&self.watches.get(&stay)?.backup?)?;
        self.works(shift, now).then_some(shift.plan.staff)
    }

    fn staff(&self, shift: ShiftId) -> Option<StaffId> {
        self.shifts.get(&shift).map(|shift| shift.plan.staff)
    }

    /// What an act of this person leads to.
    ///
    /// # Errors
    /// [`WardRefused`]: nothing is done, not even a part of it.
    pub fn decide(&self, act: &WardAct, by: StaffId, now: WallMs) -> Result<Vec<WardStep>, WardRefused> {
        if let Some(stay) = act.named_twice() {
            return Err(WardRefused::Twice(stay));
        }
        let what = match act {
            WardAct::Plan(new) => vec![self.plan(new, now)?],
            WardAct::Change { version, new } => vec![self.change(*version, new, now)?],
            WardAct::Cancel { shift, version } => vec![self.cancel(*shift, *version, now)?],
            WardAct::End { shift, version, leads } => vec![self.end(*shift, *version, by, *leads, now)?],
            WardAct::Assign(stays) => self.assign(stays, now)?,
            WardAct::TakeOver(stays) => self.give(stays, self.watcher(by, now)?, Why::TakenOver, now)?,
            WardAct::HandOver { from, stays } => self.hand_over(*from, by, stays, now)?,
            WardAct::Keep(holder) => self.keep(*holder, now),
        };
        Ok(what.into_iter().map(|what| WardStep { by, at: now, what }).collect())
    }

    /// Applies a step that was decided.
    pub fn take(&mut self, step: &WardStep) {
        match &step.what {
            WardStepKind::Planned(new) => {
                self.shifts.insert(new.id, Shift { plan: new.clone(), version: 1, ended: None });
                self.note_kept(step.at);
            }
            WardStepKind::Changed(new) => {
                if let Some(shift) = self.shifts.get_mut(&new.id) {
                    (shift.plan, shift.version) = (new.clone(), shift.version + 1);
                }
                self.note_kept(step.at);
            }
            WardStepKind::Cancelled(id) => {
                self.shifts.remove(id);
                self.note_kept(step.at);
            }
            WardStepKind::Ended(id) => {
                if let Some(shift) = self.shifts.get_mut(id) {
                    (shift.ended, shift.version) = (Some(step.at), shift.version + 1);
                }
            }
            WardStepKind::Holds { stay, holder, backup, .. } => {
                let watch = self.watches.entry(*stay).or_default();
                let held = Held { shift: *holder, since: step.at };
                // If the holder stays the same, the time since when it is held stays too.
                let holder = watch.holder.filter(|known| known.shift == *holder).unwrap_or(held);
                *watch = Watch { version: watch.version + 1, holder: Some(holder), backup: *backup };
            }
        }
    }

    /// A beginning in the past is kept; one in the future follows the roster as it is now.
    fn note_kept(&mut self, now: WallMs) {
        let counts = |shift: &&Shift| self.rested_at.is_none_or(|rested| shift.over_at() > rested);
        let watched = self.shifts.values().filter(|shift| shift.plan.duty.can_watch()).filter(counts);
        let planned = watched.map(|shift| shift.plan.from).min();
        self.kept_since = self.kept_since.filter(|since| *since <= now).or(planned);
    }

    /// The present shift of this person, in which stays can be given to them.
    fn watcher(&self, staff: StaffId, now: WallMs) -> Result<&Shift, WardRefused> {
        let shift = self.shift_of(staff, now).ok_or_else(|| self.away(staff, now))?;
        if shift.plan.duty.can_watch() { Ok(shift) } else { Err(WardRefused::CannotWatch(staff)) }
    }

    fn away(&self, who: StaffId, now: WallMs) -> WardRefused {
        let over = |shift: &Shift| shift.ended.unwrap_or(shift.plan.until);
        let theirs = self.shifts.values().filter(|shift| shift.plan.staff == who && shift.has_begun(now));
        theirs
            .map(over)
            .filter(|since| *since <= now)
            .max()
            .map_or(WardRefused::NotOnShift(who), |since| WardRefused::GoneHome { who, since })
    }

    fn seen(&self, seen: WatchVersion) -> Result<Watch, WardRefused> {
        let watch = *self.watches.get(&seen.stay).ok_or(WardRefused::UnknownStay(seen.stay))?;
        if watch.version == seen.version {
            Ok(watch)
        } else {
            Err(WardRefused::WatchChanged { stay: seen.stay, holder: self.holder_of(seen.stay) })
        }
    }

    fn assign(&self, stays: &[Assignment], now: WallMs) -> Result<Vec<WardStepKind>, WardRefused> {
        if stays.is_empty() {
            return Err(WardRefused::NoStays);
        }
        stays.iter().map(|one| self.assigned(one, now)).collect()
    }

    fn assigned(&self, one: &Assignment, now: WallMs) -> Result<WardStepKind, WardRefused> {
        let watch = self.seen(one.seen)?;
        let holder = self.watcher(one.holder, now)?;
        let backup = one.backup.map(|staff| self.watcher(staff, now)).transpose()?;
        if one.backup == Some(one.holder) {
            return Err(WardRefused::OwnBackup(one.holder));
        }
        let from = watch.holder.map(|held| held.shift);
        Ok(WardStepKind::Holds { stay: one.seen.stay, from, holder: holder.id(), backup: backup.map(Shift::id), why: Why::Assigned })
    }

    fn hand_over(&self, from: StaffId, to: StaffId, stays: &[WatchVersion], now: WallMs) -> Result<Vec<WardStepKind>, WardRefused> {
        if from == to {
            return Err(WardRefused::ToThemselves);
        }
        let receiver = self.watcher(to, now)?;
        for seen in stays {
            let holder = self.holder_of(seen.stay);
            if self.watches.contains_key(&seen.stay) && holder != Some(from) {
                return Err(WardRefused::NotTheirs { stay: seen.stay, holder });
            }
        }
        self.give(stays, receiver, Why::HandedOver, now)
    }

    /// Gives the stays to one shift. The backup remains, unless that person is the holder now.
    fn give(&self, stays: &[WatchVersion], to: &Shift, why: Why, now: WallMs) -> Result<Vec<WardStepKind>, WardRefused> {
        if stays.is_empty() {
            return Err(WardRefused::NoStays);
        }
        let given = |seen: &WatchVersion| {
            let watch = self.seen(*seen)?;
            let runs = |id: &ShiftId| self.shifts.get(id).is_some_and(|shift| shift.runs(now) && shift.plan.staff != to.plan.staff);
            let (from, backup) = (watch.holder.map(|held| held.shift), watch.backup.filter(runs));
            Ok(WardStepKind::Holds { stay: seen.stay, from, holder: to.id(), backup, why })
        };
        stays.iter().map(given).collect()
    }

    /// When the first shift begins, the person who held the watch of all stays keeps those that nobody else has, if they are on
    /// shift.
    fn keep(&self, holder: StaffId, now: WallMs) -> Vec<WardStepKind> {
        let Ok(shift) = self.watcher(holder, now) else { return Vec::new() };
        let free = self.watches.iter().filter(|(_, watch)| watch.holder.is_none());
        free.map(|(stay, _)| WardStepKind::Holds { stay: *stay, from: None, holder: shift.id(), backup: None, why: Why::Kept }).collect()
    }
}
