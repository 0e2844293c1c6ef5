//! What of an incident has to ring: everybody believes that somebody is on the way, and it may be that nobody is.

use super::incident::{Incident, Place};
use super::recommend::Recommended;
use super::state::State;
use super::unit::{Board, UnitId};
use hearth_vitals::WallMs;
use std::collections::BTreeSet;

/// A unit on its way that has said nothing for so long, neither where it is nor how far, is silent, ms: its telephone says where it is
/// every few seconds.
pub const SILENT_MS: i64 = 60_000;

/// What is wrong with an incident now.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Trouble {
    /// A place was offered, its minute passed, and no unit has said yes since: whether the next was asked or nobody is left.
    pub unconfirmed: bool,
    /// No unit is sent, and none can be.
    pub no_unit: bool,
    /// Units on their way that are silent.
    pub silent: BTreeSet<UnitId>,
}

impl Incident {
    /// What is wrong now, by what was recommended. Nothing of an incident in which nobody has to be sent any more.
    pub fn trouble(&self, best: &[Recommended], board: &Board, now: WallMs) -> Trouble {
        if !self.is_open() || self.is_over() {
            return Trouble::default();
        }
        Trouble {
            unconfirmed: self.kept().any(|place| self.waits_too_long(place)),
            no_unit: self.kept().next().is_none() && !best.iter().any(|one| one.available),
            silent: self.kept().filter(|place| self.is_silent(place, board, now)).map(|place| place.unit).collect(),
        }
    }

    fn waits_too_long(&self, place: &Place) -> bool {
        let of_place = |number: u8| number == place.number;
        let said_yes =
            |since: u32| self.entries.range(since..).any(|(_, entry)| of_place(entry.place) && entry.state == State::Acknowledged);
        place.state.is_offered()
            && self.offers.iter().any(|(number, offer)| of_place(offer.place) && offer.unconfirmed && !said_yes(*number))
    }

    /// A crew that is at the house or with the patient has its hands full, and walls around its telephone: only the way is watched.
    fn is_silent(&self, place: &Place, board: &Board, now: WallMs) -> bool {
        if !place.state.is_on_its_way() && place.state != State::Transporting {
            return false;
        }
        let stamped = self.entries.values().filter(|entry| entry.offer == place.offer).map(|entry| entry.at).max();
        let fix = board.units.get(&place.unit).and_then(|unit| unit.fix).map(|fix| fix.at);
        // What lies ahead was said by a clock that was set back since: when, nobody knows.
        let heard = stamped.into_iter().chain(fix).filter(|at| now.since(*at) >= -SILENT_MS).max();
        heard.is_none_or(|at| now.since(at) > SILENT_MS)
    }
}
