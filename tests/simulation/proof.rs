//! Tests of the mutation proof and of the list of what is known to be broken, with worlds that are made up here.

mod hunt;
mod known;
mod promises;

use hunt::{Hunted, hunt};
use known::{KnownBroken, Sorted, sort};
use promises::*;
use std::collections::{BTreeMap, BTreeSet};

const MOST: u64 = 20;

/// The promise is broken from the third world on.
fn from_the_third_on(promise: &'static str) -> impl Fn(u64) -> Vec<Finding> + Sync {
    move |seed| if seed < 3 { Vec::new() } else { vec![Finding::new(promise, "as is to be shown")] }
}

#[test]
fn a_breakage_is_caught_by_the_promise_that_it_must_break() {
    let caught = hunt(&from_the_third_on(DRAINS), DRAINS, &[], 1, MOST);
    assert!(matches!(caught, Hunted::Caught { seed, worlds } if seed >= 3 && worlds < MOST), "{caught:?}");
}

#[test]
fn the_world_in_which_it_was_caught_before_is_played_first() {
    let there = MOST + 9;
    let only_there = |seed| if seed == there { vec![Finding::new(DRAINS, "as it was seen before")] } else { Vec::new() };
    assert!(matches!(hunt(&only_there, DRAINS, &[], there, MOST), Hunted::Caught { seed, .. } if seed == there));
    assert!(matches!(hunt(&only_there, DRAINS, &[], 1, MOST), Hunted::NotCaught(_)));
}

#[test]
fn a_breakage_that_does_nothing_is_not_caught() {
    assert_eq!(hunt(&|_| Vec::new(), DRAINS, &[], 1, MOST), Hunted::NotCaught(BTreeMap::new()));
}

#[test]
fn a_breakage_that_breaks_another_promise_is_not_caught() {
    let others = BTreeMap::from([(RANG.to_owned(), MOST - 2)]);
    assert_eq!(hunt(&from_the_third_on(RANG), DRAINS, &[], 1, MOST), Hunted::NotCaught(others));
}

#[test]
fn what_is_known_to_be_broken_anyway_catches_nothing() {
    let known: Vec<KnownBroken> = (1..=MOST).map(|seed| (seed, DRAINS)).collect();
    assert_eq!(hunt(&from_the_third_on(DRAINS), DRAINS, &known, 1, MOST), Hunted::NotCaught(BTreeMap::new()));
}

#[test]
fn a_finding_is_known_only_in_its_own_world_and_a_known_one_that_is_gone_is_told() {
    let known = [(7, DRAINS), (7, RANG), (8, RANG)];
    let found = vec![Finding::new(DRAINS, "waits"), Finding::new(IN_ORDER, "is not")];
    let sorted = sort(&known, 7, found.clone());
    assert_eq!(sorted, Sorted { new: vec![found[1].clone()], open: vec![found[0].clone()], kept: vec![RANG] });
    assert_eq!(sort(&known, 9, found.clone()), Sorted { new: found, ..Sorted::default() });
}

#[test]
fn no_pair_is_listed_twice() {
    let pairs: BTreeSet<KnownBroken> = known::OPEN.iter().copied().collect();
    assert_eq!(pairs.len(), known::OPEN.len());
}
