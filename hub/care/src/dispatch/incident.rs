//! An incident as its steps tell it.

use super::CONFIRM_MS;
use super::position::Position;
use super::stamp::Stamp;
use super::state::IncidentState;
use super::step::{IncidentStep, IncidentStepKind};
use super::unit::{Equipment, IncidentId, Skill, UnitId};
use crate::ids::StayId;
use hearth_alerts::StaffId;
use hearth_vitals::WallMs;
use std::collections::{BTreeMap, BTreeSet};

/// Places of one incident, at most. Each unit that is sent besides another needs one.
pub const PLACES_MAX: usize = 8;
/// Offers of one incident, at most. Offers are the only loop in the table of states, so this bounds the number of stamps as well.
pub const OFFERS_MAX: usize = 60;
/// Corrections of one incident, at most.
pub const AMENDMENTS_MAX: usize = 60;

/// What an incident is about; it does not change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opening {
    /// Id of the incident.
    pub id: IncidentId,
    /// The stay of the patient to whom somebody has to go.
    pub stay: StayId,
    /// When the alert was raised or the call came: the half hour runs from here.
    pub since: WallMs,
    /// Where the home is, if somebody knows.
    pub home: Option<Position>,
    /// The language of the patient: a BCP 47 tag.
    pub language: String,
    /// What has to be aboard.
    pub equipment: BTreeSet<Equipment>,
    /// What the crew has to be able to do.
    pub skills: BTreeSet<Skill>,
}

/// A place for a unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// Its number, from 1.
    pub number: u8,
    /// The unit that has the place or is offered it.
    pub unit: UnitId,
    /// How far that unit is.
    pub state: IncidentState,
    /// Number of the step in which the place was offered to this unit.
    pub offer: u32,
    /// The units that were asked for this place so far.
    pub asked: BTreeSet<UnitId>,
}

/// An offer of one place to one unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Offer {
    /// Number of the place that is offered, from 1.
    pub place: u8,
    /// When the offer was made.
    pub at: WallMs,
    /// The instant by which the offer has to be confirmed.
    pub confirm_by: WallMs,
    /// True once it was reported that the offer was not confirmed in time.
    pub unconfirmed: bool,
    /// True once it was reported that nobody else can be asked.
    pub nobody_left: bool,
    /// True once it was reported that the unit's shift has ended.
    pub shift_over: bool,
}

impl Offer {
    /// True once the minute of the offer is over. If the clock was set back by more than a minute, the offer would wait for
    /// hours; how long it has waited is unknown then, so it counts as over.
    pub fn is_over(&self, now: WallMs) -> bool {
        self.confirm_by <= now || self.at.since(now) > CONFIRM_MS
    }
}

/// A stamp after all corrections. What was said at first is in its step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry {
    /// The number of its step.
    pub number: u32,
    /// Number of the place that it belongs to, from 1.
    pub place: u8,
    /// The unit that has the stamp.
    pub unit: UnitId,
    /// Number of the step that made the offer it belongs to.
    pub offer: u32,
    /// What it came to.
    pub state: IncidentState,
    /// The stamp before any correction.
    pub stamp: Stamp,
    /// When it happened, after all corrections.
    pub at: WallMs,
    /// Number of the step that gives the instant now: the stamp's own, or its last correction.
    pub in_force: u32,
    /// Who said so first; `None` for what time does.
    pub by: Option<StaffId>,
}

/// An incident as its steps have made it. It is never stored itself; it is folded from the steps.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Incident {
    /// What it is about.
    pub opening: Opening,
    /// The number of its last step; 0 before the first.
    pub version: u32,
    /// When its last step was.
    pub last_at: WallMs,
    /// Its own state: received, triaged, resolved from afar, cancelled or closed.
    pub state: IncidentState,
    /// How it ended apart from its units: resolved from afar or cancelled; kept once it is closed.
    pub ended: Option<IncidentState>,
    /// The places, by number.
    pub places: Vec<Place>,
    /// Every offer, by the number of its step.
    pub offers: BTreeMap<u32, Offer>,
    /// Every stamp, by the number of its step.
    pub entries: BTreeMap<u32, Entry>,
    /// How often something was corrected.
    pub amendments: usize,
    /// True once it was reported that the half hour cannot be kept.
    pub limit_lost: bool,
    /// True once it was reported that the stay has ended.
    pub stay_ended: bool,
}

impl Incident {
    /// An incident before its first step.
    pub const fn new(opening: Opening) -> Incident {
        Incident {
            last_at: opening.since,
            opening,
            version: 0,
            state: IncidentState::Received,
            ended: None,
            places: Vec::new(),
            offers: BTreeMap::new(),
            entries: BTreeMap::new(),
            amendments: 0,
            limit_lost: false,
            stay_ended: false,
        }
    }

    /// The first step.
    pub const fn open(by: Option<StaffId>, now: WallMs) -> IncidentStep {
        IncidentStep { number: 1, at: now, by, what: IncidentStepKind::Opened }
    }

    /// Applies a step: the only way in which an incident changes.
    pub fn take(&mut self, step: &IncidentStep) {
        (self.version, self.last_at) = (step.number, step.at);
        match step.what {
            IncidentStepKind::Opened => {}
            IncidentStepKind::Became(state) => {
                self.state = state;
                self.ended =
                    Some(state).filter(|state| matches!(state, IncidentState::ResolvedRemotely | IncidentState::Cancelled)).or(self.ended);
            }
            IncidentStepKind::Offered { place, unit, confirm_by } => self.take_offer(step, place, unit, confirm_by),
            IncidentStepKind::Stamped { place, unit, state, stamp } => self.take_stamp(step, (place, unit, state), stamp),
            IncidentStepKind::Amended { names, at } => self.take_amendment(step.number, names, at),
            IncidentStepKind::Unconfirmed { place, .. } => self.mark(place, |offer| offer.unconfirmed = true),
            IncidentStepKind::NobodyLeft { place } => self.mark(place, |offer| offer.nobody_left = true),
            IncidentStepKind::ShiftOver { place, .. } => self.mark(place, |offer| offer.shift_over = true),
            IncidentStepKind::LimitLost => self.limit_lost = true,
            IncidentStepKind::StayEnded => self.stay_ended = true,
        }
    }

    fn take_offer(&mut self, step: &IncidentStep, number: u8, unit: UnitId, confirm_by: WallMs) {
        let offer = Offer { place: number, at: step.at, confirm_by, unconfirmed: false, nobody_left: false, shift_over: false };
        self.offers.insert(step.number, offer);
        if let Some(place) = self.places.iter_mut().find(|place| place.number == number) {
            (place.unit, place.state, place.offer) = (unit, IncidentState::Reassigned, step.number);
            place.asked.insert(unit);
        } else {
            let asked = BTreeSet::from([unit]);
            self.places.push(Place { number, unit, state: IncidentState::Assigned, offer: step.number, asked });
        }
    }

    fn take_stamp(&mut self, step: &IncidentStep, (number, unit, state): (u8, UnitId, IncidentState), stamp: Stamp) {
        let Some(place) = self.places.iter_mut().find(|place| place.number == number) else { return };
        place.state = state;
        let (offer, at, number, by) = (place.offer, stamp.at, step.number, step.by);
        self.entries.insert(number, Entry { number, place: place.number, unit, offer, state, stamp, at, in_force: number, by });
    }

    fn take_amendment(&mut self, number: u32, names: u32, at: WallMs) {
        self.amendments += 1;
        if let Some(entry) = self.entries.values_mut().find(|entry| entry.in_force == names) {
            (entry.at, entry.in_force) = (at, number);
        }
    }

    fn mark(&mut self, number: u8, set: impl FnOnce(&mut Offer)) {
        let offer = self.place(number).map(|place| place.offer);
        if let Some(offer) = offer.and_then(|number| self.offers.get_mut(&number)) {
            set(offer);
        }
    }

    /// The place of a number.
    pub fn place(&self, number: u8) -> Option<&Place> {
        self.places.iter().find(|place| place.number == number)
    }

    /// The places that keep a unit.
    pub fn kept(&self) -> impl Iterator<Item = &Place> {
        self.places.iter().filter(|place| place.state.keeps_unit())
    }

    /// When the first unit arrived at the house. A unit that was called back from the door does not count: it helped nobody.
    pub fn arrived(&self) -> Option<WallMs> {
        let there = self.entries.values().filter(|entry| entry.state == IncidentState::OnScene);
        there.filter(|entry| self.entry(entry.offer, IncidentState::Cancelled).is_none()).map(|entry| entry.at).min()
    }

    /// The stamp of a state that belongs to an offer.
    fn entry(&self, offer: u32, state: IncidentState) -> Option<&Entry> {
        self.entries.values().find(|entry| entry.offer == offer && entry.state == state)
    }

    /// When the unit of a place was clear; `None` before that, and for a unit that was called back.
    pub fn cleared(&self, place: &Place) -> Option<WallMs> {
        let clear = self.entry(place.offer, IncidentState::Clear).filter(|_| self.entry(place.offer, IncidentState::Cancelled).is_none());
        clear.map(|entry| entry.at)
    }

    /// The place whose crew was with the patient first.
    pub fn treated(&self) -> Option<&Place> {
        self.entries.values().find(|entry| entry.state == IncidentState::AtPatient).and_then(|entry| self.place(entry.place))
    }

    /// True once only closing is left: no unit is sent, and the incident was solved, cancelled, or a crew was with the patient.
    /// Whatever happens later is a new incident.
    pub fn is_over(&self) -> bool {
        self.state != IncidentState::Closed && self.kept().next().is_none() && (!self.is_open() || self.treated().is_some())
    }

    /// True while somebody may still have to be sent.
    pub const fn is_open(&self) -> bool {
        matches!(self.state, IncidentState::Received | IncidentState::Triaged)
    }
}
