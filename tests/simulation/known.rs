//! What is known to be broken, and what is new.

use crate::promises::*;

/// A seed, and a promise that its world breaks.
pub type Open = (u64, &'static str);

/// Promises that are still broken, each in the world that shows it (docs/reliability.md). All of these worlds are lived
/// through each time. A finding that is not here fails the run; so does a pair that is kept: it is to be taken out.
pub const OPEN: &[Open] = &[
    (1450, OVER_IS_OVER),
    (2043, RANG),
    (3092, FOUNDED),
    (3092, OF_ITS_PATIENT),
    (3566, OVER_IS_OVER),
    (5954, RANG),
    (9950, OVER_IS_OVER),
    (14807, RANG),
];

/// The findings of one world, against what is known of it.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Sorted {
    /// Nobody knew.
    pub new: Vec<Finding>,
    /// Known.
    pub open: Vec<Finding>,
    /// Promises that are known to be broken, and are kept.
    pub kept: Vec<&'static str>,
}

/// Sorts the findings of a world.
pub fn sort(known: &[Open], seed: u64, found: Vec<Finding>) -> Sorted {
    let of_seed = known.iter().filter(|(open, _)| *open == seed).map(|(_, promise)| *promise);
    let kept = of_seed.clone().filter(|promise| !found.iter().any(|one| one.promise == *promise)).collect();
    let (open, new) = found.into_iter().partition(|one| of_seed.clone().any(|promise| promise == one.promise));
    Sorted { new, open, kept }
}
