//! What systemd is told: ready, alive, stopping.

use sd_notify::NotifyState;
use std::time::{Duration, Instant};

/// The loop turns at least this often.
const PATIENCE: Duration = Duration::from_secs(10);

pub(super) struct Service {
    /// Half of what systemd allows between two signs of life.
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

    /// Called each turn of the loop: a loop that hangs is restarted.
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
