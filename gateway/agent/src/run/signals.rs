//! The signals that end the gateway in order, and the one that mostly does not.
//!
//! SIGTERM, SIGINT and SIGQUIT end it. SIGHUP ends it only if the terminal from which it was started is gone. Otherwise (for
//! a rotation of logs, or a "reload") the gateway logs it and goes on: there is nothing to do, because it logs to standard
//! error and reads its configuration only at the start. `nohup` starts it with SIGHUP ignored.

use anyhow::Context;
use std::fs::File;
use tokio::signal::unix::{Signal, SignalKind, signal};

/// The signals; they are received from the start on.
pub(super) struct Signals {
    terminate: Signal,
    interrupt: Signal,
    quit: Signal,
    hang_up: Option<Signal>,
    from_terminal: bool,
}

impl Signals {
    pub fn take() -> anyhow::Result<Signals> {
        let take = |kind| signal(kind).context("cannot listen for signals");
        let hang_up = if ignores_hang_up() { None } else { Some(take(SignalKind::hangup())?) };
        Ok(Signals {
            terminate: take(SignalKind::terminate())?,
            interrupt: take(SignalKind::interrupt())?,
            quit: take(SignalKind::quit())?,
            hang_up,
            from_terminal: terminal_is_there(),
        })
    }

    /// Waits for a signal that ends the gateway; returns its name.
    pub async fn received(&mut self) -> &'static str {
        loop {
            tokio::select! {
                _ = self.terminate.recv() => return "SIGTERM",
                _ = self.interrupt.recv() => return "SIGINT",
                _ = self.quit.recv() => return "SIGQUIT",
                () = hung_up(self.hang_up.as_mut()) => {
                    if self.from_terminal && !terminal_is_there() {
                        return "SIGHUP, and the terminal is gone";
                    }
                    tracing::info!("SIGHUP: going on; restart the gateway to take a changed configuration");
                }
            }
        }
    }
}

async fn hung_up(signal: Option<&mut Signal>) {
    let heard = match signal {
        Some(signal) => signal.recv().await,
        None => None,
    };
    if heard.is_none() {
        std::future::pending::<()>().await;
    }
}

/// True when the terminal of this session can still be opened.
fn terminal_is_there() -> bool {
    File::open("/dev/tty").is_ok()
}

fn ignores_hang_up() -> bool {
    const SIGHUP: u64 = 1;
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:")).and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok());
    mask.is_some_and(|mask| mask & (1 << (SIGHUP - 1)) != 0)
}
