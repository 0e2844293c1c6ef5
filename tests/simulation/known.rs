//! Tells what is known to be broken from what is new.

use crate::promises::*;

/// A seed, and a promise that its world is known to break.
pub type KnownBroken = (u64, &'static str);

/// Promises that are still broken, each with a world that shows it (docs/reliability.md). All of these worlds are played
/// each time. A finding that is not listed fails the run, and so does a listed promise that is kept, so that it is removed.
pub const OPEN: &[KnownBroken] = &[];

/// The findings of one world, compared with what is known of it.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Sorted {
    /// Findings that are not listed.
    pub new: Vec<Finding>,
    /// Findings that are listed.
    pub open: Vec<Finding>,
    /// Promises that are listed as broken but were kept.
    pub kept: Vec<&'static str>,
}

/// Sorts the findings of a world.
pub fn sort(known: &[KnownBroken], seed: u64, found: Vec<Finding>) -> Sorted {
    let of_seed = known.iter().filter(|(open, _)| *open == seed).map(|(_, promise)| *promise);
    let kept = of_seed.clone().filter(|promise| !found.iter().any(|one| one.promise == *promise)).collect();
    let (open, new) = found.into_iter().partition(|one| of_seed.clone().any(|promise| promise == one.promise));
    Sorted { new, open, kept }
}
