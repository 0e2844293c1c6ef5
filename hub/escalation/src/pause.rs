//! Pauses: for a limited time an alert neither climbs nor sounds, because somebody gave a reason. Anything new or worse ends the
//! pause. A `Pause` value always has an end and a reason that is allowed for its alert.

use crate::budget::{PAUSE_HIGH_MS_MAX, PAUSE_MS_MAX, PAUSE_MS_MIN};
use crate::due::Due;
use crate::open::Open;
use hearth_alerts::{Kind, Now, Priority, Rule, StaffId};
use hearth_vitals::{Vital, WallMs};

/// Why an alert is paused. Each reason allows certain rules to be silenced, and no others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reason {
    /// Somebody is with the patient and sees to it: every clinical alert, and a sensor that is off.
    AtThePatient,
    /// The patient bathes: sensors that are off, and what they measure while they are put on again.
    Bath,
    /// The patient is moved: the same alerts as for a bath.
    Transport,
    /// Its rule is shelved. Nobody gives this reason for one alert: see [`crate::quiet`].
    Shelved,
    /// The patient is dying. Nobody gives this reason for one alert either.
    EndOfLife,
}

impl Reason {
    /// Every reason that a person may give for a pause of one alert.
    pub const ALL: [Reason; 3] = [Reason::AtThePatient, Reason::Bath, Reason::Transport];

    /// The fixed word, the same in SQL and JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Reason::AtThePatient => "at_the_patient",
            Reason::Bath => "bath",
            Reason::Transport => "transport",
            Reason::Shelved => "shelved",
            Reason::EndOfLife => "end_of_life",
        }
    }

    /// The reason of a word; `None` for an unknown one.
    pub fn from_key(key: &str) -> Option<Reason> {
        Reason::ALL.into_iter().chain([Reason::Shelved, Reason::EndOfLife]).find(|reason| reason.as_str() == key)
    }

    /// True if it may pause an alert of this rule. No reason may pause silence, a link, a battery or a fault of the hub: even a
    /// patient in the bath must still be heard of.
    pub const fn names(self, rule: Rule) -> bool {
        match (self, rule) {
            (Reason::Shelved | Reason::EndOfLife, _) => false,
            (_, Rule::SensorOff) => true,
            (Reason::AtThePatient, _) => matches!(rule.kind(), Kind::Clinical),
            (Reason::Bath | Reason::Transport, Rule::VitalLow(vital) | Rule::VitalHigh(vital)) => {
                matches!(vital, Vital::Spo2 | Vital::PulseRate | Vital::HeartRate | Vital::RespiratoryRate)
            }
            _ => false,
        }
    }
}

/// The longest pause of an alert, ms.
pub const fn pause_ms_max(priority: Priority) -> i64 {
    match priority {
        Priority::High => PAUSE_HIGH_MS_MAX,
        Priority::Medium | Priority::Low => PAUSE_MS_MAX,
    }
}

/// Why a pause is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PauseError {
    /// The reason does not allow alerts of this rule to be paused.
    #[error("an alert of the rule {rule} is not paused for the reason {}", .reason.as_str())]
    NotNamed {
        /// The reason that was given.
        reason: Reason,
        /// The rule of the alert.
        rule: Rule,
    },
    /// The pause has no length, or one that is too short or too long.
    #[error("a pause has an end, between {min_ms} ms and {max_ms} ms from now")]
    OutOfBounds {
        /// The shortest, ms.
        min_ms: i64,
        /// The longest, ms.
        max_ms: i64,
    },
    /// The alert has been closed, or has become more urgent than the person saw.
    #[error("the alert has changed")]
    Changed,
    /// The alert is paused already.
    #[error("the alert is paused already")]
    Already,
    /// It was paused too often: somebody has to take it.
    #[error("the alert was paused too often")]
    TooOften,
}

/// A pause that was checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pause {
    pub(crate) reason: Reason,
    pub(crate) priority: Priority,
    pub(crate) length_ms: i64,
}

impl Pause {
    /// Checks a pause of an alert of this rule and priority. `length_ms` is `None` if nobody said how long.
    ///
    /// # Errors
    /// [`PauseError::NotNamed`], [`PauseError::OutOfBounds`].
    pub fn try_new(rule: Rule, priority: Priority, reason: Reason, length_ms: Option<i64>) -> Result<Pause, PauseError> {
        if !reason.names(rule) {
            return Err(PauseError::NotNamed { reason, rule });
        }
        let (min_ms, max_ms) = (PAUSE_MS_MIN, pause_ms_max(priority));
        match length_ms.filter(|length_ms| (min_ms..=max_ms).contains(length_ms)) {
            Some(length_ms) => Ok(Pause { reason, priority, length_ms }),
            None => Err(PauseError::OutOfBounds { min_ms, max_ms }),
        }
    }
}

/// Why a pause ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Resumed {
    /// The pause has ended by itself.
    Over,
    /// The alert got worse, or was raised again.
    Worse,
    /// Something new was raised about the patient.
    New,
    /// A person ended it before its time.
    By(StaffId),
}

impl Resumed {
    /// The fixed word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Resumed::Over => "over",
            Resumed::Worse => "worse",
            Resumed::New => "new",
            Resumed::By(_) => "ended",
        }
    }
}

/// A pause under way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Paused {
    /// Who paused it.
    pub by: StaffId,
    /// Why it was paused.
    pub reason: Reason,
    /// The instant since which the alert is paused.
    pub at: WallMs,
    /// The worst value that was known when it was paused.
    pub(crate) extreme: Option<i32>,
    /// When the alert had last been raised before the pause.
    pub(crate) raised_at: WallMs,
    pub(crate) until: Until,
}

/// What ends a pause, besides new and worse.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Until {
    /// The time that was said when it began.
    Due(Due),
    /// The end of what keeps the alert quiet; and when that is over by itself.
    Quiet(u128, Option<Due>),
}

impl Until {
    /// What keeps the alert quiet; `None` if it is the pause of this alert alone.
    pub(crate) const fn quiet(self) -> Option<u128> {
        match self {
            Until::Due(_) => None,
            Until::Quiet(id, _) => Some(id),
        }
    }
}

/// A pause as it is stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StoredPause {
    /// Who paused it.
    pub by: StaffId,
    /// Why it was paused.
    pub reason: Reason,
    /// The instant since which the alert is paused.
    pub at: WallMs,
    /// The worst value that was known when it was paused, in steps of the vital's resolution.
    pub extreme: Option<i32>,
    /// When the alert had last been raised before the pause.
    pub raised_at: WallMs,
    /// When it ends; `None` if somebody has to end it, which only what is in `quiet` allows.
    pub until: Option<WallMs>,
    /// What of the stay keeps it quiet, by its id; `None` for the pause of this alert alone.
    pub quiet: Option<u128>,
}

impl Paused {
    pub(crate) fn begin(open: &Open, pause: Pause, by: StaffId, now: Now) -> Paused {
        let until = Until::Due(Due::now(now).plus(pause.length_ms));
        Paused { by, reason: pause.reason, at: now.wall, extreme: open.extreme, raised_at: open.raised_at, until }
    }

    pub(crate) fn held(open: &Open, (by, reason): (StaffId, Reason), until: Until, now: Now) -> Paused {
        Paused { by, reason, at: now.wall, extreme: open.extreme, raised_at: open.raised_at, until }
    }

    /// The restored pause lasts no longer than a pause may, however the wall clock was set meanwhile.
    pub(crate) fn restore(stored: &StoredPause, now: Now) -> Paused {
        let StoredPause { by, reason, at, extreme, raised_at, until, quiet } = *stored;
        let whole_ms = |until: WallMs, max_ms| until.since(at).clamp(0, max_ms);
        let until = match quiet {
            Some(id) => Until::Quiet(id, until.map(|until| Due::restore(until, whole_ms(until, i64::MAX), now))),
            // A pause without an end is over.
            None => Until::Due(until.map_or(Due::now(now), |until| Due::restore(until, whole_ms(until, PAUSE_MS_MAX), now))),
        };
        Paused { by, reason, at, extreme, raised_at, until }
    }

    pub(crate) fn stored(&self, now: Now) -> StoredPause {
        let Paused { by, reason, at, extreme, raised_at, until } = *self;
        StoredPause { by, reason, at, extreme, raised_at, until: self.due().map(|due| due.wall(now)), quiet: until.quiet() }
    }

    /// When it is over by itself; `None` if somebody has to end it.
    pub(crate) const fn due(&self) -> Option<Due> {
        match self.until {
            Until::Due(due) => Some(due),
            Until::Quiet(_, due) => due,
        }
    }

    /// What is worse of the alert since it began, or news of the patient.
    pub(crate) fn broken_by(&self, open: &Open, news: &[Open]) -> Option<Resumed> {
        if open.extreme != self.extreme || open.raised_at != self.raised_at {
            return Some(Resumed::Worse);
        }
        let is_of_patient = |other: &&Open| other.stay.is_some() && other.stay == open.stay && other.id != open.id;
        news.iter().any(|other| is_of_patient(&other)).then_some(Resumed::New)
    }
}
