//! Real processes and real brokers, each ended by its own id.

mod broker;
mod process;

pub use broker::Broker;
pub use process::Simulator;

use std::time::Duration;

/// Long enough for a loaded machine, short enough for a test that fails.
pub const PATIENCE: Duration = Duration::from_secs(60);
