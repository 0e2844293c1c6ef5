//! What the score was: a row each [`GRID_MS`], for the windows, the rise and the level.
//!
//! A row is a function of what is known at its instant, never of another row. So the history may be kept and extended, cut
//! where a late value belongs, or made anew after a restart: it is the same.

use super::inputs::{Known, STRETCH_MS, gather};
use hearth_scores::Score;
use hearth_scores::news2::{self, Component, Risk, Spo2Scale, Windows};
use hearth_vitals::WallMs;
use std::collections::VecDeque;

/// The distance of two rows; they stand at its multiples, where the stretches of streamed vitals end.
pub const GRID_MS: i64 = STRETCH_MS;
/// How long a total decides how old inputs may be: as long as the oldest of them.
pub(super) const DECIDES_MS: i64 = Windows::CALM.spot_ms;
/// How far back verdicts look, and with it the stretch in which a score holds.
pub(super) const FOLDED_MS: i64 = Windows::CALM.spot_ms;
/// How far back rows are kept.
const KEPT_MS: i64 = DECIDES_MS + FOLDED_MS;

/// A total from which the chart wants a set of vital signs each hour.
const CONCERNED_FROM: u8 = 5;

/// What a score said at one instant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Sum {
    pub total: Option<u8>,
    /// The total that a later rise is measured from.
    pub was: Option<u8>,
    pub at_least: u8,
    pub risk: Option<Risk>,
    /// When the newest input that counted was measured.
    pub newest: Option<WallMs>,
    /// Which parts are known, and which have points: a bit a part, in the order of the chart.
    pub known: u8,
    pub scored: u8,
}

impl Sum {
    pub fn of(score: &Score<Component>) -> Sum {
        let newest = score.parts.iter().filter(|part| part.points.is_ok()).filter_map(|part| part.at).max();
        let bits = |counts: fn(u8) -> bool| {
            let parts = score.parts.iter().take(8).enumerate().filter(|(_, part)| part.points.is_ok_and(counts));
            parts.fold(0, |bits, (place, _)| bits | 1 << place)
        };
        let (known, scored) = (bits(|_| true), bits(|points| points > 0));
        Sum { total: score.total(), was: score.total(), at_least: score.at_least(), risk: news2::risk(score), newest, known, scored }
    }

    /// True when `calm`, the score with all that the chart lets count otherwise, is a reason to act, and knows of more than this
    /// score with the windows of one who is watched closely. A calm score that is harmless says nothing of who is watched closely.
    pub fn is_outdone_by(self, calm: Sum) -> bool {
        calm.risk >= Some(Risk::LowMedium) && calm.risk >= self.risk && calm.at_least > self.at_least
    }

    /// What a score with the windows of one who is watched closely is a reason for, beside `calm`. The short windows ask for a new
    /// measurement sooner. They take no reason away: who scores 6, with a pressure of 70 minutes ago among it, and breathes faster
    /// now, is not less ill because nobody has taken it again. Nor does a rise begin anew, so what it was is compared with.
    pub fn beside(self, calm: Sum) -> Sum {
        if !self.is_outdone_by(calm) {
            return self;
        }
        // It is over only when what it was for is known anew: `known` and `total` stay those of the short windows.
        Sum {
            was: calm.was,
            risk: calm.risk,
            at_least: calm.at_least,
            scored: self.scored | calm.scored,
            newest: calm.newest.max(self.newest),
            ..self
        }
    }
}

/// One instant, scored both ways: with the windows of a calm patient and with those of one who is watched closely.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Row {
    at: WallMs,
    calm: Sum,
    concerned: Sum,
}

impl Row {
    fn of(known: &impl Known, at: WallMs) -> Row {
        let inputs = gather(known, at).inputs;
        let sum = |windows| Sum::of(&news2::score(&inputs, scale(known, at), windows, at));
        Row { at, calm: sum(windows(false)), concerned: sum(windows(true)) }
    }

    /// Whether the patient is to be watched closely from here on; `None` if this instant does not decide.
    const fn decides(&self) -> Option<bool> {
        match self.concerned.total {
            Some(total) => Some(total >= CONCERNED_FROM),
            None if self.calm.at_least >= CONCERNED_FROM => Some(true),
            None => None,
        }
    }
}

/// The windows of all inputs. A streamed one is never older than its stretch, so the spot window is right for both.
pub(super) const fn windows(concerned: bool) -> Windows {
    let windows = if concerned { Windows::CONCERNED } else { Windows::CALM };
    Windows { streamed_ms: windows.spot_ms, ..windows }
}

pub(super) fn scale(known: &impl Known, at: WallMs) -> Spo2Scale {
    if known.scale_two(at).is_some_and(|decision| decision.at <= at) { Spo2Scale::Two } else { Spo2Scale::One }
}

/// The rows of the last hours, oldest first; at most 97.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct History(VecDeque<Row>);

impl History {
    /// The history before `now`, made anew.
    pub fn of(known: &impl Known, now: WallMs) -> History {
        let mut history = History::default();
        history.extend(known, now);
        history
    }

    /// Adds the rows up to `now` that are missing, and drops what is too old to matter.
    pub fn extend(&mut self, known: &impl Known, now: WallMs) {
        let oldest = now.plus(-KEPT_MS);
        while self.0.front().is_some_and(|row| row.at < oldest) {
            self.0.pop_front();
        }
        let first = self.0.back().map_or(oldest, |row| row.at.plus(1));
        let mut at = WallMs(first.0.saturating_add(GRID_MS - 1).div_euclid(GRID_MS) * GRID_MS);
        while at < now {
            self.0.push_back(Row::of(known, at));
            at = at.plus(GRID_MS);
        }
    }

    /// Drops what something that was measured or said at `at`, and is known only now, may change.
    pub fn forget_from(&mut self, at: WallMs) {
        while self.0.back().is_some_and(|row| row.at >= at) {
            self.0.pop_back();
        }
    }

    /// Whether the patient is watched closely at `at`, by what was scored before.
    pub(super) fn is_concerned(&self, at: WallMs) -> bool {
        let before = self.0.iter().rev().skip_while(|row| row.at >= at).take_while(|row| at.since(row.at) <= DECIDES_MS);
        before.into_iter().find_map(Row::decides).unwrap_or(false)
    }

    /// What the score said at each row of the hours before `now`, oldest first.
    pub(super) fn sums(&self, now: WallMs) -> impl Iterator<Item = (WallMs, Sum)> {
        // As [`History::is_concerned`] at each row, without walking back from each.
        let mut decided: Option<(WallMs, bool)> = None;
        let rows = self.0.iter().map(move |row| {
            let concerned = decided.is_some_and(|(at, concerned)| concerned && row.at.since(at) <= DECIDES_MS);
            decided = row.decides().map(|concerned| (row.at, concerned)).or(decided);
            (row.at, if concerned { row.concerned.beside(row.calm) } else { row.calm })
        });
        rows.filter(move |(at, _)| *at < now && now.since(*at) <= FOLDED_MS)
    }
}
