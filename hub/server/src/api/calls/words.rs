//! The words of a call: who called whom, and what came of it.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Who called whom.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum CallDirection {
    /// The command center called.
    Out,
    /// It was called.
    In,
}

impl CallDirection {
    /// All of them.
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
    /// The interpreter.
    Interpreter,
    /// A colleague.
    Colleague,
    /// Somebody else.
    Other,
}

impl CallParty {
    /// All of them.
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
    /// They talked.
    Answered,
    /// Nobody answered.
    NoAnswer,
    /// The line was busy.
    Busy,
    /// A message was left.
    LeftMessage,
    /// The number is another's.
    WrongNumber,
    /// A call that came in and that nobody took.
    Missed,
    /// A call back was promised.
    Promised,
}

impl CallOutcome {
    /// All of them.
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
