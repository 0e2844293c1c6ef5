//! What is reported about the worlds that were played.
#![allow(clippy::print_stdout, reason = "a program for people")]

use crate::clock;
use crate::known::{OPEN, sort};
use crate::oracle;
use crate::promises::{Finding, NO_PANIC};
use crate::world::World;
use std::collections::{BTreeMap, BTreeSet};
use std::process::ExitCode;

/// Seeds that once failed, because of a fault in Hearth or in the oracle. They are played before all others.
pub const KEPT: &[u64] = &[
    5, 11, 23, 24, 28, 46, 54, 57, 66, 75, 88, 96, 98, 362, 401, 409, 527, 722, 1931, 2043, 2248, 3092, 3105, 3566, 4899, 5067, 5922, 5954,
    6025, 6104, 6136, 6613, 6628, 7624, 7949, 8094, 8862, 8888, 9189, 9950, 11448,
];
/// The most failed worlds that are reported in full.
const SHOWN: usize = 12;

/// The report of one world.
pub struct Report {
    seed: u64,
    pub found: Vec<Finding>,
    simulated_ms: u64,
    drain_ms: u64,
    accepted: u64,
    stored: u64,
    alerts: u64,
    counts: BTreeMap<&'static str, u64>,
}

impl Report {
    pub fn of(seed: u64, world: &World, found: Vec<Finding>) -> Report {
        let mut counts = world.counts.clone();
        for (what, count) in world.store.weather.counts() {
            *counts.entry(what).or_default() += count;
        }
        let books = world.store.books();
        Report {
            seed,
            found,
            simulated_ms: clock::elapsed_ms(),
            drain_ms: world.drained_ms.map_or(0, |drained| drained - world.healed_ms),
            accepted: oracle::accepted(world),
            stored: books.frames.len() as u64,
            alerts: books.alerts.len() as u64,
            counts,
        }
    }

    pub fn failed(seed: u64, why: &str) -> Report {
        Report {
            seed,
            found: vec![Finding::new(NO_PANIC, why)],
            simulated_ms: 0,
            drain_ms: 0,
            accepted: 0,
            stored: 0,
            alerts: 0,
            counts: BTreeMap::new(),
        }
    }
}

/// The sum over all worlds.
#[derive(Default)]
pub struct Sum {
    worlds: u64,
    failed: Vec<(u64, Vec<Finding>)>,
    open: Vec<(u64, Vec<Finding>)>,
    /// Promises that are listed as broken but were kept, and the worlds.
    kept: Vec<(u64, &'static str)>,
    /// In how many worlds each promise was broken, listed or not.
    broken: BTreeMap<String, u64>,
    simulated_ms: u64,
    longest_drain_ms: u64,
    accepted: u64,
    stored: u64,
    alerts: u64,
    counts: BTreeMap<&'static str, u64>,
}

impl Sum {
    pub fn add(&mut self, report: Report) {
        self.worlds += 1;
        self.simulated_ms += report.simulated_ms;
        self.longest_drain_ms = self.longest_drain_ms.max(report.drain_ms);
        self.accepted += report.accepted;
        self.stored += report.stored;
        self.alerts += report.alerts;
        for (what, count) in report.counts {
            *self.counts.entry(what).or_default() += count;
        }
        let kinds: BTreeSet<&String> = report.found.iter().map(|one| &one.promise).collect();
        for kind in kinds {
            *self.broken.entry(kind.clone()).or_default() += 1;
        }
        let sorted = sort(OPEN, report.seed, report.found);
        self.kept.extend(sorted.kept.into_iter().map(|promise| (report.seed, promise)));
        if !sorted.new.is_empty() {
            self.failed.push((report.seed, sorted.new));
        } else if !sorted.open.is_empty() {
            self.open.push((report.seed, sorted.open));
        }
    }

    /// Prints everything; the exit code says whether a promise was broken.
    pub fn print(mut self) -> ExitCode {
        self.failed.sort();
        for (seed, found) in self.failed.iter().take(SHOWN) {
            println!("seed {seed} (again: cargo test -p hearth-simulation --test simulation -- --seed {seed})");
            found.iter().for_each(|one| println!("    {one}"));
        }
        if self.failed.len() > SHOWN {
            println!("and seeds {:?}", self.failed.iter().skip(SHOWN).map(|one| one.0).collect::<Vec<_>>());
        }
        self.open.sort();
        for (seed, found) in &self.open {
            println!("open, not mended yet: seed {seed}: {}", found.first().map(Finding::to_string).unwrap_or_default());
        }
        for (seed, promise) in &self.kept {
            println!("kept now, take it out of OPEN (tests/simulation/known.rs): ({seed}, \"{promise}\")");
        }
        println!(
            "worlds that broke a promise: {}",
            self.broken.iter().map(|(promise, count)| format!("{promise} {count}")).collect::<Vec<_>>().join(", ")
        );
        println!("faults: {}", self.counts.iter().map(|(what, count)| format!("{what} {count}")).collect::<Vec<_>>().join(", "));
        let hours = self.simulated_ms as f64 / 3_600_000.0;
        println!(
            "{} worlds, {hours:.1} simulated hours; {} frames accepted, {} stored; {} alerts",
            self.worlds, self.accepted, self.stored, self.alerts
        );
        println!("longest way to a drained home after everything was well: {:.1} s", self.longest_drain_ms as f64 / 1_000.0);
        let open = self.open.len() as u64;
        let failed = self.failed.len() as u64;
        println!("simulation: {} passed, {} failed, {open} open", self.worlds - failed - open, failed + self.kept.len() as u64);
        if self.failed.is_empty() && self.kept.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
    }
}
