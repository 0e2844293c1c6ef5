//! What the hub tells systemd: ready, alive, stopping. Where there is no systemd these calls do nothing.

use sd_notify::NotifyState;
use std::time::Duration;

/// Tells systemd that the hub serves.
pub fn ready() {
    tell(&[NotifyState::Ready]);
}

/// Tells systemd that the hub is stopping.
pub fn stopping() {
    tell(&[NotifyState::Stopping]);
}

/// How often systemd wants a sign of life; `None` when it wants none.
pub fn alive_every() -> Option<Duration> {
    sd_notify::watchdog_enabled().map(|limit| limit / 3)
}

/// Gives systemd a sign of life.
pub fn alive() {
    tell(&[NotifyState::Watchdog]);
}

/// Sets the status line that `systemctl status` shows.
pub fn status(line: &str) {
    tell(&[NotifyState::Status(line)]);
}

fn tell(state: &[NotifyState<'_>]) {
    if let Err(error) = sd_notify::notify(state) {
        tracing::warn!(%error, "cannot notify the service manager");
    }
}
