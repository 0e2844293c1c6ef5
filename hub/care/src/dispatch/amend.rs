//! Corrections: a new entry names the one that no longer counts.

use super::incident::{AMENDMENTS_MAX, Entry, Incident};
use super::refused::IncidentRefused;
use super::state::IncidentState;
use super::step::IncidentStepKind;
use hearth_vitals::WallMs;

impl Incident {
    /// Corrects the instant that step `names` gives. If two people correct the same step, the second is refused.
    pub(super) fn amend(&self, names: u32, at: WallMs, now: WallMs) -> Result<IncidentStepKind, IncidentRefused> {
        if self.state == IncidentState::Closed {
            return Err(IncidentRefused::Already(IncidentState::Closed));
        }
        let entry = self.in_force(names)?;
        if self.amendments >= AMENDMENTS_MAX {
            return Err(IncidentRefused::Full);
        }
        let (after, before) = self.neighbours(entry);
        if at < after || at > before.unwrap_or(now) || at > now {
            return Err(IncidentRefused::OutOfOrder);
        }
        Ok(IncidentStepKind::Amended { names, at })
    }

    fn in_force(&self, names: u32) -> Result<&Entry, IncidentRefused> {
        if let Some(entry) = self.entries.values().find(|entry| entry.in_force == names) {
            return Ok(entry);
        }
        // Each correction names the one before it, so a person who names an old step can be told which one counts now.
        self.entries.get(&names).map_or(Err(IncidentRefused::NoStamp(names)), |entry| Err(IncidentRefused::AmendedBy(entry.in_force)))
    }

    /// The bounds of a correction: the unit's stamp before the entry (at the earliest its offer), and the stamp after it.
    fn neighbours(&self, entry: &Entry) -> (WallMs, Option<WallMs>) {
        let of_unit = || self.entries.values().filter(|other| other.offer == entry.offer);
        let before = of_unit().filter(|other| other.number < entry.number).map(|other| other.at).max();
        let offered = self.offers.get(&entry.offer).map(|offer| offer.at);
        let after = of_unit().filter(|other| other.number > entry.number).map(|other| other.at).min();
        (before.max(offered).unwrap_or(self.opening.since), after)
    }
}
