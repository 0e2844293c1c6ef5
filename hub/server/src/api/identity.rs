//! Two identifiers wherever someone acts for a person: the wrong chart is one click away.

use super::check::Checks;
use crate::problem::{ApiResult, Cause};
use hearth_store::registry::PatientRow;

/// Record number and date of birth as the person who acts has them before their eyes.
pub struct Identifiers {
    medical_record_number: String,
    birth_date: String,
}

impl Identifiers {
    /// Takes them in; their shape is checked with the other fields.
    pub fn new(checks: &mut Checks, medical_record_number: &str, birth_date: &str) -> Self {
        Self {
            medical_record_number: checks.text("medical_record_number", medical_record_number, 1..=40),
            birth_date: checks.birth_date("birth_date", birth_date),
        }
    }

    /// Nothing if they are this patient's.
    ///
    /// # Errors
    /// `conflict`, which does not say whose they are.
    pub fn confirm(&self, patient: &PatientRow) -> ApiResult<()> {
        if self.medical_record_number == patient.medical_record_number && self.birth_date == patient.birth_date {
            return Ok(());
        }
        Err(Cause::IdentifiersDiffer {}.into())
    }
}
