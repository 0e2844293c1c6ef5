//! Turns refusals of the store and of the engine's loop into problems.

use crate::engine::handle::Refused;
use crate::problem::{Cause, Mend, Problem, Thing};
use hearth_alerts::{ActError, Remind};
use hearth_store::StoreError;
use hearth_store::handovers::NotAccepted;

/// SQLSTATE of a value that is taken.
pub const TAKEN: &str = "23505";
/// SQLSTATE of a reference to nothing.
pub const UNKNOWN: &str = "23503";
/// SQLSTATE of a stretch of time that is taken.
pub const OVERLAP: &str = "23P01";

/// True if the store refused the data for this reason.
pub fn is(error: &StoreError, state: &str) -> bool {
    matches!(error, StoreError::Data { code, .. } if code == state)
}

impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Problem {
        match error {
            transient if transient.is_transient() => Problem::store_unavailable(transient),
            StoreError::EpisodeChanged | StoreError::BindingsChanged => Cause::ChangedMeanwhile {}.into(),
            // The database's message may repeat patient data, so only the code is kept.
            StoreError::Data { code, .. } => Problem::internal(format!("the database refuses the data ({code})")),
            other => Problem::internal(other),
        }
    }
}

/// Maps a refusal to a problem; [`super::alert_acts`] adds the name of whoever acted first.
impl From<Refused> for Problem {
    fn from(refused: Refused) -> Problem {
        match refused {
            Refused::Store(error) => error.into(),
            Refused::Stopping => Cause::HubStopping {}.into(),
            Refused::OtherAlerts => Cause::HandoverAlertsDiffer {}.into(),
            Refused::NotAccepted(NotAccepted::OtherProfile) => Cause::ReducedAlarmsUnread {}.into(),
            Refused::NotAccepted(NotAccepted::OtherStays) => Problem::invalid_field("stays", Mend::EachStayOnce {}),
            // Refusals with the name of a holder are handled before this.
            Refused::NotAccepted(_) => Cause::HandoverNotOpen {}.into(),
            Refused::Act(ActError::NotFound) => Problem::not_found(Thing::OpenAlert),
            Refused::Act(ActError::NoteTooLong { max }) => Problem::invalid_field("note", Mend::BytesAtMost { high: max as u64 }),
            Refused::Act(ActError::ReminderTooLate { max_min }) => {
                Problem::invalid_field("remind_in_min", Mend::Between { low: Remind::Five.minutes().into(), high: max_min.into() })
            }
            Refused::Act(ActError::Stale { .. }) => Cause::AlertChanged {}.into(),
            Refused::Act(ActError::StillActive) => Cause::ConditionHolds {}.into(),
            Refused::Act(ActError::AlreadyAcknowledged { .. }) => Cause::AcknowledgedMeanwhile {}.into(),
        }
    }
}
