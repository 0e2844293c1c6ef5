//! The mutation proof: a line that is broken on purpose must break the promise that it serves; otherwise the oracle proves
//! nothing.
#![allow(clippy::print_stdout, reason = "a program for people")]

use crate::hunt::{Hunted, hunt};
use crate::known::OPEN;
use crate::promises::*;
use crate::report::Report;
use std::process::ExitCode;

/// The name of each breakage, the promise that it must break, and what it breaks.
const BREAKAGES: &[(&str, &str, &str)] = &[
    ("skip_fsync", ACCEPTED, "the outbox calls records durable without fsync"),
    ("ignore_checksum", ACCEPTED, "the outbox believes records whatever their checksum"),
    ("reuse_generation", ACCEPTED, "an opened outbox numbers in the generation of the one before"),
    ("take_on_after_failed_fsync", ACCEPTED, "the outbox goes on after a failed fsync"),
    ("keep_losses_quiet", ACCEPTED, "losses are not recorded"),
    ("trim_on_puback", ACCEPTED, "what the broker acknowledged counts as stored by the hub"),
    ("note_hub_first", ACCEPTED, "a restored store is noted before the receipts of the old one are durably forgotten"),
    ("forget_what_was_not_collected", GAPS_TOLD, "a gateway that was dead does not say so"),
    ("believe_any_clock", WAITS_FOR_THE_TIME, "readings are sent with times of a clock that nobody has compared"),
    ("never_resend", DRAINS, "a batch without a receipt is not sent again"),
    ("receipt_before_commit", ACCEPTED, "the hub receipts before the commit"),
    ("swap_before_commit", HISTORIES, "engines keep what a failed commit decided"),
    ("forget_unsure_commit", SHOWN_IS_STORED, "after a commit of unknown outcome the store is not read again"),
    ("late_as_live", FOUNDED, "late readings are judged as if they were measured now"),
    ("bind_at_arrival", OF_ITS_PATIENT, "a reading belongs to whoever has the device when it arrives"),
    ("in_memory_timer", RANG, "delays that were running are forgotten by a restart"),
    ("ring_late", IN_TIME, "readings are judged each ten seconds only"),
    ("forget_open_alerts", SHOWN_IS_STORED, "open alerts are forgotten by a restart"),
    ("anchor_of_any_boot", AT_ITS_INSTANT, "records are placed by the anchors of any boot"),
    ("no_range_check", NOTHING_TWICE, "the held ranges are not asked"),
];

/// Breaks each line in turn, and looks for a world, among at most `most`, in which that breaks the promise.
pub fn prove(live: impl Fn(u64) -> Report + Sync, most: u64) -> ExitCode {
    let mut failed = 0;
    println!("{:<30} {:>6} {:>6}  broken promise", "broken line", "worlds", "seed");
    for (name, promise, what) in BREAKAGES {
        hearth_breakages::set(Some(name));
        let hunted = hunt(&|seed| live(seed).found, promise, OPEN, most);
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
