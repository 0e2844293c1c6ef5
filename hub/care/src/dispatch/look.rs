//! What the passing of time changes in an incident.

use super::clock::Clock;
use super::incident::{Incident, OFFERS_MAX, Offer, Place};
use super::recommend::Recommended;
use super::state::IncidentState;
use super::step::{IncidentStep, IncidentStepKind};
use super::unit::{Situation, UnitId};
use hearth_vitals::WallMs;

/// Steps of one look, at most. Each step is made only once, so a look always ends; what is left over is found a second later.
const LOOK_MAX: usize = 64;
/// How long after its last step an incident is closed by itself once the stay has ended and no unit is sent, ms. Until then the
/// dispatcher can enter the outcome and corrections.
pub const CLOSE_MS: i64 = 43_200_000;

impl Incident {
    /// The steps that have become due by now, in order.
    pub fn look(&self, situation: &Situation, now: WallMs) -> Vec<IncidentStep> {
        let mut incident = self.clone();
        let mut steps = Vec::new();
        while let Some(what) = incident.due(situation, now).filter(|_| steps.len() < LOOK_MAX) {
            let step = IncidentStep { number: incident.version.saturating_add(1), at: now, by: None, what };
            incident.take(&step);
            steps.push(step);
        }
        steps
    }

    fn due(&self, situation: &Situation, now: WallMs) -> Option<IncidentStepKind> {
        if let Some(end) = self.end_of(situation, now) {
            return Some(IncidentStepKind::Became(end));
        }
        if !self.is_open() {
            return None;
        }
        if !situation.stay_open && !self.stay_ended {
            return Some(IncidentStepKind::StayEnded);
        }
        self.places.iter().find_map(|place| self.due_of(place, situation, now)).or_else(|| {
            // The step is made only once, so it waits until no unit that comes on shift or turns up nearer could still make it
            // untrue.
            let lost = !self.limit_lost && now > self.arrive_by() && matches!(self.clock(situation, now), Clock::Lost { .. });
            lost.then_some(IncidentStepKind::LimitLost)
        })
    }

    /// What an incident of a stay that has ended becomes by itself, if nobody is sent and nothing was said for half a day.
    fn end_of(&self, situation: &Situation, now: WallMs) -> Option<IncidentState> {
        let idle = self.kept().next().is_none() && now.since(self.last_at) >= CLOSE_MS;
        if situation.stay_open || self.state == IncidentState::Closed || !idle {
            return None;
        }
        // An incident to which nobody was ever sent cannot be closed directly, by the table of states; it is cancelled instead.
        let came_to_nothing = self.is_open() && self.places.is_empty();
        Some(if came_to_nothing { IncidentState::Cancelled } else { IncidentState::Closed })
    }

    fn due_of(&self, place: &Place, situation: &Situation, now: WallMs) -> Option<IncidentStepKind> {
        let (offer, number, unit) = (self.offers.get(&place.offer)?, place.number, place.unit);
        if place.state.is_offered() && offer.is_over(now) {
            if !offer.unconfirmed {
                return Some(IncidentStepKind::Unconfirmed { place: number, unit });
            }
            if let Some(what) = self.ask_next(place, offer, situation, now) {
                return Some(what);
            }
        }
        let before_patient = place.state.is_offered() || place.state.is_on_its_way() || place.state == IncidentState::OnScene;
        let gone = situation.units.get(&unit).is_some_and(|unit| !unit.still_on_shift(offer.at, now));
        let over = before_patient && !offer.shift_over && gone;
        over.then_some(IncidentStepKind::ShiftOver { place: number, unit })
    }

    /// Asks the next unit; if nobody is left, reports that once and looks for somebody again each time.
    fn ask_next(&self, place: &Place, offer: &Offer, situation: &Situation, now: WallMs) -> Option<IncidentStepKind> {
        match self.next_unit(place, situation, now) {
            Some(unit) => Some(self.offer(place.number, unit, now)),
            None if !offer.nobody_left => Some(IncidentStepKind::NobodyLeft { place: place.number }),
            None => None,
        }
    }

    /// The unit that is asked if the one in a place does not confirm.
    pub fn next_unit(&self, place: &Place, situation: &Situation, now: WallMs) -> Option<UnitId> {
        self.next_of(place, &self.recommend(situation, now), situation)
    }

    /// The next unit, by a recommendation that the caller has already.
    pub fn next_of(&self, place: &Place, best: &[Recommended], situation: &Situation) -> Option<UnitId> {
        let full = !situation.stay_open || self.offers.len() >= OFFERS_MAX;
        let can = |unit: &UnitId| !place.asked.contains(unit);
        let mut units = best.iter().filter(|one| one.available).map(|one| one.unit);
        units.find(|unit| !full && can(unit))
    }
}
