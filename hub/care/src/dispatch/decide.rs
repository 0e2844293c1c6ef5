//! Turns an act of a person into steps of an incident.

use super::CONFIRM_MS;
use super::act::IncidentAct;
use super::incident::{Incident, OFFERS_MAX, PLACES_MAX, Place};
use super::refused::IncidentRefused;
use super::stamp::{Source, Stamp};
use super::state::IncidentState;
use super::step::{IncidentStep, IncidentStepKind};
use super::unit::{Situation, UnitId};
use hearth_alerts::StaffId;
use hearth_vitals::WallMs;

impl Incident {
    /// The steps that an act leads to, in order; nothing is changed yet.
    ///
    /// # Errors
    /// [`IncidentRefused`].
    pub fn decide(&self, act: IncidentAct, by: StaffId, situation: &Situation, now: WallMs) -> Result<Vec<IncidentStep>, IncidentRefused> {
        if act.shown().is_some_and(|shown| shown != self.version) {
            return Err(IncidentRefused::Changed { now: self.version });
        }
        let whats = match act {
            IncidentAct::Triage => vec![self.become_state(IncidentState::Triaged)?],
            IncidentAct::Send { unit, second } => self.send(unit, second, situation, now)?,
            IncidentAct::Reassign { place, unit, .. } => vec![self.reassign(place, unit, situation, now)?],
            IncidentAct::Stamp { place, unit, state, source, pressed } => {
                let place = self.stamped(place, unit, state)?;
                vec![stamp(place, state, Stamp::heard(source, pressed, self.floor(place), now))]
            }
            IncidentAct::Amend { names, at } => vec![self.amend(names, at, now)?],
            IncidentAct::StandDown { place, .. } => vec![self.stand_down(place, now)?],
            IncidentAct::ResolveRemotely { .. } => vec![self.resolve()?],
            IncidentAct::Cancel { .. } => self.cancel(now)?,
            IncidentAct::Close { .. } => vec![self.close()?],
        };
        Ok(self.number(whats, by, now))
    }

    fn number(&self, whats: Vec<IncidentStepKind>, by: StaffId, now: WallMs) -> Vec<IncidentStep> {
        let first = self.version.saturating_add(1);
        (first..).zip(whats).map(|(number, what)| IncidentStep { number, at: now, by: Some(by), what }).collect()
    }

    fn become_state(&self, next: IncidentState) -> Result<IncidentStepKind, IncidentRefused> {
        allowed(self.state, next).map(|()| IncidentStepKind::Became(next))
    }

    fn send(&self, unit: UnitId, second: bool, situation: &Situation, now: WallMs) -> Result<Vec<IncidentStepKind>, IncidentRefused> {
        if !self.is_open() {
            return Err(IncidentRefused::NotAllowed { from: self.state, to: IncidentState::Assigned });
        }
        if let Some(place) = self.kept().next().filter(|_| !second) {
            return Err(IncidentRefused::UnitSent(place.unit));
        }
        if self.places.len() >= PLACES_MAX {
            return Err(IncidentRefused::Full);
        }
        self.can_be_asked(unit, situation, now)?;
        let number = u8::try_from(self.places.len() + 1).map_err(|_| IncidentRefused::Full)?;
        let triaged = (self.state == IncidentState::Received).then_some(IncidentStepKind::Became(IncidentState::Triaged));
        Ok(triaged.into_iter().chain([self.offer(number, unit, now)]).collect())
    }

    fn reassign(&self, number: u8, unit: UnitId, situation: &Situation, now: WallMs) -> Result<IncidentStepKind, IncidentRefused> {
        let place = self.known(number)?;
        // Passing an offer to the next unit keeps the place marked as being reassigned.
        if place.state != IncidentState::Reassigned {
            allowed(place.state, IncidentState::Reassigned)?;
        }
        self.can_be_asked(unit, situation, now)?;
        Ok(self.offer(number, unit, now))
    }

    pub(super) const fn offer(&self, place: u8, unit: UnitId, now: WallMs) -> IncidentStepKind {
        IncidentStepKind::Offered { place, unit, confirm_by: now.plus(CONFIRM_MS) }
    }

    fn can_be_asked(&self, id: UnitId, situation: &Situation, now: WallMs) -> Result<(), IncidentRefused> {
        if !situation.stay_open {
            return Err(IncidentRefused::StayEnded);
        }
        let unit = situation.units.get(&id).ok_or(IncidentRefused::UnknownUnit(id))?;
        let here = self.kept().any(|place| place.unit == id).then_some(self.opening.id);
        if let Some(incident) = here.or(unit.busy) {
            return Err(IncidentRefused::UnitBusy { unit: id, incident });
        }
        if !unit.on_shift(now) {
            return Err(IncidentRefused::OffShift(id));
        }
        if self.offers.len() >= OFFERS_MAX { Err(IncidentRefused::Full) } else { Ok(()) }
    }

    fn known(&self, number: u8) -> Result<&Place, IncidentRefused> {
        if self.state == IncidentState::Closed {
            return Err(IncidentRefused::NotAllowed { from: IncidentState::Closed, to: IncidentState::Reassigned });
        }
        self.place(number).ok_or(IncidentRefused::UnknownPlace(number))
    }

    fn stamped(&self, number: u8, unit: UnitId, next: IncidentState) -> Result<&Place, IncidentRefused> {
        let place = self.place(number).ok_or(IncidentRefused::UnknownPlace(number))?;
        if self.state == IncidentState::Closed {
            return Err(IncidentRefused::NotAllowed { from: IncidentState::Closed, to: next });
        }
        if place.unit != unit {
            return Err(IncidentRefused::TakenAway { unit: place.unit });
        }
        if place.state == next {
            return Err(IncidentRefused::Already(next));
        }
        allowed(place.state, next)?;
        // Reassigning a place and calling its unit back are acts of their own, and a place is never closed by itself: its
        // incident is.
        if matches!(next, IncidentState::Reassigned | IncidentState::Cancelled | IncidentState::Closed) {
            return Err(IncidentRefused::NotAllowed { from: place.state, to: next });
        }
        Ok(place)
    }

    /// The earliest instant that a stamp of this place can have.
    fn floor(&self, place: &Place) -> WallMs {
        let stamped = self.entries.values().filter(|entry| entry.offer == place.offer).map(|entry| entry.at).max();
        let offered = self.offers.get(&place.offer).map(|offer| offer.at);
        stamped.max(offered).unwrap_or(self.opening.since)
    }

    fn stand_down(&self, number: u8, now: WallMs) -> Result<IncidentStepKind, IncidentRefused> {
        let place = self.known(number)?;
        if place.state == IncidentState::Cancelled {
            return Err(IncidentRefused::Already(IncidentState::Cancelled));
        }
        allowed(place.state, IncidentState::Cancelled)?;
        Ok(self.called_back(place, now))
    }

    fn called_back(&self, place: &Place, now: WallMs) -> IncidentStepKind {
        stamp(place, IncidentState::Cancelled, Stamp::heard(Source::Radio, None, self.floor(place), now))
    }

    fn resolve(&self) -> Result<IncidentStepKind, IncidentRefused> {
        self.not_treated(IncidentState::ResolvedRemotely)?;
        let what = self.become_state(IncidentState::ResolvedRemotely)?;
        self.kept().next().map_or(Ok(what), |place| Err(IncidentRefused::UnitStillSent { unit: place.unit, state: place.state }))
    }

    /// Refuses to call an incident solved from afar or cancelled if a crew has treated the patient: it can only be closed.
    fn not_treated(&self, next: IncidentState) -> Result<(), IncidentRefused> {
        let done = self.treated().filter(|place| !place.state.keeps_unit());
        done.map_or(Ok(()), |place| Err(IncidentRefused::NotAllowed { from: place.state, to: next }))
    }

    /// Calls back every unit that is not with the patient yet. While a crew is with the patient, the incident cannot be
    /// cancelled.
    fn cancel(&self, now: WallMs) -> Result<Vec<IncidentStepKind>, IncidentRefused> {
        self.not_treated(IncidentState::Cancelled)?;
        let what = self.become_state(IncidentState::Cancelled)?;
        if let Some(place) = self.kept().find(|place| !place.state.may_become(IncidentState::Cancelled)) {
            return Err(IncidentRefused::UnitStillSent { unit: place.unit, state: place.state });
        }
        Ok(self.kept().map(|place| self.called_back(place, now)).chain([what]).collect())
    }

    fn close(&self) -> Result<IncidentStepKind, IncidentRefused> {
        if let Some(place) = self.kept().next() {
            return Err(IncidentRefused::UnitStillSent { unit: place.unit, state: place.state });
        }
        // The last state of every place must be clear or cancelled; both may be followed by closed.
        if self.state != IncidentState::Triaged || self.places.is_empty() {
            allowed(self.state, IncidentState::Closed)?;
        }
        Ok(IncidentStepKind::Became(IncidentState::Closed))
    }
}

const fn stamp(place: &Place, state: IncidentState, stamp: Stamp) -> IncidentStepKind {
    IncidentStepKind::Stamped { place: place.number, unit: place.unit, state, stamp }
}

fn allowed(from: IncidentState, to: IncidentState) -> Result<(), IncidentRefused> {
    if from == to {
        return Err(IncidentRefused::Already(to));
    }
    if from.may_become(to) { Ok(()) } else { Err(IncidentRefused::NotAllowed { from, to }) }
}
