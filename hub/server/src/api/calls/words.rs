//! The words of a call: who called whom, and what came of it.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The direction of a call: `out` of the command center, or `in` to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum CallDirection {
    /// The command center called.
    Out,
    /// Somebody called the command center.
    In,
}

impl CallDirection {
    /// All directions, for the catalogue of codes.
    pub const ALL: [CallDirection; 2] = [CallDirection::Out, CallDirection::In];

    /// The word for the store.
    pub const fn key(self) -> &'static str {
        match self {
            CallDirection::Out => "out",
            CallDirection::In => "in",
        }
    }
}

/// Whom the call is with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum CallParty {
    /// The patient, or whoever answers at the home.
    Home,
    /// One of the contacts.
    Contact,
    /// The interpreter or the interpreting service.
    Interpreter,
    /// A colleague, here or at another site.
    Colleague,
    /// Somebody whom no other word fits.
    Other,
}

impl CallParty {
    /// All parties, for the catalogue of codes.
    pub const ALL: [CallParty; 5] = [CallParty::Home, CallParty::Contact, CallParty::Interpreter, CallParty::Colleague, CallParty::Other];

    /// The word for the store.
    pub const fn key(self) -> &'static str {
        match self {
            CallParty::Home => "home",
            CallParty::Contact => "contact",
            CallParty::Interpreter => "interpreter",
            CallParty::Colleague => "colleague",
            CallParty::Other => "other",
        }
    }
}

/// What came of a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum CallOutcome {
    /// The call was answered and they talked.
    Answered,
    /// It rang and nobody answered.
    NoAnswer,
    /// The line was busy.
    Busy,
    /// A message was left.
    LeftMessage,
    /// The number belongs to somebody else.
    WrongNumber,
    /// A call that came in and that nobody took.
    Missed,
    /// A call back was promised.
    Promised,
}

impl CallOutcome {
    /// All outcomes, for the catalogue of codes.
    pub const ALL: [CallOutcome; 7] = [
        CallOutcome::Answered,
        CallOutcome::NoAnswer,
        CallOutcome::Busy,
        CallOutcome::LeftMessage,
        CallOutcome::WrongNumber,
        CallOutcome::Missed,
        CallOutcome::Promised,
    ];

    /// The word for the store.
    pub const fn key(self) -> &'static str {
        match self {
            CallOutcome::Answered => "answered",
            CallOutcome::NoAnswer => "no_answer",
            CallOutcome::Busy => "busy",
            CallOutcome::LeftMessage => "left_message",
            CallOutcome::WrongNumber => "wrong_number",
            CallOutcome::Missed => "missed",
            CallOutcome::Promised => "promised",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_the_store_are_those_of_the_api() {
        for one in CallOutcome::ALL {
            assert_eq!(serde_json::to_value(one).unwrap(), one.key());
        }
        for one in CallParty::ALL {
            assert_eq!(serde_json::to_value(one).unwrap(), one.key());
        }
        for one in CallDirection::ALL {
            assert_eq!(serde_json::to_value(one).unwrap(), one.key());
        }
    }
}
