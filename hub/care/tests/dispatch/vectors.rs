//! The table of states is the reference's.

use hearth_care::dispatch::IncidentState;
use serde_json::Value;
use std::collections::BTreeSet;

const STATES: &str = include_str!("../vectors/dispatch_states.json");
const TRANSITIONS: &str = include_str!("../vectors/dispatch_transitions.csv");

fn state(word: &str) -> IncidentState {
    IncidentState::from_key(&word.replace('-', "_")).unwrap_or_else(|| panic!("{word}"))
}

#[test]
fn the_table_has_every_state_and_every_way_of_the_reference_and_no_other() {
    let read: Value = serde_json::from_str(STATES).unwrap();
    let table = read["transitions"].as_object().unwrap();
    let named: BTreeSet<IncidentState> = table.keys().map(|word| state(word)).collect();
    assert_eq!(named, IncidentState::ALL.into_iter().collect());
    for (from, to) in table {
        let expected: BTreeSet<IncidentState> = to.as_array().unwrap().iter().map(|word| state(word.as_str().unwrap())).collect();
        assert_eq!(state(from).followers().iter().copied().collect::<BTreeSet<_>>(), expected, "{from}");
    }
    for word in read["nemsis_times"].as_object().unwrap().keys() {
        state(word);
    }
}

#[test]
fn every_pair_of_the_reference_is_allowed_or_refused_as_it_is_written() {
    let mut played = 0;
    for line in TRANSITIONS.lines().skip(1) {
        let mut columns = line.split(',');
        let (from, to, allowed) = (columns.next().unwrap(), columns.next().unwrap(), columns.next().unwrap() == "True");
        assert_eq!(state(from).may_become(state(to)), allowed, "{from} -> {to}");
        played += 1;
    }
    assert_eq!(played, 136);
}
