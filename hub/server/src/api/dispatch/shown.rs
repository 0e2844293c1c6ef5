//! Incidents, units and steps as people see them.

use crate::feed::message::StaffRef;
use hearth_care::dispatch::{Board, Clock, Place as Kept, Position, Reason, Recommended, Still, UnitId, What};
use hearth_store::dispatch::{IncidentRow, StepRow, UnitRow};
use hearth_vitals::WallMs;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

fn uuid(id: UnitId) -> Uuid {
    Uuid::from_u128(id.0)
}

fn name(units: &[UnitRow], id: UnitId) -> String {
    units.iter().find(|row| row.unit.id == id).map(|row| row.name.clone()).unwrap_or_default()
}

/// For whom something is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Who {
    /// Who sees every incident.
    Desk,
    /// Who is sent there: without the units that are not.
    Crew,
    /// Who is told no more of it than that it is theirs no longer.
    Nobody,
}

/// Where something is.
#[derive(Debug, Serialize, ToSchema)]
pub struct MapPoint {
    /// Degrees, north positive.
    latitude: f64,
    /// Degrees, east positive.
    longitude: f64,
}

impl From<Position> for MapPoint {
    fn from(position: Position) -> MapPoint {
        let degrees = |udeg: i32| f64::from(udeg) / 1e6;
        MapPoint { latitude: degrees(position.latitude_udeg()), longitude: degrees(position.longitude_udeg()) }
    }
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
    /// When it was offered, ms since 1970.
    offered_at: i64,
    /// By when it is to be confirmed, ms since 1970; `null` once it was.
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

/// What is still possible once the half hour is lost.
#[derive(Debug, Serialize, ToSchema)]
pub struct StillPossible {
    /// A word of `incident_ways_out`.
    what: &'static str,
    /// Of `nearest`: id of the unit that would be there first.
    unit_id: Option<Uuid>,
    /// Of `nearest`: when, ms since 1970.
    arrives_at: Option<i64>,
    /// Of `nearest`: true if it is sent already.
    sent: Option<bool>,
}

/// The half hour within which somebody has to be at the door.
#[derive(Debug, Default, Serialize, ToSchema)]
pub struct HalfHour {
    /// How it stands: a word of `incident_clocks`.
    state: &'static str,
    /// Until when somebody has to be there, ms since 1970.
    by: i64,
    /// Id of the unit that is expected first; `null` if none is, or its distance is not known.
    expected_unit_id: Option<Uuid>,
    /// When it is expected, ms since 1970.
    expected_at: Option<i64>,
    /// When somebody was at the door, ms since 1970; `null` while nobody was.
    arrived_at: Option<i64>,
    /// True if that was in time; `null` while nobody was.
    in_time: Option<bool>,
    /// What is still possible, where it is lost; empty for a crew.
    still: Vec<StillPossible>,
}

fn possible(still: Still) -> StillPossible {
    let alone = |what| StillPossible { what, unit_id: None, arrives_at: None, sent: None };
    match still {
        Still::Nearest { unit, arrives, sent } => {
            StillPossible { what: "nearest", unit_id: Some(uuid(unit)), arrives_at: Some(arrives.0), sent: Some(sent) }
        }
        Still::ResolveRemotely => alone("resolve_remotely"),
        Still::CallAmbulance => alone("call_ambulance"),
    }
}

/// Units of each incident that the board shows; all of them are with the incident itself.
const CHOICES_ON_BOARD: usize = 5;
/// The words for how the half hour stands.
pub const CLOCKS: [&str; 4] = ["running", "lost", "arrived", "stopped"];
/// The words for what is still possible.
pub const WAYS_OUT: [&str; 3] = ["nearest", "resolve_remotely", "call_ambulance"];

fn half_hour(clock: Clock, by: WallMs) -> HalfHour {
    let of = |state| HalfHour { state, by: by.0, ..HalfHour::default() };
    match clock {
        Clock::Running { expected, .. } => {
            HalfHour { expected_unit_id: expected.map(|(unit, _)| uuid(unit)), expected_at: expected.map(|(_, at)| at.0), ..of("running") }
        }
        Clock::Lost { still, .. } => HalfHour { still: still.into_iter().map(possible).collect(), ..of("lost") },
        Clock::Arrived { at, in_time } => HalfHour { arrived_at: Some(at.0), in_time: Some(in_time), ..of("arrived") },
        Clock::Stopped => of("stopped"),
    }
}

/// What speaks for or against a unit.
#[derive(Debug, Serialize, ToSchema)]
pub struct UnitReason {
    /// A word of `unit_reasons`.
    reason: &'static str,
    /// What is lacking: a word of `unit_equipment` or `unit_skills`.
    item: Option<&'static str>,
    /// When the shift ends, ms since 1970.
    at: Option<i64>,
    /// How old the position is, ms.
    age_ms: Option<i64>,
}

impl From<Reason> for UnitReason {
    fn from(reason: Reason) -> UnitReason {
        let mut shown = UnitReason { reason: reason.key(), item: None, at: None, age_ms: None };
        match reason {
            Reason::LacksEquipment(item) => shown.item = Some(item.key()),
            Reason::LacksSkill(item) => shown.item = Some(item.key()),
            Reason::ShiftEnds { at } => shown.at = Some(at.0),
            Reason::PositionOld { age_ms } => shown.age_ms = Some(age_ms),
            _ => {}
        }
        shown
    }
}

/// A unit that could be sent, with what speaks for and against it.
#[derive(Debug, Serialize, ToSchema)]
pub struct UnitChoice {
    /// Id of the unit.
    unit_id: Uuid,
    /// Its name.
    unit: String,
    /// True if it can be sent now.
    available: bool,
    /// How long the way takes, ms; `null` if that is not known.
    travel_ms: Option<i64>,
    /// When it would be there, ms since 1970; `null` if that is not known.
    arrives_at: Option<i64>,
    /// Why it stands where it stands.
    reasons: Vec<UnitReason>,
}

fn choice(one: Recommended, units: &[UnitRow]) -> UnitChoice {
    UnitChoice {
        unit_id: uuid(one.unit),
        unit: name(units, one.unit),
        available: one.available,
        travel_ms: one.travel_ms,
        arrives_at: one.arrives.map(|at| at.0),
        reasons: one.reasons.into_iter().map(UnitReason::from).collect(),
    }
}

/// An incident: somebody has to go to a home.
#[derive(Debug, Serialize, ToSchema)]
pub struct Incident {
    /// Its id.
    pub id: Uuid,
    /// Rises by one with each step; to be sent back with what ends something.
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
    /// Why somebody has to go, in one sentence.
    why: String,
    /// Where the home is; `null` if nobody has said.
    home: Option<MapPoint>,
    /// The language of the patient, as a BCP 47 tag.
    language: String,
    /// What has to be aboard: words of `unit_equipment`.
    equipment: Vec<&'static str>,
    /// What the crew has to be able to do: words of `unit_skills`.
    skills: Vec<&'static str>,
    /// Who opened it.
    opened_by: StaffRef,
    /// When it was opened, ms since 1970.
    opened_at: i64,
    /// The places for units, by number.
    places: Vec<IncidentPlace>,
    /// How the half hour stands.
    half_hour: HalfHour,
    /// True once it was told that the half hour cannot be kept.
    limit_lost: bool,
    /// True once it was told that the stay has ended meanwhile.
    stay_ended: bool,
    /// The units, the best first: on the board the best five that can be sent now, else all. Empty for a crew.
    choices: Vec<UnitChoice>,
}

impl Incident {
    /// As it is now.
    pub fn of(row: &IncidentRow, board: &Board, (units, who): (&[UnitRow], Who), now: WallMs) -> Incident {
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
            opened_by: StaffRef { id: new.by, display_name: row.opened_by_name.clone() },
            opened_at: new.at.0,
            places: incident.places.iter().map(|place| shown_place(row, place, next(place), units)).collect(),
            half_hour,
            limit_lost: incident.limit_lost,
            stay_ended: incident.stay_ended,
            choices: best.into_iter().filter(|_| desk).map(|one| choice(one, units)).collect(),
        }
    }
}

impl Incident {
    /// As a board has it: with so many choices as are looked at beside one another.
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
    /// Its id.
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
    /// When the first of them was at the door, ms since 1970; `null` if none was.
    arrived_at: Option<i64>,
}

impl IncidentBrief {
    /// As it is now.
    pub fn of(row: &IncidentRow) -> IncidentBrief {
        IncidentBrief {
            id: Uuid::from_u128(row.incident.opening.id.0),
            state: row.incident.state.key(),
            since_at: row.incident.opening.since.0,
            alert_id: row.new.alert,
            why: row.new.why.clone(),
            units: row.incident.places.len(),
            arrived_at: row.incident.arrived().map(|at| at.0),
        }
    }
}

/// The people who drive a unit.
#[derive(Debug, Serialize, ToSchema)]
pub struct UnitCrew {
    /// Id of the crew's duty.
    id: Option<Uuid>,
    /// Their names.
    members: Vec<String>,
    /// From when, ms since 1970.
    from_at: i64,
    /// Until when, ms since 1970.
    until_at: i64,
    /// True while their shift runs.
    on_shift: bool,
    /// The languages that they speak with patients, as BCP 47 tags.
    languages: Vec<String>,
    /// What they can do: words of `unit_skills`.
    skills: Vec<&'static str>,
}

/// A unit.
#[derive(Debug, Serialize, ToSchema)]
pub struct Unit {
    /// Its id.
    pub id: Uuid,
    /// Rises by one with each change; to be sent back with one.
    version: u32,
    /// What people call it.
    pub name: String,
    /// What it carries: words of `unit_equipment`.
    equipment: Vec<&'static str>,
    /// Who drives it; `null` while nobody does.
    crew: Option<UnitCrew>,
    /// Where it was last; `null` if it never said.
    position: Option<MapPoint>,
    /// When it was there, ms since 1970; `null` if it never said.
    seen_at: Option<i64>,
    /// Id of the incident in which it has a place; `null` while it is free.
    incident_id: Option<Uuid>,
}

impl Unit {
    /// As it is now.
    pub fn of(row: &UnitRow, now: WallMs) -> Unit {
        let unit = &row.unit;
        let crew = unit.crew.as_ref().map(|crew| UnitCrew {
            id: row.crew,
            members: row.crew_names.clone(),
            from_at: crew.from.0,
            until_at: crew.until.0,
            on_shift: unit.on_shift(now),
            languages: crew.languages.iter().cloned().collect(),
            skills: crew.skills.iter().map(|one| one.key()).collect(),
        });
        Unit {
            id: uuid(unit.id),
            version: row.version,
            name: row.name.clone(),
            equipment: unit.equipment.iter().map(|one| one.key()).collect(),
            crew,
            position: unit.fix.map(|fix| fix.position.into()),
            seen_at: unit.fix.map(|fix| fix.at.0),
            incident_id: unit.busy.map(|id| Uuid::from_u128(id.0)),
        }
    }
}

/// Something that happened in an incident.
#[derive(Debug, Default, Serialize, ToSchema)]
pub struct IncidentStep {
    /// Its number, from 1.
    number: u32,
    /// When the hub heard of it, or found it, ms since 1970.
    at: i64,
    /// What happened: a word of `incident_steps`.
    what: &'static str,
    /// Who did it; `null` for what time does.
    by: Option<StaffRef>,
    /// In which place.
    place: Option<u8>,
    /// Id of the unit.
    unit_id: Option<Uuid>,
    /// The name of the unit.
    unit: Option<String>,
    /// What it, or the incident itself, came to: a word of `incident_states`.
    state: Option<&'static str>,
    /// By when an offer is to be confirmed, ms since 1970.
    confirm_by: Option<i64>,
    /// When a stamp happened, as far as the hub can say, ms since 1970.
    happened_at: Option<i64>,
    /// How a stamp was told: a word of `stamp_sources`.
    source: Option<&'static str>,
    /// Why `happened_at` is not when the hub heard: a word of `stamp_doubts`.
    doubt: Option<&'static str>,
    /// When a phone's clock says that it was pressed, ms since 1970.
    pressed_at: Option<i64>,
    /// When that clock says that it was sent, ms since 1970.
    sent_at: Option<i64>,
    /// What lay between by a clock of the phone that nobody sets, ms.
    age_ms: Option<i64>,
    /// Of a correction: the number of the step whose instant no longer counts.
    names: Option<u32>,
    /// Why, in the words of who did it; may be empty.
    reason: String,
}

impl IncidentStep {
    /// A step with the names of its units.
    pub fn of(row: StepRow, units: &[UnitRow]) -> IncidentStep {
        let step = row.step;
        let by = step.by.map(|by| StaffRef { id: Uuid::from_u128(by.0), display_name: row.by_name.unwrap_or_default() });
        let shown = IncidentStep { number: step.number, at: step.at.0, what: step.what.key(), by, reason: row.reason, ..Self::default() };
        match step.what {
            What::Opened | What::LimitLost | What::StayEnded => shown,
            What::Became(state) => IncidentStep { state: Some(state.key()), ..shown },
            What::NobodyLeft { place } => IncidentStep { place: Some(place), ..shown },
            What::Amended { names, at } => IncidentStep { names: Some(names), happened_at: Some(at.0), ..shown },
            What::Unconfirmed { place, unit } | What::ShiftOver { place, unit } => shown.of_unit(place, unit, units),
            What::Offered { place, unit, confirm_by } => {
                IncidentStep { confirm_by: Some(confirm_by.0), ..shown.of_unit(place, unit, units) }
            }
            What::Stamped { place, unit, state, stamp } => IncidentStep {
                state: Some(state.key()),
                happened_at: Some(stamp.at.0),
                source: Some(stamp.source.key()),
                doubt: stamp.doubt(step.at).map(|doubt| doubt.key()),
                pressed_at: stamp.pressed.map(|pressed| pressed.at.0),
                sent_at: stamp.pressed.map(|pressed| pressed.sent.0),
                age_ms: stamp.pressed.and_then(|pressed| pressed.steady_ms),
                ..shown.of_unit(place, unit, units)
            },
        }
    }

    fn of_unit(self, place: u8, unit: UnitId, units: &[UnitRow]) -> IncidentStep {
        IncidentStep { place: Some(place), unit_id: Some(uuid(unit)), unit: Some(name(units, unit)), ..self }
    }
}
