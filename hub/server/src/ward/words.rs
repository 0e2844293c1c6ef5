//! What is not covered by the watch, in words that name no patient: for the hub's own alerts and its log.

use crate::engine::found::Wrong;
use hearth_alerts::Rule;
use hearth_care::Coverage;
use std::collections::BTreeSet;

fn stays(count: usize) -> String {
    if count == 1 { "1 stay".to_owned() } else { format!("{count} stays") }
}

/// Reports that it could not be read who watches the stays. The count is 0, so that the first stay that is then found unwatched
/// is a rise, and rings.
pub fn unread() -> Wrong {
    Wrong { words: "who holds the watch of the stays cannot be read".to_owned(), count: Some(0), members: BTreeSet::new() }
}

/// For each rule, what is wrong now.
pub fn told(coverage: &Coverage) -> [(Rule, Option<Wrong>); 3] {
    let mut unwatched = Vec::new();
    if !coverage.nobody.is_empty() {
        unwatched.push(format!("nobody holds the watch of {}", stays(coverage.nobody.len())));
    }
    if !coverage.away.is_empty() {
        unwatched
            .push(format!("whoever holds the watch of {} is signed in nowhere, or may not hold it any more", stays(coverage.away.len())));
    }
    let wrong =
        |words: String, count: usize| Wrong { words, count: Some(i32::try_from(count).unwrap_or(i32::MAX)), members: BTreeSet::new() };
    let shifts = |of: &[_], what: &str| (!of.is_empty()).then(|| wrong(format!("{what}: {}", of.len()), of.len()));
    let count = coverage.nobody.len() + coverage.away.len();
    [
        (Rule::StayUnwatched, (!unwatched.is_empty()).then(|| wrong(unwatched.join("; "), count))),
        (Rule::ShiftUncovered, shifts(&coverage.uncovered, "shifts that hold stays and end with nobody after them")),
        (Rule::ShiftOverdue, shifts(&coverage.overdue, "shifts that are over and still hold stays")),
    ]
}

/// Reports that it cannot be read whether a crew calls for help. The count is 0, so that the first call that is then found is a
/// rise, and rings.
pub fn deaf() -> Wrong {
    Wrong {
        words: "whether a crew calls for help cannot be read; listen to the radio".to_owned(),
        count: Some(0),
        members: BTreeSet::new(),
    }
}

/// The units whose crew calls for help, by their names. A new call rings again, even if the call before it has only just ended.
pub fn help(units: &[(uuid::Uuid, String, hearth_vitals::WallMs)]) -> Option<Wrong> {
    let names: Vec<&str> = units.iter().map(|(_, name, _)| name.as_str()).collect();
    let count = Some(i32::try_from(names.len()).unwrap_or(i32::MAX));
    let call = |(unit, _, since): &(uuid::Uuid, String, hearth_vitals::WallMs)| unit.as_u128() ^ u128::from(since.0.unsigned_abs());
    (!names.is_empty()).then(|| Wrong {
        words: format!("the crew of {} calls for help; call it now", names.join(", ")),
        count,
        members: units.iter().map(call).collect(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use hearth_care::{ShiftId, StayId};

    #[test]
    fn a_crew_that_calls_for_help_is_told_by_the_name_of_its_unit_and_one_more_counts() {
        let unit = |name: &str| (uuid::Uuid::nil(), name.to_owned(), hearth_vitals::WallMs(0));
        assert_eq!(help(&[]), None);
        let two = help(&[unit("Unit A"), unit("Unit B")]).unwrap();
        assert_eq!((two.words.as_str(), two.count), ("the crew of Unit A, Unit B calls for help; call it now", Some(2)));
    }

    #[test]
    fn a_crew_that_calls_again_after_its_call_was_over_is_another_call() {
        let call = |since| help(&[(uuid::Uuid::from_u128(7), "Unit A".to_owned(), hearth_vitals::WallMs(since))]).unwrap().members;
        assert_eq!(call(1_000), call(1_000));
        assert!(call(1_000).is_disjoint(&call(9_000)));
    }

    #[test]
    fn each_kind_of_gap_has_its_words_and_none_has_none() {
        assert!(told(&Coverage::default()).iter().all(|(_, words)| words.is_none()));
        let gaps =
            Coverage { nobody: vec![StayId(1)], away: vec![StayId(2), StayId(3)], uncovered: vec![ShiftId(1)], overdue: vec![ShiftId(1)] };
        let told = told(&gaps).map(|(_, wrong)| wrong.unwrap());
        assert_eq!(told.clone().map(|wrong| wrong.count), [Some(3), Some(1), Some(1)]);
        let words = told.map(|wrong| wrong.words);
        assert_eq!(
            words[0],
            "nobody holds the watch of 1 stay; whoever holds the watch of 2 stays is signed in nowhere, or may not hold it any more"
        );
        assert!(words[1].ends_with("after them: 1") && words[2].ends_with("still hold stays: 1"), "{words:?}");
    }
}
