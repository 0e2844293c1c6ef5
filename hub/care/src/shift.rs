//! A shift: who works, as what, where, from when until when, and how to reach them.

use crate::ids::ShiftId;
use hearth_alerts::StaffId;
use hearth_vitals::WallMs;
use std::collections::BTreeSet;

/// The shortest shift, ms: a quarter of an hour. A shorter one is a slip of the pen.
pub const SHIFT_MS_MIN: i64 = 900_000;
/// The longest shift, ms: a day. A longer one has the wrong date.
pub const SHIFT_MS_MAX: i64 = 86_400_000;
/// Languages that are kept of one person, at most.
pub const LANGUAGES_MAX: usize = 8;

/// The work that somebody does in a shift.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
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

impl Duty {
    /// Every value of [`Duty`].
    pub const ALL: [Duty; 5] = [Duty::Nurse, Duty::ChargeNurse, Duty::CallAgent, Duty::Physician, Duty::Dispatcher];

    /// The fixed word, the same in SQL and JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Duty::Nurse => "nurse",
            Duty::ChargeNurse => "charge_nurse",
            Duty::CallAgent => "call_agent",
            Duty::Physician => "physician",
            Duty::Dispatcher => "dispatcher",
        }
    }

    /// The duty of a word; `None` for an unknown one.
    pub fn from_word(word: &str) -> Option<Duty> {
        Duty::ALL.into_iter().find(|duty| duty.as_str() == word)
    }

    /// True for those who can hold the watch of a stay.
    pub const fn can_watch(self) -> bool {
        matches!(self, Duty::Nurse | Duty::ChargeNurse)
    }
}

/// How somebody is reached during a shift.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reach {
    /// At a desk of the command center: the screen is enough.
    Desk,
    /// By telephone, at this number.
    Phone(String),
}

/// A shift as somebody wants it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewShift {
    /// Its id: of the shift that is changed, or a new one.
    pub id: ShiftId,
    /// The person who works.
    pub staff: StaffId,
    /// The work that the person does in this shift.
    pub duty: Duty,
    /// Name of the site where the person works.
    pub site: String,
    /// When it begins.
    pub from: WallMs,
    /// When it is to end.
    pub until: WallMs,
    /// How the person is reached.
    pub reach: Reach,
    /// The languages that the person speaks with patients, as BCP 47 tags.
    pub languages: BTreeSet<String>,
}

/// A shift on the roster, planned or begun or over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shift {
    /// What was planned.
    pub plan: NewShift,
    /// Rises by one with each change.
    pub version: u32,
    /// When it was ended; `None` while it was not.
    pub ended: Option<WallMs>,
}

impl Shift {
    /// Id of the shift.
    pub const fn id(&self) -> ShiftId {
        self.plan.id
    }

    /// True while its time runs and nobody has ended it: stays can be given to it.
    pub fn runs(&self, at: WallMs) -> bool {
        self.ended.is_none() && self.plan.from <= at && at < self.plan.until
    }

    /// When the shift is over: as planned, or earlier if somebody ended it.
    pub fn over_at(&self) -> WallMs {
        self.ended.map_or(self.plan.until, |ended| ended.min(self.plan.until))
    }

    /// True once it has begun.
    pub fn has_begun(&self, now: WallMs) -> bool {
        self.plan.from <= now
    }
}
