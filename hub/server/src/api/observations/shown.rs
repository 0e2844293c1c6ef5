//! An observation as people see it.

use crate::feed::message::StaffRef;
use crate::observations::catalogue::{self, decimal};
use hearth_store::observations::{Finding, ObservationRow};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// Where an observation comes from.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ObservationSource {
    /// The author, or a colleague, found it.
    #[default]
    Staff,
    /// The patient said it.
    Patient,
    /// Somebody of the household said it.
    Family,
    /// It was read off a device that the patient has; `device_id` says which.
    Device,
}

impl ObservationSource {
    /// All sources, for the catalogue of codes.
    pub const ALL: [ObservationSource; 4] =
        [ObservationSource::Staff, ObservationSource::Patient, ObservationSource::Family, ObservationSource::Device];

    /// The word for the store.
    pub const fn key(self) -> &'static str {
        match self {
            ObservationSource::Staff => "staff",
            ObservationSource::Patient => "patient",
            ObservationSource::Family => "family",
            ObservationSource::Device => "device",
        }
    }
}

/// Whether an observation is still valid.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ObservationState {
    /// It is valid: nobody has corrected or withdrawn it.
    Current,
    /// Another one (`corrected_by`) has replaced it.
    Corrected,
    /// It was entered in error; `corrected_by` is the withdrawal, which says why.
    Withdrawn,
    /// It only says that another one (`corrects`) was entered in error.
    Withdrawal,
}

impl ObservationState {
    /// All states, for the catalogue of codes.
    pub const ALL: [ObservationState; 4] =
        [ObservationState::Current, ObservationState::Corrected, ObservationState::Withdrawn, ObservationState::Withdrawal];
}

/// One observation, as it was written down. It is never changed; a correction is another one that names it.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Observation {
    /// Id of the observation, a UUID.
    pub id: Uuid,
    /// Id of the episode of the patient who was observed.
    pub episode_id: Uuid,
    /// What was observed: a code of `GET /observations/codes`, or a LOINC code that is not listed there.
    pub code: String,
    /// The LOINC code of what was observed, such as `8310-5`.
    pub loinc: String,
    /// When it was observed, ms since 1970; not when it was written down.
    pub at: i64,
    /// The number, in `unit`; `null` where the answer is a word.
    pub value: Option<f64>,
    /// UCUM unit of `value`; `null` without one.
    pub unit: Option<String>,
    /// The answer as a word: one of the code's list, `off_scale_low` or `off_scale_high` of a device that shows LO or HI, or the author's own words if it has no list; `null` for a number.
    pub finding: Option<String>,
    /// How it was found: one of the code's methods.
    pub method: String,
    /// Where it comes from: `staff`, `patient`, `family` or `device`.
    #[schema(value_type = ObservationSource)]
    pub source: String,
    /// Id of the device that it was read from; `null` unless `source` is `device`.
    pub device_id: Option<String>,
    /// The member of staff who wrote it down.
    pub author: StaffRef,
    /// When it was written down, ms since 1970 by the hub's clock.
    pub entered_at: i64,
    /// A note of the author; may be empty.
    pub note: String,
    /// Whether it is still valid.
    pub state: ObservationState,
    /// Id of the observation that this one corrects or withdraws; `null` if it does neither.
    pub corrects: Option<Uuid>,
    /// Why it corrects or withdraws the other one; empty if it does neither.
    pub reason: String,
    /// Id of the observation that corrects or withdraws this one; `null` if there is none.
    pub corrected_by: Option<Uuid>,
}

impl From<ObservationRow> for Observation {
    fn from(row: ObservationRow) -> Observation {
        let said = row.said;
        let state = match (&said.finding, row.corrected_by) {
            (None, _) => ObservationState::Withdrawal,
            (_, None) => ObservationState::Current,
            (_, Some((_, false))) => ObservationState::Corrected,
            (_, Some((_, true))) => ObservationState::Withdrawn,
        };
        let (value, unit, finding) = match said.finding {
            Some(Finding::Number { raw, decimals, unit }) => (Some(decimal(raw, decimals)), Some(unit), None),
            Some(Finding::Word(word)) => (None, None, Some(word)),
            None => (None, None, None),
        };
        let (corrects, reason) = said.corrects.unzip();
        Observation {
            id: said.id,
            episode_id: said.episode,
            loinc: catalogue::find(&said.code).map_or_else(|| said.code.clone(), |code| code.loinc.to_owned()),
            code: said.code,
            at: said.at.0,
            value,
            unit,
            finding,
            method: said.method,
            source: said.source,
            device_id: said.device.map(|device| device.to_string()),
            author: StaffRef { id: said.author, display_name: row.author_name },
            entered_at: said.entered_at.0,
            note: said.note,
            state,
            corrects,
            reason: reason.unwrap_or_default(),
            corrected_by: row.corrected_by.map(|(id, _)| id),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_the_store_are_those_of_the_api() {
        for source in ObservationSource::ALL {
            assert_eq!(serde_json::to_value(source).unwrap(), source.key());
        }
    }
}
