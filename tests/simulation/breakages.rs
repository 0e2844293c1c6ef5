//! The mutation proof: a line broken on purpose must be caught, or the oracle proves nothing.
#![allow(clippy::print_stdout, reason = "a program for people")]

use crate::report::Report;
use std::process::ExitCode;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

/// Name, and what is broken by it.
const BREAKAGES: &[(&str, &str)] = &[
    ("skip_fsync", "the outbox calls records durable without fsync"),
    ("ignore_checksum", "the outbox believes records whatever their checksum"),
    ("reuse_generation", "an opened outbox numbers in the generation of the one before"),
    ("take_on_after_failed_fsync", "the outbox goes on after a failed fsync"),
    ("keep_losses_quiet", "losses are not recorded"),
    ("trim_on_puback", "what the broker took counts as held"),
    ("note_hub_first", "a restored store is noted before the old receipts are durably forgotten"),
    ("forget_what_was_not_collected", "a gateway that was dead does not say so"),
    ("believe_any_clock", "readings leave by a clock that nobody compared"),
    ("never_resend", "a batch without a receipt is not sent again"),
    ("receipt_before_commit", "the hub receipts before the commit"),
    ("swap_before_commit", "engines keep what a failed commit decided"),
    ("forget_unsure_commit", "a commit of unknown outcome is not read back"),
    ("late_as_live", "late readings are judged as if they were measured now"),
    ("bind_at_arrival", "a reading belongs to whoever has the device when it arrives"),
    ("in_memory_timer", "delays that were pending are forgotten by a restart"),
    ("forget_open_alerts", "open alerts are forgotten by a restart"),
    ("anchor_of_any_boot", "records are placed by the anchors of any boot"),
    ("no_range_check", "the held ranges are not asked"),
];

/// How a breakage was caught.
struct Caught {
    seed: u64,
    worlds: u64,
    by: String,
}

/// Breaks each line in turn and looks for a world that shows it.
pub fn prove(live: impl Fn(u64) -> Report + Sync, seeds: u64) -> ExitCode {
    let mut survived = 0;
    println!("{:<30} {:>6} {:>6}  caught by", "broken", "worlds", "seed");
    for (name, what) in BREAKAGES {
        hearth_breakages::set(Some(name));
        match hunt(&live, seeds) {
            Some(Caught { seed, worlds, by }) => println!("{name:<30} {worlds:>6} {seed:>6}  {what} | {by}"),
            None => {
                survived += 1;
                println!("{name:<30} {seeds:>6}      -  {what} | SURVIVED");
            }
        }
    }
    hearth_breakages::set(None);
    println!("breakages: {} passed, {survived} failed", BREAKAGES.len() - survived);
    if survived == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Lives until a world breaks a promise.
fn hunt(live: &(impl Fn(u64) -> Report + Sync), seeds: u64) -> Option<Caught> {
    let (next, done) = (AtomicU64::new(1), AtomicBool::new(false));
    let caught: Mutex<Option<(u64, String)>> = Mutex::new(None);
    let threads = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                while !done.load(Ordering::Relaxed) {
                    let seed = next.fetch_add(1, Ordering::Relaxed);
                    if seed > seeds {
                        return;
                    }
                    if let Some(by) = live(seed).first_finding() {
                        done.store(true, Ordering::Relaxed);
                        if let Ok(mut caught) = caught.lock() {
                            caught.get_or_insert((seed, by));
                        }
                    }
                }
            });
        }
    });
    let (seed, by) = caught.into_inner().ok()??;
    // In the order of the table, whatever the threads did.
    Some(Caught { seed, worlds: (next.into_inner() - 1).min(seeds), by: by.split(": ").next().unwrap_or_default().to_owned() })
}
