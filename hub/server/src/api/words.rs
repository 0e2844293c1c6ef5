//! The fixed words of patients and episodes, and the words of alerts for the description.

use hearth_alerts::{Action, Condition, Kind, Priority, Response, Side, WithoutNews2};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;
use utoipa::openapi::schema::{Object, ObjectBuilder, SchemaType, Type};

/// Administrative sex, by the codes of FHIR.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Sex {
    /// The patient is recorded as female.
    Female,
    /// The patient is recorded as male.
    Male,
    /// The patient is recorded as neither female nor male.
    Other,
    /// The sex is not known.
    Unknown,
}

impl Sex {
    /// The word for the store.
    pub const fn key(self) -> &'static str {
        match self {
            Sex::Female => "female",
            Sex::Male => "male",
            Sex::Other => "other",
            Sex::Unknown => "unknown",
        }
    }
}

/// A state of the patient in which some alerts mean nothing.
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ContextWord {
    /// The patient bathes: up to an hour. A sensor that is off, SpO2, heart rate, pulse and breathing, up to medium.
    Bath,
    /// The patient is on the way: up to four hours. The same alerts.
    Transport,
    /// The patient is dying: a physician begins it, with an end or without. What is measured of the patient, of every priority.
    EndOfLife,
}

/// The work that somebody does in a shift.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Duty {
    /// Watches stays as a nurse.
    Nurse,
    /// Leads the shift; can watch stays, too.
    ChargeNurse,
    /// Phones homes and takes their calls.
    CallAgent,
    /// Is on call as a physician.
    Physician,
    /// Sends crews to homes.
    Dispatcher,
}

impl From<Duty> for hearth_care::Duty {
    fn from(duty: Duty) -> hearth_care::Duty {
        match duty {
            Duty::Nurse => hearth_care::Duty::Nurse,
            Duty::ChargeNurse => hearth_care::Duty::ChargeNurse,
            Duty::CallAgent => hearth_care::Duty::CallAgent,
            Duty::Physician => hearth_care::Duty::Physician,
            Duty::Dispatcher => hearth_care::Duty::Dispatcher,
        }
    }
}

/// Phase of a stay.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Phase {
    /// Hospital-level care at home.
    Acute,
    /// Recovery after the acute phase.
    Restorative,
}

impl Phase {
    /// The word for the store.
    pub const fn key(self) -> &'static str {
        match self {
            Phase::Acute => "acute",
            Phase::Restorative => "restorative",
        }
    }
}

fn one_of(about: &str, words: impl Iterator<Item = &'static str>) -> Object {
    ObjectBuilder::new().schema_type(Type::String).description(Some(about)).enum_values(Some(words)).build()
}

/// Schema of the kinds of alerts.
pub fn kind() -> Object {
    one_of(
        "What an alert is about: `clinical` (the patient), `technical` (the home's devices) or `system` (the hub).",
        Kind::ALL.iter().map(|word| word.as_str()),
    )
}

/// Priorities of alerts and limits.
pub fn priority() -> Object {
    one_of(
        "How soon somebody has to act: `high` at once, `medium` promptly, `low` when there is time (IEC 60601-1-8).",
        Priority::ALL.iter().map(|word| word.as_str()),
    )
}

/// Schema of the conditions of alerts.
pub fn condition() -> Object {
    one_of(
        "Whether what the alert tells of is so: `pending` while its delay runs, `active`, or `cleared` once it has ended.",
        Condition::ALL.iter().map(|word| word.as_str()),
    )
}

/// Schema of what people have done about an alert.
pub fn response() -> Object {
    one_of("What people have done about it: `none`, `acknowledged` or `reviewed`.", Response::ALL.iter().map(|word| word.as_str()))
}

/// Schema of what the owner of an alert does about it.
pub fn action() -> Object {
    let words = Action::ALL.iter().map(|word| Value::from(word.as_str())).chain([Value::Null]);
    let about = "What who has the alert does about it; `null` if they have not said.";
    ObjectBuilder::new()
        .schema_type(SchemaType::from_iter([Type::String, Type::Null]))
        .description(Some(about))
        .enum_values(Some(words))
        .build()
}

/// Why NEWS2 is not judged for a patient.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum WithoutNews2Word {
    /// The patient is younger than 16, by the date of birth on record.
    #[serde(rename = "under_16")]
    Under16,
    /// The patient is pregnant. This needs a second person.
    Pregnant,
}

/// Whether a stay begins with NEWS2.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum News2AtAdmission {
    /// It is judged, also for a child.
    Judged,
    /// It is not, because the patient is younger than 16.
    #[serde(rename = "under_16")]
    Under16,
}

impl From<WithoutNews2Word> for WithoutNews2 {
    fn from(word: WithoutNews2Word) -> WithoutNews2 {
        match word {
            WithoutNews2Word::Under16 => WithoutNews2::Under16,
            WithoutNews2Word::Pregnant => WithoutNews2::Pregnant,
        }
    }
}

impl From<WithoutNews2> for WithoutNews2Word {
    fn from(reason: WithoutNews2) -> WithoutNews2Word {
        match reason {
            WithoutNews2::Under16 => WithoutNews2Word::Under16,
            WithoutNews2::Pregnant => WithoutNews2Word::Pregnant,
        }
    }
}

/// The word of what is stored; `None` for what this version does not know, by which NEWS2 is judged.
pub fn word(stored: Option<&str>) -> Option<WithoutNews2Word> {
    stored.and_then(WithoutNews2::from_key).map(WithoutNews2Word::from)
}

/// The side of a limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum LimitSide {
    /// Values below it are beyond it.
    Low,
    /// Values above it are beyond it.
    High,
}

/// The side of a limit as the API names it.
pub const fn side(side: Side) -> LimitSide {
    match side {
        Side::Low => LimitSide::Low,
        Side::High => LimitSide::High,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_the_store_are_those_of_the_api() {
        for sex in [Sex::Female, Sex::Male, Sex::Other, Sex::Unknown] {
            assert_eq!(serde_json::to_value(sex).unwrap(), sex.key());
        }
        for phase in [Phase::Acute, Phase::Restorative] {
            assert_eq!(serde_json::to_value(phase).unwrap(), phase.key());
        }
    }
}
