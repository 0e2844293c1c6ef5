//! What a group counts. Times are kept to three digits, from 1 µs to 10 minutes.

use hdrhistogram::Histogram;

const LONGEST_US: u64 = 600_000_000;

/// A histogram of times, µs.
#[derive(Debug, Clone)]
pub struct Times(Option<Histogram<u64>>);

impl Default for Times {
    fn default() -> Times {
        // The bounds are constant and valid. If there were no histogram, nothing would be counted.
        Times(Histogram::new_with_bounds(1, LONGEST_US, 3).ok())
    }
}

impl Times {
    pub(super) fn note(&mut self, us: u64, records: u64) {
        if let Some(histogram) = &mut self.0 {
            let _ = histogram.record_n(us.clamp(1, LONGEST_US), records);
        }
    }

    pub(super) fn add(&mut self, other: &Times) {
        if let (Some(mine), Some(other)) = (&mut self.0, &other.0) {
            let _ = mine.add(other);
        }
    }

    pub(super) fn clear(&mut self) {
        if let Some(histogram) = &mut self.0 {
            histogram.reset();
        }
    }

    /// The time, ms, below which this share of all times is; 0 when nothing was counted.
    pub(super) fn quantile_ms(&self, share: f64) -> f64 {
        let us = self.0.as_ref().map_or(0, |histogram| if histogram.is_empty() { 0 } else { histogram.value_at_quantile(share) });
        (us as f64 / 10.0).round() / 100.0
    }
}

/// Sums since the start, and how much is open now.
#[derive(Debug, Clone, Copy, Default)]
pub struct Total {
    pub(super) frames: u64,
    pub(super) batches: u64,
    pub(super) bytes: u64,
    pub(super) status_batches: u64,
    pub(super) receipted_frames: u64,
    pub(super) receipts: u64,
    pub(super) unread_receipts: u64,
    pub(super) resent: u64,
    pub(super) refused: u64,
    pub(super) skipped: u64,
    pub(super) connects: u64,
    /// How many frames have no receipt.
    pub(super) open_frames: u64,
    /// How many status batches have no receipt, and how many states are not sent.
    pub(super) unsent: u64,
    /// 1 for a group that is connected, else 0.
    pub(super) connected: u64,
}

impl Total {
    pub(super) fn add(&mut self, other: &Total) {
        self.frames += other.frames;
        self.batches += other.batches;
        self.bytes += other.bytes;
        self.status_batches += other.status_batches;
        self.receipted_frames += other.receipted_frames;
        self.receipts += other.receipts;
        self.unread_receipts += other.unread_receipts;
        self.resent += other.resent;
        self.refused += other.refused;
        self.skipped += other.skipped;
        self.connects += other.connects;
        self.open_frames += other.open_frames;
        self.unsent += other.unsent;
        self.connected += other.connected;
    }
}

/// The figures that a group shares with the reporter.
#[derive(Debug, Default)]
pub struct Shared {
    pub(super) total: Total,
    /// Times from the first sending to the receipt, since the last report.
    pub(super) lag: Times,
    /// Times from the measurement to the receipt, since the last report.
    pub(super) age: Times,
}
