//! Ranks the units that could be sent, with the reasons for each rank.

use super::incident::Incident;
use super::position::TURNOUT_MS;
use super::state::IncidentState;
use super::unit::{Equipment, IncidentId, Situation, Skill, Unit, UnitId};
use hearth_vitals::WallMs;

/// Extra driving time accepted for a crew that speaks the patient's language, ms. An interpreter by phone takes about that long
/// until the first answer, and is no help at the door.
pub const LANGUAGE_MS: i64 = 300_000;
/// Assumed length of a visit, ms: a crew whose shift ends sooner would have to leave in the middle of it.
pub const VISIT_MS: i64 = 2_700_000;

/// A reason for the rank of a unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    /// It has a place in an incident.
    Busy(IncidentId),
    /// It has no crew on shift.
    OffShift,
    /// It was asked for this incident and did not confirm.
    Asked,
    /// It lacks something that has to be aboard.
    LacksEquipment(Equipment),
    /// Nobody aboard can do what is needed.
    LacksSkill(Skill),
    /// The shift ends before the visit would.
    ShiftEnds {
        /// When the shift ends.
        at: WallMs,
    },
    /// It would be there too late.
    TooFar,
    /// The distance is unknown: the home or the unit has no position.
    DistanceUnknown,
    /// The unit's position is old.
    PositionOld {
        /// Age of the position, ms.
        age_ms: i64,
    },
    /// Somebody aboard speaks the language of the home.
    SpeaksLanguage,
    /// An interpreter is needed.
    NeedsInterpreter,
}

impl Reason {
    /// All reasons, as the API names them.
    pub const WORDS: [&'static str; 11] = [
        "busy",
        "off_shift",
        "asked",
        "lacks_equipment",
        "lacks_skill",
        "shift_ends",
        "too_far",
        "distance_unknown",
        "position_old",
        "speaks_language",
        "needs_interpreter",
    ];

    /// The word for the API.
    pub const fn key(self) -> &'static str {
        match self {
            Reason::Busy(_) => "busy",
            Reason::OffShift => "off_shift",
            Reason::Asked => "asked",
            Reason::LacksEquipment(_) => "lacks_equipment",
            Reason::LacksSkill(_) => "lacks_skill",
            Reason::ShiftEnds { .. } => "shift_ends",
            Reason::TooFar => "too_far",
            Reason::DistanceUnknown => "distance_unknown",
            Reason::PositionOld { .. } => "position_old",
            Reason::SpeaksLanguage => "speaks_language",
            Reason::NeedsInterpreter => "needs_interpreter",
        }
    }
}

/// A unit with its rank's reasons and its estimated arrival.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recommended {
    /// The unit that is judged.
    pub unit: UnitId,
    /// True if it can be sent now.
    pub available: bool,
    /// How long the way takes, ms; `None` if that is not known.
    pub travel_ms: Option<i64>,
    /// When it would be there if it were offered now.
    pub arrives: Option<WallMs>,
    /// What speaks for and against it.
    pub reasons: Vec<Reason>,
}

impl Incident {
    /// Every unit, the best first. Units that have what is needed come before those that lack it, and crews who can stay before
    /// those whose shift ends too early. Then the earlier arrival counts; an unknown distance comes after the known ones that are
    /// in time.
    pub fn recommend(&self, situation: &Situation, now: WallMs) -> Vec<Recommended> {
        let mut all: Vec<Recommended> = situation.units.values().map(|unit| self.judge(unit, now)).collect();
        all.sort_by_key(rank);
        all
    }

    fn judge(&self, unit: &Unit, now: WallMs) -> Recommended {
        let travel_ms = unit.travel_ms(self.opening.home, now);
        let arrives = travel_ms.map(|travel_ms| now.plus(TURNOUT_MS + travel_ms));
        let mut reasons = self.against(unit, now);
        let available = reasons.iter().all(|reason| !matches!(reason, Reason::Busy(_) | Reason::OffShift));
        self.of_the_way(unit, arrives, now, &mut reasons);
        let speaks = unit.speaks(&self.opening.language);
        reasons.push(if speaks { Reason::SpeaksLanguage } else { Reason::NeedsInterpreter });
        Recommended { unit: unit.id, available, travel_ms, arrives, reasons }
    }

    fn against(&self, unit: &Unit, now: WallMs) -> Vec<Reason> {
        let mut reasons = Vec::new();
        let here = self.kept().any(|place| place.unit == unit.id).then_some(self.opening.id);
        reasons.extend(here.or(unit.busy).map(Reason::Busy));
        reasons.extend((!unit.on_shift(now)).then_some(Reason::OffShift));
        let asked = self.places.iter().any(|place| place.asked.contains(&unit.id));
        let said_yes = self.entries.values().any(|entry| entry.unit == unit.id && entry.state == IncidentState::Acknowledged);
        reasons.extend((asked && !said_yes).then_some(Reason::Asked));
        reasons.extend(self.opening.equipment.difference(&unit.equipment).copied().map(Reason::LacksEquipment));
        let has = |skill: &Skill| unit.crew.as_ref().is_some_and(|crew| crew.skills.contains(skill));
        reasons.extend(self.opening.skills.iter().copied().filter(|skill| !has(skill)).map(Reason::LacksSkill));
        reasons
    }

    fn of_the_way(&self, unit: &Unit, arrives: Option<WallMs>, now: WallMs, reasons: &mut Vec<Reason>) {
        let until = unit.crew.as_ref().map(|crew| crew.until);
        let over = until.filter(|until| *until > now && *until < arrives.unwrap_or(now).plus(VISIT_MS));
        reasons.extend(over.map(|at| Reason::ShiftEnds { at }));
        match arrives {
            None => reasons.push(Reason::DistanceUnknown),
            Some(arrives) if arrives > self.arrive_by() => reasons.push(Reason::TooFar),
            Some(_) => {}
        }
        let age = unit.fix.and_then(|fix| fix.old_ms(now));
        reasons.extend(age.map(|age_ms| Reason::PositionOld { age_ms }));
    }
}

fn rank(one: &Recommended) -> (bool, usize, bool, bool, bool, i64, UnitId) {
    let has = |wanted: fn(&Reason) -> bool| one.reasons.iter().any(wanted);
    let lacks = one.reasons.iter().filter(|reason| matches!(reason, Reason::LacksEquipment(_) | Reason::LacksSkill(_))).count();
    let interpreter_ms = if has(|reason| *reason == Reason::NeedsInterpreter) { LANGUAGE_MS } else { 0 };
    (
        !one.available,
        lacks,
        has(|reason| *reason == Reason::Asked),
        has(|reason| matches!(reason, Reason::ShiftEnds { .. })),
        has(|reason| *reason == Reason::TooFar),
        one.travel_ms.unwrap_or(i64::MAX - LANGUAGE_MS) + interpreter_ms,
        one.unit,
    )
}
