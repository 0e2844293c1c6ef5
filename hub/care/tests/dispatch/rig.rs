//! An incident with units around it, and a second hand.

use hearth_alerts::StaffId;
use hearth_care::StayId;
use hearth_care::dispatch::{
    Crew, Fix, Incident, IncidentAct, IncidentId, IncidentRefused, IncidentStep, Opening, Position, Situation, Unit, UnitId,
};
use hearth_vitals::WallMs;
use std::collections::{BTreeMap, BTreeSet};

/// The instant at which the tests begin, 2026-11-30T05:00:00Z.
pub const START: WallMs = WallMs(1_796_014_800_000);
pub const HOME: (i32, i32) = (40_000_000, -75_000_000);

pub fn at(ms: i64) -> WallMs {
    START.plus(ms)
}

pub fn position(north_udeg: i32) -> Position {
    Position::try_new(HOME.0 + north_udeg, HOME.1).unwrap()
}

pub fn opening() -> Opening {
    Opening {
        id: IncidentId(1),
        stay: StayId(1),
        since: START,
        home: Some(position(0)),
        language: "es".into(),
        equipment: BTreeSet::new(),
        skills: BTreeSet::new(),
    }
}

/// A unit on shift so many minutes of driving away.
pub fn unit(number: u128, minutes: i64) -> Unit {
    let crew = Crew {
        members: BTreeSet::from([StaffId(100 + number)]),
        from: at(-3_600_000),
        until: at(8 * 3_600_000),
        languages: BTreeSet::from(["es".into()]),
        skills: BTreeSet::new(),
    };
    let fix = Some(Fix { position: away(minutes), at: START });
    Unit { id: UnitId(number), crew: Some(crew), equipment: BTreeSet::new(), fix, busy: None }
}

/// The nearest place to the north from which the way takes so many minutes.
pub fn away(minutes: i64) -> Position {
    let (mut near, mut far) = (0, 5_000_000);
    while far - near > 1 {
        let middle = i32::midpoint(near, far);
        if position(middle).travel_ms(position(0)) < minutes * 60_000 { near = middle } else { far = middle }
    }
    position(far)
}

pub struct Rig {
    pub incident: Incident,
    pub situation: Situation,
    pub t: i64,
    pub told: Vec<IncidentStep>,
    /// Units whose phones say nothing any more.
    pub silent: BTreeSet<UnitId>,
}

impl Rig {
    pub fn new(opening: Opening, units: impl IntoIterator<Item = Unit>) -> Rig {
        let units: BTreeMap<_, _> = units.into_iter().map(|unit| (unit.id, unit)).collect();
        let mut rig = Rig {
            incident: Incident::new(opening),
            situation: Situation { units, stay_open: true },
            t: 0,
            told: vec![],
            silent: BTreeSet::new(),
        };
        rig.take(vec![Incident::open(None, START)]);
        rig.look();
        rig
    }

    pub fn take(&mut self, steps: Vec<IncidentStep>) {
        for step in steps {
            assert_eq!(step.number, self.incident.version + 1, "steps have no gap");
            self.incident.take(&step);
            self.told.push(step);
        }
    }

    /// Phones say each second where they are, and the hub looks.
    pub fn look(&mut self) {
        let now = at(self.t);
        for fix in self.situation.units.values_mut().filter(|unit| !self.silent.contains(&unit.id)).filter_map(|unit| unit.fix.as_mut()) {
            fix.at = now;
        }
        self.take(self.incident.look(&self.situation, now));
    }

    pub fn run_to(&mut self, t: i64) {
        while self.t < t {
            self.t += 1_000;
            self.look();
        }
    }

    pub fn act(&mut self, act: IncidentAct, by: StaffId) -> Result<(), IncidentRefused> {
        self.take(self.incident.decide(act, by, &self.situation, at(self.t))?);
        Ok(())
    }
}
