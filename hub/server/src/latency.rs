//! Latency of the last minute, from the device's instant to a named stage.
//!
//! Six histograms of ten seconds each: the oldest is dropped whole, so that a figure never
//! mixes this minute with an outage an hour ago. Time is an argument.

use crate::feed::message::Latency;
use hdrhistogram::Histogram;
use std::collections::VecDeque;

const SLICE_MS: u64 = 10_000;
const SLICES: usize = 6;
/// Everything above is counted as this: ten minutes.
const MAX_MS: u64 = 600_000;

/// A sliding minute of latencies.
#[derive(Default)]
pub struct LatencyWindow {
    slices: VecDeque<(u64, Histogram<u64>)>,
}

impl LatencyWindow {
    /// Notes one latency at the monotonic time `now_ms`.
    pub fn record(&mut self, now_ms: u64, latency_ms: u64) {
        let slice = now_ms / SLICE_MS;
        if self.slices.back().is_none_or(|(newest, _)| *newest != slice) {
            let Ok(histogram) = Histogram::new_with_bounds(1, MAX_MS, 2) else { return };
            self.slices.push_back((slice, histogram));
        }
        self.drop_old(now_ms);
        if let Some((_, histogram)) = self.slices.back_mut() {
            histogram.saturating_record(latency_ms.clamp(1, MAX_MS));
        }
    }

    fn drop_old(&mut self, now_ms: u64) {
        let oldest = (now_ms / SLICE_MS).saturating_sub(SLICES as u64 - 1);
        while self.slices.front().is_some_and(|(slice, _)| *slice < oldest) {
            self.slices.pop_front();
        }
    }

    /// Median, 99th percentile and count of the last minute.
    pub fn summary(&mut self, now_ms: u64) -> Latency {
        self.drop_old(now_ms);
        let Ok(mut all) = Histogram::<u64>::new_with_bounds(1, MAX_MS, 2) else { return Latency::default() };
        for (_, slice) in &self.slices {
            if all.add(slice).is_err() {
                return Latency::default();
            }
        }
        if all.is_empty() {
            return Latency::default();
        }
        Latency { p50_ms: all.value_at_quantile(0.5), p99_ms: all.value_at_quantile(0.99), count: all.len() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_window_forgets_what_is_older_than_a_minute() {
        let mut window = LatencyWindow::default();
        window.record(0, 9_000);
        for second in 30..90 {
            window.record(second * 1_000, 20);
        }
        let summary = window.summary(90_000);
        assert_eq!(summary.p99_ms, 20, "the outage at the start is gone");
        assert!(summary.count <= 60);
        assert_eq!(window.summary(10_000_000), Latency::default());
    }
}
