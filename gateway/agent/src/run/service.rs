//! Tells systemd that the gateway is ready, alive or stopping.

use sd_notify::NotifyState;
use std::time::{Duration, Instant};

/// The longest time between two rounds of the loop.
const PATIENCE: Duration = Duration::from_secs(10);

pub(super) struct Service {
    /// How often to report being alive: half of what systemd allows; `None` if systemd does not ask.
    every: Option<Duration>,
    told: Instant,
}

impl Service {
    pub fn new() -> Service {
        Service { every: sd_notify::watchdog_enabled().map(|limit| limit / 2), told: Instant::now() }
    }

    pub fn ready(&self) {
        tell(&[NotifyState::Ready]);
    }

    /// To be called in each round of the loop, so that systemd restarts a loop that hangs.
    pub fn alive(&mut self) {
        if self.every.is_some_and(|every| self.told.elapsed() >= every / 2) {
            self.told = Instant::now();
            tell(&[NotifyState::Watchdog]);
        }
    }

    pub fn stopping(&self) {
        tell(&[NotifyState::Stopping]);
    }

    pub fn patience(&self) -> Duration {
        self.every.map_or(PATIENCE, |every| every / 2)
    }
}

fn tell(state: &[NotifyState<'_>]) {
    if let Err(error) = sd_notify::notify(state) {
        tracing::warn!(%error, "cannot notify the service manager");
    }
}
