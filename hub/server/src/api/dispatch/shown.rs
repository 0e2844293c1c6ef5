//! Incidents as people see them. Beside it: the half hour, the units that could be sent, a unit, and a step of the log.

mod choice;
mod half_hour;
mod names;
mod refusal;
mod step;
mod unit;
mod unrecorded;

pub use half_hour::{CLOCKS, WAYS_OUT};
pub use refusal::Refusal;
pub use step::IncidentStepShown;
pub use unit::Unit;
pub use unrecorded::Unrecorded;

use crate::feed::message::StaffRef;
use choice::{UnitChoice, choice};
use half_hour::{HalfHour, half_hour};
use hearth_care::dispatch::{Outcome, Place as Kept, Situation, UnitId};
use hearth_store::dispatch::{IncidentRow, UnitRow};
use hearth_vitals::WallMs;
use names::{name, uuid};
use serde::Serialize;
use unit::MapPoint;
use utoipa::ToSchema;
use uuid::Uuid;

/// The facts by which a decision would be made now.
pub fn situation_of(units: &[UnitRow], stay_open: bool) -> Situation {
    Situation { units: units.iter().map(|row| (row.unit.id, row.unit.clone())).collect(), stay_open }
}

/// For whom an incident is shown, which decides how much of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Who {
    /// Somebody who sees every incident: all of it.
    Desk,
    /// A crew that is sent there: without the units that are not.
    Crew,
    /// A crew whose place was given away: only that it is no longer theirs.
    Nobody,
}

/// A place for a unit in an incident.
#[derive(Debug, Serialize, ToSchema)]
pub struct IncidentPlace {
    /// Its number, from 1.
    number: u8,
    /// Id of the unit that has it, or is offered it.
    unit_id: Uuid,
    /// The name of that unit.
    unit: String,
    /// How far it is: a word of `incident_states`.
    state: &'static str,
    /// The number of the step in which it was offered to that unit: what a crew says of it belongs to this offer.
    offer: u32,
    /// When it was offered, ms since 1970.
    offered_at: i64,
    /// Until when the offer has to be confirmed, ms since 1970; `null` once it was.
    confirm_by: Option<i64>,
    /// True once it was not confirmed in time.
    unconfirmed: bool,
    /// True once nobody else can be asked.
    nobody_left: bool,
    /// True once the unit's shift has ended before it was with the patient.
    shift_over: bool,
    /// Id of the unit that is asked next if this one does not confirm; `null` if there is none, it did, or a crew asks.
    next_unit_id: Option<Uuid>,
}

/// Units of each incident that the board shows; all of them are with the incident itself.
const CHOICES_ON_BOARD: usize = 5;
/// An incident: somebody has to go to a home.
#[derive(Debug, Serialize, ToSchema)]
pub struct Incident {
    /// Id of the incident, a UUID.
    pub id: Uuid,
    /// Rises by one with each step; to be sent back with acts that depend on what was shown.
    pub version: u32,
    /// Id of the stay.
    pub episode_id: Uuid,
    /// Its own state: `received`, `triaged`, `resolved_remotely`, `cancelled` or `closed`. How far the units are stands in `places`.
    state: &'static str,
    /// When the alert was raised or the call came, ms since 1970: the half hour runs from here.
    since_at: i64,
    /// Id of the alert that it was made from; `null` if from none.
    alert_id: Option<Uuid>,
    /// Id of the call that it was made from; `null` if from none.
    call_id: Option<Uuid>,
    /// Why somebody has to go, in one sentence; empty where the ladder of the alert opened it: the alert says why.
    why: String,
    /// Position of the home; `null` if it is unknown.
    home: Option<MapPoint>,
    /// The language of the patient, as a BCP 47 tag.
    language: String,
    /// What has to be aboard: words of `unit_equipment`.
    equipment: Vec<&'static str>,
    /// What the crew has to be able to do: words of `unit_skills`.
    skills: Vec<&'static str>,
    /// Who opened it; `null` where the ladder of the alert did.
    opened_by: Option<StaffRef>,
    /// When it was opened, ms since 1970.
    opened_at: i64,
    /// The places for units, by number.
    places: Vec<IncidentPlace>,
    /// How the half hour stands.
    half_hour: HalfHour,
    /// What came of it: a word of `incident_outcomes`; `null` while nothing has.
    outcome: Option<&'static str>,
    /// True once it was reported that the half hour cannot be kept.
    limit_lost: bool,
    /// True once it was reported that the stay has ended meanwhile.
    stay_ended: bool,
    /// The units, the best first: on the board the best five that can be sent now, else all. Empty for a crew.
    choices: Vec<UnitChoice>,
}

impl Incident {
    /// The incident as it is now.
    pub fn of(row: &IncidentRow, board: &Situation, (units, who): (&[UnitRow], Who), now: WallMs) -> Incident {
        let (incident, new, opening) = (&row.incident, &row.new, &row.incident.opening);
        let desk = who == Who::Desk;
        let best = incident.recommend(board, now);
        let next = |place: &Kept| if desk && place.state.is_offered() { incident.next_of(place, &best, board) } else { None };
        let mut half_hour = half_hour(incident.clock_of(&best, board, now), incident.arrive_by());
        half_hour.still.retain(|_| desk);
        Incident {
            id: Uuid::from_u128(opening.id.0),
            version: incident.version,
            episode_id: Uuid::from_u128(opening.stay.0),
            state: incident.state.key(),
            since_at: opening.since.0,
            alert_id: new.alert,
            call_id: new.call,
            why: new.why.clone(),
            home: opening.home.map(MapPoint::from),
            language: opening.language.clone(),
            equipment: opening.equipment.iter().map(|one| one.key()).collect(),
            skills: opening.skills.iter().map(|one| one.key()).collect(),
            opened_by: new.by.map(|id| StaffRef { id, display_name: row.opened_by_name.clone() }),
            opened_at: new.at.0,
            places: incident.places.iter().map(|place| shown_place(row, place, next(place), units)).collect(),
            half_hour,
            outcome: incident.outcome().map(Outcome::key),
            limit_lost: incident.limit_lost,
            stay_ended: incident.stay_ended,
            choices: best.into_iter().filter(|_| desk).map(|one| choice(one, units)).collect(),
        }
    }

    /// The incident as the board has it: with only the best choices.
    pub fn in_brief(mut self) -> Incident {
        self.choices.retain(|one| one.available);
        self.choices.truncate(CHOICES_ON_BOARD);
        self
    }
}

fn shown_place(row: &IncidentRow, place: &Kept, next: Option<UnitId>, units: &[UnitRow]) -> IncidentPlace {
    let offer = row.incident.offers.get(&place.offer);
    let offered = place.state.is_offered();
    IncidentPlace {
        number: place.number,
        unit_id: uuid(place.unit),
        unit: name(units, place.unit),
        state: place.state.key(),
        offer: place.offer,
        offered_at: offer.map_or(row.new.at.0, |offer| offer.at.0),
        confirm_by: offer.filter(|_| offered).map(|offer| offer.confirm_by.0),
        unconfirmed: offer.is_some_and(|offer| offer.unconfirmed),
        nobody_left: offer.is_some_and(|offer| offer.nobody_left),
        shift_over: offer.is_some_and(|offer| offer.shift_over),
        next_unit_id: next.map(uuid),
    }
}

/// An incident in a list.
#[derive(Debug, Serialize, ToSchema)]
pub struct IncidentBrief {
    /// Id of the incident, a UUID.
    id: Uuid,
    /// Its own state: a word of `incident_states`.
    state: &'static str,
    /// When the alert was raised or the call came, ms since 1970.
    since_at: i64,
    /// Id of the alert that it was made from; `null` if from none.
    alert_id: Option<Uuid>,
    /// Why somebody had to go.
    why: String,
    /// How many units were sent.
    units: usize,
    /// What came of it: a word of `incident_outcomes`; `null` while nothing has.
    outcome: Option<&'static str>,
    /// When the first of them was at the door, ms since 1970; `null` if none was.
    arrived_at: Option<i64>,
}

impl IncidentBrief {
    /// The incident as it is now.
    pub fn of(row: &IncidentRow) -> IncidentBrief {
        IncidentBrief {
            id: Uuid::from_u128(row.incident.opening.id.0),
            state: row.incident.state.key(),
            since_at: row.incident.opening.since.0,
            alert_id: row.new.alert,
            why: row.new.why.clone(),
            units: row.incident.places.len(),
            outcome: row.incident.outcome().map(Outcome::key),
            arrived_at: row.incident.arrived().map(|at| at.0),
        }
    }
}
