//! What can be owed, who owes it, and what happens when it is late.

const MINUTE_MS: i64 = 60_000;

/// What can be owed to a patient.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum TaskKind {
    /// A doubtful or raised value has to be confirmed by another measurement.
    Remeasure,
    /// A score lacks a measurement or an answer.
    MissingMeasurement,
    /// Somebody was promised a call back.
    CallBack,
    /// A call was begun, and nobody has written down how it ended.
    CallOpen,
    /// Something still has to be written down.
    NoteDue,
    /// Somebody has to be at the home.
    Visit,
    /// A set of vitals has to be measured.
    VitalsSet,
    /// Anything else, in the words of who made it.
    Other,
}

/// What happens when a task is late. Every late task moves above those that are not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LateRule {
    /// How long before it is due the list shows it as due soon, ms.
    pub warn_ms: i64,
    /// How long after it was due an alert is raised, ms; `None` if it only moves up the list.
    pub alert_ms: Option<i64>,
}

impl TaskKind {
    /// Every value of [`TaskKind`].
    pub const ALL: [TaskKind; 8] = [
        TaskKind::Remeasure,
        TaskKind::MissingMeasurement,
        TaskKind::CallBack,
        TaskKind::CallOpen,
        TaskKind::NoteDue,
        TaskKind::Visit,
        TaskKind::VitalsSet,
        TaskKind::Other,
    ];

    /// The word for the store and the API.
    pub const fn key(self) -> &'static str {
        match self {
            TaskKind::Remeasure => "remeasure",
            TaskKind::MissingMeasurement => "missing_measurement",
            TaskKind::CallBack => "call_back",
            TaskKind::CallOpen => "call_open",
            TaskKind::NoteDue => "note_due",
            TaskKind::Visit => "visit",
            TaskKind::VitalsSet => "vitals_set",
            TaskKind::Other => "other",
        }
    }

    /// Reads the word.
    pub fn from_key(key: &str) -> Option<TaskKind> {
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
            TaskKind::Visit | TaskKind::VitalsSet => LateRule { warn_ms: 60 * MINUTE_MS, alert_ms: Some(0) },
            TaskKind::CallBack => LateRule { warn_ms: 5 * MINUTE_MS, alert_ms: Some(15 * MINUTE_MS) },
            TaskKind::Remeasure => LateRule { warn_ms: 10 * MINUTE_MS, alert_ms: Some(30 * MINUTE_MS) },
            TaskKind::MissingMeasurement | TaskKind::CallOpen | TaskKind::NoteDue | TaskKind::Other => {
                LateRule { warn_ms: 10 * MINUTE_MS, alert_ms: None }
            }
        }
    }
}

/// The role that owes a task while no person has taken it, and looks for it in the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Post {
    /// The nurses: any of them may take it.
    Nurse,
    /// The nurse who leads the shift.
    ChargeNurse,
    /// The physician on call.
    Physician,
    /// The agents of the call center.
    CallAgent,
    /// The dispatchers, who send crews.
    Dispatcher,
}

impl Post {
    /// Every value of [`Post`].
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
