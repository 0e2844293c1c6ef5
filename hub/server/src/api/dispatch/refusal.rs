//! Why an act on an incident is refused, in words: each says who was first or what is in the way, by the unit's name.

use super::shown::{Incident, Who, board_of};
use crate::api::ApiState;
use crate::clock;
use crate::problem::{ApiResult, Cause, InState, Mend, Problem, Thing};
use hearth_care::dispatch::{Refused, UnitId};
use hearth_store::dispatch::UnitRow;
use uuid::Uuid;

fn named(units: &[UnitRow], id: UnitId) -> String {
    units.iter().find(|row| row.unit.id == id).map(|row| row.name.clone()).unwrap_or_default()
}

fn cause(refused: Refused, units: &[UnitRow]) -> Problem {
    let named = |unit| named(units, unit);
    let cause = match refused {
        Refused::Changed { .. } => Cause::ChangedMeanwhile {},
        Refused::NotAllowed { from, to } => Cause::IncidentNotAllowed { is: InState(from), next: InState(to) },
        Refused::UnitSent(unit) => Cause::UnitSent { sent: named(unit) },
        Refused::UnitBusy { unit, .. } => Cause::UnitBusy { sent: named(unit) },
        Refused::OffShift(unit) => Cause::UnitOffShift { sent: named(unit) },
        Refused::UnknownUnit(_) => return Problem::not_found(Thing::Unit),
        Refused::UnknownPlace(_) => return Problem::invalid_field("place", Mend::OfThisIncident {}),
        Refused::TakenAway { unit } => Cause::PlaceTaken { sent: named(unit) },
        Refused::OfferOver => Cause::OfferOver {},
        Refused::Already(state) => Cause::IncidentAlready { is: InState(state) },
        Refused::StayEnded => Cause::EpisodeEnded {},
        Refused::UnitStillSent { unit, state } => Cause::UnitStillSent { sent: named(unit), is: InState(state) },
        Refused::NoStamp(_) => return Problem::invalid_field("step", Mend::OfThisIncident {}),
        Refused::AmendedBy(_) => Cause::StampAmended {},
        Refused::OutOfOrder => return Problem::invalid_field("happened_at", Mend::InOrder {}),
        Refused::Full => Cause::IncidentFull {},
    };
    cause.into()
}

impl ApiState {
    /// The problem for a refusal, with the incident as it is now if the person may see it.
    pub(super) async fn refusal(&self, id: Uuid, who: Who, refused: Refused) -> ApiResult<Problem> {
        let now = clock::wall_ms();
        let units = self.store.units(now).await?;
        let Some((row, _)) = self.store.incident(id).await? else { return Ok(Problem::not_found(Thing::Incident)) };
        // The place has just been given to another unit.
        if who == Who::Nobody || (who == Who::Crew && matches!(refused, Refused::TakenAway { .. })) {
            return Ok(cause(refused, &units));
        }
        let current = Incident::of(&row, &board_of(&units, row.stay_open), (&units, who), now);
        Ok(cause(refused, &units).with_current(serde_json::to_value(current).unwrap_or_default()))
    }
}
