//! Metrics for Prometheus, and the histogram that matters most: how long a measurement takes from the device to each stage of its
//! way.

use super::families;
use hearth_vitals::WallMs;
use metrics_exporter_prometheus::{BuildError, Matcher, PrometheusBuilder, PrometheusHandle};
use std::time::Duration;

/// Bounds of the latency histogram in seconds: fine around the goals of 0.1 s and 0.5 s,
/// up to the 30 s that make a reading late, and beyond for an outage.
const LATENCY_BOUNDS_S: &[f64] =
    &[0.005, 0.01, 0.02, 0.03, 0.05, 0.075, 0.1, 0.15, 0.2, 0.3, 0.5, 0.75, 1.0, 2.0, 5.0, 10.0, 30.0, 60.0, 300.0, 3_600.0, 86_400.0];
/// Bounds of other durations (a commit, a query) in seconds.
const DURATION_BOUNDS_S: &[f64] = &[0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0];
/// The bounds of the histogram of counts per transaction.
const SIZE_BOUNDS: &[f64] = &[1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0, 200.0, 500.0, 1_000.0, 2_000.0, 5_000.0, 10_000.0];

/// The error when metrics cannot be recorded.
#[derive(Debug, thiserror::Error)]
#[error("metrics cannot be started: {0}")]
pub struct MetricsError(#[from] BuildError);

/// A stage on the way of a measurement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// The hub has the measurement in memory.
    Received,
    /// The database has committed the measurement.
    Committed,
    /// The measurement was sent to the screens.
    Sent,
}

impl Stage {
    const fn label(self) -> &'static str {
        match self {
            Stage::Received => "received",
            Stage::Committed => "committed",
            Stage::Sent => "sent",
        }
    }
}

/// The latency histograms, looked up once: noting one costs no look-up by name.
#[derive(Clone)]
pub struct Latency {
    live: metrics::Histogram,
    late: metrics::Histogram,
}

impl Latency {
    /// The histograms of a stage.
    pub fn of(stage: Stage) -> Self {
        let name = stage.label();
        Self {
            live: metrics::histogram!("hearth_latency_seconds", "stage" => name),
            late: metrics::histogram!("hearth_late_latency_seconds", "stage" => name),
        }
    }

    /// Notes that a measurement taken at `measured` reached the stage at `now`.
    ///
    /// Late measurements (a backlog) are counted apart: they would hide how live data does. A measurement from a device whose
    /// clock is ahead counts as taking no time.
    pub fn note(&self, measured: WallMs, now: WallMs, late: bool) {
        let ms = now.0.saturating_sub(measured.0).max(0);
        let histogram = if late { &self.late } else { &self.live };
        histogram.record(Duration::from_millis(ms.unsigned_abs()));
    }
}

/// The metrics of this process.
#[derive(Clone)]
pub struct Metrics {
    handle: PrometheusHandle,
}

impl Metrics {
    /// Starts recording metrics; can be called once in a process.
    ///
    /// # Errors
    /// [`MetricsError`] if something keeps them already.
    pub fn start() -> Result<Metrics, MetricsError> {
        let handle = builder()?.install_recorder()?;
        families::describe();
        Ok(Metrics { handle })
    }

    /// The text of `/metrics`.
    pub fn text(&self) -> String {
        self.handle.render()
    }

    /// Does the exporter's regular work, so that histograms stay small even if nobody asks for `/metrics`.
    pub fn upkeep(&self) {
        self.handle.run_upkeep();
    }
}

fn builder() -> Result<PrometheusBuilder, BuildError> {
    PrometheusBuilder::new()
        .set_buckets_for_metric(Matcher::Suffix("latency_seconds".into()), LATENCY_BOUNDS_S)?
        .set_buckets_for_metric(Matcher::Suffix("duration_seconds".into()), DURATION_BOUNDS_S)?
        .set_buckets_for_metric(Matcher::Suffix("_size".into()), SIZE_BOUNDS)
}

/// Sets a metric that is one as long as the process runs, labelled with its version, for dashboards.
pub fn started(version: &'static str) {
    metrics::gauge!("hearth_build_info", "version" => version).set(1.0);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_backlog_does_not_spoil_the_live_figure() {
        let recorder = builder().unwrap().build_recorder();
        let handle = recorder.handle();
        metrics::with_local_recorder(&recorder, || {
            let latency = Latency::of(Stage::Committed);
            latency.note(WallMs(1_000), WallMs(1_080), false);
            latency.note(WallMs(1_000), WallMs(9_000_000), true);
            latency.note(WallMs(5_000), WallMs(1_000), false);
        });
        let text = handle.render();
        assert!(text.contains("hearth_latency_seconds_count{stage=\"committed\"} 2"), "{text}");
        assert!(text.contains("hearth_latency_seconds_bucket{stage=\"committed\",le=\"0.1\"} 2"), "{text}");
        assert!(text.contains("hearth_late_latency_seconds_count{stage=\"committed\"} 1"), "{text}");
    }
}
