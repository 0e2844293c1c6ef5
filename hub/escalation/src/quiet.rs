//! What keeps alerts of one stay quiet for hours, because people know better: one rule that is shelved, or a context that the patient is
//! in. Neither changes what is judged, what is open or what is shown: an alert that it names is *paused* while it lasts (see
//! [`crate::pause`]), also one that is raised later, and goes on as after any pause when it ends.
//!
//! ```text
//! shelved   one rule that tells of measured values or of a cuff; up to medium; at most 8 h; ends at once with new or worse
//! bath      what comes off and what is measured while it is put on again; up to medium; at most 1 h
//! transport the same; at most 4 h
//! end of life   what is measured of the patient, of every priority; by a physician; with an end or without
//! ```
//! None names silence, a link, a battery, the call button or what the patient is owed. (A sensor that said that it is off, and then says
//! nothing more, stays a sensor that is off: a bath and a transport name that, for an hour and for four.) A high alert rings through all but the last: it
//! means harm soon, and nobody shelves that. What a device may be wrong about for hours (artefact, a number that repeats) is silence by
//! another name, and is not shelved either. What is quiet has told nobody, so it speaks for no other rule: see
//! [`hearth_alerts::KeptQuiet`].

use crate::budget::{QUIET_MS_MIN, SHELF_MS_MAX};
use crate::due::Due;
use crate::open::Open;
use crate::pause::{Reason, Resumed};
use hearth_alerts::{Kind, Now, Priority, Rule, StaffId};
use hearth_vitals::{Vital, WallMs};

/// A state of the patient in which some alerts mean nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Context {
    /// The patient bathes.
    Bath,
    /// The patient is on the way, to an examination or to another house.
    Transport,
    /// The patient is dying, and is to be left in peace.
    EndOfLife,
}

impl Context {
    /// Every value of [`Context`].
    pub const ALL: [Context; 3] = [Context::Bath, Context::Transport, Context::EndOfLife];

    /// The fixed word, the same in SQL and JSON.
    pub const fn as_str(self) -> &'static str {
        self.reason().as_str()
    }

    /// The context of a word; `None` for an unknown one.
    pub fn from_key(key: &str) -> Option<Context> {
        Context::ALL.into_iter().find(|context| context.as_str() == key)
    }

    /// Why an alert is paused by it.
    pub const fn reason(self) -> Reason {
        match self {
            Context::Bath => Reason::Bath,
            Context::Transport => Reason::Transport,
            Context::EndOfLife => Reason::EndOfLife,
        }
    }

    /// True if alerts of this rule are quiet in it.
    pub const fn names(self, rule: Rule) -> bool {
        match self {
            Context::Bath | Context::Transport => self.reason().names(rule),
            Context::EndOfLife => tells_of_the_patient(rule),
        }
    }

    /// The longest time that it may last, ms; `None` if it may last until somebody ends it.
    pub const fn length_ms_max(self) -> Option<i64> {
        match self {
            Context::Bath => Some(crate::budget::BATH_MS_MAX),
            Context::Transport => Some(crate::budget::TRANSPORT_MS_MAX),
            Context::EndOfLife => None,
        }
    }

    /// The most urgent alerts that are quiet in it.
    const fn up_to(self) -> Priority {
        match self {
            Context::Bath | Context::Transport => Priority::Medium,
            Context::EndOfLife => Priority::High,
        }
    }
}

/// True for rules about what is measured of the patient. The call button and what is owed are the patient's own voice.
const fn tells_of_the_patient(rule: Rule) -> bool {
    matches!(rule.kind(), Kind::Clinical) && !matches!(rule, Rule::Call | Rule::TaskLate)
}

/// True if alerts of this rule may be shelved. Fever is not: it is told of patients without neutrophils only, who may die of it within
/// hours. Nor is what keeps other rules from being raised while it is open: a score speaks for single vitals and their courses, a
/// temperature above its limit for a fever that is suspected.
pub const fn may_be_shelved(rule: Rule) -> bool {
    match rule {
        Rule::Fever | Rule::News2 | Rule::VitalHigh(Vital::Temperature) => false,
        Rule::CuffFault | Rule::RatesDisagree => true,
        rule => tells_of_the_patient(rule),
    }
}

/// What is kept quiet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Quieted {
    /// The alerts of one rule.
    Rule(Rule),
    /// The alerts that a context names.
    Context(Context),
}

impl Quieted {
    /// Its word, the same in SQL and JSON: of the rule, or of the context.
    pub fn word(self) -> String {
        match self {
            Quieted::Rule(rule) => rule.to_string(),
            Quieted::Context(context) => context.as_str().to_owned(),
        }
    }

    /// What a word names; `None` for an unknown one.
    pub fn from_word(word: &str) -> Option<Quieted> {
        Context::from_key(word).map(Quieted::Context).or_else(|| word.parse().ok().map(Quieted::Rule))
    }

    /// True if it names this rule.
    fn names(self, rule: Rule) -> bool {
        match self {
            Quieted::Rule(own) => own == rule,
            Quieted::Context(context) => context.names(rule),
        }
    }

    /// The rules that it names, each with the most urgent of its alerts that are quiet.
    pub fn rules(self) -> Vec<(Rule, Priority)> {
        Rule::all().filter(|rule| self.names(*rule)).map(|rule| (rule, self.up_to())).collect()
    }

    /// The most urgent alerts that it keeps quiet.
    const fn up_to(self) -> Priority {
        match self {
            Quieted::Rule(_) => Priority::Medium,
            Quieted::Context(context) => context.up_to(),
        }
    }

    /// The longest time that it may last, ms; `None` if it may last until somebody ends it.
    const fn length_ms_max(self) -> Option<i64> {
        match self {
            Quieted::Rule(_) => Some(SHELF_MS_MAX),
            Quieted::Context(context) => context.length_ms_max(),
        }
    }
}

/// Why something is not kept quiet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum QuietError {
    /// Alerts of this rule are never shelved.
    #[error("alerts of the rule {rule} are not shelved")]
    NotShelved {
        /// The rule that was to be shelved.
        rule: Rule,
    },
    /// It has no end, or one that is too near or too far.
    #[error("it has an end, between {min_ms} ms and {max_ms} ms from now")]
    OutOfBounds {
        /// The shortest time, ms.
        min_ms: i64,
        /// The longest time, ms.
        max_ms: i64,
    },
    /// A high alert of the rule is open: somebody has to see to it.
    #[error("a high alert of this rule is open")]
    High,
    /// The rule is shelved already, or the patient is in a context already.
    #[error("it is quiet already")]
    Already,
}

/// What somebody wants to be kept quiet, checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct QuietWish {
    pub(crate) what: Quieted,
    pub(crate) length_ms: Option<i64>,
}

impl QuietWish {
    /// Checks a wish. `length_ms` is `None` if nobody said how long.
    ///
    /// # Errors
    /// [`QuietError::NotShelved`], [`QuietError::OutOfBounds`].
    pub fn try_new(what: Quieted, length_ms: Option<i64>) -> Result<QuietWish, QuietError> {
        if let Quieted::Rule(rule) = what
            && !may_be_shelved(rule)
        {
            return Err(QuietError::NotShelved { rule });
        }
        let longest = what.length_ms_max();
        let max_ms = longest.unwrap_or(i64::MAX / 2);
        let is_bounded = |ms: i64| (QUIET_MS_MIN..=max_ms).contains(&ms);
        if length_ms.map_or(longest.is_none(), is_bounded) {
            Ok(QuietWish { what, length_ms })
        } else {
            Err(QuietError::OutOfBounds { min_ms: QUIET_MS_MIN, max_ms })
        }
    }
}

/// Something that keeps alerts of a stay quiet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quiet {
    /// Id of it (the 128 bits of a UUID).
    pub id: u128,
    /// The stay, as a number.
    pub stay: u128,
    /// What is kept quiet.
    pub what: Quieted,
    /// Who began it.
    pub by: StaffId,
    /// When it began.
    pub at: WallMs,
    /// How bad it was when it was shelved, or when its rule first rang after that; greater is worse. `None` while that is not known.
    level: Option<i32>,
    pub(crate) until: Option<Due>,
}

/// The same as it is stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StoredQuiet {
    /// Id of it.
    pub id: u128,
    /// The stay, as a number.
    pub stay: u128,
    /// What is kept quiet.
    pub what: Quieted,
    /// Who began it.
    pub by: StaffId,
    /// When it began.
    pub at: WallMs,
    /// How bad it was, in steps of the rule; greater is worse.
    pub level: Option<i32>,
    /// When it ends; `None` if somebody has to end it.
    pub until: Option<WallMs>,
}

/// That something is quiet no more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ended {
    /// What it was.
    pub quiet: Quiet,
    /// Why it ended.
    pub why: Resumed,
    /// The instant from which alerts go on.
    pub(crate) from: Due,
}

impl Quiet {
    pub(crate) fn begin(wish: QuietWish, id: u128, stay: u128, by: StaffId, all: &[Open], now: Now) -> Result<Quiet, QuietError> {
        let until = wish.length_ms.map(|ms| Due::now(now).plus(ms));
        let quiet = Quiet { id, stay, what: wish.what, by, at: now.wall, level: None, until };
        let own = all.iter().filter(|open| quiet.is_about(open));
        if matches!(wish.what, Quieted::Rule(_)) && own.clone().any(|open| open.priority == Priority::High) {
            return Err(QuietError::High);
        }
        // Of several alerts of the rule the worst counts.
        let level = own.filter_map(Open::level).max();
        Ok(Quiet { level, ..quiet })
    }

    /// The restored one lasts no longer than it may, however the wall clock was set meanwhile.
    pub(crate) fn restore(stored: &StoredQuiet, now: Now) -> Quiet {
        let StoredQuiet { id, stay, what, by, at, level, until } = *stored;
        // The end moves with a wall clock that is set while it runs, and the beginning does not: what it may last at most counts.
        let whole_ms = |until: WallMs| until.since(at).clamp(0, what.length_ms_max().unwrap_or(i64::MAX));
        Quiet { id, stay, what, by, at, level, until: until.map(|until| Due::restore(until, whole_ms(until), now)) }
    }

    /// The form in which it is kept, with its end as the wall clock shows it now.
    pub fn stored(&self, now: Now) -> StoredQuiet {
        let Quiet { id, stay, what, by, at, level, until } = *self;
        StoredQuiet { id, stay, what, by, at, level, until: until.map(|until| until.wall(now)) }
    }

    /// Why alerts are paused by it.
    pub const fn reason(&self) -> Reason {
        match self.what {
            Quieted::Rule(_) => Reason::Shelved,
            Quieted::Context(context) => context.reason(),
        }
    }

    fn is_about(&self, open: &Open) -> bool {
        self.what.names(open.rule) && open.stay == Some(self.stay)
    }

    /// True if it keeps this alert quiet.
    pub(crate) fn covers(&self, open: &Open) -> bool {
        self.is_about(open) && open.priority <= self.what.up_to()
    }

    /// Notes how bad the shelved rule is when that was not known yet.
    pub(crate) fn learn(&mut self, all: &[Open]) {
        if self.level.is_none() && matches!(self.what, Quieted::Rule(_)) {
            self.level = all.iter().filter(|open| self.covers(open)).filter_map(Open::level).max();
        }
    }

    /// Why it ends now, if it does: its time is over; or, of what was shelved, it is worse than it was, or something about the patient is
    /// news: is new, or has become more urgent. A context ends by nothing new: it never named it, so it rings.
    pub(crate) fn ends(&self, (all, news): (&[Open], &[Open]), others: &[Quiet], now: Now) -> Option<(Resumed, Due)> {
        if let Some(until) = self.until.filter(|until| until.is_over(now)) {
            return Some((Resumed::Over, until));
        }
        let Quieted::Rule(_) = self.what else { return None };
        let is_worse = |open: &Open| open.priority == Priority::High || open.level().zip(self.level).is_some_and(|(now, then)| now > then);
        let mut own = all.iter().filter(|open| self.is_about(open) && open.active);
        let is_news = |open: &Open| {
            let is_told = open.rule.kind() == Kind::Clinical || open.priority == Priority::High;
            open.stay == Some(self.stay) && is_told && !others.iter().any(|quiet| quiet.covers(open))
        };
        let why = match () {
            () if own.any(is_worse) => Resumed::Worse,
            () if news.iter().filter(|open| !self.is_about(open)).any(is_news) => Resumed::New,
            () => return None,
        };
        Some((why, Due::now(now)))
    }
}
