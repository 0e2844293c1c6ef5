//! What can be owed, who owes it, and what happens when it is late.

const MINUTE_MS: i64 = 60_000;

/// What can be owed to a patient.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Measure it again: a doubtful or raised value is to be confirmed.
    Remeasure,
    /// A score lacks a measurement or an answer.
    MissingMeasurement,
    /// Call somebody back.
    CallBack,
    /// Say what came of a call that was begun and not ended.
    CallOpen,
    /// Something still has to be written down.
    NoteDue,
    /// Somebody has to be at the home.
    Visit,
    /// A set of vitals has to be measured.
    VitalsSet,
    /// What else people owe each other.
    Other,
}

/// What happens when a task is late. Every late task rises above those that are not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LateRule {
    /// So long before it is due it is told, ms.
    pub warn_ms: i64,
    /// So long after it was due an alert tells it, ms; `None` if it only rises.
    pub alert_ms: Option<i64>,
}

impl Kind {
    /// All of them.
    pub const ALL: [Kind; 8] = [
        Kind::Remeasure,
        Kind::MissingMeasurement,
        Kind::CallBack,
        Kind::CallOpen,
        Kind::NoteDue,
        Kind::Visit,
        Kind::VitalsSet,
        Kind::Other,
    ];

    /// The word for the store and the API.
    pub const fn key(self) -> &'static str {
        match self {
            Kind::Remeasure => "remeasure",
            Kind::MissingMeasurement => "missing_measurement",
            Kind::CallBack => "call_back",
            Kind::CallOpen => "call_open",
            Kind::NoteDue => "note_due",
            Kind::Visit => "visit",
            Kind::VitalsSet => "vitals_set",
            Kind::Other => "other",
        }
    }

    /// Reads the word.
    pub fn from_key(key: &str) -> Option<Kind> {
        Self::ALL.into_iter().find(|one| one.key() == key)
    }

    /// When it is told that it is due soon, and when it becomes an alert.
    ///
    /// The programme owes two visits and two sets of vitals a day, and each has a time by which it must be there: an alert at
    /// once, and an hour's warning, because a crew needs half an hour to be at a home. A family that waits for a call back
    /// has been promised one: a quarter of an hour. A value that is to be confirmed has a rule of its own that goes on
    /// ringing while the value stays: half an hour. A missing part of a score is shown as missing in the score itself,
    /// and paper can wait: both only rise. So does the question what came of a call: whom it was about is not worse for the missing
    /// word, and an alert would ring for whoever has forgotten to press a key.
    pub const fn late_rule(self) -> LateRule {
        match self {
            Kind::Visit | Kind::VitalsSet => LateRule { warn_ms: 60 * MINUTE_MS, alert_ms: Some(0) },
            Kind::CallBack => LateRule { warn_ms: 5 * MINUTE_MS, alert_ms: Some(15 * MINUTE_MS) },
            Kind::Remeasure => LateRule { warn_ms: 10 * MINUTE_MS, alert_ms: Some(30 * MINUTE_MS) },
            Kind::MissingMeasurement | Kind::CallOpen | Kind::NoteDue | Kind::Other => LateRule { warn_ms: 10 * MINUTE_MS, alert_ms: None },
        }
    }
}

/// Who owes it as long as no person has taken it: the role that looks for it in the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Post {
    /// The nurses.
    Nurse,
    /// Who leads the shift.
    ChargeNurse,
    /// The physician on call.
    Physician,
    /// The call center.
    CallAgent,
    /// Who sends crews.
    Dispatcher,
}

impl Post {
    /// All of them.
    pub const ALL: [Post; 5] = [Post::Nurse, Post::ChargeNurse, Post::Physician, Post::CallAgent, Post::Dispatcher];

    /// The word for the store and the API: the key of the role.
    pub const fn key(self) -> &'static str {
        match self {
            Post::Nurse => "nurse",
            Post::ChargeNurse => "charge_nurse",
            Post::Physician => "physician",
            Post::CallAgent => "call_agent",
            Post::Dispatcher => "dispatcher",
        }
    }

    /// Reads the word.
    pub fn from_key(key: &str) -> Option<Post> {
        Self::ALL.into_iter().find(|one| one.key() == key)
    }
}
