//! Acts on the roster: planning, changing, cancelling and ending shifts.

use crate::ids::ShiftId;
use crate::refused::WardRefused;
use crate::shift::{NewShift, Shift};
use crate::step::WardStepKind;
use crate::ward::{Standing, Ward};
use hearth_alerts::StaffId;
use hearth_vitals::WallMs;

impl Ward {
    pub(crate) fn plan(&self, new: &NewShift, now: WallMs) -> Result<WardStepKind, WardRefused> {
        if let Some(known) = self.shifts.get(&new.id) {
            return Err(WardRefused::ShiftChanged { now: known.version });
        }
        self.check(new, now)?;
        Ok(WardStepKind::Planned(new.clone()))
    }

    pub(crate) fn change(&self, version: u32, new: &NewShift, now: WallMs) -> Result<WardStepKind, WardRefused> {
        let shift = self.shown(new.id, version)?;
        if self.standing(shift, now) == Standing::Over {
            return Err(WardRefused::ShiftOver);
        }
        let was = &shift.plan;
        let is_other = (was.staff, was.duty, was.from) != (new.staff, new.duty, new.from);
        if shift.has_begun(now) && is_other {
            return Err(WardRefused::ShiftBegan);
        }
        self.check(new, now)?;
        Ok(WardStepKind::Changed(new.clone()))
    }

    pub(crate) fn cancel(&self, id: ShiftId, version: u32, now: WallMs) -> Result<WardStepKind, WardRefused> {
        let shift = self.shown(id, version)?;
        if shift.has_begun(now) { Err(WardRefused::ShiftBegan) } else { Ok(WardStepKind::Cancelled(id)) }
    }

    pub(crate) fn end(&self, id: ShiftId, version: u32, by: StaffId, leads: bool, now: WallMs) -> Result<WardStepKind, WardRefused> {
        let shift = self.shown(id, version)?;
        let stays = self.stays_of(id).count();
        match self.standing(shift, now) {
            Standing::Over => Err(WardRefused::ShiftOver),
            Standing::Planned => Err(WardRefused::ShiftNotBegun),
            _ if shift.plan.staff != by && !leads => Err(WardRefused::NotYours),
            _ if stays > 0 => Err(WardRefused::HoldsStays { stays }),
            _ => Ok(WardStepKind::Ended(id)),
        }
    }

    fn shown(&self, id: ShiftId, version: u32) -> Result<&Shift, WardRefused> {
        let shift = self.shifts.get(&id).ok_or(WardRefused::UnknownShift(id))?;
        if shift.version == version { Ok(shift) } else { Err(WardRefused::ShiftChanged { now: shift.version }) }
    }

    fn check(&self, new: &NewShift, now: WallMs) -> Result<(), WardRefused> {
        if new.until <= now {
            return Err(WardRefused::EndsInThePast);
        }
        let meets = |other: &&Shift| {
            other.id() != new.id && other.plan.staff == new.staff && other.plan.from < new.until && new.from < other.over_at()
        };
        self.shifts.values().find(meets).map_or(Ok(()), |other| Err(WardRefused::Overlaps(other.id())))
    }
}
