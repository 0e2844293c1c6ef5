//! When something happened, and who says so.
//!
//! A phone's clock may be an hour off, and a press may have waited an hour for a signal: both look the same if a phone says one
//! instant. So it says two by its own clock, of the press and of the sending, and what lay between by a clock that nobody sets.
//! That is right whatever the clock says; the hub counts it back from the instant at which it heard. Both instants are kept beside the one that counts.

use hearth_vitals::WallMs;

/// How old a press may be when it is sent, ms: a phone keeps its job for twelve hours without a signal.
pub const AGE_MS_MAX: i64 = 43_200_000;
/// A press that was sent later than this is marked as late, ms.
pub const LATE_MS: i64 = 30_000;
/// A clock that is wrong by more than this is reported as wrong, ms.
pub const CLOCK_OFF_MS: i64 = 120_000;

/// How the hub heard of a stamp.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Source {
    /// The crew pressed a button.
    Button,
    /// The unit's position crossed a line around the home.
    Fence,
    /// A dispatcher entered it after a call by radio or telephone.
    Radio,
}

impl Source {
    /// Every value of [`Source`].
    pub const ALL: [Source; 3] = [Source::Button, Source::Fence, Source::Radio];

    /// The word for the store and the API.
    pub const fn key(self) -> &'static str {
        match self {
            Source::Button => "button",
            Source::Fence => "fence",
            Source::Radio => "radio",
        }
    }

    /// Reads the word.
    pub fn from_key(key: &str) -> Option<Source> {
        Self::ALL.into_iter().find(|one| one.key() == key)
    }
}

/// When a button was pressed, by the clocks of the phone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pressed {
    /// When it was pressed.
    pub at: WallMs,
    /// When it was sent.
    pub sent: WallMs,
    /// Time from press to sending by the phone's monotonic clock, ms; `None` for a phone without one.
    pub steady_ms: Option<i64>,
}

/// Why an instant is not simply the one at which the hub heard.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Doubt {
    /// It was pressed long before it was sent; the instant is counted back.
    Late,
    /// The phone's clock is wrong or was set between press and sending; only the time between the two was used.
    ClockOff,
    /// What the phone says is impossible, so the instant at which the hub heard counts.
    Unplaced,
}

impl Doubt {
    /// Every value of [`Doubt`].
    pub const ALL: [Doubt; 3] = [Doubt::Late, Doubt::ClockOff, Doubt::Unplaced];

    /// The word for the API.
    pub const fn key(self) -> &'static str {
        match self {
            Doubt::Late => "late",
            Doubt::ClockOff => "clock_off",
            Doubt::Unplaced => "unplaced",
        }
    }
}

/// An instant of an incident.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stamp {
    /// When it happened, as far as the hub can say.
    pub at: WallMs,
    /// How the hub heard of a stamp.
    pub source: Source,
    /// What the phone said.
    pub pressed: Option<Pressed>,
}

impl Stamp {
    /// The stamp of something that the hub hears now; never before `floor`, the instant of the stamp before it.
    pub fn heard(source: Source, pressed: Option<Pressed>, floor: WallMs, now: WallMs) -> Stamp {
        let age_ms = pressed.and_then(Pressed::age_ms).unwrap_or_default();
        Stamp { at: now.plus(-age_ms).max(floor), source, pressed }
    }

    /// Why its instant is doubtful, given when the hub heard it; `None` if it is not.
    pub fn doubt(&self, heard: WallMs) -> Option<Doubt> {
        let pressed = self.pressed?;
        let Some(age_ms) = pressed.age_ms() else { return Some(Doubt::Unplaced) };
        if pressed.clock_off(heard) {
            return Some(Doubt::ClockOff);
        }
        (age_ms > LATE_MS).then_some(Doubt::Late)
    }
}

impl Pressed {
    fn age_ms(self) -> Option<i64> {
        Some(self.steady_ms.unwrap_or_else(|| self.apart_ms())).filter(|age| (0..=AGE_MS_MAX).contains(age))
    }

    /// Time from press to sending by the phone's wall clock, ms.
    const fn apart_ms(self) -> i64 {
        self.sent.since(self.at)
    }

    /// True if the phone's wall clock was wrong at the time of sending, or was set in between.
    fn clock_off(self, heard: WallMs) -> bool {
        let set_ms = self.steady_ms.map_or(0, |steady| steady.saturating_sub(self.apart_ms()));
        self.sent.since(heard).saturating_abs() > CLOCK_OFF_MS || set_ms.saturating_abs() > CLOCK_OFF_MS
    }
}
