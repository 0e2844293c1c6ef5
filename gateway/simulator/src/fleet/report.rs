//! What the fleet prints: a line each second, and everything as one JSON line at the end.

use super::stats::{Times, Total};
use super::{Options, Share, VITALS};
use serde_json::json;
use std::io::Write;
use std::sync::PoisonError;
use std::time::Duration;
use tokio::time::Instant;

/// Collects the figures of all groups.
pub(super) struct Reporter {
    shares: Vec<Share>,
    homes: usize,
    frames_per_batch: usize,
    before: Total,
    at: Instant,
    lag: Times,
    age: Times,
    seconds: u64,
}

impl Reporter {
    pub(super) fn new(options: &Options, shares: Vec<Share>) -> Reporter {
        Reporter {
            shares,
            homes: options.members.homes(),
            frames_per_batch: options.pace.frames_per_batch,
            before: Total::default(),
            at: Instant::now(),
            lag: Times::default(),
            age: Times::default(),
            seconds: 0,
        }
    }

    /// The present sums.
    pub(super) fn look(&self) -> Total {
        let mut total = Total::default();
        for share in &self.shares {
            total.add(&share.lock().unwrap_or_else(PoisonError::into_inner).total);
        }
        total
    }

    /// Adds the times since the last call to the totals, and returns them.
    fn take_times(&mut self) -> (Times, Times) {
        let (mut lag, mut age) = (Times::default(), Times::default());
        for share in &self.shares {
            let mut share = share.lock().unwrap_or_else(PoisonError::into_inner);
            lag.add(&share.lag);
            age.add(&share.age);
            share.lag.clear();
            share.age.clear();
        }
        self.lag.add(&lag);
        self.age.add(&age);
        (lag, age)
    }

    /// Prints the line for one second.
    pub(super) fn second(&mut self) {
        let (lag, age) = self.take_times();
        let now = self.look();
        let passed = self.at.elapsed().as_secs_f64().max(0.001);
        let rate = |now: u64, before: u64| (now - before) as f64 / passed;
        let (made, receipted) = (rate(now.frames, self.before.frames), rate(now.receipted_frames, self.before.receipted_frames));
        self.seconds += 1;
        say(&format!(
            "{:>4} s  sent {made:.0} frames/s  receipted {receipted:.0} frames/s = {:.0} readings/s  {:.0} batches/s  \
             lag p50 {} p99 {} ms  age p50 {} p99 {} ms  no receipt yet {}  resent {}  refused {}  connected {}/{}",
            self.seconds,
            receipted * VITALS.len() as f64,
            rate(now.batches, self.before.batches),
            lag.quantile_ms(0.5),
            lag.quantile_ms(0.99),
            age.quantile_ms(0.5),
            age.quantile_ms(0.99),
            now.open_frames,
            now.resent,
            now.refused,
            now.connected,
            self.shares.len(),
        ));
        self.before = now;
        self.at = Instant::now();
    }

    /// Prints everything as one JSON line; returns the sums.
    pub(super) fn finish(&mut self, elapsed: Duration) -> Total {
        self.take_times();
        let total = self.look();
        let seconds = elapsed.as_secs_f64().max(0.001);
        let readings = total.receipted_frames * VITALS.len() as u64;
        let times = |times: &Times| json!({ "p50": times.quantile_ms(0.5), "p99": times.quantile_ms(0.99), "max": times.quantile_ms(1.0) });
        let sent_readings = (total.frames * VITALS.len() as u64).max(1);
        let report = json!({
            "homes": self.homes,
            "connections": self.shares.len(),
            "frames_per_batch": self.frames_per_batch,
            "seconds": (seconds * 100.0).round() / 100.0,
            "frames": total.frames,
            "batches": total.batches,
            "status_batches": total.status_batches,
            "bytes": total.bytes,
            "bytes_per_reading": (total.bytes as f64 / sent_readings as f64 * 100.0).round() / 100.0,
            "receipted_frames": total.receipted_frames,
            "readings_per_s": (readings as f64 / seconds).round(),
            "unreceipted_frames": total.open_frames,
            "resent_batches": total.resent,
            "refused": total.refused,
            "skipped_frames": total.skipped,
            "receipts": total.receipts,
            "unread_receipts": total.unread_receipts,
            "connects": total.connects,
            "lag_ms": times(&self.lag),
            "age_ms": times(&self.age),
        });
        say(&report.to_string());
        total
    }
}

/// Prints a line. It does not matter if nobody reads it.
fn say(line: &str) {
    let mut out = std::io::stdout().lock();
    let _ = writeln!(out, "{line}");
    let _ = out.flush();
}
