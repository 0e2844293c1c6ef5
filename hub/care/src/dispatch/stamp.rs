//! When something happened, and who says so.
//!
//! A phone's clock may be an hour off, and a press may have waited an hour for a signal: both look the same if a phone says one
//! instant. So it says two by its own clock, of the press and of the sending, and what lay between by a clock that nobody sets.
//! That is right whatever the clock says; the hub counts it back from the instant at which it heard. Both instants are kept beside the one that counts.

use hearth_vitals::WallMs;

/// A press is sent at most so long after it, ms: a phone keeps its job for twelve hours without a signal.
pub const AGE_MS_MAX: i64 = 43_200_000;
/// A press that was sent so long after it is said to be late, ms.
pub const LATE_MS: i64 = 30_000;
/// A clock that is further off is said to be, ms.
pub const CLOCK_OFF_MS: i64 = 120_000;

/// How it was told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Source {
    /// The crew pressed a button.
    Button,
    /// Its position crossed a line.
    Fence,
    /// By radio or telephone: a dispatcher wrote it down.
    Radio,
}

impl Source {
    /// All of them.
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

/// What the clock of a phone said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pressed {
    /// When it was pressed.
    pub at: WallMs,
    /// When it was sent.
    pub sent: WallMs,
    /// What lay between both by a clock of the phone that nobody sets, ms; `None` of a phone without one.
    pub steady_ms: Option<i64>,
}

/// Why an instant is not simply the one at which the hub heard.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Doubt {
    /// It was pressed long before it was sent; the instant is counted back.
    Late,
    /// The clock of the phone is off, or was set between press and sending; only the time between both was used of it.
    ClockOff,
    /// What the phone says cannot be: it counts from when the hub heard.
    Unplaced,
}

impl Doubt {
    /// All of them.
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
    /// How it was told.
    pub source: Source,
    /// What the phone said.
    pub pressed: Option<Pressed>,
}

impl Stamp {
    /// The stamp of what the hub hears now; never before `floor`, the instant of what came before it.
    pub fn heard(source: Source, pressed: Option<Pressed>, floor: WallMs, now: WallMs) -> Stamp {
        let age_ms = pressed.and_then(Pressed::age_ms).unwrap_or_default();
        Stamp { at: now.plus(-age_ms).max(floor), source, pressed }
    }

    /// What has to be said about it, if the hub heard it at `heard`.
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

    /// What lies between both by the clock that people see, ms.
    const fn apart_ms(self) -> i64 {
        self.sent.since(self.at)
    }

    /// True if the clock that people see was off when it was sent, or was set in between.
    fn clock_off(self, heard: WallMs) -> bool {
        let set_ms = self.steady_ms.map_or(0, |steady| steady.saturating_sub(self.apart_ms()));
        self.sent.since(heard).saturating_abs() > CLOCK_OFF_MS || set_ms.saturating_abs() > CLOCK_OFF_MS
    }
}
