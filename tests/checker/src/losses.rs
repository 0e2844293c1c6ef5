//! What could not be collected or kept must be recorded: which records, and when.

use crate::Stretch;
use serde::{Deserialize, Serialize};
use std::fmt;

/// A time in which a gateway collected nothing, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dead {
    /// Beginning, ms since 1970.
    pub from_ms: i64,
    /// End, ms since 1970.
    pub until_ms: i64,
    /// The cause, such as killed or disk full.
    pub why: String,
}

/// One numbered stream with everything the hub has noted about it. A range is its first number and the number after its
/// last.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Stream {
    /// Gateway, generation and class, for people.
    pub name: String,
    /// Numbers that the hub says it holds.
    pub held: Vec<(i64, i64)>,
    /// Those of them that are held only because of a loss record.
    pub lost: Vec<(i64, i64)>,
    /// Ranges in loss records about the stream.
    pub recorded: Vec<(i64, i64)>,
    /// How many rows are stored.
    pub rows: i64,
    /// How many different numbers these rows have.
    pub numbers: i64,
}

/// A fault in what was recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Finding {
    /// A gateway collected nothing, and no record says so.
    Untold(String, Dead),
    /// Numbers below the highest one that are neither held nor recorded as lost.
    Missing(String, (i64, i64)),
    /// Numbers that count as lost without a loss record.
    Unrecorded(String, (i64, i64)),
    /// The count of numbers held, of rows, and of different numbers among the rows do not agree.
    Books(String, i64, i64, i64),
}

/// Each time in which a gateway collected nothing must lie in what it recorded as "not collected".
pub fn untold(gateway: &str, dead: &[Dead], not_collected: &[Stretch], tolerance_ms: i64) -> Vec<Finding> {
    let told: Vec<(i64, i64)> = not_collected.iter().map(|told| (told.from_ms - tolerance_ms, told.until_ms + tolerance_ms)).collect();
    // Even if it was back within the same millisecond, it was away.
    let is_told = |one: &&Dead| without((one.from_ms, one.until_ms.max(one.from_ms + 1)), &told).is_empty();
    dead.iter().filter(|one| !is_told(one)).map(|one| Finding::Untold(gateway.into(), one.clone())).collect()
}

/// Every number must be held, or its loss recorded; each number that is held and not lost must be exactly one row.
pub fn books(stream: &Stream) -> Vec<Finding> {
    let named = |make: fn(String, (i64, i64)) -> Finding, ranges: Vec<(i64, i64)>| {
        ranges.into_iter().map(move |range| make(stream.name.clone(), range))
    };
    let end = stream.held.iter().map(|range| range.1).max().unwrap_or(0);
    let known: Vec<(i64, i64)> = stream.held.iter().chain(&stream.recorded).copied().collect();
    let mut found: Vec<Finding> = named(Finding::Missing, without((0, end), &known)).collect();
    found.extend(stream.lost.iter().flat_map(|lost| named(Finding::Unrecorded, without(*lost, &stream.recorded))));
    let held: i64 = stream.held.iter().flat_map(|range| without(*range, &stream.lost)).map(|(first, end)| end - first).sum();
    if held != stream.rows || stream.rows != stream.numbers {
        found.push(Finding::Books(stream.name.clone(), held, stream.rows, stream.numbers));
    }
    found
}

/// The parts of a range that none of the others covers.
fn without(range: (i64, i64), others: &[(i64, i64)]) -> Vec<(i64, i64)> {
    let mut others: Vec<(i64, i64)> = others.to_vec();
    others.sort_unstable();
    let (mut left, mut from) = (Vec::new(), range.0);
    for (first, end) in others {
        if first > from && from < range.1 {
            left.push((from, first.min(range.1)));
        }
        from = from.max(end);
    }
    if from < range.1 {
        left.push((from, range.1));
    }
    left
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Finding::Untold(gateway, dead) => {
                write!(f, "{gateway} took nothing from {} to {} ({}), and nothing says so", dead.from_ms, dead.until_ms, dead.why)
            }
            Finding::Missing(stream, (first, end)) => {
                write!(f, "{stream}: numbers {first} to {} are neither held nor recorded as lost", end - 1)
            }
            Finding::Unrecorded(stream, (first, end)) => {
                write!(f, "{stream}: numbers {first} to {} count as lost without a record", end - 1)
            }
            Finding::Books(stream, held, rows, numbers) => write!(f, "{stream}: {held} numbers held, {rows} rows with {numbers} numbers"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn dead(from_ms: i64, until_ms: i64) -> Dead {
        Dead { from_ms, until_ms, why: "killed".into() }
    }

    #[test]
    fn a_death_that_no_record_covers_is_found() {
        let told = [Stretch::new(90, 150), Stretch::new(150, 210)];
        assert_eq!(untold("home", &[dead(100, 200)], &told, 0), []);
        assert_eq!(untold("home", &[dead(100, 211)], &told, 1), []);
        assert_eq!(untold("home", &[dead(100, 212), dead(80, 100)], &told, 1).len(), 2);
        assert_eq!(untold("home", &[dead(100, 100)], &[Stretch::new(3_600_000, 3_600_100)], 1).len(), 1);
    }

    fn stream() -> Stream {
        Stream {
            name: "home".into(),
            held: vec![(0, 10), (12, 20)],
            lost: vec![(3, 5)],
            recorded: vec![(3, 5), (10, 12)],
            rows: 16,
            numbers: 16,
        }
    }

    #[test]
    fn numbers_without_a_row_or_a_record_are_found() {
        assert_eq!(books(&stream()), []);
        let unrecorded = Stream { recorded: vec![(10, 12)], ..stream() };
        assert_eq!(books(&unrecorded), [Finding::Unrecorded("home".into(), (3, 5))]);
        let missing = Stream { recorded: vec![(3, 5)], ..stream() };
        assert_eq!(books(&missing)[0].to_string(), "home: numbers 10 to 11 are neither held nor recorded as lost");
        for wrong in [Stream { rows: 15, numbers: 15, ..stream() }, Stream { rows: 17, ..stream() }, Stream { numbers: 15, ..stream() }] {
            assert!(matches!(books(&wrong)[..], [Finding::Books(..)]), "{wrong:?}");
        }
    }

    proptest! {
        /// `without` gives exactly the numbers that no other range holds.
        #[test]
        fn what_is_left_is_what_nothing_covers(others in prop::collection::vec((0_i64..50, 0_i64..20), 0..8)) {
            let others: Vec<(i64, i64)> = others.into_iter().map(|(first, count)| (first, first + count)).collect();
            let left = without((5, 45), &others);
            for number in 0..60 {
                let covered = others.iter().any(|(first, end)| (*first..*end).contains(&number));
                let is_left = left.iter().any(|(first, end)| (*first..*end).contains(&number));
                prop_assert_eq!(is_left, (5..45).contains(&number) && !covered);
            }
        }
    }
}
