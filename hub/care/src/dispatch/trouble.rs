//! Finds incidents that need an alert: everybody believes that somebody is on the way, and perhaps nobody is.

use super::incident::{Incident, Place};
use super::recommend::Recommended;
use super::stamp::Source;
use super::state::IncidentState;
use super::unit::{Situation, UnitId};
use hearth_vitals::WallMs;
use std::collections::{BTreeMap, BTreeSet};

/// A unit on its way counts as silent after so long without a word from its phone, ms: the phone speaks with the hub every few
/// seconds.
pub const SILENT_MS: i64 = 60_000;
/// An incident without a unit counts as waiting after so long without any act of a person, ms: a unit may be free, and nobody
/// sends it.
pub const WAITS_MS: i64 = 90_000;

/// When the crews' phones were heard, whatever they asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Heard {
    /// When each unit's phones last asked for anything.
    pub phones: BTreeMap<UnitId, WallMs>,
    /// When this hub began to listen; earlier requests are unknown.
    pub since: Option<WallMs>,
}

/// What is wrong with an incident now.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Trouble {
    /// A place was offered, its minute has passed, and no unit has confirmed since, whether or not the next one was asked.
    pub unconfirmed: bool,
    /// No unit is sent, and none could be.
    pub no_unit: bool,
    /// No unit is sent, and nobody has done anything about it for [`WAITS_MS`].
    pub waits: bool,
    /// Units on their way that are silent.
    pub silent: BTreeSet<UnitId>,
}

impl Incident {
    /// What is wrong now, given the recommended units. Empty for an incident to which nobody has to be sent any more.
    pub fn trouble(&self, best: &[Recommended], situation: &Situation, heard: &Heard, now: WallMs) -> Trouble {
        if !self.is_open() || self.is_over() {
            return Trouble::default();
        }
        // Once the stay has ended nobody can be sent, and the incident only has to be closed.
        let nobody_sent = situation.stay_open && self.kept().next().is_none();
        Trouble {
            unconfirmed: self.kept().any(|place| self.waits_too_long(place)),
            no_unit: nobody_sent && !best.iter().any(|one| one.available),
            waits: nobody_sent && now.since(self.last_at) > WAITS_MS,
            silent: self.kept().filter(|place| self.is_silent(place, situation, heard, now)).map(|place| place.unit).collect(),
        }
    }

    fn waits_too_long(&self, place: &Place) -> bool {
        let of_place = |number: u8| number == place.number;
        let said_yes =
            |since: u32| self.entries.range(since..).any(|(_, entry)| of_place(entry.place) && entry.state == IncidentState::Acknowledged);
        place.state.is_offered()
            && self.offers.iter().any(|(number, offer)| of_place(offer.place) && offer.unconfirmed && !said_yes(*number))
    }

    /// Only units on their way can be silent: at the house a crew has its hands full, and walls around its telephone. A crew that
    /// has never used the phone since it was asked is led by radio, which the dispatcher hears and the hub does not.
    fn is_silent(&self, place: &Place, situation: &Situation, heard: &Heard, now: WallMs) -> bool {
        if !place.state.is_on_its_way() && place.state != IncidentState::Transporting {
            return false;
        }
        let of_offer = || self.entries.values().filter(|entry| entry.offer == place.offer);
        let fix = situation.units.get(&place.unit).and_then(|unit| unit.fix).map(|fix| fix.at);
        let phone = heard.phones.get(&place.unit).copied();
        let offered = self.offers.get(&place.offer).map(|offer| offer.at);
        let has_phone = of_offer().any(|entry| entry.stamp.source != Source::Radio) || fix.max(phone) >= offered;
        // An instant in the future comes from a clock that was set back later; its age is unknown, so it does not count.
        let all = of_offer().map(|entry| entry.at).chain(fix).chain(phone).chain(heard.since);
        let last = all.filter(|at| now.since(*at) >= -SILENT_MS).max();
        has_phone && last.is_none_or(|at| now.since(at) > SILENT_MS)
    }
}
