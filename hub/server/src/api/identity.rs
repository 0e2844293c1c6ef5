//! Two identifiers wherever someone acts for a person: the wrong chart is one click away.

use super::ApiState;
use super::check::Checks;
use crate::auth::Staff;
use crate::auth::right::Right;
use crate::clock;
use crate::problem::{ApiResult, Cause};
use hearth_store::registry::EpisodeRow;
use hearth_store::registry::PatientRow;
use hearth_vitals::coded::Seconds;
use std::sync::PoisonError;

/// Record number and date of birth, as the acting person has typed them.
pub struct Identifiers {
    medical_record_number: String,
    birth_date: String,
}

impl Identifiers {
    /// Made from typed text; the shape is checked with the other fields.
    pub fn new(checks: &mut Checks, medical_record_number: &str, birth_date: &str) -> Self {
        Self {
            medical_record_number: checks.text("medical_record_number", medical_record_number, 1..=40),
            birth_date: checks.birth_date("birth_date", birth_date),
        }
    }

    /// Succeeds if they are this patient's.
    ///
    /// # Errors
    /// `conflict`, which does not say whose they are.
    pub fn confirm(&self, patient: &PatientRow) -> ApiResult<()> {
        if self.medical_record_number == patient.medical_record_number && self.birth_date == patient.birth_date {
            return Ok(());
        }
        Err(Cause::IdentifiersDiffer {}.into())
    }
    /// The stay of the patient at home who has both. A person who may not see patients learns nothing else, and is slowed down
    /// after a few wrong pairs.
    ///
    /// # Errors
    /// `conflict`, which does not say which of the two was wrong; `too_many_attempts`.
    pub async fn find(&self, state: &ApiState, person: &Staff) -> ApiResult<EpisodeRow> {
        let blind = !person.role.has(Right::SeePatients);
        let guesser = person.id.to_string();
        if blind {
            let mut guesses = state.guesses.lock().unwrap_or_else(PoisonError::into_inner);
            guesses.admit_name(&guesser, clock::mono_ms()).map_err(|wait_s| Cause::TooManyAttempts { wait: Seconds(wait_s) })?;
        }
        let found = state.store.active_episode_of(&self.medical_record_number).await?;
        let found = found.filter(|stay| self.confirm(&stay.patient).is_ok());
        if found.is_none() {
            tracing::warn!(staff = %person.id, "two identifiers that are nobody's");
        }
        found.ok_or_else(|| Cause::NobodyWithIdentifiers {}.into())
    }

    /// Forgets the wrong tries of a person once identifiers have led to a finished act. Not earlier: a pair that somebody knows
    /// already must not buy tries for another.
    pub fn used(state: &ApiState, person: &Staff) {
        state.guesses.lock().unwrap_or_else(PoisonError::into_inner).name_succeeded(&person.id.to_string());
    }
}
