//! Units, crews, and what they can do.

use super::position::{Fix, Position};
use hearth_alerts::StaffId;
use hearth_vitals::WallMs;
use std::collections::{BTreeMap, BTreeSet};

/// Id of an incident.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct IncidentId(pub u128);

/// Id of a unit: a car with its equipment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UnitId(pub u128);

/// Units of one programme, at most.
pub const UNITS_MAX: usize = 200;
/// People in one unit, at most.
pub const CREW_MAX: usize = 4;

macro_rules! words {
    ($(#[$of:meta])* $name:ident: $count:literal { $($(#[$doc:meta])* $variant:ident = $key:literal,)* }) => {
        $(#[$of])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub enum $name { $($(#[$doc])* $variant,)* }

        impl $name {
            /// All values, in the order of declaration.
            pub const ALL: [$name; $count] = [$($name::$variant,)*];

            /// The word for the store and the API.
            pub const fn key(self) -> &'static str {
                match self { $($name::$variant => $key,)* }
            }

            /// Reads the word.
            pub fn from_key(key: &str) -> Option<$name> {
                Self::ALL.into_iter().find(|one| one.key() == key)
            }
        }
    };
}

words! {
    /// Equipment that not every unit carries.
    Equipment: 6 {
        /// Oxygen and what it is given with.
        Oxygen = "oxygen",
        /// Ventilation through a mask.
        Cpap = "cpap",
        /// A twelve-lead ECG.
        Ecg = "ecg",
        /// Fluids and a pump.
        Infusion = "infusion",
        /// A suction pump for the airway.
        Suction = "suction",
        /// Tubes for blood cultures and a device for blood gases.
        Blood = "blood",
    }
}

words! {
    /// Skills that not every crew has.
    Skill: 3 {
        /// A paramedic is aboard, for medicines and airways.
        Paramedic = "paramedic",
        /// Somebody may use a central line.
        CentralLine = "central_line",
        /// Somebody is trained in the care of patients without immune defences.
        Neutropenic = "neutropenic",
    }
}

/// Who drives a unit now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Crew {
    /// The people in the unit.
    pub members: BTreeSet<StaffId>,
    /// When their shift began.
    pub from: WallMs,
    /// When it is to end.
    pub until: WallMs,
    /// The languages that they speak with patients: BCP 47 tags.
    pub languages: BTreeSet<String>,
    /// What they can do.
    pub skills: BTreeSet<Skill>,
}

/// A unit as dispatch knows it now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unit {
    /// Id of the unit.
    pub id: UnitId,
    /// Its crew; `None` while nobody drives it.
    pub crew: Option<Crew>,
    /// What it carries.
    pub equipment: BTreeSet<Equipment>,
    /// Where it was last.
    pub fix: Option<Fix>,
    /// The incident in which it has a place.
    pub busy: Option<IncidentId>,
}

impl Unit {
    /// True while a crew is on shift.
    pub fn on_shift(&self, now: WallMs) -> bool {
        self.crew.as_ref().is_some_and(|crew| crew.from <= now && now < crew.until)
    }

    /// True while the crew that was on shift at `offered` still is: no other crew has begun since.
    pub fn still_on_shift(&self, offered: WallMs, now: WallMs) -> bool {
        self.on_shift(now) && self.crew.as_ref().is_some_and(|crew| crew.from <= offered)
    }

    /// True if one of the crew speaks the language of the tag, whatever its region.
    pub fn speaks(&self, language: &str) -> bool {
        let primary = |tag: &str| tag.split('-').next().unwrap_or_default().to_ascii_lowercase();
        self.crew.as_ref().is_some_and(|crew| crew.languages.iter().any(|tag| primary(tag) == primary(language)))
    }

    /// Driving time to a place, ms; `None` while either end of the way is unknown.
    pub fn travel_ms(&self, to: Option<Position>, now: WallMs) -> Option<i64> {
        Some(self.fix?.usable(now)?.travel_ms(to?))
    }
}

/// The facts beside the incident that a decision about it needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Situation {
    /// Every unit; at most [`UNITS_MAX`].
    pub units: BTreeMap<UnitId, Unit>,
    /// False once the stay has ended: the patient was discharged, or is in a hospital.
    pub stay_open: bool,
}
