//! Sets of sequence numbers as ranges, in memory and as PostgreSQL writes an `int8multirange`.

use crate::error::StoreError;
use hearth_vitals::SeqRange;
use std::collections::BTreeMap;
use std::fmt::Write;

/// Ranges of numbers: first number to end (excluded); they are ascending and neither overlap nor touch.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Numbers(BTreeMap<u64, u64>);

impl Numbers {
    /// Reads `{[0,10),[20,30)}`.
    ///
    /// # Errors
    /// [`StoreError::Defect`] for any other text.
    pub fn parse(text: &str) -> Result<Numbers, StoreError> {
        if text == "{}" {
            return Ok(Numbers::default());
        }
        let inner = text.strip_prefix('{').and_then(|text| text.strip_suffix(")}"));
        let ranges = inner.and_then(|inner| inner.split("),").map(range).collect());
        ranges.map(Numbers).ok_or_else(|| StoreError::Defect(format!("stored numbers cannot be read: {text}")))
    }

    /// True when it contains no number.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// True when it contains the number.
    pub fn contains(&self, number: u64) -> bool {
        self.0.range(..=number).next_back().is_some_and(|(_, end)| number < *end)
    }

    /// Adds a range.
    pub fn add(&mut self, range: SeqRange) {
        let (mut first, mut end) = (range.first(), range.end());
        while let Some((&known_first, &known_end)) = self.0.range(..=end).next_back() {
            if known_end < first {
                break;
            }
            first = first.min(known_first);
            end = end.max(known_end);
            self.0.remove(&known_first);
        }
        self.0.insert(first, end);
    }

    /// Removes a number.
    pub fn remove(&mut self, number: u64) {
        let Some((&first, &end)) = self.0.range(..=number).next_back() else { return };
        if number < end {
            self.0.remove(&first);
            let rest = [(first, number), (number + 1, end)];
            self.0.extend(rest.into_iter().filter(|(first, end)| first < end));
        }
    }

    /// The parts of `range` that it does not contain.
    pub fn missing_in(&self, range: SeqRange) -> Vec<SeqRange> {
        let mut from = range.first();
        let before = self.0.range(..from).next_back();
        let mut missing = Vec::new();
        for (&first, &end) in before.into_iter().chain(self.0.range(from..range.end())) {
            missing.extend(SeqRange::new(from, first));
            from = from.max(end);
        }
        missing.extend(SeqRange::new(from, range.end()));
        missing
    }

    /// Its ranges, in ascending order.
    pub fn ranges(&self) -> impl Iterator<Item = SeqRange> {
        self.0.iter().filter_map(|(first, end)| SeqRange::new(*first, *end).ok())
    }
}

fn range(text: &str) -> Option<(u64, u64)> {
    let (first, end) = text.strip_prefix('[')?.split_once(',')?;
    Some((first.parse().ok()?, end.parse().ok()?))
}

/// Writes the form that PostgreSQL reads.
impl std::fmt::Display for Numbers {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_char('{')?;
        for (index, (first, end)) in self.0.iter().enumerate() {
            let comma = if index == 0 { "" } else { "," };
            write!(f, "{comma}[{first},{end})")?;
        }
        f.write_char('}')
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    fn span(first: u64, end: u64) -> SeqRange {
        SeqRange::new(first, end).unwrap()
    }

    #[test]
    fn ranges_that_touch_or_overlap_become_one() {
        let mut held = Numbers::default();
        for (first, end) in [(10, 20), (30, 40), (20, 25), (0, 5), (24, 31)] {
            held.add(span(first, end));
        }
        assert_eq!(held.to_string(), "{[0,5),[10,40)}");
        assert!(held.contains(39) && !held.contains(40) && !held.contains(5));
    }

    #[test]
    fn text_that_postgresql_does_not_write_is_refused() {
        for text in ["", "{", "[1,2)", "{[1,2}", "{[1;2)}", "{(1,2)}", "{[1,)}", "{[a,2)}", "{[1,2),}x"] {
            assert!(Numbers::parse(text).is_err(), "{text}");
        }
    }

    proptest! {
        /// Compared with a plain set of numbers.
        #[test]
        fn it_is_a_set(steps in proptest::collection::vec((0..60_u64, 1..9_u64, any::<bool>()), 0..40), asked in (0..60_u64, 1..30_u64)) {
            let (mut numbers, mut plain) = (Numbers::default(), BTreeSet::new());
            for (first, count, add) in steps {
                if add {
                    numbers.add(span(first, first + count));
                    plain.extend(first..first + count);
                } else {
                    numbers.remove(first);
                    plain.remove(&first);
                }
            }
            let of = |ranges: &mut dyn Iterator<Item = SeqRange>| ranges.flat_map(|r| r.first()..r.end()).collect::<Vec<_>>();
            prop_assert_eq!(of(&mut numbers.ranges()), plain.iter().copied().collect::<Vec<_>>());
            prop_assert!((0..80).all(|number| numbers.contains(number) == plain.contains(&number)));
            prop_assert!(numbers.ranges().zip(numbers.ranges().skip(1)).all(|(one, next)| one.end() < next.first()));
            let asked = span(asked.0, asked.0 + asked.1);
            let missing: Vec<u64> = (asked.first()..asked.end()).filter(|number| !plain.contains(number)).collect();
            prop_assert_eq!(of(&mut numbers.missing_in(asked).into_iter()), missing);
            prop_assert_eq!(Numbers::parse(&numbers.to_string()).unwrap(), numbers);
        }
    }
}
