//! Looks for a world in which something broken on purpose breaks the promise that it must break.

use crate::known::{KnownBroken, sort};
use crate::promises::Finding;
use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

/// The result of a hunt.
#[derive(Debug, PartialEq, Eq)]
pub enum Hunted {
    /// The promise was broken.
    Caught {
        /// The seed of the first world in which it was.
        seed: u64,
        /// How many worlds were played.
        worlds: u64,
    },
    /// The promise was never broken. Other promises were, in this many worlds each.
    NotCaught(BTreeMap<String, u64>),
}

/// Plays the world `first`, in which the promise was seen broken before, and then the worlds 1 to `most`, until one breaks it.
/// What is known to be broken anyway does not count.
pub fn hunt(live: &(impl Fn(u64) -> Vec<Finding> + Sync), promise: &str, known: &[KnownBroken], first: u64, most: u64) -> Hunted {
    let (next, done) = (AtomicU64::new(0), AtomicBool::new(false));
    let caught: Mutex<Option<u64>> = Mutex::new(None);
    let others: Mutex<BTreeMap<String, u64>> = Mutex::default();
    let look = || {
        while !done.load(Ordering::Relaxed) {
            let seed = match next.fetch_add(1, Ordering::Relaxed) {
                0 => first,
                seed if seed > most => return,
                seed => seed,
            };
            let mut promises: Vec<String> = sort(known, seed, live(seed)).new.into_iter().map(|one| one.promise).collect();
            promises.sort();
            promises.dedup();
            if promises.iter().any(|broken| broken == promise) {
                done.store(true, Ordering::Relaxed);
                if let Ok(mut caught) = caught.lock() {
                    *caught = Some(caught.map_or(seed, |before| before.min(seed)));
                }
            } else if let Ok(mut others) = others.lock() {
                promises.into_iter().for_each(|broken| *others.entry(broken).or_default() += 1);
            }
        }
    };
    let threads = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    std::thread::scope(|scope| (0..threads).for_each(|_| drop(scope.spawn(look))));
    match caught.into_inner().ok().flatten() {
        Some(seed) => Hunted::Caught { seed, worlds: next.into_inner().min(most + 1) },
        None => Hunted::NotCaught(others.into_inner().unwrap_or_default()),
    }
}
