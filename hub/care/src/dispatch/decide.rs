//! Turns an act of a person into steps of an incident.

use super::CONFIRM_MS;
use super::act::Act;
use super::incident::{Incident, OFFERS_MAX, PLACES_MAX, Place};
use super::refused::Refused;
use super::stamp::{Source, Stamp};
use super::state::State;
use super::step::{Step, What};
use super::unit::{Board, UnitId};
use hearth_alerts::StaffId;
use hearth_vitals::WallMs;

impl Incident {
    /// The steps that an act leads to, in order; nothing is changed yet.
    ///
    /// # Errors
    /// [`Refused`].
    pub fn decide(&self, act: Act, by: StaffId, board: &Board, now: WallMs) -> Result<Vec<Step>, Refused> {
        if act.shown().is_some_and(|shown| shown != self.version) {
            return Err(Refused::Changed { now: self.version });
        }
        let whats = match act {
            Act::Triage => vec![self.become_state(State::Triaged)?],
            Act::Send { unit, second } => self.send(unit, second, board, now)?,
            Act::Reassign { place, unit, .. } => vec![self.reassign(place, unit, board, now)?],
            Act::Stamp { place, unit, state, source, pressed } => {
                let place = self.stamped(place, unit, state)?;
                vec![stamp(place, state, Stamp::heard(source, pressed, self.floor(place), now))]
            }
            Act::Amend { names, at } => vec![self.amend(names, at, now)?],
            Act::StandDown { place, .. } => vec![self.stand_down(place, now)?],
            Act::ResolveRemotely { .. } => vec![self.resolve()?],
            Act::Cancel { .. } => self.cancel(now)?,
            Act::Close { .. } => vec![self.close()?],
        };
        Ok(self.number(whats, by, now))
    }

    fn number(&self, whats: Vec<What>, by: StaffId, now: WallMs) -> Vec<Step> {
        let first = self.version.saturating_add(1);
        (first..).zip(whats).map(|(number, what)| Step { number, at: now, by: Some(by), what }).collect()
    }

    fn become_state(&self, next: State) -> Result<What, Refused> {
        allowed(self.state, next).map(|()| What::Became(next))
    }

    fn send(&self, unit: UnitId, second: bool, board: &Board, now: WallMs) -> Result<Vec<What>, Refused> {
        if !self.is_open() {
            return Err(Refused::NotAllowed { from: self.state, to: State::Assigned });
        }
        if let Some(place) = self.kept().next().filter(|_| !second) {
            return Err(Refused::UnitSent(place.unit));
        }
        if self.places.len() >= PLACES_MAX {
            return Err(Refused::Full);
        }
        self.can_be_asked(unit, board, now)?;
        let number = u8::try_from(self.places.len() + 1).map_err(|_| Refused::Full)?;
        let triaged = (self.state == State::Received).then_some(What::Became(State::Triaged));
        Ok(triaged.into_iter().chain([self.offer(number, unit, now)]).collect())
    }

    fn reassign(&self, number: u8, unit: UnitId, board: &Board, now: WallMs) -> Result<What, Refused> {
        let place = self.known(number)?;
        // Passing an offer to the next unit keeps the place marked as being reassigned.
        if place.state != State::Reassigned {
            allowed(place.state, State::Reassigned)?;
        }
        self.can_be_asked(unit, board, now)?;
        Ok(self.offer(number, unit, now))
    }

    pub(super) const fn offer(&self, place: u8, unit: UnitId, now: WallMs) -> What {
        What::Offered { place, unit, confirm_by: now.plus(CONFIRM_MS) }
    }

    fn can_be_asked(&self, id: UnitId, board: &Board, now: WallMs) -> Result<(), Refused> {
        if !board.stay_open {
            return Err(Refused::StayEnded);
        }
        let unit = board.units.get(&id).ok_or(Refused::UnknownUnit(id))?;
        let here = self.kept().any(|place| place.unit == id).then_some(self.opening.id);
        if let Some(incident) = here.or(unit.busy) {
            return Err(Refused::UnitBusy { unit: id, incident });
        }
        if !unit.on_shift(now) {
            return Err(Refused::OffShift(id));
        }
        if self.offers.len() >= OFFERS_MAX { Err(Refused::Full) } else { Ok(()) }
    }

    fn known(&self, number: u8) -> Result<&Place, Refused> {
        if self.state == State::Closed {
            return Err(Refused::NotAllowed { from: State::Closed, to: State::Reassigned });
        }
        self.place(number).ok_or(Refused::UnknownPlace(number))
    }

    fn stamped(&self, number: u8, unit: UnitId, next: State) -> Result<&Place, Refused> {
        let place = self.place(number).ok_or(Refused::UnknownPlace(number))?;
        if self.state == State::Closed {
            return Err(Refused::NotAllowed { from: State::Closed, to: next });
        }
        if place.unit != unit {
            return Err(Refused::TakenAway { unit: place.unit });
        }
        if place.state == next {
            return Err(Refused::Already(next));
        }
        allowed(place.state, next)?;
        // Reassigning a place and calling its unit back are acts of their own, and a place is never closed by itself: its
        // incident is.
        if matches!(next, State::Reassigned | State::Cancelled | State::Closed) {
            return Err(Refused::NotAllowed { from: place.state, to: next });
        }
        Ok(place)
    }

    /// The earliest instant that a stamp of this place can have.
    fn floor(&self, place: &Place) -> WallMs {
        let stamped = self.entries.values().filter(|entry| entry.offer == place.offer).map(|entry| entry.at).max();
        let offered = self.offers.get(&place.offer).map(|offer| offer.at);
        stamped.max(offered).unwrap_or(self.opening.since)
    }

    fn stand_down(&self, number: u8, now: WallMs) -> Result<What, Refused> {
        let place = self.known(number)?;
        if place.state == State::Cancelled {
            return Err(Refused::Already(State::Cancelled));
        }
        allowed(place.state, State::Cancelled)?;
        Ok(self.called_back(place, now))
    }

    fn called_back(&self, place: &Place, now: WallMs) -> What {
        stamp(place, State::Cancelled, Stamp::heard(Source::Radio, None, self.floor(place), now))
    }

    fn resolve(&self) -> Result<What, Refused> {
        self.not_treated(State::ResolvedRemotely)?;
        let what = self.become_state(State::ResolvedRemotely)?;
        self.kept().next().map_or(Ok(what), |place| Err(Refused::UnitStillSent { unit: place.unit, state: place.state }))
    }

    /// Refuses to call an incident solved from afar or cancelled if a crew has treated the patient: it can only be closed.
    fn not_treated(&self, next: State) -> Result<(), Refused> {
        let done = self.treated().filter(|place| !place.state.keeps_unit());
        done.map_or(Ok(()), |place| Err(Refused::NotAllowed { from: place.state, to: next }))
    }

    /// Calls back every unit that is not with the patient yet. While a crew is with the patient, the incident cannot be
    /// cancelled.
    fn cancel(&self, now: WallMs) -> Result<Vec<What>, Refused> {
        self.not_treated(State::Cancelled)?;
        let what = self.become_state(State::Cancelled)?;
        if let Some(place) = self.kept().find(|place| !place.state.may_become(State::Cancelled)) {
            return Err(Refused::UnitStillSent { unit: place.unit, state: place.state });
        }
        Ok(self.kept().map(|place| self.called_back(place, now)).chain([what]).collect())
    }

    fn close(&self) -> Result<What, Refused> {
        if let Some(place) = self.kept().next() {
            return Err(Refused::UnitStillSent { unit: place.unit, state: place.state });
        }
        // The last state of every place must be clear or cancelled; both may be followed by closed.
        if self.state != State::Triaged || self.places.is_empty() {
            allowed(self.state, State::Closed)?;
        }
        Ok(What::Became(State::Closed))
    }
}

const fn stamp(place: &Place, state: State, stamp: Stamp) -> What {
    What::Stamped { place: place.number, unit: place.unit, state, stamp }
}

fn allowed(from: State, to: State) -> Result<(), Refused> {
    if from == to {
        return Err(Refused::Already(to));
    }
    if from.may_become(to) { Ok(()) } else { Err(Refused::NotAllowed { from, to }) }
}
