//! Why an act on an incident is refused, in words: each says who was first or what is in the way, by the unit's name.

use super::shown::{Incident, Who, situation_of};
use crate::api::ApiState;
use crate::clock;
use crate::problem::{ApiResult, Cause, InState, Mend, Problem, Thing};
use hearth_care::dispatch::{IncidentRefused, UnitId};
use hearth_store::dispatch::UnitRow;
use uuid::Uuid;

fn named(units: &[UnitRow], id: UnitId) -> String {
    units.iter().find(|row| row.unit.id == id).map(|row| row.name.clone()).unwrap_or_default()
}

fn cause(refused: IncidentRefused, units: &[UnitRow]) -> Problem {
    let named = |unit| named(units, unit);
    let cause = match refused {
        IncidentRefused::Changed { .. } => Cause::ChangedMeanwhile {},
        IncidentRefused::NotAllowed { from, to } => Cause::IncidentNotAllowed { is: InState(from), next: InState(to) },
        IncidentRefused::UnitSent(unit) => Cause::UnitSent { sent: named(unit) },
        IncidentRefused::UnitBusy { unit, .. } => Cause::UnitBusy { sent: named(unit) },
        IncidentRefused::OffShift(unit) => Cause::UnitOffShift { sent: named(unit) },
        IncidentRefused::UnknownUnit(_) => return Problem::not_found(Thing::Unit),
        IncidentRefused::UnknownPlace(_) => return Problem::invalid_field("place", Mend::OfThisIncident {}),
        IncidentRefused::TakenAway { unit } => Cause::PlaceTaken { sent: named(unit) },
        IncidentRefused::OfferOver => Cause::OfferOver {},
        IncidentRefused::Already(state) => Cause::IncidentAlready { is: InState(state) },
        IncidentRefused::StayEnded => Cause::EpisodeEnded {},
        IncidentRefused::UnitStillSent { unit, state } => Cause::UnitStillSent { sent: named(unit), is: InState(state) },
        IncidentRefused::NoStamp(_) => return Problem::invalid_field("step", Mend::OfThisIncident {}),
        IncidentRefused::AmendedBy(_) => Cause::StampAmended {},
        IncidentRefused::OutOfOrder => return Problem::invalid_field("happened_at", Mend::InOrder {}),
        IncidentRefused::Full => Cause::IncidentFull {},
    };
    cause.into()
}

impl ApiState {
    /// The problem for a refusal, with the incident as it is now if the person may see it.
    pub(super) async fn refusal(&self, id: Uuid, who: Who, refused: IncidentRefused) -> ApiResult<Problem> {
        let now = clock::wall_ms();
        let units = self.store.units(now).await?;
        let Some((row, _)) = self.store.incident(id).await? else { return Ok(Problem::not_found(Thing::Incident)) };
        // The place has just been given to another unit.
        if who == Who::Nobody || (who == Who::Crew && matches!(refused, IncidentRefused::TakenAway { .. })) {
            return Ok(cause(refused, &units));
        }
        let current = Incident::of(&row, &situation_of(&units, row.stay_open), (&units, who), now);
        Ok(cause(refused, &units).with_current(serde_json::to_value(current).unwrap_or_default()))
    }
}
