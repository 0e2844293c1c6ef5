//! Acts on the roster: planning, changing, cancelling and ending shifts.

use crate::ids::ShiftId;
use crate::refused::Refused;
use crate::shift::{NewShift, Shift};
use crate::step::What;
use crate::ward::{Standing, Ward};
use hearth_alerts::StaffId;
use hearth_vitals::WallMs;

impl Ward {
    pub(crate) fn plan(&self, new: &NewShift, now: WallMs) -> Result<What, Refused> {
        if let Some(known) = self.shifts.get(&new.id) {
            return Err(Refused::ShiftChanged { now: known.version });
        }
        self.check(new, now)?;
        Ok(What::Planned(new.clone()))
    }

    pub(crate) fn change(&self, version: u32, new: &NewShift, now: WallMs) -> Result<What, Refused> {
        let shift = self.shown(new.id, version)?;
        if self.standing(shift, now) == Standing::Over {
            return Err(Refused::ShiftOver);
        }
        let was = &shift.plan;
        let is_other = (was.staff, was.duty, was.from) != (new.staff, new.duty, new.from);
        if shift.has_begun(now) && is_other {
            return Err(Refused::ShiftBegan);
        }
        self.check(new, now)?;
        Ok(What::Changed(new.clone()))
    }

    pub(crate) fn cancel(&self, id: ShiftId, version: u32, now: WallMs) -> Result<What, Refused> {
        let shift = self.shown(id, version)?;
        if shift.has_begun(now) { Err(Refused::ShiftBegan) } else { Ok(What::Cancelled(id)) }
    }

    pub(crate) fn end(&self, id: ShiftId, version: u32, by: StaffId, leads: bool, now: WallMs) -> Result<What, Refused> {
        let shift = self.shown(id, version)?;
        let stays = self.stays_of(id).count();
        match self.standing(shift, now) {
            Standing::Over => Err(Refused::ShiftOver),
            Standing::Planned => Err(Refused::ShiftNotBegun),
            _ if shift.plan.staff != by && !leads => Err(Refused::NotYours),
            _ if stays > 0 => Err(Refused::HoldsStays { stays }),
            _ => Ok(What::Ended(id)),
        }
    }

    fn shown(&self, id: ShiftId, version: u32) -> Result<&Shift, Refused> {
        let shift = self.shifts.get(&id).ok_or(Refused::UnknownShift(id))?;
        if shift.version == version { Ok(shift) } else { Err(Refused::ShiftChanged { now: shift.version }) }
    }

    fn check(&self, new: &NewShift, now: WallMs) -> Result<(), Refused> {
        if new.until <= now {
            return Err(Refused::EndsInThePast);
        }
        let meets = |other: &&Shift| {
            other.id() != new.id && other.plan.staff == new.staff && other.plan.from < new.until && new.from < other.over_at()
        };
        self.shifts.values().find(meets).map_or(Ok(()), |other| Err(Refused::Overlaps(other.id())))
    }
}
