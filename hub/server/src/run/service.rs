//! What systemd is told: ready, alive, stopping. Elsewhere these do nothing.

use sd_notify::NotifyState;
use std::time::Duration;

/// The hub serves.
pub fn ready() {
    tell(&[NotifyState::Ready]);
}

/// The hub is on its way down.
pub fn stopping() {
    tell(&[NotifyState::Stopping]);
}

/// How often a sign of life is wanted; `None` when nobody wants one.
pub fn alive_every() -> Option<Duration> {
    sd_notify::watchdog_enabled().map(|limit| limit / 3)
}

/// A sign of life.
pub fn alive() {
    tell(&[NotifyState::Watchdog]);
}

/// One line for whoever looks at the service.
pub fn status(line: &str) {
    tell(&[NotifyState::Status(line)]);
}

fn tell(state: &[NotifyState<'_>]) {
    if let Err(error) = sd_notify::notify(state) {
        tracing::warn!(%error, "cannot notify the service manager");
    }
}
