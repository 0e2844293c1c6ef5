//! The mutation proof: a line that is broken on purpose must break the promise that it serves; otherwise the oracle proves
//! nothing.
#![allow(clippy::print_stdout, reason = "a program for people")]

use crate::hunt::{Hunted, hunt};
use crate::known::OPEN;
use crate::promises::*;
use crate::report::Report;
use std::process::ExitCode;

/// The name of each breakage, the world in which it was caught last, the promise that it must break, and what it breaks.
/// That world is played first: where a change has made another one of it, the hunt only takes longer, and prints the new one.
const BREAKAGES: &[(&str, u64, &str, &str)] = &[
    ("skip_fsync", 6, ACCEPTED, "the outbox calls records durable without fsync"),
    ("ignore_checksum", 219, ACCEPTED, "the outbox believes records whatever their checksum"),
    ("reuse_generation", 4, ACCEPTED, "an opened outbox numbers in the generation of the one before"),
    ("take_on_after_failed_fsync", 232, ACCEPTED, "the outbox goes on after a failed fsync"),
    ("keep_losses_quiet", 31, ACCEPTED, "losses are not recorded"),
    ("trim_on_puback", 1, ACCEPTED, "what the broker acknowledged counts as stored by the hub"),
    ("note_hub_first", 14, ACCEPTED, "a restored store is noted before the receipts of the old one are durably forgotten"),
    ("forget_what_was_not_collected", 4, GAPS_TOLD, "a gateway that was dead does not say so"),
    ("believe_any_clock", 5, WAITS_FOR_THE_TIME, "readings are sent with times of a clock that nobody has compared"),
    ("never_resend", 1, DRAINS, "a batch without a receipt is not sent again"),
    ("receipt_before_commit", 2, ACCEPTED, "the hub receipts before the commit"),
    ("swap_before_commit", 43, HISTORIES, "engines keep what a failed commit decided"),
    ("forget_unsure_commit", 162, SHOWN_IS_STORED, "after a commit of unknown outcome the store is not read again"),
    ("late_as_live", 67, FOUNDED, "late readings are judged as if they were measured now"),
    ("bind_at_arrival", 33, OF_ITS_PATIENT, "a reading belongs to whoever has the device when it arrives"),
    ("in_memory_timer", 15, RANG, "delays that were running are forgotten by a restart"),
    ("ring_late", 6, IN_TIME, "readings are judged each ten seconds only"),
    ("forget_open_alerts", 1, SHOWN_IS_STORED, "open alerts are forgotten by a restart"),
    ("anchor_of_any_boot", 1, AT_ITS_INSTANT, "records are placed by the anchors of any boot"),
    ("no_range_check", 1, NOTHING_TWICE, "the held ranges are not asked"),
];

/// Breaks each line in turn, and looks for a world, among the first `most`, in which that breaks the promise.
pub fn prove(live: impl Fn(u64) -> Report + Sync, most: u64) -> ExitCode {
    let mut failed = 0;
    println!("{:<30} {:>6} {:>6}  broken promise", "broken line", "worlds", "seed");
    for (name, first, promise, what) in BREAKAGES {
        hearth_breakages::set(Some(name));
        let hunted = hunt(&|seed| live(seed).found, promise, OPEN, *first, most);
        match hunted {
            Hunted::Caught { seed, worlds } => println!("{name:<30} {worlds:>6} {seed:>6}  {promise} | {what}"),
            Hunted::NotCaught(others) => {
                failed += 1;
                let others: Vec<String> = others.iter().map(|(other, worlds)| format!("{other} {worlds}")).collect();
                let why = if hearth_breakages::was_asked() { "NOT CAUGHT" } else { "NO LINE HAS THIS NAME" };
                println!("{name:<30} {most:>6}      -  {why} by: {promise} | {what} | broke: {}", others.join(", "));
            }
        }
    }
    hearth_breakages::set(None);
    println!("breakages: {} passed, {failed} failed", BREAKAGES.len() - failed);
    if failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
