//! What a comparison finds, and the order in which rows must be.

use super::{Said, Stored, Terms};
use std::collections::HashSet;
use std::fmt;

/// The result of a comparison. All is well if every list except `allowed` is empty.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Compared {
    /// How many were said and heard completely.
    pub said: usize,
    /// How many rows are stored.
    pub stored: usize,
    /// Said, but neither stored nor excused.
    pub lost: Vec<Said>,
    /// Stored a second time.
    pub twice: Vec<Stored>,
    /// Stored, but never said like that.
    pub foreign: Vec<Stored>,
    /// Stored at another instant than it was said.
    pub misplaced: Vec<Misplaced>,
    /// Numbered in another order than it was measured.
    pub disorder: Vec<Disorder>,
    /// Said and not stored, but excused.
    pub allowed: Vec<Said>,
    /// The least and the most sets that must be stored; only where sets are compared.
    pub due: Option<(usize, usize)>,
}

impl Compared {
    /// How many readings are still missing.
    pub fn missing(&self) -> usize {
        self.due.map_or(self.lost.len(), |(least, _)| least.saturating_sub(self.stored))
    }
}

/// A row with a wrong instant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Misplaced {
    /// The row that is misplaced.
    pub row: Stored,
    /// How much earlier it was said, ms; negative for later.
    pub by_ms: i64,
    /// How much would have been allowed, ms.
    pub within_ms: i64,
}

/// Two rows, neighbours by measurement, that cannot be right together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Disorder {
    /// Two rows of one device have the same instant.
    SameInstant(Stored, Stored),
    /// A lower number comes after a higher one.
    Number(Stored, Stored),
    /// An earlier generation goes on after a later one has begun.
    EarlierOpening(Stored),
    /// The device printed them in the opposite order.
    Key(Stored, Stored),
}

/// A device's readings must be numbered in the order in which they were measured, as far as the store is certain of the
/// instants.
pub fn disorder(stored: &[Stored]) -> Vec<Disorder> {
    let mut rows: Vec<&Stored> = stored.iter().collect();
    rows.sort_by_key(|row| (row.at_ms, row.stream, row.seq));
    let (mut found, mut left) = (Vec::new(), HashSet::new());
    for pair in rows.windows(2) {
        let [last, row] = pair else { continue };
        let both = || ((*last).clone(), (*row).clone());
        let is_unsure = row.at_ms - last.at_ms < row.uncertainty_ms.max(last.uncertainty_ms);
        if is_unsure {
            continue;
        }
        if row.at_ms == last.at_ms {
            found.push(Disorder::SameInstant(both().0, both().1));
        }
        if row.stream == last.stream && row.seq <= last.seq {
            found.push(Disorder::Number(both().0, both().1));
        }
        if row.stream != last.stream {
            left.insert(last.stream);
        }
        if left.contains(&row.stream) {
            found.push(Disorder::EarlierOpening((*row).clone()));
        }
        if row.key.zip(last.key).is_some_and(|(key, before)| key <= before) {
            found.push(Disorder::Key(both().0, both().1));
        }
    }
    found
}

/// How far a row is from when it was said, if that is further than allowed.
pub(super) fn misplaced(line: &Said, row: &Stored, terms: &Terms) -> Option<Misplaced> {
    let within_ms = terms.tolerance_ms.saturating_add(row.uncertainty_ms);
    let read_late = terms.asleep.iter().filter(|asleep| asleep.holds(line.at_ms)).map(|asleep| asleep.until_ms).max();
    let latest_ms = read_late.map_or(line.at_ms, |until| until.max(line.at_ms));
    let is_off = row.at_ms < line.at_ms - within_ms || row.at_ms > latest_ms + within_ms;
    is_off.then(|| Misplaced { row: row.clone(), by_ms: row.at_ms - line.at_ms, within_ms })
}

impl fmt::Display for Misplaced {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let seconds = |ms: i64| ms as f64 / 1_000.0;
        write!(f, "{} is {:.1} s off, allowed are {:.1} s", self.row, seconds(self.by_ms), seconds(self.within_ms))
    }
}

impl fmt::Display for Disorder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Disorder::SameInstant(a, b) => write!(f, "two at one instant: {a}, and {b}"),
            Disorder::Number(before, row) => write!(f, "{row}, measured after number {}", before.seq),
            Disorder::EarlierOpening(row) => write!(f, "{row}, after a later start of its gateway"),
            Disorder::Key(before, row) => write!(f, "the device said the second first: {before}, then {row}"),
        }
    }
}
