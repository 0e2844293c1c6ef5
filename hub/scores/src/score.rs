//! A score: its parts, which of them are missing, and what the known parts already mean.

use hearth_vitals::WallMs;

/// An input with the time at which it was true. Only believable values are given: one that is implausible, or measured in the
/// future, is not an input.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Given<T> {
    /// The value, in its raw form.
    pub value: T,
    /// When it was measured or said; not when it arrived.
    pub at: WallMs,
}

/// Why a part has no points.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lack {
    /// The input was never measured.
    Absent,
    /// The input is older than the part's window.
    Stale {
        /// The age of the input, in milliseconds.
        age_ms: i64,
    },
}

/// One part of a score, as it was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Part<C> {
    /// Which part of the score.
    pub component: C,
    /// The points of the part, or why it has none.
    pub points: Result<u8, Lack>,
    /// When its input was measured; `None` if it never was.
    pub at: Option<WallMs>,
}

/// A score with its parts, in the order of its chart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Score<C> {
    /// Every part, known or not.
    pub parts: Vec<Part<C>>,
}

impl<C: Copy + PartialEq> Score<C> {
    /// The sum, if every part is known.
    pub fn total(&self) -> Option<u8> {
        self.missing().next().is_none().then(|| self.at_least())
    }

    /// The sum of the known parts: the total is this or more.
    pub fn at_least(&self) -> u8 {
        self.parts.iter().filter_map(|part| part.points.ok()).sum()
    }

    /// The points of one part, if it is known.
    pub fn points(&self, component: C) -> Option<u8> {
        self.parts.iter().find(|part| part.component == component)?.points.ok()
    }

    /// The parts without points: what has to be measured.
    pub fn missing(&self) -> impl Iterator<Item = C> {
        self.parts.iter().filter(|part| part.points.is_err()).map(|part| part.component)
    }
}

/// A part from its input, if that is not older than `window_ms` at `now`.
pub(crate) fn part<C, T>(component: C, given: Option<Given<T>>, now: WallMs, window_ms: i64, points: impl FnOnce(T) -> u8) -> Part<C> {
    let Some(Given { value, at }) = given else {
        return Part { component, points: Err(Lack::Absent), at: None };
    };
    let age_ms = now.since(at);
    let found = if age_ms > window_ms { Err(Lack::Stale { age_ms }) } else { Ok(points(value)) };
    Part { component, points: found, at: Some(at) }
}
