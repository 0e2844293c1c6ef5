//! What time makes of an incident.

use super::clock::Clock;
use super::incident::{Incident, OFFERS_MAX, Offer, Place};
use super::state::State;
use super::step::{Step, What};
use super::unit::{Board, UnitId};
use hearth_vitals::WallMs;

/// Steps of one look, at most. Each tells something once, so that a look ends by itself; what is left is found a second later.
const LOOK_MAX: usize = 64;

impl Incident {
    /// What time has made of the incident by now: the steps that are missing, in order.
    pub fn look(&self, board: &Board, now: WallMs) -> Vec<Step> {
        let mut incident = self.clone();
        let mut steps = Vec::new();
        while let Some(what) = incident.due(board, now).filter(|_| steps.len() < LOOK_MAX) {
            let step = Step { number: incident.version.saturating_add(1), at: now, by: None, what };
            incident.take(&step);
            steps.push(step);
        }
        steps
    }

    fn due(&self, board: &Board, now: WallMs) -> Option<What> {
        if !self.is_open() {
            return None;
        }
        if !board.stay_open && !self.stay_ended {
            return Some(What::StayEnded);
        }
        self.places.iter().find_map(|place| self.due_of(place, board, now)).or_else(|| {
            let lost = !self.limit_lost && matches!(self.clock(board, now), Clock::Lost { .. });
            lost.then_some(What::LimitLost)
        })
    }

    fn due_of(&self, place: &Place, board: &Board, now: WallMs) -> Option<What> {
        let (offer, number, unit) = (self.offers.get(&place.offer)?, place.number, place.unit);
        if place.state.is_offered() && offer.confirm_by <= now {
            if !offer.unconfirmed {
                return Some(What::Unconfirmed { place: number, unit });
            }
            if let Some(what) = self.ask_next(place, offer, board, now) {
                return Some(what);
            }
        }
        let before_patient = place.state.is_offered() || place.state.is_on_its_way() || place.state == State::OnScene;
        let over = before_patient && !offer.shift_over && board.units.get(&unit).is_some_and(|unit| !unit.on_shift(now));
        over.then_some(What::ShiftOver { place: number, unit })
    }

    /// The next unit is asked by itself; where nobody is left that is told once, and asked for again with each look.
    fn ask_next(&self, place: &Place, offer: &Offer, board: &Board, now: WallMs) -> Option<What> {
        match self.next_unit(place, board, now) {
            Some(unit) => Some(self.offer(place.number, unit, now)),
            None if !offer.nobody_left => Some(What::NobodyLeft { place: place.number }),
            None => None,
        }
    }

    /// The unit that is asked if the one in a place does not confirm.
    pub fn next_unit(&self, place: &Place, board: &Board, now: WallMs) -> Option<UnitId> {
        let full = !board.stay_open || self.offers.len() >= OFFERS_MAX;
        let can = |unit: &UnitId| !place.asked.contains(unit);
        let mut units = self.recommend(board, now).into_iter().filter(|one| one.available).map(|one| one.unit);
        units.find(|unit| !full && can(unit))
    }
}
