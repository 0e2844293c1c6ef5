//! What the hub tells about itself: log lines, and figures for Prometheus.
//!
//! Neither holds anything of a patient: ids, counts, durations and reasons only.

mod families;
mod logging;
mod prometheus;
mod seldom;

pub use logging::{LogError, start_logging};
pub use prometheus::{Latency, Metrics, MetricsError, Stage, started};
pub use seldom::Seldom;
